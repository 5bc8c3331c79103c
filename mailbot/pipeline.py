"""The one page that shows the whole flow: read the mailbox -> handle each mail -> plan letters -> post them.

Every queue loop is *claim* (one more try, committed) -> work -> *settle* (one commit). What a crash leaves at each
point, and who repairs it, is the table of states in ARCHITECTURE.md.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from sqlalchemy.exc import OperationalError

from mailbot import opening
from mailbot.alarms import settle, sound
from mailbot.app import App
from mailbot.database import is_damage
from mailbot.deadlines import letters_about_moved
from mailbot.enclosing import with_files
from mailbot.joining import join_receipts
from mailbot.keeping import fetched_again
from mailbot.logs import log, where
from mailbot.mail.imap import Withheld
from mailbot.memory import give_back
from mailbot.outbox import enqueue, enqueue_copy, post_waiting, stop_untrue
from mailbot.progress import Progress
from mailbot.proposing import tend
from mailbot.recognising import head_of, know_all_heads, recognised
from mailbot.relearning import read_waiting_again
from mailbot.upkeep import once_a_day
from rules.errors import ArchiveDamaged, LeaseHeld, MailbotError, MailboxError
from rules.happened import Happened
from rules.intake.prepared import Prepared
from rules.letters import done, office, reminders, resending, retry, wishes
from rules.letters.together import together
from rules.mail import untagged
from rules.trace import Step
from storage.aside import Numbering, Refusal
from storage.values import Seen, Waiting
from storage.work import ALL_DONE, READ_TO_END, READING, UnitOfWork

BATCH = 50  # mails of one fetch and one commit
ROUND = 16  # mails that are handled before their letters leave and others are looked for
PART = 500  # mails that one look at the mailbox takes, of all that lie there at a first start
_WAIT = 1.0  # seconds for which a pass waits for the slow lane at a time, where it waits for it
TRIES = retry.tries("mail")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did."""

    whole: bool  # every folder was read to its end
    taken: int
    handled: int
    posted: int
    failed: tuple[str, ...] = ()  # names of the steps that broke off
    troubles: tuple[Exception, ...] = ()  # what they broke off for

    @property
    def full(self) -> bool:
        """Everything that a pass is for was done: what health is measured by."""
        return self.whole and not self.failed


def one_pass(app: App, *, patient: bool = True) -> Pass:
    """What `run` does at each tick and `once` does once. A step that breaks off does not keep the others back.

    Mails are handled in small rounds, each followed by its letters and another look at the mailbox, so that nobody
    waits for all that others have sent. What takes long is read in the slow lane meanwhile; only who is `patient`
    waits for it.
    """
    app.take_lease()
    _advance(app)
    steps, progress = Steps(), Progress(partial(_tell, app))
    if app.renewal is not None:
        steps.take("renew_sign_in", app.renewal.look, None)
    look = _look(app, steps)
    taken, handled, posted = look.taken, 0, 0
    while True:
        done, more = steps.take("handle_waiting", lambda: handle_some(app), (0, False))
        slow, busy = steps.take(
            "handle_slow", partial(handle_slow, app, 0 if more or not patient else _WAIT), (0, False)
        )
        handled += done + slow
        steps.take("join_receipts", lambda: join_receipts(app), 0)  # however long the lane is at work
        posted += steps.take("post_waiting", lambda: post_waiting(app), 0)
        if steps.failed or app.process.stopping() or not (more or look.left or (busy and patient)):
            break
        if more or look.left:
            steps.take("tell", partial(_tell_progress, progress, handled, look.left, app), None)
            look = _look(app, steps)
            taken += look.taken
    if progress.shown:
        steps.take("note", lambda: _note(READING, app), None)
    posted += _due_by_the_clock(app, steps, whole=look.whole, busy=busy)
    done_so_far = Pass(look.whole, taken, handled, posted, tuple(steps.failed), tuple(steps.troubles))
    if done_so_far.full:
        _note(ALL_DONE, app)
    give_back()
    return done_so_far


def _due_by_the_clock(app: App, steps: "Steps", *, whole: bool, busy: bool) -> int:
    """What is due whatever mail came; how many letters left."""
    if whole and not steps.failed:
        if not busy:
            steps.take("note", lambda: _note(READ_TO_END, app), None)
        steps.take("once_a_day", lambda: once_a_day(app), False)
    steps.take("read_waiting_again", lambda: read_waiting_again(app, partial(_learned, app)), 0)
    steps.take("plan_letters", lambda: plan_letters(app), 0)
    return steps.take("post_waiting", lambda: post_waiting(app), 0)


def _learned(app: App, number: int, prepared: Prepared, stamp: str) -> None:
    from mailbot.handling import handle

    handle(number, prepared, app, letters="none", anew=stamp)


