"""What only a person can decide, as one Vietnamese sentence each, with the candidates and a suggestion.

A key exists once in the store, so a mail that is handled again asks nothing twice. `YES` and `NO` are the answers that
the rules understand; other answers are the code of a unit or a day, and are carried out where they are taken.
"""

from hashlib import sha256

YES = "yes"
NO = "no"

UNIT = "unit"  # whose is it?
SENDER = "sender"  # may this address speak for that unit?
PROSE = "prose"  # was it read rightly?
SIMILAR = "similar"  # are these two titles one initiative?
UNLISTED = "unlisted"  # does what a newer list lacks still stand?
WITHDRAWN = "withdrawn"  # a withdrawal that names nothing recorded, or that nobody confirmed
UNREGISTERED = "unregistered"  # a report without a registration
UNREADABLE = "unreadable"  # a file that nobody but a person can read
NOTHING_READ = "nothing-read"  # speaks of the campaign, and nothing in it could be recorded
EXTENSION = "extension"  # a unit asks for more time
CLASSIFIED = "secret"  # a stamp of a state secret
JUNK = "junk"  # a likely submission in the spam folder
SIGNATURE = "signature"  # altered after signing
MACHINE = "machine"  # a submission in a mail that a machine wrote
BOUNCE = "bounce"  # a letter of ours did not arrive

WAITS_FOR_A_PERSON = frozenset({UNREADABLE, NOTHING_READ, CLASSIFIED, JUNK})
"""While such a question about a unit is open, the unit may have sent already: it is not reminded."""


def question_key(campaign: str, kind: str, *about: object) -> str:
    """A key of bounded length: titles and names in it are hashed, numbers and codes stay readable."""
    told = [str(part) if len(str(part)) <= 40 else sha256(str(part).encode()).hexdigest()[:16] for part in about]
    return ":".join(("question", campaign, kind, *told))
