"""What a clause of a person of the office decides about questions that are open: whom or what it speaks of, and which
words of yes, no, time, paper stand in it together. What they mean depends on the kind of question: "giữ lại" agrees
where a unit still does something, and denies where it wants to take it back.

A clause that doubts, asks or makes a condition decides nothing. One that says what a unit wishes or promises decides
nothing either; what stands behind "thì" or "nhưng" does.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from rules.intake.answers import Extended, Given, Longer, OnPaper, Received
from rules.intake.decided_words import ASIDE, Token, tokens, without_reason
from rules.intake.pointed import DAY, UNIT, Days, Units, by_number, days_in, numbers_behind_so, questions_in, units_in
from rules.roster import Roster
from rules.standing import questions as ask
from rules.standing.questions import NO, SKIP, YES
from rules.text import bare, fold, nfc


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an open question. `candidates` as they are kept with it."""

    number: int
    kind: str = ""
    unit: str = ""
    candidates: tuple[str, ...] = ()
    suggested: bool = True  # whether the letter suggests an answer


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something is decided here, and not for certain. `why`: in Vietnamese."""

    why: str = ""


Verdict = Given | Doubt | None  # None: a remark

_VERSIONS = (ask.UNIT, ask.SENDER, ask.PROSE, ask.MACHINE, ask.FORGED)
_WISHED = (ask.EXTENSION, ask.EXEMPTION, ask.CHANGE, ask.TAKEN_BACK, ask.WITHDRAWN, ask.ASKED)
"""Whose answer is the office's: what the unit says of it is a wish."""
_CLOSED_BY_TELEPHONE = (
    ask.ASKED,
    ask.SAYS,
    ask.NOTHING_READ,
    ask.UNREADABLE,
    ask.SUSPECT,
    ask.JUNK,
    ask.CLASSIFIED,
    ask.TEMPLATE,
    ask.ROSTER,
)
_YES_OF: Mapping[str, tuple[str, ...]] = {
    ask.EXTENSION: ("agree",),
    ask.EXEMPTION: ("agree", "free"),
    ask.ON_PAPER: ("agree", "got", "paper"),
    ask.SIMILAR: ("agree", "one"),
    ask.UNLISTED: ("agree", "keep"),
    ask.TAKEN_BACK: ("agree", "remove"),
    ask.WITHDRAWN: ("agree", "remove"),
    ask.BOUNCE: ("agree", "keep"),
    ask.DEADLINE: ("agree", "notify"),
    ask.ROSTER: ("agree", "mend"),
}
_NO_OF: Mapping[str, tuple[str, ...]] = {
    ask.EXTENSION: ("refuse", "must"),
    ask.EXEMPTION: ("refuse", "must"),
    ask.CHANGE: ("refuse", "keep"),
    ask.ON_PAPER: ("refuse", "missing"),
    ask.SENT: ("refuse", "missing"),
    ask.SIMILAR: ("refuse", "two"),
    ask.UNLISTED: ("refuse", "remove"),
    ask.TAKEN_BACK: ("refuse", "keep"),
    ask.WITHDRAWN: ("refuse", "keep"),
    ask.BOUNCE: ("refuse", "remove"),
    ask.UNREGISTERED: ("refuse", "missing", "must"),
}
_MATTERS: Mapping[str, tuple[str, ...]] = {
    "about_extension": (ask.EXTENSION,),
    "about_exemption": (ask.EXEMPTION,),
    "about_paper": (ask.ON_PAPER, ask.SENT),
    "about_titles": (ask.SIMILAR,),
    "about_file": (ask.UNREADABLE, ask.NOTHING_READ),
    "about_address": (ask.BOUNCE, ask.ROSTER),
    "about_change": (ask.CHANGE, ask.TAKEN_BACK, ask.WITHDRAWN),
    "about_question": (ask.ASKED,),
}
_ALWAYS = ("agree", "refuse", "may", "not", "skip")
_KNOWN = ("small", "they", "we", "sure", "rest", "all", "both", "except", UNIT, DAY, *_MATTERS)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with what it points at taken out."""

    written: str
    numbers: tuple[int, ...]
    units: Units
    days: Days
    words: tuple[Token, ...]

    def has(self, *meanings: str) -> bool:
        return any(token.means(*meanings) for token in self.words)

    @property
    def asks(self) -> bool:
        return "?" in self.written

    @property
    def goes_on(self) -> bool:
        """Whether a sentence may speak of what the one before it spoke of: it names nothing else."""
        return self.has("they") or not _unknown(self.words)

    @property
    def is_remark(self) -> bool:
        """Nothing in it decides, asks, or names what is decided about."""
        deciding = {*_ALWAYS, "extend", "free", "must", "later", "maybe", "if", "tell", "urge", "remove", "keep"} - {
            "may",
            "not",
        }
        return not (self.asks or self.numbers or self.units.all or self.days.any) and not self.has(*deciding)


_RATHER = re.compile(r"\bkhong phai\b.+?\bma\b(?: la)?(?= \S)")  # "không phải của Sa Pa 1 mà của Sa Pa 2"


def clause(written: str, asked: Sequence[int], preferred: Collection[str], roster: Roster, today: date) -> Clause:
    numbers, left = questions_in(fold(ASIDE.sub("", nfc(written))), asked)
    rather = _RATHER.search(bare(left))
    if rather and len(bare(left)) == len(left):
        left = left[rather.end() :]
    named = units_in(left, roster, preferred)
    more = by_number(named.text, roster, preferred)
    units = Units(more.text, (*named.codes, *more.codes), (*named.several, *more.several))
    others, left = numbers_behind_so(units.text)
    others = tuple(number for number in others if number in asked)  # "cơn bão số 3"
    days = days_in(left, today)
    return Clause(written, tuple(dict.fromkeys((*numbers, *others))), units, days, tokens(days.text))


# --- What it decides about one question -----------------------------------------------------------------------------


def verdict(said: Clause, about: About, today: date) -> Verdict:
    """Of a question of that kind."""
    main = _main(said.words, about)
    if main is None or (said.has("later") and not said.has("agree", "refuse")) or said.has("next_time"):
        return None
    found = _given(replace(said, words=main), about, today)
    if found is None or isinstance(found, Doubt):
        return found
    if said.asks or _is_asked(main):
        return Doubt()
    heard = without_reason(said.words)
    if any(token.means("maybe", "if") for token in (*heard, *main)) and not any(t.means("sure") for t in heard):
        return Doubt()
    return found


def _is_asked(main: Sequence[Token]) -> bool:
    """ "cho họ được không em": a denial at the end, behind something that agrees."""
    left = [token for token in main if not token.means("small", "we")]
    return len(left) > 1 and left[-1].text == "khong" and left[-2].means("may", "agree") and len(left) > 2


_TURNS = frozenset({"nhung", "song", "tuy nhien", "chi co dieu"})
_THEN = frozenset({"thi", "nen", "cho nen", "the nen"})


def _main(words: Sequence[Token], about: About) -> tuple[Token, ...] | None:
    """Without reasons and without what the unit wishes; None where nothing else is said."""
    words = without_reason(words)
    turned = [place for place, token in enumerate(words) if token.text in _TURNS]
    if turned and any(_weighs(token) for token in words[turned[-1] + 1 :]):
        words = words[turned[-1] + 1 :]
    elif turned and any(not token.meanings for token in words[turned[-1] + 1 :]):
        return (*words, Token("nhung", frozenset({"if"})))  # "đúng nhưng muộn": nobody knows what follows from that
    words = _without_wish(words, about)
    return tuple(words) if words else None


def _weighs(token: Token) -> bool:
    return token.means(
        "agree", "refuse", "may", "not", "extend", "free", "must", "paper", "got", "missing", "keep", "remove", "one",
        "two", "mend", "skip", "done", DAY,
    )  # fmt: skip


def _without_wish(words: Sequence[Token], about: About) -> Sequence[Token]:
    """ "trường xin đến 30/8 thì cho": the wish is not the answer."""
    if about.kind not in _WISHED:
        return words
    begins = next(
        (
            place
            for place, token in enumerate(words)
            if token.means("wishes")
            and not (place and words[place - 1].means("we") and not words[place - 1].means("they"))
            and any(one.means("they", UNIT) for one in words[:place])
        ),
        None,
    )
    if begins is None:
        return words
    then = next((p for p, token in enumerate(words) if p > begins and token.text in _THEN), None)
    before = [token for token in words[:begins] if not token.means("they", UNIT)]
    return (*before, *(words[then + 1 :] if then is not None else ()))


def _given(said: Clause, about: About, today: date) -> Verdict:
    kind, signals = about.kind, _signals(said, about)
    agrees, denies = _polarity(signals, about)
    if (
        kind == ask.CHANGE
        and "agree" not in signals
        and said.has("we")
        and said.words[-1:]
        and said.words[-1].text == "roi"
    ):
        agrees = False  # "chị sửa trong bảng tính rồi"
    if not kind and said.units.all:
        return Doubt() if agrees or denies else None
    if kind in (ask.ASKED, ask.SAYS) and (agrees or denies):
        return Doubt(f"câu này cần lời phúc đáp; viết: {about.number} trả lời: (câu gửi đơn vị)")
    if kind in _VERSIONS and (unit := _owner(said, about)) is not None:
        return unit if not denies else Doubt()
    came = _came(said, about, signals, today) if not denies else None
    if came is not None:
        return came
    if kind == ask.EXTENSION and (said.days.any or said.days.vague):
        return _time(said, signals, denies=denies)
    if agrees or denies:
        return Doubt() if agrees and denies else YES if agrees else NO
    return _otherwise(said, about, signals)


def _otherwise(said: Clause, about: About, signals: frozenset[str]) -> Verdict:
    """Where nothing agrees or denies in so many words."""
    kind = about.kind
    if "maybe" in signals:
        return Doubt()
    if "skip" in signals or ("done" in signals and kind in _CLOSED_BY_TELEPHONE):
        return SKIP
    if kind == ask.EXEMPTION and said.days.any and signals & {"may", "extend"}:
        return _time(said, signals, denies=False)
    if kind == ask.EXTENSION and {"extend", "may"} <= signals:
        return YES
    return _weak(said, signals, kind)


def _signals(said: Clause, about: About) -> frozenset[str]:
    words = said.words
    if any(_is_slip_of_not(token) for token in words):
        return frozenset({"maybe"})
    signals = _resolved(words)
    if words and words[-1].text == "dau" and not any(token.means("not") for token in words):
        return frozenset({"missing"}) if "got" in signals else frozenset({"maybe"})  # "có nhận được đâu"
    if about.kind not in (ask.EXTENSION, ask.EXEMPTION) and any(_denies_a_document(token) for token in words):
        signals |= {"refuse"}
    return signals


def _polarity(signals: frozenset[str], about: About) -> tuple[bool, bool]:
    """Whether they agree and whether they deny, for what is asked."""
    kind = about.kind
    yes, no = _YES_OF.get(kind, ("agree",)), _NO_OF.get(kind, ("refuse",))
    if kind == ask.CHANGE:
        taken_back = len(about.candidates) == 3 and not about.candidates[1]
        yes = ("agree", "remove" if taken_back else "mend")
    if kind == ask.RELAYED:
        keeps = about.candidates[1:2] == (YES,)
        yes, no = ("agree", "keep" if keeps else "remove"), ("refuse", "remove" if keeps else "keep")
    agrees, denies = signals & set(yes), signals & set(no)
    if denies and "refuse" not in signals and agrees == {"agree"}:
        return False, True  # "đồng ý bỏ địa chỉ ấy", "đúng là hai nội dung khác nhau"
    return bool(agrees), bool(denies)


def _unknown(words: Sequence[Token]) -> bool:
    return any(not token.meanings for token in words)


def _weak(said: Clause, signals: frozenset[str], kind: str) -> Verdict:
    """ "cho", "được", "không" decide where nothing else is said."""
    weighty = [token for token in said.words if not token.means(*_KNOWN, "may", "not", "extend")]
    if weighty:
        return None
    if "no" in signals:
        return NO
    allows = [token for token in said.words if token.means("may")]
    if allows and (kind in _WISHED or any(token.text != "cho" for token in allows)):
        return YES
    return None


_DENIABLE = frozenset({"agree", "may", "extend", "free", "one", "refuse", "mend", "notify"})
_OBJECTS = frozenset({"may", "extend", "free", "mend", "notify", "remove", "keep"})
_BREAKS = frozenset({"chi", "ma", "nhung"})


def _resolved(words: Sequence[Token]) -> frozenset[str]:
    """What is said, with denials: "không gia hạn" refuses, "không từ chối" agrees. "no": a bare denial."""
    found: set[str] = set()
    denied = carried = False  # `carried`: "không đồng ý miễn": what is not agreed to is not said
    for place, token in enumerate(words):
        carried = carried and token.text not in _BREAKS
        if token.means("not") and " " not in token.text:
            alone = _denies(words[place + 1 :])
            denied = denied or alone is False
            found |= {"maybe" if token.text == "chua" else "no"} if alone else set()
            continue
        meanings = _meanings(token, words[place + 1 : place + 2])
        if denied and meanings & _DENIABLE:
            found.add("agree" if "refuse" in meanings else "two" if "one" in meanings else "refuse")
            denied, carried = False, True
        elif not (carried and meanings & _OBJECTS) and not (denied and token.means("they", "we", UNIT, "small")):
            denied = False
            found |= meanings
    if words and words[-1].text == "roi" and not found & {"not", "missing"} and any(w.text in _SEEN for w in words):
        found.add("got")  # "chị thấy công văn rồi"
    if "no" in found and not found & {"agree", "may"}:
        found.add("refuse")
    return frozenset(found)


def _meanings(token: Token, following: Sequence[Token]) -> frozenset[str]:
    """ "cho chị xem" allows nothing."""
    asks_for = token.text == "cho" and any(one.means("we") for one in following)
    return token.meanings - {"may"} if asks_for else token.meanings


def _denies(behind: Sequence[Token]) -> bool | None:
    """What a "không" does: False where it denies what follows, True where it stands alone, None where it denies what
    means nothing to us."""
    following = [one for one in behind[:3] if not one.means("they", "we", UNIT)]
    if following and following[0].text in ("the", "nen", "he", "can"):
        following = following[1:]
    if following and following[0].means(*_DENIABLE):
        return False
    return True if all(one.means("small", "they", "we", DAY, UNIT) for one in behind) else None


def _is_slip_of_not(token: Token) -> bool:
    """ "kong đồng ý": where a denial may be mistyped nothing is agreed to."""
    typed = token.text
    if token.meanings or len(typed) < 4 or OSA.distance(typed, "khong", score_cutoff=1) > 1:
        return False
    return len(typed) != len("khong") or sorted(typed) == sorted("khong")  # "thong" is a word


def _denies_a_document(token: Token) -> bool:
    """ "kế hoạch chứ không phải đăng ký": of a document that is no exemption."""
    return token.means("free") and token.text.startswith("khong phai ")


_SEEN = frozenset({"thay", "nhan", "co", "cam", "gap"})


def _owner(said: Clause, about: About) -> str | Doubt | None:
    """Whose it is: one unit that is named, and none that is denied."""
    if not said.units.all or about.unit in said.units.all:
        return None  # "cái của Sa Pa là đúng"
    narrowed = said.units.all & set(about.candidates) if about.candidates else said.units.all
    one = narrowed if len(narrowed) == 1 else frozenset(said.units.codes)
    if len(one) != 1:
        return Doubt()
    return next(iter(one))


def _came(said: Clause, about: About, signals: frozenset[str], today: date) -> Verdict:
    day = said.days.day
    if about.kind == ask.ON_PAPER and day is not None and not _unknown(said.words):
        signals |= {"got", "paper"}  # "6 có, 12/8"
    if not signals & {"paper", "got"} or about.kind in (ask.BOUNCE, ask.SIMILAR, ask.UNLISTED):
        return None
    if day is not None and day > today and not re.search(r"\d\s*[/.-]\s*\d", said.written):
        day -= timedelta(days=7)  # "hôm thứ Sáu": the last one
    if about.kind in (*_VERSIONS, ask.SIGNATURE):
        return Received(day) if "got" in signals and day is not None and "paper" not in signals else None
    if about.kind in (ask.ON_PAPER, ask.SENT, ask.UNREGISTERED) or {"paper", "got"} <= set(signals):
        if about.kind == ask.ON_PAPER and day is None:
            return YES
        return OnPaper(day)
    return None


def _time(said: Clause, signals: frozenset[str], *, denies: bool) -> Verdict:
    if said.days.vague:
        return Doubt("gia hạn đến ngày nào? ghi ngày, ví dụ 30/8") if not denies else NO
    if denies and not signals & {"extend", "may", "agree"}:
        return NO
    if denies:
        return Doubt("có gia hạn không, đến ngày nào?") if signals & {"agree", "may"} else NO
    count, day = said.days.count, said.days.day
    if not (signals & {"extend", "may", "agree"}) and any(
        not token.means(*_KNOWN, "extend", "may", "agree") for token in said.words
    ):
        return None
    if count is not None:
        return Longer(count.days, working=count.working)
    return Extended(day) if day is not None else None


# --- One clause after another ---------------------------------------------------------------------------------------


@dataclass
class Taken:
    """What a clause came to. `remark`: it decides nothing, and belongs to `numbers`, if to any."""

    answers: dict[int, Given] = field(default_factory=dict)
    rest: Given | None = None
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
        return _of_numbers(said, by_number, today)
    if said.has("except"):
        owned = tuple(one.number for one in abouts if one.unit in said.units.all)
        return _all_but(replace(said, numbers=owned), today) if owned else Taken(doubt=Doubt())
    if said.has("rest"):
        return _of_all(said, today, (YES, NO, SKIP))
    pointed = _pointed(said, abouts)
    if pointed == []:
        pointed = _names_another(said, abouts, topic)
    if pointed is not None:
        chosen = _fitting(said, pointed, today) if len(pointed) > 1 else pointed
        return _of(said, chosen, today) if chosen else Taken(doubt=Doubt(), numbers=tuple(o.number for o in pointed))
    if said.has("all", "both"):
        fits = _count(said) in (0, len(abouts))
        return _of_all(said, today, (YES, NO, SKIP)) if fits else Taken(doubt=Doubt())
    if topic:
        return _of(said, [by_number[number] for number in topic if number in by_number], today, loose=True)
    if len(abouts) == 1:
        return _of(said, abouts, today)
    if said.has("agree") and not _unknown(said.words) and not said.days.any:
        return _of_all(said, today, (YES,))  # "nhất trí các nội dung trên"
    return _of_the_only_one(said, abouts, today)


def _of_numbers(said: Clause, by_number: Mapping[int, About], today: date) -> Taken:
    strangers = [number for number in said.numbers if number not in by_number]
    if strangers:
        told = ", ".join(map(str, strangers))
        return Taken(doubt=Doubt(f"thư được trả lời không có câu hỏi số {told}"), numbers=said.numbers)
    if said.has("except"):
        return _all_but(said, today)
    return _of(said, [by_number[number] for number in said.numbers], today)


def _of_all(said: Clause, today: date, possible: Collection[Verdict]) -> Taken:
    given = verdict(said, About(0), today)
    return Taken(rest=given) if isinstance(given, str) and given in possible else Taken(doubt=Doubt())


_COUNTED = ("hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")


def _count(said: Clause) -> int:
    """ "cả bốn việc": 4; 0: no number is told."""
    told = [token.text.split()[-1] for token in said.words if token.means("all", "both")]
    return next(
        (
            _COUNTED.index(word) + 2 if word in _COUNTED else int(word)
            for word in told
            if word in _COUNTED or word.isdigit()
        ),
        0,
    )


def _all_but(said: Clause, today: date) -> Taken:
    """ "trừ câu 3 ra thì đúng hết"."""
    given = verdict(replace(said, numbers=(), units=Units("")), About(0), today)
    everything = any(token.text in ("het", "tat ca", "toan bo", "het thay") for token in said.words) or said.has(
        "all", "rest"
    )
    if given in (YES, NO, SKIP) and everything:
        return Taken(rest=given, but=said.numbers)
    if not any(_weighs(token) for token in said.words):
        return Taken(but=said.numbers)  # "đồng ý hết, trừ việc của Hoàng Liên"
    return Taken(doubt=Doubt(), numbers=said.numbers)


def _frees(said: Clause) -> bool:
    """ "miễn cho họ luôn", where a unit asked for time: not "tha cho họ lần này"."""
    signals = _resolved(said.words)
    doubtful = signals & {"refuse", "maybe"} or said.asks or said.has("if") or said.days.any
    frees = (token for token in said.words if token.means("free"))
    return not doubtful and any(re.match(r"(?:cho |duoc )?mien|khong phai|khoi", token.text) for token in frees)


_UNKNOWING = ("khong ro", "khong biet", "chua biet", "chua ro", "khong nho")


def _does_not_know(said: Clause) -> bool:
    """ "câu 25 chị không rõ"."""
    decides = _resolved(said.words) & {"agree", "refuse", "extend", "free", "one", "two", "got", "paper"}
    return not (said.asks or decides) and any(token.text in _UNKNOWING for token in said.words)


def _names_another(said: Clause, abouts: Sequence[About], topic: Sequence[int]) -> list[About]:
    """ "sai, của Sa Pa 2": a unit that nothing is asked about is whose it is."""
    return [one for one in abouts if one.number in topic and one.kind in _VERSIONS] if said.units.codes else []


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


def _pointed(said: Clause, abouts: Sequence[About]) -> list[About] | None:
    """The questions about a unit or a matter that is named; None where none is."""
    codes = said.units.all
    if codes:
        owned = [one for one in abouts if one.unit in codes]
        whose = [one for one in abouts if one.kind in (ask.UNIT, ask.SENDER) and codes & set(one.candidates)]
        found = owned or whose or [one for one in abouts if one.kind == ask.UNIT and not one.candidates]
        if not found:
            return [] if not (len(abouts) == 1 and abouts[0].kind in _VERSIONS) else list(abouts)
        return found
    for meaning, kinds in _MATTERS.items():
        if said.has(meaning) and (found := [one for one in abouts if one.kind in kinds]):
            return found
    return None


def _fitting(said: Clause, abouts: Sequence[About], today: date) -> list[About]:
    """Of several the one of which the clause decides something; all where the units are told as several."""
    matters = [kinds for meaning, kinds in _MATTERS.items() if said.has(meaning)]
    narrowed = [one for one in abouts if any(one.kind in kinds for kinds in matters)]
    if len(narrowed) == 1:
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
        if said.has(*_OWN_WORDS.get(one.kind, ())) and not isinstance(verdict(said, one, today), Doubt | None)
    ]
    if len(fitting) == 1:
        return _of(said, fitting, today)
    if said.is_remark:
        return Taken(remark=True)
    decides = any(verdict(said, one, today) is not None for one in abouts)
    return Taken(doubt=Doubt()) if decides or said.asks or said.has("maybe", "if", "later") else Taken(remark=True)
