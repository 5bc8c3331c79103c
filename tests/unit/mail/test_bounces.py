"""What reports of mail servers say of addresses."""

from pathlib import Path

import pytest

from mailbot.mail.bounces import failures
from mailbot.mail.message import read_mail
from rules.post.manners import returned_message_ids
from tests.corpus.mails import samples


def report(action: str, status: str, address: str = "vt@truong.example") -> bytes:
    """RFC 3464, with the headers of the letter as the third part (RFC 6522)."""
    return f"""From: MAILER-DAEMON@mx.example
To: phong@so.example
Subject: Delivery Status Notification
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

See the report.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: <0123@so.example>
Subject: Nhac

--b--
""".encode()


@pytest.mark.parametrize(
    ("action", "status", "temporary", "permanent"),
    [
        ("failed", "5.1.1", (), ("vt@truong.example",)),
        ("failed", "4.4.7", (), ("vt@truong.example",)),
        ("delayed", "4.4.1", ("vt@truong.example",), ()),
        ("delivered", "2.0.0", (), ()),
    ],
)
def test_a_report_names_the_address_and_whether_the_server_gave_up(
    action: str, status: str, temporary: tuple[str, ...], permanent: tuple[str, ...]
) -> None:
    found = failures(report(action, status), "Delivery Status Notification")
    assert (found.temporary, found.permanent) == (temporary, permanent)


def test_the_returned_headers_name_the_letter() -> None:
    assert returned_message_ids(read_mail(report("failed", "5.1.1")))[0] == "<0123@so.example>"


def test_addresses_are_compared_in_lower_case() -> None:
    found = failures(report("failed", "5.1.1", "VT@Truong.Example"), "")
    assert found.permanent == ("vt@truong.example",)


@pytest.mark.parametrize(
    ("subject", "tries_on"),
    [
        ("Warning: message delayed 4 hours", True),
        ("Thư của bạn tạm thời chưa gửi được", True),
        ("Undelivered Mail Returned to Sender", False),
        ("Thư không gửi được", False),
    ],
)
def test_what_names_nobody_may_still_say_that_the_server_tries_on(subject: str, tries_on: bool) -> None:
    found = failures(b"Subject: x\r\n\r\n", subject)
    assert (found.temporary, found.permanent, found.tries_on) == ((), (), tries_on)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, report("failed", "5.1.1")[:200], report("failed", "")])
def test_a_broken_report_breaks_nothing(raw: bytes) -> None:
    failures(raw, "Delivery failure")


@pytest.mark.shared
def test_most_real_bounces_name_an_address_and_none_breaks_the_reader(shared: Path) -> None:
    bounces = [sample for sample in samples(shared, "never-reply") if sample.kind == "bounce"]
    found = [failures((shared / "mails" / sample.path).read_bytes(), sample.mail.subject) for sample in bounces]
    named = sum(bool(one.permanent or one.temporary) for one in found)
    assert named / len(found) > 0.8
