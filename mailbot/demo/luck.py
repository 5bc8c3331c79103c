"""Variety without surprise: the same words always draw the same lots, on every machine and in every year."""

import random


def luck(*about: object) -> random.Random:
    """A generator of its own for what it is about, so that adding a mail changes no other mail."""
    return random.Random(" ".join(map(str, about)))  # noqa: S311 - draws names and layouts, guards nothing
