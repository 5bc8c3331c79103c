"""Receipts leave at once, or wait some seconds for others to the same address and leave with them as one letter."""

from mailbot.app import App
from mailbot.enclosing import with_files
from mailbot.outbox import enqueue
from rules.letter_kind import RECEIPT
from rules.letters.joining import WITHIN, joined, leaves_at
from rules.letters.letter import FORM, Enclosed, LetterOrder
from rules.season import Season
from storage.work import UnitOfWork


def answer(order: LetterOrder, season: Season, work: UnitOfWork, app: App) -> None:
    """Queue a letter that answers a mail, uncommitted; a receipt that must wait is noted in the same transaction, and
    gets its files once it leaves."""
    new = order.kind == RECEIPT and len(order.to) == 1
    if new:
        address, now = order.to[0], app.now()
        waiting, written = (
            work.receipts.to(address, order.key),
            work.letters.receipts_to(address, now - WITHIN, order.key),
        )
        if waiting.known or written.known:
            return
        due, unsent = waiting.due or leaves_at(now, written.moments), written.unsent
        if due > now or unsent:
            work.receipts.add(order, due)
            return
    order, files = with_files(order, season, work, app)
    enqueue(order, work, app, files, new=new)


def join_receipts(app: App, *, early: bool = False) -> int:
    """Every address whose receipts are due gets one letter; that letter and the note of what it answers are one
    commit. While a receipt waits for a cap, or for the server, those after it wait to be joined. `early`: whatever
    they wait for."""
    with app.look() as work:
        now = app.now()
        addresses = work.receipts.addresses(now + WITHIN) if early else work.receipts.due_to(now)
    for address in addresses:
        with app.begin() as work:
            orders = work.receipts.waiting(address)
            order = joined(orders)
            files = _forms(orders, work, app)
            enqueue(order, work, app, files)
            work.receipts.answered(address, order.key)
            work.commit()
    return len(addresses)


def _forms(orders: list[LetterOrder], work: UnitOfWork, app: App) -> tuple[Enclosed, ...]:
    """Of each unit and stage the newest form; it is filled in with all that is known of the unit by now."""
    newest = {(order.unit, order.stage): order for order in orders if FORM in order.attach}
    if not newest:
        return ()
    units = [unit for unit, _ in newest if unit]
    season = work.season_about(app.campaign, app.roster, app.now(), lambda known: units, ())
    return tuple(file for order in newest.values() for file in with_files(order, season, work, app)[1])
