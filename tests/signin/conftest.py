"""The office that signs in without a password, on a real Dovecot."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.demo.servers import SmtpSink
from tests.app.world import installed
from tests.servers.dovecot import Dovecot
from tests.servers.identity import Identity
from tests.signin.office import Office, without_password


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with (
        Identity() as identity,
        TemporaryDirectory(prefix="mailbot-dovecot-") as folder,
        Dovecot(Path(folder), introspection=f"{identity.url}/introspect") as server,
        SmtpSink() as sink,
        installed(tmp_path, server, sink) as here,
    ):
        identity.now = lambda: here.now
        without_password(here, identity)
        yield Office(here, identity)
