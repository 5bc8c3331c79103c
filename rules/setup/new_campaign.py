"""Next year's campaign file from this year's: comments stay, dates move, and what nobody has confirmed is listed.

Every fact that a person must confirm stands in `to_confirm` of the new file, and nothing is sent while one is left.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.calendar import named_day, short_day
from rules.campaign import Campaign
from rules.setup.campaign_file import clean_text, parse_campaign
from rules.setup.toml_file import Path, Places, Span

_COMMENT = re.compile(r"#[^\n]*")
# What is certainly another one next year: the number of the plan, and the days that the government moves.
_CLEARED: Mapping[Path, str] = {("plan", "number"): '""', ("calendar", "swaps"): "[]"}


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


def new_campaign(text: str, file: str, year: int) -> NewCampaign:
    """The campaign file of another year. A ConfigurationError where the text describes no campaign."""
    text = clean_text(text)
    old = parse_campaign(text, file)
    places = Places(text)
    code, roster = _renamed(old.code, old.year, year), _renamed(old.roster, old.year, year)
    edits = [*_value_edits(text, places, old, year), *_comment_edits(text, places, old.year, year)]
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
    for path, empty in _CLEARED.items():
        if span := places.spans.get(path):
            yield _Edit(span.start, span.end, empty)
    for path, value in _leaves(tomllib.loads(text)):
        if any(path[: len(cleared)] == cleared and cleared in places.spans for cleared in _CLEARED):
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
    held = [span for path, span in places.spans.items() if text[span.start : span.start + 1] in ("'", '"')]
    for comment in _COMMENT.finditer(text):
        if not any(span.start <= comment.start() < span.end for span in held):
            yield _Edit(comment.start(), comment.end(), _year_moved(comment.group(), old, new))


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
    yield f"Hạn của phòng: trước {named_day(new.office_due)}"
    yield f"Thời gian chạy: từ {named_day(new.go_live)} đến hết {named_day(new.closes)}"
    yield from _calendar_facts(new)
    yield f"Danh sách đơn vị «{new.roster}»: tên, địa chỉ thư, thủ trưởng, đơn vị mới, đơn vị giải thể hoặc sáp nhập"
    for target in new.targets:
        measure = "" if target.percent is None else f": {'từ ' if target.at_least else ''}{target.percent:g}%"
        yield f"Chỉ tiêu «{target.code}»: {target.who} {target.what}{measure}"


def _calendar_facts(new: Campaign) -> Iterator[str]:
    days = ", ".join(map(short_day, new.calendar.holidays)) or "chưa ghi ngày nào"
    yield (
        f"Ngày nghỉ lễ, Tết năm {new.year}: {days}. Tết Nguyên đán và Giỗ Tổ theo âm lịch, "
        "ngày nghỉ bù theo thông báo hằng năm: phải ghi lại"
    )
    yield f"Ngày làm việc hoán đổi năm {new.year} (mục swaps): ghi theo thông báo của Chính phủ, hoặc để trống"
