"""`mailbot doctor`: tries everything that can be tried, and says what to do about what fails."""

import errno
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from shlex import quote

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from mailbot.app import App
from mailbot.commands.check import UNPROVEN
from mailbot.commands.finding import Finding
from mailbot.commands.outcome import Outcome
from mailbot.commands.page_probe import trouble_at
from mailbot.commands.round_trip import round_trip
from mailbot.keeping import rows_differ
from mailbot.preparing import boundary
from mailbot.private import EVERYBODY, too_open
from mailbot.reading.programs import capabilities
from mailbot.servers import sign_in_of
from mailbot.signin.settings import Flow
from mailbot.signin.sources import end_of
from mailbot.signin.store import Store
from mailbot.writing.template_check import check_templates
from rules.doors import how_to_name_people
from rules.errors import LoginRefused, MailbotError, SignInNeeded
from rules.file_format import readable
from rules.mail import Mail
from rules.post.authentication import servers_of
from rules.wording import lowered
from storage.work import ALL_DONE

MAILS_LOOKED_AT = 20
SHOWN = 5  # paths that others may read
CLOCK_MAY_DIFFER = timedelta(minutes=5)  # from the mail server's
_MINUTE = timedelta(minutes=1)
FREE_BYTES = 1 << 30  # of disk, for the archive and the database


def doctor(app: App, letter: float | None = None) -> Outcome:
    """The exit code is 1 where something that is needed fails. `letter`: send one, and wait so many seconds for it."""
    found = findings(app, letter)
    return Outcome(tuple(map(str, found)), int(any(finding.good is False for finding in found)))


def findings(app: App, letter: float | None = None) -> list[Finding]:
    probes: tuple[Probe, ...] = PROBES if letter is None else (*PROBES, partial(round_trip, seconds=letter))
    return [finding for probe in probes for finding in _guarded(probe, app)]


def _guarded(probe: "Probe", app: App) -> list[Finding]:
    try:
        return list(probe(app))
    except (MailbotError, OSError, SQLAlchemyError) as error:
        return [Finding(False, _in_words(error, app))]


def _in_words(error: Exception, app: App) -> str:
    """What fails, and what to do about it. Errors of mailbot's own say so themselves."""
    if isinstance(error, OSError):
        remedy = _OF_DISKS.get(error.errno or 0, "kiểm tra ổ đĩa và quyền của thư mục này")
        return f"Thư mục dữ liệu {app.config.data_folder} không đọc, ghi được. Cần {remedy}."
    if isinstance(error, OperationalError):
        remedy = "xem mục database.url, và đóng chương trình khác đang giữ cơ sở dữ liệu"
        return f"Cơ sở dữ liệu bị khóa, không mở được hoặc không ghi được. Cần {remedy}."
    if isinstance(error, SQLAlchemyError):
        return "Cơ sở dữ liệu hỏng. Cần dừng mailbot và khôi phục bản sao gần nhất: mailbot restore TỆP."
    if isinstance(error, LoginRefused) and not isinstance(error, SignInNeeded):
        return f"{error} Cần kiểm tra user và password_file của mục [imap]."
    return str(error)


_OF_DISKS = {
    errno.ENOSPC: "giải phóng ổ đĩa",
    errno.EDQUOT: "nới hạn mức ổ đĩa của người dùng chạy mailbot",
    errno.EROFS: "cho phép ghi lên ổ đĩa này",
    errno.EACCES: "cấp quyền ghi thư mục này cho người dùng chạy mailbot",
    errno.EPERM: "cấp quyền ghi thư mục này cho người dùng chạy mailbot",
}


Probe = Callable[[App], Iterator[Finding]]


def _database(app: App) -> Iterator[Finding]:
    for difference in rows_differ(app):
        yield Finding(False, f"{difference.what[:1].upper()}{difference.what[1:]}. Cần {difference.remedy}.")
    with app.begin() as work:
        events = work.events.count()
        work.notes.put("doctor", "", app.now())
        work.flush()  # it is written, and taken back
    yield Finding(True, f"Cơ sở dữ liệu đọc, ghi được ({events} dòng lịch sử).")


def _disk(app: App) -> Iterator[Finding]:
    folder = app.config.data_folder
    digest = app.archive.keep(f"doctor {time.time_ns()}".encode())
    app.archive.open(digest)
    app.archive.forget(digest)
    free = shutil.disk_usage(folder).free
    enough = free >= FREE_BYTES
    advice = "" if enough else " Cần giải phóng ổ đĩa."
    yield Finding(enough, f"Thư mục dữ liệu {folder} ghi được, còn trống {free / (1 << 30):.1f} GB.{advice}")


