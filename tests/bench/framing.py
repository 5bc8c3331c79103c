"""How many of the values that were read are found again on the drawn pages: `python -m tests.bench.framing FOLDER...`.

A folder is a season of the demo (its archive is read), or holds cases (a folder of files each, as units send them).
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from mailbot.demo.afterwards import reopened
from mailbot.demo.folder import is_ours
from mailbot.preparing.looking import drawn
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.pictures import draw
from mailbot.reading.sandbox import DirectReader
from rules.papers.understand import understand
from rules.standing.framing import Sought, Word, framed, sought
from rules.standing.queue import parts_of
from tests.seasons import shipped_campaign, shipped_roster

_DRAWN = (".docx", ".xlsx", ".pdf", ".doc", ".xls", ".rtf", ".odt", ".jpg")
Measured = tuple[str, Sought, bool]  # the file, what was looked for in it, whether it was found


def of_a_season(folder: Path) -> Iterator[Measured]:
    app = reopened(folder)
    try:
        with app.look() as work:
            season = work.season(app.campaign, app.roster, app.now())
            files = {mail.id: work.arrivals.files(mail.id) for mail in season.arrivals}
            digests = work.arrivals.digests(files)
        for mail, notes in files.items():
            parts = parts_of(season, mail)
            for note in notes if parts else ():
                values = [
                    sought(value.key, item.number, value.spec, value.value)
                    for part in parts for item in part.items for value in item.values
                    if value.file == note.name and value.text
                ]  # fmt: skip
                if values and note.digest:
                    drawing = drawn(app.archive.open(digests[mail]), note.digest, app.sandbox)
                    pages = [page.words for page in drawing.pages]
                    yield from _measured(note.name, pages, values)
    finally:
        app.close()


def of_cases(folder: Path) -> Iterator[Measured]:
    campaign = shipped_campaign()
    roster = shipped_roster(campaign)
    specs = {spec.code: spec for spec in campaign.fields}
    for path in sorted(one for one in folder.rglob("*") if one.suffix.lower() in _DRAWN):
        content = path.read_bytes()
        document = DirectReader().parse(path.name, content)
        found = understand((document,), campaign, roster)
        values = [
            sought(f"{place}.{code}", place, specs[code], value.value)
            for place, one in enumerate(one for reading in found.readings for one in reading.initiatives)
            for code, value in one.values.items()
            if code in specs and value.value not in (None, "", ())
        ]
        if not values:
            continue
        try:
            _, *parts = draw(path.name, content, Budget())
        except CannotRead:
            parts = []
        pages = [tuple(Word(*one) for one in json.loads(words)) for words in parts[::2]]
        yield from _measured(str(path.relative_to(folder)), pages, values)


def _measured(name: str, pages: Sequence[Sequence[Word]], values: list[Sought]) -> Iterator[Measured]:
    found = framed(pages, values)
    yield from ((name, one, one.key in found) for one in values)


def main() -> None:
    for argument in sys.argv[1:]:
        folder = Path(argument)
        found = list(of_a_season(folder) if is_ours(folder) else of_cases(folder))
        met = sum(ok for _, _, ok in found)
        print(f"{folder.name}: {met}/{len(found)} values framed ({100 * met / max(1, len(found)):.1f} %)")
        by_field = Counter((one.key.partition(".")[2], ok) for _, one, ok in found)
        for code in sorted({code for code, _ in by_field}):
            print(f"  {code}: {by_field[code, True]}/{by_field[code, True] + by_field[code, False]}")
        for name, one, ok in found:
            if not ok:
                print(f"    not found in {name}: {one.key} {' | '.join(one.ways[0]) if one.ways else ''}"[:180])


if __name__ == "__main__":
    main()
