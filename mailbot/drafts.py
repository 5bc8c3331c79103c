"""Drafts as files: a rebuild is a new file, never over one that a person may have edited."""

import json
from dataclasses import asdict
from pathlib import Path

from mailbot.writing.consolidated import write_cover, write_docx
from mailbot.writing.workbook import write_xlsx
from rules.calendar import local
from rules.consolidate import consolidate
from rules.season import Season


def build_drafts(season: Season, stage: str, folder: Path) -> tuple[Path, ...]:
    """Write document, cover note and workbook of a stage; the three files, document first.

    Names carry day and minute. Equal rows give equal bytes, so a name that exists with other bytes was edited by a
    person, or was built from other facts in the same minute: the new file then gets a number.
    """
    report = consolidate(season, stage)
    stamp = local(season.as_of, season.campaign.calendar).strftime("%Y%m%d-%H%M")
    base = f"{season.campaign.code}-{stage}-{stamp}"
    folder.mkdir(parents=True, exist_ok=True)
    built = (
        _write(folder, f"{base}-du-thao", ".docx", write_docx(report, season.campaign)),
        _write(folder, f"{base}-phieu-kiem-tra", ".docx", write_cover(report, season.campaign)),
        _write(folder, f"{base}-so-lieu", ".xlsx", write_xlsx(season, report)),
    )
    manifest = {
        "campaign": season.campaign.code,
        "stage": stage,
        "as_of": season.as_of.isoformat(),
        "digest": report.cover.digest,
        "sources": [asdict(source) for source in report.cover.sources],
        "gaps": [asdict(gap) for gap in report.cover.gaps],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    _write(folder, f"{base}-can-cu", ".json", text.encode())
    return built


def _write(folder: Path, base: str, ending: str, content: bytes) -> Path:
    path, number = folder / f"{base}{ending}", 1
    while path.exists() and path.read_bytes() != content:
        number += 1
        path = folder / f"{base}-{number}{ending}"
    path.write_bytes(content)
    return path
