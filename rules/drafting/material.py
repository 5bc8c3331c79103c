"""What a consolidated document is made from: the statuses of its stage, of the stage before it, and their counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from rules.calendar import short_day
from rules.campaign import Campaign, Choice, FieldSpec, Stage
from rules.initiative import Initiative
from rules.roster import Unit
from rules.season import Season
from rules.standing.status import UnitStatus
from rules.stated import stated_in
from rules.submission import Submission, Tie, Tracked
from rules.wording import REGISTERED, UNCONFIRMED, listed, lowered, plain

OTHER_KIND = "đơn vị khác"  # of a kind that the campaign does not name
_TELLING_MARKS = ("exempt", "extension", "paper", "arrived")  # the others are about letters, not about facts


@dataclass(frozen=True, slots=True)
class Entry:
    """One initiative of one unit as it stands in the document.

    `taken`: codes of the choices that a report leaves out and that stand as the unit registered them.
    """

    unit: Unit
    tracked: Tracked
    status: UnitStatus
    tie: Tie | None
    taken: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        return self.tracked.initiative.title

    @property
    def provisional(self) -> bool:
        return self.tracked.provisional or self.status.state == "provisional"

    @property
    def mark(self) -> str:
        """What follows a name that nobody has confirmed yet."""
        return f" {UNCONFIRMED}" if self.provisional else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the cells of one stage. `owing` are the units of which something is due."""

    owing: int
    sent: int  # units of `owing` that sent by mail or otherwise
    paper: int  # of these, on paper or by another system
    provisional: int  # of these, not confirmed
    incomplete: int
    on_time: int  # of all that sent, volunteers as well
    last_day: int
    late: int
    volunteers: int  # sent although nothing was due
    initiatives: int
    provisional_initiatives: int

    @property
    def missing(self) -> int:
        return self.owing - self.sent


@dataclass(frozen=True, slots=True)
class Round:
    """One stage with its cells, in the order of the roster; `registered`: what it is compared with, by unit."""

    stage: Stage
    statuses: tuple[UnitStatus, ...]
    registered: Mapping[str, Submission]
    choices: tuple[str, ...]  # codes of the fields with choices

    @property
    def name(self) -> str:
        """What the units did in it, as in "kết quả đăng ký", "kết quả thực hiện"."""
        return "thực hiện" if self.stage.compared_with else self.stage.label

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._completed(entry) for entry in entries_of(self.statuses))

    def _completed(self, entry: Entry) -> Entry:
        """The choices that the unit made when it registered stand for those that its report leaves out."""
        known, own = self.registered.get(entry.unit.code), entry.tracked.initiative
        if known is None or entry.tie is None or entry.tie.kind != "same":
            return entry
        first = next(item.initiative for item in known.initiatives if item.initiative.title == entry.tie.registered)
        taken = {code: first.values[code] for code in self.choices if not own.get(code) and first.get(code)}
        if not taken:
            return entry
        initiative = Initiative(MappingProxyType({**own.values, **taken}))
        return replace(entry, tracked=replace(entry.tracked, initiative=initiative), taken=frozenset(taken))


@dataclass(frozen=True, slots=True)
class Material:
    season: Season
    this: Round
    earlier: Round | None  # the stage it is compared with

    @property
    def campaign(self) -> Campaign:
        """With number and day of the documents that people entered."""
        return self.season.cited

    @property
    def stage(self) -> Stage:
        return self.this.stage

    @property
    def to_superior(self) -> bool:
        """A báo cáo that leaves the agency: what is only the agency's own business stays out of it."""
        return self.stage.addressee.kind == "bao-cao"

    @property
    def rounds(self) -> tuple[Round, ...]:
        return (self.earlier, self.this) if self.earlier else (self.this,)

    @property
    def spoken(self) -> tuple[FieldSpec, ...]:
        """What units say once in this stage that becomes prose; proposals for commendation are a list of their own."""
        return tuple(spec for spec in self.campaign.remarks if self.stage.code in spec.stages and not spec.commends)

    def latest(self) -> datetime | None:
        """The moment of the newest fact. The document says this, not when it was made: same facts, same document."""
        stages = {part.stage.code for part in self.rounds}
        moments = [
            version.arrived_at
            for version in self.season.versions
            if version.stage in stages or stated_in(version.remarks)  # its figures stand beside the targets
        ]
        moments += [mark.at for mark in self.season.marks if mark.stage in stages and mark.kind in _TELLING_MARKS]
        return max(moments, default=None)


