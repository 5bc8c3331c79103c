"""Whether the answer to a letter of ours may decide anything, and what it orders.

Only people listed as the office, only in answer to a letter that asked something, by the Message-ID that nobody can
guess, and with the proof that our server gives; where it gives none, what he wishes is proposed to him and confirmed
by a code (`rules.intake.confirming`). The address of the mailbox itself is one of the office's: a person who writes
from it is told from mailbot by Message-ID and header (`rules.post.manners`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules.calendar import local_day, short_day
from rules.intake.beneath import beneath
from rules.intake.correction_words import Worded, corrections_in
from rules.intake.decided_words import tokens
from rules.intake.decision import OfficeReply
from rules.intake.documents_told import documents_told
from rules.intake.office_orders import About, Asked, Delay, Except, Hold, Order, Stop, Unclear
from rules.intake.office_replies import parse_reply
from rules.intake.office_requests import FormsFor, Look, Request, Ruled, StateOf, Why, joined, requests, thanks, wishes
from rules.intake.office_settled import tells_of_something
from rules.intake.pointed import UNIT, units_in
from rules.intake.proof import Weight
from rules.letters.batches import batch_of, units_of
from rules.mail import Mail
from rules.post.own_words import said, written_in
from rules.post.quoting import is_forward
from rules.roster import Roster
from rules.season import LetterFacts, Question, Season

ANSWERABLE = timedelta(days=45)
"""How old a letter may be that is answered: longer than a month in which the whole office is busy elsewhere, and short
enough that a letter found in an old mailbox decides nothing."""


@dataclass(frozen=True, slots=True)
class Answering:
    """A mail that names a letter of ours which asked something."""

    mail: Mail
    letter: LetterFacts
    by: str  # address, lower case
    office: bool


def answered_letter(mail: Mail, season: Season) -> LetterFacts | None:
    """The letter that asked something and that a mail answers: the nearest one of its thread."""
    asking = {letter.message_id: letter for letter in season.letters if letter.asks and letter.message_id}
    for named in (*mail.in_reply_to, *reversed(mail.references)):
        if named in asking:
            return asking[named]
    return None


def asked_by(letter: LetterFacts, questions: Iterable[Question] = ()) -> Asked:
    """What a letter lists by number; `questions`: all that are known."""
    named, known = [item.partition(":") for item in letter.items], tuple(questions)
    listed = {int(value) for kind, _, value in named if kind in ("question", "earlier")}
    also = [one.number for one in known if one.answer is None and one.unit and one.number not in listed and listed]
    return Asked(
        questions=tuple(int(value) for kind, _, value in named if kind == "question"),
        rows=sum(kind == "unit" for kind, _, _ in named),
        earlier=tuple(int(value) for kind, _, value in named if kind == "earlier"),
        also=tuple(also),
        decisions=tuple(int(value) for kind, _, value in named if kind == "decision"),
        units=units_of(letter),
        abouts=tuple(
            About(one.number, one.kind, one.unit or "", one.candidates, bool(one.suggestion))
            for one in known
            if one.number in listed or one.number in also
        ),
    )


def reply_of(answer: Answering, season: Season, roster: Roster, worth: Weight, at: datetime) -> OfficeReply:
    """What is done with the answer. `at` is when it arrived."""
    letter, office = answer.letter, season.campaign.office
    note = _why_not(answer, season, worth, at)
    if not answer.office:
        return OfficeReply(letter, answer.by, office.letters_to, note=note, stranger=True)
    asked = asked_by(letter, season.questions)
    words = said(beneath(written_in(answer.mail), asked, roster))
    read = read_words(words, letter, season, roster, at)
    if worth == "refused":
        # Who writes in another's name must not have mailbot write to that other; the office as a whole is told.
        holds = tuple(order for order in read.orders if only_stops(order))
        looks = tuple(one for one in read.requests if isinstance(one, Look))
        return OfficeReply(letter, answer.by, office.letters_to, note=note, holds=holds, requests=looks, weight=worth)
    if note:
        return OfficeReply(letter, answer.by, (answer.by,), note=note)
    if read.later and not (read.orders or read.unclear or read.corrections or read.requests):
        return OfficeReply(letter, answer.by, ())  # the question stays open, and she has said so
    if (
        not asked.questions
        and not asked.rows
        and thanks(words)
        and not (read.orders or read.corrections or read.requests)
    ):
        return OfficeReply(letter, answer.by, ())  # "cảm ơn em, bản này tốt rồi"
    if not read.orders and not read.unclear and not read.corrections and not read.requests:
        return OfficeReply(letter, answer.by, (answer.by,), note=_EMPTY)
    return OfficeReply(
        letter,
        answer.by,
        (answer.by,),
        read.orders,
        read.unclear,
        requests=read.requests,
        corrections=read.corrections,
        weight=worth,
        words=words,
        beside=read.beside,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody's own words order, ask and correct."""

    orders: tuple[Order, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    requests: tuple[Request, ...] = ()
    corrections: tuple[Worded, ...] = ()
    later: bool = False  # and says that an answer will come
    beside: tuple[str, ...] = ()  # and what else stands there, which orders nothing that we know


def read_words(words: str, letter: LetterFacts | None, season: Season, roster: Roster, at: datetime) -> Said:
    """Of a mail that answers this letter, or is her own. `at`: when it arrived."""
    today = local_day(at, season.campaign.calendar)
    if letter is None:
        own, worded = corrections_in(words, (), season.campaign, roster)
        wished = wishes(own, season.campaign, roster, today)
        return Said(requests=wished.requests, corrections=worded, beside=(*wished.left, *wished.beside))
    asked = asked_by(letter, season.questions)
    cites, rest = documents_told(words, season.campaign, today)
    rest, worded = corrections_in(rest, asked.questions, season.campaign, roster)
    read = parse_reply(rest, asked, roster, today)
    unclear, wanted = _wanted(rest, read.unclear, letter, season, roster, at)
    beside: tuple[Request, ...] = (*((FormsFor(read.forms),) if read.forms else ()), *_freed(read.freed))
    wanted = tuple(dict.fromkeys((*beside, *wanted)))
    return Said((*cites, *read.orders), unclear, wanted, worded, read.later, read.beside)


def _freed(units: tuple[str, ...]) -> tuple[Request, ...]:
    return (Ruled("exempt", units),) if units else ()


def _wanted(
    words: str, unclear: tuple[Unclear, ...], letter: LetterFacts, season: Season, roster: Roster, at: datetime
) -> tuple[tuple[Unclear, ...], tuple[Request, ...]]:
    """What is no answer may be a request: "danh sách các trường chưa gửi đâu em?". Of a batch every doubt holds it."""
    today = local_day(at, season.campaign.calendar)
    if units_of(letter):
        beside = requests(words, season.campaign, roster, today)
        stage = batch_of(letter).rpartition(":")[0]
        ruled = (one for one in beside if isinstance(one, Ruled) and one.kind in ("paper", "exempt"))
        ruled = (one for one in ruled if _is_ordered(one, words, roster, batch=True))
        done = (replace(one, stage=one.stage or stage) for one in ruled)  # it speaks of what the batch asks for
        return unclear, (*done, *(one for one in beside if isinstance(one, StateOf | Why)))
    numbered = re.compile(r"^\W*(?:câu|việc|cau|viec)?\s*\d{1,6}\s*[.:)]", re.IGNORECASE)
    asked = [
        (one, () if numbered.match(one.statement) else requests(one.statement, season.campaign, roster, today))
        for one in unclear
    ]
    asked = [(one, tuple(x for x in found if _is_ordered(x, one.statement, roster))) for one, found in asked]
    left = tuple(one for one, found in asked if not found)
    if len(left) < len(asked) and not letter_asks(letter):
        left = tuple(one for one in left if not tells_of_something(one.statement))
    return left, joined(dict.fromkeys(request for _, found in asked for request in found))


def _is_ordered(request: Request, words: str, roster: Roster, *, batch: bool = False) -> bool:
    """Paper that is told of beside an answer is marked where she says when it came, or to note it, or of a unit that
    nothing else is said about ("Sa Pa 1 nộp bản giấy rồi"); else she reads that nothing was done."""
    if not isinstance(request, Ruled) or request.kind != "paper":
        return True
    begins = not batch and units_in(words, roster).text.startswith(UNIT)
    return begins or request.until is not None or any(token.means("notes") for token in tokens(words))


def letter_asks(letter: LetterFacts) -> bool:
    return any(item.startswith(("question:", "earlier:", "unit:")) for item in letter.items)


def only_stops(order: Order) -> bool:
    """What keeps letters back harms nobody for a day, so it needs no proof."""
    return isinstance(order, Stop | Except | Hold | Delay)


_EMPTY = "Không thấy câu trả lời trong thư. Hãy viết câu trả lời lên đầu thư, phía trên phần trích dẫn."


def _why_not(answer: Answering, season: Season, worth: Weight, at: datetime) -> str:
    """In Vietnamese; "" where nothing speaks against the answer."""
    if not answer.office:
        return "Người gửi không có trong danh sách người của phòng nên mailbot không làm theo."
    if worth == "refused":
        return (
            "Máy chủ thư không xác nhận được người gửi nên mailbot không làm theo. Nếu đúng là của phòng, hãy gửi lại "
            "từ hộp thư đã đăng nhập trên máy chủ của cơ quan, hoặc quyết định trên trang web của mailbot."
        )
    if is_forward(answer.mail.subject):
        return "Đây là thư chuyển tiếp. Muốn quyết định, hãy bấm Trả lời (Reply) vào chính thư của mailbot."
    if at - answer.letter.created_at > ANSWERABLE:
        sent = short_day(local_day(answer.letter.created_at, season.campaign.calendar))
        return (
            f"Thư được trả lời gửi từ ngày {sent}, đã quá cũ. Hãy trả lời thư gần nhất, hoặc dùng lệnh mailbot decide."
        )
    return ""
