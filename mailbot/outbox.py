"""The outbox: an order becomes a row with fixed bytes and a fixed Message-ID; a row becomes a letter at the server."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from mailbot.app import App
from mailbot.logs import log
from mailbot.mail.compose import Envelope, Shown, compose, readdressed
from mailbot.mail.smtp import Outcome
from mailbot.sent import keep_copy, was_sent
from rules.basis import filled
from rules.calendar import local_day, moment, next_office_moment
from rules.errors import MailbotError, MailboxError, SendingError
from rules.happened import Happened, came_into
from rules.letter_kind import ALARM, CODE
from rules.letters import reminders, retry
from rules.letters.codes import code_lost
from rules.letters.letter import AlarmFacts, Enclosed, LetterOrder, carrying
from rules.letters.resending import Copy
from rules.mail import Address, untagged
from rules.post.caps import STALE, Cap, Limits, Sending, Tally, in_words, may_send
from rules.rulings import entered
from rules.season import LetterFacts, LetterState, Season, Undelivered
from rules.standing.bounces import about_lost
from rules.standing.questions import Subject, about_template
from rules.trace import Step
from rules.wording import count
from storage.values import NewLetter
from storage.work import CAPS_TOLD, CLOSED, PAUSED, RESUMED, UNTOLD, UnitOfWork


def enqueue(
    order: LetterOrder, work: UnitOfWork, app: App, enclosed: Sequence[Enclosed] = (), *, new: bool = False
) -> bool:
    """Write a letter into the outbox, uncommitted; False where its key exists already. `new`: it is known not to."""
    if not order.to or (not new and work.letters.has(order.key)):
        return False
    cited = filled(app.campaign, entered(work.rulings.all()))
    rendered = app.letters.render(carrying(order, enclosed), cited, app.roster)
    for problem in rendered.problems:
        log.warning("template passed over", file=problem.file, line=problem.line)
        subject = Subject(app.campaign.code, order.arrival or 0)
        question = about_template(subject, Path(problem.file).name, problem.line, problem.what)
        work.questions.ask(question, order.arrival, app.now())
    envelope, now = _envelope(order, rendered.subject, work, app), app.now()
    pictures = [Shown(picture.number, picture.content) for picture in rendered.pictures]
    letter = NewLetter(
        kind=order.kind,
        key=order.key,
        recipients=(*order.to, *order.cc),
        subject=rendered.subject,
        message_id=envelope.message_id,
        raw=compose(envelope, rendered.text, rendered.html, [one.file for one in enclosed], pictures),
        created_at=now,
        unit=order.unit,
        stage=order.stage,
        batch=order.batch,
        arrival=order.arrival,
        waits=order.waits,
        not_before=order.not_before,
        items=order.items,
    )
    number = work.letters.add(letter)
    work.events.add(
        now, [Step(Happened.QUEUED, order.kind.name)], arrival=order.arrival, letter=number, unit=order.unit
    )
    return True


def _envelope(order: LetterOrder, subject: str, work: UnitOfWork, app: App) -> Envelope:
    """Under a new name, from the office, in the thread of what it answers."""
    office, answered = app.campaign.office, _answered(order, work)
    token, message_id = _new_name(app)
    return Envelope(
        subject=subject,
        sender=Address(office.mailbox, app.config.smtp.from_name or f"{office.short}, {office.agency_short}"),
        to=tuple(Address(address) for address in order.to),
        cc=tuple(Address(address) for address in order.cc),
        message_id=message_id,
        date=app.local(app.now()),
        mark=f"{app.campaign.code}/{order.kind}/{token}",
        auto_submitted="auto-replied" if order.kind.answers else "auto-generated",
        in_reply_to=answered,
        references=answered,
    )


def _answered(order: LetterOrder, work: UnitOfWork) -> tuple[str, ...]:
    """The Message-IDs of the mails that a letter answers, where its reader knows them."""
    if order.arrival is None or not order.threaded:
        return ()
    names = (work.arrivals.mail(number).message_id for number in (order.arrival, *order.also))
    return tuple(dict.fromkeys(name for name in names if name))


def enqueue_copy(copy: Copy, work: UnitOfWork, app: App) -> bool:
    """A letter that came back, as it was, to another address; uncommitted. False where its key exists already."""
    if work.letters.has(copy.key):
        return False
    old, now = work.letters.letter(copy.letter.id), app.now()
    token, message_id = _new_name(app)
    mark = f"{app.campaign.code}/{old.kind}/{token}"
    letter = NewLetter(
        kind=old.kind,
        key=copy.key,
        recipients=(copy.to,),
        subject=old.subject,
        message_id=message_id,
        raw=readdressed(work.letters.raw(old.id), Address(copy.to), message_id, app.local(now), mark),
        created_at=now,
        unit=old.unit,
        stage=old.stage,
        arrival=old.arrival_id,
    )
    number = work.letters.add(letter)
    work.events.add(now, [Step(Happened.SENT_AGAIN, f"Thư {old.id} bị trả lại.")], letter=number, unit=old.unit)
    return True


def _new_name(app: App) -> tuple[str, str]:
    """(token, Message-ID). Unguessable: an answer that names it answers this very letter."""
    token = secrets.token_hex(16)
    return token, f"<{token}@{app.campaign.office.mailbox.rpartition('@')[2]}>"


def post_waiting(app: App) -> int:
    """Post what may leave now. Outside the bounds of the campaign, and after a cap was reached, letters wait.

    Raises SendingError where the server takes none at this moment; the letters keep.
    """
    if not app.may_send():
        return 0
    with app.look() as work:
        waiting = work.letters.waiting(app.now())
    if any(letter.kind.planned for letter in waiting):
        with app.begin() as work:
            waiting = _still_right(waiting, work, app)
            work.commit()
    gate = _Gate(app)
    try:
        return _posted(waiting, gate, app)
    finally:
        app.outgoing.close()
        _keep_caps(gate.reached, app)


def stop_untrue(season: Season, work: UnitOfWork, app: App) -> set[int]:
    """Reminders that have become untrue since they were written leave no more; uncommitted. Gives their numbers."""
    untrue = reminders.no_longer_due(season, app.now())
    for letter in untrue:
        work.letters.settle(letter.id, "stopped", app.now(), "không còn cần nhắc")
    return {letter.id for letter in untrue}


def _still_right(waiting: Sequence[LetterFacts], work: UnitOfWork, app: App) -> list[LetterFacts]:
    """Without reminders that became untrue while they waited, since a mail came in this very pass or the server was
    away; and without those that the office holds back, which leave in its hours once nothing holds them."""
    now = app.now()
    season = app.remembered.season(work, app.campaign, app.roster, now)
    untrue = stop_untrue(season, work, app)
    kept = {letter.id for letter in reminders.kept_back(season, now)}
    for number in kept:
        work.letters.put_off(number, next_office_moment(now, app.campaign.calendar))
    return [letter for letter in waiting if letter.id not in untrue | kept]


TOGETHER = 16  # letters of one round at most


def _posted(waiting: Sequence[LetterFacts], gate: "_Gate", app: App) -> int:
    """How many left, or were tried: first those that a crash cut off, then the others, in rounds. Raises SendingError
    where the server takes none at this moment."""
    here = _not_handed_over([one for one in waiting if one.state == "sending"], app)
    posted = 0
    for cut_off in (one for one in waiting if one.state == "sending" and one.id not in here):
        if app.process.stopping() or not _may_leave(cut_off, gate, app):
            continue
        if _may_come_again(cut_off, app):
            _Round([cut_off], app).post()
        posted += 1
    for letters in _rounds([one for one in waiting if one.state != "sending" or one.id in here]):
        if app.process.stopping():
            break
        leaving = [one for one in letters if _may_leave(one, gate, app)]
        posted += _Round(leaving, app).post() if leaving else 0
    return posted


def _rounds(letters: Sequence[LetterFacts]) -> Iterator[list[LetterFacts]]:
    """A letter that carries drafts makes one of its own: their bytes are held while a round leaves."""
    together: list[LetterFacts] = []
    for letter in letters:
        if letter.carried_drafts:
            yield [letter]
            continue
        together.append(letter)
        if len(together) == TOGETHER:
            yield together
            together = []
    yield together


def _may_leave(letter: LetterFacts, gate: "_Gate", app: App) -> bool:
    """Under the caps, which count it from here on."""
    if letter.kind.reader == "stranger" and app.now() - letter.created_at > STALE:
        _settle(letter, "stopped", "đã chờ quá một ngày, không còn cần gửi", app)
        return False
    if not letter.kind.passes and not gate.opens(letter):
        return False
    gate.left(letter)
    return True


class _Counted(NamedTuple):
    """What the caps are compared with: what left, and who wrote what the letters to be posted answer, by letter."""

    sent: Tally
    causes: Mapping[int, str]
    paused: bool


class _Gate:
    """Keeps the caps. Where one is reached letters wait until its hour or day has passed, and the office is told once.
    After a restore all of them wait until a person has looked."""

    def __init__(self, app: App) -> None:
        self._app, now = app, app.now()
        self._caps = Limits(**app.config.limits.model_dump())
        office = app.campaign.office
        self._office = {untagged(address) for address in (*(one.address for one in office.people), *office.own)}
        self._midnight = moment(local_day(now, app.campaign.calendar), time(0), app.campaign.calendar)
        self.reached: dict[str, Cap] = {}

    @cached_property
    def _known(self) -> "_Counted":
        """Read with the first letter that asks: most passes have none."""
        with self._app.look() as work:
            counted = max(filter(None, (self._app.now() - timedelta(days=1), work.notes.moment(RESUMED))))
            sent = Tally(work.letters.sent_since(counted))
            return _Counted(sent, work.letters.causes(), bool(work.notes.get(PAUSED)))

    def opens(self, letter: LetterFacts) -> bool:
        if self._known.paused:
            return False
        cap = may_send(self._wanted(letter), self._known.sent, self._caps, self._is_office, self._midnight)
        if cap is not None:
            self.reached.setdefault(f"{cap.scope}:{cap.about}", cap)
        return cap is None

    def left(self, letter: LetterFacts) -> None:
        self._known.sent.add(self._wanted(letter))

    def _wanted(self, letter: LetterFacts) -> Sending:
        return Sending(letter.to, letter.kind, self._app.now(), letter.unit, self._known.causes.get(letter.id, ""))

    def _is_office(self, address: str) -> bool:
        return untagged(address) in self._office


_TOLD_AT_MOST = 10  # caps in one letter
_TOLD_AGAIN = timedelta(minutes=10)  # after one such letter, at the earliest


def _keep_caps(reached: Mapping[str, Cap], app: App) -> None:
    """Note which caps letters wait for. One that is new is told to the office, together with others that are new."""
    words = {name: in_words(cap, app.roster) for name, cap in reached.items()}
    with app.look() as work:
        before, untold = work.notes.beginnings(CLOSED, UNTOLD)
    if words.keys() == before.keys() and not untold:
        return
    now = app.now()
    with app.begin() as work:
        for name in words.keys() - before.keys():
            work.notes.put(CLOSED + name, words[name], now)
            work.notes.put(UNTOLD + name, words[name], now)
            work.events.add(now, [Step(Happened.CAP_REACHED, words[name])])
        for name in before.keys() - words.keys():
            work.notes.put(CLOSED + name, "", now)
        _tell_of_caps(work, app)
        work.commit()


def _tell_of_caps(work: UnitOfWork, app: App) -> None:
    untold, last, now = work.notes.beginning(UNTOLD), work.notes.moment(CAPS_TOLD), app.now()
    if not untold or (last is not None and timedelta(0) <= now - last < _TOLD_AGAIN):
        return
    named = sorted(untold.values())
    more = f"; và {count(len(named) - _TOLD_AT_MOST)} mức khác" if len(named) > _TOLD_AT_MOST else ""
    facts = AlarmFacts(
        f"một số thư đang chờ vì {'; '.join(named[:_TOLD_AT_MOST])}{more}",
        "nếu muốn gửi ngay các thư đang chờ, chạy lệnh mailbot resume",
        now,
        passes=True,
    )
    key = f"alarm:{app.campaign.code}:caps:{now:%Y%m%dT%H%M%S}"
    enqueue(LetterOrder(ALARM, key, app.campaign.office.letters_to, facts), work, app)
    for name in untold:
        work.notes.put(UNTOLD + name, "", now)
    work.notes.put(CAPS_TOLD, key, now)
    log.error("cap reached", scopes=sorted({name.partition(":")[0] for name in untold}))


def resume(by: str, app: App) -> str | None:
    """Letters leave again; why they had stopped, None where they had not. The caps count from now on."""
    with app.begin() as work:
        closed = work.notes.beginning(CLOSED)
        reason = "; ".join(filter(None, (work.notes.get(PAUSED), *closed.values())))
        if not reason:
            return None
        for name in (PAUSED, *(beginning + cap for cap in closed for beginning in (CLOSED, UNTOLD))):
            work.notes.put(name, "", app.now())
        work.notes.put(RESUMED, by, app.now())
        work.events.add(app.now(), [Step(Happened.RESUMED, reason)], by=by)
        work.commit()
    return reason


COPIES = 2  # of one letter that may arrive, where each time nobody learned whether it had
_TWICE_UNANSWERED = "hai lần gửi đều bị ngắt đúng lúc trao thư cho máy chủ nên không rõ đã gửi hay chưa"
_NOT_KNOWN = Outcome("unknown", "chưa xem được thư mục thư đã gửi", server=True)


def _not_handed_over(cut_off: Sequence[LetterFacts], app: App) -> set[int]:
    """Numbers of letters of a round that a crash broke off before it was their turn; they are queued again.

    The letters of a round leave one after the other. So of those of which the last word is that they are handed over,
    only the first can have left.
    """
    if len(cut_off) < 2:
        return set()
    with app.look() as work:
        words = work.events.last_of_letters([one.id for one in cut_off])
    handed = sorted(line for line in words if line.rule == Happened.HANDED_OVER)
    here = {line.letter for line in handed[1:]} - app.process.handed_over
    _give_back(sorted(here), app)
    return here


def _give_back(numbers: Sequence[int], app: App) -> None:
    """Letters of a round that certainly did not leave: they have not had their turn."""
    if not numbers:
        return
    with app.begin() as work:
        work.letters.not_left(numbers)
        work.events.add_for_letters(app.now(), Step(Happened.GIVEN_BACK, ""), numbers)
        work.commit()


def _may_come_again(letter: LetterFacts, app: App) -> bool:
    """Whether a letter of which nobody knows whether it left is handed over once more."""
    if letter.id in app.process.handed_over:  # the server took it; only the row could not be written
        _settle(letter, "sent", "", app)
        return False
    try:
        if was_sent(letter.message_id, app):
            _settle(letter, "sent", "tìm thấy trong thư mục thư đã gửi", app)
            return False
    except MailboxError:
        if not letter.kind.passes:  # which may be about this very mailbox
            _again(letter, _NOT_KNOWN, app)
            return False
    if _copies(letter.id, app) >= COPIES:
        _settle(letter, "held", _TWICE_UNANSWERED, app)
        return False
    return True


class _Round:
    """Letters that leave one after the other, outside any transaction. When the first of them begins to leave, all of
    them are noted as handed over, in one commit; each answer of the server is noted at once."""

    def __init__(self, letters: Sequence[LetterFacts], app: App) -> None:
        self._letters, self._app = letters, app
        self._still = [letter.id for letter in letters]  # without an answer
        self._noted = False

    def post(self) -> int:
        """How many left, or were tried. Raises SendingError where the server takes none at this moment."""
        app, posted = self._app, 0
        with app.look() as work:
            raws = work.letters.raws(self._still)
        for letter in self._letters:
            if app.process.stopping():
                break
            app.take_lease()
            away = self._post(letter, raws[letter.id])
            if away is not None:
                self._end()
                raise away
            posted += 1
        self._end()
        return posted

    def _post(self, letter: LetterFacts, raw: bytes) -> SendingError | None:
        """Hand one letter to the server. Why the server takes no letters just now, if so."""
        app = self._app
        outcome = app.outgoing.send(raw, app.campaign.office.mailbox, letter.to, self._handing)
        refused = [who for who, why in outcome.refused.items() if _unknown_there(why)]
        self._still.remove(letter.id)
        if outcome.state == "sent":
            app.process.handed_over.add(letter.id)
            told = "; ".join(f"{who}: {why}" for who, why in outcome.refused.items())
            _settle(letter, "sent", told, app, refused)
            keep_copy(raw, app)
        elif outcome.state == "refused":
            _settle(letter, "refused", outcome.reason, app, refused)
        else:  # later, or nobody knows: the same bytes with the same Message-ID go again
            _again(letter, outcome, app, noted=self._noted)
        log.info(
            "posted",
            letter=letter.id,
            kind=letter.kind.name,
            state=outcome.state,
            **({"reason": outcome.logged} if outcome.logged else {}),
        )
        return outcome.error if outcome.server else None

    def _handing(self) -> None:
        """The trace says so before the first letter itself leaves."""
        if self._noted:
            return
        with self._app.begin() as work:
            work.letters.claim(self._still)
            work.events.add_for_letters(self._app.now(), Step(Happened.HANDED_OVER, ""), self._still)
            work.commit()  # SENDING
        self._noted = True

    def _end(self) -> None:
        """What has not had its turn is queued again; where that cannot be written, the next pass finds it out."""
        if self._noted:
            _give_back(self._still, self._app)


_COUNTED: dict[str, int] = {Happened.HANDED_OVER: 1, Happened.GIVEN_BACK: -1}


def _copies(number: int, app: App) -> int:
    """How many copies of a letter may be on their way: it was handed over, and no answer said what became of it."""
    with app.look() as work:
        steps = work.events.of_letter(number)
    copies = 0
    for step in steps:
        copies = 0 if step == Happened.RELEASED else copies + _COUNTED.get(step, 0)
    return copies


def release(number: int, app: App, *, drop: bool = False) -> None:
    """A person decides about a letter that is held: it leaves again, or not at all. Raises MailbotError."""
    with app.begin() as work:
        if number not in {letter.id for letter in work.letters.held()}:
            raise MailbotError(f"Không có thư gửi đi bị giữ mang số {number}.")
        work.events.add(app.now(), [Step(Happened.RELEASED, "")], letter=number)
        work.letters.released(number)
        work.letters.settle(number, "stopped" if drop else "queued", app.now(), "phòng không gửi nữa" if drop else "")
        work.commit()


def _unknown_there(words: str) -> bool:
    """Whether the server's words say that there is no such mailbox (RFC 5321, 4.2.2), not that it dislikes us (5.7)."""
    return words[:3] in ("550", "551", "553", "556") and " 5.7." not in words


