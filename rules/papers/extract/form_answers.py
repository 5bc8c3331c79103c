"""The answers on a returned form as they stand, before they become values: by labels, or by columns.

Word, PDF and scans are read label by label: a row is a label and an answer, a block begins at its heading or where a
label comes again. Excel is read column by column under the row of labels. So it does not matter how wide columns are,
what was added, copied or deleted, or which program saved it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from rules.campaign import Campaign
from rules.document import Cell, ParsedDocument, Table, Text, Where
from rules.file_format import format_of
from rules.papers import forms
from rules.papers.extract.labels import INLINE, TITLE, LabelBook, label_book
from rules.papers.extract.lines import is_motto, is_signature, origins
from rules.papers.extract.people import is_person
from rules.papers.extract.values import is_hint
from rules.quantities import dates
from rules.text import bare, fold, is_blank, likeness, spoken, words

Target = Literal["field", "remark", "contact", "target"]
Key = tuple[str, ...]

_SAME_LABEL = 0.8  # likeness from which OCR read this label
_BULLETS = ("-", "+", "*", "•", "–")
_SENTENCE = 9  # words; what is shorter beside the tables is a name, a date, the title of a signer
_LABELS_OF_A_LIST = 2  # in one row: then it is the heading of a list
_LABELS_OF_A_TABLE = 3  # cells; a row of two is a label and its answer
_LABEL_AND_ANSWER = 2  # cells
_FIGURES = 3  # cells beside the label of a target
_NUMBER = "STT"
_SURE = 0.99  # of a label that another version of the form had
_PHRASE = 3  # words
_MORE_THAN_A_NAME = 6  # words
_ADDRESSEE = re.compile(
    r"kinh gui\b|noi nhan\b|\W*luu\b|so\s*:|v/v\b|ve viec\b|can cu\b|thuc hien (?:ke hoach|cong van|van ban)"
)
_HEADING = re.compile(r"^[^:\n]{0,60}?\bthứ\s+\d{1,2}\s*[:.–-]?\s*(?P<title>\D.*)$", re.IGNORECASE | re.DOTALL)
_SPOT = re.compile(r"ô ([A-Z]{1,3})(\d+)$")
_COLUMN = re.compile(r"\$([A-Z]{1,3})\$?\d+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a label asks for. `current`: today's form asks it with these words."""

    target: Target
    code: str
    current: bool = True


@dataclass(slots=True)
class FormAnswer:
    text: str
    where: Where


@dataclass(slots=True)
class Answers:
    """Everything on one form. `strange`: labels that no form of ours has; `beside`: sentences outside of the tables."""

    blocks: list[dict[str, FormAnswer]] = field(default_factory=list)  # per initiative, by field code
    remarks: dict[str, FormAnswer] = field(default_factory=dict)
    contacts: dict[str, FormAnswer] = field(default_factory=dict)
    targets: dict[str, tuple[FormAnswer, FormAnswer, FormAnswer]] = field(
        default_factory=dict
    )  # total, reached, remark
    strange: list[tuple[str, FormAnswer]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)  # short or before the tables: it counts where they say nothing
    by_columns: bool = False


def is_answer(text: str) -> bool:
    """Whether somebody wrote something: neither blank, nor dotted leaders, nor the invitation to choose, nor an example
    that was left standing."""
    return not is_blank(text) and words(text) != words(forms.PROMPT) and not is_hint(text)


def answers_of(document: ParsedDocument, campaign: Campaign, stage: str) -> Answers:
    """All answers of a form of this stage."""
    sheet = Labels.of(campaign, stage)
    inside = tuple(_tables_in_cells(document))
    listed = _Columns(replace(document, blocks=(*document.blocks, *inside)) if inside else document, sheet).read()
    if listed is None or (format_of(document.format).sheets and listed.blocks):
        return listed or _Rows(document, sheet).read()
    return _with_rows(listed, _Rows(document, sheet).read(), inside)


def _tables_in_cells(document: ParsedDocument) -> Iterator[Table]:
    """What somebody pasted into a cell of the form."""
    for block in document.blocks:
        for cell in (cell for row in block.rows for cell in row) if isinstance(block, Table) else ():
            if cell.is_origin:
                yield from (inner for inner in cell.blocks if isinstance(inner, Table))


