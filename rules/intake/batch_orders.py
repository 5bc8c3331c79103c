"""What an answer of the office orders about an announced batch: one statement after another, and what all of them come
to.

What is unclear holds the batch, or the units that it names: a letter that has left cannot be called back.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rules.intake.batch_clauses import BY_DAYS, Batch, Ordered, ordered
from rules.intake.decided_words import is_accented
from rules.intake.office_orders import Delay, Except, Hold, Order, Send, Stop, Unclear
from rules.intake.office_settled import is_a_signature, tells_of_something
from rules.intake.statements import Statement, is_noise, spelled
from rules.lexicon import lexicon
from rules.text import bare, nfc

_HELD = (
    "chưa hiểu, nên cả đợt thư này tạm dừng, chưa gửi thư nào; có thể viết: gửi, dừng, trừ 3, 7, trừ Văn phòng, "
    "chỉ gửi các trường"
)
_HELD_SOME = "chưa hiểu, nên thư gửi đơn vị này tạm dừng; có thể viết: gửi, trừ 3, trừ tên đơn vị"


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, and what it orders."""

    written: str
    said: Ordered
    aside: bool = False  # it says why, or more of what was ordered

    @property
    def kind(self) -> str:
        return self.said.kind


def pieces(statement: Statement) -> tuple[Statement, ...]:
    """ "gửi trừ số 2", "gửi, riêng Hoàng Liên thì thôi": what is left out is said by itself."""
    written, words = _in_small(statement.written), bare(statement.written)
    accented = len(written) == len(words) and is_accented(written.split())
    found = _left_out(accented=accented).search(written if accented else words)
    if len(words) != len(statement.written) or found is None or not words[: found.start()].strip(" ,"):
        return (statement,)
    first, second = statement.written[: found.start()].strip(" ,"), statement.written[found.start() :]
    return (replace(statement, written=first), Statement(second, follows=True))


def _in_small(text: str) -> str:
    return nfc(text).casefold()


@lru_cache(maxsize=2)
def _left_out(*, accented: bool) -> re.Pattern[str]:
    as_compared = _in_small if accented else bare
    phrases = sorted(
        (as_compared(one) for one in (*lexicon().decided["except"], *lexicon().decided["apart"])), key=len, reverse=True
    )
    return re.compile(rf"(?<=\s)(?:{'|'.join(phrases)})\b")


def hear(statement: Statement, before: tuple[Told, ...], batch: Batch, today: date) -> tuple[Told, ...]:
    """What was said before and in this statement."""
    for piece in pieces(statement):
        if not is_noise(piece.written, batch=True):
            before = _heard(piece, before, batch, today)
    return before


def _heard(statement: Statement, before: tuple[Told, ...], batch: Batch, today: date) -> tuple[Told, ...]:
    spoken = tuple(one for one in before if not one.aside)
    said = ordered(spelled(statement.written, batch=True), batch, _topic(spoken), today)
    last = spoken[-1] if spoken else None
    if last and _goes_on(said, last, statement):
        return (
            before if said.kind == "stop" else (*before, Told(statement.written, said, aside=True))
        )  # "đừng nhắc nữa"
    said = _with_the_list(said, spoken)
    if last and last.kind == "listed":
        before = tuple(one for one in before if one is not last)
    if last and last.kind == "doubt" and not last.said.why and not last.said.rows and said.kind == "stop":
        before = tuple(replace(one, aside=True) if one is last else one for one in before)
        # "chị chưa xem kỹ, em cứ để đấy"
    return (*before, Told(statement.written, said))


def _topic(before: Sequence[Told]) -> tuple[int, ...]:
    """Rows of which something was told that orders nothing."""
    last = before[-1].said if before else None
    return last.rows if last and last.by_name and last.kind in ("remark", "doubt") else ()


def _goes_on(said: Ordered, last: Told, statement: Statement) -> bool:
    """What says no more than why, or goes on about whom the statement before leaves out."""
    if said.rows and said.by_name:
        return False
    if said.of_them and last.kind in ("out", "only"):
        return True  # "... gửi rồi, em ghi là đã nộp, đừng nhắc nữa"
    if said.why or "?" in statement.written:
        return False
    if last.kind == "stop" and said.kind in ("doubt", "remark"):
        return statement.follows or said.kind == "remark"  # "khoan đã, đợi chị hỏi anh Dũng"
    return last.kind in ("out", "later", "only") and said.kind == "remark" and statement.follows


def _with_the_list(said: Ordered, before: Sequence[Told]) -> Ordered:
    """A name alone belongs to what follows ("riêng Hoàng Liên, Sa Pa 1 hoãn"), else to the list before it ("trừ Văn
    phòng, Thanh tra"; "chỉ gửi Văn phòng, Sa Pa 1 thôi")."""
    last = before[-1] if before else None
    if last is None:
        return said
    if last.kind == "listed" and said.kind in ("out", "only", "in", "later", "remark", "listed"):
        return replace(said, rows=(*last.said.rows, *said.rows), by_name=True)
    if last.kind == "only" and (said.kind in ("in", "listed") or said.names_alone) and said.rows:
        return replace(said, kind="only")
    if last.kind == "out" and said.kind == "listed":
        return replace(said, kind="out")
    return said


# --- What all of it comes to ----------------------------------------------------------------------------------------


