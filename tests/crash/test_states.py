"""The table of states in ARCHITECTURE.md, executed: whatever call fails, wherever the process dies, all ends well."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.crash.edges import KILLED, How, Trip, counted
from tests.crash.play import SCENES, Clock, play
from tests.crash.world import Killer, World, world_of

SAMPLE = 3  # kills of the quick suite, in each scene
PARTS = 24  # of the calls: the quick suite plays one, and several processors share the rest
HOWS: tuple[How, ...] = ("before", "after")


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of("afternoon", tmp_path_factory.mktemp("afternoon")) as made:
        yield made


@pytest.fixture(scope="module")
def closing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of("closing", tmp_path_factory.mktemp("closing")) as made:
        yield made


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of("withheld", tmp_path_factory.mktemp("withheld")) as made:
        yield made


@pytest.fixture(params=["afternoon", "closing"])
def season(request: pytest.FixtureRequest) -> World:
    made: World = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=list(SCENES))
def world(request: pytest.FixtureRequest) -> World:
    made: World = request.getfixturevalue(request.param)
    return made


def test_the_scenes_are_what_the_trials_need(afternoon: World, closing: World, withheld: World) -> None:
    def kinds(world: World) -> Counter[str]:
        return Counter(letter[-2].rpartition("/")[2] for letter in world.letters.elements())

    assert [kinds(afternoon)[one] for one in ("receipt", "reminder", "weekly")] == [2, 1, 1]
    assert kinds(closing)["closing"] == 1
    assert [kinds(withheld)[one] for one in ("receipt", "withheld")] == [2, 1]
    edges = ("IMAPClient.fetch", "SMTP.send", "os.fsync", "BEGIN", "INSERT", "UPDATE", "UnitOfWork.commit")
    assert [edge for edge in edges if not any(call.startswith(edge) for call in afternoon.calls)] == []
    assert "Path.write_bytes" in closing.calls  # drafts


def _raise(world: World, how: How, part: slice) -> None:
    wrong: list[str] = []
    twice = 0
    numbers = range(1, len(world.calls) + 1)[part]
    for at in numbers:
        world.afresh()
        clock = Clock()
        with world.process(clock) as app, counted(Trip(at, how), app.engine):
            play(app, clock, world.scene)
        world.rest(clock)
        found, again = world.wrong()
        wrong += [f"{how} call {at} ({world.calls[at - 1]}) failed: {one}" for one in found]
        twice += again
    print(
        f"\n{len(numbers)} of {len(world.calls)} calls failed once each, {how}: {twice} letters twice, wrong: {wrong}"
    )
    assert wrong == []
    # Only where the answer to a letter was lost on its way: nobody can know then.
    assert twice <= sum(name == "SMTP.getreply" for name in world.calls)


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))])
def test_whatever_call_fails_nothing_is_lost_and_nothing_doubled(season: World, part: int) -> None:
    _raise(season, "before", slice(part, None, PARTS))


@pytest.mark.parametrize("step", [151, pytest.param(1, marks=pytest.mark.slow)])
def test_whatever_call_fails_a_mail_that_is_withheld_for_a_while_is_not_lost(withheld: World, step: int) -> None:
    _raise(withheld, "before", slice(None, None, step))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_answer_is_lost_nothing_is_lost_and_nothing_doubled(world: World, part: int) -> None:
    _raise(world, "after", slice(part, None, PARTS))


def _kills(world: World, cuts: list[tuple[int, How]]) -> None:
    wrong: list[str] = []
    twice = past = 0
    with Killer(world) as killer:
        for at, how in cuts:
            ended = killer.kill(at, how)
            assert ended in (KILLED, 0)
            past += ended == 0
            world.rest(Clock())
            found, again = world.wrong()
            wrong += [f"killed {how} call {at} ({world.calls[at - 1]}): {one}" for one in found]
            twice += again
    print(f"\n{len(cuts) - past} kills: {twice} letters left twice, wrong: {wrong}")
    assert wrong == []
    assert past <= 1 + len(cuts) // 50  # where a slow machine connected once more while calls were counted


def _every(world: World) -> list[tuple[int, How]]:
    return [(at, how) for at in range(1, len(world.calls) + 1) for how in HOWS]


def test_killed_at_a_sample_of_calls_a_new_process_sets_everything_right(world: World) -> None:
    _kills(world, random.Random(2024).sample(_every(world), SAMPLE))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_call_a_new_process_sets_everything_right(world: World, part: int) -> None:
    _kills(world, _every(world)[part::PARTS])
