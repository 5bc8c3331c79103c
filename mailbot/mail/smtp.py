"""Handing letters to the SMTP server, and saying honestly what became of each."""

import base64
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from mailbot.mail.connection import (
    AccessTokens,
    Security,
    Timeouts,
    by_bearer,
    by_xoauth2,
    codes_in,
    is_loopback,
    reason_of,
    tls_context,
    without_names,
)
from mailbot.mail.sign_in import Refusal, SignIn
from rules.errors import LoginRefused, MailboxError, SendingError, SendingRefused
from rules.wording import lowered

# A fresh connection now and then: servers count letters per connection.
LETTERS_PER_CONNECTION = 100

_FOREIGN = (OSError, smtplib.SMTPException, ValueError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Without a user nothing is authenticated."""

    host: str
    port: int
    user: str = ""
    password: Callable[[], str] = field(default=lambda: "", repr=False)
    security: Security = field(kw_only=True)
    timeouts: Timeouts = field(kw_only=True)
    ca_file: str | None = None
    helo_name: str | None = None
    tokens: AccessTokens | None = field(default=None, repr=False)  # instead of the password

    def __post_init__(self) -> None:
        if self.security == "plain" and not is_loopback(self.host):
            raise SendingError("Kết nối không mã hóa chỉ được phép với máy chủ trên chính máy này.")


State = Literal["sent", "later", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the server said of one letter.

    sent: it has taken the letter (RFC 5321, 4.2.5: it is responsible now) for all but `refused`.
    later: it has not, and another try may succeed. refused: it will not.
    unknown: the connection broke after the letter had gone out and before the answer; it may have been taken.
    `refused` maps a recipient to the server's words; `server` is true if no letter would fare better just now.
    """

    state: State
    reason: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    server: bool = False
    logged: str = ""  # why, in words for the log
    login: bool = False  # the server refuses name or password, or the sign-in without a password

    @property
    def error(self) -> SendingError:
        kind = SendingRefused if self.login else SendingError
        return kind(f"Không gửi được thư: {self.reason}.", logged=self.logged)


class _Failed(Exception):
    """The outcome of a letter that went no further. `why`: what an alarm about a refused sign-in adds."""

    def __init__(self, outcome: Outcome, why: str = "") -> None:
        super().__init__(outcome.reason)
        self.outcome, self._why = outcome, why

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.outcome.reason, self.outcome.logged, self._why)


