"""What is kept, what is noticed when it is not, and what a person finds when they look."""

import json
import socket
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from mailbot import alarms
from mailbot.app import App
from mailbot.backup import NoBackup, back_up, restore
from mailbot.cli import cli
from mailbot.commands.health import facts
from mailbot.commands.ledger import ledger
from mailbot.config import LimitsSettings
from mailbot.daemon import tick
from mailbot.database import NothingKept
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink, free_port
from mailbot.demo.units import units
from mailbot.keeping import verify
from mailbot.mail.message import read_mail
from mailbot.outbox import resume
from mailbot.preparing.boundary import children
from mailbot.reading.sandbox import Sandbox
from mailbot.seat import Seat
from rules.errors import LeaseHeld, MailbotError
from storage.tables import LocationRow
from tests.crash.play import BEGINS, Clock, opened
from tests.trials.audit import audit
from tests.trials.office import PASSWORD, Daemon, Office, mail, plain_servers
from tests.waiting import PATIENCE

MAILS = tuple(mail(number) for number in range(4))


@dataclass
class Place:
    imap: ImapServer
    sink: SmtpSink
    office: Office
    clock: Clock
    sandbox: Sandbox

    def subjects(self, word: str) -> list[str]:
        found = [read_mail(letter.raw).subject for letter in self.sink.letters]
        return [subject for subject in found if word in subject]

    def receivers(self) -> Counter[str]:
        return Counter(address for letter in self.sink.letters for address in letter.recipients)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with children() as shared:
        yield shared


@pytest.fixture
def place(tmp_path: Path, sandbox: Sandbox) -> Iterator[Place]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        for raw in MAILS:
            imap.deliver(raw, BEGINS)
        yield Place(imap, sink, Office(tmp_path, plain_servers(imap.port, sink.port)), Clock(), sandbox)


@pytest.fixture
def app(place: Place) -> Iterator[App]:
    with opened(place.office.config, place.clock, place.sandbox) as running:
        assert tick(running)
        yield running


def later(place: Place, app: App, minutes: float) -> bool:
    place.clock.now += timedelta(minutes=minutes)
    return tick(app)


# --- verify ---------------------------------------------------------------------------------------------------------


def first_file(app: App) -> Path:
    return next(app.archive.root.glob("??/*.eml"))


def test_nothing_differs_after_a_pass(app: App) -> None:
    assert verify(app) == ()


@pytest.mark.parametrize("damage", [b"", b"khac"])
def test_a_damaged_mail_is_fetched_again(app: App, damage: bytes) -> None:
    file = first_file(app)
    whole = file.read_bytes()
    file.write_bytes(damage + whole[len(damage) :] if damage else b"")
    (found,) = verify(app)
    assert found.mended
    assert file.read_bytes() == whole
    assert verify(app) == ()


def test_a_missing_mail_that_the_server_no_longer_has_is_told_to_the_office_once(place: Place, app: App) -> None:
    first_file(app).unlink()
    client = place.imap.client()
    client.select_folder("INBOX")
    client.delete_messages(client.search(["ALL"]))
    client.expunge()
    client.logout()
    (found,) = verify(app)
    assert not found.mended
    assert "bản sao lưu" in found.remedy
    for _ in range(3):
        later(place, app, 24 * 60)
    later(place, app, 5)
    assert len(place.subjects("Cảnh báo")) == 1


def test_mails_that_were_missed_are_taken_by_the_next_pass(place: Place, app: App) -> None:
    with app.begin() as work:
        for location in work.session.exec(select(LocationRow).where(LocationRow.arrival_id == 2)):
            work.session.delete(location)
        work.commit()
    (found,) = verify(app)
    assert found.mended
    later(place, app, 5)
    assert verify(app) == ()
    with app.begin() as work:
        assert audit(MAILS, ledger(work, app.campaign), place.sink.letters).wrong == []


# --- backup, restore ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["folder", "copy.tar.gz"])
def test_a_restored_backup_is_whole_and_sends_nothing_before_a_person_has_looked(
    place: Place, app: App, target: str, tmp_path: Path
) -> None:
    where = tmp_path / target
    if target == "folder":
        where.mkdir()
    made = back_up(app.config, where, place.clock.now).place
    assert PASSWORD.encode() not in b"".join(file.read_bytes() for file in where.rglob("*") if file.is_file())
    place.imap.deliver(mail(20), place.clock.now)  # and answered: the copy does not know
    later(place, app, 5)
    with pytest.raises(LeaseHeld):
        restore(app.config, made, place.clock.now)
    app.lease.seat.leave()
    app.engine.dispose()
    aside = restore(app.config, made, place.clock.now)
    assert aside is not None and (aside / "mailbot.db").is_file()
    left = len(place.sink.letters)
    with opened(place.office.config, place.clock, place.sandbox) as again:
        assert verify(again, server=False) == ()
        later(place, again, 5)
        assert not facts(again)["healthy"]
        later(place, again, 5)
        assert [read_mail(one.raw).subject[:8] for one in place.sink.letters[left:]] == ["Cảnh báo"]
        assert resume("Người thử", again)
        later(place, again, 5)
        with again.begin() as work:
            entries = ledger(work, again.campaign)
    assert len(entries) == len(MAILS) + 1
    assert all(letter["state"] == "sent" for entry in entries for letter in entry["letters"])


