"""What restores, upgrades and nightly copies leave behind goes by a rule, and nothing else goes with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.backup import MANIFEST
from mailbot.leftovers import KEPT, STAY, clear, rotate

NOW = datetime(2024, 12, 1, 2, 0, tzinfo=UTC)


def made(folder: Path, stem: str, days: int, end: str = "") -> Path:
    path = folder / f"{stem}-{NOW - timedelta(days=days):%Y%m%d-%H%M%S}{end}"
    (path / "archive").mkdir(parents=True)
    (path / MANIFEST).write_text("{}", "utf-8")
    return path


@pytest.mark.parametrize("stem", ["before-restore", "before-rebuild", "backups/mailbot"])
def test_the_newest_of_each_kind_stay_and_what_is_young(tmp_path: Path, stem: str) -> None:
    old = [made(tmp_path, stem, 100 + age) for age in range(STAY + 2)]
    assert clear(tmp_path, NOW) == list(reversed(old[STAY:]))
    assert [path.exists() for path in old] == [True] * STAY + [False] * 2
    young = [made(tmp_path, stem, age) for age in range(1, STAY + 3)]
    assert set(clear(tmp_path, NOW)) == set(old[:STAY])  # newer ones are there now
    assert all(path.exists() for path in young)
    assert set(clear(tmp_path, NOW + KEPT)) == set(young[STAY:])


def test_a_copy_in_which_mails_are_missing_pushes_no_whole_one_out(tmp_path: Path) -> None:
    whole = [made(tmp_path, "backups/mailbot", 200 + age) for age in range(STAY)]
    for age in range(STAY + 1):
        made(tmp_path, "backups/mailbot", 100 + age, "-thieu")
    clear(tmp_path, NOW)
    assert all(path.exists() for path in whole)


def test_what_has_another_name_stays(tmp_path: Path) -> None:
    for age in range(STAY + 1):
        made(tmp_path, "before-restore", 100 + age)
    mine = [tmp_path / "before-restore-cua-toi", tmp_path / "backups" / "mailbot-quan-trong", tmp_path / "archive"]
    for path in mine:
        path.mkdir(parents=True)
    assert len(clear(tmp_path, NOW)) == 1
    assert all(path.exists() for path in mine)


def test_a_folder_of_nightly_copies_keeps_as_many_whole_ones_as_it_is_told(tmp_path: Path) -> None:
    whole = [made(tmp_path, "mailbot", age) for age in (4, 3, 2, 1)]
    lacking = made(tmp_path, "mailbot", 0, "-thieu")
    assert rotate(tmp_path, 2) == whole[:2]
    assert [path.exists() for path in (*whole, lacking)] == [False, False, True, True, True]
