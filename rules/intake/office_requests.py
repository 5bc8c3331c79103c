"""What a listed person wants of mailbot in a mail of her own, or beside an answer: a look, a draft, a form for a unit,
a word about a unit that no question asked for.

Understood by which words stand in a sentence together, like the answers of units; compared without accents.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from rules.campaign import Campaign, Stage
from rules.intake.answers import Longer
from rules.intake.decided_words import ASIDE, ASIDES, tokens
from rules.intake.denials import resolved
from rules.intake.documents_told import Cite, documents_told
from rules.intake.office_settled import is_a_signature, may_order
from rules.intake.pointed import DAY, UNIT, days_in, units_in
from rules.intake.reply_days import day_within, days_and_counts
from rules.intake.statements import is_noise, lines, statements
from rules.intake.telling import Tell, telling, with_what_follows
from rules.intake.unit_words import ending_so, is_district, units_within
from rules.lexicon import lexicon
from rules.papers.match import canonical, unit_index
from rules.roster import Roster
from rules.rulings import MarkKind
from rules.text import bare, fold, nfc, spoken


@dataclass(frozen=True, slots=True)
class Help:
    """Ten lines of what one can write."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the campaign stands; `owing`: with the names of those who have not sent, `phones`: and their telephones;
    `shares`: by kinds of units, in per cent."""

    owing: bool = False
    phones: bool = False
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts as they stand now."""

    stage: str = ""  # code; "": the one that began last


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
    stage: str = ""  # code; "": of what each of them owes


@dataclass(frozen=True, slots=True)
class Ruled:
    """A mark for these units."""

    kind: MarkKind
    units: tuple[str, ...]
    until: date | None = None
    more: Longer | None = None  # counted from the last day that each of them has
    stage: str = ""  # code; "": of what the unit owes


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Other business, that mailbot is asked to do."""


Look = Help | Overview | Drafts | Why | StateOf | Pending | NotOurs
"""What only looks something up."""
Request = Look | FormsFor | Ruled | Cite | Tell

_QUESTION = re.compile(r"\b(?:cau|viec)\s*(?:hoi\s*)?(?:so\s*)?(?P<number>\d{1,5})\b|\bso\s*(?P<lone>\d{1,5})\b")
_ANSWER = re.compile(r"\s*(?:cau\s*)?\d{1,5}\s*:")  # "23: lấy cho trường nào chưa gửi": no list is asked for
_SHORT = 15  # words
_LONGEST = 60  # words: a request is short; what is longer is a letter to a person
_EXEMPT: Mapping[str, MarkKind] = {"freed": "exempt", "paper": "paper", "unurged": "pause", "longer": "extension"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything that own words ask for, each once. `left`: what may be a wish and is none that we know; `beside`: what
    else stands there."""

    requests: tuple[Request, ...] = ()
    left: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _House:
    campaign: Campaign
    roster: Roster
    today: date


def requests(said: str, campaign: Campaign, roster: Roster, today: date) -> tuple[Request, ...]:
    """What `wishes` finds, alone."""
    return wishes(said, campaign, roster, today).requests


def wishes(said: str, campaign: Campaign, roster: Roster, today: date) -> Wishes:
    """What own words without signature ask for; nothing where they are about other business. Number and day of a
    document stand on a line of their own, whatever else is written."""
    cites, rest = documents_told(said, campaign, today)
    found = _wishes(rest, _House(campaign, roster, today))
    return replace(found, requests=(*cites, *found.requests))


def _wishes(said: str, house: _House) -> Wishes:
    asides, said = ASIDES.findall(said), ASIDE.sub("", said)
    whole = spoken(said)
    foreign = any(spoken(phrase) in whole for phrase in lexicon().said["other"])
    if foreign or len(whole.split()) > _LONGEST:
        pieces = (piece.strip() for line in lines(said) for piece in line)
        return Wishes(left=tuple(piece for piece in pieces if foreign and may_order(piece)))
    found, rest, untold = list[Request](), list[str](), list[str]()
    units: tuple[str, ...] = ()  # that were spoken of last
    pieces = (piece for line in lines(said) for piece in with_what_follows(line, house.roster, (), ()))
    for piece in filter(str.strip, pieces):
        asked, over = _of_sentence(piece, units, tuple(found), house)
        untold += over[:1] if piece.strip() in over[:1] and telling(piece, house.roster, units, ()) else ()
        found += asked
        rest += over
        units = units_named(piece, house.roster) or units
    rest += [one for one in asides if not _is_covered(one, found, house)]
    rest = [one for one in dict.fromkeys(rest) if not is_a_signature(one)]
    left = tuple(one for one in rest if "?" in one or may_order(one) or one in untold)
    done = {unit for one in found if isinstance(one, Ruled) and one.kind in ("exempt", "paper") for unit in one.units}
    wanted = (one for one in found if not (isinstance(one, Ruled) and one.kind == "pause" and done >= set(one.units)))
    return Wishes(joined(dict.fromkeys(wanted)), left, tuple(one for one in rest if one not in left))


