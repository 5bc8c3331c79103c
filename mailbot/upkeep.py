"""What is done once a day: a look into the spam folder, forgetting mail that is not ours, comparing with the server."""

from datetime import timedelta

from mailbot.alarms import settle, sound
from mailbot.app import App
from mailbot.keeping import verify
from mailbot.leftovers import clear
from mailbot.logs import log, where
from mailbot.reading.sandbox import clear_leftovers
from rules.errors import MailboxError
from rules.happened import Happened
from rules.rulings import given_by_hand
from rules.trace import Step
from storage.repositories import ROWS_AT_ONCE

DONE = "upkeep"
_TOO_OLD = "quá thời gian lưu thư không thuộc phong trào"


def once_a_day(app: App) -> bool:
    """The day's upkeep, unless it was done. A server that fails leaves it for the next pass."""
    today = app.local(app.now()).date().isoformat()
    with app.begin() as work:
        if work.notes.get(DONE) == today:
            return False
    clear(app.config.data_folder, app.now())
    forget_others(app)
    quarantine_secrets(app)
    clear_leftovers()
    try:
        if app.config.imap.junk_daily:
            from mailbot.junk import look_into_junk

            look_into_junk(app)
        differences = verify(app)
    except MailboxError as error:
        log.warning("upkeep failed", **where(error))
        return False
    if any(not one.mended for one in differences):
        sound("keeping", app)
    else:
        settle("keeping", app)
    with app.begin() as work:
        work.notes.put(DONE, today, app.now())
        work.commit()
    return True


def quarantine_secrets(app: App) -> None:
    """Mend what a crash may have left between the commit of a secret mail and its quarantine."""
    with app.look() as work:
        digests = work.arrivals.secret_digests()
    for digest in digests:
        app.archive.quarantine(digest)


def forget_others(app: App) -> int:
    """Delete the bytes of mail that is not ours after `keep_other_days`; the row with its verdict stays. On the day
    after a first start that may be nearly the whole mailbox, so each part of it is a commit of its own."""
    now = app.now()
    with app.look() as work:
        ours = given_by_hand(work.rulings.all())
        found = work.arrivals.forgettable(now - timedelta(days=app.config.intake.keep_other_days))
    numbers = [number for number in found if number not in ours]
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        app.take_lease()
        with app.begin() as work:
            for mail in work.arrivals.forget(numbers[start : start + ROWS_AT_ONCE], now):
                app.archive.forget(mail.digest)
                work.events.add(now, [Step(Happened.FORGOTTEN, _TOO_OLD)], arrival=mail.id)
            work.commit()
    return len(numbers)
