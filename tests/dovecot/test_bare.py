"""A server of RFC 3501 and nothing beyond it: no IDLE, UIDPLUS, MOVE, SPECIAL-USE."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.demo.servers import SmtpSink
from tests.app.world import SCHOOL, installed, mail, registration
from tests.servers.dovecot import Dovecot, version

pytestmark = pytest.mark.dovecot


@pytest.fixture
def running() -> Iterator[Dovecot]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-dovecot-") as folder, Dovecot(Path(folder), bare=True) as server:
        yield server


def test_a_server_without_extensions_is_read_answered_copied_to_and_waited_for(
    running: Dovecot, tmp_path: Path
) -> None:
    with SmtpSink() as sink, installed(tmp_path, running, sink) as here:
        intake = here.app.config.intake.model_copy(update={"copy_to_sent": True})
        here.app.config = here.app.config.model_copy(update={"intake": intake})
        mailbox = here.app.mailbox
        assert not {"IDLE", "UIDPLUS", "MOVE", "SPECIAL-USE"} & set(mailbox.capabilities())
        here.deliver(mail(("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",)))))
        assert here.one_pass().full
        assert SCHOOL in here.receivers()
        assert mailbox.sent() == "Sent"
        assert len(mailbox.all_uids("Sent")) == len(sink.letters)
        mailbox.select("INBOX")
        assert not mailbox.wait(0.1)
        here.deliver(mail(number=2))
        assert mailbox.wait(0.1)  # found by asking, since nothing is announced
