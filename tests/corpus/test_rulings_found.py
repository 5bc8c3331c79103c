"""150 corrections of what the sample forms say, and then a better reader: which of them find their object?"""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from mailbot.reading.sandbox import DirectReader
from rules.document import Where
from rules.initiative import TITLE, Initiative
from rules.papers.understand import understand
from rules.places import Item
from rules.rulings import Correct, Ruling, Turn, fold, part_of
from rules.submission import Version
from tests.conftest import shared_folder
from tests.unit.rules.papers import campaign, roster

FORMS = (shared_folder() or Path("nowhere")) / "forms"
CASES = sorted(path for path in FORMS.glob("cases*/*") if path.suffix in (".docx", ".xlsx", ".odt", ".rtf"))
NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
WANTED = 150

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason="the sample collection is not beside the project"),
]


def versions_read() -> list[Version]:
    """What the samples give, each as a mail of its own."""
    reader = DirectReader(read_mail=read_mail)
    found: list[Version] = []
    for number, path in enumerate(CASES, 1):
        document = reader.parse(path.name, path.read_bytes())
        for reading in understand((document,), campaign(), roster()).readings:
            if reading.initiatives:
                unit, files = reading.unit.unit, reading.files
                found.append(Version(0, number, NOW, unit, reading.stage, reading.initiatives, False, files=files))
    return found


# --- A better reader ------------------------------------------------------------------------------------------------


def retitled(title: str, dice: random.Random) -> str:
    """As it reads once a label, a line break, quotation marks or a number are understood, or an error is gone."""
    words = title.split()
    changes = [
        title.upper(),
        f"“{title}”",
        f"{title}.",
        f"Sáng kiến: {title}",
        f"{title} năm 2024",
        f"{title} tại đơn vị",
        " ".join(words[:-1]) if len(words) > 4 else title,
        " ".join(words[1:]) if len(words) > 6 else title,
        title.replace("ý", "í").replace("hoá", "hóa"),
        title,
    ]
    return dice.choice(changes)


def shifted(where: Where, rows: int) -> Where:
    """Another number of rows or paragraphs stands above it; of a cell, the title is taken from the next column."""
    pieces = where.spot.rpartition("dòng ")
    if pieces[1]:
        number, comma, rest = pieces[2].partition(",")
        column = rest.replace("cột 2", "cột 3")
        return (
            replace(where, spot=f"{pieces[0]}dòng {int(number) + rows}{comma}{column}") if number.isdecimal() else where
        )
    head, _, number = where.spot.rpartition(" ")
    return replace(where, spot=f"{head} {int(number) + rows}") if number.isdecimal() else where


def read_better(version: Version, dice: random.Random) -> tuple[Version, list[int]]:
    """The version as another reader gives it, and which initiative each of its own is (-1: one that was missed)."""
    rows, order = dice.choice((0, 0, 1, 2)), list(range(len(version.initiatives)))
    if dice.random() < 0.3:
        dice.shuffle(order)
    items = [(place, _again(version.initiatives[place], rows, dice)) for place in order]
    if dice.random() < 0.3:
        where = replace(version.initiatives[0].values[TITLE].where, spot="bảng 9, dòng 9, cột 2")
        title = replace(version.initiatives[0].values[TITLE], value="Nội dung trước đây chưa đọc được", where=where)
        items.insert(dice.randrange(len(items) + 1), (-1, Initiative({TITLE: title})))
    return replace(version, id=1, initiatives=tuple(one for _, one in items)), [place for place, _ in items]


def _again(initiative: Initiative, rows: int, dice: random.Random) -> Initiative:
    title = initiative.values[TITLE]
    changed = retitled(initiative.title, dice) if dice.random() < 0.5 else initiative.title
    better = replace(title, value=changed, where=shifted(title.where, rows))
    return Initiative({**initiative.values, TITLE: better})


# --- What the rulings find ------------------------------------------------------------------------------------------


def outcome(version: Version, place: int, seed: int) -> str:
    """ "found", "asked" or "wrong"."""
    part = part_of(version)
    effect = Correct(Item(part, part.items[place]), "owners", ("Người Được Sửa",))
    ruling = Ruling(1, "correct", (effect,), (Turn("confirmed", "Hà", NOW, "command"),))
    read, which = read_better(version, random.Random(seed))  # the same number gives the same reader
    found = fold((read,), (ruling,))
    hit = [number for number, one in enumerate(found.versions[0].initiatives) if one.get("owners") == effect.value]
    if not hit:
        assert found.lost
        return "asked"
    return "found" if [which[number] for number in hit] == [place] else "wrong"


@pytest.mark.slow
def test_of_150_corrections_at_least_98_in_a_hundred_find_their_object_and_none_another() -> None:
    objects = [(version, place) for version in versions_read() for place in range(len(version.initiatives))]
    dice = random.Random(2024)  # the same number gives the same choice
    chosen = dice.sample(objects, min(WANTED, len(objects)))
    assert len(chosen) == WANTED
    tally = Counter(outcome(version, place, seed) for seed, (version, place) in enumerate(chosen))
    print(f"{tally['found']} of {WANTED} corrections found, {tally['asked']} asked about, {tally['wrong']} wrong")
    assert tally["wrong"] == 0
    assert tally["found"] >= 0.98 * WANTED
