"""What a reader loses that must do without words: `python -m tests.reading.ablation FOLDER... [--misses]`.

(a) all words of one field are taken out of the campaign file, one field at a time; (b) every heading and label but the
number is replaced by a phrase that occurs nowhere in the vocabulary. What is compared is the reading of the same
document without the change, for documents that are read as expected: a line says what the words alone are good for.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rules.campaign import Campaign
from rules.document import Block, Cell, ParsedDocument, Table, Text
from rules.initiative import TITLE, Understanding
from rules.papers.extract.columns import Header
from rules.papers.extract.cut import split_labels
from rules.papers.extract.labels import Label, LabelBook, label_book
from rules.papers.extract.layout import reading_of
from rules.papers.extract.lines import is_frame_table, lines_of
from rules.papers.extract.vertical import Row
from rules.papers.understand import understand
from rules.titles import title_key
from tests.reading.collections import Case, cases
from tests.reading.phrases import PHRASES
from tests.unit.rules.papers import campaign, roster

_SAID_BY_LABELS = {"label-names-kind", "column-names-kind"}
"""Rules of values that stand nowhere but in a label ("Tên giải pháp" says the kind): gone with it."""
KEPT = Path("/tmp") / "mailbot-reading"


@dataclass
class Tally:
    """What was read before, what of it still is, and what is sure although it lost or altered something."""

    documents: int = 0
    titles: int = 0
    found: int = 0
    surplus: int = 0
    values: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    sure_and_wrong: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        precision = self.found / (self.found + self.surplus) if self.found + self.surplus else 1.0
        recall = self.found / self.titles if self.titles else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        share = sum(self.kept.values()) / max(1, sum(self.values.values()))
        by_field = " ".join(f"{code}={self.kept[code]}/{count}" for code, count in sorted(self.values.items()))
        return (
            f"{name:<24} documents {self.documents:>3}  titles F1 {f1:.3f}  fields {share:.3f}  "
            f"sure and wrong {len(self.sure_and_wrong)}  {by_field}"
        )


def compare(case: Case, before: Understanding, after: Understanding, tally: Tally) -> None:
    """Adds one document; whole values are compared, a title by its key."""
    tally.documents += 1
    wanted = {title_key(one.title): one for reading in before.readings for one in reading.initiatives}
    got = {title_key(one.title): one for reading in after.readings for one in reading.initiatives}
    wrong = bool(set(got) - set(wanted)) or len(got) < len(wanted)
    tally.titles += len(wanted)
    tally.found += len(set(got) & set(wanted))
    tally.surplus += len(set(got) - set(wanted))
    tally.misses += [f"{case.name}: title {key}" for key in wanted if key not in got]
    for key, one in wanted.items():
        for code in one.values:
            if code == TITLE or one.values[code].rule in _SAID_BY_LABELS:
                continue
            has = got[key].get(code) if key in got else None
            tally.values[code] += 1
            tally.kept[code] += has == one.get(code)
            wrong |= has is not None and has != one.get(code)
            if has != one.get(code):
                tally.misses.append(f"{case.name}: {code}: {str(one.get(code))[:50]!r}, now {str(has)[:50]!r}")
    if wrong and any(reading.sure for reading in after.readings):
        tally.sure_and_wrong.append(case.name)


# --- (a) -----------------------------------------------------------------------------------------------------------


def without_words(code: str) -> Campaign:
    """The campaign whose file says nothing of how a field is headed; its own label is a word no clerk writes."""
    fields = (
        spec.model_copy(update={"label": f"Zzq {spec.code}", "labels": ()}) if spec.code == code else spec
        for spec in campaign().fields
    )
    return campaign().model_copy(update={"fields": tuple(fields)})


# --- (b) -----------------------------------------------------------------------------------------------------------


def renamed(document: ParsedDocument, chance: random.Random) -> ParsedDocument:
    """The document with other words at every heading and label; of one kind the same throughout, as clerks do."""
    book = label_book(campaign())
    words = {code: chance.choice(phrases) for code, phrases in PHRASES.items()}
    blocks = tuple(_block(block, book, words) for block in document.blocks)
    return replace(document, blocks=blocks, members=tuple(renamed(member, chance) for member in document.members))


def _block(block: Block, book: LabelBook, words: dict[str, str]) -> Block:
    if isinstance(block, Text):
        return _text(block, book, words)
    if is_frame_table(block):
        return block
    rows, header = reading_of(block, book)
    if header:
        return _headed(block, header, words)
    return _labelled(block, rows, words) if rows else block


def _text(block: Text, book: LabelBook, words: dict[str, str]) -> Text:
    lines = list(lines_of(block))
    if len(lines) != 1 or ":" not in block.text:
        return block
    pieces = list(split_labels(lines[0], book))
    if len(pieces) != 1 or (phrase := _phrase(pieces[0][0], words)) is None:
        return block
    number = "" if block.number else lines[0].number
    return replace(block, text=f"{number} {phrase}: {pieces[0][1]}".strip(), lead_bold="")


def _phrase(label: Label | None, words: dict[str, str]) -> str | None:
    if label is None or label.rule == "noun":
        return None
    return words.get(label.code if label.target == "field" else label.target)


def _headed(table: Table, header: Header, words: dict[str, str]) -> Table:
    def cell(row: int, column: int, one: Cell) -> Cell:
        known = header.columns.get(column)
        phrase = _phrase(known.label, words) if known and not known.choice else None
        inside = header.top <= row <= header.bottom
        return replace(one, text=phrase, blocks=()) if inside and phrase and one.text.strip() else one

    rows = (tuple(cell(r, c, one) for c, one in enumerate(row)) for r, row in enumerate(table.rows))
    return replace(table, rows=tuple(rows))


def _labelled(table: Table, rows: Sequence[Row], words: dict[str, str]) -> Table:
    heads = {id(row.head): phrase for row in rows if (phrase := _phrase(row.label, words))}
    changed = (
        tuple(replace(one, text=heads[id(one)], blocks=()) if id(one) in heads else one for one in row)
        for row in table.rows
    )
    return replace(table, rows=tuple(changed))


def readable(found: Iterator[Case]) -> Iterator[tuple[Case, Understanding]]:
    for case in found:
        before = understand((case.document,), campaign(), roster())
        titles = {title_key(one.title) for reading in before.readings for one in reading.initiatives}
        wanted = {title_key(one["title"]) for each in case.wanted["submissions"] for one in each["initiatives"]}
        if wanted and titles == wanted and case.document.origin != "ocr":
            yield case, before


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    known = list(readable(cases(options.folders, KEPT)))
    changes = {f"without words: {spec.code}": spec.code for spec in campaign().fields}
    for name, code in changes.items():
        tally, poorer = Tally(), without_words(code)
        for case, before in known:
            compare(case, before, understand((case.document,), poorer, roster()), tally)
        _print(name, tally, misses=options.misses)
    tally = Tally()
    for case, before in known:
        other = renamed(case.document, random.Random(case.name))
        compare(case, before, understand((other,), campaign(), roster()), tally)
    _print("other headings", tally, misses=options.misses)


def _print(name: str, tally: Tally, *, misses: bool) -> None:
    print(tally.line(name))
    for line in (*tally.misses, *(f"sure and wrong: {each}" for each in tally.sure_and_wrong)) if misses else ():
        print(f"  {line}")


if __name__ == "__main__":
    main()
