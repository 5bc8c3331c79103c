"""The workbook mailed back: taken from the office, from nobody else, and never read as a submission."""

import io
import re
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType

import pytest
from openpyxl import load_workbook

from mailbot.correcting import by_words
from mailbot.writing.workbook import Records, write_xlsx
from rules.drafting.consolidate import consolidate
from rules.drafting.seal import seal_of
from rules.drafting.workbook_inputs import BY_HAND, HEADER_ROW, KEY
from rules.rulings import entered
from tests.office.house import CLERK, FORM, House, house, mail, reply, text_of

PART, WHOLE = "Số đạt", "Tổng số"
SCHOOL = "thptso2baothang@laocai.edu.vn"
_WORDS = [f"{one}{other}" for one in "ABCDEFGH" for other in "abcdefgh"]


def _filled(office: House, key: bytes) -> bytes:
    """`key`: of the installation that made it; b"": anybody can have made it from the public code."""
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
    report = consolidate(season, "registration")
    book = load_workbook(io.BytesIO(write_xlsx(season, report, Records(key=key))))
    seal = seal_of(key, report.cover.digest)
    made = book[BY_HAND]
    labels = {str(cell.value): place for place, cell in enumerate(made[HEADER_ROW], 1)}
    plain = [f"target:{one.code}" for one in office.app.campaign.targets if one.percent is not None]
    shares = {seal.row(one) if seal else one for one in plain}
    row = next(n for n in range(HEADER_ROW + 1, made.max_row) if str(made.cell(n, labels[KEY]).value) in shares)
    made.cell(row, labels[PART]).value = 9
    made.cell(row, labels[WHOLE]).value = 10
    made.cell(row + 1, labels[PART]).value = "nhiều"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_workbook(office: House, sender: str, key: bytes, **headers: str) -> EmailMessage:
    message = mail(sender, "Số liệu", "Gửi mailbot", **headers)
    message.add_attachment(
        _filled(office, key),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename="so-lieu.xlsx",
    )
    return message


def _cells(office: House) -> int:
    with office.app.begin() as work:
        return len(entered(work.rulings.all()))


@pytest.mark.parametrize(("sender", "cells"), [(CLERK, 2), ("hoalan.gv@thu.example", 0)])
def test_a_workbook_is_taken_from_the_office_alone(tmp_path: Path, sender: str, cells: int) -> None:
    with house(tmp_path / "office") as office:
        office.tick()
        office.receive(_with_workbook(office, sender, office.app.key))
        letters = office.tick()
        with office.app.begin() as work:
            assert len(entered(work.rulings.all())) == cells
            if cells:
                assert work.submissions.read() == ()
        if cells:
            (told,) = letters
            assert "Đã nhập 02 ô" in text_of(told)
            assert "không phải là số" in text_of(told)
            assert "hoàn tác 1" in text_of(told)


@pytest.mark.parametrize("key", [b"", b"of another office"])
def test_a_workbook_that_anybody_could_have_made_is_not_looked_at(tmp_path: Path, key: bytes) -> None:
    with house(tmp_path / "office") as office:
        office.tick()
        office.receive(_with_workbook(office, CLERK, key))
        (told,) = office.tick()
        assert "không mang mã" in text_of(told)
        assert _cells(office) == 0
        office.receive(_with_workbook(office, CLERK, key, X_Again="1"))
        assert office.tick() == []  # who floods the office in its own name is told of once a day


def _workbooks(letter: EmailMessage) -> list[str]:
    names = (part.get_filename() or "" for part in letter.walk())
    return [name for name in names if name.endswith(".xlsx")]


def test_in_answer_to_the_letter_that_carried_it_an_old_workbook_counts(tmp_path: Path) -> None:
    with house(tmp_path / "office") as office:
        carried = next(one for one in office.until(26, 7, 31) if _workbooks(one))  # the closing, or what brought it
        office.receive(_with_workbook(office, CLERK, b"", In_Reply_To=str(carried["Message-ID"])))
        office.tick()
        assert _cells(office) == 2


def test_what_a_workbook_would_change_is_proposed(tmp_path: Path) -> None:
    with house(tmp_path / "office", decisions="confirmed") as office:
        office.tick()
        office.receive(_with_workbook(office, CLERK, office.app.key))
        letters = {str(one["X-Mailbot"]).split("/")[1]: one for one in office.tick()}
        assert set(letters) == {"code"}
        assert "Không nhận" in text_of(letters["code"])  # one cell is no number
        assert _cells(office) == 0
        code = re.findall(r"Mã: (\d{3} \d{3})", text_of(letters["code"]))[0]
        office.receive(reply(letters["code"], f"xác nhận {code}"))
        office.tick()
        assert _cells(office) == 2


# --- What units sent, changed in the workbook -----------------------------------------------------------------------


def _made(office: House) -> bytes:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
    return write_xlsx(season, consolidate(season, "registration"), Records(key=office.app.key))


