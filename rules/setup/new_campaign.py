"""Next year's campaign file from this year's: comments stay, dates move, and what nobody has confirmed is listed.

Every fact that a person must confirm stands in `to_confirm` of the new file, and nothing is sent while one is left.
Days off are proposed anew and wait in `proposed` of the calendar; documents that are cited lose number and day, for
next year's are others; what targets and indices reached becomes "last year".
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from rules.calendar import is_working_day, kth_working_day_before, named_day, short_day
from rules.campaign import Campaign
from rules.setup.campaign_file import clean_text, parse_campaign
from rules.setup.holidays_vn import days_off
from rules.setup.toml_file import Path, Places, Span

_COMMENT = re.compile(r"#[^\n]*")
_HOLIDAYS, _SWAPS, _PROPOSED = ("calendar", "holidays"), ("calendar", "swaps"), ("calendar", "proposed")
_ANEW = (_HOLIDAYS, _SWAPS, _PROPOSED)  # arrays that are written anew as a whole
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """`roster` is the name that the new file gives to its roster."""

    code: str
    roster: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def new_campaign(text: str, file: str, year: int, reached: Mapping[str, str] = MappingProxyType({})) -> NewCampaign:
    """The campaign file of another year. A ConfigurationError where the text describes no campaign.

    `reached`: what was reached of each target this year, as the document shows it.
    """
    text = clean_text(text)
    old = parse_campaign(text, file)
    places = Places(text)
    code, roster = _renamed(old.code, old.year, year), _renamed(old.roster, old.year, year)
    edits = [
        *_value_edits(text, places, old, year),
        *_comment_edits(text, places, old.year, year),
        *_calendar_edits(places, old, year),
        *_cited_edits(text, places, old),
        *_last_year_edits(text, places, old, reached),
    ]
    moved = _edited(text, edits)
    new = Campaign.model_validate(tomllib.loads(moved))  # what does not fit together yet is for a person
    facts = tuple(_facts(old, new))
    return NewCampaign(code, roster, _with_facts(moved, facts), facts)


def _renamed(name: str, old: int, new: int) -> str:
    return _year_moved(name, old, new) if str(old) in name else f"{name}-{new}"


def _year_moved(text: str, old: int, new: int) -> str:
    return re.sub(rf"(?<![\d/.]){old}(?!\d)", str(new), text)  # a date such as 12/4/2024 stays: it cites


def moved_day(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# --- Edits ------------------------------------------------------------------------------------------------------


def _value_edits(text: str, places: Places, old: Campaign, year: int) -> Iterator[_Edit]:
    for path, value in _leaves(tomllib.loads(text)):
        if path[:2] in _ANEW or path[-1] in ("last_year", "this_year") or _is_cited(path):
            continue
        span = places.spans[path]
        written = text[span.start : span.end]
        new = _new_value(path, value, written, old, year)
        if new != written:
            yield _Edit(span.start, span.end, new)


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, value
        return
    for key, item in inner:
        yield from _leaves(item, (*path, key))


def _new_value(path: Path, value: Any, written: str, old: Campaign, year: int) -> str:
    if path == ("year",):
        return str(year)
    if path in (("code",), ("roster",)):
        return f'"{_renamed(str(value), old.year, year)}"'
    if isinstance(value, date):
        return moved_day(value, year - old.year).isoformat()
    return _year_moved(written, old.year, year) if isinstance(value, str) else written


def _comment_edits(text: str, places: Places, old: int, new: int) -> Iterator[_Edit]:
    """The year in comments, which stand outside all strings."""
    held = [
        span for path, span in places.spans.items() if path in _ANEW or text[span.start : span.start + 1] in ("'", '"')
    ]
    for comment in _COMMENT.finditer(text):
        if not any(span.start <= comment.start() < span.end for span in held):
            yield _Edit(comment.start(), comment.end(), _year_moved(comment.group(), old, new))


def _calendar_edits(places: Places, old: Campaign, year: int) -> Iterator[_Edit]:
    """Days off as they are proposed for the new year; a file that names none stays one that names none."""
    holidays = places.spans.get(_HOLIDAYS)
    if holidays is None:
        return
    years = year - old.year
    span = range(min(year, old.go_live.year + years), old.closes.year + years + 1)
    found = days_off(span)
    days = "".join(f"    {one.day.isoformat()}, # {one.name}\n" for one in found if one.worked is None)
    swaps = ", ".join(
        f"{{ off = {one.day.isoformat()}, on = {one.worked.isoformat()} }}" for one in found if one.worked
    )
    proposed = ", ".join(day.isoformat() for one in found for day in (one.day, one.worked) if day)
    more = ""
    for path, name, written in ((_SWAPS, "swaps", f"[{swaps}]"), (_PROPOSED, "proposed", f"[{proposed}]")):
        if there := places.spans.get(path):
            yield _Edit(there.start, there.end, written)
        else:
            more += f"\n{_TOLD.get(name, '')}{name} = {written}"
    yield _Edit(holidays.start, holidays.end, f"[\n{days}]{more}")


_TOLD = {
    "proposed": "# Ngày mailbot đề xuất, chưa ai xác nhận: đối chiếu với thông báo rồi xóa khỏi đây; còn ngày nào thì\n"
    "# chưa thư nào được gửi. Ngày còn thiếu thì ghi thêm vào holidays, ngày hoán đổi vào swaps.\n"
}


def _is_cited(path: Path) -> bool:
    """Number, day and confirmation of a document: those of the new year are others."""
    return path[0] in ("plan", "references") and path[-1] in ("number", "issued", "confirmed_by")


def _cited_edits(text: str, places: Places, old: Campaign) -> Iterator[_Edit]:
    for path, span in places.spans.items():
        if _is_cited(path) and path[-1] == "issued":
            yield _whole_line(text, span)
        elif _is_cited(path):
            yield _Edit(span.start, span.end, '""')


def _whole_line(text: str, span: Span) -> _Edit:
    end = text.find("\n", span.end)
    return _Edit(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1, "")


def _last_year_edits(text: str, places: Places, old: Campaign, reached: Mapping[str, str]) -> Iterator[_Edit]:
    """What was reached this year stands beside next year's."""
    for number, target in enumerate(old.targets):
        yield from _said(text, places, ("targets", number), "last_year", reached.get(target.code, ""))
    for number, index in enumerate(old.indices):
        yield from _said(text, places, ("indices", number), "last_year", index.this_year)
        yield from _said(text, places, ("indices", number), "this_year", "")


