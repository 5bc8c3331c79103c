"""What a listed person wants of mailbot in a mail of her own, or beside an answer: a look, a draft, a form for a unit,
a word about a unit that no question asked for.

Understood by which words stand in a sentence together, like the answers of units; compared without accents.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rules.campaign import Campaign, Stage
from rules.intake.answers import Longer
from rules.intake.decided_words import ASIDE, tokens
from rules.intake.documents_told import Cite, documents_told
from rules.intake.pointed import units_in
from rules.intake.reply_days import day_within, days_and_counts
from rules.intake.telling import Tell, telling
from rules.intake.unit_words import ending_so, units_within
from rules.lexicon import lexicon
from rules.papers.match import canonical, unit_index
from rules.roster import Roster
from rules.rulings import MarkKind
from rules.text import bare, spoken


@dataclass(frozen=True, slots=True)
class Help:
    """Ten lines of what one can write."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the campaign stands; `owing`: with the names of those who have not sent, `phones`: and their telephones."""

    owing: bool = False
    phones: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts as they stand now."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is asked."""

    question: int


@dataclass(frozen=True, slots=True)
class StateOf:
    """What these units have sent, and what is missing."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for an answer of the office."""


@dataclass(frozen=True, slots=True)
class FormsFor:
    """The forms again, to these units."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A mark for these units."""

    kind: MarkKind
    units: tuple[str, ...]
    until: date | None = None
    more: Longer | None = None  # counted from the last day that each of them has
    stage: str = ""  # code; "": the one that began last


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Other business, that mailbot is asked to do."""


Look = Help | Overview | Drafts | Why | StateOf | Pending | NotOurs
"""What only looks something up."""
Request = Look | FormsFor | Ruled | Cite | Tell

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_QUESTION = re.compile(r"\b(?:cau|viec)\s*(?:hoi\s*)?(?:so\s*)?(?P<number>\d{1,5})\b|\bso\s*(?P<lone>\d{1,5})\b")
_ANSWER = re.compile(r"\s*(?:cau\s*)?\d{1,5}\s*:")  # "23: lấy cho trường nào chưa gửi": no list is asked for
_SHORT = 15  # words
_LONGEST = 60  # words: a request is short; what is longer is a letter to a person
_EXEMPT: Mapping[str, MarkKind] = {"freed": "exempt", "paper": "paper", "unurged": "pause", "longer": "extension"}


def requests(said: str, campaign: Campaign, roster: Roster, today: date) -> tuple[Request, ...]:
    """Everything that own words without signature ask for, each once; nothing where they are about other business.
    Number and day of a document stand on a line of their own, whatever else is written."""
    cites, rest = documents_told(said, campaign, today)
    return (*cites, *_requests(rest, campaign, roster, today))


def _requests(said: str, campaign: Campaign, roster: Roster, today: date) -> tuple[Request, ...]:
    said = ASIDE.sub("", said)
    whole = spoken(said)
    foreign = any(spoken(phrase) in whole for phrase in lexicon().said["other"])
    if foreign or len(whole.split()) > _LONGEST:
        return ()
    found: list[Request] = []
    units: tuple[str, ...] = ()  # that were spoken of last
    for piece in filter(str.strip, _SENTENCE.split(said)):
        told = telling(piece, roster, units, ())
        if told is not None:
            found += [Tell(unit, told.words) for unit in told.units.codes or (units if len(units) == 1 else ())]
        else:
            found += _asked(piece, campaign, roster, today)
        units = units_named(piece, roster) or units
    return joined(dict.fromkeys(found))


def joined(found: Iterable[Request]) -> tuple[Request, ...]:
    """An overview with the names says more than one without."""
    requests = tuple(found)
    fuller = [one for one in requests if isinstance(one, Overview) and (one.owing or one.phones)]
    return tuple(one for one in requests if not (fuller and one == Overview()))


def _asked(sentence: str, campaign: Campaign, roster: Roster, today: date) -> tuple[Request, ...]:
    one = _request(sentence, campaign, roster, today)
    if not isinstance(one, Ruled):
        return (one,) if one is not None else ()
    words = spoken(sentence)
    stages = [stage.code for stage in campaign.stages if any(f" {first} " in words for first in _called(stage))]
    return tuple(replace(one, stage=stage) for stage in stages) or (one,)


def _called(stage: Stage) -> tuple[str, ...]:
    """ "báo cáo kết quả" is called "báo cáo" as well."""
    label = bare(stage.label)
    return (label, " ".join(label.split()[:2]))


def asks_a_favour(said: str) -> bool:
    """ "chuyển giúp chị ...", "em ơi ... nhé": written to somebody who is to do it."""
    return any(
        f" {phrase} " in spoken(said) for phrase in ("giup chi", "giup anh", "giup toi", "em oi", "ho chi", "nhe em")
    )


def thanks(said: str) -> bool:
    """A short mail that thanks."""
    short = len(spoken(said).split()) <= _SHORT
    return short and any(spoken(phrase) in spoken(said) for phrase in lexicon().said["thanks"])


def _request(sentence: str, campaign: Campaign, roster: Roster, today: date) -> Request | None:
    plain, units = bare(sentence), units_named(sentence, roster)
    number = _QUESTION.search(bare(units_in(sentence, roster).text))
    if number and (_has("why", sentence) or (_has("show", sentence) and not units)):
        return Why(int(number["number"] or number["lone"]))
    if units and _has("why", sentence):
        return StateOf(units)
    if units and _has("form", sentence) and _has("send", sentence):
        return FormsFor(units)
    kind = next((kind for name, kind in _EXEMPT.items() if _has(name, sentence)), None)
    if kind is None and units and days_and_counts(plain)[1] is not None and " them " in spoken(sentence):
        kind = "extension"  # "cho nội trú Bắc Hà thêm 3 ngày"
    if units and kind and "?" not in sentence:
        return _ruled(kind, units, units_in(sentence, roster).text, today)
    if units and (_has("state", sentence) or ("?" in sentence and _has("owing", sentence))):
        return StateOf(units)
    if _has("pending", sentence):
        return Pending()
    if _has("draft", sentence) or _has("fresh", sentence):
        return None if _corrects(sentence) and not _has("fresh", sentence) else Drafts()
    if _ANSWER.match(plain):
        return None
    if _has("owing", sentence):
        return Overview(owing=True, phones=_has("phones", sentence))
    if _has("overview", sentence):
        return Overview()
    return Help() if _has("help", sentence) else None


def _corrects(sentence: str) -> bool:
    """ "bản dự thảo sửa giúp chị": whatever is to be mended is no wish for the draft as it stands."""
    return any(token.means("mend") for token in tokens(sentence))


_DENIED = re.compile(r"\b(?:khong|chua|dung|ko|khoan|chang)\s+(?:cho\s+|nen\s+|the\s+)*(?:mien|gia han|lui|cho)\b")


def _ruled(kind: MarkKind, units: tuple[str, ...], sentence: str, today: date) -> Ruled | None:
    """Nothing where the sentence denies it, doubts, or makes a condition."""
    plain = bare(sentence)
    doubts = any(token.means("maybe", "if") for token in tokens(sentence))
    if _DENIED.search(plain) or (doubts and not any(token.means("sure") for token in tokens(sentence))):
        return None
    said = tokens(sentence)
    if any(token.means("wishes") for token in said) and not any(token.means("agree") for token in said):
        return None  # "Hoàng Liên xin lùi đến 30/8": what a unit wishes nobody has decided
    _, count = days_and_counts(plain)
    if kind == "extension" and count is not None:
        return Ruled(kind, units, more=Longer(count.days, working=count.working))
    until = day_within(plain, today, today)
    if kind == "extension" and until is None:
        return None
    return Ruled(kind, units, until if kind != "exempt" else None)


def _has(meaning: str, sentence: str) -> bool:
    return any(spoken(phrase) in spoken(sentence) for phrase in lexicon().ordered[meaning])


def units_named(sentence: str, roster: Roster) -> tuple[str, ...]:
    """Codes of the units that a sentence names without doubt."""
    found = [code for one in unit_index(roster).find(sentence) if len(one.units) == 1 for code in one.units]
    found += (*units_within(sentence, roster), *units_in(sentence, roster).codes)
    if not found:
        spelled = canonical(sentence)
        for length in (4, 3):
            for at in range(len(spelled) - length + 1):
                call = " ".join(spelled[at : at + length])
                ending = ending_so(call, roster) if spelled[at].isdigit() else frozenset()
                if len(ending) == 1:
                    return tuple(ending)
    return tuple(dict.fromkeys(found))
