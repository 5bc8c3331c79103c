"""The targets of the plan beside what was reached, and the indices that others publish; what has no figure is left out.

A target without figures, or with only a hint at them, is told in the note for the office: see `unknown`.
"""

from collections.abc import Iterable, Iterator, Mapping

from rules.campaign import Index
from rules.drafting.report import Block, Column, Grid, Paragraph, Row
from rules.drafting.workbook_inputs import LEVEL, SOURCE, entered, index_key
from rules.figure import Figure
from rules.season import Season
from rules.wording import GAP, capitalised, count, plain

_COLUMNS = (
    Column("STT", 7, "centre"),
    Column("Chỉ tiêu", 47),
    Column("Kế hoạch", 12, "centre"),
    Column("Thực hiện", 22, "centre"),
)
_LAST_YEAR = Column("Năm trước", 16, "centre")
_JUDGED = Column("Đánh giá", 12, "centre")
_INDEX = "Các chỉ số được công bố"


def targets_part(indices: Iterable[Index], figures: Iterable[Figure]) -> tuple[Block, ...]:
    """A sentence, the table, and in small print whose figures these are; nothing where no figure is known."""
    aimed = [figure for figure in figures if figure.code.startswith("target:")]
    known = [figure for figure in aimed if is_known(figure)]
    indices = [index for index in indices if index.this_year]
    if not known and not indices:
        return ()
    before = any(figure.last_year for figure in known) or any(index.last_year for index in indices)
    columns = (*_COLUMNS, *([_LAST_YEAR] if before else []), _JUDGED)
    rows = (*_target_rows(known, before=before), *_index_rows(indices, len(known), before=before))
    return (*_summary(known), Grid(columns, rows), *_notes(known), *_sources(indices))


def indices_of(season: Season) -> tuple[Index, ...]:
    """The indices of the campaign file with what was entered in the workbook."""
    given = entered(season)
    return tuple(_entered(index, given.get(index_key(index.code), {})) for index in season.campaign.indices)


def _entered(index: Index, row: Mapping[str, str | float]) -> Index:
    told = {"this_year": str(row.get(LEVEL) or ""), "source": str(row.get(SOURCE) or "")}
    return index.model_copy(update={name: value for name, value in told.items() if value})


def is_known(figure: Figure) -> bool:
    """Whether there is a figure that answers the target; what only hints at it does not."""
    return bool(figure.level) or (bool(figure.total) and not figure.proxy)


def unknown(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Targets that the document leaves out."""
    return tuple(figure for figure in figures if figure.code.startswith("target:") and not is_known(figure))


def missed(figures: Iterable[Figure]) -> Iterator[Figure]:
    return (figure for figure in figures if figure.code.startswith("target:") and figure.reached is False)


def _summary(known: list[Figure]) -> Iterator[Block]:
    reached = sum(figure.reached is True for figure in known)
    short = sum(figure.reached is False for figure in known)
    told = [f"{count(reached)} chỉ tiêu đạt"] if reached else []
    told += [f"{count(short)} chỉ tiêu chưa đạt"] if short else []
    if told:
        yield Paragraph(
            f"Trong {count(reached + short)} chỉ tiêu của kế hoạch có số liệu để đánh giá: {', '.join(told)}."
        )


def _target_rows(known: list[Figure], *, before: bool) -> Iterator[Row]:
    """Under a heading for whom each target is about."""
    who = ""
    for place, figure in enumerate(known, 1):
        about, _, what = figure.label.partition(": ")
        if about != who:
            who = about
            yield Row((about,), "group")
        goal = "-" if figure.target_percent is None else f"{plain(figure.target_percent)}%"
        judged = {True: "Đạt", False: "Chưa đạt", None: GAP}[figure.reached]
        last = [figure.last_year or "-"] if before else []
        yield Row((str(place), capitalised(what or about), goal, figure.shown, *last, judged))


def _index_rows(indices: list[Index], start: int, *, before: bool) -> Iterator[Row]:
    if indices:
        yield Row((_INDEX,), "group")
    for place, index in enumerate(indices, start + 1):
        last = [index.last_year or "-"] if before else []
        yield Row((str(place), index.label, index.target or "-", index.this_year, *last, GAP))


def _notes(known: list[Figure]) -> Iterator[Paragraph]:
    """Of how many units a sum is, where it is not of all."""
    parts = [
        f"chỉ tiêu số {place}: {count(figure.said)}/{count(figure.asked)} đơn vị"
        for place, figure in enumerate(known, 1)
        if figure.said is not None and figure.said < figure.asked
    ]
    if parts:
        yield Paragraph(f"Số liệu do các đơn vị báo cáo; số đơn vị đã nêu: {'; '.join(parts)}.", "note")
    elif any(figure.said for figure in known):
        yield Paragraph("Số liệu do các đơn vị báo cáo.", "note")


def _sources(indices: list[Index]) -> Iterator[Paragraph]:
    told = [f"{index.label}: {index.source}" for index in indices if index.source]
    if told:
        yield Paragraph(f"Nguồn: {'; '.join(told)}.", "note")
