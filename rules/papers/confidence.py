"""How likely a value that was read is right, from 0 to 1: by the rule that found it, and by what the paper is.

A rule is a chain of names ("below-label:label-typo"); the weakest link counts. The figures are shares of values that
were right on the sample collections (`python -m tests.reading.calibrate` prints them), rounded, lower where few were
seen.
"""

from functools import lru_cache

from rules.initiative import Initiative, Value

_USUAL = 0.97
_LINKS = {  # what is as good as a label that stands in the book letter by letter is not named
    "label-start": 0.93,
    "label-part": 0.9,
    "label-typo": 0.9,
    "label-short": 0.9,
    "label-soft": 0.95,
    "label-head": 0.95,
    "column-by-content": 0.85,
    "column-by-fit": 0.65,
    "column-by-guess": 0.6,
    "label-by-fit": 0.65,
    "taken-as-title": 0.7,
    "title-list": 0.9,
    "noun": 0.9,
    "quote-heading": 0.9,
    "heading-over-labels": 0.85,
    "heading-in-capitals": 0.6,
    "heading-above": 0.9,
    "row-above": 0.9,
    "noun-before-title": 0.9,
    "column-names-kind": 0.9,
    "noun-in-sentence": 0.7,
    "prose-quote": 0.8,
    "prose-phrase": 0.6,
    "prose-list": 0.6,
    "prose-bullet": 0.7,
    "sentence-with-person": 0.6,
    "person-in-sentence": 0.7,
    "person-behind-dash": 0.8,
    "label-in-sentence": 0.8,
    "label-below-sentence": 0.8,
}
_BY_OCR = 0.85
CERTAIN = 1.0
"""Of an answer in a form of ours, and of what a person said."""


def confident(initiative: Initiative, *, by_ocr: bool) -> Initiative:
    """The initiative with the confidence of each of its values."""
    values = {
        code: Value(value.value, value.where, value.rule, value.instead, _of_rule(value.rule, by_ocr))
        for code, value in initiative.values.items()
    }
    return Initiative(values, initiative.beside)


@lru_cache(maxsize=1024)
def _of_rule(rule: str, by_ocr: bool) -> float:
    """Of the links of a rule the least sure one; a list has a value of the same few rules in every row."""
    least = min((_LINKS.get(link, _USUAL) for link in rule.split(":")), default=_USUAL)
    return round(least * (_BY_OCR if by_ocr else 1.0), 2)
