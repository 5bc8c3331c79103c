"""The initiatives of the invented units: an idea from ideas.toml in the hands of people of one unit."""

import random
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from mailbot.demo.luck import luck
from mailbot.demo.people import SCHOOL_GROUPS, staff
from mailbot.demo.script import Person, Work


@cache
def ideas() -> dict[str, dict[str, Any]]:
    """The pool of ideas by key."""
    return tomllib.loads((files("mailbot.demo") / "ideas.toml").read_text("utf-8"))


@cache
def work(unit: str, key: str) -> Work:
    """The same unit and idea always give the same owners and months, in the registration and in the report."""
    idea = ideas()[key]
    chance = luck(unit, key)
    return Work(
        title=idea["title"],
        type=idea["type"],
        field=idea["field"],
        owners=_owners(unit, chance),
        content=idea["content"],
        expected=idea["expected"],
        result=idea["result"],
        completion=idea["completion"],
        months=(chance.choice((4, 4, 5, 6)), chance.choice((9, 10, 10))),
    )


def works(unit: str, keys: str) -> tuple[Work, ...]:
    """`keys` separated by spaces."""
    return tuple(work(unit, key) for key in keys.split())


def _owners(unit: str, chance: random.Random) -> tuple[Person, ...]:
    office = unit.startswith("phong-")
    if not office and chance.random() < 0.2:
        return (Person(chance.choice(SCHOOL_GROUPS), group=True),)
    people = list(islice(staff(unit, office), 8))
    return tuple(chance.sample(people, chance.choice((1, 1, 2))))