def _privacy(app: App) -> Iterator[Finding]:
    """Passwords are in files of root's that the group of mailbot may read; the rest is mended when mailbot starts."""
    servers = (app.config.imap, app.config.smtp)
    secrets = {Path(server.password_file) for server in servers if server.password_file}
    found = [*too_open(app.config), *(path for path in sorted(secrets) if path.stat().st_mode & EVERYBODY)]
    for path in found[:SHOWN]:
        whom = "o=" if path in secrets else "go="
        remedy = f"Cần chạy lệnh: chmod {whom} {quote(str(path))}"
        yield Finding(False, f"Người khác trên máy đọc được {path}. {remedy}")
    if len(found) > SHOWN:
        yield Finding(False, f"… và {len(found) - SHOWN} tệp, thư mục khác; khởi động lại mailbot thì tự sửa.")
    if not found:
        yield Finding(True, "Chỉ người dùng chạy mailbot đọc được dữ liệu và mật khẩu.")


def _clock(app: App) -> Iterator[Finding]:
    """The server stamps each mail as it arrives: no mail can have come later than now, nor any pass been made."""
    now = app.now()
    with app.begin() as work:
        moments = (work.arrivals.last_moment(), work.notes.moment(ALL_DONE))
    ahead = max((moment - now for moment in moments if moment is not None), default=timedelta())
    shown = f"{app.local(now):%H:%M ngày %d/%m/%Y}"
    if ahead <= CLOCK_MAY_DIFFER:
        yield Finding(True, f"Đồng hồ máy chủ: {shown} (múi giờ {app.campaign.calendar.timezone}).")
        return
    advice = "Cần chỉnh giờ và bật đồng bộ: timedatectl set-ntp true."
    yield Finding(False, f"Đồng hồ máy chủ ({shown}) chậm hơn máy chủ thư ít nhất {ahead // _MINUTE} phút. {advice}")


def _imap(app: App) -> Iterator[Finding]:
    if not app.config.imap.host:
        yield Finding(False, "Chưa ghi máy chủ đọc thư. Cần ghi host vào mục [imap] của tệp cấu hình.")
        return
    started = time.monotonic()
    app.mailbox.connect()
    yield Finding(True, f"Đăng nhập được hộp thư {app.config.imap.user} ({time.monotonic() - started:.1f} giây).")
    folders = app.mailbox.folders()
    yield Finding(bool(folders), f"Thư mục sẽ đọc: {', '.join(folders) or 'không có thư mục nào'}.")
    for name in app.mailbox.missing_folders:
        yield Finding(False, f"Không có thư mục {name} trong hộp thư: sửa mục [imap] folders.")
    if left_out := app.mailbox.left_out:
        yield Finding(None, f"Dấu * và % không gồm: {', '.join(left_out)}; thư mục nào cần đọc thì ghi rõ tên.")
    for folder in folders:
        uids = len(app.mailbox.new_uids(folder, 0)) if app.mailbox.select(folder) else 0
        yield Finding(True, f"Thư mục {folder}: {uids} thư.")
    with app.look() as work:
        for one in work.aside.all():
            what = f"Máy chủ chưa đưa ra được thư UID {one.uid} trong {one.folder}: {lowered(one.reason)}."
            yield Finding(False, f"{what} Cần báo người quản trị máy chủ thư; xem thêm: mailbot held.")
    if "IDLE" not in app.mailbox.capabilities():
        yield Finding(
            None, f"Máy chủ không báo thư mới (IDLE); thư được đọc mỗi {app.config.imap.poll_seconds:.0f} giây."
        )


_SOON = timedelta(days=30)  # what a person must renew is told this long before it ends


def _sign_in(app: App) -> Iterator[Finding]:
    """Whether the account signs in without a password, and until when; nothing where it has one."""
    settings = sign_in_of(app.config)
    if settings is None or app.tokens is None:
        return
    app.tokens()
    ends_at = end_of(settings, Store(app.config.data_folder))
    if ends_at is None:
        yield Finding(True, f"Đăng nhập không mật khẩu: {settings.provider}, {settings.flow}.")
        return
    days = (ends_at - app.now()).days
    advice = "" if ends_at - app.now() > _SOON else f" Cần {_RENEWAL[settings.flow]} trước ngày ấy."
    until = f"có hiệu lực đến ngày {app.local(ends_at):%d/%m/%Y} (còn {days} ngày)"
    yield Finding(
        not advice or None, f"Đăng nhập không mật khẩu: {settings.provider}, {settings.flow}, {until}.{advice}"
    )


_RENEWAL: dict[Flow, str] = {
    "device": "chạy lại mailbot login",
    "code": "chạy lại mailbot login",
    "application": "nhờ quản trị cấp chứng thư mới",
    "service-account": "nhờ quản trị cấp khóa mới",
}


