"""What a clause orders about an announced batch of letters: whom it names, whether they are written to, and when.

A verb before its units says to whom alone ("gửi các trường trước"), a unit before its verb what becomes of it ("Sa Pa 1
thì gửi"). What asks, doubts or wants the letter itself changed orders nothing; the batch is held then.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rules.intake.batch_replies import Batch
from rules.intake.decided_words import Token, tokens, without_reason
from rules.intake.pointed import UNIT, Days, by_number, days_in, numbers_behind_so, questions_in, units_in
from rules.intake.reply_days import sending_day
from rules.text import bare, fold, nfc

Order = Literal["send", "stop", "out", "only", "in", "later", "remark", "doubt"]
LONGEST_DELAY = timedelta(days=31)
"""A longer one would be no delay of this batch any more, so it is asked about."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """`rows`: numbers of the units that are named. `until`: of "later", the last day on which nothing leaves."""

    order: Order
    rows: tuple[int, ...] = ()
    until: date | None = None
    by_name: bool = False  # units, and not a kind of them
    why: str = ""  # of a doubt, in Vietnamese


@dataclass(frozen=True, slots=True)
class _Clause:
    rows: tuple[int, ...]
    by_name: bool
    days: Days
    words: tuple[Token, ...]
    plain: str
    foreign: bool = False  # names a unit that is not in the batch
    vague: bool = False  # or some of a kind, nobody knows which

    def has(self, *meanings: str) -> bool:
        return any(token.means(*meanings) for token in self.words)


_KIND = r"(?:(?:cac|may|nhung|moi|khoi|toan bo|tat ca cac|tat ca|toan bo cac)\s+)"
_SOME = re.compile(r"\b(?:cac|may|nhung)\s+(?:don vi|truong|phong|trung tam|cho)\b")
_SCHOOLS: Sequence[tuple[str, str]] = (("truong", "truong"), ("trung tam", "trung-tam"), ("phong", "phong"))


def ordered(written: str, batch: Batch, topic: Sequence[int], today: date) -> Ordered:
    """`topic`: of which units the clauses before spoke without saying what becomes of them."""
    said = _clause(written, batch, today)
    if said.foreign:
        return Ordered("doubt", said.rows, by_name=True)
    if (
        "?" in written
        or (said.has("maybe", "if") and not said.has("sure"))
        or (said.has("rewrite") and not said.by_name)
    ):
        return Ordered("doubt", () if said.has("rewrite") else said.rows, by_name=said.by_name)
    words = without_reason(said.words)
    denied = _is_denied(words)
    leaves = denied or any(one.means("leaving", "spared", "holding", "except") for one in words)
    sends = not denied and any(one.means("sending", "agree") or one.text in ("duoc", "u", "vang") for one in words)
    if said.rows:
        return _of_rows(said, words, leaves=leaves, sends=sends, today=today)
    puts_off = said.days.any and any(one.text in ("de", "hoan", "lui", "doi", "cho") for one in words)
    if topic and (puts_off or any(one.means("they", "leaving", "spared") for one in words)):
        if leaves and not said.days.any:
            return Ordered("out", tuple(topic), by_name=True)
        if said.days.any and (until := _until(said, today)):
            return Ordered("later", tuple(topic), until, by_name=True)
    return _of_all(said, words, denied=denied, sends=sends, today=today)


def _of_rows(said: _Clause, words: Sequence[Token], *, leaves: bool, sends: bool, today: date) -> Ordered:
    spoke = next((place for place, one in enumerate(words) if one.means("wishes")), None)
    ours = leaves and any(one.means("leaving", "holding", "except") for one in words)
    if spoke is not None and any(one.means("they") or one.text == UNIT for one in words[:spoke]) and not ours:
        return Ordered("remark", said.rows, by_name=said.by_name)  # "Sa Pa 1 họ bảo chiều gửi"
    if (
        said.by_name
        and sends
        and not leaves
        and any(one.text in ("roi", "da", "vua") for one in words)
        and _first_after_unit(words)
    ):
        leaves = True  # "Si Ma Cai số 1 gửi qua iOffice rồi"
    put_off = any(one.means("holding") or one.text in ("de", "de ho", "hay", "moi", "lui") for one in words)
    if said.days.any and put_off and not any(one.means("spared") for one in words):
        until = _until(said, today)
        return Ordered("later", said.rows, until, said.by_name) if until else Ordered("doubt", said.rows)
    alone = any(one.means("only") for one in words)
    first_unit = next((p for p, one in enumerate(words) if one.text == UNIT), len(words))
    first_verb = next((p for p, one in enumerate(words) if one.means("sending", "only")), len(words))
    if leaves and alone and first_verb < first_unit and not _is_denied(words[:first_unit]):
        leaves = any(one.means("leaving", "holding", "except") for one in words)
    if leaves:
        return Ordered("out", said.rows, by_name=said.by_name)
    if sends or alone:
        return Ordered(
            "only" if first_verb < first_unit and (alone or sends) else "in", said.rows, by_name=said.by_name
        )
    return Ordered("remark", said.rows, by_name=said.by_name)


def _first_after_unit(words: Sequence[Token]) -> bool:
    """Whether a unit stands before the first verb."""
    verb = next((place for place, one in enumerate(words) if one.means("sending")), len(words))
    return any(one.text == UNIT or one.means("they") for one in words[:verb])


_AN_HOUR = re.compile(r"\b(?:chieu|trua|toi|dem)\b|\b\d{1,2}\s?(?:h|gio)\b")
_IN_THE_MORNING = re.compile(r"\b(?:sang (?:mai|kia|thu)|[78]\s?(?:h|gio))\b")
BY_DAYS = "thư chỉ hoãn được theo ngày, nên cả đợt này tạm dừng; có thể viết: hoãn đến thứ Hai, hoặc gửi"


def by_the_hour(plain: str) -> bool:
    """ "chiều mai 2h": letters leave in the morning of a day, so that would be too early."""
    return bool(_AN_HOUR.search(plain)) and not _IN_THE_MORNING.search(plain)


def _of_all(said: _Clause, words: Sequence[Token], *, denied: bool, sends: bool, today: date) -> Ordered:
    holds = denied or any(one.means("holding") for one in words)
    if any(one.means("refuse") for one in words) and not holds:
        return Ordered("doubt")  # "danh sách sai rồi"
    if any(one.text == "nhac" for one in words) and any(one.text in ("roi", "da") for one in words) and not holds:
        return Ordered("remark")  # "chị nhắc cả rồi"
    weighs = sends or holds or any(one.text in ("de", "hay", "moi") for one in words)
    waits = not any(
        one.text in ("khong can doi", "khong can cho", "khoi doi", "khoi cho", "dung cho", "dung doi") for one in words
    )
    if said.days.any and weighs and waits and said.days.day != today:
        if by_the_hour(said.plain):
            return Ordered("doubt", why=BY_DAYS)
        until = _until(said, today)
        return Ordered("later", until=until) if until else Ordered("doubt")
    if said.days.vague and weighs:
        return Ordered("doubt")
    if said.vague and (holds or any(one.means("leaving", "except") for one in words)):
        return Ordered("doubt")  # "chưa nhắc các đơn vị vùng lũ": nobody knows which
    if any(one.means("leaving", "except") for one in words) and not holds:
        return Ordered("doubt")
    if holds:
        return Ordered("stop")
    if sends and not any(one.means("later") for one in words):
        return Ordered("send")
    return Ordered("doubt" if any(one.means("later") for one in words) else "remark")


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
    return last if today <= last <= today + LONGEST_DELAY else None


def _clause(written: str, batch: Batch, today: date) -> _Clause:
    numbers, left = questions_in(fold(nfc(written)), range(1, len(batch.units) + 1))
    found = units_in(left, batch.roster, batch.units)
    more = by_number(found.text, batch.roster, batch.units)
    others, left = numbers_behind_so(more.text)
    named = found.all | more.all
    rows = [number for number in (*numbers, *others) if 1 <= number <= len(batch.units)]
    strange = any(number > len(batch.units) for number in numbers) or (
        bool(named - set(batch.units)) and not named & set(batch.units)
    )
    rows += [place for place, code in enumerate(batch.units, 1) if code in named]
    by_name = bool(rows)
    left, kinds = _kinds(left, batch)
    rows += kinds
    some = _SOME.search(bare(left))
    following = next(iter(tokens(bare(left)[some.end() :], batch=True)), None) if some else None
    days = days_in(left, today)
    if numbers or others:
        days = Days(
            f"{UNIT} {days.text}" if _begins(numbers, written) else f"{days.text} {UNIT}",
            days.day,
            days.count,
            days.vague,
        )
    vague = following is not None and not following.meanings
    heard = tokens(days.text, batch=True)
    return _Clause(tuple(dict.fromkeys(rows)), by_name, days, heard, bare(written), foreign=strange, vague=vague)


def _begins(numbers: Sequence[int], written: str) -> bool:
    return bool(numbers) and re.match(r"^\W*(?:số\s*)?\d", written) is not None


def _kinds(text: str, batch: Batch) -> tuple[str, list[int]]:
    """ "các phòng", "khối trường"; "trường" by itself where nothing but a verb stands beside it."""
    plain = bare(text)
    if len(plain) != len(text):
        return text, []
    rows: list[int] = []
    for noun, kind in _SCHOOLS:
        pattern = (
            rf"\b{_KIND}{noun}\b(?!\s+(?:khac|con lai|{UNIT}|minh|nay|do))(?:\s+thuoc so)?|"
            rf"\b{noun}\b(?=\s*(?:thoi|truoc)\b)"
        )
        for hit in reversed(list(re.finditer(pattern, plain))):
            following = next(iter(tokens(text[hit.end() :], batch=True)), None)
            if following is not None and not following.meanings:
                continue  # "mấy trường vùng cao": nobody knows which
            rows += [n for n, code in enumerate(batch.units, 1) if batch.roster.unit(code).kind == kind]
            text = f"{text[: hit.start()]} {UNIT} {text[hit.end() :]}"
            plain = bare(text)
            if len(plain) != len(text):
                text = fold(text)
                plain = bare(text)
    return fold(text), rows
