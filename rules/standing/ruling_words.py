"""What people decided, in Vietnamese clauses whose words come from the type of each effect."""

from collections.abc import Iterable
from datetime import date

from rules.basis import is_document
from rules.calendar import local, short_day
from rules.campaign import Calendar, Campaign, FieldSpec
from rules.initiative import TITLE, Json
from rules.roster import Roster
from rules.rulings import (
    NO_MAIL,
    Add,
    Answered,
    Apart,
    Assign,
    Confirm,
    Correct,
    Drop,
    Effect,
    Entered,
    How,
    Learn,
    Mark,
    Merge,
    Move,
    Reject,
    Rename,
    Ruling,
    Split,
    Submission,
    TakeBack,
    Unmark,
    Withdraw,
)
from rules.wording import count, listed, plain

WAYS: dict[How, str] = {
    "email": "qua thư",
    "command": "bằng lệnh",
    "workbook": "qua bảng tính",
    "page": "trên trang web",
    "file": "trong tệp phong trào",
}


NOT_DONE = "Phần khác trong thư, mailbot không làm gì theo: {rest}."
"""What is told with the first decision of a mail, of the rest of that mail."""


def in_short(ruling: Ruling) -> str:
    """What was done, without the rest of its mail and the full stop."""
    return ruling.done.partition(f" {NOT_DONE.partition('{')[0]}")[0].rstrip(".")


def decision_in_words(ruling: Ruling, calendar: Calendar) -> str:
    """A decision with who, when and how, as `explain` and `decide list` show it."""
    turn = ruling.decided
    at = local(turn.at, calendar).strftime("%H:%M %d/%m/%Y")
    how = WAYS[turn.how]
    return (
        f"quyết định {ruling.number}, {at}, {turn.by or 'không rõ ai'} {how}: {ruling.done}{_state(ruling, calendar)}"
    )


def _state(ruling: Ruling, calendar: Calendar) -> str:
    last = ruling.turns[-1]
    at = f"{local(last.at, calendar):%H:%M %d/%m/%Y}"
    match last.state:
        case "undone":
            return f" [đã hủy lúc {at}, {last.by or 'không rõ ai'}]"
        case "proposed":
            return " [chờ xác nhận]"
        case "lapsed":
            return f" [hết hiệu lực lúc {at}, chưa được xác nhận]"
    return ""


def ruling_in_words(ruling: Ruling, campaign: Campaign, roster: Roster) -> str:
    """All that a ruling does, in small letters; what was said of it where it does nothing (a deadline in the file)."""
    clauses = [said for effect in ruling.effects if (said := effect_in_words(effect, campaign, roster))]
    cells = sum(isinstance(effect, Entered) and not is_document(effect.row) for effect in ruling.effects)
    if cells:
        clauses.insert(0, f"nhập {count(cells)} ô vào bảng tính")
    if not clauses:
        clauses = [f"khép câu hỏi số {one.question}" for one in ruling.effects if isinstance(one, Answered)]
    return "; ".join(clauses) or ruling.done.rstrip(".")


def effect_in_words(effect: Effect, campaign: Campaign, roster: Roster) -> str:
    """An effect as a clause, in small letters; "" for what goes without saying."""
    match effect:
        case Confirm(part, unit):
            return f"nội dung được ghi nhận cho {_name(unit or part.unit, roster)}"
        case Reject():
            return "nội dung này không được tính"
        case Assign(_, unit):
            return f"nội dung này là của {_name(unit, roster)}"
        case Move(_, stage):
            return f"nội dung này được chuyển sang đợt {campaign.stage(stage).label}"
        case Learn(_, unit):
            return f"từ nay thư từ địa chỉ này được coi là của {_name(unit, roster)}"
        case Rename(item, new, like):
            return f"“{item.place.title}” {'và' if like else 'nay là'} “{new}”{' được coi là một' if like else ''}"
        case Apart(one, other):
            return f"“{one.place.title}” và “{other.place.title}” là hai nội dung khác nhau"
        case Withdraw(_, titles):
            return f"đã bỏ {_quoted(titles)}"
        case Mark():
            return mark_in_words(effect, campaign, roster)
        case TakeBack(number):
            return f"hủy quyết định số {number}"
        case Unmark(_, stage, unit):
            return f"{_name(unit, roster)} không nộp {campaign.stage(stage).label} bằng cách khác"
    return _content_in_words(effect, campaign, roster)


def _content_in_words(effect: Effect, campaign: Campaign, roster: Roster) -> str:
    match effect:
        case Add(_, values):
            return f"thêm “{dict(values)[TITLE]}”"
        case Drop(item):
            return f"bỏ “{item.place.title}”"
        case Split(item, titles):
            return f"tách “{item.place.title}” thành {_quoted(titles)}"
        case Merge(items, title):
            return f"nhập {_quoted(item.place.title for item in items)} thành “{title or items[0].place.title}”"
        case Correct(item, code, value):
            shown = "để trống" if value in (None, "", ()) else f"“{shown_value(value, campaign.field(code))}”"
            return f"“{item.place.title}”: {campaign.field(code).label.lower()} sửa thành {shown}"
        case Submission(arrival, _, stage, unit):
            if arrival == NO_MAIL:
                return f"{_name(unit, roster)} có {campaign.stage(stage).document} không gửi qua thư"
            return f"thư này là {campaign.stage(stage).document} của {_name(unit, roster)}"
    return ""


def shown_value(value: Json, spec: FieldSpec) -> str:
    """A value as people read it."""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, float):
        return plain(value)
    if spec.kind == "date" and isinstance(value, str):
        return short_day(date.fromisoformat(value))
    return {choice.code: choice.label for choice in spec.choices}.get(str(value), str(value))


def _quoted(titles: Iterable[str]) -> str:
    return listed(f"“{title}”" for title in titles)


def mark_in_words(mark: Mark, campaign: Campaign, roster: Roster) -> str:
    """A mark as a clause: "gia hạn đăng ký cho ... đến hết ngày 30/8/2024"."""
    whose = _name(mark.unit, roster) if mark.unit else "tất cả các đơn vị"
    stage = campaign.stage(mark.stage).label
    day = short_day(mark.until) if mark.until else ""
    match mark.kind:
        case "extension":
            return f"gia hạn {stage} cho {whose} đến hết ngày {day}"
        case "exempt":
            reason = f" ({mark.reason})" if mark.reason else ""
            return f"miễn {stage} cho {whose}{reason}"
        case "paper":
            received = f", tính là nhận ngày {day}" if day else ""
            return f"{whose} đã nộp {stage} bằng bản giấy hoặc qua hệ thống khác{received}"
        case "arrived":
            return f"{stage} của {whose} được tính là nhận ngày {day}"
        case "pause":
            until = f" đến hết ngày {day}" if day else ""
            return f"tạm dừng nhắc {stage} với {whose}{until}"
        case "hold":
            return f"tạm giữ các thư nhắc {stage} với {whose} đến hết ngày {day}"
        case "release":
            return f"cho gửi đợt nhắc {stage} ngày {day}"


def _name(code: str | None, roster: Roster) -> str:
    unit = roster.find(code)
    return unit.name if unit else "đơn vị chưa xác định"
