"""Rulings: what people decided, inserted and never changed; a turn says that one was confirmed or undone."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlmodel import Session, col, func, or_, select

from rules import rulings
from rules.document import Where
from rules.places import Item, Part, Place
from rules.rulings import Effect, How, Ruling, State, Turn
from storage.tables import RulingRow, TurnRow
from storage.values import known


class Rulings:
    """The decisions of a campaign."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign
        self._seen: _Seen | None = None

    def add(self, ruling: Ruling) -> int:
        """Keep a ruling with its turns; gives its number."""
        self._seen = None
        row = RulingRow(
            campaign=self.campaign,
            kind=ruling.kind,
            said=ruling.said,
            done=ruling.done,
            unit=ruling.unit,
            stage=ruling.stage,
            question_id=ruling.question,
            about_id=ruling.about,
            arrival_id=ruling.arrival,
            effects=[to_json(effect) for effect in ruling.effects],
        )
        self.session.add(row)
        self.session.flush()
        for turn in ruling.turns:
            self.turn(known(row.id), turn)
        return known(row.id)

    def turn(self, number: int, turn: Turn) -> None:
        """A ruling comes into another state."""
        self._seen = None
        self.session.add(
            TurnRow(ruling_id=number, state=turn.state, by=turn.by, at=turn.at, how=turn.how, shown=turn.shown)
        )
        self.session.flush()

    def newest_turn(self) -> int:
        """A number that grows whenever a person decides, confirms or undoes anything; 0 before."""
        return self.session.exec(select(func.max(TurnRow.id))).one() or 0

    def find(self, number: int) -> Ruling | None:
        return next(iter(self._where(RulingRow.campaign == self.campaign, RulingRow.id == number)), None)

    def all(self, campaign: str = "") -> tuple[Ruling, ...]:
        """In order of number; those of another campaign where one is named. Asked for once in a transaction."""
        if campaign not in ("", self.campaign):
            return self._where(RulingRow.campaign == campaign)
        seen = self._all_seen()
        if seen is None:
            found = self._by_campaign()
            ours = tuple(one for campaign, one in found if campaign == self.campaign)
            elsewhere = tuple(one for campaign, one in found if campaign != self.campaign)
            self._seen = seen = _Seen(self.session.get_transaction(), ours, elsewhere)
        return seen.ours

    def _all_seen(self) -> "_Seen | None":
        """What was read before, if nothing can have changed since."""
        if self._seen is None or self._seen.transaction is not self.session.get_transaction():
            return None
        return self._seen

    def turned(self, after: int) -> tuple[Ruling, ...]:
        """Those that came into another state after this turn, new ones among them."""
        turned = col(RulingRow.id).in_(select(TurnRow.ruling_id).where(col(TurnRow.id) > after))
        return self._where(RulingRow.campaign == self.campaign, turned)

    def of_question(self, question: int) -> Ruling | None:
        """The ruling that answered a question and still counts."""
        return next((one for one in reversed(self._where(RulingRow.question_id == question)) if one.counts), None)

    def about(self, arrival: int, units: Sequence[str] = ()) -> tuple[Ruling, ...]:
        """Those about a mail or given in it, and those about some units."""
        known = self._all_seen()
        if known is not None:
            return tuple(one for one in known.ours if arrival in (one.about, one.arrival) or one.unit in units)
        concerned = or_(
            RulingRow.about_id == arrival, RulingRow.arrival_id == arrival, col(RulingRow.unit).in_(units)
        )  # fmt: skip
        return self._where(RulingRow.campaign == self.campaign, concerned)

    def learned_elsewhere(self) -> tuple[tuple[str, str], ...]:
        """(address, unit) that people assigned in other campaigns: whose an address is outlasts a campaign."""
        seen = self._all_seen()
        return rulings.learned(seen.elsewhere if seen else self._where(RulingRow.campaign != self.campaign))

    def _where(self, *conditions: Any) -> tuple[Ruling, ...]:
        return tuple(one for _, one in self._by_campaign(*conditions))

    def _by_campaign(self, *conditions: Any) -> tuple[tuple[str, Ruling], ...]:
        rows = list(self.session.exec(select(RulingRow).where(*conditions).order_by(col(RulingRow.id))))
        if not rows:
            return ()
        turns: dict[int, list[Turn]] = {}
        wanted = col(TurnRow.ruling_id).in_(select(RulingRow.id).where(*conditions))
        for row in self.session.exec(select(TurnRow).where(wanted).order_by(col(TurnRow.id))):
            turn = Turn(cast(State, row.state), row.by, row.at, cast(How, row.how), row.shown)
            turns.setdefault(row.ruling_id, []).append(turn)
        return tuple((row.campaign, _from_row(row, turns[known(row.id)])) for row in rows)


class _Seen(NamedTuple):
    """Every ruling, and in which transaction they were read."""

    transaction: object
    ours: tuple[Ruling, ...]
    elsewhere: tuple[Ruling, ...]


def _from_row(row: RulingRow, turns: Iterable[Turn]) -> Ruling:
    return Ruling(
        number=known(row.id),
        kind=row.kind,
        effects=tuple(from_json(effect) for effect in row.effects),
        turns=tuple(turns),
        said=row.said,
        done=row.done,
        unit=row.unit,
        stage=row.stage,
        question=row.question_id,
        about=row.about_id,
        arrival=row.arrival_id,
    )


# --- Effects as JSON ------------------------------------------------------------------------------------------------

_VALUES = {
    one.__name__: one
    for one in (*Effect.__args__, Item, Part, Place, Where)
}  # fmt: skip
"""Every class of which an effect may consist, by the name under which it is kept."""


def to_json(value: Any) -> Any:
    """Values of `rules.rulings` as {"is": name of the class, ...fields}; moments and days as ISO 8601."""
    if type(value).__name__ in _VALUES:
        return {"is": type(value).__name__, **{one.name: to_json(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return [to_json(one) for one in value] if isinstance(value, tuple) else value


def from_json(kept: Any) -> Any:
    if isinstance(kept, list):
        return tuple(from_json(one) for one in kept)
    if not isinstance(kept, dict):
        return kept
    if "moment" in kept:
        return datetime.fromisoformat(kept["moment"])
    if "day" in kept:
        return date.fromisoformat(kept["day"])
    given = {name: from_json(value) for name, value in kept.items() if name != "is"}
    return _VALUES[kept["is"]](**given)
