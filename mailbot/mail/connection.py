"""What IMAP and SMTP share: how a connection is kept safe, and how foreign errors read."""

import imaplib
import smtplib
import socket
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

Security = Literal["tls", "starttls", "plain"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect and hear the greeting, and for the longest silence within an answer."""

    connect: float = 10.0
    read: float = 60.0


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """A context that checks certificate and host name; `ca_file` replaces the system's authorities.

    Raises OSError or ssl.SSLError for a file that holds no certificate.
    """
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by its very name: nothing is looked up, since a resolver can lie."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def reason_of(error: BaseException) -> str:
    """A foreign error in Vietnamese, with what to look at."""
    for kinds, reason in _REASONS:
        if isinstance(error, kinds):
            return reason.format(detail=_detail(error))
    return f"lỗi trao đổi với máy chủ: {_detail(error)}"


def _detail(error: BaseException) -> str:
    text = " ".join((getattr(error, "strerror", None) or str(error)).split())
    return text[:200] or type(error).__name__


_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((ssl.SSLCertVerificationError,), "chứng thư của máy chủ không hợp lệ ({detail}); không kết nối"),
    ((ssl.SSLError,), "không lập được kết nối mã hóa TLS ({detail})"),
    ((TimeoutError,), "máy chủ không trả lời trong thời gian cho phép"),
    ((ConnectionRefusedError,), "máy chủ từ chối kết nối, xem lại tên máy chủ và số cổng"),
    ((socket.gaierror,), "không tìm thấy máy chủ theo tên đã khai"),
    ((ConnectionError, smtplib.SMTPServerDisconnected, imaplib.IMAP4.abort), "kết nối bị ngắt giữa chừng"),
    ((OSError,), "lỗi mạng: {detail}"),
)
