"""What a file is, by its bytes; the name is only a hint. What tells each format stands in its entry."""

import struct

from rules.file_format import FORMATS

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB: what is in it tells the format
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def detect(content: bytes) -> str:
    """The name of the format; "encrypted" is an Office file with a password, "unknown" what no format tells.

    A zip is told from office files by the names in its directory; see `detect_package`.
    """
    if not content.strip(b"\x00\r\n\t "):
        return "empty"
    if content.startswith(_COMPOUND):
        return detect_compound(content)
    for one in FORMATS.values():
        if content.startswith(one.magic):
            return one.name
    return next((one.name for one in FORMATS.values() if one.looks(content)), "unknown")


def detect_package(names: list[str], mimetype: bytes) -> str:
    """What a zip is, by the names of its entries and the entry `mimetype` of OpenDocument."""
    lower = {name.lower() for name in names}
    if mimetype.startswith(_OPEN_DOCUMENT):
        said = mimetype.removeprefix(_OPEN_DOCUMENT)
        return next((one.name for one in FORMATS.values() if one.mimetype and said.startswith(one.mimetype)), "unknown")
    for one in FORMATS.values():
        if one.entry and one.entry in lower:
            return one.name
    if any(name.endswith(".iwa") for name in lower):  # Pages, Numbers and Keynote of Apple
        return "iwork"
    if "[content_types].xml" in lower:
        folders = {name.split("/")[0] for name in lower}
        return next((one.name for one in FORMATS.values() if one.folder and one.folder in folders), "zip")
    return "zip"


def detect_compound(content: bytes) -> str:
    """What a compound file (MS-CFB) is, by the names in its directory sectors. A password hides what else it is."""
    names = compound_names(content)
    if names.intersection(FORMATS["encrypted"].stream):
        return "encrypted"
    return next((one.name for one in FORMATS.values() if names.intersection(one.stream)), "unknown")


def compound_names(content: bytes) -> set[str]:
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
