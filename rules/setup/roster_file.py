"""Roster files: from a table that clerks keep in a spreadsheet to a `Roster`, with everything that is wrong at once.

The header row is found, not assumed; columns are known by their English codes or by what a clerk calls them. A column
that is absent says nothing, an empty cell says that there is nothing. What empty cells lead to is told in notes.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from rules.campaign import UnitKind
from rules.errors import ConfigurationError, Problem
from rules.quantities import dates
from rules.roster import Roster, Unit
from rules.setup.campaign_file import is_address
from rules.setup.csv_text import Row, decode, rows, write
from rules.setup.toml_file import in_order
from rules.text import fold, nfc, words

NO_UNITS = Roster(())
COLUMNS = tuple(item.name for item in fields(Unit))

# What a clerk writes above a column; accents, case and punctuation do not count. The first is what is shown.
TITLES: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã", "Mã đơn vị", "Mã định danh", "Ký hiệu"),
    "kind": ("Loại", "Loại đơn vị", "Loại hình", "Khối"),
    "name": ("Tên đơn vị", "Tên", "Đơn vị", "Tên trường", "Tên đầy đủ", "Tên cơ quan, đơn vị"),
    "short": ("Tên ngắn", "Tên rút gọn", "Tên viết tắt", "Viết tắt", "Tên gọn"),
    "group": ("Nhóm", "Huyện", "Địa bàn", "Huyện, thị xã, thành phố", "Khu vực", "District", "Cụm"),
    "aliases": ("Tên gọi khác", "Tên khác", "Bí danh", "Các tên gọi khác"),
    "addresses": (
        "Địa chỉ thư", "Email", "E-mail", "Thư điện tử", "Hộp thư", "Địa chỉ email", "Địa chỉ thư điện tử",
        "Thư công vụ", "Address", "Mail",
    ),
    "head_name": ("Thủ trưởng", "Họ tên thủ trưởng", "Họ và tên thủ trưởng", "Người đứng đầu", "Hiệu trưởng"),
    "head_title": ("Chức vụ", "Chức vụ thủ trưởng", "Chức danh"),
    "head_address": ("Thư thủ trưởng", "Email thủ trưởng", "Địa chỉ thư thủ trưởng"),
    "phone": ("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Di động"),
    "must_register": ("Phải đăng ký", "Bắt buộc", "Phải gửi", "Bắt buộc đăng ký"),
    "valid_from": ("Từ ngày", "Hiệu lực từ", "Có từ ngày"),
    "valid_to": ("Đến ngày", "Hiệu lực đến", "Hết hiệu lực"),
    "confirmed_by": ("Người xác nhận", "Xác nhận bởi"),
    "confirmed_on": ("Ngày xác nhận", "Xác nhận ngày"),
}  # fmt: skip
_UNUSED_TITLES = ("STT", "TT", "Số TT", "Ghi chú")
_YES = frozenset({"", "x", "co", "1", "true", "yes", "phai", "bat buoc", "dung"})
_NO = frozenset({"khong", "0", "false", "no", "k", "mien", "sai"})
_HEADER_WITHIN = 20  # rows; agency, motto and title may stand above the header
_NAMES_SHOWN = 5
_SEVERAL = re.compile(r"[|;\n]+")
_SEVERAL_ADDRESSES = re.compile(r"[|;,\s]+")
_ANGLED = re.compile(r"[^<>|;,\n]*<([^<>\s]+)>")
_CODE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def _folded(text: str) -> str:
    return " ".join(words(text))


_COLUMN_OF: Mapping[str, str] = {
    _folded(title): column for column, titles in TITLES.items() for title in (column, *titles)
}
_UNUSED = frozenset(map(_folded, _UNUSED_TITLES))


def title(column: str) -> str:
    """What a column is called in Vietnamese."""
    return TITLES[column][0]


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a file says: the units, which columns it has, and what is worth knowing although nothing is wrong."""

    roster: Roster
    columns: frozenset[str]
    notes: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Reader:
    """One pass over a table; problems and notes gather here."""

    file: str
    kinds: Mapping[str, str]
    known: Mapping[str, str]  # folded name of a unit -> its code
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, what, remedy))

    def note(self, line: int | None, what: str, remedy: str) -> None:
        self.notes.append(Problem(self.file, line, what, remedy))


