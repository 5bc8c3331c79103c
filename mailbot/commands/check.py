"""`mailbot check-config`: what is wrong with an installation, in words, and whether letters may leave.

`run` asks the same checks before it sends: where one refuses, it reads and records mail but sends nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mailbot.commands.outcome import Outcome
from mailbot.config import Config, ServerSettings
from mailbot.loopback import is_loopback
from mailbot.mail.connection import trouble_with_authority
from mailbot.servers import sign_in_of
from mailbot.signin.settings import BY_A_PERSON, FLOWS, Endpoints, SignInSettings
from mailbot.signin.sources import libraries_missing
from mailbot.signin.store import Store
from rules.basis import cited, unconfirmed
from rules.calendar import named_day, short_day, weekday_name
from rules.campaign import Campaign
from rules.doors import how_to_name_people
from rules.errors import ConfigurationError
from rules.intake.proof import Decisions
from rules.mail import untagged
from rules.post.caps import Limits, lacking
from rules.roster import Roster, Unit
from rules.stated import AT_MOST, wanted_of

Level = Literal["refuse", "warn", "fine"]

# RFC 2606 and RFC 6761: names that lead nowhere, so an address under them is a place for one.
_PLACEHOLDERS = (".example", ".invalid", ".test", ".localhost", ".example.com", ".example.net", ".example.org")
_NAMES_SHOWN = 5
_MARKS: dict[Level, str] = {"refuse": "KHÔNG GỬI", "warn": "LƯU Ý", "fine": "ĐẠT"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what is so, and what to do about it (empty where nothing is to be done)."""

    level: Level
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what} → {self.remedy}" if self.remedy else self.what


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything the checks look at. `today` is the day by the campaign's clock."""

    config: Config
    campaign: Campaign
    roster: Roster
    today: date


Checks = Iterator[Check]


def checks(
    config: Config,
    campaign: Campaign,
    roster: Roster,
    today: date,
    more: Sequence[Callable[[Installation], Checks]] = (),
) -> tuple[Check, ...]:
    """All checks, what refuses first. `more` are those of other rooms, such as the templates of letters."""
    installation = Installation(config, campaign, roster, today)
    found = [check for look in (*_CHECKS, *more) for check in look(installation)]
    order: tuple[Level, ...] = ("refuse", "warn", "fine")
    return tuple(sorted(found, key=lambda check: order.index(check.level)))


def refusals(config: Config, campaign: Campaign, roster: Roster, today: date) -> tuple[str, ...]:
    """Why no letter may leave, in Vietnamese; empty where letters may."""
    return tuple(str(check) for check in checks(config, campaign, roster, today) if check.level == "refuse")


def report(found: Sequence[Check]) -> Outcome:
    """The checks as a person reads them. The exit code is 1 where letters may not leave."""
    refused = sum(check.level == "refuse" for check in found)
    last = (
        f"Chưa gửi được thư: còn {refused} điều phải làm. mailbot vẫn đọc và ghi nhận thư đến."
        if refused
        else "Được gửi thư."
    )
    return Outcome((*(f"[{_MARKS[check.level]}] {check}" for check in found), last), 1 if refused else 0)


def broken(error: ConfigurationError) -> Outcome:
    """The problems of files that could not be read as what they are."""
    count = len(error.problems)
    return Outcome((*map(str, error.problems), f"Có {count} lỗi phải sửa trong tệp cấu hình, tệp dữ liệu."), 1)


def is_placeholder(address: str) -> bool:
    """Whether an address only holds the place of one."""
    domain = address.rpartition("@")[2].lower()
    return f".{domain}".endswith(_PLACEHOLDERS)


# --- The campaign -----------------------------------------------------------------------------------------------


def _within_bounds(here: Installation) -> Checks:
    campaign, today = here.campaign, here.today
    if today > campaign.closes:
        yield Check(
            "refuse",
            f"phong trào {campaign.short} đã kết thúc {named_day(campaign.closes)}",
            f"tạo phong trào mới: mailbot new-campaign {today.year} --from {campaign.code}; "
            "hoặc lùi ngày closes trong tệp phong trào",
        )
    elif today < campaign.go_live:
        yield Check(
            "refuse",
            f"phong trào {campaign.short} bắt đầu {named_day(campaign.go_live)}",
            "chờ đến ngày ấy, hoặc sửa ngày go_live trong tệp phong trào",
        )
    else:
        yield Check("fine", f"phong trào {campaign.short} chạy đến hết {named_day(campaign.closes)}")


def _facts_confirmed(here: Installation) -> Checks:
    for fact in here.campaign.to_confirm:
        yield Check("refuse", f"chưa xác nhận: {fact}", "kiểm tra, sửa nếu cần, rồi xóa dòng này khỏi to_confirm")


