"""The words the demo's script is written in: people, papers, mails, and what must follow from each mail.

Nothing here knows how mailbot works. `gains` and the other expectations are what a clerk who reads the mail would
enter in the books; the tests compare the program with them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DOMAIN = "laocai-edu.example"  # the official domain of the demo (RFC 2606: leads nowhere)
MAILBOX = f"phongtccb@{DOMAIN}"

GO_LIVE = datetime(2024, 4, 1, tzinfo=ZONE)  # mail that arrived before gets no letters

Stage = Literal["registration", "report"]
Layout = Literal["R1", "R2", "R3", "R4", "RF", "RX", "B1", "B2", "B3", "B4", "BF", "BX"]
FORMS = frozenset({"RF", "RX", "BF", "BX"})  # the form of a letter, sent back: Word, Excel
SHEET_FORMS = frozenset({"RX", "BX"})
Client = Literal["outlook", "gmail", "zimbra", "apple", "phone"]

# What a mail is to the office. "submission" and "unreadable" are ours; "other" is filed without a word;
# "machine" and "list" must never be answered; "question" comes from a unit but submits nothing; "says" is what a unit
# writes in plain words in answer to a letter; "errand" is other business of units with the office.
# "office" is a person of the office who writes to mailbot.
Nature = Literal["submission", "unreadable", "question", "says", "errand", "other", "machine", "list", "office"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who writes or owns an initiative; `form` is how papers address them ("Thầy", "Bà"; may be empty)."""

    name: str
    role: str = ""
    form: str = ""
    group: bool = False  # "Tổ Văn phòng": a collective owner


@dataclass(frozen=True, slots=True)
class Work:
    """One initiative with everything a paper may tell of it.

    `type` and `field` are codes of the campaign; no field ("") where a mail does not say which.
    """

    title: str
    type: str
    field: str
    owners: tuple[Person, ...]
    content: str
    expected: str
    result: str
    completion: int  # per cent; 0: the paper uses words
    months: tuple[int, int]  # first and last month of 2024


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word or Excel file with initiatives. `parts` are the units it speaks for, nearly always one."""

    name: str
    layout: Layout
    parts: tuple[tuple[str, tuple[Work, ...]], ...]
    dated: date
    quirks: frozenset[str] = frozenset()
    spoilt: bool = False  # cut short on its way

    @property
    def on_form(self) -> bool:
        """Whether it is the form that came with a letter; then its bytes begin with that form."""
        return self.layout in FORMS

    @property
    def stage(self) -> Stage:
        return "registration" if self.layout.startswith("R") else "report"


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """A file that gives no submission: a plan, an invitation, a list for another campaign, a format nobody opens.

    Of a "list" its title and its table, the heads first.
    """

    name: str
    about: Literal["plan", "teaching", "pages", "minutes", "list"]
    unit: str
    dated: date
    title: str = ""
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FilledBook:
    """A workbook of mailbot that the office has written in."""

    name: str
    content: bytes = field(repr=False)


Enclosure = Paper | OtherPaper | FilledBook


@dataclass(frozen=True, slots=True)
class Gain:
    """What a clerk would enter for one unit and stage after this mail."""

    unit: str
    stage: Stage
    works: tuple[Work, ...] = ()
    removed: tuple[str, ...] = ()  # titles
    replaces: bool = False  # the new list stands for everything that was entered before
    provisional: bool = False  # a careful clerk would ask before relying on it
    lacks: tuple[tuple[str, str], ...] = ()  # (title, code of a required field) that the paper does not give


@dataclass(frozen=True, slots=True)
class Wish:
    """What a unit tells or asks in plain words that decides whether it is urged: that it has sent in another way, that
    it needs more time, that it is to be freed. `granted`: what the office says to it; `until`: the day up to which."""

    unit: str
    stage: Stage
    granted: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One mail of the season and what should follow from it."""

    key: str
    at: datetime  # arrival, aware; what decides
    sender: tuple[str, str]  # name, address
    subject: str
    body: str
    enclosures: tuple[Enclosure, ...] = ()
    client: Client = "zimbra"
    nature: Nature = "submission"
    gains: tuple[Gain, ...] = ()
    receipt: bool | None = True  # None: a matter of taste
    unmarked: bool = False  # a machine that does not say that it is one
    logged_in: bool = False  # the server of the agency says that this very address logged in to send it
    claims: datetime | None = None  # Date:, where it differs from the arrival
    copy_of: str | None = None  # delivered a second time: the same bytes as that mail
    answers: str | None = None  # an address: it answers the newest letter that mailbot sent there
    forwards: "Post | None" = None  # carried inside as message/rfc822
    waits: tuple[str, Stage] | None = None  # (unit, stage) that a clerk would not remind before having looked
    wish: Wish | None = None
    ruled: str = ""  # what the office writes behind the number of each question about it; "": it is right
    story: str = ""  # one Vietnamese line for the page that says what happened

    @property
    def address(self) -> str:
        return self.sender[1]

    @property
    def paper(self) -> Paper:
        """The first file with initiatives."""
        return next(enclosure for enclosure in self.enclosures if isinstance(enclosure, Paper))


@dataclass(frozen=True, slots=True)
class OfficeAct:
    """The office answers what mailbot asks about a mail: yes, it stands as it was recorded."""

    at: datetime
    about: str  # key of the post
    story: str = ""
    by_mail: bool = False  # in answer to the letter that asks, and with the code that comes back; else by command


def moment(text: str) -> datetime:
    """`"25/8 21:10"` in 2024, Lào Cai time."""
    day, clock = text.split()
    number, month = day.split("/")
    hour, minute = clock.split(":")
    return datetime(2024, int(month), int(number), int(hour), int(minute), tzinfo=ZONE)
