"""The mailbox on the server, read without leaving a trace: EXAMINE, BODY.PEEK, explicit UIDs.

One object is one connection and belongs to one thread. After any error the connection is closed; the next call opens
a new one, so that the caller has nothing to do but wait and try again.
"""

import imaplib
import logging
import re
import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from mailbot.mail.connection import (
    AccessTokens,
    Security,
    Timeouts,
    by_bearer,
    by_xoauth2,
    codes_in,
    is_loopback,
    reason_of,
    said_by_server,
    tls_context,
    without_names,
)
from mailbot.mail.sign_in import Refusal, SignIn
from rules.errors import LoginRefused, MailboxError, SignInNeeded
from rules.wording import lowered

# At DEBUG this logger writes whole mails.
logging.getLogger("imapclient").setLevel(logging.WARNING)

MAX_IDLE_SECONDS = 300  # an event can hide in a buffer, and middleboxes forget silent connections (RFC 2177: 29 min)
SIZES_AT_ONCE = 500
UIDS_AT_ONCE = 100_000
MOST_QUESTIONS = 100  # some servers leave great gaps between UIDs
FEW = 3  # mails in a row that a server withholds before it is asked for another one, to see whether it gives any
# A chunk of one big mail: keeps the memory flat and the timeout meaningful on a slow line.
CHUNK_BYTES = 1024 * 1024

_NOT_READ = "Không đọc được hộp thư"

_JUNK_NAMES = ("junk", "spam", "junk e-mail", "junk email", "bulk mail", "thư rác")
_SENT_NAMES = ("sent", "sent items", "sent messages", "sent mail", "thư đã gửi", "đã gửi")

# What a wildcard leaves out: folders of mail that did not come to be read, and views of mail that lies elsewhere as
# well. By special use (RFC 6154; RFC 8457); where a server marks nothing, by the names in use at the top level.
_ASIDE_USES = frozenset({"\\all", "\\flagged", "\\important", "\\drafts", "\\trash", "\\junk", "\\sent"})
_ASIDE_NAMES = frozenset(
    (
        *_JUNK_NAMES, *_SENT_NAMES, "drafts", "thư nháp", "bản nháp", "outbox", "hộp thư đi", "trash", "deleted items",
        "deleted messages", "thùng rác", "thư đã xóa", "mục đã xóa",
        # What Exchange and Zimbra list is partly no mail at all.
        "calendar", "lịch", "contacts", "danh bạ", "emailed contacts", "suggested contacts", "tasks", "tác vụ", "notes",
        "ghi chú", "journal", "nhật ký", "chats", "briefcase", "rss feeds", "sync issues", "conversation history",
    )
)  # fmt: skip
_TOPS = ("inbox", "[gmail]", "[google mail]")  # beneath which some servers hang everything

