"""Drafts as files: a rebuild is a new file, never over one that a person may have edited."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from pydantic import ValidationError

from mailbot.records import Kept
from mailbot.writing.consolidated import write_brief, write_cover, write_docx
from mailbot.writing.workbook import Records, write_xlsx
from rules.calendar import local
from rules.campaign import PROXIES, Calendar, Campaign
from rules.drafting.brief import brief
from rules.drafting.changes import SNAPSHOTS, Snapshot, snapshot
from rules.drafting.consolidate import compared, compose
from rules.drafting.figures import figures
from rules.drafting.material import material_of
from rules.drafting.report import Cover
from rules.drafting.urging import urging
from rules.letters.letter import Draft
from rules.season import Season
from rules.standing.history import history
from rules.standing.status import statuses
from rules.stated import stage_of_targets
from rules.wording import count, percent

_MINUTE = "%Y%m%d-%H%M"


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was written: the document first, then note, workbook, and the công văn to units that owe, if any do."""

    files: Mapping[Draft, Path]
    since: str  # when the draft before it was made, as shown; "": there is none
    changes: tuple[str, ...]  # Vietnamese sentences: what changed in the facts since then

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(self.files.values())


def build_drafts(season: Season, stage: str, folder: Path, kept: Kept | None = None) -> Drafts:
    """Write document, cover note and workbook of a stage; after its deadline the công văn that urges units, too.

    `kept` is what only the storage knows. Names carry day and minute. Equal rows give equal bytes, so a name that
    exists with other bytes was edited by a person, or was built from other facts in the same minute: the new file then
    gets a number. The facts are kept beside the files; the note lists what changed in them since the newest draft of
    an earlier minute.
    """
    campaign = season.campaign
    cells = statuses(season)
    counted = figures(season, cells)
    report = compose(season, stage, cells, counted)
    material = material_of(season, stage, cells)
    now = snapshot(material, counted, report.cover.digest)
    folder.mkdir(parents=True, exist_ok=True)
    earlier = _newest(folder, f"{campaign.code}-{stage}", _stamp(now, campaign.calendar), campaign.calendar)
    if earlier is not None:
        report = compared(report, earlier, now, campaign)
    base = f"{campaign.code}-{stage}-{_stamp(now, campaign.calendar)}"
    records = _records(season, folder, kept or Kept())
    built: dict[Draft, Path] = {
        "draft-docx": _write(folder, f"{base}-du-thao", ".docx", write_docx(report, campaign)),
        "draft-note": _write(folder, f"{base}-phieu-kiem-tra", ".docx", write_cover(report, campaign)),
        "draft-brief": _write(
            folder, f"{base}-tom-tat", ".docx", write_brief(brief(material, report, counted), campaign)
        ),
        "draft-xlsx": _write(folder, f"{base}-so-lieu", ".xlsx", write_xlsx(season, report, records)),
    }
    urged = urging(material)
    if urged is not None:
        built["draft-urging"] = _write(folder, f"{base}-don-doc", ".docx", write_docx(urged, campaign))
    _write(folder, f"{base}-can-cu", ".json", _manifest(campaign.code, stage, report.cover, now))
    return Drafts(MappingProxyType(built), report.cover.since, report.cover.changes)


def _records(season: Season, folder: Path, kept: Kept) -> Records:
    """Links lead from the folder of the drafts to the archive, so both can be moved or shared together."""
    originals = {
        number: quote(Path(os.path.relpath(path, folder.absolute())).as_posix()) for number, path in kept.originals
    }
    deeds = [deed for deed in kept.deeds if deed.at <= season.as_of]
    return Records(originals, history(season, deeds), kept.earlier, kept.key)


def _stamp(known: Snapshot, calendar: Calendar) -> str:
    return local(known.as_of, calendar).strftime(_MINUTE)


def _manifest(campaign: str, stage: str, cover: Cover, facts: Snapshot) -> bytes:
    manifest = {
        "campaign": campaign,
        "stage": stage,
        "as_of": facts.as_of.isoformat(),
        "digest": cover.digest,
        "sources": [asdict(source) for source in cover.sources],
        "gaps": [asdict(gap) for gap in cover.gaps],
        "facts": SNAPSHOTS.dump_python(facts, mode="json"),
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def snapshots(folder: Path, campaign: str, stage: str) -> tuple[tuple[str, Snapshot], ...]:
    """The beginnings of the names of the drafts of a stage with the facts behind each, newest first; of several that
    were built in one minute the last."""
    found: dict[str, tuple[int, Snapshot]] = {}
    for path in folder.glob(f"{campaign}-{stage}-*-can-cu*.json"):
        base, _, number = path.stem.partition("-can-cu")
        number = number.removeprefix("-") or "1"
        place, known = int(number) if number.isdecimal() else 0, _snapshot(path)
        if known is not None and (base not in found or found[base][0] < place):
            found[base] = (place, known)
    drafts = [(base, known) for base, (_, known) in found.items()]
    return tuple(sorted(drafts, key=lambda one: one[1].as_of, reverse=True))


def reached(folder: Path, campaign: Campaign) -> Mapping[str, str]:
    """What was reached of each target by the newest draft of the last stage, as the document shows it.

    What mail alone hints at is left out: it is no result.
    """
    kept = snapshots(folder, campaign.code, stage_of_targets(campaign))
    newest = kept[0][1] if kept else None
    hinted = {target.code for target in campaign.targets if target.figure in PROXIES}
    found = {}
    for one in newest.figures if newest else ():
        code = one.code.removeprefix("target:")
        if one.code.startswith("target:") and one.total and code not in hinted:
            found[code] = f"{count(one.count)}/{count(one.total)} ({percent(one.count, one.total)})"
    return found


def _newest(folder: Path, base: str, before: str, calendar: Calendar) -> Snapshot | None:
    """The facts of the newest draft made in an earlier minute. A file that is no manifest any more is passed over."""
    found = [known for known in _kept(folder, base) if _stamp(known, calendar) < before]
    return max(found, key=lambda known: known.as_of, default=None)


def _kept(folder: Path, base: str) -> Iterator[Snapshot]:
    for path in folder.glob(f"{base}-*-can-cu*.json"):
        if (known := _snapshot(path)) is not None:
            yield known


def _snapshot(path: Path) -> Snapshot | None:
    """None for a file that is no manifest any more."""
    try:
        return SNAPSHOTS.validate_python(json.loads(path.read_bytes())["facts"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None


def _write(folder: Path, base: str, ending: str, content: bytes) -> Path:
    path, number = folder / f"{base}{ending}", 1
    while path.exists() and path.read_bytes() != content:
        number += 1
        path = folder / f"{base}-{number}{ending}"
    path.write_bytes(content)
    return path
