"""Decisions of people: each keeps what the rows were before, so that it can be taken back.

What a decision changes is seen where it is flushed, not told by whoever changes it, so nothing can be forgotten.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, UOWTransaction
from sqlmodel import Session, SQLModel, col, or_, select

from rules.rulings import Entered
from storage.mapping import known
from storage.tables import DecisionRow, EnteredRow, MarkRow, QuestionRow, SenderRow, VersionRow

_KEPT: dict[str, type[SQLModel]] = {
    str(table.__tablename__): table for table in (VersionRow, MarkRow, SenderRow, QuestionRow, EnteredRow)
}
"""The tables whose rows a decision may change."""

Change = dict[str, Any]  # {"table", "key", "before", "after"}; "before" None: the row was made


class Overtaken(Exception):
    """A later decision changed the same rows: that one must be taken back first."""


class Decisions:
    """The decisions of a campaign."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    @contextmanager
    def watching(self) -> Iterator[list[Change]]:
        """The list fills with what is changed inside, once the block is left."""
        changes: list[Change] = []
        watcher = _Watcher()
        self.session.flush()
        event.listen(self.session, "before_flush", watcher.before_flush)
        event.listen(self.session, "after_flush", watcher.after_flush)
        try:
            yield changes
            self.session.flush()
        finally:
            event.remove(self.session, "before_flush", watcher.before_flush)
            event.remove(self.session, "after_flush", watcher.after_flush)
        changes += watcher.changes()

    def add(self, row: DecisionRow) -> int:
        self.session.add(row)
        self.session.flush()
        return known(row.id)

    def find(self, number: int) -> DecisionRow | None:
        row = self.session.get(DecisionRow, number)
        return row if row is not None and row.campaign == self.campaign else None

    def of_question(self, question: int) -> DecisionRow | None:
        """The decision that answered a question and still holds."""
        statement = select(DecisionRow).where(DecisionRow.question_id == question, col(DecisionRow.undone_at).is_(None))
        return self.session.exec(statement.order_by(col(DecisionRow.id).desc())).first()

    def about(self, arrival: int, units: Sequence[str] = ()) -> list[DecisionRow]:
        """Decisions about a mail or given in it, and those about some units."""
        statement = select(DecisionRow).where(
            DecisionRow.campaign == self.campaign,
            or_(DecisionRow.about_id == arrival, DecisionRow.arrival_id == arrival, col(DecisionRow.unit).in_(units)),
        )
        return list(self.session.exec(statement.order_by(col(DecisionRow.id))))

    def all(self) -> list[DecisionRow]:
        statement = select(DecisionRow).where(DecisionRow.campaign == self.campaign)
        return list(self.session.exec(statement.order_by(col(DecisionRow.id))))

    def undo(self, row: DecisionRow, by: str, at: datetime) -> None:
        """Every row as it was before. Raises Overtaken, and changes nothing, where one was changed since."""
        found = [(change, self._row(change)) for change in row.changes]
        if any(target is not None and _state(target, change["after"]) != change["after"] for change, target in found):
            raise Overtaken
        for change, target in found:
            if target is not None:
                self._restore(target, change["before"], at)
        row.undone_at, row.undone_by = at, by
        self.session.add(row)
        self.session.flush()

    def _row(self, change: Change) -> SQLModel | None:
        """None where the row is gone: the mail was read anew since."""
        return self.session.get(_KEPT[change["table"]], tuple(change["key"]))

    def _restore(self, target: SQLModel, before: dict[str, Any] | None, at: datetime) -> None:
        if before is not None:
            for name, value in before.items():
                setattr(target, name, _from_json(value))
        elif isinstance(target, MarkRow | EnteredRow):
            target.undone_at = at
        else:
            self.session.delete(target)
            return
        self.session.add(target)


class _Watcher:
    """Collects the columns of changed rows at each flush."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, tuple[Any, ...]], dict[str, Any] | None] = {}
        self._rows: dict[tuple[str, tuple[Any, ...]], SQLModel] = {}
        self._new: list[SQLModel] = []

    def before_flush(self, session: Session, context: UOWTransaction, instances: object) -> None:
        self._new += [row for row in session.new if isinstance(row, SQLModel) and type(row) in _KEPT.values()]
        for row in session.dirty:
            if isinstance(row, SQLModel) and type(row) in _KEPT.values():
                self._note(row)

    def after_flush(self, session: Session, context: UOWTransaction) -> None:
        for row in self._new:
            self._before.setdefault(_place(row), None)
            self._rows[_place(row)] = row
        self._new.clear()

    def _note(self, row: SQLModel) -> None:
        state = cast(InstanceState[Any], inspect(row))
        changed = {}
        for attribute in state.mapper.column_attrs:
            history = state.attrs[attribute.key].history
            if history.has_changes():
                changed[attribute.key] = _to_json(history.deleted[0] if history.deleted else None)
        if changed:
            place = _place(row)
            before = self._before.setdefault(place, {})
            if before is not None:
                for name, value in changed.items():
                    before.setdefault(name, value)
            self._rows[place] = row

    def changes(self) -> Iterator[Change]:
        for place, before in self._before.items():
            row = self._rows[place]
            names = before if before is not None else [one.key for one in inspect(type(row)).column_attrs]
            after = {name: _to_json(getattr(row, name)) for name in names}
            yield {"table": place[0], "key": list(place[1]), "before": before, "after": after}


def _place(row: SQLModel) -> tuple[str, tuple[Any, ...]]:
    mapper = inspect(type(row))
    return str(type(row).__tablename__), tuple(mapper.primary_key_from_instance(row))


def _state(row: SQLModel, like: dict[str, Any]) -> dict[str, Any]:
    return {name: _to_json(getattr(row, name)) for name in like}


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"moment"}:
        return datetime.fromisoformat(value["moment"])
    if isinstance(value, dict) and set(value) == {"day"}:
        return date.fromisoformat(value["day"])
    return value


class Workbook:
    """What people entered in the input sheets of the workbook."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    def enter(self, cell: Entered) -> None:
        self.session.add(
            EnteredRow(
                campaign=self.campaign, row=cell.row, column=cell.column, value=cell.value, by=cell.by, at=cell.at
            )
        )

    def entered(self) -> tuple[Entered, ...]:
        """Every cell that stands, in the order of entry."""
        rows = self.session.exec(
            select(EnteredRow)
            .where(EnteredRow.campaign == self.campaign, col(EnteredRow.undone_at).is_(None))
            .order_by(col(EnteredRow.id))
        )
        return tuple(Entered(row.row, row.column, row.value, row.by, row.at) for row in rows)
