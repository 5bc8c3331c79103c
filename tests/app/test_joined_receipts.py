"""Mails that follow each other closely, from the server to the one letter that answers them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.demo.servers import ImapServer, SmtpSink
from storage.engine import migrate, open_engine
from tests.app.world import SCHOOL, World, installed, mail, registration, world

TITLES = ("Số hóa hồ sơ một cửa", "Họp không giấy", "Ngày không hẹn", "Ký số học bạ", "Một cửa điện tử")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def burst(here: World, titles: tuple[str, ...] = TITLES) -> None:
    for number, title in enumerate(titles, 1):
        file = (f"dang-ky-{number}.docx", registration((title,)))
        here.deliver(mail(file, subject=f"Đăng ký CCHC, thư thứ {number}", number=number))


def to_school(here: World) -> list[str]:
    """Subject and plain text of each letter to the school."""
    found = []
    for letter in here.sink.letters:
        if SCHOOL in letter.recipients:
            parsed = message_from_bytes(letter.raw, policy=policy.default)
            body = parsed.get_body(("plain",))
            assert body is not None
            found.append(f"{parsed['Subject']}\n{' '.join(body.get_content().split())}")
    return found


def test_the_first_mail_is_answered_at_once_and_the_others_together_each_by_its_name(here: World) -> None:
    burst(here)
    here.one_pass()
    (first,) = to_school(here)
    assert TITLES[0] in first
    here.now += timedelta(seconds=20)
    here.one_pass()
    _, together = to_school(here)
    assert "Đã nhận 04 thư" in together
    for number, title in enumerate(TITLES[1:], 2):
        assert title in together
        assert f"Đăng ký CCHC, thư thứ {number}" in together
    here.now += timedelta(hours=1)
    here.one_pass()
    assert len(to_school(here)) == 2
    answered = {entry["message_id"]: [one["kind"] for one in entry["letters"]] for entry in here.ledger()}
    assert [answered[f"<{number}@truong.example>"] for number in range(1, 6)] == [["receipt"], *[["receipts"]] * 4]


def test_a_person_who_writes_twice_is_answered_twice_at_once(here: World) -> None:
    for number, title in enumerate(TITLES[:2], 1):
        here.deliver(mail(("dang-ky.docx", registration((title,))), number=number))
        here.one_pass()
        assert len(to_school(here)) == number
        here.now += timedelta(seconds=40)


def test_what_waits_is_answered_by_the_next_process(tmp_path: Path) -> None:
    with ImapServer() as imap, SmtpSink() as sink:
        with installed(tmp_path, imap, sink) as here:
            burst(here, TITLES[:3])
            here.one_pass()
            assert len(to_school(here)) == 1
            stopped = here.now
        with installed(tmp_path, imap, sink) as again:
            again.now = stopped + timedelta(minutes=5)
            again.one_pass()
            again.one_pass()
            assert len(to_school(again)) == 2
            assert all(title in to_school(again)[1] for title in TITLES[1:3])


def test_a_mail_that_is_handled_again_waits_once(here: World) -> None:
    burst(here, TITLES[:2])
    here.one_pass()
    with here.app.begin() as work:
        work.arrivals.requeue(2)
        work.commit()
    here.one_pass()
    here.now += timedelta(minutes=1)
    here.one_pass()
    assert len(to_school(here)) == 2


def test_while_a_receipt_waits_for_a_cap_the_others_are_joined_behind_it(here: World) -> None:
    """So a flood in a unit's name leaves one letter of it behind, and not one for each mail, for weeks."""
    limits = here.app.config.limits.model_copy(update={"address_hour": 1})
    here.app.config = here.app.config.model_copy(update={"limits": limits})
    for numbers in ((1,), (2,), (3, 4, 5)):
        for number in numbers:
            here.deliver(mail(("dang-ky.docx", registration((TITLES[number - 1],))), number=number))
        here.one_pass()
        here.now += timedelta(minutes=2)
    assert len(to_school(here)) == 1
    here.now += timedelta(hours=1)
    here.one_pass()
    here.now += timedelta(hours=1, minutes=1)
    here.one_pass()
    here.one_pass()
    _, second, third = to_school(here)
    assert TITLES[1] in second
    assert all(title in third for title in TITLES[2:])
    with here.app.look() as work:
        assert work.receipts.next_due() is None


@pytest.mark.parametrize(
    ("why", "kept"),
    [
        ("đã đạt giới hạn 250 thư xác nhận trong một giờ", ""),
        ("đã khôi phục từ bản sao lưu", "đã khôi phục từ bản sao lưu"),
    ],
)
def test_what_a_cap_stopped_until_now_is_open_after_the_upgrade_and_what_a_restore_stopped_is_not(
    tmp_path: Path, why: str, kept: str
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/mailbot.db")
    migrate(engine, "0005")
    paused = {"name": "paused", "value": why, "at": datetime(2024, 8, 20, tzinfo=UTC).isoformat()}
    with engine.begin() as connection:
        connection.execute(text("delete from fact"))
        connection.execute(text("insert into fact (name, value, at) values (:name, :value, :at)"), paused)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("select value from fact where name = 'paused'")).scalar() == kept
    engine.dispose()
