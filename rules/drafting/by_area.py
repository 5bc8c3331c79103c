"""What was done in each area of reform: how many of what, and examples in the words of their units."""

from collections.abc import Iterator

from rules.drafting.counting import nouns_in_words
from rules.drafting.material import Entry, Material, noun, shown
from rules.drafting.outstanding import area_field, area_of, outstanding, telling_fields
from rules.drafting.quoting import shortened
from rules.drafting.report import Block, Paragraph
from rules.wording import count

QUOTED_AT_MOST = 260  # characters of a unit's text in an example: two or three lines
_OTHERS = "Nội dung khác"


def areas_in_words(material: Material) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """A part for each area that has any, in the order of the campaign file; last what names no area."""
    spec = area_field(material.campaign)
    entries, chosen = material.this.entries(), outstanding(material)
    choices = [(choice.code, choice.label) for choice in spec.choices] if spec else []
    known = {code for code, _ in choices}
    for code, label in (*choices, (None, _OTHERS if choices else f"Các {noun(material.campaign)}")):
        own = [one for one in entries if _is_of(area_of(material.campaign, one), code, known)]
        if own:
            yield label, tuple(_area(material, own, [one for one in chosen if any(_same(one, other) for other in own)]))


def empty_areas(material: Material) -> tuple[str, ...]:
    """Areas in which nobody did anything, where most have something."""
    spec = area_field(material.campaign)
    found = {area_of(material.campaign, entry) for entry in material.this.entries()}
    empty = tuple(choice.label for choice in spec.choices if choice.code not in found) if spec else ()
    return empty if spec and len(empty) < len(spec.choices) / 2 else ()


def _is_of(area: object, code: str | None, known: set[str]) -> bool:
    return area == code if code is not None else area not in known


def _same(one: Entry, other: Entry) -> bool:
    return one.unit.code == other.unit.code and one.title == other.title


def _area(material: Material, own: list[Entry], told: list[Entry]) -> Iterator[Block]:
    units = len({entry.unit.code for entry in own})
    what = nouns_in_words(material, own, alone=True)
    yield Paragraph(f"{count(units)} đơn vị {_did(material)} {what}.{' Trong đó:' if told else ''}")
    for entry in told:
        yield Paragraph(example(material, entry), "item")


def _did(material: Material) -> str:
    return "thực hiện" if material.earlier else material.stage.label


def example(material: Material, entry: Entry) -> str:
    """A unit's own sentence of what came of it, with title, people and unit; nothing is added to it."""
    texts = [shown(spec, entry) for spec in telling_fields(material.campaign, material.stage)]
    quote = shortened("\n".join(text for text in texts if text), QUOTED_AT_MOST)
    people = [text for spec in material.campaign.fields if spec.kind == "people" and (text := shown(spec, entry))]
    by = f" (người thực hiện: {'; '.join(people)})" if people else ""
    aim = "" if material.earlier else ", kết quả dự kiến"
    stop = "" if quote.endswith((".", "!", "?", "…")) else "."
    return f"{entry.unit.name}, “{entry.title}”{by}{aim}: “{quote}”{stop}"
