"""A form of ours that comes back: known by its identity, read exactly.

What does not fit is never guessed: it becomes a doubt, and a doubt becomes a question to a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rules.campaign import Campaign, FieldSpec, Stage
from rules.document import ParsedDocument, Text, Where
from rules.file_format import format_of
from rules.initiative import BY_FORM, Initiative, Json, UnitGuess, Value
from rules.lexicon import lexicon
from rules.papers import forms
from rules.papers.confidence import CERTAIN
from rules.papers.extract.form_answers import Answers, FormAnswer, answers_of, is_answer
from rules.papers.extract.labels import TITLE, label_book
from rules.papers.extract.packed import unpacked
from rules.papers.extract.people import is_group, is_person, people, with_capitals
from rules.papers.extract.values import choice, is_hint, is_nothing
from rules.papers.forms import Identity
from rules.papers.match import UnitIndex
from rules.post.telex import accented
from rules.quantities import dates, number, percent
from rules.stated import code_of, value_of
from rules.text import bare, fold, likeness, spoken, without_quotes, words
from rules.titles import title_key
from rules.wording import clipped, count, listed

_SAME_NAME = 0.7  # likeness from which a name on the form is that of the unit
_HEAD_LINES = 14
_NAMED = 3  # comments
_SENTENCE = 300  # characters of what stands beside the tables
_QUOTED = 60  # characters of an answer in a doubt
UNKNOWN = "\ufffd"  # what a reader puts where a file does not say which letter it shows
_REACHED = {
    "address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "phone": re.compile(r"(?<!\d)0\d(?:[ .-]?\d){7,9}(?!\d)"),
}
_AFTER_HYPHEN = re.compile(r"(?<=[^\W_])([-–/])\n(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Returned:
    """What one returned form says. Doubts are Vietnamese sentences.

    `empty`: nobody has filled it in; `repeats`: it says only what the stage before asks as well, with which it may have
    been sent; `contacts`: of the unit, as they stand.
    """

    identity: Identity
    stage: Stage
    guess: UnitGuess
    initiatives: tuple[Initiative, ...]
    remarks: Mapping[str, Value]
    doubts: tuple[str, ...]
    empty: bool
    repeats: bool = False
    contacts: tuple[tuple[str, str], ...] = ()


def returned_form(document: ParsedDocument, campaign: Campaign, index: UnitIndex) -> Returned | None:
    """What a document says as a form of ours; None where it is none, or where a form was pasted into another paper."""
    if document.unreadable or format_of(document.format).letter:
        return None
    carried = tuple(_carried(document, campaign, index))
    stage = next((known for known in campaign.stages if carried and known.code == carried[0].identity.stage), None)
    if stage is None or not _is_whole(document, carried, stage):
        return None
    return _Reader(document, campaign, index, stage, carried).read()


def _titled(block: Mapping[str, FormAnswer]) -> bool:
    return TITLE in block and is_answer(block[TITLE].text)


def differences(ones: Sequence[Initiative], others: Sequence[Initiative]) -> bool:
    """Whether two forms of one unit say different things of an initiative, or name different ones."""
    first, second = ({title_key(one.title): one for one in side} for side in (ones, others))
    return first.keys() != second.keys() or any(not _alike(first[key], second[key]) for key in first)


def _alike(one: Initiative, other: Initiative) -> bool:
    codes = one.values.keys() | other.values.keys()
    return all(forms.same(one.get(code), other.get(code)) for code in codes)


# --- Whose it says it is ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Carried:
    """An identity and what carried it: "property", "alias", "qr", "printed", or "likely" where OCR erred."""

    identity: Identity
    by: str
    where: Where


def _carried(document: ParsedDocument, campaign: Campaign, index: UnitIndex) -> Iterator[_Carried]:
    """Every identity that the document carries, the surest carrier first."""
    order = {forms.QR: 1, forms.ALIAS: 2}
    marked = [(name, found) for name, text in document.properties if (found := forms.identity_of(text.strip("\"' =")))]
    for name, identity in sorted(marked, key=lambda mark: order.get(mark[0], 0)):
        yield _Carried(identity, name if name in order else "property", Where(document.name))
    texts = list(_texts(document))
    printed = [(identity, where) for text, where in texts for identity in forms.identities_in(text)]
    yield from (_Carried(identity, "printed", where) for identity, where in printed)
    if document.origin == "ocr" and not marked and not printed:
        known = tuple(forms.issued(campaign, (unit.code for unit in index.roster)))
        for text, where in texts:
            likely = forms.nearest(text.rpartition(":")[2], known) if text.count("/") > 2 else None
            if likely:
                yield _Carried(likely, "likely", where)


def _texts(document: ParsedDocument) -> Iterator[tuple[str, Where]]:
    for block in document.blocks:
        if isinstance(block, Text):
            yield block.text, block.where
        else:
            yield from ((cell.text, cell.where) for row in block.rows for cell in row if cell.is_origin and cell.text)


def _is_whole(document: ParsedDocument, carried: Sequence[_Carried], stage: Stage) -> bool:
    """A control that was copied into a paper of the unit's own brings its title along, but not the head of the form."""
    if any(one.by != forms.ALIAS for one in carried):
        return True
    head = " ".join(block.text for block in document.blocks[:_HEAD_LINES] if isinstance(block, Text))
    return spoken(forms.title(stage)) in spoken(head)


