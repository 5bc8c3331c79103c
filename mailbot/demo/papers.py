"""The files of the script as bytes, the same bytes each time."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mailbot.demo import paper_excel, paper_form, paper_word
from mailbot.demo.script import SHEET_FORMS, Enclosure, FilledBook, OtherPaper, Paper

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = "application/vnd.apple.pages"

_SHEETS = ("R3", "B3", *SHEET_FORMS)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def content(enclosure: Enclosure, form: bytes | None = None) -> bytes:
    """What the file holds. `form`: the file that a letter brought, where it is sent back; ValueError without it."""
    if isinstance(enclosure, FilledBook):
        return enclosure.content
    if isinstance(enclosure, OtherPaper):
        return _pages() if enclosure.about == "pages" else _settled(paper_word.write_other(enclosure))
    if enclosure.on_form:
        if form is None:
            raise ValueError(f"no letter has brought a form for {enclosure.name}")
        return _settled(paper_form.fill(form, enclosure))
    writer = paper_excel if enclosure.layout in ("R3", "B3") else paper_word
    whole = _settled(writer.write(enclosure))
    return whole[: len(whole) * 2 // 5] if enclosure.spoilt else whole


def media_type(enclosure: Enclosure) -> str:
    if isinstance(enclosure, FilledBook):
        return EXCEL
    if isinstance(enclosure, OtherPaper):
        return PAGES if enclosure.about == "pages" else WORD
    return EXCEL if enclosure.layout in _SHEETS else WORD


def ending(paper: Paper) -> str:
    return ".xlsx" if paper.layout in _SHEETS else ".docx"


def _settled(office_file: bytes) -> bytes:
    """The same package with fixed times, so that a season has the same bytes on every day it is played."""
    out = BytesIO()
    with ZipFile(BytesIO(office_file)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>2024-01-02T00:00:00Z", data)
            target.writestr(ZipInfo(name, (2024, 1, 2, 0, 0, 0)), data, ZIP_DEFLATED)
    return out.getvalue()


def _pages() -> bytes:
    """A file of Apple Pages: a package whose document part only Pages itself reads."""
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, data in (("Index/Document.iwa", b"\x00\x21\x05\x00" + bytes(range(256)) * 24), ("preview.jpg", b"")):
            package.writestr(ZipInfo(name, (2024, 1, 2, 0, 0, 0)), data)
    return out.getvalue()