def parse_roster(content: bytes, file: str, kinds: Collection[UnitKind], known: Roster = NO_UNITS) -> RosterReading:
    """The roster that the bytes of a CSV file hold. `known` gives codes to units that the file names without one.

    Raises ConfigurationError with all problems.
    """
    text = decode(content)
    if text is None:
        remedy = "trong Excel chọn Lưu thành (Save As) kiểu «CSV UTF-8», hoặc đưa thẳng tệp .xlsx"
        raise ConfigurationError((Problem(file, None, "chữ có dấu trong tệp đã hỏng khi lưu", remedy),))
    try:
        table = rows(text, recognised)
    except csv.Error as error:
        remedy = "mở bằng Excel, kiểm tra dấu nháy kép, rồi lưu lại kiểu «CSV UTF-8»"
        raise ConfigurationError((Problem(file, None, f"không đọc được bảng ({error})", remedy),)) from error
    return parse_rows(table, file, kinds, known)


def parse_rows(table: Sequence[Row], file: str, kinds: Collection[UnitKind], known: Roster = NO_UNITS) -> RosterReading:
    """The roster that rows hold, each with its number in the sheet. Raises ConfigurationError with all problems."""
    reader = _Reader(file, _kind_words(kinds), {_folded(unit.name): unit.code for unit in known})
    found = _header(table)
    if found is None:
        what = f"không tìm thấy dòng tiêu đề có cột «{title('name')}»"
        remedy = f"dòng đầu của bảng ghi tên cột: {', '.join(title(column) for column in COLUMNS)}"
        raise ConfigurationError((Problem(file, None, what, remedy),))
    position, columns = found
    _note_columns(reader, table[position], columns)
    units = list(_units(reader, table[position + 1 :], columns))
    if not units and not reader.problems:
        reader.wrong(table[position][0], "không có đơn vị nào dưới dòng tiêu đề", "ghi mỗi đơn vị một dòng")
    _check_whole(reader, units)
    if reader.problems:
        raise ConfigurationError(in_order(reader.problems))
    roster = Roster(tuple(unit for _, unit in units))
    return RosterReading(roster, frozenset(columns.values()), (*in_order(reader.notes), *consequences(roster, file)))


def _kind_words(kinds: Collection[UnitKind]) -> Mapping[str, str]:
    return {_folded(name): kind.code for kind in kinds for name in (kind.code, kind.label)}


# --- The header -------------------------------------------------------------------------------------------------


def _columns(cells: Sequence[str]) -> dict[int, str]:
    """Column by position; of two that claim one name the first has it."""
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        column = _COLUMN_OF.get(_folded(cell))
        if column and column not in found.values():
            found[position] = column
    return found


def _header(table: Sequence[Row]) -> tuple[int, dict[int, str]] | None:
    headers = [(number, _columns(cells)) for number, (_, cells) in enumerate(table[:_HEADER_WITHIN])]
    named = [header for header in headers if "name" in header[1].values()]
    return max(named, key=lambda header: len(header[1]), default=None)


def recognised(table: Sequence[Row]) -> int:
    """How many columns of a roster its header row names; 0 where it has none."""
    header = _header(table)
    return len(header[1]) if header else 0


def _note_columns(reader: _Reader, header: Row, columns: Mapping[int, str]) -> None:
    line, cells = header
    for position, cell in enumerate(cells):
        if position not in columns and cell.strip() and _folded(cell) not in _UNUSED:
            reader.note(line, f"cột «{fold(cell)}» không dùng đến", "đổi tên cột nếu muốn dùng: " + _column_names())


def _column_names() -> str:
    return ", ".join(f"{title(column)} ({column})" for column in COLUMNS)


# --- The rows ---------------------------------------------------------------------------------------------------

_Numbered = tuple[int, Unit]


def _units(reader: _Reader, table: Sequence[Row], columns: Mapping[int, str]) -> Iterator[_Numbered]:
    for line, cells in table:
        values = {column: nfc(cells[at]).strip() for at, column in columns.items() if at < len(cells)}
        if not any(values.values()):
            continue
        name = fold(values.get("name", ""))
        if name:
            yield line, _unit(reader, line, name, values)
        else:
            reader.wrong(line, f"dòng không có {title('name').lower()}", "ghi tên đơn vị, hoặc xóa dòng này")