# --- What it says -----------------------------------------------------------------------------------------------


class _Reader:
    """One document as one form."""

    def __init__(
        self,
        document: ParsedDocument,
        campaign: Campaign,
        index: UnitIndex,
        stage: Stage,
        carried: tuple[_Carried, ...],
    ) -> None:
        self._document, self._campaign, self._index, self._stage = document, campaign, index, stage
        self._carried = carried
        self._identity = carried[0].identity
        self._scanned = document.origin == "ocr" or any(one.by in (forms.QR, "likely") for one in carried)
        self._doubts: list[str] = []
        self._lacks_title = False  # where the title should stand is nothing or "Không", and something in its row

    def read(self) -> Returned:
        answers = answers_of(self._document, self._campaign, self._stage.code)
        self._about_the_form(answers)
        initiatives = self._initiatives(answers)
        remarks = self._remarks(answers)
        guess = self._unit(answers.contacts.get("unit"))
        if not initiatives and not self._scanned:
            self._doubts += self._document.doubts  # whoever strikes an answer through without another means something
        untouched = not self._says_otherwise(answers) and self._is_empty(answers, initiatives, remarks)
        empty = untouched and not initiatives
        if self._scanned and not empty and not initiatives:
            self._doubts.append("Chưa đọc được nội dung ghi trong biểu mẫu, cần người xem.")
        return Returned(
            self._identity,
            self._stage,
            guess,
            initiatives,
            remarks,
            tuple(dict.fromkeys(self._doubts)),
            empty,
            untouched and not empty,
            tuple(self._contacts(answers)),
        )

    def _contacts(self, answers: Answers) -> Iterator[tuple[str, str]]:
        for code, pattern in _REACHED.items():
            answer = answers.contacts.get(code)
            found = pattern.search(answer.text) if answer and is_answer(answer.text) else None
            if found:
                yield code, found.group().strip(" .").lower()

    def _about_the_form(self, answers: Answers) -> None:
        """What a clerk would notice before reading on."""
        if self._scanned:
            self._doubts.append("Đọc từ bản quét hoặc ảnh chụp, có thể sai chữ.")
        if self._identity.campaign != self._campaign.code:
            self._doubts.append(f"Biểu mẫu mang mã của phong trào khác ({self._identity.campaign}).")
        if len({one.identity.stage for one in self._carried}) > 1:
            self._doubts.append("Tệp mang mã biểu mẫu của nhiều đợt.")
        self._doubts += self._aside
        if self._scanned:
            return
        if answers.by_columns and format_of(self._document.format).paged:
            self._doubts.append("Bảng Excel được chuyển thành PDF, chữ trong cột hẹp bị ngắt dòng.")
        old = self._identity.version != forms.version_of(self._campaign, self._stage.code)
        lead = "Biểu mẫu phiên bản cũ có mục" if old else "Biểu mẫu có thêm mục"
        for label, answer in answers.strange:
            self._doubts.append(f"{lead} “{clipped(label, _QUOTED)}”: “{clipped(answer.text, _QUOTED)}”.")
        for sentence in (*answers.beside, *(answers.stray if not any(map(_titled, answers.blocks)) else ())):
            self._doubts.append(f"Biểu mẫu có nội dung ghi ngoài bảng: “{clipped(sentence, _SENTENCE)}”.")

    @cached_property
    def _aside(self) -> tuple[str, ...]:
        """Comments that somebody wrote on the form, and pictures that were put into it: none of it was read."""
        own = tuple(one for one in self._document.comments if not one.endswith((forms.MUST, forms.MAY)))
        said = [f"Biểu mẫu có ghi chú bên lề: {listed(f'“{clipped(one, _SENTENCE)}”' for one in own[:_NAMED])}."]
        drawn = f"Biểu mẫu có {count(self._document.pictures)} ảnh chèn vào, chưa đọc chữ trong ảnh."
        return (*(said if own else ()), *((drawn,) if self._document.pictures else ()))

    # --- initiatives and remarks

    def _initiatives(self, answers: Answers) -> tuple[Initiative, ...]:
        found: dict[str, Initiative] = {}
        specs = {spec.code: spec for spec in self._campaign.fields_of(self._stage.code)}
        parted = unpacked(
            self._without_dittos(answers.blocks), tuple(specs.values()), label_book(self._campaign, self._stage.code)
        )
        self._doubts += parted.doubts
        nothing = ""
        for block in parted.blocks:
            said = {code: value for code, spec in specs.items() if (value := self._value(spec, block.get(code)))}
            if not said:
                continue
            if TITLE in said and len(said) == 1 and _TAKEN_OUT.match(bare(str(said[TITLE].value))):
                self._lacks_title = True
                self._doubts.append(
                    f"Đơn vị ghi “{clipped(str(said[TITLE].value), _QUOTED)}” ở mục tên, cần người xem."
                )
                continue
            if TITLE in said and (is_nothing(str(said[TITLE].value)) or (len(said) == 1 and _has_none(said[TITLE]))):
                nothing = str(said[TITLE].value)
                continue
            if TITLE not in said and found and [specs[code].kind for code in said] == ["people"]:
                self._goes_on(found, next(iter(said.items())))
                continue
            if TITLE not in said:
                self._lacks_title = True
                some = "; ".join(_shown(one.value) for one in said.values())
                self._doubts.append(f"Một mục không ghi tên: “{clipped(some, _QUOTED)}”.")
                continue
            initiative = Initiative(said)
            key = title_key(initiative.title)
            if key in found and not _alike(found[key], initiative):
                self._doubts.append(f"“{clipped(initiative.title, _QUOTED)}” được ghi hai lần, nội dung khác nhau.")
            found[key] = Initiative({**said, **found[key].values}) if key in found else initiative
        if nothing and not found:  # beside others it only says that there is no further one
            self._lacks_title = True
            self._doubts.append(f"Đơn vị ghi “{nothing}” ở mục tên, có thể là không có nội dung để gửi.")
        return tuple(found.values())

    def _goes_on(self, found: dict[str, Initiative], named: tuple[str, Value]) -> None:
        """A row of names alone, below one with a title: whoever writes one person a line. A person looks."""
        (code, more), key = named, next(reversed(found))
        above = found[key].values.get(code, more)
        names = tuple(dict.fromkeys(name for one in (above, more) for name in _names(one)))
        found[key] = Initiative({**found[key].values, code: replace(above, value=names)})
        title, shown = clipped(found[key].title, _QUOTED), clipped(_shown(more.value), _QUOTED)
        self._doubts.append(f"Dòng “{shown}” không ghi tên nội dung, đã hiểu là cùng thực hiện “{title}”.")

    def _without_dittos(self, blocks: Sequence[dict[str, FormAnswer]]) -> Iterator[dict[str, FormAnswer]]:
        """ "nt", "như trên", a ditto mark: what the block above says there."""
        above: dict[str, FormAnswer] = {}
        for block in blocks:
            read = {
                code: above[code] if code != TITLE and code in above and _is_ditto(answer.text) else answer
                for code, answer in block.items()
            }
            yield read
            above = {code: answer for code, answer in read.items() if is_answer(answer.text)}

    def _remarks(self, answers: Answers) -> dict[str, Value]:
        found = {}
        for spec in self._campaign.remarks:
            answer = answers.remarks.get(spec.code)
            value = None if answer is None or is_nothing(answer.text) else self._value(spec, answer)
            if value:
                found[spec.code] = value
        return {**found, **self._targets(answers)}

    def _targets(self, answers: Answers) -> dict[str, Value]:
        """Total, reached and remark as they stand; whether they can be right is judged where they are summed."""
        return {
            code_of(code): Value(value_of(*(_figure(one) for one in row)), row[0].where, BY_FORM)
            for code, row in answers.targets.items()
            if any(_figure(one) for one in row)
        }

    def _value(self, spec: FieldSpec, answer: FormAnswer | None) -> Value | None:
        if answer is None or not is_answer(answer.text):
            return None
        text = "\n".join(line for line in self._text(answer.text).split("\n") if not is_hint(line))
        if _refers(text) and (spec.kind in ("people", "period") or spec.code == TITLE or words(text) != words("có")):
            what = {"people": "ai", "period": "khi nào"}.get(spec.kind, "nội dung nào" if spec.code == TITLE else "gì")
            self._doubts.append(f"Mục “{spec.label}” ghi “{fold(text)}”, chưa rõ là {what}.")
            return None
        text = _one_a_line(_closed_up(text)) if spec.kind == "people" else text
        if spec.kind == "people" and _names_nobody(text):
            self._doubts.append(f"Mục “{spec.label}” ghi “{clipped(fold(text), _QUOTED)}”, cần ghi rõ họ và tên.")
            return None
        text = accented(text) if spec.kind in ("text", "people") else text
        if UNKNOWN in text:
            self._doubts.append(f"Mục “{spec.label}” có ký tự không đọc được: “{clipped(text, _QUOTED)}”.")
        several = _choices_named(spec, text)
        if len(several) > 1:
            self._doubts.append(f"Mục “{spec.label}” ghi “{clipped(text, _QUOTED)}”, chưa rõ chọn mục nào.")
            return None
        if spec.kind == "period" and is_person(fold(text)):
            self._doubts.append(f"Mục “{spec.label}” ghi “{clipped(fold(text), _QUOTED)}”, chưa rõ là khi nào.")
            return None
        value = None if spec.kind in ("percent", "number") and _RANGE.search(text) else _convert(spec, text)
        if value in (None, "", ()):
            self._doubts.append(f"Mục “{spec.label}” ghi “{clipped(text, _QUOTED)}”, chưa hiểu được.")
            return None
        if spec.kind == "people":
            self._doubts += _others_in_brackets(text, value)
        return Value(value, answer.where, BY_FORM, confidence=CERTAIN)

    def _text(self, text: str) -> str:
        """Where lines end with the column, the text runs on."""
        text = forms.canonical(text)
        if format_of(self._document.format).paged or self._scanned:
            return _AFTER_HYPHEN.sub(r"\1", text)
        return text

    def _says_otherwise(self, answers: Answers) -> bool:
        """Whether something was written beside the places of the form: only a person can tell what it is."""
        beside = (
            answers.beside
            or answers.stray
            or answers.strange
            or self._lacks_title
            or self._document.doubts
            or self._aside
        )
        return not self._scanned and bool(beside)

    def _is_empty(self, answers: Answers, initiatives: tuple[Initiative, ...], remarks: Mapping[str, Value]) -> bool:
        """Nothing but what the form came with. A stage that follows another one has questions of its own.

        Where letters were recognised, an answer may have been missed with its label: nothing is concluded from silence.
        """
        specs = self._campaign.fields_of(self._stage.code)
        if self._scanned and not any(len(block) == len(specs) for block in answers.blocks):
            return False
        if remarks or not initiatives:
            return not remarks
        earlier = self._stage.compared_with
        own = [spec.code for spec in specs if earlier not in spec.stages]
        return bool(earlier and own) and not any(one.get(code) is not None for one in initiatives for code in own)

    # --- the unit

    def _unit(self, answer: FormAnswer | None) -> UnitGuess:
        """By the code, as long as the name on the form agrees."""
        units = tuple(dict.fromkeys(one.identity.unit for one in self._carried if one.identity.unit))
        known = tuple(code for code in units if self._index.roster.find(code))
        where = self._carried[0].where
        text = fold(answer.text) if answer and is_answer(answer.text) else ""
        named = self._index.named(text) if text else frozenset[str]()
        if len(known) > 1:
            return UnitGuess(None, BY_FORM, known, certain=False, where=where)
        if not known:
            return _by_name(named, answer)
        unit = self._index.roster.unit(known[0])
        if not text or known[0] in named:
            return UnitGuess(unit.code, BY_FORM, where=where)
        if named:
            return UnitGuess(None, BY_FORM, (unit.code, *sorted(named)), certain=False, where=where)
        alike = self._scanned or self._reads_like(text, (unit.name, unit.short))
        return UnitGuess(unit.code, BY_FORM, certain=alike, where=where)

    @staticmethod
    def _reads_like(text: str, names: Sequence[str]) -> bool:
        return any(name and likeness(text, name) >= _SAME_NAME for name in names)


