"""Half a page for the leader who signs: six lines and one picture. It is no part of the document."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.calendar import short_day
from rules.drafting.counting import groups_chart, is_absent, shares_chart
from rules.drafting.material import Material, Round, tally
from rules.drafting.outstanding import outstanding
from rules.drafting.plan_targets import missed, unknown
from rules.drafting.remarks import shared, voices
from rules.drafting.report import Chart, Paragraph, Report
from rules.drafting.sections import spec_of
from rules.figure import Figure
from rules.wording import capitalised, clipped, count, lowered

_SAID_AT_MOST = 110  # characters of a unit's words


@dataclass(frozen=True, slots=True)
class Brief:
    """`lines`: a bold word and what it says, six of them; `digest` is that of the document."""

    subject: str
    lines: tuple[Paragraph, ...]
    chart: Chart | None
    digest: str


def brief(material: Material, report: Report, figures: tuple[Figure, ...]) -> Brief:
    chart = groups_chart(material.this) or shares_chart(material, material.this)
    lines = tuple(Paragraph(text, lead=f"{lead}:") for lead, text in _lines(material, report, figures))
    return Brief(report.head.subject, lines, chart, report.cover.digest)


def _lines(material: Material, report: Report, figures: tuple[Figure, ...]) -> Iterator[tuple[str, str]]:
    yield "Kết quả", "; ".join(_came(part) for part in material.rounds) + "."
    yield "Thời hạn", _timely(material.this)
    yield "Chỉ tiêu", _targets(figures)
    yield "Nội dung đứng đầu", _first(material)
    yield "Tồn tại nêu nhiều nhất", _limit(material)
    yield "Việc tiếp theo", _next(material, report)


def _came(part: Round) -> str:
    total = tally(part.statuses)
    label = capitalised(part.stage.label)
    return f"{label}: {count(total.sent)}/{count(total.owing)} đơn vị, {count(total.initiatives)} nội dung"


def _timely(part: Round) -> str:
    total = tally(part.statuses)
    absent = sum(is_absent(cell) for cell in part.statuses)
    late = f"{count(total.late)} đơn vị gửi muộn" if total.late else "không có đơn vị gửi muộn"
    return f"{late}; {count(absent)} đơn vị chưa gửi {part.stage.label}."


def _targets(figures: tuple[Figure, ...]) -> str:
    aimed = [figure for figure in figures if figure.code.startswith("target:")]
    if not aimed:
        return "kế hoạch không nêu chỉ tiêu."
    short = list(missed(figures))
    reached = sum(figure.reached is True for figure in aimed)
    told = f"{count(reached)} đạt, {count(len(short))} chưa đạt, {count(len(unknown(figures)))} chưa có số liệu"
    worst = min(short, key=lambda figure: (figure.percent or 0) - (figure.target_percent or 0), default=None)
    return f"{told}; xa kế hoạch nhất: {lowered(worst.label)}, mới đạt {worst.shown}." if worst else f"{told}."


def _first(material: Material) -> str:
    chosen = outstanding(material)
    return f"“{chosen[0].title}” ({chosen[0].unit.label})." if chosen else "chưa có nội dung đủ thông tin để nêu."


def _limit(material: Material) -> str:
    found = shared([voice for spec in spec_of(material, "limits") for voice in voices(spec, material.this)])
    if not found:
        return "chưa có ý kiến nào được nhiều đơn vị cùng nêu."
    return f"“{clipped(found[0].text, _SAID_AT_MOST)}” ({count(len(found[0].units))} đơn vị)."


def _next(material: Material, report: Report) -> str:
    stages = {part.stage.code for part in material.rounds}
    waiting = sum(one.answer is None and one.stage in stages for one in material.season.questions)
    asked = f"; {count(waiting)} việc chờ phòng quyết định" if waiting else ""
    due = short_day(material.campaign.office_due)
    return f"dự thảo còn {count(len(report.cover.gaps))} chỗ trống phải điền{asked}; hạn của phòng: trước ngày {due}."
