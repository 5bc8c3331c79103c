"""`mailbot rebuild`: the rows made anew from the archive and the mailbox, without a letter.

What was sent before is not known. So every letter that would leave now is written down as one that does not, under
the key under which it would have left: none leaves twice, and a person is told which.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.app import App
from mailbot.joining import join_receipts
from mailbot.pipeline import handle_all, plan_letters, read_mailbox
from rules.happened import Happened
from rules.trace import Step
from storage.work import EVER, PAUSED

NOT_SENT = "dựng lại dữ liệu: không rõ trước đó đã gửi hay chưa nên không gửi"
# The words are what `mailbot health` shows.
REBUILT = "vừa dựng lại dữ liệu từ kho lưu trữ và hộp thư: phòng cần xem lại trước khi gửi thư"
_ROUNDS = 10  # of planning: an announcement makes way for what follows it, never for very long


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was found: `verdicts` of all mails, the kinds of the letters that do not leave, what waits for a person."""

    verdicts: Counter[str]
    only_here: int  # mails that the mailbox no longer has
    whole: bool  # the mailbox was read to its end
    unsent: Counter[str]
    questions: int
    held: int


def rebuild(app: App) -> Rebuilt:
    """Raises LeaseHeld while mailbot runs, and what the disk or the database refuses. Again is harmless."""
    app.take_lease()
    with app.begin() as work:
        work.notes.put(PAUSED, REBUILT, app.now())
        work.events.add(app.now(), [Step(Happened.REBUILT, REBUILT)])
        work.commit()
        app.lineage.advance(work, app.archive, app.now())
        work.first_start(EVER)
    whole = read_mailbox(app).whole
    only_here = _note_archived(app)
    handle_all(app)
    join_receipts(app, early=True)
    unsent = _let_go(app)
    for _ in range(_ROUNDS):
        if not plan_letters(app):
            break
        unsent += _let_go(app)
    with app.begin() as work:
        season = work.season(app.campaign, app.roster, app.now())
    return Rebuilt(
        Counter((*(mail.verdict or mail.state for mail in season.arrivals), *season.filed.counts().elements())),
        only_here,
        whole,
        unsent,
        sum(question.answer is None for question in season.questions),
        sum(mail.state == "held" for mail in season.arrivals),
    )


def _note_archived(app: App) -> int:
    """Mails that only the archive has. They came no later than their file was written."""
    with app.begin() as work:
        missing = sorted(set(app.archive.digests()) - work.arrivals.all_digests())
        for digest in missing:
            stat = app.archive.path(digest).stat()
            written_at = datetime.fromtimestamp(stat.st_mtime, UTC)
            work.arrivals.note_archived(app.account, digest, stat.st_size, written_at)
        work.commit()
    return len(missing)


def _let_go(app: App) -> Counter[str]:
    """Every letter that waits stays; how many of each kind."""
    kinds: Counter[str] = Counter()
    with app.begin() as work:
        for letter in work.letters.unsettled():
            if not letter.kind.passes:
                work.letters.settle(letter.id, "stopped", app.now(), NOT_SENT)
                work.events.add(app.now(), [Step(Happened.STOPPED, NOT_SENT)], letter=letter.id)
                kinds[letter.kind.name] += 1
        work.commit()
    return kinds
