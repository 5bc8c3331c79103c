"""Between mailbot and real servers stands a line that breaks, lies and stalls; when it is well again, so is mailbot."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.app import App
from mailbot.commands.ledger import ledger
from mailbot.daemon import tick
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import SmtpSink
from mailbot.mail.connection import Timeouts
from mailbot.mail.imap import ImapSettings
from mailbot.preparing.boundary import children
from mailbot.reading.sandbox import Sandbox
from tests.crash.play import Clock, opened
from tests.servers.dovecot import Dovecot, version
from tests.trials.audit import Tally, audit
from tests.trials.office import PASSWORD, Office, mail, writer
from tests.trials.proxy import Fault, Kind, Proxy
from tests.waiting import PATIENCE

pytestmark = pytest.mark.dovecot

MAILS = tuple(mail(number) for number in range(3))
RECOVERY = timedelta(seconds=55)  # from the end of the fault to the tick that must set everything right


@dataclass
class Net:
    dovecot: Dovecot
    sink: SmtpSink
    imap: Proxy
    smtp: Proxy
    office: Office
    clock: Clock
    app: App

    def tick(self) -> bool:
        self.clock.now += timedelta(seconds=10)
        return tick(self.app)

    def is_impatient(self) -> None:
        """Silence is given up after a second. A busy machine may be silent for so long itself: until all is well."""
        self._waits(1)

    def _waits(self, seconds: float) -> None:
        mailbox = self.app.mailbox
        mailbox.close()
        mailbox.settings = replace(mailbox.settings, timeouts=Timeouts(seconds, seconds))

    def recovers(self, raws: tuple[bytes, ...] = MAILS) -> Tally:
        """The network is well: within a minute everything is recorded and answered."""
        self.imap.fault = self.smtp.fault = None
        if self.app.mailbox.settings.timeouts.read < PATIENCE:
            self._waits(PATIENCE)
        self.clock.now += RECOVERY
        assert tick(self.app)
        with self.app.begin() as work:
            tally = audit(raws, ledger(work, self.app.campaign), self.sink.letters)
        assert tally.wrong == []
        return tally


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-dovecot-") as folder, Dovecot(Path(folder), MAILBOX, PASSWORD) as server:
        yield server


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with children() as shared:
        yield shared


@contextmanager
def network(place: Path, dovecot: Dovecot, sandbox: Sandbox, security: str) -> Iterator[Net]:
    dovecot.next_account()
    clock = Clock()
    for raw in MAILS:
        dovecot.deliver(raw, clock.now)
    target = dovecot.tls_port if security == "tls" else dovecot.port
    with SmtpSink() as sink, Proxy(target) as imap, Proxy(sink.port) as smtp:
        servers = {
            "imap": f'host = "localhost"\nport = {imap.port}\nsecurity = "{security}"\nca_file = "{dovecot.ca_file}"\n'
            f"connect_timeout = {PATIENCE}\nread_timeout = {PATIENCE}",
            "smtp": f'host = "127.0.0.1"\nport = {smtp.port}\nsecurity = "plain"\ntimeout = {PATIENCE}',
        }
        office = Office(place, servers)
        office.config.write_text(office.config.read_text("utf-8").replace(f'"{MAILBOX}"', f'"{dovecot.user}"'), "utf-8")
        with opened(office.config, clock, sandbox) as app:
            yield Net(dovecot, sink, imap, smtp, office, clock, app)


@pytest.fixture
def net(tmp_path: Path, running: Dovecot, sandbox: Sandbox) -> Iterator[Net]:
    with network(tmp_path, running, sandbox, "plain") as made:
        yield made


KINDS: tuple[Kind, ...] = ("reset", "silence", "bye", "split")
QUICK = {("reset", 0), ("split", 60), ("silence", 700), ("bye", 1500), ("reset", 30_000)}
"""Each kind, and each place once; the whole table is slow."""
PLACES = [
    pytest.param(kind, after, marks=() if (kind, after) in QUICK else pytest.mark.slow)
    for kind in KINDS
    for after in (0, 60, 700, 1500, 30_000)
]


@pytest.mark.parametrize(("kind", "after"), PLACES)
def test_a_line_that_breaks_anywhere_costs_nothing(net: Net, kind: Kind, after: int) -> None:
    """After so many octets: in the greeting, the login, a list, an answer, in the middle of a literal."""
    if kind == "silence":
        net.is_impatient()
    net.imap.fault = Fault(kind, after)
    assert net.tick() is (kind == "split")
    net.tick()
    assert net.recovers().twice == 0


def test_a_line_of_one_octet_a_second_delays_and_loses_nothing(net: Net) -> None:
    net.is_impatient()
    net.imap.fault = Fault("drip", 1500)
    threading.Timer(3, lambda: setattr(net.imap, "fault", None)).start()
    net.tick()
    net.recovers()


def test_a_server_that_is_away_is_found_again(net: Net) -> None:
    net.imap.fault = net.smtp.fault = Fault("refuse")
    for _ in range(20):
        assert not net.tick()
    net.recovers()


def test_a_login_that_is_refused_is_tried_again(net: Net) -> None:
    net.imap.fault = Fault("wrong-password")
    assert not net.tick()
    net.clock.now += timedelta(minutes=6)  # not at once: too many tries lock an account
    net.recovers()


def test_without_starttls_no_password_is_sent(tmp_path: Path, running: Dovecot, sandbox: Sandbox) -> None:
    with network(tmp_path, running, sandbox, "starttls") as net:
        net.imap.fault = Fault("no-starttls")
        assert not net.tick()
        said = b"".join(net.imap.said)
        assert b"LOGIN" not in said.upper()
        assert PASSWORD.encode() not in said
        net.recovers()


@pytest.mark.parametrize("kind", ["reset", pytest.param("silence", marks=pytest.mark.slow)])
def test_a_broken_tls_line_is_opened_anew(tmp_path: Path, running: Dovecot, sandbox: Sandbox, kind: Kind) -> None:
    with network(tmp_path, running, sandbox, "tls") as net:
        if kind == "silence":
            net.is_impatient()
        net.imap.fault = Fault(kind, 4000)
        net.tick()
        net.recovers()


# --- people and the server itself, in the middle of a fetch ---------------------------------------------------------


def _when_bodies_are_fetched(net: Net, act: str) -> None:
    """A person does something the moment mailbot asks for the mails."""
    done = threading.Event()

    def heard(data: bytes) -> None:
        if b"BODY.PEEK" in data and not done.is_set():
            done.set()
            client = net.dovecot.client()
            if act == "renames":
                client.create_folder("CCHC")
                client.rename_folder("CCHC", "CCHC 2024")
            client.select_folder("INBOX")
            uids = client.search(["ALL"])
            if act == "moves":
                client.create_folder("Xong")
                client.move(uids[1:], "Xong")
            elif act == "expunges":
                client.delete_messages(uids[1:])
                client.expunge()
            client.logout()

    net.imap.on_client = heard


def test_mails_that_a_person_moves_in_mid_fetch_are_one_mail_each(net: Net) -> None:
    net.app.mailbox.settings = _with_folders(net, "INBOX", "Xong")
    _when_bodies_are_fetched(net, "moves")
    net.tick()
    net.recovers()


def test_mails_that_a_person_deletes_in_mid_fetch_stop_nothing(net: Net) -> None:
    _when_bodies_are_fetched(net, "expunges")
    net.tick()
    net.imap.fault = None
    net.clock.now += RECOVERY
    assert net.tick()
    with net.app.begin() as work:
        states = {entry["state"] for entry in ledger(work, net.app.campaign)}
    assert states == {"done"}


def test_a_folder_that_gets_another_name_is_read_under_it(net: Net) -> None:
    client = net.dovecot.client()
    client.create_folder("CCHC/Cu")
    client.select_folder("INBOX")
    client.copy(client.search(["ALL"]), "CCHC/Cu")
    net.app.mailbox.settings = _with_folders(net, "INBOX", "CCHC/*")
    assert net.tick()
    client.unselect_folder()
    client.rename_folder("CCHC/Cu", "CCHC/Moi")
    client.logout()
    net.tick()
    tally = net.recovers()
    assert (tally.recorded, tally.twice) == (3, 0)


def test_a_folder_that_is_numbered_anew_is_read_again_and_nothing_is_answered_again(net: Net) -> None:
    assert net.tick()
    net.dovecot.change_uidvalidity()
    net.tick()
    assert net.recovers().twice == 0


def _with_folders(net: Net, *names: str) -> ImapSettings:
    return replace(net.app.mailbox.settings, folders=names)


# --- sending --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0, 30, 120, 400])
def test_a_broken_line_to_the_smtp_server_costs_at_most_a_second_copy(net: Net, after: int) -> None:
    net.smtp.fault = Fault("reset", after)
    net.tick()
    net.smtp.fault = None
    net.clock.now += RECOVERY
    net.tick()
    assert net.recovers().twice <= 1


@pytest.mark.parametrize("answer", ["451 later", "drop", "take-and-drop"])
def test_an_answer_that_is_late_or_lost_is_asked_for_again(net: Net, answer: str) -> None:
    net.sink.answers.append(answer)
    net.tick()
    net.clock.now += RECOVERY
    net.tick()
    assert net.recovers().twice == (1 if answer == "take-and-drop" else 0)


def test_a_letter_that_the_server_kept_as_sent_is_not_sent_again(net: Net) -> None:
    net.sink.on_letter = lambda letter: net.dovecot.deliver(letter.raw, net.clock.now, "Sent")
    net.sink.answers.append("take-and-drop")
    net.tick()
    net.imap.fault = Fault("refuse")  # nobody can tell whether it left
    net.app.mailbox.close()
    net.clock.now += RECOVERY
    net.tick()
    assert net.recovers().twice == 0


def test_one_address_that_does_not_exist_keeps_nobody_else_from_the_letter(net: Net) -> None:
    gone = writer(0).addresses[0]
    net.sink.refused[gone] = "550 5.1.1 no such user"
    net.tick()
    answered = {address for letter in net.sink.letters for address in letter.recipients}
    assert gone not in answered
    assert {writer(number).addresses[0] for number in (1, 2)} <= answered
    with net.app.begin() as work:
        states = [letter["state"] for entry in ledger(work, net.app.campaign) for letter in entry["letters"]]
    assert sorted(states) == ["refused", "sent", "sent"]
