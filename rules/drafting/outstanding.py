"""Which initiatives are told of one by one: those that the office scored best, then those that say most.

Nothing is praised here. An initiative is eligible where nothing required is missing, where no person has to confirm
it, where it is tied to an earlier registration if the stage is compared with one, and where its unit says in the
fields asked only in this stage what comes or came of it. Among the eligible the score of the appraisal counts first,
then completion, then the number of measured figures, then the order of the roster. No unit stands twice; what nobody
scored takes no more than its share of an area.
"""

import re
from collections import Counter
from collections.abc import Mapping

from rules.campaign import Campaign, FieldSpec, Stage
from rules.drafting.material import Entry, Material, shown
from rules.drafting.workbook_inputs import entered, initiative_key

AT_MOST = 8
_PER_AREA = 3  # of those that nobody scored
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
    """At most eight entries by the rule above, the best first."""
    given = entered(material.season)
    areas: Counter[object] = Counter()
    units: set[str] = set()
    chosen: list[Entry] = []
    for entry in sorted(eligible(material), key=lambda entry: _rank(material, entry, given)):
        area = area_of(material.campaign, entry)
        crowded = area is not None and areas[area] >= _PER_AREA and not score_of(material.campaign, entry, given)
        if entry.unit.code in units or crowded:
            continue
        units.add(entry.unit.code)
        areas[area] += 1
        chosen.append(entry)
        if len(chosen) == AT_MOST:
            break
    return tuple(chosen)


def eligible(material: Material) -> list[Entry]:
    required = material.campaign.required(material.stage.code)
    return [
        entry
        for entry in material.this.entries()
        if not entry.provisional
        and not entry.tracked.initiative.missing(required)
        and (material.earlier is None or (entry.tie is not None and entry.tie.kind == "same"))
        and any(shown(spec, entry) for spec in telling_fields(material.campaign, material.stage))
    ]


def score_of(campaign: Campaign, entry: Entry, given: Mapping[str, Mapping[str, str | float]]) -> float:
    """The sum of its points in the appraisal; 0 where nobody gave any."""
    row = given.get(initiative_key(entry), {})
    points = (row.get(criterion.code) for criterion in campaign.criteria)
    return sum(point for point in points if isinstance(point, int | float))


def _figures(material: Material, entry: Entry) -> int:
    return sum(measured(shown(spec, entry)) for spec in telling_fields(material.campaign, material.stage))


def _rank(material: Material, entry: Entry, given: Mapping[str, Mapping[str, str | float]]) -> tuple[float, float, int]:
    done = [
        value
        for spec in material.campaign.fields_of(material.stage.code)
        if spec.kind == "percent" and isinstance(value := entry.tracked.initiative.get(spec.code), int | float)
    ]
    figures = min(_figures(material, entry), _FIGURES_THAT_COUNT)
    return -score_of(material.campaign, entry, given), -max(done, default=0.0), -figures


def area_field(campaign: Campaign) -> FieldSpec | None:
    """The choice with the most possible answers: the area, where the campaign asks for one."""
    choices = [spec for spec in campaign.fields if spec.kind == "choice"]
    return max(choices, key=lambda spec: len(spec.choices), default=None)


def area_of(campaign: Campaign, entry: Entry) -> object:
    widest = area_field(campaign)
    return entry.tracked.initiative.get(widest.code) if widest else None
