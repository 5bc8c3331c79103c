"""Office packages (ECMA-376 part 2, ODF 1.3 part 2) and other zips, opened within a budget."""

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from lxml import etree

from mailbot.reading.budget import Budget, CannotRead, size_in_words

_STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


def open_zip(content: bytes, budget: Budget) -> zipfile.ZipFile:
    """Open and check what the directory declares; raises CannotRead. What it declares is counted again on reading."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED as error:
        raise CannotRead("Tệp bị hỏng, không mở được; đề nghị gửi lại.") from error
    if len(archive.filelist) > budget.members:
        raise CannotRead(f"Tệp nén chứa quá nhiều tệp con ({len(archive.filelist)}, cho phép {budget.members}).")
    return archive


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, budget: Budget) -> bytes:
    """Unpack one entry, counting; raises CannotRead beyond `limit` bytes or beyond the permitted ratio."""
    if info.flag_bits & 0x1:
        raise CannotRead("Tệp nén có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.")
    if info.file_size > limit:
        raise CannotRead(f"Nội dung giải nén quá lớn ({size_in_words(info.file_size)}), không đọc.")
    if info.file_size > budget.ratio_from and info.file_size > budget.ratio * max(info.compress_size, 1):
        raise CannotRead("Tệp nén có tỷ lệ nén bất thường, không đọc để bảo đảm an toàn.")
    try:
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
    except RuntimeError as error:  # zipfile's way of asking for a password
        raise CannotRead("Tệp nén có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.") from error
    except _DAMAGED as error:
        raise CannotRead("Tệp bị hỏng, không mở được; đề nghị gửi lại.") from error
    if len(data) > limit:
        raise CannotRead(f"Nội dung giải nén quá lớn (trên {size_in_words(limit)}), không đọc.")
    return data


def parse_xml(data: bytes) -> etree._Element:
    """An element tree without entities, DTD or network; raises CannotRead where the XML is broken."""
    for strict, usual in _STRICT_NAMESPACES:
        if strict in data[:4096]:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead("Nội dung XML bên trong tệp bị lỗi, không đọc được; đề nghị gửi lại.") from error


class Package:
    """A zip of named parts. Names are compared without regard to case (ECMA-376 part 2, 6.2.2.3)."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        self._archive = open_zip(content, budget)
        self._budget = budget
        self._left = budget.unpacked_bytes
        self._entries = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._archive.filelist}

    @property
    def names(self) -> list[str]:
        """Part names as stored, in the order of the archive."""
        return [info.filename.replace("\\", "/").lstrip("/") for info in self._archive.filelist]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The bytes of a part; raises CannotRead where it is missing or over budget."""
        info = self._entries.get(name.lower())
        if info is None:
            raise CannotRead("Tệp thiếu thành phần bắt buộc bên trong, không đọc được; đề nghị gửi lại.")
        data = read_member(self._archive, info, min(limit or self._budget.member_bytes, self._left), self._budget)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name, self._budget.xml_bytes))

    def xml_if_any(self, name: str) -> etree._Element | None:
        return self.xml(name) if name and name in self else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (last word of its type, target part). External targets are left out."""
        folder, name = posixpath.split(part)
        root = self.xml_if_any(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        found = {}
        for relation in root:
            if relation.get("TargetMode") == "External":
                continue
            target = unquote(relation.get("Target") or "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], path)
        return found

    def main_part(self, usual: str) -> str:
        """The part that the package calls its office document, or the usual name."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self:
                return target
        return usual


_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
_PAGE_BYTES = 30_000  # a scanned page is larger than a logo or a signature


def page_pictures(content: bytes, budget: Budget) -> list[bytes]:
    """The pictures of a Word or Excel package that are large enough to be scanned pages; raises CannotRead."""
    package = Package(content, budget)
    folders = ("word/media/", "xl/media/")
    names = [n for n in package.names if n.lower().startswith(folders) and n.lower().endswith(_PICTURES)]
    return [data for data in map(package.read, names) if len(data) >= _PAGE_BYTES]
