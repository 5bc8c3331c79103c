"""What a file is, by its first bytes; the name is only a hint."""

import re
import struct

# Formats by what a file starts with.
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rt", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\xdb\xa5-\x00", "doc"),  # Word 2 and before
    (b"1\xbe\x00\x00", "doc"),  # Write
)
_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|div|p|style)\b", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rb"^(Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|X-[A-Za-z-]+|DKIM-Signature|"
    rb"Content-Type|ARC-[A-Za-z-]+|Reply-To|Cc|Authentication-Results):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_LINE = re.compile(rb"[!-9;-~]+:|[ \t]")

# Names by which people and programs call a format; the first is the one that is told.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "docx": ("docx", "docm", "dotx", "dotm"), "xlsx": ("xlsx", "xlsm", "xltx", "xltm"), "xlsb": ("xlsb",),
    "pptx": ("pptx", "pptm", "ppsx"),
    "doc": ("doc", "dot", "wps", "wri"), "xls": ("xls", "xlt", "et"), "ppt": ("ppt", "pps"),
    "odt": ("odt", "ott"), "ods": ("ods", "ots"), "rtf": ("rtf", "doc"), "pdf": ("pdf",), "zip": ("zip",),
    "rar": ("rar",), "7z": ("7z",), "gz": ("gz", "tgz"), "tar": ("tar",), "png": ("png",),
    "jpg": ("jpg", "jpeg", "jpe", "jfif"), "gif": ("gif",), "bmp": ("bmp",), "tif": ("tif", "tiff"), "webp": ("webp",),
    "heic": ("heic", "heif"), "eml": ("eml", "mht", "mhtml"), "html": ("html", "htm", "xhtml"), "msg": ("msg",),
    "iwork": ("pages", "numbers", "key"),
    "tnef": ("dat", "tnef"), "txt": ("txt", "csv", "tsv", "log", "md", "ini", "ics", "vcf"), "xml": ("xml",),
}  # fmt: skip
IMAGES = frozenset({"png", "jpg", "gif", "bmp", "tif", "webp", "heic"})
OFFICE_MARKS = (
    ("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
)  # fmt: skip
_OLE_MARKS = (
    ("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
    ("PowerPoint Document", "ppt"), ("__properties_version1.0", "msg"),
)  # fmt: skip


def detect(content: bytes) -> str:
    """The format: a key of EXTENSIONS, "encrypted" (an Office file with a password), "empty" or "unknown".

    A zip is told from office files by the names in its directory; see `detect_package`.
    """
    if not content.strip(b"\x00\r\n\t "):
        return "empty"
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return detect_ole(content) if kind == "ole" else kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        return "heic"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[:2] == b"BM" and len(content) > 26 and content[6:10] == b"\x00\x00\x00\x00":
        return "bmp"
    if content[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return _detect_text(content)


def detect_package(names: list[str], mimetype: bytes) -> str:
    """What a zip is, by the names of its entries and the entry `mimetype` of OpenDocument."""
    lower = {name.lower() for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        kind = mimetype.removeprefix(b"application/vnd.oasis.opendocument.")
        return "ods" if kind.startswith(b"spreadsheet") else "odt" if kind.startswith(b"text") else "unknown"
    for name, office in OFFICE_MARKS:
        if name in lower:
            return office
    if any(name.endswith(".iwa") for name in lower):  # Pages, Numbers and Keynote of Apple
        return "iwork"
    if "[content_types].xml" in lower:
        folders = {name.split("/")[0] for name in lower}
        homes = (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"))
        return next((office for home, office in homes if home in folders), "zip")
    return "zip"


def detect_ole(content: bytes) -> str:
    """What a compound file (MS-CFB) is, by the names in its directory sectors."""
    names = ole_names(content)
    return next((kind for mark, kind in _OLE_MARKS if mark in names), "unknown")


def ole_names(content: bytes) -> set[str]:
    """Names of streams and storages: directory entries are 128 bytes long and aligned, so no chain need be followed."""
    if len(content) < 512:
        return set()
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
    names: set[str] = set()
    for start in range(size, len(content) - 127, 128):
        length = struct.unpack_from("<H", content, start + 64)[0]
        if 2 <= length <= 64 and length % 2 == 0 and content[start + 66] in (1, 2, 5):
            name = content[start : start + length - 2].decode("utf-16-le", "replace")
            if name.isprintable():
                names.add(name)
    return names


def _detect_text(content: bytes) -> str:
    head = content[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = content[:8192].decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _looks_like_mail(head):  # before anything else: a body may hold any bytes
        return "eml"
    if b"\x00" in head:
        return "unknown"
    if head.startswith(b"<?xml") and b"<html" not in head.lower():
        return "xml"
    if _HTML.search(head):
        return "html"
    readable = sum(byte >= 0x20 or byte in b"\t\r\n\f" for byte in head)
    return "txt" if readable > 0.98 * len(head) else "unknown"


def _looks_like_mail(head: bytes) -> bool:
    """A mail begins with header fields (RFC 5322, 2.2), of which two or more are known ones."""
    first = head.removeprefix(b"From ").split(b"\n", 1)[-1] if head.startswith(b"From ") else head
    lines = first.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0].splitlines()
    return (
        bool(lines)
        and all(_FIELD_LINE.match(line) for line in lines[:5] if line)
        and len(_MAIL_FIELD.findall(b"\n".join(lines))) >= 2
    )


def told_by_name(name: str) -> str | None:
    """The extension in lower case, None where the name has none that people use for a format."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return extension if any(extension in known for known in EXTENSIONS.values()) else None


def extension_note(name: str, kind: str) -> str | None:
    """One Vietnamese sentence where the name promises another format than the content is."""
    extension = told_by_name(name)
    if extension is None or kind not in EXTENSIONS or extension in EXTENSIONS[kind]:
        return None
    return f"Phần mở rộng “.{extension}” không đúng với nội dung tệp (thực tế là tệp {EXTENSIONS[kind][0]})."


REFUSALS = {
    "empty": "Tệp rỗng, không có nội dung; đề nghị gửi lại.",
    "encrypted": "Tệp có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.",
    "pptx": "Tệp trình chiếu không đọc được tự động; đề nghị gửi bằng Word, Excel hoặc PDF.",
    "ppt": "Tệp trình chiếu không đọc được tự động; đề nghị gửi bằng Word, Excel hoặc PDF.",
    "iwork": "Tệp Pages, Numbers, Keynote không đọc được tự động; đề nghị xuất ra Word, Excel hoặc PDF rồi gửi lại.",
    "msg": "Thư của Outlook (.msg) không đọc được tự động; đề nghị gửi riêng tệp đính kèm.",
    "xml": "Tệp XML không đọc được tự động; đề nghị gửi bằng Word, Excel hoặc PDF.",
    "unknown": "Không nhận ra định dạng tệp; đề nghị gửi bằng Word, Excel hoặc PDF.",
}
"""Kinds that nobody reads, each with the sentence for who sent it."""