class Outgoing:
    """One connection, opened when needed and kept for the next letter; one thread."""

    def __init__(self, settings: SmtpSettings, sign_in: SignIn | None = None) -> None:
        self._settings = settings
        self._sign_in = sign_in or SignIn(settings.password)
        self._smtp: smtplib.SMTP | None = None
        self._letters = 0

    def send(
        self, raw: bytes, sender: str, recipients: Sequence[str], handing: Callable[[], None] = lambda: None
    ) -> Outcome:
        """Hands one letter over; raises nothing but what `handing` raises. `sender` is the envelope's, "" the null
        return path. `handing` is called when the letter is about to leave: before that it certainly has not."""
        wanted = list(dict.fromkeys(recipients))
        foreign = {address: "địa chỉ có ký tự không được phép" for address in wanted if not _sendable(address)}
        wanted = [address for address in wanted if address not in foreign]
        if not wanted:
            return Outcome("refused", "không có địa chỉ nhận hợp lệ", foreign)
        try:
            smtp = self._ready(sender, len(raw))
            refused = foreign | self._recipients(smtp, wanted)
            self._data(smtp, raw, handing)
        except _Failed as failure:
            return failure.outcome
        self._letters += 1
        return Outcome("sent", "", refused)

    def check(self) -> None:
        """Connects and logs in. Raises SendingError with the reason; for `doctor`."""
        try:
            self._connected()
        except _Failed as failure:
            raise failure.outcome.error from failure

    def close(self) -> None:
        """Says goodbye; the next letter opens a new connection."""
        smtp, self._smtp, self._letters = self._smtp, None, 0
        if smtp is None:
            return
        try:
            smtp.quit()
        except _FOREIGN:
            smtp.close()

    # -- one letter, step by step ---------------------------------------------------------------------------------

    def _ready(self, sender: str, size: int) -> smtplib.SMTP:
        """A connection that has taken MAIL FROM. One that went stale meanwhile is replaced once: nothing is lost."""
        if self._letters >= LETTERS_PER_CONNECTION:
            self.close()
        fresh = self._smtp is None
        try:
            return self._mail_from(sender, size)
        except _Failed as failure:
            if fresh or not failure.outcome.server:
                raise
        return self._mail_from(sender, size)

    def _mail_from(self, sender: str, size: int) -> smtplib.SMTP:
        smtp = self._connected()
        options = [f"size={size}"] if smtp.has_extn("size") else []
        code, answer = self._talk(lambda: smtp.mail(sender, options))
        if code != 250:
            self._give_up(smtp, code, answer)
        return smtp

    def _recipients(self, smtp: smtplib.SMTP, recipients: Sequence[str]) -> dict[str, str]:
        """Those the server refuses. If it takes none of them the letter goes no further."""
        refused: dict[str, str] = {}
        worst = 599
        for address in recipients:
            code, answer = self._talk(lambda address=address: smtp.rcpt(address))  # type: ignore[misc]
            if code == 421:
                self._give_up(smtp, code, answer)
            if code not in (250, 251, 252):
                refused[address] = _words(code, answer)
                worst = min(worst, code)
        if len(refused) == len(recipients):
            self._reset(smtp)
            state: State = "later" if worst < 500 else "refused"
            raise _Failed(Outcome(state, "; ".join(refused.values()), refused))
        return refused

    def _data(self, smtp: smtplib.SMTP, raw: bytes, handing: Callable[[], None]) -> None:
        """DATA in two steps, because what a broken connection means depends on the step it broke in."""
        code, answer = self._talk(lambda: smtp.docmd("DATA"))
        if code != 354:
            self._give_up(smtp, code, answer)
        noted = False
        try:
            handing()
            noted = True
        finally:
            if not noted:  # the server waits for a letter that does not come
                self._drop()
        try:
            smtp.send(_dotted(raw))
            code, answer = smtp.getreply()
        except _FOREIGN as error:
            self._drop()
            why = reason_of(error)
            told = f"mất kết nối khi đang chờ trả lời: {why.told}"
            raise _Failed(Outcome("unknown", told, logged=why.logged)) from error
        if code == -1:
            self._drop()
            raise _Failed(Outcome("unknown", "mất kết nối khi đang chờ trả lời"))
        if code != 250:
            self._give_up(smtp, code, answer)

    def _give_up(self, smtp: smtplib.SMTP, code: int, answer: bytes) -> None:
        """The server said no: for good (5yz) or for now (4yz, RFC 5321, 4.2.1)."""
        if code == 421 or code < 400:
            self._drop()
            raise _Failed(Outcome("later", _words(code, answer), server=True, logged=_logged(code, answer)))
        self._reset(smtp)
        state: State = "refused" if code >= 500 else "later"
        raise _Failed(Outcome(state, _words(code, answer), logged=_logged(code, answer)))

    def _talk(self, step: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        """One command before the letter itself: if it fails, nothing has been handed over."""
        try:
            return step()
        except _FOREIGN as error:
            self._drop()
            raise _Failed(_away(error)) from error

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except _FOREIGN:
            self._drop()

    # -- connection -------------------------------------------------------------------------------------------------

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        smtp: smtplib.SMTP | None = None
        try:
            smtp = self._open()
            self._secure(smtp)
        except (*_FOREIGN, _Failed) as error:
            if smtp is not None:
                smtp.close()
            if isinstance(error, _Failed):
                raise
            raise _Failed(_away(error)) from error
        self._smtp, self._letters = smtp, 0
        return smtp

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        timeout, name = settings.timeouts.connect, settings.helo_name
        if settings.security == "tls":
            context = tls_context(settings.ca_file)
            return smtplib.SMTP_SSL(settings.host, settings.port, name, timeout=timeout, context=context)
        return smtplib.SMTP(settings.host, settings.port, name, timeout=timeout)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(self._settings.timeouts.read)  # the greeting was heard
        smtp.ehlo_or_helo_if_needed()
        if self._settings.security == "starttls":
            smtp.starttls(context=tls_context(self._settings.ca_file))  # raises where the server does not offer it
            smtp.ehlo()
        if self._settings.user:
            self._log_in(smtp)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        secret = self._sign_in.claim()
        if secret is None:
            last = self._sign_in.refusal
            raise _Failed(Outcome("later", last.told, server=True, logged=last.logged, login=True))
        tokens = self._settings.tokens
        try:
            if tokens is None:
                self._log_in_by_password(smtp, secret)
            else:
                self._log_in_by_token(smtp, tokens)
        except _Failed as failure:
            if failure.outcome.login:
                self._sign_in.refused(secret, failure.refusal)
            raise
        self._sign_in.accepted()

    def _log_in_by_password(self, smtp: smtplib.SMTP, password: str) -> None:
        """One attempt, so that a wrong password does not lock the account; in UTF-8, which smtplib's login cannot."""
        code, answer = self._hand_over(smtp, self._settings.user, password)
        if code != 235:
            raise _Failed(_login_refused(code, answer), f"máy chủ trả lời: {without_names(_words(code, answer))}")

    @staticmethod
    def _hand_over(smtp: smtplib.SMTP, user: str, password: str) -> tuple[int, bytes]:
        """What the server answers to name and password, or to the first step that it does not take."""
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        if "LOGIN" not in offered or "PLAIN" in offered:
            return smtp.docmd("AUTH", f"PLAIN {_base64(f'{chr(0)}{user}{chr(0)}{password}')}")  # RFC 4616
        code, answer = smtp.docmd("AUTH", "LOGIN")
        for secret in (user, password):
            if code == 334:
                code, answer = smtp.docmd(_base64(secret))
        return code, answer

    def _log_in_by_token(self, smtp: smtplib.SMTP, tokens: AccessTokens) -> None:
        """OAUTHBEARER where that is all the server offers, else XOAUTH2; a token that is refused before its end is
        replaced once."""
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        bearer = "OAUTHBEARER" in offered and "XOAUTH2" not in offered
        for again in (True, False):
            try:
                token = tokens()
                words = (by_bearer if bearer else by_xoauth2)(self._settings.user, token)
                smtp.auth("OAUTHBEARER" if bearer else "XOAUTH2", partial(_in_turn, words, "\1" if bearer else ""))
            except MailboxError as error:  # of the sign-in
                told, refused = lowered(str(error)).rstrip("."), isinstance(error, LoginRefused)
                outcome = Outcome("later", told, server=True, logged=error.logged, login=refused)
                raise _Failed(outcome, Refusal.of(error).reason) from error
            except smtplib.SMTPAuthenticationError as error:
                tokens.refused(token)
                if not again or _closed(error):
                    raise _token_refused(error) from error
            else:
                return

    def _drop(self) -> None:
        smtp, self._smtp, self._letters = self._smtp, None, 0
        if smtp is not None:
            smtp.close()


def _in_turn(first: str, end: str, challenge: bytes | None = None) -> str:
    """First the token; where the server gives a reason before it says no, what closes that exchange."""
    return first if challenge is None else end


def _base64(secret: str) -> str:
    return base64.b64encode(secret.encode()).decode("ascii")


def _said(error: smtplib.SMTPAuthenticationError) -> str:
    words = error.smtp_error
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _closed(error: smtplib.SMTPAuthenticationError) -> bool:
    """Exchange Online says so where SMTP is closed to an account or to the whole organization."""
    return "SmtpClientAuthentication is disabled" in _said(error)


def _token_refused(error: smtplib.SMTPAuthenticationError) -> _Failed:
    if _closed(error):
        what = "tài khoản không được gửi thư qua SMTP (SmtpClientAuthentication is disabled)"
        told = f"{what}; nhờ quản trị Microsoft 365 bật Authenticated SMTP cho hộp thư"
        return _Failed(Outcome("later", told, server=True, logged="login refused: SMTP is closed", login=True), told)
    code, answer = error.smtp_code, _said(error).encode()
    what = "máy chủ từ chối phiên đăng nhập"
    return _Failed(_login_refused(code, answer, what), f"máy chủ trả lời: {without_names(_words(code, answer))}")


def _login_refused(code: int, answer: bytes, what: str = "máy chủ từ chối tên đăng nhập hoặc mật khẩu") -> Outcome:
    said = without_names(_words(code, answer))
    if 400 <= code < 500:
        told = f"tạm thời chưa đăng nhập được ({said})"
        return Outcome("later", told, server=True, logged=f"no login now: {codes_in(said)}")
    return Outcome("later", f"{what} ({said})", server=True, logged=f"login refused: {codes_in(said)}", login=True)


def _away(error: BaseException) -> Outcome:
    why = reason_of(error)
    return Outcome("later", why.told, server=True, logged=why.logged)


def _sendable(address: str) -> bool:
    """An address that fits into a command: ASCII, one line, one @."""
    return address.isascii() and address.isprintable() and address.count("@") == 1 and not set(address) & set(" <>,;\\")


def _words(code: int, answer: bytes) -> str:
    text = " ".join(answer.decode("utf-8", "replace").split())[:300]
    return f"{code} {text}" if code >= 0 else "máy chủ ngắt kết nối"


def _logged(code: int, answer: bytes) -> str:
    return f"server said: {codes_in(_words(code, answer))}"


def _dotted(raw: bytes) -> bytes:
    """RFC 5321, 4.5.2: a line that begins with a dot gets another one; a lone dot ends the letter."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    stuffed = lines.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
