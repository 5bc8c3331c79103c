"""How much of the text of one initiative stands in another: for the person who appraises, never a verdict."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
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
    letters: dict[str, str] = {}
    folded = [(other.owner, _in_letters(other, letters)) for other in others]
    choices: dict[str, list[str | None]] = {}
    found = []
    for piece in pieces:
        if piece.owner not in choices:
            choices[piece.owner] = [text if owner != piece.owner else None for owner, text in folded]
        found.append(_most_alike(_in_letters(piece, letters), others, choices[piece.owner]))
    return tuple(found)


def _most_alike(own: str | None, others: Sequence[Piece], texts: Sequence[str | None]) -> Alike | None:
    """`texts`: of the others, None of those that it is not compared with."""
    if own is None:
        return None
    best = process.extractOne(own, texts, scorer=Indel.normalized_similarity, score_cutoff=LEAST)
    return None if best is None else Alike(others[best[2]], best[1])


def _in_letters(piece: Piece, letters: dict[str, str]) -> str | None:
    """The text with one letter for each word, in which words are compared as fast as letters are; None: too short."""
    own = words(f"{piece.title} {piece.text}")
    if len(own) < _WORDS_AT_LEAST:
        return None
    return "".join(letters.setdefault(word, chr(min(_FIRST + len(letters), sys.maxunicode))) for word in own)


_FIRST = 0xE000  # of a million letters that mean nothing here; should there be more words, the last ones share one
