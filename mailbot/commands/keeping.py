"""What the commands that copy say."""

from mailbot.backup import Copied
from mailbot.commands.outcome import Outcome


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
