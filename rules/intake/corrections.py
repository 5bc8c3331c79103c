"""What a person corrects in what was read, as effects of a ruling: named as people see it, "thư 17, mục 2".

Mail, commands and workbook come here with words; what does not fit is one Vietnamese sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.campaign import FieldSpec
from rules.initiative import TITLE, Json
from rules.intake.lessons import heading_of, spelling_of
from rules.intake.typed import Unfit, typed_value
from rules.places import Item, Part
from rules.rulings import (
    NO_MAIL,
    Add,
    Answered,
    Assign,
    Confirm,
    Correct,
    Drop,
    Effect,
    Held,
    Merge,
    Move,
    Reject,
    Rename,
    Split,
    Submission,
    Withdraw,
)
from rules.season import ArrivalFacts, Question, Season
from rules.text import fold, words
from rules.wording import listed

_TARGET = re.compile(r"(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Target:
    """ "17": what mail 17 gave; "17.2": its second initiative, as `explain` counts them; "-": what came without a mail.

    `item` from 1, 0: none.
    """

    mail: int
    item: int = 0


def target_of(text: str) -> Target:
    """Raises Unfit."""
    if text.strip() == "-":
        return Target(NO_MAIL)
    found = _TARGET.fullmatch(text.strip())
    if found is None:
        raise Unfit(f"“{text}” không phải số thư (17) hay số thư và số mục (17.2).")
    return Target(int(found[1]), int(found[2] or 0))


@dataclass(frozen=True, slots=True)
class Corrections:
    """The effects of corrections in a season. Each may raise Unfit."""

    season: Season
    unit: str | None = None  # where a mail gave to several units or stages: which of them is meant
    stage: str | None = None

    # - a part -

    def confirm(self, target: Target) -> Effect:
        held = self.held(target)
        if held.version.unit is None:
            raise Unfit(f"Chưa rõ thư {target.mail} là của đơn vị nào: dùng lệnh mailbot decide assign.")
        return Confirm(held.part, held.version.unit)

    def reject(self, target: Target) -> Effect:
        return Reject(self.held(target).part)

    def assign(self, target: Target, unit: str) -> Effect:
        """What waited for a person counts with that: somebody has looked at it."""
        self._known_unit(unit)
        held = self.held(target)
        named = spelling_of(held.version, unit)
        return Confirm(held.part, unit, named) if held.version.provisional else Assign(held.part, unit, named)

    def move(self, target: Target, stage: str) -> Effect:
        self._known_stage(stage)
        return Move(self.held(target).part, stage)

    def add(self, target: Target, title: str, values: Sequence[tuple[str, str]]) -> Effect:
        return Add(self.held(target).part, self._values(title, values))

    def add_without_a_mail(self, title: str, values: Sequence[tuple[str, str]]) -> tuple[Effect, ...]:
        """What came otherwise counts as received now; the day is another decision (`decide received`)."""
        if self.unit is None or self.stage is None:
            raise Unfit("Nội dung không có thư là của đơn vị nào, đợt nào? Ghi thêm --unit và --stage.")
        self._known_stage(self.stage)
        self._known_unit(self.unit)
        given = self._values(title, values)
        made = Submission(NO_MAIL, self.season.as_of, self.stage, self.unit)
        return made, Add(Part(NO_MAIL, self.stage, self.unit), given)

    def typed_in(self, asked: Question, title: str, values: Sequence[tuple[str, str]]) -> tuple[Effect, ...]:
        """What a person saw in a mail that nobody else could read: the mail is a submission, and holds this."""
        mail = next((one for one in self.season.arrivals if one.id == asked.arrival), None)
        if mail is None or asked.unit is None or asked.stage is None:
            raise Unfit("Chưa rõ thư này là của đơn vị nào, đợt nào: trước hết hãy trả lời bằng tên đơn vị.")
        given = Add(Part(mail.id, asked.stage, asked.unit), self._values(title, values))
        done = Answered(asked.number, "yes")
        if self._of(mail.id):  # the second thing that is typed in
            return given, done
        return Submission(mail.id, mail.arrived_at, asked.stage, asked.unit, mail.attachments), given, done

    def _values(self, title: str, values: Sequence[tuple[str, str]]) -> tuple[tuple[str, Json], ...]:
        given = ((code, typed_value(self.field(code), text)) for code, text in values)
        return ((TITLE, _title(title)), *given)

    def withdraw(self, target: Target, titles: Sequence[str]) -> Effect:
        """The mail takes back what was recorded under these titles."""
        held = self.held(target)
        taken = tuple(self._recorded(_title(title), held) for title in titles)
        return Withdraw(held.part, tuple(one.place.title for one in taken), taken)

    def _recorded(self, title: str, besides: Held) -> Item:
        whose = (besides.version.unit, besides.version.stage)
        for held in self.season.standing.held:
            if (held.version.unit, held.version.stage) == whose:
                for place, one in enumerate(held.version.initiatives):
                    if words(one.title) == words(title):
                        return held.item(place)
        raise Unfit(f"Đơn vị này chưa có nội dung nào mang tên “{title}”.")

    def submission(self, mail: ArrivalFacts, unit: str, stage: str, files: tuple[str, ...]) -> Effect:
        self._known_stage(stage)
        self._known_unit(unit)
        if self._of(mail.id):
            raise Unfit(f"Thư {mail.id} đã được ghi nhận; xem bằng lệnh mailbot explain {mail.id}.")
        return Submission(mail.id, mail.arrived_at, stage, unit, files)

    # - an initiative -

    def rename(self, target: Target, title: str) -> Effect:
        return Rename(self.item(target), _title(title))

    def correct(self, target: Target, code: str, text: str) -> Effect:
        spec, (held, place) = self.field(code), self._item(target)
        item = held.item(place)
        if spec.code == TITLE:
            return Rename(item, _title(text))
        value = typed_value(spec, text)
        return Correct(item, spec.code, value, heading_of(held.version.initiatives[place], spec, value))

    def drop(self, target: Target) -> Effect:
        return Drop(self.item(target))

    def split(self, target: Target, titles: Sequence[str]) -> Effect:
        if len({tuple(words(title)) for title in titles}) < 2:
            raise Unfit("Tách thành những nội dung nào? Cần ít nhất hai tên khác nhau.")
        return Split(self.item(target), tuple(_title(title) for title in titles))

    def merge(self, targets: Sequence[Target], title: str = "") -> Effect:
        items = tuple(dict.fromkeys(self.item(target) for target in targets))
        if len(items) < 2:
            raise Unfit("Nhập những nội dung nào? Cần ít nhất hai mục của một thư, ví dụ 17.2 17.3.")
        if len({item.part for item in items}) > 1:
            raise Unfit("Chỉ nhập được các mục của cùng một thư, cùng đơn vị và cùng đợt.")
        return Merge(items, _title(title) if title else "")

    # - what is meant -

    def held(self, target: Target) -> Held:
        """The one part of a mail that is meant."""
        if target.item:
            return self._item(target)[0]
        found = [held for held in self._of(target.mail) if self._is_meant(held)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise Unfit(f"Thư {target.mail} chưa có nội dung nào được ghi nhận{self._where()}.")
        parts = listed(f"{held.version.unit or 'chưa rõ đơn vị'} ({held.version.stage})" for held in found)
        raise Unfit(f"Thư {target.mail} có nhiều phần: {parts}. Ghi thêm --unit hoặc --stage.")

    def item(self, target: Target) -> Item:
        held, place = self._item(target)
        return held.item(place)

    def field(self, code: str) -> FieldSpec:
        """By its code or by its label."""
        for spec in self.season.campaign.fields:
            if code == spec.code or words(code) == words(spec.label):
                return spec
        known = ", ".join(f"{spec.code} ({spec.label.lower()})" for spec in self.season.campaign.fields)
        raise Unfit(f"Không có trường {code}; các trường: {known}.")

    def _item(self, target: Target) -> tuple[Held, int]:
        if not target.item:
            raise Unfit(f"Mục nào của thư {target.mail}? Ghi số thư và số mục, ví dụ {target.mail}.1.")
        places = [(held, place) for held in self._of(target.mail) for place in range(len(held.places))]
        if not 1 <= target.item <= len(places):
            raise Unfit(f"Thư {target.mail} có {len(places)} mục; xem bằng lệnh mailbot explain {target.mail}.")
        return places[target.item - 1]

    def _of(self, mail: int) -> list[Held]:
        return [held for held in self.season.standing.held if held.version.arrival == mail]

    def _is_meant(self, held: Held) -> bool:
        return self.unit in (None, held.version.unit) and self.stage in (None, held.version.stage)

    def _where(self) -> str:
        named = [name for name in (self.unit, self.stage) if name]
        return f" cho {', '.join(named)}" if named else ""

    def _known_unit(self, unit: str) -> None:
        if self.season.roster.find(unit) is None:
            raise Unfit(f"Không có đơn vị mang mã {unit} trong danh sách.")

    def _known_stage(self, stage: str) -> None:
        known = [one.code for one in self.season.campaign.stages]
        if stage not in known:
            raise Unfit(f"Không có đợt {stage}; các đợt: {', '.join(known)}.")


def part_named(effect: Effect) -> Part | None:
    """The part that an effect is about."""
    match effect:
        case Confirm(part) | Reject(part) | Assign(part) | Move(part) | Add(part) | Withdraw(part):
            return part
        case Rename(item) | Drop(item) | Split(item) | Correct(item):
            return item.part
        case Merge(items):
            return items[0].part
    return None


def _title(text: str) -> str:
    title = fold(text)
    if not any(char.isalpha() for char in title):
        raise Unfit(f"“{text}” không phải tên của một nội dung.")
    return title
