"""Values and corrections in a sentence: "người thực hiện giải pháp 2 là cô Hoa", "tên đúng là “...”", "745, không phải
744"; and the numbers by which people point at what they have sent.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.campaign import Choice, FieldSpec
from rules.initiative import TITLE
from rules.intake.spoken_of import persons_in
from rules.lexicon import lexicon
from rules.papers.extract.labels import INLINE, LabelBook
from rules.papers.extract.people import is_group, is_person, people, with_capitals
from rules.text import bare, fold, nfc, quoted, without_quotes, words


@dataclass(frozen=True, slots=True)
class Told:
    """A field and its value. `items`: the numbers of initiatives that it names; `like`: of the one that has the same
    value, 0: none; `adds`: beside the value that is there, of a title beside all that are."""

    field: str
    value: str
    items: tuple[int, ...] = ()
    like: int = 0
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    old: str
    new: str


# --- Numbers of initiatives -----------------------------------------------------------------------------------------

_COUNTED: Mapping[str, int] = {"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5}
_ITEM = (
    r"\b(?:(?:giai phap|sang kien|mo hinh|noi dung|de tai|gp|sk|mh|muc|cai|y)\s*(?:so|thu)?\s*(?:\d{1,2}|"
    r"nhat|mot|hai|ba|tu|bon|nam)\b(?!\s*(?:[/.%]\s*\d|nam\b|thang\b)))"
)
_NUMBER = re.compile(_ITEM)


def numbers_of_items(text: str) -> tuple[int, ...]:
    """ "giải pháp 2", "GP1", "cái thứ ba": each number once, in order."""
    return tuple(dict.fromkeys(number for _, _, number in _items(bare(text))))


def without_items(plain: str) -> str:
    """ "nội dung thứ 2" names no Monday."""
    return _NUMBER.sub(" ", plain)


def _items(plain: str) -> Iterator[tuple[int, int, int]]:
    """Begin, end, number."""
    for found in _NUMBER.finditer(plain):
        last = re.split(r"\s+", found[0])[-1]
        digits = re.search(r"\d+$", found[0])
        number = int(digits[0]) if digits else _COUNTED.get(last, 0)
        if number and not (last in ("mot", "nam") and "thu" not in found[0] and not digits):  # "một giải pháp năm nay"
            yield found.start(), found.end(), number


# --- Values ---------------------------------------------------------------------------------------------------------

_SIGN = (
    r"\bdat\b|\b(?:nang|tang|giam)(?: len| xuong)?\b|\bla\b|\bgom\b|\bdo\b|[:=]|\bthanh\b|\bcung nhu\b|\bnhu\b|"
    r"\bgiong\b"
)
_MIDDLE = (
    r"da|dang ki|o|thuc hien|nhu sau|sang|chi|em|anh|phong|giup|xin|duoc|sua|doi|chinh|ghi|lai|nay|moi|dung|thi|phai|"
    r"cua|cho|ro|tu|cung|chuyen|thay"
)
_SIGNED = re.compile(_SIGN)
_BETWEEN = rf"(?:\s*[(,]?\s*(?:(?:{_MIDDLE})\b|{_ITEM})\)?)*\s*(?:{_SIGN})\s*(?:la\b\s*)?"
_WITHIN = r"(?:\s+(?:truc tiep|chinh|phoi hop))?\s+"
_BEGINS: Mapping[str, str] = {
    "percent": r"\d",
    "number": r"\d",
    "date": r"\d|ngay",
    "period": r"\d|(?:tu )?(?:dau |giua |cuoi |het )?thang \d|tu (?:ngay|nam|hoc ki|\d)|nam (?:hoc )?\d|qui|hoc ki",
    "people": r"(?:thay|co|ba|ong|anh|chi|dong chi|d/c)\b",
}
"""With what a value begins that stands behind its label without a sign of equality."""
_SHORT = ("period", "percent", "number", "date")
"""Kinds whose values end at a comma."""
_COURTESY_END = re.compile(
    r"[\s.,;!]*(?:\b(?:(?:ạ|nhé|nhá|nha|nghen|thôi|giúp|với)(?: (?:chị|anh|em|phòng|cô|thầy))?|em cảm ơn|xin cảm ơn|"
    r"cảm ơn)\b[\s.,;!?]*)*$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:hoan thanh|muc do)(?:\s+(?:hoan thanh|duoc|khoang|dat|tren|gan|la))*\s*:?\s*"
    r"(?P<share>\d{1,3})\s?(?:%|phan tram)(?=\s*(?:[,;.]|$))"
)
_PLAIN_COURTESY = re.compile(r"(?:\s+(?:thoi|nha|nhe|nhé|giup em|a|ạ|thôi))+$")
_DOES_IT = re.compile(
    r"\bdo\s+(?P<value>[^,;.]{2,60}?)\s+(?:phụ trách|thực hiện|đảm nhiệm|chủ trì|làm)\b", re.IGNORECASE
)
_ADDS = re.compile(
    r"\b(?:bổ sung|thêm)(?:\s+(?:thêm|cả|tên))?\s+(?P<value>(?:cô|thầy|bà|ông|anh|chị|đồng chí|đ/c)\s+[^,;.]{2,60}?)"
    r"(?:\s+(?:vào|nữa|cùng|nhé|ạ)\b|[,;.]|$)",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\bten\b(?! nguoi)[^\"“”:]{0,60}?(?:\bdung\b|\bsua\b|\bdoi\b|\bthanh\b|\bla\b)[^\"“”]{0,40}$")
_COMPARES = re.compile(r"(?:\bnhu|\bgiong)\s*(?:la\s*)?$")
_LIKE = re.compile(rf"^\W*(?:cung |giong |nhu |la |voi |cua |y )*(?P<item>{_ITEM})")


def told_values(sentence: str, fields: Iterable[FieldSpec]) -> Iterator[Told]:
    """Every value of a field that a sentence tells."""
    text = fold(nfc(sentence))
    plain, specs = bare(text), tuple(fields)
    if len(plain) != len(text):
        return
    items = tuple(_items(plain))
    title = _title(text, plain)
    if title:
        adds = _registers(title, text, plain)
        yield Told(TITLE, title, tuple(dict.fromkeys(number for _, _, number in items)), adds=adds)
    places = sorted(_labels_in(text, plain, specs))
    for at, (begin, end, code) in enumerate(places):
        until = places[at + 1][0] if at + 1 < len(places) else len(text)
        spec = next(one for one in specs if one.code == code)
        found = _told(text, plain, begin, (end, until), spec, items)
        if found:
            yield found
        if found and not found.like:
            anew = [one for one in items if end < one[0] < until and _begins_anew(one, plain, spec)]
            yield from _of_others(text, until, spec, anew)
    share = next((spec.code for spec in specs if spec.kind == "percent"), "")
    done = _DONE.search(plain)
    if share and done and all(code != share for _, _, code in places):
        yield Told(share, done["share"], tuple(dict.fromkeys(number for _, _, number in items)))
    owners = next((spec.code for spec in specs if spec.kind == "people"), "")
    if owners and all(code != owners for _, _, code in places):
        yield from _people(text, owners, items)


def _told(
    text: str, plain: str, begin: int, span: tuple[int, int], spec: FieldSpec, items: Sequence[tuple[int, int, int]]
) -> Told | None:
    end, until = span
    inside = [number for first, _, number in items if begin <= first < end]
    like = _LIKE.match(plain[end:until])
    before = [number for first, _, number in items if first < begin]
    mine = tuple(dict.fromkeys(inside)) or tuple(before[-1:])
    if like and re.search(r"\b(?:nhu|giong)\b", plain[begin : end + like.end()]):
        other = [number for first, _, number in items if first >= end]
        return Told(spec.code, text[end:until].strip(), mine, other[0]) if other and mine else None
    if _COMPARES.search(plain[begin:end]):
        return None  # "nội dung như trong báo cáo": what it is like stands elsewhere
    value = text[end:until].rstrip(" ,;")
    if spec.kind in _SHORT:
        value = _PLAIN_COURTESY.sub("", re.split(r",\s|\s\(", value)[0])
    following = next((one[0] for one in items if end < one[0] < until and _begins_anew(one, plain, spec)), None)
    if following is not None:
        value = text[end:following].rstrip(" ,;")
    if spec.kind == "people":
        value = _without_speaker(value)
        if not _SIGNED.search(plain[begin:end]) and not persons_in(value):
            return None
    value = _COURTESY_END.sub("", value)
    return Told(spec.code, value, mine) if value else None


def _without_speaker(value: str) -> str:
    """ "thầy Tủa, trường bổ sung ạ": what the unit says of itself behind a comma is no owner."""
    pieces = re.split(r"(?<=[,;])\s+", value)
    mine = next((at for at, piece in enumerate(pieces) if at and _SPEAKER.match(bare(piece))), len(pieces))
    return " ".join(pieces[:mine]).rstrip(" ,;")


_SPEAKER = re.compile(
    r"(?:nha truong|truong|don vi|em|toi|ben em|chung toi|mong|de nghi|nho|xin|(?:phong|chi|anh) (?:\w+ )?giup)\b"
)


def _begins_anew(item: tuple[int, int, int], plain: str, spec: FieldSpec) -> bool:
    """Names end where another initiative is named; a text may name one, and ends where "; nội dung 3:" begins."""
    begin, end, _ = item
    return spec.kind == "people" or (plain[:begin].rstrip()[-1:] == ";" and plain[end:].lstrip()[:1] == ":")


def _of_others(text: str, last: int, spec: FieldSpec, inside: Sequence[tuple[int, int, int]]) -> Iterator[Told]:
    """ "..., giải pháp 2 là cô Lan": the same field of the initiatives that are named behind it."""
    for at, (_, end, number) in enumerate(inside):
        until = inside[at + 1][0] if at + 1 < len(inside) else last
        value = _COURTESY_END.sub("", re.sub(r"^\W*(?:là|do|thì)?\s+", "", text[end:until])).strip(" ,;")
        if value:
            yield Told(spec.code, value, (number,))


def _people(text: str, owners: str, items: Sequence[tuple[int, int, int]]) -> Iterator[Told]:
    """ "do cô Hoa phụ trách", "bổ sung thêm chị Nguyên": without the label of the field."""
    mine = tuple(dict.fromkeys(number for _, _, number in items))
    named = _DOES_IT.search(text)
    if named and not re.search(r"\d", named["value"]) and any(map(is_person, people(named["value"]))):
        yield Told(owners, named["value"].strip(), mine)
    added = _ADDS.search(text)
    if added and not named and persons_in(added["value"]):
        yield Told(owners, added["value"].strip(), mine, adds=True)


# --- Values without a label -------------------------------------------------------------------------------------------

_BESIDE_A_NAME = frozenset(
    words(
        "là của do bởi thì phụ trách thực hiện làm chủ trì đảm nhiệm đứng tên viết tác giả người bổ sung thêm tên "
        "quên ghi "
        "nhà còn thiếu giải pháp sáng kiến mô hình nội dung cái số này đó ấy thứ nhất hai ba họ và mục gp sk mh nhóm "
        "tổ "
        "đồng chủ nhiệm trực tiếp chính cùng phần dung ạ em dạ vâng nhé chị anh trường đơn vị xin gửi trả lời thông "
        "tin e a c vào với giúp điền hộ giùm cả chỗ thời gian trong có các phối hợp tham gia thành viên gồm chí"
    )
)
"""Words that may stand beside the name of whoever carries an initiative out, without another claim."""
_OF_A_LINK = frozenset(words("là của do bởi phụ trách thực hiện làm chủ trì đảm nhiệm tác giả"))
_ABOUT = re.compile(
    r"\b(?:tu|bat dau)\s+(?:dau |giua |cuoi )?(?:thang|ngay|nam|qui|hoc ki|\d)[^,;.]*\b(?:den|toi|-)\s[^,;.]*\d|"
    r"\bnam hoc \d{4} ?- ?\d{4}\b|"
    r"(?:\btu )?(?:\bthang )?\b\d{1,2}/\d{4} ?(?:den|toi|-) ?(?:het )?(?:thang )?\d{1,2}/\d{4}"
)
_TEAM = re.compile(r"\b(?i:tổ|phòng|ban|bộ phận)\s+[^\W\d_a-zà-ỹ]\w*(?:\s*-\s*\w+)*")


_LABEL = re.compile(r"^\s*(?:[-+*•]|\d{1,2}[.)/])?\s*(?P<label>[^:：=]{2,60}?)\s*[:：=]\s*(?P<value>\S.*)$")


def labelled(sentence: str, book: LabelBook) -> Iterator[Told]:
    """ "KQ dự kiến: ...", "Loại: giải pháp": what the labels of papers mean, at the beginning of a line."""
    found = _LABEL.match(fold(nfc(sentence)))
    if not found:
        return
    tokens = re.sub(_ITEM, " ", bare(found["label"])).split()
    while tokens and tokens[-1] in _BEHIND_A_LABEL:
        del tokens[-1]
    for begin in range(min(len(tokens), _LONGEST_LEAD) + 1):
        label = " ".join(tokens[begin:])
        hit = book.match(label) if label else None
        short = book.abbreviated(label) if label and hit is None else ()
        hit = hit or (short[0] if len(short) == 1 else None)
        if hit and hit.target == "field" and hit.code != TITLE and hit.score >= INLINE:
            value = _COURTESY_END.sub("", found["value"]).rstrip(" ;.")
            if value:
                yield Told(hit.code, value, numbers_of_items(found["label"]))
            return


def is_labelled(line: str, book: LabelBook) -> bool:
    """Whether it begins with a label of a field and a value."""
    return any(True for _ in labelled(line, book))


_BEHIND_A_LABEL = frozenset(words("ghi rõ là thì như sau gồm có cần phải"))
_LONGEST_LEAD = 4  # words before a label: "em bổ sung thời gian: ..."


def bare_values(sentence: str, fields: Iterable[FieldSpec], gaps: Collection[str], *, alone: bool) -> Iterator[Told]:
    """The name or the time that an answer consists of, where that is what is missing (`gaps`, codes of fields).

    A name that stands bare counts only where it is the whole mail (`alone`): else it may be a signature.
    """
    text = _REACHED.sub(" ", fold(nfc(sentence)))
    items = tuple(dict.fromkeys(number for _, _, number in _items(bare(text))))
    for spec in fields:
        if spec.kind == "choice" and spec.code in gaps and any(_names(one, text) for one in spec.choices):
            yield Told(spec.code, text.strip(" ."), items)
    if "owners" in gaps:
        yield from _bare_names(re.sub(r"\([^()]*\)", " ", with_capitals(_without_time(text))), items, alone=alone)
    if "period" in gaps:
        found = _ABOUT.search(bare(text))
        names = [(one.begin, one.end) for one in persons_in(text) if found and one.end <= found.start()]
        before = "".join(_around(text[: found.start()], names)) if found else ""
        beside = words(before) if found and len(bare(text)) == len(text) else ("?",)
        if found and {word for word in beside if not word.isdigit()} <= _BESIDE_A_NAME:
            yield Told("period", text[found.start() : found.end()], items)


def _without_time(text: str) -> str:
    """ "Tẩn A Phúc, từ 9/2024 đến 5/2025": the time beside a name is told for itself."""
    found = _ABOUT.search(bare(text))
    return f"{text[: found.start()]} {text[found.end() :]}" if found and len(bare(text)) == len(text) else text


_REACHED = re.compile(
    r"[,;–-]?\s*(?:\b(?:số điện thoại|điện thoại|số đt|sđt|sdt|đt|dt|tel|zalo|số)\b[\s.:]*)*"
    r"(?<!\d)0\d(?:[ .-]?\d){7,9}(?!\d)",
    re.IGNORECASE,
)
"""A telephone number beside a name is no part of it."""


def is_names_alone(text: str) -> bool:
    """Whether a text is a name, or several, and what they are: "bà Vàng Thị Mỷ, kế toán"."""
    text = re.sub(r"\([^()]*\)", " ", _REACHED.sub(" ", fold(nfc(text))))
    return bool(persons_in(text)) and any(True for _ in _bare_names(text, (), alone=True))


def carried_out(text: str) -> bool:
    """ "do cô Hoa phụ trách": whose it is, and no reason."""
    found = _DOES_IT.match(text)
    return found is not None and bool(persons_in(found["value"]))


def _names(choice: Choice, text: str) -> bool:
    return any(words(text) == words(one) for one in (choice.label, *choice.words))


def _bare_names(text: str, items: tuple[int, ...], *, alone: bool) -> Iterator[Told]:
    called = persons_in(text)
    if any(char in text for char in "@?") or re.search(r"\d{5}", text):
        return
    if not called:
        group = _group(text) if alone else ""
        if group:
            yield Told("owners", group, items)
        return
    plain = bare(text)
    numbered = [(begin, end) for begin, end, _ in _items(plain)] if len(plain) == len(text) else []
    rest = _TEAM.sub(" ", "".join(_around(text, sorted([*numbered, *((one.begin, one.end) for one in called)]))))
    for position in sorted(lexicon().people.positions, key=len, reverse=True):
        written = bare(position) if rest.isascii() else position
        rest = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    beside = [word for word in words(rest) if not word.isdigit()]
    if not set(beside) <= _BESIDE_A_NAME:
        return
    linked = len(called) > 1 or bool(set(beside) & _OF_A_LINK) or any(one.addressed for one in called) or bool(items)
    if linked or alone:
        yield Told("owners", "; ".join(text[one.begin : one.end] for one in called), items)


def _group(text: str) -> str:
    """ "cả tổ Toán làm chị ạ"."""
    tokens = text.strip(" .!").split()
    while tokens and _is_small(tokens[0]):
        del tokens[0]
    while tokens and _is_small(tokens[-1]):
        del tokens[-1]
    group = " ".join(tokens)
    if not 1 < len(tokens) <= _LONGEST_GROUP or not is_group(group):
        return ""
    addressed = bare(tokens[0]) in ("phong", "so", "ban") and not tokens[1][:1].isupper()  # "phòng xem giúp"
    return "" if addressed or set(words(group)) & _OF_A_SENTENCE else group


_LONGEST_GROUP = 6  # words
_OF_A_SENTENCE = frozenset(words("cho xem giữ gửi nộp nhắc đừng giúp sửa bỏ rút không chưa đã sẽ được hỏi báo nhận"))


def _is_small(token: str) -> bool:
    plain = words(token)
    return not plain or (set(plain) <= _BESIDE_A_NAME | {"ca"} and plain[0] not in ("to", "nhom"))


def _around(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What stands outside of these spans."""
    at = 0
    for begin, end in spans:
        yield text[at:begin] + " "
        at = end
    yield text[at:]


