"""The form that a unit fills in, as a value: who it is for, what it asks, what is known already.

What a form asks follows from the campaign file alone, so a field that is added there is asked for in the next form.
Writers (Word, Excel) and the reader of returned forms share the words that stand here: a row is known by its label.

A form says whose it is by its identity: campaign, stage, unit, version of the questions, and a checksum. The code is
printable and holds only what QR codes write shortest (ISO/IEC 18004, alphanumeric mode): "CCHC-2024/REPORT/PHONG-VP/
7F3K/K7QX2M". The checksum finds slips of reading; it is no secret and proves nothing about the sender.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Literal

from rapidfuzz.distance import Levenshtein

from rules.calendar import short_day
from rules.campaign import Campaign, FieldSpec, Stage
from rules.initiative import Initiative, Json
from rules.roster import Unit
from rules.stated import asked_targets, code_of, label_of, stage_of_targets
from rules.text import file_words, fold, nfc, words
from rules.wording import capitalised, lowered

PROPERTY = "mailbot-form"
"""Name of the document property that carries the code; it survives LibreOffice and Word 97-2003."""

ALIAS = "alias"
"""Name under which readers report the titles of content controls among the properties of a document."""

QR = "qr"
"""Name under which readers report what QR codes on a page say."""

CELLS = "mb_"
"""Defined names of an Excel form begin so: `mb_form` is the code, `mb_title` the cells of a field."""

PROMPT = "(chọn trong danh sách)"
"""What a drop-down list shows before somebody chose."""

CHOICES = "Danh mục"
"""Name of the sheet of an Excel form that lists the choices."""

SIGNER = "NGƯỜI LẬP BIỂU"
"""Over the place where whoever filled it in signs."""

ROWS_AT_LEAST = 8
"""Rows for initiatives in an empty Excel form."""

# --- Identity ---------------------------------------------------------------------------------------------------

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: OCR and people confuse them
_NOBODY = "-"
_PART = r"[A-Z0-9][A-Z0-9._-]*"
_UNIT = r"[A-Z0-9](?:[A-Z0-9._]|-\s?)*"
_CODE = re.compile(  # a line may have ended anywhere in it; the checksum tells whether what was joined is a code
    rf"({_PART})\s?/\s?({_PART})\s?/\s?({_UNIT}|-)\s?/\s?([A-Z0-9](?:\s?[A-Z0-9]){{3}})"
    r"\s?/\s?([A-Z0-9](?:\s?[A-Z0-9]){5})(?![A-Z0-9])"
)
_SLASHES = 4  # in a code
_LIKE = 0.85  # from here on what OCR read is a known code, if no other one comes near
_APART = 0.03


@dataclass(frozen=True, slots=True)
class Identity:
    """Codes as in campaign file and roster. `unit` is "" on a form that is nobody's in particular."""

    campaign: str
    stage: str
    unit: str
    version: str

    @property
    def code(self) -> str:
        told = "/".join((self.campaign, self.stage, self.unit or _NOBODY, self.version)).upper()
        return f"{told}/{_digest(told, 6)}"


def identity_of(text: str) -> Identity | None:
    """The identity that a code says; None where it is no code or its checksum is wrong."""
    found = _CODE.fullmatch(fold(text).upper().translate(_DASHES))
    return _checked(found) if found else None


def identities_in(text: str) -> tuple[Identity, ...]:
    """Every code that stands in a text, whole and with the right checksum."""
    if text.count("/") < _SLASHES:
        return ()
    found = (_checked(match) for match in _CODE.finditer(fold(text).upper().translate(_DASHES)))
    return tuple(dict.fromkeys(one for one in found if one))


def nearest(text: str, known: Iterable[Identity]) -> Identity | None:
    """The known identity whose code OCR most likely saw here; None where two come near or none does."""
    said = _squeezed(text)
    scored = sorted(((_likeness(said, one), one.code, one) for one in known), reverse=True, key=lambda hit: hit[:2])
    if not scored or scored[0][0] < _LIKE:
        return None
    return scored[0][2] if len(scored) == 1 or scored[0][0] - scored[1][0] > _APART else None


_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_CONFUSED = str.maketrans("OILSBZQ", "0115820")


def _squeezed(text: str) -> str:
    """Without white space, letters that look like figures as figures."""
    return re.sub(r"\s", "", text.upper().translate(_DASHES)).translate(_CONFUSED)


def _likeness(said: str, identity: Identity) -> float:
    return float(Levenshtein.normalized_similarity(said, _squeezed(identity.code)))


def _checked(found: re.Match[str]) -> Identity | None:
    campaign, stage, unit, version, checksum = (re.sub(r"\s", "", part).lower() for part in found.groups())
    identity = Identity(campaign, stage, "" if unit == _NOBODY else unit, version)
    return identity if identity.code.lower().endswith(f"/{checksum}") else None


