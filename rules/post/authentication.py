"""What our own receiving server found about the sender of a mail (Authentication-Results, RFC 8601).

Anyone may write such a field. Only the topmost one in the name of our own server counts: it writes above whatever a
mail brought along (RFC 8601, 5). What it proves must be the domain of From, or one in line with it (RFC 7489, 3.1).

That a domain sent a mail says little where many share it. A *person* is proven only where our server says that this
very address logged in, in a field that no sender can have brought along: above the trace that our server itself wrote.
A server that writes it below that trace (OpenDKIM and OpenDMARC of Debian do) proves nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import authres

from rules.mail import Address, Mail
from rules.post.arrival import taken_in_by

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
    person: bool = False  # the very address of From is proven, not its domain alone

    @property
    def failed(self) -> bool:
        return self.verdict == "failed"


NOT_ASKED = Authentication("not-asked")


@dataclass(frozen=True, slots=True)
class Server:
    """Our receiving server as the configuration describes it."""

    authserv_id: str = ""  # as it names itself in such fields; "": no proof is asked for
    own_hosts: tuple[str, ...] = ()  # as it and its kin name themselves in Received
    senders_bound: bool = False  # it lets nobody send under another's address, so a proven domain proves the person


UNNAMED = Server()


def authenticate(mail: Mail, server: Server) -> Authentication:
    """What our server found out about the sender of a mail."""
    if not server.authserv_id:
        return NOT_ASKED
    if mail.sender is None:
        return Authentication("unproven")
    found = _of_domain(mail, mail.sender.domain, server.authserv_id)
    return replace(found, person=not found.failed and _is_person(mail, mail.sender, server))


def _of_domain(mail: Mail, domain: str, authserv_id: str) -> Authentication:
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
    return _parsed(ours)


def _parsed(value: str) -> tuple[authres.core.AuthenticationResult, ...]:
    try:
        header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value.strip().rstrip(';')}")
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


# --- A person ---------------------------------------------------------------------------------------------------

_NAMING = {"auth": ("smtp", "auth"), "smime": ("body", "smime-identifier")}
"""By method: the property that names an address whose owner proved to be who he is (RFC 8601, 2.7.4; RFC 7281)."""


_DELIVERY = re.compile(r"(?i)\bwith\s+lmtps?a?\b")


def beyond_reach(mail: Mail, server: Server) -> tuple[str, ...]:
    """The fields in our server's name that no sender can have brought along: those above the topmost Received, where
    our own server wrote that. Were it another's, whatever stands around it may have come with the mail.

    A Received that tells of the delivery into the mailbox (LMTP, RFC 2033) is none of the way and is passed over."""
    above: list[str] = []
    for name, value in mail.headers:
        if name.lower() == "received" and not _DELIVERY.search(value):
            return tuple(above) if taken_in_by(value, server.own_hosts) else ()
        if name.lower() == "authentication-results" and _named(value, server.authserv_id):
            above.append(value)
    return ()


def _is_person(mail: Mail, sender: Address, server: Server) -> bool:
    results = [result for value in beyond_reach(mail, server) for result in _parsed(value) if result.result == "pass"]
    named = [(method, who) for result in results for method, who in _people(result)]
    if any(method == "auth" and who != sender.address for method, who in named):
        return False  # somebody else logged in
    if any(who == sender.address for _, who in named):
        return True
    return server.senders_bound and any(_is_domain(result, sender.domain) for result in results)


def _people(result: authres.core.AuthenticationResult) -> Iterator[tuple[str, str]]:
    wanted = _NAMING.get(result.method)
    for one in result.properties:
        if (one.type, one.name) == wanted:
            yield result.method, str(one.value).strip('"<>').lower()


def _is_domain(result: authres.core.AuthenticationResult, domain: str) -> bool:
    """This very domain: one above or below it may be another's, whose server binds nobody."""
    wanted = _PROPERTIES.get(result.method, ())
    values = [str(one.value) for one in result.properties if (one.type, one.name) in wanted]
    if not values:
        return bool(result.method == "dmarc")
    return any(value.rpartition("@")[2].lower().rstrip(".") == domain for value in values)
