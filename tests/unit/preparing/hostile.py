"""Children that do what a hostile mail may make them do. Each switch is a word in the mail itself."""

import os
import signal
import time

from mailbot.preparing import tasks, wire
from mailbot.reading.nursery import Asked, Task
from rules.initiative import Initiative, Reading, Understanding, UnitGuess, Value
from rules.intake.prepared import Contents


def _misbehave(asked: Asked, task: str) -> None:
    """`X-Misbehave: TASK-WHAT`, any number of them."""
    if f"{task}-dies".encode() in asked.content:
        os.kill(os.getpid(), signal.SIGSEGV)
    if f"{task}-hangs".encode() in asked.content:
        time.sleep(3600)
    if f"{task}-fills-memory".encode() in asked.content:
        asked.say(b"x" * len(bytearray(3_000_000_000)))
    if f"{task}-talks".encode() in asked.content:
        while True:
            asked.say(b"x" * 1_000_000)


def _guarded(task: str) -> Task:
    def run(asked: Asked) -> None:
        _misbehave(asked, task)
        if b"mail-lies" in asked.content and task == "mail":
            _lie(asked)
        else:
            tasks.TASKS[task](asked)

    return run


def _lie(asked: Asked) -> None:
    """What a reader that was taken over may say: all of it is well formed."""
    said: list[bytes] = []
    tasks.TASKS["mail"](Asked(asked.told, asked.content, asked.budget, asked.shared, said.append))
    opened, contents = said
    if b"mail-lies-about-another-mail" in asked.content:
        opened = opened.replace(wire.load_opened(opened, _digest(opened)).mail.digest.encode(), b"0" * 64)
    if b"mail-lies-about-a-unit" in asked.content:
        contents = wire.dump_contents(Contents(_invented("registration", "no-such-unit")))
    if b"mail-lies-about-a-stage" in asked.content:
        contents = wire.dump_contents(Contents(_invented("no-such-stage", None)))
    if b"mail-lies-without-end" in asked.content:
        contents = wire.dump_contents(Contents(_invented("registration", None, 5_000)))
    if b"mail-lies-with-a-pickle" in asked.content:
        contents = b"\x80\x04\x95\x1e\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94."
    for part in (opened, contents):
        asked.say(part)


def _digest(opened: bytes) -> str:
    return opened.split(b'"digest":"')[1][:64].decode()


def _invented(stage: str, unit: str | None, times: int = 1) -> Understanding:
    from rules.document import Where

    title = Initiative({"title": Value("Bịa đặt", Where("a"), "r")})
    return Understanding((), (Reading(stage, UnitGuess(unit, "header"), True, (title,) * times, ("a",)),))


TASKS: dict[str, Task] = {name: _guarded(name) for name in tasks.TASKS}
warm = tasks.warm