def _by_name(named: frozenset[str], answer: FormAnswer | None) -> UnitGuess:
    """A form that is nobody's in particular, or of a unit that the roster no longer has."""
    where = answer.where if answer else None
    if len(named) == 1:
        return UnitGuess(next(iter(named)), "label", where=where)
    return UnitGuess(None, "label" if named else "none", tuple(sorted(named)), certain=False, where=where)


def _others_in_brackets(text: str, value: Json) -> Iterator[str]:
    """ "Lê Thị Hoa (thay bằng Trần Văn Nam)": who is named beside a name may be meant."""
    taken = value if isinstance(value, tuple) else ()
    for beside in re.findall(r"\(([^()]*)\)", text):
        names = (name for word in beside.split(",") for name in people(_BEFORE_A_NAME.sub("", word)))
        if any(is_person(name) and name not in taken for name in names):
            shown = clipped(fold(beside), _QUOTED)
            yield f"Mục người thực hiện có ghi “({shown})”, chưa rõ có phải người thực hiện không."


_BEFORE_A_NAME = re.compile(r"^.*?\b(?:bằng|là|cho|cùng|với|và)\s+", re.IGNORECASE)


def _names(value: Value) -> tuple[str, ...]:
    return value.value if isinstance(value.value, tuple) else (str(value.value),)


