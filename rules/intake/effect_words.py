"""What follows from a decision, in one Vietnamese sentence, for the letter that tells it and for `explain`."""

from collections.abc import Iterable

from rules.calendar import short_day
from rules.campaign import Campaign
from rules.intake.answers import Extended, Given, Longer, OnPaper, Received, Told
from rules.roster import Roster
from rules.rulings import Effect
from rules.season import Question
from rules.standing.questions import BOUNCE, DEADLINE, NO, ROSTER, SKIP, WISHES, YES
from rules.standing.ruling_words import effect_in_words
from rules.wording import capitalised


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
        case Longer(days, working):
            return f"gia hạn thêm {days} ngày{' làm việc' if working else ''}"
        case Told(words):
            return f"trả lời: {words}"
    unit = roster.find(given)
    return unit.name if unit else {YES: "đúng", NO: "không", SKIP: "bỏ qua"}.get(given, given)


def told(question: Question, given: Given, effects: Iterable[Effect], campaign: Campaign, roster: Roster) -> str:
    """What the effects of an answer are; of none, that a person has seen it."""
    sentences = [said for effect in effects if (said := effect_in_words(effect, campaign, roster))]
    if sentences:
        return f"{capitalised('; '.join(sentences))}."
    if question.kind == BOUNCE and given in (YES, NO):
        again, never = (
            "Từ nay thư lại được gửi tới địa chỉ này.",
            "Không gửi tới địa chỉ này nữa; đề nghị sửa danh sách.",
        )
        return again if given == YES else never
    if isinstance(given, Told):
        return "Câu phúc đáp được gửi nguyên văn."
    if question.kind == ROSTER and given == YES:
        return "Đề nghị sửa dòng của đơn vị trong tệp danh sách đơn vị."
    if question.kind in WISHES and given == NO:
        return "Đề nghị của đơn vị không được chấp nhận."
    if question.kind == DEADLINE and given == YES:
        return "Thư báo thời hạn mới được gửi cho các đơn vị trong giờ làm việc."
    return "Đã khép câu hỏi, không thay đổi gì."
