"""Figures of the plan's targets in a report in free words: "Giải quyết hồ sơ đúng hạn: 118/120 hồ sơ (98,3%)".

Only what says itself both total and reached is taken: "a/b" with the share that follows from them, or "a trên tổng số
b". Whatever else is near the name of a target is left to people.
"""

import re
from collections.abc import Iterable, Iterator

from rules.campaign import Campaign, Target
from rules.document import Where
from rules.initiative import Value
from rules.papers.extract.lines import Line
from rules.stated import asked_targets, code_of, value_of
from rules.text import bare

_RULE = "stated"
_CLAUSE = re.compile(r";|\.(?=\s|$)")
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+"
_PAIR = re.compile(rf"(?<![\d/.,])(?P<part>{_NUMBER})\s*/\s*(?P<whole>{_NUMBER})(?![\d/.,]*\d)")
_OF_ALL = re.compile(
    rf"(?<![\d/.,])(?P<part>{_NUMBER})\s+(?:[^\W\d]+\s+){{0,4}}?(?:tren|trong)\s+tong\s+so\s+(?P<whole>{_NUMBER})(?!\d)"
)
_SHARE = re.compile(r"(\d+(?:,\d+)?)\s*%")
_WHOLE = "tong so"
_NEAR = 1.0  # per cent that a share may be rounded by


def stated_figures(lines: Iterable[Line], campaign: Campaign) -> dict[str, Value]:
    """By the codes under which a submission keeps them; of a target said twice the first counts."""
    found: dict[str, Value] = {}
    targets = asked_targets(campaign)
    for line in lines:
        for clause in _CLAUSE.split(line.text):
            for code, value in _in_clause(clause, line.where, targets):
                found.setdefault(code, value)
    return found


def _in_clause(clause: str, where: Where, targets: tuple[Target, ...]) -> Iterator[tuple[str, Value]]:
    plain = " ".join(bare(clause).split())
    may = _WHOLE in plain or ("/" in plain and "%" in plain)  # as hardly any clause
    pair = _pair(plain) if may else None
    target = _meant(plain, targets) if pair else None
    if pair and target:
        part, whole = pair
        yield code_of(target.code), Value(value_of(whole, part, ""), where, _RULE)


def _meant(plain: str, targets: tuple[Target, ...]) -> Target | None:
    """The target whose longest name stands in the clause; None where two targets have it."""
    named = [
        (len(name), target)
        for target in targets
        for name in (" ".join(bare(words).split()) for words in (target.what, *target.words))
        if name in plain
    ]
    longest = max((length for length, _ in named), default=0)
    best = {target.code: target for length, target in named if length == longest}
    return next(iter(best.values())) if len(best) == 1 else None


def _pair(plain: str) -> tuple[str, str] | None:
    """(reached, total) as written; None where there is none, or more than one."""
    whole = [(match["part"], match["whole"]) for match in _OF_ALL.finditer(plain)]
    shares = [float(text.replace(",", ".")) for text in _SHARE.findall(plain)]
    whole += [
        (match["part"], match["whole"])
        for match in _PAIR.finditer(plain)
        if any(_is_share(match["part"], match["whole"], share) for share in shares)
    ]
    return whole[0] if len(set(whole)) == 1 else None


def _is_share(part: str, whole: str, share: float) -> bool:
    total = int(whole.replace(".", ""))
    return total > 0 and abs(100 * int(part.replace(".", "")) / total - share) < _NEAR