_Heard = tuple[tuple[Request, ...], tuple[str, ...]]
"""Requests, and clauses that are none."""


def _of_sentence(piece: str, units: tuple[str, ...], before: tuple[Request, ...], house: _House) -> _Heard:
    told = telling(piece, house.roster, units, ())
    if told is None:
        return _of_clauses(piece, units, before, house)
    named = told.units.codes or units_named(told.before, house.roster) or units
    whom = named if told.units.codes or len(named) == 1 else ()
    tells = tuple(Tell(unit, told.words) for unit in whom)
    parts = [_of_clauses(part, units, before, house) for part in (told.before, told.after) if part.strip(" .,;:")]
    asked = (*tells, *(one for found, _ in parts for one in found))
    return asked, (*(() if tells else (piece.strip(),)), *(one for _, over in parts for one in over))


def _of_clauses(piece: str, units: tuple[str, ...], before: tuple[Request, ...], house: _House) -> _Heard:
    whole = _asked(piece, units, house)
    clauses = [one.written for one in statements(piece)]
    each = [_asked(clause, units, house) for clause in clauses]
    changing = [any(isinstance(one, Ruled | FormsFor) for one in found) for found in each]
    apart = any(_speaks_of(clause, house) for clause, one in zip(clauses, changing, strict=True) if not one)
    solo = each[changing.index(True)] if sum(changing) == 1 else ()
    alone = 0 < len(solo) < len(whole) and _units_of(solo) == _units_of(whole)  # "..., báo cáo vẫn làm"
    if sum(changing) > 1 or alone or (solo and apart):  # "miễn Hoàng Liên, xóa Sa Pa 1 khỏi danh sách"
        asked = tuple(one for found in each for one in found)
        over = [clause for clause, found in zip(clauses, each, strict=True) if not found]
    else:
        asked, over = whole, clauses if whole else [piece.strip()]
    return asked, tuple(one for one in over if not _is_covered(one, (*before, *asked), house))


def _units_of(asked: Sequence[Request]) -> set[tuple[str, str]]:
    """With what is done about them."""
    ruled = ((unit, one.kind) for one in asked if isinstance(one, Ruled) for unit in one.units)
    return {*ruled, *((unit, "form") for one in asked if isinstance(one, FormsFor) for unit in one.units)}


def _speaks_of(clause: str, house: _House) -> bool:
    """Whether a clause says something of a unit that it names, and does not only list it."""
    named = units_in(clause, house.roster)
    others = tokens(days_in(fold(nfc(named.text)), house.today).text)
    return bool(named.all) and not all(one.means("small", "they", "we", "these", UNIT, DAY) for one in others)


def _is_covered(clause: str, asked: Sequence[Request], house: _House) -> bool:
    """Whether a clause says no more than what was asked, why, or nothing."""
    if is_noise(clause):
        return True
    days = days_in(fold(nfc(units_in(clause, house.roster).text)), house.today)
    heard = tokens(days.text)
    if days.day is not None and any(isinstance(one, Ruled) and one.until == days.day for one in asked):
        return True
    if any(one.means("why") or one.text == "theo" for one in heard[:1]):
        return True
    if any(_has(meaning, clause) for one in asked for meaning in _said_by(one)):
        return True
    if "?" in clause and any(isinstance(one, StateOf) for one in asked):
        return True  # "còn Bảo Yên 1 thì sao, có thư gì chưa?"
    names = ["small", "they", "we", "may", "these", "notify", "tell", "notes", "orders", UNIT, DAY]
    names += ["acts", "wishes"] if any(one.means("notify", "tell") for one in heard) else []  # "viết thư báo trường"
    names += ["got", "acts"] if any(isinstance(one, Ruled) and one.kind == "paper" for one in asked) else []
    return bool(asked) and all(one.means(*names) for one in heard)


