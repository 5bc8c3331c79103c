"""The facts of letters to units as their templates see them: receipts, reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mailbot.writing.view_words import (
    LONGEST_TITLE,
    by_deadline,
    clock,
    day_and_weekday,
    deadline_of,
    registered_titles,
    value_in_words,
)
from rules.calendar import (
    first_day_too_late,
    kth_working_day_before,
    local,
    local_day,
    short_day,
    weekday_name,
)
from rules.campaign import Campaign, FieldSpec, Stage
from rules.initiative import TITLE, DocumentVerdict, Initiative
from rules.letters.letter import (
    AcknowledgementFacts,
    LetterOrder,
    ReceiptFacts,
    ReceiptPart,
    ReceiptsFacts,
    ReminderFacts,
)
from rules.roster import Roster
from rules.submission import Tie
from rules.titles import title_key
from rules.wording import capitalised, clipped, count, ended, listed

_LONGEST_VALUE = 220  # characters of one value in a receipt: three lines on a phone held upright are enough to check it
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RowView:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ItemView:
    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class MissingView:
    title: str
    labels: str  # "Người thực hiện, Kết quả đạt được"


@dataclass(frozen=True, slots=True)
class PairView:
    reported: str
    registered: str


@dataclass(frozen=True, slots=True)
class FileView:
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartView:
    unit: str
    stage: str
    document: str
    timeliness: str  # on-time | last-day | late
    deadline: str  # "trước ngày 25/8/2024 (Chủ nhật)"
    extended: str  # "30/8/2024 (thứ Sáu)", where the office gave more time; else ""
    due: str  # "25/8/2024"
    first: bool
    provisional: bool
    count: str
    items: tuple[ItemView, ...]
    missing: tuple[MissingView, ...]
    doubts: tuple[str, ...]
    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    unlisted: tuple[str, ...]
    changed: bool
    compared: bool  # the stage is compared with an earlier one
    earlier: str  # label of that stage
    reported: int
    registered: int
    unregistered: bool  # a report of a unit that has registered nothing
    not_reported: tuple[str, ...]
    similar: tuple[PairView, ...]
    new: tuple[str, ...]
    figures: tuple[str, ...]  # figures of targets that cannot be right


def receipt(order: LetterOrder, facts: ReceiptFacts, campaign: Campaign, roster: Roster) -> dict[str, object]:
    arrived = local_day(facts.arrived_at, campaign.calendar)
    parts = tuple(_part(part, campaign) for part in facts.parts)
    units = {part.unit.code: part.unit for part in facts.parts if part.unit is not None}
    unit = roster.find(order.unit) or (next(iter(units.values())) if len(units) == 1 else None)
    codes = {stage.code for stage in campaign.stages}
    stages = [part.stage for part in facts.parts]
    too_late = min((first_day_too_late(part.stage, part.last_day) for part in facts.parts), default=None)
    return {
        "unit": unit.name if unit else "",
        "unit_short": unit.label if unit else "",
        "arrived": clock(facts.arrived_at, campaign),
        "mail_subject": clipped(facts.subject, LONGEST_TITLE),
        "repeated": facts.repeated,
        "note": facts.note,
        "stages": " và ".join(dict.fromkeys(stage.label for stage in stages)),
        "parts": parts,
        "todo": _todo(facts, parts),
        "until": by_deadline(facts.parts[0].stage, facts.parts[0].last_day)
        if too_late and arrived < too_late and len(stages) == 1
        else "",
        "unreadable": tuple(_file(one) for one in facts.documents if one.kind == "unreadable"),
        "others": tuple(_file(one) for one in facts.documents if one.digest and one.kind not in (*codes, "unreadable")),
    }


@dataclass(frozen=True, slots=True)
class MailView:
    """One of several mails that are answered together."""

    number: int
    time: str  # "09:05"
    mail_subject: str
    arrived: str
    recorded: str  # how many initiatives, "" for none
    repeated: bool
    note: str
    todo: str
    until: str
    parts: tuple[PartView, ...]
    unreadable: tuple[FileView, ...]
    others: tuple[FileView, ...]


_NOTHING_TO_DO = ("nothing", "unread", "wait")


def receipts(order: LetterOrder, facts: ReceiptsFacts, campaign: Campaign, roster: Roster) -> dict[str, object]:
    """Each mail by itself, as `receipt` sees it."""
    mails = tuple(_mail(number, one, order, campaign, roster) for number, one in enumerate(facts.receipts, 1))
    unit = roster.find(order.unit)
    return {
        "unit": unit.name if unit else "",
        "unit_short": unit.label if unit else "",
        "received": count(len(mails)),
        "todo_in": listed(str(mail.number) for mail in mails if mail.todo not in _NOTHING_TO_DO),
        "mails": mails,
    }


def _mail(number: int, facts: ReceiptFacts, order: LetterOrder, campaign: Campaign, roster: Roster) -> MailView:
    alone: Any = receipt(order, facts, campaign, roster)
    titles = sum(len(part.initiatives) for part in facts.parts)
    shown = {
        name: alone[name] for name in ("mail_subject", "arrived", "todo", "until", "parts", "unreadable", "others")
    }
    return MailView(
        number=number,
        time=f"{local(facts.arrived_at, campaign.calendar):%H:%M}",
        recorded=count(titles) if titles and not facts.repeated else "",
        repeated=facts.repeated,
        note=facts.note,
        **shown,
    )


def acknowledgement(facts: AcknowledgementFacts, campaign: Campaign) -> dict[str, object]:
    return {"arrived": clock(facts.arrived_at, campaign), "unnamed": facts.unnamed}


# The body of a mail is a document without a digest: that it is only a covering note, nobody needs to be told.
def _file(document: DocumentVerdict) -> FileView:
    return FileView(document.name, ended(document.reason))


def _todo(facts: ReceiptFacts, parts: tuple[PartView, ...]) -> str:
    """The one thing that the unit should do first."""
    if any(part.unit is None for part in facts.parts):
        return "name-unit"
    unread = any(document.kind == "unreadable" for document in facts.documents)
    if not parts and facts.empty_form:
        return "empty-form"
    if not parts:
        return "resend" if unread else "wait" if facts.note else "unclear"
    if any(part.missing for part in parts):
        return "complete"
    if any(part.unlisted or part.similar or part.new for part in parts):
        return "answer"
    if any(part.provisional for part in parts):
        return "check"
    if any(part.figures for part in parts):
        return "figures"
    if any(part.not_reported for part in parts):
        return "report-rest"
    return "unread" if unread else "nothing"


def _part(part: ReceiptPart, campaign: Campaign) -> PartView:
    specs = [spec for spec in campaign.fields_of(part.stage.code) if spec.code != TITLE]
    required = campaign.required(part.stage.code)
    changes = part.changes
    return PartView(
        unit=part.unit.name if part.unit else "",
        stage=part.stage.label,
        document=part.stage.document,
        timeliness=part.timeliness,
        deadline=deadline_of(part.stage, part.last_day),
        extended=day_and_weekday(part.last_day) if part.last_day and _is_extended(part) else "",
        due=short_day(part.stage.due),
        first=part.first,
        provisional=part.provisional,
        count=count(len(part.initiatives)),
        items=tuple(
            _item(_as_recorded(initiative, part, required), specs, required) for initiative in part.initiatives
        ),
        missing=missing_by_title(part.missing),
        doubts=tuple(ended(capitalised(doubt)) for doubt in _outermost(part.doubts)),
        added=changes.added,
        updated=changes.updated,
        removed=changes.removed,
        unlisted=changes.unlisted,
        changed=not part.first and bool(changes.added or changes.updated or changes.removed or changes.unlisted),
        compared=part.stage.compared_with is not None,
        earlier=campaign.stage(part.stage.compared_with).label if part.stage.compared_with else "",
        reported=sum(tie.kind == "same" for tie in part.ties),
        registered=sum(tie.registered is not None for tie in part.ties),
        unregistered=bool(part.ties) and not any(tie.registered for tie in part.ties),
        not_reported=registered_titles(part.ties, "not-reported"),
        similar=_similar(part.ties),
        new=tuple(tie.reported for tie in part.ties if tie.kind == "new" and tie.reported),
        figures=part.figures,
    )


def _is_extended(part: ReceiptPart) -> bool:
    """Whether the office's decision gives more time than the plan; it never gives less."""
    return part.last_day is not None and part.last_day >= part.stage.due


