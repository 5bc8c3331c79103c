"""What is recorded, brought up to date by what is new, is what is read anew: after any sequence of changes."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel

from rules.document import Where
from rules.filed import Filed, FiledMail, Kind
from rules.initiative import Initiative, Value
from rules.letter_kind import RECEIPT, REMINDER
from rules.proposal import Proposal
from rules.rulings import Mark, Ruling, Turn
from rules.season import LetterState, Question, Undelivered, Verdict
from rules.submission import Version
from rules.trace import OUT_OF_OFFICE, Step
from storage.aside import Numbering, Refusal
from storage.engine import open_engine
from storage.recorded import Recorded
from storage.values import FileNote, NewLetter, Quoted, Seen, Settled
from storage.work import UnitOfWork
from tests.seasons import shipped_campaign, shipped_roster

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
PLACE = Numbering("bot", "INBOX", 1)


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = open_engine("sqlite://")
    SQLModel.metadata.create_all(made)
    yield made
    made.dispose()


class Life:
    """Of an installation: whatever may happen to its rows, by lot."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.now = NOW
        self.mails = self.letters = 0
        self.deeds: tuple[Callable[[UnitOfWork], None], ...] = (
            self.comes, self.comes, self.comes, self.comes, self.is_decided, self.is_decided, self.is_decided,
            self.fails, self.is_claimed,
            self.is_written, self.is_written, self.leaves, self.leaves, self.comes_back, self.is_asked, self.is_ruled,
            self.is_taken_back, self.is_proposed, self.is_withheld, self.is_absent,
        )  # fmt: skip

    def __call__(self, work: UnitOfWork) -> None:
        self.now += timedelta(minutes=self.dice.randint(1, 90))
        self.dice.choice(self.deeds)(work)

    def mail(self) -> int:
        return self.dice.randint(1, self.mails)

    def comes(self, work: UnitOfWork) -> None:
        self.mails += 1
        came = self.now - timedelta(minutes=self.dice.randint(0, 300))
        work.arrivals.note(Seen("bot", "INBOX", 1, self.mails, f"{self.mails:064x}", 10, came))

    def is_claimed(self, work: UnitOfWork) -> None:
        work.arrivals.claim([one for one in work.arrivals.waiting(self.now) if self.dice.random() < 0.5])

    def is_decided(self, work: UnitOfWork) -> None:
        """First, or once more."""
        if not self.mails:
            return
        number = self.mail()
        verdict: Verdict = self.dice.choice(("submission", "unclear", "other", "other", "automatic", "own"))
        ours = verdict in ("submission", "unclear")
        quoted = Quoted("Đăng ký", "a@truong.example", "") if ours else None
        early = self.dice.random() < 0.2
        work.arrivals.settle(number, Settled(verdict, "vì", quoted=quoted, before_go_live=early), self.now)
        work.arrivals.keep_files(number, [FileNote(f"{self.dice.randint(1, 3)}.docx", "0" * 64)])
        work.submissions.keep(number, [self._version(number)] if verdict == "submission" else [], self.now)
        work.events.add(self.now, [Step("x", "đã đọc")], arrival=number)

    def _version(self, number: int) -> Version:
        title = Value(f"Số hóa hồ sơ {self.dice.randint(1, 3)}", Where("dk.docx"), "column")
        return Version(0, number, NOW, "thpt-a", "registration", (Initiative({"title": title}),), False)

    def fails(self, work: UnitOfWork) -> None:
        waiting = work.arrivals.waiting(self.now)
        if waiting and self.dice.random() < 0.5:
            work.arrivals.hold(waiting[0], "không đọc được")
        elif waiting:
            work.arrivals.later(waiting[0], "thử lại", self.now)
        for mail in work.arrivals.held()[1:]:
            work.arrivals.requeue(mail.id)

    def is_written(self, work: UnitOfWork) -> None:
        self.letters += 1
        kind = self.dice.choice((RECEIPT, REMINDER))
        number = work.letters.add(
            NewLetter(kind, f"k{self.letters}", ("a@truong.example",), "s", f"<{self.letters}@x>", b"x", self.now)
        )
        work.events.add(self.now, [Step("queued", "")], letter=number)

    def leaves(self, work: UnitOfWork) -> None:
        waiting = [one.id for one in work.letters.waiting(self.now)]
        for number in waiting[:2]:
            work.letters.claim([number])
            state: LetterState = self.dice.choice(("sent", "sent", "refused", "queued", "held", "sending"))
            work.letters.settle(number, state, self.now)
        for held in work.letters.held()[1:]:
            decided: LetterState = self.dice.choice(("queued", "stopped"))
            work.letters.settle(held.id, decided, self.now)

    def comes_back(self, work: UnitOfWork) -> None:
        if self.mails and self.letters:
            letter = self.dice.randint(1, self.letters)
            found = [Undelivered(letter, "a@truong.example", True, self.now)][: self.dice.randint(0, 1)]
            work.letters.keep_undelivered(self.mail(), found)

    def is_asked(self, work: UnitOfWork) -> None:
        arrival = self.mail() if self.mails else None
        key = f"q{self.dice.randint(1, 30)}"
        work.questions.ask(Question(0, key, "unit", arrival, "thpt-a", "registration", "Của ai?"), arrival, self.now)

    def is_ruled(self, work: UnitOfWork) -> None:
        turn = Turn("confirmed", "a@phong.example", self.now, "command")
        effect = Mark("paper", "registration", "thpt-a", "a@phong.example", self.now)
        about = self.mail() if self.mails and self.dice.random() < 0.5 else None
        work.rulings.add(Ruling(0, "paper", (effect,), (turn,), unit="thpt-a", stage="registration", about=about))

    def is_taken_back(self, work: UnitOfWork) -> None:
        for one in work.rulings.all():
            if one.counts and self.dice.random() < 0.3:
                work.rulings.turn(one.number, Turn("undone", "a@phong.example", self.now, "command"))

    def is_proposed(self, work: UnitOfWork) -> None:
        for one in work.proposals.all():
            if one.is_open and self.dice.random() < 0.5:
                work.proposals.settle(one.number, "lapsed", self.now, "không ai xác nhận")
        if self.mails:
            work.proposals.add(Proposal(0, "a@phong.example", self.mail(), self.now, "x", ()))

    def is_withheld(self, work: UnitOfWork) -> None:
        uid = self.dice.randint(1000, 1003)
        if self.dice.random() < 0.5:
            work.aside.end(PLACE, [uid], "gone", self.now)
        else:
            work.aside.note(PLACE, Refusal(uid, "không đưa ra", "", None), self.now)

    def is_absent(self, work: UnitOfWork) -> None:
        work.events.add(self.now, [Step(OUT_OF_OFFICE, "vắng")], unit="thpt-a")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_brought_up_to_date_is_what_is_read_anew(engine: Engine, seed: int) -> None:
    life, known = Life(seed), None
    for _ in range(40):
        kept: list[Recorded] = []
        with UnitOfWork(engine, CAMPAIGN.code) as work:
            for _ in range(life.dice.randint(1, 3)):
                life(work)
            found = work.recorded(known)
            work.once_kept(partial(kept.append, found))
            anew = work.recorded()
            assert found == anew
            assert work.season(CAMPAIGN, ROSTER, life.now, found) == work.season(CAMPAIGN, ROSTER, life.now)
            if life.dice.random() < 0.2:
                life.mails = max((one.id for one in (known or Recorded()).arrivals), default=0)
                life.mails = max([life.mails, *(one.number for one in (known or Recorded()).filed)])
                life.letters = max((one.id for one in (known or Recorded()).letters), default=0)
            else:
                work.commit()
        known = kept[0] if kept else known
    assert known is not None
    assert known.filed and known.arrivals