def _again(letter: LetterFacts, outcome: Outcome, app: App, *, noted: bool = False) -> None:
    """A server that is away is asked again within a minute, for ever; one that refuses this letter, ever less often.

    A server that is away is not this letter's fault: once it is back, the letter's own waits begin with the short ones.
    `noted`: as handed over, which counts as a try.
    """
    reason, number = outcome.reason, letter.id
    with app.begin() as work:
        tries = work.letters.letter(number).tries + (not noted)
        at = retry.after("server" if outcome.server else "letter", tries, app.now(), app.dice())
        state: LetterState = "held" if at is None else "sending" if outcome.state == "unknown" else "queued"
        work.letters.tried(number, tries - outcome.server)
        work.letters.settle(number, state, app.now(), reason, at)
        back = [Step(Happened.GIVEN_BACK, "")] if noted and outcome.state == "later" else []
        work.events.add(app.now(), [*back, Step(came_into(state), reason)], letter=number)
        work.commit()


def _settle(letter: LetterFacts, state: LetterState, note: str, app: App, refused: Sequence[str] = ()) -> None:
    """`refused`: addresses that the server does not know; they are as bad as those that a report names later."""
    number, now = letter.id, app.now()
    with app.begin() as work:
        work.letters.settle(number, state, now, note)
        found = tuple(Undelivered(number, address, True, now) for address in refused)
        if found:
            season = work.season(app.campaign, app.roster, now)
            for one in found:
                work.questions.ask(about_lost(one.address, letter, found, season, 0), None, now)
            work.letters.keep_undelivered(None, found)
        if letter.kind == CODE and (found or state == "refused"):
            enqueue(code_lost(letter, app.campaign, now), work, app)
        work.events.add(now, [Step(came_into(state), note)], letter=number, unit=letter.unit)
        work.commit()  # SENT | REFUSED
    app.process.handed_over.discard(number)
