"""How much of the text of one initiative stands in another: for the person who appraises, never a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from rules.text import words

LEAST = 0.5
"""From here on a pair is shown. Two texts of one subject by different hands share a third of their words at most."""

_WORDS_AT_LEAST = 8
"""Shorter texts are equal by chance: "Họp không giấy" is a title of many."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to compare. `owner`: texts of the same one are not compared with each other; `source` is shown."""

    owner: str
    source: str  # "THPT số 1 Bát Xát", "THPT số 1 Bát Xát, CCHC năm 2023"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """The piece that is most like another one. `share` of equal words in order, 0..1, of both texts together."""

    piece: Piece
    share: float


def most_alike(pieces: Sequence[Piece], others: Sequence[Piece]) -> tuple[Alike | None, ...]:
    """For each piece the one of another owner with the largest share of equal text, None where none reaches LEAST."""
    folded = [words(f"{piece.title} {piece.text}") for piece in others]
    return tuple(_most_alike(piece, others, folded) for piece in pieces)


def _most_alike(piece: Piece, others: Sequence[Piece], folded: Sequence[tuple[str, ...]]) -> Alike | None:
    own = words(f"{piece.title} {piece.text}")
    best: Alike | None = None
    least = LEAST
    for other, text in zip(others, folded, strict=True):
        if other.owner == piece.owner or min(len(own), len(text)) < _WORDS_AT_LEAST:
            continue
        share = Indel.normalized_similarity(own, text, score_cutoff=least)
        if share and (best is None or share > best.share):
            best, least = Alike(other, share), share
    return best
