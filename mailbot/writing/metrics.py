"""How wide a text is in Times New Roman, so that a rule can be as long as the words above it.

NĐ 30/2020/NĐ-CP measures the rules under Tiêu ngữ, the agency and the subject by the length of their texts. The
widths are those of the face in thousandths of its size; the marks of Vietnamese letters add none.
"""

import unicodedata

_BOLD = {
    **dict.fromkeys("abhkdnpquđ", 556) | dict.fromkeys("agovxy", 500) | dict.fromkeys("cerz", 444),
    **dict.fromkeys("fjt:;()-", 333) | {"i": 278, "l": 278, "m": 833, "s": 389, "w": 722, " ": 250},
    **dict.fromkeys("ACDĐNRUVXY", 722) | dict.fromkeys("BELTZ", 667) | dict.fromkeys("GHKOQ", 778),
    **dict.fromkeys("FP", 611) | {"I": 389, "J": 500, "M": 944, "S": 556, "W": 1000, "&": 833, "/": 278},
    **dict.fromkeys(".,", 250) | dict.fromkeys("0123456789–“”", 500),
}
_OTHER = 556


def bold_width(text: str, size: float) -> float:
    """The width of bold text of a size in points, in points."""
    return sum(map(_WIDTHS.__getitem__, text)) * size / 1000


class _Widths(dict[str, int]):
    """By letter, with its marks or without: each is looked at once."""

    def __missing__(self, letter: str) -> int:
        bare = (part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        self[letter] = sum(_BOLD.get(part, _OTHER) for part in bare)
        return self[letter]


_WIDTHS = _Widths()