def _edited(made: bytes, values: Mapping[str, str], others: Mapping[str, str] = MappingProxyType({})) -> EmailMessage:
    """The first row of the registrations with other values; `others` in the sheet of statuses, by cell."""
    book = load_workbook(io.BytesIO(made))
    sheet = book["Đăng ký"]
    labels = {str(cell.value): place for place, cell in enumerate(sheet[HEADER_ROW], 1)}
    for label, value in values.items():
        sheet.cell(HEADER_ROW + 1, labels[label]).value = value
    for cell, value in others.items():
        book["Tình trạng"][cell].value = value
    out = io.BytesIO()
    book.save(out)
    message = mail(CLERK, "Sửa bảng tính", f"Gửi mailbot {values}")
    subtype = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    message.add_attachment(out.getvalue(), maintype="application", subtype=subtype, filename="so-lieu.xlsx")
    return message


def _owners(office: House) -> object:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
    return season.versions[0].initiatives[0].get("owners")


def _code_in(letter: EmailMessage) -> str:
    return str(re.findall(r"Mã: (\d{3} \d{3})", text_of(letter))[0])


def _by_kind(letters: list[EmailMessage]) -> dict[str, EmailMessage]:
    return {str(one["X-Mailbot"]).split("/")[1]: one for one in letters}


def test_corrections_in_the_workbook_are_shown_and_taken_with_one_word(tmp_path: Path) -> None:
    with house(tmp_path / "office", decisions="confirmed") as office:
        office.receive(mail(SCHOOL, "Đăng ký", FORM))
        office.tick()
        before, made = _owners(office), _made(office)
        office.receive(_edited(made, {"Người thực hiện": "Lê Thị Hoa"}, {"E5": "Xong"}))
        letters = _by_kind(office.tick())
        assert set(letters) == {"code"}
        assert "→ “Lê Thị Hoa”" in text_of(letters["code"]) and "“Tổ Văn phòng”" in text_of(letters["code"])
        assert "Tình trạng, ô E5: trang này chỉ để xem" in text_of(letters["code"])
        assert _owners(office) == before
        office.receive(reply(letters["code"], f"xác nhận {_code_in(letters['code'])}"))
        assert office.tick() == []
        done = next(one for one in office.until(14, 7, 31) if "hoàn tác" in text_of(one))
        assert _owners(office) == ("Lê Thị Hoa",)
        number = re.findall(r"hoàn tác (\d+)", text_of(done))[0]
        office.receive(reply(done, f"hoàn tác {number}"))
        again = _by_kind(office.tick(minutes=15))["code"]
        office.receive(reply(again, f"xác nhận {_code_in(again)}"))
        office.tick()
        assert _owners(office) == before


def test_what_changed_since_the_code_was_sent_is_shown_anew_and_not_written_over(tmp_path: Path) -> None:
    with house(tmp_path / "office", decisions="confirmed") as office:
        office.receive(mail(SCHOOL, "Đăng ký", FORM))
        office.tick()
        made = _made(office)
        office.receive(_edited(made, {"Người thực hiện": "Lê Thị Hoa"}))
        shown = _by_kind(office.tick())["code"]
        with office.app.begin() as work:
            arrival = work.submissions.read()[0].arrival
        by_words("correct", [f"{arrival}.1"], ["owners", "Trần Văn Tú"], "Hà", office.app)
        office.receive(reply(shown, f"xác nhận {_code_in(shown)}"))
        office.tick()
        assert _owners(office) == ("Trần Văn Tú",)


def test_more_changes_than_a_letter_holds_come_as_a_sheet(tmp_path: Path) -> None:
    with house(tmp_path / "office") as office:
        works = [
            f"{n}. Tên sáng kiến: Sáng kiến {one} số hóa\nNgười thực hiện: Tổ {n}\n" for n, one in enumerate(_WORDS)
        ]
        office.receive(mail(SCHOOL, "Đăng ký", FORM.partition("1. Tên")[0] + "".join(works[:40])))
        office.tick()
        book = load_workbook(io.BytesIO(_made(office)))
        sheet = book["Đăng ký"]
        column = next(place for place, cell in enumerate(sheet[HEADER_ROW], 1) if cell.value == "Người thực hiện")
        for row in range(HEADER_ROW + 1, sheet.max_row + 1):
            sheet.cell(row, column).value = f"Người số {row}"
        out = io.BytesIO()
        book.save(out)
        message = mail(CLERK, "Sửa nhiều", "Gửi mailbot")
        subtype = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        message.add_attachment(out.getvalue(), maintype="application", subtype=subtype, filename="so-lieu.xlsx")
        office.receive(message)
        (told,) = office.tick()
        assert text_of(told).count("→ “Người số") == 30
        (whole,) = _workbooks(told)
        assert whole == "thay-doi-theo-bang-tinh.xlsx"
