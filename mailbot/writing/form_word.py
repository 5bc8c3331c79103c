"""The form as a Word file: plain tables of labels and places, so that any program and any phone can fill it in.

Content controls lie on top (ISO/IEC 29500-1, 17.5.2): lists of choices, and one whose title carries the identity. What
a program drops of them is not missed: every answer is found by the label beside it. Nothing is protected.
"""

import io
from functools import lru_cache
from typing import Any

import segno
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm, Pt

from mailbot.writing import word
from mailbot.writing.consolidated import balanced
from mailbot.writing.metrics import bold_width
from mailbot.writing.package import clean, escaped, fixed
from mailbot.writing.profile import HALF_SHARES, HEAD_SHARES, LOOKS, MOTTO, MOTTO_SQUEEZE, NATION, TEXT_WIDTH
from rules.initiative import Initiative
from rules.papers import forms
from rules.papers.extract.labels import TITLE
from rules.papers.forms import Form, FormRow
from rules.wording import capitalised

_SHARES = (0.34, 0.66)  # label, answer
_TARGET_SHARES = (0.46, 0.14, 0.14, 0.26)  # target, total, reached, remark
_MM_PER_POINT = 25.4 / 72
_SUBJECT_WIDTH = 0.9  # of the text block
_BLANK_BLOCKS = 2
_ANY = 1000  # lines: such a row may break over pages
_PARAGRAPH = 900  # letters; a shorter text that is known already moves to the next page as a whole
_QR_MM = 23.0
_STYLE = "Biểu mẫu"
_DOTS = "…………"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties (ISO/IEC 29500-1, 22.3.2.2)
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def write_form_docx(form: Form) -> bytes:
    """The form with what is known filled in. Equal forms give equal bytes."""
    document = word.blank_document()
    style = document.styles.add_style(_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(LOOKS["cell"].size)
    _head(document, form)
    for sentence in forms.guidance(form.campaign, form.stage.code, sheet=False):
        word.paragraph(document, sentence, "form-guide")
    word.paragraph(document, forms.PART_UNIT, "form-part")
    _unit(document, form)
    word.paragraph(document, forms.part_items(form.campaign), "form-part")
    for number, item in enumerate(_blocks(form), start=1):
        _block(document, form, number, item)
    _targets(document, form)
    _remarks(document, form)
    _signatures(document, form)
    _footer(document, form)
    _property(document, form.identity.code)
    out = io.BytesIO()
    document.save(out)
    title = forms.title(form.stage)
    return fixed(
        out.getvalue(), title=title, creator=form.campaign.office.agency, identifier=form.identity.code, status=""
    )


def _blocks(form: Form) -> tuple[Initiative | None, ...]:
    """What is known; where nothing is, empty ones to begin with."""
    return form.items or (None,) * _BLANK_BLOCKS


# --- First page -------------------------------------------------------------------------------------------------


def _head(document: Any, form: Form) -> None:
    left, right = word.widths(HEAD_SHARES, TEXT_WIDTH)
    made = word.table(document, HEAD_SHARES, TEXT_WIDTH, ruled=False)
    agency, nation = word.row(made, (left, right))
    office = form.campaign.office
    superior = f"{office.agency} {office.province}".upper()
    unit = form.unit.name.upper() if form.unit else _DOTS
    word.paragraph(agency, superior, "superior")
    word.paragraph(agency, unit, "agency")
    word.rule(agency, left, min(left / 2, max(20.0, _mm(unit, "agency") * 0.4)))
    word.paragraph(nation, NATION, "nation", squeeze=MOTTO_SQUEEZE)
    word.paragraph(nation, MOTTO, "motto")
    word.rule(nation, right, _mm(MOTTO, "motto"))
    number, day = word.row(made, (left, right))
    word.paragraph(number, f"Số: {_DOTS}/{_DOTS}", "number")
    word.paragraph(day, f"{_DOTS}, ngày …… tháng …… năm {form.campaign.year}", "date")
    for cell in (agency, nation, number, day):
        word.drop_first(cell)
    lines = balanced(forms.title(form.stage), _SUBJECT_WIDTH * TEXT_WIDTH)
    word.paragraph(document, "\n".join(lines), "kind")
    lines = balanced(capitalised(form.campaign.name), _SUBJECT_WIDTH * TEXT_WIDTH)
    word.paragraph(document, "\n".join(lines), "subject")
    word.rule(document, TEXT_WIDTH, 0.3 * TEXT_WIDTH)


def _mm(text: str, look: str) -> float:
    return bold_width(text, LOOKS[look].size) * _MM_PER_POINT


# --- Tables of labels and places --------------------------------------------------------------------------------


def _table(document: Any) -> Any:
    return word.table(document, _SHARES, TEXT_WIDTH, ruled=True)


def _unit(document: Any, form: Form) -> None:
    """The answer for the unit lies in the control whose title is the code."""
    made = _table(document)
    for contact in forms.contacts(form.unit):
        label, place = word.row(made, word.widths(_SHARES, TEXT_WIDTH))
        word.fill(label, contact.label, "cell", bold=True, grey=True)
        _answer(place, contact.value)
        if contact.code == "unit":
            _named(place, form.identity.code)


def _block(document: Any, form: Form, number: int, item: Initiative | None) -> None:
    made = _table(document)
    head = word.span(word.row(made, word.widths(_SHARES, TEXT_WIDTH)))
    word.fill(head, forms.block_title(form.campaign, number), "cell", bold=True, grey=True)
    head.paragraphs[0].paragraph_format.keep_with_next = True
    for row in forms.field_rows(form.campaign, form.stage.code):
        _row(made, row, forms.written(row.spec, item.get(row.spec.code)) if item else "")
    word.paragraph(document, "", "form-gap")


def _targets(document: Any, form: Form) -> None:
    """One row for each target, with three places."""
    if not form.targets:
        return
    word.paragraph(document, forms.PART_TARGETS, "form-part")
    word.paragraph(document, forms.TARGETS_GUIDE, "form-guide").paragraph_format.keep_with_next = True
    made = word.table(document, _TARGET_SHARES, TEXT_WIDTH, ruled=True)
    mms = word.widths(_TARGET_SHARES, TEXT_WIDTH)
    for cell, label in zip(word.row(made, mms, header=True), forms.TARGETS_HEAD, strict=True):
        word.fill(cell, label, "cell", bold=True, grey=True)
    for row in form.targets:
        label, *places = word.row(made, mms)
        word.fill(label, row.label, "cell", bold=True)
        if row.hint:
            word.paragraph(label, f"({row.hint})", "form-hint")
        for place, text in zip(places, forms.written_target(form, row), strict=True):
            _answer(place, text)
    word.paragraph(document, "", "form-gap")


def _remarks(document: Any, form: Form) -> None:
    rows = forms.remark_rows(form.campaign, form.stage.code)
    if rows:
        word.paragraph(document, forms.part_remarks(behind_targets=bool(form.targets)), "form-part")
        made = _table(document)
        for row in rows:
            _row(made, row, forms.written(row.spec, form.remarks.get(row.spec.code)))
        word.paragraph(document, "", "form-gap")


def _row(made: Any, row: FormRow, answer: str) -> None:
    lines = _ANY if _is_long(row) and not 0 < len(answer) < _PARAGRAPH else 1
    label, place = word.row(made, word.widths(_SHARES, TEXT_WIDTH), lines=lines)
    word.fill(label, row.shown, "cell", bold=True)
    if row.hint:
        word.paragraph(label, f"({row.hint})", "form-hint")
    _answer(place, answer, prompt=forms.PROMPT if row.spec.choices else "")
    if row.spec.choices:
        _control(place, row.label, row.spec.code, _list(row), prompt=not answer)


def _is_long(row: FormRow) -> bool:
    """Whether nobody knows how much will be written."""
    return row.spec.kind == "text" and row.spec.code != TITLE


def _answer(place: Any, text: str, prompt: str = "") -> None:
    """Each line a paragraph, as the Enter key makes them."""
    lines = clean(text or prompt).split("\n")
    first = place.paragraphs[0]._p
    for line in lines:
        word.paragraph(place, line, "form-prompt" if prompt and not text else "cell")
    place._tc.remove(first)


def _control(place: Any, title: str, tag: str, kind: Any = None, *, prompt: bool = False) -> None:
    """Puts the runs of the one paragraph of a cell into a content control."""
    paragraph = place.paragraphs[0]._p
    runs = [child for child in paragraph if child.tag.endswith("}r")]
    control, properties, content = word.element("w:sdt"), word.element("w:sdtPr"), word.element("w:sdtContent")
    properties.append(word.element("w:alias", val=title))
    properties.append(word.element("w:tag", val=tag))
    if prompt:
        properties.append(word.element("w:showingPlcHdr"))
    if kind is not None:
        properties.append(kind)
    for run in runs or [word.element("w:r")]:
        content.append(run)
    control.append(properties)
    control.append(content)
    paragraph.append(control)


def _named(place: Any, title: str) -> None:
    """Wraps the paragraph of a cell into a control: LibreOffice keeps the title of one that wraps a paragraph."""
    place.paragraphs[0].style = _STYLE  # LibreOffice forgets the size of letters in such a control
    paragraph = place.paragraphs[0]._p
    control, properties, content = word.element("w:sdt"), word.element("w:sdtPr"), word.element("w:sdtContent")
    properties.append(word.element("w:alias", val=title))
    paragraph.addprevious(control)
    content.append(paragraph)
    control.append(properties)
    control.append(content)


def _list(row: FormRow) -> Any:
    made = word.element("w:dropDownList")
    for choice in row.spec.choices:
        made.append(word.element("w:listItem", displayText=choice.label, value=choice.label))
    return made


# --- Last page, footer, properties --------------------------------------------------------------------------------


def _signatures(document: Any, form: Form) -> None:
    mms = word.widths(HALF_SHARES, TEXT_WIDTH)
    made = word.table(document, HALF_SHARES, TEXT_WIDTH, ruled=False)
    person, head = word.row(made, mms)
    title = form.unit.head_title if form.unit and form.unit.head_title else "Thủ trưởng đơn vị"
    word.paragraph(person, forms.SIGNER, "authority")
    word.paragraph(person, "(Ký, ghi rõ họ tên)", "form-sign")
    word.paragraph(head, title.upper(), "authority")
    word.paragraph(head, "(Ký, ghi rõ họ tên, đóng dấu)", "form-sign")
    word.paragraph(head, form.unit.head_name if form.unit else "", "signer")
    for cell in (person, head):
        word.drop_first(cell)


def _footer(document: Any, form: Form) -> None:
    """The code as letters and as a picture, on every page: a scan may lack any of them."""
    section = document.sections[0]
    for footer in (section.first_page_footer, section.footer):
        footer.is_linked_to_previous = False
        word.paragraph(footer, "", "form-gap")
        made = word.table(_Sized(footer), (_QR_MM, TEXT_WIDTH - _QR_MM), TEXT_WIDTH, ruled=False)
        picture, text = word.row(made, (_QR_MM, TEXT_WIDTH - _QR_MM))
        run = picture.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(qr_picture(form.identity.code)), width=Mm(_QR_MM - 3), height=Mm(_QR_MM - 3))
        word.fill(text, f"{forms.CODE_LABEL}:\n{form.identity.code}", "form-code")
        word.paragraph(text, f"({forms.KEEP})", "form-hint")
        footer._element.remove(footer.paragraphs[0]._p)
        word.paragraph(footer, "", "form-gap")


class _Sized:
    """A footer that takes tables as a document does: its own method asks for a width."""

    def __init__(self, footer: Any) -> None:
        self._footer = footer

    def add_table(self, rows: int, cols: int) -> Any:
        return self._footer.add_table(rows, cols, Mm(TEXT_WIDTH))


@lru_cache(maxsize=512)
def qr_picture(code: str) -> bytes:
    """A PNG of the code (ISO/IEC 18004), the white margin included.

    Error correction M, of which an eighth may be lost: more would make the squares smaller, and coarse scans lose them.
    """
    out = io.BytesIO()
    segno.make(code, error="m", micro=False, boost_error=False).save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def _property(document: Any, code: str) -> None:
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{_FMTID}" pid="2" name="{forms.PROPERTY}"><vt:lpwstr>{escaped(code)}</vt:lpwstr></property>'
        "</Properties>"
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