def _look(app: App, steps: "Steps") -> "Read":
    """At the mailbox, of which so much is taken at a time that letters leave between."""
    found = steps.take("read_mailbox", lambda: read_mailbox(app, PART, app.sandbox.warm_up), Read(0, False))
    steps.troubles += [found.trouble] if found.trouble and found.trouble not in steps.troubles else []
    return found


def _tell_progress(progress: Progress, handled: int, on_server: int, app: App) -> None:
    with app.look() as work:
        here = work.arrivals.how_many_wait()
    progress.at(handled, here + on_server)


def _tell(app: App, told: str) -> None:
    """Nobody who has just installed mailbot should wonder for minutes whether it does anything."""
    with app.begin() as work:
        work.notes.put(READING, told, app.now())
        work.commit()
    app.process.tell(told)
    give_back()


class Steps:
    """Guards each step of a pass: a disk that is full for the archive still lets letters leave."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.troubles: list[Exception] = []

    def take(self, name: str, step: Callable[[], Done], otherwise: Done) -> Done:
        try:
            return step()
        except LeaseHeld:
            raise
        except Exception as error:  # the pass's guard: an unknown failure means try again
            if is_damage(error):
                raise
            self.failed.append(name)
            self.troubles.append(error)
            log.error("step failed", step=name, **where(error))
            return otherwise


def _advance(app: App) -> None:
    """The rows are those of the pass before, or letters are held back. Raises RowsReplaced."""
    with app.begin() as work:
        reason = app.lineage.advance(work, app.archive, app.now())
        work.first_start(app.now())
    if reason:
        log.error("letters are held back", reason=reason)


def _note(name: str, app: App) -> None:
    with app.begin() as work:
        work.notes.put(name, "", app.now())
        work.commit()


# --- fetch -> archive -------------------------------------------------------------------------------------------


class Read(NamedTuple):
    taken: int
    whole: bool  # every folder was read to its end
    trouble: MailboxError | None = None  # why not
    left: int = 0  # mails that were not taken only because these were enough for once


def read_mailbox(app: App, at_most: int | None = None, on_news: Callable[[], None] = lambda: None) -> Read:
    """Take the new mail of every folder, or of so many mails the whole batches. A folder that fails does not keep the
    others back. `on_news`: told before each batch that is fetched, as what reads mail takes a while to load."""
    taken = asked = left = 0
    trouble = None
    try:
        for folder in app.mailbox.folders():
            still = 0
            try:
                for batch in _new_mail(folder, app, None if at_most is None else at_most - asked, on_news):
                    taken, asked, still = taken + batch.new, asked + batch.asked, batch.left
                left += still
            except MailboxError as error:
                log.warning("folder failed", **where(error))
                trouble = error
                app.mailbox.connect()  # a server that is away is asked for no further folder
    except MailboxError as error:
        log.warning("mailbox failed", taken=taken, **where(error))
        return Read(taken, False, error)
    return Read(taken, not (trouble or left or app.process.stopping()), trouble, left)


class _Batch(NamedTuple):
    asked: int
    new: int
    left: int  # mails of the folder that wait for another look


def _new_mail(folder: str, app: App, room: int | None, on_news: Callable[[], None]) -> Iterator[_Batch]:
    """Archive and note the new mail of a folder, batch by batch, then what the server withheld earlier and is asked
    for again. The watermark follows what is stored or set aside. `room`: after so many mails the others wait."""
    place = Numbering(app.account, folder, app.mailbox.select(folder).uidvalidity)
    with app.begin() as work:
        above = work.arrivals.watermark(app.account, folder, place.uidvalidity)
        if work.aside.renumbered(place, app.now()):
            work.commit()
        aside, again = work.aside.and_due(place, app.now())
        met_before = above == 0 and work.arrivals.knows_any(app.account)
    if met_before:
        know_all_heads(app)
    new = [uid for uid in app.mailbox.new_uids(folder, above) if uid not in aside]
    left = len(new) + len(again)
    for uids, follows in (*_parts(new, follows=True), *_parts(again, follows=False)):
        if app.process.stopping():
            return
        if room is not None and room <= 0:
            yield _Batch(0, 0, left)
            return
        app.take_lease()  # a long pass must not outlive it
        left -= len(uids)
        room = None if room is None else room - len(uids)
        on_news()
        known = recognised(place, uids, app) if met_before else []
        yield _Batch(len(uids), _take(place, uids, app, known, follows=follows), left)


def _parts(uids: Sequence[int], *, follows: bool) -> Iterator[tuple[Sequence[int], bool]]:
    return ((uids[start : start + BATCH], follows) for start in range(0, len(uids), BATCH))


def _take(place: Numbering, batch: Sequence[int], app: App, known: Sequence[Seen], *, follows: bool) -> int:
    """How many mails of a batch are new. `known` of them are not fetched. With `follows` the watermark moves to its
    end."""
    seen = list(known)
    withheld: list[Withheld] = []
    for mail in app.mailbox.take(place.folder, {*batch} - {one.uid for one in known}):
        if isinstance(mail, Withheld):
            withheld.append(mail)
            continue
        digest = app.archive.keep(mail.raw)  # bytes are on disk before any row knows them
        at = (place.account, place.folder, place.uidvalidity, mail.uid)
        seen.append(Seen(*at, digest, len(mail.raw), mail.internal_date, head=head_of(mail.raw)))
    with app.begin() as work:
        new = work.arrivals.note_all(seen)
        _set_aside(place, withheld, work, app)
        _no_longer_aside(place, batch, [one.uid for one in seen], [one.uid for one in withheld], work, app)
        if follows:
            work.arrivals.set_watermark(app.account, place.folder, place.uidvalidity, batch[-1])
        gone = work.arrivals.forgotten(app.account, [one.digest for one in seen])
        work.commit()  # ARRIVED
    for digest in gone:  # met again, as after a change of UIDVALIDITY: what was let go stays gone
        app.archive.forget(digest)
    return new


def _set_aside(place: Numbering, withheld: Sequence[Withheld], work: UnitOfWork, app: App) -> None:
    now = app.now()
    for one in withheld:
        tries = work.aside.note(place, Refusal(one.uid, one.reason, one.said, one.internal_date), now)
        if tries is not None:
            work.aside.ask_again(place, one.uid, retry.after("withheld", tries, now, app.dice()))
            log.warning("mail withheld", uid=one.uid, tries=tries, reason=one.logged)
            if tries == 1:
                work.events.add(now, [Step(Happened.WITHHELD, f"Thư UID {one.uid}: {one.reason}.")])


def _no_longer_aside(
    place: Numbering, asked: Sequence[int], taken: Sequence[int], withheld: Sequence[int], work: UnitOfWork, app: App
) -> None:
    now = app.now()
    for uid in work.aside.end(place, taken, "taken", now):
        work.events.add(now, [Step(Happened.WITHHELD_NO_LONGER, f"Thư UID {uid}: máy chủ đã đưa ra.")])
    for uid in work.aside.end(place, {*asked} - {*taken, *withheld}, "gone", now):
        work.events.add(now, [Step(Happened.WITHHELD_NO_LONGER, f"Thư UID {uid}: không còn trên máy chủ.")])


# --- parse -> decide -> record ----------------------------------------------------------------------------------


def handle_some(app: App) -> tuple[int, bool]:
    """A round of the mails that wait, each in its own transaction: (handled, whether others may wait).

    One that fails waits for its next try; others go on. One that wants slow readers is put aside for `handle_slow`.
    Raises, in the end, what the disk or the database refused: no mail is held for that.
    """
    with app.look() as work:
        if not work.arrivals.waiting(app.now(), 1):
            app.turns.nothing_waits()
            return 0, False
    app.sandbox.ready()  # before a try is noted: that the program ends while readers load is no mail's fault
    _watch_walls(app)
    claimed = _claim(app, ROUND)
    trouble: list[Exception] = []
    with ThreadPoolExecutor(app.readers) as pool:
        reading = [(one.number, pool.submit(prepare, one.digest, app)) for one in claimed]
        handled = sum(_settled(number, prepared, app, trouble) for number, prepared in reading)
    for error in trouble:
        raise error
    return handled, bool(claimed)


def _watch_walls(app: App) -> None:
    """Whether files can be opened here at all is told to the office, once when it begins and once when it is over."""
    if app.sandbox.walls.enough:
        settle("walls", app)
    else:
        sound("walls", app)


def handle_all(app: App) -> int:
    """Until nothing waits, in either lane."""
    handled = 0
    while True:
        done, more = handle_some(app)
        slow, busy = handle_slow(app, 0 if more else _WAIT)
        handled += done + slow
        if app.process.stopping() or not (more or busy):
            return handled


def handle_slow(app: App, patience: float) -> tuple[int, bool]:
    """What the slow lane has read is recorded, and it gets the next mail: (handled, whether it still reads).

    `patience`: seconds to wait for what it reads now.
    """
    app.take_lease()
    handled, trouble = 0, list[Exception]()
    if app.lane.ready(patience):
        number, prepared = app.lane.take()
        handled = _settled(number, prepared, app, trouble)
        for error in trouble:
            raise error
    if app.lane.mail is None and app.lane.waiting:
        for one in _claim(app, 1, slow=True):
            app.lane.start(one.number, partial(prepare, one.digest, app, slow=True), app.process.wake)
    return handled, app.lane.mail is not None


def _settled(number: int, prepared: Future[Prepared | None], app: App, trouble: list[Exception]) -> bool:
    """Whether the mail is done. What the disk or the database refused goes to `trouble`."""
    if app.process.stopping():
        prepared.cancel()
        _leave(number, app)
        return False
    try:
        found = prepared.result()
        if app.process.stopping():  # its readers may have been stopped: nothing was found out about it
            _leave(number, app)
            return False
        return _handle_or_put_aside(number, found, app)
    except (OSError, OperationalError) as error:
        trouble.append(error)
        _leave(number, app, retry.after("mail", 1, app.now(), app.dice()))
    except Exception as error:  # the loop's guard: an unknown failure means try again
        if is_damage(error):
            raise
        _failed(number, error, app)
    return False


def _claim(app: App, at_most: int, *, slow: bool = False) -> list[Waiting]:
    """The next mails, senders in turn, with one more try noted.

    One that was tried before goes alone: it may have killed us.
    """
    app.take_lease()
    with app.begin() as work:
        queue = [] if app.process.stopping() else work.arrivals.queue(app.now())
        queue = [one for one in queue if (one.number in app.lane.waiting) == slow and one.number != app.lane.mail]
        for one in queue:
            if one.tries >= TRIES:  # every try ended with the process
                work.arrivals.hold(one.number, "Việc đọc thư này làm chương trình dừng đột ngột.")
        fresh = [one for one in queue if not one.tries]
        again = [one for one in queue if 0 < one.tries < TRIES]
        claimed = _in_turn(fresh, app)[:at_most] or _in_turn(again, app)[:1]
        work.arrivals.claim(claimed)
        work.commit()
    app.turns.count(claimed)
    waiting = {one.number: one for one in queue}
    return [waiting[number] for number in claimed]


def _in_turn(waiting: Sequence[Waiting], app: App) -> list[int]:
    known = (*app.campaign.office.deciding, *(address for unit in app.roster for address in unit.addresses))
    return app.turns.order(waiting, set(map(untagged, known)), app.archive)


def _leave(number: int, app: App, until: datetime | None = None) -> None:
    with app.begin() as work:
        work.arrivals.give_back(number, until)
        work.commit()


def prepare(digest: str, app: App, *, slow: bool = False) -> Prepared | None:
    """The mail as values: what it tells of itself and what its files say. Children read it; nothing here writes.

    None: this mail needs slow readers, and it is not their turn.
    """
    raw = app.archive.open(digest)
    return opening.slowly(raw, app) if slow else opening.at_once(raw, app)


def _handle_or_put_aside(number: int, prepared: Prepared | None, app: App) -> bool:
    if prepared is None:
        app.lane.waiting.add(number)
        _leave(number, app)
        return False
    from mailbot.handling import handle  # with all that mails may come to: loaded with the first one

    handle(number, prepared, app)
    app.lane.waiting.discard(number)
    return True


def _failed(number: int, error: Exception, app: App) -> None:
    """Another try later; after the last one the mail is held, and the next planning tells the office."""
    if isinstance(error, ArchiveDamaged):
        with app.look() as work:
            digest = work.arrivals.mail(number).digest
        with suppress(OSError):
            fetched_again(digest, app)
    reason = str(error) if isinstance(error, MailbotError) else f"Lỗi xử lý ({type(error).__name__})."
    with app.begin() as work:
        tries, now = work.arrivals.mail(number).tries, app.now()
        again = retry.after("mail", tries, now, app.dice())
        if again is None:
            work.arrivals.hold(number, reason)
        else:
            work.arrivals.later(number, reason, again)
        work.events.add(now, [Step(Happened.HANDLING_FAILED, reason)], arrival=number)
        work.commit()
    log.error("handling failed", arrival=number, tries=tries, held=again is None, **where(error))


# --- remind, report ---------------------------------------------------------------------------------------------


def plan_letters(app: App) -> int:
    """Queue what is due by now: reminders to units, letters to the office. A repeated tick queues nothing twice."""
    now = app.now()
    if not app.may_send():
        return 0
    with app.begin() as work:
        season = app.remembered.season(work, app.campaign, app.roster, now)
        if tend(season, work, app):
            season = app.remembered.season(work, app.campaign, app.roster, now)
        moved = letters_about_moved(season, now, work, app)
        orders = (*reminders.due(season, now), *wishes.due(season, now), *office.due(season, now), *moved)
        stop_untrue(season, work, app)
        dressed = [with_files(order, season, work, app) for order in (*orders, *done.due(season, now, orders))]
        queued = sum(enqueue(order, work, app, files) for order, files in together(dressed))
        queued += sum(enqueue_copy(copy, work, app) for copy in resending.due(season, now))
        work.commit()
    return queued