def with_reasons(told: Sequence[Told]) -> tuple[Told, ...]:
    """ "Trừ Hoàng Liên, trường gọi rồi, chiều mai gửi. Các trường khác cứ nhắc": where the rest is sent in so many
    words, an hour behind those who are left out is theirs."""
    found: list[Told] = []
    for place, one in enumerate(told):
        left_out = any(before.kind in ("out", "only") for before in found)
        sends_the_rest = any(other.kind == "send" and other.said.of_the_rest for other in told[place + 1 :])
        theirs = one.kind == "doubt" and not one.said.rows and one.said.why == BY_DAYS
        found.append(replace(one, aside=True) if theirs and left_out and sends_the_rest else one)
    return tuple(found)


def asides(told: Sequence[Told], unclear: Sequence[Unclear]) -> tuple[str, ...]:
    """What says why, or is passed over since something else was ordered: nothing of it was done."""
    named = {one.statement for one in unclear}
    found = (one.written for one in told if one.aside or one.kind == "remark")
    return tuple(dict.fromkeys(one for one in found if one not in named and not is_a_signature(one)))


def settle(told: Sequence[Told], batch: Batch, also_unclear: Sequence[Unclear]) -> tuple[list[Order], list[Unclear]]:
    told = tuple(one for one in told if not one.aside)
    orders = _orders(told, batch)
    doubts = _doubts(told, any_order=bool(orders))
    if told and not orders and not doubts:
        doubts = [(told[-1], ())]  # "Sa Pa 1 thì gửi": and the others?
    unclear = [Unclear(one.written, _why(one, rows)) for one, rows in doubts] + list(also_unclear)
    put_off = any(one.said.why and not one.said.rows for one, _ in doubts)
    contradicts = Send() in orders and any(_keeps_all_back(one) and not (put_off and one == Stop()) for one in orders)
    if contradicts:
        stop = next((one.written for one in told if one.kind in ("stop", "later")), "dừng")
        unclear.append(Unclear(stop, "thư vừa ghi dừng vừa ghi gửi; chỉ ghi một trong hai"))
    unsure = contradicts or bool(also_unclear) or any(not rows for _, rows in doubts)
    delayed = any(isinstance(one, Delay) and _keeps_all_back(one) for one in orders)
    gives_way: Sequence[tuple[bool, Callable[[Order], bool]]] = (
        (put_off, _is_stop),  # held and asked: what was stopped beside was only put off
        (contradicts, _keeps_all_back),
        (delayed and not contradicts, _is_stop),  # "khoan gửi, để thứ Hai"
    )
    orders = [one for one in orders if not any(applies and falls(one) for applies, falls in gives_way)]
    if not contradicts and (not unclear or Stop() in orders):
        return orders, unclear
    held = Hold(() if unsure else _rows(doubts))
    return [*(one for one in orders if held.numbers or not isinstance(one, Send)), held], unclear


def _is_stop(order: Order) -> bool:
    return isinstance(order, Stop)


def _keeps_all_back(order: Order) -> bool:
    return isinstance(order, Stop) or (isinstance(order, Delay) and not order.numbers)


def _orders(told: Sequence[Told], batch: Batch) -> list[Order]:
    kept = [row for one in told if one.kind == "only" for row in one.said.rows]
    stays = {row for one in told if one.kind == "in" for row in one.said.rows}
    orders: list[Order] = []
    for place, one in enumerate(told):
        later_in = {row for other in told[place + 1 :] if other.kind == "in" for row in other.said.rows}
        match one.kind:
            case "send":
                orders.append(Send(at_once=one.said.at_once))
            case "stop" if one.said.of_the_rest and (stays or kept):
                orders.append(Except(batch.all_but((*stays, *kept))))
            case "stop":
                orders.append(Stop())
            case "later" if one.said.until is not None:
                orders.append(Delay(one.said.until, one.said.rows))
            case "out":
                if rows := tuple(row for row in one.said.rows if row not in later_in):
                    orders.append(Except(rows))
            case "only" if not batch.all_but(kept):
                orders.append(Send())
    if kept and (left := batch.all_but(kept)):
        orders.append(Except(left))
    return list(dict.fromkeys(orders))


def _doubts(told: Sequence[Told], *, any_order: bool) -> list[tuple[Told, tuple[int, ...]]]:
    """What is not understood, with the rows that it may be about; (): with all."""
    settled = {row for one in told if one.kind in ("out", "later", "in", "only") for row in one.said.rows}
    found: list[tuple[Told, tuple[int, ...]]] = []
    for place, one in enumerate(told):
        if one.kind == "doubt":
            found.append((one, one.said.rows if one.said.by_name else _topic(told[:place])))
        elif one.kind in ("remark", "listed") and one.said.rows and one.said.by_name:
            if not set(one.said.rows) <= settled:
                found.append((one, one.said.rows))
        elif one.kind == "remark" and not _is_passed_over(one, place, any_order=any_order):
            found.append((one, _topic(told[:place])))
    return found


def _is_passed_over(one: Told, place: int, *, any_order: bool) -> bool:
    """Of nobody, what reports is no order, where something else is one."""
    return any_order and (place > 0 or tells_of_something(one.written)) and not re.search(r"\d|\?", one.written)


def _rows(doubts: Sequence[tuple[Told, tuple[int, ...]]]) -> tuple[int, ...]:
    return tuple(sorted({row for _, rows in doubts for row in rows}))


def _why(one: Told, rows: Sequence[int]) -> str:
    return one.said.why or (_HELD_SOME if rows else _HELD)
