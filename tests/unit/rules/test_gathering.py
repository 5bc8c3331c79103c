"""What is one initiative within a mail: equal titles, like titles of two readings, never titles with other numbers."""

from rules.document import ParsedDocument
from rules.papers.gathering import SAME, SAME_BY_OCR, Gathering
from tests.unit.rules.making import item
from tests.unit.rules.papers import CODE, SCHOOL, document, found, grid, header, read, text, title

HEADING = title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024")


def listed(*titles: str, name: str = "ds.docx") -> ParsedDocument:
    rows = [(str(i), one, "Nguyễn Văn An") for i, one in enumerate(titles, 1)]
    return document(header(SCHOOL), HEADING, grid(("STT", "Tên sáng kiến", "Tác giả"), *rows), name=name)


def test_rows_of_one_list_stay_apart_however_like_they_are() -> None:
    titles = (
        "Ký số học bạ khối 10",
        "Ký số học bạ khối 11",
        "Ký số sổ đầu bài buổi sáng",
        "Ký số sổ đầu bài buổi chiều",
    )
    understanding = read(listed(*titles))
    assert tuple(found(understanding)["registration", CODE]) == titles
    assert understanding.readings[0].sure


def test_a_typing_error_in_another_file_makes_no_second_initiative() -> None:
    one, other = listed("Ký số học bạ khối 10"), listed("Ký sô học bạ khôi 10", name="ds.pdf")
    (reading,) = read((one, other)).readings
    assert [each.title for each in reading.initiatives] == ["Ký số học bạ khối 10"]


def test_another_number_in_another_file_makes_a_second_initiative() -> None:
    (reading,) = read((listed("Ký số học bạ khối 10"), listed("Ký số học bạ khối 11", name="b.docx"))).readings
    assert len(reading.initiatives) == 2


def test_a_letter_that_names_what_its_annex_lists_adds_nothing() -> None:
    both = document(
        header(SCHOOL, "Số: 5/THPTS2BT\nV/v đăng ký sáng kiến CCHC năm 2024"),
        text("1. Sáng kiến “Ngày không hẹn tại văn phòng”", bold=True),
        HEADING,
        grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn tại văn phòng.", "Nguyễn Văn An")),
    )
    assert list(found(read(both))["registration", CODE]) == ["Ngày không hẹn tại văn phòng"]


def test_what_is_the_same_is_completed_not_overwritten() -> None:
    gathering = Gathering()
    assert gathering.add(item("Họp không giấy", owners=None))
    assert not gathering.add(item("HỌP KHÔNG GIẤY", owners=("Lò Thị Mẫu",)))
    (one,) = gathering.initiatives
    assert (one.title, one.get("owners")) == ("Họp không giấy", ("Lò Thị Mẫu",))


def test_ocr_may_get_digits_wrong() -> None:
    gathering = Gathering()
    gathering.take(Gathering.of([item("Số hóa hồ sơ lớp 10")]))
    assert not gathering.add(item("Sô hoá hô sơ lớp 1O"), least=SAME_BY_OCR)
    assert gathering.add(item("Số hóa hồ sơ lớp 12"), least=SAME)


def test_only_what_was_there_before_is_compared_by_likeness() -> None:
    gathering = Gathering()
    gathering.add(item("Ký số sổ đầu bài buổi sáng tại trường chính"), least=SAME, among=0)
    assert gathering.add(item("Ký số sổ đầu bài buổi sang tại trường chính nhé"), least=SAME, among=0)