def _refers(text: str) -> bool:
    """Nothing but words that point elsewhere: "như trên", "xem danh sách kèm theo"."""
    said = words(text)
    known = (word in _POINTING or word in _POINTED_AT or word.isdigit() for word in said)
    return bool(said) and said[0] in _POINTING and all(known)


_POINTING = frozenset(words("nt như xem theo có"))
_POINTED_AT = frozenset(
    words(
        "trên dưới cũ trước sau mục năm đã nêu ở tại phía bản tệp file danh sách kèm đính phụ lục đăng ký báo cáo "
        "nội dung thứ ý phần"
    )
)


def _is_ditto(text: str) -> bool:
    return text.strip() in _DITTO or (_refers(text) and set(words(text)) <= _JUST_ABOVE)


_DITTO = frozenset({'"', "''", "”", "“", "〃", "-nt-", "- nt -", "-//-", "//", "nt.", '-"-', "″"})
_JUST_ABOVE = frozenset(words("nt như trên ở tại mục nêu đã trước"))


def _closed_up(text: str) -> str:
    """Letters that stand apart: "N g u y ễ n  T h ị  L ự u"."""
    letters = text.split()
    if len(letters) < _A_NAME or any(len(letter) > 1 for letter in letters):
        return text
    return "".join(f" {letter}" if letter.isupper() else letter for letter in letters).strip()


