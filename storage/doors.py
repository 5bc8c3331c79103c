"""The door of the page: who asked to come in, who is in. Secrets are known by their digests alone."""

from datetime import datetime, timedelta
from typing import cast

from sqlmodel import Session, col, delete, select

from rules.doors import Entry, Visit, Way
from storage.tables import EntryRow, VisitRow
from storage.values import known

KEPT = timedelta(days=30)  # entries and visits that are over


class Doors:
    """None of these commits."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def ask(
        self, person: str, way: Way, now: datetime, lasts: timedelta, link: str, code: str = "", ticket: str = ""
    ) -> None:
        """`link`, `code`, `ticket` are digests. What is long over goes."""
        self.session.exec(delete(EntryRow).where(col(EntryRow.expires_at) < now - KEPT))
        self.session.exec(delete(VisitRow).where(col(VisitRow.seen_at) < now - KEPT))
        row = EntryRow(
            link=link, code=code, ticket=ticket, person=person, way=way, made_at=now, expires_at=now + lasts
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()

    def asked_for(self, person: str) -> tuple[Entry, ...]:
        rows = self.session.exec(select(EntryRow).where(EntryRow.person == person).order_by(col(EntryRow.id)))
        return tuple(map(_entry, rows))

    def by_link(self, link: str) -> Entry | None:
        row = self.session.exec(select(EntryRow).where(EntryRow.link == link)).first()
        return _entry(row) if row else None

    def by_ticket(self, ticket: str) -> tuple[Entry, str] | None:
        """The latest that this browser asked for, with the digest of its code."""
        latest = select(EntryRow).where(EntryRow.ticket == ticket).order_by(col(EntryRow.id).desc())
        row = self.session.exec(latest).first()
        return (_entry(row), row.code) if row else None

    def wrong(self, entry: Entry) -> int:
        """A code was typed wrongly; how many by now."""
        row = self.session.get_one(EntryRow, entry.id)
        row.wrong += 1
        self.session.add(row)
        return row.wrong

    def spend(self, entry: Entry, now: datetime) -> None:
        row = self.session.get_one(EntryRow, entry.id)
        row.spent_at = now
        self.session.add(row)

    def begin(self, person: str, token: str, now: datetime) -> None:
        self.session.add(VisitRow(token=token, person=person, begun_at=now, seen_at=now))
        self.session.flush()

    def visit(self, token: str) -> Visit | None:
        row = self.session.exec(select(VisitRow).where(VisitRow.token == token)).first()
        return Visit(known(row.id), row.person, row.begun_at, row.seen_at, row.ended_at) if row else None

    def seen(self, visit: Visit, now: datetime) -> None:
        row = self.session.get_one(VisitRow, visit.id)
        row.seen_at = max(row.seen_at, now)
        self.session.add(row)

    def end(self, person: str, now: datetime, only: Visit | None = None) -> None:
        """One visit of a person ends, or all of them together with what was asked for and is not spent yet."""
        open_ones = select(VisitRow).where(VisitRow.person == person, col(VisitRow.ended_at).is_(None))
        for visit in self.session.exec(open_ones):
            if only is None or visit.id == only.id:
                visit.ended_at = now
                self.session.add(visit)
        if only is None:
            for entry in self.session.exec(
                select(EntryRow).where(EntryRow.person == person, col(EntryRow.spent_at).is_(None))
            ):
                entry.spent_at = now
                self.session.add(entry)


def _entry(row: EntryRow) -> Entry:
    way = cast(Way, row.way)
    return Entry(known(row.id), row.person, way, row.made_at, row.expires_at, row.wrong, row.spent_at)
