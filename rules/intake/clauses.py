"""Sentences and clauses of a mail, and which meanings of the lexicon stand in them.

A text with accents is compared with them, since "mở" and "mô" are not one word; one without them without.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from rules.intake.heard import Listening
from rules.intake.reply_days import day_within
from rules.intake.spoken_of import persons_in, with_numbers
from rules.intake.told_values import carried_out, is_labelled, is_names_alone, numbers_of_items, without_items
from rules.lexicon import lexicon
from rules.papers.extract.labels import label_book
from rules.text import bare, fold, key, nfc, quoted

_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
_STOPS = re.compile(r"(?<=[.!?])\s+")  # of a line that begins with a label: its value may hold semicolons
_PARTS = re.compile(r"\s*[,;]\s+|\s+(?:nhưng|nên|tuy nhiên|đồng thời|nhung|nen)\s+", re.IGNORECASE)
_REASON = re.compile(r"\b(?:vì|do|bởi vì|bởi|lý do|lí do|vi|ly do)\b\s*:?\s*(?P<why>.+)$", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:kinh (?:gui|thua|chao)|(?:da )?thua (?:anh|chi|phong|co|thay)|"
    r"(?:da,? )?(?:em )?chao (?:anh|chi|em|phong)|dear|hi|(?:da )?bao cao (?:anh|chi|phong|so))\b"
)
_OFFICE_ALONE = re.compile(r"^(?:(?:so|phong|ban) (?:gd|giao duc|to chuc|tccb)[\w&]*(?: \S+){0,7})\W*$")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\d/])0\d(?:[ .]?\d){7,9}(?!\d)")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_SORRY = re.compile(
    r"\bnếu không (?:được|kịp|thể)\b[^.;,]*?\bthì\b|"
    r"\b(?:dấu hỏi|trao đổi|miễn là|miễn sao|nếu (?:được|có thể|không phiền)|phiền (?:chị|anh|phòng))\b|"
    r"\b(?:(?:xin|cáo|rất) lỗi|(?:xin|cao|rat) loi|lỗi (?:vì|phòng|anh|chị))\b|"
    r"\b(?:rút (?:kinh nghiệm|ngắn|gọn)|bỏ (?:qua|quên|sót|lỡ|dở|phiếu)|rut kinh nghiem|bo qua)\b|"
    r"\b(?:báo cáo|bao cao) (?:với |lại |voi |lai )?"
    r"(?=(?:chị|anh|phòng|sở|sếp|thầy|cô|hiệu trưởng|lãnh đạo|bgh|ban giám|chi|phong|thay|hieu truong|lanh dao)\b)",
    re.IGNORECASE,
)
"""What only looks like a word of the lexicon: "rút kinh nghiệm" takes nothing back, "nếu được" sets no condition."""
_IF = re.compile(r"\b(?:nếu|trường hợp|giả sử|neu)\b", re.IGNORECASE)
_BY_NUMBER = re.compile(r"\bnội dung (\d{1,2})\b")
THING = "@thing"  # stands for what is registered: "mô hình" is not the word "mở"
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+|@thing")  # `key` puts the tone of "chính" behind its last letter


def sentences(said: str, light: Listening) -> Iterator[str]:
    book = label_book(light.campaign, light.stage.code)
    lines = [line for line in nfc(said).splitlines() if line.strip()]
    for piece in _joined(one for line in lines for one in (_STOPS if is_labelled(line, book) else _ENDS).split(line)):
        text = fold(piece).lstrip("-+*• ")
        greeting = _GREETING.match(bare(text))
        if greeting and "," in text:  # "Kính gửi Phòng TCCB, bản đăng ký của trường đã ..." goes on behind the comma
            text = text.partition(",")[2].strip()
            if _OFFICE_ALONE.match(bare(text)):
                continue
        elif greeting and (greeting.group().startswith("kinh") or len(text.split()) <= _A_GREETING):
            continue
        if any(char.isalnum() for char in text):
            yield text


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """ "ông Tủa, Phó Hiệu trưởng; bà Mỷ, kế toán" goes on behind its semicolon."""
    waiting = ""
    for piece in pieces:
        if waiting.endswith(";") and persons_in(waiting) and is_names_alone(piece):
            waiting = f"{waiting} {piece}"
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


_A_GREETING = 5  # words; "em chào chị em gửi rồi nhé" says more


def is_accented(text: str) -> bool:
    """Whether it is written with accents: most words of Vietnamese bear one, so a few slips do not count."""
    found = re.findall(r"[^\W\d_]+", text)
    return 4 * sum(bare(word) != key(word) for word in found) >= len(found)


@lru_cache(maxsize=2)
def _shorthand(accented: bool) -> Mapping[str, tuple[str, ...]]:
    """What is written short, and the words that it stands for."""
    return {
        short: _form(full, accented)
        for full, written in lexicon().shorthand.items()
        for one in written
        if len(_form(one, accented)) == 1
        for short in _form(one, accented)
    }


@lru_cache(maxsize=4096)
def _form(phrase: str, accented: bool) -> tuple[str, ...]:
    return tuple(_WORD.findall((key if accented else bare)(phrase)))


@dataclass(frozen=True)
class Clause:
    """`written` as it stands; words are compared without what it quotes and without the reason it gives."""

    written: str
    light: Listening
    accented: bool
    conditional: bool = False  # it stands at or behind "nếu": it claims nothing

    @cached_property
    def reason(self) -> str:
        """ "do cô Hoa phụ trách" gives none."""
        found = _REASON.search(self.written)
        if not found or not found.start() or carried_out(self.written[found.start() :]):
            return ""
        return found["why"].strip(" .!?")

    @cached_property
    def _spoken(self) -> tuple[str, ...]:
        text = _SORRY.sub(" ", self.written)
        for title, _, _ in quoted(text):
            text = text.replace(title, " ")
        found = _REASON.search(text)
        if found and found.start():
            text = text[: found.start()]
        short = _shorthand(self.accented)
        plain = " ".join(
            word
            for token in _WORD.findall((key if self.accented else bare)(text))
            for word in short.get(token, (token,))
        )
        for noun in sorted(self.light.campaign.topic.nouns, key=len, reverse=True):
            plain = f" {plain} ".replace(f" {' '.join(_form(noun, self.accented))} ", f" {THING} ").strip()
        return tuple(_WORD.findall(plain))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Without "dạ" at the beginning, which is "đã" where accents are left out, and without an asking "không"."""
        found = list(self._spoken)
        polite = _form("dạ", self.accented)[0]
        while found and found[0] in (polite, *_form("vâng", self.accented)) and not self._begins_with_a_deed(found):
            del found[0]
        if self.asks_yes_or_no:
            del found[max(place for place, word in enumerate(found) if self._means(word, "không")) :]
        return tuple(found)

    def _begins_with_a_deed(self, found: list[str]) -> bool:
        """ "da gui", without accents: done."""
        return not self.accented and len(found) > 1 and (found[1],) in forms_of("send", False)

    def _means(self, word: str, phrase: str) -> bool:
        return (word,) == _form(phrase, self.accented)

    @cached_property
    def asks_yes_or_no(self) -> bool:
        """ "có được tính không ạ": the last word of weight is "không", and "có", "được" or "phải" stand before it."""
        if not self._ends_with("không"):
            return False
        opening = {_form(word, self.accented)[0] for word in ("có", "được", "phải", "cần", "đúng", "đã")}
        return bool(opening & set(self._spoken[: len(self._spoken) - 1]))

    @cached_property
    def asks(self) -> bool:
        """ "không bỏ cái nào", "chưa có gì" deny; they do not ask."""
        if "?" in self.written or self.asks_yes_or_no or self.asks_whether_done:
            return True
        if self.accented and any(self._means(word, "à") or self._means(word, "hả") for word in self._spoken[-2:]):
            return True
        if self.checks_itself:
            return False
        asked = [
            (begin, end)
            for begin, end in self._places("ask")
            if not (self._goes_on_behind(begin, end) or self._is_denied(begin, end) or self._is_unaware(end))
        ]
        doubts = any(end - begin > 1 and self._denies_in(begin, end) for begin, end in asked)
        return bool(asked) and (doubts or not self.denies_all)

    def _is_denied(self, begin: int, end: int) -> bool:
        """ "ghi tên tôi mà không hỏi", "phụ huynh không phải hỏi lại" ask nothing."""
        before = self.words[max(begin - _OF_A_PAIR, 0) : begin]
        return end - begin == 1 and any(self._means(word, "không") for word in before)

    def _is_unaware(self, end: int) -> bool:
        """ "thư gửi nhầm hộp nên trường không biết" tells; "không biết gửi về đâu" asks."""
        unknown = end > 1 and self._means(self.words[end - 2], "không") and self._means(self.words[end - 1], "biết")
        return unknown and end == len(self.words)

    def _goes_on_behind(self, begin: int, end: int) -> bool:
        """ "xin được không tham gia": "được không" asks where it ends a clause."""
        if end - begin < _OF_A_PAIR or not self._means(self.words[end - 1], "không"):
            return False
        final = forms_of("final", self.accented)
        return any((word,) not in final for word in self.words[end:])

    @cached_property
    def checks_itself(self) -> bool:
        """ "số bao nhiêu thì em phải về xem lại", "để em hỏi lại kế toán": the unit asks nobody here."""
        if "?" in self.written:
            return False
        promised = self.before("soon", "inquire", 1) or self.before("will", "inquire", 2)
        own = self.before("unit", "checked", 4) or self.before("soon", "checked", 2)
        return promised or (own and not self.before("office", "checked", 2))

    def _denies_in(self, begin: int, end: int) -> bool:
        """ "chưa rõ", "không biết"."""
        return any(begin <= place < end for place, _ in self._places("not"))

    @cached_property
    def sent(self) -> bool:
        """ "đã gửi", "gửi rồi"; "rồi em gửi", "xong em gửi" are still to come."""
        for begin, _ in self._places("send"):
            for done, end in self._places("done"):
                alone = end - done == 1 and any(self._means(self.words[done], one) for one in ("rồi", "xong"))
                if not alone or done > begin:
                    return True
        return False

    @cached_property
    def denies_all(self) -> bool:
        """ "không ... gì", "chưa ... nào": a word that would ask stands behind a denial."""
        ends = [end for _, end in self._places("not")]
        return any(0 <= begin - end < _DENIED for end in ends for begin, _ in self._places("which"))

    @property
    def offers(self) -> bool:
        """ "gửi word hay pdf"; "một bài hay", "đọc thấy hay" praise."""
        praised = {end for _, end in self._places("praises")}
        return any(
            begin > 0 and end < len(self.words) and begin not in praised for begin, end in self._places("either")
        )

    @cached_property
    def asks_whether_done(self) -> bool:
        """ "phòng nhận được chưa ạ": the last word of weight is "chưa"."""
        return self._ends_with("chưa") and len(self._spoken) > 1

    def _ends_with(self, last: str) -> bool:
        final = forms_of("final", self.accented)
        said = list(self._spoken)
        while said and (said[-1],) in final and not self._means(said[-1], last):
            del said[-1]
        return bool(said) and self._means(said[-1], last)

    def has(self, *meanings: str) -> bool:
        """Whether a phrase of each meaning stands in it."""
        return all(any(True for _ in self._places(meaning)) for meaning in meanings)

    def _places(self, meaning: str) -> Iterator[tuple[int, int]]:
        """Where phrases of a meaning stand: first word, word behind the last. "quy trình" hands nothing in."""
        hidden = list(self._found(_HIDDEN[meaning])) if meaning in _HIDDEN else []
        for place, end in self._found(meaning):
            if not any(begin <= place < until for begin, until in hidden):
                yield place, end

    def _found(self, meaning: str) -> Iterator[tuple[int, int]]:
        forms = _by_first_word(meaning, self.accented)
        for place, word in enumerate(self.words):
            for form in forms.get(word, ()):
                if self.words[place : place + len(form)] == form:
                    yield place, place + len(form)

    def before(self, first: str, then: str, within: int = 2) -> bool:
        """Whether a phrase of the one stands before one of the other, with fewer than so many words between."""
        ends = [end for _, end in self._places(first)]
        begins = [begin for begin, _ in self._places(then)]
        return any(0 <= begin - end < within for end in ends for begin in begins)

    @cached_property
    def names_the_campaign(self) -> bool:
        topic = self.light.campaign.topic
        stages = [word for stage in self.light.campaign.stages for word in (stage.label, *stage.words)]
        whole = " ".join(("", *self._spoken, ""))
        asked = (" ".join(_form(phrase, self.accented)) for phrase in (*topic.words, *stages, "phong trào"))
        return THING in self._spoken or any(phrase and f" {phrase} " in whole for phrase in asked)

    @cached_property
    def is_courtesy(self) -> bool:
        if self.asks or "?" in self.written:
            return False
        polite = {word for form in forms_of("courtesy", self.accented) for word in form}
        civil = {word for form in forms_of("civil", self.accented) for word in form}
        if self.has("confirm") and not self.light.written and not self.has("correct") and not self.has("not"):
            return len(self._spoken) <= _SHORT_THANKS
        if self.has("checked") and self.has_nothing_beside("checked", "done"):
            return True
        if self.before("received", "done", 4) and not self.before("office", "received") and not self.has("not"):
            return len(self._spoken) <= _A_SHORT_WORD
        only_polite = set(self._spoken) <= polite and (len(self._spoken) <= _A_GREETING or civil & set(self._spoken))
        return (self.has("thanks") and len(self._spoken) <= _SHORT_THANKS) or bool(only_polite)

    def has_nothing_beside(self, *meanings: str) -> bool:
        """Whether small words are all that stands beside these."""
        small = {
            word for meaning in (*meanings, "courtesy") for form in forms_of(meaning, self.accented) for word in form
        }
        return set(self.words) <= small

    @property
    def day(self) -> date | None:
        return _day(self.written, self.light)

    @property
    def denies(self) -> bool:
        return self.before("not", "send") or self.before("not", "done", 1)

    @property
    def claims(self) -> bool:
        return not self.asks and not self.conditional


