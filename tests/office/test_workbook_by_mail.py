"""The workbook mailed back: taken from the office, from nobody else, and never read as a submission."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailbot.writing.workbook import write_xlsx
from rules.drafting.consolidate import consolidate
from rules.drafting.workbook_inputs import BY_HAND, HEADER_ROW, KEY
from rules.rulings import entered
from tests.office.house import CLERK, House, house, mail, text_of

PART, WHOLE = "Số đạt", "Tổng số"


def _filled(office: House) -> bytes:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
    book = load_workbook(io.BytesIO(write_xlsx(season, consolidate(season, "registration"))))
    made = book[BY_HAND]
    labels = {str(cell.value): place for place, cell in enumerate(made[HEADER_ROW], 1)}
    shares = {f"target:{one.code}" for one in office.app.campaign.targets if one.percent is not None}
    row = next(n for n in range(HEADER_ROW + 1, made.max_row) if str(made.cell(n, labels[KEY]).value) in shares)
    made.cell(row, labels[PART]).value = 9
    made.cell(row, labels[WHOLE]).value = 10
    made.cell(row + 1, labels[PART]).value = "nhiều"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("sender", "cells"), [(CLERK, 2), ("hoalan.gv@thu.example", 0)])
def test_a_workbook_is_taken_from_the_office_alone(tmp_path: Path, sender: str, cells: int) -> None:
    with house(tmp_path / "office") as office:
        office.tick()
        message = mail(sender, "Số liệu", "Gửi mailbot")
        message.add_attachment(
            _filled(office),
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            filename="so-lieu.xlsx",
        )
        office.receive(message)
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
