"""A field that is added in the campaign file is asked for, read, confirmed and reported: nothing else changes."""

import io
from datetime import date, time
from pathlib import Path

import docx
import openpyxl
import pytest

import rules
from mailbot.reading.files import parse_file
from mailbot.writing.consolidated import write_docx
from mailbot.writing.forms import form_files
from mailbot.writing.letters import Letters
from mailbot.writing.workbook import write_xlsx
from rules.calendar import moment
from rules.drafting.consolidate import consolidate
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.mail import Address, Mail
from rules.papers.forms import form_of
from rules.papers.understand import understand
from rules.post.manners import Manners
from rules.season import Season
from rules.setup.campaign_file import parse_campaign
from tests.forms.filling import Values, fill_excel, fill_word
from tests.seasons import shipped_roster

FIELD = """
[[fields]]
code = "cost"
label = "Kinh phí thực hiện"
labels = ["Kinh phí thực hiện", "Kinh phí"]
kind = "text"
stages = ["report"]
required_in = ["report"]
"""
"""What the office adds to the file."""

ANSWER = "Mười hai triệu đồng, từ nguồn chi thường xuyên."


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_an_added_field_appears_in_forms_reading_receipts_workbook_and_document(ending: str) -> None:
    shipped = Path(rules.__file__).parent / "campaigns" / "cchc-2024.toml"
    text = shipped.read_text(encoding="utf-8").replace("\n[[remarks]]", f"{FIELD}\n[[remarks]]", 1)
    campaign = parse_campaign(text, shipped.name)
    roster = shipped_roster(campaign)
    unit = roster.unit("thpt-so-2-bao-thang")
    item: Values = {"title": "Họp không giấy", "owners": ("Nguyễn Văn Mẫu",), "result": "Giảm giấy in.", "cost": ANSWER}
    word, excel = form_files(form_of(campaign, "report", unit))
    filled = (
        fill_word(word.content, campaign, "report", (item,), {}, 1)
        if ending == "docx"
        else fill_excel(excel.content, campaign, "report", (item,), {})
    )
    understanding = understand((parse_file(f"bieu-mau.{ending}", filled),), campaign, roster)
    (reading,) = understanding.readings
    assert (reading.sure, reading.initiatives[0].get("cost")) == (True, ANSWER)

    now = moment(date(2024, 10, 20), time(9), campaign.calendar)
    season = Season(campaign, roster, now)
    sent = Mail("0" * 64, "<1@truong.example>", "Báo cáo", Address(unit.addresses[0]))
    decision = decide(Incoming(1, now, sent, understanding, Manners(False, False, False, False, ())), season)
    receipt = Letters().render(decision.letters[0], campaign, roster)
    assert f"Kinh phí thực hiện: {ANSWER}" in " ".join(receipt.text.split())

    recorded = Season(campaign, roster, now, read=decision.versions)
    report = consolidate(recorded, "report")
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(recorded, report)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert any("Kinh phí thực hiện" in cell for cell in cells)
    assert ANSWER in cells
    document = docx.Document(io.BytesIO(write_docx(report, campaign)))
    assert ANSWER in "\n".join(str(text) for text in document.element.body.itertext())
