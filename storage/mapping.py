"""Values to rows and back. Initiatives sleep as JSON; everything else has columns of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from sys import intern
from typing import Any, cast

from pydantic import TypeAdapter

from rules.document import Box, Where
from rules.filed import FiledMail
from rules.initiative import Headed, Initiative, Json, Value
from rules.letter_kind import RECEIPT, letter_kind
from rules.letters.letter import FORM, Enclosure, LetterOrder, ReceiptFacts
from rules.season import (
    LOST,
    ArrivalFacts,
    ArrivalState,
    LetterFacts,
    LetterState,
    Question,
    QuestionKind,
    Verdict,
    WithheldMail,
)
from rules.submission import Version
from storage.tables import QuestionRow, ReceiptRow, VersionRow, WithheldRow
from storage.values import known


def values_to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    return {
        code: {
            "value": list(value.value) if isinstance(value.value, tuple) else value.value,
            "where": [value.where.file, value.where.part, value.where.spot, *(value.where.box or ())],
            "rule": value.rule,
            "confidence": value.confidence,
        }
        for code, value in values.items()
    }


def values_from_json(stored: Mapping[str, Any]) -> dict[str, Value]:
    return {
        code: Value(_frozen(item["value"]), _where(item["where"]), item["rule"], confidence=item.get("confidence"))
        for code, item in stored.items()
    }


_BESIDE = "beside:"  # among the codes of fields, of which none has a colon; rows of earlier versions have none


def _initiative_to_json(initiative: Initiative) -> dict[str, Any]:
    stored = values_to_json(initiative.values)
    if initiative.beside:
        stored[_BESIDE] = [
            [one.heading, one.text, one.field, one.where.file, one.where.part, one.where.spot, *(one.where.box or ())]
            for one in initiative.beside
        ]
    return stored


def _initiative_from_json(stored: Mapping[str, Any]) -> Initiative:
    values = {code: item for code, item in stored.items() if code != _BESIDE}
    beside = tuple(
        Headed(heading, text, _where(where), field) for heading, text, field, *where in stored.get(_BESIDE, ())
    )
    return Initiative(values_from_json(values), beside)


def _where(stored: Sequence[Any]) -> Where:
    file, part, spot, *box = stored
    return Where(file, part, spot, cast(Box, tuple(box)) if box else None)


def _frozen(value: Any) -> Json:
    return tuple(value) if isinstance(value, list) else cast(Json, value)


def version_to_row(version: Version, campaign: str, reading: int) -> VersionRow:
    return VersionRow(
        campaign=campaign,
        arrival_id=version.arrival,
        reading_id=reading,
        arrived_at=version.arrived_at,
        unit=version.unit,
        stage=version.stage,
        initiatives=[_initiative_to_json(initiative) for initiative in version.initiatives],
        remarks=values_to_json(version.remarks),
        provisional=version.provisional,
        doubts=list(version.doubts),
        candidates=list(version.candidates),
        rule=version.rule,
        replaces=version.replaces,
        withdrawn=list(version.withdrawn),
        files=list(version.files),
        digests=list(version.digests),
        signed=version.signed,
        imprint=values_to_json(version.imprint),
    )


def version_from_row(row: VersionRow, read_at: datetime, superseded_at: datetime | None) -> Version:
    """As it was read in its reading, which another one may have superseded."""
    return Version(
        id=known(row.id),
        arrival=row.arrival_id,
        arrived_at=row.arrived_at,
        unit=row.unit,
        stage=row.stage,
        initiatives=tuple(_initiative_from_json(item) for item in row.initiatives),
        provisional=row.provisional,
        doubts=tuple(row.doubts),
        candidates=tuple(row.candidates),
        rule=row.rule,
        replaces=row.replaces,
        withdrawn=tuple(row.withdrawn),
        remarks=values_from_json(row.remarks),
        files=tuple(row.files),
        digests=tuple(row.digests),
        signed=row.signed,
        imprint=values_from_json(row.imprint),
        read_at=read_at,
        superseded_at=superseded_at,
    )


FACTS_OF_AN_ARRIVAL = (
    "id", "arrived_at", "state", "verdict", "reason", "sender", "sender_name", "subject", "official", "signed",
    "before_go_live", "folder", "handled_at", "tries",
)  # fmt: skip
"""The columns that `arrival_from_row` reads."""


def arrival_from_row(row: Any, attachments: tuple[str, ...] = ()) -> ArrivalFacts:
    """`row`: an ArrivalRow, or a row of a query with those columns."""
    return ArrivalFacts(
        id=known(row.id),
        arrived_at=row.arrived_at,
        state=cast(ArrivalState, row.state),
        verdict=cast(Verdict | None, row.verdict),
        reason=intern(row.reason),  # the same few sentences for thousands of mails that are not ours
        sender=row.sender,
        sender_name=row.sender_name,
        subject=row.subject,
        official=row.official,
        attachments=attachments,
        signed=row.signed,
        before_go_live=row.before_go_live,
        folder=intern(row.folder),
        handled_at=row.handled_at,
        tries=row.tries,
    )


FACTS_OF_A_FILED_MAIL = ("id", "arrived_at", "handled_at", "verdict", "before_go_live")
"""The columns that `filed_from_row` reads."""


def filed_from_row(row: Any) -> FiledMail:
    """`row`: of a query with those columns."""
    return FiledMail(row.id, row.arrived_at, row.handled_at or row.arrived_at, row.verdict, row.before_go_live)


def withheld_from_row(row: WithheldRow) -> WithheldMail:
    return WithheldMail(
        id=known(row.id),
        folder=row.folder,
        uid=row.uid,
        since=row.since,
        reason=row.reason,
        said=row.said,
        tries=row.tries,
        next_try_at=row.next_try_at,
        arrived_at=row.arrived_at,
        account=row.account,
        uidvalidity=row.uidvalidity,
    )


FACTS_OF_A_LETTER = (
    "id", "kind", "key", "recipients", "unit", "stage", "state", "created_at", "sent_at", "message_id", "arrival_id",
    "batch", "items",
)  # fmt: skip
"""The columns that `letter_from_row` reads."""


def letter_from_row(row: Any) -> LetterFacts:
    """`row`: a LetterRow, or a row of a query with those columns."""
    return LetterFacts(
        id=known(row.id),
        kind=letter_kind(row.kind),
        key=row.key,
        to=tuple(row.recipients),
        unit=row.unit,
        stage=row.stage,
        state=cast(LetterState, row.state),
        created_at=row.created_at,
        sent_at=row.sent_at,
        message_id=row.message_id,
        arrival=row.arrival_id,
        batch=row.batch,
        items=tuple(row.items),
    )


def question_to_row(question: Question, campaign: str, arrival: int | None, at: datetime) -> QuestionRow:
    """The number of a ruling sleeps in the column of what the question is about."""
    about = question.candidates if question.ruling is None else (str(question.ruling),)
    return QuestionRow(
        campaign=campaign,
        key=question.key,
        kind=question.kind,
        arrival_id=arrival,
        unit=question.unit,
        stage=question.stage,
        text=question.text,
        suggestion=question.suggestion,
        candidates=list(about),
        asked_at=at,
    )


def question_from_row(row: QuestionRow) -> Question:
    ruling = int(row.candidates[0]) if row.kind == LOST and row.candidates else None
    return Question(
        number=known(row.id),
        key=row.key,
        kind=cast(QuestionKind, row.kind),
        arrival=row.arrival_id,
        unit=row.unit,
        stage=row.stage,
        text=row.text,
        suggestion=row.suggestion,
        candidates=() if ruling else tuple(row.candidates),
        asked_at=row.asked_at,
        ruling=ruling,
    )


_RECEIPT = TypeAdapter(ReceiptFacts)


def receipt_to_row(order: LetterOrder, campaign: str, due_at: datetime) -> ReceiptRow:
    """A receipt sleeps for some minutes, perhaps over an upgrade: its facts may get new fields with defaults only."""
    facts = _RECEIPT.dump_python(cast(ReceiptFacts, order.facts), mode="json", fallback=dict, warnings=False)
    return ReceiptRow(
        campaign=campaign,
        key=order.key,
        address=order.to[0].lower(),
        arrival_id=known(order.arrival),
        unit=order.unit,
        stage=order.stage,
        attach=list(order.attach),
        threaded=order.threaded,
        facts=facts,
        due_at=due_at,
    )


def receipt_from_row(row: ReceiptRow) -> LetterOrder:
    attach: tuple[Enclosure, ...] = (FORM,) if FORM in row.attach else ()
    return LetterOrder(
        kind=RECEIPT,
        key=row.key,
        to=(row.address,),
        facts=_RECEIPT.validate_python(row.facts),
        unit=row.unit,
        stage=row.stage,
        arrival=row.arrival_id,
        attach=attach,
        threaded=row.threaded,
    )
