"""Ways to break a file: its bytes, and for packages also the XML inside."""

import io
import zipfile
from random import Random

INTERESTING = (
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b"&x;",
    b'"',
    b"-1",
    b"99999999999",
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"\n\n",
)


def mutate(data: bytes, chance: Random) -> bytes:
    """The bytes with one to eight small or large changes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 4, 16, 200))
        match chance.randrange(6):
            case 0:
                changed[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = chance.choice(INTERESTING)
            case 3:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 2, 30))
            case 4:
                changed = changed[:at] if chance.random() < 0.3 else changed
            case _:
                other = chance.randrange(len(changed) + 1)
                changed[at : at + length] = changed[other : other + length]
    return bytes(changed)


def broken(data: bytes, chance: Random) -> bytes:
    """The file broken from outside or, where it is a package, in one of its parts."""
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return mutate(data, chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        names = given.namelist()
        victim = chance.choice(names)
        for name in names:
            part = given.read(name)
            if name == victim and chance.random() < 0.1:
                continue
            made.writestr(name, broken(part, chance) if name == victim else part)
    return buffer.getvalue()