# What imapclient and imaplib raise on a broken line or on answers that are no IMAP.
_FOREIGN = (
    OSError,
    imaplib.IMAP4.error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """`folders` are names or patterns with "/" between levels: "*" for any depth, "%" for one level."""

    host: str
    port: int
    user: str
    password: Callable[[], str] = field(repr=False)
    security: Security
    timeouts: Timeouts = field(kw_only=True)
    folders: tuple[str, ...] = ("INBOX",)
    sent_folder: str | None = None  # None: the one the server marks as such
    ca_file: str | None = None
    batch_mails: int = 50
    batch_bytes: int = 16 * 1024 * 1024
    tokens: AccessTokens | None = field(default=None, repr=False)  # instead of the password

    def __post_init__(self) -> None:
        if self.security == "plain" and not is_loopback(self.host):
            raise MailboxError("Kết nối không mã hóa chỉ được phép với máy chủ trên chính máy này.")


@dataclass(frozen=True, slots=True)
class FolderState:
    """RFC 3501, 2.3.1.1. `uidnext` is None on servers that do not tell."""

    uidvalidity: int
    uidnext: int | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server holds it; `internal_date` is aware, UTC."""

    folder: str
    uidvalidity: int
    uid: int
    raw: bytes = field(repr=False)
    internal_date: datetime


@dataclass(frozen=True, slots=True)
class Outline:
    """What a server tells of a mail beside it: octets, and the aware moment of arrival, UTC."""

    size: int
    internal_date: datetime


@dataclass(frozen=True, slots=True)
class Withheld:
    """A mail that the server lists and does not hand out, asked for with others and alone, while it gives others.

    `reason` is a Vietnamese clause, `said` the server's own words ("": it said nothing); `internal_date` is None where
    it does not tell that either.
    """

    folder: str
    uidvalidity: int
    uid: int
    reason: str
    said: str = ""
    logged: str = ""  # why, in words for the log
    internal_date: datetime | None = None


class _LineBroke(MailboxError):
    """The connection is gone, or nothing was heard on it: a fresh one may do."""


class _NotGiven(Exception):
    """The server was reached, and did not give what it was asked for."""

    def __init__(self, error: MailboxError) -> None:
        super().__init__(str(error))
        self.error = error


Response = TypeVar("Response")
Facts = dict[bytes, Any]  # what a FETCH says of one mail
_Ask = Callable[[Any, Sequence[int]], Mapping[int, Any]]  # (client, UIDs) -> what was asked for, by UID


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    delimiter: str
    flags: frozenset[str]


class Mailbox:
    """Every method may raise MailboxError (or LoginRefused), and nothing but that."""

    def __init__(
        self,
        settings: ImapSettings,
        stopped: Callable[[], bool] = lambda: False,
        sign_in: SignIn | None = None,
    ) -> None:
        """`stopped` is asked once a second while waiting, so that a stop signal does not wait for the server.
        `sign_in` is shared by all connections to the same account."""
        self.settings = settings
        self._sign_in = sign_in or SignIn(settings.password)
        self._stopped = stopped
        self._client: Any = None
        self._selected: str | None = None
        self._state: FolderState | None = None
        self._validities: dict[str, int] = {}
        self._waited = False  # a wait on this connection has ended well
        self.missing_folders: tuple[str, ...] = ()  # of the settings, as of the last `folders()`
        self.left_out: tuple[str, ...] = ()  # what its wildcards would stand for and do not

    def connect(self) -> None:
        """Opens the connection and logs in, if that has not been done. Never unencrypted unless told so."""
        with self._guarded():
            self._open()

    def close(self) -> None:
        """Logs out. A server that does not answer is left without a word."""
        client, self._client, self._selected = self._client, None, None
        if client is None:
            return
        try:
            client.logout()
        except _FOREIGN:
            _shut(client)

    def capabilities(self) -> tuple[str, ...]:
        """What the server says it can do after the login."""
        with self._guarded() as client:
            return tuple(sorted(name.decode("ascii", "replace") for name in client.capabilities()))

    def folders(self) -> list[str]:
        """The folders of the settings that exist, each once; `missing_folders` has the names that do not.

        A wildcard stands for folders in which mail arrives or is filed, not for sent mail, drafts, spam, the bin, and
        views such as Gmail's All Mail; each of these is read where the settings name it.
        """
        listed = self._ask(_held)
        found = {pattern: [f.name for f in _named(pattern, listed)] for pattern in self.settings.folders}
        self.missing_folders = tuple(pattern for pattern, names in found.items() if not names)
        matched = [f.name for f in listed if any(_matches(f, pattern) for pattern in self.settings.folders)]
        read = {name for names in found.values() for name in names}
        self.left_out = tuple(name for name in matched if name not in read)
        return list(dict.fromkeys(name for names in found.values() for name in names))

    def every_folder(self) -> list[str]:
        """All folders that hold mail, whether the settings name them or not."""
        with self._guarded() as client:
            return [folder.name for folder in _held(client)]

    def junk(self) -> str | None:
        """The folder for spam: by its special use (RFC 6154), else by the names in use."""
        with self._guarded() as client:
            return _special(_listed(client), "\\junk", _JUNK_NAMES)

    def sent(self) -> str | None:
        """The folder of sent mail: as configured, by its special use, or by the names in use."""
        with self._guarded() as client:
            return self.settings.sent_folder or _special(_listed(client), "\\sent", _SENT_NAMES)

    def select(self, folder: str) -> FolderState:
        """Opens a folder for reading only. The state is the server's of this moment."""
        return self._ask(lambda client: self._examine(client, folder))

    def all_uids(self, folder: str) -> list[int]:
        """Every UID of the folder, ascending."""
        return self._ask(lambda client: self._uids(client, folder, 1))

    def new_uids(self, folder: str, above: int) -> list[int]:
        """The UIDs greater than `above`, ascending."""
        return self._ask(lambda client: self._uids(client, folder, above + 1))

    def outlines(self, folder: str, uids: Iterable[int]) -> dict[int, Outline]:
        """Size and moment of arrival of those mails of which the server tells them."""
        wanted, found = sorted(set(uids)), dict[int, Outline]()
        for start in range(0, len(wanted), SIZES_AT_ONCE):
            for uid, facts in self._narrowed(folder, wanted[start : start + SIZES_AT_ONCE], _facts):
                if not isinstance(facts, MailboxError) and b"RFC822.SIZE" in facts:
                    found[uid] = Outline(int(facts[b"RFC822.SIZE"]), _moment(facts))
        return found

    def heads(self, folder: str, uids: Iterable[int]) -> dict[int, bytes]:
        """The header of those mails of which the server hands it out, as it stands there."""
        found = self._narrowed(folder, sorted(set(uids)), _heads)
        return {uid: head for uid, head in found if not isinstance(head, MailboxError)}

    def fetch(self, folder: str, uids: Iterable[int]) -> Iterator[Fetched]:
        """Those mails that the server hands out; see `take`."""
        return (mail for mail in self.take(folder, uids) if isinstance(mail, Fetched))

    def take(self, folder: str, uids: Iterable[int]) -> Iterator[Fetched | Withheld]:
        """The mails in the order of their UIDs, then those that the server withholds; one that was removed meanwhile
        is left out.

        Sizes are asked first, so that no answer holds more than a batch. A FETCH that fails is narrowed down to the
        mail that fails. Raises MailboxError where the server is away or gives no mail at all, and where the folder got
        another UIDVALIDITY since `select`, because the UIDs then mean other mails.
        """
        wanted = sorted(set(uids))
        given = False
        withheld: list[Withheld] = []
        for one in self._each(folder, wanted):
            if isinstance(one, Fetched):
                given = True
                yield one
                continue
            withheld.append(one)
            if not given and len(withheld) == FEW:
                self._see_whether_it_gives_any(folder, withheld)
                given = True
        if withheld and not given:
            self._see_whether_it_gives_any(folder, withheld)
        yield from withheld

    def find_message_id(self, folder: str, message_id: str) -> list[int]:
        """The UIDs of the mails with this Message-ID. Servers search by substring; the brackets make it exact."""
        with self._guarded() as client:
            self._enter(client, folder)
            return sorted(int(uid) for uid in client.search(["HEADER", "Message-ID", message_id]))

    def append_sent(self, raw: bytes) -> None:
        """Puts a copy of a letter into the folder of sent mail: the one thing mailbot ever writes, and only if told."""
        folder = self.sent()
        if folder is None:
            raise MailboxError("Hộp thư không có thư mục thư đã gửi; hãy khai tên thư mục trong cấu hình.")
        with self._guarded() as client:
            client.append(folder, raw, flags=("\\Seen",))

    def wait(self, seconds: float) -> bool:
        """Waits until the selected folder may have changed or `seconds` are over; True if there may be something new.

        Without IDLE it sleeps. A connection on which it has waited before and that is gone, as when an access token
        is over, is opened anew: then there may be something new. Raises MailboxError where that does not help.
        """
        waited, self._waited = self._waited, False
        try:
            changed = self._wait(min(seconds, MAX_IDLE_SECONDS))
        except _LineBroke:
            if not waited:
                raise
            self.connect()
            return True
        self._waited = True
        return changed

    def _wait(self, seconds: float) -> bool:
        with self._guarded() as client:
            if self._selected is None:
                self._examine(client, "INBOX")
            if client.has_capability("IDLE"):
                self._idle(client, seconds)
            else:
                self._sleep(seconds)
                client.noop()  # else the server tells what the folder was like when it was opened (RFC 3501, 6.3.10)
            return self._changed(client)

    # -- connection ---------------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[Any], Response]) -> Response:
        """What reads and may be asked twice. A connection that stood before and turns out to be gone is opened anew,
        once: servers end a session whose access token is over, and middleboxes forget silent ones."""
        stood = self._client is not None
        try:
            with self._guarded() as client:
                return question(client)
        except _LineBroke:
            if not stood:
                raise
        with self._guarded() as client:
            return question(client)

    @contextmanager
    def _guarded(self) -> Iterator[Any]:
        """The open client; every foreign error becomes one of ours and ends the connection."""
        try:
            if self._client is None:
                self._open()
            yield self._client
        except MailboxError:
            self._drop()
            raise
        except _FOREIGN as error:
            self._drop()
            why = reason_of(error)
            kind = _LineBroke if isinstance(error, OSError | imaplib.IMAP4.abort) else MailboxError
            raise kind(f"{_NOT_READ}: {why.told}.", logged=why.logged, said=why.said) from error

    def _open(self) -> None:
        if self._client is not None:
            return
        settings = self.settings
        secret = self._claimed()
        context = None if settings.security == "plain" else tls_context(settings.ca_file)
        client = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.security == "tls",
            ssl_context=context,
            timeout=SocketTimeout(connect=settings.timeouts.connect, read=settings.timeouts.read),
        )
        client._imap.debug = 0  # else imaplib formats a copy of every literal for a log that nobody reads
        client.normalise_times = False
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an APPEND is two small writes
        try:
            if settings.security == "starttls":
                client.starttls(context)
            self._log_in(client, secret)
        except BaseException:
            _shut(client)
            raise
        self._client = client

    def _claimed(self) -> str:
        """The secret, for one try. Raises LoginRefused where it was refused a short while ago."""
        secret = self._sign_in.claim()
        if secret is None:
            kind = LoginRefused if self.settings.tokens is None else SignInNeeded
            last = self._sign_in.refusal
            raise kind(last.told, logged=last.logged)
        return secret

    def _log_in(self, client: Any, secret: str) -> None:
        tokens = self.settings.tokens
        try:
            if tokens is None:
                _log_in(client, self.settings.user, secret)
            else:
                _log_in_by_token(client, self.settings.user, tokens)
        except LoginRefused as error:
            self._sign_in.refused(secret, Refusal.of(error))
            raise
        self._sign_in.accepted()

    def _drop(self) -> None:
        client, self._client, self._selected, self._state = self._client, None, None, None
        if client is not None:
            _shut(client)

    # -- folders ------------------------------------------------------------------------------------------------

    def _examine(self, client: Any, folder: str) -> FolderState:
        self._selected = None
        answer = client.select_folder(folder, readonly=True)
        if b"UIDVALIDITY" not in answer:
            raise MailboxError(f"Máy chủ không cho biết UIDVALIDITY của thư mục {folder}.")
        uidnext = answer.get(b"UIDNEXT")
        state = FolderState(int(answer[b"UIDVALIDITY"]), None if uidnext is None else int(uidnext))
        self._selected, self._state = folder, state
        self._validities[folder] = state.uidvalidity
        return state

    def _enter(self, client: Any, folder: str) -> FolderState:
        """The folder as it was when the caller looked at it, or an error."""
        if self._selected == folder and self._state is not None:
            return self._state
        before = self._validities.get(folder)
        state = self._examine(client, folder)
        if before is not None and before != state.uidvalidity:
            raise MailboxError(f"Thư mục {folder} đã được máy chủ đánh số lại (UIDVALIDITY); sẽ đọc lại từ đầu.")
        return state

    def _uids(self, client: Any, folder: str, first: int) -> list[int]:
        """From `first` on, in several questions: the library takes no line of more than a million letters.

        "n:*" always includes the last mail, even below n (RFC 3501, 6.4.8).
        """
        last = self._enter(client, folder).uidnext or first
        step = max(UIDS_AT_ONCE, (last - first) // MOST_QUESTIONS)
        found: set[int] = set()
        start = first
        while start + step < last:
            found.update(client.search(["UID", f"{start}:{start + step - 1}"]))
            start += step
        found.update(client.search(["UID", f"{start}:*"]))
        return sorted(int(uid) for uid in found if uid >= first)

    # -- mails --------------------------------------------------------------------------------------------------

    def _each(self, folder: str, wanted: Sequence[int]) -> Iterator[Fetched | Withheld]:
        for start in range(0, len(wanted), SIZES_AT_ONCE):
            facts: dict[int, Facts] = {}
            for uid, found in self._narrowed(folder, wanted[start : start + SIZES_AT_ONCE], _facts):
                if isinstance(found, MailboxError):
                    yield self._withheld(folder, uid, found)
                else:
                    facts[uid] = found
            # A size that the server keeps to itself is taken for a big one: the mail must not be passed over.
            sizes = {uid: int(facts[uid].get(b"RFC822.SIZE", CHUNK_BYTES + 1)) for uid in sorted(facts)}
            for batch in batches(sizes, self.settings.batch_mails, self.settings.batch_bytes):
                ask = _in_chunks if max(batch.values()) > CHUNK_BYTES else _bodies
                for uid, raw in self._narrowed(folder, list(batch), ask):
                    moment = _moment(facts[uid])
                    if isinstance(raw, MailboxError):
                        yield self._withheld(folder, uid, raw, moment)
                    else:
                        yield Fetched(folder, self._validities[folder], uid, raw, moment)

    def _withheld(self, folder: str, uid: int, error: MailboxError, moment: datetime | None = None) -> Withheld:
        reason = str(error).removeprefix(f"{_NOT_READ}: ").rstrip(".")
        return Withheld(folder, self._validities[folder], uid, reason, error.said, error.logged, moment)

    def _narrowed(self, folder: str, uids: Sequence[int], ask: _Ask) -> Iterator[tuple[int, Any]]:
        """What `ask` gets for each UID, in their order. Where it fails each half is asked for alone, and so on down to
        the mail that fails, twice and the second time on a fresh connection: that one comes with its error."""
        try:
            found = self._asked(folder, uids, ask)
        except _NotGiven as failure:
            if self._stopped():
                raise failure.error from failure
            if len(uids) == 1:
                yield from self._once_more(folder, uids[0], ask)
                return
            middle = len(uids) // 2
            yield from self._narrowed(folder, uids[:middle], ask)
            yield from self._narrowed(folder, uids[middle:], ask)
            return
        yield from ((uid, found[uid]) for uid in uids if uid in found)

    def _once_more(self, folder: str, uid: int, ask: _Ask) -> Iterator[tuple[int, Any]]:
        try:
            found = self._asked(folder, [uid], ask)
        except _NotGiven as failure:
            yield uid, failure.error
        else:
            yield from found.items()

    def _asked(self, folder: str, uids: Sequence[int], ask: _Ask) -> Mapping[int, Any]:
        """Raises _NotGiven where the folder could be opened and the mails were not given, MailboxError where not even
        that was possible: then the server is in trouble, and not these mails."""
        with self._guarded() as client:
            self._enter(client, folder)
        try:
            with self._guarded() as client:
                found = ask(client, uids)
                if missing := [uid for uid in uids if uid not in found]:
                    _confirm_removed(client, missing)
                return found
        except MailboxError as error:
            raise _NotGiven(error) from error

    def _see_whether_it_gives_any(self, folder: str, withheld: Sequence[Withheld]) -> None:
        """Raises MailboxError where the server gives no other mail of the folder either: then it is in trouble, and
        none of these is to blame. Where the folder holds hardly anything else there is nothing to tell it by."""
        blamed = {one.uid for one in withheld}
        others = [uid for uid in self.all_uids(folder) if uid not in blamed]
        for uid in dict.fromkeys((*others[-1:], *others[:1], *others[len(others) // 2 :][:1])):
            with suppress(_NotGiven):
                if self._asked(folder, [uid], _bodies):
                    return
        if others or len(blamed) >= FEW:
            last = withheld[-1]
            logged = f"no mail is given: {last.logged}"
            raise MailboxError(f"{_NOT_READ}: {lowered(last.reason)}.", logged=logged, said=last.said)

    # -- waiting ------------------------------------------------------------------------------------------------

    def _idle(self, client: Any, seconds: float) -> None:
        """Polls the socket itself: the library's own check tears lines that arrive in two pieces."""
        client.idle()
        line = client.socket()
        poller = select.poll()
        poller.register(line.fileno(), select.POLLIN)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._stopped():
            pending = getattr(line, "pending", None)
            if pending is not None and pending():
                break
            if poller.poll(1000 * min(1.0, max(0.0, end - time.monotonic()))):
                break
        client.idle_done()

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._stopped():
            time.sleep(min(1.0, left))

    def _changed(self, client: Any) -> bool:
        """UIDNEXT after the wait: the event itself may have been lost in a buffer."""
        answer = client.folder_status(self._selected, ["UIDNEXT", "UIDVALIDITY"])
        now = FolderState(int(answer[b"UIDVALIDITY"]), int(answer[b"UIDNEXT"]))
        before, self._state = self._state, now
        if before is not None and before.uidvalidity != now.uidvalidity:
            self._selected = None
        return before != now


def batches(sizes: dict[int, int], mails: int, size: int) -> Iterator[dict[int, int]]:
    """Cuts {uid: octets} into runs of at most `mails` mails and `size` octets; one that is bigger stands alone."""
    batch: dict[int, int] = {}
    for uid, octets in sizes.items():
        if batch and (len(batch) >= mails or sum(batch.values()) + octets > size or octets > CHUNK_BYTES):
            yield batch
            batch = {}
        batch[uid] = octets
        if octets > CHUNK_BYTES:
            yield batch
            batch = {}
    if batch:
        yield batch


def _log_in(client: Any, user: str, password: str) -> None:
    try:
        if user.isascii() and password.isascii():
            client.login(user, password)
        else:
            client.plain_login(user, password)  # LOGIN knows ASCII only; SASL PLAIN is UTF-8 (RFC 4616)
    except LoginError as error:
        raise _refusal(error) from error


def _refusal(error: LoginError) -> MailboxError:
    """A connection that breaks, and a server that cannot check anybody just now, look like a refusal to the library."""
    if isinstance(error.__context__, imaplib.IMAP4.abort) or "[UNAVAILABLE]" in str(error).upper():
        why = reason_of(error.__context__ or error)
        return MailboxError(f"Không đăng nhập được hộp thư: {why.told}.", logged=why.logged)
    return _login_refused(without_names(said_by_server(error)))


def _login_refused(said: str) -> LoginRefused:
    """`said`: the server's words, without names."""
    told = [f"Máy chủ thư từ chối tên đăng nhập hoặc mật khẩu (máy chủ trả lời: {said})."] if said else []
    return LoginRefused(*told, logged=f"login refused: {codes_in(said)}", said=said)


def _log_in_by_token(client: Any, user: str, tokens: AccessTokens) -> None:
    """OAUTHBEARER (RFC 7628) where that is all the server offers, else XOAUTH2, which Gmail and Exchange know.

    A token may be refused before its end: revoked, or by a server whose clock differs. Then a fresh one is tried.
    """
    bearer = client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2")
    for again in (True, False):
        token = tokens()
        words = (by_bearer if bearer else by_xoauth2)(user, token).encode()
        said = _Said(words, b"\1" if bearer else b"")
        try:
            client.sasl_login("OAUTHBEARER" if bearer else "XOAUTH2", said)
        except LoginError as error:
            tokens.refused(token)
            if not again or isinstance(error.__context__, imaplib.IMAP4.abort):
                raise _token_refusal(error) from error
        else:
            return


def _token_refusal(error: LoginError) -> MailboxError:
    """A token that was issued just now is refused: the sign-in lacks a permission, or is that of another account."""
    found = _refusal(error)
    if not isinstance(found, LoginRefused):
        return found
    words = f" (máy chủ trả lời: {found.said})" if found.said else ""
    told = f"Máy chủ thư từ chối phiên đăng nhập{words}. Cần chạy lệnh mailbot login"
    return SignInNeeded(f"{told}.", logged=found.logged, said=found.said)


class _Said:
    """First the token; then, where the server gives a reason before it says no, what closes that exchange."""

    def __init__(self, first: bytes, end: bytes) -> None:
        self._words, self._end = [first], end

    def __call__(self, challenge: bytes) -> bytes:
        return self._words.pop() if self._words else self._end


def _shut(client: Any) -> None:
    try:
        client.shutdown()
    except _FOREIGN:
        return


def _listed(client: Any) -> list[_Listed]:
    folders = []
    for flags, delimiter, name in client.list_folders():
        words = frozenset(flag.decode("ascii", "replace").lower() for flag in flags)
        folders.append(_Listed(str(name), delimiter.decode("ascii", "replace") if delimiter else "/", words))
    return folders


def _held(client: Any) -> list[_Listed]:
    """Those that hold mail."""
    return [folder for folder in _listed(client) if not folder.flags & {"\\noselect", "\\nonexistent"}]


def _named(pattern: str, folders: Sequence[_Listed]) -> list[_Listed]:
    found = [folder for folder in folders if _matches(folder, pattern)]
    if not set(pattern) & set("*%"):
        return found
    aside = [folder.name for folder in folders if _is_aside(folder)]
    return [f for f in found if not any(f.name == name or f.name.startswith(name + f.delimiter) for name in aside)]


def _is_aside(folder: _Listed) -> bool:
    if folder.flags & _ASIDE_USES:
        return True
    levels = [level.casefold() for level in folder.name.split(folder.delimiter)]
    beneath = levels[1:] if len(levels) > 1 and levels[0] in _TOPS else levels
    return len(beneath) == 1 and beneath[0] in _ASIDE_NAMES


def _matches(folder: _Listed, pattern: str) -> bool:
    """IMAP's wildcards (RFC 3501, 6.3.8) with "/" for whatever the server puts between levels."""
    name = "/".join(folder.name.split(folder.delimiter))
    if pattern.upper() == "INBOX":
        return name.upper() == "INBOX"
    parts = re.split(r"([*%])", pattern)
    expression = "".join({"*": ".*", "%": "[^/]*"}.get(part, re.escape(part)) for part in parts)
    return re.fullmatch(expression, name) is not None


def _special(folders: Sequence[_Listed], flag: str, names: tuple[str, ...]) -> str | None:
    marked = next((folder.name for folder in folders if flag in folder.flags), None)
    if marked is not None:
        return marked
    return next((f.name for f in folders if f.name.rpartition(f.delimiter)[2].casefold() in names), None)


def _facts(client: Any, uids: Sequence[int]) -> Mapping[int, Facts]:
    """Size and moment of arrival."""
    found: Mapping[int, Facts] = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
    for facts in found.values():
        _moment(facts)
    return found


def _heads(client: Any, uids: Sequence[int]) -> Mapping[int, bytes]:
    answers = client.fetch(uids, ["BODY.PEEK[HEADER]"])
    return {uid: _body(answers[uid], b"BODY[HEADER]") for uid in answers}


def _bodies(client: Any, uids: Sequence[int]) -> Mapping[int, bytes]:
    answers = client.fetch(uids, ["BODY.PEEK[]"])
    return {uid: _body(answers[uid], b"BODY[]") for uid in answers}


def _in_chunks(client: Any, uids: Sequence[int]) -> Mapping[int, bytes]:
    """Big mails piece by piece until the server has no more: RFC822.SIZE is an estimate on some servers.

    Each grows in one place, so that a mail of tens of megabytes is there once and not twice.
    """
    pieces: dict[int, BytesIO] = {}
    for uid in uids:
        offset, size = 0, CHUNK_BYTES
        while size == CHUNK_BYTES:
            answers = client.fetch([uid], [f"BODY.PEEK[]<{offset}.{CHUNK_BYTES}>"])
            if uid not in answers:
                pieces.pop(uid, None)
                break
            piece = _body(answers[uid], b"BODY[]<%d>" % offset)
            pieces.setdefault(uid, BytesIO()).write(piece)
            size = len(piece)
            offset += size
    return {uid: found.getvalue() for uid, found in pieces.items()}


def _confirm_removed(client: Any, uids: Sequence[int]) -> None:
    """A server says nothing of a mail that somebody removed. Of one that it still lists it must say something."""
    client.noop()  # what was removed meanwhile is told now (RFC 3501, 5.5)
    left = client.search(["UID", ",".join(map(str, uids))])
    if set(map(int, left)) & set(uids):
        raise MailboxError(
            "Máy chủ có thư này trong danh sách nhưng không đưa ra.", logged="listed and passed over in silence"
        )


def _body(answer: Facts, key: bytes) -> bytes:
    raw = answer.get(key)
    if not isinstance(raw, bytes):
        raise MailboxError("Máy chủ không đưa ra nội dung của một thư.", logged="no body in the answer")
    return raw


def _moment(facts: Facts) -> datetime:
    value = facts.get(b"INTERNALDATE")
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise MailboxError("Máy chủ không cho biết thời điểm nhận của một thư.", logged="no moment in the answer")
    return value.astimezone(UTC)
