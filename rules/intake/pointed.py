"""What a clause points at: questions by number or place in the list, units by whatever they are called, days.

What was found is taken out of the clause, "@unit" or "@day" in its place, so that it is not read once more.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.intake.decided_words import tokens
from rules.intake.reply_days import Count, day_within, days_and_counts, no_such_day
from rules.intake.unit_words import units_called, words_of_names
from rules.papers.match import canonical, names_of
from rules.roster import Roster, Unit
from rules.text import bare, fold, key, nfc

UNIT, DAY, ALL = "@unit", "@day", "@all"

# --- Questions ------------------------------------------------------------------------------------------------------

_NUMBER = (
    r"\d{1,5}(?!\d|\s*/\s*\d|\s*[.%]\s*\d|\s*(?:ngay|hom|tuan|bua|thang|h\b|gio|truong|don vi|ban\b|nam\b|"
    r"noi dung|hoc|giai))"
)
_LEAD = r"(?:cau hoi|cau|viec|muc|y|stt|so thu tu)(?:\s+so)?"
_CALLED = r"\d{1,5}(?!\d|\s*%|\s*[/.]\s*\d)"  # behind "câu" every number is one
_MORE = rf"(?:\s*(?:,|va|voi|&|\+|cung|den|-|\u2013)\s*(?:{_LEAD}\s*)?{_NUMBER})*"
_SPACED = rf"(?:\s+{_NUMBER})*"  # "1 2 3 đúng"
_NAMED = re.compile(rf"(?<!yeu )(?<!nhu )\b{_LEAD}\s*(?P<numbers>{_CALLED}{_MORE})\s*[.:)=/-]*")
_ABBREVIATED = re.compile(rf"\b[cq](?P<numbers>{_NUMBER})\b\s*[.:)-]*")
_AT_THE_START = re.compile(
    rf"^\W*(?:(?:tu|rieng|con|va|va ca)\s+)?(?P<numbers>{_NUMBER}{_MORE}{_SPACED})\s*(?:[,.:)=/>\u2013-]+\s*|\s+)(?=\S)"
)
_SO = re.compile(rf"(?<!truong )(?<!thpt )\b(?:so)\s+(?P<numbers>{_NUMBER}{_MORE})\s*[.:)-]*")
_ORDINAL = re.compile(
    r"(?<!dong )\b(?:(?:cau|viec|cai|muc|y|dieu)\s+(?:thu\s+(?P<which>nhat|hai|ba|tu|nam|sau|bay|tam)|"
    r"(?P<end>dau(?: tien)?|cuoi(?: cung)?))"
    r"|(?P<count>hai|ba|2|3)\s+(?:cau|viec|cai|muc)\s+(?P<side>dau|cuoi))\b"
)
_PLACES: Mapping[str, int] = {
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "2": 2,
    "3": 3,
}


def questions_in(text: str, asked: Sequence[int]) -> tuple[tuple[int, ...], str]:
    """The numbers that a clause names, in order, and what remains of it. "câu thứ hai", "hai câu đầu" are places in
    the list of what was `asked`."""
    found, text = list[int](), fold(text)
    for pattern in (_NAMED, _ABBREVIATED, _AT_THE_START):
        text = _taken(pattern, text, lambda hit: found.extend(_numbers(hit["numbers"], asked)))
    text = _taken(_ORDINAL, text, lambda hit: found.extend(_by_place(hit, asked)))
    return tuple(dict.fromkeys(found)), text


_AT_THE_END = re.compile(rf"(?<=\s)(?P<numbers>{_NUMBER}{_MORE}{_SPACED})\s*(?:\s(?:ra|thoi|nhe|nha|em|a|di))*\W*$")


def numbers_at_the_end(
    text: str, asked: Sequence[int], *meanings: str, batch: bool = False
) -> tuple[tuple[int, ...], str]:
    """ "đúng 1, 2", "trừ 3": behind a word of one of these meanings."""
    found: list[int] = []
    plain = bare(text)
    hit = _AT_THE_END.search(plain)
    before = [one for one in tokens(text[: hit.start()], batch=batch) if one.text not in ("so", "cau")] if hit else []
    listed = hit is not None and plain[: hit.start()].rstrip().endswith(":")  # "mấy việc sau: 2, 7, 9"
    if hit is None or len(plain) != len(text) or not (listed or (before and before[-1].means(*meanings))):
        return (), text
    text = _taken(_AT_THE_END, text, lambda hit: found.extend(_numbers(hit["numbers"], asked)))
    return tuple(dict.fromkeys(found)), text


_COUNTED = re.compile(
    r"\b(?:(?:ca|het|toan bo|tat ca|tat ca cac)\s+"
    r"(?P<count>\d{1,2}|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b(?!\s*[/.]\s*\d)"
    r"|(?<!cau )(?P<lone>[2-9]|1\d)\s+(?:viec|cau|noi dung|y kien|muc|de nghi)(?:\s+(?:tren|nay))?(?=\W*$))"
)
_AS_WORDS = ("hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")


def counted_in(text: str) -> tuple[int, str]:
    """ "cả bốn việc": 4, and what remains; 0: no number is told."""
    found: list[str] = []
    text = _taken(_COUNTED, text, lambda hit: found.append(hit["count"] or hit["lone"]), ALL)
    told = found[0] if found else "0"
    return _AS_WORDS.index(told) + 2 if told in _AS_WORDS else int(told), text


def numbers_behind_so(text: str) -> tuple[tuple[int, ...], str]:
    """ "số 3", where the names of units have been taken out."""
    found: list[int] = []
    text = _taken(_SO, text, lambda hit: found.extend(_numbers(hit["numbers"])))
    return tuple(dict.fromkeys(found)), text


def _taken(pattern: re.Pattern[str], text: str, note: Callable[[re.Match[str]], None], sign: str = "") -> str:
    plain = bare(text)
    if len(plain) != len(text):
        return text
    kept, last = [], 0
    for hit in pattern.finditer(plain):
        note(hit)
        kept += [text[last : hit.start()], f" {sign} "]
        last = hit.end()
    return fold("".join((*kept, text[last:]))) if kept else text


_SPREAD = re.compile(r"(\d+)\s*(?:den|-|\u2013)\s*\D{0,8}?(\d+)")
_MOST = 2000  # numbers of one range: longer ones are a slip


def _numbers(text: str, asked: Collection[int] = ()) -> Iterable[int]:
    """Of a range those that were `asked`, if any of it was."""
    last = 0
    for spread in _SPREAD.finditer(text):
        yield from map(int, re.findall(r"\d+", text[last : spread.start()]))
        begin, end = int(spread[1]), int(spread[2])
        whole = range(begin, end + 1) if begin < end <= begin + _MOST else (begin, end)
        known = [number for number in whole if number in asked]
        yield from known or whole
        last = spread.end()
    yield from map(int, re.findall(r"\d+", text[last:]))


def _by_place(hit: re.Match[str], asked: Sequence[int]) -> Iterable[int]:
    if hit["count"]:
        count = _PLACES[hit["count"]]
        return asked[:count] if hit["side"] == "dau" else asked[-count:]
    if hit["end"]:
        return asked[:1] if hit["end"].startswith("dau") else asked[-1:]
    place = _PLACES[hit["which"]]
    return asked[place - 1 : place]


# --- Units ----------------------------------------------------------------------------------------------------------

_LONGEST = 7  # words of a name
_PLAIN = re.compile(r"^[\"'“”(]+|[.,;:!?()\"'“”]+$")
_HEADS = frozenset({"truong", "thpt", "thcs", "ptdtnt", "dtnt", "noi", "so", "phong", "tt", "trung", "p"})
_BEFORE = frozenset({"truong", "thpt", "ben", "tru", "so", "phong"})
_LEVELS = frozenset({"thpt", "thcs", "ptdtnt", "dtnt"})  # "tổng hợp" in small letters is no centre
_WITHIN = frozenset({"so", "noi", "tru", "huyen", "tinh", "thi", "xa", "va", "thanh", "pho", "tp", "tx"})
_LIKE_A_WORD = frozenset({"van ban"})  # places that are ordinary words without their accents


@dataclass(frozen=True, slots=True)
class Units:
    """`text`: with "@unit" for each name. `several`: names that may be those of more than one unit."""

    text: str
    codes: tuple[str, ...] = ()
    several: tuple[frozenset[str], ...] = ()
    names: tuple[str, ...] = ()  # as they were written, in order

    @property
    def all(self) -> frozenset[str]:
        return frozenset(self.codes).union(*self.several)


def units_in(text: str, roster: Roster, preferred: Collection[str] = ()) -> Units:
    """`preferred`: where a call fits several units, those that are spoken of anyway."""
    words, kept = text.split(), list[str]()
    codes, several, names = list[str](), list[frozenset[str]](), list[str]()
    named, spoken_of = tuple(roster), frozenset(preferred)
    known = words_of_names(named)
    spelled: dict[str, set[str]] = {}
    for unit in named:
        for name in names_of(unit):
            spelled.setdefault(key(name), set()).add(unit.code)
    at = 0
    while at < len(words):
        length, called = _call(words, at, named, spelled, spoken_of, known)
        if not called:
            kept.append(words[at])
            at += 1
            continue
        narrowed = called & spoken_of
        by_name = frozenset(
            unit.code for unit in named if unit.code in narrowed and _has_name(unit, words[at : at + length])
        )
        narrowed = by_name or narrowed
        one = called if len(called) == 1 else narrowed
        if len(one) == 1:
            codes += one
        else:
            several.append(narrowed or called)
        tail = _tail(words[at + length - 1])
        kept.append(UNIT + tail)
        names.append(" ".join(words[at : at + length]).removesuffix(tail))
        at += length
        while at < len(words) and (more := _another(words, at, names[-1], named)):
            length, call, called = more
            codes += called
            kept.append(UNIT + _tail(words[at + length - 1]))
            names.append(call)
            at += length
    return Units(" ".join(kept), tuple(dict.fromkeys(codes)), tuple(several), tuple(names))


def _another(words: Sequence[str], at: int, name: str, units: Sequence[Unit]) -> tuple[int, str, frozenset[str]] | None:
    """ "Bảo Thắng 1 và 2": the next one of the same name."""
    digits = re.findall(r"\d", name)
    step = 2 if bare(words[at]) in ("va", "voi", "&", "cung") and at + 1 < len(words) else 1
    next_one = _PLAIN.sub("", words[at + step - 1])
    if len(digits) != 1 or not re.fullmatch(r"\d", next_one) or (step == 1 and not words[at - 1].endswith(",")):
        return None
    call = name.replace(digits[0], next_one)
    called = units_called(call, units)
    return (step, call, called) if len(called) == 1 else None


def _has_name(unit: Unit, call: Iterable[str]) -> bool:
    """Whether its name itself holds the call, and not only another name for it."""
    name = set(canonical(unit.name))
    return all(token in name for token in canonical(" ".join(call)))


def _tail(word: str) -> str:
    return word[len(word.rstrip(".,;:!?)\"'”")) :]


_BY_NUMBER = re.compile(r"\b(?:truong|thpt)\s+(?:so\s+)?(?P<number>\d)\b(?!\s*[/.]\s*\d)")


_BY_NUMBER_ALONE = re.compile(r"\b(?:(?:truong|thpt)\s+)?so\s+(?P<number>\d)\b(?!\s*[/.]\s*\d)")


def by_number(text: str, roster: Roster, among: Collection[str], *, alone: bool = False) -> Units:
    """ "trường số 2", where only a few units are spoken of; `alone`: "số 2" too."""
    found: list[frozenset[str]] = []

    def note(hit: re.Match[str]) -> None:
        units = (unit.code for unit in roster if unit.code in among and hit["number"] in canonical(unit.name))
        found.append(frozenset(units))

    left = _taken(_BY_NUMBER_ALONE if alone else _BY_NUMBER, text, note, UNIT)
    codes = tuple(next(iter(one)) for one in found if len(one) == 1)
    return Units(left if all(found) else text, codes, tuple(one for one in found if len(one) > 1))


def _call(
    words: Sequence[str],
    at: int,
    units: Sequence[Unit],
    spelled: Mapping[str, Collection[str]],
    spoken_of: frozenset[str],
    known: frozenset[str],
) -> tuple[int, frozenset[str]]:
    """`spelled`: units by their names as they are written, "Thanh tra" with one capital letter among them; `spoken_of`:
    those that are called in small letters, too; `known`: all words of names."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        call = [_PLAIN.sub("", word) for word in words[at : at + length]]
        if any(_tail(word) for word in words[at : at + length - 1]) or not all(call):
            continue  # a name does not go on behind a comma
        before = bare(_PLAIN.sub("", words[at - 1])) if at else ""
        exact = spelled.get(key(" ".join(call))) if call[0][:1].isupper() else None
        if exact:
            return length, frozenset(exact)
        if not _is_name(call, before, starts=at == 0):
            if _is_short(call) and (called := units_called(" ".join(call), units, known) & spoken_of):
                return length, called
            continue
        called = units_called(" ".join(call), units, known)
        if called and (_has_capitals(call) or _spelled_so(call, called, units)):
            return length, called
    return 0, frozenset()


