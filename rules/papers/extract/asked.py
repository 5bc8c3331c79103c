"""What is asked of one table again and again, answered once: a table does not change while its paper is read."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from rules.document import Table

_About = ParamSpec("_About")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Asked(Table):
    """A table that keeps the answers which it was asked for; they go with it."""

    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)


def once(ask: Callable[Concatenate[Table, _About], _Answer]) -> Callable[Concatenate[Table, _About], _Answer]:
    """A question about a table, and about what may stand as a key (a book of labels, a row), worked out once."""

    @wraps(ask)
    def answer(table: Table, /, *about: _About.args, **named: _About.kwargs) -> _Answer:
        if not isinstance(table, Asked) or named:
            return ask(table, *about, **named)
        key = (ask, *about)
        if key not in table.answers:
            table.answers[key] = ask(table, *about, **named)
        found: _Answer = table.answers[key]
        return found

    return answer
