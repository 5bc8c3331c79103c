"""The tool that counts what a season gives people to read."""

from email.message import EmailMessage

from tests.bench.letters import Count, counted


def _letter(kind: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["X-Mailbot"] = "Bản tin", f"cchc-2024/{kind}/x1"
    letter.set_content(text)
    return letter


def test_letters_and_words_are_counted_by_reader_and_kind() -> None:
    found = counted(
        [_letter("digest", "Hôm nay nhận ba thư"), _letter("digest", "Không"), _letter("receipt", "Đã nhận")]
    )
    assert found == {("office", "digest"): Count(2, 10), ("unit", "receipt"): Count(1, 4)}