def _unit(reader: _Reader, line: int, name: str, values: Mapping[str, str]) -> Unit:
    def text(column: str) -> str:
        return fold(values.get(column, ""))

    def day(column: str) -> date | None:
        return _day(reader, line, column, text(column))

    return Unit(
        code=_code(reader, line, name, text("code")),
        kind=_kind(reader, line, text("kind")),
        name=name,
        short=text("short"),
        group=text("group"),
        aliases=_aliases(values.get("aliases", "")),
        addresses=_addresses(reader, line, "addresses", values.get("addresses", "")),
        head_name=text("head_name"),
        head_title=text("head_title"),
        head_address="".join(_addresses(reader, line, "head_address", values.get("head_address", ""))[:1]),
        phone=_phone(text("phone")),
        must_register=_yes(reader, line, text("must_register")),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        confirmed_by=text("confirmed_by"),
        confirmed_on=day("confirmed_on"),
    )


def _code(reader: _Reader, line: int, name: str, given: str) -> str:
    if given:
        if not _CODE.fullmatch(given):
            remedy = "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ thpt-so-1-sa-pa"
            reader.wrong(line, f"mã «{given}» không đúng dạng", remedy)
        return given
    code = reader.known.get(_folded(name))
    if code is None:
        code = "-".join(words(name))
        reader.note(line, f"«{name}» không có mã", f"dùng mã «{code}»; ghi cột {title('code')} nếu muốn mã khác")
    return code


def _kind(reader: _Reader, line: int, given: str) -> str:
    kind = reader.kinds.get(_folded(given))
    if kind is None:
        what = f"không có loại đơn vị «{given}»" if given else "chưa ghi loại đơn vị"
        reader.wrong(line, what, f"chọn trong: {', '.join(dict.fromkeys(reader.kinds.values()))}")
    return kind or given


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(fold, _SEVERAL.split(cell)))))


def _addresses(reader: _Reader, line: int, column: str, cell: str) -> tuple[str, ...]:
    found = [part for part in _SEVERAL_ADDRESSES.split(_ANGLED.sub(r" \1 ", cell).lower()) if part]
    for address in found:
        if not is_address(address):
            remedy = "ghi dạng ten@donvi.vn; nhiều địa chỉ cách nhau bằng dấu chấm phẩy; chưa biết thì để trống"
            reader.wrong(line, f"cột {title(column)}: «{address}» không phải là địa chỉ thư", remedy)
    return tuple(dict.fromkeys(found))


def _phone(text: str) -> str:
    """Spreadsheets drop the leading 0 of what they take for a number."""
    return f"0{text}" if text.isdigit() and len(text) == 9 and text[0] != "0" else text


def _yes(reader: _Reader, line: int, text: str) -> bool:
    said = _folded(text)
    if said not in _YES | _NO:
        reader.wrong(line, f"cột {title('must_register')}: không rõ «{text}»", "ghi «có» hoặc «không»")
    return said not in _NO


def _day(reader: _Reader, line: int, column: str, text: str) -> date | None:
    if not text:
        return None
    found = dates(text)
    if len(found) != 1:
        reader.wrong(line, f"cột {title(column)}: «{text}» không phải là một ngày", "ghi dạng 25/8/2024")
        return None
    return found[0]


# --- The whole --------------------------------------------------------------------------------------------------


def _check_whole(reader: _Reader, units: Sequence[_Numbered]) -> None:
    _codes_differ(reader, units)
    _names_differ(reader, units)
    for line, unit in units:
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            reader.wrong(line, f"«{unit.name}»: ngày hết hiệu lực trước ngày bắt đầu", "sửa một trong hai ngày")
        if unit.confirmed_on and not unit.confirmed_by:
            reader.wrong(
                line, f"«{unit.name}»: có ngày xác nhận nhưng không có người xác nhận", "ghi tên người xác nhận"
            )
    for address, sharing in _by(units, lambda unit: unit.addresses):
        what = f"địa chỉ {address} là của {_listed([unit.label for _, unit in sharing])}"
        remedy = "thư từ địa chỉ này được xếp theo nội dung văn bản; nếu ghi nhầm thì sửa"
        reader.note(sharing[0][0], what, remedy)


