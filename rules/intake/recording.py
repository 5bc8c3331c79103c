"""One reading of one mail: the version it becomes, what a receipt says of it, and what must be asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from rules.calendar import timeliness
from rules.campaign import Stage
from rules.initiative import TITLE, Reading, Understanding
from rules.letters.letter import ReceiptPart
from rules.rulings import MarkKind
from rules.season import Question, Season
from rules.standing import questions as ask
from rules.standing.ownership import Owner, Sender
from rules.standing.questions import Subject
from rules.standing.status import extension, marks, missing_of, received_at, ties_of
from rules.stated import to_ask
from rules.submission import Changes, Submission, Tie, Version, current, merge
from rules.titles import SAME, pairs, title_key
from rules.wording import capitalised, count, listed

_RETYPED = 0.85
"""Within one stage: a new title this like a recorded one is probably the same, typed anew. It is higher than for a
report beside a registration, since a unit may well register two initiatives with like titles."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mail would take away from what is recorded."""

    replaces: bool = False
    withdrawn: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.replaces or bool(self.withdrawn)


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Recorded:
    """`version` None: the same content was recorded before."""

    part: ReceiptPart
    version: Version | None
    questions: tuple[Question, ...]
    trusted: bool  # the sender may see what else is recorded for this unit
    wish: Wish = NO_WISH  # what waits for the office


@dataclass(frozen=True, slots=True)
class Mailed:
    """What all readings of one mail share."""

    arrival: int
    arrived_at: datetime
    understanding: Understanding
    sender: Sender
    season: Season
    proven: bool = False  # our server says that this very sender logged in


def record(reading: Reading, place: int, owner: Owner, mailed: Mailed) -> Recorded:
    """`place`: which reading of the mail it is, from 0. What is added counts; what a mail takes away, of whose sender
    nobody but From speaks, is asked about."""
    stage = mailed.season.campaign.stage(reading.stage)
    asked_whose = not owner.certain  # then nothing of it counts before the office has said yes to the whole
    wish = NO_WISH if mailed.proven or asked_whose else Wish(reading.replaces, reading.withdrawn)
    reading = replace(reading, replaces=False, withdrawn=()) if wish else reading
    version = _version(reading, owner, mailed)
    if owner.unit is None:
        return _nobodys(version, stage, place, owner, mailed)
    before, after, changes = _folded(version, owner.unit.code, stage, mailed.season)
    if wish.replaces and not (wish.withdrawn or _left_out(_titles(before), version)):
        wish = NO_WISH  # it lists all that was recorded: nothing would be taken away
    trusted = mailed.sender.office or owner.unit in mailed.sender.units
    full = _part(version, stage, owner, mailed, before, after, changes)
    part = full if trusted else _for_a_stranger(full, version, mailed.season)
    if not wish and _is_repeated(version, owner.unit.code, stage, mailed.season):
        return Recorded(part, None, (), trusted)
    subject = Subject(mailed.season.campaign.code, mailed.arrival, owner.unit, stage)
    asked = (
        *_about_version(version, place, owner, subject),
        *_about_changes(version, before, changes, subject, wish),
        *_about_ties(full.ties, stage, subject, mailed.season),
        *_about_signatures(reading, subject),
    )
    return Recorded(part, version, asked, trusted, wish)


# --- In one sentence --------------------------------------------------------------------------------------------

_NAMED_AT_MOST = 3  # units of one mail


def result_of(taken: tuple[Recorded, ...]) -> str:
    """What the office reads of a mail: how much was recorded, and whose it is."""
    return " ".join(capitalised(_result(stage, taken)) for stage in dict.fromkeys(one.part.stage for one in taken))


def _result(stage: Stage, taken: tuple[Recorded, ...]) -> str:
    own = [one for one in taken if one.part.stage == stage]
    new = [one for one in own if one.version is not None]
    whose = dict.fromkeys(one.part.unit.label if one.part.unit else "đơn vị chưa xác định" for one in new or own)
    units = listed(whose) if len(whose) <= _NAMED_AT_MOST else f"{count(len(whose))} đơn vị"
    if not new:
        return f"{stage.label} của {units} đã ghi nhận từ lần gửi trước, không có gì mới."
    titles = sum(len(one.part.initiatives) for one in new)
    unsure = any(one.part.provisional for one in new)
    withdrawn = sum(len(one.version.withdrawn or one.wish.withdrawn) for one in new if one.version)
    if not titles and withdrawn:
        return f"{units} xin rút {count(withdrawn)} nội dung {stage.label}."
    told = f"{'tạm ghi' if unsure else 'ghi nhận'} {count(titles)} nội dung {stage.label} của {units}"
    return f"{told}, chờ xác nhận." if unsure else f"{told}."