def test_what_is_no_backup_replaces_nothing(place: Place, app: App, tmp_path: Path) -> None:
    app.lease.seat.leave()
    broken = tmp_path / "hong.tar.gz"
    broken.write_bytes(b"khong phai")
    hostile = tmp_path / "ac-y.tar.gz"
    with tarfile.open(hostile, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("mailbot/../../ra-ngoai"))
    for source in (broken, hostile, tmp_path):
        with pytest.raises(NoBackup):
            restore(app.config, source, place.clock.now)
    assert verify(app) == ()


# --- noticing -------------------------------------------------------------------------------------------------------


def test_the_office_is_told_once_that_the_mailbox_cannot_be_read_and_once_that_it_can(place: Place, app: App) -> None:
    file = app.config.data_folder / alarms.FILE
    there = app.mailbox.settings
    app.mailbox.close()
    app.mailbox.settings = replace(there, port=free_port())
    for _ in range(6):
        later(place, app, 10)
    assert len(place.subjects("Cảnh báo")) == 1
    assert "doctor" in file.read_text("utf-8")
    assert not facts(app)["healthy"]
    app.mailbox.settings = there
    for _ in range(3):
        assert later(place, app, 10)
    assert len(place.subjects("Cảnh báo")) == 1
    assert len(place.subjects("bình thường trở lại")) == 1
    assert not file.exists()
    assert facts(app)["healthy"]


def test_where_mail_itself_is_the_fault_a_file_says_so(place: Place, app: App) -> None:
    place.sink.stop()
    place.imap.deliver(mail(9), place.clock.now)
    for _ in range(4):
        later(place, app, 10)
    assert "mailbot doctor" in (app.config.data_folder / alarms.FILE).read_text("utf-8")
    place.sink.start()
    later(place, app, 2)
    with app.begin() as work:
        assert audit((*MAILS, mail(9)), ledger(work, app.campaign), place.sink.letters).wrong == []


def limits(**narrower: int) -> LimitsSettings:
    return LimitsSettings(**{name: narrower.get(name, 1000) for name in LimitsSettings.model_fields})


def test_at_a_cap_letters_wait_the_office_is_told_once_and_it_opens_by_itself(place: Place, app: App) -> None:
    kept, before = app.config, place.receivers()
    app.config = app.config.model_copy(update={"limits": limits(address_hour=2)})
    eager, other = units()[5].addresses[0], units()[6].addresses[0]
    for number in range(10, 14):
        place.imap.deliver(mail(number, units()[5]), place.clock.now)
        later(place, app, 1)  # each is answered by itself
    place.imap.deliver(mail(20, units()[6]), place.clock.now)
    for _ in range(3):
        later(place, app, 5)
    got = place.receivers() - before
    assert (got[eager], got[other]) == (2, 1)
    assert len(place.subjects("giữ lại một số thư")) == 1
    assert [eager in reason for reason in facts(app)["closed"]] == [True]
    assert facts(app)["healthy"]
    for _ in range(3):
        later(place, app, 60)
    assert (place.receivers() - before)[eager] == 4
    assert facts(app)["closed"] == []
    assert len(place.subjects("giữ lại một số thư")) == 1
    app.config = kept


def test_who_will_not_wait_says_resume(place: Place, app: App) -> None:
    app.config = app.config.model_copy(update={"limits": limits(address_hour=1)})
    eager = units()[5].addresses[0]
    before = place.receivers()
    for number in (10, 11):
        place.imap.deliver(mail(number, units()[5]), place.clock.now)
        later(place, app, 1)
    assert (place.receivers() - before)[eager] == 1
    assert eager in (resume("Người thử", app) or "")
    assert resume("Người thử", app) is None
    later(place, app, 1)
    assert (place.receivers() - before)[eager] == 2