def _with_rows(listed: Answers, rows: Answers, inside: tuple[Table, ...]) -> Answers:
    """A list that was pasted into the form of rows, and what stands in the rows beside it."""
    pasted = {spoken(cell.text) for table in inside for row in table.rows for cell in row if cell.text}
    for block in rows.blocks:
        own = {code: one for code, one in block.items() if is_answer(one.text) and not _holds(one.text, pasted)}
        if own:
            listed.blocks.append(own)
    listed.remarks = {**rows.remarks, **listed.remarks}
    listed.contacts = {**rows.contacts, **listed.contacts}
    listed.targets = {**rows.targets, **listed.targets}
    listed.beside += [one for one in rows.beside if one not in listed.beside]
    listed.stray += [one for one in rows.stray if one not in listed.stray]
    return listed


def _holds(text: str, pasted: Collection[str]) -> bool:
    """Whether an answer is nothing but a pasted table, as its cells read in a row."""
    return bool(pasted) and all(spoken(piece) in pasted for piece in re.split(r"\s*[|\n]\s*", text) if piece.strip())


# --- Labels -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Labels:
    """The labels of a form, alone and with the hint below them, and the other words that are printed on it."""

    campaign: Campaign
    stage: str
    rows: tuple[forms.FormRow, ...]
    by_words: Mapping[Key, Asked]
    book: LabelBook
    printed: str

    @classmethod
    def of(cls, campaign: Campaign, stage: str) -> "Labels":
        return _labels(campaign, stage)

    def asked(self, text: str, *, by_ocr: bool = False) -> Asked | None:
        """What a label asks for: exactly, as another version of the form had it, or as OCR may have read it."""
        tokens = words(text)
        if tokens in self.by_words:
            return self.by_words[tokens]
        if not tokens:
            return None
        if by_ocr:
            scored = [(likeness(text, " ".join(known)), known) for known in self.by_words]
            score, known = max(scored, default=(0.0, ()))
            return self.by_words[known] if score >= _SAME_LABEL else None
        found = self.book.match(text)
        if found and found.score >= _SURE and found.target in ("field", "remark"):
            return Asked("field" if found.target == "field" else "remark", found.code, current=False)
        short = {one.code for one in self.book.abbreviated(text) if one.target == "field"}
        return Asked("field", short.pop(), current=False) if len(short) == 1 else None

    def typed_behind(self, text: str) -> tuple[str, str] | None:
        """The label with which a cell begins, and what somebody typed behind it in the same cell."""
        best = 0
        for end in (found.end() for found in re.finditer(r"\S+", text)):
            if words(text[:end]) in self.by_words:
                best = end
        rest = text[best:].lstrip(" \n:.-–*")
        return (text[:best], rest) if best and is_answer(rest) else None

    def is_block(self, text: str) -> bool:
        return forms.is_block_title(text, self.campaign)

    @staticmethod
    def is_signer(text: str) -> bool:
        """Whether here begins who signs."""
        signer = words(forms.SIGNER)
        return words(text)[: len(signer)] == signer or any(is_signature(line) for line in text.split("\n"))

    def is_printed(self, text: str) -> bool:
        """Whether a text is part of the form itself."""
        return spoken(text) in self.printed or bool(forms.identities_in(text)) or is_motto(text)


