"""What a mail is and says: one pure function from bytes to values, and its steps.

Only children of the nursery run this (`mailbot.preparing.tasks`); the daemon asks for it in
`mailbot.preparing.boundary`.
"""

from collections.abc import Callable, Iterator

from mailbot.mail.bounces import failures
from mailbot.mail.message import read_mail
from mailbot.reading.body import parse_body
from mailbot.reading.budget import Budget
from mailbot.reading.files import parse_file
from mailbot.reading.filled_sheets import read_filled
from rules.document import ParsedDocument
from rules.file_format import FORMATS
from rules.intake.prepared import Contents, Filled, Frame, Opened, Prepared
from rules.mail import Attachment, Mail
from rules.papers.understand import understand
from rules.post.arrival import own_received
from rules.post.authentication import authenticate
from rules.post.gist import gist_of
from rules.post.manners import judge
from rules.standing.bounces import NONE

ReadFile = Callable[[Attachment], ParsedDocument]


def prepare(raw: bytes, frame: Frame, *, heavy: bool = True, budget: Budget | None = None) -> Prepared:
    """Everything that can be known of a mail without asking what is recorded.

    Raises NeedsHeavyReader with `heavy` False where a file wants OCR or LibreOffice.
    """
    mail = read_mail(raw)
    opened = opened_of(mail, raw, frame)
    return Prepared(opened, contents_of(mail, opened, frame, heavy=heavy, budget=budget))


def opened_of(mail: Mail, raw: bytes, frame: Frame) -> Opened:
    """What the mail itself tells, before any file of it is looked at."""
    manners = judge(mail, frame.campaign.office.own)
    return Opened(
        gist_of(mail),
        manners,
        authenticate(mail, frame.server),
        own_received(mail, frame.server.own_hosts),
        failures(raw, mail.subject) if manners.bounce else NONE,
    )


def contents_of(
    mail: Mail, opened: Opened, frame: Frame, *, heavy: bool = True, budget: Budget | None = None
) -> Contents:
    """What files and body say. Of letters of ours and of reports about them nothing is read."""
    if not is_read(opened):
        return Contents()

    def read(file: Attachment) -> ParsedDocument:
        return parse_file(file.name, file.content, budget=budget, read_mail=read_mail, heavy=heavy)

    documents = tuple(documents_of(mail, read, budget))
    return Contents(understand(documents, frame.campaign, frame.roster, mail), filled_of(mail, frame))


def is_read(opened: Opened) -> bool:
    """Whether anybody wants to know what is in the mail."""
    return not (opened.manners.own or opened.manners.bounce)


def documents_of(mail: Mail, read: ReadFile, budget: Budget | None) -> Iterator[ParsedDocument]:
    """Files first, logos of a signature left out; the body last."""
    yield from (read(file) for file in mail.attachments if not file.is_ornament)
    body = parse_body(mail.text, mail.html, budget)
    if body:
        yield body


def filled_of(mail: Mail, frame: Frame) -> Filled | None:
    """The first attachment that is a workbook of ours, of whoever names an address of the office as the sender."""
    if mail.sender is None or not frame.campaign.office.has(mail.sender.address):
        return None
    for file in mail.attachments:
        if FORMATS["xlsx"].names(file.name) and (sheets := read_filled(file.content)) is not None:
            return Filled(file.name, sheets)
    return None
