"""The season as a script: every mail in the order of its arrival, with what should follow from it."""

from functools import cache

from mailbot.demo.ordinary import ordinary
from mailbot.demo.script import Post
from mailbot.demo.stories import stories


@cache
def season() -> tuple[Post, ...]:
    """Every mail of 2024."""
    return tuple(sorted((*ordinary(), *stories()), key=lambda post: post.at))


def post(key: str) -> Post:
    return next(post for post in season() if post.key == key)
