"""What happened in a season, line by line, for people: what came, what went out, what the office decided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rules.campaign import Campaign
from rules.roster import Roster
from rules.season import LetterFacts, Season
from rules.submission import Version
from rules.wording import capitalised, count

PROGRAM = "mailbot"

_DEEDS = {
    "answer": "Trả lời",
    "undo": "Hủy",
    "mark:exempt": "Cho phép không gửi",
    "mark:extension": "Gia hạn",
    "mark:paper": "Ghi nhận đã nộp bản giấy hoặc qua hệ thống khác",
    "mark:pause": "Tạm dừng thư nhắc",
    "mark:arrived": "Ghi nhận ngày nhận",
    "mark:release": "Cho gửi thư nhắc",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the trace that a person left: the rule in code words, the reason as it was written."""

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


def history(season: Season, deeds: Iterable[Deed]) -> tuple[HistoryLine, ...]:
    """Everything in the order of its moments; what a moment shares stays in the order of coming, going, deciding."""
    found = [*_came(season), *_went(season), *_decided(deeds, season.roster)]
    return tuple(sorted(found, key=lambda line: line.at))


def _came(season: Season) -> Iterator[HistoryLine]:
    mails = {mail.id: mail for mail in season.arrivals}
    for version in season.versions:
        mail = mails.get(version.arrival)
        who = mail.sender if mail else ""
        what, name = _what_came(version, season.campaign), _name(version.unit, season.roster)
        yield HistoryLine(version.arrived_at, what, name, who, version.arrival)


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


def _decided(deeds: Iterable[Deed], roster: Roster) -> Iterator[HistoryLine]:
    for deed in deeds:
        words = _DEEDS.get(deed.rule)
        what = f"{words}: {deed.reason}" if words and deed.reason else words or deed.reason or deed.rule
        yield HistoryLine(deed.at, capitalised(what), _name(deed.unit, roster), deed.by, deed.arrival)


def _name(code: str | None, roster: Roster) -> str:
    unit = roster.find(code)
    return unit.label if unit else code or ""
