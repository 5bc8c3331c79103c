"""What an answer of the office says of the questions that a letter asked: one statement after another.

Each statement is read with what was heard before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from rules.intake.answers import Extended, Given, Longer, OnPaper
from rules.intake.decided_words import ASIDES, tokens
from rules.intake.denials import resolved
from rules.intake.office_clauses import Taken, clause, take
from rules.intake.office_orders import About, Asked, Undo
from rules.intake.pointed import UNIT, questions_in
from rules.intake.statements import Statement, by_numbers, is_noise, spelled, statements
from rules.intake.telling import Tell, Telling, plain_answer, telling
from rules.intake.verdicts import Clause, Doubt, verdict
from rules.lexicon import lexicon
from rules.roster import Roster
from rules.standing.questions import (
    ASKED,
    CHANGE,
    EXEMPTION,
    EXTENSION,
    NO,
    NOTHING_READ,
    ROSTER,
    SAYS,
    SKIP,
    TAKEN_BACK,
    UNREADABLE,
    WITHDRAWN,
    YES,
)
from rules.text import bare, fold, nfc, spoken


@dataclass(frozen=True, slots=True)
class Heard:
    """What one statement came to. `numbers`: the questions that it speaks of."""

    written: str
    numbers: tuple[int, ...] = ()
    answers: tuple[tuple[int, Given], ...] = ()
    rest: Given | None = None  # of all of which nothing else is said
    but: tuple[int, ...] = ()  # of which nothing is that is said of all
    told: tuple[tuple[int, str], ...] = ()  # what the unit of a question reads
    tells: tuple[Tell, ...] = ()
    undo: tuple[Undo, ...] = ()
    forms: tuple[str, ...] = ()
    freed: tuple[str, ...] = ()
    beside: tuple[int, ...] = ()  # questions of which something is done, and which stay open
    later: bool = False  # the answer will come
    why: str = ""  # of what is not understood
    remark: bool = False  # `why` is told only where nothing else decides
    aside: bool = False  # it says why, or more of what was decided
    void: tuple[int, ...] = ()  # what was answered to these nobody knows any more
    explains: bool = False  # "tức là đến 27/8": what was said before is meant so
    overrules: bool = False  # "... nhưng thôi đồng ý": the statement before need not be understood
    conditional: bool = False  # and so is what follows in its sentence
    nobody_knows_whom: bool = False  # "trừ ...": what was said of all is said of nobody any more

    @property
    def is_understood(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class House:
    """What an answer is read against."""

    asked: Asked
    roster: Roster
    today: date
    abouts: tuple[About, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "abouts", self.asked.all_abouts)

    def clause(self, written: str) -> Clause:
        return clause(written, self.asked, self.roster, self.today)

    @property
    def numbers(self) -> set[int]:
        """Of the questions that the letter lists."""
        return {one.number for one in self.abouts if one.listed}

    def kind_of(self, number: int) -> str:
        return next((one.kind for one in self.abouts if one.number == number), "")


def hear(sentence: str, before: tuple[Heard, ...], house: House) -> tuple[Heard, ...]:
    """What was heard before and in this sentence."""
    pieces = by_numbers(sentence, house.numbers)
    if pieces:
        for piece in pieces:
            before = hear(piece, before, house)
        return before
    told = telling(sentence, house.roster, house.asked.units_asked_about, house.asked.questions)
    if told is not None:
        before = _hear_telling(sentence, told, before, house)
        return hear(told.after, before, house) if told.after else before
    if (answered := _answer_in_words(sentence, house)) is not None:
        return (*before, answered)
    return _hear_statements(sentence, before, house)


def _hear_statements(sentence: str, before: tuple[Heard, ...], house: House) -> tuple[Heard, ...]:
    for statement in _with_lists(tuple(statements(sentence)), house):
        pieces = by_numbers(statement.written, house.numbers)
        for piece in map(Statement, pieces) if pieces else (statement,):
            heard = _heard(piece, before, house)
            if heard is not None and heard.overrules and before and not before[-1].is_understood:
                before = (*before[:-1], replace(before[-1], why="", aside=True))
            before = (*before, heard) if heard is not None else before
    for added in ASIDES.findall(sentence):
        before = (*before, *_in_brackets(added, before, house))
    return before


def _with_lists(found: Sequence[Statement], house: House) -> Iterator[Statement]:
    """ "Sa Pa 1, Văn Bàn 2 ok cả": names alone belong to what is said of the next one."""
    listed = ""
    for place, one in enumerate(found):
        said = house.clause(one.written)
        alone = bool(said.units.codes) and not said.numbers and all(t.means("small", UNIT) for t in said.words)
        if alone and place + 1 < len(found) and house.clause(found[place + 1].written).units.codes:
            listed = f"{listed}, {one.written}".strip(", ")
        else:
            yield replace(one, written=f"{listed}, {one.written}") if listed else one
            listed = ""


def _in_brackets(added: str, before: tuple[Heard, ...], house: House) -> tuple[Heard, ...]:
    """ "trừ phòng GDTX (không miễn)": what stands in brackets decides what nothing else does, or is told beside."""
    heard = _heard(Statement(added, follows=True), before, house)
    decided = {number for one in before for number, _ in one.answers}
    if heard is None or (heard.answers and decided.isdisjoint(dict(heard.answers))):
        return () if heard is None else (heard,)
    return (Heard(added, _topic(before), aside=True),)


# --- Sentences for units --------------------------------------------------------------------------------------------

_CLOSED_IN_WORDS = (ASKED, SAYS, UNREADABLE, NOTHING_READ, ROSTER)
"""What a sentence to the unit answers. A wish it does not: it stays open, whatever the unit is told beside."""
_DECIDED_IN_WORDS = (EXTENSION, EXEMPTION, CHANGE, TAKEN_BACK, WITHDRAWN)


def _answer_in_words(sentence: str, house: House) -> Heard | None:
    """ "8 - hạn là hết 24/8, gửi bản Word là được": what a unit asked is answered as it stands."""
    numbers, left = questions_in(fold(nfc(sentence)), house.asked.questions)
    about = next((one for one in house.abouts if numbers == (one.number,)), None)
    if about is None or about.kind not in (ASKED, SAYS) or not (words := plain_answer(left)):
        return None
    return Heard(sentence, numbers, told=((about.number, words),))


def _hear_telling(sentence: str, told: Telling, before: tuple[Heard, ...], house: House) -> tuple[Heard, ...]:
    said = house.clause(f"{told.before} .")
    if any(not token.means("small", "we", "they", "contacts", "orders", UNIT) for token in said.words):
        before = _hear_statements(told.before, before, house)
    own = tuple(number for number in said.numbers if number in house.numbers)
    decided = dict(answer for one in before for answer in one.answers)
    return (*before, _told(sentence, told, own or _topic(before), decided, house))


def _told(sentence: str, told: Telling, topic: tuple[int, ...], before: Mapping[int, Given], house: House) -> Heard:
    """`before`: what was decided of each question before this sentence."""
    abouts = _spoken_to(told, topic, house)
    if abouts is None:
        units = told.units.codes
        return Heard(sentence, tells=tuple(Tell(unit, told.words) for unit in units), why="" if units else TO_WHOM)
    heard = Heard(sentence, tuple(one.number for one in abouts), why="" if abouts else TO_WHOM)
    for about in abouts:
        decided = _decided_by(told, about, house)
        if decided is not None and decided != before.get(about.number):
            heard = replace(heard, answers=(*heard.answers, (about.number, decided)))
        elif not told.asks and (about.kind in _CLOSED_IN_WORDS or not about.kind):
            heard = replace(heard, told=(*heard.told, (about.number, told.words)))
        elif about.unit:
            tells, beside = (*heard.tells, Tell(about.unit, told.words)), (*heard.beside, about.number)
            heard = replace(heard, tells=tells, beside=beside)
        else:
            heard = replace(heard, why=TO_WHOM)
    return heard


TO_WHOM = "nhắn cho đơn vị nào? ví dụ: nhắn THPT số 1 Sa Pa: (lời nhắn)"


def _spoken_to(told: Telling, topic: tuple[int, ...], house: House) -> list[About] | None:
    """The questions whose units are told something; None: units that nothing is asked about."""
    codes, abouts = told.units.all, house.abouts
    owned = [one for one in abouts if one.unit in codes]
    numbers = told.numbers or (topic if not codes else ())
    named = [one for one in abouts if one.number in numbers and (not codes or one.unit in codes)]
    if named or not codes:
        listed = [one for one in abouts if one.listed]
        return named or (listed if len(listed) == 1 else [])
    in_words = [one for one in owned if one.kind in (*_CLOSED_IN_WORDS, *_DECIDED_IN_WORDS)]
    asking = [one for one in in_words if one.kind in (ASKED, SAYS)] or in_words
    units = [one.unit for one in asking]
    return asking if asking and len(units) == len(set(units)) == len(codes) else None


def _decided_by(told: Telling, about: About, house: House) -> Given | None:
    """ "bảo họ là đồng ý cho đến 30/8" decides; the unit is told so in the letter of every such decision."""
    if about.kind not in _DECIDED_IN_WORDS:
        return None
    said = house.clause(told.words)
    found = verdict(said, about, house.today)
    if isinstance(found, Extended | Longer) and not said.has("agree", "may" if not told.goes_on else "agree"):
        return None  # "nhắn trường: ... Hạn là thứ Sáu"
    if isinstance(found, Doubt | OnPaper) or found in (None, SKIP) or (told.urges and found == YES):
        return None
    return found


# --- Statements -----------------------------------------------------------------------------------------------------


def _topic(before: Sequence[Heard]) -> tuple[int, ...]:
    return next((one.numbers for one in reversed(before) if one.numbers), ())


def _heard(statement: Statement, before: tuple[Heard, ...], house: House) -> Heard | None:
    """None: it says nothing."""
    if is_noise(statement.written):
        return None
    return _read(replace(statement, written=spelled(statement.written)), before, house)


def _read(statement: Statement, before: tuple[Heard, ...], house: House) -> Heard | None:
    if (taken_back := undone(statement, house)) is not None:
        return taken_back
    if not house.abouts:
        return _without_questions(statement)
    said, topic = house.clause(statement.written), _topic(before)
    if topic and _only_agrees_again(statement, said, topic, before):
        return None  # "3 không. ok em nhé"
    spoken = tuple(one for one in before if not one.aside)
    last = spoken[-1] if spoken else None
    if last and last.conditional and statement.follows and not said.numbers:
        return Heard(statement.written, last.numbers, why=hint(house.asked), conditional=True)
    if last and said.has("retract") and not said.numbers and not said.units.all:
        return Heard(statement.written, topic, why=hint(house.asked), void=topic)  # "à mà nhầm, khoan, chưa ghi vội"
    going_on = statement.follows or said.goes_on
    found = take(said, house.abouts, topic if going_on else (), house.today)
    beside = {number for one in before for number in one.beside}
    if found.answers and set(found.answers) <= beside and not said.numbers:
        return Heard(statement.written, topic, aside=True)  # "miễn báo cáo, đưa vào báo cáo là do bão"
    if statement.follows and _says_no_more(found, said, spoken):
        return None
    numbers = found.numbers or topic
    if statement.follows and _goes_on_behind_a_denial(statement, said, spoken, house):
        void = spoken[-1].numbers  # "câu 13 sai, 1/9 đến 31/5": it says what would be right
        return Heard(statement.written, numbers, why=hint(house.asked), void=void)
    decided = _decided(statement, found, said, numbers, house)
    if decided is not None:
        turns = bool(said.words) and any(one.means("turn") for one in said.words[:2])
        explains = bool(said.words) and said.words[0].means("that_is")
        overrules = turns and bool(decided.answers) and statement.follows
        return replace(decided, overrules=overrules, explains=explains)
    return _left_open(statement, found, said, numbers, spoken, house)


def _decided(statement: Statement, found: Taken, said: Clause, numbers: tuple[int, ...], house: House) -> Heard | None:
    written = statement.written
    if found.answers or found.rest is not None or found.but or found.freed:
        return Heard(
            written,
            numbers,
            answers=tuple(found.answers.items()),
            rest=found.rest,
            but=found.but,
            freed=found.freed,
            beside=numbers if found.freed else (),
        )
    looks_later = said.days.any and said.has("we") and said.has("rest", "tell") and not said.has("agree", "refuse")
    if found.open or looks_later or _will_see(said) or (said.has("later") and not said.asks):
        takes_back = statement.follows and not said.numbers  # "chưa thấy bản giấy, để tôi hỏi văn thư"
        return Heard(written, numbers, later=True, void=numbers if takes_back else ())
    units = said.units.codes or tuple(one.unit for one in house.abouts if one.number in numbers and one.unit)
    if units and "?" not in written and asks_for_the_form(written):
        return Heard(written, numbers, forms=units)  # "gửi lại mẫu cho trường", of whom the question spoke
    return None


def _will_see(said: Clause) -> bool:
    """ "mấy cái kia chiều tôi xem"; "chiều trả lời"."""
    soon = any(one.means("soon") and two.means("we", "contacts") for one, two in pairwise(said.words))
    return soon and not said.asks and not resolved(said.words) & {"agree", "refuse", "extend", "free", "may"}


def _left_open(
    statement: Statement,
    found: Taken,
    said: Clause,
    numbers: tuple[int, ...],
    before: tuple[Heard, ...],
    house: House,
) -> Heard:
    """A remark, or what is not understood."""
    condition = said.has("if")
    if statement.follows and before and before[-1].is_understood and _says_why(statement, said):
        return Heard(statement.written, numbers, aside=True)
    why = found.doubt.why if found.doubt and found.doubt.why else why_not(statement, said, house.asked)
    also_mends = statement.follows and bool(before and before[-1].answers) and _has_us_mend(said)
    if found.remark and not also_mends and not (condition and statement.follows):
        return Heard(statement.written, found.numbers, why=why, remark=True)
    return Heard(
        statement.written,
        numbers,
        why=why,
        void=found.numbers if condition and statement.follows else (),  # "3 được, miễn là ...": nobody knows what then
        conditional=condition,
        nobody_knows_whom=said.has("except") or (not numbers and said.has("agree", "refuse", "not")),
    )


def _has_us_mend(said: Clause) -> bool:
    """Not "trường đổi tên cho gọn thôi"."""
    mends = next((place for place, one in enumerate(said.words) if one.means("mend")), None)
    return mends is not None and not any(one.means("they", UNIT) for one in said.words[:mends])


def _only_agrees_again(statement: Statement, said: Clause, topic: Sequence[int], before: Sequence[Heard]) -> bool:
    pointless = not (said.numbers or said.units.all or said.is_of_all or said.days.any)
    answered = {number for one in before for number, _ in (*one.answers, *one.told)}
    agrees = said.has("agree") and all(one.means("agree", "small", "we") for one in said.words)
    return pointless and agrees and not statement.follows and set(topic) <= answered


def _says_why(statement: Statement, said: Clause) -> bool:
    """ "3 không đồng ý, yêu cầu nộp đúng hạn": behind an answer, without anything that could be another one."""
    if said.numbers or said.asks or said.has("if", "except", "rest", "undo", "mend") or re.search(r"\d", said.written):
        return False
    if said.has("maybe"):  # "trường vẫn có thể đăng ký": of the unit, not of what is decided
        first = next((one for one in said.words if not one.means("small")), None)
        return first is not None and first.means("they", "@unit")
    return True


def _says_no_more(found: Taken, said: Clause, before: Sequence[Heard]) -> bool:
    """ "hạn 26/8 là cuối cùng, không lùi nữa"."""
    given = dict(before[-1].answers) if before else {}
    denied = [number for number, now in found.answers.items() if now == NO and said.has("extend")]
    return bool(denied) and all(isinstance(given.get(number), Extended | Longer) for number in denied)


def _goes_on_behind_a_denial(statement: Statement, said: Clause, before: tuple[Heard, ...], house: House) -> bool:
    told = re.search(r"\d|[\"“]", statement.written) is not None
    if not before or not told or said.numbers or said.units.all:
        return False
    answers = before[-1].answers
    return len(answers) == 1 and answers[0][1] == NO and house.kind_of(answers[0][0]) not in (EXTENSION, EXEMPTION)


def undone(statement: Statement, house: House) -> Heard | None:
    """ "hoàn tác 2", "huỷ quyết định số 5", "hoàn tác hết"."""
    asked, text = house.asked, statement.written
    heard = tokens(re.sub(r"\d+", " @number ", text))
    takes_back = [one for one in heard if one.means("undo")]
    said = ("undo", "small", "whole", "all", "we", "@number", "over", "except")
    weak = not asked.decisions and all(one.means("remove") for one in takes_back)
    if not takes_back or weak or not all(one.means(*said) for one in heard):
        return None
    spread = re.search(r"(\d+)\s*(?:-|\u2013|đến|den)\s*(\d+)", text)
    numbers = [int(number) for number in re.findall(r"\d{1,6}", text)]
    if spread and int(spread[1]) < int(spread[2]) <= int(spread[1]) + 100:
        numbers = list(range(int(spread[1]), int(spread[2]) + 1))
    everything = any(one.means("whole", "all") for one in heard)
    meant = tuple(numbers) or asked.decisions
    if not meant or (not numbers and len(meant) > 1 and not everything):
        return Heard(text, why="hoàn tác quyết định số mấy? ví dụ: hoàn tác 2")
    of_question = bool(numbers) and re.search(r"\bcau\b", bare(text)) is not None
    return Heard(text, undo=tuple(Undo(number, of_question) for number in meant))


def _without_questions(statement: Statement) -> Heard | None:
    """Of an answer to a letter that asks nothing."""
    heard = tokens(statement.written)
    if all(one.means("agree", "small", "we", "may", "greets") and not one.means("not") for one in heard):
        return None  # "ok"
    if all(one.means("not", "retract", "small", "we") for one in heard):
        return Heard(statement.written, why=_NO_QUESTION, remark=True)  # "không, tôi nhầm"
    if any(one.means("later") for one in heard) and "?" not in statement.written:
        return Heard(statement.written, later=True)
    return Heard(statement.written, why=_NO_QUESTION, remark=any(one.means("must", "keep") for one in heard))


_NO_QUESTION = "chưa hiểu; có thể viết: hoàn tác kèm số của quyết định"


def asks_for_the_form(written: str) -> bool:
    """ "gửi lại mẫu", "cho họ xin lại biểu"."""
    said, ordered_words = spoken(written), lexicon().ordered
    return all(any(spoken(one) in said for one in ordered_words[meaning]) for meaning in ("form", "send"))


# --- What is told of what is not understood -------------------------------------------------------------------------

_EXAMPLES = "đúng, không, bỏ qua, tên đơn vị, gia hạn đến 30/8, đã nộp bản giấy, nhận ngày 23/8"


def hint(asked: Asked) -> str:
    first = next(iter((*asked.questions, *asked.earlier)), 1)
    return f"chưa hiểu; ghi số thứ tự rồi câu trả lời, ví dụ {first} đúng. Câu trả lời: {_EXAMPLES}"


def why_not(statement: Statement, said: Clause, asked: Asked) -> str:
    if said.why:
        return said.why
    if said.numbers and not said.words:
        return "chưa có câu trả lời sau số thứ tự"
    if said.asks:
        return "đây là câu hỏi, chưa phải câu trả lời"
    return f"chưa hiểu câu trả lời; có thể viết: {_EXAMPLES}" if said.numbers else hint(asked)
