"""What a person of the office decides in the answer to a letter, from plain Vietnamese words.

People type without accents, with slips of the finger, several things on a line or one per line. One grammar of clauses
over the lexicon reads them (`rules.intake.decided_words`); whatever else stands in a statement makes it unclear, and it
is asked back, not guessed. Numbers, dates and the digits and districts in names of units are never taken for others
that are like them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rules.intake import batch_orders, office_answers, office_settled
from rules.intake.answers import Told
from rules.intake.batch_clauses import Batch
from rules.intake.decided_words import ASIDES
from rules.intake.office_answers import Heard, House
from rules.intake.office_orders import Asked, Reply, Unclear
from rules.intake.statements import in_words, lines, statements
from rules.intake.telling import Tell, telling, with_what_follows
from rules.roster import Roster


def parse_reply(said: str, asked: Asked, roster: Roster, today: date) -> Reply:
    """The orders in an answer without its quotations and signature (`rules.post.own_words.said`), and what is unclear.

    `today` decides the year of a day that is named without one. Contradicting answers to one question are unclear.
    """
    if asked.rows:
        return _of_a_batch(said, asked, roster, today)
    house = House(asked, roster, today)
    rest, told = in_words(said, asked)
    heard = tuple(_in_words(number, words, house) for number, words in told)
    for sentence in _sentences(rest, house):
        heard = office_answers.hear(sentence, heard, house)
    return office_settled.settle(heard, asked)


def _sentences(said: str, house: House) -> Iterator[str]:
    for line in lines(said):
        yield from with_what_follows(line, house.roster, _preferred(house), house.asked.questions)


def _preferred(house: House) -> tuple[str, ...]:
    return house.asked.units or house.asked.units_asked_about


def _in_words(number: int, words: str, house: House) -> Heard:
    if number not in house.numbers:
        return Heard(words, why=f"thư được trả lời không có câu hỏi số {number}")
    return Heard(words, (number,), answers=((number, Told(words)),))


def _of_a_batch(said: str, asked: Asked, roster: Roster, today: date) -> Reply:
    batch = Batch(asked.units, roster, asked.rows)
    house = House(replace(asked, rows=0), roster, today)
    heard: tuple[batch_orders.Told, ...] = ()
    tells: list[Tell] = []
    undone: list[Heard] = []
    unclear: list[Unclear] = []
    for sentence in _sentences(said, house):
        told = telling(sentence, roster, asked.units, ())
        rest = sentence if told is None else f"{told.before}\n{told.after}"
        if told is not None:
            tells += [Tell(unit, told.words) for unit in told.units.codes]
            unclear += [] if told.units.codes else [Unclear(sentence.strip(), office_answers.TO_WHOM)]
        for statement in statements(rest):
            taken_back = office_answers.undone(statement, house)
            if taken_back is not None:
                undone.append(taken_back)
            else:
                heard = batch_orders.hear(statement, heard, batch, today)
    heard = batch_orders.with_reasons(heard)
    orders, doubts = batch_orders.settle(heard, batch, unclear)
    beside = office_settled.settle(undone, replace(asked, questions=(), earlier=()))
    asides = (*batch_orders.asides(heard, doubts), *ASIDES.findall(said))
    return Reply((*tells, *beside.orders, *orders), (*doubts, *beside.unclear), beside=asides)