def material_of(season: Season, stage: str, statuses: Iterable[UnitStatus]) -> Material:
    """The material of one stage out of the matrix of all units and stages."""
    cells = tuple(statuses)

    def round_of(code: str) -> Round:
        spec = season.campaign.stage(code)
        return Round(
            spec,
            tuple(cell for cell in cells if cell.stage == code),
            {cell.unit.code: cell.submission for cell in cells if cell.stage == spec.compared_with and cell.submission},
            tuple(field.code for field in season.campaign.fields_of(code) if field.kind == "choice"),
        )

    compared_with = season.campaign.stage(stage).compared_with
    return Material(season, round_of(stage), round_of(compared_with) if compared_with else None)


def entries_of(statuses: Iterable[UnitStatus]) -> Iterator[Entry]:
    """Every initiative of these cells, in the order of the roster and of the lists of the units."""
    for status in statuses:
        if status.submission is None:
            continue
        ties = {tie.reported: tie for tie in status.ties if tie.reported is not None}
        for tracked in status.submission.initiatives:
            yield Entry(status.unit, tracked, status, ties.get(tracked.initiative.title))


def is_owing(status: UnitStatus) -> bool:
    return status.unit.must_register and status.state != "exempt"


def has_sent(status: UnitStatus) -> bool:
    return status.state in ("sent", "incomplete", "provisional", "paper")


def tally(statuses: Iterable[UnitStatus]) -> Tally:
    cells = tuple(statuses)
    owing = [cell for cell in cells if is_owing(cell)]
    sent = [cell for cell in owing if has_sent(cell)]
    entries = tuple(entries_of(cells))

    def number(test: Callable[[UnitStatus], bool]) -> int:
        return sum(test(cell) for cell in sent)

    return Tally(
        owing=len(owing),
        sent=len(sent),
        paper=number(lambda cell: cell.state == "paper"),
        provisional=number(lambda cell: cell.state == "provisional"),
        incomplete=number(lambda cell: cell.state == "incomplete"),
        on_time=sum(cell.timeliness == "on-time" for cell in cells),
        last_day=sum(cell.timeliness == "last-day" for cell in cells),
        late=sum(cell.timeliness == "late" for cell in cells),
        volunteers=sum(has_sent(cell) and not is_owing(cell) for cell in cells),
        initiatives=len(entries),
        provisional_initiatives=sum(entry.provisional for entry in entries),
    )


def noun(campaign: Campaign) -> str:
    """What the campaign collects: "mô hình, giải pháp, sáng kiến"."""
    return campaign.topic.noun


def shown(spec: FieldSpec, entry: Entry) -> str:
    """The value of one field as people read it; "" where the unit says nothing."""
    value = entry.tracked.initiative.get(spec.code)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, int | float):
        return plain(value) + ("%" if spec.kind == "percent" else "")
    if spec.kind == "date":
        return short_day(date.fromisoformat(value))
    choice = choice_of(spec, value)
    return choice.label if choice else value


def marked(spec: FieldSpec, entry: Entry) -> str:
    """The same for a table of the document: what was taken from the registration says so."""
    return f"{shown(spec, entry)} {REGISTERED}" if spec.code in entry.taken else shown(spec, entry)


def choice_of(spec: FieldSpec, value: object) -> Choice | None:
    return next((choice for choice in spec.choices if choice.code == value), None)


def share_name(spec: FieldSpec) -> str:
    """The label of a field within a sentence: "Mức độ hoàn thành (%)" -> "mức độ hoàn thành"."""
    return lowered(spec.label.removesuffix("(%)").strip())


def kinds_of(statuses: Iterable[UnitStatus], campaign: Campaign) -> tuple[tuple[str, tuple[UnitStatus, ...]], ...]:
    """The cells by kind of unit, as the campaign orders the kinds; kinds without a unit are left out."""
    cells = tuple(statuses)
    known = {kind.code for kind in campaign.unit_kinds}
    parts = [(kind.label, tuple(cell for cell in cells if cell.unit.kind == kind.code)) for kind in campaign.unit_kinds]
    parts.append((OTHER_KIND, tuple(cell for cell in cells if cell.unit.kind not in known)))
    return tuple((label, part) for label, part in parts if part)


def groups_of(statuses: Iterable[UnitStatus]) -> tuple[tuple[str, tuple[UnitStatus, ...]], ...]:
    """The cells by group of the roster, in its order; units without a group are left out."""
    groups: dict[str, list[UnitStatus]] = {}
    for cell in statuses:
        if cell.unit.group:
            groups.setdefault(cell.unit.group, []).append(cell)
    return tuple((name, tuple(cells)) for name, cells in groups.items())


def named(units: Iterable[Unit]) -> str:
    return listed(unit.label for unit in units)
