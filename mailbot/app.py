"""Fits the rooms together: the only place where the parts of a running installation are made."""

import os
import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from mailbot.config import Config
from mailbot.database import open_database
from mailbot.installation import fresh, key_of
from mailbot.kept import utc_now
from mailbot.lane import SlowLane
from mailbot.lease import Lease
from mailbot.lineage import Lineage
from mailbot.mail import imap, smtp
from mailbot.mail.sign_in import SignIn
from mailbot.office_of_rows import claim
from mailbot.preparing import boundary
from mailbot.process import Process
from mailbot.reading.sandbox import Sandbox
from mailbot.remembered import Remembered
from mailbot.renewal import Renewal
from mailbot.seat import seat_of
from mailbot.servers import imap_settings, renewal_of, secret_of, smtp_settings, tokens_of
from mailbot.signin.tokens import Tokens
from mailbot.turns import Turns
from mailbot.writing.letters import Letters
from rules.calendar import local, local_day
from rules.campaign import Campaign
from rules.intake.prepared import Frame
from rules.post.authentication import Server
from rules.roster import Roster
from storage.archive import Archive
from storage.work import UnitOfWork


def six_digits() -> str:
    return f"{secrets.randbelow(10**6):06}"


@dataclass
class App:
    """A running installation. `refusals` says why nothing may be sent at this moment; empty: letters may leave."""

    config: Config
    plan: Campaign  # as its file has it
    roster: Roster
    engine: Engine
    archive: Archive
    lineage: Lineage
    lease: Lease
    mailbox: imap.Mailbox
    sign_in: SignIn  # to the mailbox, by whichever connection
    sign_in_to_send: SignIn
    outgoing: smtp.Outgoing
    sandbox: Sandbox
    letters: Letters
    key: bytes = field(repr=False)  # of the installation: what it sealed, only it can have made
    tokens: Tokens | None = None  # of the account, where it signs in without a password
    renewal: Renewal | None = None
    now: Callable[[], datetime] = utc_now
    refusals: Callable[[datetime], Sequence[str]] = lambda now: ()
    dice: Callable[[], float] = random.random  # spreads retries; nothing secret hangs on it
    codes: Callable[[], str] = six_digits  # by which people confirm what was proposed in their name, or come in
    readers: int = field(default_factory=lambda: len(os.sched_getaffinity(0)))  # mails that are read at a time
    process: Process = field(default_factory=Process)
    turns: Turns = field(default_factory=Turns)
    remembered: Remembered = field(default_factory=Remembered)
    lane: SlowLane = field(default_factory=SlowLane)  # where mails are read that wait for OCR or LibreOffice

    @property
    def campaign(self) -> Campaign:
        """As it is today."""
        return self.plan.on(local_day(self.now(), self.plan.calendar))

    @property
    def account(self) -> str:
        """Names the mailbox in the database."""
        return self.config.imap.account

    @property
    def frame(self) -> Frame:
        """What mails are read in the light of."""
        return Frame(self.campaign, self.roster, self.server)

    @property
    def server(self) -> Server:
        """That takes mails in."""
        imap = self.config.imap
        return Server(imap.authserv_id, imap.own_hosts, imap.senders_bound)

    def begin(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.campaign.code)

    def look(self) -> UnitOfWork:
        """A unit of work that only reads: it waits for nobody and must not commit."""
        return UnitOfWork(self.engine, self.campaign.code, read_only=True)

    def local(self, moment: datetime) -> datetime:
        return local(moment, self.campaign.calendar)

    def may_send(self) -> bool:
        return not self.refusals(self.now())

    def take_lease(self) -> None:
        """What `Lease.take` says, now."""
        self.lease.take(self.now())

    def another_mailbox(self) -> imap.Mailbox:
        """A second connection, for a thread of its own."""
        return imap.Mailbox(imap_settings(self.config, self.tokens), self.process.stopping, self.sign_in)

    def another_outgoing(self) -> smtp.Outgoing:
        """A second connection to send by, to try it."""
        return smtp.Outgoing(smtp_settings(self.config, self.tokens), self.sign_in_to_send)

    def close(self) -> None:
        """Each part ends; whatever was read in the slow lane has not had its turn."""
        self.mailbox.close()
        self.outgoing.close()
        self.lane.close(self.sandbox.stop, self.begin)
        self.sandbox.close()
        self.lease.end(rows_are_sound=self.process.broken is None)
        self.engine.dispose()


def build_app(
    config: Config,
    campaign: Campaign,
    roster: Roster,
    now: Callable[[], datetime] = utc_now,
    refusals: Callable[[datetime], Sequence[str]] = lambda now: (),
    *,
    begins: bool = True,
    new_key: Callable[[], bytes] = fresh,
) -> App:
    """Everything that a pass needs. No connection to a mail server is opened yet.

    `begins`: make the database where there is none. `new_key`: of an installation that has none yet. Raises what
    `open_database` raises.
    """
    process = Process()
    tokens = tokens_of(config, now)
    sign_in, sign_in_to_send = (SignIn(secret_of(server, config), now) for server in (config.imap, config.smtp))
    engine = open_database(config, begins=begins)
    lineage = Lineage(config)
    app = App(
        config=config,
        plan=campaign,
        roster=roster,
        engine=engine,
        archive=Archive(config.data_folder / "archive"),
        lineage=lineage,
        lease=Lease(seat_of(config), lineage, config.imap.account, partial(UnitOfWork, engine, campaign.code)),
        mailbox=imap.Mailbox(imap_settings(config, tokens), process.stopping, sign_in),
        sign_in=sign_in,
        sign_in_to_send=sign_in_to_send,
        outgoing=smtp.Outgoing(smtp_settings(config, tokens), sign_in_to_send),
        sandbox=boundary.children(),
        letters=Letters((config.data_folder / "templates",)),
        key=key_of(engine, now(), new_key),
        tokens=tokens,
        renewal=renewal_of(config, tokens, sign_in, sign_in_to_send),
        now=now,
        refusals=refusals,
        process=process,
    )
    claim(app.engine, app.account, app.now())
    app.lineage.watch()  # from now on this is the file
    return app
