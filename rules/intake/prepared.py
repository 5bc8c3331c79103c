"""A mail with everything in it read: what preparing needs to know, and what it gives. Plain values, both ways.

What follows from a mail is decided by these alone; the bytes stay in the archive.
"""

from dataclasses import dataclass
from datetime import datetime

from rules.campaign import Campaign
from rules.initiative import Understanding
from rules.intake.sheet_lines import Sheets
from rules.mail import Mail
from rules.post.authentication import NOT_ASKED, UNNAMED, Authentication, Server
from rules.post.manners import Manners, as_ours
from rules.roster import Roster
from rules.standing.bounces import NONE, Failures

NOTHING = Understanding((), ())


@dataclass(frozen=True, slots=True)
class Frame:
    """What a mail is read in the light of. It changes when a file of the office does."""

    campaign: Campaign
    roster: Roster
    server: Server = UNNAMED  # that takes mails in, as the configuration describes it


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail as its envelope, its fields and its plain words tell it; no file and no HTML has a say in this."""

    mail: Mail  # without its bytes: `rules.post.gist`
    manners: Manners
    proof: Authentication = NOT_ASKED
    received: datetime | None = None  # by our own server, where it wrote so; aware
    failures: Failures = NONE  # of letters of ours, where a server reports them


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook of ours that came back."""

    name: str
    sheets: Sheets


@dataclass(frozen=True, slots=True)
class Contents:
    """What the files and the body of a mail say."""

    understanding: Understanding = NOTHING
    workbook: Filled | None = None  # only of a mail that names an address of the office as its sender


@dataclass(frozen=True, slots=True)
class Prepared:
    opened: Opened
    contents: Contents = Contents()

    @property
    def mail(self) -> Mail:
        return self.opened.mail

    @property
    def understanding(self) -> Understanding:
        return self.contents.understanding


def ours(prepared: Prepared) -> Prepared:
    """The same mail, once its Message-ID turns out to be one of the outbox: a letter of ours came back."""
    opened = prepared.opened
    return Prepared(Opened(opened.mail, as_ours(opened.manners), opened.proof, opened.received))
