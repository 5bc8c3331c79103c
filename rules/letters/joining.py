"""Receipts that follow each other closely are answered together, each mail by its name.

A person who writes twice is answered twice, at once. Whoever writes faster than anybody reads gets one receipt for what
came meanwhile: nothing is left unanswered, and nobody's mailbox fills.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rules.letter_kind import RECEIPTS
from rules.letters.letter import FORM, LetterOrder, ReceiptFacts, ReceiptsFacts

WITHIN = timedelta(minutes=10)
"""Receipts to one address that are looked at, and the longest that one of them waits for others."""

_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (0, 15, 30, 30, 30, 30, 30))
"""How long after the last receipt the next one leaves, by how many left within the last ten minutes: seven at most."""


def leaves_at(now: datetime, earlier: Sequence[datetime]) -> datetime:
    """When a receipt may leave that is ready now. `earlier`: when receipts to the same address left, in order."""
    recent = [at for at in earlier if now - WITHIN < at <= now]
    if not recent:
        return now
    if len(recent) >= len(_PAUSES):
        return recent[len(recent) - len(_PAUSES)] + WITHIN
    return max(now, recent[-1] + _PAUSES[len(recent)])


def joined(orders: Sequence[LetterOrder]) -> LetterOrder:
    """One order for all of them, in the order of arrival. All go to the same address."""
    first, *others = orders
    if not others:
        return first
    units, stages = ({getattr(order, name) for order in orders} for name in ("unit", "stage"))
    return replace(
        first,
        kind=RECEIPTS,
        key=f"receipts:{first.key}",
        facts=ReceiptsFacts(tuple(order.facts for order in orders if isinstance(order.facts, ReceiptFacts))),
        unit=first.unit if len(units) == 1 else None,
        stage=first.stage if len(stages) == 1 else None,
        also=tuple(order.arrival for order in others if order.arrival is not None),
        threaded=all(order.threaded for order in orders),
        attach=(FORM,) if any(FORM in order.attach for order in orders) else (),
    )
