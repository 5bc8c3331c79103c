"""Everything that a person must look at, as one queue; and what a mail gave, as one compares it with the paper.

Nothing is decided here. What waits is a question, a proposal that waits for confirmation, something read that no
question is open about, a batch of reminders that was announced, or a mail that could not be handled.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from rules.campaign import FieldSpec
from rules.initiative import Initiative, Json, Value
from rules.rulings import Held
from rules.season import LOST, OVERTAKEN, Question, Season
from rules.standing import questions as ask
from rules.standing.ruling_words import ruling_in_words, shown_value
from rules.text import words
from rules.wording import capitalised

Kind = Literal["question", "proposal", "reading", "batch", "held", "withheld"]

_NAMES = {
    ask.UNIT: "Chưa rõ đơn vị",
    ask.SENDER: "Địa chỉ lạ",
    ask.PROSE: "Đọc chưa chắc",
    ask.SIMILAR: "Hai tên gần giống",
    ask.UNLISTED: "Danh sách mới thiếu",
    ask.WITHDRAWN: "Xin rút",
    ask.UNREGISTERED: "Báo cáo chưa đăng ký",
    ask.UNREADABLE: "Tệp chưa đọc được",
    ask.NOTHING_READ: "Không đọc được nội dung",
    ask.EXTENSION: "Xin lùi hạn",
    ask.CLASSIFIED: "Có thể là tài liệu mật",
    ask.JUNK: "Trong thư mục thư rác",
    ask.SIGNATURE: "Sửa sau khi ký số",
    ask.MACHINE: "Máy tự gửi",
    ask.BOUNCE: "Thư bị trả lại",
    ask.DEADLINE: "Thời hạn thay đổi",
    ask.TEMPLATE: "Mẫu thư hỏng",
    ask.FORGED: "Nghi giả mạo",
    LOST: "Quyết định mất chỗ",
    ask.SUSPECT: "Nghi giả mạo",
    ask.ON_PAPER: "Báo đã nộp giấy",
    ask.EXEMPTION: "Xin miễn",
    ask.SENT: "Báo đã gửi rồi",
    ask.CHANGE: "Xin sửa, xin rút",
    ask.RELAYED: "Trả lời việc phòng hỏi",
    ask.ROSTER: "Đổi liên hệ",
    ask.ASKED: "Hỏi phòng",
    ask.SAYS: "Nhắn phòng",
}
LIKELY = 0.8
"""A value of something tentative that is less likely right than this should be compared with the paper."""

_NEVER_TOGETHER = frozenset({ask.FORGED, ask.SUSPECT, ask.SIGNATURE, ask.WITHDRAWN, ask.CLASSIFIED})
"""Each of these is looked at by itself, however alike they seem."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing in the queue. `alike`: what has the same may be decided together; "": only by itself."""

    kind: Kind
    number: int  # of the question, proposal, mail; 0: of a batch, which has a name
    name: str  # what it is, in a few Vietnamese words
    text: str  # one Vietnamese sentence
    unit: str | None = None
    stage: str | None = None
    arrival: int | None = None
    since: datetime | None = None
    batch: str = ""
    suggestion: str = ""
    alike: str = ""


def waiting(season: Season) -> tuple[Waiting, ...]:
    """What somebody is waiting for first, then the rest as old as it is. Batches: `rules.letters.batches`."""
    asked = [one for one in season.questions if one.answer is None]
    about = [one for one in season.questions if one.answer in (None, OVERTAKEN)]
    rest = [*map(_question, asked), *_readings(season, about), *_held(season), *_withheld(season)]
    return (
        *_proposals(season),
        *sorted(rest, key=lambda one: (one.since is not None, one.since or season.as_of, one.number)),
    )


def _question(question: Question) -> Waiting:
    together = question.suggestion and question.kind not in _NEVER_TOGETHER
    return Waiting(
        kind="question",
        number=question.number,
        name=_NAMES.get(question.kind, "Cần quyết định"),
        text=question.text,
        unit=question.unit,
        stage=question.stage,
        arrival=question.arrival,
        since=question.asked_at,
        suggestion=question.suggestion,
        alike=f"{question.kind}:{question.suggestion}" if together else "",
    )


def _proposals(season: Season) -> Iterator[Waiting]:
    for ruling in season.rulings:
        if ruling.state == "proposed":
            first = ruling.turns[0]
            what = capitalised(ruling_in_words(ruling, season.campaign, season.roster))
            yield Waiting(
                "proposal", ruling.number, "Đề nghị chờ xác nhận", f"{first.by or 'Chưa rõ ai'} đề nghị: {what}.",
                ruling.unit, ruling.stage, ruling.about, first.at,
            )  # fmt: skip


def _readings(season: Season, asked: list[Question]) -> Iterator[Waiting]:
    """What is tentative although nothing is asked about it any more."""
    about = {(one.arrival, one.unit) for one in asked} | {(one.arrival, None) for one in asked if one.unit is None}
    for version in season.versions:
        known = {(version.arrival, version.unit), (version.arrival, None)} & about
        if version.provisional and not version.rejected and not known:
            doubts = " ".join(version.doubts) or "Nội dung đang tạm ghi."
            yield Waiting(
                "reading", version.arrival, "Tạm ghi", doubts, version.unit, version.stage, version.arrival,
                version.known_at,
            )  # fmt: skip


def _held(season: Season) -> Iterator[Waiting]:
    for mail in season.arrivals:
        if mail.state == "held":
            yield Waiting("held", mail.id, "Thư chưa xử lý được", mail.reason, arrival=mail.id, since=mail.arrived_at)


