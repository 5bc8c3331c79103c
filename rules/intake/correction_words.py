"""Corrections of what was read as people of the office write them, a line each: "sửa câu 2: người thực hiện Lê Thị
Hoa", "mục 17.2 kết quả: ...", "bỏ mục 17.2", "tách 17.2 thành A; B", "nhập 17.2 và 17.3", "thêm vào thư 17: ...",
"chuyển thư 17 sang báo cáo", "thư 17 là của THPT số 2".

They become calls of `rules.intake.corrections`; what does not fit there is told in its words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rules.campaign import Campaign, FieldSpec
from rules.initiative import TITLE
from rules.intake.decided_words import SENTENCE_ENDS, tokens
from rules.intake.pointed import UNIT, Units, units_in
from rules.intake.unit_words import ending_so, units_within
from rules.papers.match import unit_index
from rules.roster import Roster
from rules.text import bare, fold, nfc, without_quotes

Kind = Literal["correct", "add", "typed", "drop", "split", "merge", "move", "assign"]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a person points at: "17.2" is the second item of mail 17, "câu 2" what question 2 is about, "nội dung 1 của
    THPT số 1 Sa Pa" the first that this `unit` has sent."""

    number: int
    item: int = 0
    question: bool = False
    unit: str = ""
    title: str = ""  # words of the title, where she names it


@dataclass(frozen=True, slots=True)
class Worded:
    """One correction. `given`: what the method of `Corrections` of this name takes behind its targets. "typed" is what
    stands in a mail that only a person could read; of any other mail the same words mean `otherwise`, if anything."""

    kind: Kind
    meant: tuple[Meant, ...]
    given: tuple[str, ...]
    said: str
    otherwise: "Worded | None" = None


_POINT = (
    r"(?:(?P<noun{0}>câu|việc|mục|thư|nội dung|cau|viec|muc|thu|noi dung)\s*(?:số|so)?\s*)?"
    r"(?P<number{0}>\d{{1,6}})(?:\.(?P<item{0}>\d{{1,3}}))?"
)
_ONE = _POINT.format("")
_AT = re.compile(
    rf"^\W*(?:(?P<verb>sửa lại|sửa|đính chính|đổi|sua lai|sua|dinh chinh|doi)\s+)?{_ONE}\s*[:,.)-]*\s*(?P<rest>\S.*)$",
    re.I,
)
_DROP = re.compile(rf"^\W*(?:bỏ|xóa|xoá|bo|xoa)\s+{_ONE}\W*$", re.I)
_SPLIT = re.compile(rf"^\W*(?:tách|tach)\s+{_ONE}\s*(?:thành|ra|thanh|:)\s*(?P<rest>.+)$", re.I)
_MERGE = re.compile(
    rf"^\W*(?:nhập|gộp|nhap|gop)\s+{_POINT.format('_a')}\s*(?:,|và|với|va|voi)\s*{_POINT.format('_b')}"
    r"(?:\s*(?:thành|là|thanh|la|:)\s*(?P<rest>.+?))?\W*$",
    re.I,
)
_ADD = re.compile(rf"^\W*(?:thêm|bổ sung|them|bo sung)\s+(?:(?:vào|cho|vao)\s+)?{_ONE}\s*[:,-]\s*(?P<rest>.+)$", re.I)
_TYPED = re.compile(rf"^\W*{_ONE}\s*[:,.)-]*\s*(?:nội dung|gồm|noi dung|gom)\s*:\s*(?P<rest>.+)$", re.I)
_MOVE = re.compile(rf"^\W*(?:chuyển|chuyen)\s+{_ONE}\s*(?:sang|thành|qua|thanh)\s+(?P<rest>.+?)\W*$", re.I)
_RENAMED = re.compile(
    r"^(?:(?:sửa|đổi|chỉnh)\s+(?:lại|tên|thành|là)?\s*(?:tên\s+)?(?:thành|là)?|tên(?: đúng)?(?: là)?)\s*:?\s*"
    r"[\"“](?P<title>[^\"“”]{4,})[\"”]\W*$",
    re.I,
)
_OWNED = re.compile(r"^(?:là của|của|thuộc|la cua|cua|thuoc)\s+(?P<name>.+?)\W*$", re.I)
_SIGN = re.compile(r"^\s*(?:là|thành|la|thanh|:|=|->|→)*\s*", re.I)


