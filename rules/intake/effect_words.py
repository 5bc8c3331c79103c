"""What follows from a decision, in one Vietnamese sentence, for the letter that tells it and for `explain`."""

from collections.abc import Iterable

from rules.calendar import short_day
from rules.campaign import Campaign
from rules.intake import answers
from rules.intake.answers import Effect, Extended, Given, OnPaper, Received
from rules.roster import Roster
from rules.rulings import Mark
from rules.season import Question
from rules.standing.questions import BOUNCE, DEADLINE, NO, SKIP, YES
from rules.wording import capitalised, listed


def given_in_words(given: Given, roster: Roster) -> str:
    """An answer as a person would write it."""
    match given:
        case Extended(until):
            return f"gia hạn đến {short_day(until)}"
        case OnPaper(None):
            return "đã nộp bản giấy"
        case OnPaper(on):
            return f"đã nộp bản giấy ngày {short_day(on)}" if on else "đã nộp bản giấy"
        case Received(on):
            return f"nhận ngày {short_day(on)}"
    unit = roster.find(given)
    return unit.name if unit else {YES: "đúng", NO: "không", SKIP: "bỏ qua"}.get(given, given)


def told(question: Question, given: Given, effects: Iterable[Effect], campaign: Campaign, roster: Roster) -> str:
    """What the effects of an answer are; of none, that a person has seen it."""
    sentences = [_sentence(effect, campaign, roster) for effect in effects]
    if sentences:
        return f"{capitalised('; '.join(sentences))}."
    if question.kind == BOUNCE and given in (YES, NO):
        again, never = (
            "Từ nay thư lại được gửi tới địa chỉ này.",
            "Không gửi tới địa chỉ này nữa; đề nghị sửa danh sách.",
        )
        return again if given == YES else never
    if question.kind == DEADLINE and given == YES:
        return "Thư báo thời hạn mới được gửi cho các đơn vị trong giờ làm việc."
    return "Đã khép câu hỏi, không thay đổi gì."


def _sentence(effect: Effect, campaign: Campaign, roster: Roster) -> str:
    match effect:
        case answers.Confirm(part, unit):
            return f"nội dung được ghi nhận cho {_name(unit or part.unit, roster)}"
        case answers.Reject(_):
            return "nội dung này không được tính"
        case answers.Learn(_, unit):
            return f"từ nay thư từ địa chỉ này được coi là của {_name(unit, roster)}"
        case answers.Rename(_, old, new):
            return f"“{old}” và “{new}” được coi là một"
        case answers.Withdraw(_, titles):
            return f"đã bỏ {listed(f'“{title}”' for title in titles)}"
        case answers.SetMark(mark):
            return mark_in_words(mark, campaign, roster)


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
        case "release":
            return f"cho gửi đợt nhắc {stage} ngày {day}"


def _name(code: str | None, roster: Roster) -> str:
    unit = roster.find(code)
    return unit.name if unit else "đơn vị chưa xác định"
