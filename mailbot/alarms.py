"""What somebody must notice: a letter to the office once when it begins and once when it is over.

Where mail itself is the fault, or the database, the letter may never arrive: so the same words always stand in a file
of the data folder, too, until all is well.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from mailbot.app import App
from mailbot.faults import in_words
from mailbot.logs import log, where
from mailbot.mail.sign_in import SignIn
from mailbot.outbox import enqueue
from mailbot.servers import signs_in_by_token
from rules.errors import LoginRefused, MailbotError, SendingRefused
from rules.happened import Happened
from rules.letter_kind import ALARM as LETTER
from rules.letters.letter import AlarmFacts, LetterOrder
from rules.trace import Step
from rules.wording import lowered
from storage.work import ALARM, PAUSED

Name = Literal["pass", "login", "login-to-send", "keeping", "walls", "paused", "letters"]

FILE = "CANH-BAO.txt"
LATE = timedelta(minutes=15)  # without a full pass

# What has happened, and what to do about it.
_WORDS: dict[Name, tuple[str, str]] = {
    "pass": (
        "Đã hơn 15 phút mailbot chưa đọc hết hộp thư, chưa xử lý hoặc chưa gửi được thư",
        "chạy lệnh mailbot doctor trên máy chủ để biết máy chủ thư, cơ sở dữ liệu hay ổ đĩa có lỗi và cách khắc phục",
    ),
    "login": (
        "Máy chủ thư từ chối tên đăng nhập hoặc mật khẩu của hộp thư; mailbot thử lại thưa dần để tránh bị khóa "
        "tài khoản",
        "ghi mật khẩu đúng vào tệp mà password_file trong mục [imap] chỉ tới; mailbot dùng ngay, không cần khởi động "
        "lại",
    ),
    "login-to-send": (
        "Máy chủ gửi thư từ chối tên đăng nhập hoặc mật khẩu; mailbot thử lại thưa dần, các thư đang chờ không bị mất",
        "ghi mật khẩu đúng vào tệp mà password_file trong mục [smtp] chỉ tới (để trống: của mục [imap]); "
        "mailbot dùng ngay, không cần khởi động lại",
    ),
    "keeping": (
        "Kho thư gốc, cơ sở dữ liệu và hộp thư không khớp nhau",
        "chạy lệnh mailbot verify để xem từng điểm khác nhau và cách khắc phục",
    ),
    "walls": (
        "Máy chủ không có lớp bảo vệ nào cho việc đọc tệp nên mailbot không mở tệp đính kèm; thư vẫn được nhận và lưu",
        "chạy lệnh mailbot doctor trên máy chủ để biết thiếu gì; khắc phục xong, chạy lệnh mailbot reparse để đọc các "
        "tệp đã để lại",
    ),
    "paused": (
        "mailbot đang tạm ngừng gửi thư; các thư đang chờ không bị mất",
        "chạy lệnh mailbot health để xem lý do; xem xong, chạy lệnh mailbot resume",
    ),
    "letters": (
        "Có thư gửi đi bị giữ lại vì máy chủ không nhận, hoặc vì không rõ đã gửi hay chưa",
        "chạy lệnh mailbot held để xem từng thư và cho gửi lại hoặc thôi gửi",
    ),
}


# The same where access tokens serve instead of passwords.
_BY_TOKEN: dict[Name, tuple[str, str]] = {
    "login": (
        "Phiên đăng nhập hộp thư không có hoặc không còn hiệu lực; mailbot thử lại thưa dần để tránh bị khóa tài khoản",
        "chạy lệnh mailbot login trên máy chủ và làm theo hướng dẫn; mailbot dùng ngay phiên đăng nhập mới, không cần "
        "khởi động lại",
    ),
    "login-to-send": (
        "Máy chủ gửi thư từ chối phiên đăng nhập của hộp thư; mailbot thử lại thưa dần, các thư đang chờ không bị mất",
        "chạy lệnh mailbot login trên máy chủ và làm theo hướng dẫn; mailbot dùng ngay phiên đăng nhập mới, không cần "
        "khởi động lại",
    ),
}


def _words(name: Name, app: App) -> tuple[str, str]:
    server = app.config.smtp if name == "login-to-send" else app.config.imap
    return _BY_TOKEN.get(name, _WORDS[name]) if signs_in_by_token(server, app.config) else _WORDS[name]


def sound(name: Name, app: App, reason: str = "") -> None:
    """Begin an alarm, unless it has begun. Raises SQLAlchemyError where the database refuses; the file is there.

    `reason`: Vietnamese, without names of people, addresses or words of a mail.
    """
    what, remedy = _words(name, app)
    why = f" Lý do: {reason}." if reason else ""
    write(f"{what}.{why} Cần làm: {remedy}.", app.config.data_folder, app.local(app.now()))
    with app.begin() as work:
        if work.notes.get(ALARM + name):
            return
        work.notes.put(ALARM + name, "1", app.now())
        facts = AlarmFacts(what, remedy, app.now(), reason=reason)
        enqueue(
            LetterOrder(LETTER, f"alarm:{app.campaign.code}:{name}:{app.now():%Y%m%dT%H%M%S}", _to(app), facts),
            work,
            app,
        )
        work.events.add(app.now(), [Step(Happened.ALARM, what)])
        work.commit()
    log.error("alarm", name=name)


def settle(name: Name, app: App) -> None:
    """End an alarm, if it has begun."""
    what, remedy = _words(name, app)
    with app.begin() as work:
        since = work.notes.moment(ALARM + name)
        if not work.notes.get(ALARM + name) or since is None:
            return
        work.notes.put(ALARM + name, "", app.now())
        facts = AlarmFacts(what, remedy, since, app.now())
        key = f"alarm-over:{app.campaign.code}:{name}:{app.now():%Y%m%dT%H%M%S}"
        enqueue(LetterOrder(LETTER, key, _to(app), facts), work, app)
        work.events.add(app.now(), [Step(Happened.ALARM_OVER, what)])
        others = any(work.notes.get(ALARM + other) for other in _WORDS if other != name)
        work.commit()
    if not others:
        with suppress(OSError):
            (app.config.data_folder / FILE).unlink(missing_ok=True)
    log.info("alarm over", name=name)


def begun(app: App) -> tuple[Name, ...]:
    with app.begin() as work:
        return tuple(name for name in _WORDS if work.notes.get(ALARM + name))


def watch(app: App, full: bool, troubles: Sequence[Exception] = ()) -> None:
    """After each pass: is everything done as it should be? `troubles`: what kept it from being full."""
    app.process.failing_since = None if full else app.process.failing_since or app.now()
    for look in (partial(_passes, app, full, troubles), partial(_sign_ins, app), partial(_letters, app)):
        try:
            look()
        except SQLAlchemyError as error:  # each for itself: the file says what can be said without the database
            log.error("alarm failed", **where(error))
    if full:
        with suppress(OSError, SQLAlchemyError):
            if not begun(app):  # what a command wrote there of a database that was broken
                (app.config.data_folder / FILE).unlink(missing_ok=True)


def _passes(app: App, full: bool, troubles: Sequence[Exception]) -> None:
    others = [one for one in troubles if not _told_apart(one, app)]
    if full:
        settle("pass", app)
    elif app.process.failing_since and app.now() - app.process.failing_since > LATE and (others or not troubles):
        sound("pass", app, _in_words(others))


def _sign_ins(app: App) -> None:
    _signed_in("login", app.sign_in, app)
    if not app.sign_in_to_send.shares_with(app.sign_in):
        _signed_in("login-to-send", app.sign_in_to_send, app)


def _letters(app: App) -> None:
    with app.begin() as work:
        paused = bool(work.notes.get(PAUSED))
        stuck = bool(work.letters.held())
    (sound if paused else settle)("paused", app)
    (sound if stuck else settle)("letters", app)


def _told_apart(trouble: Exception, app: App) -> bool:
    """A refused sign-in has an alarm of its own."""
    refused = isinstance(trouble, LoginRefused) and app.sign_in.is_refused
    return refused or (isinstance(trouble, SendingRefused) and app.sign_in_to_send.is_refused)


def _signed_in(name: Literal["login", "login-to-send"], sign_in: SignIn, app: App) -> None:
    """A refusal is told at once: it is no stumble that passes by itself. Of a new secret that nothing has been tried
    with yet nobody can say anything."""
    if not sign_in.is_refused:
        settle(name, app)
    elif not sign_in.is_replaced:
        sound(name, app, sign_in.refusal.reason)


def _in_words(troubles: Sequence[Exception]) -> str:
    """Each reason once, as clauses of one sentence."""
    told = [_clause(one) for one in troubles]
    return "; ".join(dict.fromkeys(filter(None, told)))


def _clause(error: Exception) -> str:
    if isinstance(error, MailbotError):
        return lowered(str(error).rstrip("."))
    return lowered(in_words(error).rstrip(".")) if isinstance(error, OSError | OperationalError) else ""


def _to(app: App) -> tuple[str, ...]:
    return app.campaign.office.letters_to


def write(what: str, folder: Path, at: datetime) -> None:
    """Into the alarm file. The disk may be the fault as well; then nothing is left but the log."""
    with suppress(OSError):
        (folder / FILE).write_text(f"{at:%H:%M ngày %d/%m/%Y}: {what}\n", "utf-8")
