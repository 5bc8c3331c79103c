"""`mailbot roster show | take | confirm`: who owes something, kept as clerks keep it, changed only knowingly."""

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mailbot.commands.outcome import Outcome
from mailbot.datafolder import DataFolder, read_bytes
from rules.calendar import local_day, short_day
from rules.campaign import Campaign, UnitKind
from rules.errors import ConfigurationError, Problem
from rules.roster import Roster, Unit
from rules.setup.csv_text import Row
from rules.setup.roster_changes import completed, difference
from rules.setup.roster_file import (
    NO_UNITS,
    RosterReading,
    confirmed,
    parse_roster,
    parse_rows,
    recognised,
    write_roster,
)

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MOST_ROWS = 10_000  # a roster has some dozens; a sheet formatted to its last row has a million
_MOST_COLUMNS = 100
_MOST_BYTES = 50_000_000  # of the workbook unpacked


# --- Reading ----------------------------------------------------------------------------------------------------


def read_roster(path: Path, kinds: Collection[UnitKind], known: Roster = NO_UNITS) -> RosterReading:
    """The roster of a CSV or Excel file, by its content. Raises ConfigurationError with all problems."""
    content = read_bytes(path)
    if content.startswith(_OLD_OFFICE):
        raise _unreadable(path, "tệp Excel kiểu cũ (.xls) hoặc có mật khẩu")
    if content.startswith(_ZIP):
        return parse_rows(_sheet(content, path), str(path), kinds, known)
    return parse_roster(content, str(path), kinds, known)


def _unreadable(path: Path, what: str) -> ConfigurationError:
    remedy = "mở bằng Excel rồi lưu lại kiểu Excel Workbook (.xlsx) hoặc CSV UTF-8"
    return ConfigurationError((Problem(str(path), None, what, remedy),))


def _sheet(content: bytes, path: Path) -> Sequence[Row]:
    """The rows of the sheet that looks most like a roster."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(member.file_size for member in package.infolist()) > _MOST_BYTES:
                raise _unreadable(path, "tệp Excel quá lớn đối với một danh sách đơn vị")
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = [tuple(_rows(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)))
                  for sheet in workbook.worksheets]  # fmt: skip
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, SyntaxError) as error:
        raise _unreadable(path, f"tệp Excel hỏng ({type(error).__name__})") from error
    return max(sheets, key=recognised, default=())


def _rows(values: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for number, cells in enumerate(values, 1):
        texts = tuple(map(_text, cells))
        if any(text.strip() for text in texts):
            yield number, texts


def _text(value: object) -> str:
    """A cell as a person would have typed it: whole numbers without a fraction, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return str(value)


# --- Commands ---------------------------------------------------------------------------------------------------


def show_roster(folder: DataFolder, campaign: Campaign, today: date) -> Outcome:
    """The units of the roster in use, by kind, and what its empty cells lead to."""
    reading = folder.roster(campaign.roster, campaign.unit_kinds)
    lines = [f"Danh sách đơn vị: {folder.find('rosters', campaign.roster)}"]
    for kind in campaign.unit_kinds:
        units = [unit for unit in reading.roster if unit.kind == kind.code]
        lines += [f"{kind.label[:1].upper()}{kind.label[1:]}: {len(units)}", *(_line(unit, today) for unit in units)]
    return Outcome((*lines, *map(str, reading.notes)))


def _line(unit: Unit, today: date) -> str:
    told = [unit.code, unit.name, ", ".join(unit.addresses) or "(không có địa chỉ thư)"]
    if not unit.must_register:
        told.append("không phải gửi")
    if not unit.valid_on(today):
        told.append("hiện không thuộc danh sách")
    if unit.confirmed_by:
        on = f" {short_day(unit.confirmed_on)}" if unit.confirmed_on else ""
        told.append(f"{unit.confirmed_by} xác nhận{on}")
    else:
        told.append("chưa xác nhận")
    return "  " + " · ".join(told)


def take_roster(
    folder: DataFolder, campaign: Campaign, path: Path, agreed: Callable[[Sequence[str]], bool], now: datetime
) -> Outcome:
    """Take a file for the roster if `agreed`, which shows its lines to a person, says so. The old one is kept.

    Raises ConfigurationError with all problems of the file, and OSError where the folder cannot be written.
    """
    old = folder.roster(campaign.roster, campaign.unit_kinds).roster
    reading = read_roster(path, campaign.unit_kinds, old)
    new = completed(reading, old)
    changes = difference(old, new)
    lines = (*changes.lines(), *map(str, reading.notes))
    if not changes:
        return Outcome(lines)
    if not agreed(lines):
        return Outcome(("Chưa thay đổi gì.",))
    return _written(folder, campaign, new, now)


def confirm_roster(folder: DataFolder, campaign: Campaign, by: str, codes: Sequence[str], now: datetime) -> Outcome:
    """Note that a person has checked these units (none named: all)."""
    roster = folder.roster(campaign.roster, campaign.unit_kinds).roster
    unknown = [code for code in codes if roster.find(code) is None]
    if unknown:
        return Outcome((f"Không có đơn vị mang mã: {', '.join(unknown)}. Xem mã bằng: mailbot roster show",), 1)
    if not by.strip():
        return Outcome(("Ghi họ tên người xác nhận sau --by.",), 1)
    new = confirmed(roster, by.strip(), local_day(now, campaign.calendar), codes or None)
    done = _written(folder, campaign, new, now)
    return Outcome((f"{by.strip()} đã xác nhận {len(codes) or len(roster.units)} đơn vị.", *done.lines))


def _written(folder: DataFolder, campaign: Campaign, roster: Roster, now: datetime) -> Outcome:
    kept = folder.write("rosters", campaign.roster, write_roster(roster).encode("utf-8-sig"), now)
    lines = [f"Đã ghi {folder.own('rosters', campaign.roster)}."]
    if kept:
        lines.append(f"Danh sách cũ được giữ tại {kept}.")
    lines.append("mailbot đang chạy thì khởi động lại để dùng danh sách này.")
    return Outcome(tuple(lines))
