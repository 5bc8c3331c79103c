"""What a first start shows while it reads a full mailbox: to who watches it on a terminal or in the journal, and to
`mailbot health`.
"""

from collections.abc import Callable

from rules.wording import count

MANY = 200  # mails that wait; fewer are read before anybody asks
EVERY = 200  # mails from one line to the next


class Progress:
    """Of one pass."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._told = tell, -EVERY

    def at(self, done: int, left: int) -> None:
        """So many mails were handled in this pass, so many wait here or on the server."""
        if left >= MANY and done - self._told >= EVERY:
            self._told = done
            self._tell(in_words(done, left))

    @property
    def shown(self) -> bool:
        """Whether something was told."""
        return self._told >= 0


def in_words(done: int, left: int) -> str:
    return f"Đang đọc hộp thư: đã đọc {count(done)} thư, còn {count(left)} thư."