_LINE_OF_A_TITLE = re.compile(r"^\W*(?:\d{1,2}[.)]\s*)?ten(?: (?:giai phap|sang kien|mo hinh|gp|sk))?\s*:\s*(?=\S)")


def _registers(title: str, text: str, plain: str) -> bool:
    """ "đăng ký thêm sáng kiến “...”": a title beside those that are there."""
    return any(said == title and _REGISTERS.search(plain[:begin]) for said, begin, _ in quoted(text))


def _title(text: str, plain: str) -> str:
    """The name: in quotation marks behind "tên ... là", "đổi tên ... thành", or on a line "Tên: ..." of its own."""
    line = _LINE_OF_A_TITLE.match(plain)
    if line:
        return without_quotes(text[line.end() :].strip(" .;"))
    for said, begin, _ in quoted(text):
        if _CALLED.search(plain[:begin]) or _REGISTERS.search(plain[:begin]):
            return said
    unquoted = _RENAMED.search(plain) if not quoted(text) else None
    return _COURTESY_END.sub("", text[unquoted.end() :]) if unquoted else ""


_REGISTERS = re.compile(
    r"\bdang ki\b[^\"“”]{0,20}?\b(?:giai phap|sang kien|mo hinh|cach lam)\b\s*(?:la|ten|sau|mang ten)?\s*:?\s*$"
)
_RENAMED = re.compile(
    r"\b(?:(?:doi|thay|sua) ten\b.{0,60}?\b(?:thanh|bang)|"
    r"ten (?:giai phap|sang kien|mo hinh|noi dung|gp|sk|mh)?[^:]{0,40}?"
    r"(?:dung (?:phai )?la|sua (?:lai )?(?:thanh|la)|doi (?:lai )?(?:thanh|la)))\b:?\s+(?=(?:\S+ ?){3})"
)


