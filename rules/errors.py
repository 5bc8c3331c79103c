"""The one tree of errors. What people do (an unknown sender, a late mail) is never an error but a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file that a person edits, in Vietnamese, with what to do about it."""

    file: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}" if self.line else self.file
        return f"{place}: {self.what} → {self.remedy}"


class MailbotError(Exception):
    """mailbot không làm được việc được yêu cầu."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "").strip()


class ConfigurationError(MailbotError):
    """Tệp cấu hình, tệp phong trào hoặc danh sách đơn vị có lỗi. All problems are reported at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ServerError(MailbotError):
    """Máy chủ thư có lỗi."""

    def __init__(self, *told: str, logged: str = "", said: str = "") -> None:
        super().__init__(*told)
        self.logged = logged  # why, in words for the log: they name nobody and quote no mail
        self.said = said  # the server's own words, "" where it said nothing


class MailboxError(ServerError):
    """Không đọc được hộp thư."""  # another try may succeed


class LoginRefused(MailboxError):
    """Máy chủ thư từ chối tên đăng nhập hoặc mật khẩu."""


class SignInNeeded(LoginRefused):
    """Chưa đăng nhập hộp thư, hoặc lần đăng nhập trước không còn hiệu lực. Cần chạy lệnh mailbot login."""


class SignInAway(MailboxError):
    """Máy chủ đăng nhập không trả lời."""  # another try may succeed


class SendingError(ServerError):
    """Không gửi được thư."""  # another try may succeed


class SendingRefused(SendingError):
    """Máy chủ gửi thư từ chối tên đăng nhập hoặc mật khẩu."""


class ArchiveDamaged(MailbotError):
    """Tệp thư gốc trong kho lưu trữ bị thiếu hoặc không còn nguyên vẹn."""


class LeaseHeld(MailbotError):
    """Một mailbot khác đang phục vụ hộp thư này."""
