"""Only what our own server found is believed."""

import pytest

from rules.mail import Address, Mail
from rules.post.authentication import Server, authenticate

OURS = "mx.so.example"
SERVER = Server(OURS)


def mail(*fields: str, sender: str = "vt@truong.example", others: tuple[tuple[str, str], ...] = ()) -> Mail:
    headers = (*(("Authentication-Results", field) for field in fields), *others)
    return Mail("0" * 64, "<1@x.example>", "Đăng ký", Address(sender), headers=headers)


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        (f"{OURS}; dmarc=pass header.from=truong.example", "passed"),
        (f"{OURS}; dmarc=pass (p=NONE dis=NONE)", "passed"),
        (f"{OURS}; dmarc=fail (p=reject) header.from=truong.example", "failed"),
        (f"{OURS}; dkim=pass header.d=truong.example; spf=fail smtp.mailfrom=vt@truong.example", "passed"),
        (f"{OURS}; dkim=pass header.i=@mail.truong.example header.s=a header.b=Ab/+=", "passed"),
        (f"{OURS}; dkim=fail (body hash) header.d=truong.example", "failed"),
        (f"{OURS}; spf=fail smtp.mailfrom=vt@truong.example; dkim=none (not signed) header.d=none", "failed"),
        (f"{OURS}; spf=pass smtp.mailfrom=truong.example", "passed"),
        (f"{OURS}; spf=pass smtp.mailfrom=x@elsewhere.example", "unproven"),
        (f"{OURS}; dkim=pass header.d=elsewhere.example", "unproven"),
        (f"{OURS}; dkim=fail header.d=elsewhere.example", "unproven"),
        (f"{OURS}; dkim=pass header.d=elsewhere.example; dmarc=fail header.from=truong.example", "failed"),
        (f"{OURS}; dmarc=pass header.from=elsewhere.example", "unproven"),
        (f"{OURS}; spf=softfail smtp.mailfrom=vt@truong.example; dmarc=none", "unproven"),
        (f"{OURS}; spf=temperror smtp.mailfrom=vt@truong.example", "unproven"),
        (f"{OURS}; dkim=pass", "unproven"),
        (f"{OURS} 1; none", "unproven"),
        (f"{OURS}; dmarc=pass header.from=truong.example;", "passed"),
        (f"(milter) {OURS.upper()} ; dmarc=pass header.from=truong.example", "passed"),
        (f"{OURS}; (((", "unproven"),
        ("", "unproven"),
    ],
)
def test_what_our_server_says_of_the_domain_of_from(field: str, verdict: str) -> None:
    assert authenticate(mail(field), SERVER).verdict == verdict


def test_what_another_server_says_is_as_good_as_absent() -> None:
    assert authenticate(mail("mx.evil.example; dmarc=pass header.from=truong.example"), SERVER).verdict == "unproven"
    near = mail(f"{OURS}.evil.example; dmarc=pass header.from=truong.example")
    assert authenticate(near, SERVER).verdict == "unproven"


def test_a_field_in_our_name_below_our_own_is_not_believed() -> None:
    forged = f"{OURS}; dmarc=pass header.from=truong.example"
    found = mail("mx.other.example; spf=pass", f"{OURS}; dmarc=fail header.from=truong.example", forged)
    assert authenticate(found, SERVER).failed
    assert authenticate(found, SERVER).failures == ("dmarc",)


def test_ours_that_cannot_be_read_is_not_replaced_by_one_below_it() -> None:
    found = mail(f"{OURS}; dmarc=", f"{OURS}; dmarc=pass header.from=truong.example")
    assert authenticate(found, SERVER).verdict == "unproven"


def test_without_a_configured_server_no_proof_is_demanded() -> None:
    assert authenticate(mail(f"{OURS}; dmarc=fail header.from=truong.example"), Server()).verdict == "not-asked"


def test_reply_to_proves_and_identifies_nobody() -> None:
    found = mail(
        f"{OURS}; dmarc=pass header.from=truong.example",
        sender="x@elsewhere.example",
        others=(("Reply-To", "vt@truong.example"),),
    )
    assert authenticate(found, SERVER).verdict == "unproven"


