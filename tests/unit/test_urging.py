"""The công văn that urges units after a deadline."""

import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import docx
import pytest

from mailbot.drafts import build_drafts
from mailbot.writing.consolidated import write_docx
from rules.calendar import moment
from rules.drafting.material import material_of
from rules.drafting.report import Grid, Report
from rules.drafting.urging import urging
from rules.rulings import Mark
from rules.season import Question, Season
from rules.standing.questions import WAITS_FOR_A_PERSON
from rules.standing.status import statuses
from tests.seasons import ruled, season_of


def _urging(season: Season, stage: str = "report") -> Report | None:
    return urging(material_of(season, stage, statuses(season)))


def _silent(season: Season, stage: str) -> list[str]:
    """Straight from the versions: units of which nothing came."""
    sent = {version.unit for version in season.versions if version.stage == stage}
    sent |= {mark.unit for mark in season.marks if mark.kind == "paper" and mark.stage == stage}
    return [unit.name for unit in season.roster if unit.code not in sent and unit.must_register]


def _on(season: Season, day: date) -> Season:
    return season.at(moment(day, time(9), season.campaign.calendar))


def test_a_few_units_are_addressed_one_by_one() -> None:
    season = season_of(12)
    made = _urging(season)
    assert made is not None
    assert list(made.head.to) == _silent(season, "report")
    assert made.appendices == ()
    assert (made.head.kind, made.head.sign) == ("", "SGDĐT-TCCB")


def test_many_units_stand_in_a_list_behind_it() -> None:
    season = season_of(150)
    made = _urging(season)
    assert made is not None and len(made.head.to) == 1
    (block,) = made.appendices[0].blocks
    assert isinstance(block, Grid)
    listed = [row.cells[1] for row in block.rows if row.kind == "data"]
    assert sorted(listed) == sorted(_silent(season, "report"))
    assert f"{len(listed)} đơn vị" in made.head.to[0]


@pytest.mark.parametrize(("day", "urged"), [(date(2024, 10, 31), False), (date(2024, 11, 1), True)])
def test_nobody_is_urged_before_the_deadline_is_over_in_the_inclusive_reading(day: date, urged: bool) -> None:
    assert (_urging(_on(season_of(12), day)) is not None) is urged


def test_whoever_got_more_time_sent_on_paper_or_waits_for_the_office_is_not_urged() -> None:
    season = replace(season_of(3), read=(), rulings=())
    first, second, third = (unit.code for unit in season.roster)
    marks = (
        Mark("extension", "report", first, "office", season.as_of, until=date(2024, 11, 4)),
        Mark("paper", "report", second, "office", season.as_of),
    )
    asked = Question(1, "k", sorted(WAITS_FOR_A_PERSON)[0], None, third, "report", "?")
    assert _urging(replace(season, rulings=ruled(*marks), questions=(asked,))) is None
    made = _urging(replace(season, rulings=ruled(*marks)))
    assert made is not None and made.head.to == (season.roster.unit(third).name,)


def test_where_everybody_sent_nothing_is_written(tmp_path: Path) -> None:
    season = season_of(12)
    silent = _silent(season, "report")
    drafts = build_drafts(season, "report", tmp_path / "owing")
    assert "draft-urging" in drafts.files and drafts.paths[-1].name.endswith("-don-doc.docx")
    marks = tuple(
        Mark("paper", "report", unit.code, "office", season.as_of) for unit in season.roster if unit.name in silent
    )
    drafts = build_drafts(replace(season, rulings=ruled(*season.marks, *marks)), "report", tmp_path / "whole")
    assert "draft-urging" not in drafts.files and len(drafts.paths) == 4


def test_it_looks_like_a_cong_van_and_nothing_is_numbered_or_signed() -> None:
    made = _urging(replace(season_of(3), read=(), rulings=()))
    assert made is not None
    document = docx.Document(io.BytesIO(write_docx(made, season_of(12).campaign)))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [paragraph for cell in cells for paragraph in cell.paragraphs]
    regarding = next(line for line in lines if line.text.startswith("V/v "))
    assert regarding.text == "V/v đôn đốc gửi báo cáo kết quả CCHC năm 2024"
    assert regarding.paragraph_format.space_before.pt == 6
    assert [(run.font.size.pt, bool(run.font.bold), bool(run.font.italic)) for run in regarding.runs] == [
        (13, False, False)
    ]
    assert any(line.text.split() == ["Số:", "/SGDĐT-TCCB"] for line in lines)
    assert not any(paragraph.text.isupper() for paragraph in document.paragraphs)
    assert document.paragraphs[0].text == "Kính gửi:"
    shown = [paragraph.text for paragraph in document.paragraphs[1:4]]
    assert shown == [f"- {name}{end}" for name, end in zip(made.head.to, ";;.", strict=True)]