_HIDDEN = {
    "send": "unsent",
    "ask": "unasked",
    "inquire": "unasked",
    "guide": "unasked",
    "more_time": "latest",
    "new": "newly",
    "only_then": "away",
    "correct": "unmended",
    "keep": "unkept",
    "got": "attached",
    "paper": "unpapered",
}
"""By meaning the phrases within which its words mean something else."""
_A_SHORT_WORD = 7  # words of "trường nhận được thông tin rồi ạ"
_OF_A_PAIR = 2  # words of "được không"
_SHORT_THANKS = 18  # words
_DENIED = 5  # words between a denial and what it denies


def _day(text: str, light: Listening) -> date | None:
    """ "thư tự động", "nội dung thứ 2", “Ngày thứ Bảy không hẹn” and "gửi ngay 2 bản" name no day."""
    told = _NO_DAY.sub(" ", nfc(text)) if is_accented(text) else text
    for title, _, _ in quoted(told):
        told = told.replace(title, " ")
    return day_within(without_items(bare(told)), light.today, light.last_day)


_NO_DAY = re.compile(r"\b(?:thư|thu|thủ|thử|thụ|ngay)\b", re.IGNORECASE)
"""Words with accents that would be "thứ" and "ngày" without them."""


@lru_cache(maxsize=256)
def forms_of(meaning: str, accented: bool) -> frozenset[tuple[str, ...]]:
    return frozenset(_form(phrase, accented) for phrase in lexicon().said[meaning])


