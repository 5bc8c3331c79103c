"""What units say once for all their initiatives (difficulties, proposals), gathered with who said it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rules.campaign import Campaign, FieldSpec
from rules.drafting.material import OTHER_KIND, Round
from rules.roster import Unit
from rules.submission import Submission
from rules.wording import UNCONFIRMED, capitalised, count, items_of, listed

_NAMED_AT_MOST = 6
_NOTHING = re.compile(r"^(?:không|không có|không có ý kiến.*|không có (?:khó khăn|kiến nghị|đề xuất|vướng mắc).*)$")


@dataclass(frozen=True, slots=True)
class Voice:
    """One point and the units that made it; marked where nobody has confirmed the submission it stands in."""

    text: str
    units: tuple[tuple[Unit, bool], ...]  # with True: provisional

    @property
    def who(self) -> str:
        return "; ".join(unit.label + (f" {UNCONFIRMED}" if provisional else "") for unit, provisional in self.units)

    def who_in_short(self, campaign: Campaign) -> str:
        """The names where they are few, else how many of which kind; an appendix names them all."""
        if len(self.units) <= _NAMED_AT_MOST:
            return self.who
        labels = {kind.code: kind.label for kind in campaign.unit_kinds}
        kinds = Counter(labels.get(unit.kind, OTHER_KIND) for unit, _ in self.units)
        return listed(f"{count(kinds[label])} {label}" for label in (*labels.values(), OTHER_KIND) if kinds[label])


def voices(spec: FieldSpec, part: Round) -> tuple[Voice, ...]:
    """The points of all units, said by most first; points that differ only in case and punctuation are one."""
    texts: dict[str, str] = {}
    said_by: dict[str, list[tuple[Unit, bool]]] = {}
    for cell in part.statuses:
        for text in _points(spec, cell.submission):
            key = _key(text)
            texts.setdefault(key, text)
            said = said_by.setdefault(key, [])
            if all(unit.code != cell.unit.code for unit, _ in said):
                said.append((cell.unit, cell.state == "provisional"))
    gathered = [Voice(capitalised(texts[key]), tuple(units)) for key, units in said_by.items()]
    return tuple(sorted(gathered, key=lambda voice: -len(voice.units)))


def _points(spec: FieldSpec, submission: Submission | None) -> Iterable[str]:
    value = submission.remarks.get(spec.code) if submission else None
    if value is None or not isinstance(value.value, str):
        return ()
    return [text for text in items_of(value.value) if not _NOTHING.match(_key(text))]


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
