"""How many letters, and how many words, a season gives whom to read: python -m tests.bench.letters FOLDER

FOLDER holds the letters that left as .eml files, as the demo (`thu-di`) and a rehearsal write them.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from rules.letter_kind import KINDS


@dataclass(frozen=True, slots=True)
class Count:
    letters: int
    words: int  # of the text part, subject included


def counted(letters: list[EmailMessage]) -> dict[tuple[str, str], Count]:
    """By reader and kind of letter."""
    number: Counter[tuple[str, str]] = Counter()
    words: Counter[tuple[str, str]] = Counter()
    for letter in letters:
        kind = str(letter["X-Mailbot"] or "//").split("/")[1]
        reader = KINDS[kind].reader if kind in KINDS else "unknown"
        body = letter.get_body(("plain",))
        text = body.get_content() if isinstance(body, EmailMessage) else ""
        number[reader, kind] += 1
        words[reader, kind] += len(f"{letter['Subject']} {text}".split())
    return {key: Count(number[key], words[key]) for key in sorted(number)}


def main(folder: Path) -> None:
    files = sorted(folder.rglob("*.eml"))
    found = counted([message_from_bytes(file.read_bytes(), policy=default) for file in files])
    for (reader, kind), count in found.items():
        print(f"{reader:9} {kind:16} {count.letters:5} {count.words:8}")
    for reader in dict.fromkeys(reader for reader, _ in found):
        letters = sum(count.letters for (one, _), count in found.items() if one == reader)
        words = sum(count.words for (one, _), count in found.items() if one == reader)
        print(f"{reader:9} {'all':16} {letters:5} {words:8}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
