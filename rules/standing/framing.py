"""Where on the pages of a paper a value stands, found by its words in the text layer of the drawn page.

What was read has lost its place on the page: it came from cells and paragraphs, not from ink. So the words of a value
are looked for in the order of the page; where they stand several times, near the title of the same initiative. A value
that is not found is not framed, and the page says so: a wrong frame is worse than none.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from rules.campaign import FieldSpec
from rules.initiative import TITLE, Json
from rules.text import words
from rules.wording import plain

_DAYS = re.compile(r"\d[\d/.-]*\d|\d")
_ENOUGH = 0.75  # of the words of a value, in order
_AHEAD = 4  # words of the page that may stand between two of the value: a page number, a bullet, a foot
_BEGINNING, _NEAR = 5, 80  # words of a value whose end is not drawn; words between it and its title
_FEW = 3  # words of a value that a label may have as well
_MOST_WORDS = 80  # of a value: where its beginning stands, the value stands


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page; places in ten-thousandths of its width and height, from the upper left."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A line of a value on a page (from 1)."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Sought:
    """A value and the ways in which a paper may write it. `item`: values of one initiative stand near its title."""

    key: str
    item: int
    is_title: bool
    ways: tuple[tuple[str, ...], ...]  # each: pieces that may stand apart (the people of a list)


def sought(key: str, item: int, spec: FieldSpec, value: Json) -> Sought:
    return Sought(key, item, spec.code == TITLE, _ways(spec, value))


def _ways(spec: FieldSpec, value: Json) -> tuple[tuple[str, ...], ...]:
    if isinstance(value, tuple):
        return (tuple(map(str, value)),)
    if isinstance(value, float):
        number = plain(value)
        return tuple(
            (one,) for one in dict.fromkeys((number, number.replace(",", "."), f"{value:.1f}", f"{value:.2f}"))
        )
    text = str(value or "")
    if spec.kind == "choice":
        found = next((one for one in spec.choices if one.code == text), None)
        return tuple((one,) for one in (found.label, *found.words)) if found else ((text,),)
    if spec.kind == "period" and len(ends := tuple(_DAYS.findall(text))) > 1:  # from and until in two columns
        return ((text,), ends)
    if spec.kind == "date":
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return ((text,),)
        short = f"{day.day}/{day.month}/{day.year}"
        return ((short,), (f"{day:%d/%m/%Y}",), (f"ngày {day.day} tháng {day.month} năm {day.year}",))
    return ((text,),)


def framed(pages: Sequence[Sequence[Word]], values: Sequence[Sought]) -> Mapping[str, tuple[Frame, ...]]:
    """By the key of each value that was found, its lines in order."""
    paper = _Paper(pages)
    titles: dict[int, int] = {}
    found: dict[str, tuple[Frame, ...]] = {}
    for one in sorted(values, key=lambda one: not one.is_title):
        anchor = titles.get(one.item)
        places = paper.places(one, anchor)
        if places:
            found[one.key] = paper.lines(places)
            if one.is_title:
                titles[one.item] = places[0]
                paper.taken.add(places[0])
    return found


class _Paper:
    """All words of all pages in order, and where each stands."""

    def __init__(self, pages: Sequence[Sequence[Word]]) -> None:
        self._tokens: list[str] = []
        self._at: list[tuple[int, Word]] = []
        for number, page in enumerate(pages, 1):
            for word in page:
                for token in words(word.text):
                    self._tokens.append(token)
                    self._at.append((number, word))
        self._starts: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self._tokens):
            self._starts[token].append(place)
        self.taken: set[int] = set()  # where titles begin that were found: of two alike each has one

    def places(self, value: Sought, anchor: int | None) -> list[int]:
        """The places of the words of a value in its likeliest way; none where it is not there."""
        best: tuple[float, list[int]] = (0.0, [])
        for way in value.ways:
            pieces = [self._piece(words(piece)[:_MOST_WORDS], anchor, value.is_title) for piece in way]
            share = sum(score for score, _ in pieces) / len(pieces) if pieces else 0.0
            if share > best[0]:
                best = (share, [place for _, found in pieces for place in found])
        return sorted(best[1])

    def _piece(self, wanted: Sequence[str], anchor: int | None, is_title: bool) -> tuple[float, list[int]]:
        if not wanted:
            return 0.0, []
        found = [self._run(wanted, start) for start in self._starts.get(wanted[0], ())]
        if not found and len(wanted) > 2:  # its first word is written otherwise
            found = [self._run(wanted[1:], start) for start in self._starts.get(wanted[1], ())]
        whole = [run for run in found if len(run) >= _ENOUGH * len(wanted)]
        if len(wanted) == 1:  # a number or a word says something only where it stands by itself, as in a cell
            whole = [run for run in whole if self._stand_alone(run)] or self._shares(whole, anchor)
        if is_title:
            whole = [run for run in whole if run[0] not in self.taken] or whole
        if not whole:  # a cell of Excel that is too small shows the beginning of its text alone
            whole = [run for run in found if _begins(run, anchor)]
        if not whole:
            return 0.0, []
        best = max(whole, key=partial(self._worth, anchor=anchor))
        return len(best) / len(wanted), best

    def _worth(self, run: Sequence[int], anchor: int | None) -> tuple[int, bool, int, int]:
        """The most words; a few of them rather as a cell of their own than within a label; the closest together; near
        the title."""
        alone = len(run) <= _FEW and self._stand_alone(run)
        return len(run), alone, run[0] - run[-1], -abs(run[0] - anchor) if anchor is not None else -run[0]

    def _shares(self, runs: Sequence[list[int]], anchor: int | None) -> list[list[int]]:
        """Of a number within sentences: the only per cent between the title of its initiative and the next title."""
        if anchor is None:
            return []
        end = min((place for place in self.taken if place > anchor), default=len(self._tokens))
        found = [run for run in runs if anchor < run[0] < end and self._is_share(run[0])]
        return found if len(found) == 1 else []

    def _is_share(self, place: int) -> bool:
        after = self._at[place + 1][1].text if place + 1 < len(self._at) else ""
        return "%" in self._at[place][1].text or after.startswith("%")

    def _run(self, wanted: Sequence[str], start: int) -> list[int]:
        """The places of as many of the words as follow one another from here."""
        run, place, missed = [start], start + 1, 0
        for token in wanted[1:]:
            ahead = range(place, min(place + _AHEAD, len(self._tokens)))
            met = next((at for at in ahead if self._tokens[at] == token), None)
            if met is None:
                missed += 1
                if missed > 1 + len(wanted) // 5:
                    break
                continue
            run.append(met)
            place = met + 1
        return run

    def _stand_alone(self, run: Sequence[int]) -> bool:
        """Whether nothing stands close before or behind these words on their lines; a sign of their own (%) may."""
        return not self._is_close(run[0], run[0] - 1) and not self._is_close(run[-1], run[-1] + 1)

    def _is_close(self, place: int, beside: int) -> bool:
        page, word = self._at[place]
        other = self._at[beside][1] if 0 <= beside < len(self._at) and self._at[beside][0] == page else None
        if other is None or other is word or not word.top <= (other.top + other.bottom) / 2 <= word.bottom:
            return False
        height = max(1, word.bottom - word.top)
        return max(other.left - word.right, word.left - other.right) < height

    def lines(self, places: Sequence[int]) -> tuple[Frame, ...]:
        """The words as one frame for each line that they stand on."""
        found: list[Frame] = []
        for page, group in groupby((self._at[place] for place in places), key=lambda one: one[0]):
            for word in dict.fromkeys(word for _, word in group):
                last = found[-1] if found else None
                if last and last.page == page and _same_line(last, word):
                    found[-1] = Frame(
                        page,
                        min(last.left, word.left),
                        min(last.top, word.top),
                        max(last.right, word.right),
                        max(last.bottom, word.bottom),
                    )
                else:
                    found.append(Frame(page, word.left, word.top, word.right, word.bottom))
        return tuple(found)


def _begins(run: Sequence[int], anchor: int | None) -> bool:
    """Whether enough of a value begins here to know it by, close to the title of its initiative."""
    return anchor is not None and len(run) >= _BEGINNING and abs(run[0] - anchor) < _NEAR


def _same_line(frame: Frame, word: Word) -> bool:
    """Whether the middle of the word lies within the line, and nothing wider than a gap between columns parts them."""
    middle = (word.top + word.bottom) / 2
    height = max(1, frame.bottom - frame.top)
    return frame.top <= middle <= frame.bottom and word.left - frame.right < 4 * height
