"""Compound files (MS-CFB 2.2-2.6): the streams inside old Office documents."""

import struct

from mailbot.reading.budget import CannotRead

_END = 0xFFFFFFFE
_DAMAGED = "Tệp Office cũ bị hỏng, không mở được; đề nghị gửi lại."


def stream(content: bytes, *names: str) -> bytes:
    """The bytes of the first stream of one of these names, empty where there is none; raises CannotRead."""
    try:
        return _stream(content, names)
    except (struct.error, IndexError, ValueError) as error:
        raise CannotRead(_DAMAGED) from error


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    sector_shift, small_shift = struct.unpack_from("<HH", content, 30)
    if sector_shift not in (9, 12) or small_shift != 6:
        raise ValueError(sector_shift)
    size = 1 << sector_shift
    first_directory, _, cutoff, first_small_fat = struct.unpack_from("<IIII", content, 48)
    fat = _fat(content, size)
    directory = _chain(content, fat, first_directory, size)
    root_start = root_size = 0
    found: dict[str, tuple[int, int]] = {}
    for entry in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, entry + 64)
        name = directory[entry : entry + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, stream_size = struct.unpack_from("<II", directory, entry + 116)
        if kind == 5:
            root_start, root_size = start, stream_size
        elif kind == 2:
            found.setdefault(name, (start, stream_size))
    for name in names:
        if name in found:
            start, length = found[name]
            if length >= cutoff:
                return _chain(content, fat, start, size)[:length]
            small = _chain(content, fat, root_start, size)[:root_size]
            table = _chain(content, fat, first_small_fat, size)
            return _small_chain(small, struct.unpack(f"<{len(table) // 4}I", table), start)[:length]
    return b""


def _sector(content: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    if start >= len(content):
        raise ValueError(number)
    return content[start : start + size]


def _fat(content: bytes, size: int) -> list[int]:
    sectors = [number for number in struct.unpack_from("<109I", content, 76) if number < _END - 1]
    next_difat, count = struct.unpack_from("<II", content, 68)
    while next_difat < _END - 1 and count > 0 and len(sectors) * size <= len(content):
        numbers = struct.unpack(f"<{size // 4}I", _sector(content, next_difat, size))
        sectors += [number for number in numbers[:-1] if number < _END - 1]
        next_difat, count = numbers[-1], count - 1
    fat: list[int] = []
    for number in sectors:
        data = _sector(content, number, size)
        fat += struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
    return fat


def _chain(content: bytes, fat: list[int], start: int, size: int) -> bytes:
    pieces: list[bytes] = []
    number = start
    while number < _END - 1:
        if len(pieces) > len(content) // size + 1:
            raise ValueError("a chain that runs in a circle")
        pieces.append(_sector(content, number, size))
        number = fat[number]
    return b"".join(pieces)


def _small_chain(small: bytes, fat: tuple[int, ...], start: int) -> bytes:
    pieces: list[bytes] = []
    number = start
    while number < _END - 1:
        if len(pieces) > len(fat):
            raise ValueError("a chain that runs in a circle")
        pieces.append(small[number * 64 : (number + 1) * 64])
        number = fat[number]
    return b"".join(pieces)
