"""What a mail says about what was sent before: that it replaces it, that it takes titles back."""

from functools import lru_cache

from rules.campaign import Campaign
from rules.lexicon import lexicon
from rules.papers.classify import Sight, says_noun
from rules.papers.looked import Looked
from rules.text import bare, quoted, words


@lru_cache(maxsize=1)
def _withdraws() -> tuple[str, ...]:
    return tuple(bare(word) for word in lexicon().documents.withdraws)


def replaces(looked: Looked) -> bool:
    """ "thay thế toàn bộ", "(thay thế bản gửi ngày 12/8)": in the title, the body or the subject."""
    sight = looked.sight
    texts = [sight.title, looked.envelope.subject, *((line.text for line in sight.lines) if sight.is_body else ())]
    plain = [bare(text) for text in texts]
    return any(
        bare(word) in text and f"khong {bare(word)}" not in text
        for text in plain
        for word in lexicon().documents.replaces
    )


def withdrawn_titles(sight: Sight, campaign: Campaign) -> list[str]:
    """Titles that a mail takes back: "xin rút sáng kiến “X”"."""
    titles: list[str] = []
    for line in sight.lines:
        if line.in_table:
            continue
        plain = bare(line.text)
        at = min((plain.find(word) for word in _withdraws() if word in plain), default=-1)
        if at < 0 or not says_noun(campaign, line.text) or len(plain) != len(line.text):
            continue
        marks = [title for title, start, _ in quoted(line.text) if start > at]
        _, colon, rest = line.text[at:].partition(":")
        titles.extend(marks or ([rest.strip(" .;")] if colon and len(words(rest)) > 1 else []))
    return titles
