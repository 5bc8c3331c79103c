"""What a label means: "Tác giả/nhóm tác giả, chức vụ" asks for the people, "Thuộc lĩnh vực" for the area.

A label book is made of the labels of the campaign file, limited to what one stage asks, and of the administrative
labels of the lexicon. Nothing is known by heart: another campaign brings another book.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from rules.campaign import Campaign, FieldSpec
from rules.lexicon import known_words, lexicon
from rules.papers.extract.new_ways import names_new_ways
from rules.text import accented, bare, first_word, initials, nfc, split_number, spoken, words

Target = Literal["field", "remark", "unit", "index", "from", "to", "ignored"]
Words = tuple[str, ...]
Own = tuple[tuple[Words, Target, str], ...]
"""Labels beside those of the book, as words: what each asks for."""

TITLE = "title"  # the one field that every campaign has (rules.initiative.Initiative.title)

_FILLERS = frozenset({"va", "hoac", "cac", "nhung", "cua", "cho"})
_COUNTERS = frozenset({"so", "thu", "moi", "nay", "mot", "tiep", "theo", "khac", "sau", "day"})
_ORDINALS = frozenset(
    {"nhat", "hai", "ba", "tu", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "i", "ii", "iii", "iv", "v"}
)
_COUNTING = (("so",), ("so", "luong"), ("tong", "so"))
_CLAIMED = ("da", "dang", "ki")
_COMMAS = re.compile(r"\s*[,;/&+]\s*|\s+-\s+")
_ANDS = re.compile(rf"{_COMMAS.pattern}|\s+và\s+|\s+hoặc\s+", re.IGNORECASE)
_LISTS = ("danh", "muc")
_BOOK = re.compile(r"\s*sổ\b", re.IGNORECASE)  # "Sổ tay sáng kiến" counts nothing, though "sổ" without accents is "số"
_SOFT = frozenset(
    words(
        "đã được thực hiện triển khai tiến hành áp dụng tổ chức cụ thể chính chủ yếu việc đăng ký nếu có ngắn gọn rõ"
        " nói chung"
    )
)
_SOFT_OR_FILLER = _SOFT | _FILLERS
_LONGEST = 16  # words; a longer text is a sentence, not a label
_FEWEST_PIECES = 2
_EXACT = 0.99  # as a label
_TYPO_LENGTH = 6  # letters; in a shorter label one wrong letter makes another word
_TYPO_LIKENESS = 88.0
_ROUNDING = 0.001
_SHORT_WORD = 3  # letters

BESIDE_MORE = "label-and-more"
"""The rule of "Tác giả, chức vụ", which asks for more than goes into the field."""
LENT = "label-lent"
"""The rule of a label that asks for a field only where no label of its own does."""
NAME_ALONE = "name-alone"
"""The rule of "Tên", which asks for a person or for an initiative: what is answered tells."""
_CALLED = frozenset({"ten", "mang", "co", "goi", "la", "lay", "dat"})
_NAME = (("ten",),)
_LONGEST_NAME_LABEL = 3  # words of "Tên việc", "Tên nội dung"
_INEXACT = frozenset({"label-start", "label-part", "label-short"})
INLINE = 0.74  # how surely a text before a colon must be a label
HEADER = 0.66  # the same for a cell of a header row, where its neighbours speak too
ALONE = 0.9  # the same for a line without a colon
_BY_FIT = 0.95  # as a label, since the paper uses it as one; that it was understood is another matter
_ABBREVIATED = 0.8  # sure enough before a colon or in a header row, not alone on a line


@dataclass(frozen=True, slots=True)
class Label:
    """What a label asks for. `named` is what it says by itself: "Tên giải pháp" says the kind, as a choice."""

    target: Target
    code: str
    score: float
    rule: str
    named: tuple[str, str] | None = None  # (field code, choice code)
    asks_percent: bool = False  # in some stage; "Tiến độ" may ask how much, or when

    @property
    def is_vague(self) -> bool:
        """Only something in it is known, and that would be left: no reason to leave the whole."""
        return self.target == "ignored" and self.rule in _INEXACT

    @property
    def is_inexact(self) -> bool:
        """Only a part of it is a label that we know."""
        return self.rule in _INEXACT

    @property
    def is_title(self) -> bool:
        return self.target == "field" and self.code == TITLE

    @property
    def is_data(self) -> bool:
        return self.target in ("field", "remark", "unit", "from", "to")


def _plain(tokens: Words) -> Words:
    return tuple(token for token in tokens if token not in _FILLERS)


class LabelBook:
    """All labels that one stage of a campaign knows; without a stage, those of all stages."""

    def __init__(self, campaign: Campaign, stage: str | None = None) -> None:
        self.campaign = campaign
        self._own: dict[Words, tuple[Target, str]] = {}
        self.stage = stage
        self.nouns: tuple[Words, ...] = tuple(
            sorted((words(noun) for noun in campaign.topic.nouns), key=len, reverse=True)
        )
        self._spoken_nouns = [(noun, _spoken(noun), _initials(noun) if len(noun) > 1 else "") for noun in self.nouns]
        self._initials = frozenset(_initials(noun) for noun in self.nouns if len(noun) > 1)
        nouns = (*map(bare, campaign.topic.nouns), *map(initials, campaign.topic.nouns))
        self.openers = tuple(noun for noun in nouns if len(noun) > 1)
        """The nouns of the campaign without accents, then their initials, as they may open a text."""
        self.opening_letters = frozenset(noun[0] for noun in self.openers)
        self.kind_field = _kind_field(campaign)
        self.asked = campaign.fields if stage is None else campaign.fields_of(stage)
        self._lent = dict(self._outcomes())
        self._exact: dict[Words, tuple[Target, str]] = {}
        self._strict: dict[Words, tuple[Target, str]] = {}
        for label, target, code in self._entries():
            self._strict.setdefault(words(label), (target, code))
            self._exact.setdefault(_plain(words(label)), (target, code))
        self._exact.pop((), None)
        self._sorted = {tuple(sorted(tokens)): hit for tokens, hit in reversed(self._exact.items())}
        self._joined = {"".join(tokens): hit for tokens, hit in reversed(self._strict.items())}
        self._first = frozenset(tokens[0] for tokens in self._exact)
        self._first_of_labels = frozenset(
            (
                *self._first,
                *(word for said in self._strict for word in said[:1]),
                *(word for noun in self.nouns for word in noun),
            )
        ).union(self._initials, _FILLERS, _COUNTERS, _ORDINALS, _CLAIMED)
        self._longest = max(map(len, self._exact))
        self._long = {" ".join(tokens): tokens for tokens in self._exact if len("".join(tokens)) >= _TYPO_LENGTH}
        self._spelled = known_words() | {word for label, _, _ in self._entries() for word in accented(label)}
        self.spoken = {
            spec.code: tuple(dict.fromkeys(spoken(label) for label in labels_of(campaign, spec.code)))
            for spec in campaign.fields
        }
        """By field the labels as `rules.text.spoken` gives them, in whatever stage they are asked."""
        self.percents = tuple(
            label for spec in campaign.fields if spec.kind == "percent" for label in self.spoken[spec.code]
        )
        self._percents = frozenset(_plain(tuple(label.split())) for label in self.percents)
        self._heads = tuple(_heads(self.asked))
        self._kinds = tuple(_kinds(self.kind_field))
        self._like = lru_cache(maxsize=256)(self._like_in_length)
        self.match = lru_cache(maxsize=8192)(self._match)

    def with_own(self, own: Own) -> "LabelBook":
        """The book with the labels of one paper beside it; what the paper does not ask is asked of this book."""
        if not own:
            return self
        book = copy(self)
        book._own = {tokens: (target, code) for tokens, target, code in own}
        book.match = lru_cache(maxsize=1024)(partial(_own_or_known, book, self))
        return book

    def _entries(self) -> Iterator[tuple[str, Target, str]]:
        specs = self.campaign.fields
        asked = [spec for spec in specs if self.stage is None or self.stage in spec.stages]
        yield from _labels_of(self.campaign, asked, "field")
        yield from _labels_of(self.campaign, self.campaign.remarks, "remark")
        for spec in specs:
            if spec not in asked:
                yield from self._not_asked(spec, asked)
        known = lexicon().labels
        yield from ((label, "field", self._lent[words(label)][0]) for label in known.aims if words(label) in self._lent)
        yield from ((label, "unit", "unit") for label in known.unit)
        yield from ((label, "index", "index") for label in known.index)
        yield from ((label, "ignored", "") for label in known.ignored)
        yield from ((label, "from", "from") for label in known.start)
        yield from ((label, "to", "to") for label in known.end)

    def _not_asked(self, spec: FieldSpec, asked: list[FieldSpec]) -> Iterator[tuple[str, Target, str]]:
        """A short label of another stage ("Kết quả") stands for the longer one of this stage ("Kết quả dự kiến")."""
        known = [(other, labels_of(self.campaign, other.code)) for other in asked if other.kind == spec.kind]
        for label in labels_of(self.campaign, spec.code):
            phrase = f" {' '.join(words(label))} "
            longer = (
                other.code for other, labels in known if any(phrase in f" {' '.join(words(one))} " for one in labels)
            )
            code = next(longer, None) or self._lent.get(words(label), ("", ""))[0]
            yield (label, "field", code) if code else (label, "ignored", "")

    def _outcomes(self) -> Iterator[tuple[Words, tuple[str, str]]]:
        """Labels that ask for what comes of something only where no label of its own does: in the first stage, in which
        nothing has been reached yet, those of the later one ("Lợi ích mang lại") and those of aims ("Mục tiêu")."""
        stage = next((one for one in self.campaign.stages if one.code == self.stage), None)
        hoped = [spec for spec in self.asked if spec.kind == "text" and spec.stages == (self.stage,)]
        if stage is None or stage.compared_with or len(hoped) != 1:
            return
        later = [spec for spec in self.campaign.fields if spec.kind == "text" and self.stage not in spec.stages]
        own = {words(label) for spec in self.asked for label in labels_of(self.campaign, spec.code)}
        for spec in later:
            for label in labels_of(self.campaign, spec.code):
                if words(label) not in own:
                    yield words(label), (hoped[0].code, LENT)
        yield from ((words(label), (hoped[0].code, LENT)) for label in lexicon().labels.aims)

    def exact(self, text: str) -> Label | None:
        """The same for a label that stands in the book letter by letter, or is "Tên" and a noun; quick."""
        tokens = words(text)
        hit = self._strict.get(tokens) or self._exact.get(_plain(tokens))
        if hit:
            return self._label(*hit, 1.0, "label", tokens)
        if self._calls(tokens):
            return self._label("field", TITLE, 0.95, "title-noun", tokens)
        return None

    def says_itself(self, text: str) -> bool:
        """Whether a text is a label of the book letter by letter, or nothing but nouns of the campaign and numbers."""
        _, said = split_number(text)
        first = first_word(said)
        if first not in self._first_of_labels and not first.isdigit() and "(" not in said:
            return False  # as nearly every text
        tokens = words(said)
        may = tokens in self._strict or _plain(tokens) in self._exact or "(" in said
        if not may and (len(tokens) > _LONGEST or self._by_noun(tokens) is None):
            return False
        label = self.match(text)
        return label is not None and (label.score >= _EXACT or label.rule == "noun")

    def _match(self, text: str) -> Label | None:
        """The meaning of a label, or None. Numbering, leaders and the colon at the end do not count."""
        _, text = split_number(text)
        tokens = words(text)
        if not tokens or len(tokens) > _LONGEST:
            return None
        found = self._by_words(tokens, _spelled(text))
        if found is not None and found.rule == "count" and _BOOK.match(nfc(text)):
            return None
        if found is None or found.score < ALONE:
            found = self._by_head(tokens) or self._by_pieces(text) or found
        elif found.rule in _INEXACT and all(map(self.exact, _pieces(text, _COMMAS))):
            found = self._by_pieces(text) or found  # "Mục đích, nội dung chính"
        if "(" in text and (found is None or found.score < INLINE):
            outside = words("".join(_outside_parentheses(text)))
            inner = self._by_words(outside) if outside and outside != tokens else None
            found = max((hit for hit in (found, inner) if hit), key=lambda hit: hit.score, default=None)
        if tokens in _NAME or (
            (found is None or found.rule in _INEXACT) and tokens[:1] == ("ten",) and len(tokens) <= _LONGEST_NAME_LABEL
        ):
            return Label("field", TITLE, _ABBREVIATED, NAME_ALONE)
        if found is None or found.rule in _INEXACT:
            return self._spelled_out(text, tokens) or found
        return found

    def own(self, text: str) -> Label | None:
        """What a label of the paper's own asks for; None for any other."""
        tokens = words(split_number(text)[1])
        return self._label(*self._own[tokens], _BY_FIT, "label-by-fit", tokens) if tokens in self._own else None

    def _spelled_out(self, text: str, tokens: Words) -> Label | None:
        """ "ND", "KQ cần đạt": an abbreviation that stands for one thing only, alone or before more words."""
        meant = self.abbreviated(text)
        if meant or len(tokens) < 2:
            return meant[0] if len(meant) == 1 else None
        hits = [hit for read in self._readings(text) if (hit := self._read_out(read))]
        sure = {(hit.target, hit.code): hit for hit in hits if hit.score >= ALONE and not hit.is_vague}
        hit = next(iter(sure.values())) if len(sure) == 1 else hits[0] if len(hits) == 1 else None
        return replace(hit, score=min(hit.score, _ABBREVIATED), rule="label-short") if hit else None

    def _read_out(self, text: str) -> Label | None:
        hits = (self._by_words(words(text)), self._of_pieces(text, _pieces(text, _COMMAS), ALONE))
        return max((hit for hit in hits if hit), key=lambda hit: hit.score, default=None)

    def _readings(self, text: str) -> Iterator[str]:
        """ "TG, đồng TG" with each abbreviation read out, as each thing that it may stand for."""
        short = lexicon().labels.short
        used = [token for token in dict.fromkeys(words(text)) if token in short]
        if len(used) == 1:
            for meant in short[used[0]]:
                yield re.sub(rf"(?<!\w){used[0]}(?!\w)", bare(meant), bare(text))

    def abbreviated(self, text: str) -> tuple[Label, ...]:
        """What "ND", "T/g" may mean as a label: one label or several; () for what is no abbreviation that we know."""
        meant = lexicon().labels.short.get("".join(words(text)), ())
        hits = (self._by_words(words(label)) for label in meant)
        return tuple(replace(hit, score=_ABBREVIATED, rule="label-short") for hit in hits if hit)

    def _by_pieces(self, text: str) -> Label | None:
        """ "Tác giả, đồng tác giả", "Họ và tên, chức vụ": every piece asks the same, or nothing that is kept."""
        at_commas = _pieces(text, _COMMAS)
        at_ands = _pieces(text, _ANDS)
        found = self._of_pieces(text, at_commas)
        return found if found or at_ands == at_commas else self._of_pieces(text, at_ands)

    def _of_pieces(self, text: str, pieces: Sequence[str], least: float = HEADER) -> Label | None:
        if len(pieces) < _FEWEST_PIECES:
            return None
        hits: list[Label] = []
        for piece in pieces:
            hit = self._by_words(words(piece), _spelled(piece))
            if hit is None or hit.score < least or hit.rule == "noun":
                return None
            hits.append(hit)
        own = [hit for hit in hits if hit.rule != LENT] or hits  # "Mục đích, nội dung chính" asks for the contents
        asked = {(hit.target, hit.code) for hit in own if hit.target != "ignored"}
        if len(asked) != 1:
            return None
        target, code = asked.pop()
        rule = BESIDE_MORE if any(hit.target == "ignored" for hit in own) else "label-pieces"
        return self._label(target, code, ALONE, rule, words(text))

    def _by_head(self, tokens: Words) -> Label | None:
        """ "Cán bộ, giáo viên phụ trách", "Thời gian bắt đầu, hoàn thành": who or when, and words of doing."""
        for heads in self._heads:
            first = next((head for head in heads.firsts if tokens[: len(head)] == head), ())
            if not first or len(tokens) == len(first):
                continue
            rest = self._without_nouns(_without(tokens, heads.said))
            if all(token in _SOFT_OR_FILLER for token in rest):
                return self._label("field", heads.code, ALONE, "label-head", tokens)
        return None

    def _calls(self, tokens: Words) -> bool:
        """ "Tên sáng kiến", "Giải pháp mang tên": what is asked for is what something of the campaign is called."""
        if "ten" not in tokens or len(tokens) > _LONGEST or not self._nouns_in(tokens):
            return False
        return tokens[0] == "ten" or set(self._without_nouns(tokens)) <= _CALLED

    def _by_words(self, tokens: Words, spelled: Mapping[str, str] | None = None) -> Label | None:
        plain = _plain(tokens)
        for table, needle, rule, score in (
            (self._strict, tokens, "label", 1.0),
            (self._exact, plain, "label", 0.99),
        ):
            if needle in table:
                return self._label(*table[needle], score, rule, tokens)
        if self._counts(tokens):
            return Label("ignored", "", 0.95, "count")
        if self._calls(tokens):
            return self._label("field", TITLE, 0.95, "title-noun", tokens)
        hit = self._sorted.get(tuple(sorted(plain)))
        if hit:
            return self._label(*hit, 0.95, "label-order", tokens)
        by_part = self._by_part(plain, tokens)
        if by_part and by_part.score >= ALONE:
            return by_part
        soft = self._by_soft(plain, tokens)
        if soft:
            return soft
        other = self._by_noun(tokens) or self._by_typo(plain, tokens, spelled or {}) or self._run_together(tokens)
        return other or by_part or self._by_list(tokens)

    def _by_list(self, tokens: Words) -> Label | None:
        """ "Danh mục giải pháp, sáng kiến" heads a column of titles; alone on a line it would be a heading."""
        named = tokens[: len(_LISTS)] == _LISTS and self._nouns_in(tokens)
        return self._label("field", TITLE, HEADER, "title-list", tokens) if named else None

    def _run_together(self, tokens: Words) -> Label | None:
        """ "Tênmô hình": spaces that OCR or a hurried hand left out."""
        letters = "".join(tokens)
        if letters in self._joined:
            return self._label(*self._joined[letters], 0.9, "label-typo", tokens)
        if letters.startswith("ten") and any(letters[3:].startswith("".join(noun)) for noun in self.nouns):
            return Label("field", TITLE, 0.9, "title-noun")
        return None

    def _label(self, target: Target, code: str, score: float, rule: str, tokens: Words) -> Label:
        named = self.named_kind(tokens) if target == "field" and code == TITLE else None
        if target == "field" and tokens in self._lent:
            score, rule = min(score, _ABBREVIATED), LENT
        asked = (_plain(tokens), tuple(token for token in tokens if token not in _SOFT))
        return Label(target, code, score, rule, named, any(words in self._percents for words in asked))

    def _by_soft(self, plain: Words, tokens: Words) -> Label | None:
        """ "Cách triển khai", "Người tiến hành giải pháp": a known word, and around it only words that say little."""
        rest = tuple(token for token in self._without_nouns(plain) if token not in _SOFT)
        if not rest or len(rest) == len(plain) or rest not in self._exact:
            return None
        return self._label(*self._exact[rest], ALONE, "label-soft", tokens)

    def _by_typo(self, plain: Words, tokens: Words, spelled: Mapping[str, str]) -> Label | None:
        bare_label = tuple(token for token in plain if token not in _SOFT)
        for candidate in dict.fromkeys((plain, bare_label)):
            joined = " ".join(candidate)
            if len(joined) < _TYPO_LENGTH:
                continue
            near, like = self._like(len(joined))
            best = process.extractOne(joined, near, scorer=OSA.distance, score_cutoff=1) or process.extractOne(
                joined, like, scorer=fuzz.ratio, score_cutoff=_TYPO_LIKENESS
            )
            if best and self._is_mistyped(candidate, self._long[best[0]], spelled):
                target, code = self._exact[self._long[best[0]]]
                return self._label(target, code, 0.9, "label-typo", tokens)
        return None

    def _like_in_length(self, length: int) -> tuple[list[str], list[str]]:
        """Of the labels those that a text of so many letters can be one slip away from, or alike at all."""
        near = [one for one in self._long if abs(len(one) - length) <= 1]
        share = _TYPO_LIKENESS / 200
        like = [one for one in self._long if min(len(one), length) >= share * (len(one) + length) - _ROUNDING]
        return near, like

    def _is_mistyped(self, written: Words, meant: Words, spelled: Mapping[str, str]) -> bool:
        """Whether one is the other with a slip of the hand; a word spelled correctly is another word.

        "Định lượng" is no "Định hướng", "Mốc hoàn thành" no "Mức hoàn thành", "GV thực hiện" no "TG thực hiện": in a
        short word a slip leaves a letter out, doubles or exchanges one, and another letter makes another word.
        """
        if len(written) != len(meant):
            return True
        pairs = [(one, other) for one, other in zip(written, meant, strict=True) if sorted(one) != sorted(other)]
        if any(spelled.get(one, one) in self._spelled for one, _ in pairs):
            return False
        return not any(len(one) == len(other) <= _SHORT_WORD for one, other in pairs)

    def _by_part(self, plain: Words, tokens: Words) -> Label | None:
        """A known label with more words around it; the longest counts, and one at the beginning counts more.

        The nouns of the campaign add nothing: "Nội dung sáng kiến" is "Nội dung".
        """
        plain = self._without_nouns(plain) or plain
        best: tuple[float, str, Words] | None = None
        for start, first in enumerate(plain):
            if first not in self._first:
                continue
            for end in range(min(len(plain), start + self._longest), start, -1):
                part = plain[start:end]
                if part not in self._exact or (len(part) == 1 and len(plain) > 1):
                    continue
                said = [token for token in plain[:start] + plain[end:] if token not in _SOFT]
                coverage = len(part) / (len(part) + len(said))
                score = 0.6 + 0.32 * coverage if start == 0 else 0.48 + 0.4 * coverage
                if best is None or score > best[0]:
                    best = (score, "label-start" if start == 0 else "label-part", part)
                break
        return self._label(*self._exact[best[2]], best[0], best[1], tokens) if best else None

    def _by_noun(self, tokens: Words) -> Label | None:
        """Nothing but what the campaign collects: "Mô hình, giải pháp", "Sáng kiến thứ nhất"."""
        nouns = self._nouns_in(tokens)
        if not nouns:
            return None
        left = [
            token
            for token in self._without_nouns(tokens)
            if token not in _FILLERS | _COUNTERS | _ORDINALS and not token.isdigit()
        ]
        if left and tuple(left) not in (_CLAIMED, _CLAIMED[1:]):
            return None
        return self._label("field", TITLE, 0.85, "noun", tokens)

    def _counts(self, tokens: Words) -> bool:
        """ "Số sáng kiến đã đăng ký" is a figure about units, not a title."""
        return bool(self._nouns_in(tokens)) and any(tokens[: len(start)] == start for start in _COUNTING)

    def _nouns_in(self, tokens: Words) -> list[Words]:
        """The nouns of the campaign among words; initials count ("Tên SK, GP")."""
        text = _spoken(tokens)
        return [noun for noun, said, short in self._spoken_nouns if said in text or (short and short in tokens)]

    def _without_nouns(self, tokens: Words) -> Words:
        rest = [token for token in tokens if token not in self._initials]
        for noun, said, _ in self._spoken_nouns:
            i = 0
            while said in _spoken(rest[i:]):
                if tuple(rest[i : i + len(noun)]) == noun:
                    del rest[i : i + len(noun)]
                else:
                    i += 1
        return tuple(rest)

    def has_noun(self, text: str) -> bool:
        """Whether a text names what the campaign collects."""
        return bool(self._nouns_in(words(text)))

    def noun_count(self, text: str) -> int:
        """How many sorts of what the campaign collects a text names."""
        return len(self._nouns_in(words(text)))

    def named_kind(self, tokens: Words) -> tuple[str, str] | None:
        """The kind that a text names, where it names one only; a text that names several says nothing."""
        if self.kind_field is None:
            return None
        text = _spoken(tokens)
        named = {code for code, said, short in self._kinds if said in text or (short and short in tokens)}
        several = len(self._nouns_in(tokens)) > 1 or names_new_ways(self._without_nouns(tokens))
        return (self.kind_field.code, named.pop()) if len(named) == 1 and not several else None


