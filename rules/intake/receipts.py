"""What whoever wrote reads of a mail: receipts, acknowledgements, and what its unit is told at its own addresses."""

from dataclasses import replace
from hashlib import sha256

from rules.calendar import local_day
from rules.document import BODY
from rules.file_format import FORMATS
from rules.initiative import DocumentVerdict
from rules.intake.case import Case
from rules.intake.hearing import Follows, follows
from rules.intake.recording import Recorded
from rules.letter_kind import ACKNOWLEDGEMENT, RECEIPT
from rules.letters.letter import (
    FORM,
    AcknowledgementFacts,
    Enclosure,
    LetterOrder,
    ReceiptFacts,
)
from rules.roster import Unit
from rules.standing.bounces import reachable
from rules.standing.ownership import is_the_office


def receipt_of(case: Case, taken: tuple[Recorded, ...]) -> tuple[LetterOrder, ...]:
    """One letter per mail, to its sender; where nobody knows the sender, what was read is told to the unit alone."""
    parts = tuple(one.part for one in taken)
    units = {part.unit.code: part.unit for part in parts if part.unit}
    stages = {part.stage.code for part in parts}
    stage = next(iter(stages)) if len(stages) == 1 else None
    facts = ReceiptFacts(
        arrived_at=case.incoming.arrived_at,
        subject=case.mail.subject,
        parts=parts,
        documents=_files_to_tell(case),
        repeated=all(one.version is None for one in taken),
        note=" ".join((*said_beside(case).notes, *_wished(taken))),
    )
    if not case.sender.known:
        named = next(iter(units.values())) if len(units) == 1 else None
        return (
            *acknowledged(case, unnamed=not units),
            *(_told_to_the_unit(case, facts, named, stage) if named else ()),
        )
    whose = units if any(part.unit for part in parts) else {one.code: one for one in case.sender.units}
    unit = next(iter(whose)) if len(whose) == 1 else None
    return (
        *to_sender(case, facts, unit, stage, attach=(FORM,) if _lacks_something(taken) else ()),
        *_told_at_its_other_addresses(case, facts, taken),
    )


def _wished(taken: tuple[Recorded, ...]) -> tuple[str, ...]:
    return (_WISHED,) if any(one.wish for one in taken) else ()


_WISHED = (
    "Đề nghị rút, thay thế nội dung đã gửi được chuyển phòng phụ trách xem xét; nội dung cũ giữ nguyên cho đến khi có "
    "quyết định."
)


_NOT_FROM_HERE = (
    "Thư do địa chỉ {address} gửi, xin rút hoặc thay thế nội dung đã gửi; phòng phụ trách sẽ xem xét. Nếu không phải "
    "của đơn vị, đề nghị trả lời thư này."
)


def _told_at_its_other_addresses(
    case: Case, facts: ReceiptFacts, taken: tuple[Recorded, ...]
) -> tuple[LetterOrder, ...]:
    """What would take something from a unit it reads at each address it has: one of them may be in foreign hands."""
    parts = [one.part for one in taken if one.wish and one.part.unit]
    units = {part.unit.code: part.unit for part in parts if part.unit}
    if len(units) != 1 or not may_be_answered(case):
        return ()
    (unit,) = units.values()
    told = replace(facts, parts=tuple(parts), note=_NOT_FROM_HERE.format(address=case.sender.address))
    others = [one for one in reachable(unit.addresses, case.season) if one != case.sender.address]
    return tuple(_to_the_unit(case, told, unit, parts[0].stage.code, address) for address in others)


def acknowledged(case: Case, *, unnamed: bool) -> tuple[LetterOrder, ...]:
    """Anybody can write in the name of an address that we do not know: it gets one letter a day, and nothing in it was
    chosen by whoever wrote."""
    if not may_be_answered(case):
        return ()
    who = sha256(case.sender.address.encode()).hexdigest()[:24]
    today = local_day(case.season.as_of, case.campaign.calendar)
    return (
        LetterOrder(
            kind=ACKNOWLEDGEMENT,
            key=f"acknowledgement:{case.campaign.code}:{who}:{today.isoformat()}",
            to=(case.sender.address,),
            facts=AcknowledgementFacts(case.incoming.arrived_at, unnamed),
            arrival=case.incoming.arrival,
        ),
    )


_NOT_FROM_YOU = (
    "Thư do một địa chỉ chưa có trong danh sách gửi đến, ghi tên đơn vị. "
    "Nếu không phải của đơn vị, đề nghị trả lời thư này."
)


def _told_to_the_unit(case: Case, facts: ReceiptFacts, unit: Unit, stage: str | None) -> tuple[LetterOrder, ...]:
    """The unit that a stranger's mail names reads what came in its name, at each of its own addresses."""
    if not may_be_answered(case):
        return ()
    told = replace(facts, note=_NOT_FROM_YOU)
    return tuple(_to_the_unit(case, told, unit, stage, one) for one in reachable(unit.addresses, case.season))