def _codes_differ(reader: _Reader, units: Sequence[_Numbered]) -> None:
    for code, sharing in _by(units, lambda unit: (unit.code,)):
        for line, _ in sharing[1:]:
            reader.wrong(line, f"mã «{code}» đã dùng ở dòng {sharing[0][0]}", "mỗi đơn vị một mã")


def _names_differ(reader: _Reader, units: Sequence[_Numbered]) -> None:
    """A name that two units answer to can never tell whose a document is."""

    def names(unit: Unit) -> tuple[str, ...]:
        return tuple(map(_folded, filter(None, (unit.name, unit.short, *unit.aliases))))

    for name, sharing in _by(units, names):
        (first, one), *others = sharing
        for line, unit in others:
            if _folded(unit.name) == _folded(one.name):
                reader.wrong(
                    line, f"tên «{unit.name}» đã có ở dòng {first}", "xóa một dòng, hoặc ghi tên cho khác nhau"
                )
            else:
                what = f"tên gọi «{name}» (không dấu) vừa chỉ «{one.label}», vừa chỉ «{unit.label}»"
                reader.note(line, what, "văn bản chỉ ghi tên này sẽ được hỏi lại; bỏ bớt tên gọi nếu ghi nhầm")


def _by(units: Sequence[_Numbered], keys: Callable[[Unit], Sequence[str]]) -> Iterator[tuple[str, list[_Numbered]]]:
    """The keys that more than one unit has, with these units in the order of the file."""
    holders: dict[str, list[_Numbered]] = {}
    for line, unit in units:
        for key in dict.fromkeys(keys(unit)):
            holders.setdefault(key, []).append((line, unit))
    return ((key, sharing) for key, sharing in holders.items() if len(sharing) > 1)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return f"{shown} và {more} đơn vị khác" if more > 0 else shown


_CONSEQUENCES: Sequence[tuple[Callable[[Unit], bool], str, str]] = (
    (
        lambda unit: not unit.addresses,
        "không có địa chỉ thư",
        "không nhắc được qua thư, chỉ nêu tên trong thư gửi phòng; ghi địa chỉ khi biết",
    ),
    (
        lambda unit: not unit.head_name,
        "không có họ tên thủ trưởng",
        "thư gửi chung cho đơn vị, không ghi tên người nhận",
    ),
    (
        lambda unit: not unit.phone,
        "không có số điện thoại",
        "danh sách đơn vị cần gọi điện sẽ thiếu số",
    ),
    (
        lambda unit: not unit.must_register,
        "không phải đăng ký",
        "không bao giờ bị nhắc; vẫn nhận văn bản nếu đơn vị gửi",
    ),
)


def consequences(roster: Roster, file: str) -> tuple[Problem, ...]:
    """What the empty cells of a roster lead to, one sentence per column."""
    found = []
    for lacks, what, consequence in _CONSEQUENCES:
        names = [unit.label for unit in roster if lacks(unit)]
        if names:
            who = "tất cả đơn vị" if len(names) == len(roster.units) else f"{len(names)} đơn vị ({_listed(names)})"
            found.append(Problem(file, None, f"{who} {what}", consequence))
    return tuple(found)


# --- Writing ----------------------------------------------------------------------------------------------------


def write_roster(roster: Roster) -> str:
    """The roster as CSV, one unit per row, columns by their codes."""
    return write([COLUMNS, *([cell(unit, column) for column in COLUMNS] for unit in roster)])


def cell(unit: Unit, column: str) -> str:
    """One cell as it stands in the file; "" where there is nothing."""
    value = getattr(unit, column)
    if isinstance(value, tuple):
        return " | ".join(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value or "")


def confirmed(roster: Roster, by: str, on: date, codes: Collection[str] | None = None) -> Roster:
    """The roster with the confirmation of these units (None: all) by a person on a day."""
    chosen = {unit.code for unit in roster} if codes is None else set(codes)
    return Roster(
        tuple(replace(unit, confirmed_by=by, confirmed_on=on) if unit.code in chosen else unit for unit in roster)
    )


def unconfirmed(roster: Roster) -> Roster:
    """The same units, to be confirmed anew."""
    return Roster(tuple(replace(unit, confirmed_by="", confirmed_on=None) for unit in roster))