@dataclass(frozen=True, slots=True)
class _Heads:
    """Words that ask who or when, whatever verbs of doing stand behind them."""

    code: str
    firsts: tuple[Words, ...]
    said: tuple[Words, ...]  # with the words of doing, the longest first


def _heads(asked: Sequence[FieldSpec]) -> Iterator[_Heads]:
    known = lexicon().labels
    codes = {spec.kind: spec.code for spec in reversed(asked) if spec.kind in ("people", "period")}
    for kind, firsts in (("people", known.who), ("period", known.when)):
        if kind in codes:
            said = sorted((words(word) for word in (*firsts, *known.doing)), key=len, reverse=True)
            yield _Heads(codes[kind], tuple(words(head) for head in firsts), tuple(said))


def _kinds(spec: FieldSpec | None) -> Iterator[tuple[str, str, str]]:
    """What names each kind: the code, the words as they stand in a text, and their initials."""
    for choice in spec.choices if spec else ():
        for word in (*choice.words, choice.label):
            yield choice.code, spoken(word), _initials(words(word)) if len(words(word)) > 1 else ""


def _own_or_known(own: LabelBook, known: LabelBook, text: str) -> Label | None:
    return own.own(text) or known.match(text)


def _spelled(text: str) -> Mapping[str, str]:
    """The words of a text, and how each is spelled."""
    return dict(zip(words(text), accented(text), strict=False))