def _office_complete(here: Installation) -> Checks:
    office, plan = here.campaign.office, here.campaign.plan
    file = f"tệp phong trào {here.campaign.code}.toml"
    for address in (*office.own, *(one.address for one in office.people)):
        if is_placeholder(address):
            yield Check("refuse", f"địa chỉ {address} của phòng chỉ là địa chỉ mẫu", f"ghi địa chỉ thật vào {file}")
    if not office.signer_name or not office.signer_title:
        yield Check("warn", "chưa ghi chức vụ, họ tên người ký", f"ghi signer_title, signer_name vào {file}")
    if not plan.number or plan.issued is None:
        remedy = f"ghi number, issued vào [plan] trong {file}, hoặc chạy: mailbot decide document plan SỐ NGÀY"
        yield Check("warn", "chưa ghi số, ngày của kế hoạch phát động", remedy)
    if not office.phone:
        yield Check("warn", "chưa ghi số điện thoại của phòng", f"ghi phone vào [office] trong {file}")
    if not office.contact:
        yield Check("warn", "chưa ghi người phụ trách để đơn vị liên hệ", f"ghi contact vào [office] trong {file}")
    if not here.campaign.calendar.holidays:
        yield Check("warn", "chưa ghi ngày nghỉ lễ nào", f"ghi holidays vào [calendar] trong {file}")


def _calendar_confirmed(here: Installation) -> Checks:
    """What a library proposed is nobody's word: which days are free decides when letters leave."""
    days = here.campaign.calendar.proposed
    if days:
        shown = ", ".join(map(_weekday, days))
        what = f"chưa ai xác nhận {len(days)} ngày nghỉ, ngày hoán đổi do mailbot đề xuất: {shown}"
        remedy = "đối chiếu với thông báo nghỉ lễ, Tết; sửa holidays, swaps nếu khác, rồi xóa các ngày ấy khỏi proposed"
        yield Check("refuse", what, remedy)


def _weekday(day: date) -> str:
    return f"{short_day(day)} ({weekday_name(day)})"


def _targets_fit_a_form(here: Installation) -> Checks:
    """A form with very many rows is filled in by nobody."""
    for kind in here.campaign.unit_kinds:
        wanted = wanted_of(here.campaign, kind.code)
        if len(wanted) > AT_MOST:
            what = f"biểu mẫu báo cáo của {kind.label} chỉ hỏi {AT_MOST} trong {len(wanted)} chỉ tiêu"
            yield Check("warn", what, 'ghi source = "hand" cho chỉ tiêu mà đơn vị không phải nêu, hoặc sửa kinds')


def _references_confirmed(here: Installation) -> Checks:
    """A text of ours cites nothing as certain that nobody has held in hand."""
    for one in unconfirmed(here.campaign):
        if one.number:
            remedy = "đối chiếu với văn bản gốc, rồi ghi họ tên vào confirmed_by"
            yield Check("warn", f"chưa ai đối chiếu {cited(one)}", remedy)


# --- The roster -------------------------------------------------------------------------------------------------


def _roster_named(here: Installation) -> str:
    return f"danh sách đơn vị «{here.campaign.roster}»"


def _some(units: Sequence[Unit]) -> str:
    shown = ", ".join(unit.label for unit in units[:_NAMES_SHOWN])
    more = len(units) - _NAMES_SHOWN
    return f"{len(units)} đơn vị ({shown}{f' và {more} đơn vị khác' if more > 0 else ''})"


def _take(here: Installation) -> str:
    return f"sửa {_roster_named(here)} rồi chạy: mailbot roster take TỆP"


def _units_today(here: Installation) -> Checks:
    units = here.roster.on(here.today).units
    owing = [unit for unit in units if unit.must_register]
    if owing:
        yield Check("fine", f"{len(units)} đơn vị, {len(owing)} đơn vị phải gửi")
    else:
        yield Check("refuse", f"{_roster_named(here)} không có đơn vị nào phải gửi", _take(here))
    for kind in here.campaign.unit_kinds:
        if not any(unit.kind == kind.code for unit in units):
            yield Check("warn", f"không có đơn vị nào thuộc loại «{kind.label}»", _take(here))


def _roster_confirmed(here: Installation) -> Checks:
    waiting = [unit for unit in here.roster.on(here.today) if not unit.confirmed_by]
    if waiting:
        remedy = "đối chiếu tên, địa chỉ thư của từng đơn vị, rồi chạy: mailbot roster confirm --by HỌ_TÊN"
        yield Check("refuse", f"chưa ai xác nhận {_some(waiting)} trong {_roster_named(here)}", remedy)


