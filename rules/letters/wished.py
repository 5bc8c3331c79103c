"""What waits for its code decides nothing yet, but nothing leaves that it would have stopped."""

from collections.abc import Callable, Iterable

from rules.letters.letter import LetterOrder
from rules.season import Season


def unless_stopped(
    orders: Iterable[LetterOrder], season: Season, due: Callable[[Season], Iterable[LetterOrder]]
) -> tuple[LetterOrder, ...]:
    """Of what is `due` in this season what would be due as well, were everything confirmed that is only proposed."""
    found, wished = tuple(orders), season.as_wished
    if not found or wished is season:
        return found
    keys = {order.key for order in due(wished)}
    return tuple(order for order in found if order.key in keys)
