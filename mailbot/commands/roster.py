"""`mailbot roster show | take | confirm`: who owes something, kept as clerks keep it, changed only knowingly."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from mailbot.commands.check import is_placeholder
from mailbot.commands.outcome import Outcome
from mailbot.datafolder import DataFolder, read_bytes
from mailbot.reading.kinds import detect
from rules.calendar import local_day, short_day
from rules.campaign import Campaign, UnitKind
from rules.document import Block, Cell, ParsedDocument, Text
from rules.errors import ConfigurationError, Problem
from rules.roster import Roster, Unit
from rules.setup.csv_text import CsvRow
from rules.setup.roster_changes import completed, difference
from rules.setup.roster_file import (
    NO_UNITS,
    ListTable,
    RosterReading,
    confirmed,
    parse_roster,
    parse_tables,
    write_roster,
)

Parse = Callable[[str, bytes], ParsedDocument]
"""Any file as a document, read where it can do no harm."""

_TEXT = frozenset({"txt", "unknown", "empty", "xml", "eml"})  # what a CSV file may be taken for
_SPOT = re.compile(r"ô (?P<letters>[A-Z]{1,3})(?P<at>\d+)|dòng (?P<row>\d+), cột (?P<column>\d+)")
_REMEDY = "mở bằng Excel rồi lưu lại kiểu Excel Workbook (.xlsx) hoặc CSV UTF-8"
_NAMES_SHOWN = 5


# --- Reading ----------------------------------------------------------------------------------------------------


def read_roster(path: Path, kinds: Collection[UnitKind], parse: Parse, known: Roster = NO_UNITS) -> RosterReading:
    """The roster of a file, by its content: a CSV file, a workbook of any kind, tables in a document.

    Raises ConfigurationError with all problems.
    """
    content = read_bytes(path)
    if detect(content) in _TEXT:
        return parse_roster(content, str(path), kinds, known)
    document = parse(path.name, content)
    if document.unreadable is not None:
        raise ConfigurationError((Problem(str(path), None, document.unreadable.split(";")[0].rstrip("."), _REMEDY),))
    reading = parse_tables(tables_of(document, str(path)), str(path), kinds, known)
    remedy = "nếu trong đó có đơn vị thì sửa tệp rồi lấy lại"
    passed_over = (Problem(str(path), None, note.rstrip("."), remedy) for note in document.notes)
    return replace(reading, notes=(*passed_over, *reading.notes))


def tables_of(document: ParsedDocument, file: str) -> list[ListTable]:
    """The rows of each sheet, or of each table in a text, with the numbers that they have there.

    A text merged over several columns stands in the first of them, one merged over several rows in each of these.
    """
    places: dict[str, dict[int, dict[int, str]]] = {}
    for block in document.blocks:
        for place, number, column, text in _cells(block):
            places.setdefault(place, {}).setdefault(number, {}).setdefault(column, text)
    several = len(places) > 1
    return [
        ListTable(f"{file}, {place}" if several else file, [_row(number, rows[number]) for number in sorted(rows)])
        for place, rows in places.items()
    ]


def _cells(block: Block) -> Iterator[tuple[str, int, int, str]]:
    """(sheet or table, row, column, text), rows from 1 and columns from 0. What stands in no grid is left out."""
    if isinstance(block, Text):
        found = _spot(block.where.spot)
        if found is not None and block.flow == "body":
            yield block.where.part, *found, block.text
        return
    for cells in block.rows:
        spots = [(cell, spot) for cell in cells if (spot := _spot(cell.where.spot)) is not None]
        number = max((spot[0] for _, spot in spots), default=0)
        for cell, (_, column) in spots:
            yield _place(cell, block), number, column, cell.text


def _place(cell: Cell, block: Block) -> str:
    return block.where.part or cell.where.spot.partition(",")[0]


def _spot(words: str) -> tuple[int, int] | None:
    """The place that a reader names: "ô C7", "bảng 1, dòng 7, cột 3"."""
    found = _SPOT.search(words)
    if found is None:
        return None
    if found["row"]:
        return int(found["row"]), int(found["column"]) - 1
    column = 0
    for letter in found["letters"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found["at"]), column - 1


def _row(number: int, cells: dict[int, str]) -> CsvRow:
    return number, tuple(cells.get(column, "") for column in range(max(cells) + 1))


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
    folder: DataFolder,
    campaign: Campaign,
    path: Path,
    parse: Parse,
    agreed: Callable[[Sequence[str]], bool | None],
    now: datetime,
) -> Outcome:
    """Take a file for the roster if `agreed`, which shows its lines to a person, says so; None: there is nobody to ask.

    The old one is kept.

    Raises ConfigurationError with all problems of the file, and OSError where the folder cannot be written.
    """
    old = folder.roster(campaign.roster, campaign.unit_kinds).roster
    reading = read_roster(path, campaign.unit_kinds, parse, old)
    new = completed(reading, old)
    changes = difference(old, new)
    lines = (*changes.lines(), *map(str, reading.notes))
    if not changes:
        return Outcome(lines)
    answer = agreed(lines)
    if answer is None:
        what = "CHƯA GHI GÌ: không có ai để hỏi. Xem kỹ những dòng trên, rồi chạy lại, thêm --yes:"
        return Outcome((what, f"  mailbot roster take --yes {path}"), 1)
    if not answer:
        return Outcome(("Chưa thay đổi gì.",), 1)
    return _written(folder, campaign, new, now)


def confirm_roster(folder: DataFolder, campaign: Campaign, by: str, codes: Sequence[str], now: datetime) -> Outcome:
    """Note that a person has checked these units (none named: all)."""
    roster = folder.roster(campaign.roster, campaign.unit_kinds).roster
    unknown = [code for code in codes if roster.find(code) is None]
    if unknown:
        return Outcome((f"Không có đơn vị mang mã: {', '.join(unknown)}. Xem mã bằng: mailbot roster show",), 1)
    if not by.strip():
        return Outcome(("Ghi họ tên người xác nhận sau --by.",), 1)
    invented = [unit.label for unit in roster if (not codes or unit.code in codes) and _is_placeholder(unit)]
    if invented:
        more = f" và {len(invented) - _NAMES_SHOWN} đơn vị khác" if len(invented) > _NAMES_SHOWN else ""
        what = f"Không xác nhận được: {', '.join(invented[:_NAMES_SHOWN])}{more} còn địa chỉ thư đặt tạm (.example)."
        return Outcome((what, "Lấy danh sách thật trước: mailbot roster take TỆP"), 1)
    new = confirmed(roster, by.strip(), local_day(now, campaign.calendar), codes or None)
    done = _written(folder, campaign, new, now)
    return Outcome((f"{by.strip()} đã xác nhận {len(codes) or len(roster.units)} đơn vị.", *done.lines))


def _is_placeholder(unit: Unit) -> bool:
    """A row as it was shipped: nobody can have checked an address that leads nowhere."""
    return any(is_placeholder(address) for address in (*unit.addresses, unit.head_address) if address)


def _written(folder: DataFolder, campaign: Campaign, roster: Roster, now: datetime) -> Outcome:
    kept = folder.write("rosters", campaign.roster, write_roster(roster).encode("utf-8-sig"), now)
    lines = [f"Đã ghi {folder.own('rosters', campaign.roster)}."]
    if kept:
        lines.append(f"Danh sách cũ được giữ tại {kept}.")
    lines.append("mailbot đang chạy thì khởi động lại để dùng danh sách này.")
    return Outcome(tuple(lines))
