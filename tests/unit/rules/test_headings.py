"""Reports by headings: however a heading names its initiative, the labels below it are its own."""

import pytest

from rules.document import Block, ParsedDocument
from tests.unit.rules.papers import CODE, SCHOOL, document, found, grid, header, read, text, title

BELOW = (
    ("- Người phụ trách: {}", "- Cách làm: {}", "- Kết quả: {}"),
    ("Người thực hiện: {}", "Nội dung: {}", "Kết quả đạt được: {}"),
)
FACTS = (("Vũ Văn Mẫu", "Đóng tủ.", "12 tủ."), ("Lự Thị Mẫu", "Phân loại.", "Giảm 60%."))


def report(*blocks: Block | str) -> ParsedDocument:
    heading = title("BÁO CÁO", "Kết quả thực hiện các mô hình, giải pháp cải cách hành chính năm 2024")
    return document(header(SCHOOL, "Số: 5/BC-THPTS2BT", day="ngày 29 tháng 10 năm 2024"), heading, *blocks)


@pytest.mark.parametrize("labels", BELOW)
@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ("{i}. {title}", None),
        ("2.{i}. {title}", None),
        ("* {title}", None),
        ("{i}. “{title}”", None),
        ("Giải pháp thứ {i}. {title}", "giai-phap"),
        ("Mô hình số {i} - {title}", "mo-hinh"),
        ("{i}. Về mô hình “{title}”", "mo-hinh"),
        ("{i}. Kết quả thực hiện mô hình “{title}”", "mo-hinh"),
        ("{i}. {title} (giải pháp)", "giai-phap"),
    ],
)
@pytest.mark.parametrize("above", ["II. KẾT QUẢ THỰC HIỆN", "2. Kết quả thực hiện"])
def test_a_heading_names_an_initiative(shape: str, kind: str | None, labels: tuple[str, ...], above: str) -> None:
    blocks: list[Block | str] = [text("I. CÔNG TÁC CHỈ ĐẠO", bold=True), "Đã chỉ đạo.", text(above, bold=True)]
    for i, (name, facts) in enumerate(zip(("Tủ giày thông minh", "Nhà ăn không rác"), FACTS, strict=True), 1):
        blocks.append(text(shape.format(i=i, title=name), bold=True))
        blocks += [label.format(fact) for label, fact in zip(labels, facts, strict=True)]
    blocks += [text("III. KHÓ KHĂN", bold=True), "Thiếu kinh phí."]
    understanding = read(report(*blocks))
    read_back = found(understanding)["report", CODE]
    assert list(read_back) == ["Tủ giày thông minh", "Nhà ăn không rác"]
    for values, (owner, content, result) in zip(read_back.values(), FACTS, strict=True):
        assert (values["owners"], values["content"], values["result"]) == ((owner,), content, result)
        assert values.get("type") == kind
    assert understanding.readings[0].sure


def test_people_without_a_title_make_the_reading_doubtful() -> None:
    understanding = read(
        report(
            "Người phụ trách: Vũ Văn Mẫu",
            "Kết quả: 12 tủ.",
            grid(("STT", "Tên giải pháp", "Kết quả"), ("1", "Nhà ăn không rác", "Giảm 60%.")),
        )
    )
    (reading,) = understanding.readings
    assert [one.title for one in reading.initiatives] == ["Nhà ăn không rác"]
    assert reading.doubts == ("Có nội dung không rõ thuộc mô hình, giải pháp, sáng kiến nào.",)


def test_a_report_in_running_text_gives_what_it_quotes_and_is_not_sure() -> None:
    said = "1. Nhà trường đã thực hiện mô hình “Một cửa di động” và giải pháp “Bốn tại chỗ”, được đánh giá cao."
    (reading,) = read(report(said, "2. Hạn chế: còn thiếu thiết bị.")).readings
    assert [(one.title, one.get("type")) for one in reading.initiatives] == [
        ("Một cửa di động", "mo-hinh"),
        ("Bốn tại chỗ", "giai-phap"),
    ]
    assert not reading.sure


def test_a_sentence_of_a_plan_that_registers_is_no_heading() -> None:
    plan = document(
        header(SCHOOL, "Số: 51/KH-THPTS2BT"),
        title("KẾ HOẠCH", "Thực hiện phong trào thi đua cải cách hành chính năm 2024"),
        "1. Ký số 100% văn bản.",
        "2. Nhà trường đăng ký 01 mô hình “Sân trường tiếp dân”.",
    )
    (reading,) = read(plan).readings
    assert [one.title for one in reading.initiatives] == ["Sân trường tiếp dân"]
    assert not reading.sure


def test_people_who_register_for_a_course_register_nothing() -> None:
    listed = document(
        header(SCHOOL),
        title("DANH SÁCH VIÊN CHỨC ĐĂNG KÝ LỚP BỒI DƯỠNG CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        grid(("STT", "Họ và tên", "Chức vụ", "Nội dung đăng ký"), ("1", "Lò Thị Mẫu", "GV", "Lớp chữ ký số")),
    )
    understanding = read(listed)
    assert understanding.documents[0].kind == "other"
    assert "nothing-collected -8" in understanding.documents[0].hits


def test_a_unit_over_the_title_leaves_the_title_a_title() -> None:
    listed = document(
        "Đơn vị: Trường THPT số 2 huyện Bảo Thắng",
        title("BIỂU ĐĂNG KÝ MÔ HÌNH CCHC 2024"),
        grid(("STT", "Mô hình", "Chủ trì", "Bắt đầu"), ("1", "Hộp đen phản hồi", "Lò Thị Mẫu", "8/2024")),
    )
    (reading,) = read(listed).readings
    assert (reading.unit.unit, reading.sure) == (CODE, True)


def test_a_report_about_registering_is_a_registration() -> None:
    letter = document(
        header(SCHOOL, "Số: 33/BC-THPTS2BT"),
        title("BÁO CÁO", "Về việc đăng ký mô hình, giải pháp, sáng kiến CCHC năm 2024"),
        grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Tủ đồ dùng chung", "Lò Thị Mẫu")),
    )
    assert [reading.stage for reading in read(letter).readings] == ["registration"]