def _addresses_real(here: Installation) -> Checks:
    units = here.roster.on(here.today).units
    placeholders = [unit for unit in units if any(map(is_placeholder, (*unit.addresses, unit.head_address)))]
    if placeholders:
        yield Check("refuse", f"{_some(placeholders)} chỉ có địa chỉ thư mẫu", _take(here))
    silent = [unit for unit in units if unit.must_register and not unit.addresses]
    if silent:
        what = f"{_some(silent)} không có địa chỉ thư: không nhắc được qua thư, chỉ nêu trong thư gửi phòng"
        yield Check("warn", what, _take(here))


# --- The servers ------------------------------------------------------------------------------------------------


def _mailbox_configured(here: Installation) -> Checks:
    by_token = bool(here.config.oauth.provider)
    yield from _server("imap", here.config.imap, "đọc thư", needs_login=True, by_token=by_token)
    yield from _server("smtp", here.config.smtp, "gửi thư", needs_login=here.config.smtp.login, by_token=by_token)


def _sign_in_configured(here: Installation) -> Checks:
    """Whether everything is there that signing in without a password needs."""
    settings = sign_in_of(here.config)
    if settings is None:
        return
    if libraries_missing():
        yield Check("refuse", "thiếu thư viện đăng nhập không mật khẩu", "cài: pip install 'mailbot[oauth]'")
    known = FLOWS[settings.provider]
    if settings.flow not in known:
        remedy = f"đặt oauth.flow là {', '.join(known)}"
        yield Check("refuse", f"{settings.provider} không có cách đăng nhập «{settings.flow}»", remedy)
        return
    for key, what in _lacking(settings):
        yield Check("refuse", f"mục [oauth] chưa có {what}", f"ghi {key} vào [oauth] trong config.toml; xem README")
    if settings.flow in BY_A_PERSON and not Store(here.config.data_folder).read():
        yield Check("refuse", f"chưa ai đăng nhập hộp thư {settings.mailbox}", "chạy: mailbot login")


def _lacking(settings: SignInSettings) -> Iterator[tuple[str, str]]:
    if settings.flow == "service-account":
        if not settings.key_file:
            yield "key_file", "tệp khóa của tài khoản dịch vụ"
        return
    if not settings.client_id:
        yield "client_id", "mã ứng dụng"
    if settings.flow == "application" and not (settings.client_secret or settings.certificate_file):
        yield "client_secret_file hoặc certificate_file", "khóa bí mật hay chứng thư của ứng dụng"
    if settings.provider == "other":
        places = settings.endpoints or Endpoints("")
        needed = {"token_url": places.token, "device_url": places.device, "authorize_url": places.authorize}
        wanted = {"device": ("token_url", "device_url"), "code": ("token_url", "authorize_url")}
        for key in wanted.get(settings.flow, ("token_url",)):
            if not needed[key]:
                yield key, f"địa chỉ {key}"


def _server(name: str, server: ServerSettings, work: str, needs_login: bool, by_token: bool) -> Checks:
    if not server.host:
        yield Check("refuse", f"chưa ghi máy chủ {work}", f"ghi host vào [{name}] trong config.toml")
    if needs_login and not server.user:
        yield Check("refuse", f"chưa ghi tên đăng nhập để {work}", f"ghi user vào [{name}] trong config.toml")
    elif needs_login and not server.password.get_secret_value() and not by_token:
        remedy = f"đặt password_file trong [{name}], hoặc biến môi trường MAILBOT_{name.upper()}__PASSWORD"
        yield Check("refuse", f"chưa có mật khẩu để {work}", remedy)
    if server.ca_file and server.security != "plain" and (trouble := trouble_with_authority(server.ca_file)):
        yield Check("refuse", trouble, f"kiểm tra ca_file trong [{name}]; để trống thì dùng nơi cấp của hệ thống")
    if server.security == "plain" and server.host and not is_loopback(server.host):
        remedy = f'ghi security = "tls" hoặc "starttls" vào [{name}]'
        yield Check("refuse", f"kết nối không mã hóa đến {server.host} làm lộ mật khẩu", remedy)


def _sender_is_the_mailbox(here: Installation) -> Checks:
    mailbox = here.campaign.office.mailbox.lower()
    for name, server in (("imap", here.config.imap), ("smtp", here.config.smtp)):
        if "@" in server.user and untagged(server.user) not in map(untagged, here.campaign.office.own):
            what = f"thư mang địa chỉ {mailbox} nhưng [{name}] đăng nhập bằng {server.user}"
            remedy = "dùng chính hộp thư ấy, hoặc hỏi quản trị xem tài khoản này có quyền đọc, gửi thay không"
            yield Check("warn", what, remedy)


