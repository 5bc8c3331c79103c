"""What a unit says in plain words: clauses and what they mean, by a grammar over a small lexicon.

A sentence is parted into clauses; what a clause means follows from which words of the lexicon (`said` in
`rules/labels.vi.toml`) stand in it together, from days, addresses and labels of fields. A clause that asks claims
nothing. What is not understood is still heard: as `says`, with its words.

A text with accents is compared with them, since "mở" and "mô" are not one word; one without them without.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal

from rules.campaign import Campaign, Stage
from rules.initiative import TITLE
from rules.intake.pointing import Held, amended, persons_in, with_numbers
from rules.intake.reply_days import day_within, is_a_week
from rules.intake.told_values import (
    bare_values,
    correction,
    is_labelled,
    labelled,
    numbers_of_items,
    told_values,
    without_items,
)
from rules.lexicon import lexicon
from rules.papers.extract.labels import label_book
from rules.text import bare, fold, key, nfc, quoted

Kind = Literal[
    "paper",  # handed in on paper or by another system: `day`, `detail` its number
    "value",  # a field of an initiative: `field`, `value`
    "change",  # something recorded should read otherwise: `old`, `value`, or neither
    "keep",  # what was asked about stays
    "withdraw",
    "same",  # two titles that it was asked about are one
    "apart",  # or two
    "time",  # more time: `day` until when, `detail` why
    "exempt",  # asks to be freed
    "nothing",  # has nothing to send
    "form",  # cannot open it, did not get it, got the wrong one
    "already",  # says that it has sent
    "roster",  # another address, head or telephone: `detail` the new one
    "question",
    "link",  # files behind a link
    "will",  # will send: `day`
    "thanks",
    "other",  # business that is not the campaign's
    "says",  # anything else
]


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a unit says. `quote`: its words; `titles`: what stands in quotation marks beside it; `items`: the
    numbers by which it points at initiatives ("giải pháp 2"). Of a value: `like` is the number of the initiative that
    has the same one, 0: none; `adds`: it comes beside the value that is there; `corrects`: it takes the place of one. A
    change with a `field` says the whole old and the whole new value.
    """

    kind: Kind
    quote: str
    day: date | None = None
    detail: str = ""
    field: str = ""
    value: str = ""
    old: str = ""
    titles: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    like: int = 0
    adds: bool = False
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Listening:
    """In which light a mail is heard. `last_day`: the last one that is in time for this unit; `held`: what it has sent
    for this stage; `asked`: it was asked whether what a newer list lacks still stands; `alike`: whether two titles are
    one; `written`: the letter that it answers was written by a person."""

    campaign: Campaign
    stage: Stage
    today: date
    last_day: date
    has_files: bool = False
    held: tuple[Held, ...] = ()
    asked: bool = False
    alike: bool = False
    written: bool = False


def hear(said: str, light: Listening) -> tuple[Heard, ...]:
    """Everything that own words without signature (`rules.post.own_words.said`) say, each kind once, in order.

    Empty where nothing is said.
    """
    texts = list(_sentences(said, light))
    sentences = [_Sentence(text, light, alone=len(texts) == 1) for text in texts]
    found = [one for sentence in sentences for one in sentence.heard()]
    definite = _settled(_once(_pointing_on(one for one in found if one.kind != "other")))
    if any(clause.has("thanks") for sentence in sentences for clause in sentence.clauses):
        definite = tuple(
            replace(one, detail=RECEIVED) if one.kind == "will" and not one.day else one for one in definite
        )
    if definite:
        return (*definite, *_unheard(sentences, definite))
    if found:
        return _once(found)
    clauses = [clause for sentence in sentences for clause in sentence.clauses]
    if all(clause.is_courtesy for clause in clauses):
        return (Heard("thanks", clauses[0].written if clauses else fold(said)),) if fold(said) else ()
    return (Heard("says", fold(said)),)


A_WEEK = "week"  # of what will be sent: not on one day
RECEIVED = "received"  # of what will be sent, beside thanks for the letter: nobody need answer

_SETTLED = frozenset({"value", "form", "link", "thanks"})
"""Kinds of which the office need not read the mail: what is wished beside them must not be lost."""
_ASKS_NOBODY = _SETTLED | {"will", "already"}