def _is_name(call: Sequence[str], before: str, *, starts: bool) -> bool:
    plain = [bare(word) for word in call]
    weighty = [word for word in plain if word not in _HEADS and word not in _WITHIN and not word.isdigit()]
    if not weighty or plain[-1] in _HEADS - {"p"} or plain[0] in _WITHIN - _HEADS or plain[-1] in ("thi", "va"):
        return False  # "trừ Văn phòng", "Hoàng Liên thì"
    if _has_capitals(call):
        lone = len(weighty) == 1 and len(call) == 1
        abbreviation = lone and not set(weighty[0]) & set("aeiouy")
        return not lone or abbreviation or before in _BEFORE or (call[0].isupper() and len(call[0]) > 2)
    if len(weighty) < 2 or not (plain[0] in _HEADS or plain[0] == weighty[0]):
        return False
    return " ".join(weighty) not in _LIKE_A_WORD or before in _BEFORE or plain[0] in _HEADS


def _is_short(call: Sequence[str]) -> bool:
    """ "gdtx", "van ban so 3", which are words as well: of a unit that is spoken of anyway they are its name."""
    plain = [bare(word) for word in call]
    weighty = [word for word in plain if word not in _HEADS and word not in _WITHIN and not word.isdigit()]
    if plain[-1] in _HEADS | {"va", "thi"} or plain[0] in _WITHIN or plain != [word.casefold() for word in call]:
        return False
    abbreviation = len(call) == 1 and len(weighty) == 1 and len(plain[0]) > 2 and not set(plain[0]) & set("aeiouy")
    return abbreviation or (" ".join(weighty) in _LIKE_A_WORD and plain[-1].isdigit())


