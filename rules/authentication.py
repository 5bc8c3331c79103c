"""Whether the server that took a mail vouches for its sender (Authentication-Results, RFC 8601)."""

from typing import Literal

import authres

from rules.mail import Mail

Proof = Literal["not-asked", "passed", "failed"]


def proof_of(mail: Mail, authserv_id: str) -> Proof:
    """`authserv_id` names our own server as it signs such headers; "": no proof is asked for.

    Only the topmost header of that name counts: our server writes above whatever a sender brought along (RFC 8601, 5).
    The domain that was proved must be the one of From, or one above it.
    """
    if not authserv_id:
        return "not-asked"
    if mail.sender is None:
        return "failed"
    header = next((one for one in map(_parsed, mail.header_all("Authentication-Results")) if one), None)
    if header is None or str(header.authserv_id).lower() != authserv_id.lower():
        return "failed"
    return "passed" if any(_proves(result, mail.sender.domain) for result in header.results or ()) else "failed"


def _parsed(value: str) -> authres.AuthenticationResultsHeader | None:
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except authres.AuthResError:
        return None


_PROPERTIES = {
    "dmarc": ("header", "from"),
    "dkim": ("header", "d"),
    "spf": ("smtp", "mailfrom"),
    "auth": ("smtp", "auth"),
}
"""By method: the property that names who was proved (RFC 8601, 2.7)."""


def _proves(result: authres.core.AuthenticationResult, domain: str) -> bool:
    wanted = _PROPERTIES.get(result.method)
    if wanted is None or result.result != "pass":
        return False
    values = [str(one.value) for one in result.properties if (one.type, one.name) == wanted]
    return any(_aligned(value.rpartition("@")[2].lower(), domain) for value in values)


def _aligned(proved: str, domain: str) -> bool:
    return bool(proved) and (domain == proved or ("." in proved and domain.endswith(f".{proved}")))
