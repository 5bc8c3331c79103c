"""What a clause of a person of the office comes to among all questions that are open: which of them it speaks of, and
what it decides about each (`rules.intake.verdicts`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rules.intake.answers import Given
from rules.intake.decided_words import ASIDE, Token, mended, tokens
from rules.intake.denials import resolved
from rules.intake.office_orders import About, Asked
from rules.intake.pointed import (
    ALL,
    DAY,
    UNIT,
    Units,
    by_number,
    counted_in,
    days_in,
    numbers_at_the_end,
    numbers_behind_so,
    questions_in,
    units_in,
)
from rules.intake.unit_words import ending_so
from rules.intake.verdicts import MATTERS, VERSIONS, Clause, Doubt, Verdict, verdict, weighs
from rules.papers.match import unit_index
from rules.roster import Roster
from rules.standing import questions as ask
from rules.standing.questions import NO, SKIP, YES
from rules.text import bare, fold, nfc

# --- A clause, taken apart ------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")  # the title that it speaks of
_RATHER = re.compile(r"\bkhong phai\b.+?\bma\b(?: la)?(?= \S)")  # "không phải của Sa Pa 1 mà của Sa Pa 2"
_AND_NOT = re.compile(r"\b(?:chu|ma) (?:khong|ko|k) phai\b.*$")  # "của Sa Pa 2 chứ không phải Sa Pa 1"


_BEFORE_NUMBERS = ("agree", "refuse", "not", "skip", "except", "all", "whole", ALL)


def clause(written: str, asked: Asked, roster: Roster, today: date) -> Clause:
    known, preferred = (*asked.questions, *asked.earlier), asked.units or asked.units_asked_about
    count, left = counted_in(fold(_QUOTED.sub(" ", ASIDE.sub("", nfc(written)))))
    numbers, left = questions_in(left, known)
    left = _what_is_right(left, roster, preferred)
    units = _units(left, numbers, asked, roster, preferred)
    others, left = numbers_behind_so(units.text)
    others = tuple(number for number in others if not numbers and (number in known or bare(left).split() != []))
    if not set(others) <= set(known):
        others = tuple(number for number in others if number in known)  # "cơn bão số 3"
    last, left = numbers_at_the_end(left, known, *_BEFORE_NUMBERS)
    days = days_in(left, today)
    left = days.text
    named = tuple(dict.fromkeys((*numbers, *others, *last)))
    words, why = mended(tokens(left), left), ""
    if not units.all:
        units, words, why = _whole_name(left, units, words, roster)
    return Clause(written, named, units, days, words, count, why)


def _what_is_right(left: str, roster: Roster, preferred: Collection[str]) -> str:
    """Without the unit that is denied beside the one that is meant."""
    plain = bare(left)
    if len(plain) != len(left):
        return left
    if rather := _RATHER.search(plain):
        return left[rather.end() :]
    denied = _AND_NOT.search(plain)
    if denied and all(units_in(one, roster, preferred).all for one in (left[: denied.start()], left[denied.start() :])):
        return left[: denied.start()].strip()
    return left


def _units(left: str, numbers: Sequence[int], asked: Asked, roster: Roster, preferred: Collection[str]) -> Units:
    named = units_in(left, roster, preferred)
    more = by_number(named.text, roster, preferred)
    units = Units(more.text, (*named.codes, *more.codes), (*named.several, *more.several))
    among = [code for one in asked.all_abouts if one.number in numbers for code in one.candidates]
    if units.all or not among:
        return units
    return by_number(units.text, roster, [code for code in among if roster.find(code)], alone=True)


_OWNED = re.compile(r"^(?:(?:la|cua|thu|thuoc|ve|don vi|day|gan cho|truong|nay|cai|ben|file)\s+)+")


def _whole_name(
    left: str, units: Units, words: tuple[Token, ...], roster: Roster
) -> tuple[Units, tuple[Token, ...], str]:
    """Where the whole clause is the code or the name of a unit, in whatever letters: "thpt so 2 bao thang"."""
    plain = " ".join(re.sub(r"[.,:;!\"“”()]+", " ", bare(left)).split())
    for name in dict.fromkeys((plain, _OWNED.sub("", plain))):
        for ending in ("", " a", " nhe", " em", " em a", " em nhe"):
            call = name.removesuffix(ending)
            found = unit_index(roster).named(call) or ending_so(call, roster)
            code = next((unit.code for unit in roster if unit.code in (call, call.replace(" ", "-"))), None)
            if code or len(found) == 1:
                return Units(UNIT, (code or next(iter(found)),)), tokens(UNIT), ""
            if found:
                names = " hay ".join(sorted(roster.unit(one).name for one in found)[:4])
                return units, words, f"tên này có thể là {names}; viết đủ tên"
    return units, words, ""


# --- One clause after another ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """What a clause came to. `remark`: it decides nothing, and belongs to `numbers`, if to any."""

    answers: Mapping[int, Given] = field(default_factory=dict)
    rest: Given | None = None  # of all of which nothing else is said
    but: tuple[int, ...] = ()  # of what is left aside when "the rest" is told
    doubt: Doubt | None = None
    numbers: tuple[int, ...] = ()
    remark: bool = False
    freed: tuple[str, ...] = ()  # units that asked for time, and are freed altogether
    open: bool = False  # the writer does not know either: the question stays open


def take(said: Clause, abouts: Sequence[About], topic: Sequence[int], today: date) -> Taken:
    """`topic`: of which questions the clauses before spoke."""
    by_number = {one.number: one for one in abouts}
    if said.numbers:
        return _of_numbers(said, {one.number: one for one in abouts if one.listed}, today)
    if said.has("except"):
        owned = tuple(one.number for one in abouts if one.unit in said.units.all)
        return _all_but(replace(said, numbers=owned), today) if owned else Taken(doubt=Doubt())
    if said.has("rest") and not (said.units.codes and ":" in said.written):  # "các việc khác: Văn Bàn 1 đúng"
        return _of_all(said, today, (YES, NO, SKIP))
    pointed = _pointed(said, abouts, topic)
    if pointed == []:
        pointed = _names_another(said, abouts, topic)
    if pointed is not None:
        chosen = _fitting(said, pointed, today) if len(pointed) > 1 else pointed
        return _of(said, chosen, today) if chosen else Taken(doubt=Doubt(), numbers=tuple(o.number for o in pointed))
    return _of_none_named(said, [one for one in abouts if one.listed], by_number, topic, today)


def _of_none_named(
    said: Clause, abouts: Sequence[About], by_number: Mapping[int, About], topic: Sequence[int], today: date
) -> Taken:
    if said.has("all", "both") or said.count:
        fits = _count(said) in (0, len(abouts))
        return _of_all(said, today, (YES, NO, SKIP)) if fits else Taken(doubt=Doubt())
    everything = said.has("whole") and not said.unknown and not said.days.any
    if topic and not (everything and len(abouts) > 1 and said.has("agree", "skip")):
        return _of(said, [by_number[number] for number in topic if number in by_number], today, loose=True)
    if len(abouts) == 1:
        return _of(said, abouts, today)
    if everything:
        return _of_all(said, today, (YES, NO, SKIP))
    agrees = said.has("agree") or (said.has("may") and not said.has("not", "lets"))
    if agrees and not said.unknown and not said.days.any:
        agreed = (all(one.suggested for one in abouts) and not said.has("they")) or said.has("these")
        return _of_all(said, today, (YES,)) if agreed else Taken(doubt=Doubt())
    return _of_the_only_one(said, abouts, today)


def _of_numbers(said: Clause, by_number: Mapping[int, About], today: date) -> Taken:
    strangers = [number for number in said.numbers if number not in by_number]
    if strangers:
        told = ", ".join(map(str, strangers))
        return Taken(doubt=Doubt(f"thư được trả lời không có câu hỏi số {told}"), numbers=said.numbers)
    if said.has("except"):
        return _all_but(said, today)
    meant = [by_number[number] for number in said.numbers]
    others = any(one.unit in said.units.all for one in by_number.values() if one.number not in said.numbers)
    if others and not any(one.unit in said.units.all or one.kind in (*VERSIONS, "") for one in meant):
        return Taken(doubt=Doubt(), numbers=())  # her own numbering
    return _of(said, meant, today)


def _of_all(said: Clause, today: date, possible: Collection[Verdict]) -> Taken:
    given = verdict(said, About(0, "*"), today)
    return Taken(rest=given) if isinstance(given, str) and given in possible else Taken(doubt=Doubt())


_COUNTED = ("hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")


def _count(said: Clause) -> int:
    """ "cả bốn việc": 4; 0: no number is told."""
    told = [token.text.split()[-1] for token in said.words if token.means("all", "both")]
    counts = [_COUNTED.index(word) + 2 if word in _COUNTED else int(word) for word in told if _is_count(word)]
    return next(iter(counts), said.count)


def _is_count(word: str) -> bool:
    return word in _COUNTED or word.isdigit()


def _all_but(said: Clause, today: date) -> Taken:
    """ "trừ câu 3 ra thì đúng hết"."""
    given = verdict(replace(said, numbers=(), units=Units("")), About(0, "*"), today)
    if given in (YES, NO, SKIP) and said.is_of_all and isinstance(given, str):
        return Taken(rest=given, but=said.numbers)
    if not any(weighs(token) for token in said.words):
        return Taken(but=said.numbers, numbers=said.numbers)  # "đồng ý hết, trừ việc của Hoàng Liên"
    return Taken(doubt=Doubt(), numbers=said.numbers)


def _frees(said: Clause) -> bool:
    """ "miễn cho họ luôn", where a unit asked for time: not "tha cho họ lần này"."""
    doubtful = resolved(said.words) & {"refuse", "maybe"} or said.asks or said.has("if") or said.days.any
    return not doubtful and said.has("freed")


def _does_not_know(said: Clause) -> bool:
    """ "câu 25 chị không rõ"."""
    decides = resolved(said.words) & {"agree", "refuse", "extend", "free", "one", "two", "got", "paper"}
    return not (said.asks or decides) and said.has("unknowing")


def _names_another(said: Clause, abouts: Sequence[About], topic: Sequence[int]) -> list[About]:
    """ "sai, của Sa Pa 2": a unit that nothing is asked about is whose it is. Not "chuyển hồ sơ sang Thanh tra", nor
    "Bảo Thắng 1 vẫn là một việc"."""
    known = ("small", "we", "they", "owned", "agree", "refuse", "may", "not", "turn", UNIT)
    plain = all(token.means(*known) for token in said.words)
    return [one for one in abouts if one.number in topic and one.kind in VERSIONS] if said.units.codes and plain else []


def _of(said: Clause, abouts: Sequence[About], today: date, *, loose: bool = False) -> Taken:
    """`loose`: the clause names none of them itself."""
    numbers = tuple(one.number for one in abouts)
    if _frees(said) and abouts and all(one.kind == ask.EXTENSION and one.unit for one in abouts):
        return Taken(freed=tuple(one.unit for one in abouts), numbers=numbers)
    if _does_not_know(said):
        return Taken(numbers=numbers, open=True)
    found = {one.number: verdict(said, one, today) for one in abouts}
    doubt = next((one for one in found.values() if isinstance(one, Doubt)), None)
    if doubt is not None:
        return Taken(doubt=doubt, numbers=numbers)
    given = {number: one for number, one in found.items() if one is not None and not isinstance(one, Doubt)}
    if len(given) < len(found) or not given:
        asks = said.asks or (not loose and said.has("maybe", "if"))
        return Taken(doubt=Doubt() if asks or given else None, numbers=numbers, remark=not asks and not given)
    return Taken(answers=given, numbers=numbers)


def _pointed(said: Clause, abouts: Sequence[About], topic: Sequence[int]) -> list[About] | None:
    """The questions about a unit or a matter that is named; None where none is. A matter does not lead away from what
    the sentence speaks of."""
    codes = said.units.all
    if codes:
        listed = [one for one in abouts if one.listed]
        owned = [one for one in listed if one.unit in codes]
        if owned:  # and of the other units that the clause names, what an earlier letter asked
            others = codes - {one.unit for one in owned}
            return [*owned, *(one for one in abouts if not one.listed and one.unit in others)]
        whose = [one for one in listed if one.kind in (ask.UNIT, ask.SENDER) and codes & set(one.candidates)]
        found = whose or [one for one in listed if one.kind == ask.UNIT and not one.candidates]
        found = found or [one for one in abouts if one.unit in codes]
        if not found:
            whole = len(listed) == 1 and listed[0].kind in (*VERSIONS, "")
            return listed if whole else []
        return found
    abouts = [one for one in abouts if one.listed]
    leads = _names_a_matter(said)
    for meaning, kinds in MATTERS.items():
        named = (not topic and said.has(meaning)) or (leads is not None and leads.means(meaning))
        if named and (found := [one for one in abouts if one.kind in kinds]):
            return found
    return None


def _names_a_matter(said: Clause) -> Token | None:
    """ "xin miễn thì không": of whom a sentence begins to speak, whatever the one before it spoke of."""
    first = next((one for one in said.words if not one.means("small", "they", "we", "these")), None)
    return first if first is not None and first.means(*MATTERS) and said.has("then") else None


def _fitting(said: Clause, abouts: Sequence[About], today: date) -> list[About]:
    """Of several the one of which the clause decides something; all where the units are told as several."""
    matters = [kinds for meaning, kinds in MATTERS.items() if said.has(meaning)]
    narrowed = [one for one in abouts if any(one.kind in kinds for kinds in matters)]
    if (len(narrowed) == 1 and len(said.units.codes) < 2) or (
        narrowed and _names_a_matter(said) and not said.units.all
    ):
        return narrowed
    if len({one.unit for one in abouts}) == len(said.units.codes) == len(abouts):
        return list(abouts)  # each unit that is named has one
    deciding = [one for one in abouts if not isinstance(verdict(said, one, today), Doubt | None)]
    return deciding if len(deciding) == 1 else []


_OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    ask.EXTENSION: ("extend", DAY),
    ask.EXEMPTION: ("free",),
    ask.ON_PAPER: ("paper", "got"),
    ask.SENT: ("paper", "got"),
    ask.SIMILAR: ("one", "two"),
    ask.UNLISTED: ("keep", "remove"),
    ask.BOUNCE: (),
}


def _of_the_only_one(said: Clause, abouts: Sequence[About], today: date) -> Taken:
    """Nothing is named: the words themselves fit one question alone."""
    fitting = [
        one
        for one in abouts
        if said.has(*_OWN_WORDS.get(one.kind, ()))
        and not (said.unknown and one.kind in (ask.ON_PAPER, ask.SENT))  # "họp không giấy là quy chế"
        and not isinstance(verdict(said, one, today), Doubt | None)
    ]
    if len(fitting) == 1:
        return _of(said, fitting, today)
    if said.is_remark:
        return Taken(remark=True)
    decides = any(verdict(said, one, today) is not None for one in abouts)
    return Taken(doubt=Doubt()) if decides or said.asks or said.has("maybe", "if", "later") else Taken(remark=True)
