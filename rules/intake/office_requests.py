"""What a listed person wants of mailbot in a mail of her own, or beside an answer: a look, a draft, a form for a unit,
a word about a unit that no question asked for.

Understood by which words stand in a sentence together, like the answers of units; compared without accents.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.campaign import Campaign
from rules.intake.batch_replies import ending_so
from rules.intake.documents_told import Cite, documents_told
from rules.intake.reply_days import day_within
from rules.intake.unit_words import units_within
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
    """Where the campaign stands; `owing`: with the names of those who have not sent."""

    owing: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts as they stand now."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is asked."""

    question: int


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


Request = Help | Overview | Drafts | Why | FormsFor | Ruled | Cite

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_QUESTION = re.compile(r"\b(?:cau|viec|so)\s*(?:hoi\s*)?(?:so\s*)?(?P<number>\d{1,5})\b")
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
    whole = spoken(said)
    foreign = any(spoken(phrase) in whole for phrase in lexicon().said["other"])
    if foreign or len(whole.split()) > _LONGEST:
        return ()
    found = (_request(piece, campaign, roster, today) for piece in _SENTENCE.split(said) if piece.strip())
    return tuple(dict.fromkeys(one for one in found if one is not None))


def thanks(said: str) -> bool:
    """A short mail that thanks."""
    short = len(spoken(said).split()) <= _SHORT
    return short and any(spoken(phrase) in spoken(said) for phrase in lexicon().said["thanks"])


def _request(sentence: str, campaign: Campaign, roster: Roster, today: date) -> Request | None:
    plain, units = bare(sentence), units_named(sentence, roster)
    number = _QUESTION.search(plain)
    if _has("why", sentence) and number:
        return Why(int(number["number"]))
    if units and _has("form", sentence) and _has("send", sentence):
        return FormsFor(units)
    kind = next((kind for name, kind in _EXEMPT.items() if _has(name, sentence)), None)
    if units and kind and "?" not in sentence:
        until = day_within(plain, today, today)
        return (
            None if kind == "extension" and until is None else Ruled(kind, units, until if kind != "exempt" else None)
        )
    if _has("draft", sentence):
        return Drafts()
    if _ANSWER.match(plain):
        return None
    if _has("owing", sentence):
        return Overview(owing=True)
    if _has("overview", sentence):
        return Overview()
    return Help() if _has("help", sentence) else None


def _has(meaning: str, sentence: str) -> bool:
    return any(spoken(phrase) in spoken(sentence) for phrase in lexicon().ordered[meaning])


def units_named(sentence: str, roster: Roster) -> tuple[str, ...]:
    """Codes of the units that a sentence names without doubt."""
    found = [code for one in unit_index(roster).find(sentence) if len(one.units) == 1 for code in one.units]
    found += units_within(sentence, roster)
    if not found:
        tokens = canonical(sentence)
        for length in (4, 3):
            for at in range(len(tokens) - length + 1):
                ending = ending_so(" ".join(tokens[at : at + length]), roster) if tokens[at].isdigit() else frozenset()
                if len(ending) == 1:
                    return tuple(ending)
    return tuple(dict.fromkeys(found))