@lru_cache(maxsize=32)
def _labels(campaign: Campaign, stage: str) -> Labels:
    found: dict[Key, Asked] = {}
    for row in (*forms.field_rows(campaign, stage), *forms.remark_rows(campaign, stage)):
        asked = Asked(row.target, row.spec.code)
        found.setdefault(words(row.label), asked)
        found.setdefault(words(f"{row.label} {row.hint}"), asked)
    targets = forms.target_rows(campaign, stage)
    for target in targets:
        asked = Asked("target", target.code)
        found.setdefault(words(target.label), asked)
        found.setdefault(words(f"{target.label} {target.hint}"), asked)
    for contact in forms.contacts(None):
        found.setdefault(words(contact.label), Asked("contact", contact.code))
    named = campaign.stage(stage)
    printed = [
        *(sentence for sheet in (False, True) for sentence in forms.guidance(campaign, stage, sheet=sheet)),
        forms.PART_UNIT,
        *(contact.label for contact in forms.contacts(None)),
        forms.part_items(campaign),
        *(f"{row.label} {row.hint}" for row in forms.field_rows(campaign, stage)),
        forms.PART_TARGETS,
        forms.TARGETS_GUIDE,
        *forms.TARGETS_HEAD,
        " ".join(forms.TARGETS_HEAD),
        *(f"{target.label} {target.hint}" for target in targets),
        *(forms.part_remarks(behind_targets=behind) for behind in (False, True)),
        *(row.label for row in forms.remark_rows(campaign, stage)),
        forms.title(named),
        campaign.name,
        f"{forms.CODE_LABEL} {forms.KEEP}",
        _NUMBER,
        f"{forms.SIGNER} ký ghi rõ họ tên đóng dấu",
    ]
    return Labels(
        campaign,
        stage,
        forms.field_rows(campaign, stage),
        found,
        label_book(campaign, stage),
        spoken(" ".join(printed)),
    )


# --- Label by label -----------------------------------------------------------------------------------------------