def _has_capitals(call: Sequence[str]) -> bool:
    weighty = [word for word in call if bare(word) not in _WITHIN and bare(word) not in _HEADS and not word.isdigit()]
    return bool(weighty) and all(word[:1].isupper() for word in weighty)


def _spelled_so(call: Sequence[str], codes: frozenset[str], units: Iterable[Unit]) -> bool:
    """In small letters accents must be those of the name: "văn bản" is not Văn Bàn, "thanh tra" no office."""
    schools = [unit for unit in units if unit.code in codes and _LEVELS & set(canonical(unit.name))]
    weighty = [key(nfc(word)) for word in call if bare(word) not in _WITHIN | _HEADS and not word.isdigit()]
    if all(word == bare(word) for word in weighty):
        return bool(schools)
    return any(set(weighty) <= set(key(name).split()) for unit in schools for name in names_of(unit))


# --- Days -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Days:
    """`vague`: "đầu tháng", "vài hôm": a time, and no day. `impossible`: what looks like a day that there is not."""

    text: str
    day: date | None = None
    count: Count | None = None
    vague: bool = False
    impossible: str = ""

    @property
    def any(self) -> bool:
        return self.day is not None or self.count is not None


_VAGUE = re.compile(
    r"\b(?:vai|it|may|dam|mot hai|dam ba|hai ba|mot vai) (?:ngay|hom|bua|tuan)\b|\b(?:dau|giua) thang\b|"
    r"\bthoi gian nua\b"
)