def _unheard(sentences: Iterable["_Sentence"], heard: Iterable[Heard]) -> Iterator[Heard]:
    """The first sentence that nobody would read beside what is settled without a person."""
    kinds = {one.kind for one in heard}
    if not kinds <= _ASKS_NOBODY:
        return
    for sentence in sentences:
        found = {one.kind for one in sentence.heard()}
        if found == {"other"} or (not found and kinds <= _SETTLED and sentence.wishes):
            yield Heard("says", sentence.text)
            return


_A_WISH = 6  # words


def replaces_earlier(said: str, light: Listening) -> bool:
    """ "gửi nhầm bản nháp, lấy file này": what comes with it stands for what came before."""
    clauses = [clause for text in _sentences(said, light) for clause in _Sentence(text, light).clauses]
    return any(clause.has("replace", "earlier") and not clause.asks for clause in clauses)


def _settled(heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
    """Without what only goes with something that is said more plainly: "đề nghị điều chỉnh giúp" beside what is to be
    changed, "còn lại giữ nguyên", "em gửi sớm nhất có thể" beside a wish for time."""
    kinds = {one.kind for one in heard}
    plain = any(_is_plain(one) for one in heard)
    dropped: set[Kind] = set()
    if kinds & {"value", "change", "withdraw"}:
        dropped.add("keep")
    if kinds & {"time", "exempt", "nothing"}:
        dropped.add("will")
    return tuple(one for one in heard if one.kind not in dropped and not (plain and _is_vague(one)))


def _is_plain(one: Heard) -> bool:
    return one.kind in ("value", "withdraw") or (one.kind == "change" and not _is_vague(one))


def _is_vague(one: Heard) -> bool:
    return one.kind == "change" and not (one.field or one.old or one.titles or one.items or one.detail)


_SEVERAL = ("value", "change", "withdraw")


def _pointing_on(found: Iterable[Heard]) -> Iterator[Heard]:
    """A value that points at nothing is of what the value before it pointed at: "nội dung 3: ...; thời gian ..."."""
    before: Heard | None = None
    for one in found:
        if one.kind == "value" and before and not (one.items or one.titles or one.field in (before.field, TITLE)):
            one = replace(one, items=before.items)
        before = one if one.kind == "value" and one.field != TITLE else before
        yield one


def _once(found: Iterable[Heard]) -> tuple[Heard, ...]:
    """Values as many as there are; of the rest the first of each kind, with the first day that a later one names."""
    kept: dict[object, Heard] = {}
    for one in found:
        told = (one.field, one.value, one.old, one.items, one.titles) if one.kind in _SEVERAL else ()
        name = (one.kind, *told)
        before = kept.get(name)
        kept[name] = one if before is None else replace(before, day=before.day or one.day)
    return tuple(kept.values())


# --- Sentences and clauses ------------------------------------------------------------------------------------------

_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
_STOPS = re.compile(r"(?<=[.!?])\s+")  # of a line that begins with a label: its value may hold semicolons
_PARTS = re.compile(r"\s*[,;]\s+|\s+(?:nhưng|nên|tuy nhiên|đồng thời|nhung|nen)\s+", re.IGNORECASE)
_REASON = re.compile(r"\b(?:vì|do|bởi vì|bởi|lý do|lí do|vi|ly do)\b\s*:?\s*(?P<why>.+)$", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:kinh (?:gui|thua|chao)|(?:da )?thua (?:anh|chi|phong|co|thay)|(?:em )?chao (?:anh|chi|em|phong)|dear|hi|"
    r"(?:da )?bao cao (?:anh|chi|phong|so))\b"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\d/])0\d(?:[ .]?\d){7,9}(?!\d)")
