"""`mailbot learned`: what corrections have taught, by which decisions, and whether it counts yet."""

from collections.abc import Iterable, Iterator

from mailbot.commands.outcome import Outcome
from rules.campaign import Campaign
from rules.intake.lessons import Lesson
from rules.roster import Roster
from rules.wording import listed


def learned(known: Iterable[Lesson], campaign: Campaign, roster: Roster) -> Outcome:
    lines = [line for one in known for line in _lines(one, campaign, roster)]
    return Outcome(tuple(lines or ["Chưa có quyết định nào dạy điều gì."]))


def _lines(one: Lesson, campaign: Campaign, roster: Roster) -> Iterator[str]:
    what = "Cột, mục" if one.kind == "heading" else "Tên viết"
    whom = f", chỉ trong thư của {one.sender}" if one.sender and one.counts else ""
    yield f"{what} “{one.said}”: {_meant(one, campaign, roster)}{whom}"
    yield f"     {_state(one)}; theo quyết định {listed(map(str, one.rulings))}, thư {listed(map(str, one.mails))}"


def _meant(one: Lesson, campaign: Campaign, roster: Roster) -> str:
    if one.kind == "heading":
        return next((spec.label for spec in campaign.fields if spec.code == one.means), one.means)
    unit = roster.find(one.means)
    return unit.name if unit else one.means


def _state(one: Lesson) -> str:
    if one.counts:
        return "đang dùng khi đọc, luôn hỏi lại"
    if one.disputed:
        return "chưa dùng: các quyết định dạy khác nhau"
    return "chưa dùng: cần thêm một quyết định ở thư khác"
