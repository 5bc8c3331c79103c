"""What a workbook shows beside the season: originals, decisions, initiatives of other years."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rules.initiative import TITLE
from rules.season import Season
from rules.standing.history import DEEDS, TracedDeed
from rules.standing.similar import Piece
from storage.archive import Archive
from storage.work import UnitOfWork

_SHORT = 4  # words; codes and periods are not longer, prose is


@dataclass(frozen=True, slots=True)
class Kept:
    """`originals`: number of a mail that brought a submission -> its archived bytes."""

    originals: tuple[tuple[int, Path], ...] = ()
    deeds: tuple[TracedDeed, ...] = ()
    earlier: tuple[Piece, ...] = ()
    key: bytes = field(default=b"", repr=False)  # of the installation


def kept(season: Season, work: UnitOfWork, archive: Archive, key: bytes) -> Kept:
    """Only mail that is ours is ever linked; the rest of the mailbox is nobody's business."""
    digests = work.arrivals.digests(version.arrival for version in season.versions)
    return Kept(
        originals=tuple((number, archive.path(digest).absolute()) for number, digest in sorted(digests.items())),
        deeds=tuple(
            TracedDeed(event.at, event.rule, event.reason, event.by, event.unit, event.arrival_id)
            for event in work.events.of(DEEDS)
        ),
        earlier=tuple(_earlier(season, work)),
        key=key,
    )


def _earlier(season: Season, work: UnitOfWork) -> Iterator[Piece]:
    """Initiatives of other campaigns, one per title and unit: the last version of it that was read."""
    found: dict[tuple[str, str, str], Piece] = {}
    others = (
        (campaign, version)
        for campaign in work.submissions.other_campaigns()
        for version in work.standing(campaign).versions
        if not version.rejected
    )
    for campaign, version in others:
        unit = season.roster.find(version.unit)
        name = unit.label if unit else version.unit or ""
        for item in version.initiatives:
            values = [value.value for code, value in item.values.items() if code != TITLE]
            texts = [text for text in values if isinstance(text, str) and len(text.split()) > _SHORT]
            owner = f"{campaign}:{version.unit}"  # last year's text of the same unit is compared, too
            piece = Piece(owner, f"{name}, {campaign}", item.title, "\n".join(texts))
            found[campaign, version.unit or "", item.title] = piece
    yield from found.values()
