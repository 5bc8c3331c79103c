"""The campaign file: one year, one province, one campaign, as values.

Everything that the plan of a campaign says stands in one TOML file; nothing of it stands in code. This module holds
the shape of that file; `rules.setup.campaign_file` reads it and reports everything that is wrong with it at once.
"""

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.mail import untagged
from rules.text import initials, without_and, words

FieldKind = Literal["text", "choice", "people", "period", "percent", "number", "date"]
Release = Literal["auto", "announce", "approve"]
Source = Literal["mail", "stated", "hand"]

# What can be counted from the mailbox alone: the names that a target with source "mail" gives in `figure`.
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "registered": "đơn vị có ít nhất một mô hình, giải pháp, sáng kiến trong đợt",
        "on-time": "đơn vị gửi đúng hạn trong đợt",
        "official": "thư đơn vị gửi từ tên miền thư công vụ",
        "signed": "tệp đơn vị gửi kèm có chữ ký số",
    }
)

# Figures that only hint at what a target asks: shown with the note of the target, never judged by themselves.
PROXIES = frozenset({"official", "signed"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, in which nothing is left of what was worked out from the values of this one."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied


class Person(_Frozen):
    """Somebody of the office. In the file an address alone is somebody who decides and gets the office's letters."""

    address: str  # personal; codes and letters to sign in go there
    name: str = ""  # "Nguyễn Thu Hà": by this name it is told who decided; "": by the address
    role: Literal["decides", "reads"] = "decides"  # "reads": may look at the page, and nothing else
    letters: bool = True  # whether the office's letters go there, too

    @model_validator(mode="before")
    @classmethod
    def _of_an_address(cls, given: object) -> object:
        return {"address": given} if isinstance(given, str) else given

    @property
    def decides(self) -> bool:
        return self.role == "decides"

    @property
    def called(self) -> str:
        return self.name or self.address


class Deputy(_Frozen):
    """Who stands in while the one who decides is away: gets the office's letters and decides, on these days."""

    address: str
    since: date
    until: date  # the last day


class Office(_Frozen):
    """Who runs the campaign, as the letters and documents name it (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II)."""

    name: str  # "Phòng Tổ chức cán bộ"
    short: str  # "Phòng TCCB"
    agency: str  # "Sở Giáo dục và Đào tạo"
    agency_short: str  # "Sở GD&ĐT"
    agency_code: str  # "SGDĐT", as in the number of a document
    superior: str  # "UBND tỉnh Lào Cai"
    province: str  # "Lào Cai"
    place: str  # "Lào Cai", before the date of a document
    mailbox: str  # the address that units write to and letters come from
    aliases: tuple[str, ...] = ()  # other addresses that lead into the mailbox: groups, earlier names
    people: tuple[Person, ...] = ()  # who decides, by mail and on the page, and who may look at the page
    deputies: tuple[Deputy, ...] = ()
    phone: str = ""
    contact: str = ""  # "đồng chí Nguyễn Thu Hà": whom units ask for
    signer_authority: str = ""  # "KT. GIÁM ĐỐC"
    signer_title: str = ""  # "PHÓ GIÁM ĐỐC"
    signer_name: str = ""
    head_title: str = ""  # "TRƯỞNG PHÒNG": who signs what the office itself writes to the leaders
    head_name: str = ""
    archive_code: str = ""  # "TCCB", as in "Lưu: VT, TCCB"

    @property
    def deciding(self) -> tuple[str, ...]:
        """Addresses of the people who decide."""
        return tuple(one.address for one in self.people if one.decides)

    @property
    def letters_to(self) -> tuple[str, ...]:
        """Where letters to the office go; to the mailbox itself where no person gets them."""
        return tuple(one.address for one in self.people if one.decides and one.letters) or (self.mailbox,)

    @property
    def visitors(self) -> tuple[Person, ...]:
        """Who may come in to the page: everybody who has an address of his own."""
        return tuple(one for one in self.people if not self.is_shared(one.address))

    @property
    def shared(self) -> bool:
        """Whether letters to the office go to the mailbox that everybody in it reads."""
        return any(map(self.is_shared, self.letters_to))

    def on(self, day: date) -> "Office":
        """With the deputies of that day among its people."""
        acting = dict.fromkeys(one.address for one in self.deputies if one.since <= day <= one.until)
        new = [Person(address=one, name=self.called(one)) for one in acting if not self.has(one)]
        if not new:
            return self
        before = self.people if self.letters_to != (self.mailbox,) else (*self.people, Person(address=self.mailbox))
        deputed = {untagged(one.address) for one in new}
        staying = tuple(one for one in before if untagged(one.address) not in deputed)
        return self.model_copy(update={"people": (*staying, *new)})

    def has(self, address: str) -> bool:
        """Whether an address is one of the office's; the mailbox itself is one, by whatever name."""
        return untagged(address) in {untagged(one) for one in (*self.deciding, *self.own)}

    def listed(self, address: str) -> str:
        """The address, in lower case, by which the office knows a writer: of a tag or an alias, what it leads to."""
        if self.is_shared(address):
            return self.mailbox.lower()
        known = (one.lower() for one in self.deciding if untagged(one) == untagged(address))
        return next(known, address.lower())

    def is_shared(self, address: str) -> bool:
        """Whether it is the mailbox that everybody in the office reads, by whatever name."""
        return untagged(address) in {untagged(one) for one in self.own}

    @property
    def own(self) -> tuple[str, ...]:
        """The addresses that are the mailbox."""
        return (self.mailbox, *self.aliases)

    def visitor(self, named: str) -> Person | None:
        """Who may come in to the page by this address or name; None where there is nobody, or several."""
        wanted = named.strip().casefold()
        found = [one for one in self.visitors if wanted and wanted in (one.address.casefold(), one.name.casefold())]
        return found[0] if len(found) == 1 else None

    def called(self, address: str) -> str:
        """The name of the person of this address; "" where there is none."""
        return next((one.name for one in self.people if untagged(one.address) == untagged(address)), "")


class Plan(_Frozen):
    """The document that launched the campaign; empty where the office has not said."""

    number: str = ""  # "…/KH-SGDĐT"
    issued: date | None = None
    subject: str = ""  # "phát động phong trào thi đua ..."
    confirmed_by: str = ""  # who compared number, day and subject with the document itself


class Reference(_Frozen):
    """A document that letters, documents or this file itself cite; what nobody has said of it yet is a gap."""

    code: str
    kind: str  # "Chỉ thị"
    number: str = ""  # "01/CT-UBND"
    issued: date | None = None
    issuer: str = ""  # "UBND tỉnh Lào Cai"
    subject: str = ""  # "phát động phong trào thi đua năm 2024"
    use: Literal["basis", "guidance", "calendar"] = "basis"  # guidance: told among what was issued to lead the campaign
    confirmed_by: str = ""  # who compared it with the document itself


class Index(_Frozen):
    """An index that the plan names and that others publish: as the office has read it, each value in its own words."""

    code: str
    label: str  # "Chỉ số cải cách hành chính (PAR Index)"
    target: str = ""
    this_year: str = ""
    last_year: str = ""
    source: str = ""


class Overdue(_Frozen):
    """How often a unit is urged after the deadline of a stage has passed."""

    every: Literal["week", "working-day"] = "week"
    at_most: int = 4  # 0 = no limit but the office's own deadline
    until_office_deadline: bool = False


class Addressee(_Frozen):
    """To whom the consolidated document of a stage goes."""

    kind: Literal["tong-hop", "bao-cao"]  # an internal summary, or a báo cáo to a superior
    to: tuple[str, ...]  # "Kính gửi"
    recipients: tuple[str, ...] = ()  # "Nơi nhận", without the line of the archive


class Stage(_Frozen):
    """One round of the campaign: what is owed until when."""

    code: str  # "registration", "report", as in JSON and in the database
    label: str  # "đăng ký": in sentences, "chưa gửi {label}"
    document: str  # "bản đăng ký": what a unit sends, as a noun
    opens: date
    due: date  # the day the plan names; strict: this day is too late; inclusive: the day after it is
    invites: date | None = None  # when each unit is sent its forms; None: only by `mailbot invite`
    words: tuple[str, ...]  # words in the head of a document that make it one of this stage
    not_words: tuple[str, ...] = ()  # words in the head that make it something else
    compared_with: str | None = None  # code of the earlier stage whose initiatives are reported here
    overdue: Overdue = Overdue()
    addressee: Addressee


class Choice(_Frozen):
    """One value of a choice field."""

    code: str
    label: str
    words: tuple[str, ...] = ()  # how units write it; accents, case and tone placement do not count
    hints: tuple[str, ...] = ()  # words in the title or content that suggest it; alone they make nothing sure


class Way(NamedTuple):
    """One way of writing a choice, ready to be looked for."""

    code: str
    words: tuple[str, ...]
    phrase: tuple[str, ...]  # the same without "và"
    initials: str  # "" of a single word
    length: int  # letters


class FieldSpec(_Frozen):
    """One thing that is asked of an initiative. Reading, receipts, workbook and document iterate over these."""

    code: str
    label: str  # as printed in receipts, workbook and document
    labels: tuple[str, ...]  # as units write it: column headers and labels that introduce the value
    kind: FieldKind
    stages: tuple[str, ...]  # codes of the stages in which it is asked
    required_in: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()  # for kind "choice"
    commends: bool = False  # of a remark: whom the unit proposes for commendation; a list of its own, not prose
    told_as: Literal["", "limits", "lessons", "proposals"] = ""  # of a remark: the part of the document it goes into

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way in which units write the choices, in their order."""
        said = ((option.code, word) for option in self.choices for word in (*option.words, option.label))
        return tuple(
            Way(code, words(word), phrase, initials(word), len("".join(phrase)))
            for code, word in said
            if (phrase := without_and(words(word)))
        )

    @cached_property
    def alone(self) -> Mapping[tuple[str, ...], str]:
        """The code of the choice by the words that say nothing else; initials count: "GP" over a column of crosses."""
        found: dict[tuple[str, ...], str] = {}
        for way in self.ways:
            found.setdefault(way.words, way.code)
            found.setdefault((way.initials,), way.code)
        return found

    @cached_property
    def begun_by(self) -> frozenset[str]:
        """The words with which what names a choice and nothing else begins."""
        return frozenset(said[0] for said in self.alone)


class Target(_Frozen):
    """One target of the plan and where its figure comes from."""

    code: str
    who: str
    what: str
    percent: float | None = None  # None: a level, said in `what`
    at_least: bool = False
    source: Source
    figure: str = ""  # for source "mail": the name of a figure that the program counts
    kinds: tuple[str, ...] = ()  # kinds of units it is about; empty: all
    stage: str | None = None  # whose submissions are counted; None: of the first stage
    counted: str = ""  # what the total counts, for whoever fills in the form: "hồ sơ"
    words: tuple[str, ...] = ()  # how reports in free words call it, beside `what`
    last_year: str = ""  # what was reached the year before, as the document shows it: "118/120 (98,3%)"
    note: str = ""  # what the figure leaves out, for the reader of the workbook


class Criterion(_Frozen):
    """One line of the appraisal: a person gives it from 0 to `points`."""

    code: str
    label: str
    points: float  # the most that can be given


class Award(_Frozen):
    """A commendation that an appraisal may propose."""

    code: str
    label: str  # "Giấy khen của Giám đốc Sở"


class Hours(_Frozen):
    """When letters that nobody waits for may leave."""

    opens: time = time(7, 30)
    closes: time = time(16, 30)
    digest: time = time(16, 30)
    weekly: time = time(7, 30)


class Swap(_Frozen):
    """A working day moved by order of the government: `off` is free, `on` (a Saturday or Sunday) is worked."""

    off: date
    on: date


class Calendar(_Frozen):
    timezone: str = "Asia/Ho_Chi_Minh"
    holidays: tuple[date, ...] = ()
    swaps: tuple[Swap, ...] = ()
    proposed: tuple[date, ...] = ()  # days of these two that mailbot proposed and nobody has confirmed
    hours: Hours = Hours()


class Reminders(_Frozen):
    """The reminder plan. Days count back from the first day that is too late in the strict reading."""

    working_days_before: tuple[int, ...] = (14, 7, 3, 1)
    release: Release = "announce"
    office_working_days_before: tuple[int, ...] = (3, 2, 1)  # the office's own deadline
    cc_heads: Literal["never", "asked", "always"] = "asked"  # overdue letters to heads of units; asked: if released


class Topic(_Frozen):
    """How a document of this campaign is told from other mail."""

    words: tuple[str, ...]  # "cải cách hành chính", "cchc"
    nouns: tuple[str, ...]  # "mô hình", "giải pháp", "sáng kiến": what is registered
    not_words: tuple[str, ...] = ()  # "sáng kiến kinh nghiệm": other campaigns with like words
    called: str = ""  # what letters call one of them: "mô hình, giải pháp, sáng kiến"; empty: all the nouns

    @property
    def noun(self) -> str:
        return self.called or ", ".join(self.nouns)


class UnitKind(_Frozen):
    code: str  # as in the column `kind` of the roster
    label: str  # "phòng thuộc Sở"


class Campaign(_Frozen):
    code: str  # "cchc-2024"
    name: str  # "phong trào thi đua “Cải cách hành chính” năm 2024"
    short: str  # "CCHC năm 2024"
    year: int
    roster: str  # name of the roster file, without its ending
    address_form: Literal["anh/chị", "đồng chí"] = "đồng chí"
    go_live: date  # mail that arrived before is recorded without letters to units
    closes: date  # the last day of the campaign; afterwards `run` sends nothing
    office_due: date  # the office's own deadline, "before" this day
    official_domains: tuple[
        str, ...
    ]  # "laocai.edu.vn"; "*.laocai.edu.vn" or ".edu.vn": that suffix with anything before
    office: Office
    plan: Plan = Plan()
    references: tuple[Reference, ...] = ()  # in the order in which they are cited
    topic: Topic
    calendar: Calendar = Calendar()
    reminders: Reminders = Reminders()
    unit_kinds: tuple[UnitKind, ...]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    fields: Annotated[tuple[FieldSpec, ...], Field(min_length=1)]
    remarks: tuple[FieldSpec, ...] = ()  # what a unit says once for all its initiatives (difficulties, proposals)
    targets: tuple[Target, ...] = ()
    indices: tuple[Index, ...] = ()
    criteria: tuple[Criterion, ...] = ()  # of the appraisal
    awards: tuple[Award, ...] = ()
    to_confirm: tuple[str, ...] = ()  # facts that nobody has confirmed yet; nothing is sent while one is left

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))

    def __hash__(self) -> int:
        """Worked out once: a campaign is the key by which its books of labels are kept."""
        return self._hash

    def is_official(self, domain: str) -> bool:
        """Whether a mail domain is one of the official ones, or ends like one of their patterns."""
        folded = domain.lower()
        return any(_fits(folded, pattern.lower()) for pattern in self.official_domains)

    def runs_on(self, day: date) -> bool:
        """Whether letters are written on this day, as the calendar of the campaign counts it."""
        return self.go_live <= day <= self.closes

    def on(self, day: date) -> "Campaign":
        """As it is on a day: with those who stand in for somebody then."""
        office = self.office.on(day)
        return self if office is self.office else self.model_copy(update={"office": office})

    def stage(self, code: str) -> Stage:
        return next(stage for stage in self.stages if stage.code == code)

    def field(self, code: str) -> FieldSpec:
        return next(spec for spec in self.fields if spec.code == code)

    def fields_of(self, stage: str) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if stage in spec.stages)

    def required(self, stage: str) -> tuple[str, ...]:
        return tuple(spec.code for spec in self.fields if stage in spec.required_in)


def _fits(domain: str, pattern: str) -> bool:
    suffix = pattern.removeprefix("*")
    return domain.endswith(suffix) and len(domain) > len(suffix) if suffix.startswith(".") else domain == pattern
