"""What shows that this installation made a workbook, and what of it was changed since: a secret of the draft, keys of
rows and marks of cells that nobody else can make.

All are HMACs (RFC 2104) of a key that only the installation has and the number of the draft, so equal facts still give
equal bytes. Whoever has only the code and the roster cannot write a workbook that is looked at; whoever was given a
copy can, so what it says is proposed like any other decision.
"""

import hmac
import re
from dataclasses import dataclass, field
from hashlib import sha256

MARK = 6  # hexadecimal digits of the mark of a cell
_STAMP = re.compile(r"Mã bản: ([0-9a-f]{16})-([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Seal:
    """`number`: of the draft, 16 hexadecimal digits of the digest of its facts."""

    key: bytes = field(repr=False)
    number: str

    @property
    def stamp(self) -> str:
        """As it stands in the workbook."""
        return f"Mã bản: {self.number}-{self._of('draft')[:32]}"

    def row(self, key: str) -> str:
        """The key of a row as the workbook shows it."""
        return self._of(f"row\0{key}")[:20]

    def mark(self, row: str, label: str, said: str) -> str:
        """What shows that the cell of this row and column says what it said when the workbook was made."""
        return self._of(f"cell\0{row}\0{label}\0{said}")[:MARK]

    def _of(self, what: str) -> str:
        return hmac.new(self.key, f"{self.number}\0{what}".encode(), sha256).hexdigest()


def seal_of(key: bytes, digest: str) -> Seal | None:
    """Of a draft whose facts have this digest; None where there is no key."""
    return Seal(key, digest[:16]) if key else None


def is_stamp(text: str) -> bool:
    return _STAMP.fullmatch(text.strip()) is not None


def verified(stamp: str, key: bytes) -> Seal | None:
    """The seal of the draft whose stamp this is, where this installation made it."""
    found = _STAMP.fullmatch(stamp.strip())
    seal = Seal(key, found[1]) if found and key else None
    return seal if seal and hmac.compare_digest(seal.stamp.encode(), stamp.strip().encode()) else None