_NUMBER = re.compile(r"\b(?:số|so)\s*:?\s*(?P<number>\d+\s*/\s*[\w.-]+)", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"\b(?:công văn|văn bản|tờ trình|cv|cong van)\s*(?:số|so)?\s*:?\s*(?P<number>\d+)", re.IGNORECASE
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_SORRY = re.compile(
    r"\b(?:dấu hỏi|trao đổi|miễn là|miễn sao|nếu (?:được|có thể|không phiền)|phiền (?:chị|anh|phòng))\b|"
    r"\b(?:(?:xin|cáo|rất) lỗi|(?:xin|cao|rat) loi|lỗi (?:vì|phòng|anh|chị))\b|"
    r"\b(?:rút (?:kinh nghiệm|ngắn|gọn)|bỏ (?:qua|quên|sót|lỡ|dở|phiếu)|rut kinh nghiem|bo qua)\b|"
    r"\b(?:báo cáo|bao cao) (?:với |lại |voi |lai )?"
    r"(?=(?:chị|anh|phòng|sở|sếp|thầy|cô|hiệu trưởng|lãnh đạo|bgh|ban giám|chi|phong|thay|hieu truong|lanh dao)\b)",
    re.IGNORECASE,
)
"""What only looks like a word of the lexicon: "rút kinh nghiệm" takes nothing back, "nếu được" sets no condition."""
_THING = "@thing"  # stands for what is registered: "mô hình" is not the word "mở"
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+|@thing")  # `key` puts the tone of "chính" behind its last letter


def _sentences(said: str, light: Listening) -> Iterator[str]:
    book = label_book(light.campaign, light.stage.code)
    lines = [line for line in nfc(said).splitlines() if line.strip()]
    for piece in (one for line in lines for one in (_STOPS if is_labelled(line, book) else _ENDS).split(line)):
        text = fold(piece).lstrip("-+*• ")
        greeting = _GREETING.match(bare(text))
        if greeting and "," in text:  # "Kính gửi Phòng TCCB, bản đăng ký của trường đã ..." goes on behind the comma
            text = text.partition(",")[2].strip()
        elif greeting and (greeting.group().startswith("kinh") or len(text.split()) <= _A_GREETING):
            continue
        if any(char.isalnum() for char in text):
            yield text


_A_GREETING = 5  # words; "em chào chị em gửi rồi nhé" says more


def _is_accented(text: str) -> bool:
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
class _Clause:
    """`written` as it stands; words are compared without what it quotes and without the reason it gives."""

    written: str
    light: Listening
    accented: bool
    conditional: bool = False  # "nếu ...": it claims nothing

    @cached_property
    def reason(self) -> str:
        found = _REASON.search(self.written)
        return found["why"].strip(" .!?") if found and found.start() else ""

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
            plain = f" {plain} ".replace(f" {' '.join(_form(noun, self.accented))} ", f" {_THING} ").strip()
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
        return not self.accented and len(found) > 1 and (found[1],) in _forms("send", False)

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
        doubts = any(end - begin > 1 and self._denies_in(begin, end) for begin, end in self._places("ask"))
        return self.has("ask") and (doubts or not self.denies_all)

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
        final = _forms("final", self.accented)
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
        return _THING in self._spoken or any(phrase and f" {phrase} " in whole for phrase in asked)

    @cached_property
    def is_courtesy(self) -> bool:
        if self.asks or "?" in self.written:
            return False
        polite = {word for form in _forms("courtesy", self.accented) for word in form}
        civil = {word for form in _forms("civil", self.accented) for word in form}
        if self.has("confirm") and not self.light.written and not self.has("correct") and not self.has("not"):
            return len(self._spoken) <= _SHORT_THANKS
        only_polite = set(self._spoken) <= polite and (len(self._spoken) <= _A_GREETING or civil & set(self._spoken))
        return (self.has("thanks") and len(self._spoken) <= _SHORT_THANKS) or bool(only_polite)

    def has_nothing_beside(self, *meanings: str) -> bool:
        """Whether small words are all that stands beside these."""
        small = {
            word for meaning in (*meanings, "courtesy") for form in _forms(meaning, self.accented) for word in form
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


_HIDDEN = {"send": "unsent", "ask": "unasked"}
"""By meaning the phrases within which its words mean something else."""
_SHORT_THANKS = 18  # words
_DENIED = 5  # words between a denial and what it denies


def _day(text: str, light: Listening) -> date | None:
    """ "thư tự động" and "nội dung thứ 2" name no day."""
    plain = without_items(bare(_A_LETTER.sub(" ", nfc(text))))
    return day_within(plain, light.today, light.last_day)


_A_LETTER = re.compile(r"\bthư\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _forms(meaning: str, accented: bool) -> frozenset[tuple[str, ...]]:
    return frozenset(_form(phrase, accented) for phrase in lexicon().said[meaning])


@lru_cache(maxsize=256)
def _by_first_word(meaning: str, accented: bool) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The same: a sentence is asked for some forty meanings, and few of its words begin a phrase of any."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in _forms(meaning, accented):
        found.setdefault(form[0], []).append(form)
    return {word: tuple(forms) for word, forms in found.items()}


# --- What a clause means --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sentence:
    """`text` as it stands; what calls a recorded title stands in `pointed` as its number. `alone`: the only one."""

    text: str
    light: Listening
    alone: bool = False

    @cached_property
    def pointed(self) -> str:
        return with_numbers(self.text, self.light.held, self.light.campaign.topic) if self.light.held else self.text

    @cached_property
    def accented(self) -> bool:
        return _is_accented(self.text)

    @cached_property
    def clauses(self) -> tuple[_Clause, ...]:
        masked = _LINK.sub(" ", self.pointed)
        conditional = _IF.search(_SORRY.sub(" ", masked)) is not None
        pieces = [piece for piece in _PARTS.split(masked) if any(char.isalnum() for char in piece)]
        asks = "?" if masked.rstrip(" .)").endswith("?") else ""
        last = len(pieces) - 1
        return tuple(
            _Clause(piece + (asks if at == last and "?" not in piece else ""), self.light, self.accented, conditional)
            for at, piece in enumerate(pieces)
        )

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

    @cached_property
    def of_the_unit(self) -> bool:
        """ "đầu mối mới: cô Nga, điện thoại ..." """
        if not (_ADDRESS.search(self.text) or _TELEPHONE.search(self.text)) and _OF_OWNERS.search(bare(self.text)):
            return False
        return any(_is_roster(clause, self) for clause in self.clauses)

    def heard(self) -> Iterator[Heard]:
        if any(place in self.text.lower() for place in lexicon().documents.links) and _LINK.search(self.text):
            yield Heard("link", self.text)
        change = None if self.of_the_unit else self._change()
        settled = change is not None and bool(change.field or change.detail)
        values = () if self.of_the_unit or settled else tuple(self._values())
        yield from values
        if change is not None and not values:
            yield change
        for clause in self.clauses:
            kind = _kind_of(clause, self, settled=bool(values or change))
            if kind:
                yield _with_facts(kind, clause, self)

    @property
    def wishes(self) -> bool:
        polite = (clause for clause in self.clauses if not clause.is_courtesy)
        return any(clause.has("wish") and len(clause.words) >= _A_WISH for clause in polite)

    @property
    def about_other_business(self) -> bool:
        return any(_is_other(clause, self) for clause in self.clauses) and not any(
            clause.names_the_campaign for clause in self.clauses
        )

    @property
    def _claims(self) -> bool:
        return "?" not in self.text and not any(clause.conditional or clause.asks for clause in self.clauses)

    @property
    def corrects(self) -> bool:
        return any(clause.has("correct") and clause.claims for clause in self.clauses)

    def _values(self) -> Iterator[Heard]:
        """Those of a sentence that asks claim nothing."""
        if not self._claims:
            return
        fields = self.light.campaign.fields_of(self.light.stage.code)
        title = [one for one in told_values(self.text, fields) if one.field == TITLE]
        told = [*title, *(one for one in told_values(self.pointed, fields) if one.field != TITLE)]
        told = told or list(labelled(self.pointed, label_book(self.light.campaign, self.light.stage.code)))
        for one in told or bare_values(self.pointed, fields, self._gaps, alone=self.alone):
            yield Heard(
                "value", self.text, field=one.field, value=one.value, titles=self.titles if one.field != TITLE else (),
                items=one.items, like=one.like, adds=one.adds, corrects=self.corrects,
            )  # fmt: skip

    @property
    def _gaps(self) -> frozenset[str]:
        """Fields that a value without its label may fill."""
        return frozenset(code for one in self.light.held for code in one.lacks)

    def _change(self) -> Heard | None:
        """Something recorded should read otherwise: what and how, where the sentence says it plainly."""
        if not self._claims:
            return None
        if any(clause.has("merge") for clause in self.clauses) and (self.items or self.titles):
            return Heard("change", self.text, titles=self.titles, items=self.items, detail=_MERGED)
        corrected, said = self.corrects, correction(self.pointed, corrected=self.corrects)
        removes = any(clause.has("withdraw") for clause in self.clauses)
        who = removes and bool(persons_in(self.pointed))  # "cô Hoa không làm giải pháp 2 nữa"
        if corrected or said or who or any(clause.has("instead") for clause in self.clauses):
            found = amended(self.pointed, self.light.held, self.items, removes=removes)
            if found:
                title = self.light.held[found.number - 1].title
                return Heard(
                    "change", self.text, value=found.new, old=found.old, field=found.field, titles=(title,)
                )  # fmt: skip
        if said is None:
            about = any(clause.has("correct") and _is_of_content(clause, self) for clause in self.clauses)
            return Heard("change", self.text, titles=self.titles, items=self.items) if corrected and about else None
        return Heard("change", self.text, value=said.new, old=said.old, titles=self.titles, items=self.items)


_MERGED = "merged"  # or taken apart: only a person does that
_OF_OWNERS = re.compile(r"\b(?:nguoi thuc hien|tac gia|dong tac gia)\b")
_IF = re.compile(r"\b(?:nếu|trường hợp|giả sử|neu)\b", re.IGNORECASE)


def _is_of_content(clause: _Clause, sentence: _Sentence) -> bool:
    """Whether what is to be mended is something that was sent: neither a form nor the roof of the school."""
    if clause.has("form") and not (sentence.items or clause.has("write")):
        return False
    return bool(sentence.titles or sentence.items) or clause.has("content") or clause.has("wish") or clause.has("write")


def _kind_of(clause: _Clause, sentence: _Sentence, *, settled: bool) -> Kind | None:
    for kind, applies in _TABLE:
        if applies(clause, sentence):
            if kind in ("question", "will") and sentence.about_other_business:
                return "other"
            return None if settled and kind in ("question", "keep", "withdraw", "will", "already") else kind
    return None


def _with_facts(kind: Kind, clause: _Clause, sentence: _Sentence) -> Heard:
    heard = Heard(kind, sentence.text, titles=sentence.titles, items=numbers_of_items(clause.written))
    if kind == "withdraw" and not heard.items:
        heard = replace(heard, items=sentence.items)
    if kind == "will":
        told = clause.written if clause.day else sentence.pointed
        return replace(heard, day=clause.day or sentence.day, detail=A_WEEK if is_a_week(bare(told)) else "")
    if kind == "time":
        return replace(heard, day=clause.day or sentence.day, detail=sentence.reason)
    if kind == "paper":
        day = clause.day or sentence.day
        number = _NUMBER.search(sentence.text) or _BARE_NUMBER.search(sentence.text)
        past = day if day and day <= sentence.light.today else None
        return replace(heard, day=past, detail=number["number"] if number else "")
    if kind == "roster":
        found = _ADDRESS.search(sentence.text) or _TELEPHONE.search(sentence.text)
        return replace(heard, detail=found.group().rstrip(".") if found else "")
    return heard


def _says_roster(clause: _Clause, sentence: _Sentence) -> bool:
    return sentence.of_the_unit and _is_roster(clause, sentence)


def _is_roster(clause: _Clause, sentence: _Sentence) -> bool:
    if not clause.claims:
        return False
    address, telephone = _ADDRESS.search(sentence.text), _TELEPHONE.search(sentence.text)
    whose = not clause.light.campaign.office.has(address.group().lower()) if address else False
    new = any(one.has("new") for one in sentence.clauses)
    return (
        (whose and (clause.has("reach") or clause.has("new")) and not clause.has("done") and not clause.has("will"))
        or (clause.has("mailbox") and (clause.has("new") or bool(address)) and not clause.has("send"))
        or (clause.has("mailbox", "new") and bool(address))
        or (clause.has("head", "new") and bool(persons_in(sentence.text)) and not clause.has("send"))
        or (clause.has("head", "is") and new and bool(persons_in(sentence.text)))
        or (clause.has("contact") and (clause.has("new") or bool(telephone)))
        or (clause.has("reach") and bool(telephone))
    )


def _is_other(clause: _Clause, sentence: _Sentence) -> bool:
    return clause.has("other") and not clause.names_the_campaign


def _is_form(clause: _Clause, sentence: _Sentence) -> bool:
    """Something about the form went wrong, or it is asked for; "chưa có nội dung" is about what a unit sends."""
    if clause.conditional:
        return False
    broken = clause.has("broken") and (clause.has("file") or clause.has("open"))
    shut = clause.before("not", "open") or clause.before("open", "not", 4) or broken
    missing = clause.before("not", "got", 2) and clause.has("form")
    wrong = clause.before("wrong", "form") or (clause.has("wrong", "form") and not clause.has("correct"))
    wrong = wrong and not clause.before("unit", "send", 2)  # "em gửi nhầm file" is about what it sent itself
    begged = clause.has("beg") or clause.before("office", "give", 3)
    begged = begged or (clause.has("give", "wish") and not clause.has("offer"))
    asked = begged and clause.has("form") and not clause.has("done") and not clause.has("will")
    return (shut and (clause.has("file") or len(clause.words) <= _SHORT)) or missing or wrong or asked


def _is_time(clause: _Clause, sentence: _Sentence) -> bool:
    if clause.conditional:
        return False
    late = clause.before("not", "in_time", 5)
    asked = clause.has("wish") or clause.asks_yes_or_no
    longer = (clause.has("more_time") and not clause.has("paper")) or _MORE_DAYS.search(
        bare(clause.written)
    ) is not None
    wished = longer and (asked or (clause.day is not None and not clause.asks))
    wished = wished or (clause.has("wish", "until") and clause.day is not None and not clause.has("inquire"))
    open_yet = (clause.has("send") or clause.has("only_then")) and clause.claims and not clause.sent
    open_yet = open_yet and clause.light.today <= clause.light.last_day  # afterwards a day is a promise
    day = clause.day - _WORKING_WEEK if clause.day and is_a_week(bare(clause.written)) else clause.day
    after = _is_after(day, clause.light.last_day)
    promised = open_yet and (after or _in_a_later_month(clause))
    allowed = clause.has("send") and clause.asks_yes_or_no and after and not clause.sent
    if clause.light.has_files and (clause.day is None or clause.day < clause.light.today):
        return False  # "mất mạng đến hôm qua nên giờ mới gửi được": it comes with it
    return late or wished or promised or allowed


_WORKING_WEEK = timedelta(days=4)


_MORE_DAYS = re.compile(
    r"\bthem (?:khoang |tam )?(?:\d{1,2}|mot|hai|ba|bon|nam|vai|may|it) ?(?:ngay|hom|tuan|bua|buoi)\b"
)


def _is_after(day: date | None, last_day: date) -> bool:
    return day is not None and day > last_day


def _in_a_later_month(clause: _Clause) -> bool:
    """ "sang tháng 9", without a day."""
    found = re.search(r"\b(?:sang|dau|giua|qua|den) thang (\d{1,2})\b(?!\s?[/.-]\s?\d)", bare(clause.written))
    last = clause.light.last_day
    return found is not None and clause.day is None and int(found[1]) > last.month


def _is_exempt(clause: _Clause, sentence: _Sentence) -> bool:
    """Freed, or of its own will not in it. Where something recorded is spoken of, that is withdrawn instead."""
    freed = clause.has("exempt") and not (clause.has("mailbox") or sentence.items)
    freed = freed and (clause.claims or (clause.has("wish") and not clause.conditional))
    if freed or sentence.items or clause.light.asked or not clause.claims or clause.before("join", "tempered", 2):
        return freed
    ours = _THING in clause.words or clause.names_the_campaign
    return clause.before("refuse", "join", 2) and (clause.has("part") or ours or clause.before("need_not", "join", 2))


def _is_nothing(clause: _Clause, sentence: _Sentence) -> bool:
    if not clause.claims or not clause.before("not", "have", 2) or clause.has("form"):
        return False
    return _THING in clause.words or clause.names_the_campaign or clause.has_nothing_beside("not", "have", "nothing")


def _is_paper(clause: _Clause, sentence: _Sentence) -> bool:
    if not clause.has("paper") or clause.denies or clause.conditional or clause.has("will"):
        return False
    brought = clause.has("laid") and (clause.has("done") or _is_past(clause))
    done = any((one.sent or (one.has("send") and _is_past(one))) and not one.denies for one in sentence.clauses)
    return (done or brought) and (clause.claims or (clause.sent and not clause.asks_yes_or_no))


def _is_past(clause: _Clause) -> bool:
    return clause.day is not None and clause.day < clause.light.today and not clause.has("will")


def _is_already(clause: _Clause, sentence: _Sentence) -> bool:
    """Sent already; or the question whether it came."""
    if clause.conditional or clause.light.has_files:
        return False
    whether = (clause.asks_whether_done or clause.asks_yes_or_no) and clause.before("office", "received", 5)
    if whether and not clause.has("form"):
        return True
    asserted = clause.claims or not (clause.has("ask") or clause.asks_yes_or_no)  # "Trường nộp rồi mà?"
    sent = (clause.sent or (clause.has("send") and _is_past(clause))) and asserted and not clause.denies
    sent = sent and not any(clause.has(one) for one in ("will", "new", "wish", "soon"))
    handed = clause.before("handed", "finished", 4) and _THING not in clause.words and not clause.denies
    sent = sent or (handed and asserted and not any(clause.has(one) for one in ("will", "wish", "soon")))
    return not clause.has("exempt") and (sent or clause.has("why", "urged") or clause.has("still", "urged"))


def _is_withdrawn(clause: _Clause, sentence: _Sentence) -> bool:
    about = bool(sentence.titles or sentence.items) or _THING in clause.words or clause.names_the_campaign
    about = about or len(clause.words) <= (_SHORT_ANSWER if clause.light.asked else _SHORT)
    refused = bool(sentence.items or sentence.titles) and clause.before("refuse", "join", 2)
    meant = (clause.has("withdraw") or refused) and not any(
        clause.has(one) for one in ("correct", "slip", "mailbox", "letter")
    )
    return clause.claims and meant and about


def _is_kept(clause: _Clause, sentence: _Sentence) -> bool:
    stands = any(clause.has(one) for one in ("omitted", "both", "stands"))
    asked = clause.light.asked and stands and not clause.has("withdraw")
    about_reach = any(clause.has(one) for one in ("head", "mailbox", "contact"))
    return clause.claims and (clause.has("keep") or asked) and not about_reach


def _is_same(clause: _Clause, sentence: _Sentence) -> bool:
    return clause.light.alike and clause.claims and clause.has("same") and not clause.has("apart")


def _is_apart(clause: _Clause, sentence: _Sentence) -> bool:
    return clause.light.alike and clause.claims and (clause.has("apart") or clause.before("not", "same", 3))


def _will_send(clause: _Clause, sentence: _Sentence) -> bool:
    if not clause.claims or clause.sent or clause.before("office", "give", 2) or clause.before("not", "send"):
        return False
    if clause.has("send") and clause.day is not None and clause.day >= clause.light.today:
        return True
    if clause.has("soon") and (clause.has("send") or clause.has("work")):
        return True
    return clause.has("will") and (clause.has("send") or clause.has("work") or clause.names_the_campaign)


def _is_question(clause: _Clause, sentence: _Sentence) -> bool:
    guided = clause.has("guide", "wish") and not clause.has("will") and not clause.has("done")
    return (clause.asks or guided or clause.offers) and len(clause.words) > 1


_SHORT = 7  # words: so short a clause speaks of what it answers
_SHORT_ANSWER = 14  # words, where just that was asked

_TABLE: tuple[tuple[Kind, Callable[[_Clause, _Sentence], bool]], ...] = (
    ("roster", _says_roster),
    ("other", _is_other),
    ("form", _is_form),
    ("time", _is_time),
    ("exempt", _is_exempt),
    ("apart", _is_apart),
    ("same", _is_same),
    ("keep", _is_kept),
    ("nothing", _is_nothing),
    ("paper", _is_paper),
    ("already", _is_already),
    ("withdraw", _is_withdrawn),
    ("will", _will_send),
    ("question", _is_question),
)
"""The first line that applies says what a clause means."""
