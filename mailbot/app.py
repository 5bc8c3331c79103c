"""Fits the rooms together: the only place that knows every concrete class."""

import os
import random
import secrets
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from mailbot.config import Config
from mailbot.database import open_database
from mailbot.lane import SlowLane
from mailbot.lineage import Lineage
from mailbot.mail import imap, smtp
from mailbot.mail.sign_in import SignIn
from mailbot.office_of_rows import claim
from mailbot.preparing import boundary
from mailbot.reading.sandbox import Sandbox
from mailbot.seat import Seat
from mailbot.servers import imap_settings, secret_of, smtp_settings, tokens_of
from mailbot.signin.tokens import Tokens
from mailbot.writing.letters import Letters
from rules.calendar import local
from rules.campaign import Campaign
from rules.errors import LeaseHeld, MailboxError
from rules.intake.prepared import Frame, Prepared, ours
from rules.letters.known_form import form_for
from rules.letters.letter import DRAFTS, FORM, Enclosed, LetterOrder, OfficeFacts
from rules.mail import Attachment
from rules.post.caps import Limits
from rules.post.turns import HEAD, in_turn, named_sender, slow_seconds
from rules.roster import Roster
from rules.season import Season
from storage.archive import Archive
from storage.repositories import Waiting
from storage.work import UnitOfWork

if TYPE_CHECKING:
    from mailbot.drafts import Drafts