# --- The version ------------------------------------------------------------------------------------------------


def _version(reading: Reading, owner: Owner, mailed: Mailed) -> Version:
    digests = {document.name: document.digest for document in mailed.understanding.documents if document.digest}
    return Version(
        id=0,
        arrival=mailed.arrival,
        arrived_at=mailed.arrived_at,
        unit=owner.unit.code if owner.unit else None,
        stage=reading.stage,
        initiatives=reading.initiatives,
        provisional=not owner.certain,
        doubts=tuple(dict.fromkeys((owner.why, *reading.doubts))) if not owner.certain else reading.doubts,
        candidates=owner.candidates if owner.unit is None else (),
        rule=owner.rule,
        replaces=reading.replaces,
        withdrawn=reading.withdrawn,
        remarks=reading.remarks,
        imprint=reading.imprint,
        files=reading.files,
        signed=min(len(reading.files), sum(signature.intact is not False for signature in reading.signatures)),
        digests=tuple(digests[name] for name in reading.files if name in digests),
    )


def _folded(version: Version, unit: str, stage: Stage, season: Season) -> tuple[Submission | None, Submission, Changes]:
    """The submission without and with this version, and what it changed where it arrived.

    A mail that waited for another try is folded in behind what arrived before it, not behind what was read before it.
    """
    required = season.campaign.required(stage.code)
    others = [one for one in season.versions if one.arrival != version.arrival]
    earlier = [one for one in others if one.arrived_at <= version.arrived_at]
    before = current(others, unit, stage.code, required)
    after, changes = merge(current(earlier, unit, stage.code, required), version, required)
    if len(earlier) < len(others):
        after = current((*others, version), unit, stage.code, required) or after
    return before, after, changes


def _is_repeated(version: Version, unit: str, stage: Stage, season: Season) -> bool:
    """It says nothing that had not been said when it arrived. Its copy that came later and was read earlier is no
    reason to let go the arrival that counts."""
    required = season.campaign.required(stage.code)
    earlier = [
        one for one in season.versions if one.arrival != version.arrival and one.arrived_at <= version.arrived_at
    ]
    before = current(earlier, unit, stage.code, required)
    return before is not None and _says_nothing_new(before, merge(before, version, required)[0], version)


def _says_nothing_new(before: Submission, after: Submission, version: Version) -> bool:
    """The same files again, or a body that says the same again.

    A copy that a known sender confirms, or one that is signed now, does say something new.
    """
    known = {digest for recorded in before.versions for digest in recorded.digests}
    if version.digests and not known.issuperset(version.digests):
        return False
    if not version.digests and version.files != before.versions[-1].files:
        return False
    if version.withdrawn or version.replaces:
        return False
    return (
        _content(after) == _content(before)
        and after.provisional == before.provisional
        and version.signed <= max(recorded.signed for recorded in before.versions)
    )


def _content(submission: Submission) -> tuple[object, ...]:
    items = tuple(
        (item.provisional, {code: value.value for code, value in item.initiative.values.items() if code != TITLE})
        for item in submission.initiatives
    )
    return (items, {code: value.value for code, value in submission.remarks.items()})


# --- The receipt ------------------------------------------------------------------------------------------------


def _part(
    version: Version,
    stage: Stage,
    owner: Owner,
    mailed: Mailed,
    before: Submission | None,
    after: Submission,
    changes: Changes,
) -> ReceiptPart:
    season, unit = mailed.season, after.unit
    earlier = [known for known in season.versions if known.unit == unit and known.stage == stage.compared_with]
    received = received_at(season, unit, stage.code, after) or version.arrived_at
    return ReceiptPart(
        stage=stage,
        unit=owner.unit,
        timeliness=timeliness(received, stage, season.campaign.calendar, extension(season, unit, stage.code)),
        initiatives=version.initiatives,
        missing=missing_of(season, stage, after),
        changes=changes,
        provisional=version.provisional,
        doubts=version.doubts,
        ties=ties_of(season, unit, stage, earlier, after),
        first=before is None,
        recorded=tuple(item.initiative for item in after.initiatives),
        last_day=extension(season, unit, stage.code),
        figures=to_ask(version.remarks, season.campaign),
    )


