"""What a clause of a person of the office decides about one question: which words of yes, no, time, paper stand in it
together. What they mean depends on the kind of question: "giữ lại" agrees where a unit still does something, and denies
where it wants to take it back.

A clause that doubts, asks or makes a condition decides nothing. One that says what a unit wishes or promises decides
nothing either; what stands behind "thì" or "nhưng" does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import permutations

from rules.intake.answers import Extended, Given, Longer, OnPaper, Received
from rules.intake.decided_words import Token, may_deny, without_reason
from rules.intake.denials import resolved
from rules.intake.office_orders import About
from rules.intake.pointed import ALL, DAY, UNIT, Days, Units
from rules.standing import questions as ask
from rules.standing.questions import NO, SKIP, YES


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with what it points at taken out. `count`: "cả bốn việc"; 0: no number is told. `why`: in Vietnamese,
    where it points at what there is not."""

    written: str
    numbers: tuple[int, ...]
    units: Units
    days: Days
    words: tuple[Token, ...]
    count: int = 0
    why: str = ""

    def has(self, *meanings: str) -> bool:
        return any(token.means(*meanings) for token in self.words)

    @property
    def asks(self) -> bool:
        return "?" in self.written

    @property
    def unknown(self) -> bool:
        return any(token.is_unknown for token in self.words)

    @property
    def goes_on(self) -> bool:
        """Whether a sentence may speak of what the one before it spoke of: it names nothing else."""
        return self.has("they") or not self.unknown

    @property
    def is_of_all(self) -> bool:
        return self.has("all", "both", "rest") or self.has("whole") or self.count > 0

    @property
    def is_remark(self) -> bool:
        """Nothing in it decides, asks, or names what is decided about."""
        deciding = ("agree", "refuse", "skip", "extend", "free", "must", "later", "maybe", "if", "tell", "urge")
        return not (self.asks or self.numbers or self.units.all or self.days.any) and not self.has(
            *deciding, "remove", "keep"
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something is decided here, and not for certain. `why`: in Vietnamese."""

    why: str = ""


Verdict = Given | Doubt | None  # None: a remark

VERSIONS = (ask.UNIT, ask.SENDER, ask.PROSE, ask.MACHINE, ask.FORGED)
WISHED = (ask.EXTENSION, ask.EXEMPTION, ask.CHANGE, ask.TAKEN_BACK, ask.WITHDRAWN, ask.ASKED)
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
    "": ("agree", "one", "free"),
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
    "": ("refuse", "two"),
}
MATTERS: Mapping[str, tuple[str, ...]] = {
    "about_extension": (ask.EXTENSION,),
    "about_exemption": (ask.EXEMPTION,),
    "about_paper": (ask.ON_PAPER, ask.SENT),
    "about_titles": (ask.SIMILAR,),
    "about_file": (ask.UNREADABLE, ask.NOTHING_READ),
    "about_address": (ask.BOUNCE, ask.ROSTER),
    "about_change": (ask.CHANGE, ask.TAKEN_BACK, ask.WITHDRAWN),
    "about_question": (ask.ASKED,),
}
_KNOWN = ("small", "they", "we", "sure", "rest", "all", "both", "except", "whole", UNIT, DAY, ALL, *MATTERS)
_DECIDES = (
    "agree", "refuse", "may", "not", "extend", "free", "must", "paper", "got", "missing", "keep", "remove", "one",
    "two", "mend", "skip", "done", DAY,
)  # fmt: skip


def verdict(said: Clause, about: About, today: date) -> Verdict:
    """Of a question of that kind."""
    main = _main(said.words, about)
    if main is None or (said.has("later") and not said.has("agree", "refuse")) or said.has("next_time"):
        return None
    found = _given(replace(said, words=main), about, today)
    if found is None or isinstance(found, Doubt):
        return found
    if said.asks or _is_asked(main) or _is_a_case(said.words):
        return Doubt()
    heard = without_reason(said.words)
    if any(token.means("maybe", "if") for token in (*heard, *main)) and not any(t.means("sure") for t in heard):
        return Doubt()
    return found


def weighs(token: Token) -> bool:
    return token.means(*_DECIDES)


# --- The part that decides ------------------------------------------------------------------------------------------


def _is_asked(main: Sequence[Token]) -> bool:
    """ "cho họ được không em": a denial at the end, behind something that agrees."""
    left = [token for token in main if not token.means("small", "we")]
    return len(left) > 2 and left[-1].means("not") and not left[-1].means("yet") and left[-2].means("may", "agree")


def _is_a_case(words: Sequence[Token]) -> bool:
    """ "câu 3 mà trường nộp muộn nữa thì ...": what if."""
    first = next((place for place, token in enumerate(words) if not token.means("we")), len(words))
    begins = words[first : first + 1]
    return bool(begins) and begins[0].text == "ma" and any(one.means("then") for one in words[first + 1 :])


def _main(words: Sequence[Token], about: About) -> tuple[Token, ...] | None:
    """Without reasons and without what the unit wishes; None where nothing else is said."""
    words = without_reason(words)
    turned = [place for place, token in enumerate(words) if token.means("turn")]
    freed = about.kind == ask.EXEMPTION and turned and any(token.means("free") for token in words[: turned[-1]])
    if not freed and turned and any(weighs(token) for token in words[turned[-1] + 1 :]):
        words = words[turned[-1] + 1 :]
    elif turned and any(token.is_unknown for token in words[turned[-1] + 1 :]):
        return (*words, Token("", frozenset({"if"})))  # "đúng nhưng muộn": nobody knows what follows from that
    words = _without_wish(words, about)
    return tuple(words) if words else None


def _without_wish(words: Sequence[Token], about: About) -> Sequence[Token]:
    """ "trường xin đến 30/8 thì cho": the wish is not the answer."""
    if about.kind not in WISHED:
        return words
    begins = next((place for place in range(len(words)) if _wishes(words, place)), None)
    if begins is None:
        return words
    then = next((p for p, token in enumerate(words) if p > begins and token.means("then")), None)
    before = [token for token in words[:begins] if not token.means("they", UNIT)]
    return (*before, *(words[then + 1 :] if then is not None else _agreed_behind(words[begins + 1 :])))


def _wishes(words: Sequence[Token], place: int) -> bool:
    token, before = words[place], words[:place]
    ours = bool(before) and before[-1].means("we") and not before[-1].means("they")
    return token.means("wishes") and not ours and any(one.means("they", UNIT) for one in before)


def _agreed_behind(wish: Sequence[Token]) -> Sequence[Token]:
    """ "họ xin đến 30/8 là hợp lý": what is agreed to at the very end."""
    weighty = [token for token in wish if not token.means("small", "we", "they") or token.means("agree", "refuse")]
    return weighty[-1:] if weighty and weighty[-1].means("agree", "refuse") and len(weighty) > 1 else ()


# --- The answer -----------------------------------------------------------------------------------------------------


def _given(said: Clause, about: About, today: date) -> Verdict:
    kind, signals = about.kind, signals_of(said, about)
    agrees, denies = _polarity(signals, about)
    if _mended_it(said, signals, about):
        return Doubt() if denies else SKIP
    if not about.number and said.units.all:
        return Doubt() if agrees or denies else None
    if kind in (ask.ASKED, ask.SAYS) and (agrees or denies):
        return Doubt(f"câu này cần lời phúc đáp; viết: {about.number} trả lời: (câu gửi đơn vị)")
    if kind in (*VERSIONS, "") and (unit := _owner(said, about)) is not None:
        return unit if not denies else Doubt()
    came = _came(said, about, signals, today) if not denies else None
    if came is not None:
        return came
    timed = said.days.any or said.days.vague or bool(said.days.impossible) or said.has(DAY)
    if kind in (ask.EXTENSION, "") and timed:
        return _time(said, signals, denies=denies)
    if kind == ask.EXEMPTION and denies and said.days.any and "may" in signals and "must" not in signals:
        return _time(said, signals, denies=False)  # "cho nộp muộn đến 30/8 chứ không miễn"
    if agrees or denies:
        return Doubt() if agrees and denies else YES if agrees else NO
    return _otherwise(said, about, signals)


def _in_two_words(words: Sequence[Token], one: str, other: str) -> bool:
    """Not by one that is two without its accents: "cho", "chờ"."""
    return any(first.means(one) and second.means(other) for first, second in permutations(words, 2))


def _mended_it(said: Clause, signals: frozenset[str], about: About) -> bool:
    """ "chị sửa trong bảng tính rồi": nothing is left to be done."""
    over = bool(said.words) and said.words[-1].means("over")
    return about.kind == ask.CHANGE and "mend" in signals and "agree" not in signals and said.has("we") and over


def _otherwise(said: Clause, about: About, signals: frozenset[str]) -> Verdict:
    """Where nothing agrees or denies in so many words."""
    kind = about.kind
    if "maybe" in signals:
        return Doubt()
    if "skip" in signals and _is_by_chance(said):
        return None
    if "skip" in signals or ("done" in signals and kind in _CLOSED_BY_TELEPHONE):
        return SKIP
    if kind == ask.EXEMPTION and said.days.any and signals & {"may", "extend"} and not said.has("urge", "must"):
        return _time(said, signals, denies=False)
    if kind == ask.EXTENSION and any(token.text.isdigit() for token in said.words):
        return Doubt("gia hạn đến ngày nào? ghi ngày, ví dụ 30/8")
    if kind == ask.EXTENSION and {"extend", "may"} <= signals and _in_two_words(said.words, "extend", "may"):
        return YES
    if "remove" in signals and about.number and kind not in WISHED and not said.unknown:
        return SKIP  # "3 bỏ"
    if kind == "" and "extend" in signals and not said.has("whole"):
        return Doubt("gia hạn đến ngày nào? ghi ngày, ví dụ 30/8")
    return _weak(said, signals, kind)


def _is_by_chance(said: Clause) -> bool:
    """ "lap bang ke cho huyen": two letters without accents among words that nobody knows are no "kệ"."""
    return said.unknown and all(len(token.text) < 3 for token in said.words if token.means("skip"))


def signals_of(said: Clause, about: About) -> frozenset[str]:
    words = said.words
    if any(may_deny(token) for token in words):
        return frozenset({"maybe"})
    signals = resolved(words)
    if words and words[-1].means("at_all") and not any(token.means("not") for token in words):
        return frozenset({"missing"}) if "got" in signals else frozenset({"maybe"})  # "có nhận được đâu"
    if about.kind not in (ask.EXTENSION, ask.EXEMPTION) and any(_denies_a_document(token) for token in words):
        signals |= {"refuse"}
    return signals | {"done"} if _was_talked_over(words) else signals


def _was_talked_over(words: Sequence[Token]) -> bool:
    """ "chị gọi điện trả lời cô ấy rồi"."""
    talks = next((place for place, token in enumerate(words) if token.means("contacts")), None)
    if talks is None or not any(one.means("we") and not one.means("they") for one in words[:talks]):
        return False
    return words[-1].means("over") or any(one.means("before") for one in words[:talks])


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
    if "missing" in denies and "agree" not in agrees:
        return False, True  # "không thấy có trong sổ công văn"
    if denies and "refuse" not in signals and agrees == {"agree"}:
        return False, True  # "đồng ý bỏ địa chỉ ấy", "đúng là hai nội dung khác nhau"
    return bool(agrees), bool(denies)


def _weak(said: Clause, signals: frozenset[str], kind: str) -> Verdict:
    """ "cho", "được", "không" decide where nothing else is said."""
    weighty = [token for token in said.words if not token.means(*_KNOWN, "may", "not", "extend")]
    if weighty:
        return None
    if "no" in signals:
        return NO
    allows = [token for token in said.words if token.means("may")]
    if allows and said.has("not") and not said.has("agree"):
        return Doubt()  # what it denies is not known: no consent
    if allows and (kind in WISHED or any(not token.means("lets") for token in allows)):
        return YES
    return None


def _denies_a_document(token: Token) -> bool:
    """ "kế hoạch chứ không phải đăng ký": of a document that is no exemption."""
    return token.means("free") and token.text.startswith("khong phai ")


# --- Whose, when it came, until when --------------------------------------------------------------------------------


def _owner(said: Clause, about: About) -> str | Doubt | None:
    """Whose it is: one unit that is named, and none that is denied."""
    if not said.units.all or (about.unit and about.unit in said.units.all):
        return None  # "cái của Sa Pa là đúng"
    narrowed = said.units.all & set(about.candidates) if about.candidates else said.units.all
    one = narrowed if len(narrowed) == 1 else frozenset(said.units.codes)
    if len(one) != 1:
        return Doubt()
    if (not about.kind and said.unknown) or any(token.text.isdigit() for token in said.words):
        return Doubt()
    return next(iter(one))


def _came(said: Clause, about: About, signals: frozenset[str], today: date) -> Verdict:
    day, kind = said.days.day, about.kind
    if kind == ask.ON_PAPER and day is not None and not said.unknown:
        signals |= {"got", "paper"}  # "6 có, 12/8"
    if kind in (*VERSIONS, ask.SIGNATURE, "") and day is not None and said.has("seen") and "extend" not in signals:
        signals |= {"got"}  # "6 nhận ngày 23/8"
    if not signals & {"paper", "got"} or kind in (ask.BOUNCE, ask.SIMILAR, ask.UNLISTED):
        return None
    if said.days.impossible:
        return Doubt(_no_such_day(said))
    if day is not None and day > today and not re.search(r"\d\s*[/.-]\s*\d", said.written):
        day -= timedelta(days=7)  # "hôm thứ Sáu": the last one
    if kind in (*VERSIONS, ask.SIGNATURE, "") and "paper" not in signals:
        return Received(day) if "got" in signals and day is not None else None
    if kind in (*VERSIONS, ask.SIGNATURE):
        return None
    if kind in (ask.ON_PAPER, ask.SENT, ask.UNREGISTERED, "") or {"paper", "got"} <= set(signals):
        if kind == ask.ON_PAPER and day is None:
            return YES
        return OnPaper(day)
    return None


def _time(said: Clause, signals: frozenset[str], *, denies: bool) -> Verdict:
    if said.days.impossible:
        return Doubt(_no_such_day(said))
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
    return Extended(day) if day is not None else Doubt("gia hạn đến ngày nào? ghi ngày, ví dụ 30/8")


def _no_such_day(said: Clause) -> str:
    return f"không có ngày “{said.days.impossible}”; viết ngày như 30/8"
