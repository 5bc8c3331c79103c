"""Number and day of a document as a person of the office writes them into an answer: each on a line of its own.

"Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024"; "Công văn đôn đốc báo cáo số 812/SGDĐT-TCCB ngày 02/11/2024"; "Văn bản: Hướng
dẫn số 40/HD-SGDĐT ngày 05/4/2024 về triển khai phong trào". A line that is not wholly one of these is left to others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules import basis
from rules.campaign import Campaign
from rules.intake.reply_days import parse_day
from rules.text import bare, fold, nfc

_LINE = re.compile(
    r"[\s*+-]*(?:so(?:,| va)? ngay (?:cua )?)?"
    r"(?P<what>ke hoach(?: phat dong)?|cong van don doc(?P<stage>[^:\d]*)|van ban(?: chi dao| trien khai|,)*)"
    r"\s*[:,-]?\s*(?P<kind>[^\W\d][^\d/]*?)?\s*(?P<number>\d+(?:/\d{4})?/[a-z0-9&-]+)\s*,?\s*"
    r"(?:ban hanh )?(?P<day>(?:ngay )?\d{1,2}(?:\s*[/.-]\s*| thang )\d{1,2}(?:(?:\s*[/.-]\s*| nam )\d{2,4})?)"
    r"(?:\s*,?\s*(?:ve|v/v)\s*(?:viec\s+)?(?P<subject>.+?))?[\s.;]*"
)


@dataclass(frozen=True, slots=True)
class Cite:
    """Number and day of a document, from now on cited by all letters and documents. `code` as in `rules.basis`."""

    code: str
    number: str
    issued: date
    subject: str = ""


def documents_told(said: str, campaign: Campaign, today: date) -> tuple[tuple[Cite, ...], str]:
    """What an answer tells of documents, and the answer without these lines."""
    cites: list[Cite] = []
    rest: list[str] = []
    place = 1
    for line in nfc(said).splitlines():
        cite = _cite(fold(line), campaign, today, place)
        if cite is None:
            rest.append(line)
        else:
            cites.append(cite)
            place += cite.code == basis.further(place)
    return tuple(cites), "\n".join(rest)


def _cite(line: str, campaign: Campaign, today: date, place: int) -> Cite | None:
    plain = bare(line)
    found = _LINE.fullmatch(plain) if len(plain) == len(line) else None
    day = parse_day(found["day"], today) if found else None
    if found is None or day is None:
        return None
    code = _code(found, campaign, today, place)
    subject = line[found.start("subject") : found.end("subject")] if found["subject"] else ""
    return Cite(code, line[found.start("number") : found.end("number")], day, subject) if code else None


def _code(found: re.Match[str], campaign: Campaign, today: date, place: int) -> str | None:
    """None: which document is meant is not certain."""
    if found["what"].startswith("ke hoach"):
        return basis.PLAN
    if found["what"].startswith("van ban"):
        return basis.further(place) if place <= basis.FURTHER_AT_MOST else None
    stages = tuple(_meant(found["stage"], campaign)) or tuple(one.code for one in campaign.stages if one.due <= today)
    return basis.urging_code(stages[-1]) if stages else None


def _meant(words: str, campaign: Campaign) -> Iterator[str]:
    return (stage.code for stage in campaign.stages if bare(stage.label) in words)
