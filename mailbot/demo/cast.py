"""The season as a script: every mail in the order of its arrival, with what should follow from it."""

from functools import cache

from mailbot.demo.ordinary import ordinary
from mailbot.demo.script import OfficeAct, Post
from mailbot.demo.stories import acts, stories


@cache
def season() -> tuple[Post, ...]:
    """Every mail of 2024."""
    return tuple(sorted((*ordinary(), *stories()), key=lambda post: post.at))


def office_acts() -> tuple[OfficeAct, ...]:
    """What the office does meanwhile, in order."""
    return tuple(sorted(acts(), key=lambda act: act.at))


def post(key: str) -> Post:
    return next(post for post in season() if post.key == key)