def corrections_in(
    said: str, asked: Iterable[int], campaign: Campaign, roster: Roster
) -> tuple[str, tuple[Worded, ...]]:
    """What remains of own words without the corrections in them, and these. `asked`: questions of the letter that is
    answered, which a number without a noun means first."""
    questions = frozenset(asked)
    rest: list[str] = []
    found: list[Worded] = []
    spoken_of = ""  # the one unit that the sentences before named
    for line in nfc(said).splitlines():
        made = _worded(fold(line), questions, campaign, roster)
        if made is not None:
            found.append(made)
            continue
        kept: list[str] = []
        for sentence in SENTENCE_ENDS.split(line):
            units = units_in(fold(sentence), roster)
            named = units.codes or units_within(sentence, roster)
            spoken_of = named[0] if len(named) == 1 else spoken_of
            of_unit = _of_unit(fold(sentence), campaign, roster)
            made_here = (of_unit,) if of_unit else _of_title(units, spoken_of, fold(sentence), campaign)
            found += made_here
            kept += [] if made_here else [sentence]
        if kept:
            rest.append(" ".join(kept))
    return "\n".join(rest), tuple(found)


_NOUN = r"(?:câu|nội dung|mục|ý|giải pháp|sáng kiến|mô hình|cau|noi dung|muc|giai phap|sang kien|mo hinh)"
_ITEM = re.compile(
    rf"^[\s,:;-]*(?:(?:ở|tại|thì|có|của)\s+)?(?:{_NOUN}\s*(?:số|thứ|so|thu)?\s*(?P<item>\d{{1,2}})\b)?[\s,:;-]*", re.I
)
_ITEM_BEFORE = re.compile(
    rf"{_NOUN}\s*(?:số|thứ|so|thu)?\s*(?P<item>\d{{1,2}})\s+(?:(?:của|cua|bên|trong)\s+)?(?:trường\s+|đơn vị\s+)?$",
    re.I,
)
_DROP_OF_UNIT = re.compile(
    rf"^\W*(?:em\s+)?(?:bỏ|xóa|xoá|gạch|bo|xoa)\s+{_NOUN}\s*(?:số|thứ)?\s*(?P<item>\d{{1,2}})\s+(?:của|cua|bên|trong)\s+"
    rf"(?:trường\s+|đơn vị\s+)?{UNIT}(?:\s+(?:đi|nhé|giúp chị|giúp anh|ra|ạ))*\W*$",
    re.I,
)
_ITEM_IN_VALUE = re.compile(
    rf"^(?:{_NOUN}\s*(?:số|thứ|so|thu)?\s*)?(?P<item>\d{{1,2}})\s+(?:là|thành|la|thanh|:)\s*(?P<value>.+)$", re.I
)
_TO = re.compile(r"^(?:sửa|đổi|chỉnh|ghi)?\s*(?:lại\s+)?(?:thành|là)\s+", re.I)
_NOT_THIS = re.compile(r"[\s,;(]*(?:chứ\s+|mà\s+|chu\s+)?(?:không phải|khong phai|ko phải)\b.*$", re.I)
_SAYS_WHO = re.compile(r",\s*(?:trường|nhà trường|họ|đơn vị|chị|anh|tôi|bên đó)\s.*$", re.I)  # "…, trường gọi báo tôi"
_FIELD_FIRST = re.compile(
    rf"^(?P<field>.{{3,40}}?)\s+(?:{_NOUN}\s*(?:số|thứ)?\s*(?P<item>\d{{1,2}})\s+)?(?:của|cua|bên)\s+{UNIT}[\s,]*"
    r"(?:là|thành|sửa thành|phải là|la|thanh|:)\s*(?P<value>.+)$",
    re.I,
)
_LEADING = re.compile(
    r"^.*?\b(?:sửa|đổi|chỉnh|đính chính|sua|doi|chinh)\b(?:\s+(?:lại|giúp|hộ|cho|chị|anh|em|phần|lai|giup))*[\s,:]*",
    re.I,
)


