"""What would leave to the office in the same hour leaves as one letter.

The first of these is the letter; the others are told within it, and their keys stand among its items, so none comes
again. Numbers that may be answered are those of the first: where it lists units to be reminded, questions are only
counted, since "trừ 3" and "3 đúng" must not be taken for each other. Decisions that were done may be taken back there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rules import letter_kind as kinds
from rules.letter_kind import LetterKind
from rules.letters.letter import Enclosed, LetterOrder, OfficeFacts, carrying
from rules.season import BROUGHT, DECISION, DONE, TOLD

Dressed = tuple[LetterOrder, Sequence[Enclosed]]

_HOSTS: tuple[LetterKind, ...] = (
    kinds.QUESTIONS,
    kinds.ANNOUNCEMENT,
    kinds.CLOSING,
    kinds.OFFICE_REMINDER,
    kinds.WEEKLY,
    kinds.DIGEST,
)
"""Kinds that may bring others along, the likeliest first."""
_GUESTS = frozenset(
    {
        kinds.CLOSING,
        kinds.OFFICE_REMINDER,
        kinds.WEEKLY,
        kinds.DIGEST,
        kinds.SILENT,
        kinds.JUNK,
        kinds.BEFORE_GO_LIVE,
        kinds.DONE,
    }
)
"""Alarms, held mails and each batch stay letters of their own: to be answered, or seen at once."""


def together(letters: Iterable[Dressed]) -> tuple[Dressed, ...]:
    """The letters that leave, each with its files, in the order in which they were planned."""
    given = tuple(letters)
    host = next((at for kind in _HOSTS for at, (order, _) in enumerate(given) if order.kind == kind), None)
    if host is None:
        return given
    main = given[host][0]
    guests = [at for at, (order, _) in enumerate(given) if at != host and _may_join(order, main)]
    if not guests:
        return given
    brought = _bring(given[host], [given[at] for at in guests])
    return tuple(brought if at == host else one for at, one in enumerate(given) if at not in guests)


def may_bring(host: LetterOrder, guest: LetterOrder) -> bool:
    """Whether a letter that leaves now may tell the other one within it."""
    return host.kind in _HOSTS and _may_join(guest, host)


def _may_join(guest: LetterOrder, host: LetterOrder) -> bool:
    """Its own deadline the office reads in a subject of its own, not behind that of a batch."""
    hidden = host.kind == kinds.ANNOUNCEMENT and guest.kind == kinds.OFFICE_REMINDER
    return guest.kind in _GUESTS and guest.to == host.to and not hidden


def _bring(host: Dressed, guests: Sequence[Dressed]) -> Dressed:
    order, files = host
    stands_for = [item for guest, _ in guests for item in _stands_for(guest)]
    order = replace(
        order,
        items=(*order.items, *stands_for),
        along=tuple(_as_guest(guest, enclosed) for guest, enclosed in guests),
    )
    return order, (*files, *(file for _, enclosed in guests for file in enclosed))


def _stands_for(guest: LetterOrder) -> tuple[str, ...]:
    told = (item for item in guest.items if item.startswith((BROUGHT, TOLD)))
    done = (f"{DONE}{item.removeprefix(DECISION)}" for item in guest.items if item.startswith(DECISION))
    return (f"{BROUGHT}{guest.key}", *told, *done)


def _as_guest(order: LetterOrder, enclosed: Sequence[Enclosed]) -> LetterOrder:
    if isinstance(order.facts, OfficeFacts):
        facts = replace(order.facts, questions=(), asked=len(order.facts.questions))
        order = replace(order, facts=facts, items=())
    return carrying(order, enclosed)
