"""One letter from the office's address to itself: do answers arrive where mailbot reads, and unchanged?

People of the office answer from the very mailbox that letters come from, so their answers travel from the office to
the office. Servers file such mail elsewhere, drop it as a copy of what was sent, or rewrite what letters are known by;
only a letter that travels shows it. It bears mailbot's own mark, so no pass takes it for a mail of the campaign.
"""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mailbot.app import App
from mailbot.commands.check import is_placeholder
from mailbot.commands.finding import Finding
from mailbot.mail.compose import Envelope, compose
from mailbot.preparing import boundary
from rules.intake.answering import proven
from rules.mail import Address, Mail
from rules.post.authentication import authenticate
from rules.post.manners import OWN_HEADER

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0  # seconds between two looks
_NEWEST = 20  # mails of a folder that are looked at


@dataclass(frozen=True, slots=True)
class Trial:
    """The letter as it left. `answers` is the Message-ID that it pretends to answer."""

    code: str
    mailbox: str
    message_id: str
    answers: str
    mark: str

    @property
    def subject(self) -> str:
        return f"Thư thử của mailbot ({self.code}), không phải trả lời"


@dataclass(frozen=True, slots=True)
class Arrived:
    folder: str
    mail: Mail


def round_trip(app: App, seconds: float) -> Iterator[Finding]:
    """Sends the letter and waits at most `seconds` for it. Raises MailboxError where the mailbox cannot be read."""
    mailbox = app.campaign.office.mailbox
    if is_placeholder(mailbox):
        yield Finding(False, f"Chưa gửi thư thử: {mailbox} chỉ là địa chỉ mẫu, cần sửa trong tệp phong trào.")
        return
    trial = _trial(app)
    watched = app.mailbox.folders()
    before = {folder: _newest(folder, app) for folder in app.mailbox.every_folder()}
    outcome = app.outgoing.send(_letter(trial, app), mailbox, [mailbox])
    app.outgoing.close()
    if outcome.state in ("later", "refused"):
        yield Finding(False, f"Máy chủ không nhận thư thử gửi từ {mailbox} đến chính {mailbox}: {outcome.reason}.")
        return
    started = time.monotonic()
    arrived = _awaited(trial, {folder: before[folder] for folder in watched if folder in before}, seconds, app)
    if arrived is not None:
        yield from as_sent(arrived, trial, time.monotonic() - started, app.config.imap.authserv_id)
        return
    sent = app.mailbox.sent()
    others = {folder: uid for folder, uid in before.items() if folder not in watched and folder != sent}
    yield _astray(trial, _found(trial, others, app), watched, seconds)


def _trial(app: App) -> Trial:
    mailbox, token = app.campaign.office.mailbox, secrets.token_hex(16)
    domain = mailbox.rpartition("@")[2]
    code = app.campaign.code
    return Trial(token[:8], mailbox, f"<{token}@{domain}>", f"<{token[::-1]}@{domain}>", f"{code}/doctor/{token}")


def _letter(trial: Trial, app: App) -> bytes:
    """In the form of an answer: what must survive the way are Message-ID, In-Reply-To and the mark."""
    text = (
        "Thư này do lệnh “mailbot doctor --letter” gửi để xem thư trả lời của phòng có đến đúng thư mục mà mailbot đọc "
        "hay không. Không phải trả lời; có thể xóa."
    )
    envelope = Envelope(
        subject=trial.subject,
        sender=Address(trial.mailbox, app.config.smtp.from_name),
        to=(Address(trial.mailbox),),
        message_id=trial.message_id,
        date=app.local(app.now()),
        mark=trial.mark,
        auto_submitted="auto-generated",
        in_reply_to=(trial.answers,),
        references=(trial.answers,),
    )
    return compose(envelope, text)


# --- Looking for it ---------------------------------------------------------------------------------------------


def _newest(folder: str, app: App) -> int:
    """The highest UID of a folder."""
    app.mailbox.select(folder)
    return max(app.mailbox.all_uids(folder), default=0)


def _awaited(trial: Trial, before: Mapping[str, int], seconds: float, app: App) -> Arrived | None:
    end, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while (arrived := _found(trial, before, app)) is None:
        left = end - time.monotonic()
        if left <= 0 or app.process.stop_asked.wait(min(pause, left)):
            return None
        pause = min(pause * 1.5, _LONGEST_PAUSE)
    return arrived


def _found(trial: Trial, before: Mapping[str, int], app: App) -> Arrived | None:
    """Known by the code in its subject, for whatever else a server may have changed."""
    for folder, uid in before.items():
        app.mailbox.select(folder)
        new = app.mailbox.new_uids(folder, uid)[-_NEWEST:]
        for one in app.mailbox.fetch(folder, new):
            mail = boundary.opened(one.raw, app.frame, app.sandbox).mail
            if trial.code in mail.subject:
                return Arrived(folder, mail)
    return None


# --- What it means ----------------------------------------------------------------------------------------------


def as_sent(arrived: Arrived, trial: Trial, seconds: float, authserv_id: str) -> Iterator[Finding]:
    """It came into a folder that is read. Whether an answer that came so would be understood, and be followed."""
    mail, lost = arrived.mail, []
    yield Finding(
        True,
        f"Thư thử từ {trial.mailbox} đến chính {trial.mailbox} tới thư mục {arrived.folder} sau {seconds:.0f} giây: "
        "thư trả lời của phòng đến được nơi mailbot đọc.",
    )
    lost += ["mã thư (Message-ID)"] if mail.message_id != trial.message_id else []
    lost += ["mã của thư được trả lời (In-Reply-To)"] if trial.answers not in mail.in_reply_to else []
    lost += [f"dấu riêng của mailbot ({OWN_HEADER})"] if mail.header(OWN_HEADER) != trial.mark else []
    if lost:
        yield Finding(
            False,
            f"Máy chủ thư đã bỏ hoặc đổi {', '.join(lost)} của thư thử: mailbot sẽ không hiểu được thư trả lời. Cần "
            "nhờ người quản trị máy chủ giữ nguyên phần đầu thư, hoặc quyết định bằng lệnh mailbot decide.",
        )
    proof = authenticate(mail, authserv_id)
    if not proven(proof):
        found = "bác người gửi" if proof.failed else "không ghi kết quả kiểm tra người gửi"
        yield Finding(
            False,
            f"Máy chủ {authserv_id} {found} của thư thử: câu trả lời viết từ {trial.mailbox} sẽ không được làm theo. "
            "Cần nhờ người quản trị máy chủ kiểm tra cả thư nội bộ, hoặc trả lời từ hộp thư khác của phòng.",
        )


def _astray(trial: Trial, elsewhere: Arrived | None, watched: Iterable[str], seconds: float) -> Finding:
    """It is in no folder that is read."""
    if elsewhere is not None:
        return Finding(
            False,
            f"Thư thử tới thư mục {elsewhere.folder}, không phải thư mục mailbot đọc ({', '.join(watched)}): thêm thư "
            f"mục ấy vào mục [imap] folders, hoặc sửa quy tắc lọc để thư từ {trial.mailbox} vào thư mục được đọc.",
        )
    return Finding(
        False,
        f"Máy chủ đã nhận thư thử nhưng sau {seconds:.0f} giây chưa thấy thư “{trial.subject}” trong hộp thư. Máy chủ "
        "chậm thì chạy lại với --wait 300; nếu vẫn không thấy, thư trả lời từ chính hộp thư này sẽ không đến mailbot: "
        "cần hỏi người quản trị máy chủ, hoặc trả lời từ hộp thư khác của phòng.",
    )
