"""What the commands that copy say."""

from datetime import datetime

from mailbot.backup import Copied
from mailbot.commands.outcome import Outcome
from mailbot.config import Config
from mailbot.database import open_database
from mailbot.office_of_rows import rename
from mailbot.rebuilding import Rebuilt
from rules.letter_kind import letter_kind


def copied(copy: Copied) -> Outcome:
    """The exit code is 1 where mails are missing: somebody must look before good copies are rotated away."""
    if not copy.missing:
        return Outcome((f"Đã sao lưu vào {copy.place}",), 0)
    first = ", ".join(f"{digest[:12]}…" for digest in copy.missing[:5])
    return Outcome(
        (
            f"Bản sao lưu {copy.place} THIẾU {len(copy.missing)} thư gốc đã mất hoặc hỏng trong kho lưu trữ ({first}).",
            "Cần làm: giữ các bản sao lưu cũ, chạy lệnh mailbot verify để lấy lại thư từ máy chủ, rồi sao lưu lại.",
        ),
        1,
    )


def rebuilt(found: Rebuilt) -> Outcome:
    """What was made anew, what did not leave, and what only a person can bring back."""
    mails = sum(found.verdicts.values())
    lines = [
        f"Đã dựng lại dữ liệu của {mails} thư từ kho lưu trữ và hộp thư ({found.only_here} thư chỉ còn trong kho)."
    ]
    if not found.whole:
        lines.append("CHƯA đọc được hết hộp thư: sửa lỗi (mailbot doctor) rồi chạy lại mailbot rebuild.")
    lines.append("Không gửi thư nào.")
    if found.unsent:
        kinds = ", ".join(f"{count} {letter_kind(kind).called}" for kind, count in sorted(found.unsent.items()))
        lines.append(f"Những thư đến hạn nhưng không rõ đã gửi hay chưa, nên sẽ không gửi: {kinds}.")
    lines += [
        "Cần người xem, vì không dựng lại được từ thư:",
        "  - quyết định của phòng (gia hạn, miễn, tạm dừng, bản giấy, đã xác nhận, địa chỉ đã gán cho đơn vị) và phần",
        "    đã nhập trong bảng tính: xem lại thư cũ và hồ sơ, ghi lại bằng mailbot decide, mailbot take-workbook;",
        f"  - {found.questions} câu hỏi đang chờ (mailbot decide list) và {found.held} thư bị giữ lại (mailbot held);",
        "  - đơn vị nào đã nhận thư đề nghị, thư nhắc: xem thư mục thư đã gửi của hộp thư.",
        "Xem xong, chạy lệnh mailbot resume: mailbot chỉ gửi những thư đến hạn kể từ lúc này.",
    ]
    return Outcome(tuple(lines), 0 if found.whole else 1)


def renamed(config: Config, old: str, now: datetime) -> str:
    """Raises AnotherOffice where the rows are not those of `old`."""
    new = config.imap.account
    engine = open_database(config, begins=False)
    try:
        rename(engine, old, new, now)
    finally:
        engine.dispose()
    return f"Dữ liệu của hộp thư {old} từ nay là của hộp thư {new}. Thư đã xử lý không xử lý lại."
