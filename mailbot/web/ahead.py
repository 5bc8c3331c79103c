"""What the page does while nobody asks: sees where everybody stands, draws the papers that will be looked at next,
keeps the index of words up to date, and lets pictures go that nobody looks at."""

import threading

from sqlalchemy.exc import SQLAlchemyError

from mailbot.logs import log, where
from mailbot.web.board import make_ready
from mailbot.web.page import Page
from mailbot.web.queue import queue_of

_REST_SECONDS = 20.0
_CLEAR_EVERY = 4000  # rounds: about a day
_AHEAD = 12  # things of the queue


def keep_ready(page: Page, stopping: threading.Event) -> None:
    """Until told to stop. What fails waits for the next round; a person who asks is never kept waiting by this."""
    rounds = 0
    while not stopping.wait(_REST_SECONDS):
        try:
            page.finder.refresh()
            make_ready(page)
            _draw_one(page)
            if rounds % _CLEAR_EVERY == 0:
                page.papers.clear()
        except (SQLAlchemyError, OSError) as error:
            log.warning("page not kept ready", **where(error))
        rounds += 1


def _draw_one(page: Page) -> None:
    """One paper at a time, and none while a mail waits for the slow readers."""
    if page.app.lane.mail is not None:
        return
    for one in queue_of(page.season())[:_AHEAD]:
        if one.arrival is None:
            continue
        with page.app.look() as work:
            digests = [file.digest for file in work.arrivals.files(one.arrival) if file.digest]
        for digest in digests:
            if page.papers.known(digest) is None:
                page.papers.paper(one.arrival, digest)
                return