def _caps_fit_the_units(here: Installation) -> Checks:
    """Otherwise a flood in the names of all units holds up everybody's letters."""
    units = len(tuple(here.roster))
    for name, least in lacking(Limits(**here.config.limits.model_dump()), units).items():
        what = f"[limits] {name} = {getattr(here.config.limits, name)} nhỏ hơn số thư mà {units} đơn vị có thể được gửi"
        remedy = f"đặt {name} = {least} trở lên; nếu không, khi bị gửi thư dồn dập, thư của mọi đơn vị phải chờ"
        yield Check("warn", what, remedy)


def _page(here: Installation) -> Checks:
    """Whether people can come in to the page, where it is served."""
    web, office = here.config.web, here.campaign.office
    if not web.enabled:
        return
    if not office.visitors:
        remedy = f"{how_to_name_people(here.campaign.code)}"
        yield Check("warn", "trang web đang bật nhưng chưa ghi người nào của phòng nên không ai vào được", remedy)
    elif not web.address:
        remedy = "ghi [web] address trong config.toml; hoặc trên máy này chạy: mailbot web login TÊN"
        yield Check("warn", "trang web chưa có địa chỉ nên không gửi thư đăng nhập", remedy)
    else:
        deciding = sum(one.decides for one in office.visitors)
        yield Check("fine", f"trang web {web.address}: {len(office.visitors)} người, {deciding} người quyết định")


# --- Who decides by mail ----------------------------------------------------------------------------------------

_DECISIONS: dict[Decisions, tuple[Level, str]] = {
    "confirmed": (
        "fine",
        'decisions = "confirmed": quyết định qua thư có hiệu lực ngay khi máy chủ chứng nhận người viết, nếu không thì '
        "khi người ấy gửi lại mã do mailbot gửi",
    ),
    "proven": (
        "fine",
        'decisions = "proven": quyết định qua thư chỉ có hiệu lực khi máy chủ chứng nhận người viết; thư khác không '
        "được làm theo",
    ),
    "trusting": (
        "warn",
        'decisions = "trusting": ai giả được địa chỉ của phòng và biết mã một thư của mailbot đều quyết định được',
    ),
}
# What follows where nothing proves who wrote.
UNPROVEN: dict[Decisions, str] = {
    "confirmed": "mọi quyết định qua thư đều phải xác nhận bằng mã",
    "proven": "không ai quyết định được qua thư",
    "trusting": "không có gì phân biệt thư thật với thư giả",
}


def _who_decides(here: Installation) -> Checks:
    imap, mode = here.config.imap, here.config.decisions
    level, meaning = _DECISIONS[mode]
    remedy = 'đặt decisions = "confirmed" trong config.toml' if level == "warn" else ""
    yield Check(level, meaning, remedy)
    if not imap.authserv_id:
        what = f"chưa ghi authserv_id nên không biết máy chủ có chứng nhận người gửi hay không: {UNPROVEN[mode]}"
        remedy = "chạy mailbot doctor để biết máy chủ tự xưng tên gì, ghi tên ấy và own_hosts vào [imap]"
        yield Check("warn", what, remedy)
    elif not imap.own_hosts:
        what = f"đã ghi authserv_id nhưng chưa ghi own_hosts nên không dòng chứng nhận nào được tin: {UNPROVEN[mode]}"
        yield Check("warn", what, "ghi tên máy chủ nhận thư (sau chữ by ở dòng Received trên cùng) vào own_hosts")
    if imap.senders_bound:
        what = "senders_bound = true: tên miền được chứng nhận thì coi như đúng người viết"
        yield Check("warn", what, "chỉ đặt khi mailbot doctor --letter cho biết máy chủ không nhận thư mang tên khác")
    for one in here.campaign.office.deputies:
        if one.until >= here.today:
            days = f"từ {named_day(one.since)} đến hết {named_day(one.until)}"
            yield Check("fine", f"{one.address} nhận thư và quyết định thay {days}")
    if here.campaign.office.shared:
        what = (
            f"thư gửi phòng và mã xác nhận đến hộp thư chung {here.campaign.office.mailbox}: ai mở được hộp thư ấy đều "
            "quyết định được, mailbot ghi là hộp thư chung"
        )
        yield Check("warn", what, f"ghi địa chỉ riêng của từng người vào people trong tệp {here.campaign.code}.toml")


_CHECKS: Sequence[Callable[[Installation], Checks]] = (
    _within_bounds,
    _facts_confirmed,
    _calendar_confirmed,
    _office_complete,
    _references_confirmed,
    _targets_fit_a_form,
    _units_today,
    _roster_confirmed,
    _addresses_real,
    _mailbox_configured,
    _sign_in_configured,
    _sender_is_the_mailbox,
    _caps_fit_the_units,
    _page,
    _who_decides,
)
