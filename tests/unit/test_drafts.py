"""Drafts as files: never over a person's, and what changed since the one she has."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import docx
import pytest

from mailbot.drafts import build_drafts
from rules.calendar import moment
from rules.drafting.changes import Snapshot, changes, snapshot
from rules.drafting.figures import figures
from rules.drafting.material import material_of
from rules.rulings import Mark
from rules.season import Season
from rules.standing.status import statuses
from rules.submission import Version
from tests.seasons import initiative_of, ruled, season_of

_LABELS = {"registration": "đăng ký", "report": "báo cáo kết quả"}
_ITEM = {"title": "Họp không giấy", "owners": ("A",)}


def _version(
    season: Season, place: int, day: date, *items: Mapping[str, object], stage: str = "registration"
) -> Version:
    return Version(
        id=0,
        arrival=0,
        arrived_at=moment(day, time(9), season.campaign.calendar),
        unit=season.roster.units[place].code,
        stage="registration",
        initiatives=tuple(initiative_of(item) for item in items),  # type: ignore[arg-type]
        provisional=False,
        files=("a.docx",),
    )


def _season(*versions: Version, marks: tuple[Mark, ...] = ()) -> Season:
    numbered = tuple(replace(version, id=place, arrival=place) for place, version in enumerate(versions, start=1))
    return replace(season_of(3), read=numbered, rulings=ruled(*marks), arrivals=(), letters=())


def _facts(season: Season, stage: str = "registration") -> Snapshot:
    cells = statuses(season)
    return snapshot(material_of(season, stage, cells), figures(season, cells), repr((season.versions, season.marks)))


def _told(old: Season, new: Season, stage: str = "registration") -> str:
    return "\n".join(changes(_facts(old, stage), _facts(new, stage), _LABELS))


# --- What changed -----------------------------------------------------------------------------------------------

_EMPTY = _season()
_FIRST = _version(_EMPTY, 0, date(2024, 8, 1), _ITEM)
_NAMES = [unit.label for unit in _EMPTY.roster]


def test_nothing_is_told_where_nothing_changed() -> None:
    assert changes(_facts(_season(_FIRST)), _facts(_season(_FIRST)), _LABELS) == ()


def test_a_unit_that_sent_its_initiative_and_the_figures_are_told() -> None:
    told = _told(_EMPTY, _season(_FIRST))
    assert f"Mới gửi (đăng ký): {_NAMES[0]}." in told
    assert f"Thêm 01 trường hợp (đăng ký): “Họp không giấy” ({_NAMES[0]})." in told
    assert "Đơn vị đã gửi đăng ký: 0/3 → 1/3." in told


def test_what_was_missing_and_came_is_told() -> None:
    lacking = _version(_EMPTY, 0, date(2024, 8, 1), {"title": "Họp không giấy"})
    told = _told(_season(lacking), _season(lacking, _version(_EMPTY, 0, date(2024, 8, 2), _ITEM)))
    assert f"Đã bổ sung đủ (đăng ký): {_NAMES[0]}." in told
    assert f"Sửa nội dung 01 trường hợp (đăng ký): “Họp không giấy” ({_NAMES[0]})." in told
    assert "Đơn vị đã gửi" not in told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (replace(_FIRST, provisional=True), _FIRST, "Đã được xác nhận (đăng ký)"),
        (_FIRST, replace(_FIRST, rejected=True), "Nay không còn được tính là đã gửi (đăng ký)"),
        (_FIRST, replace(_FIRST, initiatives=(initiative_of({"title": "Họp không giấy"}),)), "Nay còn thiếu thông tin"),
    ],
)
def test_what_the_office_or_the_unit_changed_is_told(old: Version, new: Version, words: str) -> None:
    assert f"{words}" in _told(_season(old), _season(new))


def test_what_was_withdrawn_and_what_came_on_paper_is_told() -> None:
    gone = replace(_version(_EMPTY, 0, date(2024, 8, 5), {**_ITEM, "title": "Sổ tay điện tử"}), replaces=True)
    told = _told(_season(_FIRST), _season(_FIRST, gone))
    assert "Bỏ 01 trường hợp (đăng ký): “Họp không giấy”" in told
    paper = Mark("paper", "registration", _EMPTY.roster.units[1].code, "office", _EMPTY.as_of)
    assert f"bản giấy hoặc qua hệ thống khác (đăng ký): {_NAMES[1]}." in _told(_EMPTY, _season(marks=(paper,)))


def test_a_change_that_no_figure_shows_is_not_called_none() -> None:
    one, other = _facts(_season(_FIRST)), replace(_facts(_season(_FIRST)), digest="other")
    assert changes(one, other, _LABELS) == (
        "Có thay đổi về thông tin chung (người ký, kế hoạch, thư nhắc), không thay đổi số liệu.",
    )


def test_long_lists_are_cut_and_say_how_many_are_left() -> None:
    told = _told(replace(season_of(49), read=(), rulings=()), season_of(49))
    assert " trường hợp khác." in told
    assert max(map(len, told.splitlines())) < 1200


# --- Files ------------------------------------------------------------------------------------------------------


def _note(paths: tuple[Path, ...]) -> str:
    (path,) = [path for path in paths if "phieu-kiem-tra" in path.name]
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(path.read_bytes())).paragraphs)


def _later(season: Season, minutes: int) -> Season:
    return replace(season, as_of=season.as_of + timedelta(minutes=minutes))


def test_the_note_of_a_rebuild_lists_what_changed_since_the_newest_draft(tmp_path: Path) -> None:
    first = build_drafts(_EMPTY, "registration", tmp_path)
    assert (first.since, first.changes) == ("", ())
    assert "Thay đổi so với" not in _note(first.paths)
    second = build_drafts(_later(_season(_FIRST), 60), "registration", tmp_path)
    assert f"Mới gửi (đăng ký): {_NAMES[0]}." in second.changes
    assert "Thay đổi so với bản dự thảo lập lúc 08 giờ 00 phút ngày 01/11/2024" in _note(second.paths)
    third = build_drafts(_later(_season(_FIRST), 120), "registration", tmp_path)
    assert third.changes == () and third.since.startswith("09 giờ 00")
    assert "Số liệu không thay đổi." in _note(third.paths)


def test_drafts_of_another_stage_and_damaged_files_are_not_compared_with(tmp_path: Path) -> None:
    build_drafts(_EMPTY, "report", tmp_path)
    (tmp_path / "cchc-2024-registration-20240101-0000-can-cu.json").write_text("[]", encoding="utf-8")
    (tmp_path / "cchc-2024-registration-20240101-0001-can-cu.json").write_bytes(b"\xff{")
    assert build_drafts(_later(_season(_FIRST), 60), "registration", tmp_path).since == ""


def test_a_draft_that_a_person_edited_stays_and_a_rebuild_is_a_new_file(tmp_path: Path) -> None:
    season = _season(_FIRST)
    paths = build_drafts(season, "registration", tmp_path).paths
    assert build_drafts(season, "registration", tmp_path).paths == paths
    paths[0].write_bytes(b"edited")
    again = build_drafts(season, "registration", tmp_path).paths
    assert paths[0].read_bytes() == b"edited"
    assert again[0] != paths[0] and again[1:] == paths[1:]


def test_the_manifest_names_the_facts(tmp_path: Path) -> None:
    build_drafts(_season(_FIRST), "registration", tmp_path)
    (path,) = tmp_path.glob("*-can-cu.json")
    manifest = json.loads(path.read_bytes())
    assert datetime.fromisoformat(manifest["facts"]["as_of"]) == _EMPTY.as_of
    assert [unit["state"] for unit in manifest["facts"]["units"]] == ["sent", "owes", "owes"]
