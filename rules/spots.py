"""A place in a file as data, for whoever shows the file beside what was read: sheet and cell, paragraph, page and box.

The readers say places in words for clerks (`Where`); the words are few, and what was recorded holds them, too.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from rules.document import Box, Where

_SHEET = re.compile(r"trang tính “(.*)”")
_PAGE = re.compile(r"trang (\d+)")
_CELL = re.compile(r"ô ([A-Z]+\d+)")
_NUMBERED = {"bảng": "table", "dòng": "row", "cột": "column", "đoạn": "paragraph"}
_STEP = re.compile(rf"({'|'.join(_NUMBERED)}) (\d+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands. Of a table in a table the outer one counts; numbers begin at 1; None: does not apply.

    `file`: its name; `sha256` of its bytes, "" where that is not known (the body of a mail). `line`: of a text without
    paragraphs. `box`: left, top, right, bottom in points from the top left corner of the page as it is shown.
    """

    file: str
    sha256: str = ""
    sheet: str | None = None
    cell: str | None = None  # "C7"
    page: int | None = None
    box: Box | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None  # of the file, or of the cell
    line: int | None = None

    def as_record(self) -> dict[str, Any]:
        """What applies, by name; `file` is always there."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value not in (None, "") or name == "file"
        }


def spot_of(where: Where, sha256: str = "") -> Spot:
    """The place that the words of a `Where` name."""
    steps: dict[str, int] = {}
    for word, number in _STEP.findall(where.spot):
        steps.setdefault(_NUMBERED[word], int(number))
    line = None if "table" in steps else steps.pop("row", None)
    sheet, page, cell = _SHEET.search(where.part), _PAGE.fullmatch(where.part), _CELL.search(where.spot)
    number = int(page.group(1)) if page else 1 if where.box else None  # the only page of a file has no number
    return Spot(
        where.file,
        sha256,
        sheet.group(1) if sheet else None,
        cell.group(1) if cell else None,
        number,
        where.box,
        line=line,
        **steps,
    )
