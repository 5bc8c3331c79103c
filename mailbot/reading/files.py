"""One door for all formats: bytes in, a ParsedDocument out.

This runs inside the sandbox's child. What people send is never an error here: a file that cannot be read, for
whatever reason, is a document that says so.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mailbot.reading import (
    archive,
    doc,
    docx,
    eml,
    html,
    libreoffice,
    ocr,
    odf,
    pdf,
    pdf_typed,
    plain,
    programs,
    sealed,
    tnef,
    word_xml,
    xls,
    xlsx,
)
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader, size_in_words
from mailbot.reading.kinds import detect, detect_package
from mailbot.reading.package import open_zip, page_pictures, read_member
from mailbot.reading.protocol import ReadMail, ReadMember
from rules.document import ParsedDocument, Text
from rules.file_format import FORMATS, promises_more, refusal, wrong_ending


@dataclass(frozen=True, slots=True)
class File:
    """What a reader is given. One that only OCR or LibreOffice can read raises NeedsHeavyReader without `heavy`."""

    name: str
    content: bytes
    format: str
    budget: Budget
    heavy: bool
    inside: ReadMember  # reads a file that is in this one
    read_mail: ReadMail | None  # opens a mail; None: nobody can here


Reader = Callable[[File], ParsedDocument]


_BROKEN = "Tệp bị hỏng hoặc sai cấu trúc, không đọc được; đề nghị gửi lại."

_TOO_COMPLEX = "Tệp quá lớn hoặc quá phức tạp nên đã dừng đọc; đề nghị gửi tệp gọn hơn."


def parse_file(
    name: str,
    content: bytes,
    *,
    budget: Budget | None = None,
    read_mail: ReadMail | None = None,
    heavy: bool = True,
) -> ParsedDocument:
    """Read one attachment, whatever it is, with everything inside it.

    `read_mail` opens attached mails; without it they are unreadable. With `heavy` False raises NeedsHeavyReader
    where only OCR or LibreOffice can read the file; nothing else is raised, whatever the bytes are.
    """
    return _Reading(budget or Budget(), read_mail, heavy).file(name, content, 0)


@dataclass(slots=True)
class _Reading:
    """One file with what is inside it; counts over all levels."""

    budget: Budget
    read_mail: ReadMail | None
    heavy: bool
    opened: int = 0

    def file(self, name: str, content: bytes, depth: int) -> ParsedDocument:
        digest = hashlib.sha256(content).hexdigest()
        kind = "unknown"
        try:
            self._admit(content, depth)
            kind = kind_of(content, self.budget)
            if promises_more(name, kind, len(content)):
                raise CannotRead(_BROKEN)
            document = self._read(name, content, kind, depth)
        except CannotRead as refusal:
            document = ParsedDocument(name, kind, unreadable=str(refusal))
        except NeedsHeavyReader:
            raise
        except (MemoryError, RecursionError):
            document = ParsedDocument(name, kind, unreadable=_TOO_COMPLEX)
        except Exception as error:  # noqa: BLE001 - the reader child's one boundary: office libraries raise anything
            document = ParsedDocument(name, kind, unreadable=_BROKEN, notes=(f"Lỗi khi đọc: {type(error).__name__}.",))
        note = wrong_ending(name, document.format)
        return replace(document, digest=digest, notes=(note, *document.notes) if note else document.notes)

    def _admit(self, content: bytes, depth: int) -> None:
        self.opened += 1
        if len(content) > self.budget.file_bytes:
            raise CannotRead(f"Tệp quá lớn ({size_in_words(len(content))}), không đọc tự động.")
        if depth > self.budget.depth:
            raise CannotRead("Tệp nén lồng nhau quá nhiều lớp, không đọc.")
        if self.opened > self.budget.documents + 1:
            raise CannotRead("Tệp nén hoặc thư kèm theo chứa quá nhiều tệp, không đọc hết.")

    def _read(self, name: str, content: bytes, kind: str, depth: int) -> ParsedDocument:
        def inside(inner: str, data: bytes) -> ParsedDocument:
            return self.file(inner, data, depth + 1)

        reader = READERS.get(FORMATS[kind].reader)
        if reader is None:
            raise CannotRead(refusal(kind))
        return reader(File(name, content, kind, self.budget, self.heavy, inside, self.read_mail))


def _mail(file: File) -> ParsedDocument:
    if file.read_mail is None:
        raise CannotRead(refusal(file.format))
    return eml.parse(file.name, file.content, file.budget, file.read_mail, file.inside)


def _word(file: File) -> ParsedDocument:
    """A Word file with the files inserted in it. One that is nothing but scanned pages is read from these."""
    budget = file.budget
    document = docx.parse(file.name, file.content, budget, file.inside)
    objects = docx.embedded(file.content, budget)
    if objects:
        document = replace(document, members=tuple(file.inside(inner, data) for inner, data in objects))
    return _with_pictures(file, document, lambda: file.content)


def _old_word(file: File) -> ParsedDocument:
    document = doc.parse(file.name, file.content, file.budget, heavy=file.heavy)
    return _with_pictures(file, document, lambda: libreoffice.convert(file.content, "doc", "docx"))


def _excel(file: File) -> ParsedDocument:
    document = xlsx.parse(file.name, file.content, file.budget, heavy=file.heavy)
    return _with_pictures(file, document, lambda: file.content)


def _old_excel(file: File) -> ParsedDocument:
    document = xls.parse(file.name, file.content, file.budget, heavy=file.heavy)
    return _with_pictures(file, document, lambda: libreoffice.convert(file.content, "xls", "xlsx"))


def _with_pictures(file: File, document: ParsedDocument, package: Callable[[], bytes]) -> ParsedDocument:
    """A file that says next to nothing in letters is read from the pictures of pages in it, where there are some."""
    budget = file.budget
    if sum(len(text) for text in _texts(document)) >= _FEW_LETTERS:
        return document
    if file.format in _COMPOUND and not file.heavy and libreoffice.available():
        raise NeedsHeavyReader  # what is in it shows once it is converted
    pictures: list[bytes] = []
    with contextlib.suppress(programs.ProgramFailed, CannotRead):
        pictures = page_pictures(package(), budget)
    if not pictures:
        return document
    if not ocr.available():
        raise CannotRead(f"Tệp chỉ gồm ảnh chụp. {ocr.MISSING}")
    if not file.heavy:
        raise NeedsHeavyReader
    read = [ocr.parse(file.name, data, budget) for data in pictures[: budget.ocr_pages]]
    blocks = (*document.blocks, *(block for page in read for block in page.blocks))
    return replace(document, blocks=blocks, origin="ocr", notes=(*document.notes, *read[0].notes))


def _pdf(file: File) -> ParsedDocument:
    """A PDF with the files that are attached to it."""
    document = pdf.parse(file.name, file.content, file.budget, heavy=file.heavy)
    attached = pdf_typed.attached(file.content, file.budget)
    return replace(document, members=tuple(file.inside(name, data) for name, data in attached))


def _word_xml(file: File) -> ParsedDocument:
    package = word_xml.as_package(file.content, file.budget)
    return replace(docx.parse(file.name, package, file.budget, file.inside), format=file.format)


def _excel_xml(file: File) -> ParsedDocument:
    """Which only LibreOffice opens."""
    if not libreoffice.available():
        raise CannotRead("Tệp Excel 2003 XML không đọc được; đề nghị lưu thành .xlsx rồi gửi lại.")
    if not file.heavy:
        raise NeedsHeavyReader
    try:
        package = libreoffice.convert(file.content, "xml", "xlsx")
    except programs.ProgramFailed as error:
        raise CannotRead("Tệp Excel 2003 XML bị hỏng; đề nghị lưu thành .xlsx rồi gửi lại.") from error
    return replace(xlsx.parse(file.name, package, file.budget), format=file.format)


_FEW_LETTERS = 200
_COMPOUND = ("doc", "xls")


def _texts(document: ParsedDocument) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Text):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row if cell.is_origin)


def kind_of(content: bytes, budget: Budget) -> str:
    """The format by content, office packages told from plain zips; raises CannotRead on a broken zip."""
    kind = detect(content)
    if kind != "zip":
        return kind
    with open_zip(content, budget) as archive:
        names = [info.filename.replace("\\", "/").lstrip("/") for info in archive.filelist]
        mimetype = next((info for info in archive.filelist if info.filename == "mimetype"), None)
        try:
            declared = read_member(archive, mimetype, 256, budget) if mimetype else b""
        except CannotRead:
            declared = b""
        return detect_package(names, declared)


READERS: dict[str, Reader] = {
    "archive": lambda file: archive.parse(file.name, file.content, file.format, file.budget, file.inside),
    "doc": _old_word,
    "docx": _word,
    "html": lambda file: html.parse(file.name, file.content, file.budget),
    "mail": _mail,
    "ods": lambda file: odf.parse_sheets(file.name, file.content, file.budget),
    "odt": lambda file: odf.parse_text(file.name, file.content, file.budget),
    "pdf": _pdf,
    "picture": lambda file: ocr.parse(file.name, file.content, file.budget, heavy=file.heavy),
    "plain": lambda file: plain.parse(file.name, file.content, file.budget),
    "rtf": lambda file: doc.parse_rtf(file.name, file.content, file.budget, heavy=file.heavy),
    "sealed": lambda file: sealed.parse(file.name, file.content, file.inside),
    "tnef": lambda file: tnef.parse(file.name, file.content, file.budget, file.inside),
    "xls": _old_excel,
    "xlsb": lambda file: xls.parse_binary(file.name, file.content, file.budget),
    "xlsx": _excel,
    "word-xml": _word_xml,
    "excel-xml": _excel_xml,
}
"""The readers by the names under which entries of `rules/file_format.py` ask for them."""
