"""What a person of the office has mailbot say to a unit: "bảo họ là …", "nhắn trường Sa Pa gửi lại bản Word", "yêu cầu
trường nộp bản ký".

It is told only where the sentence orders it: "chị bảo họ rồi" and "sếp bảo trường này phải nộp" report what somebody
said.
"""

import re
from dataclasses import dataclass

from rules.intake.decided_words import tokens
from rules.intake.pointed import UNIT, Units, questions_in, units_in
from rules.roster import Roster
from rules.text import bare, fold, nfc
from rules.wording import capitalised


@dataclass(frozen=True, slots=True)
class Tell:
    """A letter to a unit, as it will leave."""

    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Telling:
    """`before`: what stands before it in its sentence; `after`: the answer to another question behind it. `units`:
    those that it names; none: those that were spoken of."""

    before: str
    units: Units
    words: str
    after: str = ""
    numbers: tuple[int, ...] = ()
    asks: bool = False  # the unit is asked something, so what it is about stays open
    urges: bool = False  # or told what to do, which grants nothing


_SAYS = (
    r"(?:bao|noi|nhan|tra loi|phuc dap|thong bao|viet|bao tin|phan hoi)(?: lai)?(?: (?:giup|ho|gium))?"
    r"(?: (?:cho|voi|den|toi))?"
)
_URGES = r"(?:yeu cau|de nghi|nhac nho|nhac|huong dan|giuc|dan|don doc)(?: lai)?(?: (?:giup|gium))?(?: (?:cho|voi))?"
_ASKS = r"(?:hoi)(?: lai)?(?: (?:giup|gium))?(?: (?:cho|voi))?"
_WHO = (
    rf"(?P<who>ho|(?:nha )?truong(?: (?:do|nay|ay|kia))?|don vi(?: (?:do|nay|ay))?|phong (?:do|ay|nay)|"
    rf"ben (?:do|ay|kia|truong)|chung no|cac (?:co|thay)|"
    rf"(?:(?:nha )?truong |don vi |ben |phong |co \w+ |thay \w+ |anh \w+ |chi \w+ )*"
    rf"(?:o |ben |truong )?{UNIT}(?:\s*(?:,|va)\s*(?:truong |ben )?{UNIT})*)"
)
_SIGN = r"\s*(?P<sign>\b(?:la|rang|nhu sau|the nay|nhu the nay|biet la|biet rang|biet)\b\s*:?|:|,\s*(?=la\b|noi))?\s*"
_TELL = re.compile(
    rf"(?:(?P<say>\b{_SAYS})|(?P<urge>\b{_URGES})|(?P<ask>\b{_ASKS}))\s+{_WHO}"
    rf"(?:\s+(?:giup|ho|gium)(?: chi| anh| phong)?)?{_SIGN}(?P<words>.*)$"
)
_WITHOUT_WHO = re.compile(
    r"(?P<say>\b(?:tra loi|phuc dap|nhan|bao|noi|phan hoi)(?: lai)?)(?: (?:giup|ho|gium))?(?: (?:chi|anh|phong))?\s*"
    r"(?P<sign>:|la\b:?)\s*(?P<words>.*)$"
)
_ABOUT = re.compile(r"^\W*(?:file|tep|ban|cai|vu|viec|thu|anh)\b.*$")
_BEFORE = re.compile(
    r"(?:^|[,;:.)-]|\b(?:em|thi|cu|hay|nho em|nho|giup|gium|va|roi|mailbot|phien em|em cu|em hay|lai|vay|nen|"
    r"ban|he thong))\s*$"
)
_OWN_NAMES = re.compile(r"\b(?:bên mình|phòng mình|chị|anh|mình|tôi|tớ)\b", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:họ|bên đó|bên ấy|trường đó|chúng nó)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"(?:[\s,]+(?:nhé|nha|nghe|ạ|với|đi|em|giúp|hộ|giùm|luôn|giúp chị|hộ chị|giúp anh|cho chị|"
    r"cho anh|cái|em ơi))+\s*[.!]*$",
    re.IGNORECASE,
)
_DONE = re.compile(r"^(?:roi|xong|hom qua|sang nay|luc nay)\b")
_NEXT = re.compile(
    r"[,;.]\s*(?:(?:con|va|roi)\s+)?(?=(?:cau|viec|so|muc)\s*\d|"
    r"\d{1,4}\s*[.:)]?\s*(?:thi\b|dong i|dong y|khong|ok|dung)|con (?:lai|cau|truong|may))"
)
_LEAST = 2  # words


