"""What a person types into a field, as a value of its kind."""

import re

from rules.campaign import FieldSpec
from rules.initiative import Json
from rules.papers.extract.people import people
from rules.papers.extract.values import choice
from rules.quantities import dates, number, percent
from rules.text import fold, words


class Unfit(ValueError):
    """A correction that cannot be made; the text is Vietnamese and says what could be."""


def typed_value(spec: FieldSpec, text: str) -> Json:
    """What a person types into a field; "" and "-" empty it. Raises Unfit."""
    said = text.strip()
    if said in ("", "-"):
        return None
    value = _converted(spec, said)
    if value in (None, ""):
        raise Unfit(
            f"“{said}” không phải {_EXPECTED.get(spec.kind, 'giá trị')} cho mục {spec.label.lower()}{_of(spec)}."
        )
    return value


_EXPECTED = {
    "percent": "tỷ lệ phần trăm",
    "number": "số",
    "date": "ngày (ví dụ 30/8/2024)",
    "choice": "một trong các lựa chọn",
}


def _of(spec: FieldSpec) -> str:
    return f": {', '.join(one.label for one in spec.choices)}" if spec.choices else ""


def _converted(spec: FieldSpec, text: str) -> Json:
    match spec.kind:
        case "choice":
            named = (one.code for one in spec.choices if text == one.code or words(one.label) == words(text))
            return next(named, None) or choice(spec, text)
        case "people":
            return people(text) or tuple(one.strip() for one in re.split(r"[;\n]", text) if one.strip())
        case "percent":
            return percent(text)
        case "number":
            return number(text)
        case "date":
            found = dates(text)
            return found[0].isoformat() if len(found) == 1 else None
        case "period":
            return fold(text)
    return text