def part_of(version: Version, owner: Owner, mailed: Mailed) -> ReceiptPart:
    """What a receipt says of a version that is stored and certain."""
    stage = mailed.season.campaign.stage(version.stage)
    before, after, changes = _folded(version, version.unit or "", stage, mailed.season)
    return _part(version, stage, owner, mailed, before, after, changes)


def _for_a_stranger(part: ReceiptPart, version: Version, season: Season) -> ReceiptPart:
    """A sender whom nobody knows yet reads of what this mail gave, not of what else the unit has sent."""
    alone, changes = merge(None, version, season.campaign.required(version.stage))
    missing = missing_of(season, part.stage, alone)
    return replace(part, missing=missing, changes=changes, ties=(), first=True, recorded=())


def _nobodys(version: Version, stage: Stage, place: int, owner: Owner, mailed: Mailed) -> Recorded:
    """Readable, but nobody knows whose: recorded without a unit until a person says."""
    season = mailed.season
    alone, changes = merge(None, replace(version, unit=""), season.campaign.required(stage.code))
    part = ReceiptPart(
        stage=stage,
        unit=None,
        timeliness=timeliness(version.arrived_at, stage, season.campaign.calendar),
        initiatives=version.initiatives,
        missing=missing_of(season, stage, alone),
        changes=changes,
        provisional=True,
        doubts=version.doubts,
        figures=to_ask(version.remarks, season.campaign),
    )
    subject = Subject(season.campaign.code, mailed.arrival, None, stage)
    return Recorded(part, version, _about_version(version, place, owner, subject), trusted=False)


# --- The questions ----------------------------------------------------------------------------------------------


def _about_version(version: Version, place: int, owner: Owner, subject: Subject) -> tuple[Question, ...]:
    if not version.provisional:
        return ()
    return (ask.about_version(subject, owner.ask or ask.PROSE, owner.why, place, owner.candidates),)


def _about_changes(
    version: Version, before: Submission | None, changes: Changes, subject: Subject, wish: Wish
) -> tuple[Question, ...]:
    asked: list[Question] = []
    old = _titles(before)
    left_out = changes.unlisted or (_left_out(old, version) if wish.replaces else ())
    if left_out:
        asked.append(ask.about_unlisted(subject, left_out, replaces=wish.replaces))
    asked += [
        ask.about_similar(subject, old[i], changes.added[j], earlier_stage=False)
        for i, j, _ in pairs(old, changes.added, _RETYPED)
    ]
    withdrawn = version.withdrawn or wish.withdrawn
    named = {j: old[i] for i, j, _ in pairs(old, withdrawn, SAME)}
    unknown = tuple(title for j, title in enumerate(withdrawn) if j not in named)
    kept = tuple(title for j, title in enumerate(withdrawn) if j in named)
    if unknown:
        asked.append(ask.about_withdrawn(subject, unknown, found=False))
    if kept and wish:
        asked.append(ask.about_taking_back(subject, tuple(named.values())))
    elif kept and version.provisional:
        asked.append(ask.about_withdrawn(subject, kept, found=True))
    return tuple(asked)


def _titles(submission: Submission | None) -> tuple[str, ...]:
    return tuple(item.initiative.title for item in submission.initiatives) if submission else ()


def _left_out(old: tuple[str, ...], version: Version) -> tuple[str, ...]:
    """What was recorded before and is not in a list that wants to take its place, though it repeats nothing of it."""
    listed = {title_key(item.title) for item in version.initiatives}
    return tuple(title for title in old if title_key(title) not in listed) if listed else ()


def _about_ties(ties: tuple[Tie, ...], stage: Stage, subject: Subject, season: Season) -> tuple[Question, ...]:
    """A report beside the registration: what is nearly the same, or that there is none."""
    if stage.compared_with is None or subject.unit is None:
        return ()
    if any(tie.registered is not None for tie in ties):
        return tuple(
            ask.about_similar(subject, tie.registered, tie.reported, earlier_stage=True)
            for tie in ties
            if tie.kind == "similar" and tie.registered and tie.reported
        )
    excused: tuple[MarkKind, ...] = ("paper", "exempt")
    if any(next(marks(season, kind, subject.unit.code, stage.compared_with), None) for kind in excused):
        return ()
    return (ask.about_unregistered(subject, season.campaign.stage(stage.compared_with)),)


def _about_signatures(reading: Reading, subject: Subject) -> tuple[Question, ...]:
    if any(signature.intact is False for signature in reading.signatures):
        return (ask.about_signature(subject, ", ".join(reading.files)),)
    return ()
