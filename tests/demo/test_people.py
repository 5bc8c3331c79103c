"""The season in which people write: what the office reads of it, and that nobody speaks into the void."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from hashlib import sha256

import pytest

from mailbot.demo import expected
from mailbot.demo.afterwards import reopened
from mailbot.demo.cast import season, with_people
from mailbot.demo.clerk import ADDRESS
from mailbot.demo.errands import MANY
from mailbot.demo.outcome import Delivered, Outcome, Sent
from mailbot.demo.says import says
from mailbot.demo.script import ZONE, Stage, Wish
from mailbot.demo.units import units
from rules.season import Season
from rules.standing.overtaken import open_questions
from tests.bench.letters import counted
from tests.demo.conftest import Plays

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Played:
    outcome: Outcome
    season: Season  # at its end
    names: Mapping[int, str | None]  # Message-IDs by the numbers of mails


@pytest.fixture(scope="session", params=["by-code", "proven"])
def lively(plays: Plays, request: pytest.FixtureRequest) -> Iterator[Played]:
    """Who writes for the office is shown by a code that comes back, or by the mail server."""
    outcome = plays(f"people-{request.param}", people=True, proven=request.param == "proven")
    app = reopened(outcome.out)
    try:
        with app.look() as work:
            known = work.season(app.campaign, app.roster, app.now())
            numbers = (*(one.id for one in known.arrivals), *(one.number for one in known.filed))
            names = {number: work.arrivals.mail(number).message_id for number in numbers}
            yield Played(outcome, known, names)
    finally:
        app.close()


# --- The script -------------------------------------------------------------------------------------------------


def test_units_answer_in_twenty_ways_and_write_of_a_hundred_and_fifty_other_things() -> None:
    assert len(says()) == 20
    assert MANY == 150
    bodies = Counter(post.body.split("\n\n")[-2] for post in with_people() if post.nature == "errand")
    assert len(bodies) > 120
    assert {*season()} < {*with_people()}


# --- How much the office reads ----------------------------------------------------------------------------------


LETTERS, WORDS, CODES = 60, 24_000, 26
"""What a season gives the office to read, code letters apart; of these 15 are aimed at."""


def test_the_office_reads_no_more_than_it_did(lively: Played) -> None:
    found = counted([message_from_bytes(letter.raw, policy=default) for letter in lively.outcome.letters])
    office = {kind: count for (reader, kind), count in found.items() if reader == "office"}
    codes = office.pop("code").letters if "code" in office else 0
    told = {kind: (count.letters, count.words) for kind, count in office.items()}
    assert codes <= CODES
    assert sum(count.letters for count in office.values()) <= LETTERS, told
    assert sum(count.words for count in office.values()) <= WORDS, told


def test_only_who_is_not_proven_gets_codes(lively: Played) -> None:
    proven = any(mail.post.logged_in for mail in lively.outcome.delivered if mail.post.nature == "office")
    assert any(letter.kind == "code" for letter in lively.outcome.letters) is not proven


# --- Nobody speaks into the void --------------------------------------------------------------------------------


def test_every_question_was_answered_or_overtaken(lively: Played) -> None:
    assert [(one.kind, one.text) for one in open_questions(lively.season)] == []
    assert len(lively.season.questions) > 15


def test_what_the_office_answered_was_understood(lively: Played) -> None:
    told = [" ".join(letter.text.split()) for letter in lively.outcome.letters if letter.kind in ("answered", "lookup")]
    assert [words for words in told if re.search(r"chưa hiểu|[Cc]hưa rõ|[Cc]hưa làm|[Kk]hông làm theo", words)] == []


def test_what_she_decided_is_told_and_may_be_taken_back(lively: Played) -> None:
    items = (item.partition(":") for letter in lively.season.letters for item in letter.items)
    told = {int(number) for kind, _, number in items if kind in ("decision", "done")}
    fortnight = lively.season.as_of - timedelta(days=21)
    made = [one for one in lively.season.rulings if one.counts and one.arrival and one.turns[-1].how == "email"]
    assert len(made) > 15
    assert [one.said for one in made if one.number not in told and one.turns[-1].at < fortnight] == []


def _wishes(played: Played) -> Iterator[tuple[Delivered, Wish]]:
    for mail in played.outcome.delivered:
        if mail.post.wish:
            yield mail, mail.post.wish


def test_every_wish_was_answered_and_its_unit_reads_the_answer(lively: Played) -> None:
    for mail, wish in _wishes(lively):
        (letter, *_) = [one for one in lively.outcome.letters if one.kind == "decision" and _goes_to(one, wish.unit)
                        and one.at > mail.post.at]  # fmt: skip
        assert letter.at - mail.post.at < timedelta(days=5), mail.post.key


def _goes_to(letter: Sent, code: str) -> bool:
    own = {address for one in units() if one.code == code for address in one.addresses}
    return bool(own & {*letter.recipients})


def test_no_unit_is_urged_of_what_it_has_sent_or_been_freed_from(lively: Played) -> None:
    by_address = {address: one.code for one in units() for address in one.addresses}
    wrong = []
    for letter in lively.outcome.letters:
        if letter.kind not in ("reminder", "overdue") or letter.recipients[0] not in by_address:
            continue
        code = by_address[letter.recipients[0]]
        stage: Stage = "registration" if letter.at < datetime(2024, 10, 1, tzinfo=ZONE) else "report"
        cell = expected.standing(letter.at)[code, stage]
        if cell.state == "sent" or any(_is_quiet(wish, letter, lively) for wish in _of(code, stage, lively, letter.at)):
            wrong.append((code, stage, letter.at, cell.state))
    assert wrong == []


def _of(code: str, stage: Stage, played: Played, until: datetime) -> list[tuple[Delivered, Wish]]:
    return [(m, w) for m, w in _wishes(played) if (w.unit, w.stage) == (code, stage) and m.post.at < until]


def _is_quiet(told: tuple[Delivered, Wish], letter: Sent, played: Played) -> bool:
    """Nobody is urged while a wish is open, nor after it was granted."""
    mail, wish = told
    decided = [one.at for one in played.outcome.letters if one.kind == "decision" and _goes_to(one, wish.unit)
               and mail.post.at < one.at <= letter.at]  # fmt: skip
    if not decided:
        return True
    return wish.granted and (wish.until is None or letter.at.date() < wish.until - _REMINDED_AGAIN)


_REMINDED_AGAIN = timedelta(days=5)  # before the last day that a unit was given: it owes until it has sent


def test_no_letter_leaves_twice(lively: Played) -> None:
    letters = lively.outcome.letters
    assert set(Counter(letter.message_id for letter in letters).values()) == {1}
    same = Counter((letter.recipients, letter.at.date(), letter.subject, letter.text) for letter in letters)
    assert [key[:3] for key, times in same.items() if times > 1] == []


def test_what_the_office_takes_out_of_a_batch_is_not_urged(lively: Played) -> None:
    for mail in lively.outcome.delivered:
        taken = re.match(r"trừ (.+?) ra nhé", mail.post.body) if mail.post.nature == "office" else None
        if taken:
            code = next(one.code for one in units() if one.short == taken[1])
            after = [one for one in lively.outcome.letters if mail.post.at < one.at < mail.post.at + timedelta(days=4)]
            urged = [one for one in after if one.kind in ("reminder", "overdue")]
            assert urged
            assert not any(_goes_to(one, code) for one in urged)


# --- Other business ---------------------------------------------------------------------------------------------


def test_nothing_of_other_business_is_recorded_and_little_of_it_asked_or_answered(lively: Played) -> None:
    errands = [mail for mail in lively.outcome.delivered if mail.post.nature == "errand"]
    assert len(errands) == MANY
    names = {mail.message_id: mail.post for mail in errands}
    numbers = {number: names[name] for number, name in lively.names.items() if name in names}
    assert len(numbers) == MANY
    assert [numbers[one.arrival].key for one in lively.season.versions if one.arrival in numbers] == []
    asked = [numbers[one.arrival].key for one in lively.season.questions if one.arrival in numbers]
    assert len(asked) <= 2, asked
    answered = [names[one.answers] for one in lively.outcome.letters if one.answers in names]
    assert [post.key for post in answered if post.answers is None] == []


def test_the_clerk_answers_from_her_own_address_and_gets_her_letters_there(lively: Played) -> None:
    own = [mail for mail in lively.outcome.delivered if mail.post.nature == "office"]
    assert {mail.post.address for mail in own} == {ADDRESS}
    names = {mail.message_id for mail in own}
    answers = [one for one in lively.outcome.letters if one.kind in ("lookup", "code") and one.answers in names]
    assert {one.recipients for one in answers} == {(ADDRESS,)}
    assert len({sha256(mail.raw).hexdigest() for mail in own}) == len(own)
