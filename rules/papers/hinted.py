"""What an initiative is about, by the words of its name and of what is said of it, where the paper does not say.

It is filled in only where a person is asked about the reading anyway: words alone make nothing sure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.campaign import Campaign, FieldSpec
from rules.initiative import TITLE, Initiative, Value
from rules.papers.confidence import HINTED
from rules.text import spoken

HINT = "hint-in-text"
_IN_TITLE = 3.0
_IN_TEXT = 1.0


def hinted(initiative: Initiative, campaign: Campaign, stage: str) -> Initiative:
    """The initiative with each choice that it leaves open and its words suggest."""
    found = dict(_suggested(initiative, campaign, stage))
    return replace(initiative, values={**initiative.values, **found}) if found else initiative


def told(initiatives: Iterable[Initiative], campaign: Campaign) -> Iterator[str]:
    """A sentence for each field that was filled in so."""
    for spec in campaign.fields:
        if any(spec.code in one.values and one.values[spec.code].rule == HINT for one in initiatives):
            yield f"“{spec.label}” không được ghi, suy từ nội dung."


def _suggested(initiative: Initiative, campaign: Campaign, stage: str) -> Iterator[tuple[str, Value]]:
    for spec in campaign.fields_of(stage):
        if spec.kind == "choice" and initiative.get(spec.code) is None:
            code = _most_said(spec, initiative, campaign)
            if code:
                yield spec.code, Value(code, initiative.values[TITLE].where, HINT, confidence=HINTED)


def _most_said(spec: FieldSpec, initiative: Initiative, campaign: Campaign) -> str | None:
    texts = [(spoken(initiative.title), _IN_TITLE)]
    for other in campaign.fields:
        value = initiative.get(other.code)
        if other.kind == "text" and other.code != TITLE and isinstance(value, str):
            texts.append((spoken(value), _IN_TEXT))
    scores = {
        choice.code: sum(
            weight for text, weight in texts for hint in (*choice.hints, *choice.words) if spoken(hint) in text
        )
        for choice in spec.choices
        if choice.hints
    }
    best = sorted(scores.items(), key=lambda one: -one[1])[:2]
    clear = bool(best) and best[0][1] > max([score for _, score in best[1:]], default=0.0)
    return best[0][0] if clear else None  # two that are said as much settle nothing
