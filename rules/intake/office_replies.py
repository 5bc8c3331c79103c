"""What a person of the office decides in the answer to a letter, from plain Vietnamese words.

People type without accents, with slips of the finger, several things on a line or one per line. What a statement says
must be the whole statement: whatever else stands in it makes it unclear, and it is asked back, not guessed. Numbers,
dates and the digits and districts in names of units are never taken for others that are like them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rules.intake import reply_words as say
from rules.intake.answers import Extended, Given, Longer, OnPaper, Received, Told
from rules.intake.batch_replies import Batch, ending_so
from rules.intake.documents_told import Cite
from rules.intake.reply_days import called, days_counted, parse_day, sending_day
from rules.intake.unit_words import units_called
from rules.papers.match import canonical, unit_index
from rules.post.telex import untelexed
from rules.roster import Roster
from rules.standing.questions import NO, SKIP, YES
from rules.text import bare, fold, nfc


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
    """The announced batch leaves later: nothing of it until the end of this day."""

    until: date


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier decision is taken back: by its number, or by that of the question that it answers."""

    number: int
    question: bool = False


Order = Answer | Stop | Send | Except | Hold | Delay | Undo | Cite


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


def parse_reply(said: str, asked: Asked, roster: Roster, today: date) -> Reply:
    """The orders in an answer without its quotations and signature (`rules.post.own_words.said`), and what is unclear.

    `today` decides the year of a day that is named without one. Contradicting answers to one question are unclear.
    """
    reader = _Reader(asked, roster, today)
    rest, told = in_words(said, asked)
    reader.tell(told)
    for statement in _statements(rest):
        reader.take(statement)
    return reader.reply()


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
_ONLY_NUMBERS = re.compile(rf"^(?:{_LEAD}\s*)?{_NUMBERS}$")
_ITEM = re.compile(_RANGE)
_ASIDE = re.compile(r"(?<=\S)\s*\([^()\n]{4,}\)")  # "(chị mở ra xem rồi, tên đặt linh tinh thôi)"
_YOU = re.compile(r"\bchị\b", re.IGNORECASE)  # without accents it would be "chỉ"
_BULLET = re.compile(r"^[\s>*\u2022\u00b7+\u2013\u2014-]+(?=\S)")
_PARTS = re.compile(r"[;,\n]|\.(?=\s)|\.$|\s+c[òo]n\s+(?=\d)|\s+(?=c[òo]n\s+l[ạa]i\b)", re.IGNORECASE)


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
    for line in (_ASIDE.sub("", one) for one in nfc(said).splitlines()):
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


_LONGEST_DELAY = timedelta(days=31)
"""A longer one would be no delay of this batch any more, so it is asked about."""
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


class _Reader:
    """Takes one statement after another."""

    def __init__(self, asked: Asked, roster: Roster, today: date) -> None:
        self._asked, self._roster, self._today = asked, roster, today
        self._answers: dict[int, Given] = {}
        self._broad: dict[int, Given] = {}  # what was said of all at once; a single answer says it better
        self._orders: list[Order] = []
        self._unclear: list[Unclear] = []
        self._others: Given | None = None  # "còn lại không"
        self._understood = False  # the statement before
        self._contradicted: set[int] = set()
        self._doubted: set[int] = set()  # numbers in a batch that an unclear statement names
        self._doubts_all = False
        self._for_all = False
        self._later_on = False
        self._kept: tuple[int, ...] = ()  # "chỉ gửi ...": to whom alone
        self._spoken_of: tuple[int, ...] = ()  # whom the unclear statement before names
        self._denied = 0  # the number that the statement before denies

    def reply(self) -> Reply:
        rest = dict.fromkeys(self._asked.questions, self._others) if self._others is not None else {}
        broad = {**rest, **self._broad}
        answers = {**broad, **self._answers}
        told = [
            Answer(number, answers[number], broad=number not in self._answers)
            for number in (*self._asked.questions, *self._asked.earlier)
            if number in answers and number not in self._contradicted
        ]
        return Reply(tuple(dict.fromkeys((*told, *self._settled()))), tuple(self._unclear), self._later_on)

    def _settled(self) -> Iterator[Order]:
        """What is unclear about a batch, or said both ways, holds it: a letter that has left cannot be called back."""
        kinds = {type(order) for order in self._orders}
        both = (Stop in kinds or Delay in kinds) and Send in kinds
        if both:
            self._unclear.append(Unclear("dừng, gửi", "thư vừa ghi dừng vừa ghi gửi; chỉ ghi một trong hai"))
        held = both or (bool(self._asked.rows) and bool(self._unclear) and Stop not in kinds)
        some = not both and not self._doubts_all and bool(self._doubted)
        for order in self._orders:
            if isinstance(order, Stop) and Delay in kinds:
                continue  # "khoan gửi, để thứ Hai"
            if not (isinstance(order, Stop | Delay) and both) and not (isinstance(order, Send) and held and not some):
                yield order
        if held:
            yield Hold(tuple(sorted(self._doubted)) if some else ())

    def tell(self, told: Iterable[tuple[int, str]]) -> None:
        for number, words in told:
            self._answer((number,), Told(words), words, ranged=False)

    def take(self, statement: _Statement) -> None:
        plain = say.without_courtesy(statement.plain)
        if not plain or say.NOISE.match(statement.plain) or say.NOISE.match(plain):
            return
        if not self._asked.rows and not self._asked.questions and plain in say.YES:
            return  # "ok" to a letter that asks nothing
        if not self._asked.rows and say.puts_off(statement.plain) and not self._understands(plain, statement.written):
            self._later_on = self._understood = True
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
        if self._asked.rows and (self._by_name(statement.plain) or self._is_remark(statement.plain)):
            return
        if self._asked.rows and (self._leaves_out(statement) or self._keeps_in(statement)):
            return
        if statement.follows and self._denied and re.search(r"\d|[\"“]", statement.written):
            self._answers.pop(self._denied, None)  # "câu 13 sai, 1/9 đến 31/5": it says what would be right
        self._doubt(statement.written)

    def _read(self, plain: str, written: str) -> bool:
        return any(
            read(plain, written) for read in (self._undo, self._batch, self._others_too, self._all, self._several)
        )

    def _understands(self, plain: str, written: str) -> bool:
        """Whether reading this would leave nothing unclear."""
        trial = _Reader(self._asked, self._roster, self._today)
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
            named = Batch(self._asked.units, self._roster).mentioned(_plain(written))
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
        found = say.DAY_OF_SENDING.search(plain)
        around = set(f"{plain[: found.start()]} {plain[found.end() :]}".split()) if found else set()
        if not found or not around <= say.AROUND_A_DELAY or not around & say.DELAYING:
            return False
        day = sending_day(found["day"], self._today)
        last = day if day is None or found["after"] else day - timedelta(days=1)
        if last is None or last < self._today or last > self._today + _LONGEST_DELAY:
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
            return YES
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
        return (numbers, next(iter(called))) if len(called) == 1 and "?" not in rest else None

    def _loosely(self, plain: str, written: str) -> tuple[tuple[int, ...], Given] | None:
        """ "đồng ý cho trường lùi đến 30/8 với câu 3": one number wherever it stands, and small words around."""
        found = _ONE_NUMBER.findall(plain)
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
        for number in known:
            if number in self._answers and self._answers[number] != given:
                self._contradicted.add(number)
                self._unclear.append(Unclear(written, f"câu {number} có hai câu trả lời khác nhau"))
            self._answers[number] = given
        return True


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