class _Rows:
    """A document as rows of a label and an answer."""

    def __init__(self, document: ParsedDocument, labels: Labels) -> None:
        self._document, self._labels = document, labels
        self._by_ocr = document.origin == "ocr"
        self._found = Answers()
        self._block: dict[str, FormAnswer] | None = None
        self._last: tuple[str, FormAnswer] | None = None  # the row above: its label, its answer
        self._torn: tuple[str, FormAnswer] | None = None  # a row whose label may go on on the next page
        self._begun = False
        self._signed = False
        self._headed = ""  # the title that stands in the heading of the block
        self._below: Sequence[Cell] = ()
        self._added: set[str] = set()  # what rows of somebody's own ask in this block
        self._shared: list[str] = []  # lines of a cell that was merged over several answers, yet to be given to labels

    def read(self) -> Answers:
        for item in self._document.blocks:
            if item.flow in ("header", "footer"):
                continue
            if isinstance(item, Text):
                self._text(item.text)
            else:
                for row, below in zip(item.rows, (*item.rows[1:], ()), strict=True):
                    self._row(origins(row), below)
        self._mend()
        return self._found

    def _text(self, text: str) -> None:
        if self._labels.is_block(text):
            self._begin(text)
        elif self._is_line_of_its_own(text):
            return
        elif self._labels.is_signer(text):
            self._signed = True
        elif not self._labels.is_printed(text):
            listed = text.lstrip()[:1] in _BULLETS and len(words(text)) >= _PHRASE
            if self._begun and (listed or len(words(text)) >= _SENTENCE):
                self._found.beside.append(fold(text))
            elif len(words(text)) >= _PHRASE and not self._is_frame(text):
                self._found.stray.append(fold(text))

    def _is_frame(self, text: str) -> bool:
        """What a letter has around it: whom it goes to, place and day, who signed; not what stands in it."""
        few = self._signed and len(words(text)) < _MORE_THAN_A_NAME
        return few or bool(dates(text)) or _ADDRESSEE.match(bare(text)) is not None or is_person(fold(text))

    def _begin(self, heading: str) -> None:
        """A block begins; whoever wrote the title behind its number wrote the title."""
        self._block = None
        behind = _HEADING.search(heading)
        self._headed = behind["title"].strip() if behind and is_answer(behind["title"]) else ""

    def _is_line_of_its_own(self, text: str) -> bool:
        """ "Người thực hiện: Lê Thị Hoa", typed beside the table."""
        label, sign, value = text.partition(":")
        found = self._labels.book.match(label) if sign and is_answer(value) and self._begun else None
        if found is None or found.target != "field" or found.score < INLINE:
            return False
        asked = self._labels.asked(label) or Asked("field", found.code)
        answer = FormAnswer(value.strip(), Where(self._document.name))
        if self._block is not None and asked.code in self._block and not is_answer(self._block[asked.code].text):
            self._block[asked.code] = answer  # the table left it empty, or a line above began this one
        else:
            self._answer(asked, label, answer)
        return True

    def _row(self, cells: list[Cell], below: Sequence[Cell] = ()) -> None:
        if not cells:
            return
        self._below = below
        label, answer = self._sides(cells)
        if self._labels.is_block(label):
            self._begin(label)
        elif len(cells) == 1 and not is_answer(answer.text):
            self._text(label)
        elif self._goes_on(label, answer):
            return
        elif asked := self._labels.asked(label, by_ocr=self._by_ocr):
            self._mend()
            if asked.target == "target":
                self._figures(asked, cells[1:])
            else:
                self._answer(asked, label, answer)
        elif self._labels.is_signer(label):
            self._signed = True
        elif self._begun:
            self._mend()
            self._torn = (label, answer)

    def _sides(self, cells: list[Cell]) -> tuple[str, FormAnswer]:
        """Label and answer of a row, also where somebody typed the answer behind the label and left its cell empty, or
        merged the cells of several answers: then each label has a line, and a person looks."""
        label, answer = cells[0].text, _joined(cells[1:])
        if len(cells) == _LABEL_AND_ANSWER and is_answer(label) and self._is_asked(answer.text, label):
            return answer.text, FormAnswer(label, cells[0].where)  # the two columns were exchanged
        if len(cells) == _LABEL_AND_ANSWER and _is_merged_down(cells[1]) and cells[0].row_span == 1:
            if cells[1].is_origin:
                self._shared = [line for line in answer.text.split("\n") if line.strip()]
                self._found.beside.append(fold(answer.text))
            line = self._shared.pop(0) if self._shared else ""
            rest, self._shared = (self._shared, []) if self._is_last(cells) else ([], self._shared)
            return label, FormAnswer("\n".join([line, *rest]).strip(), answer.where)
        if is_answer(answer.text) or self._labels.asked(label) or self._labels.is_block(label):
            return label, answer
        behind = self._labels.typed_behind(label)
        return (behind[0], FormAnswer(behind[1], cells[0].where)) if behind else (label, answer)

    def _is_asked(self, text: str, label: str) -> bool:
        asked, other = self._labels.asked(text), self._labels.asked(label)
        return asked is not None and asked.current and other is None and not self._labels.is_block(label)

    def _is_last(self, cells: list[Cell]) -> bool:
        """Whether the merged cell of this row ends here."""
        return not any(not one.is_origin and one.where == cells[1].where for one in self._below)

    def _goes_on(self, label: str, answer: FormAnswer) -> bool:
        """Whether this row is the rest of one that the end of a page cut: the two labels together are one of ours."""
        above = self._torn or self._last
        if above is None or not format_of(self._document.format).paged:
            return False
        asked = self._labels.by_words.get(words(f"{above[0]} {label}"))
        if asked is None or (not is_blank(label) and self._labels.by_words.get(words(label))):
            return False
        joined = FormAnswer(_run_on(above[1].text, answer.text), above[1].where)
        if self._torn is None:
            above[1].text = joined.text
        else:
            self._torn = None
            self._answer(asked, f"{above[0]} {label}", joined)
        return True

    def _mend(self) -> None:
        """A row that nothing follows is what it is."""
        if self._torn is not None:
            (label, answer), self._torn = self._torn, None
            if is_answer(answer.text):
                self._without_label(label, answer)
            elif len(words(label)) > 1 and not self._signed and not self._labels.is_printed(label):  # over its label
                self._found.stray.append(fold(label))

    def _figures(self, asked: Asked, cells: list[Cell]) -> None:
        """Total, reached and remark in three cells; where a program joined them, nobody can tell which is which."""
        self._begun, self._last = True, None
        if len(cells) == _FIGURES:
            whole, part, note = (FormAnswer(cell.text, cell.where) for cell in cells)
            self._found.targets.setdefault(asked.code, (whole, part, note))
        elif is_answer(_joined(cells).text):
            self._found.strange.append((self._label_of(asked), _joined(cells)))

    def _label_of(self, asked: Asked) -> str:
        rows = forms.target_rows(self._labels.campaign, self._labels.stage)
        return next((row.label for row in rows if row.code == asked.code), asked.code)

    def _answer(self, asked: Asked, label: str, answer: FormAnswer) -> None:
        self._begun = True
        if asked.code == TITLE and asked.target == "field" and self._headed:
            answer = answer if is_answer(answer.text) else FormAnswer(self._headed, answer.where)
            self._headed = ""
        self._last = (label, answer)
        if asked.target == "contact":
            self._found.contacts.setdefault(asked.code, answer)
        elif asked.target == "remark":
            self._again(self._found.remarks, asked, label, answer)
        elif self._block is not None and asked.code in self._block and self._is_beside(asked):
            self._block[asked.code] = _both(self._block[asked.code], answer)
        else:
            if self._block is None or asked.code in self._block:
                self._block = {}
                self._found.blocks.append(self._block)
            self._block[asked.code] = answer
            self._added.discard(asked.code)
            if not asked.current:
                self._added.add(asked.code)

    def _is_beside(self, asked: Asked) -> bool:
        """A row that somebody added asks what a row of the form asks as well: no new block begins."""
        return not asked.current or asked.code in self._added

    def _again(self, remarks: dict[str, FormAnswer], asked: Asked, label: str, answer: FormAnswer) -> None:
        """A remark is asked for once; a second answer that says something else is not dropped."""
        if asked.code in remarks and is_answer(remarks[asked.code].text):
            if is_answer(answer.text):
                self._found.strange.append((fold(label), answer))
            return
        remarks[asked.code] = answer

    def _without_label(self, label: str, answer: FormAnswer) -> None:
        """A row without a label goes on where a page ended; one with a strange label was added by hand."""
        if is_blank(label):
            if self._last is not None:
                self._last[1].text = _run_on(self._last[1].text, answer.text)
        elif not (self._labels.is_printed(label) and self._labels.is_printed(answer.text)):
            self._found.strange.append((fold(label), answer))