_BARE_DAY = re.compile(
    r"\b(?P<word>đến|tới|hết|den|toi|het|cho(?=\s+\d{1,2}\s*(?:thôi|thoi|nhé|nhe)?\s*$))\s+(?P<day>[12]?\d|3[01])\b"
    r"(?!\s*[/.%]\s*\d|\s*(?:ngày|hôm|tuần|tháng|giờ|h\b|đơn vị|trường|nội dung|ngay|hom|tuan|thang|gio))",
    re.IGNORECASE,
)
"""A day of which only the number is told: "đến 28"."""


def _as_written(found: str, plain: str, text: str) -> str:
    """What stands in the plain form of a text, with the accents that its writer gave it."""
    begin = plain.find(found)
    return text[begin : begin + len(found)] if begin >= 0 and len(plain) == len(text) else found


def days_in(text: str, today: date) -> Days:
    """The last day that a clause names, or how many more it gives."""
    plain = bare(text)
    if len(plain) != len(text):
        return Days(text)
    text = _BARE_DAY.sub(lambda hit: f"{hit['word']} ngày {hit['day']}", text)
    plain = bare(text)
    vague = _VAGUE.search(plain)
    places, count = days_and_counts(plain)
    if vague or not places:
        return Days(text, vague=bool(vague))
    kept, last = [], 0
    for start, end in places:
        kept += [text[last:start], f" {DAY} "]
        last = end
    left = fold("".join((*kept, text[last:])))
    wrong = no_such_day(plain, today)
    day = None if count or wrong else day_within(plain, today, today)
    return Days(left, day, None if wrong else count, impossible=_as_written(wrong, plain, text))
