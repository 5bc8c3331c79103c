"""Whether fitted weights judge better than those set by hand: `python -m tests.reading.weights FORMS OTHERS`.

FORMS holds the sample collections, each by an author of its own; OTHERS ordinary mail of units, which hands in nothing.
Every sample stands in whole mails, one that names the campaign, one in a few words, one that says nothing. The weights
of `rules.papers.evidence` are fitted by logistic regression with errors weighed by what they cost, held to the
direction that each sign has by its meaning, and kept small by a ridge. What counts is not how they do on what they were
fitted to, but on an author they never saw.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path
from random import Random

from mailbot.mail.message import read_mail
from mailbot.reading.sandbox import DirectReader
from rules.document import ParsedDocument, Text, Where
from rules.initiative import DocumentVerdict
from rules.papers.classify import OTHER, UNREADABLE
from rules.papers.evidence import ASKED, SIGNS
from rules.papers.understand import understand
from tests.reading.ablation import KEPT
from tests.reading.collections import Case, cases
from tests.unit.rules.papers import campaign, roster

COLLECTIONS = ("cases", "cases-b", "cases-c")
MAILS = {  # subject and text: one that names the campaign, one in a few words, one that says nothing
    "ordinary": (
        "Gửi đăng ký, báo cáo mô hình, giải pháp, sáng kiến CCHC năm 2024",
        "Kính gửi Phòng TCCB! Đơn vị gửi văn bản về mô hình, giải pháp, sáng kiến CCHC năm 2024 (tệp đính kèm).",
    ),
    "plain": ("Gửi sáng kiến", "Em gửi phòng file ạ. Em cảm ơn!"),
    "bland": ("Gửi file", ""),
}
SILENT, IN_VAIN = 50.0, 1.0
"""What a submission costs that nobody sees, and a question about something that is none."""
RIDGES = (0.001, 0.01, 0.1)
STEPS = 1500
MOST = 8  # signs of one file, one of each family
HAND = {sign.name: sign.weight for sign in SIGNS}
HERE = Where("thư", "", "đoạn 1")


@dataclass(frozen=True, slots=True)
class Sample:
    """One file in one mail: the signs that hold, whether weights decide over it, and whether it is a submission."""

    name: str
    author: str
    signs: tuple[str, ...]
    ours: bool
    is_read: bool = True  # something was read in it: only then do weights decide


def samples_of(case: Case) -> Iterator[Sample]:
    """The files of one sample, in each of the mails."""
    kinds = {one["name"]: one["kind"] for one in case.wanted.get("documents", ())}
    for variant, (subject, text) in MAILS.items():
        for verdict in understand((_mailed(case.document, subject, text),), campaign(), roster()).documents:
            kind = kinds.get(verdict.name)
            ours, is_read = kind not in (OTHER, None), verdict.initiatives > 0
            if _signs(verdict) and kind not in (None, UNREADABLE) and (is_read or not ours):
                yield Sample(f"{case.name} ({variant})", case.collection, _signs(verdict), ours, is_read)


def _mailed(document: ParsedDocument, subject: str, text: str) -> ParsedDocument:
    if document.format == "eml":
        kept = (pair for pair in document.properties if pair[0] != "subject")
        return replace(document, properties=(*kept, ("subject", subject)))
    blocks = (Text(text, HERE),) if text else ()
    return ParsedDocument("thư.eml", "eml", blocks, members=(document,), properties=(("subject", subject),))


def samples_of_others(folder: Path) -> Iterator[Sample]:
    """Ordinary mail as it came: its body and its files, none of them a submission."""
    reader = DirectReader(read_mail=read_mail)
    for place, path in enumerate(sorted(folder.glob("*.eml"))):
        document = reader.parse(path.name, path.read_bytes())
        author = COLLECTIONS[place % len(COLLECTIONS)]  # held back by thirds, as the authors are
        for verdict in understand((document,), campaign(), roster()).documents:
            if _signs(verdict):
                yield Sample(f"{path.name}: {verdict.name}", author, _signs(verdict), False, verdict.initiatives > 0)


def _signs(verdict: DocumentVerdict) -> tuple[str, ...]:
    return tuple(name for hit in verdict.hits if (name := hit.split(" ")[0]) in HAND)


# --- the fit ----------------------------------------------------------------------------------------------------------


def fitted(samples: Sequence[Sample], ridge: float) -> dict[str, float]:
    """Weights of least cost, by projected gradient: no sign turns round, none that never holds weighs anything.

    Both sorts of files weigh as much as if as many of either came.
    """
    weights = dict.fromkeys(HAND, 0.0)
    ours = sum(one.ours for one in samples)
    costs = [SILENT / ours if one.ours else IN_VAIN / (len(samples) - ours) for one in samples]
    bound = dict.fromkeys(HAND, ridge)
    for one, cost in zip(samples, costs, strict=True):
        for name in one.signs:
            bound[name] += MOST * cost / 4
    for _ in range(STEPS):
        slope = {name: ridge * weight for name, weight in weights.items()}
        for one, cost in zip(samples, costs, strict=True):
            error = 1 / (1 + exp(-max(-30.0, min(30.0, sum_of(one, weights))))) - one.ours
            for name in one.signs:
                slope[name] += cost * error
        weights = {name: _held(name, weight - slope[name] / bound[name]) for name, weight in weights.items()}
    return weights


def _held(name: str, weight: float) -> float:
    return max(0.0, weight) if HAND[name] > 0 else min(0.0, weight)


def sum_of(sample: Sample, weights: Mapping[str, float]) -> float:
    return sum(weights[name] for name in sample.signs)


@dataclass(frozen=True, slots=True)
class Score:
    """How often weights erred, and what it cost."""

    silent: int
    in_vain: int
    ours: int
    others: int
    lost: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.silent + other.silent,
            self.in_vain + other.in_vain,
            self.ours + other.ours,
            self.others + other.others,
            self.lost + other.lost,
        )

    @property
    def line(self) -> str:
        cost = SILENT * self.silent + IN_VAIN * self.in_vain
        return (
            f"silent {self.silent:>3} of {self.ours}  taken in vain {self.in_vain:>3} of {self.others}  cost {cost:g}"
        )


def score(samples: Iterable[Sample], weights: Mapping[str, float]) -> Score:
    total = Score(0, 0, 0, 0)
    for one in samples:
        taken = one.is_read and sum_of(one, weights) >= ASKED
        lost = (one.name,) if one.ours and not taken else ()
        total += Score(bool(lost), taken and not one.ours, one.ours, not one.ours, lost)
    return total


def by_authors(samples: Sequence[Sample], ridge: float) -> Score:
    """Each author judged by weights fitted to the others."""
    total = Score(0, 0, 0, 0)
    for author in sorted({one.author for one in samples}):
        weights = fitted([one for one in samples if one.author != author], ridge)
        total += score((one for one in samples if one.author == author), weights)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("forms", type=Path)
    parser.add_argument("others", type=Path)
    options = parser.parse_args()
    found = cases([options.forms / name for name in COLLECTIONS], KEPT)
    samples = [sample for case in found for sample in samples_of(case)]
    samples += samples_of_others(options.others)
    Random(0).shuffle(samples)
    print(f"{'set by hand':<40} {score(samples, HAND).line}")
    for ridge in RIDGES:
        weights = fitted(samples, ridge)
        print(f"{f'fitted, ridge {ridge:g}, in sample':<40} {score(samples, weights).line}")
        print(f"{f'fitted, ridge {ridge:g}, an author left out':<40} {by_authors(samples, ridge).line}")
    weights = fitted(samples, RIDGES[1])
    for sign in SIGNS:
        held = [one.ours for one in samples if sign.name in one.signs]
        print(
            f"  {sign.name:<24} by hand {sign.weight:+5.1f}  fitted {weights[sign.name]:+6.2f}"
            f"  holds in {sum(held)} submissions, {len(held) - sum(held)} others"
        )


if __name__ == "__main__":
    main()
