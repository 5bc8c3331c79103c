"""Words that stand in no list: what a label, a column or a line means is told from what is around it."""

import pytest

from rules.document import ParsedDocument
from rules.papers.extract.labels import label_book
from rules.papers.extract.people import people
from tests.unit.rules.papers import CODE, SCHOOL, body, campaign, document, found, grid, header, mail, read, title

HEADING = title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024")


def registered(*rows: tuple[str, ...]) -> ParsedDocument:
    return document(header(SCHOOL), HEADING, grid(*rows))


def values(document: ParsedDocument, name: str) -> dict[str, object]:
    return dict(found(read(document))["registration", CODE][name])


def test_columns_nobody_has_named_before_are_told_by_what_they_hold() -> None:
    listed = registered(
        ("STT", "Giải pháp đăng ký", "Ai lo", "Mốc phải xong"),
        ("1", "Hộp thư xin lỗi", "Lò Thị Mẫu", "30/9/2024"),
        ("2", "Mượn phòng qua bảng tính", "Phan Văn Mẫu", "tháng 10/2024"),
    )
    assert values(listed, "Hộp thư xin lỗi") == {
        "type": "giai-phap",
        "owners": ("Lò Thị Mẫu",),
        "period": "30/9/2024",
    }


def test_a_progress_in_two_columns_stays_a_period() -> None:
    listed = registered(
        ("STT", "Tên sáng kiến", "Chủ trì", "Tiến độ", "<"),
        ("^", "^", "^", "Từ", "Đến"),
        ("1", "Trạm nước ấm", "Lò Thị Mẫu", "4/2024", "8/2024"),
    )
    assert values(listed, "Trạm nước ấm")["period"] == "Từ 4/2024 đến 8/2024"


def test_a_column_that_asks_how_much_may_hold_when() -> None:
    listed = registered(
        ("STT", "Tên sáng kiến", "Chủ trì", "Hoàn thành"), ("1", "Trạm nước ấm", "Lò Thị Mẫu", "10/2024")
    )
    understanding = read(listed)
    assert found(understanding)["registration", CODE]["Trạm nước ấm"]["period"] == "10/2024"
    assert understanding.readings[0].sure


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Cách triển khai", "content"),
        ("Người tiến hành giải pháp", "owners"),
        ("Kết quả mong muốn", "expected"),
        ("Hiệu quả kỳ vọng", "expected"),
        ("Hoàn thành trước ngày", "period"),
    ],
)
def test_labels_of_known_words_in_new_company(words: str, code: str) -> None:
    label = label_book(campaign(), "registration").match(words)
    assert label is not None and label.code == code and label.score >= 0.9


def test_a_list_of_what_is_collected_heads_its_titles() -> None:
    listed = registered(
        ("TT", "Danh mục giải pháp, sáng kiến", "Người đảm nhiệm", "Thực hiện từ", "Thực hiện đến"),
        ("1", "Thẻ đọc sách gia đình", "Lò Thị Mẫu", "01/8/2024", "31/10/2024"),
    )
    assert values(listed, "Thẻ đọc sách gia đình") == {
        "owners": ("Lò Thị Mẫu",),
        "period": "Từ 01/8/2024 đến 31/10/2024",
    }


@pytest.mark.parametrize(
    "boxes", ["Mô hình [ ]   Giải pháp [x]   Sáng kiến [ ]", "[ ] Mô hình [X] Giải pháp [ ] Sáng kiến"]
)
def test_typed_boxes_are_boxes(boxes: str) -> None:
    form = document(
        header(SCHOOL),
        title("PHIẾU ĐĂNG KÝ CCHC NĂM 2024"),
        "Tên sáng kiến: Trạm nước ấm",
        f"Loại: {boxes}",
        "Tác giả: Lò Thị Mẫu",
    )
    assert values(form, "Trạm nước ấm")["type"] == "giai-phap"


@pytest.mark.parametrize("number", ["số 02", "số II", "số hai", "Số 2"])
def test_the_number_of_a_school_is_written_in_many_ways(number: str) -> None:
    listed = document(
        header(f"TRƯỜNG THPT {number.upper()} BẢO THẮNG"),
        HEADING,
        grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Trạm nước ấm", "Lò Thị Mẫu")),
    )
    assert read(listed).readings[0].unit.unit == CODE


def test_a_wish_in_a_registration_does_not_make_it_doubtful() -> None:
    form = document(
        header(SCHOOL),
        title("PHIẾU ĐĂNG KÝ", "Sáng kiến CCHC năm 2024"),
        "1. Tên sáng kiến: Trạm nước ấm",
        "2. Tác giả: Lò Thị Mẫu",
        "3. Hiệu quả kinh tế kỳ vọng đem lại: Giảm 10% tiền điện.",
    )
    assert read(form).readings[0].doubts == ()


def test_a_column_under_a_result_is_a_result_whatever_it_is_called() -> None:
    listed = document(
        header(SCHOOL, day="ngày 29 tháng 10 năm 2024"),
        title("BÁO CÁO", "Kết quả thực hiện sáng kiến CCHC năm 2024"),
        grid(
            ("STT", "Tên sáng kiến", "Tác giả", "Kết quả", "<"),
            ("^", "^", "^", "Định lượng", "Định tính"),
            ("1", "Ngày không hẹn", "Lò Thị Mẫu", "88 lượt.", "Dân không phải chờ."),
        ),
    )
    assert found(read(listed))["report", CODE]["Ngày không hẹn"]["result"] == "88 lượt. Dân không phải chờ."


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Nhóm tác giả gồm: Lê Minh Mẫu, Phạm Việt Mẫu", ("Lê Minh Mẫu", "Phạm Việt Mẫu")),
        ("Tập thể bao gồm các đồng chí: Lê Minh Mẫu; Lò Thị Mẫu", ("Lê Minh Mẫu", "Lò Thị Mẫu")),
        ("đ/c Lê Minh Mẫu - HT; phối hợp: đ/c Vũ Thị Mẫu - Chuyên viên", ("Lê Minh Mẫu", "Vũ Thị Mẫu")),
        ("Đ.c Giàng Seo Mẫu", ("Giàng Seo Mẫu",)),
    ],
)
def test_words_that_lead_to_names_are_no_names(written: str, names: tuple[str, ...]) -> None:
    assert people(written) == names