def test_what_may_stop_everybody_holds_neither_the_office_nor_a_units_first_receipt(place: Place, app: App) -> None:
    app.config = app.config.model_copy(update={"limits": limits(kind_hour=1, hour=1)})
    for number, unit in enumerate(units()[5:9], 10):
        place.imap.deliver(mail(number, unit), place.clock.now)
    before = place.receivers()
    later(place, app, 1)
    place.imap.deliver(mail(20, units()[5]), place.clock.now)
    for _ in range(3):
        later(place, app, 1)
    got = place.receivers() - before
    assert [got[unit.addresses[0]] for unit in units()[5:9]] == [1, 1, 1, 1]
    assert len(place.subjects("giữ lại một số thư")) == 1
    assert "thư xác nhận trong một giờ" in facts(app)["closed"][0]


# --- the process ----------------------------------------------------------------------------------------------------


def test_a_second_daemon_refuses_with_a_sentence(place: Place) -> None:
    with place.office.start() as first:
        first.until(lambda: '"serving"' in first.log())
        code, _, words = place.office.start().ended()
        assert (code, words.strip()) == (1, LeaseHeld.__doc__)
        other = Seat(place.office.folder, f"{MAILBOX}@127.0.0.1:{place.imap.port}")
        assert not other.take()  # of another folder, before the same mailbox
        first.kill()
        assert other.take()  # at once
        other.leave()


def test_the_service_manager_is_told_when_it_serves_that_it_lives_and_that_it_stops(place: Place) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(place.office.folder / "notify"))
        manager.settimeout(PATIENCE)
        with place.office.start(NOTIFY_SOCKET=str(place.office.folder / "notify")) as daemon:
            heard = [manager.recv(100)]
            while b"WATCHDOG=1" not in heard:
                heard.append(manager.recv(100))
            assert b"READY=1" in heard
            assert daemon.stop() == 0
        manager.settimeout(0.1)
        while heard[-1] != b"STOPPING=1":
            heard.append(manager.recv(100))


def test_a_held_mail_is_shown_taken_out_and_handled_again_by_command(place: Place, tmp_path: Path) -> None:
    def command(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--config", str(place.office.config), *words])

    with opened(place.office.config, place.clock, place.sandbox) as app:
        assert tick(app)
        with app.begin() as work:
            work.arrivals.hold(1, "Lỗi thử.")
            work.commit()
    assert "Lỗi thử." in command("held").output
    assert command("export", "1", str(tmp_path / "thu.eml")).exit_code == 0
    assert (tmp_path / "thu.eml").read_bytes() in MAILS
    assert isinstance(command("export", "1", str(tmp_path / "thu.eml")).exception, MailbotError)  # it is there already
    assert command("requeue", "1").exit_code == 0
    assert isinstance(command("requeue", "1").exception, MailbotError)  # it is held no longer
    with opened(place.office.config, place.clock, place.sandbox) as app:
        assert tick(app)
        with app.begin() as work:
            assert work.arrivals.held() == []
            assert audit(MAILS, ledger(work, app.campaign), place.sink.letters).wrong == []


def test_health_is_the_age_of_the_last_full_pass(place: Place) -> None:
    assert place.office.start("health").ended() == (1, "", f"{NothingKept.__doc__}\n")
    assert place.office.start("once").ended()[0] == 0
    code, words, _ = place.office.start("health", "--json").ended()
    found = json.loads(words)
    assert (code, found["healthy"], found["alarms"]) == (0, True, [])
    assert found["age_seconds"] < PATIENCE


@pytest.mark.slow
def test_logs_name_nobody_and_quote_nothing(place: Place) -> None:
    def run(*command: str) -> Daemon:
        daemon = place.office.start(*command, MAILBOT_LOG__LEVEL="DEBUG")
        daemon.ended()
        return daemon

    logs = [run("once").log(), run("verify").log()]
    place.imap.deliver(
        b"From: =?x?q?\xff?= <ai.do@rieng.example>\r\nSubject: Chuyen rieng\r\n\r\n" + b"\xff" * 99, BEGINS
    )
    place.sink.answers += ["554 nguoi nhan vanthu khong co", "451 ban"]
    place.imap.deliver(mail(30), BEGINS)
    logs.append(run("once").log())
    secret = place.office.secret
    secret.write_text("mat khau sai", "utf-8")
    logs.append(run("once").log())
    place.sink.stop()
    logs.append(run("once").log())
    whole = "\n".join(logs)
    assert whole.count('"event": "handled"') >= len(MAILS)
    banned = ["@", "Đăng ký", "khối", "Nguyễn", "Chuyen rieng", PASSWORD, "mat khau sai", "vanthu", ".docx", "Kính gửi"]
    assert [word for word in banned if word in whole] == []
