"""Roster files: from a table that clerks keep in a spreadsheet to a `Roster`, with everything that is wrong at once.

The header row is found, not assumed (`roster_columns`); rows may be headings, totals or signatures (`roster_rows`). A
column that is absent says nothing, an empty cell says that there is nothing. What empty cells lead to, and what was
passed over or told from something else than its own column, stands in notes.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rules.campaign import UnitKind
from rules.errors import ConfigurationError, Problem
from rules.quantities import dates
from rules.roster import Roster, Unit
from rules.setup.csv_text import CsvRow, decode, rows, write
from rules.setup.roster_columns import COLUMNS as COLUMNS
from rules.setup.roster_columns import folded, header, is_unused
from rules.setup.roster_columns import recognised as recognised
from rules.setup.roster_columns import title as title
from rules.setup.roster_rows import (
    addresses_in,
    clean_name,
    code_of,
    column_with_addresses,
    district_headed,
    kind_headed,
    kind_named,
    numbered_in_arabic,
    phone_in,
    role,
)
from rules.setup.toml_file import in_order
from rules.text import fold, nfc

NO_UNITS = Roster(())

_YES = frozenset({"", "x", "co", "1", "true", "yes", "phai", "bat buoc", "dung"})
_NO = frozenset({"khong", "0", "false", "no", "k", "mien", "sai"})
_NAMES_SHOWN = 5
_SEVERAL = re.compile(r"[|;\n]+")
_CODE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}|2\d{9}")  # a mobile number, and one of a landline with its area code


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a file says: the units, which columns it has, and what is worth knowing although nothing is wrong."""

    roster: Roster
    columns: frozenset[str]
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table that may hold units, under the name of its file and sheet; rows with their numbers there."""

    place: str
    rows: Sequence[CsvRow]


@dataclass(frozen=True, slots=True)
class _At:
    place: str
    line: int


@dataclass(slots=True)
class _Reader:
    """One pass over a file; problems and notes gather here."""

    kinds: Collection[UnitKind]
    kind_words: Mapping[str, str]
    known: Mapping[str, str]  # folded name of a unit -> its code
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    told_kinds: Counter[str] = field(default_factory=Counter)  # of units whose row does not name its kind
    made_codes: list[str] = field(default_factory=list)  # from names

    def wrong(self, at: _At, what: str, remedy: str) -> None:
        self.problems.append(Problem(at.place, at.line, what, remedy))

    def note(self, at: _At, what: str, remedy: str) -> None:
        self.notes.append(Problem(at.place, at.line, what, remedy))


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


def parse_rows(
    table: Sequence[CsvRow], file: str, kinds: Collection[UnitKind], known: Roster = NO_UNITS
) -> RosterReading:
    """The roster that rows hold, each with its number in the sheet. Raises ConfigurationError with all problems."""
    return parse_tables((ListTable(file, table),), file, kinds, known)


def parse_tables(
    tables: Sequence[ListTable], file: str, kinds: Collection[UnitKind], known: Roster = NO_UNITS
) -> RosterReading:
    """The roster that the tables of a file hold together: departments on one sheet, schools on another.

    Raises ConfigurationError with all problems.
    """
    reader = _Reader(kinds, _kind_words(kinds), _known_names(known))
    found = [(table, *place) for table in tables if (place := header(table.rows)) is not None]
    if not found:
        what = f"không tìm thấy dòng tiêu đề có cột «{title('name')}»"
        remedy = f"dòng đầu của bảng ghi tên cột: {', '.join(title(column) for column in COLUMNS)}"
        raise ConfigurationError((Problem(file, None, what, remedy),))
    if any(len(columns) > 1 for _, _, columns in found):  # a title that speaks of units is no list beside a real one
        found = [one for one in found if len(one[2]) > 1]
    units: list[_Listed] = []
    said: set[str] = set()
    for table, position, titled in found:
        columns = _with_addresses(reader, table, position, titled)
        units += _units(reader, table, position, columns, said)
        said |= set(columns.values())
    if not units and not reader.problems:
        at = _At(found[0][0].place, found[0][0].rows[found[0][1]][0])
        reader.wrong(at, "không có đơn vị nào dưới dòng tiêu đề", "ghi mỗi đơn vị một dòng")
    _check_whole(reader, units)
    if reader.problems:
        raise ConfigurationError(in_order(reader.problems))
    roster = Roster(tuple(one.unit for one in units))
    told = (*in_order(reader.notes), *_guessed(reader, file), *consequences(roster, file))
    return RosterReading(roster, frozenset(said), told)


def _kind_words(kinds: Collection[UnitKind]) -> Mapping[str, str]:
    return {folded(name): kind.code for kind in kinds for name in (kind.code, kind.label)}


def _known_names(known: Roster) -> Mapping[str, str]:
    """The code of each name, short name and alias that one unit alone has; full names come before others."""
    found: dict[str, set[str]] = {}
    for unit in known:
        for name in filter(None, (unit.short, *unit.aliases)):
            found.setdefault(folded(name), set()).add(unit.code)
    alone = {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
    return {**alone, **{folded(unit.name): unit.code for unit in known}}


def _guessed(reader: _Reader, file: str) -> Iterator[Problem]:
    """What stands in no column of its own, in one sentence each."""
    if reader.made_codes:
        what = f"{len(reader.made_codes)} đơn vị chưa có mã, mã được lập từ tên (ví dụ «{reader.made_codes[0]}»)"
        yield Problem(file, None, what, f"thêm cột «{title('code')}» nếu muốn mã khác")
    if reader.told_kinds:
        labels = {kind.code: kind.label for kind in reader.kinds}
        counted = ", ".join(f"{number} {labels[code]}" for code, number in reader.told_kinds.items())
        what = f"loại đơn vị được nhận ra từ tên và tiêu đề nhóm: {counted}"
        yield Problem(file, None, what, f"xem lại trong danh sách; chỗ nào chưa đúng thì thêm cột «{title('kind')}»")


def _with_addresses(reader: _Reader, table: ListTable, position: int, columns: Mapping[int, str]) -> Mapping[int, str]:
    """With the column of addresses that no title tells. What no column takes is noted."""
    line, titles = table.rows[position]
    if "addresses" not in columns.values():
        at = column_with_addresses([cells for _, cells in table.rows[position + 1 :]], columns)
        columns = columns if at is None else {**columns, at: "addresses"}
    for place, cell in enumerate(titles):
        if place not in columns and not is_unused(cell):
            remedy = "đổi tên cột nếu muốn dùng: " + ", ".join(f"{title(column)} ({column})" for column in COLUMNS)
            reader.note(_At(table.place, line), f"cột «{fold(cell)}» không dùng đến", remedy)
    return columns


# --- The rows ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Listed:
    at: _At
    unit: Unit


@dataclass(slots=True)
class _Section:
    """What the heading above says of the units below it."""

    kind: str | None = None
    group: str = ""


def _units(
    reader: _Reader, table: ListTable, position: int, columns: Mapping[int, str], said: set[str]
) -> list[_Listed]:
    below = table.rows[position + 1 :]
    arabic = numbered_in_arabic([cells for _, cells in below], columns)
    section, units, ended = _Section(), list[_Listed](), False
    for line, cells in below:
        at, values = _At(table.place, line), _values(cells, columns)
        match role(cells, columns, reader.kinds, arabic=arabic):
            case "end":
                ended = True
            case "heading" if not ended:
                _begin(section, " ".join(filter(None, map(fold, cells))), reader, at, said)
            case "unit" | "more" if ended and any("@" in cell for cell in cells):
                what = "có địa chỉ thư dưới phần ký, không đọc"
                reader.note(at, what, "nếu là đơn vị thì chuyển lên trên dòng tổng cộng")
            case "more" if not ended and units:
                units[-1] = _Listed(units[-1].at, _with_more(reader, at, units[-1].unit, values))
            case "unit" | "more" if not ended:
                _add(reader, at, units, values, section, said)
    return units


def _values(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    return {column: nfc(cells[at]).strip() for at, column in columns.items() if at < len(cells)}


def _begin(section: _Section, heading: str, reader: _Reader, at: _At, said: set[str]) -> None:
    district = district_headed(heading)
    if district:
        section.group = district
        said.add("group")
        return
    section.kind, section.group = kind_headed(heading, reader.kinds), ""
    if section.kind is None:
        what = f"«{heading}» được coi là tiêu đề nhóm, không phải đơn vị"
        reader.note(at, what, f"nếu là đơn vị thì ghi địa chỉ thư, hoặc thêm cột «{title('kind')}»")


def _add(
    reader: _Reader, at: _At, units: list[_Listed], values: Mapping[str, str], section: _Section, said: set[str]
) -> None:
    name, remarks = clean_name(values.get("name", ""))
    for remark in remarks:
        reader.note(at, f"«({remark})» không thuộc tên đơn vị", f"tên được ghi là «{name}»")
    if not name:
        reader.wrong(at, f"dòng không có {title('name').lower()}", "ghi tên đơn vị, hoặc xóa dòng này")
    elif units and folded(units[-1].unit.name) == folded(name) and not values.get("code"):
        units[-1] = _Listed(units[-1].at, _with_more(reader, at, units[-1].unit, values))
    else:
        unit = _unit(reader, at, name, values, section)
        said |= {"phone"} if unit.phone else set()
        units.append(_Listed(at, unit))


def _with_more(reader: _Reader, at: _At, unit: Unit, values: Mapping[str, str]) -> Unit:
    """A unit whose row is followed by another one without a name of its own."""
    more = _addresses(reader, at, "addresses", values.get("addresses", ""))
    added = tuple(one for one in more if one not in unit.addresses)
    what = f"dòng này được tính vào đơn vị ở dòng trên («{unit.name}»): thêm {', '.join(added) or 'không gì'}"
    reader.note(at, what, "nếu là đơn vị khác thì ghi tên")
    return replace(unit, addresses=(*unit.addresses, *added), phone=unit.phone or _phone(fold(values.get("phone", ""))))


def _unit(reader: _Reader, at: _At, name: str, values: Mapping[str, str], section: _Section) -> Unit:
    def text(column: str) -> str:
        return fold(values.get(column, ""))

    def day(column: str) -> date | None:
        return _day(reader, at, column, text(column))

    return Unit(
        code=_code(reader, at, name, text("code")),
        kind=_kind(reader, at, name, text("kind"), section),
        name=name,
        short=text("short"),
        group=text("group") or section.group,
        aliases=_aliases(values.get("aliases", "")),
        addresses=_addresses(reader, at, "addresses", values.get("addresses", "")),
        head_name=text("head_name"),
        head_title=text("head_title"),
        head_address="".join(_addresses(reader, at, "head_address", values.get("head_address", ""))[:1]),
        phone=_phone(text("phone")) or phone_in(values.get("addresses", "")),
        must_register=_yes(reader, at, text("must_register")),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        confirmed_by=text("confirmed_by"),
        confirmed_on=day("confirmed_on"),
    )


def _code(reader: _Reader, at: _At, name: str, given: str) -> str:
    """As given; else the one that the unit has in the roster in use; else one made from its name."""
    if given:
        if not _CODE.fullmatch(given):
            remedy = "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ thpt-so-1-sa-pa"
            reader.wrong(at, f"mã «{given}» không đúng dạng", remedy)
        return given
    code = reader.known.get(folded(name))
    if code is None:
        code = code_of(name)
        reader.made_codes.append(code)
    return code


def _kind(reader: _Reader, at: _At, name: str, given: str, section: _Section) -> str:
    """From its column; else how the name begins tells, else the heading above."""
    kind = reader.kind_words.get(folded(given))
    if kind is not None:
        return kind
    told = kind_named(name, reader.kinds) or section.kind
    if told is None:
        what = f"không có loại đơn vị «{given}»" if given else f"chưa rõ «{name}» thuộc loại đơn vị nào"
        chosen = ", ".join(dict.fromkeys(reader.kind_words.values()))
        reader.wrong(at, what, f"ghi cột «{title('kind')}», chọn trong: {chosen}")
        return given
    reader.told_kinds[told] += 1
    return told


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(fold, _SEVERAL.split(cell)))))


def _addresses(reader: _Reader, at: _At, column: str, cell: str) -> tuple[str, ...]:
    found, wrong = addresses_in(cell)
    if wrong and not (found and "@" not in wrong) and not phone_in(cell):
        remedy = "ghi dạng ten@donvi.vn; nhiều địa chỉ cách nhau bằng dấu chấm phẩy; chưa biết thì để trống"
        reader.wrong(at, f"cột {title(column)}: «{wrong}» không phải là địa chỉ thư", remedy)
    return found


def _phone(text: str) -> str:
    """Spreadsheets drop the leading 0 of what they take for a number."""
    return f"0{text}" if _WITHOUT_ZERO.fullmatch(text) else text


def _yes(reader: _Reader, at: _At, text: str) -> bool:
    said = folded(text)
    if said not in _YES | _NO:
        reader.wrong(at, f"cột {title('must_register')}: không rõ «{text}»", "ghi «có» hoặc «không»")
    return said not in _NO


def _day(reader: _Reader, at: _At, column: str, text: str) -> date | None:
    if not text:
        return None
    found = dates(text)
    if len(found) != 1:
        reader.wrong(at, f"cột {title(column)}: «{text}» không phải là một ngày", "ghi dạng 25/8/2024")
        return None
    return found[0]


# --- The whole --------------------------------------------------------------------------------------------------


def _check_whole(reader: _Reader, units: Sequence[_Listed]) -> None:
    _codes_differ(reader, units)
    _names_differ(reader, units)
    for at, unit in ((one.at, one.unit) for one in units):
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            reader.wrong(at, f"«{unit.name}»: ngày hết hiệu lực trước ngày bắt đầu", "sửa một trong hai ngày")
        if unit.confirmed_on and not unit.confirmed_by:
            what = f"«{unit.name}»: có ngày xác nhận nhưng không có người xác nhận"
            reader.wrong(at, what, "ghi tên người xác nhận")
    for address, sharing in _by(units, lambda unit: unit.addresses):
        what = f"địa chỉ {address} là của {_listed([one.unit.label for one in sharing])}"
        remedy = "thư từ địa chỉ này được xếp theo nội dung văn bản; nếu ghi nhầm thì sửa"
        reader.note(sharing[0].at, what, remedy)


def _codes_differ(reader: _Reader, units: Sequence[_Listed]) -> None:
    for code, (first, *others) in _by(units, lambda unit: (unit.code,)):
        for one in others:
            if folded(one.unit.name) != folded(first.unit.name) and not _apart_in_time(first.unit, one.unit):
                remedy = "mỗi đơn vị một mã; đơn vị đổi tên: ghi ngày hết hiệu lực của tên cũ, ngày bắt đầu của tên mới"
                reader.wrong(one.at, f"mã «{code}» đã dùng ở {_other(first.at, one.at)}", remedy)


def _apart_in_time(one: Unit, other: Unit) -> bool:
    """Whether the two rows hold one after the other: a unit that was renamed keeps its code."""
    first, second = sorted((one, other), key=lambda unit: unit.valid_from or date.min)
    return first.valid_to is not None and second.valid_from is not None and first.valid_to < second.valid_from


def _apart_in_place(one: Unit, other: Unit) -> bool:
    """Whether two units of one name lie in different places, which papers and letters can name."""
    return bool(one.group and other.group) and folded(one.group) != folded(other.group)


def _other(first: _At, second: _At) -> str:
    return f"dòng {first.line}" if first.place == second.place else f"{first.place}, dòng {first.line}"


def _names_differ(reader: _Reader, units: Sequence[_Listed]) -> None:
    """A name that two units answer to can never tell whose a document is."""

    def names(unit: Unit) -> tuple[str, ...]:
        return tuple(map(folded, filter(None, (unit.name, unit.short, *unit.aliases))))

    for name, (first, *others) in _by(units, names):
        for one in others:
            if one.unit.code == first.unit.code and _apart_in_time(one.unit, first.unit):
                continue
            if folded(one.unit.name) == folded(first.unit.name) and _apart_in_place(one.unit, first.unit):
                what = f"«{one.unit.name}» có ở {first.unit.group} và ở {one.unit.group}"
                reader.note(one.at, what, "văn bản không ghi địa bàn sẽ được xếp theo địa chỉ gửi, hoặc hỏi lại")
            elif folded(one.unit.name) == folded(first.unit.name):
                what = f"tên «{one.unit.name}» đã có ở {_other(first.at, one.at)}"
                twice = one.at.place != first.at.place
                remedy = "xóa trang tính cũ, hoặc xóa một dòng" if twice else "xóa một dòng, hoặc ghi tên cho khác nhau"
                reader.wrong(one.at, what, remedy)
            else:
                what = f"tên gọi «{name}» (không dấu) vừa chỉ «{first.unit.label}», vừa chỉ «{one.unit.label}»"
                reader.note(one.at, what, "văn bản chỉ ghi tên này sẽ được hỏi lại; bỏ bớt tên gọi nếu ghi nhầm")


def _by(units: Sequence[_Listed], keys: Callable[[Unit], Sequence[str]]) -> Iterator[tuple[str, list[_Listed]]]:
    """The keys that more than one unit has, with these units in the order of the file."""
    holders: dict[str, list[_Listed]] = {}
    for one in units:
        for key in dict.fromkeys(keys(one.unit)):
            holders.setdefault(key, []).append(one)
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
