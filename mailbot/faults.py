"""What the disk or the database refuses, as one sentence for who keeps the machine."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mailbot.database import RowsDamaged, is_damage

_FULL = "ổ đĩa đã đầy; dọn bớt rồi chạy lại"
_CLOSED = "không có quyền ghi; kiểm tra chủ sở hữu và quyền của thư mục dữ liệu rồi chạy lại"
_DISK = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
}
# What SQLite and the drivers of other databases say, in the order of looking.
_DATABASE = (
    ("locked", "chương trình khác đang giữ; đợi chương trình ấy xong rồi chạy lại"),
    ("full", _FULL),
    ("readonly", _CLOSED),
    ("unable to open", _CLOSED),
    ("disk I/O", "ổ đĩa đọc, ghi bị lỗi; kiểm tra ổ đĩa rồi chạy lệnh mailbot verify"),
    ("connection", "không kết nối được máy chủ cơ sở dữ liệu; kiểm tra mục [database] url và máy chủ ấy rồi chạy lại"),
)
_OTHER = "chạy lệnh mailbot verify; nếu cơ sở dữ liệu hỏng thì khôi phục từ bản sao lưu: mailbot restore TỆP"


def in_words(error: OSError | SQLAlchemyError | sqlite3.Error) -> str:
    """A Vietnamese sentence with the reason and the remedy."""
    if isinstance(error, OSError):
        reason = _DISK.get(error.errno or 0, error.strerror or type(error).__name__)
        return f"Không dùng được {error.filename or 'tệp trên ổ đĩa'}: {reason}."
    if is_damage(error):
        return str(RowsDamaged())
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    return f"Không dùng được cơ sở dữ liệu: {next((why for word, why in _DATABASE if word in said), _OTHER)}."
