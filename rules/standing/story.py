"""The story of one unit in order: what came from it, what it got, what was decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.roster import Unit
from rules.season import Season
from rules.standing.decided import decided
from rules.standing.mails import VERDICTS
from rules.wording import count

_LEFT = {"sent": "", "waiting": ", chưa gửi", "queued": ", chưa gửi", "sending": ", đang gửi"}
What = Literal["mail", "letter", "ruling", "deed"]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """`number`: of the mail, the letter or the ruling. `who`: the address or the person; "" for the program."""

    at: datetime
    what: What
    number: int
    text: str  # Vietnamese
    who: str = ""
    over: bool = False  # a ruling that was taken back


def story(season: Season, unit: Unit, deeds: Iterable[tuple[datetime, str, str]] = ()) -> tuple[StoryLine, ...]:
    """Newest first. `deeds`: (when, what, who) that people did beside deciding."""
    lines = [*_mails(season, unit), *_letters(season, unit)]
    lines += [
        StoryLine(
            one.at, "ruling", one.number, f"{one.what}.", f"{one.by} {one.way}", one.state in ("undone", "lapsed")
        )
        for one in decided(season, unit.code)
    ]
    lines += [StoryLine(at, "deed", 0, what, who) for at, what, who in deeds]
    return tuple(sorted(lines, key=lambda one: (one.at, one.number), reverse=True))


def _mails(season: Season, unit: Unit) -> list[StoryLine]:
    gave = {}
    for version in season.versions:
        if version.unit == unit.code:
            state = "không được tính" if version.rejected else "chờ xác nhận" if version.provisional else "được tính"
            document = season.campaign.stage(version.stage).document
            gave[version.arrival] = f"Gửi {document}: {count(len(version.initiatives))} nội dung, {state}"
    found = []
    for mail in season.arrivals:
        own = mail.sender.lower() in unit.addresses
        if mail.id in gave or own:
            text = gave.get(mail.id) or f"Gửi thư: {VERDICTS[mail.verdict]}"
            subject = f" (“{mail.subject}”)" if mail.subject else ""
            found.append(StoryLine(mail.arrived_at, "mail", mail.id, f"{text}{subject}", mail.sender))
    return found


def _letters(season: Season, unit: Unit) -> list[StoryLine]:
    labels = {stage.code: stage.label for stage in season.campaign.stages}
    found = []
    for letter in season.letters:
        if letter.unit == unit.code:
            about = f" ({labels[letter.stage]})" if letter.stage in labels else ""
            state = _LEFT.get(letter.state, ", không gửi")
            text = f"{letter.kind.deed}{about}{state}"
            found.append(
                StoryLine(letter.sent_at or letter.created_at, "letter", letter.id, text, ", ".join(letter.to))
            )
    return found
