"""What a person of the office decides in the answer to a letter, from plain Vietnamese words.

People type without accents, with slips of the finger, several things on a line or one per line. What a statement says
must be the whole statement: whatever else stands in it makes it unclear, and it is asked back, not guessed. Numbers,
dates and the digits and districts in names of units are never taken for others that are like them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rules.intake import reply_words as say
from rules.intake.answers import Extended, Given, Longer, OnPaper, Received, Told
from rules.intake.batch_clauses import LONGEST_DELAY, Ordered, by_the_hour, ordered
from rules.intake.batch_replies import Batch, ending_so
from rules.intake.decided_words import ASIDE, SENTENCE_ENDS, tokens
from rules.intake.documents_told import Cite
from rules.intake.office_clauses import About, Clause, Doubt, Taken, clause, take, verdict
from rules.intake.pointed import questions_in, units_in
from rules.intake.reply_days import called, days_counted, parse_day, sending_day
from rules.intake.telling import Tell, Telling, plain_answer, telling
from rules.intake.unit_words import units_called
from rules.lexicon import lexicon
from rules.papers.match import canonical, unit_index
from rules.post.telex import untelexed
from rules.roster import Roster
from rules.standing.questions import (
    ASKED,
    BOUNCE,
    CHANGE,
    EXEMPTION,
    EXTENSION,
    NO,
    NOTHING_READ,
    ROSTER,
    SAYS,
    SKIP,
    TAKEN_BACK,
    UNLISTED,
    UNREADABLE,
    WITHDRAWN,
    YES,
)
from rules.text import bare, fold, nfc, spoken


@dataclass(frozen=True, slots=True)
class Answer:
    """To the question of that number. `broad`: said of all at once, of which nobody need have read each."""

    number: int
    given: Given
    broad: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """The announced batch does not leave."""


@dataclass(frozen=True, slots=True)
class Send:
    """The announced batch leaves."""


@dataclass(frozen=True, slots=True)
class Except:
    """Units are taken out of the announced batch, by their numbers in the letter."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing of the announced batch leaves until the office is understood; of these numbers alone where they are
    named."""

    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Delay:
    """The announced batch leaves later, or what goes to these numbers of it: nothing until the end of this day."""

    until: date
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier decision is taken back: by its number, or by that of the question that it answers."""

    number: int
    question: bool = False


Order = Answer | Stop | Send | Except | Hold | Delay | Undo | Cite | Tell


@dataclass(frozen=True, slots=True)
class Asked:
    """What the letter asked that is answered."""

    questions: tuple[int, ...] = ()  # numbers that it listed
    earlier: tuple[
        int, ...
    ] = ()  # numbers of open ones that earlier letters listed: nothing said of all is said of them
    rows: int = 0  # of an announcement: how many units it listed, numbered from 1; 0: it announced nothing
    decisions: tuple[int, ...] = ()  # numbers of decisions that it told of
    units: tuple[str, ...] = ()  # codes of the units of an announcement, in the order of their numbers
    among: tuple[tuple[int, tuple[str, ...]], ...] = ()  # of which units a question asks "whose is it?"
    abouts: tuple[About, ...] = ()  # what is known of the questions


@dataclass(frozen=True, slots=True)
class Unclear:
    """A statement that was not understood, with what to write instead, in Vietnamese."""

    statement: str
    why: str