def _digest(text: str, length: int) -> str:
    number = int.from_bytes(sha256(text.encode()).digest()[:8])
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(length))


def version_of(campaign: Campaign, stage: str) -> str:
    """What the form of a stage asks, in four letters: another question or another choice is another version."""
    asked = [
        (row.target, row.spec.code, row.label, row.spec.kind, *(choice.code for choice in row.spec.choices))
        for row in (*field_rows(campaign, stage), *remark_rows(campaign, stage))
    ]
    asked += [("target", row.code, row.label, row.hint) for row in target_rows(campaign, stage)]
    return _digest(repr(asked), 4).lower()


def issued(campaign: Campaign, units: Iterable[str]) -> Iterator[Identity]:
    """Every identity that the forms of today carry."""
    named = ("", *units)
    for stage in campaign.stages:
        version = version_of(campaign, stage.code)
        for unit in named:
            yield Identity(campaign.code, stage.code, unit, version)


# --- What a form asks -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormRow:
    """One question: a label, and a place for the answer beside it (Word) or under it (Excel)."""

    target: Literal["field", "remark"]
    spec: FieldSpec
    required: bool
    hint: str  # Vietnamese, "" where the label says it all

    @property
    def label(self) -> str:
        return self.spec.label

    @property
    def note(self) -> str:
        """The comment on the label in Excel."""
        told = f"{capitalised(self.hint)}." if self.hint else f"Ghi {lowered(self.label)}."
        return f"{told} {MUST if self.required else MAY}"

    @property
    def shown(self) -> str:
        return f"{self.label} {REQUIRED}" if self.required else self.label


REQUIRED = "(*)"
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "people": "họ và tên, mỗi người một dòng",
        "percent": "chỉ ghi số, ví dụ: 80",
        "number": "chỉ ghi số",
        "date": "ngày/tháng/năm",
        "choice": "chọn một",
    }
)


def field_rows(campaign: Campaign, stage: str) -> tuple[FormRow, ...]:
    """What is asked of each initiative, in the order of the campaign file."""
    return tuple(
        FormRow("field", spec, stage in spec.required_in, _HINTS.get(spec.kind, ""))
        for spec in campaign.fields_of(stage)
    )


