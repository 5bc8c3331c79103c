"""Batches of reminders as people see them: announced, thinned out, stopped, let out, gone."""

from dataclasses import dataclass
from datetime import date

from rules.calendar import local_day, short_day
from rules.letter_kind import ANNOUNCEMENT
from rules.letters.reminders import batch_day
from rules.season import LetterFacts, Season
from rules.standing.queue import Waiting
from rules.wording import count


@dataclass(frozen=True, slots=True)
class Batch:
    """`units`: announced, in the order of their numbers."""

    name: str  # "registration:2024-08-23"
    stage: str
    day: date
    letter: LetterFacts  # the announcement
    units: tuple[str, ...]
    sent: frozenset[str]
    stopped: frozenset[str]
    released: bool
    needs_word: bool  # leaves only once a person has said so

    @property
    def left(self) -> tuple[str, ...]:
        """Units whose letter is still to come."""
        return tuple(one for one in self.units if one not in self.sent | self.stopped)


def batches(season: Season) -> tuple[Batch, ...]:
    """Newest first."""
    announced = {one.batch: one for one in season.letters if one.kind == ANNOUNCEMENT and one.batch and one.stage}
    return tuple(_batch(season, name, letter) for name, letter in reversed(announced.items()) if name)


def _batch(season: Season, name: str, letter: LetterFacts) -> Batch:
    day, stage = batch_day(name), letter.stage or ""
    units = tuple(item.removeprefix("unit:") for item in letter.items if item.startswith("unit:"))
    marks = [one for one in season.marks if (one.stage, one.until) == (stage, day)]
    stopped = {one.unit for one in marks if one.kind == "pause"}
    gone = ("sent", "sending")
    sent = {one.unit for one in season.letters if one.batch == name and one.kind.planned and one.state in gone}
    return Batch(
        name=name,
        stage=stage,
        day=day,
        letter=letter,
        units=units,
        sent=frozenset(one for one in sent if one),
        stopped=frozenset(units if None in stopped else (one for one in stopped if one)),
        released=any(one.kind == "release" for one in marks),
        needs_word=season.campaign.reminders.release == "approve",
    )


def to_come(season: Season) -> tuple[Batch, ...]:
    """Those of which something is still to leave, on their day or, where a word is needed, whenever it comes."""
    today = local_day(season.as_of, season.campaign.calendar)
    return tuple(
        one
        for one in batches(season)
        if one.left and (one.day >= today or (one.needs_word and not one.released and today <= season.campaign.closes))
    )


def waiting_batches(season: Season) -> tuple[Waiting, ...]:
    """The same as lines of the queue."""
    return tuple(
        Waiting(
            kind="batch",
            number=0,
            name="Đợt thư nhắc",
            text=f"{_when(one)} {count(len(one.left))} thư nhắc {season.campaign.stage(one.stage).label}.",
            stage=one.stage,
            since=one.letter.created_at,
            batch=one.name,
        )
        for one in to_come(season)
    )


def _when(batch: Batch) -> str:
    if batch.needs_word and not batch.released:
        return "Chờ phòng cho gửi:"
    return f"Ngày {short_day(batch.day)} sẽ gửi"


def units_of(letter: LetterFacts) -> tuple[str, ...]:
    """Codes of the units that an announcement lists, in the order of their numbers."""
    return tuple(item.removeprefix("unit:") for item in letter.items if item.startswith("unit:"))


def batch_of(letter: LetterFacts) -> str:
    return letter.batch or ""