def _right_of(line: "_Line", head: "_Line") -> list[str]:
    """What somebody wrote beside a row, under no heading."""
    texts = (text for column, (text, _) in line.cells.items() if column not in head.cells)
    return [fold(text) for text in texts if len(words(text)) >= _PHRASE]


def _both(one: FormAnswer, other: FormAnswer) -> FormAnswer:
    texts = [answer.text for answer in (one, other) if is_answer(answer.text)]
    return FormAnswer("\n".join(texts), one.where if is_answer(one.text) else other.where)


def _run_on(upper: str, lower: str) -> str:
    """A text and its rest: in the middle of a sentence the line goes on."""
    return f"{upper}{' ' if lower[:1].islower() else chr(10)}{lower}".strip()


def _joined(cells: list[Cell]) -> FormAnswer:
    """The cells beside a label as one answer: whoever split a cell wanted two places for one thing."""
    texts = [cell.text for cell in cells if cell.text]
    return FormAnswer("\n".join(texts), cells[0].where if cells else Where(""))


# --- Column by column -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a sheet or of a table: texts by column, and the sheet or the kind of table it is in."""

    part: str
    cells: Mapping[str, tuple[str, Where]]
    covered: Mapping[str, tuple[str, Where]] = field(default_factory=dict)  # by a cell that was merged with one above

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.cells.values()]


