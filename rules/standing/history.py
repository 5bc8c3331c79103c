"""What happened in a season, line by line, for people: what came, what went out, what the office decided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rules.campaign import Campaign
from rules.happened import Happened
from rules.roster import Roster
from rules.rulings import State
from rules.season import LetterFacts, Season
from rules.standing.ruling_words import ruling_in_words
from rules.submission import Version
from rules.wording import count

PROGRAM = "mailbot"

DEEDS: dict[str, str] = {
    Happened.RESUMED: "Cho gửi thư trở lại",
    Happened.INVITED: "Gửi biểu mẫu",
    Happened.WRITTEN: "Gửi thư riêng cho đơn vị",
    Happened.CONTACTS_EDITED: "Sửa liên hệ của đơn vị",
}
"""What people do beside deciding, by the rule under which the trace keeps it. What they decide is a ruling."""

_TURNS: dict[State, str] = {
    "proposed": "Đề nghị",
    "confirmed": "Quyết định",
    "lapsed": "Hết hiệu lực, chưa được xác nhận: quyết định",
    "undone": "Hủy quyết định",
}


@dataclass(frozen=True, slots=True)
class TracedDeed:
    """A line of the trace that a person left: one of DEEDS, and the reason as it was written."""

    at: datetime
    rule: str
    reason: str
    by: str
    unit: str | None = None
    arrival: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    at: datetime  # aware
    what: str  # Vietnamese
    unit: str  # as shown; "" where it is about none or all
    who: str
    mail: int | None = None  # number of the mail it is about


def history(season: Season, deeds: Iterable[TracedDeed]) -> tuple[HistoryLine, ...]:
    """Everything in the order of its moments; what a moment shares stays in the order of coming, going, deciding."""
    found = [*_came(season), *_went(season), *_decided(season), *_done(deeds, season.roster)]
    return tuple(sorted(found, key=lambda line: line.at))


def _came(season: Season) -> Iterator[HistoryLine]:
    mails = {mail.id: mail for mail in season.arrivals}
    for version in season.versions:
        mail = mails.get(version.arrival)
        who = mail.sender if mail else ""
        what, name = _what_came(version, season.campaign), _name(version.unit, season.roster)
        yield HistoryLine(version.arrived_at, what, name, who, version.arrival or None)


def _what_came(version: Version, campaign: Campaign) -> str:
    document = campaign.stage(version.stage).document
    text = f"Nhận {document}: {count(len(version.initiatives))} nội dung"
    if version.rejected:
        return f"{text}; phòng không tính bản này"
    return f"{text}; chờ xác nhận" if version.provisional else text


def _went(season: Season) -> Iterator[HistoryLine]:
    for letter in season.letters:
        if letter.state == "sent" and letter.sent_at is not None:
            name = _name(letter.unit, season.roster)
            yield HistoryLine(letter.sent_at, _what_went(letter, season.campaign), name, PROGRAM, letter.arrival)


def _what_went(letter: LetterFacts, campaign: Campaign) -> str:
    labels = {stage.code: stage.label for stage in campaign.stages}
    return f"{letter.kind.deed} ({labels[letter.stage]})" if letter.stage in labels else letter.kind.deed


def _decided(season: Season) -> Iterator[HistoryLine]:
    """Each turn of each ruling."""
    for ruling in season.rulings:
        what = ruling_in_words(ruling, season.campaign, season.roster)
        for turn in (one for one in ruling.turns if not one.shown):  # shown once more is nothing new
            told = f"{_TURNS[turn.state]} {ruling.number}: {what}"
            yield HistoryLine(turn.at, told, _name(ruling.unit, season.roster), turn.by, ruling.about)


def _done(deeds: Iterable[TracedDeed], roster: Roster) -> Iterator[HistoryLine]:
    for deed in deeds:
        what = f"{DEEDS[deed.rule]}: {deed.reason}" if deed.reason else DEEDS[deed.rule]
        yield HistoryLine(deed.at, what, _name(deed.unit, roster), deed.by, deed.arrival)


def _name(code: str | None, roster: Roster) -> str:
    unit = roster.find(code)
    return unit.label if unit else code or ""
