"""A paper read from top to bottom: what one line says where the reading stands, without reading the whole paper."""

from dataclasses import replace

import pytest

from rules.document import Where
from rules.papers.extract.draft import Extraction, Piece
from rules.papers.extract.labels import Label, label_book
from rules.papers.extract.lines import Line
from rules.papers.extract.walk.events import (
    Answered,
    AreaIs,
    Closed,
    Counted,
    CountedOff,
    Event,
    Known,
    Listed,
    Named,
    RunsOn,
    ValueEnds,
)
from rules.papers.extract.walk.heard import heard
from rules.papers.extract.walk.here import Here, Slot
from rules.papers.extract.walk.paper import Paper, paper_of
from rules.papers.extract.walk.reader import read_paper
from rules.papers.extract.walk.tables import table_steps
from tests.unit.rules.papers import HERE, SCHOOL, campaign, document, grid, header, read, title

BOOK = label_book(campaign(), "registration")
WHO = Label("field", "owners", 1.0, "label")


def line(text: str, number: str = "", *, bold: bool = False, spot: str = "") -> Line:
    return Line(text, Where("a.docx", "", spot) if spot else HERE, number, bold)


def paper(*lines: Line) -> Paper:
    return paper_of(lines, BOOK, wrapped=False, content_titles=False)


def said(text: str, number: str = "", here: Here | None = None, *below: Line) -> list[Event]:
    own = line(text, number)
    return list(heard(own, below, here or Here(), paper(own, *below)))


def asked(code: str, *, empty: bool, number: str = "") -> Here:
    spec = next(spec for spec in BOOK.asked if spec.code == code)
    return Here(mode="form", slot=Slot(Label("field", code, 1.0, "label"), number, empty, spec, "open"))


def test_a_noun_and_quotes_name_an_initiative_and_say_its_kind() -> None:
    (named,) = said("Mô hình “Một cửa học đường”", "1.")
    assert isinstance(named, Named)
    assert (named.title.text, named.kind) == ("Một cửa học đường", ("type", "mo-hinh"))


def test_the_same_line_says_nothing_new_while_a_label_waits_for_its_value() -> None:
    assert not any(isinstance(event, Named) for event in said("Mô hình “X”", here=asked("title", empty=True)))


def test_a_label_is_answered_and_the_next_bullet_is_another_matter() -> None:
    assert said("Người thực hiện: Lò Thị Mẫu", "2.")[0] == Answered(WHO, "Lò Thị Mẫu", HERE, "2.")
    events = said("Đã làm xong. Người thực hiện: Lò Thị Mẫu")
    assert [event.value for event in events if isinstance(event, Answered)] == ["Lò Thị Mẫu"]
    assert events[-1] == ValueEnds(if_given=True)


@pytest.mark.parametrize(
    ("text", "number", "event"),
    [
        ("và lan sang các khối khác", "", RunsOn),  # a small letter goes on with the answer
        ("Góp sách cũ cho thư viện", "2.", ValueEnds),  # numbered like the label above it
    ],
)
def test_what_follows_an_answer_goes_on_or_ends_it(text: str, number: str, event: type[Event]) -> None:
    assert isinstance(said(text, number, asked("content", empty=False, number="1."))[-1], event)


def test_a_heading_settles_the_area_of_what_is_below_it_until_the_next_one() -> None:
    area, closed = (event for event in said("Cải cách thủ tục hành chính", "1.") if isinstance(event, AreaIs | Closed))
    assert isinstance(area, AreaIs)
    assert area.area is not None
    assert area.area.choice.text == "tthc"
    assert closed == Closed(keep_number=True)
    assert AreaIs(None) in said("Những việc đã làm khác", "2.", replace(Here(), area=area.area))


def test_a_line_that_counts_off_leaves_the_name_to_the_line_below() -> None:
    counted, closed = said("Giải pháp thứ hai")
    assert isinstance(counted, CountedOff)
    assert counted.label is not None
    assert closed == Closed()
    here = replace(Here(), counted_off=counted.label)
    named, after = said("Bếp ăn công khai thực đơn", "", here, line("Người thực hiện: Lò Thị Mẫu"))
    assert isinstance(named, Named)
    assert (named.title.text, after) == ("Bếp ăn công khai thực đơn", CountedOff(None))


def test_a_sentence_counts_what_the_paper_holds() -> None:
    events = said("Danh sách gồm 04 (bốn) sáng kiến của nhà trường.")
    assert Counted(4) in events
    assert Known((HERE,)) in events


def test_a_row_cut_by_the_end_of_a_page_joins_the_initiative_above() -> None:
    first = grid(("STT", "Tên sáng kiến", "Người thực hiện"), ("1", "Hộp thư xin lỗi", "Lò Thị Mẫu"))
    second = grid(("", "", "Phan Văn Mẫu"), ("2", "Trạm nước ấm", "Lý A Mẫu"))
    whole = read_paper([first, second], paper())
    assert [len(draft.pieces["owners"]) for draft in whole.drafts] == [2, 1]
    header = next(step for step in table_steps(first, Here(), paper()) if hasattr(step, "header")).header
    (listed,) = table_steps(second, replace(Here(), found=True, header=header), paper())
    assert isinstance(listed, Listed)
    assert listed.more is not None
    assert [piece.text for piece in listed.more.pieces["owners"]] == ["Phan Văn Mẫu"]


def test_reading_leaves_what_was_said_as_it_was() -> None:
    """Twice the same: nothing of one reading stays in the paper or in the lines."""
    lines = [line("Tên sáng kiến: Hộp thư xin lỗi", spot="1"), line("Người thực hiện: Lò Thị Mẫu", spot="2")]
    one = paper(*lines)

    def pieces(found: Extraction) -> list[dict[str, list[Piece]]]:
        return [draft.pieces for draft in found.drafts]

    assert pieces(read_paper(lines, one)) == pieces(read_paper(lines, one))


def labels_asked(rows: int) -> int:
    """How many texts are looked up as labels while a list of so many rows is understood."""
    label_book.cache_clear()
    lines = [
        (str(row), f"Tủ giày thông minh của lớp {row}", "Lò Thị Mẫu", f"Xếp giày vào tủ có số, lần {row}")
        for row in range(1, rows + 1)
    ]
    listed = grid(("STT", "Tên sáng kiến", "Người thực hiện", "Nội dung"), *lines)
    understood = read(document(header(SCHOOL), title("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"), listed))
    assert [len(reading.initiatives) for reading in understood.readings] == [rows]
    books = [label_book(campaign(), stage) for stage in (None, *(stage.code for stage in campaign().stages))]
    return sum(book.match.cache_info().misses for book in books)


def test_a_longer_list_asks_no_more_of_the_labels() -> None:
    """What a column holds is told by its head and a few cells; a title in each row is not looked up among labels."""
    assert labels_asked(400) == labels_asked(100)
