"""`mailbot doctor --letter` where the SMTP server delivers into Dovecot, as an office's server does, or does not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.commands.doctor import doctor
from mailbot.commands.outcome import Outcome
from mailbot.demo.servers import Letter, SmtpSink
from tests.app.world import World, installed, mail
from tests.servers.dovecot import Dovecot, version

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(version() is None, reason="Dovecot is not installed (make system-deps)"),
]
OURS = "mx.so.example"
HOST = "mail.so.example"
TRACE = b"Received: from x by mail.so.example with ESMTPSA id 1; Tue, 20 Aug 2024 09:00:00 +0700\r\n"
JUNK = "Thư rác"

Way = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with TemporaryDirectory(prefix="mailbot-doctor-") as folder, Dovecot(Path(folder)) as dovecot:
        yield dovecot


@pytest.fixture
def dovecot(server: Dovecot) -> Dovecot:
    server.next_account()
    return server


def _through(dovecot: Dovecot, way: Way = lambda raw: raw, folder: str = "INBOX") -> Callable[[Letter], None]:
    """What the SMTP server does with a letter that it took."""

    def deliver(letter: Letter) -> None:
        raw = way(letter.raw)
        if folder == "INBOX":
            dovecot.deliver_by_lmtp(raw, letter.sender)
        else:
            dovecot.deliver(raw, folder=folder)

    return deliver


def _examined(here: World, seconds: float = 30) -> tuple[list[str], Outcome]:
    """What is said of the letter, and everything."""
    outcome = doctor(here.app, seconds)
    before = len(doctor(here.app).lines)
    return list(outcome.lines[before:]), outcome


def test_a_letter_that_comes_back_proves_that_answers_arrive(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink(on_letter=_through(dovecot)) as sink, installed(tmp_path, dovecot, sink) as here:
        (line, another), _ = _examined(here)
        office = here.app.campaign.office.mailbox
        assert [(letter.sender, letter.recipients) for letter in sink.letters] == [(office, (office,))] * 2
        assert "cho gửi thư mang địa chỉ của người khác" in another
        told = rf"ĐẠT    Thư thử từ {office} đến chính {office} tới thư mục INBOX sau \d+ giây: .* nơi mailbot đọc\."
        assert re.fullmatch(told, line)


def test_the_letter_leaves_no_trace_in_the_campaign(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink(on_letter=_through(dovecot)) as sink, installed(tmp_path, dovecot, sink) as here:
        _examined(here)
        assert here.one_pass().handled == 2
        rows = here.ledger()
        assert [(row["state"], row["verdict"], row["letters"]) for row in rows] == [("done", "own", [])] * 2
        season = here.season()
        assert (season.versions, season.questions) == ((), ())
        assert {letter.kind.name for letter in season.letters} == {
            "announcement"
        }  # due in any case, the summary of the week with it


def test_letters_leave_only_where_they_are_asked_for(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink(on_letter=_through(dovecot)) as sink, installed(tmp_path, dovecot, sink) as here:
        doctor(here.app)
        assert list(sink.letters) == []


def test_a_letter_in_a_folder_that_nobody_reads_is_found_there(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink(on_letter=_through(dovecot, folder=JUNK)) as sink, installed(tmp_path, dovecot, sink) as here:
        (line,), outcome = _examined(here, 1)
        assert line.startswith(f"LỖI    Thư thử tới thư mục {JUNK}, không phải thư mục mailbot đọc (INBOX)")
        assert outcome.code == 1


def test_a_copy_among_sent_mail_proves_nothing(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink(on_letter=_through(dovecot, folder="Sent")) as sink, installed(tmp_path, dovecot, sink) as here:
        (line,), _ = _examined(here, 1)
        assert line.startswith("LỖI    Máy chủ đã nhận thư thử nhưng sau 1 giây chưa thấy")


def test_a_second_folder_that_is_read_is_as_good(dovecot: Dovecot, tmp_path: Path) -> None:
    folders = ("INBOX", JUNK)
    with (
        SmtpSink(on_letter=_through(dovecot, folder=JUNK)) as sink,
        installed(tmp_path, dovecot, sink, folders) as here,
    ):
        (line, _), _ = _examined(here)
        assert line.startswith("ĐẠT") and f"tới thư mục {JUNK}" in line


def test_a_letter_that_is_lost_is_waited_for_no_longer_than_told(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink() as sink, installed(tmp_path, dovecot, sink) as here:
        dovecot.deliver(mail(subject="Một thư khác, đến trong lúc chờ"))
        (line,), outcome = _examined(here, 1)
        assert "chưa thấy thư “Thư thử của mailbot (" in line and "--wait 300" in line
        assert outcome.code == 1


def test_a_letter_that_the_server_refuses_is_told_with_its_words(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink() as sink, installed(tmp_path, dovecot, sink) as here:
        sink.answers.append("554 5.7.1 own mail is not relayed")
        (line,), _ = _examined(here)
        assert line.startswith("LỖI    Máy chủ không nhận thư thử")
        assert "own mail is not relayed" in line


@pytest.mark.parametrize(
    ("pattern", "lost"),
    [
        (rb"(?m)^Message-ID: .*$", "mã thư (Message-ID)"),
        (rb"(?m)^In-Reply-To: .*$", "mã của thư được trả lời (In-Reply-To)"),
        (rb"(?m)^X-Mailbot: .*$", "dấu riêng của mailbot (X-Mailbot)"),
    ],
)
def test_what_a_server_changes_is_named(dovecot: Dovecot, tmp_path: Path, pattern: bytes, lost: str) -> None:
    def rewritten(raw: bytes) -> bytes:
        changed, count = re.subn(pattern, b"X-Was: there\r", raw)
        assert count == 1
        return changed

    with SmtpSink(on_letter=_through(dovecot, rewritten)) as sink, installed(tmp_path, dovecot, sink) as here:
        (arrived, line, _), outcome = _examined(here)
        assert arrived.startswith("ĐẠT")
        assert line.startswith(f"LỖI    Máy chủ thư đã bỏ hoặc đổi {lost} của thư thử")
        assert outcome.code == 1


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (b"", "không chứng nhận người gửi"),
        (b"Authentication-Results: mx.so.example; dmarc=fail header.from=laocai.edu.vn\r\n", "bác người gửi"),
        (
            b"Authentication-Results: mx.so.example; dmarc=pass header.from=laocai.edu.vn\r\n",
            "không chứng nhận người gửi của thư thử: câu trả lời viết từ phongtccb@laocai.edu.vn phải xác nhận bằng mã",
        ),
        (
            b"Authentication-Results: mx.so.example; auth=pass smtp.auth=phongtccb@laocai.edu.vn\r\n" + TRACE,
            "chứng nhận phongtccb@laocai.edu.vn đã đăng nhập: quyết định có hiệu lực ngay",
        ),
        (TRACE, "không chứng nhận người gửi"),
    ],
)
def test_whether_an_answer_would_be_believed_is_told(dovecot: Dovecot, tmp_path: Path, field: bytes, told: str) -> None:
    """The letter brings a forged field along; above the trace of our own server it is not believed."""
    deliver = _through(dovecot, lambda raw: field + raw)
    with SmtpSink(on_letter=deliver) as sink, installed(tmp_path, dovecot, sink, authserv_id=OURS) as here:
        _trust(here, HOST)
        lines, _ = _examined(here)
        assert [told in line for line in lines if OURS in line] == [True]


def test_a_server_that_leaves_forged_fields_where_they_are_believed_is_named(dovecot: Dovecot, tmp_path: Path) -> None:
    def carelessly(raw: bytes) -> bytes:
        """The field stays on top; the trace is written below it."""
        field, _, rest = raw.partition(b"\r\n")
        return field + b"\r\n" + TRACE + rest

    with (
        SmtpSink(on_letter=_through(dovecot, carelessly)) as sink,
        installed(tmp_path, dovecot, sink, authserv_id=OURS) as here,
    ):
        _trust(here, HOST)
        lines, outcome = _examined(here)
        assert any("do người gửi tự ghi ở chỗ mailbot tin" in line for line in lines)
        assert outcome.code == 1


@pytest.mark.parametrize(("bound", "told"), [(False, "ĐẠT"), (True, "LỖI")])
def test_a_server_that_takes_letters_under_another_address_is_named(
    dovecot: Dovecot, tmp_path: Path, bound: bool, told: str
) -> None:
    with SmtpSink(on_letter=_through(dovecot)) as sink, installed(tmp_path, dovecot, sink) as here:
        _trust(here, HOST, senders_bound=bound)
        (_, line), _ = _examined(here)
        assert line.startswith(told)
        assert "cho gửi thư mang địa chỉ của người khác" in line
        assert ("đặt lại senders_bound = false" in line) is bound


def test_a_server_that_refuses_letters_under_another_address_may_be_said_to_bind(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    with SmtpSink(on_letter=_through(dovecot)) as sink, installed(tmp_path, dovecot, sink) as here:
        sink.answers += ["take", "553 5.7.1 not owned by user"]
        (_, line), _ = _examined(here)
        assert line.startswith("ĐẠT")
        assert "không nhận thư mang địa chỉ của người khác" in line


def _trust(here: World, host: str, **more: bool) -> None:
    imap = here.app.config.imap.model_copy(update={"own_hosts": (host,), **more})
    here.app.config = here.app.config.model_copy(update={"imap": imap})


def test_a_placeholder_gets_no_letter(dovecot: Dovecot, tmp_path: Path) -> None:
    with SmtpSink() as sink, installed(tmp_path, dovecot, sink) as here:
        office = here.app.campaign.office.model_copy(update={"mailbox": "phong@donvi.example"})
        here.app.plan = here.app.campaign.model_copy(update={"office": office})
        (line,), _ = _examined(here)
        assert line == "LỖI    Chưa gửi thư thử: phong@donvi.example chỉ là địa chỉ mẫu, cần sửa trong tệp phong trào."
        assert list(sink.letters) == []