def _one_a_line(text: str) -> str:
    """ "1. Lê Thị Hoa 2. Trần Văn Nam", "lê thị hoa, trần văn nam"."""
    lines = re.sub(r"(?<=\S)\s+(?=\d{1,2}[.)]\s*[^\W\d_])", "\n", text)
    return re.sub(r"[^\s,;][^,;\n]*[^\s,;]", lambda found: with_capitals(found.group()), lines)


_A_NAME = 6  # letters


def _figure(answer: FormAnswer) -> str:
    return fold(answer.text) if is_answer(answer.text) else ""


# --- Values -----------------------------------------------------------------------------------------------------


def _convert(spec: FieldSpec, text: str) -> Json:
    """The value that an answer says; None where it says none of this kind."""
    if spec.kind == "choice":
        return _chosen(spec, text)
    if spec.kind == "people":
        return people(text) or tuple(line for line in text.split("\n") if line)
    if spec.kind == "percent":
        return percent(fold(text))
    if spec.kind == "number":
        return number(fold(text))
    if spec.kind == "date":
        found = dates(text)
        return found[0].isoformat() if len(found) == 1 else None
    if spec.code == TITLE:
        return without_quotes(fold(text))
    if spec.kind == "period":
        return fold(text)
    return text


_TAKEN_OUT = re.compile(r"\W*(?:xin )?(?:rut|bo|huy|gach bo|khong dang ki|khong thuc hien|thoi khong)\b")
"""With what begins what stands where a title was, and is none."""
_NONE = re.compile(r"\W*(?:\w+ ){0,3}(?:khong|chua) (?:co|phat sinh|dang ki)\W*$")


