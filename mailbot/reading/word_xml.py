"""Word documents that are one XML file: WordprocessingML of Word 2003, and the flat packages of later versions.

The first is the language of .docx under an earlier namespace; LibreOffice loses its columns where the file gives them
no width. The second is a .docx whose parts stand in one file (MS-OPCFLAT).
"""

import base64
import binascii
import io
import zipfile

from lxml import etree

from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.package import parse_xml

_EARLY = "http://schemas.microsoft.com/office/word/2003/wordml"
_NOW = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_MARKS = "{http://schemas.microsoft.com/aml/2001/core}"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    "</Relationships>"
)


def as_package(content: bytes, budget: Budget) -> bytes:
    """The same document as a .docx; raises CannotRead."""
    if len(content) > budget.xml_bytes:
        raise CannotRead("Nội dung tệp quá dài, không đọc tự động.")
    root = parse_xml(content)
    parts = _parts(root) if root.tag == f"{_FLAT}package" else _early_parts(parse_xml(_renamed(content)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def _renamed(content: bytes) -> bytes:
    """Under the namespace of today. XML in another encoding than UTF-8 is written anew first."""
    return etree.tostring(parse_xml(content), encoding="utf-8").replace(_EARLY.encode(), _NOW.encode())


def _early_parts(root: etree._Element) -> dict[str, bytes]:
    for mark in list(root.iter(f"{_MARKS}annotation")):
        if "Deletion" in (mark.get(f"{{{_NOW}}}type") or ""):
            _drop(mark)
    etree.strip_tags(root, f"{_HINTS}sect", f"{_HINTS}sub-section", f"{_MARKS}annotation", f"{_MARKS}content")
    styles, body = root.find(f"{{{_NOW}}}styles"), root.find(f"{{{_NOW}}}body")
    document = etree.Element(f"{{{_NOW}}}document")
    if body is not None:
        document.append(body)
    parts = {"[Content_Types].xml": _TYPES.encode(), "word/document.xml": etree.tostring(document)}
    if styles is not None:
        parts["word/styles.xml"] = etree.tostring(styles)
        parts["word/_rels/document.xml.rels"] = _RELATIONS.encode()
    return parts


def _drop(item: etree._Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def _parts(root: etree._Element) -> dict[str, bytes]:
    parts = {"[Content_Types].xml": _TYPES.encode()}
    for part in root.iterfind(f"{_FLAT}part"):
        name = (part.get(f"{_FLAT}name") or "").lstrip("/")
        xml, binary = part.find(f"{_FLAT}xmlData"), part.findtext(f"{_FLAT}binaryData")
        if xml is not None and len(xml):
            parts[name] = etree.tostring(xml[0])
        elif binary:
            try:
                parts[name] = base64.b64decode(binary)
            except binascii.Error as error:
                raise CannotRead("Nội dung XML bên trong tệp bị lỗi, không đọc được; đề nghị gửi lại.") from error
    return parts
