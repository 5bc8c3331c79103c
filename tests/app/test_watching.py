"""The connection that waits for announcements. Without it the passes by the clock go on."""

import threading
from pathlib import Path

import pytest

from mailbot.daemon import Watcher
from mailbot.mail import imap
from rules.errors import MailboxError
from tests.app.world import mail, world


def test_a_wait_is_shorter_than_servers_and_middleboxes_forget_a_connection() -> None:
    assert 0 < imap.MAX_IDLE_SECONDS < 10 * 60


def test_news_bring_the_next_pass_forward(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        watcher = Watcher(here.app)
        threading.Timer(0.5, here.deliver, (mail(),)).start()
        assert watcher.wait(threading.Event())


def test_a_broken_watch_waits_a_little_and_has_the_mailbox_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    class Stopping(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout or 0)
            return False

    def broken(seconds: float) -> bool:
        raise MailboxError

    with world(tmp_path) as here:
        watcher, stopping = Watcher(here.app), Stopping()
        monkeypatch.setattr(watcher.mailbox, "wait", broken)
        assert [watcher.wait(stopping) for _ in range(12)] == [True] * 12
    assert waited[0] < waited[5] <= max(waited) <= 60