LEASE_SECONDS = 900  # a crash of a whole machine frees it after this time; of a process at once (see seat.py)
RENEW_SECONDS = 30  # nothing that is done between two renewals takes longer than the difference


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class App:
    """A running installation. `refusals` says why nothing may be sent at this moment; empty: letters may leave."""

    config: Config
    campaign: Campaign
    roster: Roster
    engine: Engine
    archive: Archive
    mailbox: imap.Mailbox
    sign_in: SignIn  # to the mailbox, by whichever connection
    sign_in_to_send: SignIn
    outgoing: smtp.Outgoing
    sandbox: Sandbox
    letters: Letters
    now: Callable[[], datetime] = utc_now
    refusals: Callable[[datetime], Sequence[str]] = lambda now: ()
    readers: int = field(default_factory=lambda: max(1, os.cpu_count() or 1))
    stop_asked: threading.Event = field(default_factory=threading.Event)
    slow: set[int] = field(default_factory=set)  # arrivals that wait for OCR or LibreOffice
    lane: SlowLane = field(default_factory=SlowLane)  # where they are read
    served: Counter[str] = field(default_factory=Counter)  # mails of a sender that were read since nothing waited
    wake: Callable[[], None] = lambda: None  # told that a pass has something to do
    failing_since: datetime | None = None  # the first pass of which not everything was done, until one is full again
    tokens: Tokens | None = None  # of the account, where it signs in without a password
    alive: Callable[[], None] = lambda: None  # told at each step of a pass
    handed_over: set[int] = field(default_factory=set)  # letters that left and whose rows do not say so yet
    broken: Exception | None = None  # what makes this process stop by itself
    _renewed: datetime | None = None
    _senders: dict[int, str] = field(default_factory=dict)
    _slow_seconds: defaultdict[tuple[date, str], float] = field(default_factory=lambda: defaultdict(float))

    @cached_property
    def seat(self) -> Seat:
        server = self.config.imap
        return Seat(self.config.data_folder, f"{server.user}@{server.host}:{server.port}")

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage(self.config)

    @cached_property
    def holder(self) -> str:
        return f"{self.seat.place}:{os.getpid()}:{secrets.token_hex(4)}"

    @cached_property
    def account(self) -> str:
        """Names the mailbox in the database."""
        return f"{self.config.imap.user}@{self.config.imap.host}"

    def begin(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.campaign.code)

    def local(self, moment: datetime) -> datetime:
        return local(moment, self.campaign.calendar)

    def stopping(self) -> bool:
        return self.stop_asked.is_set()

    def may_send(self) -> bool:
        return not self.refusals(self.now())

    @property
    def caps(self) -> Limits:
        return Limits(**self.config.limits.model_dump())

    @staticmethod
    def dice() -> float:
        return random.random()  # noqa: S311  # spreads retries; nothing secret hangs on it

    def look(self) -> UnitOfWork:
        """A unit of work that only reads: it waits for nobody and must not commit."""
        return UnitOfWork(self.engine, self.campaign.code, read_only=True)

    def is_ours(self, message_id: str) -> bool:
        with self.look() as work:
            return work.letters.is_ours(message_id)

    @property
    def frame(self) -> Frame:
        """What mails are read in the light of."""
        return Frame(self.campaign, self.roster, self.config.imap.authserv_id, tuple(self.config.imap.own_hosts))

    def prepare(self, raw: bytes) -> Prepared | None:
        """A mail with everything in it read, in a child. None: that takes the slow readers."""
        found = boundary.at_once(raw, self.frame, self.sandbox)
        return self._known_as_ours(found) if found else None

    def prepare_slowly(self, raw: bytes) -> Prepared:
        """The same by all means, in as many children as it takes, as long as its sender's time lasts.

        Raises CannotPrepare.
        """
        who, begin = (self.local(self.now()).date(), named_sender(raw[:HEAD])), time.monotonic()
        seconds = slow_seconds(self._slow_seconds[who])
        try:
            return self._known_as_ours(boundary.in_pieces(raw, self.frame, self.sandbox, seconds))
        finally:
            self._slow_seconds[who] += time.monotonic() - begin

    def in_turn(self, waiting: Sequence[Waiting]) -> list[int]:
        """The numbers of mails in the order in which their senders take turns."""
        senders = [(one.number, self._sender_of(one)) for one in waiting]
        known = {address for unit in self.roster for address in unit.addresses} | set(self.campaign.office.people)
        return in_turn(senders, self.served, known)

    def count_served(self, mails: Sequence[int]) -> None:
        self.served.update(self._senders.pop(number, "") for number in mails)

    def _sender_of(self, mail: Waiting) -> str:
        """Looked up in the head of the archived mail, once."""
        if mail.number not in self._senders:
            with suppress(FileNotFoundError), self.archive.path(mail.digest).open("rb") as file:
                self._senders[mail.number] = named_sender(file.read(HEAD))
        return self._senders.get(mail.number, "")

    def _known_as_ours(self, found: Prepared) -> Prepared:
        message_id = found.mail.message_id
        return ours(found) if message_id is not None and self.is_ours(message_id) else found

    def with_files(
        self, order: LetterOrder, season: Season, work: UnitOfWork
    ) -> tuple[LetterOrder, tuple[Enclosed, ...]]:
        """A letter with the files it carries, built from what is there at this moment: the form of a unit, or drafts.

        A letter with drafts tells what changed in the facts since the drafts before them.
        """
        form = form_for(order, season)
        if form is not None:
            from mailbot.writing.forms import form_files  # the libraries of Word and Excel load when they are used

            return order, tuple(Enclosed(FORM, file) for file in form_files(form))
        if order.stage is None or not isinstance(order.facts, OfficeFacts) or not set(order.attach) & set(DRAFTS):
            return order, ()
        drafts = self.build_drafts(season, order.stage, self.config.data_folder / "drafts", work)
        facts = replace(order.facts, drafted_since=drafts.since, draft_changes=drafts.changes)
        made = tuple(
            Enclosed(what, Attachment(path.name, path.read_bytes()))
            for what, path in drafts.files.items()
            if what in order.attach
        )
        return replace(order, facts=facts), made

    def build_drafts(self, season: Season, stage: str, folder: Path, work: UnitOfWork) -> "Drafts":
        """Document, note and workbook of a stage as files in this folder. A second transaction inside the first one
        would wait for it in vain, so `work` is the one at hand."""
        from mailbot.drafts import build_drafts  # the libraries of Word and Excel load on the few days they are used
        from mailbot.records import kept

        return build_drafts(season, stage, folder, kept(season, work, self.archive))

    def another_mailbox(self) -> imap.Mailbox:
        """A second connection, for a thread of its own."""
        return imap.Mailbox(imap_settings(self.config, self.tokens), self.stop_asked.is_set, self.sign_in)

    def was_sent(self, message_id: str) -> bool:
        """Whether the server's folder of sent mail has the letter. A server that cannot tell is taken for no.

        Raises MailboxError where the mailbox cannot be opened just now: then nobody knows.
        """
        self.mailbox.connect()
        with suppress(MailboxError):
            folder = self.mailbox.sent()
            return folder is not None and bool(self.mailbox.find_message_id(folder, message_id))
        return False

    def keep_sent_copy(self, raw: bytes) -> None:
        """The one write on the server, if the configuration asks for it. A failure costs the copy, not the letter."""
        if self.config.intake.copy_to_sent:
            with suppress(MailboxError):
                self.mailbox.append_sent(raw)

    def take_lease(self) -> None:
        """Take or renew. Raises LeaseHeld where another mailbot serves this mailbox. Cheap enough for every step."""
        self.alive()
        self.lineage.watch()
        now = self.now()
        if self._renewed is not None and timedelta(0) <= now - self._renewed < timedelta(seconds=RENEW_SECONDS):
            return
        if not self.seat.take():
            raise LeaseHeld
        with self.begin() as work:
            if not work.take_lease(self.account, self.holder, now, LEASE_SECONDS, f"{self.seat.place}:"):
                self.seat.leave()
                raise LeaseHeld
        self._renewed = now

    def _free_lease(self) -> None:
        """A database that fails just now must not hide why the work ended; the lease then ends by itself."""
        with suppress(SQLAlchemyError), self.begin() as work:
            work.free_lease(self.account, self.holder)

    def close(self) -> None:
        self.mailbox.close()
        self.outgoing.close()
        if self.lane.mail is not None:
            self.sandbox.stop()
        given_up = self.lane.close()
        self.sandbox.close()
        if given_up is not None:
            with suppress(SQLAlchemyError), self.begin() as work:
                work.arrivals.give_back(given_up)
                work.commit()
        if self.broken is None:
            self._free_lease()
        self.seat.leave()
        self.engine.dispose()


def build_app(
    config: Config,
    campaign: Campaign,
    roster: Roster,
    now: Callable[[], datetime] = utc_now,
    refusals: Callable[[datetime], Sequence[str]] = lambda now: (),
    *,
    begins: bool = True,
) -> App:
    """Everything that a pass needs. No connection to a mail server is opened yet.

    `begins`: make the database where there is none. Raises what `open_database` raises.
    """
    stop = threading.Event()
    tokens = tokens_of(config, now)
    sign_in, sign_in_to_send = (SignIn(secret_of(server, config)) for server in (config.imap, config.smtp))
    app = App(
        config=config,
        campaign=campaign,
        roster=roster,
        engine=open_database(config, begins=begins),
        archive=Archive(config.data_folder / "archive"),
        mailbox=imap.Mailbox(imap_settings(config, tokens), stop.is_set, sign_in),
        sign_in=sign_in,
        sign_in_to_send=sign_in_to_send,
        outgoing=smtp.Outgoing(smtp_settings(config, tokens), sign_in_to_send),
        sandbox=boundary.children(),
        letters=Letters((config.data_folder / "templates",)),
        now=now,
        refusals=refusals,
        stop_asked=stop,
        tokens=tokens,
    )
    claim(app.engine, app.account, app.now())
    app.lineage.watch()  # from now on this is the file
    return app