def _senders(app: App) -> Iterator[Finding]:
    """Whether the server's word about senders can be believed: a wrong name would make every answer unproven."""
    with app.begin() as work:
        digests = work.arrivals.latest(MAILS_LOOKED_AT)
    mails = [_opened(app.archive.open(digest), app) for digest in digests if app.archive.has(digest)]
    servers = [servers_of(mail) for mail in mails]
    named = app.config.imap.authserv_id
    if not named:
        topmost = Counter(names[0] for names in servers if names).most_common(1)
        hint = "".join(f" Nếu {name} là máy chủ nhận thư của đơn vị, đặt tên ấy." for name, _ in topmost)
        follows = f"{UNPROVEN[app.config.decisions]}."
        yield Finding(None, f"Mục imap.authserv_id còn trống nên không biết ai đã gửi thư: {follows}{hint}")
        return
    found = sum(named.lower() in names for names in servers)
    advice = "" if found or not mails else " Cần kiểm tra tên trong imap.authserv_id."
    yield Finding(not advice, f"{found}/{len(mails)} thư mới nhất có kết quả kiểm tra nơi gửi của {named}.{advice}")


def _opened(raw: bytes, app: App) -> Mail:
    return boundary.opened(raw, app.frame, app.sandbox).mail


def _smtp(app: App) -> Iterator[Finding]:
    if not app.config.smtp.host:
        yield Finding(False, "Chưa ghi máy chủ gửi thư. Cần ghi host vào mục [smtp] của tệp cấu hình.")
        return
    app.outgoing.check()
    app.outgoing.close()
    yield Finding(True, f"Kết nối được máy chủ gửi thư {app.config.smtp.host}.")


def _templates(app: App) -> Iterator[Finding]:
    problems = check_templates((app.config.data_folder / "templates",))
    yield from (Finding(False, str(problem)) for problem in problems)
    if not problems:
        yield Finding(True, "Các mẫu thư không có lỗi.")


def formats_read(app: App) -> Iterator[Finding]:
    yield Finding(True, f"Định dạng tệp đọc được: {'; '.join(readable())}.")
    for capability in capabilities():
        advice = "" if capability.available else f" Cài đặt: {capability.remedy}"
        yield Finding(True if capability.available else None, f"{capability.name}: {capability.purpose}.{advice}")


# What a wall keeps from a file that took its reader over, and what follows where it does not stand.
_WALLS: dict[str, tuple[str, str]] = {
    "files": (
        "Trình đọc tệp không mở được mật khẩu, cơ sở dữ liệu, thư khác và không ghi ra ngoài thư mục tạm.",
        "Tệp độc hại có thể đọc mật khẩu và cơ sở dữ liệu. Cần nhân Linux 5.13 trở lên có Landlock (Debian 12, Ubuntu "
        "22.04).",
    ),
    "network": (
        "Trình đọc tệp không ra được mạng.",
        "Tệp độc hại có thể gửi dữ liệu ra mạng. Cần nhân Linux cho phép seccomp hoặc không gian tên người dùng "
        "(user namespace).",
    ),
    "processes": (
        "Trình đọc tệp không tác động được tiến trình khác và không để lại tiến trình nào.",
        "Tệp độc hại có thể dừng mailbot. Cần nhân Linux cho phép seccomp.",
    ),
    "programs": (
        "Trình đọc tệp chỉ chạy được các chương trình đọc đã khai báo.",
        "Tệp độc hại có thể chạy chương trình khác. Cần nhân Linux cho phép seccomp hoặc Landlock.",
    ),
}


def walls_that_stand(app: App) -> Iterator[Finding]:
    walls = app.sandbox.walls
    for name, (stands, missing) in _WALLS.items():
        yield Finding(True, stands) if getattr(walls, name) else Finding(None, missing)
    if not walls.enough:
        yield Finding(False, "Không có lớp bảo vệ nào cho việc đọc tệp nên mailbot không mở tệp đính kèm.")


def _page(app: App) -> Iterator[Finding]:
    """Whether the page answers where the configuration says that it is, and whether people can come in."""
    web, office = app.config.web, app.campaign.office
    if not web.enabled:
        return
    if not office.visitors:
        yield Finding(None, f"Chưa ai vào được trang web. Cần {how_to_name_people(app.campaign.code)}.")
    if not web.address:
        yield Finding(None, "Trang web chưa có địa chỉ ([web] address) nên không gửi thư đăng nhập.")
    where = f"http://{web.host}:{web.port}"
    trouble = trouble_at(web)
    advice = f"{trouble} Cần xem mailbot run có đang chạy không, hoặc cổng {web.port} có bị chương trình khác dùng."
    yield Finding(not trouble, advice if trouble else f"Trang web trả lời ở {where}, có đủ lớp bảo vệ.")


PROBES: tuple[Probe, ...] = (
    _database,
    _disk,
    _privacy,
    _clock,
    _sign_in,
    _imap,
    _senders,
    _smtp,
    _templates,
    formats_read,
    walls_that_stand,
    _page,
)
