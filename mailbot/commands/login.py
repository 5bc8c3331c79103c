"""`mailbot login`: a person signs in once; after that mailbot renews the sign-in by itself."""

from collections.abc import Callable, Iterator
from datetime import datetime

from mailbot.commands.finding import Finding
from mailbot.commands.outcome import Outcome
from mailbot.mail.imap import Mailbox
from mailbot.mail.smtp import Outgoing
from mailbot.signin.permissions import steps
from mailbot.signin.settings import BY_A_PERSON, SignInSettings
from mailbot.signin.sources import by_code, by_device
from mailbot.signin.store import Store
from rules.errors import MailbotError

Say = Callable[[str], None]
Ask = Callable[[str], str]

NO_PROVIDER = "Mục [oauth] provider còn trống: mailbot đăng nhập bằng mật khẩu, không cần lệnh này."


def login(settings: SignInSettings, store: Store, now: Callable[[], datetime], say: Say, ask: Ask) -> None:
    """Walks through it; `ask` shows a sentence and gives back what was typed. Raises SignInNeeded, SignInAway or
    OSError."""
    say("Trước khi đăng nhập, người quản trị hộp thư phải làm xong các bước sau:")
    for number, step in enumerate(steps(settings), 1):
        say(f"  {number}. {step}")
    if settings.flow not in BY_A_PERSON:
        say("Cách đăng nhập này không cần người đăng nhập; mailbot thử ngay dưới đây.")
        return
    if settings.flow == "device":
        by_device(settings, store, now, lambda address, code: _show_code(address, code, settings, say))
    else:
        by_code(settings, store, now, lambda address: _show_address(address, settings, say, ask))
    say(f"Đã đăng nhập; phiên đăng nhập được giữ trong {store.path}, chỉ mailbot đọc được.")


def _show_code(address: str, code: str, settings: SignInSettings, say: Say) -> None:
    say(f"Mở {address} trên máy bất kỳ, nhập mã {code}, đăng nhập bằng tài khoản được đọc hộp thư {settings.mailbox}.")
    say("Đang chờ …")


def _show_address(address: str, settings: SignInSettings, say: Say, ask: Ask) -> str:
    say(f"Mở địa chỉ sau trên máy bất kỳ và đăng nhập bằng {settings.mailbox}:")
    say(address)
    say("Sau khi đồng ý, trình duyệt báo không mở được trang 127.0.0.1: đúng là như vậy.")
    return ask("Chép toàn bộ địa chỉ trên thanh địa chỉ của trình duyệt vào đây: ")


def attempt(mailbox: Mailbox, outgoing: Outgoing) -> Outcome:
    """Whether both servers take the sign-in. The exit code is 1 where one does not."""
    findings = (*_tried("Đọc thư (IMAP)", mailbox.connect), *_tried("Gửi thư (SMTP)", outgoing.check))
    return Outcome(tuple(map(str, findings)), int(not all(finding.good for finding in findings)))


def _tried(what: str, trial: Callable[[], None]) -> Iterator[Finding]:
    try:
        trial()
    except MailbotError as error:
        yield Finding(False, f"{what}: {error}")
    else:
        yield Finding(True, f"{what}: đăng nhập được.")
