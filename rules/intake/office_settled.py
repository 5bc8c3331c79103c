"""What all statements of an answer come to: one answer for each question, and what is asked back.

Contradicting answers to one question are unclear; what was said of a question and decides nothing is asked back, unless
something else decides it.
"""

import re
from collections.abc import Iterable, Sequence, Set

from rules.intake.answers import Extended, Given, Longer, OnPaper, Received, Told
from rules.intake.decided_words import Token, tokens
from rules.intake.office_answers import Heard, hint
from rules.intake.office_orders import Answer, Asked, Order, Reply, Unclear
from rules.intake.pointed import UNIT
from rules.intake.telling import Tell
from rules.standing.questions import NO, SKIP, YES
from rules.text import bare

NOT_ORDERED = "chưa làm theo phần này; nếu cần nhắn đơn vị, viết: nhắn (tên đơn vị): (lời nhắn)"


def may_order(written: str) -> bool:
    """Whether a sentence beside a decision may want something of us: "nhớ ghi trong thư ...", "lần sau đừng hỏi"; not
    "chị gửi hồ sơ", which says what she does."""
    heard = tokens(written)
    words = [one for one in heard if not one.means("small", "we", "greets") or one.means("orders", "acts")]
    of_them = bool(words) and words[0].means("they", UNIT)
    over = any(one.means("over", "before") for one in heard)
    asks = any(one.means("orders") for one in words) or (bool(words) and words[0].means("acts") and not _says_i(heard))
    return asks and not of_them and not over


def _says_i(heard: Sequence[Token]) -> bool:
    first = next((one for one in heard if one.means("we") or not one.means("small", "greets")), None)
    return first is not None and first.means("we") and first.text != "em"


def says_only_to_mend(written: str) -> bool:
    """ "sửa giúp"."""
    return all(one.means("mend", "small", "we", "orders", "notes") for one in tokens(written))


_NARRATES = re.compile(r"\b(?:roi|da|vua|moi|dang|hom qua|hom nay|hom no|bua|tuan nay|sang nay|dao nay|may hom)\b")
_ORDERS_TO_US = re.compile(r"\b(?:giup|ho chi|nho em|em|nhe|nha|hay|phai|can)\b")
_SUBJECTS = re.compile(r"^\W*(?:em oi|em a|em nay)\b")


def tells_of_something(written: str) -> bool:
    """A sentence that reports, and orders nothing: "chị vừa gọi cho trường", "tuần này chị đi họp trên tỉnh"."""
    words = bare(written)
    if "?" in words or re.search(r"\d", words):
        return False
    return bool(_NARRATES.search(words)) and not _ORDERS_TO_US.search(_SUBJECTS.sub(" ", words))


def is_a_signature(written: str) -> bool:
    """A name by itself: "Hà", "Nguyễn Thu Hà"."""
    words = written.split()
    return len(words) <= 4 and all(word.isalpha() and word.istitle() for word in words)


def settle(heard: Sequence[Heard], asked: Asked) -> Reply:
    """The orders of a whole answer, and what is unclear in it."""
    answers, contradicted = _single(heard)
    broad, unsure = _of_all(heard, asked)
    right = any(_calls_right(one.written) for one in heard if one.rest == YES)
    told = _joined(pair for one in heard for pair in one.told)
    abouts = asked.all_abouts
    void = {number for one in heard for number in one.void} | {number for number, _ in contradicted}
    given = {**{number: one for number, one in broad.items() if number not in told}, **answers}
    orders: list[Order] = [
        Answer(one.number, given[one.number], broad=one.number not in answers, right=right)
        for one in abouts
        if one.number in given and one.number not in void
    ]
    orders += [
        Answer(one.number, Told(told[one.number])) for one in abouts if one.number in told and one.number not in given
    ]
    orders += [
        Tell(one.unit, told[one.number]) for one in abouts if one.unit and one.number in told and one.number in given
    ]
    orders += [tell for one in heard for tell in one.tells]
    orders += [undo for one in heard for undo in one.undo]
    unclear = [*contradicted_in_words(contradicted), *unsure, *_not_understood(heard, {*given, *told}, bool(orders))]
    unclear += [Unclear(one.written, _BY_DAYS) for one in heard if _names_an_hour(one)]
    asides = _asides(heard, {one.statement for one in unclear})
    unclear += [Unclear(one, NOT_ORDERED) for one in asides if may_order(one)]
    return Reply(
        tuple(dict.fromkeys(orders)),
        tuple(dict.fromkeys(unclear)),
        any(one.later for one in heard),
        tuple(dict.fromkeys(unit for one in heard for unit in one.forms)),
        tuple(dict.fromkeys(unit for one in heard for unit in one.freed)),
        tuple(one for one in asides if not may_order(one)),
    )