def _of_unit(sentence: str, campaign: Campaign, roster: Roster) -> Worded | None:
    """ "trường số 1 Sa Pa, nội dung 2 người thực hiện là ...", "mức độ hoàn thành nội dung 1 của THPT số 1 Sa Pa là
    80 %": of one unit that is named, one field."""
    units = units_in(sentence, roster)
    if len(units.codes) != 1 or units.several or "?" in sentence:
        return None
    if dropped := _DROP_OF_UNIT.match(units.text):
        return Worded("drop", (Meant(0, int(dropped["item"]), unit=units.codes[0]),), (), sentence)
    ahead, _, behind = units.text.partition(UNIT)
    place, before = _ITEM.match(behind), _ITEM_BEFORE.search(ahead)
    item, text = int(place["item"] or 0) if place else 0, behind[place.end() :] if place else behind
    item = item or (int(before["item"]) if before else 0)
    field = field_at(text, campaign.fields) if _SIGN_FOLLOWS.search(text) else None
    if field is None:
        first = _FIELD_FIRST.match(_LEADING.sub("", units.text, count=1))
        if first is None:
            return None
        field = field_at(f"{first['field']} {first['value']}", campaign.fields)
        item = int(first["item"] or 0)
    if field is None:
        return None
    spec, value = field
    if of_item := _ITEM_IN_VALUE.match(value):  # "người thực hiện câu 2 là Hoa"
        item, value = item or int(of_item["item"]), of_item["value"]
    value = _TO.sub("", _SAYS_WHO.sub("", _NOT_THIS.sub("", value))).strip(" .;,")
    if not value or UNIT in value:
        return None
    return Worded("correct", (Meant(0, item, unit=units.codes[0]),), (spec.code, value), sentence)


_VALUE = re.compile(r"(?:doi|sua|ghi|chuyen)?\s*(?:lai\s+)?(?:la\b|thanh\b|sang\b|lai\b|:|=)\s*")
_OF_A_TITLE = re.compile(r"^(?:cua|o|muc|noi dung|giai phap|sang kien|mo hinh)\s+|^(?:muc|noi dung)\s*:\s*")
_END_OF_VALUE = re.compile(
    r"\s*[(,;]?\s*(?:chu |ma )?khong phai\b.*$|[,;]\s*(?:truong|nha truong|ho|don vi|chi|anh|toi|ben do)\s.*$|"
    r"\s*[,;]?\s*$"
)
_SHORTEST = 2  # words of a title


def _of_title(units: Units, unit: str, sentence: str, campaign: Campaign) -> tuple[Worded, ...]:
    """ "Bát Xát 1: Hòm thư góp ý người thực hiện là ..., thời gian là ...": fields of an initiative that is called by
    words of its title, of the unit that is spoken of."""
    text = units.text
    plain = bare(text)
    if not unit or len(plain) != len(text) or "?" in sentence or len(units.codes) > 1 or units.several:
        return ()
    labels = _labels(text, plain, campaign)
    if not labels:
        return ()
    ahead = plain[: labels[0].start].rpartition(UNIT)[2].rstrip(" :")
    first = next((one for one in tokens(ahead) if not one.means("small", "we", "they")), None)
    if first is not None and first.means("extend", "free", "if"):
        return ()  # "gia hạn thời gian cho Hoàng Liên là đến 30/8"
    title = _title_words(ahead.rpartition(":")[2]) or next((one.title for one in labels if one.title), "")
    if len(title.split()) < _SHORTEST:
        return ()
    made = []
    for place, one in enumerate(labels):
        end = labels[place + 1].start if place + 1 < len(labels) else len(text)
        value = text[one.value : end]
        value = value[: _END_OF_VALUE.search(bare(value)).start()].strip(" .;,")  # type: ignore[union-attr]
        if not value or UNIT in value:
            return ()
        made.append(Worded("correct", (Meant(0, unit=unit, title=title),), (one.code, value), sentence))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    value: int  # where its value begins
    code: str
    title: str = ""  # that stands between


def _labels(text: str, plain: str, campaign: Campaign) -> list[_Label]:
    """The fields that a sentence gives a value."""
    found: list[_Label] = []
    for start in (hit.start() for hit in re.finditer(r"(?<!\S)\S", plain)):
        if found and start < found[-1].value:
            continue
        field = field_at(text[start:], campaign.fields)
        if field is None or field[0].code == TITLE:
            continue
        after = start + _length(plain[start:], field[0])
        sign = _VALUE.search(plain, after)
        between = plain[after : sign.start()].strip() if sign else ""
        if sign is None or "," in between or len(between.split()) > _LONGEST_TITLE:
            continue
        found.append(_Label(start, sign.end(), field[0].code, _title_words(between)))
    return found


_LONGEST_TITLE = 12  # words


def _length(plain: str, spec: FieldSpec) -> int:
    labels = (re.sub(r"\s*\(.*?\)", "", bare(label)) for label in (spec.label, *spec.labels))
    return max((len(label) for label in labels if plain.startswith(label)), default=0)


def _title_words(text: str) -> str:
    words = _OF_A_TITLE.sub("", text.strip(' ,;:.-"“”'))
    return words.strip(' ,;:.-"“”')


_SIGN_FOLLOWS = re.compile(r"\b(?:là|thành|la|thanh)\b|[:=]", re.I)


