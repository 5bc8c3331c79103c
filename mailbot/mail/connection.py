"""What IMAP and SMTP share: how a connection is kept safe, and how foreign errors read."""

import errno
import imaplib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from imapclient.exceptions import LoginError

from mailbot.loopback import is_loopback as is_loopback

Security = Literal["tls", "starttls", "plain"]
LONGEST_WORDS = 200  # of what a server says, in characters


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect and hear the greeting, and for the longest silence within an answer."""

    connect: float
    read: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a server could not be used: a Vietnamese clause for people, words for the log that name nobody and quote no
    mail, and what the server itself said ("": nothing)."""

    told: str
    logged: str
    said: str = ""


class BadAuthority(ValueError):
    """The file that `ca_file` names cannot be used. `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.logged)
        self.reason = reason


class AccessTokens(Protocol):
    """Where the access tokens of an account come from (OAuth 2.0), for all of its connections."""

    def __call__(self) -> str:
        """One that still serves. Raises SignInNeeded where only a person can mend it, SignInAway for a later try."""

    def refused(self, value: str) -> None:
        """A server did not take this one, though its time is not over."""


def by_xoauth2(user: str, token: str) -> str:
    """The words of Google's and Microsoft's mechanism."""
    return f"user={user}\1auth=Bearer {token}\1\1"


def by_bearer(user: str, token: str) -> str:
    """The words of OAUTHBEARER (RFC 7628, 3.1)."""
    name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801, 4
    return f"n,a={name},\1auth=Bearer {token}\1\1"


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """A context that checks certificate and host name; `ca_file` replaces the system's authorities.

    Raises BadAuthority where that file is missing, unreadable or holds no certificate.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise BadAuthority(_bad_authority(ca_file or "", error)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        # Python 3.13 began to ask of an authority what RFC 5280 asks of public ones, a key usage extension among it.
        # The authority of an office, made by a plain `openssl req -x509`, has none; the installer vouches for it by
        # naming its file, and signature, dates and host name are checked as before.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def trouble_with_authority(ca_file: str) -> str:
    """Why a file of authorities cannot be used, as a Vietnamese clause that names it; "" where it can."""
    try:
        tls_context(ca_file)
    except BadAuthority as error:
        return error.reason.told
    return ""


# --- Why -----------------------------------------------------------------------------------------------------------


def reason_of(error: BaseException) -> Reason:
    """A foreign error in words, with what to look at."""
    if isinstance(error, BadAuthority):
        return error.reason
    if isinstance(error, ssl.SSLCertVerificationError):
        told = _CERTIFICATES.get(error.verify_code, f"có lỗi mang mã {error.verify_code}")
        logged = f"certificate: {error.verify_message}"
        return Reason(f"chứng thư của máy chủ không hợp lệ ({told}); không kết nối", " ".join(logged.split()))
    if isinstance(error, ssl.SSLError):
        return _of_tls(error)
    said = said_by_server(error)
    if said and isinstance(error, imaplib.IMAP4.abort):
        bare = without_names(said)
        return Reason(f"máy chủ ngắt kết nối và nói: {bare}", f"server closed: {codes_in(said)}", said)
    for kinds, told, logged in _KINDS:
        if isinstance(error, kinds):
            return Reason(told, logged)
    if isinstance(error, OSError):
        code = errno.errorcode.get(error.errno or 0, type(error).__name__)
        return Reason(f"lỗi mạng {code}, xem lại kết nối của máy này", f"network: {code}")
    if said:
        bare = without_names(said)
        return Reason(f"máy chủ trả lời: {bare}", f"server said: {codes_in(said)}", said)
    return Reason("máy chủ trả lời không đúng giao thức", f"no proper answer: {type(error).__name__}")


_LIBRARY = re.compile(r"socket error|unexpected |no CAPABILITY|illegal|.*\bb['\"]")  # words of imaplib's own
_ANSWERS = (
    re.compile(r"command: \w+ => (.*)", re.DOTALL),  # BYE
    re.compile(r"\w+ failed: (.*)", re.DOTALL),  # NO
    re.compile(r"\w+ command error: BAD \[b['\"](.*)['\"]\]", re.DOTALL),
)
_TO_LOGIN = (re.compile(r"b['\"](.*)['\"]", re.DOTALL), re.compile(r"(.*)", re.DOTALL))


def said_by_server(error: BaseException) -> str:
    """The words of the server within an error of the IMAP libraries; "" where the words are the library's, which may
    quote a mail."""
    if not isinstance(error, imaplib.IMAP4.error):
        return ""
    text = " ".join(str(error).split())
    known = (*_ANSWERS, *_TO_LOGIN) if isinstance(error, LoginError) else _ANSWERS
    said = next((found[1] for pattern in known if (found := pattern.fullmatch(text))), "")
    return "" if _LIBRARY.match(said) else said[:LONGEST_WORDS]


def without_names(said: str) -> str:
    """Words of a server for an alarm: no addresses, no paths (which name mailboxes), nothing that is quoted."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'|<[^>]*>|\S*@\S*|\S*/\S*/\S*", "…", said)
    return " ".join(bare.split())[:LONGEST_WORDS]


_CODES = re.compile(r"(?<!\S)\d{3}(?!\S)(?:[ -]\d\.\d{1,3}\.\d{1,3}(?!\S))?|(?<!\S)\[[A-Z-]+(?=[\] ])")


def codes_in(said: str) -> str:
    """What a log may keep of a server's words, which name people in ways that nobody can foresee: its reply code and
    status (RFC 5321, 4.2; RFC 3463) or response code (RFC 5530)."""
    found = _CODES.match(said.strip())
    return found[0].lstrip("[") if found else "no code"


def _of_tls(error: ssl.SSLError) -> Reason:
    name = getattr(error, "reason", None) or type(error).__name__
    told = _TLS.get(name, f"mã {name}")
    return Reason(f"không lập được kết nối mã hóa TLS ({told})", f"TLS: {name}")


def _bad_authority(ca_file: str, error: OSError) -> Reason:
    path = Path(ca_file)
    if isinstance(error, ssl.SSLError):
        why, logged = "không chứa chứng thư dạng PEM nào", "ca_file: no certificate in it"
    elif not path.exists():
        why, logged = "không có", "ca_file: missing"
    else:
        why, logged = "không đọc được, xem lại quyền của tệp", "ca_file: not readable"
    return Reason(f"tệp chứng thư {ca_file} (mục ca_file) {why}", logged)


# By X509_V_ERR_* of OpenSSL, whose own words are English.
_CERTIFICATES = {
    9: "chưa đến ngày có hiệu lực, xem lại đồng hồ của máy này",
    10: "đã hết hạn",
    18: "tự ký, không có trong ca_file",
    19: "do nơi cấp chưa được tin cậy ký, ghi chứng thư của nơi ấy vào ca_file",
    20: "do nơi cấp chưa được tin cậy ký, ghi chứng thư của nơi ấy vào ca_file",
    21: "do nơi cấp chưa được tin cậy ký, ghi chứng thư của nơi ấy vào ca_file",
    23: "đã bị thu hồi",
    24: "nơi cấp không có quyền cấp chứng thư",
    62: "không mang tên máy chủ đã khai ở mục host",
    64: "không mang địa chỉ máy chủ đã khai ở mục host",
    66: "khóa quá ngắn",
    67: "khóa của nơi cấp quá ngắn",
    68: "chữ ký dùng thuật toán đã lỗi thời",
    79: "nơi cấp không có quyền cấp chứng thư",
    85: "chứng thư thiếu thông tin về nơi cấp, ghi chứng thư của nơi ấy vào ca_file",
    92: "chứng thư của nơi cấp không ghi mục đích sử dụng khóa, ghi chứng thư của nơi ấy vào ca_file",
}

# By the names of OpenSSL's reasons.
_TLS = {
    "WRONG_VERSION_NUMBER": "cổng này không nói TLS, xem lại mục port và security",
    "UNSUPPORTED_PROTOCOL": "máy chủ chỉ có phiên bản TLS cũ hơn 1.2",
    "TLSV1_ALERT_PROTOCOL_VERSION": "máy chủ chỉ có phiên bản TLS cũ hơn 1.2",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "máy chủ và máy này không có cách mã hóa chung",
    "UNEXPECTED_EOF_WHILE_READING": "máy chủ ngắt kết nối giữa chừng",
    "DH_KEY_TOO_SMALL": "khóa của máy chủ quá ngắn",
}

_KINDS: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    ((TimeoutError,), "máy chủ không trả lời trong thời gian cho phép", "timeout"),
    ((ConnectionRefusedError,), "máy chủ từ chối kết nối, xem lại tên máy chủ và số cổng", "connection refused"),
    ((socket.gaierror,), "không tìm thấy máy chủ theo tên đã khai", "host name not found"),
    ((ConnectionError, smtplib.SMTPServerDisconnected), "kết nối bị ngắt giữa chừng", "connection broke"),
    ((imaplib.IMAP4.abort,), "kết nối bị ngắt giữa chừng", "connection broke"),
)
