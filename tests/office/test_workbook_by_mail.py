"""The workbook mailed back: taken from the office, from nobody else, and never read as a submission."""

import io
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailbot.writing.workbook import Records, write_xlsx
from rules.drafting.consolidate import consolidate
from rules.drafting.seal import seal_of
from rules.drafting.workbook_inputs import BY_HAND, HEADER_ROW, KEY
from rules.rulings import entered
from tests.office.house import CLERK, House, house, mail, reply, text_of

PART, WHOLE = "Số đạt", "Tổng số"


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
            assert "Đã lấy 02 ô" in text_of(told)
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
        assert set(letters) == {"answered", "code"}  # one cell is no number
        assert _cells(office) == 0
        code = re.findall(r"Mã: (\d{3} \d{3})", text_of(letters["code"]))[0]
        office.receive(reply(letters["code"], f"xác nhận {code}"))
        office.tick()
        assert _cells(office) == 2
