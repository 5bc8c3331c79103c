"""What the trace says happened, beside the names of the rules that decided a mail. Whoever reads the trace back, reads
it by these names."""

from enum import StrEnum


class Happened(StrEnum):
    """Members are stored: a new one may come, none may be spelled otherwise."""

    # by the program
    ALARM = "alarm"
    ALARM_OVER = "alarm over"
    CAP_REACHED = "cap reached"
    FORGOTTEN = "forgotten"
    HANDLING_FAILED = "handling failed"
    REBUILT = "rebuilt"
    WITHHELD = "withheld"
    WITHHELD_NO_LONGER = "withheld no longer"

    # of a letter
    QUEUED = "letter queued"
    SENT_AGAIN = "letter sent again"
    HANDED_OVER = "letter handed over"
    GIVEN_BACK = "letter given back"
    RELEASED = "letter released"
    WAITING = "letter waiting"
    SENDING = "letter sending"
    SENT = "letter sent"
    REFUSED = "letter refused"
    HELD = "letter held"
    STOPPED = "letter stopped"

    # by people
    RESUMED = "resumed"
    INVITED = "invited"
    UNDO = "undo"
    CODE_GIVEN = "code given"
    CONTACTS_EDITED = "contacts"
    WRITTEN = "written"  # a letter of a person's own to a unit
    PAGE_ENTERED = "page entered"
    PAGE_WRONG_CODES = "page: wrong codes"


def came_into(state: str) -> Happened:
    """A letter came into a state of the outbox."""
    return Happened(f"letter {state}")