# --- A person -----------------------------------------------------------------------------------------------------

CLERK = "thuha@so.example"
HOST = "mail.so.example"
OWN = Server(OURS, (HOST,))
BOUND = Server(OURS, (HOST,), senders_bound=True)
TRACE = (
    "Received",
    f"from laptop ([192.0.2.7]) by {HOST} with ESMTPSA id 1; Tue, 13 Aug 2024 09:00:00 +0700",
)
ELSEWHERE = ("Received", "from x ([192.0.2.9]) by mx.evil.example with ESMTP id 2; Tue, 13 Aug 2024 09:00:00 +0700")
INTO_THE_BOX = ("Received", f"from {HOST} by {HOST} with LMTP id 3 for <x>; Tue, 13 Aug 2024 09:00:01 +0700")


def results(value: str) -> tuple[str, str]:
    return "Authentication-Results", f"{OURS}; {value}"


def from_clerk(*fields: tuple[str, str]) -> Mail:
    return Mail("0" * 64, "<1@x.example>", "Re: Cần quyết định", Address(CLERK), headers=fields)


LOGGED_IN = results(f"auth=pass smtp.auth={CLERK}")


@pytest.mark.parametrize(
    ("fields", "proven"),
    [
        ((LOGGED_IN, TRACE), True),
        ((results(f"spf=none; auth=pass (LOGIN) smtp.auth={CLERK.upper()}"), TRACE), True),
        ((results("spf=pass smtp.mailfrom=so.example"), LOGGED_IN, TRACE), True),
        ((results(f"smime=pass body.smime-identifier={CLERK}"), TRACE), True),
        ((LOGGED_IN, TRACE, ELSEWHERE), True),
        ((INTO_THE_BOX, LOGGED_IN, TRACE), True),
        ((INTO_THE_BOX, TRACE, LOGGED_IN), False),
        ((INTO_THE_BOX, ELSEWHERE, LOGGED_IN, TRACE), False),
        # the seven forgeries of the trial of November 2026, and what is like them
        ((TRACE,), False),
        ((("Authentication-Results", f"mx.evil.example; auth=pass smtp.auth={CLERK}"), TRACE), False),
        ((results("dmarc=fail header.from=so.example"), TRACE), False),
        ((results("auth=pass smtp.auth=thptso2@so.example"), TRACE), False),
        ((results("spf=pass smtp.mailfrom=thptso2@so.example"), TRACE), False),
        ((results("dkim=pass header.d=thpt2.so.example"), TRACE), False),
        ((TRACE, LOGGED_IN), False),
        ((results("dmarc=pass header.from=so.example"), TRACE), False),
        ((results("auth=pass smtp.auth=thuha"), TRACE), False),
        ((results("auth=fail smtp.auth=thuha@so.example"), TRACE), False),
        ((LOGGED_IN, ELSEWHERE, TRACE), False),
        ((ELSEWHERE, LOGGED_IN, TRACE), False),
        ((LOGGED_IN,), False),
    ],
)
def test_a_person_is_proven_where_our_server_says_that_this_very_address_logged_in(
    fields: tuple[tuple[str, str], ...], proven: bool
) -> None:
    assert authenticate(from_clerk(*fields), OWN).person is proven


@pytest.mark.parametrize(
    ("fields", "proven"),
    [
        ((results("dmarc=pass header.from=so.example"), TRACE), True),
        ((results("dkim=pass header.d=so.example"), TRACE), True),
        ((results("dkim=pass header.d=thpt2.so.example"), TRACE), False),
        ((results("dkim=pass header.d=so.example; auth=pass smtp.auth=thptso2@so.example"), TRACE), False),
        ((TRACE, results("dmarc=pass header.from=so.example")), False),
        ((TRACE,), False),
    ],
)
def test_a_domain_proves_a_person_only_where_its_server_binds_senders(
    fields: tuple[tuple[str, str], ...], proven: bool
) -> None:
    assert authenticate(from_clerk(*fields), BOUND).person is proven


def test_without_the_names_of_our_hosts_nobody_is_proven() -> None:
    assert not authenticate(from_clerk(LOGGED_IN, TRACE), SERVER).person
