"""What a clause orders about an announced batch of letters: whom it names, whether they are written to, and when.

A verb before its units says to whom alone ("gửi các trường trước"), a unit before its verb what becomes of it ("Sa Pa 1
thì gửi"). What asks, doubts or wants the letter itself changed orders nothing; the batch is held then.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from rules.intake.decided_words import Token, mended, tokens, without_reason
from rules.intake.pointed import (
    UNIT,
    Days,
    by_number,
    days_in,
    numbers_at_the_end,
    numbers_behind_so,
    questions_in,
    units_in,
)
from rules.intake.reply_days import sending_day
from rules.intake.unit_words import ending_so, is_district
from rules.papers.match import canonical, unit_index
from rules.roster import Roster
from rules.text import bare, fold, nfc

Kind = Literal["send", "stop", "out", "only", "in", "later", "listed", "remark", "doubt"]
_LONGEST_DELAY = timedelta(days=31)
"""A longer one would be no delay of this batch any more, so it is asked about."""
_LONGEST_NAME = 7  # words


@dataclass(frozen=True, slots=True)
class Batch:
    """`units`: codes, in the order of their numbers in the letter; `rows`: how many it listed."""

    units: tuple[str, ...]
    roster: Roster
    rows: int

    def all_but(self, kept: Sequence[int]) -> tuple[int, ...]:
        return tuple(number for number in range(1, self.rows + 1) if number not in kept)

    def of_kind(self, kind: str) -> list[int]:
        return [number for number, code in enumerate(self.units, 1) if self.roster.unit(code).kind == kind]


@dataclass(frozen=True, slots=True)
class Ordered:
    """`rows`: numbers of the units that are named. `until`: of "later", the last day on which nothing leaves."""

    kind: Kind
    rows: tuple[int, ...] = ()
    until: date | None = None
    by_name: bool = False  # units, and not a kind of them
    why: str = ""  # of a doubt, in Vietnamese
    of_them: bool = False  # it may go on about whom the clause before left out
    of_the_rest: bool = False
    names_alone: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    rows: tuple[int, ...]
    by_name: bool
    days: Days
    words: tuple[Token, ...]
    plain: str
    foreign: tuple[int, ...] | None = None  # numbers that the letter did not list; (): a unit that it did not
    vague: bool = False  # or some of a kind, nobody knows which

    def has(self, *meanings: str) -> bool:
        return any(token.means(*meanings) for token in self.words)


def ordered(written: str, batch: Batch, topic: Sequence[int], today: date) -> Ordered:
    """`topic`: of which units the clauses before spoke without saying what becomes of them."""
    said = _clause(written, batch, today)
    if said.foreign is not None:
        told = ", ".join(map(str, said.foreign))
        return Ordered("doubt", said.rows, by_name=True, why=f"danh sách không có số {told}" if told else "")
    sure = said.has("sure")
    if (
        "?" in written
        or (said.has("maybe", "if", "whoever") and not sure)
        or (said.has("rewrite") and not said.by_name)
    ):
        return Ordered("doubt", () if said.has("rewrite") else said.rows, by_name=said.by_name)
    words = _behind_the_turn(without_reason(said.words))
    if _is_only_right(words):
        return Ordered("doubt")
    if _wants_to_see(words):
        return Ordered("doubt", said.rows, by_name=said.by_name)
    denied = _is_denied(words)
    leaves = denied or any(one.means("leaving", "spared", "holding", "except") for one in words)
    sends = not denied and any(one.means("sending", "agree", "consents") for one in words)
    leaves = leaves or (bool(said.rows) and _does_it_herself(words))
    if said.rows:
        return _of_rows(said, words, leaves=leaves, sends=sends, today=today)
    found = _of_the_topic(said, words, topic, leaves=leaves, today=today) if topic else None
    found = found or _of_all(said, words, denied=denied, sends=sends, today=today)
    rest = said.has("rest", "others")
    of_them = not rest and any(one.means("leaving", "later", "spared") for one in words) and not said.has("the_batch")
    at_once = found.kind == "send" and said.has("at_once")
    return replace(found, of_them=of_them, of_the_rest=rest, at_once=at_once)


def _does_it_herself(words: Sequence[Token]) -> bool:
    """ "Văn phòng tôi tự nhắc"."""
    reminds = next((place for place, one in enumerate(words) if one.means("reminds")), 0)
    return any(one.means("to_us") and one.means("we") for one in words[max(reminds - 2, 0) : reminds])


def _behind_the_turn(words: Sequence[Token]) -> Sequence[Token]:
    """ "8h sớm quá nhưng thôi cũng được"."""
    turned = [place for place, one in enumerate(words) if one.means("turn")]
    behind = words[turned[-1] + 1 :] if turned else ()
    ordering = ("sending", "agree", "consents", "holding", "leaving", "except", "only")
    named = any(one.text == UNIT for one in words[: turned[-1]]) if turned else False
    return behind if any(one.means(*ordering) for one in behind) and not named else words


def _wants_to_see(words: Sequence[Token]) -> bool:
    """ "gửi lại cho tôi danh sách"."""
    return any(one.means("sending") and two.means("to_us") for one, two in pairwise(words))


def _is_only_right(words: Sequence[Token]) -> bool:
    """ "đúng": what would be right about a batch, or a slip of "dừng"."""
    left = [one for one in words if one.text != UNIT and (not one.means("small", "we") or one.means("right"))]
    return len(left) == 1 and left[0].means("right") and not left[0].means("holding")


def _of_the_topic(
    said: _Clause, words: Sequence[Token], topic: Sequence[int], *, leaves: bool, today: date
) -> Ordered | None:
    puts_off = said.days.any and any(one.means("until") for one in words)
    if not puts_off and not any(one.means("they", "leaving", "spared") for one in words):
        return None
    if leaves and not said.days.any:
        return Ordered("out", tuple(topic), by_name=True)
    until = _until(said, today) if said.days.any else None
    return Ordered("later", tuple(topic), until, by_name=True) if until else None


def _of_rows(said: _Clause, words: Sequence[Token], *, leaves: bool, sends: bool, today: date) -> Ordered:
    if _only_reports(words, leaves=leaves):
        return Ordered("remark", said.rows, by_name=said.by_name)  # "Sa Pa 1 họ bảo chiều gửi"
    came = sends and not leaves and said.by_name and any(one.means("before") for one in words)
    leaves = leaves or (came and _stands_first(words))  # "Si Ma Cai số 1 gửi qua iOffice rồi"
    if said.days.any and any(one.means("until") for one in words) and not any(one.means("spared") for one in words):
        until = _until(said, today)
        return Ordered("later", said.rows, until, said.by_name) if until else Ordered("doubt", said.rows)
    alone = any(one.means("only") for one in words)
    first_unit = next((p for p, one in enumerate(words) if one.text == UNIT), len(words))
    first_verb = next((p for p, one in enumerate(words) if one.means("sending", "only")), len(words))
    if leaves and alone and first_verb < first_unit and not _is_denied(words[:first_unit]):
        leaves = any(one.means("leaving", "holding", "except") for one in words)
    enough = not sends and not leaves and all(one.means("enough") for one in words if one.means("only"))
    if alone and enough and not any(one.means("then") for one in words):
        return Ordered("doubt", said.rows, by_name=said.by_name, names_alone=True)  # "Hoàng Liên thôi": it, or not it?
    if leaves or (alone and enough):
        return Ordered("out", said.rows, by_name=said.by_name)
    if sends or alone:
        return Ordered("only" if first_verb < first_unit else "in", said.rows, by_name=said.by_name)
    bare_name = all(one.text == UNIT or one.means("small", "they") for one in words)
    return Ordered("listed" if bare_name else "remark", said.rows, by_name=said.by_name)


def _only_reports(words: Sequence[Token], *, leaves: bool) -> bool:
    """What a unit says of itself."""
    spoke = next((place for place, one in enumerate(words) if one.means("wishes")), None)
    ours = leaves and any(one.means("leaving", "holding", "except") for one in words)
    return spoke is not None and not ours and any(one.means("they") or one.text == UNIT for one in words[:spoke])


def _stands_first(words: Sequence[Token]) -> bool:
    """Whether a unit stands before the first verb."""
    verb = next((place for place, one in enumerate(words) if one.means("sending")), len(words))
    return any(one.text == UNIT or one.means("they") for one in words[:verb])


_AN_HOUR = re.compile(r"\b(?:chieu|trua|dem)\b|\btoi (?:nay|mai)\b|\b\d{1,2}\s?(?:h|gio)\b")
_IN_THE_MORNING = re.compile(r"\b(?:sang (?:mai|kia|thu)|[78]\s?(?:h|gio))\b")
BY_DAYS = "thư chỉ hoãn được theo ngày, nên cả đợt này tạm dừng; có thể viết: hoãn đến thứ Hai, hoặc gửi"


def _by_the_hour(plain: str) -> bool:
    """ "chiều mai 2h": letters leave in the morning of a day, so that would be too early."""
    return bool(_AN_HOUR.search(plain)) and not _IN_THE_MORNING.search(plain)


def _of_all(said: _Clause, words: Sequence[Token], *, denied: bool, sends: bool, today: date) -> Ordered:
    holds = denied or any(_holds(words, place) for place in range(len(words))) or _calls_off(words)
    if any(one.means("refuse") for one in words) and not holds:
        return Ordered("doubt")  # "danh sách sai rồi"
    if any(one.means("reminds") for one in words) and any(one.means("over", "before") for one in words) and not holds:
        return Ordered("remark")  # "chị nhắc cả rồi"
    if (put_off := _put_off(said, words, weighs=sends or holds, today=today)) is not None:
        return put_off
    leaves = any(one.means("leaving", "except") for one in words)
    if (said.vague and (holds or leaves)) or (leaves and not holds):
        return Ordered("doubt")  # "chưa nhắc các đơn vị vùng lũ": nobody knows which
    if holds:
        return Ordered("stop")
    later = any(one.means("later") for one in words)
    return Ordered("doubt" if later else "send" if sends else "remark")


def _holds(words: Sequence[Token], place: int) -> bool:
    """Not "cho" without its accents before something unknown, which may as well be no "chờ"."""
    following = next(iter(words[place + 1 :]), None)
    mistaken = words[place].text == "cho" and following is not None and not following.meanings
    return words[place].means("holding") and not (mistaken and words[place].means("lets"))


def _calls_off(words: Sequence[Token]) -> bool:
    """ "thôi em ạ"; "đợt này bỏ"."""
    weighty = [one for one in words if not one.means("small", "we") or one.means("only", "the_batch")]
    if len(weighty) == 1 and weighty[0].text == "thoi":
        return True
    return any(one.means("the_batch") for one in words) and any(one.means("leaving") for one in words)


def _put_off(said: _Clause, words: Sequence[Token], *, weighs: bool, today: date) -> Ordered | None:
    weighs = weighs or any(one.means("until") for one in words)
    hurries = any(one.means("hurries") for one in words)
    if not weighs or hurries:
        return None
    if _by_the_hour(said.plain) and (said.days.any or re.search(r"\d\s?(?:h|gio)\b", said.plain)):
        now = said.days.day == today and not any(one.means("until") for one in words)
        return None if now else Ordered("doubt", why=BY_DAYS)
    if said.days.any and said.days.day != today:
        until = _until(said, today)
        return Ordered("later", until=until) if until else Ordered("doubt")
    return Ordered("doubt") if said.days.vague or said.days.impossible else None


def _is_denied(words: Sequence[Token]) -> bool:
    """ "không phải nhắc", "chưa nên gửi", "Hoàng Liên: không"."""
    for place, token in enumerate(words):
        if token.means("not") and " " not in token.text:
            following = [
                one for one in words[place + 1 : place + 4] if not one.means("they", "we") and one.text != UNIT
            ]
            if not following or any(one.means("sending", "agree", "may") for one in following[:2]):
                return True
            if all(one.means("small") for one in following):
                return True
    return False


def _until(said: _Clause, today: date) -> date | None:
    """The last day of waiting, where the day that is named is near enough."""
    if said.days.count is not None:
        last = today + timedelta(days=said.days.count.days - 1)
    else:
        named = re.search(r"\b(?:sau|het|qua) (?:ngay |hom |thu )", said.plain) is not None
        day = said.days.day
        week = re.search(r"\b(?:dau |sang )?tuan (?:sau|toi)\b", said.plain)
        if week and not re.search(r"\b(?:thu|t[2-7]|chu nhat|cuoi|giua|het)\b", said.plain):
            day = sending_day(week[0], today)
        if day is None:
            return None
        last = day if named else day - timedelta(days=1)
    return last if today <= last <= today + _LONGEST_DELAY else None


# --- A clause, taken apart ------------------------------------------------------------------------------------------


def _clause(written: str, batch: Batch, today: date) -> _Clause:
    listed = range(1, batch.rows + 1)
    numbers, left = questions_in(fold(nfc(written)), listed)
    left = _BOARDING_AT.sub(r"\1", left)
    found = units_in(left, batch.roster, batch.units)
    more = by_number(found.text, batch.roster, batch.units)
    others, left = numbers_behind_so(more.text)
    ending = ("except", "leaving", "holding", "sending", "only")
    last, left = numbers_at_the_end(left, listed, *ending, batch=True)
    named = found.all | more.all
    if not named and not (numbers or others or last):
        named, left = _in_small_letters(left, batch)
    every = (*numbers, *others, *last)
    rows = [number for number in every if number in listed]
    unlisted = bool(named) and not named & set(batch.units)
    strange = tuple(number for number in (*numbers, *last) if number not in listed)
    named |= {code for name in found.names for code in _of_district(name, batch)}
    rows += [place for place, code in enumerate(batch.units, 1) if code in named]
    by_name = bool(rows)
    left, kinds = _kinds(left, batch)
    days = _with_numbers(days_in(left, today), every, written)
    heard = mended(tokens(days.text, batch=True), days.text, batch=True)
    return _Clause(
        tuple(dict.fromkeys((*rows, *kinds))),
        by_name,
        days,
        heard,
        bare(written),
        strange if strange or unlisted else None,
        _is_vague(left),
    )


_BOARDING_AT = re.compile(r"\b(n[ộo]i tr[úu] )[ởo] ", re.IGNORECASE)  # "cái nội trú ở Bảo Yên": not all of Bảo Yên


def _of_district(name: str, batch: Batch) -> frozenset[str]:
    """ "các trường ở Sa Pa": also those that are called otherwise."""
    units = [batch.roster.unit(code) for code in batch.units]
    if not is_district(name, units):
        return frozenset()
    return frozenset(unit.code for unit in units if canonical(unit.group or "") == canonical(name))


def _with_numbers(days: Days, numbers: Sequence[int], written: str) -> Days:
    """Where numbers stood a unit stands."""
    if not numbers:
        return days
    begins = re.match(r"^\W*(?:so\s*)?\d", bare(written)) is not None
    return replace(days, text=f"{UNIT} {days.text}" if begins else f"{days.text} {UNIT}")


_SOME = re.compile(r"\b(?:cac|may|nhung)\s+(?:don vi|truong|phong|trung tam|cho)\b")


def _is_vague(left: str) -> bool:
    some = _SOME.search(bare(left))
    following = next(iter(tokens(bare(left)[some.end() :], batch=True)), None) if some else None
    return following is not None and not following.meanings


def _in_small_letters(left: str, batch: Batch) -> tuple[frozenset[str], str]:
    """ "tru so 2 bao thang": a name of a unit of the batch, in whatever letters."""
    words = bare(left).split()
    for length in range(min(_LONGEST_NAME, len(words)), 1, -1):
        for at in range(len(words) - length + 1):
            call = " ".join(words[at : at + length]).strip(".,:;!")
            index = unit_index(batch.roster)
            found = (index.named(call) or ending_so(call, batch.roster)) & set(batch.units)
            if len(found) == 1:
                return found, " ".join((*words[:at], UNIT, *words[at + length :]))
    return frozenset(), left


_KIND = r"(?:(?:cac|may|nhung|moi|khoi|toan bo|tat ca cac|tat ca|toan bo cac)\s+)"
_SCHOOLS: Sequence[tuple[str, str]] = (("truong", "truong"), ("trung tam", "trung-tam"), ("phong", "phong"))


def _kinds(text: str, batch: Batch) -> tuple[str, list[int]]:
    """ "các phòng", "khối trường"; "trường" by itself where nothing but a verb stands beside it."""
    rows: list[int] = []
    for noun, kind in _SCHOOLS:
        pattern = (
            rf"\b{_KIND}{noun}\b(?!\s+(?:khac|con lai|{UNIT}|minh|nay|do))(?:\s+thuoc so)?|"
            rf"\b{noun}\b(?=\s*(?:thoi|truoc)\b)"
        )
        for hit in reversed(list(re.finditer(pattern, bare(text)))):
            if len(bare(text)) != len(text):
                return text, rows
            following = next(iter(tokens(text[hit.end() :], batch=True)), None)
            if following is not None and not following.meanings:
                continue  # "mấy trường vùng cao": nobody knows which
            rows += batch.of_kind(kind)
            text = f"{text[: hit.start()]} {UNIT} {text[hit.end() :]}"
    return fold(text), rows
