"""`mailbot reparse`: kept mails read again, first to see what would differ.

Nothing is recorded unless asked for, and no letter leaves unless asked for.
"""

from mailbot.app import App
from mailbot.commands.outcome import Outcome
from mailbot.handling import handle
from mailbot.rereading import read_again


def reparse(numbers: list[int], app: App, *, record: bool, send: bool) -> Outcome:
    """Show what differs; with `record` take it over, with `send` also let the letters of that leave."""
    lines: list[str] = []
    for number in numbers:
        again = read_again(number, app)
        lines.append(f"Thư {number}: " + ("không có gì khác." if not again.lines else "đọc lại thấy khác:"))
        lines += again.lines
        if again.lines and record:
            handle(number, again.prepared, app, letters="again" if send else "none")
    if not record:
        lines.append("Chưa ghi gì. Ghi nhận bản đọc mới: thêm --yes; gửi cả thư xác nhận: thêm --send.")
    return Outcome(tuple(lines))
