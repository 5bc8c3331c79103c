"""A listed person writes to mailbot of her own: what comes back, over embedded servers."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from rules.basis import founded_on
from rules.rulings import MarkKind
from rules.submission import Version
from tests.office.house import CLERK, FORM, House, house, mail, reply, text_of

SCHOOL = "thpt-so-2-bao-thang"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as opened:
        opened.tick()
        yield opened


def _kinds(letters: list[EmailMessage]) -> list[str]:
    return [str(letter["X-Mailbot"]).split("/")[1] for letter in letters]


def _writes(office: House, text: str, subject: str = "Gửi mailbot") -> list[EmailMessage]:
    office.receive(mail(CLERK, subject, text))
    return office.tick()


def _says(office: House, text: str) -> list[EmailMessage]:
    """In the answer to a letter that only she has got."""
    (letter,) = _writes(office, "trợ giúp")
    office.receive(reply(letter, text))
    return office.tick()


def _marks(office: House) -> set[tuple[MarkKind, str | None]]:
    with office.app.look() as work:
        season = work.season(office.app.campaign, office.app.roster, office.now)
        return {(mark.kind, mark.unit) for mark in season.marks}


def test_a_listed_person_is_answered(office: House) -> None:
    (told,) = _writes(office, "Còn trường nào chưa gửi em?")
    assert "Chưa gửi" in text_of(told)
    assert "THPT số 2 Bảo Thắng" in text_of(told)
    (drafts,) = _writes(office, "Cho chị xin bản dự thảo")
    assert {Path(str(one.get_filename())).suffix for one in drafts.iter_attachments()} >= {".docx", ".xlsx"}
    (guide,) = _writes(office, "trợ giúp")
    assert "hoàn tác" in text_of(guide)


def test_a_word_about_a_unit_is_a_decision_that_can_be_undone(office: House) -> None:
    letters = _says(office, "THPT số 2 Bảo Thắng năm nay không phải đăng ký nhé. Máy in phòng chị hỏng")
    own = [one for one in letters if CLERK in str(one["To"])]
    told = next(one for one in own if "hoàn tác 1" in text_of(one))
    (unit,) = [one for one in letters if one not in own]
    assert any("“Máy in phòng chị hỏng”" in text_of(one) for one in own)
    assert "đồng ý để đơn vị không phải gửi" in text_of(unit)
    assert ("exempt", SCHOOL) in _marks(office)
    office.receive(reply(told, "hoàn tác 1"))
    undone = next(one for one in office.tick() if CLERK in str(one["To"]))
    assert "Đã hủy quyết định số 1" in text_of(undone) and "Máy in" not in text_of(undone)
    assert ("exempt", SCHOOL) not in _marks(office)


def test_nothing_is_decided_by_a_mail_that_anybody_could_have_written(office: House) -> None:
    (told,) = _writes(office, "Miễn THPT số 2 Bảo Thắng nhé em")
    assert "chưa xác nhận được người gửi" in text_of(told)
    assert _marks(office) == set()
    office.receive(reply(told, "Miễn THPT số 2 Bảo Thắng"))
    office.tick()
    assert ("exempt", SCHOOL) in _marks(office)


def _coded(letters: list[EmailMessage]) -> tuple[EmailMessage, str]:
    """The one letter that came, which asks her to confirm, and its code."""
    (letter,) = letters
    assert (_kinds(letters), str(letter["To"])) == (["code"], CLERK)
    return letter, re.findall(r"Mã: (\d{3} \d{3})", text_of(letter))[0]


def test_what_she_orders_and_corrects_of_her_own_is_proposed_and_done_by_its_code(tmp_path: Path) -> None:
    with house(tmp_path, decisions="confirmed") as office:
        office.receive(mail(office.app.roster.unit(SCHOOL).addresses[0], "Gửi đăng ký CCHC", FORM))
        office.tick()
        (version,) = _versions(office)
        ordered = f"Miễn THPT số 1 Bảo Thắng nhé em\n\nsửa thư {version.arrival}: người thực hiện Lê Thị Hoa"
        letter, code = _coded([one for one in _writes(office, ordered) if CLERK in str(one["To"])])
        assert "Lê Thị Hoa" in text_of(letter) and "THPT số 1" in text_of(letter)
        assert (_marks(office), _owners(office)) == (set(), ("Tổ Văn phòng",))
        office.receive(reply(letter, f"xác nhận {code}"))
        office.tick()
        assert _marks(office) == {("exempt", "thpt-so-1-bao-thang")}
        assert _owners(office) == ("Lê Thị Hoa",)


def test_where_only_who_is_proven_decides_she_is_told_how_to_be_and_shown_what_harms_nobody(tmp_path: Path) -> None:
    with house(tmp_path, decisions="proven") as office:
        office.tick()
        (told,) = _writes(office, "Miễn THPT số 2 Bảo Thắng nhé em")
        assert "hộp thư đã đăng nhập" in text_of(told)
        assert _marks(office) == set()
        (shown,) = _writes(office, "Còn trường nào chưa gửi em?")
        assert "Chưa gửi" in text_of(shown)


def test_a_unit_is_told_what_she_has_it_told_and_she_reads_it_as_it_left(office: House) -> None:
    letters = _says(office, "Nhắn THPT số 2 Bảo Thắng là mai chị lên kiểm tra hồ sơ nhé")
    assert sorted(_kinds(letters)) == ["answered", "written"]
    unit = next(one for one in letters if CLERK not in str(one["To"]))
    assert office.app.roster.unit(SCHOOL).addresses[0] in str(unit["To"])
    assert "Mai phòng lên kiểm tra hồ sơ." in text_of(unit)
    assert "“Mai phòng lên kiểm tra hồ sơ.”" in text_of(next(one for one in letters if one is not unit))


def test_what_a_unit_is_to_be_told_waits_for_the_code(tmp_path: Path) -> None:
    with house(tmp_path, decisions="confirmed") as office:
        office.tick()
        letter, code = _coded(_writes(office, "Nhắn THPT số 2 Bảo Thắng là mai chị lên kiểm tra"))
        assert "Mai phòng lên kiểm tra." in text_of(letter)
        office.receive(reply(letter, f"xác nhận {code}"))
        assert _kinds(office.tick()) == ["written"]


def test_what_a_unit_has_sent_and_what_waits_is_shown(office: House) -> None:
    office.receive(mail(office.app.roster.unit(SCHOOL).addresses[0], "Gửi đăng ký CCHC", FORM))
    office.tick()
    (told,) = _writes(office, "THPT số 2 Bảo Thắng gửi chưa em?")
    assert "Sổ theo dõi văn bản có nhắc hạn tự động" in text_of(told)
    (waiting,) = _writes(office, "Còn việc nào chờ chị không em?")
    assert "Không còn việc nào chờ" in text_of(waiting)


def test_a_value_is_corrected_by_naming_the_unit(office: House) -> None:
    office.receive(mail(office.app.roster.unit(SCHOOL).addresses[0], "Gửi đăng ký CCHC", FORM))
    office.tick()
    _says(office, "Sửa giúp chị: trường số 2 Bảo Thắng, nội dung 1 người thực hiện là Lê Thị Hoa")
    assert _owners(office) == ("Lê Thị Hoa",)


def test_other_business_that_mailbot_is_asked_to_do_is_declined(office: House) -> None:
    (told,) = _writes(office, "Em ơi chuyển giúp chị danh sách nâng lương quý IV sang phòng KHTC nhé", "lương")
    assert "chỉ làm việc của phong trào" in text_of(told)
    assert _kinds([told]) == ["lookup"]


def test_the_form_goes_to_the_unit_again(office: House) -> None:
    letters = _says(office, "Gửi lại biểu mẫu cho THPT số 2 Bảo Thắng")
    assert sorted(_kinds(letters)) == ["lookup", "reply"]
    form = next(one for one in letters if CLERK not in str(one["To"]))
    assert office.app.roster.unit(SCHOOL).addresses[0] in str(form["To"])
    assert len(list(form.iter_attachments())) == 2


def test_what_is_asked_beside_an_order_is_answered_as_well(office: House) -> None:
    office.receive(mail(office.app.roster.unit(SCHOOL).addresses[0], "CCHC", "Cho em hỏi đăng ký CCHC gửi bản nào ạ?"))
    office.tick()
    asked = next(one for one in office.until(13, 16, 31) if "quyết định" in str(one["Subject"]))
    office.receive(reply(asked, "1 bỏ qua\nCòn trường nào chưa gửi?\nTHPT số 1 Bảo Thắng nộp bản giấy rồi"))
    letters = office.tick()
    assert {"answered", "lookup"} <= set(_kinds(letters))
    assert ("paper", "thpt-so-1-bao-thang") in _marks(office)


def test_a_yes_to_an_unread_file_asks_the_unit_for_another_and_its_content_can_be_typed_in(office: House) -> None:
    unread = mail(office.app.roster.unit(SCHOOL).addresses[0], "Gửi đăng ký CCHC", "Trường gửi bản đăng ký CCHC.")
    unread.add_attachment(b"\x00\x07", maintype="application", subtype="octet-stream", filename="dang-ky.pages")
    office.receive(unread)
    office.tick()
    asked = next(one for one in office.until(13, 16, 31) if "quyết định" in str(one["Subject"]))
    office.receive(reply(asked, "1 đúng"))
    letters = office.tick()
    assert _marks(office) == set()
    unit = next(one for one in letters if CLERK not in str(one["To"]))
    assert "gửi lại tệp Word" in text_of(unit)
    assert len(list(unit.iter_attachments())) == 2
    told = next(one for one in letters if CLERK in str(one["To"]))
    office.receive(reply(told, "hoàn tác 1"))
    office.tick()
    office.receive(reply(asked, "1 nội dung: Cổng trường văn minh; người thực hiện: Lê Thị Hoa"))
    office.tick()
    assert _owners(office) == ("Lê Thị Hoa",)


def test_thanks_and_other_business_of_the_office_are_not_answered(office: House) -> None:
    assert _writes(office, "Cảm ơn em nhé") == []
    assert _writes(office, "Chị gửi hồ sơ nâng lương của các trường chưa nộp", "Nâng lương") == []


def test_a_correction_by_mail_is_done_told_and_undone(office: House) -> None:
    office.receive(mail(office.app.roster.unit(SCHOOL).addresses[0], "Gửi đăng ký CCHC", FORM))
    office.tick()
    (version,) = _versions(office)
    letters = _says(office, f"sửa thư {version.arrival}: người thực hiện Lê Thị Hoa")
    (told,) = [one for one in letters if CLERK in str(one["To"])]
    assert "Lê Thị Hoa" in text_of(told)
    assert _owners(office) == ("Lê Thị Hoa",)
    office.receive(reply(told, "hoàn tác 1"))
    office.tick()
    assert _owners(office) == ("Tổ Văn phòng",)


def _versions(office: House) -> tuple[Version, ...]:
    with office.app.look() as work:
        return work.season(office.app.campaign, office.app.roster, office.now).versions


def _owners(office: House) -> object:
    (version,) = _versions(office)
    return version.initiatives[0].get("owners")


PLAN = "Chị gửi em số của kế hoạch:\nKế hoạch số 15/KH-SGDĐT ngày 20/3/2024"
CITED = "Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024"


def _founded(office: House) -> str:
    with office.app.look() as work:
        return founded_on(work.season(office.app.campaign, office.app.roster, office.now).cited)


def test_the_number_of_the_plan_in_a_mail_of_her_own_waits_for_a_proof(office: House) -> None:
    (told,) = _writes(office, PLAN)
    assert "số 15/KH-SGDĐT ngày 20/3/2024" in text_of(told) and "chưa xác nhận được người gửi" in text_of(told)
    assert CITED not in _founded(office)
    office.receive(reply(told, PLAN))
    office.tick()
    assert _founded(office).startswith(CITED)


@pytest.mark.parametrize("proven", [True, False])
def test_the_number_of_the_plan_in_a_proven_mail_of_her_own_counts_else_after_the_code(
    tmp_path: Path, proven: bool
) -> None:
    proof = f"Authentication-Results: mx.so.example; auth=pass smtp.auth={CLERK}\r\n".encode()
    received = b"Received: from x by mail.so.example with ESMTPSA id 1; Tue, 13 Aug 2024 09:01:40 +0700\r\n"
    with house(tmp_path / "codes", decisions="confirmed") as office:
        known = {"authserv_id": "mx.so.example", "own_hosts": ("mail.so.example",)}
        imap = office.app.config.imap.model_copy(update=known)
        office.app.config = office.app.config.model_copy(update={"imap": imap})
        office.tick()
        written = mail(CLERK, "Số của kế hoạch", PLAN).as_bytes()
        office.receive(proof + received + written if proven else written)
        letters = office.tick()
        if not proven:
            assert CITED not in _founded(office)
            (told,) = letters
            (code,) = re.findall(r"Mã: (\d{3} \d{3})", text_of(told))
            office.receive(reply(told, f"xác nhận {code}"))
            office.tick()
        assert _founded(office).startswith(CITED)
