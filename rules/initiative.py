"""Initiatives (mô hình, giải pháp, sáng kiến, cách làm hay) and what one mail says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.document import Signature, Where

TITLE = "title"
"""The code of the one field that every campaign has."""

BY_FORM = "form"
"""The rule by which a form of ours is read."""

Json = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one field, with where it was found and the rule that took it.

    The type of `value` follows the kind of the field in the campaign file: text, choice, period -> str;
    people -> tuple of str; percent -> float; number -> float; date -> ISO 8601 str.
    """

    value: Json
    where: Where
    rule: str  # name of the rule, for `explain`
    instead: Json = None  # what a person replaced by it: that this is said again changes nothing
    confidence: float | None = None  # 0..1 (rules.papers.confidence); None: kept before it was told


@dataclass(frozen=True, slots=True)
class Headed:
    """A text of the paper under a heading of its own. `field`: whose value it was read as, then `text` is ""."""

    heading: str
    text: str
    where: Where
    field: str = ""


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative: values by the field codes of the campaign file. `TITLE` is always there."""

    values: Mapping[str, Value] = field(default_factory=dict)
    beside: tuple[Headed, ...] = ()  # what stands in its row or form, as far as headings tell it apart

    @property
    def title(self) -> str:
        return str(self.values[TITLE].value)

    def get(self, code: str) -> Json:
        """The bare value of a field, or None where the document says nothing."""
        value = self.values.get(code)
        return value.value if value else None

    def missing(self, required: tuple[str, ...]) -> tuple[str, ...]:
        """Codes among `required` without a value."""
        return tuple(code for code in required if self.get(code) in (None, "", ()))


@dataclass(frozen=True, slots=True)
class DocumentVerdict:
    """What one file is: a stage code of the campaign, "other" or "unreadable"; why, in one Vietnamese sentence."""

    name: str
    kind: str
    reason: str
    digest: str = ""
    hits: tuple[str, ...] = ()  # names of the rules that matched, for `explain`
    misses: tuple[str, ...] = ()
    initiatives: int = 0  # found in it, whatever it was taken for
    foreign: bool = False  # known to be something else: it says itself what it is, and that is none of ours
    is_file: bool = True  # False: the body of a mail
    titled: bool = False  # it names the campaign near its top


@dataclass(frozen=True, slots=True)
class UnitGuess:
    """Whose submission it is. Exactly one of: `unit` set; `candidates` (ambiguous); neither (unknown)."""

    unit: str | None
    rule: str  # "header", "label", "column", "number", "file-name", "signature", "sender", "none", ...
    candidates: tuple[str, ...] = ()
    certain: bool = True  # False: a guess that a person must confirm
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one mail (or one path of `mailbot read`) submits for one unit and one stage."""

    stage: str
    unit: UnitGuess
    sure: bool
    initiatives: tuple[Initiative, ...]
    files: tuple[str, ...]  # names of the files it was read from
    doubts: tuple[str, ...] = ()  # Vietnamese sentences: why it is not sure
    remarks: Mapping[str, Value] = field(default_factory=dict)  # difficulties, proposals
    replaces: bool = False  # "thay thế toàn bộ": what is not listed is withdrawn
    withdrawn: tuple[str, ...] = ()  # titles that the mail withdraws ("rút", "hủy")
    signatures: tuple[Signature, ...] = ()
    imprint: Mapping[str, Value] = field(default_factory=dict)  # rules.imprint
    repeats: bool = False  # a form that says no more than its stage before: nobody may have filled it in
    contacts: tuple[tuple[str, str], ...] = ()  # of the unit, as a form says them: "address" or "phone", and its own


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that reading found in one mail: a verdict per file, a reading per unit and stage."""

    documents: tuple[DocumentVerdict, ...]
    readings: tuple[Reading, ...]
    notes: tuple[str, ...] = ()  # Vietnamese, for the office: links to fetch by hand, a wrong extension
    empty_forms: tuple[str, ...] = ()  # names of files: our forms that came back without being filled in
    secret: str | None = None  # the stamp of a state secret that was found; then everything else is empty
