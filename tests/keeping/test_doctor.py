"""`mailbot doctor` over embedded servers: each thing that is broken is named, with what to do about it."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from mailbot.commands.doctor import doctor
from mailbot.commands.outcome import Outcome
from mailbot.demo.servers import free_port
from tests.app.world import World, world


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def wrong(outcome: Outcome) -> list[str]:
    return [line for line in outcome.lines if line.startswith("LỖI")]


def test_where_all_is_well_everything_was_tried(here: World) -> None:
    found = doctor(here.app)
    assert (found.code, wrong(found)) == (0, [])
    said = "\n".join(found.lines)
    tried = ("Cơ sở dữ liệu", "Thư mục dữ liệu", "Đồng hồ", "Đăng nhập", "Thư mục sẽ đọc", "gửi thư", "mẫu thư", "OCR")
    assert [word for word in tried if word not in said] == []


def test_trying_leaves_nothing_behind(here: World) -> None:
    doctor(here.app)
    assert list(here.app.archive.digests()) == []
    with here.app.begin() as work:
        assert work.notes.moment("doctor") is None
    assert here.sink.letters == []


def imap_away(here: World) -> None:
    here.app.mailbox.settings = replace(here.app.mailbox.settings, port=free_port())


def wrong_password(here: World) -> None:
    here.app.sign_in.secret = lambda: "sai"


def smtp_away(here: World) -> None:
    here.sink.stop()


def folder_missing(here: World) -> None:
    here.app.mailbox.settings = replace(here.app.mailbox.settings, folders=("INBOX", "CCHC"))


def template_broken(here: World) -> None:
    folder = here.app.config.data_folder / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "receipt.vi.txt").write_text("Tiêu đề: x\n{% if %}\n", "utf-8")


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        (imap_away, "xem lại tên máy chủ và số cổng"),
        (wrong_password, "kiểm tra user và password_file"),
        (smtp_away, "Không gửi được thư"),
        (folder_missing, "sửa mục [imap] folders"),
        (template_broken, "receipt.vi.txt, dòng 2"),
    ],
)
def test_what_is_broken_is_named_with_what_to_do(here: World, breaks: Callable[[World], None], told: str) -> None:
    breaks(here)
    found = doctor(here.app)
    assert found.code == 1
    assert [line for line in wrong(found) if told in line], found.lines


def test_a_server_that_is_not_named_yet_is_no_server_that_cannot_be_reached(here: World) -> None:
    config = here.app.config
    unwritten = {name: getattr(config, name).model_copy(update={"host": ""}) for name in ("imap", "smtp")}
    here.app.config = config.model_copy(update=unwritten)
    found = wrong(doctor(here.app))
    assert [line for line in found if "Cần ghi host vào mục [imap]" in line], found
    assert [line for line in found if "Cần ghi host vào mục [smtp]" in line], found


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "giải phóng ổ đĩa"),
        (errno.EROFS, "cho phép ghi"),
        (errno.EACCES, "cấp quyền ghi"),
        (errno.EIO, "kiểm tra ổ đĩa"),
    ],
)
def test_a_disk_that_refuses_is_named_with_what_to_do(
    here: World, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def refuses(raw: bytes) -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(here.app.archive, "keep", refuses)
    (line,) = wrong(doctor(here.app))
    assert told in line
    assert os.strerror(number) not in line


def test_a_database_that_somebody_else_holds_is_named_with_what_to_do(here: World) -> None:
    path = here.app.config.data_folder / "mailbot.db"
    event.listen(here.app.engine, "checkout", lambda line, *_: line.execute("PRAGMA busy_timeout = 100"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = wrong(doctor(here.app))
        other.rollback()
    assert [line for line in found if "đóng chương trình khác" in line], found


def test_a_broken_database_is_named_with_what_to_do(here: World) -> None:
    path = here.app.config.data_folder / "mailbot.db"
    here.app.engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(b"khong phai" * (len(whole) // 10))
    try:
        assert [line for line in wrong(doctor(here.app)) if "mailbot restore" in line]
    finally:
        here.app.engine.dispose()
        for left in path.parent.glob("mailbot.db*"):
            left.unlink()
        path.write_bytes(whole)
