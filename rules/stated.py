"""What units say of the targets of the plan: total, reached, remark, as they wrote it, and what of it can be summed.

A unit's figures travel among the other things that it says once (`Submission.remarks`), under `code_of(target)`, as the
three texts of the row. A later row takes the place of the earlier one as a whole. What cannot be right is asked, and
never summed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.campaign import PROXIES, Campaign, Target
from rules.initiative import Json, Value
from rules.quantities import number
from rules.wording import capitalised, plain

AT_MOST = 8
"""How many targets one kind of unit is asked for."""

_CODE = "target:"
_COUNT = re.compile(r"^\s*([\d.,\s]*\d)\s*\D*$")  # "118 hồ sơ"


@dataclass(frozen=True, slots=True)
class Stated:
    """One row: numbers where the texts say one, else None."""

    target: str
    whole_text: str
    part_text: str
    note: str

    @property
    def whole(self) -> float | None:
        return _number(self.whole_text)

    @property
    def part(self) -> float | None:
        return _number(self.part_text)

    @property
    def counts(self) -> bool:
        """Whether it can be summed."""
        return self.whole is not None and self.part is not None and not self.asked

    @property
    def asked(self) -> str:
        """Why the unit is asked, in Vietnamese; "" where nothing speaks against the row."""
        whole, part = self.whole, self.part
        for text, value, what in ((self.whole_text, whole, "tổng số"), (self.part_text, part, "số đạt")):
            if text and value is None:
                return f"{what} ghi “{text}”, chưa rõ là bao nhiêu"
        if part is not None and whole is None:
            return f"ghi đạt {plain(part)} nhưng chưa ghi tổng số"
        if whole and part is None:
            return f"ghi tổng số {plain(whole)} nhưng chưa ghi số đạt"
        if whole is not None and part is not None and part > whole:
            return f"tổng số {plain(whole)} nhỏ hơn số đạt {plain(part)}"
        return ""


def _number(text: str) -> float | None:
    """The number that a cell says; a share alone ("95%") is none: nobody can sum it."""
    found = _COUNT.match(text) if "%" not in text else None
    return number(found[1].replace(" ", "")) if found else None


def code_of(target: str) -> str:
    return f"{_CODE}{target}"


def value_of(whole: str, part: str, note: str) -> Json:
    return (whole, part, note)


def stated_in(remarks: Mapping[str, Value]) -> tuple[Stated, ...]:
    """All rows of a submission that say something."""
    return tuple(_rows(remarks))


def _rows(remarks: Mapping[str, Value]) -> Iterator[Stated]:
    for code, held in remarks.items():
        texts = held.value
        if code.startswith(_CODE) and isinstance(texts, tuple) and len(texts) == 3 and any(texts):
            yield Stated(code.removeprefix(_CODE), *texts)


# --- What is asked ------------------------------------------------------------------------------------------------


def stage_of_targets(campaign: Campaign) -> str:
    """The stage whose form asks for them: the last one, in which units tell what came of it."""
    return campaign.stages[-1].code


def is_asked(target: Target) -> bool:
    """Whether units know it: what a report says, and what mail only hints at."""
    return target.source == "stated" or (target.source == "mail" and target.figure in PROXIES)


def asked_targets(campaign: Campaign, kind: str | None = None) -> tuple[Target, ...]:
    """Those that units of this kind are asked for, the first eight; None: of any kind of the campaign."""
    if kind is not None:
        return wanted_of(campaign, kind)[:AT_MOST]
    any_kind = [target for one in campaign.unit_kinds for target in asked_targets(campaign, one.code)]
    return tuple(target for target in campaign.targets if target in any_kind)


def wanted_of(campaign: Campaign, kind: str) -> tuple[Target, ...]:
    """All that the file would have units of this kind asked for."""
    return tuple(
        target for target in campaign.targets if is_asked(target) and (not target.kinds or kind in target.kinds)
    )


def label_of(target: Target) -> str:
    """As a form and a receipt name it."""
    return capitalised(target.what)


def to_ask(remarks: Mapping[str, Value], campaign: Campaign) -> tuple[str, ...]:
    """What a unit is asked about its figures: "“Giải quyết …”: tổng số 112 nhỏ hơn số đạt 118"."""
    known = {target.code: label_of(target) for target in campaign.targets}
    return tuple(
        f"“{known[one.target]}”: {one.asked}" for one in stated_in(remarks) if one.asked and one.target in known
    )