def test_labelled_lines_below_a_sentence_describe_what_it_names() -> None:
    letter = body(
        "Trường THPT số 2 Bảo Thắng xin đăng ký mô hình: “Lớp học trong mây”.",
        "Người thực hiện: Trần Quốc Mẫu",
        "Thời gian thực hiện: từ tháng 9 đến tháng 10/2024",
        "Trân trọng!",
    )
    (reading,) = read((letter,), mail("Đăng ký mô hình CCHC")).readings
    (one,) = reading.initiatives
    assert (one.get("owners"), one.get("period")) == (("Trần Quốc Mẫu",), "từ tháng 9 đến tháng 10/2024")
    assert not reading.sure


def test_lines_below_a_sentence_that_names_two_belong_to_neither() -> None:
    letter = body(
        "Trường THPT số 2 Bảo Thắng xin đăng ký mô hình “Lớp học trong mây” và giải pháp “Hộp thư xin lỗi”.",
        "Người thực hiện: Trần Quốc Mẫu",
    )
    (reading,) = read((letter,), mail("Đăng ký mô hình CCHC")).readings
    assert [one.get("owners") for one in reading.initiatives] == [None, None]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Tác giả, đồng tác giả", "owners"),
        ("Cán bộ, giáo viên phụ trách", "owners"),
        ("Đồng chí chủ trì", "owners"),
        ("Người chịu trách nhiệm triển khai giải pháp", "owners"),
        ("Nội dung/cách làm", "content"),
        ("Họ và tên, chức vụ", "owners"),
        ("Mục tiêu, kết quả cần đạt", "expected"),
        ("Thời gian bắt đầu, hoàn thành", "period"),
        ("Lộ trình triển khai từ năm", "period"),
    ],
)
def test_labels_made_of_who_or_when_and_doing(words: str, code: str) -> None:
    label = label_book(campaign(), "registration").match(words)
    assert label is not None and label.target == "field" and label.code == code and label.score >= 0.9


@pytest.mark.parametrize(
    "words",
    [
        "Tổ chức triển khai",
        "Người kiểm tra",
        "Ngày đăng ký",
        "Nhóm giải pháp",
        "Người dân không phải chờ",
    ],
)
def test_words_of_who_or_when_alone_make_no_label(words: str) -> None:
    label = label_book(campaign(), "registration").match(words)
    assert label is None or label.code not in ("owners", "period") or label.score < 0.9


@pytest.mark.parametrize(("progress", "wanted"), [("Quý III/2024", "Quý III/2024"), ("80%", None)])
def test_progress_is_a_time_or_a_share(progress: str, wanted: str | None) -> None:
    form = document(
        header(SCHOOL),
        title("PHIẾU ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
        "Tên sáng kiến: Trạm nước ấm",
        "Tác giả: Lò Thị Mẫu",
        f"Tiến độ: {progress}",
    )
    assert values(form, "Trạm nước ấm").get("period") == wanted


def test_a_number_of_order_is_no_title() -> None:
    form = document(
        header(SCHOOL),
        title("PHIẾU ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
        "1. Giải pháp 1",
        "Tác giả: Lò Thị Mẫu",
        "Nội dung: Đặt trạm nước.",
        "Giải pháp: Trạm nước ấm",
    )
    assert "Giải pháp 1" not in found(read(form))["registration", CODE]


def test_numbers_stand_for_what_a_legend_says() -> None:
    listed = grid(
        ("STT", "Tên sáng kiến", "Lĩnh vực (*)", "Tác giả"),
        ("1", "Trạm nước ấm", "2", "Lò Thị Mẫu"),
        ("2", "Hộp thư xin lỗi", "04", "Phan Văn Mẫu"),
    )
    legend = (
        "(*) Ghi theo số: 1 - Cải cách thể chế; 2 - Cải cách thủ tục hành chính; 3 - Cải cách tổ chức bộ máy;",
        "4 - Cải cách chế độ công vụ; 5 - Cải cách tài chính công.",
    )
    (reading,) = read(document(header(SCHOOL), HEADING, listed, *legend)).readings
    assert [one.get("field") for one in reading.initiatives] == ["tthc", "cong-vu"]
    assert reading.sure


def test_a_number_without_a_legend_is_asked_about() -> None:
    listed = grid(("STT", "Tên sáng kiến", "Lĩnh vực", "Tác giả"), ("1", "Trạm nước ấm", "2", "Lò Thị Mẫu"))
    (reading,) = read(document(header(SCHOOL), HEADING, listed)).readings
    assert reading.initiatives[0].get("field") is None and not reading.sure


def test_quotation_marks_around_a_kind_and_a_name_are_none_of_the_name() -> None:
    listed = registered(("STT", "Nội dung đăng ký", "Tác giả"), ("1", "“Giải pháp: Trạm nước ấm”", "Lò Thị Mẫu"))
    assert values(listed, "Trạm nước ấm")["type"] == "giai-phap"
