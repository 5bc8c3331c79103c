"""What a person of the office has mailbot say to a unit: "bảo họ là …", "nhắn trường Sa Pa gửi lại bản Word", "yêu cầu
trường nộp bản ký".

It is told only where the sentence orders it: "chị bảo họ rồi" and "sếp bảo trường này phải nộp" report what somebody
said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.intake.decided_words import tokens
from rules.intake.pointed import UNIT, Units, questions_in, units_in
from rules.lexicon import lexicon
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
    goes_on: bool = False  # behind a colon, so the sentences behind it belong to it


def _any(*meanings: str) -> str:
    """One of the phrases of these meanings, as they are compared: without accents."""
    phrases = {bare(phrase) for meaning in meanings for phrase in lexicon().told[meaning]}
    return rf"(?:{'|'.join(sorted(phrases, key=len, reverse=True))})"


def _verb(meaning: str) -> str:
    """ "nhắn lại giúp cho"."""
    return rf"\b{_any(meaning)}(?: {_any('again')})?(?: {_any('helping')})?(?: {_any('to')})?"


_PLACE = rf"(?:{_any('heads')} |{_any('titles')} \w+ )*"
_WHO = rf"(?P<who>{_any('they')}|{_PLACE}{UNIT}(?:\s*(?:,|va)\s*{_PLACE}{UNIT})*)(?!\w)"
_SIGN = rf"\s*(?P<sign>\b{_any('signs')}\b\s*:?|:|,\s*(?=la\b|noi))?\s*"
_FOR_US = rf"(?:\s+{_any('helping')}(?: {_any('for_us')})?)?"
_TELL = re.compile(
    rf"(?:(?P<say>{_verb('says')})|(?P<urge>{_verb('urges')})|(?P<ask>{_verb('asks')}))\s+{_WHO}{_FOR_US}{_SIGN}"
    r"(?P<words>.*)$"
)
_SENDS = re.compile(rf"(?P<say>{_verb('sends')})\s+{_WHO}{_FOR_US}\s*(?P<sign>:)\s*(?P<words>.*)$")
"""What is sent to a unit, word for word: "gửi giúp trường Hoàng Liên: ..."."""
_WITHOUT_WHO = re.compile(
    rf"(?P<say>\b{_any('alone')}(?: {_any('again')})?)(?: {_any('helping')})?(?: {_any('for_us')})?\s*"
    r"(?P<sign>:|la\b:?)\s*(?P<words>.*)$"
)
_IN_THE_LETTER = re.compile(
    rf"(?P<say>\b{_any('writes')}) {_any('letters')}(?: {_any('replies')})?\s*(?P<sign>:|{_any('signs')}\b\s*:?)\s*"
    r"(?P<words>.*)$"
)
_ABOUT = re.compile(rf"^\W*{_any('about')}\b.*$")
_OF_A_UNIT = re.compile(rf"^\W*(?:{_PLACE})?{UNIT}\W*$")
_BEFORE = re.compile(rf"(?:^|[,;:.)-]|\b{_any('before')})\s*$")
_DONE = re.compile(rf"^{_any('over')}\b")
_NEXT = re.compile(
    rf"[,;.]\s*(?:{_any('goes_on')}\s+)*(?=(?:{_any('numbered')})\s*\d|"
    rf"\d{{1,4}}\s*[.:)]?\s*{_any('decides')}\b|{_any('others')}\b)"
)


def _as_written_like(*meanings: str) -> str:
    """The same with accents: what is taken out of the words that a unit reads."""
    phrases = {phrase for meaning in meanings for phrase in lexicon().told[meaning]}
    return rf"(?:{'|'.join(sorted(phrases, key=len, reverse=True))})"


_OWN_NAMES = re.compile(rf"\b{_as_written_like('ours')}\b", re.IGNORECASE)
_THEIRS = re.compile(rf"\b{_as_written_like('theirs')}\b", re.IGNORECASE)
_POLITE = re.compile(rf"(?:[\s,]+{_as_written_like('polite')})+\s*[.!]*$", re.IGNORECASE)
_LEAST = 2  # words


def telling(sentence: str, roster: Roster, preferred: tuple[str, ...], asked: tuple[int, ...]) -> Telling | None:
    """What a sentence has mailbot say; None where it says nothing of the kind."""
    named = units_in(fold(nfc(sentence)), roster, preferred)
    plain = bare(named.text)
    if len(plain) != len(named.text):
        return None
    patterns = (_TELL, _SENDS, _IN_THE_LETTER)
    hits = (hit for pattern in patterns for hit in pattern.finditer(plain))
    found = next((hit for hit in hits if _is_ordered(hit, plain, asked)), None)
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
    if UNIT not in who and named.codes and (_ABOUT.match(bare(before)) or _OF_A_UNIT.match(before)):
        units = Units(who, named.codes[:1])  # "file của Sa Pa 1: yêu cầu trường gửi lại"
    numbers, _ = questions_in(f"{before} .", asked)
    asks = "ask" in groups and bool(found["ask"])
    urges = "urge" in groups and bool(found["urge"])
    goes_on = ":" in (found["sign"] or "") and not after
    return Telling(_as_written(named, 0, found.start()).strip(" ,;"), units, said, after, numbers, asks, urges, goes_on)


_ANEW = re.compile(rf"^\W*(?:{_any('goes_on')}\b|{_any('others')}\b|{_any('numbered')} \d|\d+\s*[.:)])")
_TO_US = re.compile(rf"\b{_any('for_us')}\b")


def with_what_follows(
    sentences: Sequence[str], roster: Roster, preferred: tuple[str, ...], asked: tuple[int, ...]
) -> tuple[str, ...]:
    """The sentences of a line; a message behind a colon goes on until one begins anew, names a unit, or is for us."""
    if len(sentences) == 1:
        return (sentences[0],)
    kept: list[str] = []
    goes_on = False
    for sentence in sentences:
        plain, named = bare(sentence), units_in(fold(nfc(sentence)), roster, preferred).all
        if goes_on and not (named or _ANEW.match(plain) or _TO_US.search(plain)):
            kept[-1] += f" {sentence}"
            continue
        told = telling(sentence, roster, preferred, asked)
        goes_on = told is not None and told.goes_on
        kept.append(sentence)
    return tuple(kept)


_FACTS = re.compile(rf"\b{_any('facts')}\b")
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
    if hit.re is not _IN_THE_LETTER and _OF_A_UNIT.match(before):  # "Sa Pa 1 trả lời trường thế này: ..."
        return bool(hit["sign"]) and "who" in hit.re.groupindex and UNIT not in hit["who"] and hit["who"] != "ho"
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
    if len(told.split()) < _LEAST or ("?" in told and not (asks and signed)):
        return ""
    told = _THEIRS.sub("đơn vị", _OWN_NAMES.sub("phòng", told))
    if asks:
        told = re.sub(r"^(?:xem|là|xem là)\s+", "", told)
        if len(told.split()) < _LEAST or _NO_QUESTION.match(bare(told)):
            return ""
        if "?" in told:  # "hỏi lại trường: không có việc gì mới à, kể cả ...?"
            return f"Đề nghị đơn vị cho biết: {told}"
        return f"Đề nghị đơn vị cho biết {told[:1].lower()}{told[1:]}."
    if says and (signed or not _is_order(told)):
        return f"{capitalised(told)}."
    return f"Đề nghị đơn vị {told[:1].lower() if told[1:2].islower() else told[:1]}{told[1:]}."


_NO_QUESTION = re.compile(rf"^(?:{_any('no_question')}\b|,)")
_ORDERS = re.compile(rf"^{_any('bids')}\b")


def _is_order(told: str) -> bool:
    return _ORDERS.match(bare(told)) is not None
