"""Fills in forms as a person would: in Word with the Enter key and by copying blocks, in Excel cell by cell."""

import io
import random
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rules.campaign import Campaign, FieldSpec
from rules.initiative import Json
from rules.papers import forms
from rules.text import words

Values = Mapping[str, Json]


def fill_word(
    form: bytes, campaign: Campaign, stage: str, items: Sequence[Values], remarks: Values, seed: int
) -> bytes:
    """Copies the first block as often as needed, deletes the empty ones, types the answers."""
    dice = random.Random(seed)
    document = docx.Document(io.BytesIO(form))
    blocks = [table for table in document.tables if forms.is_block_title(table.cell(0, 0).text, campaign)]
    first = blocks[0]._tbl
    for table in blocks[1:]:
        document.element.body.remove(table._tbl)
    pattern = deepcopy(first)
    last = first
    for _ in items[1:]:
        copy = deepcopy(pattern)
        if dice.random() < 0.7:  # else the copy is glued to the table above, as Word does without a line between
            gap = OxmlElement("w:p")
            last.addnext(gap)
            gap.addnext(copy)
        else:
            last.addnext(copy)
        last = copy
    tables = [table for table in document.tables if forms.is_block_title(table.cell(0, 0).text, campaign)]
    for table, item in zip(tables, items, strict=True):
        _type(table, campaign.fields_of(stage), item, dice)
    for table in document.tables:
        _type(table, campaign.remarks, remarks, dice)
    return _saved(document)


def _type(table: Any, specs: Sequence[FieldSpec], values: Values, dice: random.Random) -> None:
    by_label = {words(spec.label): spec for spec in specs}
    for row in table.rows:
        label = row.cells[0].paragraphs[0].text.removesuffix(forms.REQUIRED)
        spec = by_label.get(words(label))
        if spec is not None and spec.code in values:
            _answer(row.cells[-1], as_typed(spec, values[spec.code]), dice)


def as_typed(spec: FieldSpec, value: Json) -> str:
    return value if isinstance(value, str) and not spec.choices else forms.written(spec, value)


def _answer(cell: Any, text: str, dice: random.Random) -> None:
    """In the list, if there is one; else line by line, with Enter or with Shift and Enter."""
    control = cell._tc.find(f".//{qn('w:sdt')}")
    if control is not None:
        prompt = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
        if prompt is not None:
            prompt.getparent().remove(prompt)
        content = control.find(qn("w:sdtContent"))
        runs = content.findall(qn("w:r"))
        for run in runs[1:]:
            content.remove(run)
        runs[0].find(qn("w:t")).text = text
        return
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    paragraph = cell.paragraphs[0]
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    first, *rest = text.split("\n")
    paragraph.add_run(first)
    for line in rest:
        if dice.random() < 0.5:
            paragraph.add_run().add_break()
        else:
            paragraph = cell.add_paragraph()
        paragraph.add_run(line)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill_excel(form: bytes, campaign: Campaign, stage: str, items: Sequence[Values], remarks: Values) -> bytes:
    """Types the answers; where rows are lacking, inserts them by writing on below the list's last row."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet: Any = book.worksheets[0]
    specs = campaign.fields_of(stage)
    head = next(row for row in sheet.iter_rows() if row[0].value == "STT")
    columns = {words(str(cell.value).removesuffix(forms.REQUIRED)): cell.column for cell in head if cell.value}
    for row in sheet.iter_rows():
        label = words(str(row[0].value or ""))
        spec = next((spec for spec in campaign.remarks if words(spec.label) == label), None)
        if spec is not None and spec.code in remarks:
            row[2].value = str(remarks[spec.code]).replace("\t", " ")
            row[2].data_type = "s"
    top = head[0].row + 1
    spare = forms.ROWS_AT_LEAST
    if len(items) > spare:
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row > top:
                sheet.unmerge_cells(str(merged))
        sheet.insert_rows(top + spare, len(items) - spare)
    for place, item in enumerate(items, start=top):
        for spec in specs:
            if spec.code in item:
                cell = sheet.cell(place, columns[words(spec.label)])
                cell.value = as_typed(spec, item[spec.code]).replace("\t", " ")  # the Tab key leaves the cell
                cell.data_type = "s"
        longest = max((len(as_typed(spec, item[spec.code])) for spec in specs if spec.code in item), default=0)
        sheet.row_dimensions[place].height = min(409, 40 + longest)  # as rows grow under the hand
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