def _pieces(text: str, between: re.Pattern[str]) -> list[str]:
    return [piece for piece in between.split(text) if words(piece)]


def _spoken(tokens: Iterable[str]) -> str:
    """Words with one space between and one at each end, as `rules.text.spoken` has them."""
    return f" {' '.join(tokens)} "


def _without(tokens: Words, phrases: Iterable[Words]) -> Words:
    """The words that are left when every phrase is taken out, one after another."""
    left = " ".join(tokens)
    for phrase in phrases:
        left = f" {left} ".replace(_spoken(phrase), "  ").strip()
    return tuple(left.split())


def _initials(phrase: Words) -> str:
    return "".join(word[0] for word in phrase)


def _kind_field(campaign: Campaign) -> FieldSpec | None:
    """The choice field whose choices are the nouns of the campaign: what sort of thing an initiative is."""
    nouns = {bare(noun) for noun in campaign.topic.nouns}
    return next(
        (
            spec
            for spec in campaign.fields
            if spec.kind == "choice"
            and sum(any(bare(word) in nouns for word in (*choice.words, choice.label)) for choice in spec.choices) >= 2
        ),
        None,
    )


def _labels_of(campaign: Campaign, specs: Iterable[FieldSpec], target: Target) -> Iterator[tuple[str, Target, str]]:
    for spec in specs:
        for label in labels_of(campaign, spec.code):
            yield label, target, spec.code


@lru_cache(maxsize=256)
def labels_of(campaign: Campaign, code: str) -> tuple[str, ...]:
    """The labels of a field or remark: what the campaign file says, and what means the same and is no other field's."""
    specs = (*campaign.fields, *campaign.remarks)
    own = {one.code: {words(label) for label in (*one.labels, one.label)} for one in specs}
    spec = next(one for one in specs if one.code == code)
    others = {label for other, labels in own.items() if other != code for label in labels}
    alike = (group.labels for group in lexicon().alike if own[code] & {words(label) for label in group.labels})
    more = (label for labels in alike for label in labels if words(label) not in others)
    return tuple(dict.fromkeys((*spec.labels, *more, spec.label)))


def _outside_parentheses(text: str) -> Iterator[str]:
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth == 0 and char != ")":
            yield char


@lru_cache(maxsize=32)
def label_book(campaign: Campaign, stage: str | None = None) -> LabelBook:
    """The label book of one stage; made once."""
    return LabelBook(campaign, stage)
