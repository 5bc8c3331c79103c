"""The collected mails with what is known of them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mailbot.mail.message import read_mail
from rules.mail import Mail


@dataclass(frozen=True)
class Sample:
    path: str
    kind: str
    mail: Mail
    binary_parts: tuple[str, ...] | None  # SHA-256, where the collection knows them


@cache
def samples(shared: Path, folder: str) -> tuple[Sample, ...]:
    """The mails of `ordinary` or `never-reply`, read."""
    index = json.loads((shared / "mails" / "index.json").read_text(encoding="utf-8"))
    return tuple(
        Sample(
            entry["path"],
            entry["kind"],
            read_mail((shared / "mails" / entry["path"]).read_bytes()),
            tuple(entry["binary_parts"]) if "binary_parts" in entry else None,
        )
        for entry in index
        if entry["path"].startswith(f"{folder}/")
    )