def _outermost(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that another one repeats."""
    return tuple(one for one in sentences if not any(one != other and one in other for other in sentences))


def _as_recorded(initiative: Initiative, part: ReceiptPart, required: tuple[str, ...]) -> Initiative:
    """With what it needs and an earlier mail has told: whoever adds a name leaves the others as they are."""
    known = next((one for one in part.recorded if title_key(one.title) == title_key(initiative.title)), None)
    if known is None or part.provisional:
        return initiative
    kept = {code: known.values[code] for code in required if code in known.values and code not in initiative.values}
    return Initiative({**initiative.values, **kept}) if kept else initiative


def _item(initiative: Initiative, specs: Iterable[FieldSpec], required: tuple[str, ...]) -> ItemView:
    rows = []
    for spec in specs:
        value = value_in_words(spec, initiative)
        if value or spec.code in required:
            label = spec.label.removesuffix(" (%)") if value else spec.label
            rows.append(RowView(label, clipped(value, _LONGEST_VALUE) if value else "(chưa có)"))
    return ItemView(initiative.title, tuple(rows))


def missing_by_title(missing: Iterable[tuple[str, str]]) -> tuple[MissingView, ...]:
    labels: dict[str, list[str]] = {}
    for title, label in missing:
        labels.setdefault(title, []).append(label)
    return tuple(MissingView(title, ", ".join(found)) for title, found in labels.items())


# --- Reminder, overdue ----------------------------------------------------------------------------------------------


def _similar(ties: Iterable[Tie]) -> tuple[PairView, ...]:
    """Titles of which nobody has said yet whether they are one initiative."""
    return tuple(
        PairView(tie.reported, tie.registered)
        for tie in ties
        if tie.kind == "similar" and tie.reported and tie.registered
    )


def reminder(facts: ReminderFacts, campaign: Campaign) -> dict[str, object]:
    stage, unit, status = facts.stage, facts.unit, facts.status
    extended = facts.last_day >= stage.due
    last_working_day = kth_working_day_before(facts.last_day + _DAY, 1, campaign.calendar)
    earlier = campaign.stage(stage.compared_with) if stage.compared_with else None
    reported, registered = status.reported
    return {
        "unit": unit.name,
        "unit_short": unit.label,
        "head": unit.head_name,
        "head_title": unit.head_title,
        "stage": stage.label,
        "document": stage.document,
        "earlier": earlier.label if earlier else "",
        "nothing_sent": status.state == "owes",
        "waiting": facts.waiting,
        "missing": missing_by_title(status.missing),
        "not_reported": registered_titles(status.ties, "not-reported"),
        "similar": _similar(status.ties),
        "reported": reported,
        "registered": registered,
        "deadline": by_deadline(stage, facts.last_day),
        "due": deadline_of(stage, facts.last_day),
        "extended": extended,
        "last_working_day": f"{weekday_name(last_working_day)}, {short_day(last_working_day)}",
        "working_days_left": count(facts.working_days_left),
        "last_chance": facts.working_days_left == 1,
        "step": facts.step,
        "form_sent": short_day(facts.before[0]) if facts.before else "",
        "written_before": short_day(facts.before[-1]) if facts.before else "",
        "last": facts.last,
        "days_late": count((facts.leaves_on - facts.last_day).days) if facts.leaves_on and facts.overdue else "",
        "required": _labels(campaign, stage, True),
        "optional": _labels(campaign, stage, False),
        "office_waits": stage.overdue.until_office_deadline,
        "office_due": day_and_weekday(facts.office_due),
    }


def _labels(campaign: Campaign, stage: Stage, required: bool) -> str:
    return "; ".join(
        spec.label for spec in campaign.fields_of(stage.code) if (stage.code in spec.required_in) is required
    )
