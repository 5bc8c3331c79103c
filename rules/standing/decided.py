"""What was decided, newest first, as people look it up: who, when, by which way, and what is to be said of it now."""

from dataclasses import dataclass
from datetime import datetime

from rules.rulings import State, taken_back
from rules.season import Season
from rules.standing.ruling_words import WAYS, ruling_in_words
from rules.wording import capitalised

STATES: dict[State, str] = {
    "proposed": "chờ xác nhận",
    "confirmed": "có hiệu lực",
    "lapsed": "hết hiệu lực, chưa được xác nhận",
    "undone": "đã hủy",
}


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A ruling as a line. `ended_at`: when it was undone or lapsed, and by whom."""

    number: int
    at: datetime
    by: str
    way: str
    what: str  # Vietnamese
    unit: str | None
    mail: int | None
    question: int | None
    state: State
    state_words: str
    may_undo: bool
    ended_at: datetime | None = None
    ended_by: str = ""


def decided(season: Season, unit: str | None = None, mail: int | None = None) -> tuple[DecidedLine, ...]:
    """Newest first; those about a unit or a mail where one is named."""
    found = []
    for ruling in season.rulings:
        if (unit is not None and ruling.unit != unit) or (mail is not None and ruling.about != mail):
            continue
        first, last = ruling.decided, ruling.turns[-1]
        over = last.state in ("undone", "lapsed")
        found.append(
            DecidedLine(
                number=ruling.number,
                at=first.at,
                by=first.by or "không rõ ai",
                way=WAYS[first.how],
                what=capitalised(ruling_in_words(ruling, season.campaign, season.roster)),
                unit=ruling.unit,
                mail=ruling.about,
                question=ruling.question,
                state=last.state,
                state_words=STATES[last.state],
                may_undo=ruling.counts and ruling.kind != "deadline" and not taken_back(ruling),
                ended_at=last.at if over else None,
                ended_by=last.by if over else "",
            )
        )
    return tuple(sorted(found, key=lambda one: (one.at, one.number), reverse=True))
