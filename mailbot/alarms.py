"""What somebody must notice: a letter to the office once when it begins and once when it is over.

Where mail itself is the fault, or the database, the letter may never arrive: so the same words always stand in a file
of the data folder, too, until all is well.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from mailbot.app import App
from mailbot.logs import log, where
from mailbot.outbox import enqueue
from rules.intake.decision import Step
from rules.letter_kind import ALARM as LETTER
from rules.letters.letter import AlarmFacts, LetterOrder
from storage.tables import LetterRow
from storage.work import ALARM, PAUSED

Name = Literal["pass", "keeping", "paused", "letters", "walls"]

FILE = "CANH-BAO.txt"
LATE = timedelta(minutes=15)  # without a full pass

# What has happened, and what to do about it.
_WORDS: dict[Name, tuple[str, str]] = {
    "pass": (
        "Đã hơn 15 phút mailbot chưa đọc hết hộp thư, chưa xử lý hoặc chưa gửi được thư",
        "chạy lệnh mailbot doctor trên máy chủ để biết máy chủ thư, cơ sở dữ liệu hay ổ đĩa có lỗi và cách khắc phục",
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


def sound(name: Name, app: App) -> None:
    """Begin an alarm, unless it has begun. Raises SQLAlchemyError where the database refuses; the file is there."""
    what, remedy = _WORDS[name]
    write(f"{what}. Cần làm: {remedy}.", app.config.data_folder, app.local(app.now()))
    with app.begin() as work:
        if work.notes.get(ALARM + name):
            return
        work.notes.put(ALARM + name, "1", app.now())
        facts = AlarmFacts(what, remedy, app.now())
        enqueue(
            LetterOrder(LETTER, f"alarm:{app.campaign.code}:{name}:{app.now():%Y%m%dT%H%M%S}", _to(app), facts),
            work,
            app,
        )
        work.events.add(app.now(), [Step("alarm", what)])
        work.commit()
    log.error("alarm", name=name)


def settle(name: Name, app: App) -> None:
    """End an alarm, if it has begun."""
    what, remedy = _WORDS[name]
    with app.begin() as work:
        since = work.notes.moment(ALARM + name)
        if not work.notes.get(ALARM + name) or since is None:
            return
        work.notes.put(ALARM + name, "", app.now())
        facts = AlarmFacts(what, remedy, since, app.now())
        key = f"alarm-over:{app.campaign.code}:{name}:{app.now():%Y%m%dT%H%M%S}"
        enqueue(LetterOrder(LETTER, key, _to(app), facts), work, app)
        work.events.add(app.now(), [Step("alarm over", what)])
        others = any(work.notes.get(ALARM + other) for other in _WORDS if other != name)
        work.commit()
    if not others:
        with suppress(OSError):
            (app.config.data_folder / FILE).unlink(missing_ok=True)
    log.info("alarm over", name=name)


def begun(app: App) -> tuple[Name, ...]:
    with app.begin() as work:
        return tuple(name for name in _WORDS if work.notes.get(ALARM + name))


def watch(app: App, full: bool) -> None:
    """After each pass: is everything done as it should be?"""
    app.failing_since = None if full else app.failing_since or app.now()
    try:
        if full:
            settle("pass", app)
        elif app.failing_since and app.now() - app.failing_since > LATE:
            sound("pass", app)
        with app.begin() as work:
            paused = bool(work.notes.get(PAUSED))
            stuck = work.session.exec(select(LetterRow.id).where(LetterRow.state == "held")).first() is not None
        (sound if paused else settle)("paused", app)
        (sound if stuck else settle)("letters", app)
        if full and not begun(app):  # what a command wrote there of a database that was broken
            with suppress(OSError):
                (app.config.data_folder / FILE).unlink(missing_ok=True)
    except SQLAlchemyError as error:
        log.error("alarm failed", **where(error))  # the file says what can be said


def _to(app: App) -> tuple[str, ...]:
    return app.campaign.office.letters_to


def write(what: str, folder: Path, at: datetime) -> None:
    """Into the alarm file. The disk may be the fault as well; then nothing is left but the log."""
    with suppress(OSError):
        (folder / FILE).write_text(f"{at:%H:%M ngày %d/%m/%Y}: {what}\n", "utf-8")