def telling(sentence: str, roster: Roster, preferred: tuple[str, ...], asked: tuple[int, ...]) -> Telling | None:
    """What a sentence has mailbot say; None where it says nothing of the kind."""
    named = units_in(fold(nfc(sentence)), roster, preferred)
    plain = bare(named.text)
    if len(plain) != len(named.text):
        return None
    found = next((hit for hit in _TELL.finditer(plain) if _is_ordered(hit, plain, asked)), None)
    if found is None:
        found = next((hit for hit in _WITHOUT_WHO.finditer(plain) if _is_ordered(hit, plain, asked)), None)
        if found is None or not (questions_in(fold(f"{plain[: found.start()]} ."), asked)[0] or len(asked) == 1):
            return None
    if _DONE.match(found["words"]):
        return None
    words, after = _as_written(named, found.start("words"), len(plain)), ""
    if next_one := _NEXT.search(bare(words)):
        words, after = words[: next_one.start()], words[next_one.end() :]
    groups = found.re.groupindex
    said = _sentence(
        words, says=bool(found["say"]), signed=bool(found["sign"]), asks="ask" in groups and bool(found["ask"])
    )
    if not said:
        return None
    who = named.text[found.start("who") : found.end("who")] if "who" in found.re.groupindex else ""
    before = named.text[: found.start()]
    first = before.count(UNIT)
    codes = named.codes[first : first + who.count(UNIT)] if not named.several else ()
    units = Units(who, codes, named.several if UNIT in who and not codes else ())
    if UNIT not in who and named.codes and _ABOUT.match(bare(before)):
        units = Units(who, named.codes[:1])  # "file của Sa Pa 1: yêu cầu trường gửi lại"
    numbers, _ = questions_in(f"{before} .", asked)
    asks = "ask" in groups and bool(found["ask"])
    urges = "urge" in groups and bool(found["urge"])
    return Telling(_as_written(named, 0, found.start()).strip(" ,;"), units, said, after, numbers, asks, urges)


_FACTS = re.compile(
    r"\b(?:han|gui|nop|dang ki|mau|ban|file|tep|word|excel|duoc|khong can|can|phai|truoc|theo|bieu|hinh thuc|noi dung|"
    r"ca nhan|tap the|toi da|it nhat|tinh)\b"
)
_GENERAL = re.compile(r"\b(?:mỗi|các|mọi|từng|nhà)\s+(?:trường|đơn vị|phòng)\b", re.IGNORECASE)
_LEAST_OF_AN_ANSWER = 4  # words


def plain_answer(text: str) -> str:
    """The answer to a unit's question as it stands, where it speaks of the matter alone and of no person; else "".

    What it says is sent to the unit, so nothing that is meant for mailbot or for a colleague may be in it.
    """
    told = _POLITE.sub("", text.strip(" .,;:-\"“”'")).strip(" .,;:\"“”'")
    spoken_of = tokens(_GENERAL.sub(" ", told))
    aside = any(
        one.means("we", "they", "maybe", "if", "later", "done", "skip", "tell", "urge", "rest")
        and not one.means("needless")
        for one in spoken_of
    )
    if "?" in told or aside or len(told.split()) < _LEAST_OF_AN_ANSWER or not _FACTS.search(bare(told)):
        return ""
    return f"{capitalised(told)}."


def _is_ordered(hit: re.Match[str], plain: str, asked: tuple[int, ...]) -> bool:
    before = _pointing(plain[: hit.start()], asked)
    urges = "urge" in hit.re.groupindex and bool(hit["urge"])
    return bool(_BEFORE.search(before)) or (urges and bool(_ABOUT.match(before)))


def _pointing(before: str, asked: tuple[int, ...]) -> str:
    """Without the numbers, "câu 4 em bảo họ"."""
    numbers, left = questions_in(fold(f"{before} ."), asked)
    return left.rstrip(" .") if numbers else before


def _as_written(named: Units, start: int, end: int) -> str:
    """The stretch of the text, with the names in it as they were written."""
    names = iter(named.names[named.text[:start].count(UNIT) :])
    return re.sub(UNIT, lambda hit: next(names, hit[0]), named.text[start:end])


def _sentence(words: str, *, says: bool, signed: bool, asks: bool) -> str:
    told = _POLITE.sub("", words.strip(" .,;:\"“”'")).strip(" .,;:\"“”'")
    if len(told.split()) < _LEAST or "?" in told:
        return ""
    told = _THEIRS.sub("đơn vị", _OWN_NAMES.sub("phòng", told))
    if asks:
        told = re.sub(r"^(?:xem|là|xem là)\s+", "", told)
        if len(told.split()) < _LEAST or _NO_QUESTION.match(bare(told)):
            return ""
        return f"Đề nghị đơn vị cho biết {told[:1].lower()}{told[1:]}."
    if says and (signed or not _is_order(told)):
        return f"{capitalised(told)}."
    return f"Đề nghị đơn vị {told[:1].lower() if told[1:2].islower() else told[:1]}{told[1:]}."


_NO_QUESTION = re.compile(r"^(?:hen|truoc|nhe|di|roi|cho|de|giup|gap|ngay|,)\b")
_ORDERS = re.compile(
    r"^(?:gui|nop|lam|sua|bo sung|viet|dien|ghi|ra|kiem|xem|goi|len|mang|chuyen|chup|scan|ky|ki|dong|luu|doi|khan|"
    r"phai|cu|hay|chu y|co gang|nho|"
    r"tra|dang|bao cao|hoan|thuc hien|dung|ve|thay|them|rut|xac|cho)\b"
)


def _is_order(told: str) -> bool:
    return _ORDERS.match(bare(told)) is not None
