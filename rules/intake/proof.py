"""What a decision that came by mail is worth: it counts at once, it is proposed, or nothing of it is done.

Whoever forges the address of the office must decide nothing; whoever is proven need not be asked twice.
"""

from typing import Literal

from rules.post.authentication import Authentication

Decisions = Literal[
    "proven",  # only who is proven decides by mail
    "confirmed",  # who is not is sent a code, and decides by sending it back
    "trusting",  # an address of the office and the name of a letter of ours are enough
]
Weight = Literal["counts", "proposed", "refused"]


def weight(proof: Authentication, decisions: Decisions) -> Weight:
    """Of a mail from an address of the office that answers a letter of ours."""
    if proof.person:
        return "counts"
    if proof.failed:
        return "refused"
    if decisions == "trusting":
        return "counts" if proof.verdict in ("not-asked", "passed") else "refused"
    return "proposed" if decisions == "confirmed" else "refused"