def _worded(line: str, questions: frozenset[int], campaign: Campaign, roster: Roster) -> Worded | None:
    if dropped := _DROP.match(line):
        return Worded("drop", (_meant(dropped, questions),), (), line) if _is_clear(dropped) else None
    if split := _SPLIT.match(line):
        return Worded("split", (_meant(split, questions),), _titles(split["rest"]), line)
    if merged := _MERGE.match(line):
        both = (_meant(merged, questions, "_a"), _meant(merged, questions, "_b"))
        return Worded("merge", both, (_title(merged["rest"]),) if merged["rest"] else (), line)
    if added := _ADD.match(line):
        return Worded("add", (_meant(added, questions),), _added(added["rest"], campaign), line)
    if (typed := _TYPED.match(line)) and _meant(typed, questions).question:
        otherwise = _corrected(line, questions, campaign, roster)
        return Worded("typed", (_meant(typed, questions),), _added(typed["rest"], campaign), line, otherwise)
    if moved := _MOVE.match(line):
        stage = next((one.code for one in campaign.stages if bare(one.label) in bare(moved["rest"])), None)
        return Worded("move", (_meant(moved, questions),), (stage,), line) if stage else None
    return _corrected(line, questions, campaign, roster)


def _corrected(line: str, questions: frozenset[int], campaign: Campaign, roster: Roster) -> Worded | None:
    """A field and its value behind what they belong to; or whose a mail is."""
    found = _AT.match(line)
    if found is None or not (found["verb"] or _is_clear(found) or _RENAMED.match(found["rest"])):
        return None
    meant, owned = _meant(found, questions), _OWNED.match(found["rest"])
    renamed = _RENAMED.match(found["rest"])
    if renamed:
        return Worded("correct", (meant,), (TITLE, renamed["title"]), line)
    if owned and not meant.question:
        units = unit_index(roster).named(owned["name"]) or ending_so(owned["name"], roster)
        return Worded("assign", (meant,), (next(iter(units)),), line) if len(units) == 1 else None
    field = field_at(found["rest"], campaign.fields)
    if field is None:
        return None
    spec, value = field
    return Worded("correct", (meant,), (spec.code, value), line) if value else None


_BEFORE_A_LABEL = re.compile(r"^(?:ten|phan|muc|o)\s+(?=nguoi|ket qua|thoi gian|noi dung)")


def field_at(text: str, fields: Iterable[FieldSpec]) -> tuple[FieldSpec, str] | None:
    """The field whose label a text begins with, and what follows; the longest label."""
    plain = bare(text)
    if len(plain) != len(text):
        return None
    plain_from = _BEFORE_A_LABEL.sub(lambda hit: " " * len(hit[0]), plain)
    best: tuple[int, FieldSpec] | None = None
    for spec in fields:
        for label in (spec.label, *spec.labels):
            name = re.sub(r"\s*\(.*?\)", "", bare(label))
            begin = len(plain_from) - len(plain_from.lstrip())
            end = begin + len(name)
            if plain_from.startswith(name, begin) and not plain_from[end : end + 1].isalnum():
                best = (end, spec) if best is None or end > best[0] else best
    if best is None:
        return None
    end, spec = best
    value = _SIGN.sub("", text[end:]).strip(" .;")
    return spec, without_quotes(value)


def _is_clear(found: re.Match[str]) -> bool:
    """ "mục 17.2" or "thư 17" and not the number of an answer."""
    noun = bare(found["noun"] or "")
    return bool(found["item"]) or noun in ("thu", "muc", "noi dung")


def _meant(found: re.Match[str], questions: frozenset[int], which: str = "") -> Meant:
    number, item = int(found[f"number{which}"]), int(found[f"item{which}"] or 0)
    noun = bare(found[f"noun{which}"] or "")
    question = not item and (noun in ("cau", "viec") or (noun != "thu" and number in questions))
    return Meant(number, item, question)


def _titles(text: str) -> tuple[str, ...]:
    return tuple(_title(piece) for piece in re.split(r"\s*;\s*|\s+\|\s+", text) if piece.strip(" ."))


def _title(text: str) -> str:
    return text.strip(' ."“”„«»')


def _added(text: str, campaign: Campaign) -> tuple[str, ...]:
    """Title, then "code=value" of each field that is named behind it."""
    title, *others = re.split(r"\s*;\s*", text)
    named = field_at(title, [spec for spec in campaign.fields if spec.code == TITLE])
    values = [found for piece in others if (found := field_at(piece, campaign.fields))]
    return (_title(named[1] if named else title), *(f"{spec.code}={value}" for spec, value in values))