def _withheld(season: Season) -> Iterator[Waiting]:
    for one in season.withheld:
        text = f"Máy chủ thư chưa đưa ra thư UID {one.uid} trong {one.folder}: {one.reason}"
        yield Waiting("withheld", one.id, "Thư máy chủ giữ", text, since=one.since)


# --- What a mail gave -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value beside the paper. `sure` is False where somebody should compare it; `doubt` says why, in Vietnamese."""

    key: str  # "2.owners": item and field
    code: str
    label: str
    text: str  # as it is typed again; "" where the paper says nothing
    kind: str
    choices: tuple[tuple[str, str], ...]  # code, label
    value: Json
    where: str  # in the file
    file: str
    rule: str
    sure: bool
    doubt: str
    spec: FieldSpec
    confidence: int | None  # percent: how likely it is right (`rules.papers.confidence`); None: nobody has said


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An initiative of a mail by the number that people give it."""

    number: int
    title: str
    values: tuple[ShownValue, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """What a mail gave to one unit and stage, as it counts now."""

    unit: str | None
    stage: str
    provisional: bool
    rejected: bool
    doubts: tuple[str, ...]
    candidates: tuple[str, ...]
    rule: str
    withdrawn: tuple[str, ...]
    items: tuple[ShownItem, ...]
    files: tuple[str, ...]


def parts_of(season: Season, arrival: int) -> tuple[ShownPart, ...]:
    """In the order in which corrections count their initiatives."""
    found, first = [], 1
    for held in season.standing.held:
        if held.version.arrival == arrival:
            found.append(_part(held, season, first))
            first += len(held.version.initiatives)
    return tuple(found)


def _part(held: Held, season: Season, first: int) -> ShownPart:
    version = held.version
    specs = season.campaign.fields_of(version.stage)
    return ShownPart(
        unit=version.unit,
        stage=version.stage,
        provisional=version.provisional,
        rejected=version.rejected,
        doubts=version.doubts,
        candidates=version.candidates,
        rule=version.rule,
        withdrawn=version.withdrawn,
        files=version.files,
        items=tuple(
            ShownItem(
                number, one.title, tuple(_value(number, one, spec, version.stage, held, season) for spec in specs)
            )
            for number, one in enumerate(version.initiatives, first)
        ),
    )


def _value(number: int, initiative: Initiative, spec: FieldSpec, stage: str, held: Held, season: Season) -> ShownValue:
    found = initiative.values.get(spec.code)
    empty = found is None or found.value in (None, "", ())
    doubt = _doubt(found, empty, spec, stage, held, season)
    return ShownValue(
        key=f"{number}.{spec.code}",
        code=spec.code,
        label=spec.label,
        text="" if found is None or empty else shown_value(found.value, spec),
        kind=spec.kind,
        choices=tuple((one.code, one.label) for one in spec.choices),
        value=found.value if found else None,
        where=str(replace(found.where, file="")) if found else "",
        file=found.where.file if found else "",
        rule=found.rule if found else "",
        sure=not doubt,
        doubt=doubt,
        spec=spec,
        confidence=None if found is None or empty or found.confidence is None else round(100 * found.confidence),
    )


def _doubt(found: Value | None, empty: bool, spec: FieldSpec, stage: str, held: Held, season: Season) -> str:
    """Why somebody should look: something asked for is absent, or what was read is tentative and a doubt of the reader
    names this, or it was found in a way that often errs, or it is what everything else is known by."""
    if found is None or empty:
        return "còn thiếu" if spec.code in season.campaign.required(stage) else ""
    if not held.version.provisional or held.version.rejected:
        return ""
    named = next((one for one in held.version.doubts if _names(one, spec)), "")
    if named:
        return named.rstrip(".")
    if found.confidence is not None and found.confidence < LIKELY:
        return f"độ tin cậy chỉ {round(100 * found.confidence)}%"
    return "chờ đối chiếu với bản giấy" if spec.code == season.campaign.fields[0].code else ""


def _names(doubt: str, spec: FieldSpec) -> bool:
    said = " ".join(words(doubt))
    return any(" ".join(words(label)) in said for label in (spec.label, *spec.labels) if len(words(label)) > 1)


# --- What one may answer --------------------------------------------------------------------------------------------

Act = Literal["accept", "no", "skip", "unit", "received", "paper", "extend", "words"]
_ACTS: tuple[tuple[str, Act, str], ...] = (
    ("đúng", "accept", "Đúng"),
    ("không", "no", "Không"),
    ("(tên đơn vị", "unit", "Là của đơn vị khác"),
    ("nhận ngày", "received", "Tính là nhận ngày"),
    ("đã nộp bản giấy", "paper", "Đã nộp bản giấy"),
    ("gia hạn", "extend", "Gia hạn đến hết ngày"),
    ("bỏ qua", "skip", "Bỏ qua"),
    ("trả lời", "words", "Gửi câu này cho đơn vị"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer as a button."""

    act: Act
    label: str


def choices(question: Question) -> tuple[Choice, ...]:
    """The answers that `answers_to` names in words, as buttons; each once."""
    found: dict[Act, Choice] = {}
    for words_ in ask.answers_to(question):
        for begins, act, label in _ACTS:
            if words_.startswith(begins):
                _, bracket, meaning = words_.rstrip(")").partition(" (")
                shown = f"{label}: {meaning}" if bracket and act in ("accept", "no") else label
                found.setdefault(act, Choice(act, shown))
                break
    return tuple(found.values())
