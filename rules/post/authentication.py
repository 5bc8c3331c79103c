"""What our own receiving server found about the sender of a mail (Authentication-Results, RFC 8601).

Anyone may write such a field. Only the topmost one in the name of our own server counts: it writes above whatever a
mail brought along (RFC 8601, 5). What it proves must be the domain of From, or one in line with it (RFC 7489, 3.1).
"""

import re
from dataclasses import dataclass
from typing import Literal

import authres

from rules.mail import Mail

Verdict = Literal[
    "not-asked",  # the configuration names no server of ours
    "passed",
    "failed",  # our server found that the domain of From did not send it
    "unproven",  # it found nothing either way
]


@dataclass(frozen=True, slots=True)
class Authentication:
    """`failures`: the methods by which the domain of From was refuted."""

    verdict: Verdict
    failures: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        return self.verdict == "failed"


NOT_ASKED = Authentication("not-asked")


def authenticate(mail: Mail, authserv_id: str) -> Authentication:
    """`authserv_id` names our server as it writes itself into such fields; "": no proof is asked for."""
    if not authserv_id:
        return NOT_ASKED
    if mail.sender is None:
        return Authentication("unproven")
    domain = mail.sender.domain
    results = [result for result in _results(mail, authserv_id) if _concerns(result, domain)]
    passed = [result.method for result in results if result.result == "pass"]
    failures = tuple(result.method for result in results if result.result in ("fail", "hardfail"))
    if "dmarc" in failures:
        return Authentication("failed", failures)
    if passed:
        return Authentication("passed")
    return Authentication("failed" if failures else "unproven", failures)


def _results(mail: Mail, authserv_id: str) -> tuple[authres.core.AuthenticationResult, ...]:
    """Of the topmost field in our name; nothing where it cannot be read, for those below it are not ours."""
    ours = next((value for value in mail.header_all("Authentication-Results") if _named(value, authserv_id)), None)
    if ours is None:
        return ()
    try:
        header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {ours.strip().rstrip(';')}")
    except authres.AuthResError:
        return ()
    return tuple(header.results or ())


def servers_of(mail: Mail) -> tuple[str, ...]:
    """The names of the servers that wrote such fields, the topmost first: what the configuration may name."""
    return tuple(name for value in mail.header_all("Authentication-Results") if (name := _name(value)))


def _named(value: str, authserv_id: str) -> bool:
    return _name(value) == authserv_id.lower()


def _name(value: str) -> str:
    head = re.sub(r"\([^()]*\)", " ", value).partition(";")[0].split()
    return head[0].strip('"').lower() if head else ""


_PROPERTIES = {
    "dmarc": (("header", "from"),),
    "dkim": (("header", "d"), ("header", "i")),
    "spf": (("smtp", "mailfrom"),),
    "auth": (("smtp", "auth"),),
}
"""By method: the properties that name who was examined (RFC 8601, 2.7). DMARC examines From and need not say so."""


def _concerns(result: authres.core.AuthenticationResult, domain: str) -> bool:
    wanted = _PROPERTIES.get(result.method)
    if wanted is None:
        return False
    values = [str(one.value) for one in result.properties if (one.type, one.name) in wanted]
    if not values:
        return bool(result.method == "dmarc")
    return any(_in_line(value.rpartition("@")[2].lower().rstrip("."), domain) for value in values)


def _in_line(examined: str, domain: str) -> bool:
    """The same domain, or one below the other; a top level domain is above everybody."""
    if "." not in examined:
        return False
    return examined == domain or domain.endswith(f".{examined}") or examined.endswith(f".{domain}")
