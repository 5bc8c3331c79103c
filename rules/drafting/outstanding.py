"""Which initiatives are told of one by one: those with complete, confirmed and measurable words of their unit.

Nothing is praised here. An initiative is eligible where nothing required is missing, where no person has to confirm
it, where it is tied to an earlier registration if the stage is compared with one, and where the fields asked only in
this stage hold a measured figure. Among the eligible, completion counts first, then the number of measured figures,
then the order of the roster; no unit stands twice, and no area and no kind of units takes more than its share.
"""

import re
from collections import Counter

from rules.campaign import Campaign, FieldSpec, Stage
from rules.drafting.material import Entry, Material, shown

AT_MOST = 5
_PER_AREA = 2
_PER_KIND = 3  # of one kind of units
_FIGURES_THAT_COUNT = 3

_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\b(?:19|20)\d{2}\b|\b(?:tháng|quý|T)\s*\d{1,2}\b")
_MEASURE = re.compile(
    r"\d[\d.,]*\s*(?:%|phần trăm|lần|lượt|giờ|phút|ngày|tuần|bước|hồ sơ|văn bản|thủ tục|người|học sinh|giáo viên"
    r"|viên chức|phụ huynh|cuộc họp|đồng|triệu|tỷ|nghìn|trang|tài khoản|chữ ký|quy trình|phiếu|lớp)",
    re.IGNORECASE,
)


def measured(text: str) -> int:
    """How many figures with a unit of measure a text holds; dates and years are none."""
    return len({match.group().lower() for match in _MEASURE.finditer(_DATE.sub(" ", text))})


def telling_fields(campaign: Campaign, stage: Stage) -> tuple[FieldSpec, ...]:
    """The texts that are asked in this stage and in no other: what was expected, or what came of it."""
    return tuple(spec for spec in campaign.fields if spec.kind == "text" and spec.stages == (stage.code,))


def outstanding(material: Material) -> tuple[Entry, ...]:
    """At most five entries by the rule above, in the order of the roster."""
    areas: Counter[object] = Counter()
    kinds: Counter[str] = Counter()
    units: set[str] = set()
    chosen: list[Entry] = []
    for entry in sorted(eligible(material), key=lambda entry: _rank(material, entry)):
        area = _area(material.campaign, entry)
        if entry.unit.code in units or areas[area] >= _PER_AREA or kinds[entry.unit.kind] >= _PER_KIND:
            continue
        units.add(entry.unit.code)
        areas[area] += area is not None
        kinds[entry.unit.kind] += 1
        chosen.append(entry)
        if len(chosen) == AT_MOST:
            break
    order = {id(entry): place for place, entry in enumerate(chosen)}
    places = {status.unit.code: place for place, status in enumerate(material.this.statuses)}
    return tuple(sorted(chosen, key=lambda entry: (places[entry.unit.code], order[id(entry)])))


def eligible(material: Material) -> list[Entry]:
    required = material.campaign.required(material.stage.code)
    return [
        entry
        for entry in material.this.entries()
        if not entry.provisional
        and not entry.tracked.initiative.missing(required)
        and (material.earlier is None or (entry.tie is not None and entry.tie.kind == "same"))
        and _figures(material, entry)
    ]


def _figures(material: Material, entry: Entry) -> int:
    return sum(measured(shown(spec, entry)) for spec in telling_fields(material.campaign, material.stage))


def _rank(material: Material, entry: Entry) -> tuple[float, int]:
    done = [
        value
        for spec in material.campaign.fields_of(material.stage.code)
        if spec.kind == "percent" and isinstance(value := entry.tracked.initiative.get(spec.code), int | float)
    ]
    return -max(done, default=0.0), -min(_figures(material, entry), _FIGURES_THAT_COUNT)


def _area(campaign: Campaign, entry: Entry) -> object:
    """The value of the choice with the most possible answers: the area, where the campaign asks for one."""
    choices = [spec for spec in campaign.fields if spec.kind == "choice"]
    widest = max(choices, key=lambda spec: len(spec.choices), default=None)
    return entry.tracked.initiative.get(widest.code) if widest else None
