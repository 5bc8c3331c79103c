"""The forms that mailbot sent, as a unit sends them back: the very file from the letter, filled in by hand.

Whoever fills one in knows what is printed on it, and nothing else: labels, lists, headings of columns. Word is filled
in with python-docx and Excel with openpyxl, as other programs than mailbot's would leave the file.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

from mailbot.demo.luck import luck
from mailbot.demo.people import staff
from mailbot.demo.script import SHEET_FORMS, Paper, Work
from mailbot.demo.targets import rows_of
from mailbot.demo.wording import FIELDS, KINDS, period

_TITLE = "Tên mô hình, giải pháp, sáng kiến"
_BLOCK = "Mô hình, giải pháp, sáng kiến thứ"
_TARGETS = "Chỉ tiêu của kế hoạch"
_TARGET_COLUMNS = ("Tổng số", "Số đạt", "Ghi chú")
_PROMPT = "(chọn trong danh sách)"
_ANSWERS: Mapping[str, Callable[[Work], str]] = {
    _TITLE: lambda work: work.title,
    "Loại": lambda work: KINDS[work.type],
    "Lĩnh vực cải cách hành chính": lambda work: FIELDS[work.field],
    "Người thực hiện": lambda work: "\n".join(person.name for person in work.owners),
    "Nội dung chính": lambda work: work.content,
    "Thời gian thực hiện": period,
    "Kết quả dự kiến": lambda work: work.expected,
    "Kết quả đạt được": lambda work: work.result,
    "Mức độ hoàn thành (%)": lambda work: str(work.completion) if work.completion else "",
}


def fill(form: bytes, paper: Paper) -> bytes:
    """The form with everything filled in that the paper tells; what stood there already stays as it was."""
    ((code, works),) = paper.parts
    out = BytesIO()
    filled = _filled_sheet(form, works, code) if paper.layout in SHEET_FORMS else _filled_document(form, works, code)
    filled.save(out)
    return out.getvalue()


def _label(text: object) -> str:
    """A label without its mark of a required answer and without the hint under it."""
    return str(text or "").split("\n")[0].removesuffix("(*)").strip()


def _chosen(wanted: str, offered: Iterable[str]) -> str:
    """What a person clicks on in a list: the entry that begins like what was meant."""
    return next((entry for entry in offered if entry.startswith(wanted)), wanted)


# --- Word -------------------------------------------------------------------------------------------------------


def _filled_document(form: bytes, works: Iterable[Work], code: str) -> Any:
    document = docx.Document(BytesIO(form))
    _about_the_writer(document, code)
    _figures_in_tables(document, code)
    for work in works:
        table = _block_for(document, work)
        for row in table.rows:
            answer = _ANSWERS.get(_label(row.cells[0].text))
            if answer is not None and _is_free(row.cells[-1].text):
                _answer(row.cells[-1], answer(work))
    return document


def _about_the_writer(document: Any, code: str) -> None:
    person = next(staff(code, code.startswith("phong-")))
    said = {
        "Người lập biểu, chức vụ": f"{person.name}, {person.role}",
        "Điện thoại liên hệ": f"0214 3{luck('máy', code).randint(100000, 999999)}",
    }
    for table in document.tables:
        for row in table.rows:
            if _label(row.cells[0].text) in said and not row.cells[-1].text:
                _answer(row.cells[-1], said[_label(row.cells[0].text)])


def _figures_in_tables(document: Any, code: str) -> None:
    """What is known of the targets, in the three cells beside each."""
    rows = rows_of(code)
    for table in document.tables:
        if _label(table.rows[0].cells[0].text) == _TARGETS:
            for row in table.rows[1:]:
                texts = rows.get(_label(row.cells[0].text), ())
                for cell, text in zip(row.cells[1:], texts, strict=False):
                    _answer(cell, text)


def _block_for(document: Any, work: Work) -> Any:
    """The block that carries the title already, else a free one, else a copy of the last one."""
    blocks = [table for table in document.tables if table.cell(0, 0).text.startswith(_BLOCK)]
    titles = [next(row.cells[-1].text for row in table.rows if _label(row.cells[0].text) == _TITLE) for table in blocks]
    for wanted in (work.title, ""):
        if wanted in titles:
            return blocks[titles.index(wanted)]
    copy = deepcopy(blocks[-1]._tbl)
    gap = deepcopy(blocks[-1]._tbl.getnext())
    blocks[-1]._tbl.getnext().addnext(copy)
    copy.addnext(gap)
    made = next(table for table in document.tables if table._tbl is copy)
    for row in made.rows[1:]:
        _answer(row.cells[-1], "")
    return made


def _is_free(text: str) -> bool:
    return not text.strip() or text == _PROMPT


def _answer(cell: Any, text: str) -> None:
    """Typed with the Enter key; chosen where there is a list."""
    control = cell._tc.find(f".//{qn('w:sdt')}")
    if control is not None:
        offered = [item.get(qn("w:displayText")) for item in control.iter(qn("w:listItem"))]
        prompt = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
        if text and prompt is not None:
            prompt.getparent().remove(prompt)
        next(control.iter(qn("w:t"))).text = _chosen(text, offered) if text else _PROMPT
        return
    first, *rest = text.split("\n")
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    cell.paragraphs[0].text = first
    for line in rest:
        cell.add_paragraph(line)


# --- Excel ------------------------------------------------------------------------------------------------------


def _filled_sheet(form: bytes, works: Iterable[Work], code: str) -> Any:
    book = openpyxl.load_workbook(BytesIO(form))
    sheet: Any = book.worksheets[0]
    _figures_in_rows(sheet, code)
    head = next(row for row in sheet.iter_rows() if row[0].value == "STT")
    columns = {_label(cell.value): cell.column for cell in head}
    offered = [str(cell.value) for other in book.worksheets[1:] for row in other.iter_rows() for cell in row]
    for work in works:
        place = _row_for(sheet, head[0].row + 1, columns[_TITLE], work)
        for label, column in columns.items():
            cell = sheet.cell(place, column)
            if label in _ANSWERS and cell.value in (None, ""):
                said = _ANSWERS[label](work)
                cell.value = _chosen(said, offered) if label in ("Loại", "Lĩnh vực cải cách hành chính") else said
                cell.data_type = "s"
    return book


def _figures_in_rows(sheet: Any, code: str) -> None:
    """The same in the sheet: the places are those under the headings."""
    head = next((row for row in sheet.iter_rows() if row[0].value == _TARGETS), None)
    if head is None:
        return
    columns = [cell.column for cell in head if cell.value in _TARGET_COLUMNS]
    rows = rows_of(code)
    for line in sheet.iter_rows(min_row=head[0].row + 1):
        for column, text in zip(columns, rows.get(_label(line[0].value), ()), strict=False):
            cell = sheet.cell(line[0].row, column)
            cell.value, cell.data_type = text or None, "s"


def _row_for(sheet: Any, top: int, column: int, work: Work) -> int:
    """The row that carries the title already, else the first free one."""
    rows = range(top, top + 40)
    titles = [sheet.cell(row, column).value for row in rows]
    return rows[titles.index(work.title)] if work.title in titles else rows[titles.index(None)]
