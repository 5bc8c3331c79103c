"""The rows of a list of units as clerks keep it: what a row is, and what its cells say.

A list has headings ("II. CÁC TRƯỜNG THPT"), totals, headers that come again on each page, and signatures below. Which
kind a unit is of stands in a column, or in the heading above it, or in its name.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from rules.campaign import UnitKind
from rules.setup.campaign_file import is_address
from rules.setup.roster_columns import columns_of, folded
from rules.text import fold, split_number, spoken

Role = Literal[
    "unit",
    "more",  # the unit above goes on: another person, another address
    "heading",
    "nothing",  # a total, a header once more, numbers of columns
    "end",  # signatures: what follows is no list any more
]

_ENUMERATOR = re.compile(r"\(?([IVXLC]+|[A-Z]|\d+(\.\d+)*)[.)]*", re.IGNORECASE)
_ARABIC = re.compile(r"\d+(\.\d+)*[.)]*")
_COUNTED_ABOVE = re.compile(r"([IVXLC]+|[A-Z])\s*[.)/-]*")  # how headings are numbered
_TOTAL = re.compile(r" (tong cong|tong so|tong) | cong (\d+ )?")
_SIGNATURE = re.compile(
    r" (nguoi (lap|tong hop)|lap bieu|(pho )?(truong phong|giam doc|hieu truong)|thu truong don vi|noi nhan|ki ten"
    r"|(kt|tl) (truong|giam)|ghi chu) |.* ngay (\d+ )?thang (\d+ )?nam "
)
_COLLECTIVE = re.compile(r" cac | (khoi|nhom|cum|dia ban) ")
_DISTRICT = re.compile(r" (huyen|thi xa|thanh pho|quan|dia ban|cum) ")
_NUMBERED = re.compile(r"\s*\d+(\.\d+)*\s*[.)/]\s*|\s*[-–+•*]\s+")
_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")
_REMARK = re.compile(r" (dia chi|moi|cu|sap nhap|doi ten|truoc dai|truoc day|nay la|tach|thanh lap|qd|chua|so moi) ")
_ADDRESS = re.compile(r"[^\s|;,/<>()\[\]\"':]+@[^\s|;,/<>()\[\]\"':]+")
_PHONE = re.compile(r"(?<!\d)\(?0\d[\d .()-]{6,13}\d(?!\d)")
_NO_ADDRESS = frozenset({"", "chua co", "chua", "khong", "khong co", "k", "x"})

# How the names of units of a kind begin, by the first words of the kind's label or code.
_BEGINNINGS: Mapping[str, str] = {
    "phong": r"phong|van phong|vp|p|thanh tra|ban",
    "truong": r"truong|thpt|thcs|ptdtnt|ptdtbt|pt|dtnt|th|mn|mam non|tieu hoc|cao dang|dai hoc|cd",
    "trung tam": r"trung tam|tt|ttgdtx|gdtx|gdnn",
}


def role(cells: Sequence[str], columns: Mapping[int, str], kinds: Collection[UnitKind], *, arabic: bool) -> Role:
    """What a row is. `arabic`: units of this list are numbered 1, 2, 3, so a Roman number belongs to a heading."""
    said = [fold(cell) for cell in cells if cell.strip()]
    told = [text for text in said if not _ENUMERATOR.fullmatch(text)]
    name = next((fold(cells[at]) for at, column in columns.items() if column == "name" and at < len(cells)), "")
    contact = any("@" in text for text in said)
    given = {columns[at] for at, cell in enumerate(cells) if at in columns and cell.strip()}
    if not contact and (not told or _TOTAL.match(spoken(told[0])) or _is_header(cells)):
        return "nothing"
    if not contact and _SIGNATURE.match(spoken(name or told[0])) and not given & {"code", "kind"}:
        return "end"
    if not contact and len(told) == 1 and _is_heading(told[0], name, said[0], kinds, arabic=arabic):
        return "heading"
    if not name and given & {"addresses", "phone", "head_address"} and not given & {"code", "kind"}:
        return "more"
    return "unit" if given else "nothing"


def _is_header(cells: Sequence[str]) -> bool:
    """Titles in most cells: a row of a school may have "trường" and "Hiệu trưởng" in two of them."""
    found = columns_of(cells).values()
    return "name" in found and len(found) > 1 and 2 * len(found) > sum(bool(cell.strip()) for cell in cells)


def _is_heading(text: str, name: str, first: str, kinds: Collection[UnitKind], *, arabic: bool) -> bool:
    """A row with nothing but one text: a unit only if it begins like one."""
    bare = spoken(_unnumbered(text))
    numbered = arabic and bool(_COUNTED_ABOVE.fullmatch(first) or _COUNTED_ABOVE.fullmatch(split_number(text)[0]))
    collective = bool(_COLLECTIVE.match(bare) or _DISTRICT.match(bare))
    return not name or numbered or collective or kind_named(_unnumbered(text), kinds) is None


def numbered_in_arabic(table: Sequence[Sequence[str]], columns: Mapping[int, str]) -> bool:
    """Whether most numbers before the names are 1, 2, 3; also where units bear none."""
    at = next((position for position, column in columns.items() if column == "name"), 0)
    numbers = [fold(cell) for cells in table for cell in cells[:at] if _ENUMERATOR.fullmatch(fold(cell))]
    return sum(bool(_ARABIC.fullmatch(number)) for number in numbers) * 2 >= len(numbers)


# --- Kinds ------------------------------------------------------------------------------------------------------


def kind_named(text: str, kinds: Collection[UnitKind]) -> str | None:
    """The kind that the name of a unit tells by how it begins; None where none or several do."""
    said = spoken(text)
    return _only({kind.code for kind in kinds if (known := _beginning(kind)) and re.match(rf" ({known}) ", said)})


def kind_headed(text: str, kinds: Collection[UnitKind]) -> str | None:
    """The kind of all units below a heading; None where it names none or several."""
    said = spoken(text)
    return _only({kind.code for kind in kinds if (known := _beginning(kind)) and re.search(rf" ({known}) ", said)})


def _beginning(kind: UnitKind) -> str | None:
    named = (folded(kind.label) + " ", folded(kind.code) + " ")
    return next(
        (known for noun, known in _BEGINNINGS.items() if any(one.startswith(noun + " ") for one in named)), None
    )


def _only(found: Collection[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def district_headed(text: str) -> str:
    """The district that a heading names: "2. Thị xã Sa Pa"; "" where it names none."""
    bare = _unnumbered(text)
    return bare if _DISTRICT.match(spoken(bare)) else ""


# --- Cells ------------------------------------------------------------------------------------------------------


def _unnumbered(text: str) -> str:
    return split_number(text)[1]


def clean_name(cell: str) -> tuple[str, tuple[str, ...]]:
    """A name without its number and without remarks in brackets; the remarks."""
    name = fold(cell)
    number = _NUMBERED.match(name)
    name = name[number.end() :] if number else name
    remarks = tuple(text for text in _IN_BRACKETS.findall(name) if _REMARK.search(spoken(text)))
    for text in remarks:
        name = fold(name.replace(f"({text})", " "))
    return name, remarks


def code_of(name: str) -> str:
    """A code from a name; what stands in brackets is no part of it."""
    return "-".join(folded(_IN_BRACKETS.sub(" ", name)).split())


def addresses_in(cell: str) -> tuple[tuple[str, ...], str]:
    """The addresses of a cell in their order, each once, and what in it is none; "" where all is well."""
    found = [one.rstrip(".").lower() for one in _ADDRESS.findall(cell)]
    rest = _ADDRESS.sub(" ", cell)
    wrong = [one for one in found if not is_address(one)] + [one.lower() for one in rest.split() if "@" in one]
    if not found and not wrong and folded(rest) not in _NO_ADDRESS:
        wrong = [fold(rest)]
    return tuple(dict.fromkeys(one for one in found if is_address(one))), ", ".join(wrong)


def phone_in(cell: str) -> str:
    """A telephone number among other things: "ĐT: 0214 3820 001; Email: a@b.vn"."""
    found = _PHONE.search(_ADDRESS.sub(" ", fold(cell)))
    return found[0] if found else ""


def column_with_addresses(table: Sequence[Sequence[str]], columns: Mapping[int, str]) -> int | None:
    """A column that no title tells but that holds addresses in most of its cells."""
    width = max(map(len, table), default=0)
    for at in (at for at in range(width) if at not in columns):
        cells = [cells[at] for cells in table if at < len(cells) and cells[at].strip()]
        if cells and sum(bool(_ADDRESS.search(cell)) for cell in cells) * 2 > len(cells):
            return at
    return None
