"""The first start on a mailbox that has been in use: read in parts, with letters between, told as it goes on."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from mailbot import pipeline, progress
from mailbot.commands.health import facts, health
from mailbot.progress import Progress, in_words
from tests.app.world import SCHOOL, World, mail, registration, world

OLD = 30


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for module, name, value in (
        (pipeline, "BATCH", 5), (pipeline, "PART", 15), (pipeline, "ROUND", 8),
        (progress, "MANY", 5), (progress, "EVERY", 5),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    with world(tmp_path) as made:
        yield made


def test_a_full_mailbox_is_read_in_parts_with_letters_between_and_told_as_it_goes_on(here: World) -> None:
    told: list[tuple[str, int]] = []
    unit = next(one for one in here.app.roster if one.addresses and SCHOOL not in one.addresses)
    address = unit.addresses[0]

    def tell(line: str) -> None:
        told.append((line, here.receivers().count(address)))
        if len(told) == 1:  # while the old ones are read, a unit writes
            paper = registration(("Ngày không hẹn",), unit.name.upper())
            here.deliver(mail(("dang-ky.docx", paper), sender=address, number=OLD))
        found = facts(here.app)
        assert (found["reading"], found["healthy"]) == (line, True)
        assert line in "\n".join(health(here.app).lines)

    here.app.process.tell = tell
    for number in range(OLD):
        files = [("dang-ky.docx", registration(("Số hóa hồ sơ",)))] if number == 3 else []
        sender = SCHOOL if files else f"nguoi-{number}@noi-khac.example"
        here.deliver(mail(*files, sender=sender, subject="Lịch họp", number=number), here.now - timedelta(days=40))
    done = here.one_pass()
    assert (done.taken, done.handled, done.full) == (OLD + 1, OLD + 1, True)
    assert told[0] == ("Đang đọc hộp thư: đã đọc 08 thư, còn 22 thư.", 0)
    assert told[-1][1] == 1, "the new mail is answered before all old ones are read"
    assert [here.receivers().count(one) for one in (SCHOOL, address)] == [0, 1]
    subjects = [str(message_from_bytes(one.raw, policy=default)["Subject"]) for one in here.sink.letters]
    (told_once,) = (one for one in subjects if "trước khi" in one)  # with what else was due in that hour
    assert "01 thư đến trước khi hệ thống bắt đầu chạy - CCHC năm 2024" in told_once
    assert facts(here.app)["reading"] == ""


def test_a_few_mails_are_read_without_a_word(here: World) -> None:
    told: list[str] = []
    here.app.process.tell = told.append
    here.deliver(mail(("dang-ky.docx", registration(("Số hóa hồ sơ",)))))
    here.one_pass()
    assert told == []


def test_progress_is_told_every_so_many_mails_with_numbers_as_they_are_written_here() -> None:
    told: list[str] = []
    shown = Progress(told.append)
    for done in range(0, 20_000, 16):
        shown.at(done, 20_000 - done)
    assert 90 <= len(told) <= 100
    assert in_words(4200, 15800) == "Đang đọc hộp thư: đã đọc 4.200 thư, còn 15.800 thư."
