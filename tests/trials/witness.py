"""An SMTP server that can tell whether a letter that came twice had to."""

import time
from typing import Any

from mailbot.demo.servers import SmtpSink
from tests.trials.audit import header


class Witness(SmtpSink):
    """Remembers on which connection each letter came, and which connections ended with a QUIT.

    It takes a while to answer, so that cuts fall between its having a letter and its saying so.
    """

    def __init__(self) -> None:
        super().__init__(on_letter=lambda letter: time.sleep(0.02))
        self._lines: list[Any] = []  # the connection of each letter
        self._ended: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        before = len(self.letters)
        answer = await super().handle_DATA(server, session, envelope)
        self._lines += [session] * (len(self.letters) - before)
        return answer

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self._ended.append(session)
        return "221 Bye"

    def without_need(self) -> list[str]:
        """Message-IDs of letters that came again although the client must have known that they had arrived.

        A client that goes on to another letter, or says QUIT, has read the answer to the one before and kept it. Only
        the last letter on a connection that broke may come again: nobody but this server knows of it.
        """
        found = []
        for number, letter in enumerate(self.letters):
            name, line = header(letter.raw, "Message-ID"), self._lines[number]
            again = any(header(later.raw, "Message-ID") == name for later in self.letters[number + 1 :])
            last = all(other is not line for other in self._lines[number + 1 :])
            if again and not (last and all(line is not ended for ended in self._ended)):
                found.append(name)
        return found
