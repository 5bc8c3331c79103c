"""Mail that is not ours, as columns: an office counts how many newsletters came, and no more is known of them."""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import Final, Literal, NamedTuple

Kind = Literal["other", "automatic", "own"]
KINDS: Final[tuple[Kind, ...]] = ("other", "automatic", "own")
_LETTERS: Final[dict[Kind, bytes]] = {"other": b"o", "automatic": b"a", "own": b"w"}  # capital: it came early
_EARLY = bytes(chr(code).isupper() for code in range(256))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNIT = timedelta(microseconds=1)


class FiledMail(NamedTuple):
    """One mail of which nothing is kept but when it came and what it was taken for."""

    number: int
    arrived_at: datetime
    decided_at: datetime  # when it was handled, or came where nobody knows that
    kind: Kind
    early: bool = False  # before go-live, or before the first start


def _numbers() -> "array[int]":
    return array("q")


@dataclass(frozen=True)
class Filed:
    """In the order in which they were decided. Moments are microseconds since 1970."""

    _number: "array[int]" = field(default_factory=_numbers)
    _arrived: "array[int]" = field(default_factory=_numbers)
    _decided: "array[int]" = field(default_factory=_numbers)
    _kinds: bytes = b""

    def __len__(self) -> int:
        return len(self._kinds)

    def __contains__(self, number: int) -> bool:
        return number in self._number

    def __iter__(self) -> Iterator[FiledMail]:
        kinds = {letter: kind for kind, letter in _LETTERS.items()}
        for number, arrived, decided, letter in zip(
            self._number, self._arrived, self._decided, self._kinds, strict=True
        ):
            kind = bytes([letter])
            yield FiledMail(number, _moment(arrived), _moment(decided), kinds[kind.lower()], kind.isupper())

    def changed(self, without: Collection[int], more: Iterable[FiledMail]) -> "Filed":
        """Without some numbers, where they are here, and with others. This very value where nothing differs."""
        kept = self if set(without).isdisjoint(self._number) else self._but(without)
        added = [
            (_micros(one.decided_at), one.number, _micros(one.arrived_at), _letter(one.kind, one.early)) for one in more
        ]
        return kept._with(sorted(added)) if added else kept

    def at(self, moment: datetime) -> tuple["Filed", tuple[FiledMail, ...]]:
        """What was decided by then, and what had come and waited to be read."""
        until = _micros(moment)
        end = bisect_right(self._decided, until)
        if end == len(self):
            return self, ()
        rest = self._part(end, len(self))
        return self._part(0, end), tuple(one for one in rest if one.arrived_at <= moment)

    def between(self, since: datetime, until: datetime) -> Counter[Kind]:
        """How many of each kind were decided after `since`, up to `until`; none that came early."""
        first, end = bisect_right(self._decided, _micros(since)), bisect_right(self._decided, _micros(until))
        return Counter({kind: self._kinds.count(letter, first, end) for kind, letter in _LETTERS.items()})

    def early(self) -> Counter[Kind]:
        """How many of each kind came early."""
        return Counter({kind: self._kinds.count(letter.upper()) for kind, letter in _LETTERS.items()})

    def counts(self) -> Counter[Kind]:
        """How many there are of each kind."""
        whole = self._kinds.lower()
        return Counter({kind: whole.count(letter) for kind, letter in _LETTERS.items()})

    def first_early(self) -> datetime | None:
        """When the first of those came that came early."""
        first = min(compress(self._arrived, self._kinds.translate(_EARLY)), default=None)
        return None if first is None else _moment(first)

    def _part(self, start: int, end: int) -> "Filed":
        return Filed(
            self._number[start:end], self._arrived[start:end], self._decided[start:end], self._kinds[start:end]
        )

    def _but(self, without: Collection[int]) -> "Filed":
        stays = bytes(number not in without for number in self._number)
        number, arrived, decided = (
            array("q", compress(column, stays)) for column in (self._number, self._arrived, self._decided)
        )
        return Filed(number, arrived, decided, bytes(compress(self._kinds, stays)))

    def _with(self, added: list[tuple[int, int, int, int]]) -> "Filed":
        """What is added comes behind what is here, but for what was decided before the last of these."""
        start = bisect_right(self._decided, added[0][0])
        later = zip(
            self._decided[start:], self._number[start:], self._arrived[start:], self._kinds[start:], strict=True
        )
        decided, number, arrived, kinds = zip(*sorted([*later, *added]), strict=True)
        return Filed(
            self._number[:start] + array("q", number),
            self._arrived[:start] + array("q", arrived),
            self._decided[:start] + array("q", decided),
            self._kinds[:start] + bytes(kinds),
        )


def _letter(kind: Kind, early: bool) -> int:
    letter = _LETTERS[kind]
    return (letter.upper() if early else letter)[0]


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _UNIT


def _moment(micros: int) -> datetime:
    return _EPOCH + micros * _UNIT
