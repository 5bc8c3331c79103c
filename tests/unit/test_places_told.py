"""What `mailbot read --json` tells of every value: its place as data, and how likely it is right."""

import io
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from mailbot.commands.read import as_record
from mailbot.reading import codec
from mailbot.reading.files import parse_file
from rules.document import ParsedDocument, Where
from rules.initiative import Value
from rules.papers.understand import understand
from rules.spots import Spot, spot_of
from storage.mapping import values_from_json, values_to_json
from tests.unit.reading.make import docx, p, row, tbl, tc, xlsx
from tests.unit.rules.papers import campaign, roster

HEADER = ("STT", "Tên sáng kiến", "Tác giả")
ROWS = (("1", "Ngày không hẹn", "Lý A"), ("2", "Họp không giấy", "Vàng B"))


def told(name: str, content: bytes) -> tuple[ParsedDocument, list[dict[str, Any]]]:
    document = parse_file(name, content)
    record = as_record(Path(name), understand((document,), campaign(), roster()), campaign())
    return document, record["submissions"][0]["initiatives"]


def test_a_value_of_a_workbook_names_sheet_and_cell() -> None:
    cells = ({chr(65 + i): words for i, words in enumerate(line)} for line in (HEADER, *ROWS))
    sheet = "".join(row(number, line) for number, line in enumerate(cells, 3))
    head = row(1, {"A": "DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"})
    document, (_, second) = told("dk.xlsx", xlsx({"ĐK": head + sheet}))
    assert second["title"] == "Họp không giấy"
    assert second["places"]["title"] == {
        "file": "dk.xlsx", "sha256": document.digest, "sheet": "ĐK", "cell": "B5",
    }  # fmt: skip
    assert second["places"]["owners"]["cell"] == "C5"


def test_a_value_of_a_word_file_names_paragraph_or_cell() -> None:
    table = tbl(*("".join(tc(words) for words in line) for line in (HEADER, *ROWS)))
    _, (first, _) = told("dk.docx", docx(p("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024") + table))
    place = first["places"]["owners"]
    assert (place["table"], place["row"], place["column"]) == (1, 2, 3)
    assert set(first["confidence"]) == set(first["places"]) == {"title", "owners", "type"}
    assert all(0.5 < share <= 1 for share in first["confidence"].values())


def test_a_value_of_a_pdf_names_page_and_box_in_points() -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842))
    lines = ("PHIEU DANG KY SANG KIEN CCHC NAM 2024", "1. Ten sang kien: Ngay khong hen", "2. Tac gia: Ly Thi A")
    for number, line in enumerate(lines):
        canvas.drawString(72, 842 - 100 - 40 * number, line)
    canvas.save()
    _, (only,) = told("phieu.pdf", made.getvalue())
    place = only["places"]["owners"]
    left, top, right, bottom = place["box"]
    assert place["page"] == 1
    assert 70 < left < 74 and right < 240
    assert 165 < top < bottom < 190  # the third line stands 180 points below the edge of the sheet


@pytest.mark.parametrize(
    ("where", "spot"),
    [
        (Where("a.xlsx", "trang tính “ĐK (2)”", "ô C7"), Spot("a.xlsx", sheet="ĐK (2)", cell="C7")),
        (Where("a.docx", "", "đoạn 4"), Spot("a.docx", paragraph=4)),
        (
            Where("a.docx", "", "bảng 1, dòng 2, cột 3, đoạn 2"),
            Spot("a.docx", table=1, row=2, column=3, paragraph=2),
        ),
        (Where("a.docx", "", "bảng 1, dòng 2, cột 3, bảng 4, dòng 5, cột 6"), Spot("a.docx", table=1, row=2, column=3)),
        (Where("a.pdf", "trang 2", "đoạn 1"), Spot("a.pdf", page=2, paragraph=1)),
        (Where("nội dung thư", "", "dòng 12"), Spot("nội dung thư", line=12)),
        (Where("quyết định số 5"), Spot("quyết định số 5")),
    ],
)
def test_the_words_of_a_place_are_data(where: Where, spot: Spot) -> None:
    assert spot_of(where) == spot


def test_a_box_comes_back_from_the_reader_and_from_the_rows() -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 700, "Ten sang kien: Ngay khong hen")
    canvas.save()
    document = parse_file("a.pdf", made.getvalue())
    assert document.blocks[0].where.box is not None
    assert codec.load(codec.dump(document)) == document
    values = {"title": Value("Ngày không hẹn", document.blocks[0].where, "label", confidence=0.97)}
    assert values_from_json(values_to_json(values)) == values
