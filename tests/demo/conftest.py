"""Each season is played once for all tests, also where several workers run them."""

import fcntl
import json
import pickle
from pathlib import Path
from typing import Any, Protocol

import pytest
from typer.testing import CliRunner

from mailbot.cli import cli
from mailbot.demo.outcome import Outcome
from mailbot.demo.season import play


class Plays(Protocol):
    def __call__(self, name: str, **how: bool) -> Outcome: ...


@pytest.fixture(scope="session")
def plays(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Plays:
    """A season under a name, played as `play` is told."""
    root = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent

    def once(name: str, **how: bool) -> Outcome:
        kept = root / f"{name}.pickle"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.is_file():
                kept.write_bytes(pickle.dumps(play(root / name, lambda line: None, **how)))
        outcome: Outcome = pickle.loads(kept.read_bytes())
        return outcome

    return once


@pytest.fixture(scope="session")
def played(plays: Plays) -> Outcome:
    """The quiet season: the one of 0.1.0."""
    return plays("season", people=False)


class Asked(Protocol):
    def __call__(self, *arguments: str) -> Any: ...


@pytest.fixture(scope="session")
def asked(played: Outcome) -> Asked:
    """What the command line answers in JSON about the played season."""

    def ask(*arguments: str) -> Any:
        answer = CliRunner().invoke(cli, ["--config", str(played.config), *arguments, "--json"])
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    return ask


@pytest.fixture(scope="session")
def drafts(played: Outcome) -> dict[str, Path]:
    """The files of the report: Word and Excel."""
    final = [
        path for path in played.drafts if "-report-" in path.name and ("du-thao" in path.name or "so-lieu" in path.name)
    ]
    return {path.suffix: path for path in final}
