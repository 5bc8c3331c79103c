"""What a paper says and the reading does not: it is named to a person, and nothing of it is sure."""

import pytest

from rules.document import Block, Cell, ParsedDocument, Signature, Table
from rules.initiative import Reading
from tests.unit.rules.papers import HERE, SCHOOL, document, grid, header, placed, read, text, title

COLUMNS = ("STT", "Tên giải pháp", "Người thực hiện")
ONE, OTHER = ("1", "Sổ theo dõi bằng thẻ màu", "Lò Thị Mẫu"), ("2", "Bảng hỏi nhanh cuối tuần", "Phan Văn Mẫu")
LISTED = title("DANH SÁCH ĐĂNG KÝ", "Giải pháp cải cách hành chính năm 2024")
SIGNED: list[Block] = [text("HIỆU TRƯỞNG", bold=True, centred=True), text("Giàng A Mẫu", bold=True, centred=True)]


def listed(*behind: Block | str | list[Block]) -> ParsedDocument:
    return placed(document(header(SCHOOL), LISTED, grid(COLUMNS, ONE, OTHER), *behind, SIGNED))


def form(*labelled: str) -> ParsedDocument:
    head = title("PHIẾU ĐĂNG KÝ GIẢI PHÁP CCHC NĂM 2024")
    return placed(document(header(SCHOOL), head, *map(text, labelled), SIGNED))


def only(paper: ParsedDocument) -> Reading:
    (reading,) = read(paper).readings
    return reading


@pytest.mark.parametrize(
    "line",
    [
        "Danh sách này có 02 giải pháp.",
        "(Danh sách đã niêm yết tại phòng chờ)",
        "Số liệu tính đến hết ngày 20/8/2024.",
        "Trân trọng đề nghị Phòng Tổ chức cán bộ tổng hợp./.",
        "Bảo Thắng, ngày 20/8/2024",
    ],
)
def test_what_frames_a_list_is_known_and_left(line: str) -> None:
    reading = only(listed(line))
    assert reading.sure, reading.doubts


@pytest.mark.parametrize(
    "line",
    [
        "Ngoài ra nhà trường đăng ký thêm giải pháp “Tủ sách pháp luật lưu động”.",
        "Riêng nội dung 2 xin chuyển sang năm 2025.",
        "Đồng chí Vàng Thị Mẫu thay đồng chí Lò Thị Mẫu từ tháng 9.",
        "Bổ sung một sáng kiến của tổ Văn phòng về xếp lịch phòng họp.",
    ],
)
def test_a_line_behind_the_list_that_says_more_is_named(line: str) -> None:
    reading = only(listed(line))
    assert not reading.sure
    assert any(line[:40] in doubt for doubt in reading.doubts), reading.doubts


def test_a_second_table_that_says_nothing_to_us_is_named() -> None:
    more = grid(("Lớp", "Sĩ số", "Ý kiến của phụ huynh"), ("10A", "40", "mong được nhận kết quả sớm hơn"))
    assert any("mong được nhận kết quả sớm hơn" in doubt for doubt in only(listed(more)).doubts)


def test_answers_to_a_label_that_asks_nothing_we_keep_are_left() -> None:
    reading = only(
        form(
            "1. Tên giải pháp: Sổ theo dõi bằng thẻ màu",
            "2. Lý do: Việc mượn trả hay bị quên.",
            "3. Người thực hiện: Lò Thị Mẫu",
            "4. Phạm vi áp dụng: Toàn trường, 24 lớp",
            "5. Kết quả dự kiến: Không còn mất chìa khóa",
        )
    )
    assert reading.sure, reading.doubts


def test_an_answer_under_a_label_that_nobody_knows_is_named() -> None:
    reading = only(
        form(
            "Giải pháp: “Phiếu hẹn màu”",
            "- Chuyện đã khác: trễ hẹn giảm từ 12% xuống 2% trong ba tháng.",
            "- Người thực hiện: Lò Thị Mẫu",
        )
    )
    assert not reading.sure


def test_a_closing_sentence_is_no_part_of_the_last_answer() -> None:
    reading = only(
        form(
            "1. Tên giải pháp: Sổ theo dõi bằng thẻ màu",
            "2. Người thực hiện: Lò Thị Mẫu",
            "3. Kết quả dự kiến: Không còn mất chìa khóa",
            "Trường THPT số 2 đề nghị Phòng Tổ chức cán bộ tổng hợp./.",
        )
    )
    assert reading.initiatives[0].get("expected") == "Không còn mất chìa khóa"


def test_a_paper_that_was_changed_after_signing_is_not_sure() -> None:
    paper = listed()
    signed = ParsedDocument(paper.name, paper.format, paper.blocks, signatures=(Signature("A", None, False, None),))
    assert only(signed).doubts == ("Tệp đã bị sửa sau khi ký số.",)


def test_more_than_the_whole_is_no_share_and_is_named() -> None:
    columns = ("STT", "Tên giải pháp", "Người thực hiện", "Mức độ hoàn thành (%)")
    paper = document(
        header(SCHOOL, "Số: 9/BC-THPTS2BT", day="ngày 29 tháng 10 năm 2024"),
        title("BÁO CÁO", "Kết quả thực hiện giải pháp cải cách hành chính năm 2024"),
        grid(columns, (*ONE, "100%"), (*OTHER, "Vượt kế hoạch (109%)")),
    )
    reading = only(placed(paper))
    assert [one.get("completion") for one in reading.initiatives] == [100.0, None]
    assert any("109%" in doubt for doubt in reading.doubts)


def test_a_name_that_goes_on_behind_its_quotation_is_the_whole() -> None:
    whole = "Mô hình “Lớp học không sổ giấy” trong quản lý sổ sách"
    rows = (COLUMNS, ("1", whole, "Lò Thị Mẫu"), ("2", "Mô hình “Phiếu hẹn màu” (đã thử)", "Phan Văn Mẫu"))
    reading = only(placed(document(header(SCHOOL), LISTED, grid(*rows))))
    assert [one.title for one in reading.initiatives] == [whole, "Phiếu hẹn màu"]
    assert [one.get("type") for one in reading.initiatives] == ["mo-hinh", "mo-hinh"]


def test_a_table_of_nothing_but_places_is_no_row_left() -> None:
    blank = Table(((Cell("", HERE), Cell("", HERE), Cell("", HERE)),), HERE)
    assert only(listed(blank)).sure