def remark_rows(campaign: Campaign, stage: str) -> tuple[FormRow, ...]:
    """What a unit says once."""
    return tuple(
        FormRow("remark", spec, stage in spec.required_in, _HINTS.get(spec.kind, ""))
        for spec in campaign.remarks
        if stage in spec.stages
    )


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of the plan, with places for total, reached and remark beside it."""

    code: str
    label: str
    hint: str  # Vietnamese: what the total counts; "" where the label says it


def target_rows(campaign: Campaign, stage: str, kind: str | None = None) -> tuple[TargetRow, ...]:
    """The targets that units of this kind are asked for; None: of any kind. Only the last stage asks for them."""
    if stage != stage_of_targets(campaign):
        return ()
    return tuple(TargetRow(target.code, label_of(target), target.counted) for target in asked_targets(campaign, kind))


@dataclass(frozen=True, slots=True)
class Contact:
    """One line about the unit itself: filled in from the roster, read for the office, never recorded as content."""

    code: Literal["unit", "head", "person", "phone", "address"]
    label: str
    value: str = ""


def contacts(unit: Unit | None) -> tuple[Contact, ...]:
    head = " ".join(filter(None, (unit.head_title, unit.head_name))) if unit else ""
    return (
        Contact("unit", "Tên đơn vị", unit.name if unit else ""),
        Contact("head", "Thủ trưởng đơn vị", head),
        Contact("person", "Người lập biểu, chức vụ"),
        Contact("phone", "Điện thoại liên hệ", unit.phone if unit else ""),
        Contact("address", "Thư điện tử của đơn vị", unit.addresses[0] if unit and unit.addresses else ""),
    )


def cells_name(code: str) -> str:
    """The defined name for the cells of a field."""
    return f"{CELLS}{code.replace('-', '_')}".lower()


# --- What stands on it ------------------------------------------------------------------------------------------

MUST, MAY = "Bắt buộc.", "Chưa có thông tin thì để trống."
"""With which the comments of our Excel forms end."""

PART_UNIT = "I. THÔNG TIN ĐƠN VỊ"
PART_TARGETS = "III. KẾT QUẢ THỰC HIỆN CHỈ TIÊU"
REMARKS = "Ý KIẾN CHUNG CỦA ĐƠN VỊ"
TARGETS_HEAD = ("Chỉ tiêu của kế hoạch", "Tổng số", "Số đạt", "Ghi chú")
TARGETS_GUIDE = "Mỗi chỉ tiêu ghi tổng số và số đạt trong năm, chỉ ghi số; chưa có số liệu thì để trống."
CODE_LABEL = "Mã biểu mẫu"
KEEP = "đề nghị giữ nguyên mã này, không sửa, không xóa"


def title(stage: Stage) -> str:
    """ "PHIẾU ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN"; a báo cáo keeps its name (NĐ 30/2020/NĐ-CP, Điều 7)."""
    name = stage.document.removeprefix("bản ")
    return (f"phiếu {name}" if name != stage.document else name).upper()


def part_items(campaign: Campaign) -> str:
    return f"II. {campaign.topic.noun.upper()}"


def block_title(campaign: Campaign, number: int) -> str:
    """The head of a block. Whoever copies a block need not change the number: it is not read."""
    return f"{capitalised(campaign.topic.noun)} thứ {number}"


def part_remarks(*, behind_targets: bool) -> str:
    return f"{'IV' if behind_targets else 'III'}. {REMARKS}"


def is_part_remarks(text: str) -> bool:
    return words(text)[-len(words(REMARKS)) :] == words(REMARKS)


def is_block_title(text: str, campaign: Campaign) -> bool:
    return words(text)[: len(words(campaign.topic.noun)) + 1] == (*words(campaign.topic.noun), "thu")


def guidance(campaign: Campaign, stage: str, *, sheet: bool) -> tuple[str, ...]:
    """What whoever fills it in should know, the choices included, for programs without lists."""
    noun = campaign.topic.noun
    chosen = [row for row in field_rows(campaign, stage) if row.spec.choices]
    if sheet:
        told = [
            f"Mỗi {noun} ghi một dòng. Cột có dấu {REQUIRED} là bắt buộc; ô chưa có thông tin thì để trống.",
            "Cần thêm dòng: chép một dòng rồi dán xuống dưới. Xuống dòng trong một ô: nhấn Alt+Enter.",
        ]
        if chosen:
            named = ", ".join(f"“{row.label}”" for row in chosen)
            told.append(f"Cột {named}: chọn trong danh sách của ô, hoặc chép từ trang tính “{CHOICES}”.")
        return tuple(told)
    told = [
        f"Ghi nội dung vào cột bên phải. Mục có dấu {REQUIRED} là bắt buộc; mục chưa có thông tin thì để trống.",
        f"Có nhiều {noun} hơn số bảng dưới đây: chép nguyên một bảng rồi dán xuống dưới.",
    ]
    for row in chosen:
        options = "; ".join(choice.label for choice in row.spec.choices)
        told.append(f"Mục “{row.label}” chọn một trong các nội dung: {options}.")
    return tuple(told)


# --- The form ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be written: `items` are initiatives as far as they are known, `remarks` by field code."""

    identity: Identity
    campaign: Campaign
    stage: Stage
    unit: Unit | None
    items: tuple[Initiative, ...] = ()
    remarks: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def targets(self) -> tuple[TargetRow, ...]:
        """Whoever's kind is not known is asked for none: most of them would be others'."""
        return target_rows(self.campaign, self.stage.code, self.unit.kind) if self.unit else ()

    def __hash__(self) -> int:
        """Equal forms are those that say the same; what they say holds mappings, which have no hash."""
        return hash(self.identity)

    @property
    def file_stem(self) -> str:
        """ "bieu-mau-dang-ky-phong-vp": the same for Word and Excel."""
        return "-".join(filter(None, ("bieu-mau", file_words(self.stage.label), self.identity.unit)))


def form_of(
    campaign: Campaign,
    stage: str,
    unit: Unit | None = None,
    items: tuple[Initiative, ...] = (),
    remarks: Mapping[str, Json] = MappingProxyType({}),
) -> Form:
    identity = Identity(campaign.code, stage, unit.code if unit else "", version_of(campaign, stage))
    return Form(identity, campaign, campaign.stage(stage), unit, items, remarks)


def written(spec: FieldSpec, value: Json) -> str:
    """A value as it stands in a form; what is read from there is the same value again (see `canonical`)."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")
    if spec.kind == "date":
        return _day(value)
    return next((choice.label for choice in spec.choices if choice.code == value), canonical(value))


def written_target(form: Form, row: TargetRow) -> tuple[str, str, str]:
    """Total, reached and remark as they are known."""
    value = form.remarks.get(code_of(row.code))
    return value if isinstance(value, tuple) and len(value) == 3 else ("", "", "")


def canonical(text: str) -> str:
    """What of a text a form keeps: NFC, lines as typed, white space inside a line as one blank.

    Programs differ in everything else: tabs, blanks at the end of a line, empty lines around a text.
    """
    lines = (fold(line) for line in _BREAK.split(nfc(text)))
    return "\n".join(lines).strip("\n")


_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def _day(value: str) -> str:
    try:
        return short_day(date.fromisoformat(value))
    except ValueError:
        return value


def same(one: Json, other: Json) -> bool:
    """Whether two values say the same to a reader: white space and kinds of accents aside."""
    if isinstance(one, str) and isinstance(other, str):
        return "".join(nfc(one).split()) == "".join(nfc(other).split())
    return one == other
