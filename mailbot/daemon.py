"""`mailbot run`: passes by the clock, brought forward when the server announces mail, until SIGTERM."""

import threading

from sqlalchemy.exc import SQLAlchemyError

from mailbot.alarms import watch
from mailbot.app import App
from mailbot.database import is_damage
from mailbot.logs import log, where
from mailbot.mail import imap
from mailbot.pipeline import one_pass
from mailbot.reading.confine import keep_memory_to_oneself
from mailbot.reading.sandbox import clear_leftovers
from mailbot.scheduler import Clock
from mailbot.service import ALIVE, READY, tell
from rules.errors import LeaseHeld, LoginRefused, MailbotError, MailboxError
from rules.letters import retry


def serve(app: App) -> None:
    """Until a stop signal. Raises LeaseHeld at once where another mailbot serves this mailbox, and later whatever it
    stopped for by itself: a database that is broken or no longer there is written to no more."""
    app.take_lease()
    keep_memory_to_oneself()
    clear_leftovers()
    app.lease.alive = lambda: tell(ALIVE)
    clock = Clock(
        lambda: _tick_and_look_ahead(app, clock),
        app.config.imap.poll_seconds,
        app.campaign.calendar.timezone,
        app.process.stop_asked,
    )
    app.process.wake = clock.wake
    threading.Thread(target=_stop_readers, args=(app,), daemon=True).start()
    log.info("serving", campaign=app.campaign.code, may_send=app.may_send())
    app.sandbox.warm_up()  # the first mail need not wait for the readers
    tell(READY)
    clock.run(Watcher(app).wait if app.config.imap.idle else None)
    if app.process.broken is not None:
        raise app.process.broken


def _stop_readers(app: App) -> None:
    """A stop signal ends whatever is read: the next process reads it."""
    app.process.stop_asked.wait()
    app.sandbox.stop()


def _tick_and_look_ahead(app: App, clock: Clock) -> None:
    """The next pass comes in time for receipts that wait for others."""
    if tick(app, patient=False):
        with app.look() as work:
            due = work.receipts.next_due()
        if due is not None:
            clock.wake_in(max(0.0, (due - app.now()).total_seconds()))


def tick(app: App, *, patient: bool = True) -> bool:
    """One pass, and whether all of it was done; what fails is logged, and the next tick tries again."""
    try:
        done = one_pass(app, patient=patient)
        watch(app, done.full, done.troubles)
    except LeaseHeld:
        log.error("another mailbot serves this mailbox")
        return False
    except (MailbotError, OSError, SQLAlchemyError) as error:  # without its database a pass cannot even begin
        log.error("pass failed", **where(error))
        if is_damage(error):
            app.process.broken = error
            app.process.stop_asked.set()
        else:
            watch(app, False, (error,))
        return False
    log.info(
        "pass", whole=done.whole, taken=done.taken, handled=done.handled, posted=done.posted, failed=list(done.failed)
    )
    return done.full


class Watcher:
    """A connection of its own that waits in IDLE. When it breaks, the passes by the clock go on without it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.mailbox: imap.Mailbox = app.another_mailbox()
        self._failures = 0

    def wait(self, stopping: threading.Event) -> bool:
        try:
            news = self.mailbox.wait(imap.MAX_IDLE_SECONDS)
        except MailboxError as error:
            if isinstance(error, LoginRefused) and self._app.sign_in.is_refused:
                return self._until_it_may_sign_in(stopping)
            self._failures += 1
            if self._failures == 1:
                log.warning("watch failed", **where(error))
            now = self._app.now()
            again = retry.after("server", self._failures, now, self._app.dice())
            stopping.wait((again - now).total_seconds() if again else 60)
            return True  # what came meanwhile was not announced
        self._failures = 0
        return news

    def _until_it_may_sign_in(self, stopping: threading.Event) -> bool:
        """Then the next pass tries. A password that is corrected is seen within a second."""
        while not stopping.wait(1):
            if self._app.sign_in.may_try():
                return True
        return False
