"""Campaign files: from TOML to a `Campaign`, with everything that is wrong at once; and next year's from this year's.

The types of the values are checked by the model; here stand the checks across values. Each is a small function that
yields findings; a finding names the values it is about, so that nothing is said about a value already known as wrong.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import PurePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from rules.calendar import first_day_too_late, kth_working_day_before, named_day
from rules.campaign import FIGURES, Campaign, FieldSpec, Stage
from rules.errors import ConfigurationError, Problem
from rules.initiative import TITLE
from rules.setup.toml_file import Path, Places, in_order, mended, model_problems, path_name, read_toml

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_DOMAIN = re.compile(r"(?:\*?\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
_ADDRESS = re.compile(r"[^@\s<>(),;:\"]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.IGNORECASE)
_SATURDAY = 5
_LONGEST_PLAN = 60  # working days before a deadline; more is a typing error


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where (the first path), and which other values it was concluded from."""

    path: Path
    what: str
    remedy: str
    also: tuple[Path, ...] = ()

    def rests_on(self, paths: Collection[Path]) -> bool:
        return any(_one_holds_the_other(mine, other) for mine in (self.path, *self.also) for other in paths)


Findings = Iterator[Finding]


def _one_holds_the_other(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def parse_campaign(text: str, file: str) -> Campaign:
    """The campaign that a TOML text describes; a ConfigurationError with all problems where it describes none."""
    text = clean_text(text)
    data = read_toml(text, file)
    places = Places(text)
    try:
        campaign = Campaign.model_validate(data)
        problems: tuple[Problem, ...] = ()
        wrong: frozenset[Path] = frozenset()
    except ValidationError as error:
        problems = model_problems(error, Campaign, lambda path: (file, places.line(path)))
        wrong = frozenset(item["loc"] for item in error.errors())
        campaign = Campaign.model_validate(mended(data, Campaign, error))
    findings = [finding for check in _CHECKS for finding in check(campaign) if not finding.rests_on(wrong)]
    findings += _file_name(campaign, file) if ("code",) not in wrong else ()
    problems += tuple(Problem(file, places.line(found.path), found.what, found.remedy) for found in findings)
    if problems:
        raise ConfigurationError(in_order(problems))
    return campaign


def clean_text(text: str) -> str:
    """The text in NFC, without the mark that some editors put at its beginning, lines ended alike."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n")


# --- Names ------------------------------------------------------------------------------------------------------


def _file_name(campaign: Campaign, file: str) -> Findings:
    stem = PurePath(file).stem
    if file.endswith(".toml") and stem != campaign.code:
        remedy = f"đổi tên tệp thành {campaign.code}.toml, hoặc sửa mã thành {stem}"
        yield Finding(("code",), f"mã phong trào «{campaign.code}» khác tên tệp «{stem}»", remedy)


def _every_code(campaign: Campaign) -> Iterator[tuple[Path, str]]:
    yield ("code",), campaign.code
    yield ("roster",), campaign.roster
    for group, items in _coded(campaign).items():
        yield from (((*group, number, "code"), code) for number, code in enumerate(items))


def _coded(campaign: Campaign) -> dict[Path, list[str]]:
    """The codes of each list whose entries are told apart by them."""
    lists: dict[Path, list[str]] = {
        ("stages",): [stage.code for stage in campaign.stages],
        ("unit_kinds",): [kind.code for kind in campaign.unit_kinds],
        ("fields",): [spec.code for spec in campaign.fields],
        ("remarks",): [spec.code for spec in campaign.remarks],
        ("targets",): [target.code for target in campaign.targets],
        ("references",): [reference.code for reference in campaign.references],
        ("indices",): [index.code for index in campaign.indices],
        ("criteria",): [criterion.code for criterion in campaign.criteria],
        ("awards",): [award.code for award in campaign.awards],
    }
    for number, spec in enumerate(campaign.fields):
        lists["fields", number, "choices"] = [choice.code for choice in spec.choices]
    return lists


def _codes_are_plain(campaign: Campaign) -> Findings:
    for path, code in _every_code(campaign):
        if not _CODE.fullmatch(code):
            remedy = "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ cchc-2024"
            yield Finding(path, f"mã «{code}» không đúng dạng", remedy)


def _codes_differ(campaign: Campaign) -> Findings:
    for group, codes in _coded(campaign).items():
        for number, code in enumerate(codes):
            if code in codes[:number]:
                yield Finding((*group, number, "code"), f"mã «{code}» đã dùng ở trên", "đặt mã khác", (group,))
    fields = {spec.code for spec in campaign.fields}
    for number, spec in enumerate(campaign.remarks):
        if spec.code in fields:
            what = f"mã «{spec.code}» đã dùng cho một trường trong [[fields]]"
            yield Finding(("remarks", number, "code"), what, "đặt mã khác", (("fields",),))


# --- Dates ------------------------------------------------------------------------------------------------------


def _years_fit(campaign: Campaign) -> Findings:
    near = range(campaign.year - 1, campaign.year + 2)
    for path, day in _bounds(campaign):
        if day.year not in near:
            remedy = f"kiểm tra lại năm; phong trào này là của năm {campaign.year}"
            yield Finding(path, f"«{path_name(path)}» thuộc năm {day.year}", remedy, (("year",),))


def _bounds(campaign: Campaign) -> Iterator[tuple[Path, date]]:
    yield ("go_live",), campaign.go_live
    for number, stage in enumerate(campaign.stages):
        yield ("stages", number, "opens"), stage.opens
        yield ("stages", number, "due"), stage.due
        if stage.invites is not None:
            yield ("stages", number, "invites"), stage.invites
    yield ("office_due",), campaign.office_due
    yield ("closes",), campaign.closes


def _dates_in_order(campaign: Campaign) -> Findings:
    """Pairs of dates of which the first must lie before the second, in a loose or strict sense."""
    last = len(campaign.stages) - 1
    pairs: list[tuple[Path, Path, bool]] = [(("go_live",), ("stages", last, "due"), False)]
    pairs += [(("stages", number, "opens"), ("stages", number, "due"), True) for number in range(last + 1)]
    pairs += [(("stages", number, "due"), ("stages", number + 1, "due"), True) for number in range(last)]
    pairs += [(("stages", number, "opens"), ("stages", number + 1, "opens"), False) for number in range(last)]
    pairs += [(("stages", last, "due"), ("office_due",), True), (("office_due",), ("closes",), False)]
    for number, stage in enumerate(campaign.stages):
        if stage.invites is not None:
            path: Path = ("stages", number, "invites")
            pairs += [(("stages", number, "opens"), path, False), (path, ("stages", number, "due"), True)]
    days = dict(_bounds(campaign))
    for early, late, strictly in pairs:
        if days[early] > days[late] or (strictly and days[early] == days[late]):
            what = (
                f"«{path_name(late)}» ({named_day(days[late])}) không sau "
                f"«{path_name(early)}» ({named_day(days[early])})"
            )
            yield Finding(late, what, "sửa một trong hai ngày cho đúng thứ tự", (early,))


def _time_zone_known(campaign: Campaign) -> Findings:
    try:
        ZoneInfo(campaign.calendar.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        what = f"không có múi giờ «{campaign.calendar.timezone}»"
        yield Finding(("calendar", "timezone"), what, "ghi Asia/Ho_Chi_Minh")


def _holidays_make_sense(campaign: Campaign) -> Findings:
    holidays = campaign.calendar.holidays
    years = range(min(campaign.year, campaign.go_live.year), campaign.closes.year + 1)
    for number, day in enumerate(holidays):
        path: Path = ("calendar", "holidays", number)
        if day.year not in years:
            what = f"ngày nghỉ {named_day(day)} không thuộc thời gian của phong trào"
            yield Finding(path, what, "sửa năm hoặc xóa ngày này", (("year",), ("go_live",), ("closes",)))
        if day in holidays[:number]:
            yield Finding(path, f"ngày nghỉ {named_day(day)} ghi hai lần", "xóa một lần", (("calendar", "holidays"),))


def _proposed_days_stand_there(campaign: Campaign) -> Findings:
    calendar = campaign.calendar
    known = {*calendar.holidays, *(day for swap in calendar.swaps for day in (swap.off, swap.on))}
    for number, day in enumerate(calendar.proposed):
        if day not in known:
            what = f"ngày đề xuất {named_day(day)} không có trong holidays, swaps"
            remedy = "xóa ngày này khỏi proposed, hoặc ghi lại vào holidays"
            yield Finding(("calendar", "proposed", number), what, remedy, (("calendar",),))


def _swaps_make_sense(campaign: Campaign) -> Findings:
    for number, swap in enumerate(campaign.calendar.swaps):
        path: Path = ("calendar", "swaps", number)
        if swap.on.weekday() < _SATURDAY and swap.on not in campaign.calendar.holidays:
            what = f"ngày làm bù {named_day(swap.on)} vốn đã là ngày làm việc"
            yield Finding((*path, "on"), what, "ghi ngày thứ Bảy hoặc Chủ nhật đi làm bù", (("calendar", "holidays"),))
        if swap.off.weekday() >= _SATURDAY:
            what = f"ngày nghỉ hoán đổi {named_day(swap.off)} vốn đã là ngày nghỉ"
            yield Finding((*path, "off"), what, "ghi ngày thường được nghỉ thay")


def _hours_make_sense(campaign: Campaign) -> Findings:
    hours = campaign.calendar.hours
    for name in ("opens", "closes", "digest", "weekly"):
        if getattr(hours, name).tzinfo is not None:
            what = f"«calendar.hours.{name}» không phải là giờ trong ngày"
            yield Finding(("calendar", "hours", name), what, "ghi dạng 07:30:00, không có dấu nháy")
    if hours.opens.replace(tzinfo=None) >= hours.closes.replace(tzinfo=None):
        path: Path = ("calendar", "hours", "closes")
        what = f"giờ hết việc {hours.closes:%H:%M} không sau giờ bắt đầu {hours.opens:%H:%M}"
        yield Finding(path, what, "sửa một trong hai giờ", (("calendar", "hours", "opens"),))


# --- Stages and reminders ---------------------------------------------------------------------------------------


def _comparisons_known(campaign: Campaign) -> Findings:
    for number, stage in enumerate(campaign.stages):
        earlier = [other.code for other in campaign.stages[:number]]
        if stage.compared_with is not None and stage.compared_with not in earlier:
            remedy = f"chọn một trong: {', '.join(earlier)}" if earlier else "xóa dòng này: đây là đợt đầu tiên"
            what = f"không có đợt «{stage.compared_with}» đứng trước đợt «{stage.code}»"
            yield Finding(("stages", number, "compared_with"), what, remedy, _codes_of_stages(campaign))


def _codes_of_stages(campaign: Campaign) -> tuple[Path, ...]:
    return tuple(("stages", number, "code") for number in range(len(campaign.stages)))


def _stages_have_words(campaign: Campaign) -> Findings:
    seen: dict[str, str] = {}
    for number, stage in enumerate(campaign.stages):
        path: Path = ("stages", number, "words")
        if not stage.words:
            remedy = 'ghi những từ ở đầu văn bản cho biết đó là văn bản của đợt này, ví dụ ["đăng ký"]'
            yield Finding(path, f"đợt «{stage.code}» không có từ nhận biết", remedy)
        for position, word in enumerate(stage.words):
            other = seen.setdefault(word.casefold(), stage.code)
            if other != stage.code:
                what = f"từ «{word}» đã dùng để nhận biết đợt «{other}»"
                yield Finding((*path, position), what, "mỗi từ chỉ để ở một đợt", (("stages",),))


def _stages_have_addressees(campaign: Campaign) -> Findings:
    for number, stage in enumerate(campaign.stages):
        if not stage.addressee.to:
            path: Path = ("stages", number, "addressee", "to")
            yield Finding(path, f"đợt «{stage.code}» không có nơi «Kính gửi»", 'ghi nơi nhận, ví dụ ["Lãnh đạo Sở"]')


def _reminders_descend(campaign: Campaign) -> Findings:
    plans = {
        "working_days_before": campaign.reminders.working_days_before,
        "office_working_days_before": campaign.reminders.office_working_days_before,
    }
    for name, days in plans.items():
        descending = all(one > next_ for one, next_ in pairwise(days))
        if not descending or any(not 1 <= day <= _LONGEST_PLAN for day in days):
            remedy = f"ghi các số từ {_LONGEST_PLAN} đến 1, giảm dần, ví dụ [14, 7, 3, 1]"
            yield Finding(
                ("reminders", name), f"«{path_name(('reminders', name))}» không giảm dần từ xa đến gần", remedy
            )


def _reminders_fall_in_their_stage(campaign: Campaign) -> Findings:
    days = [day for day in campaign.reminders.working_days_before if 1 <= day <= _LONGEST_PLAN]
    for number, stage in enumerate(campaign.stages):
        first = _first_reminder(stage, max(days), campaign) if days else None
        if first is not None and first < stage.opens:
            what = (
                f"lần nhắc đầu tiên của đợt «{stage.code}» rơi vào {named_day(first)}, "
                f"trước khi đợt mở ({named_day(stage.opens)})"
            )
            path: Path = ("reminders", "working_days_before")
            yield Finding(path, what, "bớt số ngày nhắc trước", (("stages", number), ("calendar",)))


def _first_reminder(stage: Stage, days: int, campaign: Campaign) -> date:
    return kth_working_day_before(first_day_too_late(stage), days, campaign.calendar)


def _overdue_ends(campaign: Campaign) -> Findings:
    for number, stage in enumerate(campaign.stages):
        path: Path = ("stages", number, "overdue")
        if stage.overdue.at_most < 0:
            yield Finding((*path, "at_most"), "số lần nhắc quá hạn nhỏ hơn 0", "ghi 0 (không giới hạn) hoặc số lần")
        if stage.overdue.at_most == 0 and not stage.overdue.until_office_deadline:
            remedy = "ghi at_most là số lần nhiều nhất, hoặc until_office_deadline = true"
            yield Finding(path, f"thư nhắc quá hạn của đợt «{stage.code}» không có điểm dừng", remedy)


# --- Fields -----------------------------------------------------------------------------------------------------


def _all_specs(campaign: Campaign) -> Iterator[tuple[Path, FieldSpec]]:
    yield from ((("fields", number), spec) for number, spec in enumerate(campaign.fields))
    yield from ((("remarks", number), spec) for number, spec in enumerate(campaign.remarks))


def _field_stages_known(campaign: Campaign) -> Findings:
    known = [stage.code for stage in campaign.stages]
    codes = _codes_of_stages(campaign)
    for path, spec in _all_specs(campaign):
        for name in ("stages", "required_in"):
            for position, stage in enumerate(getattr(spec, name)):
                if stage not in known:
                    what = f"trường «{spec.code}»: không có đợt «{stage}»"
                    yield Finding((*path, name, position), what, f"chọn trong: {', '.join(known)}", codes)
        for position, stage in enumerate(spec.required_in):
            if stage in known and stage not in spec.stages:
                what = f"trường «{spec.code}» bắt buộc ở đợt «{stage}» nhưng không được hỏi ở đợt ấy"
                yield Finding((*path, "required_in", position), what, "thêm đợt này vào mục stages", (path,))
        if not spec.stages:
            yield Finding((*path, "stages"), f"trường «{spec.code}» không thuộc đợt nào", f"ghi: {', '.join(known)}")


def _fields_have_labels(campaign: Campaign) -> Findings:
    for path, spec in _all_specs(campaign):
        if not any(label.strip() for label in spec.labels):
            remedy = "ghi các nhãn mà đơn vị dùng trong biểu, trong tiêu đề cột"
            yield Finding((*path, "labels"), f"trường «{spec.code}» không có nhãn nào để đọc", remedy)


def _labels_lead_to_one_field(campaign: Campaign) -> Findings:
    seen: dict[tuple[str, str], tuple[str, Path]] = {}
    for path, spec in _all_specs(campaign):
        for position, label in enumerate(spec.labels):
            claims = [seen.setdefault((stage, label.casefold()), (spec.code, path)) for stage in spec.stages]
            for code, other in dict.fromkeys(claim for claim in claims if claim[0] != spec.code):
                what = f"nhãn «{label}» vừa là của trường «{code}», vừa là của trường «{spec.code}» trong cùng một đợt"
                yield Finding((*path, "labels", position), what, "để nhãn này ở một trường", (other,))


def _choices_fit_the_kind(campaign: Campaign) -> Findings:
    for path, spec in _all_specs(campaign):
        if spec.kind == "choice" and not spec.choices:
            what = f"trường «{spec.code}» là trường chọn nhưng không có giá trị để chọn"
            yield Finding(path, what, "thêm mục choices, hoặc đổi kind thành text", ((*path, "choices"),))
        if spec.kind != "choice" and spec.choices:
            what = f"trường «{spec.code}» có giá trị để chọn nhưng kind là «{spec.kind}»"
            yield Finding((*path, "choices"), what, "đổi kind thành choice, hoặc xóa choices", ((*path, "kind"),))
        yield from _choice_words_differ(path, spec)


def _choice_words_differ(path: Path, spec: FieldSpec) -> Findings:
    seen: dict[str, str] = {}
    for number, choice in enumerate(spec.choices):
        for word in (choice.label, *choice.words):
            other = seen.setdefault(word.casefold(), choice.code)
            if other != choice.code:
                what = f"trường «{spec.code}»: từ «{word}» chỉ cả «{other}» lẫn «{choice.code}»"
                yield Finding((*path, "choices", number), what, "để từ này ở một giá trị", ((*path, "choices"),))


def _title_is_asked(campaign: Campaign) -> Findings:
    """An initiative is known by its title, so each stage must ask for one."""
    title = next(((number, spec) for number, spec in enumerate(campaign.fields) if spec.code == TITLE), None)
    if title is None:
        remedy = 'thêm một [[fields]] có code = "title", kind = "text": tên của điều được đăng ký'
        yield Finding(("fields",), "thiếu trường «title»", remedy)
        return
    number, spec = title
    path: Path = ("fields", number)
    if spec.kind != "text":
        yield Finding((*path, "kind"), "trường «title» phải là chữ", 'ghi kind = "text"')
    for stage in campaign.stages:
        if stage.code not in spec.stages:
            yield Finding((*path, "stages"), f"trường «title» không được hỏi ở đợt «{stage.code}»", "thêm đợt này")


# --- Targets and office -----------------------------------------------------------------------------------------


def _criteria_have_points(campaign: Campaign) -> Findings:
    for number, criterion in enumerate(campaign.criteria):
        if criterion.points <= 0:
            what = f"tiêu chí «{criterion.code}» có số điểm cao nhất không lớn hơn 0"
            yield Finding(("criteria", number, "points"), what, "ghi số điểm cao nhất, ví dụ 30")


def _targets_make_sense(campaign: Campaign) -> Findings:
    kinds = [kind.code for kind in campaign.unit_kinds]
    stages = [stage.code for stage in campaign.stages]
    for number, target in enumerate(campaign.targets):
        path: Path = ("targets", number)
        if target.percent is not None and not 0 <= target.percent <= 100:
            yield Finding(
                (*path, "percent"), f"chỉ tiêu {target.percent:g}% nằm ngoài 0 đến 100", "ghi số từ 0 đến 100"
            )
        if target.stage is not None and target.stage not in stages:
            what = f"không có đợt «{target.stage}»"
            yield Finding((*path, "stage"), what, f"chọn trong: {', '.join(stages)}", _codes_of_stages(campaign))
        for position, kind in enumerate(target.kinds):
            if kind not in kinds:
                remedy = f"chọn trong: {', '.join(kinds)}"
                yield Finding((*path, "kinds", position), f"không có loại đơn vị «{kind}»", remedy, (("unit_kinds",),))


def _figures_known(campaign: Campaign) -> Findings:
    for number, target in enumerate(campaign.targets):
        path: Path = ("targets", number, "figure")
        source: Path = ("targets", number, "source")
        known = ", ".join(FIGURES)
        if target.source == "mail" and target.figure not in FIGURES:
            what = f"chỉ tiêu «{target.code}»: không đếm được số liệu «{target.figure}» từ hộp thư"
            yield Finding(path, what, f"chọn figure trong: {known}; hoặc đổi source thành stated hay hand", (source,))
        if target.source != "mail" and target.figure:
            what = f"chỉ tiêu «{target.code}» có figure nhưng source là «{target.source}»"
            yield Finding(path, what, 'xóa figure, hoặc ghi source = "mail"', (source,))


def _office_is_named(campaign: Campaign) -> Findings:
    office = campaign.office
    for name in ("name", "short", "agency", "agency_short", "agency_code", "superior", "province", "place"):
        if not getattr(office, name).strip():
            yield Finding(("office", name), f"«office.{name}» để trống", "ghi tên dùng trong văn bản")
    for name in ("name", "short"):
        if not getattr(campaign, name).strip():
            yield Finding((name,), f"«{name}» để trống", "ghi tên phong trào")


def _addresses_are_addresses(campaign: Campaign) -> Findings:
    people: list[tuple[Path, str]] = [(("office", "mailbox"), campaign.office.mailbox)]
    people += [(("office", "aliases", number), one) for number, one in enumerate(campaign.office.aliases)]
    people += [(("office", "people", number), one.address) for number, one in enumerate(campaign.office.people)]
    deputies = enumerate(campaign.office.deputies)
    people += [(("office", "deputies", number, "address"), one.address) for number, one in deputies]
    for path, address in people:
        if not is_address(address):
            yield Finding(path, f"«{address}» không phải là địa chỉ thư", "ghi dạng ten@donvi.vn")
    for number, domain in enumerate(campaign.official_domains):
        if not _DOMAIN.fullmatch(domain):
            what = f"«{domain}» không phải là tên miền"
            yield Finding(
                ("official_domains", number),
                what,
                "ghi phần sau dấu @, chữ thường, ví dụ laocai.edu.vn, *.laocai.edu.vn",
            )


def _people_differ(campaign: Campaign) -> Findings:
    """Each is one person: named once, at an address that nobody else reads where he is named."""
    office, seen = campaign.office, set[str]()
    for number, person in enumerate(office.people):
        path: Path = ("office", "people", number)
        if person.name and person.address.lower() == office.mailbox.lower():
            what = f"«{person.address}» là hộp thư chung, không phải địa chỉ riêng của {person.name}"
            yield Finding(path, what, "ghi địa chỉ thư riêng của người ấy")
        for word in {person.name.casefold(), person.address.casefold()} - {""}:
            if word in seen:
                yield Finding(
                    path, f"«{person.called}» hoặc địa chỉ này đã ghi cho người khác", "mỗi người ghi một lần"
                )
            seen.add(word)


def _deputies_stand_in_for_a_while(campaign: Campaign) -> Findings:
    for number, one in enumerate(campaign.office.deputies):
        if one.until < one.since:
            what = f"người thay {one.address}: ngày cuối {named_day(one.until)} trước ngày đầu {named_day(one.since)}"
            yield Finding(("office", "deputies", number, "until"), what, "sửa một trong hai ngày cho đúng thứ tự")


def is_address(address: str) -> bool:
    """Whether it looks like an address that can be written to (RFC 5322, 3.4.1, without quoted local parts)."""
    return address.isascii() and _ADDRESS.fullmatch(address) is not None


def _topic_has_words(campaign: Campaign) -> Findings:
    for name in ("words", "nouns"):
        if not getattr(campaign.topic, name):
            yield Finding(("topic", name), f"«topic.{name}» để trống", "ghi từ nhận biết văn bản của phong trào")


def _kinds_exist(campaign: Campaign) -> Findings:
    if not campaign.unit_kinds:
        yield Finding(("unit_kinds",), "không có loại đơn vị nào", "thêm [[unit_kinds]] với code và label")


_CHECKS: Sequence[Callable[[Campaign], Findings]] = (
    _codes_are_plain,
    _codes_differ,
    _years_fit,
    _dates_in_order,
    _time_zone_known,
    _holidays_make_sense,
    _swaps_make_sense,
    _proposed_days_stand_there,
    _hours_make_sense,
    _comparisons_known,
    _stages_have_words,
    _stages_have_addressees,
    _reminders_descend,
    _reminders_fall_in_their_stage,
    _overdue_ends,
    _field_stages_known,
    _fields_have_labels,
    _labels_lead_to_one_field,
    _choices_fit_the_kind,
    _title_is_asked,
    _targets_make_sense,
    _criteria_have_points,
    _figures_known,
    _office_is_named,
    _addresses_are_addresses,
    _people_differ,
    _deputies_stand_in_for_a_while,
    _topic_has_words,
    _kinds_exist,
)
