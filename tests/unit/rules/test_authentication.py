"""Only what our own server found is believed."""

import pytest

from rules.mail import Address, Mail
from rules.post.authentication import authenticate

OURS = "mx.so.example"


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
    assert authenticate(mail(field), OURS).verdict == verdict


def test_what_another_server_says_is_as_good_as_absent() -> None:
    assert authenticate(mail("mx.evil.example; dmarc=pass header.from=truong.example"), OURS).verdict == "unproven"
    near = mail(f"{OURS}.evil.example; dmarc=pass header.from=truong.example")
    assert authenticate(near, OURS).verdict == "unproven"


def test_a_field_in_our_name_below_our_own_is_not_believed() -> None:
    forged = f"{OURS}; dmarc=pass header.from=truong.example"
    found = mail("mx.other.example; spf=pass", f"{OURS}; dmarc=fail header.from=truong.example", forged)
    assert authenticate(found, OURS).failed
    assert authenticate(found, OURS).failures == ("dmarc",)


def test_ours_that_cannot_be_read_is_not_replaced_by_one_below_it() -> None:
    found = mail(f"{OURS}; dmarc=", f"{OURS}; dmarc=pass header.from=truong.example")
    assert authenticate(found, OURS).verdict == "unproven"


def test_without_a_configured_server_no_proof_is_demanded() -> None:
    assert authenticate(mail(f"{OURS}; dmarc=fail header.from=truong.example"), "").verdict == "not-asked"


def test_reply_to_proves_and_identifies_nobody() -> None:
    found = mail(
        f"{OURS}; dmarc=pass header.from=truong.example",
        sender="x@elsewhere.example",
        others=(("Reply-To", "vt@truong.example"),),
    )
    assert authenticate(found, OURS).verdict == "unproven"
