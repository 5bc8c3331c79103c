"""The witness of the trials can tell a letter that came again without need from one that had to."""

import smtplib

import pytest

from tests.trials.witness import Witness

LETTERS = {name: f"Message-ID: <{name}@mau.example>\r\n\r\nKính gửi.\r\n".encode() for name in ("a", "b")}


def say(sink: Witness, *names: str, quits: bool) -> None:
    client = smtplib.SMTP(sink.host, sink.port)
    for name in names:
        client.sendmail("tu@mau.example", ["den@mau.example"], LETTERS[name])
    if quits:
        client.quit()
    client.close()


@pytest.mark.parametrize(
    ("first", "quits", "needless"),
    [
        (("a",), True, ["<a@mau.example>"]),  # it said goodbye, so it had read the answer
        (("a", "b"), False, ["<a@mau.example>"]),  # it went on to another letter
        (("b", "a"), False, []),  # the line broke, perhaps before the answer
    ],
)
def test_only_the_last_word_on_a_broken_line_may_come_again(
    first: tuple[str, ...], quits: bool, needless: list[str]
) -> None:
    with Witness() as sink:
        say(sink, *first, quits=quits)
        say(sink, "a", quits=True)
        assert sink.without_need() == needless
