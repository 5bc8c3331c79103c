"""What came from a unit and nobody could take: it is reminded all the same, and reads what came and what is unclear."""

from collections.abc import Collection

from rules.calendar import local_day, short_day
from rules.file_format import advised
from rules.season import Question, Season
from rules.standing.overtaken import open_questions
from rules.standing.questions import FREEING, NOTHING_READ, SENDER, UNIT, UNREADABLE, WAITS_FOR_A_PERSON, WISHES
from rules.standing.status import UnitStatus
from rules.wording import listed

_NAMED = 3  # files
_BESIDE = WISHES - FREEING  # what the unit asked or said beside whether it owes


def came_unclear(season: Season, cell: UnitStatus) -> tuple[str, ...]:
    """One Vietnamese sentence for each mail of the unit about which the office is still asked."""
    own = {mail.id for mail in season.arrivals if mail.sender and mail.sender.lower() in cell.unit.addresses}
    if not any(_is_about(one, cell) or _names_another(one, cell, own) for one in season.questions):
        return ()
    waiting = open_questions(season, (cell,))
    said = [_sentence(one, season, cell) for one in waiting if _is_about(one, cell)]
    said += [_of_another(one, season) for one in waiting if _names_another(one, cell, own)]
    return tuple(dict.fromkeys(said))


def _names_another(question: Question, cell: UnitStatus, own: Collection[int]) -> bool:
    """Whether a mail of this unit brought a paper that bears the name of another one, or the form of one."""
    open_ = question.answer is None and question.kind in (SENDER, UNIT) and question.stage in (None, cell.stage)
    return open_ and question.arrival in own and question.unit != cell.unit.code


def _of_another(question: Question, season: Season) -> str:
    unit = season.roster.find(question.unit)
    if unit is None:
        lack = "chưa rõ văn bản trong thư là của đơn vị nào; đề nghị trả lời thư này, cho biết"
    else:
        lack = f"văn bản trong thư ghi là của {unit.name}; đề nghị gửi văn bản của đơn vị"
    return f"{season.campaign.office.name} đã nhận thư của đơn vị{_on(question, season)}, nhưng {lack}."


def _is_about(question: Question, cell: UnitStatus) -> bool:
    ours = question.unit == cell.unit.code and question.stage in (None, cell.stage)
    return ours and question.answer is None and question.kind in WAITS_FOR_A_PERSON | _BESIDE


def _sentence(question: Question, season: Season, cell: UnitStatus) -> str:
    office, on = season.campaign.office, _on(question, season)
    if question.kind == UNREADABLE:
        files = listed(question.candidates[:_NAMED]) + (", …" if len(question.candidates) > _NAMED else "")
        lack = f"nhưng chưa đọc được tệp {files}; đề nghị gửi lại bằng {advised()}"
    elif question.kind == NOTHING_READ:
        label = season.campaign.stage(cell.stage).label
        lack = f"nhưng chưa thấy nội dung {label} trong thư; đề nghị gửi lại, kèm tệp"
    elif question.kind in _BESIDE:
        return f"Ý kiến của đơn vị{on} đã được chuyển người phụ trách; {office.name} sẽ trả lời bằng thư."
    else:
        return f"Có thư ghi địa chỉ của đơn vị gửi đến{on}, chưa xử lý được, đang chờ {office.name} xem."
    return f"{office.name} đã nhận thư của đơn vị{on}, {lack}."


def _on(question: Question, season: Season) -> str:
    """The day on which its mail came."""
    mail = next((one for one in season.arrivals if one.id == question.arrival), None)
    moment = mail.arrived_at if mail else question.asked_at
    return f" ngày {short_day(local_day(moment, season.campaign.calendar))}" if moment else ""
