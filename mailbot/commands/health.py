"""`mailbot health`: whether somebody must look, measured by what was done, not by a process being there.

The keys of the JSON are a promise to whoever watches from outside.
"""

from datetime import timedelta
from typing import Any

from mailbot.alarms import LATE, begun
from mailbot.app import App
from mailbot.commands.outcome import Outcome
from rules.calendar import local
from storage.work import ALL_DONE, CLOSED, PAUSED, READING


def facts(app: App) -> dict[str, Any]:
    """The age of the last full pass and what waits; `healthy` is what the exit code says. A pass that reads very many
    mails is as good as a full one, as long as it gets on (`reading`)."""
    now = app.now()
    with app.begin() as work:
        last = work.notes.moment(ALL_DONE)
        held = len(work.arrivals.held())
        waiting = len(work.letters.waiting(now))
        paused = work.notes.get(PAUSED) or ""
        closed = work.notes.beginning(CLOSED)
        reading, told = work.notes.get(READING), work.notes.moment(READING)
    alarms = begun(app)
    late = max(LATE, timedelta(seconds=3 * app.config.imap.poll_seconds))
    gets_on = bool(reading) and told is not None and now - told <= late
    lately = last is not None and now - last <= late
    return {
        "healthy": (lately or gets_on) and not alarms and not paused,
        "last_full_pass": last.isoformat() if last else None,
        "age_seconds": round((now - last).total_seconds()) if last else None,
        "alarms": list(alarms),
        "paused": paused,
        "closed": sorted(closed.values()),
        "reading": reading if gets_on else "",
        "held": held,
        "letters_waiting": waiting,
    }


def health(app: App) -> Outcome:
    found = facts(app)
    with app.begin() as work:
        last = work.notes.moment(ALL_DONE)
    when = f"{local(last, app.campaign.calendar):%H:%M:%S ngày %d/%m/%Y}" if last else "chưa có"
    lines = [
        "Hoạt động bình thường." if found["healthy"] else "CẦN NGƯỜI KIỂM TRA.",
        f"  Lượt đọc, xử lý, gửi thư trọn vẹn gần nhất: {when}",
        f"  Thư đến bị giữ lại: {found['held']}; thư gửi đi đang chờ: {found['letters_waiting']}",
    ]
    if found["reading"]:
        lines.insert(1, f"  {found['reading']}")
    if found["paused"]:
        lines.append(f"  Đang tạm ngừng gửi thư ({found['paused']}); xem xong, chạy lệnh: mailbot resume")
    for reason in found["closed"]:
        lines.append(f"  Một số thư đang chờ ({reason}), sẽ tự gửi; muốn gửi ngay, chạy lệnh: mailbot resume")
    if not found["healthy"] and not found["paused"]:
        lines.append("  Chạy lệnh mailbot doctor để biết nguyên nhân.")
    return Outcome(tuple(lines), 0 if found["healthy"] else 1)
