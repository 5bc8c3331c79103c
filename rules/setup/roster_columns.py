"""The header of a list of units: which row it is, and which column holds what.

Columns are known by their English codes or by what a clerk calls them, exactly first, else by the words in the title.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields

from rules.roster import Unit
from rules.setup.csv_text import CsvRow
from rules.text import split_number, spoken, words

COLUMNS = tuple(item.name for item in fields(Unit))

# What a clerk writes above a column; accents, case and punctuation do not count. The first is what is shown.
TITLES: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã", "Mã đơn vị", "Mã định danh", "Ký hiệu"),
    "kind": ("Loại", "Loại đơn vị", "Loại hình", "Khối"),
    "name": ("Tên đơn vị", "Tên", "Đơn vị", "Tên trường", "Tên đầy đủ", "Tên cơ quan, đơn vị", "Trường", "Phòng"),
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
# Words of longer titles, asked in this order: "Số điện thoại của thủ trưởng" is a telephone number.
_HEAD = r"(thu truong|hieu truong|lanh dao|nguoi dung dau)"
_MAIL = r"(email|e mail|gmail|mail|thu dien tu|hop thu|hom thu|thu cong vu)"
_WORDS: tuple[tuple[str, str], ...] = (
    ("head_address", rf" {_HEAD} .*{_MAIL} | {_MAIL} .*{_HEAD} "),
    ("addresses", rf" {_MAIL} "),
    ("phone", r" (dien thoai|sdt|so dt|dt|di dong|dtdd) "),
    ("head_title", rf" (chuc vu|chuc danh) .*{_HEAD} "),
    ("head_name", rf" {_HEAD} "),
    ("name", r"^ (ten )?(co quan|don vi) |^ ten (truong|phong) "),
)
_UNUSED = frozenset({"stt", "tt", "so tt", "ghi chu", "so thu tu"})
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_HEADER_WITHIN = 20  # rows; agency, motto and title may stand above the header
_LONGEST_TITLE = 60  # characters; what is longer is a sentence


def folded(text: str) -> str:
    return " ".join(words(text))


_COLUMN_OF: Mapping[str, str] = {
    folded(title): column for column, titles in TITLES.items() for title in (column, *titles)
}


def title(column: str) -> str:
    """What a column is called in Vietnamese."""
    return TITLES[column][0]


def is_unused(cell: str) -> bool:
    """Whether a column of this title says nothing that a roster keeps, as everybody knows."""
    return not cell.strip() or folded(cell) in _UNUSED


def _column_of(cell: str) -> tuple[str | None, bool]:
    """The column that a title names, and whether it is named as usual."""
    exact = _COLUMN_OF.get(folded(cell))
    if exact or len(cell) > _LONGEST_TITLE or "@" in cell:
        return exact, bool(exact)
    said = spoken(split_number(_IN_BRACKETS.sub(" ", cell))[1])
    return _COLUMN_OF.get(said.strip()) or next((name for name, asked in _WORDS if re.search(asked, said)), None), False


def columns_of(cells: Sequence[str]) -> dict[int, str]:
    """Column by position; of two that claim one name the one that is named as usual has it, else the first."""
    found: dict[int, str] = {}
    named = [(position, *_column_of(cell)) for position, cell in enumerate(cells)]
    for wanted in (True, False):
        for position, column, exact in named:
            if exact is wanted and column and column not in found.values():
                found[position] = column
    if "head_title" in found.values() and "head_name" not in found.values():  # it is a contact person's
        found = {position: column for position, column in found.items() if column != "head_title"}
    return dict(sorted(found.items()))


def _likeness(cells: Sequence[str], columns: Mapping[int, str]) -> tuple[int, int]:
    return len(columns), sum(_column_of(cells[position])[1] for position in columns)


def header(table: Sequence[CsvRow]) -> tuple[int, dict[int, str]] | None:
    """The position of the header row and its columns; with a second row below it, the position of that one."""
    found = [(number, columns_of(cells), cells) for number, (_, cells) in enumerate(table[:_HEADER_WITHIN])]
    named = [one for one in found if "name" in one[1].values()]
    best = max(named, key=lambda one: _likeness(one[2], one[1]), default=None)
    if best is None:
        return None
    number, columns, _ = best
    below = found[number + 1][1] if number + 1 < len(found) else {}
    if below and "name" not in below.values() and not columns.keys() & below.keys():
        more = {at: column for at, column in below.items() if column not in columns.values()}
        return number + 1, {**columns, **more}
    return number, columns


def recognised(table: Sequence[CsvRow]) -> int:
    """How many columns of a roster its header row names; 0 where it has none."""
    found = header(table)
    return len(found[1]) if found else 0