def _to_the_unit(case: Case, facts: ReceiptFacts, unit: Unit, stage: str | None, address: str) -> LetterOrder:
    """Outside the thread of a mail that its reader has not seen."""
    place = unit.addresses.index(address)
    which = f":{place}" if place else ""
    return LetterOrder(
        kind=RECEIPT,
        key=f"receipt:{case.campaign.code}:named:{_occasion(case, facts, unit.code, stage)}{which}",
        to=(address,),
        facts=facts,
        unit=unit.code,
        stage=stage,
        arrival=case.incoming.arrival,
        threaded=False,
    )


def _lacks_something(taken: tuple[Recorded, ...]) -> bool:
    """One unit, one stage, and gaps or wrong figures: the form comes with what was understood. A stranger gets none."""
    part = taken[0].part if len(taken) == 1 and taken[0].trusted else None
    return part is not None and part.unit is not None and bool(part.missing or part.figures)


def to_sender(
    case: Case,
    facts: ReceiptFacts,
    unit: str | None,
    stage: str | None = None,
    attach: tuple[Enclosure, ...] = (),
) -> tuple[LetterOrder, ...]:
    if not may_be_answered(case) or _thanks_itself(case, facts, unit):
        return ()
    return (
        LetterOrder(
            kind=RECEIPT,
            key=f"receipt:{case.campaign.code}:{_occasion(case, facts, unit, stage)}",
            to=(case.sender.address,),
            facts=facts,
            unit=unit,
            stage=stage,
            arrival=case.incoming.arrival,
            attach=attach,
        ),
    )


def _thanks_itself(case: Case, facts: ReceiptFacts, code: str | None) -> bool:
    """The office need not be told by itself that it has sent what it owes."""
    unit = case.season.roster.find(code)
    complete = bool(facts.parts) and not any(part.missing for part in facts.parts)
    return complete and unit is not None and is_the_office(unit, case.campaign)


def may_be_answered(case: Case) -> bool:
    """Neither a machine nor an address that may be somebody else's."""
    return bool(case.sender.address and not case.incoming.manners.automatic and not case.incoming.authentication.failed)


def _occasion(case: Case, facts: ReceiptFacts, unit: str | None, stage: str | None) -> str:
    """What is answered once: a mail, by whatever ways its copies came. What says nothing new is answered once a day,
    so that two programs that take each other for people come to an end. A copy says nothing new either."""
    if case.incoming.namesakes or not (facts.repeated or facts.empty_form):
        return case.mail.identity[:24]
    who = sha256(f"{case.sender.address} {unit} {stage} {facts.empty_form}".encode()).hexdigest()[:24]
    return f"{who}:{local_day(case.incoming.arrived_at, case.campaign.calendar).isoformat()}"


def unread_files(case: Case) -> tuple[DocumentVerdict, ...]:
    ornaments = {attachment.name for attachment in case.mail.attachments if attachment.is_ornament}
    documents = case.incoming.understanding.documents
    return tuple(found for found in documents if found.kind == "unreadable" and found.name not in ornaments)


def _files_to_tell(case: Case) -> tuple[DocumentVerdict, ...]:
    """Every file, without the logos and emblems of a signature and the covers of forwarded mails."""
    unread, wrappers = unread_files(case), _forwarded_mails(case)
    documents = case.incoming.understanding.documents
    return tuple(
        found
        for found in documents
        if (found.kind != "unreadable" or found in unread) and not (found.kind == "other" and found.name in wrappers)
    )


def _forwarded_mails(case: Case) -> set[str]:
    """Names of attached mails: what is inside them is told by its own name."""
    return {
        attachment.name
        for attachment in case.mail.attachments
        if attachment.media_type == "message/rfc822" or FORMATS["eml"].names(attachment.name)
    }


def unclear_receipt(case: Case, files: tuple[DocumentVerdict, ...], note: str = "") -> tuple[LetterOrder, ...]:
    """To a known unit only: a stranger's mail may not be about the campaign at all."""
    if case.unit is None:
        return ()
    facts = ReceiptFacts(case.incoming.arrived_at, case.mail.subject, (), files, note=note)
    return to_sender(case, facts, case.unit.code)


BESIDE_A_FILE = ("time", "exempt", "question", "roster")
"""What counts beside something that is submitted: a covering note promises, thanks and tells of paper copies."""


def said_beside(case: Case) -> Follows:
    """What is said beside a submission. In a body that is one, words are content; a wish for time is not."""
    if case.hearing is None or case.incoming.authentication.failed:
        return Follows(())
    heard = case.hearing.heard
    if not case.of_words:
        of_body = any(BODY in reading.files for reading in case.incoming.understanding.readings)
        counting = ("time",) if of_body else BESIDE_A_FILE
        heard = tuple(one for one in heard if one.kind in counting) or case.hearing.favours()
    return follows(case.hearing, heard)
