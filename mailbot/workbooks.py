"""Taking in what a person filled or changed in the workbook: by command, from a mail of the office, from the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from mailbot.app import App
from mailbot.deciding import Decided, Deciding, Refused
from mailbot.enclosing import with_changes
from mailbot.preparing import boundary
from mailbot.proposing import Weighing, propose
from rules.calendar import local_day
from rules.errors import MailbotError
from rules.intake.prepared import Filled
from rules.intake.proof import Weight
from rules.intake.sheet_lines import Refusal
from rules.intake.workbook_taken import seal_in, take
from rules.intake.workbook_words import SHOWN, Change, changes_of, in_short, not_taken, told
from rules.letter_kind import ANSWERED
from rules.letters.letter import AnsweredFacts, Deed, Enclosed, LetterOrder
from rules.mail import Mail
from rules.proposal import Proposal
from rules.season import DECISION
from rules.standing.proposals import name_of
from rules.standing.status import statuses
from rules.wording import count
from storage.work import UnitOfWork

KIND = "workbook"


class NoWorkbook(MailbotError):
    """Tệp này không phải bảng tính do mailbot lập, hoặc không mở được."""


@dataclass
class Outcome:
    """What came of a workbook, or would."""

    changes: list[Change] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)

    @property
    def print(self) -> str:
        """A digest of all that is told of it."""
        changes = (f"{one.whose}:{one.about}:{one.what}:{one.before}:{one.after}" for one in self.changes)
        refused = (f"{one.sheet}:{one.cell}:{one.why}" for one in self.refused)
        return sha256("\0".join((*changes, *refused)).encode()).hexdigest()

    @property
    def in_short(self) -> str:
        """In Vietnamese: how much was taken."""
        if not self.changes:
            return "Bảng tính không có gì mới để lấy."
        return f"Đã lấy {count(len(self.changes))} thay đổi từ bảng tính."


def take_file(path: Path, by: str, app: App) -> tuple[str, ...]:
    """What was taken and what was not, line by line. Raises NoWorkbook."""
    filled = boundary.filled(path.name, path.read_bytes(), app.frame, app.sandbox)
    if filled is None:
        raise NoWorkbook(f"{path}: {NoWorkbook.__doc__}")
    with app.begin() as work:
        found = _take(filled, by, Deciding(work, app, by, "workbook"), work, app)
        work.commit()
    lines = told(found.changes, at_most=len(found.changes))
    taken = [f"{f'{whose}: ' if whose else ''}{line}" for whose, said in lines.groups for line in said]
    refused = [f"KHÔNG LẤY {one.place}: {one.why}" for one in not_taken(found.refused)]
    undo = [f"Quyết định số {one.number}; hủy bằng lệnh: mailbot decide undo {one.number}" for one in found.deeds]
    return (*taken, found.in_short, *refused, *undo)


def looked_into(name: str, content: bytes, by: str, app: App) -> Outcome:
    """What would be taken from a workbook; nothing is kept. Raises NoWorkbook."""
    return _from_page(name, content, by, None, app)


def take_shown(name: str, content: bytes, shown: str, by: str, app: App) -> Sequence[Deed]:
    """Take what `looked_into` showed: `shown` is the print of it. Nothing where it would be something else by now."""
    found = _from_page(name, content, by, shown, app)
    return found.deeds if found.print == shown else ()


def _from_page(name: str, content: bytes, by: str, shown: str | None, app: App) -> Outcome:
    filled = boundary.filled(name, content, app.frame, app.sandbox)
    if filled is None:
        raise NoWorkbook
    with app.begin() as work:
        found = _take(filled, by, Deciding(work, app, by, "page"), work, app)
        if shown is not None and found.print == shown:
            work.commit()
    return found


def take_mailed(
    filled: Filled, mail: Mail, arrival: int, worth: Weight, work: UnitOfWork, app: App
) -> tuple[LetterOrder, tuple[Enclosed, ...]] | None:
    """Take what an office person sent, or propose it where he is not proven, uncommitted; the letter that tells it."""
    if mail.sender is None or any(one.arrival == arrival for one in work.rulings.about(arrival)):
        return None
    by = app.campaign.office.listed(mail.sender.address)
    name, proposed = name_of(by, app.campaign.office), worth == "proposed"
    if proposed:
        weighing = Weighing(work, app, name, arrival)
        found = _take(filled, name, weighing, work, app)
        at = work.arrivals.mail(arrival).arrived_at
        wished = Proposal(0, by, arrival, at, filled.name, ())
        shown = propose(wished, weighing.found, work, app, found.refused)
        if found.changes and (shown or not found.refused):
            return None  # the letter with the code says it all
    else:
        found = _take(filled, name, Deciding(work, app, name, "email", arrival), work, app)
    campaign, today = app.campaign, local_day(app.now(), app.campaign.calendar)
    if not campaign.runs_on(today):
        return None
    listing, reasons = told(() if proposed else found.changes), not_taken(found.refused)
    order = LetterOrder(
        kind=ANSWERED,
        key=f"answered:{campaign.code}:{arrival}",
        to=(by,),
        facts=AnsweredFacts(
            subject=mail.subject or filled.name,
            at=work.arrivals.mail(arrival).arrived_at,
            deeds=() if proposed else tuple(found.deeds),
            refused=tuple((one.place, one.why) for one in reasons[:SHOWN]),
            note="" if found.changes or found.refused else found.in_short,
            workbook=filled.name,
            listing=listing,
            unlisted=max(0, len(reasons) - SHOWN),
            proposed=proposed and bool(found.changes),
        ),
        arrival=arrival,
        items=() if proposed else tuple(f"{DECISION}{deed.number}" for deed in found.deeds),
    )
    if not (listing.more or len(reasons) > SHOWN):
        return order, ()
    return order, with_changes(() if proposed else found.changes, found.refused, campaign)


def _take(filled: Filled, by: str, deciding: Deciding, work: UnitOfWork, app: App) -> Outcome:
    """The cells of the input sheets as one decision, what each unit sent as another."""
    season = work.season(app.campaign, app.roster, app.now())
    taken = take(filled.sheets, season, statuses(season), by, seal_in(filled.sheets, app.key))
    found = Outcome(refused=list(taken.refused))
    if taken.inputs:
        found.deeds.append(deciding.enter(taken.inputs, filled.name))
        found.changes += changes_of(taken.inputs, season)
    for one in taken.contents:
        changes = changes_of(one.effects, season)
        done, said = in_short(changes, filled.name), filled.name
        try:
            deed = deciding.keep(Decided(KIND, said, done, one.effects, one.unit, one.stage, about=one.about))
        except Refused as why:
            found.refused += [Refusal(sheet, cell, str(why).rstrip(".")) for sheet, cell in one.cells]
        else:
            found.deeds.append(deed)
            found.changes += changes
    return found
