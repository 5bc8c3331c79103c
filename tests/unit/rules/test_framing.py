"""Where a value stands on a drawn page."""

from collections.abc import Iterable

from rules.campaign import FieldSpec
from rules.initiative import Json
from rules.standing.framing import Frame, Sought, Word, framed, sought

_TITLE = FieldSpec(code="title", label="Tên", labels=("Tên",), kind="text", stages=("a",))
_OWNERS = FieldSpec(code="owners", label="Người", labels=("Người",), kind="people", stages=("a",))
_DAY = FieldSpec(code="day", label="Ngày", labels=("Ngày",), kind="date", stages=("a",))
_SHARE = FieldSpec(code="share", label="Tỷ lệ", labels=("Tỷ lệ",), kind="percent", stages=("a",))


def page(*lines: str) -> tuple[Word, ...]:
    """Words of a hundred by a hundred, line by line."""
    return tuple(
        Word(word, 110 * at, 200 * row, 110 * at + 100, 200 * row + 100)
        for row, line in enumerate(lines)
        for at, word in enumerate(line.split())
    )


def value(spec: FieldSpec, said: Json, item: int = 1) -> Sought:
    return sought(f"{item}.{spec.code}", item, spec, said)


def rows(frames: Iterable[Frame]) -> list[int]:
    return [frame.top // 200 for frame in frames]


def test_a_value_is_found_on_the_lines_on_which_it_stands() -> None:
    paper = page("STT Tên sáng kiến", "1 Họp không giấy trong", "sinh hoạt tổ chuyên môn")
    found = framed([paper], [value(_TITLE, "Họp không giấy trong sinh hoạt tổ chuyên môn")])
    assert found["1.title"] == (Frame(1, 110, 200, 540, 300), Frame(1, 0, 400, 540, 500))


def test_the_same_name_is_framed_beside_its_own_title() -> None:
    paper = page("Họp không giấy Nguyễn Văn An", "Số hóa hồ sơ Trần Thị Bình", "Thu phí qua mạng Nguyễn Văn An")
    values = [
        value(_TITLE, "Họp không giấy"),
        value(_TITLE, "Thu phí qua mạng", 3),
        value(_OWNERS, ("Nguyễn Văn An",)),
        value(_OWNERS, ("Nguyễn Văn An",), 3),
    ]
    found = framed([paper], values)
    assert rows(found["1.owners"]) == [0]
    assert rows(found["3.owners"]) == [2]


def test_two_alike_titles_are_two_places() -> None:
    paper = page("Họp không giấy", "Họp không giấy")
    found = framed([paper], [value(_TITLE, "Họp không giấy"), value(_TITLE, "Họp không giấy", 2)])
    assert rows((*found["1.title"], *found["2.title"])) == [0, 1]


def test_values_are_found_as_papers_write_them() -> None:
    paper = page("ngày 30 tháng 8 năm 2024", "98,5 %", "Lê Thị Hoa ; Vàng A Páo")
    found = framed(
        [paper], [value(_DAY, "2024-08-30"), value(_SHARE, 98.5), value(_OWNERS, ("Vàng A Páo", "Lê Thị Hoa"))]
    )
    assert {key: rows(frames) for key, frames in found.items()} == {"1.day": [0], "1.share": [1], "1.owners": [2]}


def test_a_page_break_within_a_value_parts_its_frame() -> None:
    found = framed(
        [page("Rút ngắn thời gian giải"), page("2", "quyết hồ sơ")],
        [value(_TITLE, "Rút ngắn thời gian giải quyết hồ sơ")],
    )
    assert [frame.page for frame in found["1.title"]] == [1, 2]


def test_the_beginning_of_a_value_beside_its_title_is_enough_and_elsewhere_it_is_not() -> None:
    said = "Tài liệu gửi trước một ngày; cuộc họp chỉ bàn việc còn vướng; thông báo kết luận ký số trước 17 giờ."
    text = FieldSpec(code="content", label="Nội dung", labels=("Nội dung",), kind="text", stages=("a",))
    values = [value(_TITLE, "Họp không giấy"), value(text, said)]
    near, far = "Họp không giấy Tài liệu gửi trước một ngày", "Tài liệu gửi trước một ngày"
    assert "1.content" in framed([page(near)], values)
    assert "1.content" not in framed([page("Họp không giấy", *("chữ khác " * 50,), far)], values)


def test_a_number_is_framed_where_it_stands_by_itself_and_not_within_a_sentence() -> None:
    told = page("Họp không giấy mua sắm dưới 100 triệu")
    cell = Word("100", 9000, 0, 9300, 100)
    values = [value(_TITLE, "Họp không giấy"), value(_SHARE, 100.0)]
    assert framed([(*told, cell)], values)["1.share"] == (Frame(1, 9000, 0, 9300, 100),)
    assert "1.share" not in framed([told], values)


def test_what_is_not_there_is_not_framed() -> None:
    paper = page("Họp không giấy", "Số hóa hồ sơ tuyển sinh")
    assert framed([paper], [value(_TITLE, "Bộ phận một cửa thân thiện của nhà trường")]) == {}
    assert framed([], [value(_TITLE, "Họp không giấy")]) == {}


def cell(text: str, left: int, row: int) -> tuple[Word, ...]:
    """Words by themselves, far from others on the line."""
    return tuple(
        Word(word, left + 110 * at, 200 * row, left + 110 * at + 100, 200 * row + 100)
        for at, word in enumerate(text.split())
    )


def test_a_value_of_few_words_is_framed_in_its_cell_and_not_within_a_label() -> None:
    kind = FieldSpec(code="type", label="Loại", labels=("Loại",), kind="text", stages=("a",))
    content = FieldSpec(code="content", label="Nội dung", labels=("Nội dung",), kind="text", stages=("a",))
    paper = (
        *page("Tên mô hình, sáng kiến"), *cell("Thư viện mở", 5000, 0), *page("", "Loại"), *cell("Mô hình", 5000, 1),
        *page("", "", "Nội dung chính"), *cell("Dùng thẻ để mượn sách", 5000, 2),
    )  # fmt: skip
    values = [value(_TITLE, "Thư viện mở"), value(kind, "Mô hình"), value(content, "Dùng thẻ để mượn sách")]
    found = framed([paper], values)
    assert {key: (frames[0].left, rows(frames)) for key, frames in found.items()} == {
        "1.title": (5000, [0]), "1.type": (5000, [1]), "1.content": (5000, [2]),
    }  # fmt: skip


def test_a_share_within_a_sentence_is_framed_where_it_is_the_only_one_of_its_initiative() -> None:
    values = [value(_TITLE, "Họp không giấy"), value(_SHARE, 90.0), value(_TITLE, "Số hóa hồ sơ", 2)]
    told = ("Họp không giấy", "đến nay hoàn thành 90% kế hoạch", "Số hóa hồ sơ", "được 90% rồi")
    assert rows(framed([page(*told)], values)["1.share"]) == [1]
    twice = ("Họp không giấy", "giảm 90% số trang, hoàn thành 90% kế hoạch", "Số hóa hồ sơ")
    assert "1.share" not in framed([page(*twice)], values)


def test_a_time_from_two_columns_is_framed_in_both() -> None:
    span = FieldSpec(code="period", label="Thời gian", labels=("Thời gian",), kind="period", stages=("a",))
    paper = (*page("Họp không giấy"), *cell("5/2024", 5000, 0), *cell("10/2024", 8000, 0))
    found = framed([paper], [value(_TITLE, "Họp không giấy"), value(span, "Từ 5/2024 đến 10/2024")])
    assert [frame.left for frame in found["1.period"]] == [5000, 8000]