def _labels_in(text: str, plain: str, fields: Iterable[FieldSpec]) -> Iterator[tuple[int, int, str]]:
    """Where labels stand that a value follows: begin, begin of the value, code. The longest label at a place."""
    found: dict[int, tuple[int, str]] = {}
    for spec in fields:
        for name in _names_of(spec) if spec.code != TITLE else ():
            if not all(word in plain for word in name):
                continue
            for hit in _followed(name, spec.kind).finditer(plain):
                if "đó" in text[hit.start() : hit.end()].lower():  # "nội dung đó" is no "nội dung do"
                    continue
                end, _ = found.get(hit.start(), (0, ""))
                if hit.end() > end:
                    found[hit.start()] = (hit.end(), spec.code)
    reached = -1
    for begin in sorted(found):
        end, code = found[begin]
        if begin >= reached:
            yield begin, end, code
            reached = end


@lru_cache(maxsize=512)
def _names_of(spec: FieldSpec) -> tuple[tuple[str, ...], ...]:
    """Its labels of several words."""
    names = [re.sub(r"\s*\(.*?\)", "", bare(label)).split() for label in (spec.label, *spec.labels)]
    return tuple(tuple(name) for name in names if len(name) > 1)


@lru_cache(maxsize=512)
def _followed(name: tuple[str, ...], kind: str) -> re.Pattern[str]:
    """A label, with what leads to a value of a field of this kind."""
    written = _WITHIN.join(map(re.escape, name))
    between = rf"(?:{_BETWEEN}|(?:\s+(?:(?:{_MIDDLE})\b|{_ITEM}))*?\s+(?={_BEGINS.get(kind, '$^')}))"
    return re.compile(rf"\b{written}\b(?:\s*\(%\))?{between}")


