"""How a Vietnamese public document writes counts, shares, lists and moments.

NĐ 30/2020/NĐ-CP, Phụ lục I: counts below 10 carry a leading 0; points are lettered with the Vietnamese alphabet. The
decimal mark is a comma, thousands are separated by a full stop.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from rules.calendar import local, short_day
from rules.campaign import Calendar

GAP = "[…]"
UNCONFIRMED = "(*)"
REGISTERED = "(**)"

_TENTH = Decimal("0.1")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_BULLET = re.compile(r"^\s*(?:[-–—•+*▪●]|\d{1,2}[.)]|[a-zđ][.)])\s+")
_SENTENCE_END = re.compile(r"[.!?;](?=\s)")


def gap(what: str) -> str:
    """A gap that a person fills in: "[… what]"."""
    return f"[… {what}]"


def count(number: int) -> str:
    """5 -> "05", 12 -> "12", 1234 -> "1.234"; nothing is "0"."""
    return f"{number:02}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def plain(number: float) -> str:
    """A measured number with at most one decimal, halves rounded up: 95.0 -> "95", 26.25 -> "26,3"."""
    rounded = Decimal(repr(number)).quantize(_TENTH, ROUND_HALF_UP)
    return f"{rounded:f}".removesuffix(".0").replace(".", ",")


def percent(part: int, whole: int) -> str:
    """The share in per cent with at most one decimal; "-" where there is nothing to share.

    Rounding never claims a goal that was missed: 999 of 1000 is "99,9%", never "100%".
    """
    if not whole:
        return "-"
    share = 100 * part / whole
    if part < whole:
        share = min(share, 99.9)
    return f"{plain(share)}%"


def listed(items: Iterable[str]) -> str:
    """ "a, b và c"."""
    texts = list(items)
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} và {texts[-1]}"


def one_of(items: Iterable[str]) -> str:
    """As a choice: "Word, Excel hoặc PDF"."""
    *first, last = items
    return f"{', '.join(first)} hoặc {last}" if first else str(last)


def capitalised(text: str) -> str:
    """The first letter large, the others untouched."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The first letter small, for a label within a sentence; abbreviations ("CNTT") stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def roman(number: int) -> str:
    """1 -> "I", for the numbers of sections and appendices (1 to 39)."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def letter(number: int) -> str:
    """1 -> "a", 5 -> "đ", in the order of the Vietnamese alphabet as points of a document use it."""
    return _LETTERS[(number - 1) % len(_LETTERS)]


def clock(moment: datetime, calendar: Calendar) -> str:
    """ "16 giờ 05 phút ngày 23/8/2024", on the clock of the campaign."""
    there = local(moment, calendar)
    return f"{there.hour:02} giờ {there.minute:02} phút ngày {short_day(there.date())}"


def day_and_time(moment: datetime, calendar: Calendar) -> str:
    """ "23/8/2024 16:05", for tables."""
    there = local(moment, calendar)
    return f"{short_day(there.date())} {there:%H:%M}"


def one_line(text: str) -> str:
    """White space folded; control characters count as white space."""
    return " ".join(text.translate(_CONTROLS).split())


_CONTROLS = dict.fromkeys(range(32), " ")


def items_of(text: str) -> tuple[str, ...]:
    """The lines of a text a unit wrote as a list, without bullets and numbers."""
    lines = (one_line(_BULLET.sub("", line)) for line in text.splitlines())
    return tuple(line for line in lines if line)


def clipped(text: str, limit: int) -> str:
    """The text up to `limit` characters, cut after a sentence where one ends in the second half, else after a word."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    head = text[:limit]
    ends = [match.end() for match in _SENTENCE_END.finditer(head) if match.end() >= limit // 2]
    cut = head[: ends[-1]] if ends else head.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:-") + " …"


def ended(text: str) -> str:
    """A sentence with its full stop."""
    text = text.rstrip(" ,;:")
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
