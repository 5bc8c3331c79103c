"""The spam folder: likely submissions among what is new there."""

from mailbot import opening
from mailbot.app import App
from mailbot.preparing.boundary import CannotPrepare
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.post.arrival import earlier


def look_into_junk(app: App) -> int:
    """Ask the office about likely submissions among new spam. Such a mail is no arrival: once a person has moved it
    to a folder that is read, it is taken like any other."""
    folder = app.config.imap.junk_folder or app.mailbox.junk()
    if folder is None:
        return 0
    uidvalidity = app.mailbox.select(folder).uidvalidity
    with app.begin() as work:
        above = work.arrivals.watermark(app.account, folder, uidvalidity)
    found = 0
    uids = app.mailbox.new_uids(folder, above)
    for fetched in app.mailbox.fetch(folder, uids):
        try:
            prepared = opening.slowly(fetched.raw, app)
        except CannotPrepare:
            continue  # the next one moves the watermark over it
        with app.look() as work:
            prepared = opening.known_as_ours(prepared, work)
        opened = prepared.opened
        arrived_at = earlier(fetched.internal_date, opened.received)
        # No arrival has a number below zero: the key of the question is this mail's own.
        incoming = Incoming(-fetched.uid, arrived_at, opened.mail, prepared.understanding, opened.manners, junk=True)
        with app.begin() as work:
            season = work.season_about(app.campaign, app.roster, app.now(), lambda known: (), ())
            decision = decide(incoming, season)
            for question in decision.questions:
                work.questions.ask(question, None, app.now())
                found += 1
            work.arrivals.set_watermark(app.account, folder, uidvalidity, fetched.uid)
            work.commit()
    return found
