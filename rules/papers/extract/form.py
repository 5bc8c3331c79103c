"""Labelled text: phiếu đăng ký, báo cáo by headings, forms in tables; one walk over the stream of a document.

The walk keeps one initiative open, the label whose value may run on, and what was said before the title was known.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rules.campaign import FieldSpec
from rules.document import Cell, Table, Where
from rules.lexicon import lexicon
from rules.papers.extract.columns import (
    ROW_NUMBER,
    Header,
    as_titles,
    by_content,
    cells_below,
    find_header,
    is_period,
    looks_like,
    with_units,
)
from rules.papers.extract.cut import split_labels, style
from rules.papers.extract.draft import Draft, Extraction, Mode, Piece
from rules.papers.extract.fitting import fitted, header_by_shape
from rules.papers.extract.grid import read_rows
from rules.papers.extract.head import kinds_of_documents
from rules.papers.extract.labels import ALONE, TITLE, Label, LabelBook
from rules.papers.extract.layout import reading_of
from rules.papers.extract.lines import (
    Item,
    Line,
    cell_lines,
    is_closing,
    is_date_line,
    is_frame_table,
    is_motto,
    is_number_line,
    is_recipients,
    is_rule,
    is_signature,
    table_lines,
)
from rules.papers.extract.people import is_person, people
from rules.papers.extract.sentences import doer_in, done_in, person_at_start, told_in
from rules.papers.extract.shape import first_counted, is_list
from rules.papers.extract.values import exact_choice, is_nothing, leading_noun, noun_quotes, only_choice
from rules.papers.extract.vertical import Row, form_heads
from rules.quantities import percent, years, years_outside_dates
from rules.text import bare, is_blank, is_section_number, is_upper, quoted, says, without_leaders, words

_AHEAD = 7  # lines in which the labels of a heading's initiative must begin
_COUNTED = re.compile(r"(?:gom|co|tong so:?|dang ki)\s+(?:thuc hien\s+)?(\d{1,2})\s")
_IN_WORDS = re.compile(r"^\s*\([^()]{2,12}\)")  # "03 (ba)"
_HEADING_REACH = 120  # characters of a heading that names a choice
_LEAD = 8  # words of a heading before the name that it quotes
_CAPTION = 14  # words of a heading that may name a unit
_LONGEST_TITLE = 320
_LONGEST_NAME = 25  # words
_LONGEST_GROUP = 5  # words
_MORE = (("thong", "tin"), ("chi", "tiet"))  # "THÔNG TIN CHI TIẾT" goes on about the initiative above it
_QUOTED = 60  # characters of what was not read that a person is shown
_TOO_MANY = 3  # fields that stand under no title
_FEWEST = 3  # words of a name that nothing marks
_NARROW = 2  # columns of a table that may be a form
_IN_CAPITALS = "heading-in-capitals"


@dataclass(slots=True)
class _Slot:
    """The label whose value may run on over the next lines."""

    spec: FieldSpec | None  # None: the value of an ignored label
    draft: Draft | None
    label: Label
    number: str
    where: Where
    empty: bool
    remark: bool = False


@dataclass(slots=True)
class _State:
    mode: Mode = "form"
    current: Draft | None = None
    pending: Draft = field(default_factory=Draft)
    slot: _Slot | None = None
    lead: set[str] = field(default_factory=set)  # fields that stand before the title in this document
    title_number: str = ""
    label_number: str = ""  # of the last label below that title
    area: dict[str, Piece] = field(default_factory=dict)  # choices that a heading settles for what is below it
    area_number: str = ""
    caption: Piece | None = None  # a short heading above, which may name a unit
    past_section: bool = False  # a heading stands between the open initiative and here


class FormReader:
    """Reads one document for one stage.

    `wrapped`: printed lines stand for themselves, as in PDF and mail bodies. `above`: the title of the document.
    `names_unit`: whether a text is the name of a unit of the roster.
    """

    def __init__(
        self,
        book: LabelBook,
        *,
        wrapped: bool,
        content_titles: bool,
        above: Sequence[Line] = (),
        names_unit: Callable[[str], bool] = lambda text: False,
    ) -> None:
        self.book = book
        self.names_unit = names_unit
        self.wrapped = wrapped
        self.content_titles = content_titles
        spoken = [i for i, line in enumerate(above) if self._is_title_line(line)]
        self.above = above[: spoken[-1] + 1] if spoken else ()
        self.state = _State()
        self.drafts: list[Draft] = []
        self.units: list[Piece] = []
        self.remarks: list[tuple[str, Piece]] = []
        self.counted: list[int] = []
        self.marks: list[str] = []
        self.known: set[Where] = set()  # what was understood and left
        self.header: Header | None = None
        self.headings = False
        self.seen: set[tuple[int, tuple[str, ...]]] = set()  # which labels stood under which initiative
        self.counted_off: Label | None = None  # the line above was "Giải pháp thứ hai"
        self.elsewhere = False  # below a heading that speaks of another year
        self.titled = False
        self.heading_styles: set[str] = set()
        self.specs = {spec.code: spec for spec in (*book.campaign.fields, *book.campaign.remarks)}

    def read(self, items: Sequence[Item]) -> Extraction:
        """Everything that the stream says about initiatives."""
        items = list(items)
        self.headings = not self._names_titles(items)
        self.titled = any(
            label is not None and label.is_title and label.rule != "noun"
            for line in _all_lines(items)
            for label, _ in split_labels(line, self.book)
        )
        headed = (line for line in _all_lines(items) if self._is_noun_heading(line))
        self.heading_styles = {style(line.number) for line in headed} - {"", "-"}
        for i, item in enumerate(items):
            if isinstance(item, Table):
                self._table(item)
            else:
                self._line(item, items[i + 1 : i + 1 + _AHEAD])
        self._close()
        drafts = tuple(draft for draft in self.drafts if draft.pieces.get(TITLE))
        in_capitals = [draft for draft in drafts if draft.pieces[TITLE][0].rule == _IN_CAPITALS]
        if len(in_capitals) == 1:
            in_capitals[0].marks.append("Tên được lấy từ một đề mục viết hoa.")
        told = (tuple(self.units), tuple(self.remarks), tuple(self.marks), tuple(self.counted))
        return Extraction(drafts, *told, frozenset(self.known))

    # --- tables -------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        if is_frame_table(table):
            self._close()
            return
        rows, header = reading_of(table, self.book)
        goes_on = self._goes_on(table) if not rows and header is None else None
        if goes_on:
            self._rows(table, goes_on, 0)
            return
        if not rows and not (header and header.titles) and (self.content_titles or self.header):
            header = header_by_shape(table, self.book, self.names_unit) or header
        if rows:
            self._leave(form_heads(table, self.book))
            self._vertical(rows)
        elif header:
            self._grid(table, header)
        elif self.header and self.header.titles and len(self.header.texts) == table.width and table.width > 2:
            self._rows(table, self.header, 0)
        else:
            if is_list(table):
                self.marks.append(f"Có bảng đánh số không đọc được thành nội dung: “{_first_words(table)}”.")
            for line in table_lines(table):
                self._line(line, ())

    def _goes_on(self, table: Table) -> Header | None:
        """The header of the list above, where a table of as many columns without one holds the same in each of them."""
        header = self.header
        if header is None or not header.titles or table.width != len(header.texts) or table.width <= _NARROW:
            return None
        bare_header = replace(header, top=-1, bottom=-1)
        for i, column in header.columns.items():
            cells = cells_below(bare_header, table, i)
            looks = looks_like(cells, self.book.asked)
            if looks is not None and column.label.target == "field" and looks.code != column.label.code:
                return None
        index = header.target("index")
        numbered = not index or any(ROW_NUMBER.fullmatch(row[index[0]].text.strip()) for row in table.rows)
        return header if numbered and first_counted(table) in (0, None) else None

    def _grid(self, table: Table, header: Header) -> None:
        for row in table.rows[: header.top]:
            for cell in row:
                if cell.is_origin:
                    for line in cell_lines(cell):
                        self._line(line, ())
        if not header.titles and (self.content_titles or any(map(self._is_title_line_of_list, header.texts))):
            header = by_content(as_titles(header, table, self.book), table, self.book)
        if self.elsewhere:
            return
        if not header.titles:
            self._people_rows(table, header)
            return
        self._close()
        header = with_units(header, table, self.book, self.names_unit)
        self.header = fitted(header, table, self.book, titles=self.content_titles)
        self._leave(cell for row in table.rows[header.top : header.bottom + 1] for cell in row)
        self.marks.extend(mark for mark in self.header.marks if mark not in self.marks)
        self._rows(table, self.header, header.bottom + 1)

    def _is_title_line_of_list(self, text: str) -> bool:
        """ "Mô hình CCHC 2024 đăng ký với Sở" over a column: the list says itself what it lists."""
        return self.book.has_noun(text) and any(says(text, word) for word in self.book.campaign.topic.words)

    def _rows(self, table: Table, header: Header, start: int) -> None:
        found, end = read_rows(table, header, self.book, start, self.drafts[-1] if self.drafts else None)
        for draft in found.drafts:
            draft.unit = draft.unit or self.state.caption
        self.drafts.extend(found.drafts)
        self.remarks.extend(found.remarks)
        self.counted.extend(found.counted)
        self.marks.extend(found.marks)
        self.known |= found.known
        if end < len(table.rows):
            rest = Table(table.rows[end:], table.where, table.flow)
            if find_header(rest, self.book):
                self._table(rest)
            elif any(_counted(row) for row in rest.rows):
                self.marks.append(f"Còn dòng đánh số bên dưới không đọc được: “{_first_words(rest)}”.")

    def _people_rows(self, table: Table, header: Header) -> None:
        """A table of authors beside a title that stands elsewhere (Mẫu đơn, Thông tư 18/2013/TT-BKHCN)."""
        people = [i for i, column in header.columns.items() if self._kind(column.label) == "people"]
        others = [i for i, column in header.columns.items() if column.label.target == "field" and i not in people]
        if not people or others:
            return
        label = header.columns[people[0]].label
        cells = [row[people[0]] for row in table.rows[header.bottom + 1 :] if row[people[0]].is_origin]
        for cell in cells:
            if not is_blank(cell.text):
                self._value(label, cell.text, cell.where, "")
        self.state.slot = None

    def _leave(self, cells: Iterable[Cell]) -> None:
        self.known.update(cell.where for cell in cells)

    def _kind(self, label: Label) -> str:
        spec = self.specs.get(label.code)
        return spec.kind if spec and label.target == "field" else ""

    def _vertical(self, rows: list[Row]) -> None:
        titles = [row for row in rows if row.label.is_title]
        wide = [row for row in titles if len([cell for cell in row.values if not is_nothing(cell.text)]) > 1]
        if wide:
            self._transposed(rows, len(wide[0].values))
            return
        rows = rows if titles or self.state.current or self.titled else self._named_by_noun(rows)
        for row in rows:
            self._leave([row.head] if row.label.is_data else [row.head, *row.values])
            cell = next((cell for cell in row.values if not is_blank(cell.text)), row.values[0])
            self._label(row.label, _cell_text(cell), cell.where, row.number)
            self.state.slot = None
        self._close(keep_pending=True)

    def _named_by_noun(self, rows: list[Row]) -> list[Row]:
        """ "Nội dung sáng kiến, giải pháp | Thi thử trực tuyến" in a form that asks for no name: that is it."""
        for i, row in enumerate(rows):
            answer = row.values[0].text if row.values else ""
            short = 1 < len(words(answer)) <= _LONGEST_NAME
            if (
                row.label.target == "field"
                and self._kind(row.label) == "text"
                and short
                and self.book.has_noun(row.text)
            ):
                self.marks.append(f"Phiếu không có mục tên; mục “{row.text[:40]}” được hiểu là tên.")
                return [
                    *rows[:i],
                    replace(row, label=replace(row.label, code=TITLE, rule="taken-as-title")),
                    *rows[i + 1 :],
                ]
        return rows

    def _transposed(self, rows: list[Row], width: int) -> None:
        self._close()
        for row in rows:
            self._leave([row.head] if row.label.is_data else [row.head, *row.values])
        for i in range(width):
            draft = Draft("table")
            for row in rows:
                cell = row.values[min(i, len(row.values) - 1)] if len(row.values) in (1, width) else None
                if cell is not None and not is_blank(cell.text):
                    self._put(draft, row.label, Piece(_cell_text(cell), cell.where, f"row:{row.label.rule}"))
            if draft.pieces.get(TITLE):
                self.drafts.append(draft)

    # --- lines --------------------------------------------------------------------------------------------------

    def _line(self, line: Line, ahead: Sequence[Item]) -> None:
        if line.flow in ("header", "footer") or (is_rule(line.text) and not line.number):
            return
        if self._is_frame(line):
            self._close()
            return
        if self._is_one_more_label(line):
            self._as_content(line)
            return
        if self._explains_nouns(line):
            self.known.add(line.where)
            return
        if self._opens_by_quote(line) or self._stands_alone(line) or self._names_what_was_counted(line, ahead):
            return
        pieces = list(split_labels(line, self.book)) or self._name_alone(line)
        self.counted_off = None if pieces else self._counts_off(line)
        if pieces and self._is_bullet_of_text(line, pieces[0][0]):
            self._plain(line)
            return
        labels = [label for label, _ in pieces if label]
        if labels and not self._is_section_label(line, pieces, ahead):
            self._labelled(line, pieces)
            return
        if self._opens_initiative(line, ahead) or self._tells(line, ahead):
            return
        if line.number or line.bold or line.is_section:
            self.elsewhere = line not in self.above and self._speaks_of_another_year(line.text)
        if (line.number or line.bold or line.is_section) and len(words(line.text)) <= _CAPTION:
            self.state.caption = Piece(line.text, line.where, "heading-above")
        if self._is_heading(line):
            self._section(line)
            return
        self._told(line)

    def _told(self, line: Line) -> None:
        """A line without label that opens nothing: it counts, closes, or goes on."""
        if self._note_count(line.text):
            self.known.add(line.where)
        if is_closing(line.text):
            self.state.slot = None
        else:
            self._plain(line)

    def _is_one_more_label(self, line: Line) -> bool:
        """ "4. Giải pháp: ..." in the list that began with "1. Tên sáng kiến: ...": one more question of the form."""
        state = self.state
        if state.current is None or not self.titled or self._awaits() or leading_noun(line.text, self.book) is None:
            return False
        if any(label and label.is_title and label.rule != "noun" for label, _ in split_labels(line, self.book)):
            return False
        within = state.label_number not in ("", state.title_number)
        styles = {style(number) for number in (state.title_number, state.label_number, line.number)}
        return within and len(styles) == 1 and styles.isdisjoint({"", "-"}) and ":" in line.text

    def _as_content(self, line: Line) -> None:
        head, _, value = line.text.partition(":")
        label = self.book.exact(f"{head} thực hiện") or Label("ignored", "", 1.0, "noun-in-form")
        self._label(label, value.strip(), line.where, line.number)

    def _names_what_was_counted(self, line: Line, ahead: Sequence[Item]) -> bool:
        """ "Bếp ăn công khai thực đơn" between "Mô hình 1" and the labels of that one."""
        above, below = self.counted_off, ahead[0] if ahead else None
        if above is None or not isinstance(below, Line) or self._counts_off(line):
            return False
        if any(split_labels(line, self.book)):
            return False
        labelled = any(label for label, _ in split_labels(below, self.book))
        if not labelled or line.is_section or not 1 < len(words(line.text)) <= _CAPTION * 2 or ":" in line.text:
            return False
        draft = self._open(above, line.where, line.number, "form")
        draft.add(TITLE, Piece(line.text, line.where, "name-below-noun"))
        self.state.slot, self.counted_off = None, None
        return True

    def _name_alone(self, line: Line) -> list[tuple[Label | None, str]]:
        """ "Tên: Thẻ mượn thiết bị" below "Giải pháp 1"."""
        head, colon, value = line.text.partition(":")
        if not (self.counted_off and colon and words(head) in (("ten",), ("ten", "goi"))):
            return []
        label = Label("field", TITLE, ALONE, "name-below-noun", self.counted_off.named)
        return [(label, value.strip())]

    def _speaks_of_another_year(self, text: str) -> bool:
        """ "1. Các sáng kiến đã thực hiện năm 2023": what is listed below it is none of this campaign's."""
        named = years_outside_dates(text)
        return bool(named) and self.book.campaign.year not in named and self.book.has_noun(text)

    def _is_bullet_of_text(self, line: Line, label: Label | None) -> bool:
        """ "- Giải pháp: bố trí người trực" under "Nội dung:", where titles have labels of their own."""
        slot = self.state.slot
        if label is None or label.rule != "noun" or not self.titled or style(line.number) != "-":
            return False
        return slot is not None and slot.spec is not None and slot.spec.kind == "text" and slot.spec.code != TITLE

    def _is_frame(self, line: Line) -> bool:
        text = line.text
        return (
            is_motto(text) or is_number_line(text) or is_recipients(text)
            or (is_date_line(text) and not self._awaits()) or (is_signature(text) and is_upper(text))
        )  # fmt: skip

    def _awaits(self) -> bool:
        slot = self.state.slot
        return slot is not None and slot.empty and slot.label.target == "field"

    def _labelled(self, line: Line, pieces: list[tuple[Label | None, str]]) -> None:
        lead = pieces[0][1] if pieces[0][0] is None else ""
        if lead and not is_blank(lead) and not self._opens_by_noun(line, lead):
            self._plain(Line(lead, line.where, line.number, line.bold, line.centred))
        for label, value in pieces:
            if label is not None:
                self._label(label, value, line.where, line.number)
        self._note_repeated(line, pieces)
        if lead and self.state.slot and not self.state.slot.empty:
            self.state.slot = None  # the next bullet is another matter

    def _note_repeated(self, line: Line, pieces: list[tuple[Label | None, str]]) -> None:
        """The same label twice under one title: a title between them was not understood."""
        slot, (label, value) = self.state.slot, pieces[0]
        if label is None or label.target != "field" or label.is_title or slot is None or slot.draft is None:
            return
        head = (id(slot.draft), words(line.text.removesuffix(value) if value else line.text))
        if head in self.seen and slot.draft is self.state.current:
            slot.draft.marks.append("Một nhãn xuất hiện nhiều lần dưới cùng một tên, có thể đã gộp nhiều nội dung.")
        self.seen.add(head)

    def _label(self, label: Label, value: str, where: Where, number: str) -> None:
        state = self.state
        state.label_number = number or state.label_number
        if label.target in ("ignored", "index") or is_nothing(value):
            self.known.add(where)
        value = without_leaders(value) if "\n" not in value else value
        label = self._when_not_how_much(label, value)
        if label.is_title:
            self._title(label, value, where, number)
        elif label.target == "remark":
            if not is_nothing(value):
                self.remarks.append((label.code, Piece(value, where, "label")))
            state.slot = _Slot(self.specs[label.code], None, label, number, where, is_blank(value), remark=True)
        elif label.target == "unit":
            if not is_blank(value):
                self._unit(Piece(value, where, "label"))
            state.slot = _Slot(None, None, label, number, where, is_blank(value))
        elif label.target in ("field", "from", "to"):
            self._value(label, value, where, number)
        else:
            state.slot = _Slot(None, None, label, number, where, is_blank(value))

    def _when_not_how_much(self, label: Label, value: str) -> Label:
        """ "Tiến độ: Quý III/2024" answers another question than "Tiến độ: 80%"."""
        when = next((spec for spec in self.book.asked if spec.kind == "period"), None)
        if not label.asks_percent or when is None or not is_period(value) or percent(value) is not None:
            return label
        return replace(label, target="field", code=when.code)

    def _unit(self, piece: Piece) -> None:
        self.units.append(piece)
        if self.state.current is None:
            self.state.pending.unit = piece
        elif self.state.current.unit is None:
            self.state.current.unit = piece

    def _title(self, label: Label, value: str, where: Where, number: str) -> None:
        if is_nothing(value) and not is_blank(value):
            self.state.slot = None
            return
        several = noun_quotes(value, self.book)
        if len(several) > 1:
            for noun, title in several:
                self._quoted(noun, title, where, number)
            return
        draft = self._open(label, where, number, "form")
        if not is_blank(value):
            draft.add(TITLE, Piece(value, where, f"label:{label.rule}"))
        self.state.slot = _Slot(self.specs[TITLE], draft, label, number, where, is_blank(value))

    def _quoted(self, noun: str, title: str, where: Where, number: str) -> None:
        """One of several initiatives that a sentence under a label names."""
        draft = self._open(None, where, number, "prose")
        named = self.book.named_kind(words(noun))
        if named:
            draft.implied[named[0]] = Piece(named[1], where, "noun-before-title")
        draft.add(TITLE, Piece(title, where, "label:quote"))
        self.state.slot = None

    def _open(self, label: Label | None, where: Where, number: str, mode: Mode) -> Draft:
        state = self.state
        draft = Draft(mode, implied=dict(state.area))
        state.lead |= set(state.pending.pieces) | set(state.pending.chosen)
        draft.take(state.pending)
        state.pending = Draft()
        if label and label.named:
            draft.implied[label.named[0]] = Piece(label.named[1], where, "label-names-kind")
        draft.unit = draft.unit or state.caption
        state.current, state.title_number, state.past_section = draft, number, False
        state.label_number = number
        if not self.elsewhere:
            self.drafts.append(draft)
        return draft

    def _value(self, label: Label, value: str, where: Where, number: str) -> None:
        draft = self._draft_for(label)
        piece = Piece(value, where, f"label:{label.rule}")
        spec = self.specs.get(label.code)
        if not is_blank(value):
            self._put(draft, label, piece)
        self.state.slot = _Slot(spec, draft, label, number, where, is_blank(value))

    def _draft_for(self, label: Label) -> Draft:
        """The open initiative, or the next one where this label is among those that stand before titles."""
        current = self.state.current
        if current is None or not current.pieces.get(TITLE):
            return current or self.state.pending
        if current.has(label.code) and (label.code in self.state.lead or self.state.past_section):
            return self.state.pending
        return current

    def _put(self, draft: Draft, label: Label, piece: Piece) -> None:
        if label.target == "unit":
            draft.unit = piece
        elif label.target == "remark":
            if not is_nothing(piece.text):
                self.remarks.append((label.code, piece))
        elif label.target == "from":
            draft.start = draft.start or piece
        elif label.target == "to":
            draft.end = draft.end or piece
        elif label.target == "field":
            draft.add(label.code, piece)
            if label.named:
                draft.implied[label.named[0]] = Piece(label.named[1], piece.where, "label-names-kind")

    # --- headings -----------------------------------------------------------------------------------------------

    def _is_section_label(self, line: Line, pieces: list[tuple[Label | None, str]], ahead: Sequence[Item]) -> bool:
        """ "II. KẾT QUẢ THỰC HIỆN" heads a part of a report, though it reads like a label."""
        label, value = pieces[0]
        if label is None or label.target == "remark" or not is_blank(value):
            return False
        if not label.is_title and self.state.current is None and self._is_over_headings(line, ahead):
            return True
        if not is_section_number(line.number):
            return line.level == 1 and not label.is_title and self.state.current is None
        if label.is_title:
            return not bare(line.text).startswith("ten ")
        return not is_section_number(self.state.title_number)

    def _is_over_headings(self, line: Line, ahead: Sequence[Item]) -> bool:
        """ "2. Kết quả thực hiện" over "2.1. Tủ giày thông minh" with labels below it: a part, not a label."""
        below = ahead[0] if ahead else None
        if not isinstance(below, Line) or line.text.rstrip().endswith(":"):
            return False
        return (
            self._heads_labels(below, ahead[1:])
            or self._is_noun_heading(below)
            or self._quoted_heading(below) is not None
        )

    def _opens_initiative(self, line: Line, ahead: Sequence[Item]) -> bool:
        if self._opens_by_noun(line, line.text) or self._opens_by_bare_noun(line, ahead):
            return True
        if (self.headings or style(line.number) in self.heading_styles) and self._heads_labels(line, ahead):
            draft = self._open(None, line.where, line.number, "heading")
            if _names_group(line.text):
                draft.marks.append(f"Tên giống tên một bộ phận: “{line.text[:60]}”.")
            rule = _IN_CAPITALS if is_upper(line.text) and not line.number else "heading-over-labels"
            draft.add(TITLE, Piece(line.text.rstrip(" :"), line.where, rule))
            self.state.slot = None
            return True
        return False

    def _tells(self, line: Line, ahead: Sequence[Item]) -> bool:
        """A numbered sentence that names who does it, or a numbered heading over one that begins with a person."""
        if not line.number or line.is_section or self._awaits() or self._under_text():
            return False
        told = told_in(line.text)
        if told:
            self._tell(line, told.title, told.owner, line.where)
            return True
        below = ahead[0] if ahead else None
        owner = person_at_start(below.text) if isinstance(below, Line) and not below.number else ""
        if not owner or not isinstance(below, Line) or style(line.number) == "-" or not self._may_be_title(line):
            return False
        self._tell(line, line.text.rstrip(" :"), owner, below.where)
        return True

    def _under_text(self) -> bool:
        """Within an answer that runs on, numbered sentences are its steps."""
        slot = self.state.slot
        return slot is not None and slot.spec is not None and slot.spec.kind == "text"

    def _tell(self, line: Line, title: str, owner: str, where: Where) -> None:
        draft = self._open(None, line.where, line.number, "prose")
        draft.add(TITLE, Piece(title, line.where, "sentence-with-person"))
        who = next((spec.code for spec in self.book.asked if spec.kind == "people"), None)
        if who:
            draft.add(who, Piece(owner, where, "person-in-sentence"))
        self.state.slot = None

    def _opens_by_noun(self, line: Line, text: str) -> bool:
        """`1. Mô hình "X"`, `a) Giải pháp: X`: a noun of the campaign that opens a line and names one."""
        lead = leading_noun(text, self.book)
        if lead is None or len(text) > _LONGEST_TITLE + len(line.text) - len(text):
            return False
        noun, rest = lead
        rest = rest.strip()
        head = words(rest.partition(":")[0])
        told = text != line.text and 0 < len(head) <= _LEAD and ":" in rest and not quoted(rest)
        if told and rest[0].isupper():
            return (
                False  # "Mô hình Họp đứng: đã tổ chức 8 phiên. Thực hiện: ...": what stands behind the colon is no name
            )
        rest = "".join(rest.partition(":")[1:]) if told else rest  # "Sáng kiến đã đăng ký ở lĩnh vực này: X. ..."
        marks = quoted(rest)
        by_quote = bool(marks) and is_blank(rest[: marks[0][1]])
        by_colon = rest.startswith(":") and not is_nothing(rest[1:])
        if not (by_quote or by_colon) or self._awaits():
            return False
        stands_out = line.number or line.bold or line.centred or line.in_table or line.text != text
        if by_quote and not stands_out and (marks[0][2] - marks[0][1]) * 2 < len(line.text):
            return False
        title = marks[0][0] if by_quote else rest[1:].strip()
        if len(title) > _LONGEST_TITLE:
            return False
        self._open_named(line, noun, title, "noun-heading")
        if told and self.state.current is not None:
            self.state.current.marks.append(f"Tên được lấy từ lời văn: “{title[:_QUOTED]}”.")
        return True

    def _opens_by_bare_noun(self, line: Line, ahead: Sequence[Item]) -> bool:
        """ "II. Giải pháp rà soát sổ sách của giáo viên" over what is said of it, without quotes or a colon."""
        lead, below = leading_noun(line.text, self.book), ahead[0] if ahead else None
        if lead is None or self._awaits() or not (line.number or line.bold) or not isinstance(below, Line):
            return False
        rest = lead[1].strip()
        plain = " ".join(words(rest))
        stages = [" ".join(words(word)) for stage in self.book.campaign.stages for word in stage.words]
        others = any(f" {word} " in f" {plain} " for word in stages) or self.book.noun_count(rest) > 0
        topics = tuple(" ".join(words(word)) for word in self.book.campaign.topic.words)
        others = others or (line in self.above and not line.number) or plain.startswith(topics)
        if others or ":" in rest or not _FEWEST <= len(words(rest)) <= _LONGEST_NAME or rest.endswith("."):
            return False
        said = ":" in below.text[:_QUOTED] or style(below.number) == "-" or bool(person_at_start(below.text))
        if not said or below.is_section:
            return False
        self._open_named(line, lead[0], line.text, "noun-heading")
        if self.state.current is not None:
            self.state.current.marks.append(f"Tên không nằm trong ngoặc kép: “{line.text[:_QUOTED]}”.")
        return True

    def _open_named(self, line: Line, noun: str, title: str, rule: str) -> None:
        draft = self._open(None, line.where, line.number, "heading")
        named = self.book.named_kind(words(noun))
        if named:
            draft.implied[named[0]] = Piece(named[1], line.where, "noun-before-title")
        draft.add(TITLE, Piece(title, line.where, rule))
        self.state.slot = None

    def _opens_by_quote(self, line: Line) -> bool:
        """ "2. Kết quả thực hiện mô hình “X”", "Về giải pháp “X”": a heading that ends with a noun and a name."""
        if self._awaits() or not (found := self._quoted_heading(line)):
            return False
        self._open_named(line, *found, "quote-heading")
        return True

    def _stands_alone(self, line: Line) -> bool:
        """A centred line that is nothing but a name in quotes, below the title of the paper: what it is about."""
        marks = quoted(line.text)
        if not (line.centred and len(marks) == 1) or not is_blank(line.text[: marks[0][1]] + line.text[marks[0][2] :]):
            return False
        topics = self.book.campaign.topic.words
        if self.state.current is not None or any(says(marks[0][0], word) for word in topics):
            return False
        draft = self._open(None, line.where, line.number, "heading")
        draft.add(TITLE, Piece(line.text, line.where, "quote-below-title"))
        self.state.slot = None
        return True

    def _explains_nouns(self, line: Line) -> bool:
        """ "Mô hình: cách tổ chức mới; Giải pháp: biện pháp ...": what the words mean, in a note below a list."""
        plain = bare(line.text)
        told = [noun for noun in self.book.campaign.topic.nouns if re.search(rf"\b{re.escape(bare(noun))}\s*:", plain)]
        return len(told) > 1 and leading_noun(line.text, self.book) is not None

    def _quoted_heading(self, line: Line) -> tuple[str, str] | None:
        """Noun and name; what opens with them is read elsewhere, and a sentence that registers is no heading."""
        found = noun_quotes(line.text, self.book)
        if len(found) != 1 or not (line.number or line.bold) or style(line.number) == "-":
            return None
        _, start, end = quoted(line.text)[-1]
        before = line.text[:start]
        if not before or len(words(before)) > _LEAD or not is_blank(line.text[end:]):
            return None
        if any(says(before, stage.label) for stage in self.book.campaign.stages) or leading_noun(line.text, self.book):
            return None
        titled = any(label and label.is_title for label, _ in split_labels(line, self.book))
        return None if titled else found[0]

    def _heads_labels(self, line: Line, ahead: Sequence[Item]) -> bool:
        """A numbered or bold line without label, and below it the labels of an initiative."""
        if self._speaks_of_stage(line.text) or self._counts_off(line) or self._names_choice(line.text):
            return False
        if not self._may_be_title(line) or len(line.text) > _LONGEST_TITLE or self._awaits():
            return False
        if (is_section_number(line.number) or style(line.number) == "-") and not line.bold:
            return False
        slot = self.state.slot
        if slot and slot.spec and slot.spec.kind == "people" and any(is_person(name) for name in people(line.text)):
            return False
        codes: list[str] = []
        for i, item in enumerate(ahead):
            if not isinstance(item, Line):
                break
            label, _ = next(iter(split_labels(item, self.book)), (None, ""))
            if i == 0 and (label is None or label.target != "field" or item.is_section):
                return False
            if label and label.target == "field" and not label.is_title:
                codes.append(label.code)
            elif item.is_section:
                break
        return len(set(codes)) >= 2

    def _is_title_line(self, line: Line) -> bool:
        """A line of the title says what the document is; a heading right below it names an initiative."""
        topic = self.book.campaign.topic.words
        return bool(years(line.text)) or self.book.has_noun(line.text) or any(says(line.text, word) for word in topic)

    def _names_choice(self, text: str) -> bool:
        """ "CẢI CÁCH THỦ TỤC HÀNH CHÍNH" heads what was done in an area, not an initiative."""
        choices = (spec for spec in self.book.campaign.fields if spec.kind == "choice")
        return any(only_choice(spec, text) for spec in choices)

    def _may_be_title(self, line: Line) -> bool:
        """By its look: capitals, or a number or bold letters."""
        if is_upper(line.text):
            return self._names_in_capitals(line)
        return not line.centred and bool(line.number or line.bold)

    def _names_in_capitals(self, line: Line) -> bool:
        """ "SỔ THEO DÕI BẰNG THẺ MÀU" below the head may name an initiative; "THÔNG TIN CHUNG" heads a part."""
        if line in self.above or is_section_number(line.number) or is_signature(line.text):
            return False
        tokens = words(line.text)
        parts = (words(part) for part in lexicon().documents.parts)
        return len(tokens) > 2 and not any(tokens[: len(part)] == part for part in parts)

    def _speaks_of_stage(self, text: str) -> bool:
        """A title of the document: it names a stage and what is collected."""
        stages = self.book.campaign.stages
        return self.book.has_noun(text) and any(says(text, word) for stage in stages for word in stage.words)

    def _is_heading(self, line: Line) -> bool:
        return line.is_section and not self._awaits()

    def _section(self, line: Line) -> None:
        label = self.book.match(line.text)
        more = is_section_number(line.number) or words(line.text)[:2] in _MORE
        if more and self.state.current is not None:
            self.state.slot, self.state.past_section = None, True
        else:
            self._close()
        if label and label.target == "remark" and label.score >= 0.6:
            self.state.slot = _Slot(self.specs[label.code], None, label, line.number, line.where, True, remark=True)
        self._note_area(line)
        self._note_count(line.text)

    def _note_area(self, line: Line) -> bool:
        """A heading that names a choice settles it for the initiatives below; the next one of its sort ends that."""
        state = self.state
        text = line.text.partition(":")[0].strip(" .:")
        if len(text) > _HEADING_REACH:
            return False
        for spec in self.book.campaign.fields:
            if (
                spec.kind != "choice"
                or spec is self.book.kind_field
                or not (line.number or line.bold or line.is_section)
            ):
                continue
            code = exact_choice(spec, text)
            if code:
                state.area = {spec.code: Piece(code, line.where, "heading-above")}
                state.area_number = style(line.number)
                return True
        over_all = bool(line.number) and len(words(text)) <= _CAPTION and self.book.noun_count(text) > 1
        if state.area and (line.is_section or over_all or (line.number and style(line.number) == state.area_number)):
            state.area = {}
        return False

    def _note_count(self, text: str) -> bool:
        """ "Danh sách gồm 04 sáng kiến": how many the document says there are; whether it says so."""
        plain = bare(text)
        counted = len(self.counted)
        for found in _COUNTED.finditer(plain):
            behind = _IN_WORDS.sub("", plain[found.end() : found.end() + 60]).lstrip()
            if any(behind.startswith(bare(noun)) for noun in (*self.book.campaign.topic.nouns, *lexicon().table.items)):
                self.counted.append(int(found.group(1)))
        return len(self.counted) > counted

    # --- text that runs on ----------------------------------------------------------------------------------------

    def _plain(self, line: Line) -> None:
        if self._counts_off(line):
            if self.book.noun_count(line.text) > 1:
                self.state.area = {}  # "5. Sáng kiến, giải pháp mới" lists those of all areas
            self._close()
            return
        slot = self.state.slot
        if self._note_area(line):
            self._close(keep_area=True)
            return
        if slot is None:
            self._describe(line)
            return
        if not slot.empty and self._is_sibling(slot, line):
            self.state.slot = None
            return
        if slot.remark:
            if not is_nothing(line.shown):
                self.remarks.append((slot.label.code, Piece(line.shown, line.where, "below-label")))
            return
        if slot.label.target == "unit":
            if slot.empty:
                self._unit(Piece(line.text, line.where, "label"))
            self.state.slot = None
            return
        if slot.spec is None or slot.draft is None:
            self.known.add(line.where)
            return
        self._run_on(slot, slot.draft, slot.spec, line)

    def _describe(self, line: Line) -> None:
        """What a sentence without label says of the initiative that a heading above it names: who does it, how far."""
        draft = self.state.current
        if draft is None or draft.mode != "heading" or line.in_table:
            return
        who = next((spec.code for spec in self.book.asked if spec.kind == "people"), None)
        share = next((spec.code for spec in self.book.asked if spec.kind == "percent"), None)
        owner, done = doer_in(line.text), done_in(line.text)
        if who and owner and not draft.has(who):
            draft.add(who, Piece(owner, line.where, "person-in-sentence"))
            draft.marks.append(f"Người thực hiện được lấy từ lời văn: “{line.text[:_QUOTED]}”.")
        if share and done and not draft.has(share):
            draft.add(share, Piece(done, line.where, "label-in-sentence"))
            draft.marks.append(f"Mức độ hoàn thành được lấy từ lời văn: “{done}”.")

    def _run_on(self, slot: _Slot, draft: Draft, spec: FieldSpec, line: Line) -> None:
        if self._speaks_to_the_office(slot, line) or not self._runs_on(slot, line):
            self.state.slot = None
            return
        text = line.text if spec.kind != "text" or spec.code == TITLE else line.shown
        piece = Piece(text, line.where, f"below-label:{slot.label.rule}")
        self._put(draft, Label(slot.label.target, slot.label.code, 1.0, "run-on"), piece)
        slot.empty = False

    def _speaks_to_the_office(self, slot: _Slot, line: Line) -> bool:
        """ "Trường THPT số 2 đề nghị Phòng Tổ chức cán bộ tổng hợp./." behind the last of the numbered answers."""
        if slot.empty or line.number or line.in_table:
            return False
        office = self.book.campaign.office
        plain = bare(line.text)
        asks = any(bare(word) in plain for word in lexicon().frame.closings)
        ends = plain.rstrip().endswith("./.")
        named = any(
            says(plain, name) for name in (office.name, office.short, office.agency, *lexicon().units.superiors)
        )
        return (
            self._speaks_of_itself(line.text) or (asks and ends) or (named and (asks or (ends and bool(slot.number))))
        )

    def _speaks_of_itself(self, text: str) -> bool:
        """ "Bản đăng ký được lập thành 02 bản": a sentence about the paper."""
        said = words(text)
        kinds = (words(kind) for kind in kinds_of_documents())
        kind = next((kind for kind in kinds if said[: len(kind)] == kind), ())
        first = " ".join(said[: len(kind) + _NARROW])
        return bool(kind) and ":" not in text and any(says(first, stage.label) for stage in self.book.campaign.stages)

    def _counts_off(self, line: Line) -> Label | None:
        """ "Giải pháp thứ hai": the next initiative begins, its title comes below."""
        label = self.book.match(line.text) if len(line.text) < 40 and not self._awaits() else None
        return label if label is not None and label.rule == "noun" else None

    def _is_sibling(self, slot: _Slot, line: Line) -> bool:
        """A line numbered like the label above it is the next matter, unless it is one more name of a list."""
        if style(line.number) in ("", "-") or style(line.number) != style(slot.number):
            return False
        return not (slot.spec and slot.spec.kind == "people" and any(is_person(name) for name in people(line.text)))

    def _runs_on(self, slot: _Slot, line: Line) -> bool:
        if slot.empty:
            return True
        spec = slot.spec
        if spec is None or line.is_section:
            return False
        small = line.text[:1].islower() and not line.number
        if spec.code == TITLE or spec.kind in ("choice", "percent", "number", "date", "period"):
            dashed = spec.kind == "period" and style(line.number) == "-" and is_period(line.text)
            return (
                small or dashed or (self.wrapped and not line.number and spec.kind == "period" and len(line.text) < 40)
            )
        if spec.kind == "people":
            return small or self.wrapped or bool(line.number) or line.in_table or len(words(line.text)) <= 12
        return True

    def _close(self, *, keep_area: bool = False, keep_pending: bool = False) -> None:
        state = self.state
        if not keep_pending:
            self._note_nameless(state.pending)
        state.current, state.slot, state.past_section = None, None, False
        if not keep_pending:
            state.pending = Draft()
        if not keep_area:
            state.title_number = ""

    def _note_nameless(self, pending: Draft) -> None:
        """People and more beside them without a title: an initiative whose name was not understood."""
        codes = set(pending.pieces)
        who = any(self.specs[code].kind == "people" for code in codes if code in self.specs)
        if len(codes) >= _TOO_MANY or (who and len(codes) > 1):
            self.marks.append("Có nội dung không rõ thuộc mô hình, giải pháp, sáng kiến nào.")

    def _names_titles(self, items: Sequence[Item]) -> bool:
        """Whether titles are labelled somewhere; then a heading over labels is no title."""
        for line in _all_lines(items):
            for label, value in split_labels(line, self.book):
                if label and label.is_title and (label.rule != "noun" or not is_nothing(value)):
                    return True
            if self._is_noun_heading(line):
                return True
        return False

    def _is_noun_heading(self, line: Line) -> bool:
        lead = leading_noun(line.text, self.book) if line.number or line.bold else None
        return lead is not None and lead[1].strip()[:1] in (":", "“", '"', "”")


def _counted(row: tuple[Cell, ...]) -> bool:
    """A number of a row, and more beside it."""
    return ROW_NUMBER.fullmatch(row[0].text.strip()) is not None and any(not is_nothing(cell.text) for cell in row[1:])


def _first_words(table: Table) -> str:
    """How a table begins, for a person who looks for it."""
    texts = (cell.text for row in table.rows for cell in row if len(words(cell.text)) > 1)
    return " ".join(next(texts, "").split())[:_QUOTED]


def _names_group(text: str) -> bool:
    """ "TỔ VĂN PHÒNG" over labels may be who did something, not what was done."""
    tokens = words(text)
    groups = (words(group) for group in lexicon().people.collectives)
    return len(tokens) <= _LONGEST_GROUP and any(tokens[: len(group)] == group for group in groups)


def _cell_text(cell: Cell) -> str:
    return "\n".join(line.shown for line in cell_lines(cell)) or cell.text


def _all_lines(items: Sequence[Item]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Line):
            yield item
        elif not is_frame_table(item):
            yield from table_lines(item)