class _Columns:
    """A document as a list under a row of labels."""

    def __init__(self, document: ParsedDocument, labels: Labels) -> None:
        self._document, self._labels = document, labels
        self._by_ocr = document.origin == "ocr"
        self._is_sheet = format_of(document.format).sheets
        self._found = Answers(by_columns=True)
        self._over = False
        self._figures: dict[str, int] = {}  # column -> 0: total, 1: reached, 2: remark

    def read(self) -> Answers | None:
        """None where there is no row of labels."""
        lines = list(_lines(self._document))
        heads = [place for place, line in enumerate(lines) if self._heading(line)]
        if not heads:
            return None
        for line in lines[: heads[0]]:
            self._above(line)
        parts = list(dict.fromkeys(lines[place].part for place in heads))
        for part in parts:
            self._read_part(lines, next(place for place in heads if lines[place].part == part))
            if self._found.blocks:
                break  # what stands on a sheet of its own counts where the sheet of the form says nothing
        return self._found

    def _read_part(self, lines: Sequence[_Line], place: int) -> None:
        head = lines[place]
        columns = self._named(self._heading(head), head)
        self._over = False
        for line in lines[place + 1 :]:
            if line.part == head.part and line.texts != head.texts:
                self._below(line, columns, head)

    def _heading(self, line: _Line) -> dict[str, Asked]:
        """Column -> what it asks for, where the row is the heading of a list."""
        if not self._is_sheet and len(line.cells) < _LABELS_OF_A_TABLE:
            return {}
        found: dict[str, Asked] = {}
        for column, (text, _) in line.cells.items():
            asked = self._labels.asked(text, by_ocr=self._by_ocr)
            if asked and asked.target == "field" and asked.code not in {other.code for other in found.values()}:
                found[column] = asked
        enough = len(found) >= _LABELS_OF_A_LIST and any(asked.code == TITLE for asked in found.values())
        return found if enough else {}

    def _named(self, columns: dict[str, Asked], head: _Line) -> dict[str, Asked]:
        """Columns whose heading somebody rewrote are known by their names."""
        taken = {asked.code for asked in columns.values()}
        named = {forms.cells_name(row.spec.code): row.spec.code for row in self._labels.rows}
        for name, text in self._document.properties:
            code, column = named.get(name.lower()), _COLUMN.search(text)
            if code and column and code not in taken and column[1] not in columns and column[1] in head.cells:
                columns = {**columns, column[1]: Asked("field", code)}
        return columns

    def _above(self, line: _Line) -> None:
        """Whose the form is, and what somebody wrote into its head."""
        texts = list(line.cells.values())
        asked = self._labels.asked(texts[0][0], by_ocr=self._by_ocr)
        if asked and asked.target == "contact":
            self._found.contacts.setdefault(asked.code, _rest(texts))
        elif self._is_sheet and asked is None:
            said = (text for text, _ in texts if len(words(text)) >= _PHRASE and not self._labels.is_printed(text))
            self._found.stray += map(fold, said)

    def _below(self, line: _Line, columns: Mapping[str, Asked], head: _Line) -> None:
        first, (text, _) = next(iter(line.cells.items()))
        asked = self._labels.asked(text, by_ocr=self._by_ocr)
        alone = first not in columns or len(line.cells) <= _LABELS_OF_A_LIST
        if self._heads_targets(line):
            self._over = True
        elif asked and asked.target == "target":
            self._target(asked, line)
        elif asked and asked.target == "remark" and alone:
            self._over = True
            self._found.remarks.setdefault(asked.code, _rest(list(line.cells.values())))
        elif forms.is_part_remarks(text) or any(self._labels.is_signer(text) for text in line.texts):
            self._over = True
        else:
            self._item(line, columns, head)

    def _heads_targets(self, line: _Line) -> bool:
        """Whether this row names the columns of the targets."""
        wanted = [words(label) for label in forms.TARGETS_HEAD]
        found = {column: words(text) for column, (text, _) in line.cells.items()}
        if wanted[0] not in found.values() or not set(wanted[1:]) & set(found.values()):
            return False
        self._figures = {column: wanted.index(text) - 1 for column, text in found.items() if text in wanted[1:]}
        return True

    def _target(self, asked: Asked, line: _Line) -> None:
        said = {self._figures[column]: cell for column, cell in line.cells.items() if column in self._figures}
        where = next(iter(line.cells.values()))[1]
        whole, part, note = (FormAnswer(*said.get(place, ("", where))) for place in range(_FIGURES))
        self._found.targets.setdefault(asked.code, (whole, part, note))

    def _item(self, line: _Line, columns: Mapping[str, Asked], head: _Line) -> None:
        """One initiative. Below the end of the list only what has a title and more is one."""
        own = {asked.code: line.cells[column] for column, asked in columns.items() if column in line.cells}
        above = {asked.code: line.covered[column] for column, asked in columns.items() if column in line.covered}
        cells = {**above, **own} if TITLE in own else own  # what was merged over several rows is said of each of them
        block = {code: FormAnswer(*cell) for code, cell in cells.items() if is_answer(cell[0])}
        titled = self._titled_by_its_number(line, head) if block and TITLE not in block else None
        block = {TITLE: titled, **block} if titled else block
        if block and not self._over:
            self._found.beside += _right_of(line, head)
        if not block or (self._over and (TITLE not in block or len(block) < _LABELS_OF_A_LIST)):
            return
        if self._found.blocks and not self._is_sheet and self._has_no_number(line, head):
            self._go_on(block)
            return
        self._found.blocks.append(block)
        for column, (label, _) in head.cells.items():
            if column not in columns and not self._is_number(label) and column in line.cells:
                self._found.strange.append((fold(label), FormAnswer(*line.cells[column])))

    def _is_number(self, label: str) -> bool:
        found = self._labels.book.exact(label)
        return words(label) == words(_NUMBER) or (found is not None and found.target == "index")

    def _titled_by_its_number(self, line: _Line, head: _Line) -> FormAnswer | None:
        """A title that was typed into the column of numbers."""
        numbers = (line.cells.get(column) for column, (label, _) in head.cells.items() if self._is_number(label))
        return next((FormAnswer(*cell) for cell in numbers if cell and len(words(cell[0])) > 1), None)

    def _has_no_number(self, line: _Line, head: _Line) -> bool:
        numbers = [column for column, (label, _) in head.cells.items() if self._is_number(label)]
        return bool(numbers) and not any(column in line.cells for column in numbers)

    def _go_on(self, block: dict[str, FormAnswer]) -> None:
        """A row that the end of a page cut: its second part has no number."""
        last = self._found.blocks[-1]
        for code, answer in block.items():
            before = last.setdefault(code, FormAnswer("", answer.where))
            before.text = _run_on(before.text, answer.text)


