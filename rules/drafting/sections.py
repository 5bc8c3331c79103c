"""The body of the consolidated document, part by part, in the words of a Vietnamese public office.

What the mailbox does not prove is not said: it is left as a gap in square brackets that a person fills in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from rules.calendar import short_day
from rules.campaign import FieldSpec
from rules.drafting.counting import (
    comparison_in_words,
    is_absent,
    progress_in_words,
    shares_chart,
    shares_in_words,
    units_in_words,
    units_table,
)
from rules.drafting.material import Entry, Material, Round, noun, share_name, shown, tally
from rules.drafting.outstanding import outstanding
from rules.drafting.remarks import voices
from rules.drafting.report import Block, Column, Grid, Paragraph, Row, Section
from rules.figure import Figure
from rules.standing.status import UnitStatus
from rules.wording import GAP, capitalised, clipped, count, ended, gap, listed, lowered, percent, plain, roman

VOICES_AT_MOST = 10  # points of units in the body; an appendix has all
_TEXT_AT_MOST = 500  # characters of a unit's text within a paragraph
_FULL = 100.0

_Part = tuple[str, tuple[Block, ...], tuple[tuple[str, tuple[Block, ...]], ...]]


def sections(material: Material, figures: tuple[Figure, ...]) -> tuple[Section, ...]:
    """All parts with their Roman numbers; what lies ahead stands before the last remarks, which are proposals."""
    parts = [_launch(material), *(_round(material, part, figures) for part in material.rounds)]
    remarks = [_remark(material, spec) for spec in material.spoken]
    parts += [*remarks[:-1], _next_steps(material), *(remarks[-1:] or [_own_proposal(material)])]
    return tuple(
        Section("muc", roman(number), title, blocks, _subsections(subsections))
        for number, (title, blocks, subsections) in enumerate(parts, start=1)
    )


def _subsections(parts: Iterable[tuple[str, tuple[Block, ...]]]) -> tuple[Section, ...]:
    told = [part for part in parts if part[1]]
    return tuple(Section("khoan", str(number), *part) for number, part in enumerate(told, start=1))


def sender(material: Material) -> str:
    """Who writes: the agency to its superior, the office to the leaders of the agency."""
    office = material.campaign.office
    return office.agency if material.to_superior else office.name


# --- What was launched ------------------------------------------------------------------------------------------


def plan_in_words(material: Material) -> str:
    """The launching plan as a document is cited: number, date, issuer, subject."""
    plan = material.campaign.plan
    number = plan.number or gap("số, ký hiệu của kế hoạch phát động")
    issued = f"ngày {short_day(plan.issued)}" if plan.issued else f"ngày {gap('ngày ban hành kế hoạch')}"
    about = f" {plan.subject}" if plan.subject else ""
    return f"Kế hoạch số {number} {issued} của {material.campaign.office.agency}{about}"


def _launch(material: Material) -> _Part:
    office = material.campaign.office
    rounds = listed(
        f"{part.stage.label} từ ngày {short_day(part.stage.opens)} đến ngày {short_day(part.stage.due)}"
        for part in material.rounds
    )
    texts = [
        f"{office.name} là đầu mối tiếp nhận, tổng hợp; thời gian {rounds}. "
        f"Có {count(tally(material.this.statuses).owing)} đơn vị thuộc diện phải gửi {material.stage.document}."
    ]
    letters, units = _reminded(material)
    if letters:
        texts.append(f"Đã gửi {count(letters)} lượt thư nhắc, đôn đốc đến {count(units)} đơn vị.")
    texts.append(gap("công tác chỉ đạo, tuyên truyền, kiểm tra; số, ngày các văn bản đã ban hành"))
    return "Công tác triển khai", tuple(Paragraph(text) for text in texts), ()


def _reminded(material: Material) -> tuple[int, int]:
    """Letters that urged a unit in these stages and did not come back, and how many units got one."""
    counts: Counter[str] = Counter()
    for part in material.rounds:
        counts.update({cell.unit.code: cell.reminders_sent for cell in part.statuses})
    return counts.total(), sum(number > 0 for number in counts.values())


# --- What came --------------------------------------------------------------------------------------------------


def _round(material: Material, part: Round, figures: tuple[Figure, ...]) -> _Part:
    units: list[Block] = list(units_in_words(material, part))
    table = units_table(material, part)
    if table:
        units.append(table)
    initiatives: list[Block] = [*shares_in_words(material, part)]
    if part is not material.this:
        return f"Kết quả {part.name}", (), (("Số lượng, thời hạn", tuple(units)), ("Nội dung", tuple(initiatives)))
    chart = shares_chart(material, part)
    initiatives += [chart] if chart else []
    initiatives += progress_in_words(material, part)
    initiatives += comparison_in_words(material)
    subsections = (
        ("Số lượng, thời hạn", tuple(units)),
        ("Nội dung", tuple(initiatives)),
        ("So với chỉ tiêu của kế hoạch", tuple(_targets(figures))),
        (_outstanding_title(material), tuple(_outstanding(material))),
    )
    return f"Kết quả {part.name}", (), subsections


def _targets(figures: tuple[Figure, ...]) -> Iterator[Block]:
    """Every figure with a target: what is known, and whether it reaches the target, where that can be said."""
    aimed = [figure for figure in figures if figure.code.startswith("target:")]
    if not aimed:
        return
    reached = sum(figure.reached is True for figure in aimed)
    missed = sum(figure.reached is False for figure in aimed)
    hinted = sum(_hints(figure) for figure in aimed)
    stated = sum(bool(figure.level) for figure in aimed)
    unknown = len(aimed) - reached - missed - hinted - stated
    parts = (
        (reached, "chỉ tiêu đạt"),
        (missed, "chỉ tiêu chưa đạt"),
        (stated, "chỉ tiêu về mức độ"),
        (hinted, "chỉ tiêu mới có số liệu gián tiếp, chưa đủ căn cứ đánh giá"),
        (unknown, "chỉ tiêu chưa có số liệu"),
    )
    told = "; ".join(f"{count(number)} {words}" for number, words in parts if number)
    yield Paragraph(f"Đối chiếu {count(len(aimed))} chỉ tiêu của kế hoạch: {told}.")
    yield Grid(_TARGET_COLUMNS, tuple(_target_row(place, figure) for place, figure in enumerate(aimed, 1)))
    yield from _target_notes(aimed)


def _hints(figure: Figure) -> bool:
    return figure.proxy and bool(figure.total)


def _target_notes(aimed: list[Figure]) -> Iterator[Paragraph]:
    """What a figure leaves out, once for all figures that leave out the same."""
    places: dict[str, list[str]] = {}
    for place, figure in enumerate(aimed, 1):
        if figure.note and figure.total:
            places.setdefault(figure.note, []).append(str(place))
    for note, numbers in places.items():
        yield Paragraph(f"Chỉ tiêu số {listed(numbers)}: {lowered(ended(note))}", "note")


_TARGET_COLUMNS = (
    Column("STT", 7, "centre"),
    Column("Nội dung chỉ tiêu", 47),
    Column("Kế hoạch", 12, "centre"),
    Column("Thực hiện", 20, "centre"),
    Column("Đánh giá", 14, "centre"),
)


def _target_row(place: int, figure: Figure) -> Row:
    goal = "-" if figure.target_percent is None else f"{plain(figure.target_percent)}%"
    if figure.level:
        return Row((str(place), figure.label, goal, figure.level, GAP))
    if not figure.total:
        return Row((str(place), figure.label, goal, gap("số liệu"), GAP))
    done = f"{count(figure.count)}/{count(figure.total)} ({percent(figure.count, figure.total)})"
    judged = {True: "Đạt", False: "Chưa đạt", None: "Số liệu gián tiếp" if figure.proxy else GAP}[figure.reached]
    return Row((str(place), figure.label, goal, done, judged))


def _outstanding_title(material: Material) -> str:
    what = "có kết quả cụ thể" if material.earlier else "có kết quả dự kiến cụ thể"
    return f"Một số {noun(material.campaign)} {what}"


def _outstanding(material: Material) -> Iterator[Block]:
    chosen = outstanding(material)
    if not chosen:
        if material.this.entries():
            yield Paragraph(gap(f"{noun(material.campaign)} tiêu biểu: chưa có trường hợp nào đủ thông tin để nêu"))
        return
    for entry in chosen:
        yield Paragraph(_told(material, entry), lead=f"{entry.unit.name}:")


def _told(material: Material, entry: Entry) -> str:
    """One initiative in the words of its unit: what it is, who does it and when in one sentence, then its texts."""
    specs = [spec for spec in material.campaign.fields_of(material.stage.code) if spec.code != "title"]
    said = [(spec, text) for spec in specs if (text := clipped(shown(spec, entry), _TEXT_AT_MOST))]
    kinds = [lowered(text) for spec, text in said if _names_kind(spec)]
    brief = [_briefly(spec, text) for spec, text in said if spec.kind in _BRIEF and not _names_kind(spec)]
    subject = " ".join([*kinds, f"“{entry.title}”"])
    return " ".join([f"{subject}{_joined(brief)}.", *(_at_length(*one) for one in said if one[0].kind not in _BRIEF)])


_BRIEF = ("choice", "people", "period", "date")


def _names_kind(spec: FieldSpec) -> bool:
    """Whether its values are nouns for what is registered: "giải pháp"."""
    return spec.kind == "choice" and share_name(spec) == "loại"


def _briefly(spec: FieldSpec, text: str) -> str:
    """A piece of the first sentence; labels that a sentence can do without are left out."""
    name = share_name(spec)
    if spec.kind == "choice" and name.startswith("lĩnh vực"):
        return f"thuộc lĩnh vực {lowered(text)}"
    if spec.kind == "people" and name == "người thực hiện":
        return f"do {listed(text.split('; '))} thực hiện"
    if spec.kind == "period" and name == "thời gian thực hiện" and text.casefold().startswith("từ "):
        return lowered(text)
    return f"{name}: {lowered(text) if spec.kind != 'people' else text}"


def _joined(pieces: list[str]) -> str:
    """Each behind a comma; a period that begins with its own word follows who does it directly."""
    told = ""
    for piece in pieces:
        told += f" {piece}" if told.endswith(" thực hiện") and piece.startswith("từ ") else f", {piece}"
    return told


def _at_length(spec: FieldSpec, text: str) -> str:
    colon = "" if spec.kind == "percent" else ":"
    return f"{capitalised(share_name(spec))}{colon} {ended(text)}"


# --- What units say, and what lies ahead ------------------------------------------------------------------------


def _remark(material: Material, spec: FieldSpec) -> _Part:
    said = voices(spec, material.this)
    own = Paragraph(gap(f"ý kiến của {sender(material)} về {lowered(spec.label)}"))
    if not said:
        none = Paragraph(f"Các bản gửi đến không nêu {lowered(spec.label)}.")
        return spec.label, ((none, own) if material.this.entries() else (own,)), ()
    units = len({unit.code for voice in said for unit, _ in voice.units})
    intro = Paragraph(f"Có {count(units)} đơn vị nêu {lowered(spec.label)}, tập trung vào các nội dung sau:")
    items = [
        Paragraph(
            f"{ended(clipped(voice.text, _TEXT_AT_MOST)).rstrip('.')} ({voice.who_in_short(material.campaign)}).",
            "item",
        )
        for voice in said[:VOICES_AT_MOST]
    ]
    return spec.label, (intro, *items, own), ()


def _own_proposal(material: Material) -> _Part:
    to = listed(material.stage.addressee.to)
    return "Kiến nghị, đề xuất", (Paragraph(gap(f"kiến nghị, đề xuất của {sender(material)} với {to}")),), ()


def _next_steps(material: Material) -> _Part:
    items = [Paragraph(text, "item") for text in _steps(material)]
    own = Paragraph(gap("nhiệm vụ khác theo ý kiến của lãnh đạo"), "item")
    return "Nhiệm vụ thời gian tới", (*items, own), ()


def _steps(material: Material) -> Iterator[str]:
    """What follows from the facts, and what the campaign still has ahead."""
    campaign, stage, total = material.campaign, material.stage, tally(material.this.statuses)
    absent = sum(is_absent(cell) for cell in material.this.statuses)
    if absent:
        yield f"Tiếp tục đôn đốc {count(absent)} đơn vị chưa gửi {stage.document}."
    if total.incomplete:
        yield f"Yêu cầu {count(total.incomplete)} đơn vị bổ sung thông tin còn thiếu."
    if total.provisional and not material.to_superior:
        yield f"Xác nhận thông tin với {count(total.provisional)} đơn vị."
    left = unreported(material)
    if left:
        yield f"Đôn đốc báo cáo {count(len(left))} {noun(campaign)} đã đăng ký nhưng chưa có {stage.label}."
    unfinished = sum(_unfinished(material, entry) for entry in material.this.entries())
    if unfinished:
        what = f"{count(unfinished)} {noun(campaign)} chưa hoàn thành theo tự đánh giá"
        yield f"Chỉ đạo các đơn vị tiếp tục thực hiện {what}."
    for later in campaign.stages[campaign.stages.index(stage) + 1 :]:
        yield (
            f"Triển khai đợt {later.label} từ ngày {short_day(later.opens)} đến ngày {short_day(later.due)}; "
            f"tổng hợp, trình {listed(later.addressee.to)} trước ngày {short_day(campaign.office_due)}."
        )


def unreported(material: Material) -> tuple[tuple[UnitStatus, str], ...]:
    """What was registered and is neither reported nor similar to a reported one: the unit's cell and the title."""
    return tuple(
        (cell, tie.registered)
        for cell in material.this.statuses
        for tie in cell.ties
        if tie.kind == "not-reported" and tie.registered is not None
    )


def _unfinished(material: Material, entry: Entry) -> bool:
    return any(
        isinstance(value := entry.tracked.initiative.get(spec.code), int | float) and value < _FULL
        for spec in material.campaign.fields_of(material.stage.code)
        if spec.kind == "percent"
    )
