"""A mail server for an installation that is tried: Dovecot over TLS, an SMTP server that keeps what it gets.

`python -m tests.trials.mail_server FOLDER USER PASSWORD` writes `ports.json` into the folder when it is up. What is put
into `in/` as a file is delivered to the user; letters lie in `letters/`, those to the user are delivered, too.
"""

import json
import ssl
import sys
import time
from itertools import count
from pathlib import Path

from mailbot.demo.servers import Letter, SmtpSink
from tests.servers.dovecot import Dovecot

_LOOK = 0.2  # seconds


def serve(folder: Path, user: str, password: str) -> None:
    incoming, letters = folder / "in", folder / "letters"
    for place in (incoming, letters):
        place.mkdir(parents=True, exist_ok=True)
    numbers = count(1)

    def keep(letter: Letter) -> None:
        name = f"{next(numbers):04}.eml"
        (letters / name).write_bytes(letter.raw)
        if user in letter.recipients:
            _put(incoming / f"own-{name}", letter.raw)

    with Dovecot(folder / "dovecot", user, password) as box:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(box.ca_file, str(Path(box.ca_file).with_name("key.pem")))
        with SmtpSink(on_letter=keep, tls=tls, implicit_tls=True, user=user, password=password) as sink:
            ports = {"imap": box.tls_port, "smtp": sink.port, "ca": box.ca_file}
            _put(folder / "ports.json", json.dumps(ports).encode())
            while True:
                for path in sorted(incoming.glob("*.eml")):
                    box.deliver(path.read_bytes())
                    path.unlink()
                time.sleep(_LOOK)


def _put(path: Path, content: bytes) -> None:
    """Whole at once, for whoever looks at the folder."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
