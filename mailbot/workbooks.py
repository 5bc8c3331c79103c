"""Taking in what a person filled into the workbook, by command or from a mail of the office."""

from hashlib import sha256
from pathlib import Path

from mailbot.app import App
from mailbot.deciding import Deciding
from mailbot.preparing import boundary
from mailbot.proposing import Weighing, propose
from rules.calendar import local_day
from rules.errors import MailbotError
from rules.intake.prepared import Filled
from rules.intake.proof import Weight
from rules.intake.workbook_taken import Taken, seal_in, take
from rules.letter_kind import ANSWERED
from rules.letters.letter import AnsweredFacts, Deed, LetterOrder
from rules.mail import Mail
from rules.proposal import Proposal
from rules.standing.proposals import name_of
from rules.standing.status import statuses
from rules.wording import count
from storage.work import UnitOfWork


class NoWorkbook(MailbotError):
    """Tệp này không phải bảng tính do mailbot lập, hoặc không mở được."""


def take_file(path: Path, by: str, app: App) -> tuple[str, ...]:
    """What was taken and what was not, line by line. Raises NoWorkbook."""
    filled = boundary.filled(path.name, path.read_bytes(), app.frame, app.sandbox)
    if filled is None:
        raise NoWorkbook(f"{path}: {NoWorkbook.__doc__}")
    with app.begin() as work:
        taken, deed = _take(filled, by, Deciding(work, app, by, "workbook"), work, app)
        work.commit()
    undo = (f"Quyết định số {deed.number}; hủy bằng lệnh: mailbot decide undo {deed.number}",) if deed else ()
    refused = tuple(f"KHÔNG LẤY {one.sheet}, ô {one.cell}: {one.why}" for one in taken.refused)
    return (*taken.told, *(_summary(taken),), *refused, *undo)


def looked_into(name: str, content: bytes, by: str, app: App) -> Taken:
    """What would be taken from a workbook; nothing is kept. Raises NoWorkbook."""
    return _from_page(name, content, by, None, app)[0]


def take_shown(name: str, content: bytes, shown: str, by: str, app: App) -> Deed | None:
    """Take what `looked_into` showed: `shown` is the `print_of` it. None where it would be something else by now."""
    taken, deed = _from_page(name, content, by, shown, app)
    return deed if print_of(taken) == shown else None


def print_of(taken: Taken) -> str:
    """A digest of all that is told of it."""
    refused = (f"{one.sheet}:{one.cell}:{one.why}" for one in taken.refused)
    return sha256("\0".join((*taken.told, *refused)).encode()).hexdigest()


def _from_page(name: str, content: bytes, by: str, shown: str | None, app: App) -> tuple[Taken, Deed | None]:
    filled = boundary.filled(name, content, app.frame, app.sandbox)
    if filled is None:
        raise NoWorkbook
    with app.begin() as work:
        taken, deed = _take(filled, by, Deciding(work, app, by, "page"), work, app)
        if shown is not None and print_of(taken) == shown:
            work.commit()
    return taken, deed


def take_mailed(
    filled: Filled, mail: Mail, arrival: int, worth: Weight, work: UnitOfWork, app: App
) -> LetterOrder | None:
    """Take what an office person sent, or propose it where he is not proven, uncommitted; the letter that tells it."""
    if mail.sender is None or any(one.arrival == arrival for one in work.rulings.about(arrival)):
        return None
    by = app.campaign.office.listed(mail.sender.address)
    name = name_of(by, app.campaign.office)
    if worth == "proposed":
        weighing = Weighing(work, app, name, arrival)
        taken, deed = _take(filled, name, weighing, work, app)
        at = work.arrivals.mail(arrival).arrived_at
        propose(Proposal(0, by, arrival, at, filled.name, ()), weighing.found, work, app)
        if deed and not taken.refused:
            return None  # the letter with the code says it all
        deed = None
    else:
        taken, deed = _take(filled, name, Deciding(work, app, name, "email", arrival), work, app)
    campaign, today = app.campaign, local_day(app.now(), app.campaign.calendar)
    if not campaign.runs_on(today):
        return None
    text = " ".join((_summary(taken), *(f"{one}." for one in taken.told)))
    return LetterOrder(
        kind=ANSWERED,
        key=f"answered:{campaign.code}:{arrival}",
        to=(by,),
        facts=AnsweredFacts(
            subject=mail.subject or filled.name,
            at=work.arrivals.mail(arrival).arrived_at,
            deeds=(Deed(deed.number, text),) if deed else (),
            refused=tuple((f"{one.sheet}, ô {one.cell}", one.why) for one in taken.refused),
            note="" if deed or taken.refused else _summary(taken),
        ),
        arrival=arrival,
        items=(f"decision:{deed.number}",) if deed else (),
    )


def _take(filled: Filled, by: str, deciding: Deciding, work: UnitOfWork, app: App) -> tuple[Taken, Deed | None]:
    season = work.season(app.campaign, app.roster, app.now())
    taken = take(filled.sheets, season, statuses(season), by, seal_in(filled.sheets, app.key))
    if not (taken.entered or taken.papers or taken.withdrawn):
        return taken, None
    return taken, deciding.enter(taken.entered, taken.papers, taken.withdrawn, filled.name)


def _summary(taken: Taken) -> str:
    """In Vietnamese: how much was taken, and that facts never are."""
    text = f"Đã lấy {count(len(taken.told))} ô từ bảng tính." if taken.told else "Bảng tính không có ô nào mới để lấy."
    if taken.changed_facts:
        text += f" {count(taken.changed_facts)} ô thông tin khác với số liệu hiện có: không lấy."
    return text
