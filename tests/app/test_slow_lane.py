"""What takes long is read beside the flow, and senders take turns."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot import opening, pipeline
from mailbot.app import App
from mailbot.pipeline import handle_some, one_pass, read_mailbox
from mailbot.preparing import boundary
from rules.intake.prepared import Prepared
from tests.app.world import SCHOOL, World, mail, registration, world

SLOW = "<1@truong.example>"
PAPER = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",)))
OTHER = "thptso1baothang@laocai-edu.example"
OTHER_PAPER = ("dang-ky.docx", registration(("Họp không giấy",), "TRƯỜNG THPT SỐ 1 HUYỆN BẢO THẮNG"))
PATIENCE = 60  # seconds; a test that waits longer has failed


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


class Scanning:
    """Slow readers that take as long as the test wants; the mail numbered 1 needs them."""

    def __init__(self, here: World, patch: pytest.MonkeyPatch) -> None:
        self.begun, self.over = threading.Event(), threading.Event()
        self._at_once = opening.at_once
        self._stop = here.app.sandbox.stop
        patch.setattr(opening, "at_once", self._prepare)
        patch.setattr(opening, "slowly", self._prepare_slowly)
        patch.setattr(here.app.sandbox, "stop", self._stopped)

    def _prepare(self, raw: bytes, app: App) -> Prepared | None:
        return None if SLOW.encode() in raw else self._at_once(raw, app)

    def _prepare_slowly(self, raw: bytes, app: App) -> Any:
        self.begun.set()
        assert self.over.wait(PATIENCE)
        return self._at_once(raw, app)

    def _stopped(self) -> None:
        self.over.set()
        self._stop()


@pytest.fixture
def scanning(here: World, monkeypatch: pytest.MonkeyPatch) -> Scanning:
    return Scanning(here, monkeypatch)


def tries(here: World, number: int = 1) -> int:
    with here.app.look() as work:
        return work.arrivals.mail(number).tries


def test_an_ordinary_mail_is_answered_while_another_is_read(here: World, scanning: Scanning) -> None:
    here.deliver(mail(PAPER))
    assert one_pass(here.app, patient=False).full
    assert scanning.begun.wait(PATIENCE)
    here.deliver(mail(OTHER_PAPER, sender=OTHER, number=2))
    one_pass(here.app, patient=False)
    assert (here.receivers().count(OTHER), here.receivers().count(SCHOOL)) == (1, 0)
    scanning.over.set()
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1
    assert [entry["state"] for entry in here.ledger()] == ["done", "done"]


def test_a_mail_for_which_the_machine_was_too_busy_is_read_in_the_lane_and_answered(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary, "MAIL", replace(boundary.MAIL, wall=0))
    here.deliver(mail(PAPER))
    here.one_pass()
    assert (here.cell().state, here.receivers().count(SCHOOL)) == ("sent", 1)
    assert not here.season().questions


def test_receipts_that_waited_for_each_other_leave_while_another_mail_is_read(here: World, scanning: Scanning) -> None:
    here.deliver(mail(PAPER))
    for number in (2, 3):
        here.deliver(mail((f"{number}.docx", registration((f"Nội dung số {number}",))), sender=OTHER, number=number))
    one_pass(here.app, patient=False)
    assert here.receivers().count(OTHER) == 1
    here.now += timedelta(minutes=1)
    one_pass(here.app, patient=False)
    with here.app.look() as work:
        assert work.receipts.next_due() is None
    assert (here.receivers().count(OTHER), scanning.over.is_set()) == (2, False)
    scanning.over.set()


def test_nobody_is_reminded_before_what_is_read_was_read(here: World, scanning: Scanning) -> None:
    here.deliver(mail(PAPER))
    one_pass(here.app, patient=False)
    assert here.season().read_to_end_at is None
    scanning.over.set()
    here.one_pass()
    assert here.season().read_to_end_at == here.now


def test_a_mail_in_the_slow_lane_counts_as_tried_so_that_a_crash_is_counted(here: World, scanning: Scanning) -> None:
    here.deliver(mail(PAPER))
    one_pass(here.app, patient=False)
    assert scanning.begun.wait(PATIENCE)
    assert tries(here) == 1
    scanning.over.set()


def test_a_stop_ends_what_is_read_and_it_has_not_had_its_turn(here: World, scanning: Scanning) -> None:
    here.deliver(mail(PAPER))
    one_pass(here.app, patient=False)
    assert scanning.begun.wait(PATIENCE)
    engine = here.app.engine
    here.app.close()
    with engine.connect() as connection:
        row = connection.exec_driver_sql("select tries, state from arrival").one()
    assert tuple(row) == (0, "arrived")


def test_the_service_manager_hears_that_it_lives_while_something_is_read(here: World, scanning: Scanning) -> None:
    told: list[float] = []
    here.app.lease.alive = lambda: told.append(time.monotonic())
    here.deliver(mail(PAPER))
    one_pass(here.app, patient=False)
    before = len(told)
    one_pass(here.app, patient=False)
    assert len(told) > before
    scanning.over.set()


def test_senders_take_turns(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "ROUND", 2)
    for number in range(1, 9):
        here.deliver(mail((f"{number}.docx", registration((f"Nội dung số {number}",))), number=number))
    here.deliver(mail(OTHER_PAPER, sender=OTHER, number=99))
    read_mailbox(here.app)
    handle_some(here.app)
    states = {entry["message_id"]: entry["state"] for entry in here.ledger()}
    assert (states["<1@truong.example>"], states["<99@truong.example>"]) == ("done", "done")
    assert sum(state == "done" for state in states.values()) == 2


def test_files_for_which_no_time_is_left_are_named_and_asked_about(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no time at all, so none of them is read."""
    monkeypatch.setattr(opening, "at_once", lambda raw, app: None)
    monkeypatch.setattr(opening, "slowly", lambda raw, app: boundary.in_pieces(raw, app.frame, app.sandbox, 0))
    here.deliver(mail(PAPER, ("trang-2.docx", OTHER_PAPER[1])))
    here.one_pass()
    (letter,) = (letter for letter in here.sink.letters if SCHOOL in letter.recipients)
    assert b"receipt/" in letter.raw
    (question,) = here.season().questions
    assert question.candidates == ("dang-ky.docx", "trang-2.docx")
    assert [file["name"] for file in here.ledger()[0]["attachments"]] == ["dang-ky.docx", "trang-2.docx"]
