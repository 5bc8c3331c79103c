"""`mailbot read`: what mailbot understands of files, without mailbox and database.

With `--json` one object per path and line; the keys are a promise (ARCHITECTURE.md). Each path is read on its own.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rules.campaign import Campaign
from rules.document import ParsedDocument
from rules.imprint import ISSUED, ISSUER, KIND, SIGNER, SUBJECT, Imprint
from rules.initiative import TITLE, Initiative, Reading, Understanding, Value
from rules.papers.understand import understand
from rules.roster import Roster
from rules.spots import spot_of

Parse = Callable[[str, bytes], ParsedDocument]

_STAMPED = "Có dấu “{stamp}”: không đọc, không giữ nội dung; đề nghị xử lý theo quy định bảo vệ bí mật nhà nước."


def read(paths: Iterable[Path], as_json: bool, campaign: Campaign, roster: Roster, parse: Parse) -> Iterator[str]:
    """One line of JSON, or a readable summary, per path. A file that cannot be opened is an unreadable document."""
    for path in paths:
        document = _parsed(path, parse)
        understanding = understand((document,), campaign, roster)
        if as_json:
            yield json.dumps(as_record(path, understanding, campaign), ensure_ascii=False)
        else:
            yield "\n".join(summary(path, understanding, campaign, roster))


def _parsed(path: Path, parse: Parse) -> ParsedDocument:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = f"Không mở được tệp: {error.strerror or 'lỗi hệ thống'}."
        return ParsedDocument(path.name, "unknown", unreadable=reason)
    return parse(path.name, content)


# --- JSON -------------------------------------------------------------------------------------------------------------


def as_record(path: Path, understanding: Understanding, campaign: Campaign) -> dict[str, Any]:
    """The object printed for one path."""
    record: dict[str, Any] = {
        "path": str(path),
        "documents": [
            {"name": verdict.name, "kind": verdict.kind, "reason": verdict.reason, "sha256": verdict.digest}
            for verdict in understanding.documents
        ],
        "submissions": [_submission(reading, campaign, _digests(understanding)) for reading in understanding.readings],
        "notes": list(understanding.notes),
    }
    if understanding.secret:
        record["secret"] = understanding.secret
        record["notes"] = [_STAMPED.format(stamp=understanding.secret)]
    return record


def _digests(understanding: Understanding) -> dict[str, str]:
    """SHA-256 of the files by name; of a name that several files have, none."""
    named: dict[str, set[str]] = {}
    for verdict in understanding.documents:
        named.setdefault(verdict.name, set()).add(verdict.digest)
    return {name: digests.pop() for name, digests in named.items() if len(digests) == 1}


def _submission(reading: Reading, campaign: Campaign, digests: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": reading.stage,
        "unit": reading.unit.unit,
        "unit_rule": reading.unit.rule,
        "candidates": list(reading.unit.candidates),
        "sure": reading.sure,
        "doubts": list(reading.doubts),
        "files": list(reading.files),
        "initiatives": [_initiative(item, campaign, digests) for item in reading.initiatives],
        "remarks": {code: value.value for code, value in reading.remarks.items()},
        "replaces": reading.replaces,
        "withdrawn": list(reading.withdrawn),
        "imprint": {code: value.value for code, value in reading.imprint.items()},
    }


def _initiative(item: Initiative, campaign: Campaign, digests: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for spec in campaign.fields:
        value = item.get(spec.code)
        values[spec.code] = list(value) if isinstance(value, tuple) else value
    values["places"] = {
        code: spot_of(value.where, digests.get(value.where.file, "")).as_record() for code, value in item.values.items()
    }
    values["confidence"] = {code: value.confidence for code, value in item.values.items()}
    values["found"] = {code: _found(value) for code, value in item.values.items()}
    return values


def _found(value: Value) -> dict[str, str]:
    return {"where": str(value.where), "rule": value.rule}


# --- words ------------------------------------------------------------------------------------------------------------


def summary(path: Path, understanding: Understanding, campaign: Campaign, roster: Roster) -> Iterator[str]:
    """What a person wants to know of one path, line by line."""
    yield f"{path}"
    if understanding.secret:
        yield f"  {_STAMPED.format(stamp=understanding.secret)}"
        return
    labels = {stage.code: stage.document for stage in campaign.stages}
    for verdict in understanding.documents:
        yield f"  {verdict.name}: {labels.get(verdict.kind, 'không phải bản nộp')}. {verdict.reason}"
    for reading in understanding.readings:
        yield from _reading(reading, campaign, roster)
    for note in understanding.notes:
        yield f"  Lưu ý: {note}"


def _reading(reading: Reading, campaign: Campaign, roster: Roster) -> Iterator[str]:
    unit = roster.find(reading.unit.unit)
    name = unit.name if unit else "chưa rõ đơn vị"
    state = "chắc chắn" if reading.sure else "cần kiểm tra"
    yield f"  → {campaign.stage(reading.stage).document}: {name} ({state})"
    for code in reading.unit.candidates:
        yield f"      có thể là: {roster.unit(code).name}"
    for doubt in reading.doubts:
        yield f"      {doubt}"
    yield from _imprint(Imprint(reading.imprint))
    for number, item in enumerate(reading.initiatives, 1):
        yield f"    {number}. {item.title}"
        for spec in campaign.fields_of(reading.stage):
            value = item.get(spec.code)
            if value is not None and spec.code != TITLE:
                yield f"       {spec.label}: {_shown(value, spec.choices)}"
    for title in reading.withdrawn:
        yield f"    Xin rút: {title}"


def _imprint(imprint: Imprint) -> Iterator[str]:
    """The register facts on one line, in the order of a register of incoming documents."""
    said = {
        "Số, ký hiệu": imprint.reference,
        "ngày": imprint.shown(ISSUED),
        "cơ quan ban hành": imprint.get(ISSUER),
        "tên loại": imprint.get(KIND),
        "trích yếu": imprint.get(SUBJECT),
        "người ký": imprint.get(SIGNER),
    }
    shown = "; ".join(f"{label}: {text}" for label, text in said.items() if text)
    if shown:
        yield f"      Văn bản – {shown[0].upper()}{shown[1:]}"


def _shown(value: object, choices: Sequence[Any]) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(each) for each in value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return next((choice.label for choice in choices if choice.code == value), str(value))
