"""Where each value of a version comes from, in lines that a clerk can follow back to the file."""

from collections.abc import Iterator
from dataclasses import replace

from rules.campaign import Campaign, FieldSpec
from rules.imprint import LABELS, Imprint
from rules.initiative import Initiative, Json, Value
from rules.stated import code_of, label_of
from rules.submission import Version
from rules.wording import listed, plain


def explain(version: Version, campaign: Campaign, first: int = 1) -> tuple[str, ...]:
    """Line by line: what was recorded, from which place of which file, by which rule. `first`: the number that
    people give to its first initiative, where the mail has more than this version."""
    return tuple(_lines(version, campaign, first))


def _lines(version: Version, campaign: Campaign, first: int) -> Iterator[str]:
    stage = campaign.stage(version.stage)
    whose = version.unit or "chưa xác định"
    yield f"{stage.document}, đơn vị: {whose} (quy tắc {version.rule or 'không rõ'})"
    if version.provisional:
        yield f"  tạm ghi, chờ xác nhận: {' '.join(version.doubts) or 'không nêu lý do'}"
    if version.rejected:
        yield "  đã bị loại theo quyết định của người phụ trách"
    if version.candidates:
        yield f"  có thể là của: {', '.join(version.candidates)}"
    if version.replaces:
        yield "  thay thế toàn bộ nội dung đã gửi trước"
    if version.withdrawn:
        yield f"  xin rút: {listed(f'“{title}”' for title in version.withdrawn)}"
    for place, initiative in enumerate(version.initiatives, first):
        yield f"  {place}. {initiative.title}"
        yield from _values(initiative, campaign)
    labels = {code_of(target.code): label_of(target) for target in campaign.targets}
    for code, value in version.remarks.items():
        yield _line(labels.get(code) or _named(code, campaign.remarks), value)
    if version.imprint:
        yield "  Văn bản:"
        yield from _facts(Imprint(version.imprint))


def _values(initiative: Initiative, campaign: Campaign) -> Iterator[str]:
    """In the order of the campaign file; what the file no longer knows comes last, under its code."""
    order = [spec.code for spec in campaign.fields]
    known = sorted(initiative.values, key=lambda code: order.index(code) if code in order else len(order))
    for code in known:
        yield _line(_named(code, campaign.fields), initiative.values[code], _spec(code, campaign.fields))


def _facts(imprint: Imprint) -> Iterator[str]:
    for code, label in LABELS.items():
        if code in imprint.facts:
            yield _line(label, replace(imprint.facts[code], value=imprint.shown(code)))


def _spec(code: str, specs: tuple[FieldSpec, ...]) -> FieldSpec | None:
    return next((spec for spec in specs if spec.code == code), None)


def _named(code: str, specs: tuple[FieldSpec, ...]) -> str:
    spec = _spec(code, specs)
    return spec.label if spec else code


def _line(label: str, value: Value, spec: FieldSpec | None = None) -> str:
    trust = "" if value.confidence is None else f"; tin cậy {round(100 * value.confidence)}%"
    return f"     {label}: {_shown(value.value, spec)} [{value.where}; quy tắc {value.rule}{trust}]"


def _shown(value: Json, spec: FieldSpec | None) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, float):
        return plain(value)
    choices = {choice.code: choice.label for choice in spec.choices} if spec else {}
    return choices.get(str(value), str(value))
