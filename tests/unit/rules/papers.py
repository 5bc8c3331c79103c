"""Documents in the neutral model, made in a line: headers, titles, grids, mails; invented people only."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from rules.campaign import Campaign
from rules.document import Block, Cell, ParsedDocument, Table, Text, Where
from rules.initiative import Json, Understanding
from rules.mail import Address, Mail
from rules.papers.understand import understand
from rules.roster import Roster
from rules.setup.campaign_file import parse_campaign
from rules.setup.roster_file import parse_roster

ROOT = Path(__file__).parents[3]
HERE = Where("văn bản.docx", "", "đoạn 1")
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
SCHOOL, CODE = "TRƯỜNG THPT SỐ 2 BẢO THẮNG", "thpt-so-2-bao-thang"

Wanted = Mapping[tuple[str, str | None], Mapping[str, Mapping[str, Json]]]


@cache
def campaign() -> Campaign:
    return parse_campaign((ROOT / "rules/campaigns/cchc-2024.toml").read_text("utf-8"), "cchc-2024.toml")


@cache
def roster() -> Roster:
    content = (ROOT / "rules/rosters/laocai-2024.csv").read_bytes()
    return parse_roster(content, "laocai-2024.csv", campaign().unit_kinds).roster


def text(words: str, *, bold: bool = False, centred: bool = False, number: str = "") -> Text:
    return Text(words, HERE, bold=bold, centred=centred, number=number)


def title(*lines: str) -> list[Block]:
    return [text(line, bold=True, centred=True) for line in lines]


def cell(words: str, *, origin: bool = True, across: int = 1, blocks: tuple[Block, ...] = ()) -> Cell:
    return Cell(words, HERE, is_origin=origin, column_span=across, blocks=blocks)


def grid(*rows: tuple[str, ...]) -> Table:
    """A table; a row of one text reaches across it, "<" continues the cell on its left, "^" the one above."""
    width = max(len(row) for row in rows)
    made: list[tuple[Cell, ...]] = []
    for row in rows:
        if len(row) == 1:
            first = cell(row[0], across=width)
            made.append((first, *(cell(row[0], origin=False) for _ in range(width - 1))))
            continue
        cells: list[Cell] = []
        for i, words in enumerate(row):
            if words == "<":
                cells.append(cell(cells[-1].text, origin=False))
            elif words == "^":
                cells.append(cell(made[-1][i].text, origin=False))
            else:
                following = row[i + 1 :]
                across = 1 + next((n for n, each in enumerate(following) if each != "<"), len(following))
                cells.append(cell(words, across=across))
        made.append((*cells, *(cell("") for _ in range(width - len(cells)))))
    return Table(tuple(made), HERE)


def header(
    unit: str = SCHOOL, number: str = "", day: str = "ngày 20 tháng 8 năm 2024", above: str = "SỞ GD&ĐT LÀO CAI"
) -> Table:
    """The header block of NĐ 30/2020 as a table of two columns."""
    return grid((f"{above}\n{unit}", MOTTO), (number, f"Lào Cai, {day}"))


def document(
    *blocks: Block | str | list[Block],
    name: str = "văn bản.docx",
    kind: str = "docx",
    origin: Literal["text", "ocr"] = "text",
) -> ParsedDocument:
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, list):
            made.extend(block)
        else:
            made.append(text(block) if isinstance(block, str) else block)
    return ParsedDocument(name, kind, tuple(made), origin=origin)


def body(*lines: str) -> ParsedDocument:
    return document(*lines, name="nội dung thư", kind="body")


def mail(subject: str, sender: str = "thptso2baothang@laocai-edu.example", name: str = "") -> Mail:
    return Mail("0" * 64, None, subject, Address(sender, name))


def read(documents: ParsedDocument | tuple[ParsedDocument, ...], letter: Mail | None = None) -> Understanding:
    given = documents if isinstance(documents, tuple) else (documents,)
    return understand(given, campaign(), roster(), letter)


def found(understanding: Understanding) -> dict[tuple[str, str | None], dict[str, dict[str, Json]]]:
    """(stage, unit) -> title -> the other values."""
    return {
        (reading.stage, reading.unit.unit): {
            item.title: {code: value.value for code, value in item.values.items() if code != "title"}
            for item in reading.initiatives
        }
        for reading in understanding.readings
    }


def differences(wanted: Wanted, understanding: Understanding) -> list[str]:
    """What was not read as wanted; values that `wanted` does not name are not compared."""
    got = found(understanding)
    if set(got) != set(wanted) or len(understanding.readings) != len(wanted):
        reasons = [f"{each.name}: {each.kind} ({each.reason})" for each in understanding.documents]
        return [f"readings {sorted(map(str, got))}, wanted {sorted(map(str, wanted))}", *reasons]
    wrong: list[str] = []
    for key, titles in wanted.items():
        if set(got[key]) != set(titles):
            wrong.append(f"{key}: titles {sorted(got[key])}, wanted {sorted(titles)}")
        for name, values in titles.items():
            for code, value in values.items():
                had = got[key].get(name, {}).get(code)
                if had != value:
                    wrong.append(f"{name}: {code} is {had!r}, wanted {value!r}")
    return wrong


def placed(document: ParsedDocument) -> ParsedDocument:
    """The document with a place of its own for each paragraph and each cell, as readers of files give them."""
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks, 1):
        if isinstance(block, Text):
            blocks.append(replace(block, where=Where(document.name, "", f"đoạn {number}")))
            continue
        rows = tuple(
            tuple(
                replace(cell, where=Where(document.name, "", f"bảng {number}, dòng {r}, cột {c}"))
                for c, cell in enumerate(row, 1)
            )
            for r, row in enumerate(block.rows, 1)
        )
        blocks.append(replace(block, rows=rows))
    return replace(document, blocks=tuple(blocks))
