"""Mails that the server lists and does not hand out, until it does or they are there no longer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from rules.letters.retry import LONGEST
from rules.season import WithheldMail
from storage.mapping import withheld_from_row
from storage.tables import LocationRow, WithheldRow

End = Literal["taken", "gone", "renumbered"]


@dataclass(frozen=True, slots=True)
class Numbering:
    """A folder of a mailbox under one UIDVALIDITY: what a UID means something in."""

    account: str
    folder: str
    uidvalidity: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the server did instead of handing a mail out: in Vietnamese, and in its own words ("": it said nothing)."""

    uid: int
    reason: str
    said: str
    arrived_at: datetime | None


class Aside:
    def __init__(self, session: Session) -> None:
        self.session = session

    def _rows(self) -> list[WithheldRow]:
        """Those that still are withheld, in the order in which they were set aside."""
        statement = select(WithheldRow).where(col(WithheldRow.ended_at).is_(None))
        return list(self.session.exec(statement.order_by(col(WithheldRow.id))))

    def all(self) -> tuple[WithheldMail, ...]:
        return tuple(map(withheld_from_row, self._rows()))

    def uids(self, place: Numbering) -> set[int]:
        return {row.uid for row in self._of(place)}

    def and_due(self, place: Numbering, now: datetime) -> tuple[set[int], list[int]]:
        """The UIDs, and those to be asked for again by now, ascending."""
        here = self._of(place)
        # A moment that is farther away was noted by a clock that was wrong.
        due = (row.uid for row in here if not (row.next_try_at and now < row.next_try_at <= now + LONGEST))
        return {row.uid for row in here}, sorted(due)

    def note(self, place: Numbering, refusal: Refusal, at: datetime) -> int | None:
        """Refused once more: which try that was. None for a mail that was stored before: it is not missed."""
        here = asdict(place) | {"uid": refusal.uid}
        if self.session.exec(select(LocationRow.id).filter_by(**here)).first() is not None:
            return None
        row = self.session.exec(select(WithheldRow).filter_by(**here)).first()
        if row is None:
            row = WithheldRow(**here, since=at, reason=refusal.reason)
        row.tries += 1
        row.reason, row.said = refusal.reason, refusal.said
        row.arrived_at = refusal.arrived_at or row.arrived_at
        row.ended_at, row.end = None, ""
        self.session.add(row)
        return row.tries

    def ask_again(self, place: Numbering, uid: int, at: datetime | None) -> None:
        """When the server is asked for a mail again."""
        for row in self._of(place, WithheldRow.uid == uid):
            row.next_try_at = at
            self.session.add(row)

    def end(self, place: Numbering, uids: Iterable[int], end: End, at: datetime) -> list[int]:
        """They are withheld no longer; which of them were."""
        wanted = set(uids)
        return [self._end(row, end, at) for row in self._of(place) if row.uid in wanted]

    def renumbered(self, place: Numbering, at: datetime) -> bool:
        """What was set aside under an earlier numbering of the folder is met again under this one. Was there any?"""
        earlier = [
            row
            for row in self._rows()
            if (row.account, row.folder) == (place.account, place.folder) and row.uidvalidity != place.uidvalidity
        ]
        return bool([self._end(row, "renumbered", at) for row in earlier])

    def _of(self, place: Numbering, *further: Any) -> list[WithheldRow]:
        statement = select(WithheldRow).filter_by(**asdict(place), ended_at=None)
        return list(self.session.exec(statement.where(*further)))

    def _end(self, row: WithheldRow, end: End, at: datetime) -> int:
        row.ended_at, row.end, row.next_try_at = at, end, None
        self.session.add(row)
        return row.uid
