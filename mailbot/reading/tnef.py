"""winmail.dat: how Outlook packs attachments when it believes that all the world has Exchange (MS-OXTNEF 2.1)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.reading.archive import decode_name, safe_name
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.protocol import ReadMember
from rules.document import ParsedDocument

_NEW_ATTACHMENT, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME = 0x3707
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_UNICODE = 0x1F


@dataclass(slots=True)
class _Attachment:
    name: str = ""
    content: bytes = b""


def parse(name: str, content: bytes, budget: Budget, read_member: ReadMember) -> ParsedDocument:
    """The attachments as members; raises CannotRead where there are none or the file is broken."""
    found: list[_Attachment] = []
    try:
        for kind, data in _attributes(content):
            if kind == _NEW_ATTACHMENT:
                found.append(_Attachment())
            elif found and kind == _TITLE:
                found[-1].name = found[-1].name or decode_name(data.rstrip(b"\x00"))
            elif found and kind == _DATA:
                found[-1].content = data
            elif found and kind == _PROPERTIES:
                found[-1].name = _long_name(data) or found[-1].name
    except struct.error as error:
        raise CannotRead("Tệp winmail.dat bị hỏng, không đọc được; đề nghị gửi lại từng tệp đính kèm.") from error
    files = [attachment for attachment in found if attachment.content][: budget.documents]
    if not files:
        raise CannotRead("Tệp winmail.dat không chứa tệp đính kèm nào.")
    return ParsedDocument(
        name, "tnef", members=tuple(read_member(safe_name(file.name), file.content) for file in files)
    )


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each attribute: level (1 byte), type and number (4), length (4), data, checksum (2)."""
    position = 6  # signature and key
    while position + 9 <= len(content):
        kind, length = struct.unpack_from("<II", content, position + 1)
        start = position + 9
        if start + length > len(content):
            raise struct.error
        yield kind, content[start : start + length]
        position = start + length + 2


def _long_name(data: bytes) -> str:
    """The property PidTagAttachLongFilename among the MAPI properties of an attachment (MS-OXTNEF 2.1.3.4)."""
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, 1000)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _past_name(data, position)
        size = _FIXED.get(kind)
        if size is not None:
            position += size
            continue
        (values,) = struct.unpack_from("<I", data, position)
        position += 4
        for _ in range(min(values, 1000)):
            if kind & 0x1000 and (kind & 0xFFF) in _FIXED:
                position += _FIXED[kind & 0xFFF]
                continue
            (length,) = struct.unpack_from("<I", data, position)
            value = data[position + 4 : position + 4 + length]
            position += 4 + (length + 3) // 4 * 4
            if number == _LONG_NAME:
                text = value.decode("utf-16-le", "replace") if kind == _UNICODE else decode_name(value)
                return text.rstrip("\x00")
    return ""


def _past_name(data: bytes, position: int) -> int:
    """Behind the name of a named property: a GUID, and a number or a string."""
    kind, length = struct.unpack_from("<II", data, position + 16)
    if kind == 0:
        return position + 24
    return position + 24 + (int(length) + 3) // 4 * 4
