"""The formats of files. All that the program asks of a format stands in its entry here; how it is read is its reader.

A format is added by its entry and its reader: a module of `mailbot/reading/`, named in the table of
`mailbot/reading/files.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rules.wording import one_of

MAIL_BODY = "body"
"""The name of what is no file: the text of the mail itself."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """`name` stands in what was read; `called` is what Vietnamese sentences call such a file.

    `endings`: as people and programs name such files, the first is the one that is told; none for what is no format.
    """

    name: str
    called: str
    endings: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()  # what such a file starts with
    looks: Callable[[bytes], bool] = lambda content: False  # how else it is told, where no magic fits
    entry: str = ""  # the entry of a zip by which it is told
    folder: str = ""  # where the parts of such a package lie, if that entry has another name
    stream: tuple[str, ...] = ()  # of a compound file (MS-CFB)
    mimetype: bytes = b""  # what an OpenDocument package says of itself, after the common beginning
    reader: str = ""  # the reader that opens it; "": nobody does
    refusal: str = ""  # Vietnamese, where nobody does; {advised}: the formats to send instead
    advised: bool = False  # senders are asked for it where theirs cannot be read
    paged: bool = False  # shows pages as they were printed or photographed: what a signed paper is scanned into
    sheets: bool = False  # a workbook: what stands in it is cells of sheets, each of which may be a paper of its own
    wraps: bool = False  # the end of a line is no end of a paragraph
    mailed: bool = False  # an earlier mail may stand below, or be quoted
    letter: bool = False  # the words of a mail, which has labels of its own ("Từ: ...", "Chủ đề: ...")

    def names(self, file: str) -> bool:
        """Whether a file of this name would be one."""
        return file.lower().rpartition(".")[2] in self.endings if "." in file else False


# --- How a format is told where it has no magic bytes ---------------------------------------------------------------

_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|div|p|style)\b", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rb"^(Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|X-[A-Za-z-]+|DKIM-Signature|"
    rb"Content-Type|ARC-[A-Za-z-]+|Reply-To|Cc|Authentication-Results):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_LINE = re.compile(rb"[!-9;-~]+:|[ \t]")


def _is_heif(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIF


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_bitmap(content: bytes) -> bool:
    return content[:2] == b"BM" and len(content) > 26 and content[6:10] == b"\x00\x00\x00\x00"


def _is_tape(content: bytes) -> bool:
    return content[257:262] == b"ustar"


def _is_late_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _head(content: bytes) -> bytes:
    """The beginning of a text in an encoding that has the letters of ASCII."""
    head = content[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = content[:8192].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_mail(content: bytes) -> bool:
    """A mail begins with header fields (RFC 5322, 2.2), of which two or more are known ones."""
    head = _head(content)
    first = head.removeprefix(b"From ").split(b"\n", 1)[-1] if head.startswith(b"From ") else head
    lines = first.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0].splitlines()
    return (
        bool(lines)
        and all(_FIELD_LINE.match(line) for line in lines[:5] if line)
        and len(_MAIL_FIELD.findall(b"\n".join(lines))) >= 2
    )


def _is_xml(content: bytes) -> bool:
    head = _head(content)
    return head.startswith(b"<?xml") and b"\x00" not in head and b"<html" not in head.lower()


def _is_word_xml(content: bytes) -> bool:
    head = _head(content)
    later = b"schemas.microsoft.com/office/2006/xmlPackage" in head and b"Word.Document" in head
    return _is_xml(content) and (later or b"schemas.microsoft.com/office/word/2003/wordml" in head)


def _is_excel_xml(content: bytes) -> bool:
    return _is_xml(content) and b"urn:schemas-microsoft-com:office:spreadsheet" in _head(content)


_CMS = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # 1.2.840.113549.1.7: signed data, enveloped data (RFC 5652)


def _is_sealed(content: bytes) -> bool:
    head = content[:64]
    return (head[:1] == b"\x30" and _CMS in head) or head.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS"))


def _is_html(content: bytes) -> bool:
    head = _head(content)
    return b"\x00" not in head and _HTML.search(head) is not None


def _is_text(content: bytes) -> bool:
    head = _head(content)
    readable = sum(byte >= 0x20 or byte in b"\t\r\n\f" for byte in head)
    return b"\x00" not in head and readable > 0.98 * len(head)


# --- The formats, in the order in which they are told ---------------------------------------------------------------

_SLIDES = "Tệp trình chiếu không đọc được tự động; đề nghị gửi bằng {advised}."
_PICTURE = "ảnh"

_ALL = (
    FileFormat(
        "docx",
        "Word",
        ("docx", "docm", "dotx", "dotm"),
        entry="word/document.xml",
        folder="word",
        reader="docx",
        advised=True,
    ),
    FileFormat(
        "xlsx",
        "Excel",
        ("xlsx", "xlsm", "xltx", "xltm"),
        entry="xl/workbook.xml",
        folder="xl",
        reader="xlsx",
        advised=True,
        sheets=True,
    ),
    FileFormat("xlsb", "Excel", ("xlsb",), entry="xl/workbook.bin", reader="xlsb", sheets=True),
    FileFormat(
        "pptx",
        "PowerPoint",
        ("pptx", "pptm", "ppsx"),
        entry="ppt/presentation.xml",
        folder="ppt",
        refusal=_SLIDES,
    ),
    FileFormat(
        "pdf", "PDF", ("pdf",), (b"%PDF-",), looks=_is_late_pdf, reader="pdf", advised=True, paged=True, wraps=True
    ),
    FileFormat(
        "doc",
        "Word",
        ("doc", "dot", "wps", "wri"),
        (b"\xdb\xa5-\x00", b"1\xbe\x00\x00"),  # Word 2 and before; Write
        stream=("WordDocument",),
        reader="doc",
    ),
    FileFormat("xls", "Excel", ("xls", "xlt", "et"), stream=("Workbook", "Book"), reader="xls", sheets=True),
    FileFormat("ppt", "PowerPoint", ("ppt", "pps"), stream=("PowerPoint Document",), refusal=_SLIDES),
    FileFormat("rtf", "RTF", ("rtf", "doc"), (b"{\\rt",), reader="rtf"),
    FileFormat("odt", "OpenDocument", ("odt", "ott"), mimetype=b"text", reader="odt"),
    FileFormat("ods", "OpenDocument", ("ods", "ots"), mimetype=b"spreadsheet", reader="ods", sheets=True),
    FileFormat(
        "msg",
        "thư Outlook",
        ("msg",),
        stream=("__properties_version1.0",),
        refusal="Thư của Outlook (.msg) không đọc được tự động; đề nghị gửi riêng tệp đính kèm.",
    ),
    FileFormat("zip", "tệp nén", ("zip",), (b"PK\x03\x04", b"PK\x05\x06"), reader="archive"),
    FileFormat("rar", "tệp nén", ("rar",), (b"Rar!\x1a\x07",), reader="archive"),
    FileFormat("7z", "tệp nén", ("7z",), (b"7z\xbc\xaf\x27\x1c",), reader="archive"),
    FileFormat("gz", "tệp nén", ("gz", "tgz"), (b"\x1f\x8b",), reader="archive"),
    FileFormat("tar", "tệp nén", ("tar",), looks=_is_tape, reader="archive"),
    FileFormat("png", _PICTURE, ("png",), (b"\x89PNG\r\n\x1a\n",), reader="picture", paged=True),
    FileFormat("jpg", _PICTURE, ("jpg", "jpeg", "jpe", "jfif"), (b"\xff\xd8\xff",), reader="picture", paged=True),
    FileFormat("gif", _PICTURE, ("gif",), (b"GIF8",), reader="picture", paged=True),
    FileFormat("tif", _PICTURE, ("tif", "tiff"), (b"II*\x00", b"MM\x00*"), reader="picture", paged=True),
    FileFormat("heic", _PICTURE, ("heic", "heif"), looks=_is_heif, reader="picture", paged=True),
    FileFormat("webp", _PICTURE, ("webp",), looks=_is_webp, reader="picture", paged=True),
    FileFormat("bmp", _PICTURE, ("bmp",), looks=_is_bitmap, reader="picture", paged=True),
    FileFormat("p7m", "tệp ký số", ("p7m",), looks=_is_sealed, reader="sealed"),
    FileFormat("tnef", "winmail.dat", ("dat", "tnef"), (b"\x78\x9f\x3e\x22",), reader="tnef"),
    FileFormat(
        "iwork",
        "Pages, Numbers, Keynote",
        ("pages", "numbers", "key"),
        refusal="Tệp Pages, Numbers, Keynote không đọc được tự động; đề nghị xuất ra {advised} rồi gửi lại.",
    ),
    # Before other texts, and before what holds no text: the body of a mail may be any bytes.
    FileFormat(
        "eml",
        "thư đính kèm",
        ("eml", "mht", "mhtml"),
        looks=_is_mail,
        reader="mail",
        wraps=True,
        mailed=True,
        letter=True,
    ),
    FileFormat("word-xml", "Word XML", ("xml", "doc"), looks=_is_word_xml, reader="word-xml"),
    FileFormat("excel-xml", "Excel XML", ("xml", "xls"), looks=_is_excel_xml, reader="excel-xml", sheets=True),
    FileFormat(
        "xml",
        "XML",
        ("xml",),
        looks=_is_xml,
        refusal="Tệp XML không đọc được tự động; đề nghị gửi bằng {advised}.",
    ),
    FileFormat("html", "HTML", ("html", "htm", "xhtml"), looks=_is_html, reader="html", mailed=True),
    FileFormat(
        "txt",
        "văn bản thô",
        ("txt", "csv", "tsv", "log", "md", "ini", "ics", "vcf"),
        looks=_is_text,
        reader="plain",
        wraps=True,
        mailed=True,
    ),
    FileFormat(MAIL_BODY, "nội dung thư", wraps=True, mailed=True, letter=True),
    FileFormat("empty", "tệp rỗng", refusal="Tệp rỗng, không có nội dung; đề nghị gửi lại."),
    FileFormat(
        "encrypted",
        "tệp có mật khẩu",
        stream=("EncryptedPackage",),
        refusal="Tệp có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.",
    ),
    FileFormat("unknown", "tệp lạ", refusal="Không nhận ra định dạng tệp; đề nghị gửi bằng {advised}."),
)
FORMATS: dict[str, FileFormat] = {one.name: one for one in _ALL}
"""Every format by its name."""


def format_of(name: str) -> FileFormat:
    """The entry of what was read; that of an unknown one where no entry has the name."""
    return FORMATS.get(name, FORMATS["unknown"])


def named(file: str, formats: Iterable[FileFormat] = ()) -> bool:
    """Whether a file of this name would be of one of these formats; of any, where none are given."""
    return any(one.names(file) for one in formats or FORMATS.values())


def paged() -> Iterator[FileFormat]:
    return (one for one in FORMATS.values() if one.paged)


def advised() -> str:
    """The formats that senders are asked for: "Word, Excel hoặc PDF"."""
    return one_of(dict.fromkeys(one.called for one in FORMATS.values() if one.advised))


def refusal(name: str) -> str:
    """The Vietnamese sentence for who sent a file of a format that nobody reads here."""
    known = FORMATS.get(name)
    said = known.refusal if known else ""
    called = known.called if known else name
    return (said or f"Định dạng tệp {called} chưa đọc được tự động; đề nghị gửi bằng {{advised}}.").format(
        advised=advised()
    )


def readable() -> tuple[str, ...]:
    """What can be read, by what it is called: "Word (.docx, .doc)"."""
    endings: dict[str, list[str]] = {}
    for one in FORMATS.values():
        if one.reader:
            endings.setdefault(one.called, []).append(f".{one.endings[0]}")
    return tuple(f"{called} ({', '.join(found)})" for called, found in endings.items())


_SHORT = 200  # bytes


def promises_more(file: str, name: str, size: int) -> bool:
    """Whether a file named like a package or a picture is but a few letters: what is left of it when sending fails."""
    named_like = next((one for one in FORMATS.values() if one.names(file)), None)
    of_bytes = named_like is not None and bool(named_like.entry or named_like.magic) and "doc" not in named_like.endings
    return name in ("txt", "unknown") and size < _SHORT and of_bytes


def wrong_ending(file: str, name: str) -> str | None:
    """One Vietnamese sentence where the name of a file promises another format than its content is."""
    known = FORMATS.get(name)
    if known is None or not known.endings or not named(file) or known.names(file):
        return None
    ending = file.rpartition(".")[2].lower()
    return f"Phần mở rộng “.{ending}” không đúng với nội dung tệp (thực tế là tệp {known.endings[0]})."
