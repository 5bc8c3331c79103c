"""Coming in to the page: by a letter with link and code, or by a link that is made on the machine itself.

Secrets are random, known to browser or letter alone; the database has their digests. Nothing here tells a stranger
whether an address is one of the office's.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from mailbot.app import App
from mailbot.outbox import enqueue
from rules import doors
from rules.campaign import Person
from rules.doors import Entry, Visit
from rules.errors import MailbotError
from rules.happened import Happened
from rules.letter_kind import SIGN_IN, SIGN_IN_VOID
from rules.letters.letter import LetterOrder, SignInFacts, SignInVoidFacts
from rules.trace import Step
from storage.work import UnitOfWork

LINK = "/vao/lien-ket/"


class NobodyNamed(MailbotError):
    """Không có người nào của phòng mang tên hoặc địa chỉ ấy trong tệp phong trào."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is in, and since when."""

    person: Person
    visit: Visit


class Door:
    """`open_to`: whoever comes is this person (the demo on the loopback); None: everybody must show who they are."""

    def __init__(self, app: App, open_to: Person | None = None) -> None:
        self._app, self._open_to = app, open_to

    @property
    def mails_links(self) -> bool:
        return bool(self._app.config.web.address)

    @property
    def is_open(self) -> bool:
        return self._open_to is not None

    # - asking -

    def ask_by_letter(self, address: str) -> str:
        """A letter to this person, where there is one and not too many went out. Gives the browser's ticket, always."""
        ticket, asking = secrets.token_urlsafe(32), self._app.campaign.office.visitor(address)
        if asking is None or not self.mails_links:
            return ticket
        app, now = self._app, self._app.now()
        link, code = secrets.token_urlsafe(32), app.codes()
        with app.begin() as work:
            person = asking.address.lower()
            if not doors.may_ask(work.doors.asked_for(person), now):
                return ticket
            work.doors.ask(
                person, "letter", now, doors.LINK_LASTS, _digest(link), _digest(ticket, code), _digest(ticket)
            )
            facts = SignInFacts(
                asking.called, _in_groups(code), app.config.web.address + LINK + link, now, now + doors.LINK_LASTS
            )
            enqueue(LetterOrder(SIGN_IN, f"sign-in:{_digest(link)}", (asking.address,), facts), work, app)
            work.commit()
        app.process.wake()
        return ticket

    def ask_on_the_machine(self, named: str) -> str:
        """A link for ten minutes, as the path after the address. Raises NobodyNamed."""
        asking = self._app.campaign.office.visitor(named)
        if asking is None:
            raise NobodyNamed
        link = secrets.token_urlsafe(32)
        with self._app.begin() as work:
            person, now = asking.address.lower(), self._app.now()
            work.doors.ask(person, "command", now, doors.LINK_LASTS, _digest(link))
            work.commit()
        return LINK + link

    # - coming in -

    def by_link(self, link: str) -> str | None:
        """The token of a new visit; None where the link opens nothing (any more)."""
        with self._app.begin() as work:
            return self._let_in(work.doors.by_link(_digest(link)), work)

    def by_code(self, ticket: str, code: str) -> str | None:
        """The same by a code; wrong ones are counted, and at the fifth the letter is void and people are told."""
        typed = "".join(char for char in code if char.isdecimal())
        with self._app.begin() as work:
            found = work.doors.by_ticket(_digest(ticket)) if ticket else None
            if found is None or not found[0].opens(self._app.now()):
                return None
            entry, right = found
            if secrets.compare_digest(_digest(ticket, typed), right):
                return self._let_in(entry, work)
            if work.doors.wrong(entry) >= doors.WRONG_CODES:
                self._void(entry, work)
            work.commit()
            return None

    def _let_in(self, entry: Entry | None, work: UnitOfWork) -> str | None:
        app, now = self._app, self._app.now()
        if entry is None or not entry.opens(now) or app.campaign.office.visitor(entry.person) is None:
            return None
        token = secrets.token_urlsafe(32)
        work.doors.spend(entry, now)
        work.doors.begin(entry.person, _digest(token), now)
        work.events.add(now, [Step(Happened.PAGE_ENTERED, entry.way)])
        work.commit()
        return token

    def _void(self, entry: Entry, work: UnitOfWork) -> None:
        app, now = self._app, self._app.now()
        work.doors.spend(entry, now)
        person = app.campaign.office.visitor(entry.person)
        if person is not None:
            facts = SignInVoidFacts(person.called, doors.WRONG_CODES, now)
            to = tuple(dict.fromkeys((person.address, *app.campaign.office.letters_to)))
            enqueue(LetterOrder(SIGN_IN_VOID, f"sign-in-void:{app.campaign.code}:{entry.id}", to, facts), work, app)
        work.events.add(now, [Step(Happened.PAGE_WRONG_CODES, f"{doors.WRONG_CODES}")])

    # - being in -

    def guest(self, token: str) -> Guest | None:
        """Who this browser belongs to; looked at anew with each click, so that who leaves the office is out at once."""
        app, now = self._app, self._app.now()
        with app.look() as work:
            visit = work.doors.visit(_digest(token)) if token else None
        person = app.campaign.office.visitor(visit.person) if visit else None
        if visit is None or person is None or not visit.lasts(now):
            return None
        if now - visit.seen_at > doors.IDLE / 15:  # so that not every picture of a page is a write
            with app.begin() as work:
                work.doors.seen(visit, now)
                work.commit()
        return Guest(person, visit)

    def welcome(self) -> str | None:
        """A visit without being asked, where the door is open; None where it is not."""
        if self._open_to is None:
            return None
        token = secrets.token_urlsafe(32)
        with self._app.begin() as work:
            work.doors.begin(self._open_to.address.lower(), _digest(token), self._app.now())
            work.commit()
        return token

    def leave(self, guest: Guest, *, everywhere: bool = False) -> None:
        with self._app.begin() as work:
            work.doors.end(guest.visit.person, self._app.now(), None if everywhere else guest.visit)
            work.commit()


def _digest(*secret: str) -> str:
    return sha256("\0".join(secret).encode()).hexdigest()


def _in_groups(code: str) -> str:
    return f"{code[:3]} {code[3:]}"
