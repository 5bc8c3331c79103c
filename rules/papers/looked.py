"""One document while a mail is being understood: what the rules saw, what was read, whose it may be."""

from dataclasses import dataclass, field

from rules.imprint import Imprint
from rules.initiative import DocumentVerdict, Initiative
from rules.papers.classify import Sight
from rules.papers.extract.draft import Draft, Extraction
from rules.papers.extract.returned_form import Returned
from rules.papers.match import Evidence


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around a document: the mail that carries it, or the mail attached to that mail."""

    subject: str = ""
    sender: str = ""  # address
    sender_name: str = ""
    lines: tuple[str, ...] = ()  # of the body
    forwarded: bool = False


@dataclass(slots=True)
class Looked:
    """One document, looked at: what the rules saw, what was read, whose it may be."""

    sight: Sight
    envelope: Envelope
    extraction: Extraction
    initiatives: list[tuple[Draft, Initiative]]
    evidence: list[Evidence]
    verdict: DocumentVerdict
    doubts: list[str] = field(default_factory=list)
    form: Returned | None = None
    imprint: Imprint = field(default_factory=Imprint)
    covering: str = ""  # the stage of a covering letter whose list came in another file