def test_where_nothing_was_recorded_nothing_is_made_anew(engine: Engine) -> None:
    life = Life(7)
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        for _ in range(60):
            life(work)
        work.commit()
    with UnitOfWork(engine, CAMPAIGN.code, read_only=True) as work:
        known = work.recorded()
        assert work.recorded(known).says_the_same(known)


def test_mail_that_is_only_filed_is_counted_as_it_was_at_any_moment() -> None:
    dice = random.Random(3)
    mails = []
    for number in range(1, 60):
        came = NOW + timedelta(minutes=dice.randint(0, 600))
        decided = came + timedelta(minutes=dice.randint(0, 60))
        kind: Kind = dice.choice(("other", "automatic", "own"))
        mails.append(FiledMail(number, came, decided, kind, dice.random() < 0.3))
    filed = Filed()
    for start in range(0, len(mails), 7):  # in parts, and each time some of them are known already
        again = mails[max(0, start - 3) : start + 7]
        filed = filed.changed({one.number for one in again}, again)
    assert sorted(filed) == mails
    since, until = NOW + timedelta(minutes=100), NOW + timedelta(minutes=400)
    inside = [one for one in mails if since < one.decided_at <= until]
    assert filed.between(since, until) == Counter(one.kind for one in inside if not one.early)
    assert filed.early() == Counter(one.kind for one in mails if one.early)
    assert filed.counts() == Counter(one.kind for one in mails)
    assert filed.first_early() == min(one.arrived_at for one in mails if one.early)
    then, unread = filed.at(until)
    assert sorted(then) == [one for one in mails if one.decided_at <= until]
    assert sorted(unread) == [one for one in mails if one.arrived_at <= until < one.decided_at]
    assert 1 in filed and 60 not in filed
