"""A unit's own words, shortened by leaving out and by nothing else."""

import re

LEFT_OUT = "(…)"
"""Stands where words of the unit were left out; square brackets are the gaps of people."""

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?!\s|$)[^.!?;\n]*)*[.!?;]?")
_BULLET = re.compile(r"^\s*(?:[-–—•+*▪●]|\d{1,2}[.)](?!\d)|[a-zđ][.)])\s+")
_CLAUSE = re.compile(r",\s")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without bullets: each a piece of the text, white space inside a line as it stands."""
    found = (_BULLET.sub("", match.group()).strip(" ;") for match in _SENTENCE.finditer(text))
    return tuple(piece for piece in found if any(letter.isalnum() for letter in piece))


def shortened(text: str, limit: int) -> str:
    """Whole sentences in their order up to `limit` characters, those with figures before others.

    A single sentence that is longer is cut at a comma. What is left out is marked, at the end by an ellipsis.
    """
    pieces = sentences(text)
    if not pieces:
        return ""
    kept = _fitting(pieces, limit)
    if not kept:
        longest = max(pieces, key=_figures)
        return f"{_cut(longest, limit)} {LEFT_OUT}"
    told: list[str] = []
    for place, piece in enumerate(pieces):
        if place in kept:
            told.append(piece)
        elif not told or told[-1] != LEFT_OUT:
            told.append(LEFT_OUT)
    return _joined([piece for piece in told if piece != LEFT_OUT] if len(kept) == len(pieces) else told)


def _fitting(pieces: tuple[str, ...], limit: int) -> set[int]:
    order = sorted(range(len(pieces)), key=lambda place: (-_figures(pieces[place]), place))
    kept: set[int] = set()
    used = 0
    for place in order:
        if used + len(pieces[place]) <= limit:
            kept.add(place)
            used += len(pieces[place]) + 2
    return kept


def _figures(piece: str) -> int:
    return min(3, len(re.findall(r"\d[\d.,]*", piece)))


def _cut(piece: str, limit: int) -> str:
    ends = [match.start() for match in _CLAUSE.finditer(piece) if match.start() <= limit]
    return piece[: ends[-1]] if ends else piece[:limit].rsplit(" ", 1)[0]


def _joined(told: list[str]) -> str:
    """Pieces one after another; one without a stop is parted from the next by a semicolon."""
    text = ""
    for piece in told:
        gap = "" if not text else " " if text[-1] in ".!?" or piece == LEFT_OUT or text.endswith(LEFT_OUT) else "; "
        text += gap + piece
    return text.rstrip(" ;")
