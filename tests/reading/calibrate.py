"""How often each rule was right on the sample collections, beside what it is trusted.

`python -m tests.reading.calibrate FOLDER...`; what `rules.papers.confidence` says is set by hand after this table.
"""

import argparse
from collections import Counter
from pathlib import Path

from rules.initiative import TITLE
from rules.papers.understand import understand
from rules.text import words
from rules.titles import title_key
from tests.reading.ablation import KEPT
from tests.reading.collections import cases
from tests.unit.rules.papers import campaign, roster


def main() -> None:
    parser = argparse.ArgumentParser(description="How often each rule was right.")
    parser.add_argument("folders", nargs="+", type=Path)
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    trusted: dict[str, float] = {}
    for case in cases(parser.parse_args().folders, KEPT):
        wanted = {title_key(one["title"]): one for each in case.wanted["submissions"] for one in each["initiatives"]}
        for reading in understand((case.document,), campaign(), roster()).readings:
            for one in reading.initiatives:
                expected = wanted.get(title_key(one.title), {})
                for code, value in one.values.items():
                    told[value.rule] += 1
                    trusted[value.rule] = value.confidence or 0.0
                    right[value.rule] += bool(expected) if code == TITLE else same(value.value, expected.get(code))
    for rule, count in told.most_common():
        print(f"{rule:<40} {right[rule]:>5} of {count:>5}  {right[rule] / count:.2f}  trusted {trusted[rule]:.2f}")


def same(one: object, other: object) -> bool:
    """Equal for a reader, whatever the spaces, cases and points."""
    if isinstance(one, tuple) and isinstance(other, list):
        return sorted(map(words, one)) == sorted(map(words, other))
    if isinstance(one, float) and isinstance(other, int | float):
        return abs(one - other) < 0.51
    return words(str(one)) == words(str(other))


if __name__ == "__main__":
    main()