@dataclass(frozen=True, slots=True)
class Reply:
    """`later`: the writer says that an answer will come."""

    orders: tuple[Order, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    later: bool = False
    forms: tuple[str, ...] = ()  # units that get the form again
    freed: tuple[str, ...] = ()  # units that need not send


def parse_reply(said: str, asked: Asked, roster: Roster, today: date) -> Reply:
    """The orders in an answer without its quotations and signature (`rules.post.own_words.said`), and what is unclear.

    `today` decides the year of a day that is named without one. Contradicting answers to one question are unclear.
    """
    reader = _Reader(asked, roster, today)
    rest, told = in_words(said, asked)
    reader.tell(told)
    for sentence in _sentences(rest):
        reader.hear(sentence)
    return reader.reply()


def _sentences(said: str) -> Iterator[str]:
    for line in nfc(said).splitlines():
        yield from SENTENCE_ENDS.split(line)


# --- Sentences for a unit ---------------------------------------------------------------------------------------

_TELLING = re.compile(
    r"^\W*(?:(?:câu|việc|cau|viec|số|so)\s+)?(?P<number>\d{1,6})?\s*[.):,-]*\s*"
    r"(?:trả lời|phúc đáp|phản hồi|tra loi|phuc dap|phan hoi)"
    r"(?:\s+(?:trường|đơn vị|truong|don vi))?\s*:\s*(?P<words>.*)$",
    re.IGNORECASE,
)


def in_words(said: str, asked: Asked) -> tuple[str, tuple[tuple[int, str], ...]]:
    """What remains of an answer without the sentences that units are to read, and these with their numbers.

    "4 trả lời: ..." goes on to the next such line or the end. Where one thing was asked it needs no number.
    """
    rest: list[str] = []
    told: list[tuple[int, list[str]]] = []
    for line in nfc(said).splitlines():
        found = _TELLING.match(line) if asked.questions else None
        number = int(found["number"] or (asked.questions[0] if len(asked.questions) == 1 else 0)) if found else 0
        if found and number:
            told.append((number, [found["words"]]))
        elif told:
            told[-1][1].append(line)
        else:
            rest.append(line)
    whole = ((number, "\n".join(lines).strip()) for number, lines in told)
    return "\n".join(rest), tuple((number, words) for number, words in whole if words)


# --- Statements -----------------------------------------------------------------------------------------------------

_LEAD = r"(?:c(?=\d)|cau hoi so|cau hoi|cau so|cau|viec so|viec|muc so|muc|y so|y|so thu tu|stt|so|thu|q|#)"
_COUNT = r"\d{1,6}"
_TO = r"\s*(?:-+>?|\u2013|\u2014|\.\.+|den|toi)\s*"
_NO_DAY = r"(?!\d|\s*[/.\u2013-]\s*\d|\s+thang)"  # what follows would make the number the day of a date
_RANGE = rf"{_COUNT}(?:{_TO}{_COUNT})?{_NO_DAY}"
_AND = r"(?:\s*(?:,|;|&|\+|\bva\b|\bvoi\b)\s*(?:so\s+)?|\s+)"
_NUMBERS = rf"(?:tu\s+)?{_RANGE}(?:{_AND}{_RANGE})*"
_NUMBERED = re.compile(
    rf"^(?:cac\s+)?(?:{_LEAD}\s*)?(?P<numbers>{_NUMBERS})\s*(?P<sep>[.:)\]=/\u2013\u2014>-]*)\s*(?P<rest>.*)$"
)
_ONLY_NUMBERS = re.compile(rf"^(?:(?:cac|nhung|may)\s+)?(?:{_LEAD}\s*)?{_NUMBERS}$")
_ITEM = re.compile(_RANGE)
_YOU = re.compile(r"\bchị\b", re.IGNORECASE)  # without accents it would be "chỉ"
_BULLET = re.compile(r"^[\s>*\u2022\u00b7+\u2013\u2014-]+(?=\S)")
_PARTS = re.compile(
    r"[;,\n]|:\s+(?=(?:c[âa]u|vi[ệe]c|m[ụu]c)\s*\d)|\.(?=\s)|\.$|\s+c[òo]n\s+(?=\d)|\s+(?=c[òo]n\s+l[ạa]i\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A piece of an answer: as it was written, and as it is compared (no accents, one space). `follows`: another one
    stands before it on its line."""

    written: str
    follows: bool = False

    @property
    def plain(self) -> str:
        return _plain(self.written)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\"'\u201c\u201d\u2018\u2019()\[\]!*_]+", " ", bare(_YOU.sub("", text))).split()).strip(
        " .:,;-"
    )


def _statements(said: str) -> Iterator[_Statement]:
    """Lines split at commas and full stops, put together again where a list of numbers was split."""
    for line in (ASIDE.sub("", one) for one in nfc(said).splitlines()):
        pieces = [piece for piece in map(_tidy, _PARTS.split(_BULLET.sub("", line))) if piece]
        for place, piece in enumerate(_joined(pieces)):
            yield _Statement(piece, follows=place > 0)


def _tidy(piece: str) -> str:
    return fold(piece).strip(" .")


def _joined(pieces: Sequence[str]) -> Iterator[str]:
    """Numbers belong to the answer that follows them ("1, 2 đúng"), else to the words before ("trừ 3, 7")."""
    waiting: list[str] = []
    last: str | None = None
    for piece in pieces:
        if _ONLY_NUMBERS.match(_plain(piece)):
            if last is not None and _takes_numbers(last):
                last = f"{last}, {piece}"
            else:
                waiting.append(piece)
            continue
        if last is not None:
            yield last
        last = ", ".join([*waiting, piece])
        waiting = []
    if last is not None:
        yield last
    if waiting:
        yield ", ".join(waiting)


def _takes_numbers(piece: str) -> bool:
    """Words with numbers after them: "trừ 3", "hoàn tác 2", "đúng 1"."""
    return re.match(r"^[^\d]*[^\W\d].*\d$", _plain(piece)) is not None and not _NUMBERED.match(_plain(piece))


# --- What is given as an answer -------------------------------------------------------------------------------------

_TOLD_DAY = (
    r"(?:(?<=den )\d{1,2}$|(?<=het )\d{1,2}$|\b(?:het|ngay|hom|thu|cn|chu|vao|truoc|t[2-7])\b.*|"
    r"\d{1,2}\s*[/.-]\s*\d.*|\d{1,2}\s+thang.*)"
)
_LAST_DAY = re.compile(rf"^(?P<words>.*?)\s*(?:\b(?:den|toi|toi het|den het|han|vao|cho)\b)?\s*(?P<day>{_TOLD_DAY})$")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an answer says; `why` instead, where it says nothing certain."""

    given: Given | None
    why: str = ""


_EXAMPLES = "đúng, không, bỏ qua, tên đơn vị, gia hạn đến 30/8, đã nộp bản giấy, nhận ngày 23/8"
_WHAT = f"chưa hiểu câu trả lời; có thể viết: {_EXAMPLES}"


_HINT = re.compile(r"(?<=\S)\s*\([^()]*\)")  # "đúng (là một)", copied from the letter


def _meaning(written: str, roster: Roster, today: date) -> _Meaning:
    plain = say.without_courtesy(_plain(written))
    if not plain:
        return _Meaning(None, "chưa có câu trả lời sau số thứ tự")
    if "?" in written:
        return _Meaning(None, "đây là câu hỏi, chưa phải câu trả lời")
    simple = _simple(say.without_courtesy(_plain(_HINT.sub(" ", written))), written)
    if simple is not None:
        return _Meaning(simple)
    dated = _dated(plain, today)
    if dated is not None:
        return dated
    whole = _unit(written, _plain(written), roster)
    return whole if whole.given is not None or "tên này" in whole.why else _unit(written, plain, roster)


_AS_PROPOSED = re.compile(
    r"\s+(?:voi|theo|nhu)\s+(?:cac |nhung |noi dung )?(?:de xuat|goi y|de nghi|y kien|phuong an|tham muu)"
    r"(?:\s+(?:cua|tren)\b.*|\s+nay|\s+tren)?$"
)
_DENIED = re.compile(
    r"(?:\w+ ){0,3}?(?:khong|ko|k|chang|chua) "
    r"(?:cho|cho phep|dong y|nhat tri|duyet|chap nhan|gia han|lui|cho lui)\b[^\d]*"
)


def _simple(plain: str, written: str) -> Given | None:
    plain = _AS_PROPOSED.sub("", _behind(("la", "thi", *say.HEDGES), plain))
    if _DENIED.fullmatch(plain):
        return NO
    for said, phrases in ((YES, say.YES), (NO, say.NO), (SKIP, say.SKIP)):
        if say.means(plain, phrases):
            return None if said == YES and say.is_stopping(written) and not say.is_right(written) else said
    came = _behind(say.PAST, plain)
    return OnPaper() if any(say.means(one, say.PAPER) for one in (came, came.removesuffix(" roi"))) else None


def _behind(phrases: Sequence[str], plain: str) -> str:
    """What follows one of these phrases at the beginning."""
    longest = max((one for one in phrases if plain.startswith(f"{one} ")), key=len, default="")
    return plain[len(longest) :].strip()


_LONGER = re.compile(
    r"(?:[a-z ]{0,24}?\b(?:them|lui|gia han|cho|han|lui them)\s+(?:duoc )?)?"
    r"(?P<count>\d{1,2}|mot|hai|ba|nam|muoi) (?P<what>ngay|hom|tuan)(?P<working> lam viec)?(?: nua)?(?: thoi| la duoc)?"
)


def _dated(plain: str, today: date) -> _Meaning | None:
    longer = _LONGER.fullmatch(plain)
    if longer:
        return _Meaning(Longer(days_counted(longer["count"], longer["what"]), working=bool(longer["working"])))
    found = _LAST_DAY.fullmatch(plain)
    if not found:
        return None
    words = found["words"].strip()
    told = f"ngay {found['day']}" if found["day"].isdigit() else found["day"]
    day = parse_day(found["day"], today) or (None if re.search(r"\d\s*[/.-]", plain) else called(told, today))
    words = re.sub(r"\s+(?:den|toi|het|vao|tu|trong)$", "", _behind(say.PAST, words)).strip()
    words = f"{words} han" if f"{words} han" in say.EXTEND and plain.startswith(f"{words} han ") else words
    until = not words or words in ("den", "toi", "han", "cho") or say.means(words, say.EXTEND)
    kind = (
        "extend"
        if until
        else "paper"
        if say.means(words, say.PAPER)
        else "received"
        if words in say.RECEIVED or words == "da nhan"
        else ""
    )
    if not kind:
        return None
    if day is None:
        return _Meaning(None, f"không có ngày “{found['day']}”; viết ngày như 30/8")
    return _Meaning(Extended(day) if kind == "extend" else OnPaper(day) if kind == "paper" else Received(day))


def _unit(written: str, plain: str, roster: Roster) -> _Meaning:
    code = next(
        (unit.code for unit in roster if unit.code == plain.replace(" ", "-") or unit.code == fold(written).casefold()),
        None,
    )
    if code:
        return _Meaning(code)
    if say.NOT_A_NAME.search(plain):
        return _Meaning(None, _WHAT)
    name = _behind(say.OWNED, _behind(say.OWNED, plain))
    index = unit_index(roster)
    named = index.named(name)
    if len(named) > 1:
        names = " hay ".join(sorted(roster.unit(one).name for one in named)[:4])
        return _Meaning(None, f"tên này có thể là {names}; viết đủ tên")
    if not named:
        ending = ending_so(name, roster)
        return _Meaning(next(iter(ending))) if len(ending) == 1 else _Meaning(None, _WHAT)
    mentions = index.find(name)
    whole = not mentions or sum(one.end - one.start for one in mentions) == len(canonical(name))
    return _Meaning(next(iter(named))) if whole else _Meaning(None, _WHAT)


_HELD = (
    "chưa hiểu, nên cả đợt thư này tạm dừng, chưa gửi thư nào; có thể viết: gửi, dừng, trừ 3, 7, trừ Văn phòng, "
    "chỉ gửi các trường"
)
_HELD_SOME = "chưa hiểu, nên thư gửi đơn vị này tạm dừng; có thể viết: gửi, trừ 3, trừ tên đơn vị"


# --- Reading --------------------------------------------------------------------------------------------------------


_ONE_NUMBER = re.compile(rf"(?:^|\b{_LEAD}\s*)(?P<number>\d{{1,6}}){_NO_DAY}\b[.:)]*")
_REMAINING = re.compile(
    r"^(?:con lai|(?:nhung|cac|may) (?:cau|viec|so|y) (?:con lai|khac)|so con lai)\s*(?:thi |la |deu |:)*(?P<words>.+)$"
)
_ALL_OF_THEM = re.compile(
    r"\bca\s+\d{1,2}\s+deu\b|\b(?:(?:ca|het|toan bo|tat ca|tat ca cac)\s+)?\d{1,2}\s*"
    r"(?:viec|cau|noi dung|y kien|y|dieu|muc|de nghi)\b(?: tren)?"
)


@dataclass(frozen=True, slots=True)
class _Remark:
    """What was said of questions, or of none, and decides nothing. `why`: what is told where nothing else decides."""

    numbers: tuple[int, ...]
    written: str
    why: str


class _Reader:
    """Takes one statement after another."""

    def __init__(self, asked: Asked, roster: Roster, today: date) -> None:
        self._asked, self._roster, self._today = asked, roster, today
        self._answers: dict[int, Given] = {}
        self._broad: dict[int, Given] = {}  # what was said of all at once; a single answer says it better
        self._orders: list[Order] = []
        self._unclear: list[Unclear] = []
        self._others: Given | None = None  # "còn lại không"
        self._left_aside: tuple[int, ...] = ()  # "trừ câu 3 ra thì đúng hết"
        self._understood = False  # the statement before
        self._contradicted: set[int] = set()
        self._doubted: set[int] = set()  # numbers in a batch that an unclear statement names
        self._doubts_all = False
        self._for_all = False
        self._later_on = False
        self._kept: tuple[int, ...] = ()  # "chỉ gửi ...": to whom alone
        self._spoken_of: tuple[int, ...] = ()  # whom the unclear statement before names
        self._denied = 0  # the number that the statement before denies
        known = {one.number: one for one in asked.abouts}
        self._abouts = [known.get(number, About(number)) for number in (*asked.questions, *asked.earlier)]
        self._topic: tuple[int, ...] = ()  # the questions that were spoken of last
        self._remarks: list[_Remark] = []
        self._told: dict[int, str] = {}  # what the unit of a question reads
        self._tells: list[Tell] = []
        self._listing: tuple[int, ...] = ()  # rows of a batch that were only named so far
        self._said_before = ""
        self._later_numbers: set[int] = set()  # questions that the writer will answer, or cannot
        self._also: set[int] = set()  # questions of which something is done beside an answer
        self._forms: list[str] = []
        self._freed: list[str] = []
        self._speaking_of: tuple[int, ...] = ()  # rows of which something was told that orders nothing
        self._told_of: list[tuple[tuple[int, ...], str]] = []
        self._settled_rows: set[int] = set()
        self._left_out_last: tuple[int, ...] = ()  # rows that the clause before left out
        self._newly: list[int] = []  # what the statement just read answers

    def reply(self) -> Reply:
        others = [number for number in self._asked.questions if number not in self._left_aside]
        rest = dict.fromkeys(others, self._others) if self._others is not None else {}
        broad = {**rest, **self._broad}
        answers = {**broad, **self._answers}
        told = [
            Answer(number, answers[number], broad=number not in self._answers)
            for number in (*self._asked.questions, *self._asked.earlier)
            if number in answers and number not in self._contradicted
        ]
        told += [
            Answer(one.number, Told(self._told[one.number]))
            for one in self._abouts
            if one.number in self._told and one.number not in answers
        ]
        self._tells += [
            Tell(one.unit, self._told[one.number])
            for one in self._abouts
            if one.number in self._told and one.number in answers and one.unit
        ]
        self._ask_about_remarks(answers)
        settled = tuple(self._settled())
        orders = (*told, *self._tells, *settled)
        return Reply(
            tuple(dict.fromkeys(orders)),
            tuple(self._unclear),
            self._later_on,
            tuple(dict.fromkeys(self._forms)),
            tuple(dict.fromkeys(self._freed)),
        )

    def _ask_about_remarks(self, answers: Mapping[int, Given]) -> None:
        """What was said of a question that nothing decides, and what may be an order, is not passed over."""
        decided = {*answers, *self._told, *self._also}
        anything = bool(decided or self._tells or self._orders or self._forms or self._freed)
        for one in self._remarks:
            passed_over = anything and (tells_of_something(one.written) or _is_a_signature(one.written))
            if set(one.numbers) & decided or (not one.numbers and passed_over):
                continue
            if not (one.numbers and set(one.numbers) <= self._later_numbers):
                self._unclear.append(Unclear(one.written, one.why))

    def _settled(self) -> Iterator[Order]:
        """What is unclear about a batch, or said both ways, holds it: a letter that has left cannot be called back."""
        self._doubt_what_was_told()
        kinds = {type(order) for order in self._orders}
        delayed = any(isinstance(order, Delay) and not order.numbers for order in self._orders)
        both = (Stop in kinds or delayed) and Send in kinds
        if both:
            self._unclear.append(Unclear("dừng, gửi", "thư vừa ghi dừng vừa ghi gửi; chỉ ghi một trong hai"))
        held = both or (bool(self._asked.rows) and bool(self._unclear) and Stop not in kinds)
        some = not both and not self._doubts_all and bool(self._doubted)
        for order in self._orders:
            if isinstance(order, Stop) and delayed:
                continue  # "khoan gửi, để thứ Hai"
            if not (isinstance(order, Stop | Delay) and both and not getattr(order, "numbers", ())) and not (
                isinstance(order, Send) and held and not some
            ):
                yield order
        if held:
            yield Hold(tuple(sorted(self._doubted)) if some else ())

    def _doubt_what_was_told(self) -> None:
        for rows, written in self._told_of:
            if (rows and not set(rows) <= self._settled_rows) or (not rows and not self._orders):
                self._doubt(written)

    def tell(self, told: Iterable[tuple[int, str]]) -> None:
        for number, words in told:
            self._answer((number,), Told(words), words, ranged=False)

    # - sentences, and what units are told in them -

    def hear(self, sentence: str) -> None:
        pieces = _by_numbers(sentence, {one.number for one in self._abouts}) if not self._asked.rows else ()
        for piece in pieces:
            self.hear(piece)
        if pieces:
            return
        told = telling(sentence, self._roster, self._asked.units or self._units_asked(), self._asked.questions)
        if told is None:
            if not self._answers_a_question(sentence):
                for statement in _statements(sentence):
                    self.take(statement)
            return
        self._before_telling(told)
        if not self._tell_on(told):
            self._unclear.append(
                Unclear(sentence.strip(), "nhắn cho đơn vị nào? ví dụ: nhắn THPT số 1 Sa Pa: (lời nhắn)")
            )
            if self._asked.rows:
                self._doubts_all = True
        if told.after:
            self.hear(told.after)

    def _answers_a_question(self, sentence: str) -> bool:
        """ "8 - hạn là hết 24/8, gửi bản Word là được": what a unit asked is answered as it stands."""
        numbers, left = questions_in(fold(nfc(sentence)), self._asked.questions)
        about = next((one for one in self._abouts if numbers == (one.number,)), None)
        if about is None or about.kind not in (ASKED, SAYS) or not (words := plain_answer(left)):
            return False
        self._told[about.number] = f"{self._told.get(about.number, '')} {words}".strip()
        self._topic, self._understood = numbers, True
        return True

    def _units_asked(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.unit for one in self._abouts if one.unit))

    def _before_telling(self, told: Telling) -> None:
        said = self._clause(f"{told.before} .")
        if said.numbers:
            self._topic = tuple(number for number in said.numbers if number in {one.number for one in self._abouts})
        if any(not token.means("small", "we", "they") for token in said.words):
            for statement in _statements(told.before):
                self.take(statement)

    def _tell_on(self, told: Telling) -> bool:
        """Whether it is known whom to tell."""
        abouts = self._spoken_to(told)
        if abouts is None:
            units = list(told.units.codes)
            self._tells += [Tell(unit, told.words) for unit in units]
            return bool(units)
        for about in abouts:
            decided = self._decided_by(told, about)
            if decided is not None:
                self._answer((about.number,), decided, told.words, ranged=False)
            elif not told.asks and (about.kind in _CLOSED_IN_WORDS or not about.kind):
                self._told[about.number] = f"{self._told.get(about.number, '')} {told.words}".strip()
            elif about.unit:
                self._tells.append(Tell(about.unit, told.words))
                self._also.add(about.number)
            else:
                return False
        self._topic, self._understood = tuple(one.number for one in abouts), True
        return bool(abouts)

    def _spoken_to(self, told: Telling) -> list[About] | None:
        """The questions whose units are told something; None: units that nothing is asked about."""
        codes = told.units.all
        owned = [one for one in self._abouts if one.unit in codes]
        numbers = told.numbers or (self._topic if not codes else ())
        named = [one for one in self._abouts if one.number in numbers and (not codes or one.unit in codes)]
        if named or not codes:
            return named or (self._abouts if len(self._abouts) == 1 else [])
        in_words = [one for one in owned if one.kind in (*_CLOSED_IN_WORDS, *_DECIDED_IN_WORDS)]
        asking = [one for one in in_words if one.kind in (ASKED, SAYS)] or in_words
        units = [one.unit for one in asking]
        return asking if asking and len(units) == len(set(units)) == len(codes) else None

    def _decided_by(self, told: Telling, about: About) -> Given | None:
        """ "bảo họ là đồng ý cho đến 30/8" decides; the unit is told so in the letter of every such decision."""
        if about.kind not in _DECIDED_IN_WORDS:
            return None
        found = verdict(self._clause(told.words), about, self._today)
        if isinstance(found, Doubt | OnPaper) or found in (None, SKIP) or (told.urges and found == YES):
            return None
        return found

    def _clause(self, written: str) -> Clause:
        preferred = self._asked.units or self._units_asked()
        return clause(written, self._asked.questions, preferred, self._roster, self._today)

    def take(self, statement: _Statement) -> None:
        plain = say.without_courtesy(statement.plain)
        if not plain or say.NOISE.match(statement.plain) or say.NOISE.match(plain):
            return
        if self._abouts and not self._asked.rows:
            self._take_answer(plain, statement)
            return
        if not self._asked.rows and not self._asked.questions and plain in say.YES:
            return  # "ok" to a letter that asks nothing
        if not self._asked.rows and say.puts_off(statement.plain) and not self._understands(plain, statement.written):
            self._later_on = self._understood = True
            return
        if self._goes_on_about_units(plain, statement):
            return
        known = len(self._unclear)
        typed = untelexed(plain)
        if typed != plain and not self._understands(plain, statement.written) and self._understands(typed, typed):
            plain, statement = typed, replace(statement, written=typed)
        if self._read(plain, statement.written):
            self._doubts_all |= len(self._unclear) > known
            self._understood = len(self._unclear) == known
            return
        if statement.follows and self._understood and self._only_says_why(plain):
            return
        self._understood = False
        if not (self._asked.rows and self._takes_of_a_batch(statement)):
            self._doubt(statement.written)

    def _goes_on_about_units(self, plain: str, statement: _Statement) -> bool:
        """ "... gửi rồi, em ghi là đã nộp, đừng nhắc nữa"; "Bắc Hà mới đổi hiệu trưởng, để họ tuần sau"."""
        if self._left_out_last and _GOES_ON_ABOUT_THEM.search(plain) and "dot" not in plain.split():
            return True
        return bool(self._speaking_of) and not re.search(r"\d", plain) and self._order_of(statement, of_topic=True)

    def _takes_of_a_batch(self, statement: _Statement) -> bool:
        if self._by_name(statement.plain) or self._is_remark(statement.plain):
            return True
        if self._leaves_out(statement) or self._keeps_in(statement):
            return True
        return bool(self._asked.units) and self._order_of(statement)

    # - answers -

    def _take_answer(self, plain: str, statement: _Statement) -> None:
        said = self._clause(statement.written)
        pointless = bool(self._topic) and not (said.numbers or said.units.all or said.has("all", "both", "rest"))
        pending = pointless and not set(self._topic) <= {*self._answers, *self._told}
        if pointless and not pending and plain in say.AGREED and not statement.follows:
            return  # "3 không. ok em nhé"
        if not pending and not self._drops(said) and self._takes_as_it_stands(plain, statement):
            return
        going_on = statement.follows or said.goes_on
        found = take(said, self._abouts, self._topic if going_on else (), self._today)
        if found.answers and set(found.answers) <= self._also and not said.numbers:
            return  # "miễn báo cáo, đưa vào báo cáo là do bão"
        self._topic = found.numbers or self._topic
        done = self._apply(found, statement) or self._puts_off(found, statement, said)
        if done or self._sends_the_form(statement, said):
            self._understood = True
        elif self._goes_on_behind_a_denial(statement, said):
            self._answers.pop(self._denied, None)  # "câu 13 sai, 1/9 đến 31/5": it says what would be right
            self._doubt(statement.written)
        else:
            self._leave_open(found, statement, said, plain)

    def _apply(self, found: Taken, statement: _Statement) -> bool:
        for number, given in found.answers.items():
            self._answer((number,), given, statement.written, ranged=False)
        if found.rest is not None:
            self._others = found.rest
        self._leave_aside(found.but)
        self._freed += found.freed
        if found.freed:
            self._also |= set(found.numbers)
        return bool(found.answers or found.rest is not None or found.but or found.freed)

    def _puts_off(self, found: Taken, statement: _Statement, said: Clause) -> bool:
        """Whether the writer will answer later, or does not know either."""
        if not found.open and not say.puts_off(statement.plain) and (not said.has("later") or said.asks):
            return False
        self._later_on = True
        self._later_numbers |= set(self._topic)
        if statement.follows and self._unclear and self._unclear[-1].statement == self._said_before:
            self._unclear.pop()  # "chị chưa biết, để hỏi anh Dũng"
        return True

    def _leave_open(self, found: Taken, statement: _Statement, said: Clause, plain: str) -> None:
        """A remark, or what is not understood."""
        condition = said.has("if")
        passes_over = self._understood and self._only_says_why(plain) and not (said.numbers or said.has("maybe", "if"))
        if statement.follows and passes_over:
            return
        if found.remark and not (condition and statement.follows):
            self._remarks.append(_Remark(found.numbers, statement.written, self._why_not(statement, plain)))
            return
        self._understood = False
        if said.has("except"):  # nobody knows who is not meant by what was said of all
            self._broad.clear()
            self._others = None
        if condition and statement.follows:  # "3 được, miễn là ...": nobody knows what is meant then
            self._contradicted |= set(found.numbers)
        why = found.doubt.why if found.doubt and found.doubt.why else self._why_not(statement, plain)
        self._unclear.append(Unclear(statement.written, why))
        self._said_before = statement.written

    def _sends_the_form(self, statement: _Statement, said: Clause) -> bool:
        """ "gửi lại mẫu cho trường", of whom the question spoke."""
        units = said.units.codes or tuple(one.unit for one in self._abouts if one.number in self._topic and one.unit)
        if not units or "?" in statement.written or not asks_for_the_form(statement.written):
            return False
        self._forms += units
        return True

    def _leave_aside(self, numbers: Sequence[int]) -> None:
        """Nothing that is said of all is said of these."""
        self._left_aside = (*self._left_aside, *numbers)
        for number in numbers:
            self._broad.pop(number, None)

    def _drops(self, said: Clause) -> bool:
        """ "9 bỏ": of an address or an initiative it is the answer, and no passing over."""
        kinds = {one.number: one.kind for one in self._abouts}
        return said.has("remove") and bool(said.numbers) and {kinds.get(n) for n in said.numbers} <= {BOUNCE, UNLISTED}

    def _takes_as_it_stands(self, plain: str, statement: _Statement) -> bool:
        """Where the whole statement is an answer in the words that our letters offer."""
        typed = untelexed(plain)
        if self._understands(plain, statement.written):
            read = self._read(plain, statement.written)
        elif typed != plain and self._understands(typed, typed):
            read = self._read(typed, typed)
        else:
            return False
        self._topic = tuple(self._newly) or self._topic
        self._understood = True
        return read

    def _goes_on_behind_a_denial(self, statement: _Statement, said: Clause) -> bool:
        kinds = {one.number: one.kind for one in self._abouts}
        told = re.search(r"\d|[\"“]", statement.written) is not None
        return (
            statement.follows
            and bool(self._denied)
            and told
            and kinds.get(self._denied) != EXTENSION
            and not said.numbers
        )

    def _why_not(self, statement: _Statement, plain: str) -> str:
        """What the reader of whole statements finds wrong with it."""
        trial = _Reader(self._asked, self._roster, self._today)
        trial._read(plain, statement.written)
        return trial._unclear[0].why if trial._unclear else self._hint()

    def _read(self, plain: str, written: str) -> bool:
        self._newly = []
        return any(
            read(plain, written) for read in (self._undo, self._batch, self._others_too, self._all, self._several)
        )

    def _understands(self, plain: str, written: str) -> bool:
        """Whether reading this would leave nothing unclear."""
        trial = _Reader(self._asked, self._roster, self._today)
        trial._for_all = self._for_all
        return trial._read(plain, written) and not trial._unclear

    def _only_says_why(self, plain: str) -> bool:
        """ "3 không đồng ý, yêu cầu nộp đúng hạn": behind an answer, without anything that could be another one."""
        if self._asked.rows or re.search(r"\d", plain) or "?" in plain:
            return False
        if plain in say.YES:
            return True
        deciding = (*say.UNDO, *say.PAPER, "gia han", "lui", "tru", "con lai")
        return not any(f" {phrase} " in f" {plain} " for phrase in deciding)

    def _others_too(self, plain: str, written: str) -> bool:
        found = _REMAINING.match(plain)
        given = _simple(found["words"].strip(), written) if found and self._asked.questions else None
        if given not in (YES, NO, SKIP):
            return False
        self._others = given
        return True

    def _by_name(self, plain: str) -> bool:
        """ "trừ Văn phòng và Thanh tra", "không gửi cho các phòng"; a name alone goes on with the list before it."""
        batch = Batch(self._asked.units, self._roster)
        kept = batch.kept(plain) or (batch.named(plain) if self._kept else None)
        if kept:
            self._orders = [one for one in self._orders if not (self._kept and isinstance(one, Except))]
            self._kept = (*self._kept, *kept)
            return self._add(Except(batch.all_but(self._kept)))
        numbers = batch.left_out(plain)
        if numbers is None and self._orders and isinstance(self._orders[-1], Except):
            numbers = batch.named(plain)
        return self._add(Except(numbers)) if numbers else False

    def _leaves_out(self, statement: _Statement) -> bool:
        """ "KHTC gửi bản giấy rồi", "GDTX thì thôi, không thuộc diện": whom nobody wants to be reminded."""
        plain = statement.plain
        if _REPORTS.search(bare(units_in(statement.written, self._roster).text)):
            return False  # "Hoàng Liên bảo là đã gửi rồi"
        if re.search(r"\d{2,}", plain) or not any(f" {one} " in f" {plain} " for one in say.SPARED):
            return False
        numbers = Batch(self._asked.units, self._roster).called(statement.written)
        if not numbers and self._orders and isinstance(self._orders[-1], Except):
            return True  # it goes on with whom the statement before left out
        if not numbers and self._spoken_of and self._unclear:
            numbers = self._spoken_of  # "Trường A đang bị lũ, tha cho họ"
            self._unclear.pop()
            self._doubted -= set(numbers)
        return self._add(Except(numbers)) if numbers else False

    def _order_of(self, statement: _Statement, *, of_topic: bool = False) -> bool:
        """By the words of the clause, whatever its wording."""
        batch = Batch(self._asked.units, self._roster)
        found = ordered(statement.written, batch, self._speaking_of, self._today)
        if of_topic and (found.rows != self._speaking_of or found.order not in ("out", "later")):
            return False
        if found.order == "doubt" and not found.rows and not found.why and Stop() in self._orders:
            return True  # "khoan đã, đợi chị hỏi anh Dũng"
        rows = (*self._listing, *found.rows)
        if found.order == "remark" and found.rows and _only_names(statement.written, self._roster, self._asked.units):
            self._listing = rows  # "Riêng Hoàng Liên, Sa Pa 1 hoãn đến thứ Hai"
            return True
        self._listing = ()
        if found.order == "doubt":
            if found.why:  # held and asked: what was stopped beside was only put off
                self._unclear.append(Unclear(statement.written, found.why))
                self._doubts_all = True
                self._orders = [one for one in self._orders if not isinstance(one, Stop)]
            return bool(found.why)
        if found.order == "remark":
            return self._remark_on(found, statement)
        self._settled_rows |= set(rows)
        self._speaking_of = ()
        self._left_out_last = rows if found.order == "out" else ()
        match found.order:
            case "send":
                return self._add(Send())
            case "stop":
                return self._add(Stop())
            case "later":
                return found.until is not None and self._add(Delay(found.until, rows))
            case "out":
                return self._add(Except(rows))
            case "only":
                return self._add(Except(batch.all_but(rows))) if batch.all_but(rows) else self._add(Send())
            case _:
                self._keep(rows)
                return True

    def _remark_on(self, found: Ordered, statement: _Statement) -> bool:
        """What happened to a unit holds it, unless something else says what becomes of it; of nobody, what reports is
        no order."""
        if found.rows and found.by_name:
            self._speaking_of = found.rows
            self._told_of.append((found.rows, statement.written))
            return True
        if not tells_of_something(statement.written) and not (statement.follows and self._orders):
            return False
        self._told_of.append(((), statement.written))
        return True

    def _keep(self, rows: tuple[int, ...]) -> None:
        left = [
            replace(one, numbers=tuple(n for n in one.numbers if n not in rows)) if isinstance(one, Except) else one
            for one in self._orders
        ]
        self._orders = [one for one in left if not isinstance(one, Except) or one.numbers]

    def _keeps_in(self, statement: _Statement) -> bool:
        """ "còn Bảo Yên 2 gửi bình thường", "à thôi Mường Khương cứ gửi", behind an exception."""
        plain, out = statement.plain, [one for one in self._orders if isinstance(one, Except)]
        numbers = Batch(self._asked.units, self._roster).called(statement.written) if out and not self._kept else ()
        sends = {"gui", "nhac"} & set(plain.split()) and not any(
            f" {one} " in f" {plain} " for one in (*say.OUT, *say.STOP)
        )
        if not numbers or not sends:
            return False
        left = [Except(tuple(n for n in one.numbers if n not in numbers)) for one in out]
        self._orders = [one for one in self._orders if not isinstance(one, Except)]
        self._orders += [one for one in left if one.numbers]
        return True

    def _is_remark(self, plain: str) -> bool:
        """What follows behind "dừng" or an exception and orders nothing itself: why."""
        if not self._orders or not isinstance(self._orders[-1], Stop | Except) or re.search(r"\d", plain):
            return False
        ordering = (*say.OUT, *say.ONLY, *say.SEND, *say.STOP)
        if any(f" {phrase} " in f" {plain} " for phrase in ordering if phrase not in say.FAINT):
            return False
        return not Batch(self._asked.units, self._roster).mentioned(plain)

    def _doubt(self, written: str) -> None:
        why = self._hint()
        if self._asked.rows:
            named = Batch(self._asked.units, self._roster).mentioned(_plain(written)) or self._speaking_of
            self._doubted.update(named)
            self._spoken_of = named
            self._doubts_all |= not named
            why = _HELD_SOME if named else _HELD
        self._unclear.append(Unclear(written, why))

    def _hint(self) -> str:
        if self._asked.rows:
            return "chưa hiểu; có thể viết: dừng, gửi, trừ 3, 7"
        if self._asked.questions:
            first = self._asked.questions[0]
            return f"chưa hiểu; ghi số thứ tự rồi câu trả lời, ví dụ {first} đúng. Câu trả lời: {_EXAMPLES}"
        return "chưa hiểu; có thể viết: hoàn tác kèm số của quyết định"

    # - one kind of statement each; True where it was one -

    def _undo(self, plain: str, written: str) -> bool:
        found = re.fullmatch(rf"(?P<words>[^\d]+?)\s*(?P<numbers>{_NUMBERS})?", plain)
        if not found:
            return False
        words = found["words"].strip()
        everything = re.fullmatch(r"(?P<words>.+?)\s+(?:het|tat ca|toan bo)", words)
        if everything and not found["numbers"] and _is_undo(everything["words"]) and self._asked.decisions:
            self._orders += [Undo(number) for number in self._asked.decisions]
            return True
        if not _is_undo(words) or (self._asked.rows and words == "huy" and not found["numbers"]):
            return False
        numbers = _numbers(found["numbers"]) if found["numbers"] else self._asked.decisions
        if not numbers or (not found["numbers"] and len(numbers) > 1):
            self._unclear.append(Unclear(written, "hoàn tác quyết định số mấy? ví dụ: hoàn tác 2"))
        else:
            by_question = words.endswith(" cau") and bool(found["numbers"])
            self._orders += [Undo(number, by_question) for number in numbers]
        return True

    def _batch(self, plain: str, written: str) -> bool:
        if not self._asked.rows:
            return False
        sent = re.fullmatch(r"(?P<send>.+?)\s*(?:,|nhung)?\s+(?P<rest>(?:ngoai )?tru\b.*)", plain)
        if sent and say.means(sent["send"], say.SEND):
            return self._without(sent["rest"], written) and self._add(Send())
        if self._without(plain, written) or self._later(plain):
            return True
        right = plain.startswith("dung") and say.is_right(written) and not say.is_stopping(written)
        if say.means(plain, say.STOP) and not right:
            return self._add(Stop())
        if (
            self._rest_leaves(plain)
            or say.means(plain, say.SEND)
            or plain.removeprefix("ok ") in say.SEND
            or say.lets_go(plain)
        ):
            return self._add(Send())
        return False

    def _rest_leaves(self, plain: str) -> bool:
        """ "các trường khác vẫn gửi", behind an exception."""
        said = set(plain.split())
        return "gui" in said and bool(said & {"khac", "lai"}) and said <= say.AROUND_THE_REST

    def _later(self, plain: str) -> bool:
        """ "hoãn đến thứ Hai", "để sau ngày 20/8 hãy gửi": a day, and nothing but words of waiting and sending."""
        found = None if by_the_hour(plain) else say.DAY_OF_SENDING.search(plain)
        around = set(f"{plain[: found.start()]} {plain[found.end() :]}".split()) if found else set()
        if not found or not around <= say.AROUND_A_DELAY or not around & say.DELAYING:
            return False
        day = sending_day(found["day"], self._today)
        last = day if day is None or found["after"] else day - timedelta(days=1)
        if last is None or last < self._today or last > self._today + LONGEST_DELAY:
            return False
        return self._add(Delay(last))

    def _without(self, plain: str, written: str) -> bool:
        found = re.fullmatch(rf"(?P<words>[^\d]+?)\s*(?P<numbers>{_NUMBERS})(?:\s+(?:ra|thoi))?", plain)
        if not found or not say.means(found["words"].strip(), say.EXCEPT):
            return False
        numbers = _numbers(found["numbers"])
        strangers = [number for number in numbers if not 1 <= number <= self._asked.rows]
        if strangers or not numbers:
            told = ", ".join(map(str, strangers))
            self._unclear.append(Unclear(written, f"danh sách không có số {told}" if told else "chưa rõ trừ số nào"))
        else:
            self._add(Except(numbers))
        return True

    def _add(self, order: Order) -> bool:
        self._orders.append(order)
        return True

    def _all(self, plain: str, written: str) -> bool:
        """ "đúng hết", "tất cả đúng", "đúng hết trừ 3, 7"; "trừ 3, 7" after it; "đúng" where one thing was asked."""
        if not self._asked.questions:
            return False
        if self._for_all and (left := self._left_out(plain)) is not None:
            return self._leave(left, written)
        head = re.fullmatch(r"(?P<words>.+?)\s*,?\s*(?P<but>(?:ngoai )?tru\s.*)", plain)
        words = head["words"] if head else plain
        given = self._of_all(words, written)
        if given is None:
            return False
        left = self._left_out(head["but"]) if head else ()
        if left is None:
            return False
        self._for_all = True
        self._broad.update(dict.fromkeys(self._asked.questions, given))
        return self._leave(left, written)

    def _left_out(self, plain: str) -> tuple[int, ...] | None:
        found = re.fullmatch(rf"(?P<words>[^\d]+?)\s*(?P<numbers>{_NUMBERS})(?:\s+ra)?", plain)
        return _numbers(found["numbers"]) if found and say.means(found["words"].strip(), say.EXCEPT) else None

    def _leave(self, numbers: tuple[int, ...], written: str) -> bool:
        asked = {*self._asked.questions, *self._asked.earlier}
        strangers = [number for number in numbers if number not in asked]
        if strangers:
            self._broad.clear()
            self._unclear.append(
                Unclear(written, f"thư được trả lời không có câu hỏi số {', '.join(map(str, strangers))}")
            )
        for number in numbers:
            self._broad.pop(number, None)
        return True

    def _of_all(self, words: str, written: str) -> Given | None:
        if len(self._asked.questions) == 1:
            meaning = _meaning(written, self._roster, self._today)
            counts = isinstance(meaning.given, Longer)  # "3 ngày làm việc": no number of a question
            if meaning.given is not None and (counts or not re.match(r"^\d", words)):
                return meaning.given
        if _AS_PROPOSED.sub("", words) in say.AGREED and not re.search(r"\d", words):
            with_all = _AS_PROPOSED.search(words) or " het" in words or all(one.suggested for one in self._abouts)
            return YES if with_all else None  # "ok" where not all is suggested: nobody knows to what
        words = _ALL_OF_THEM.sub("het", words)
        for whole in sorted(say.ALL, key=len, reverse=True):
            for rest in (words.removesuffix(f" {whole}"), words.removeprefix(f"{whole} ").removeprefix("deu ")):
                if rest != words and (given := _simple(rest.strip(), written)) in (YES, NO, SKIP):
                    return given
        return None

    def _several(self, plain: str, written: str) -> bool:
        """ "1 đúng", "câu 2: là của ...", "1-12 đúng", "đúng 1, 3", "1 đúng 2 sai"."""
        if not self._asked.questions:
            return False
        reversed_order = re.fullmatch(rf"(?P<words>[^\d]+?)\s*(?:cau|so|viec)*\s*(?P<numbers>{_NUMBERS})", plain)
        if reversed_order and (given := _simple(reversed_order["words"].strip(" :"), written)) in (YES, NO, SKIP):
            return self._answer(_numbers(reversed_order["numbers"]), given, written, "-" in plain)
        pieces = self._split(written)
        if not pieces or any(_meaning(rest, self._roster, self._today).given is None for _, _, rest in pieces):
            loose = self._loosely(plain, written)
            if loose:
                return self._answer(*loose, written, ranged=False)
            owner = self._owner(pieces)
            if owner:
                return self._answer(*owner, written, ranged=False)
        for numbers, ranged, rest in pieces:
            meaning = _meaning(rest, self._roster, self._today)
            if meaning.given is None:
                self._unclear.append(Unclear(written, meaning.why))
            else:
                self._answer(numbers, meaning.given, written, ranged)
        return bool(pieces)

    def _owner(self, pieces: list[tuple[tuple[int, ...], bool, str]]) -> tuple[tuple[int, ...], Given] | None:
        """ "câu 5 số 2", where the question asks which of a few units it is."""
        if len(pieces) != 1 or len(pieces[0][0]) != 1:
            return None
        numbers, _, rest = pieces[0]
        units = [self._roster.unit(code) for code in dict(self._asked.among).get(numbers[0], ())]
        words = _plain(rest)
        called = units_called(words, units) or frozenset(one.code for one in units if _shares_a_number(words, one.name))
        sure = "?" not in rest and not any(token.means("maybe", "if") for token in tokens(rest))
        return (numbers, next(iter(called))) if len(called) == 1 and sure else None

    def _loosely(self, plain: str, written: str) -> tuple[tuple[int, ...], Given] | None:
        """ "đồng ý cho trường lùi đến 30/8 với câu 3": one number wherever it stands, and small words around."""
        found = _ONE_NUMBER.findall(plain)
        named = units_in(_spaced(written), self._roster, self._units_asked())
        if named.names and len(_ONE_NUMBER.findall(bare(named.text))) != 1:
            return None  # "đấy là của THPT số 2 Sa Pa": the number is that of the school
        if say.is_stopping(written) and not say.is_right(written):
            return None
        if len(found) != 1 or "?" in written or not (place := _ONE_NUMBER.search(plain)):
            return None
        rest = f"{plain[: place.start()]} {plain[place.end() :]}"
        words = " ".join(word for word in _plain(rest).split() if word not in say.SMALL)
        given = _meaning(words, self._roster, self._today).given
        return ((int(place["number"]),), given) if given is not None else None

    def _split(self, written: str) -> list[tuple[tuple[int, ...], bool, str]]:
        """The numbered answers of one statement; more than one where each of them makes sense by itself."""
        text = _spaced(written)
        found = _NUMBERED.match(bare(text))
        if not found or len(bare(text)) != len(text):
            return []
        numbers, rest = _numbers(found["numbers"]), text[found.start("rest") :]
        ranged = re.search(r"\d\s*(?:-|\u2013|\u2014|den|toi|\.\.)\s*\d", found["numbers"]) is not None
        first = (numbers, ranged, rest)
        if _meaning(rest, self._roster, self._today).given is not None:
            return [first]
        for place in re.finditer(r"(?<=\s)(?=(?:c(?=\d)|c\S{1,2}u\s+|s\S\s+)?\d{1,6}[.:)\s])", rest):
            left, right = rest[: place.start()].strip(" ,.;"), rest[place.start() :]
            later = self._split(right) if _meaning(left, self._roster, self._today).given is not None else []
            if later and all(_meaning(one[2], self._roster, self._today).given is not None for one in later):
                return [(numbers, ranged, left), *later]
        return [first]

    def _answer(self, numbers: tuple[int, ...], given: Given, written: str, ranged: bool) -> bool:
        asked = {*self._asked.questions, *self._asked.earlier}
        known = [number for number in numbers if number in asked]
        strangers = [] if ranged and known else [number for number in numbers if number not in asked]
        if strangers:
            told = ", ".join(map(str, strangers))
            self._unclear.append(Unclear(written, f"thư được trả lời không có câu hỏi số {told}"))
        self._denied = known[0] if given == NO and len(known) == 1 else 0
        self._newly += known
        for number in known:
            both = _together(self._answers.get(number, given), given)
            if both is None:
                self._contradicted.add(number)
                self._unclear.append(Unclear(written, f"câu {number} có hai câu trả lời khác nhau"))
            self._answers[number] = given if both is None else both
        return True


_CLOSED_IN_WORDS = (ASKED, SAYS, UNREADABLE, NOTHING_READ, ROSTER)
"""What a sentence to the unit answers. A wish it does not: it stays open, whatever the unit is told beside."""
_DECIDED_IN_WORDS = (EXTENSION, EXEMPTION, CHANGE, TAKEN_BACK, WITHDRAWN)


_STANDING = re.compile(
    r"(?<![\w/.:,-])(?P<number>\d{1,3})(?![\w/.%-])"
    r"(?!\s*(?:ngày|hôm|tuần|tháng|trường|đơn vị|nội dung|giờ|h\b|năm|cái))"
)
_NO_QUESTION_BEHIND = frozenset(
    ["so", "truong", "thpt", "ngay", "thang", "den", "toi", "het", "va", "voi", "cau", "viec", "cho"]
)


def _by_numbers(sentence: str, asked: Set[int]) -> tuple[str, ...]:
    """ "2 đúng 6 đúng 7 là hai nội dung": an answer for each number where no sign parts them; () where it is one."""
    text = fold(nfc(sentence))
    hits = [hit for hit in _STANDING.finditer(text) if int(hit["number"]) in asked and _stands_alone(text, hit.start())]
    numbers = [int(hit["number"]) for hit in hits]
    if len(hits) < 2 or hits[0].start() > 0 or numbers != sorted(set(numbers)) or re.search(r"[,;]", text):
        return ()
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    pieces = tuple(text[hit.start() : end].strip() for hit, end in zip(hits, ends, strict=True))
    return pieces if all(len(piece.split()) > 1 for piece in pieces) else ()


def _stands_alone(text: str, at: int) -> bool:
    before = bare(text[:at]).split()
    return not before or before[-1] not in _NO_QUESTION_BEHIND


def _together(before: Given, now: Given) -> Given | None:
    """What two answers to one question come to: "đồng ý" and "đến 28/8" are one; None where they contradict."""
    if before == now or (now == YES and before not in (NO, SKIP)):
        return before
    if before == YES and now not in (NO, SKIP):
        return now
    if before == NO and now not in (YES, SKIP) and not isinstance(now, OnPaper | Received | Told):
        return now  # "không cho đến 30/8, chỉ đến 27/8"; "sai, của Sa Pa 2"
    return None


def _only_names(written: str, roster: Roster, preferred: Sequence[str]) -> bool:
    left = units_in(fold(written), roster, preferred).text.split()
    return all(
        word.strip(",.;:").lower() in ("@unit", "riêng", "và", "với", "cả", "trường", "còn", "nhưng") for word in left
    )


_REPORTS = re.compile(r"\b(?:bao|noi|keu|khai)(?: la| rang| da)\b")
_GOES_ON_ABOUT_THEM = re.compile(
    r"\b(?:khong|dung|khoi|thoi|ko) (?:can |phai )?nhac\b|\bghi (?:la|nhan)? ?(?:da )?nop\b|"
    r"\b(?:chi|anh|em) (?:tra|xem|kiem tra)? ?thay\b"
)


def _is_a_signature(written: str) -> bool:
    """A name by itself: "Hà", "Nguyễn Thu Hà"."""
    words = written.split()
    return len(words) <= 4 and all(word.isalpha() and word.istitle() for word in words)


def asks_for_the_form(written: str) -> bool:
    """ "gửi lại mẫu", "cho họ xin lại biểu"."""
    said, ordered_words = spoken(written), lexicon().ordered
    return all(any(spoken(one) in said for one in ordered_words[meaning]) for meaning in ("form", "send"))


_ORDERS_TO_US = re.compile(r"\b(?:giup|ho chi|nho em|em|nhe|nha|hay|phai|can)\b")
_NARRATES = re.compile(r"\b(?:roi|da|vua|moi|dang|hom qua|hom nay|hom no|bua|tuan nay|sang nay|dao nay|may hom)\b")


def tells_of_something(written: str) -> bool:
    """A sentence that reports, and orders nothing: "chị vừa gọi cho trường", "tuần này chị đi họp trên tỉnh"."""
    plain = bare(written)
    if "?" in plain or re.search(r"\d", plain):
        return False
    return bool(_NARRATES.search(plain)) and not _ORDERS_TO_US.search(_SUBJECTS.sub(" ", plain))


_SUBJECTS = re.compile(r"^\W*(?:em oi|em a|em nay)\b")


def _shares_a_number(words: str, name: str) -> bool:
    numbers = {token for token in canonical(name) if token.isdigit()}
    return bool(numbers & set(canonical(words)))


def _is_undo(words: str) -> bool:
    return say.means(words, say.UNDO) and words not in ("huy gui",)


def _spaced(written: str) -> str:
    """The statement with one space between words, letters composed, so that places in it are those in `bare` of it."""
    return fold(nfc(written))


_MOST = 2000  # numbers of one range: longer ones are a slip


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for item in _ITEM.findall(text):
        ends = [int(number) for number in re.findall(r"\d+", item)]
        first, last = ends[0], ends[-1]
        found += range(first, last + 1) if first <= last <= first + _MOST else ends
    return tuple(dict.fromkeys(found))
