"""What tells that a paper with initiatives belongs to another business of the personnel office: a movement that it
names itself, or honours for people, of which an initiative is one detail among others.
"""

import re
from collections.abc import Iterator

from rules.document import Table
from rules.lexicon import lexicon
from rules.papers.classify import Sight, on_topic, says_any
from rules.papers.extract.lines import origins
from rules.text import likeness, words

_NAMED = re.compile(r"[“\"«]([^”\"»]{3,80})[”\"»]")
_ONE_OF_THEM = 0.7  # from this likeness on a name in the title is that of an initiative below
_HEAD_ROWS = 3


def of_another_movement(sight: Sight) -> bool:
    """ "Báo cáo kết quả thực hiện mô hình “Dân vận khéo”": the title names, in quotation marks, what is neither ours
    nor one of the initiatives that follow, and nothing else says that the paper is ours."""
    if on_topic(sight) or sight.areas:
        return False  # what it lists is placed among the areas of this campaign
    named = [name for line in sight.head.title for name in _NAMED.findall(line.text)]
    return bool(named) and not any(_is_ours(name, sight) for name in named)


def _is_ours(name: str, sight: Sight) -> bool:
    known = (*sight.campaign.topic.words, *sight.campaign.topic.nouns)
    alike = (likeness(name, title) >= _ONE_OF_THEM or _within(name, title) for title in sight.titles)
    return says_any(name, known) or any(alike)


def _within(name: str, title: str) -> bool:
    return f" {' '.join(words(name))} " in f" {' '.join(words(title))} "


def of_honours(sight: Sight) -> bool:
    """Its title or its columns ask for honours, and the title names nothing of ours."""
    topic = sight.campaign.topic
    if sight.is_body or says_any(sight.title, (*topic.words, *topic.nouns)):
        return False
    return any(says_any(text, lexicon().documents.honours) for text in (sight.title, sight.stem, *_headings(sight)))


def _headings(sight: Sight) -> Iterator[str]:
    for item in sight.items:
        if isinstance(item, Table):
            yield from (cell.text for row in item.rows[:_HEAD_ROWS] for cell in origins(row))
