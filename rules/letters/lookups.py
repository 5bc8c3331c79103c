"""What a person of the office looks up by mail: where units stand, why something is asked, what one can write."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from rules.calendar import deadline, local, local_day, short_day, strict_last_day
from rules.campaign import Stage
from rules.letters.letter import LookedUp
from rules.season import OVERTAKEN, Question, Season
from rules.standing.overtaken import by_what, open_questions
from rules.standing.status import UnitStatus, statuses
from rules.submission import Version
from rules.wording import capitalised, count, listed

_IN_WORDS = {
    "sent": "đã gửi đủ",
    "incomplete": "đã gửi, còn thiếu thông tin",
    "provisional": "đã gửi, chờ xác nhận",
    "paper": "đã nộp bản giấy hoặc cách khác",
    "exempt": "được miễn",
    "owes": "chưa gửi",
}


def begun(season: Season) -> tuple[Stage, ...]:
    """The stages that have begun, at least the first one."""
    today = local_day(season.as_of, season.campaign.calendar)
    found = tuple(stage for stage in season.campaign.stages if stage.opens <= today)
    return found or season.campaign.stages[:1]


def stage_of(unit: str, season: Season, day: date) -> Stage:
    """The stage that a word about a unit means where it names none: among those that have begun the one that ends
    nearest to `day`, of which the unit still owes something if it owes any."""
    owed = [cell.stage for cell in statuses(season) if cell.unit.code == unit and cell.state in _OWED]
    stages = begun(season)
    meant = [stage for stage in stages if stage.code in owed] or stages
    return min(meant, key=lambda stage: abs((strict_last_day(stage) - day).days))


_OWED = ("owes", "incomplete", "provisional")


def not_done(beside: Iterable[str]) -> LookedUp:
    """What else stood in the mail."""
    return LookedUp("Phần khác trong thư", tuple(f"“{one}”: mailbot không làm gì theo phần này." for one in beside))


def overview(season: Season, *, owing: bool, phones: bool = False, shares: bool = False) -> tuple[LookedUp, ...]:
    """Each stage that has begun: how many stand where; with `owing` the names of those who have not sent,
    with `phones` and the telephones; with `shares` how much of each kind has sent."""
    cells = statuses(season)
    found = []
    for stage in begun(season):
        own = [cell for cell in cells if cell.stage == stage.code]
        told = _stage(stage, own, owing, phones)
        found.append(replace(told, lines=(*told.lines, *_shares(own, season))) if shares else told)
    return tuple(found)


_DONE = ("sent", "incomplete", "provisional", "paper")


def _shares(cells: Iterable[UnitStatus], season: Season) -> Iterator[str]:
    """Who is freed does not count."""
    owing = [cell for cell in cells if cell.state != "exempt"]
    for kind in season.campaign.unit_kinds:
        own = [cell for cell in owing if cell.unit.kind == kind.code]
        if own:
            sent = sum(cell.state in _DONE for cell in own)
            share = round(100 * sent / len(own))
            yield f"{capitalised(kind.label)}: {sent}/{len(own)} đơn vị đã gửi hoặc nộp ({share}%)."


def _stage(stage: Stage, cells: Iterable[UnitStatus], owing: bool, phones: bool) -> LookedUp:
    cells = tuple(cells)
    lines = [f"Thời hạn: {deadline(stage)}; {count(len(cells))} đơn vị."]
    for state, words in _IN_WORDS.items():
        told = phones and state in ("owes", "incomplete")
        found = [
            f"{cell.unit.label} ({cell.unit.phone or 'chưa có số'})" if told else cell.unit.label
            for cell in cells
            if cell.state == state
        ]
        if found:
            named = f": {', '.join(found)}" if owing and state in ("owes", "incomplete") else ""
            lines.append(f"{capitalised(words)}: {count(len(found))} đơn vị{named}.")
    return LookedUp(capitalised(stage.label), tuple(lines))


def why(number: int, season: Season) -> LookedUp:
    """A question with its mail and what was read of it: titles and people."""
    question = next((one for one in season.questions if one.number == number), None)
    if question is None:
        return LookedUp(f"Câu {number}", (f"Không có câu hỏi số {number}.",))
    by = by_what(question, season) if question.answer in (None, OVERTAKEN) else ""
    waits = f"Không phải trả lời nữa: {by}." if by else "Đang chờ trả lời."
    state = "Đã được trả lời." if question.answer not in (None, OVERTAKEN) else waits
    return LookedUp(f"Câu {number}", (question.text, *_mail_of(question, season), *_read(question, season), state))


def _mail_of(question: Question, season: Season) -> tuple[str, ...]:
    mail = next((one for one in season.arrivals if one.id == question.arrival), None)
    if mail is None:
        return ()
    at = local(mail.arrived_at, season.campaign.calendar)
    files = f", tệp: {', '.join(mail.attachments)}" if mail.attachments else ""
    return (
        f"Thư số {mail.id}, lúc {at:%H:%M} ngày {short_day(at.date())}, của {mail.sender}: “{mail.subject}”{files}.",
    )


def _read(question: Question, season: Season) -> tuple[str, ...]:
    doubts = (doubt for version in _versions_of(question, season) for doubt in version.doubts)
    read = (f"Đọc được: {one}." for one in read_of(question, season))
    return (*read, *(f"Lý do chưa chắc chắn: {doubt}" for doubt in doubts))


def read_of(question: Question, season: Season) -> tuple[str, ...]:
    """What was read of the mail that a question is about: each title with its people."""
    people = next((spec.code for spec in season.campaign.fields if spec.kind == "people"), "")
    lines = []
    for version in _versions_of(question, season):
        for initiative in version.initiatives:
            named = initiative.get(people)
            who = f" ({', '.join(named)})" if isinstance(named, tuple) and named else ""
            lines.append(f"“{initiative.title}”{who}")
    return tuple(lines)


def _versions_of(question: Question, season: Season) -> tuple[Version, ...]:
    return tuple(
        version
        for version in season.versions
        if version.arrival == question.arrival
        and question.unit in (None, version.unit)
        and question.stage in (None, version.stage)
    )


def states_of(units: Iterable[str], season: Season) -> tuple[LookedUp, ...]:
    """What each of these units has sent in each stage that has begun: when, which titles, what is missing."""
    cells = {(cell.unit.code, cell.stage): cell for cell in statuses(season)}
    found = []
    for code in units:
        lines = [
            _cell(stage, cell, season) for stage in begun(season) if (cell := cells.get((code, stage.code))) is not None
        ]
        lines += [f"Đang chờ phòng quyết định: {one.number}. {one.text}" for one in _asked_about(code, season)]
        lines += _mails_of(code, season)
        found.append(LookedUp(season.roster.unit(code).label, tuple(lines) or ("Không thuộc diện của đợt nào.",)))
    return tuple(found)


def _cell(stage: Stage, cell: UnitStatus, season: Season) -> str:
    state = f"{capitalised(stage.label)}: {_IN_WORDS.get(cell.state, cell.state)}"
    if cell.first_at is not None:
        at = local(cell.first_at, season.campaign.calendar)
        state += f", lần đầu lúc {at:%H:%M} ngày {short_day(at.date())}"
    titles = [item.initiative.title for item in cell.submission.initiatives] if cell.submission else []
    if titles:
        state += f"; {count(len(titles))} nội dung: {listed(f'“{title}”' for title in titles)}"
    lacks = dict.fromkeys(label.lower() for _, label in cell.missing)
    return f"{state}; còn thiếu: {', '.join(lacks)}." if lacks else f"{state}."


_LAST_MAILS = 5


def _mails_of(code: str, season: Season) -> list[str]:
    """The last mails from the addresses of a unit, each with what became of it; of mail that is not ours nothing."""
    addresses = {address.lower() for address in season.roster.unit(code).addresses}
    mails = [one for one in season.arrivals if one.sender.lower() in addresses]
    if not mails:
        return ["Chưa thấy thư nào về phong trào từ địa chỉ của đơn vị."]
    told = []
    for mail in mails[-_LAST_MAILS:]:
        at = local(mail.arrived_at, season.campaign.calendar)
        told.append(f"Thư số {mail.id}, lúc {at:%H:%M} ngày {short_day(at.date())}: “{mail.subject}”. {mail.reason}")
    return told


def _asked_about(unit: str, season: Season) -> tuple[Question, ...]:
    return tuple(one for one in open_questions(season) if one.unit == unit)


_MOST_PENDING = 20


def pending(season: Season) -> LookedUp:
    """What waits for an answer of the office, by number."""
    waiting = open_questions(season)
    lines = [f"{one.number}. {one.text}" for one in waiting[:_MOST_PENDING]]
    if len(waiting) > _MOST_PENDING:
        lines.append(f"Còn {count(len(waiting) - _MOST_PENDING)} việc nữa.")
    return LookedUp("Việc chờ phòng quyết định", tuple(lines) or ("Không còn việc nào chờ.",))


def not_ours(season: Season) -> LookedUp:
    return LookedUp(
        "Việc khác",
        (
            f"Hộp thư tự động này chỉ làm việc của phong trào “{season.campaign.short}”; việc nêu trong thư chưa ai "
            "làm, đề nghị gửi cho người phụ trách.",
        ),
    )


def guide(season: Season) -> LookedUp:
    """What one can write, in a few lines."""
    example = next((unit.label for unit in season.roster if unit.must_register), "tên đơn vị")
    return LookedUp(
        "Có thể viết cho mailbot",
        (
            "“tình hình”: số đơn vị đã gửi, chưa gửi của mỗi đợt.",
            "“còn đơn vị nào chưa gửi?”: danh sách đơn vị chưa gửi, còn thiếu.",
            "“xin dự thảo”: dự thảo văn bản và bảng tính đến lúc này.",
            f"“{example} gửi chưa?”: đơn vị đã gửi gì, lúc nào, còn thiếu gì.",
            "“còn việc nào chờ?”: những việc chờ phòng quyết định.",
            "“vì sao câu 7?”: thư, nội dung đọc được và lý do hỏi.",
            f"“gửi lại biểu mẫu cho {example}”.",
            f"“miễn {example}”, “{example} nộp bản giấy rồi”, “không nhắc {example} nữa”.",
            f"“gia hạn cho {example} đến 30/8”.",
            "Sửa nội dung đã đọc: “sửa câu 2: người thực hiện Lê Thị Hoa”, “mục 17.2 kết quả: …”, “bỏ mục 17.2”.",
            "Trả lời thư hỏi: “1 đúng; 2 không; 3 gia hạn thêm 5 ngày; còn lại đúng”.",
            "Trả lời câu hỏi của đơn vị: “4 trả lời: (câu gửi đơn vị)”; nhắn một đơn vị: "
            f"“nhắn {example} là (lời nhắn)”, thư gửi nguyên văn.",
            "Tệp không đọc được: “4 nội dung: (tên); người thực hiện: (ai)”.",
            "Trả lời thư báo trước: “gửi”, “dừng”, “trừ 3, 7”, “trừ các phòng”, “hoãn đến thứ Hai”.",
            "Hủy câu trả lời: “hoàn tác câu 4”; hủy quyết định khác: “hoàn tác 5”.",
        ),
    )
