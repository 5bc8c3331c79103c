"""The note for the office: gaps to fill, things to look at before signing, and what the document was made from."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rules.basis import cited, unconfirmed
from rules.calendar import short_day
from rules.drafting.appendices import missing_in_words
from rules.drafting.counting import is_absent, timeliness_in_words
from rules.drafting.material import Material, Round, named, tally
from rules.drafting.outstanding import AT_MOST, area_of
from rules.drafting.plan_targets import indices_of, unknown
from rules.drafting.remarks import voices
from rules.drafting.report import Appendix, Block, Gap, Grid, Paragraph, Section, Source
from rules.drafting.sections import VOICES_AT_MOST
from rules.drafting.workbook_inputs import BY_HAND
from rules.figure import Figure
from rules.standing.status import UnitStatus
from rules.submission import Version
from rules.wording import capitalised, count, day_and_time, lowered

_GAP = re.compile(r"\[…\s*([^\]]*)\]")

STATES = {
    "sent": "Đã gửi",
    "incomplete": "Đã gửi, còn thiếu",
    "provisional": "Chờ xác nhận",
    "paper": "Bản giấy, hệ thống khác",
    "owes": "Chưa gửi",
    "exempt": "Không phải gửi",
}


# --- Gaps -------------------------------------------------------------------------------------------------------


def gaps(opening: Iterable[Block], sections: Iterable[Section], name: str, missing_name: bool) -> tuple[Gap, ...]:
    """Every gap of the text in its order, with the part it stands in; then the signer where nobody is named."""
    found = [Gap("Phần mở đầu", what) for what in _in_blocks(opening)]
    for section in sections:
        for part in section.walk():
            where = f"Mục {section.number}" if part is section else f"Mục {section.number}, khoản {part.number}"
            found += [Gap(f"{where}. {part.title}", what) for what in _in_blocks(part.blocks)]
    if missing_name:
        found.append(Gap("Chữ ký", f"họ và tên người ký ({name})"))
    return tuple(found)


def _in_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (what for what in _GAP.findall(block.text) if what)
        elif isinstance(block, Grid):
            for row in block.rows:
                whats = [what for cell in row.cells for what in _GAP.findall(cell) if what]
                yield from (f"{what}: {row.cells[1]}" for what in whats)


# --- What to look at --------------------------------------------------------------------------------------------


def checks(material: Material, figures: Iterable[Figure] = ()) -> tuple[str, ...]:
    """Sentences for the one who signs, most important first."""
    return tuple(_checks(material, tuple(figures)))


def _checks(material: Material, figures: tuple[Figure, ...]) -> Iterator[str]:
    yield "Số, ngày, chữ ký và dấu do người có thẩm quyền ghi; dự thảo để trống. Xóa chữ “DỰ THẢO” khi trình ký."
    for one in unconfirmed(material.campaign):
        if one.number and one.use != "calendar":
            yield f"Đối chiếu với văn bản gốc: {cited(one)}."
    for part in material.rounds:
        yield from _round_checks(material, part)
    yield from _figure_checks(material, figures)
    yield from _open_matters(material)
    for spec in material.spoken:
        said = len(voices(spec, material.this))
        if said > VOICES_AT_MOST:
            yield f"{spec.label}: nêu nhiều nhất {VOICES_AT_MOST} trên {said} ý kiến; toàn bộ có trong biểu kèm theo."
    yield (
        f"Các nội dung nêu cụ thể (nhiều nhất {count(AT_MOST)}) lấy nguyên văn câu của đơn vị, chọn theo điểm thẩm "
        "định cao nhất, rồi theo mức độ hoàn thành và số liệu; đủ thông tin bắt buộc, không còn chờ xác nhận."
    )
    yield from (f"Chưa được xác nhận: {fact}" for fact in material.campaign.to_confirm)
    waiting = sum(cell.unit.confirmed_on is None for cell in material.this.statuses)
    if waiting:
        yield f"Danh sách đơn vị: {count(waiting)} đơn vị chưa được xác nhận."


def _figure_checks(material: Material, figures: tuple[Figure, ...]) -> Iterator[str]:
    left_out = len(unknown(figures))
    if left_out:
        yield f"{count(left_out)} chỉ tiêu chưa có số liệu, không nêu trong văn bản; nhập ở trang tính “{BY_HAND}”."
    empty = [index.label for index in indices_of(material.season) if not index.this_year]
    if empty:
        yield f"Chưa có giá trị của: {'; '.join(empty)}; ghi vào tệp phong trào hoặc trang tính “{BY_HAND}”."


def _open_matters(material: Material) -> Iterator[str]:
    """What was counted for nobody, and what waits for somebody."""
    letters, units = _reminded(material)
    if letters:
        yield f"Đã gửi {count(letters)} lượt thư nhắc, đôn đốc đến {count(units)} đơn vị."
    stages = {part.stage.code for part in material.rounds}
    sent = [version for version in material.season.versions if version.stage in stages and not version.rejected]
    unplaced = sum(version.unit is None for version in sent)
    if unplaced:
        yield f"{count(unplaced)} bản gửi đến chưa rõ của đơn vị nào, chưa được tính vào số liệu."
    listed_units = {cell.unit.code for cell in material.this.statuses}
    strangers = sum(version.unit is not None and version.unit not in listed_units for version in sent)
    if strangers:
        yield f"{count(strangers)} bản gửi đến của đơn vị ngoài danh sách hiện hành, chưa được tính vào số liệu."
    waiting = [q for q in material.season.questions if q.answer is None and q.stage in stages]
    if waiting:
        yield f"{count(len(waiting))} việc đang chờ phòng quyết định có thể làm thay đổi số liệu."
    similar = [tie for cell in material.this.statuses for tie in cell.ties if tie.kind == "similar"]
    for tie in similar:
        yield f"Tên báo cáo “{tie.reported}” gần giống tên đã đăng ký “{tie.registered}”: cần xác nhận có phải là một."


def _reminded(material: Material) -> tuple[int, int]:
    """Letters that urged a unit in these stages and did not come back, and how many units got one."""
    counts: Counter[str] = Counter()
    for part in material.rounds:
        counts.update({cell.unit.code: cell.reminders_sent for cell in part.statuses})
    return counts.total(), sum(number > 0 for number in counts.values())


def _round_checks(material: Material, part: Round) -> Iterator[str]:
    total = tally(part.statuses)
    label = capitalised(part.stage.label)
    timely = timeliness_in_words(material, part)
    if timely:
        yield f"{label}: {timely}"
    absent = sum(is_absent(cell) for cell in part.statuses)
    if absent:
        yield f"{label}: {count(absent)} đơn vị chưa gửi; danh sách ở biểu kèm theo."
    if total.incomplete:
        yield f"{label}: {count(total.incomplete)} đơn vị còn thiếu thông tin."
    if total.volunteers:
        yield f"{label}: {count(total.volunteers)} đơn vị không thuộc diện phải gửi cũng đã gửi."
    unplaced = sum(area_of(material.campaign, entry) is None for entry in part.entries())
    if unplaced:
        yield f"{label}: {count(unplaced)} nội dung đơn vị chưa nêu lĩnh vực."
    provisional = [cell.unit for cell in part.statuses if cell.state == "provisional"]
    if provisional:
        yield f"{label}: chờ xác nhận thông tin của {named(provisional)}."
    last_day = [cell.unit for cell in part.statuses if cell.timeliness == "last-day"]
    if last_day:
        day = short_day(part.stage.due)
        yield f"{label}: gửi ngày {day}, cần phòng quyết định đúng hạn hay quá hạn: {named(last_day)}."
    if total.paper:
        paper = [cell.unit for cell in part.statuses if cell.state == "paper"]
        yield f"{label}: {named(paper)} gửi bản giấy hoặc qua hệ thống khác; bổ sung nội dung nếu cần."


# --- Manifest ---------------------------------------------------------------------------------------------------


def sources(material: Material) -> tuple[Source, ...]:
    """For each unit and stage every version that counts, or the word that nothing is there."""
    return tuple(
        source for part in material.rounds for cell in part.statuses for source in _cell_sources(material, part, cell)
    )


def _cell_sources(material: Material, part: Round, cell: UnitStatus) -> Iterator[Source]:
    state, missing = STATES[cell.state], missing_in_words(cell)
    if cell.submission is None:
        document = part.stage.document if cell.state == "owes" else ""
        yield Source(cell.unit.code, cell.unit.label, part.stage.code, None, "", (), 0, state, document, "")
        return
    for version in cell.submission.versions:
        arrived = day_and_time(version.arrived_at, material.campaign.calendar)
        yield Source(
            cell.unit.code,
            cell.unit.label,
            part.stage.code,
            version.id,
            arrived,
            version.files,
            len(version.initiatives),
            state,
            missing,
            digest_of(version),
        )


def digest_of(version: Version) -> str:
    """SHA-256 over what the version says, so that two manifests show which facts differ."""
    facts = [
        [(code, value.value) for code, value in sorted(initiative.values.items())] for initiative in version.initiatives
    ]
    remarks = [(code, value.value) for code, value in sorted(version.remarks.items())]
    told = (version.unit, version.stage, version.arrived_at.isoformat(), version.files, facts, remarks)
    judged = (version.replaces, version.withdrawn, version.provisional, version.rejected)
    return hashlib.sha256(repr((told, judged)).encode()).hexdigest()


def internal_note(left_out: tuple[Appendix, ...]) -> str:
    """What was kept out of a document that leaves the agency."""
    return f"Không đưa vào văn bản gửi ra ngoài, kèm tại đây: {'; '.join(lowered(part.title) for part in left_out)}."