# --- Corrections ----------------------------------------------------------------------------------------------------

_NOT_BUT = re.compile(
    r"(?:đúng là |phải là |là )?(?P<value>[^,;:.]{1,80}?)\s*,?\s*(?:chứ\s+)?"
    r"không phải(?:\s+là)?\s+(?P<old>[^,;.]{1,80})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"(?:từ\s+)?(?P<old>[^,;:.]{1,80}?)\s+(?:sửa |đổi |sửa lại )?thành\s+(?P<value>[^,;.]{1,80})", re.IGNORECASE
)


def correction(sentence: str, *, corrected: bool) -> Correction | None:
    """What should read how. `corrected`: the sentence speaks of correcting; else only figures count."""
    said = _NOT_BUT.search(sentence)
    if said is None and corrected:
        said = _FROM_TO.search(sentence)
    if said is None:
        return None
    old, new = (_COURTESY_END.sub("", said[name].strip()) for name in ("old", "value"))
    if not corrected and not (any(map(str.isdigit, old)) and any(map(str.isdigit, new))):
        return None
    return Correction(old, _counterpart(new, old))


def _counterpart(value: str, old: str) -> str:
    """Of "ký số 745 học bạ" beside "744" the number; of "bắt đầu từ tháng 10" beside "tháng 9" the month."""
    alike = re.findall(re.sub(r"\d+", r"\\d+", re.escape(old)), value, re.IGNORECASE) if re.search(r"\d", old) else []
    return alike[-1] if alike else value
