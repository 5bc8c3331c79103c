"""A long fuzz run over all readers, in the sandbox: `python -m tests.properties.fuzz_readers MINUTES [SEED] [FOLDER]`.

Prints how files ended and which exceptions reached the last boundary; files that killed their child are kept in the
working folder. FOLDER holds more healthy files to break.
"""

import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

from mailbot.mail.message import read_mail
from mailbot.reading.confine import LIGHT
from mailbot.reading.sandbox import Sandbox
from tests.unit.reading.breaking import broken
from tests.unit.reading.seeds import seeds


def main(minutes: float, seed: int, folder: Path | None) -> None:
    healthy = seeds()
    if folder is not None:
        healthy |= {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".json"}
    chance = Random(seed)
    ends: Counter[str] = Counter()
    deadline = time.monotonic() + 60 * minutes
    slowest = (0.0, "")
    with Sandbox(read_mail=read_mail, limits=replace(LIGHT, wall=20, cpu=15)) as sandbox:
        while time.monotonic() < deadline:
            name = chance.choice(sorted(healthy))
            content = broken(healthy[name], chance)
            begin = time.monotonic()
            document = sandbox.parse_light(name, content)
            took = time.monotonic() - begin
            if took > slowest[0]:
                slowest = (took, name)
            if document is None:
                ends["needs a heavy reader"] += 1
                continue
            for part in document.walk():
                escaped = [note for note in part.notes if note.startswith("Lỗi khi đọc")]
                ends[f"{part.format}: {(escaped or [part.unreadable or 'read'])[0]}"] += 1
            if document.unreadable and ("dừng" in document.unreadable or took > 10):
                kept = Path(f"fuzz-{sum(ends.values())}-{name}")
                kept.write_bytes(content)
                print(f"{kept}: {document.unreadable} ({took:.1f} s)", flush=True)
    for end, count in ends.most_common():
        print(f"{count:7} {end}")
    print(f"{sum(ends.values())} files; slowest {slowest[0]:.2f} s ({slowest[1]})")


if __name__ == "__main__":
    main(
        float(sys.argv[1]),
        int(sys.argv[2]) if len(sys.argv) > 2 else 1,
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
    )
