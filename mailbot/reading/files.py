"""One door for all formats: bytes in, a ParsedDocument out.

This runs inside the sandbox's child. A file that cannot be read is a value; what a library raises on a broken file
passes through and is caught at the child's boundary.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from mailbot.reading import docx, xlsx
from mailbot.reading.budget import Budget, CannotRead, size_in_words
from mailbot.reading.kinds import IMAGES, detect, detect_package, extension_note
from mailbot.reading.package import open_zip, read_member
from rules.document import ParsedDocument
from rules.mail import Mail

ReadMail = Callable[[bytes], Mail]
Reader = Callable[[str, bytes, Budget], ParsedDocument]

_READERS: dict[str, Reader] = {
    "docx": docx.parse,
    "xlsx": xlsx.parse,
}
_REFUSALS = {
    "empty": "Tệp rỗng, không có nội dung; đề nghị gửi lại.",
    "encrypted": "Tệp có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.",
    "pptx": "Tệp trình chiếu không đọc được tự động; đề nghị gửi bằng Word, Excel hoặc PDF.",
    "ppt": "Tệp trình chiếu không đọc được tự động; đề nghị gửi bằng Word, Excel hoặc PDF.",
    "msg": "Thư của Outlook (.msg) không đọc được tự động; đề nghị gửi riêng tệp đính kèm.",
    "tnef": "Tệp winmail.dat của Outlook không đọc được tự động; đề nghị gửi lại dạng HTML hoặc văn bản thuần.",
    "unknown": "Không nhận ra định dạng tệp; đề nghị gửi bằng Word, Excel hoặc PDF.",
}
_NOT_YET = "Định dạng tệp {kind} chưa đọc được tự động; đề nghị gửi bằng Word hoặc Excel."


def parse_file(
    name: str, content: bytes, *, budget: Budget | None = None, read_mail: ReadMail | None = None
) -> ParsedDocument:
    """Read one attachment, whatever it is. May raise what a library raises on a broken file, never CannotRead."""
    budget = budget or Budget()
    digest = hashlib.sha256(content).hexdigest()
    kind = "unknown"
    try:
        if len(content) > budget.file_bytes:
            raise CannotRead(f"Tệp quá lớn ({size_in_words(len(content))}), không đọc tự động.")
        kind = kind_of(content, budget)
        document = _read(name, content, kind, budget)
    except CannotRead as refusal:
        document = ParsedDocument(name, kind, unreadable=str(refusal))
    note = extension_note(name, document.format)
    notes = (note, *document.notes) if note else document.notes
    return replace(document, digest=digest, notes=notes)


def kind_of(content: bytes, budget: Budget) -> str:
    """The format by content, office packages told from plain zips; raises CannotRead on a broken zip."""
    kind = detect(content)
    if kind != "zip":
        return kind
    with open_zip(content, budget) as archive:
        names = [info.filename.replace("\\", "/").lstrip("/") for info in archive.filelist]
        mimetype = next((info for info in archive.filelist if info.filename == "mimetype"), None)
        return detect_package(names, read_member(archive, mimetype, 256, budget) if mimetype else b"")


def _read(name: str, content: bytes, kind: str, budget: Budget) -> ParsedDocument:
    refusal = _REFUSALS.get(kind)
    if refusal:
        raise CannotRead(refusal)
    reader = _READERS.get(kind)
    if reader is None:
        raise CannotRead(_NOT_YET.format(kind="ảnh" if kind in IMAGES else kind))
    return reader(name, content, budget)
