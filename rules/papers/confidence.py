"""How likely a value that was read is right, from 0 to 1: by the rule that found it, and by what the paper is.

A rule is a chain of names ("below-label:label-typo"); the weakest link counts. The figures are shares of values that
were right on the sample collections (`python -m tests.reading.calibrate` prints them), rounded, lower where few were
seen.
"""

from dataclasses import replace
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
    values = {code: _with(value, by_ocr=by_ocr) for code, value in initiative.values.items()}
    return replace(initiative, values=values)


def _with(value: Value, *, by_ocr: bool) -> Value:
    confidence = round(_of_rule(value.rule) * (_BY_OCR if by_ocr else 1.0), 2)
    return Value(value.value, value.where, value.rule, value.instead, confidence)


@lru_cache(maxsize=512)
def _of_rule(rule: str) -> float:
    """Of the links of a rule the least sure one; a list has a value of the same few rules in every row."""
    return min((_LINKS.get(link, _USUAL) for link in rule.split(":")), default=_USUAL)
