"""Office files that are the same bytes whenever they are written from the same facts.

Word and Excel files are zip archives; the libraries put the moment of writing into each entry and into the core
properties. Both are set to one fixed moment here, for a draft is dated by the person who signs it.
"""

import io
import re
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip archive can say
_CORE = "docProps/core.xml"
_CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator><dc:identifier>{identifier}</dc:identifier>"
    "<dc:language>vi-VN</dc:language><cp:contentStatus>{status}</cp:contentStatus></cp:coreProperties>"
)


def fixed(
    package: bytes,
    *,
    title: str,
    creator: str,
    identifier: str,
    parts: Mapping[str, bytes] | None = None,
    status: str = "Dự thảo",
) -> bytes:
    """The package with fixed times and plain core properties; `parts` replaces entries by name."""
    core = _CORE_XML.format(
        title=escaped(title), creator=escaped(creator), identifier=escaped(identifier), status=escaped(status)
    )
    replaced = {_CORE: core.encode(), **(parts or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, replaced.get(name, _unlinked(name, source.read(name))))
    return out.getvalue()


def _unlinked(name: str, part: bytes) -> bytes:
    """A format of chart labels that says whether it is the one of the cells: programs differ where nothing is said."""
    if "/charts/" not in name:
        return part
    return re.sub(rb'(<(?:c:)?numFmt formatCode="[^"]*") ?/>', rb'\1 sourceLinked="0"/>', part)


def clean(text: str) -> str:
    """Text that XML 1.0 can hold: control characters and surrogates become spaces."""
    return _NOT_XML.sub(" ", text)


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Text as it stands in XML, in element and attribute alike."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
