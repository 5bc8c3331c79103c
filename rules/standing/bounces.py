"""Letters that did not arrive: which addresses a report speaks of, and what follows for the next letter.

A report counts only where it names a letter of ours by its Message-ID, which nobody can guess (`decide`), and only for
addresses that the letter was sent to. Then the address is bad: the next one of the roster is written to, and what went
there did not arrive. Temporary failures change nothing. A person of the office may say that an address is right after
all (a full mailbox was emptied): by the answer "đúng" to the question, from that moment on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rules.roster import Unit
from rules.season import LetterFacts, Question, Season, Undelivered
from rules.standing.ownership import speaks_for
from rules.standing.questions import BOUNCE, YES, Subject, about_bounce


@dataclass(frozen=True, slots=True)
class Failures:
    """The addresses that a report names, lower case. Both empty: it was not understood, or names none."""

    temporary: tuple[str, ...] = ()
    permanent: tuple[str, ...] = ()
    tries_on: bool = False  # its own words say that the server has not given up


NONE = Failures()


def undelivered(letter: LetterFacts, failures: Failures, at: datetime) -> tuple[Undelivered, ...]:
    """What a report about this letter says of its addresses.

    Where it names others, the letter was passed on by the mailbox it was sent to; with only one address that mailbox
    is meant. So it is where a report names nobody: that it came for this letter is all it says.
    """
    refused = [address for address in letter.to if address.lower() in failures.permanent]
    delayed = [address for address in letter.to if address.lower() in failures.temporary and address not in refused]
    if not refused and not delayed and len(letter.to) == 1:
        permanent = bool(failures.permanent) or not (failures.temporary or failures.tries_on)
        (refused if permanent else delayed).append(letter.to[0])
    return (
        *(Undelivered(letter.id, address, True, at) for address in refused),
        *(Undelivered(letter.id, address, False, at) for address in delayed),
    )


def bad_addresses(season: Season) -> frozenset[str]:
    """Addresses at which nothing arrives, lower case."""
    right = said_to_be_right(season)
    return frozenset(
        address
        for one in season.undelivered
        if one.permanent and ((address := one.address.lower()) not in right or right[address] < one.at)
    )


def said_to_be_right(season: Season) -> dict[str, datetime]:
    """Addresses that somebody of the office vouched for after a letter had come back, and since when."""
    return {
        address.lower(): question.answered_at
        for question in season.questions
        if question.kind == BOUNCE and question.answer == YES and question.answered_at
        for address in question.candidates
    }


def about_lost(
    address: str, letter: LetterFacts, found: tuple[Undelivered, ...], season: Season, arrival: int
) -> Question:
    """What the office is asked about an address: once, and again only where it had vouched for the address.

    `found`: what is known since now; `arrival`: the report, 0 where the server refused the letter at once.
    """
    unit, following, again = season.roster.find(letter.unit), None, ""
    known = replace(season, undelivered=(*season.undelivered, *found))
    if found and unit is not None and address.lower() in unit.addresses:
        following = next(iter(reachable(unit.addresses, known)), "")
    if found and unit is not None and address == letter.to[0]:
        again = next_address(letter, unit, known)
    vouched_for = sum(
        question.kind == BOUNCE and question.answer == YES and address in question.candidates
        for question in season.questions
    )
    return about_bounce(Subject(season.campaign.code, arrival, unit), address, following, vouched_for, again)


def reachable(addresses: Iterable[str], season: Season) -> tuple[str, ...]:
    """Those of a unit's addresses that letters may arrive at, in the order of the roster."""
    bad = bad_addresses(season)
    return tuple(address for address in addresses if address.lower() not in bad)


def next_address(letter: LetterFacts, unit: Unit, season: Season) -> str:
    """Where a letter to a unit goes that came back; "" where it reached the unit all the same, or nothing is left."""
    if not letter.kind.resent or not speaks_for(letter.to[0], unit, season):
        return ""
    left = reachable(unit.addresses, season)
    has_a_copy = {address.lower() for address in letter.to[1:]}
    return "" if not left or any(address in has_a_copy for address in left) else left[0]


def written_to(unit: Unit, season: Season) -> tuple[str, ...]:
    """The one address that a letter to the unit goes to; () where there is none left."""
    return reachable(unit.addresses, season)[:1]


def returned(season: Season) -> frozenset[int]:
    """Ids of the letters that did not arrive at the address they were written to, whoever may have got a copy."""
    refused = {(one.letter, one.address.lower()) for one in season.undelivered if one.permanent}
    if not refused:
        return frozenset()
    return frozenset(
        letter.id for letter in season.letters if letter.to and (letter.id, letter.to[0].lower()) in refused
    )