_HOUR = re.compile(r"\b\d{1,2}\s?(?:h|gio)\b")
_BY_DAYS = "thời hạn chỉ tính theo ngày, đã ghi theo ngày; nếu cần báo giờ, viết: nhắn (tên đơn vị): (lời nhắn)"


def _names_an_hour(one: Heard) -> bool:
    """ "muộn nhất 12h ngày 1/11"."""
    timed = any(isinstance(given, Extended | Longer) for _, given in one.answers)
    return timed and _HOUR.search(bare(one.written)) is not None


def _asides(heard: Iterable[Heard], unclear: Set[str]) -> tuple[str, ...]:
    """What says why, or is passed over since something else was decided: nothing of it was done, and she reads so."""
    found = (one.written for one in heard if one.aside or one.remark)
    return tuple(dict.fromkeys(one for one in found if one not in unclear and not is_a_signature(one)))


def _calls_right(written: str) -> bool:
    """ "đúng hết": not "đồng ý hết", which grants what units wish, too."""
    agreed = [token for token in tokens(written) if token.means("agree")]
    return bool(agreed) and all(token.means("is_right") for token in agreed)


def _single(heard: Iterable[Heard]) -> tuple[dict[int, Given], list[tuple[int, str]]]:
    """What was answered to each question by itself, and where two answers contradict each other."""
    answers: dict[int, Given] = {}
    contradicted: list[tuple[int, str]] = []
    for one in heard:
        for number, given in one.answers:
            both = given if one.explains or number not in answers else together(answers[number], given)
            if both is None:
                contradicted.append((number, one.written))
            answers[number] = given if both is None else both
    return answers, contradicted


def contradicted_in_words(contradicted: Iterable[tuple[int, str]]) -> list[Unclear]:
    return [Unclear(written, f"câu {number} có hai câu trả lời khác nhau") for number, written in contradicted]


def _of_all(heard: Sequence[Heard], asked: Asked) -> tuple[dict[int, Given], list[Unclear]]:
    """What was said of all questions of this letter of which nothing else is said."""
    said = [(one.rest, one.written) for one in heard if one.rest is not None]
    left_aside = {number for one in heard for number in one.but}
    if not said:
        left = next((one.written for one in heard if one.but), None)
        decided = any(one.answers for one in heard)
        return {}, [Unclear(left, hint(asked))] if left is not None and not decided else []
    if any(one.nobody_knows_whom for one in heard):
        return {}, []
    if len({given for given, _ in said}) > 1:
        return {}, [Unclear(said[-1][1], "thư ghi hai câu trả lời chung khác nhau; ghi số thứ tự của từng câu")]
    given = said[0][0]
    return ({number: given for number in asked.questions if number not in left_aside} if given else {}), []


def _joined(told: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, words in told:
        found[number] = f"{found.get(number, '')} {words}".strip()
    return found


def _not_understood(heard: Sequence[Heard], decided: set[int], any_order: bool) -> list[Unclear]:
    """What was said of a question that nothing decides, and what may be an order, is not passed over."""
    known = decided | {number for one in heard for number in one.beside}
    later = {number for one in heard if one.later for number in one.numbers}
    anything = any_order or bool(known) or any(one.forms or one.freed for one in heard)
    return [
        Unclear(one.written, one.why)
        for place, one in enumerate(heard)
        if one.why and not (one.remark and _is_passed_over(one, known, later, anything)) and not _put_off(heard, place)
    ]


def _is_passed_over(one: Heard, known: set[int], later: set[int], anything: bool) -> bool:
    if set(one.numbers) & known or (one.numbers and set(one.numbers) <= later):
        return True
    return not one.numbers and anything and (tells_of_something(one.written) or is_a_signature(one.written))


def _put_off(heard: Sequence[Heard], place: int) -> bool:
    """ "chị chưa biết, để hỏi anh Dũng"."""
    behind = heard[place + 1 : place + 2]
    return bool(behind) and behind[0].later and behind[0].numbers == heard[place].numbers


def together(before: Given, now: Given) -> Given | None:
    """What two answers to one question come to: "đồng ý" and "đến 28/8" are one; None where they contradict."""
    if before == now or (now == YES and before not in (NO, SKIP)):
        return before
    if before == YES and now not in (NO, SKIP):
        return now
    if isinstance(before, OnPaper | Received) and now == SKIP:
        return before  # "chị nhận bản giấy rồi, bỏ qua nhé"
    if isinstance(before, OnPaper) and before.on is None and isinstance(now, OnPaper):
        return now
    if before == NO and now not in (YES, SKIP) and not isinstance(now, OnPaper | Received | Told):
        return now  # "không cho đến 30/8, chỉ đến 27/8"; "sai, của Sa Pa 2"
    return None
