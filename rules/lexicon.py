"""The words that we read and that belong to no campaign: `labels.vi.toml`, as values."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from rules.text import accented


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Frozen):
    """Labels that are no field of an initiative. `ignored` ones end the value before them, and are dropped."""

    unit: tuple[str, ...]
    index: tuple[str, ...]
    start: tuple[str, ...] = Field(alias="from")
    end: tuple[str, ...] = Field(alias="to")
    ignored: tuple[str, ...]
    aims: tuple[str, ...]
    """Of `ignored` those that say what is aimed at: the outcome that is hoped for, where nothing else asks for it."""
    who: tuple[str, ...]
    when: tuple[str, ...]
    doing: tuple[str, ...]
    short: dict[str, tuple[str, ...]]
    """What an abbreviation may stand for; where that is more than one label, the value tells."""


class TableWords(_Frozen):
    form_heads: tuple[str, ...]
    totals: tuple[str, ...]
    none: tuple[str, ...]
    grouping: tuple[str, ...]
    items: tuple[str, ...]
    outcomes: tuple[str, ...]
    hopes: tuple[str, ...]
    """With which a sentence begins that says what is hoped for."""


class Frame(_Frozen):
    """What stands around the content of a document (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

    motto: tuple[str, ...]
    addressee: tuple[str, ...]
    recipients: tuple[str, ...]
    attached: tuple[str, ...]
    closings: tuple[str, ...]
    thanks: tuple[str, ...]
    signatures: tuple[str, ...]
    signed_for: tuple[str, ...]
    secret: tuple[str, ...]


class People(_Frozen):
    address: tuple[str, ...]
    positions: tuple[str, ...]
    collectives: tuple[str, ...]
    middles: tuple[str, ...]
    surnames: tuple[str, ...]  # that are words for groups too
    families: tuple[str, ...]  # by which a name is known that is written small


class UnitWords(_Frozen):
    short: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    institutions: tuple[str, ...]
    superiors: tuple[str, ...]


class DocumentWords(_Frozen):
    never: tuple[str, ...]
    honours: tuple[str, ...]
    lists: tuple[str, ...]
    kinds: tuple[str, ...]
    other_periods: tuple[str, ...]
    asks: tuple[str, ...]
    papers: tuple[str, ...]
    about: tuple[str, ...]
    works: tuple[str, ...]
    better: tuple[str, ...]
    parts: tuple[str, ...]
    """Words with which the headings of parts begin; no initiative is named so."""
    replaces: tuple[str, ...]
    withdraws: tuple[str, ...]
    links: tuple[str, ...]


Said = dict[str, tuple[str, ...]]
"""Phrases of units that answer a letter, by what they mean. None is longer than three words: sentences are understood
by what is said together in a clause, never by their wording."""


class Alike(_Frozen):
    """Labels of one meaning: a field of a campaign that has one of them has them all."""

    labels: tuple[str, ...]


class Lexicon(_Frozen):
    labels: Labels
    table: TableWords
    frame: Frame
    people: People
    units: UnitWords
    documents: DocumentWords
    said: Said
    shorthand: dict[str, tuple[str, ...]]  # a word, and how telephones write it
    ordered: Said  # the same of people of the office
    decided: Said  # and with which they decide
    told: Said  # and with which they have a unit told something
    alike: tuple[Alike, ...]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words that ship with mailbot; read once."""
    text = resources.files("rules").joinpath("labels.vi.toml").read_text(encoding="utf-8")
    return Lexicon.model_validate(tomllib.loads(text))


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Every single word of the lexicon with its accents: what stands here is spelled as its writer meant it."""
    return frozenset(word for text in _texts(lexicon().model_dump()) for word in accented(text))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)
