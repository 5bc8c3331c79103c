"""What a played season leaves behind."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import default
from pathlib import Path

from mailbot.demo.folder import people
from mailbot.demo.mails import message_id
from mailbot.demo.script import MAILBOX, OfficeAct, Post

PEOPLE = frozenset(people())


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail of the script as it was put into the mailbox."""

    post: Post
    raw: bytes = field(repr=False)
    file: Path

    @property
    def message_id(self) -> str:
        """A second delivery has the Message-ID of the first."""
        return message_id(self.post.copy_of or self.post.key, self.post.address)


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter as the SMTP server received it, with the simulated moment."""

    at: datetime
    recipients: tuple[str, ...]
    message_id: str
    answers: str | None  # the Message-ID of the mail that it answers
    raw: bytes = field(repr=False)
    file: Path

    @property
    def to_office(self) -> bool:
        return MAILBOX in self.recipients or bool(PEOPLE & {*self.recipients})

    @property
    def invites(self) -> bool:
        """Whether it is the letter that brings a unit the forms of a stage: its subject says so."""
        return not self.to_office and self.answers is None and self.subject.startswith("Biểu mẫu")

    @property
    def subject(self) -> str:
        return str(_read(self.raw, headersonly=True)["Subject"])

    @property
    def kind(self) -> str:
        """As mailbot's mark names it."""
        return str(_read(self.raw, headersonly=True)["X-Mailbot"]).split("/")[1]

    @property
    def text(self) -> str:
        body = _read(self.raw).get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that it carries."""
        names = (part.get_filename() for part in _read(self.raw).iter_attachments())
        return tuple(name for name in names if name)

    def attached(self, name: str) -> bytes | None:
        """The file of that name."""
        for part in _read(self.raw).iter_attachments():
            if part.get_filename() == name:
                found: bytes = part.get_content()
                return found
        return None


def _read(raw: bytes, *, headersonly: bool = False) -> EmailMessage:
    message = BytesParser(policy=default).parsebytes(raw, headersonly)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the policy makes
    return message


def sent(at: datetime, recipients: tuple[str, ...], raw: bytes, file: Path) -> Sent:
    """A letter from what SMTP gave."""
    head = BytesHeaderParser().parsebytes(raw)
    answered = head["In-Reply-To"]
    return Sent(at, recipients, head["Message-ID"].strip(), answered.strip() if answered else None, raw, file)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a played season leaves behind."""

    out: Path
    config: Path
    delivered: tuple[Delivered, ...]
    letters: tuple[Sent, ...]
    drafts: tuple[Path, ...]
    acts: tuple[OfficeAct, ...]  # what the office did without a mail
    passes: int
    broken_passes: int  # passes that could not read the mailbox to its end
    seconds: float