def _has_none(title: Value) -> bool:
    """ "(mục này không có)"."""
    return _NONE.match(bare(str(title.value))) is not None


_RANGE = re.compile(r"\d\s*%?\s*(?:[-–—]|đến|tới)\s*\d")
"""Between which two figures something is: none of them is the value."""


def _names_nobody(text: str) -> bool:
    """ "cô Hoa", "đang phân công": neither a name nor a group nor what somebody is."""
    pieces = [piece for piece in re.split(r"[;,\n]", text) if words(piece)]
    named = any(is_person(name) or is_group(name) for name in people(text))
    positions = {words(one) for one in lexicon().people.positions}
    told = any(words(piece)[: len(one)] == one for piece in pieces for one in positions)
    return bool(pieces) and not (named or told)


def _choices_named(spec: FieldSpec, text: str) -> tuple[str, ...]:
    """The choices that a list of them names: "Mô hình, sáng kiến"."""
    pieces = [words(piece) for piece in re.split(r"[,;/+\n]|\bvà\b|\bhoặc\b", text) if words(piece)]
    known = {words(one): option.code for option in spec.choices for one in (option.label, *option.words)}
    named = [known[piece] for piece in pieces if piece in known]
    return tuple(dict.fromkeys(named)) if len(named) == len(pieces) else ()


def _chosen(spec: FieldSpec, text: str) -> str | None:
    """The choice with exactly these words, else the one that the words are about."""
    exact = (option.code for option in spec.choices if words(option.label) == words(text))
    return next(exact, None) or choice(spec, text)


def _shown(value: Json) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
