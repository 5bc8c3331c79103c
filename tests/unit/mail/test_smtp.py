"""What becomes of a letter, for every way a server can behave."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailbot.demo.servers import SmtpSink
from mailbot.mail import smtp
from mailbot.mail.connection import Timeouts
from mailbot.mail.smtp import Outcome, Outgoing, SmtpSettings
from rules.errors import SendingError
from tests.servers.certificate import make_certificate
from tests.servers.scripted import Line, ScriptedServer
from tests.waiting import PATIENCE, PATIENT

LETTER = b"Subject: x\r\n\r\n.\r\n..hai\r\n.mot\r\nhet\r\n"
FROM, TO = "phong@so.example", "truong@truong.example"
IMPATIENT = Timeouts(PATIENCE, 0.5)


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture
def outgoing(sink: SmtpSink) -> Iterator[Outgoing]:
    sender = Outgoing(SmtpSettings(sink.host, sink.port, security="plain", timeouts=PATIENT))
    yield sender
    sender.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    make_certificate(folder / "cert.pem", folder / "key.pem")
    return folder


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def test_a_letter_arrives_byte_for_byte_dots_and_all(sink: SmtpSink, outgoing: Outgoing) -> None:
    assert outgoing.send(LETTER, FROM, [TO]) == Outcome("sent")
    (letter,) = sink.letters
    assert (letter.sender, letter.recipients, letter.raw) == (FROM, (TO,), LETTER)


def test_the_null_return_path_can_be_used(sink: SmtpSink, outgoing: Outgoing) -> None:
    outgoing.send(LETTER, "", [TO])
    assert sink.letters[0].sender == ""


def test_one_connection_serves_a_batch(sink: SmtpSink, outgoing: Outgoing) -> None:
    for _ in range(10):
        assert outgoing.send(LETTER, FROM, [TO]).state == "sent"
    assert sink.connections == 1


def test_a_connection_is_renewed_after_many_letters(
    sink: SmtpSink, outgoing: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LETTERS_PER_CONNECTION", 4)
    for _ in range(9):
        assert outgoing.send(LETTER, FROM, [TO]).state == "sent"
    assert sink.connections == 3
    assert len(sink.letters) == 9


@pytest.mark.parametrize(
    ("answer", "state"), [("451 4.7.1 thu lai sau", "later"), ("552 5.2.2 hop thu day", "refused"), ("drop", "unknown")]
)
def test_the_answer_decides_and_the_next_letter_is_not_harmed(
    sink: SmtpSink, outgoing: Outgoing, answer: str, state: str
) -> None:
    sink.answers.append(answer)
    assert outgoing.send(LETTER, FROM, [TO]).state == state
    assert sink.letters == []
    assert outgoing.send(LETTER, FROM, [TO]).state == "sent"
    assert len(sink.letters) == 1


def test_a_letter_taken_without_an_answer_is_unknown_and_not_lost(sink: SmtpSink, outgoing: Outgoing) -> None:
    sink.answers.append("take-and-drop")
    assert outgoing.send(LETTER, FROM, [TO]).state == "unknown"
    assert len(sink.letters) == 1


def test_one_refused_recipient_does_not_keep_the_others_from_their_letter(sink: SmtpSink, outgoing: Outgoing) -> None:
    sink.refused["cu@truong.example"] = "550 5.1.1 khong co nguoi nay"
    outcome = outgoing.send(LETTER, FROM, ["cu@truong.example", TO])
    assert outcome.state == "sent"
    assert outcome.refused == {"cu@truong.example": "550 5.1.1 khong co nguoi nay"}
    assert sink.letters[0].recipients == (TO,)


@pytest.mark.parametrize(("reply", "state"), [("550 khong co", "refused"), ("450 ban", "later")])
def test_a_letter_that_nobody_may_have_goes_no_further(
    sink: SmtpSink, outgoing: Outgoing, reply: str, state: str
) -> None:
    sink.refused[TO] = reply
    outcome = outgoing.send(LETTER, FROM, [TO])
    assert (outcome.state, outcome.refused) == (state, {TO: reply})
    assert not outcome.server
    assert sink.letters == []


def test_an_address_with_a_line_end_never_reaches_the_server(sink: SmtpSink, outgoing: Outgoing) -> None:
    foreign = ["a@b.example>\r\nRCPT TO:<x@y.example", "ông@truong.example", "khong-co-a-cong", "a b@c.example"]
    outcome = outgoing.send(LETTER, FROM, foreign)
    assert outcome.state == "refused"
    assert set(outcome.refused) == set(foreign)
    assert sink.connections == 0


def test_a_server_that_is_away_is_found_again(sink: SmtpSink, outgoing: Outgoing) -> None:
    assert outgoing.send(LETTER, FROM, [TO]).state == "sent"
    sink.stop()
    outcome = outgoing.send(LETTER, FROM, [TO])
    assert (outcome.state, outcome.server) == ("later", True)
    sink.start()
    assert outgoing.send(LETTER, FROM, [TO]).state == "sent"
    assert len(sink.letters) == 2


def test_a_connection_that_went_stale_costs_no_letter(sink: SmtpSink, outgoing: Outgoing) -> None:
    assert outgoing.send(LETTER, FROM, [TO]).state == "sent"
    sink.stop()
    sink.start()
    assert outgoing.send(LETTER, FROM, [TO]).state == "sent"


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd does not see that implicit TLS is TLS
@pytest.mark.parametrize("implicit", [True, False])
def test_letters_go_out_over_tls_with_a_password_in_vietnamese(certificate: Path, implicit: bool) -> None:
    with SmtpSink(tls=tls(certificate), implicit_tls=implicit, user="phòng", password="mật khẩu") as sink:
        sender = Outgoing(
            SmtpSettings(
                "localhost",
                sink.port,
                "phòng",
                lambda: "mật khẩu",
                security="tls" if implicit else "starttls",
                ca_file=str(certificate / "cert.pem"),
                timeouts=PATIENT,
            )
        )
        assert sender.send(LETTER, FROM, [TO]) == Outcome("sent")
        sender.close()


def test_a_wrong_password_is_the_servers_matter_and_not_the_letters(certificate: Path) -> None:
    with SmtpSink(tls=tls(certificate), user="phong", password="dung") as sink:
        settings = SmtpSettings(
            "localhost",
            sink.port,
            "phong",
            lambda: "sai",
            ca_file=str(certificate / "cert.pem"),
            timeouts=PATIENT,
            security="starttls",
        )
        outcome = Outgoing(settings).send(LETTER, FROM, [TO])
        assert (outcome.state, outcome.server) == ("later", True)
        assert "mật khẩu" in outcome.reason
        with pytest.raises(SendingError, match="mật khẩu"):
            Outgoing(settings).check()


def test_a_stripped_starttls_is_never_answered_in_plain(sink: SmtpSink) -> None:
    outcome = Outgoing(SmtpSettings(sink.host, sink.port, security="starttls", timeouts=PATIENT)).send(
        LETTER, FROM, [TO]
    )
    assert (outcome.state, outcome.server) == ("later", True)
    assert sink.letters == []


def test_a_certificate_that_nobody_vouches_for_is_never_accepted(certificate: Path) -> None:
    with SmtpSink(tls=tls(certificate)) as sink:
        outcome = Outgoing(SmtpSettings("localhost", sink.port, timeouts=PATIENT, security="starttls")).send(
            LETTER, FROM, [TO]
        )
    assert (outcome.state, outcome.server) == ("later", True)
    assert "chứng thư" in outcome.reason


def test_a_certificate_of_another_name_is_never_accepted(tmp_path: Path) -> None:
    make_certificate(tmp_path / "cert.pem", tmp_path / "key.pem", "mail.khac.example")
    with SmtpSink(tls=tls(tmp_path)) as sink:
        settings = SmtpSettings(
            "localhost", sink.port, ca_file=str(tmp_path / "cert.pem"), timeouts=PATIENT, security="starttls"
        )
        outcome = Outgoing(settings).send(LETTER, FROM, [TO])
    assert (outcome.state, outcome.server) == ("later", True)
    assert "chứng thư" in outcome.reason


def test_plain_text_to_another_machine_is_refused_at_once() -> None:
    with pytest.raises(SendingError):
        SmtpSettings("mail.so.example", 25, security="plain", timeouts=PATIENT)


def _until(command: bytes) -> Callable[[Line], None]:
    """A server that answers as it should until it hears `command`, and then says nothing more."""

    def script(line: Line) -> None:
        line.say(b"220 x\r\n")
        in_letter = False
        while heard := line.hear():
            if heard[:4].upper() == command:
                line.wait()
                return
            if in_letter and heard != b".":
                continue
            in_letter = heard.upper() == b"DATA"
            line.say(b"354 go\r\n" if in_letter else b"250 ok\r\n")

    return script


@pytest.mark.parametrize("command", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_silence_before_the_letter_was_handed_over_means_later(command: bytes) -> None:
    with ScriptedServer(_until(command)) as server:
        outgoing = Outgoing(SmtpSettings(server.host, server.port, security="plain", timeouts=IMPATIENT))
        outcome = outgoing.send(LETTER, FROM, [TO])
    assert (outcome.state, outcome.server) == ("later", True)


def test_silence_after_the_letter_was_handed_over_means_unknown() -> None:
    with ScriptedServer(_until(b".")) as server:
        outgoing = Outgoing(SmtpSettings(server.host, server.port, security="plain", timeouts=IMPATIENT))
        assert outgoing.send(LETTER, FROM, [TO]).state == "unknown"


def test_a_server_that_answers_nonsense_harms_nobody() -> None:
    def script(line: Line) -> None:
        line.say(b"\xff\xfe\x00 xin chao\r\n")

    with ScriptedServer(script) as server:
        outgoing = Outgoing(SmtpSettings(server.host, server.port, security="plain", timeouts=PATIENT))
        assert outgoing.send(LETTER, FROM, [TO]).state == "later"
