"""The season as a script: every mail in the order of its arrival, with what should follow from it.

There are two of it. In the quiet one units send what they owe and nobody writes a word beside; in the other, units
answer letters in plain words and write about other business, and a clerk of the office answers by mail.
"""

from functools import cache

from mailbot.demo.errands import errands
from mailbot.demo.ordinary import ordinary
from mailbot.demo.says import says
from mailbot.demo.script import OfficeAct, Post
from mailbot.demo.stories import acts, stories


@cache
def season() -> tuple[Post, ...]:
    """Every mail of the quiet season."""
    return tuple(sorted((*ordinary(), *stories()), key=lambda post: post.at))


@cache
def with_people() -> tuple[Post, ...]:
    """Every mail of units in the season in which people write."""
    return tuple(sorted((*season(), *says(), *errands()), key=lambda post: post.at))


def office_acts() -> tuple[OfficeAct, ...]:
    """What the office does in the quiet season, in order."""
    return tuple(sorted(acts(), key=lambda act: act.at))


def post(key: str) -> Post:
    return next(post for post in with_people() if post.key == key)
