"""When a unit says something in plain words, and the one letter that answers it."""

from hashlib import sha256

from rules.calendar import local_day
from rules.intake.case import Case
from rules.intake.concern import has_files
from rules.intake.heard import Kind
from rules.intake.hearing import Follows
from rules.intake.receipts import BESIDE_A_FILE, may_be_answered
from rules.letter_kind import REPLY
from rules.letters.letter import (
    LetterOrder,
    ReplyFacts,
)
from rules.standing.bounces import reachable
from rules.wording import clipped

_VAGUE = ("says", "thanks", "other")


def says_something(case: Case) -> str | None:
    """A unit says in plain words what can be understood."""
    said = case.said
    if said is None or all(kind in _VAGUE for kind in said.kinds) or case.is_other_business:
        return None
    if set(said.kinds) <= {"thanks", "will"} and not said.notes:
        return None
    counts = BESIDE_A_FILE if not case.empty_forms else (*BESIDE_A_FILE, "value")
    if has_files(case.mail) and not case.answers and not set(said.kinds) & set(counts):
        return None
    return f"Đơn vị {'trả lời' if case.answers else 'viết'}: “{in_short(said)}”."


_QUOTED_IN_A_TABLE = 120  # characters


def in_short(said: Follows) -> str:
    return clipped(" ".join(dict.fromkeys(one.quote for one in said.heard)), _QUOTED_IN_A_TABLE).rstrip(".")


def says_anything(case: Case) -> str | None:
    """Whatever a unit answers that nobody understood: a person reads it."""
    said = case.said
    if said is None or not (case.answers or case.wishes) or said.kinds != ("says",):
        return None
    return f"Đơn vị trả lời: “{in_short(said)}”."


def only_thanks(case: Case) -> str | None:
    said = case.said
    promised = said is not None and bool(said.kinds) and set(said.kinds) <= {"thanks", "will"} and not said.notes
    if said is None or has_files(case.mail) or not (said.kinds == ("thanks",) or promised):
        return None
    return "Đơn vị báo đã nhận hoặc cảm ơn, không cần trả lời."


def writes_of_other_business(case: Case) -> str | None:
    said = case.said
    if said is None or not case.answers or not (said.kinds == ("other",) or case.is_other_business):
        return None
    return f"Đơn vị viết tiếp thư cũ về việc khác, không thuộc phong trào: “{in_short(said)}”."


def unit_of(case: Case) -> str | None:
    return case.hearing.unit.code if case.hearing else None


def reply_to(case: Case, said: Follows) -> tuple[LetterOrder, ...]:
    """One a day for the same in one thread, lest two programs that take each other for people go on for ever."""
    if not may_be_answered(case) or not said.notes or case.hearing is None or _has_been_told(case, said):
        return ()
    unit, stage = case.hearing.unit, case.hearing.stage
    others = reachable(unit.addresses, case.season) if _would_change(case, said) else ()
    to = dict.fromkeys((case.sender.address, *others))
    return (
        LetterOrder(
            kind=REPLY,
            key=f"reply:{case.campaign.code}:{_thread(case, said)}",
            to=tuple(to),
            facts=ReplyFacts(
                arrived_at=case.incoming.arrived_at,
                subject=case.mail.subject,
                quote=in_short(said),
                notes=said.notes,
                waits=said.waits,
            ),
            unit=unit.code,
            stage=stage.code,
            arrival=case.incoming.arrival,
            attach=said.attach,
        ),
    )


_CHANGES: frozenset[Kind] = frozenset({"withdraw", "change", "paper", "exempt", "nothing", "time", "roster"})
"""What is said in plain words that the office may take for the unit's own wish to change what stands."""


def _would_change(case: Case, said: Follows) -> bool:
    """Then every address of the unit reads of it, the old one among them: whoever wrote may be anybody."""
    return not case.incoming.authentication.person and not _CHANGES.isdisjoint(said.kinds)


def _has_been_told(case: Case, said: Follows) -> bool:
    """A remark on what was only an acknowledgement of a remark, on the same day."""
    letter, calendar = case.letter, case.campaign.calendar
    if letter is None or letter.kind != REPLY or set(said.kinds) - {"says"}:
        return False
    return local_day(letter.created_at, calendar) == local_day(case.season.as_of, calendar)


def _thread(case: Case, said: Follows) -> str:
    about = case.letter.key if case.letter and not case.letter.kind.answers else "-"
    who = f"{case.sender.address} {about} {' '.join(sorted(set(said.kinds)))}"
    day = local_day(case.incoming.arrived_at, case.campaign.calendar).isoformat()
    return f"{sha256(who.encode()).hexdigest()[:24]}:{day}"
