"""Every kind of answer, typed in haste above a quoted letter, from the mail to what stands in the rows and is told.

Outlook, Gmail and Zimbra quote each in its own way, in Vietnamese; signatures and disclaimers stand between.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.demo.script import MAILBOX
from rules.letter_kind import ANNOUNCEMENT
from rules.season import Season
from rules.standing import questions as ask
from rules.standing.status import UnitStatus, extension, marks, statuses
from tests.office.house import CLERK, FORM, House, house, mail, office_campaign, others, text_of

TITLE = "Sổ theo dõi văn bản có nhắc hạn tự động"
SIGNED = "Trân trọng!\nNguyễn Thu Hà\nPhòng TCCB - ĐT: 0214 000 0000"
DISCLAIMER = "Thư này và các tệp đính kèm có thể chứa thông tin bảo mật, chỉ dành cho người nhận. 9 không"

Program = Callable[[EmailMessage, str], EmailMessage]


def _plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _reply(letter: EmailMessage, text: str) -> EmailMessage:
    told = {"In_Reply_To": str(letter["Message-ID"]), "References": str(letter["Message-ID"])}
    return mail(CLERK, f"Trả lời: {letter['Subject']}", text, **told)


def outlook(letter: EmailMessage, text: str) -> EmailMessage:
    head = f"Từ: Phòng TCCB <{MAILBOX}>\nĐã gửi: Thứ Ba, 13 Tháng Tám 2024 4:30 CH\nTới: Hà <{CLERK}>"
    return _reply(
        letter, f"{text}\n\n{SIGNED}\n{DISCLAIMER}\n\n{head}\nChủ đề: {letter['Subject']}\n\n{_plain(letter)}"
    )


def gmail(letter: EmailMessage, text: str) -> EmailMessage:
    """Text and HTML, the letter within a quote of its own; the signature below the rule of two dashes."""
    said = f"Vào Th 3, 13 thg 8, 2024 vào lúc 16:30 Phòng TCCB <{MAILBOX}> đã viết:"
    quoted = "\n".join(f"> {line}".rstrip() for line in _plain(letter).splitlines())
    made = _reply(letter, f"{text}\n\n-- \nNguyễn Thu Hà\n\n{said}\n\n{quoted}\n")
    html = letter.get_body(("html",))
    assert html is not None
    lines = "".join(f"<div>{line}</div>" for line in text.splitlines())
    quote = (
        f'<div class="gmail_quote"><div class="gmail_attr">{said}</div><blockquote>{html.get_content()}</blockquote>'
    )
    made.add_alternative(f'<div dir="ltr">{lines}</div><br>{quote}</div>', subtype="html")
    return made


def zimbra(letter: EmailMessage, text: str) -> EmailMessage:
    head = f'Từ: "Phòng TCCB" <{MAILBOX}>\nĐến: "Hà" <{CLERK}>\nĐã gửi: Thứ Ba, 13 Tháng 8, 2024 16:30:00'
    quoted = f"----- Thư gốc -----\n{head}\nChủ đề: {letter['Subject']}\n\n{_plain(letter)}"
    return _reply(letter, f"{text}\n\n{SIGNED}\n\n{DISCLAIMER}\n\n{quoted}")


PROGRAMS: Mapping[str, Program] = {"outlook": outlook, "gmail": gmail, "zimbra": zimbra}


def _form(unit: str, title: str) -> str:
    return FORM.replace("TRƯỜNG THPT SỐ 2 HUYỆN BẢO THẮNG", unit).replace(TITLE, title)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "office") as opened:
        yield opened


def _asked(office: House) -> tuple[EmailMessage, dict[str, int]]:
    """A day on which everything comes that only a person can decide; the letter about it, and the numbers in it."""
    official = {unit.code: unit.addresses[0] for unit in office.app.roster}
    day = {
        "yes": mail("mot@thu.example", "Gửi đăng ký CCHC", FORM),
        "unit": mail("hai@thu.example", "Gửi đăng ký CCHC", _form("", "Họp không giấy")),
        "skip": mail("ba@thu.example", "Gửi đăng ký CCHC", _form("PHÒNG KẾ HOẠCH - TÀI CHÍNH", "Một cửa")),
        "later": mail(official["phong-gdmn"], "V/v xin gia hạn", "Đơn vị xin gia hạn nộp bản đăng ký đến 30/8."),
        "paper": mail(official["phong-gdth"], "Gửi đăng ký CCHC năm 2024", "Phòng gửi bản đăng ký sáng kiến CCHC."),
        "day": mail("sau@thu.example", "Gửi đăng ký CCHC", _form("THANH TRA SỞ", "Ngày không hẹn")),
    }
    for one in day.values():
        office.receive(one)
        office.tick()
    letters = office.until(13, 16, 31)
    (asked,) = [one for one in letters if str(one["X-Mailbot"]).split("/")[1] == "questions"]
    by_arrival = {question.arrival: question.number for question in office.questions()}
    numbers = {name: by_arrival[arrival] for arrival, name in enumerate(day, 1)}
    assert set(numbers.values()) == {question.number for question in office.questions()}
    return asked, numbers


def _season(office: House) -> Season:
    with office.app.begin() as work:
        return work.season(office.app.campaign, office.app.roster, office.now)


def _cell(office: House, unit: str) -> UnitStatus:
    return next(one for one in statuses(_season(office)) if (one.unit.code, one.stage) == (unit, "registration"))


def _until(office: House, unit: str) -> date | None:
    return extension(_season(office), unit, "registration")


def _told(letters: list[EmailMessage]) -> EmailMessage:
    (told,) = [one for one in letters if str(one["X-Mailbot"]).split("/")[1] == "answered"]
    return told


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_kind_of_answer_does_what_it_says_and_is_told_with_its_undoing(office: House, program: str) -> None:
    asked, number = _asked(office)
    typed = (
        f"Chị gửi em nhé:\n{number['yes']} dungs ạ\n{number['unit']}. thpt so 1 bao thang\n{number['skip']}: bỏ qua\n"
        f"câu {number['later']} gia han den 30/8\n{number['paper']} - đã nộp bản giấy rồi\n"
        f"{number['day']} nhận ngày 10/8"
    )
    office.receive(PROGRAMS[program](asked, typed.partition("\n")[2]))
    told = _told(office.tick())
    assert told["To"] == CLERK
    assert office.unit_of(1) == ("thpt-so-2-bao-thang", False, False)
    assert office.unit_of(2) == ("thpt-so-1-bao-thang", False, False)
    assert office.unit_of(3)[2]  # seen by a person, and does not count
    paper, day = _cell(office, "phong-gdth"), _cell(office, "phong-ttra")
    assert _until(office, "phong-gdmn") == date(2024, 8, 30)
    assert paper.state == "paper"
    assert day.state == "sent"
    assert [one.until for one in marks(_season(office), "arrived", "phong-ttra", "registration")] == [date(2024, 8, 10)]
    with office.app.begin() as work:
        made = {one.number: one.question for one in work.rulings.all()}
    assert len(made) == 6
    assert all(f"hoàn tác câu {question}" in text_of(told) for question in made.values())
    assert "CHƯA THỰC HIỆN" not in _plain(told)
    office.receive(PROGRAMS[program](told, "\n".join(f"hoan tac {one}" for one in sorted(made, reverse=True))))
    undone = _told(office.tick(hours=1))
    assert all(f"quyết định số {one}" in text_of(undone).lower() for one in made)
    assert office.unit_of(1) == ("thpt-so-2-bao-thang", True, False)
    assert office.unit_of(2)[0] is None
    assert (_until(office, "phong-gdmn"), _cell(office, "phong-gdth").state) == (None, "owes")


@pytest.mark.parametrize("program", PROGRAMS)
def test_one_word_for_several_and_a_word_against_some(office: House, program: str) -> None:
    asked, number = _asked(office)
    earlier = f"{number['yes']}, {number['skip']} đúng"  # asked by the letter before, so "đúng hết" is not about them
    but = f"trừ {number['unit']}, {number['later']}, {number['paper']}"
    office.receive(PROGRAMS[program](asked, f"đúng hêt\n{but}\n{earlier}"))
    _told(office.tick())
    answers = {question.number: question.answer for question in office.questions()}
    assert {name for name, place in number.items() if answers[place] == ask.YES} == {"yes", "skip", "day"}
    assert {name for name, place in number.items() if answers[place] is None} == {"unit", "later", "paper"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_batches_are_thinned_stopped_and_let_out(tmp_path: Path, program: str) -> None:
    with house(tmp_path / "office", office_campaign(release="approve")) as office:
        (announced,) = [one for one in office.until(14, 7, 31) if "/announcement/" in str(one["X-Mailbot"])]
        office.receive(PROGRAMS[program](announced, "gửi, trừ 2"))
        reminded = [one for one in office.tick() if "/reminder/" in str(one["X-Mailbot"])]
        reminded += [one for one in office.until(15, 7, 31) if "/reminder/" in str(one["X-Mailbot"])]
        (row,) = [one for one in office.known() if one.kind == ANNOUNCEMENT][:1]
        left_out = office.app.roster.unit(row.items[1].removeprefix("unit:")).addresses[0]
        assert len(reminded) == others(office.app) - 1
        assert left_out not in {str(one["To"]) for one in reminded}
