"""How much may be sent, from the narrow to the wide: whose mail caused it, to whom, for which unit, of which kind, all.

A narrow limit is reached long before a wide one, so that whoever floods us silences the answers to himself alone: the
wide ones are as wide as all that the limits of the units let through together (`lacking`). Each opens as time passes:
what is counted are the letters of the last hour and the last day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from rules.letter_kind import RECEIPT, RECEIPTS, LetterKind, letter_kind
from rules.mail import untagged
from rules.roster import Roster

Scope = Literal["sender", "address", "unit", "strangers", "kind", "all"]
_Counted = Literal[Scope, "receipt of unit", "receipt to address"]
WIDE: frozenset[Scope] = frozenset({"kind", "all"})
"""What may stop everybody. It never holds a letter to the office, which does not count there either, nor a unit's first
receipt of the day."""

FOR_OFFICE = 5  # times as many: on a busy day the office writes often, and each answer is answered
STALE = timedelta(days=1)
"""An acknowledgement that waited longer tells nobody anything; the office has its question about the mail."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter that left, or that wants to. `cause` wrote the mail that it answers; "" where no mail caused it."""

    to: tuple[str, ...]
    kind: LetterKind
    at: datetime
    unit: str | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Letters at most in an hour and in a day. `strangers_hour`: to all addresses together that no roster knows."""

    sender_hour: int
    sender_day: int
    address_hour: int
    address_day: int
    unit_hour: int
    unit_day: int
    strangers_hour: int
    kind_hour: int
    kind_day: int
    hour: int
    day: int


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit that has been reached. `about`: the address, unit or kind that it counts; "" where it counts all."""

    scope: Scope
    about: str
    limit: int
    window: timedelta
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class _Line:
    scope: Scope
    about: str
    hour: int | None
    day: int | None

    def limits(self) -> Iterator[tuple[timedelta, int]]:
        if self.hour is not None:
            yield _HOUR, self.hour
        if self.day is not None:
            yield _DAY, self.day


class Tally:
    """What left in the last day, by what the limits count. Sendings are added in the order of their moments."""

    def __init__(self, history: Iterable[Sending] = ()) -> None:
        self._moments: defaultdict[tuple[_Counted, str], list[datetime]] = defaultdict(list)
        for one in history:
            self.add(one)

    def add(self, one: Sending) -> None:
        for scope, about in _counted(one):
            self._moments[scope, about].append(one.at)

    def since(self, scope: _Counted, about: str, moment: datetime) -> list[datetime]:
        """Moments later than this one."""
        return [at for at in self._moments.get((scope, about), ()) if at > moment]


def _counted(one: Sending) -> Iterator[tuple[_Counted, str]]:
    if one.kind.uncapped:
        return
    if one.cause:
        yield "sender", untagged(one.cause)
    for address in one.to:
        yield "address", untagged(address)
    if one.unit:
        yield "unit", one.unit
    if one.kind.reader == "stranger":
        yield "strangers", ""
    if one.kind.reader != "office":
        yield "kind", one.kind.name
        yield "all", ""
    if one.kind in (RECEIPT, RECEIPTS):
        if one.unit:
            yield "receipt of unit", one.unit
        for address in one.to:
            yield "receipt to address", untagged(address)


def may_send(
    letter: Sending, sent: Tally, limits: Limits, is_office: Callable[[str], bool], midnight: datetime
) -> Cap | None:
    """None if the letter may leave at its moment `at`, given what left before; else the narrowest limit it would
    break. `midnight`: when the day began, for the first receipt of the day."""
    if letter.kind.uncapped:
        return None
    to_office = letter.kind.reader == "office" or all(map(is_office, letter.to))
    spared = to_office or _first_receipt_of_the_day(letter, sent, midnight)
    for line in _lines(letter, limits, is_office):
        if line.scope in WIDE and spared:
            continue
        for window, limit in line.limits():
            moments = sent.since(line.scope, line.about, letter.at - window)
            if len(moments) >= limit:
                return Cap(line.scope, line.about, limit, window, moments[len(moments) - limit] + window)
    return None


def _lines(letter: Sending, limits: Limits, is_office: Callable[[str], bool]) -> Iterator[_Line]:
    """From the narrow to the wide."""
    if letter.cause:
        times = FOR_OFFICE if is_office(letter.cause) else 1
        yield _Line("sender", untagged(letter.cause), times * limits.sender_hour, times * limits.sender_day)
    for address in letter.to:
        times = FOR_OFFICE if is_office(address) else 1
        yield _Line("address", untagged(address), times * limits.address_hour, times * limits.address_day)
    if letter.unit:
        yield _Line("unit", letter.unit, limits.unit_hour, limits.unit_day)
    if letter.kind.reader == "stranger":
        yield _Line("strangers", "", limits.strangers_hour, None)
    yield _Line("kind", letter.kind.name, limits.kind_hour, limits.kind_day)
    yield _Line("all", "", limits.hour, limits.day)


def _first_receipt_of_the_day(letter: Sending, sent: Tally, midnight: datetime) -> bool:
    if letter.kind not in (RECEIPT, RECEIPTS):
        return False
    if letter.unit:
        return not sent.since("receipt of unit", letter.unit, midnight)
    return not any(sent.since("receipt to address", untagged(address), midnight) for address in letter.to)


def lacking(limits: Limits, units: int) -> dict[str, int]:
    """The wide limits that a flood in the names of so many units could reach, each with what it should be at least."""
    hour, day = units * limits.unit_hour, units * limits.unit_day
    wanted = {"kind_hour": hour, "kind_day": day, "hour": hour + limits.strangers_hour, "day": day}
    return {name: least for name, least in wanted.items() if getattr(limits, name) < least}


def in_words(cap: Cap, roster: Roster) -> str:
    """A Vietnamese clause: which limit was reached."""
    unit = roster.find(cap.about) if cap.scope == "unit" else None
    what = {
        "sender": f"thư trả lời các thư do {cap.about} gửi",
        "address": f"thư gửi tới {cap.about}",
        "unit": f"thư gửi {unit.name if unit else cap.about}",
        "strangers": "thư gửi các địa chỉ chưa có trong danh sách",
        "kind": letter_kind(cap.about).called if cap.scope == "kind" else "",
        "all": "thư",
    }[cap.scope]
    return f"đã đạt giới hạn {cap.limit} {what} trong một {'giờ' if cap.window == _HOUR else 'ngày'}"
