"""A letter in a person's own words, as its template sees it."""

from rules.letters.letter import WrittenFacts


def written(facts: WrittenFacts) -> dict[str, object]:
    return {
        "unit": facts.unit.name,
        "unit_short": facts.unit.label,
        "head": facts.unit.head_name,
        "head_title": facts.unit.head_title,
        "subject": facts.subject,
        "text": [line.strip() for line in facts.text.splitlines() if line.strip()],
        "about": facts.about,
    }