def _said(text: str, places: Places, table: Path, name: str, value: str) -> Iterator[_Edit]:
    written = json.dumps(value, ensure_ascii=False)
    if there := places.spans.get((*table, name)):
        yield _Edit(there.start, there.end, written)
    elif value:
        end = text.index("\n", places.spans[(*table, "code")].end) + 1
        yield _Edit(end, end, f"{name} = {written}\n")


def _edited(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _with_facts(text: str, facts: tuple[str, ...]) -> str:
    written = "[\n" + "".join(f"    {json.dumps(fact, ensure_ascii=False)},\n" for fact in facts) + "]"
    spans: Mapping[Path, Span] = Places(text).spans
    if span := spans.get(("to_confirm",)):
        return text[: span.start] + written + text[span.end :]
    after = text.index("\n", spans["year",].end) + 1  # tables follow, so a line end does too
    comment = (
        "# Điều chưa ai xác nhận: xác nhận xong điều nào thì xóa dòng ấy; còn một dòng thì chưa thư nào được gửi.\n"
    )
    return f"{text[:after]}{comment}to_confirm = {written}\n{text[after:]}"


# --- What a person must confirm ---------------------------------------------------------------------------------


def _facts(old: Campaign, new: Campaign) -> Iterator[str]:
    office = new.office
    yield from _cited_facts(old)
    yield f"Số, ký hiệu, ngày ban hành và trích yếu của kế hoạch năm {new.year} (mục [plan])"
    yield f"Tên phong trào: «{new.name}»; gọi tắt: «{new.short}»"
    signer = ", ".join(filter(None, (office.signer_authority, office.signer_title, office.signer_name)))
    yield f"Người ký: {signer or 'chưa ghi'}"
    yield f"Cơ quan: {office.agency}, {office.superior}; phòng phụ trách: {office.name}; địa danh: {office.place}"
    yield f"Hộp thư nhận: {office.mailbox}; tên miền thư công vụ: {', '.join(new.official_domains) or 'chưa ghi'}"
    for before, stage in zip(old.stages, new.stages, strict=True):
        yield (
            f"Đợt «{stage.label}»: mở {named_day(stage.opens)}; hạn {named_day(stage.due)} "
            f"(năm {old.year}: {named_day(before.due)})"
        )
    yield from _traps(new)
    yield f"Hạn của phòng: trước {named_day(new.office_due)}"
    yield f"Thời gian chạy: từ {named_day(new.go_live)} đến hết {named_day(new.closes)}"
    yield from _calendar_facts(new)
    yield f"Danh sách đơn vị «{new.roster}»: tên, địa chỉ thư, thủ trưởng, đơn vị mới, đơn vị giải thể hoặc sáp nhập"
    for target in new.targets:
        measure = "" if target.percent is None else f": {'từ ' if target.at_least else ''}{target.percent:g}%"
        yield f"Chỉ tiêu «{target.code}»: {target.who} {target.what}{measure}"


def _cited_facts(old: Campaign) -> Iterator[str]:
    for one in old.references:
        if one.number:
            was = f"năm {old.year}: số {one.number}{f' ngày {short_day(one.issued)}' if one.issued else ''}"
            name = f"{one.kind}{f' của {one.issuer}' if one.issuer else ''}"
            yield f"Văn bản dẫn «{name}» ({was}): ghi văn bản của năm mới"


def _traps(new: Campaign) -> Iterator[str]:
    """Days that look like any other in a plan and on which nobody is at work."""
    days = [(f"hạn của đợt «{stage.label}»", stage.due) for stage in new.stages]
    days += [(f"ngày mở đợt «{stage.label}»", stage.opens) for stage in new.stages]
    days += [(f"ngày gửi thư đề nghị của đợt «{stage.label}»", stage.invites) for stage in new.stages if stage.invites]
    days.append(("hạn của phòng", new.office_due))
    for what, day in days:
        if not is_working_day(day, new.calendar):
            why = "" if day.weekday() >= _SATURDAY else ", ngày nghỉ lễ"
            before = kth_working_day_before(day, 1, new.calendar)
            yield f"Lưu ý: {what} là {named_day(day)}{why}; ngày làm việc ngay trước là {named_day(before)}"


def _calendar_facts(new: Campaign) -> Iterator[str]:
    count = len(new.calendar.proposed)
    yield (
        f"Lịch nghỉ năm {new.year}: mailbot đề xuất {count} ngày nghỉ, ngày hoán đổi (mục proposed); đối chiếu với "
        "thông báo, ghi thêm ngày còn thiếu, rồi xóa từng ngày khỏi proposed"
        if count
        else f"Lịch nghỉ năm {new.year}: chưa ghi ngày nào"
    )
