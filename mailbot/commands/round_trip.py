"""Letters from the office's address to itself: do answers arrive where mailbot reads, unchanged, and who is believed?

People of the office answer from the very mailbox that letters come from, so their answers travel from the office to
the office. Servers file such mail elsewhere, drop it as a copy of what was sent, or rewrite what letters are known by;
only a letter that travels shows it. It brings along a forged word of the server about its sender, and a second one goes
under another address: does the server take them? Both bear mailbot's own mark, so no pass takes them for mails of the
campaign.
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
from rules.intake.proof import Weight, weight
from rules.mail import Address, Mail
from rules.post.authentication import Authentication, authenticate, beyond_reach
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
    outcome = app.outgoing.send(_forged_field(app, trial) + _letter(trial, app), mailbox, [mailbox])
    app.outgoing.close()
    if outcome.state in ("later", "refused"):
        yield Finding(False, f"Máy chủ không nhận thư thử gửi từ {mailbox} đến chính {mailbox}: {outcome.reason}.")
        return
    started = time.monotonic()
    arrived = _awaited(trial, {folder: before[folder] for folder in watched if folder in before}, seconds, app)
    if arrived is not None:
        yield from as_sent(arrived, trial, time.monotonic() - started, app)
        yield from _under_another_address(watched, seconds, app)
        return
    sent = app.mailbox.sent()
    others = {folder: uid for folder, uid in before.items() if folder not in watched and folder != sent}
    yield _astray(trial, _found(trial, others, app), watched, seconds)


def _trial(app: App) -> Trial:
    mailbox, token = app.campaign.office.mailbox, secrets.token_hex(16)
    domain = mailbox.rpartition("@")[2]
    code = app.campaign.code
    return Trial(token[:8], mailbox, f"<{token}@{domain}>", f"<{token[::-1]}@{domain}>", f"{code}/doctor/{token}")


def _somebody(trial: Trial) -> str:
    """An address of the office's domain that nobody has."""
    return f"thu-gia-{trial.code}@{trial.mailbox.rpartition('@')[2]}"


def _forged_field(app: App, trial: Trial) -> bytes:
    """As whoever forges a decision would put it on top of his mail."""
    name = app.server.authserv_id
    return f"Authentication-Results: {name}; auth=pass smtp.auth={_somebody(trial)}\r\n".encode() if name else b""


def _letter(trial: Trial, app: App, sender: str = "") -> bytes:
    """In the form of an answer: what must survive the way are Message-ID, In-Reply-To and the mark."""
    text = (
        "Thư này do lệnh “mailbot doctor --letter” gửi để xem thư trả lời của phòng có đến đúng thư mục mà mailbot đọc "
        "hay không. Không phải trả lời; có thể xóa."
    )
    envelope = Envelope(
        subject=trial.subject,
        sender=Address(sender or trial.mailbox, app.config.smtp.from_name),
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


def as_sent(arrived: Arrived, trial: Trial, seconds: float, app: App) -> Iterator[Finding]:
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
    if any(_somebody(trial) in field for field in beyond_reach(mail, app.server)):
        yield Finding(
            False,
            f"Máy chủ {app.server.authserv_id} để nguyên dòng Authentication-Results do người gửi tự ghi ở chỗ mailbot "
            "tin: ai cũng giả được người của phòng. Cần nhờ người quản trị máy chủ xóa những dòng mang tên máy chủ này "
            "khi nhận thư; chưa xong thì để trống authserv_id.",
        )
    yield from _proof(authenticate(mail, app.server), trial, app)


def _under_another_address(watched: Iterable[str], seconds: float, app: App) -> Iterator[Finding]:
    """Whether the server lets the office's login write in somebody else's name."""
    trial = _trial(app)
    other = _somebody(trial)
    before = {folder: _newest(folder, app) for folder in watched}
    outcome = app.outgoing.send(_letter(trial, app, other), trial.mailbox, [trial.mailbox])
    app.outgoing.close()
    arrived = None if outcome.state in ("later", "refused") else _awaited(trial, before, seconds, app)
    sender = arrived.mail.sender.address if arrived and arrived.mail.sender else ""
    bound = app.server.senders_bound
    if sender == other:
        yield Finding(
            not bound,
            f"Máy chủ cho gửi thư mang địa chỉ của người khác ({other}): chỉ dòng smtp.auth mới chứng nhận người viết."
            + (" Cần đặt lại senders_bound = false." if bound else ""),
        )
    elif outcome.state == "refused" or sender:
        how = "không nhận" if outcome.state == "refused" else "sửa lại"
        advice = "" if bound else " Có thể đặt senders_bound = true nếu mọi hộp thư của tên miền này đều bị ràng buộc."
        yield Finding(True, f"Máy chủ {how} thư mang địa chỉ của người khác ({other}).{advice}")
    else:
        yield Finding(
            None, f"Chưa biết máy chủ có cho gửi thư mang địa chỉ của người khác không: thư {other} chưa tới."
        )


def _proof(proof: Authentication, trial: Trial, app: App) -> Iterator[Finding]:
    """What an answer that came so would be worth."""
    name = app.server.authserv_id
    if not name:
        return
    if proof.person:
        yield Finding(True, f"Máy chủ {name} chứng nhận {trial.mailbox} đã đăng nhập: quyết định có hiệu lực ngay.")
        return
    found = "bác người gửi" if proof.failed else "không chứng nhận người gửi"
    follows = _FOLLOWS[weight(proof, app.config.decisions)]
    yield Finding(
        False if proof.failed else None,
        f"Máy chủ {name} {found} của thư thử: câu trả lời viết từ {trial.mailbox} {follows}. Cần nhờ người quản trị "
        "máy chủ ghi tên người đăng nhập (smtp.auth) vào dòng Authentication-Results trên cùng, cả với thư nội bộ, và "
        "ghi đủ own_hosts.",
    )


_FOLLOWS: dict[Weight, str] = {
    "counts": "vẫn được làm theo ngay",
    "proposed": "phải xác nhận bằng mã",
    "refused": "sẽ không được làm theo",
}


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
