"""A throw-away Dovecot on ports of the loopback, all of it in one folder. For any user; as root it runs as nobody."""

import grp
import os
import pwd
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from imapclient import IMAPClient

from mailbot.demo.servers import HOST, free_port
from tests.servers.certificate import make_certificate
from tests.waiting import PATIENCE, until

PROGRAM = "/usr/sbin/dovecot"
ACCOUNTS = 500


def version() -> tuple[int, int] | None:
    """(2, 3) or (2, 4) and so on; None where there is no Dovecot."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        return None
    words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"(\d+)\.(\d+)", words)
    return (int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Layout:
    """What both configurations are filled with."""

    folder: Path
    user: str
    group: str
    uid: int
    gid: int
    imap: int
    imaps: int
    lmtp: int


class Dovecot:
    """A context manager. `user` and `password` may be any text; certificates are for "localhost".

    `introspection` is where it asks whether an access token is good (RFC 7662); with it XOAUTH2 and OAUTHBEARER serve.
    `bare`: a server of RFC 3501 and nothing beyond it: no IDLE, UIDPLUS, MOVE, SPECIAL-USE, SASL-IR.

    As root, no folder of pytest will do: another run closes it again to the user nobody, as whom Dovecot runs then.
    """

    def __init__(
        self,
        folder: Path,
        user: str = "phong",
        password: str = "mật khẩu",
        introspection: str = "",
        bare: bool = False,
    ) -> None:
        self._introspection, self._bare = introspection, bare
        self.folder, self.user, self.password = folder.resolve(), user, password
        self._first, self._accounts = user, (f"{user}{number}" for number in range(1, ACCOUNTS))
        self.host = "localhost"
        root = os.getuid() == 0  # Dovecot refuses to touch mail as root
        uid, gid = (
            (pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid) if root else (os.getuid(), os.getgid())
        )
        names = pwd.getpwuid(uid).pw_name, grp.getgrgid(gid).gr_name
        self.layout = Layout(self.folder, *names, uid, gid, free_port(), free_port(), free_port())
        self.port, self.tls_port, self.lmtp_port = self.layout.imap, self.layout.imaps, self.layout.lmtp
        self.ca_file = str(self.folder / "cert.pem")
        self._process: subprocess.Popen[bytes] | None = None
        self._client: Any = None

    def start(self) -> Self:
        """Raises RuntimeError with Dovecot's log if it does not come up."""
        self._write_files()
        with (self.folder / "out.log").open("wb") as out:
            self._process = subprocess.Popen(
                [PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = self._process
        until(lambda: process.poll() is not None or self._greets(), told=self.log)
        if process.poll() is not None:
            raise RuntimeError(f"Dovecot did not start:\n{self.log()}")
        return self

    def stop(self) -> None:
        """Ends the server and waits for it. The mails stay; it may be started again on the same ports."""
        if self._client is not None:
            self._client.shutdown()
            self._client = None
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)
            with suppress(ProcessLookupError):  # sessions that have not noticed yet
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None

    def next_account(self) -> None:
        """From now on this server is about another, empty mailbox; the password stays. There are ACCOUNTS of them."""
        if self._client is not None:
            self._client.logout()
            self._client = None
        self.user = next(self._accounts)

    def log(self) -> str:
        return "".join(
            file.read_text(errors="replace")
            for name in ("out.log", "dovecot.log")
            if (file := self.folder / name).exists()
        )

    def deliver(self, raw: bytes, when: datetime | None = None, folder: str = "INBOX") -> None:
        """By APPEND, unread, with `when` (aware) as its INTERNALDATE."""
        if self._client is None:
            self._client = self.client()
        self._client.append(folder, raw, msg_time=when)

    def deliver_by_lmtp(self, raw: bytes, sender: str = "nguoi.gui@truong.example") -> None:
        """As a mail server would: INTERNALDATE is now, and Dovecot writes a Received field."""
        with smtplib.LMTP(HOST, self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [self.user], raw)

    def create_folder(self, name: str) -> None:
        client = self.client()
        client.create_folder(name)
        client.logout()

    def change_uidvalidity(self, folder: str = "INBOX") -> None:
        """Numbers a folder anew, as after a restored backup: the mails stay, the UIDs mean something else."""
        self.stop()
        home = self.folder / "mail" / self.user / "Maildir"
        place = home if folder == "INBOX" else home / f".{folder.replace('/', '.')}"
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
            (place / name).unlink(missing_ok=True)
        (home / "dovecot-uidvalidity").unlink(missing_ok=True)
        stopped = int(time.time())
        until(lambda: int(time.time()) > stopped)  # a new UIDVALIDITY is the time in seconds
        self.start()

    def client(self) -> Any:
        """A new connection over plain IMAP, logged in; to be logged out by the caller."""
        client = IMAPClient(HOST, self.port, ssl=False, timeout=PATIENCE)
        client._imap.debug = 0
        client.normalise_times = False
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.plain_login(self.user, self.password)
        return client

    def _greets(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), PATIENCE) as line:
                return line.recv(200).startswith(b"* OK")
        except OSError:
            return False

    def _write_files(self) -> None:
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            os.chown(self.folder / "mail", self.layout.uid, self.layout.gid)
            _let_through(self.folder)
        # All at once: Dovecot does not look at a file again that it read in the same second.
        names = [self._first, *(f"{self._first}{number}" for number in range(1, ACCOUNTS))]
        lines = "".join(f"{name}:{{PLAIN}}{self.password}:::::\n" for name in names)
        (self.folder / "passwd").write_text(lines, encoding="utf-8")
        if not (self.folder / "cert.pem").exists():
            make_certificate(self.folder / "cert.pem", self.folder / "key.pem")
        old = (version() or (2, 3)) < (2, 4)
        template = configuration(old, self._introspection, bare=self._bare)
        if self._introspection:
            (self.folder / "oauth2.conf").write_text(OAUTH2_2_3.format(url=self._introspection), encoding="utf-8")
        fields = {name: str(getattr(self.layout, name)) for name in Layout.__slots__}
        filled = re.sub(r"@(\w+)@", lambda match: fields[match[1]], template)
        (self.folder / "dovecot.conf").write_text(filled, encoding="utf-8")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _let_through(folder: Path) -> None:
    """The user nobody has to walk down to the mails; temporary folders of root are closed to others."""
    for place in (folder, *folder.parents):
        if not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)


