"""One door for all formats: bytes in, a ParsedDocument out.

This runs inside the sandbox's child. What people send is never an error here: a file that cannot be read, for
whatever reason, is a document that says so.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from mailbot.reading import archive, doc, docx, eml, html, ocr, odf, pdf, plain, tnef, xls, xlsx
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader, size_in_words
from mailbot.reading.kinds import IMAGES, REFUSALS, detect, detect_package, extension_note
from mailbot.reading.package import open_zip, read_member
from rules.document import ParsedDocument, Text

Reader = Callable[[str, bytes, Budget], ParsedDocument]


class HeavyReader(Protocol):
    """A reader that raises NeedsHeavyReader where `heavy` is False and nothing light can read the file."""

    def __call__(self, name: str, content: bytes, budget: Budget | None, *, heavy: bool) -> ParsedDocument: ...


_READERS: dict[str, Reader] = {
    "xlsx": xlsx.parse,
    "xlsb": xls.parse_binary,
    "odt": odf.parse_text,
    "ods": odf.parse_sheets,
    "html": html.parse,
    "txt": plain.parse,
}
_HEAVY_READERS: dict[str, HeavyReader] = {  # those that may need OCR or LibreOffice
    "doc": doc.parse,
    "rtf": doc.parse_rtf,
    "xls": xls.parse,
    "pdf": pdf.parse,
    **dict.fromkeys(IMAGES, ocr.parse),
}
_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tar"})
_UNSUPPORTED = "Định dạng tệp {kind} chưa đọc được tự động; đề nghị gửi bằng Word, Excel hoặc PDF."
_BROKEN = "Tệp bị hỏng hoặc sai cấu trúc, không đọc được; đề nghị gửi lại."

_TOO_COMPLEX = "Tệp quá lớn hoặc quá phức tạp nên đã dừng đọc; đề nghị gửi tệp gọn hơn."


def parse_file(
    name: str,
    content: bytes,
    *,
    budget: Budget | None = None,
    read_mail: eml.ReadMail | None = None,
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
    read_mail: eml.ReadMail | None
    heavy: bool
    opened: int = 0

    def file(self, name: str, content: bytes, depth: int) -> ParsedDocument:
        digest = hashlib.sha256(content).hexdigest()
        kind = "unknown"
        try:
            self._admit(content, depth)
            kind = kind_of(content, self.budget)
            document = self._read(name, content, kind, depth)
        except CannotRead as refusal:
            document = ParsedDocument(name, kind, unreadable=str(refusal))
        except NeedsHeavyReader:
            raise
        except (MemoryError, RecursionError):
            document = ParsedDocument(name, kind, unreadable=_TOO_COMPLEX)
        except Exception as error:  # noqa: BLE001 - the reader child's one boundary: office libraries raise anything
            document = ParsedDocument(name, kind, unreadable=_BROKEN, notes=(f"Lỗi khi đọc: {type(error).__name__}.",))
        note = extension_note(name, document.format)
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

        if kind == "eml" and self.read_mail is not None:
            return eml.parse(name, content, self.budget, self.read_mail, inside)
        if kind == "tnef":
            return tnef.parse(name, content, self.budget, inside)
        if kind in _ARCHIVES:
            return archive.parse(name, content, kind, self.budget, inside)
        if kind == "docx":
            return self._word(name, content, inside)
        reader = _READERS.get(kind)
        if reader is not None:
            return reader(name, content, self.budget)
        heavy_reader = _HEAVY_READERS.get(kind)
        if heavy_reader is not None:
            return heavy_reader(name, content, self.budget, heavy=self.heavy)
        shown = "ảnh" if kind in IMAGES else kind
        raise CannotRead(REFUSALS.get(kind) or _UNSUPPORTED.format(kind=shown))

    def _word(self, name: str, content: bytes, inside: eml.ReadMember) -> ParsedDocument:
        """A Word file with the files inserted in it. One that is nothing but scanned pages is read from these."""
        document = docx.parse(name, content, self.budget)
        objects = docx.embedded(content, self.budget)
        if objects:
            document = replace(document, members=tuple(inside(inner, data) for inner, data in objects))
        if sum(len(text) for text in _texts(document)) >= _FEW_LETTERS:
            return document
        pictures = docx.page_pictures(content, self.budget)
        if not pictures:
            return document
        if not ocr.available():
            return replace(document, notes=(*document.notes, f"Văn bản chỉ gồm ảnh chụp. {ocr.MISSING}"))
        if not self.heavy:
            raise NeedsHeavyReader
        read = [ocr.parse(name, data, self.budget) for _, data in pictures[: self.budget.ocr_pages]]
        blocks = (*document.blocks, *(block for page in read for block in page.blocks))
        return replace(document, blocks=blocks, origin="ocr", notes=(*document.notes, *read[0].notes))


_FEW_LETTERS = 200


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