@lru_cache(maxsize=256)
def _by_first_word(meaning: str, accented: bool) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The same: a sentence is asked for some forty meanings, and few of its words begin a phrase of any."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in forms_of(meaning, accented):
        found.setdefault(form[0], []).append(form)
    return {word: tuple(forms) for word, forms in found.items()}


@dataclass(frozen=True)
class Sentence:
    """`text` as it stands; what calls a recorded title stands in `pointed` as its number. `alone`: the only one."""

    text: str
    light: Listening
    alone: bool = False

    @cached_property
    def pointed(self) -> str:
        return with_numbers(self.text, self.light.held, self.light.campaign.topic) if self.light.held else self.text

    @cached_property
    def accented(self) -> bool:
        return is_accented(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        masked = LINK.sub(" ", self.pointed)
        pieces = [piece for piece in _PARTS.split(masked) if any(char.isalnum() for char in piece)]
        asks = "?" if masked.rstrip(" .)").endswith("?") else ""
        last, on_condition = len(pieces) - 1, False
        found: list[Clause] = []
        for at, piece in enumerate(pieces):
            on_condition = on_condition or _IF.search(_SORRY.sub(" ", piece)) is not None
            question = asks if at == last and "?" not in piece else ""
            found.append(Clause(piece + question, self.light, self.accented, on_condition))
        return tuple(found)

    def as_written(self, piece: str) -> str:
        """A piece of `pointed` with the words of the sentence for what calls a title."""
        text = fold(nfc(self.text))
        return piece if piece in text else _BY_NUMBER.sub(lambda found: self._title_of(int(found[1]), text), piece)

    def _title_of(self, number: int, text: str) -> str:
        held = self.light.held
        title = held[number - 1].title if 0 < number <= len(held) else f"nội dung {number}"
        at = text.casefold().find(title.casefold())
        return text[at : at + len(title)] if at >= 0 else title

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title for title, _, _ in quoted(self.pointed))

    @property
    def items(self) -> tuple[int, ...]:
        return numbers_of_items(self.pointed)

    @property
    def reason(self) -> str:
        return next((clause.reason for clause in self.clauses if clause.reason), "")

    @property
    def day(self) -> date | None:
        return _day(self.pointed, self.light)