def _said_by(request: Request) -> tuple[str, ...]:
    """Meanings of the lexicon that a clause of this request may hold."""
    match request:
        case Ruled(kind):
            of_kind = tuple(name for name, one in _EXEMPT.items() if one == kind)
            return (*of_kind, "unurged") if kind in ("exempt", "paper") else of_kind
        case Overview(_, phones):
            return ("owing", "overview", "shares", "phones") if phones else ("owing", "overview", "shares")
        case Drafts():
            return ("draft", "fresh")
        case FormsFor():
            return ("form",)
        case StateOf():
            return ("state", "owing", "why")
        case Pending():
            return ("pending",)
        case Why():
            return ("why", "show")
        case Help():
            return ("help",)
        case _:
            return ()


def joined(found: Iterable[Request]) -> tuple[Request, ...]:
    """An overview with the names says more than one without."""
    requests = tuple(found)
    fuller = [one for one in requests if isinstance(one, Overview) and one != Overview()]
    return tuple(one for one in requests if not (fuller and one == Overview()))


def _asked(sentence: str, spoken_of: tuple[str, ...], house: _House) -> tuple[Request, ...]:
    one = _request(sentence, spoken_of, house.roster, house.today)
    if not isinstance(one, Ruled | FormsFor | Drafts):
        return (one,) if one is not None else ()
    words = spoken(sentence)
    stages = [stage.code for stage in house.campaign.stages if any(f" {first} " in words for first in _called(stage))]
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


def _request(sentence: str, spoken_of: tuple[str, ...], roster: Roster, today: date) -> Request | None:
    """`spoken_of`: the units that the sentences before named, "đừng nhắc bên đó nữa"."""
    plain, units = bare(sentence), units_named(sentence, roster) or _they(sentence, spoken_of)
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
        return Overview(owing=True, phones=_has("phones", sentence), shares=_has("shares", sentence))
    if _has("overview", sentence):
        return Overview(shares=_has("shares", sentence))
    return Help() if _has("help", sentence) else None


def _they(sentence: str, spoken_of: tuple[str, ...]) -> tuple[str, ...]:
    return spoken_of if any(one.means("they") for one in tokens(sentence)) else ()


def _corrects(sentence: str) -> bool:
    """ "bản dự thảo sửa giúp chị": whatever is to be mended is no wish for the draft as it stands."""
    return any(token.means("mend") for token in tokens(sentence))


_DENIED = re.compile(
    r"\b(?:khong|chua|dung|ko|khoan|chang|bo|huy|thoi|rut)\s+(?:cho\s+|nen\s+|the\s+)*(?:mien|gia han|lui|cho)\b"
)


def _ruled(kind: MarkKind, units: tuple[str, ...], sentence: str, today: date) -> Ruled | None:
    """Nothing where the sentence denies it, doubts, makes a condition, or names a day that there is not."""
    plain = bare(sentence)
    doubts = any(token.means("maybe", "if") for token in tokens(sentence))
    if (
        days_in(sentence, today).impossible
        or _DENIED.search(plain)
        or (doubts and not any(token.means("sure") for token in tokens(sentence)))
    ):
        return None
    if kind == "exempt" and any(token.means("must") for token in tokens(sentence)):
        return None  # "bỏ miễn, vẫn phải nộp"
    said = [token for token in tokens(sentence) if not token.means("small")]
    agreed = resolved(tokens(sentence)) & {"agree", "refuse"} == {"agree"}
    wishes_of_them = any(two.means("wishes") and one.means("they", UNIT) for one, two in pairwise(said))
    if wishes_of_them and not agreed:
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
    found += (*units_within(sentence, roster), *units_in(sentence, roster).codes, *_of_district(sentence, roster))
    if not found:
        spelled = canonical(sentence)
        for length in (4, 3):
            for at in range(len(spelled) - length + 1):
                call = " ".join(spelled[at : at + length])
                ending = ending_so(call, roster) if spelled[at].isdigit() else frozenset()
                if len(ending) == 1:
                    return tuple(ending)
    return tuple(dict.fromkeys(found))


_SEVERAL = ("cac", "nhung", "may", "toan")


def _of_district(sentence: str, roster: Roster) -> tuple[str, ...]:
    """ "các trường ở Bát Xát": all of the district."""
    named = units_in(fold(nfc(sentence)), roster)
    before = bare(named.text.partition(UNIT)[0]).split()[-4:]
    district = next(iter(named.names), "")
    if len(named.names) != 1 or not set(before) & set(_SEVERAL) or not is_district(district, roster):
        return ()
    schools = "truong" in before
    return tuple(
        unit.code
        for unit in roster
        if canonical(unit.group or "") == canonical(district) and (unit.kind == "truong" or not schools)
    )
