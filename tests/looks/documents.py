"""The drafts as LibreOffice shows them: `python -m tests.looks.documents [FOLDER [UNITS...]]` (3, 49 and 150).

Of each invented season the report, the registration summary, their note and half page, page by page; and the forms of
a department and a school. Looking is for people; nothing is asserted here.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import pypdfium2

from mailbot.demo.targets import rows_of
from mailbot.reading.libreoffice import convert
from mailbot.writing.consolidated import write_brief, write_cover, write_docx
from mailbot.writing.forms import write_form_docx, write_form_xlsx
from rules.basis import PLAN, further, row_of
from rules.document import Where
from rules.drafting.brief import brief
from rules.drafting.consolidate import compose
from rules.drafting.figures import figures
from rules.drafting.material import material_of
from rules.drafting.workbook_inputs import appraised
from rules.initiative import Value
from rules.papers.forms import form_of
from rules.rulings import Entered
from rules.season import Season
from rules.standing.status import statuses
from rules.stated import asked_targets, code_of, label_of
from rules.submission import Version
from tests.seasons import ruled, season_of

SIZES = (3, 49, 150)
PAGES, SCALE = 16, 1.3
_AWARDS = ("Bằng khen của Chủ tịch UBND tỉnh", "Giấy khen của Giám đốc Sở", "Giấy khen của Giám đốc Sở")


def season(size: int) -> Season:
    """With figures of targets, documents that were issued, points and awards, and last year beside this one."""
    made = season_of(size)
    targets = tuple(
        one.model_copy(update={"last_year": "96,4%"}) if place % 3 == 1 else one
        for place, one in enumerate(made.campaign.targets)
    )
    indices = tuple(
        one.model_copy(update={"this_year": "84,15 điểm, hạng 12", "last_year": "82,85 điểm, hạng 15"})
        for one in made.campaign.indices
    )
    campaign = made.campaign.model_copy(update={"targets": targets, "indices": indices})
    read = tuple(_with_targets(one, made) if one.stage == "report" else one for one in made.read)
    made = replace(made, campaign=campaign, read=read)
    return replace(made, rulings=(*made.rulings, *ruled(*_told(made))))


def _with_targets(version: Version, made: Season) -> Version:
    unit = made.roster.unit(version.unit or "")
    said = {code_of(one.code): rows_of(unit.code).get(label_of(one)) for one in asked_targets(made.campaign, unit.kind)}
    remarks = {code: Value(row, Where("mau.docx"), "form") for code, row in said.items() if row}
    return replace(version, remarks=MappingProxyType({**version.remarks, **remarks}))


def _told(made: Season) -> Iterator[Entered]:
    documents = {
        PLAN: ("15/KH-SGDĐT", "2024-03-20", ""),
        further(1): ("40/HD-SGDĐT", "2024-04-05", "thực hiện phong trào thi đua"),
    }
    for code, told in documents.items():
        for column, value in zip(("number", "issued", "source"), told, strict=True):
            yield Entered(row_of(code), column, value, "Hà", made.as_of)
    for place, (key, _, _) in enumerate(islice(appraised(made, statuses(made)), 9)):
        yield Entered(key, "award", _AWARDS[place % 3], "Hà", made.as_of)
        yield Entered(key, "tinh-moi", float(30 - place), "Hà", made.as_of)


def documents(size: int) -> Iterator[tuple[str, bytes]]:
    made = season(size)
    cells = statuses(made)
    counted = figures(made, cells)
    for stage in ("report", "registration"):
        report = compose(made, stage, cells, counted)
        yield f"{stage}-{size}.docx", write_docx(report, made.campaign)
        yield f"{stage}-{size}-note.docx", write_cover(report, made.campaign)
        half = brief(material_of(made, stage, cells), report, counted)
        yield f"{stage}-{size}-brief.docx", write_brief(half, made.campaign)


def forms() -> Iterator[tuple[str, bytes]]:
    made = season_of(49)
    for unit in (made.roster.units[0], made.roster.units[-2]):
        form = form_of(made.campaign, "report", unit)
        yield f"form-{unit.kind}.docx", write_form_docx(form)
        yield f"form-{unit.kind}.xlsx", write_form_xlsx(form)


def draw(name: str, content: bytes, out: Path) -> None:
    stem, _, kind = name.rpartition(".")
    (out / name).write_bytes(content)
    pages = pypdfium2.PdfDocument(convert(content, kind, "pdf"))
    for number in range(min(PAGES, len(pages))):
        pages[number].render(scale=SCALE).to_pil().save(out / f"{stem}-{number + 1:02}.png")
    print(f"{name}: {len(pages)} pages", flush=True)


def main(folder: str = "looks/documents", *sizes: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for size in map(int, sizes or SIZES):
        for name, content in documents(size):
            draw(name, content, out)
    for name, content in forms():
        draw(name, content, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
