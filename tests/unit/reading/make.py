"""Small files in every format, made by hand where a library would hide what matters."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from mailbot.reading.files import parse_file
from rules.document import ParsedDocument, Table, Text

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_part(content: bytes, name: str, data: str | bytes) -> bytes:
    """The same zip with one more entry."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def relations(items: Sequence[tuple[str, str, str]]) -> str:
    """(id, kind, target) as a part of relationships."""
    inside = "".join(f'<Relationship Id="{i}" Type="{R_NAMESPACE}/{kind}" Target="{to}"/>' for i, kind, to in items)
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'


def w_part(name: str, inside: str) -> str:
    return (
        f'<w:{name} xmlns:w="{W_NAMESPACE}" xmlns:r="{R_NAMESPACE}" xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{inside}</w:{name}>'
    )


_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/></Types>'
)


def docx(
    body: str, *, styles: str = "", numbering: str = "", extra: Mapping[str, tuple[str, str]] | None = None
) -> bytes:
    """A .docx with that inside of w:body. `extra` is part name -> (kind of relationship, content)."""
    linked = [("rS", "styles", "styles.xml"), ("rN", "numbering", "numbering.xml")]
    parts: dict[str, str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations([("r1", "officeDocument", "word/document.xml")]),
        "word/document.xml": w_part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": w_part("styles", styles),
        "word/numbering.xml": w_part("numbering", numbering),
    }
    for number, (name, (kind, content)) in enumerate((extra or {}).items()):
        parts[f"word/{name}"] = content
        linked.append((f"rX{number}", kind, name))
    parts["word/_rels/document.xml.rels"] = relations(linked)
    return zipped(parts)


def p(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def read_docx(body: str, **parts: object) -> ParsedDocument:
    document = parse_file("thu.docx", docx(body, **parts))  # type: ignore[arg-type]
    assert document.unreadable is None, document.unreadable
    return document


def texts(document: ParsedDocument) -> list[str]:
    return [block.shown for block in document.blocks if isinstance(block, Text)]


def tables(document: ParsedDocument) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def xlsx(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    styles: str = "",
    attributes: Mapping[str, str] | None = None,
) -> bytes:
    """A .xlsx: sheet name -> inside of its worksheet element."""
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}" {(attributes or {}).get(name, "")}/>'
        for n, name in enumerate(sheets, 1)
    )
    workbook = f'<workbook xmlns="{S_NAMESPACE}" xmlns:r="{R_NAMESPACE}"><sheets>{entries}</sheets></workbook>'
    linked = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    parts: dict[str, str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations([("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relations(
            [*linked, ("rS", "sharedStrings", "sharedStrings.xml"), ("rT", "styles", "styles.xml")]
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{S_NAMESPACE}">'
        + "".join(f"<si><t>{s}</t></si>" for s in strings)
        + "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{S_NAMESPACE}">{styles}</styleSheet>',
    }
    for number, inside in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{S_NAMESPACE}">{inside}</worksheet>'
    return zipped(parts)


def row(number: int, cells: Mapping[str, str], attributes: str = "") -> str:
    """A row of inline strings: column letters -> text."""
    inside = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells.items()
    )
    return f'<row r="{number}" {attributes}>{inside}</row>'
