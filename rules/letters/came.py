"""What came from a unit and nobody could take: it is reminded all the same, and reads what came and what is unclear."""

from rules.calendar import local_day, short_day
from rules.file_format import advised
from rules.season import Question, Season
from rules.standing.overtaken import open_questions
from rules.standing.questions import NOTHING_READ, UNREADABLE, WAITS_FOR_A_PERSON
from rules.standing.status import UnitStatus
from rules.wording import listed

_NAMED = 3  # files


def came_unclear(season: Season, cell: UnitStatus) -> tuple[str, ...]:
    """One Vietnamese sentence for each mail of the unit about which the office is still asked."""
    if not any(_is_about(one, cell) for one in season.questions):
        return ()
    waiting = (one for one in open_questions(season, (cell,)) if _is_about(one, cell))
    return tuple(dict.fromkeys(_sentence(one, season, cell) for one in waiting))


def _is_about(question: Question, cell: UnitStatus) -> bool:
    ours = question.unit == cell.unit.code and question.stage in (None, cell.stage)
    return ours and question.answer is None and question.kind in WAITS_FOR_A_PERSON


def _sentence(question: Question, season: Season, cell: UnitStatus) -> str:
    office, mail = season.campaign.office, next((one for one in season.arrivals if one.id == question.arrival), None)
    moment = mail.arrived_at if mail else question.asked_at
    on = f" ngày {short_day(local_day(moment, season.campaign.calendar))}" if moment else ""
    if question.kind == UNREADABLE:
        files = listed(question.candidates[:_NAMED]) + (", …" if len(question.candidates) > _NAMED else "")
        lack = f"nhưng chưa đọc được tệp {files}; đề nghị gửi lại bằng {advised()}"
    elif question.kind == NOTHING_READ:
        label = season.campaign.stage(cell.stage).label
        lack = f"nhưng chưa thấy nội dung {label} trong thư; đề nghị gửi lại, kèm tệp"
    else:
        return f"Có thư ghi địa chỉ của đơn vị gửi đến{on}, chưa xử lý được, đang chờ {office.name} xem."
    return f"{office.name} đã nhận thư của đơn vị{on}, {lack}."
