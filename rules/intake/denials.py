"""What the words of a clause say with its denials: "không gia hạn" refuses, "không từ chối" agrees."""

from collections.abc import Sequence

from rules.intake.decided_words import Token
from rules.intake.pointed import ALL, DAY, UNIT

_DENIABLE = frozenset({"agree", "may", "extend", "free", "one", "refuse", "mend", "notify"})
_OBJECTS = frozenset({"may", "extend", "free", "mend", "notify", "remove", "keep"})


def resolved(words: Sequence[Token]) -> frozenset[str]:
    """What is said, with denials: "không gia hạn" refuses, "không từ chối" agrees. "no": a bare denial."""
    found: set[str] = set()
    denied = carried = False  # `carried`: "không đồng ý miễn": what is not agreed to is not said
    for place, token in enumerate(words):
        carried = carried and not token.means("breaks")
        if token.means("not") and " " not in token.text and not _is_right(token, words[place + 1 :]):
            alone = _denies(words[place + 1 :])
            denied = denied or alone is False
            found |= {"maybe" if token.means("yet") else "no"} if alone else set()
            continue
        meanings = _meanings(token, words[place + 1 : place + 2])
        if denied and meanings & _DENIABLE:
            found.add("agree" if "refuse" in meanings else "two" if "one" in meanings else "refuse")
            denied, carried = False, True
        elif not (carried and meanings & _OBJECTS) and not (denied and token.means("they", "we", UNIT, "small")):
            denied = False
            found |= meanings
    saw = bool(words) and words[-1].means("over") and any(one.means("seen") for one in words)
    if saw and not found & {"not", "missing"}:
        found.add("got")  # "chị thấy công văn rồi"
    if "no" in found and not found & {"agree", "may"}:
        found.add("refuse")
    return frozenset(found)


def _is_right(token: Token, behind: Sequence[Token]) -> bool:
    """ "dung" without accents: "đúng", unless it forbids what follows."""
    following = [one for one in behind if not one.means("they", "we")][:1]
    forbids = bool(following) and following[0].means("may", "extend", "free", "mend", "notify", "keep", "remove")
    return token.means("agree") and not forbids


def _meanings(token: Token, following: Sequence[Token]) -> frozenset[str]:
    """ "cho chị xem" allows nothing; nor is paper that nobody needs there."""
    if token.means("lets") and any(one.means("we") for one in following):
        return token.meanings - {"may"}
    if token.means("barely") and any(not one.meanings for one in following):
        return token.meanings - {"may"}  # "30/8 tôi phải trình danh sách": what must be done is no consent
    if token.means("needless") and any(one.means("paper") for one in following):
        return frozenset({"maybe"})
    return token.meanings - {"not"} if token.means("agree") else token.meanings


def _denies(behind: Sequence[Token]) -> bool | None:
    """What a "không" does: False where it denies what follows, True where it stands alone, None where it denies what
    means nothing to us."""
    following = [one for one in behind[:3] if not one.means("they", "we", UNIT)]
    if following and following[0].means("barely"):
        behind = [one for one in behind if one is not following[0]]
        following = following[1:]
    if following and following[0].means(*_DENIABLE):
        return False
    return True if all(one.means("small", "they", "we", "whole", DAY, UNIT, ALL) for one in behind) else None