def _rest(texts: list[tuple[str, Where]]) -> FormAnswer:
    """What stands beside a label."""
    return FormAnswer("\n".join(text for text, _ in texts[1:]), texts[min(1, len(texts) - 1)][1])


def _lines(document: ParsedDocument) -> Iterator[_Line]:
    if format_of(document.format).sheets:
        yield from _sheet_lines(document)
        return
    for block in document.blocks:
        if isinstance(block, Table) and block.flow == "body":
            for row in block.rows:
                cells = {
                    str(column): (cell.text, cell.where)
                    for column, cell in enumerate(row)
                    if cell.is_origin and cell.text
                }
                covered = {
                    str(column): (cell.text, cell.where)
                    for column, cell in enumerate(row)
                    if not cell.is_origin and _is_merged_down(cell)
                }
                if cells:
                    yield _Line(f"{block.width} cột", cells, covered)


def _is_merged_down(cell: Cell) -> bool:
    return bool(cell.text) and cell.row_span > 1 and cell.column_span == 1


def _sheet_lines(document: ParsedDocument) -> Iterator[_Line]:
    """Rows of the sheets by the places of their cells, whether a cell came as part of a table or alone."""
    rows: dict[tuple[str, int], dict[str, tuple[str, Where]]] = {}
    covered: dict[tuple[str, int], dict[str, tuple[str, Where]]] = {}
    for text, where, below in _placed(document):
        spot = _SPOT.search(where.spot)
        if spot and text:
            rows.setdefault((where.part, int(spot[2])), {}).setdefault(spot[1], (text, where))
            for further in range(1, below + 1):
                covered.setdefault((where.part, int(spot[2]) + further), {})[spot[1]] = (text, where)
    parts = list(dict.fromkeys(part for part, _ in rows))
    for part, number in sorted(rows, key=lambda place: (parts.index(place[0]), place[1])):
        cells = rows[part, number]
        placed = {column: cells[column] for column in sorted(cells, key=lambda name: (len(name), name))}
        yield _Line(part, placed, covered.get((part, number), {}))


def _placed(document: ParsedDocument) -> Iterator[tuple[str, Where, int]]:
    """Text, place, and over how many further rows a cell was merged."""
    for block in document.blocks:
        if isinstance(block, Text):
            yield block.text, block.where, 0
            continue
        for cell in (cell for row in block.rows for cell in row if cell.is_origin):
            yield cell.text, cell.where, cell.row_span - 1 if _is_merged_down(cell) else 0