def configuration(old: bool, introspection: str = "", *, bare: bool = False) -> str:
    """For 2.3 (`old`) or 2.4, with @names@ to be filled in."""
    template = CONFIGURATION_2_3 if old else CONFIGURATION_2_4
    if introspection:
        template = _with_tokens_2_3(template) if old else _with_tokens_2_4(template, introspection)
    return template + (BARE_2_3 if old else BARE_2_4) if bare else template


def _with_tokens_2_3(template: str) -> str:
    first = """passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @folder@/oauth2.conf
}
passdb {
  driver = passwd-file
  mechanisms = plain login"""
    more = _swapped(template, "auth_mechanisms = plain login", "auth_mechanisms = plain login xoauth2 oauthbearer")
    return _swapped(more, "passdb {\n  driver = passwd-file", first)


def _with_tokens_2_4(template: str, url: str) -> str:
    first = f"""oauth2 {{
  introspection_mode = post
  introspection_url = {url}
  username_attribute = username
  active_attribute = active
  active_value = true
  client_id = mail
  client_secret = mail
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
passdb passwd-file {{
  mechanisms_filter = plain login"""
    mechanisms = "auth_mechanisms {\n  plain = yes\n  login = yes\n"
    more = _swapped(template, mechanisms, f"{mechanisms}  xoauth2 = yes\n  oauthbearer = yes\n")
    return _swapped(more, "passdb passwd-file {", first)


def _swapped(template: str, old: str, new: str) -> str:
    assert template.count(old) == 1, old
    return template.replace(old, new)


BARE_2_3 = """
protocol imap {
  imap_capability = IMAP4rev1
}
"""

BARE_2_4 = """
protocol imap {
  imap_capability {
    IDLE = no
    MOVE = no
    SASL-IR = no
    SPECIAL-USE = no
    UIDPLUS = no
  }
}
"""

OAUTH2_2_3 = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
client_id = mail
client_secret = mail
"""

CONFIGURATION_2_3 = """
base_dir = @folder@/run
state_dir = @folder@/state
log_path = @folder@/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = @user@
default_internal_group = @group@
default_login_user = @user@
first_valid_uid = @uid@
mail_uid = @uid@
mail_gid = @gid@
mail_home = @folder@/mail/%u
mail_location = maildir:~/Maildir
ssl = yes
ssl_cert = <@folder@/cert.pem
ssl_key = <@folder@/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = username_format=%u @folder@/passwd
}
userdb {
  driver = static
  args = uid=@uid@ gid=@gid@ home=@folder@/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
  mailbox "Thư rác" {
    special_use = \\Junk
    auto = create
  }
}
auth_failure_delay = 0
auth_cache_size = 0
mail_max_userip_connections = 100
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = @imap@
  }
  inet_listener imaps {
    port = @imaps@
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = @lmtp@
  }
}
service stats {
  chroot =
}
"""

CONFIGURATION_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = @folder@/run
state_dir = @folder@/state
log_path = @folder@/dovecot.log
protocols {
  imap = yes
  lmtp = yes
}
listen = 127.0.0.1
default_internal_user = @user@
default_internal_group = @group@
default_login_user = @user@
first_valid_uid = @uid@
mail_uid = @uid@
mail_gid = @gid@
mail_home = @folder@/mail/%{user}
mail_driver = maildir
mail_path = ~/Maildir
ssl = yes
ssl_server_cert_file = @folder@/cert.pem
ssl_server_key_file = @folder@/key.pem
auth_allow_cleartext = yes
auth_mechanisms {
  plain = yes
  login = yes
}
passdb passwd-file {
  passwd_file_path = @folder@/passwd
  auth_username_format = %{user}
}
userdb static {
  fields {
    uid = @uid@
    gid = @gid@
    home = @folder@/mail/%{user}
  }
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = "\\\\Sent"
    auto = create
  }
  mailbox "Thư rác" {
    special_use = "\\\\Junk"
    auto = create
  }
}
auth_failure_delay = 0
auth_cache_size = 0
mail_max_userip_connections = 100
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = @imap@
  }
  inet_listener imaps {
    port = @imaps@
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    listen = 127.0.0.1
    port = @lmtp@
  }
}
service stats {
  chroot =
}
"""
