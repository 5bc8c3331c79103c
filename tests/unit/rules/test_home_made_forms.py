"""Papers that people make themselves: on telephones, from another school's paper, from a form on the web."""

import pytest

from rules.document import Block, ParsedDocument
from rules.initiative import Initiative, Reading
from rules.papers.extract.new_ways import says_new_ways
from rules.papers.extract.people import people
from tests.unit.rules.papers import CODE, SCHOOL, document, grid, header, placed, read, text, title


def only(*blocks: Block | str | list[Block], name: str = "van ban.docx") -> Reading:
    (reading,) = read(placed(document(*blocks, name=name))).readings
    return reading


def values(one: Initiative, *codes: str) -> list[object]:
    return [one.get(code) for code in codes]


def test_what_is_counted_up_over_the_same_labels_names_each() -> None:
    reading = only(
        "truong thpt so 2 bao thang dang ky cchc 2024",
        "viec 1: Cân suất ăn thừa mỗi trưa",
        "ai: Phùng Thị Dinh",
        "thoi gian: tu t9 den t12",
        "lam: mỗi trưa cân thùng thức ăn thừa, ghi bảng, điều chỉnh suất hôm sau",
        "viec 2: Giặt chăn theo lịch công khai",
        "ai: Lò Thị Mẫu",
        "thoi gian: ca nam hoc",
        "lam: dán lịch từng phòng, phòng nào tới lượt thì mang xuống",
    )
    assert [one.title for one in reading.initiatives] == ["Cân suất ăn thừa mỗi trưa", "Giặt chăn theo lịch công khai"]
    assert reading.initiatives[0].get("owners") == ("Phùng Thị Dinh",)
    assert "“viec 1”" in " ".join(reading.doubts)


def test_steps_one_below_the_other_name_nothing() -> None:
    paper = document(
        header(),
        title("ĐĂNG KÝ SÁNG KIẾN", "cải cách hành chính năm 2024"),
        "Tên sáng kiến: Họp không giấy",
        "Người thực hiện: Lò Thị Mẫu",
        "Nội dung:",
        "Bước 1: gửi tài liệu qua nhóm chung",
        "Bước 2: họp, ghi kết luận vào sổ chung",
    )
    (reading,) = read(placed(paper)).readings
    assert [one.title for one in reading.initiatives] == ["Họp không giấy"]


def test_labels_and_answers_side_by_side_in_one_table_after_another() -> None:
    def declared(number: int, name: str, who: str, share: str) -> list[Block]:
        return [
            grid(
                (f"Khai lần {number}",),
                ("Tên đã đăng ký", name, "Người theo", who),
                ("Kết quả thu được", f"{number}20 giấy gom qua 24 đầu mối", "Hoàn thành", share),
            )
        ]

    reading = only(
        header(day="ngày 29 tháng 10 năm 2024"),
        title("MẪU TỰ KHAI KẾT QUẢ CẢI CÁCH HÀNH CHÍNH"),
        declared(1, "Một lớp một đầu mối giấy tờ", "Tô Thị Hiền", "100%"),
        declared(2, "Chấm công dạy thay không cần giấy", "Bùi Văn Chiêu", "80%"),
    )
    assert [values(one, "owners", "completion") for one in reading.initiatives] == [
        [("Tô Thị Hiền",), 100.0],
        [("Bùi Văn Chiêu",), 80.0],
    ]


def test_stars_around_a_line_are_bold_letters() -> None:
    reading = only(
        "THPT số 2 Bảo Thắng",
        "báo cáo việc cải cách hành chính tháng 10",
        "*Soi hồ sơ hai vòng trước khi trình ký*",
        "Làm: cô Cấn Thị Nguyệt",
        "Kết quả: 340 hồ sơ, sai 2",
        "*Hộp gửi lại chìa khóa phòng học*",
        "Làm: chú Đinh Văn Bảo",
        "Kết quả: hết mất chìa",
    )
    assert [values(one, "title", "owners", "result") for one in reading.initiatives] == [
        ["Soi hồ sơ hai vòng trước khi trình ký", ("Cấn Thị Nguyệt",), "340 hồ sơ, sai 2"],
        ["Hộp gửi lại chìa khóa phòng học", ("Đinh Văn Bảo",), "hết mất chìa"],
    ]


def test_all_of_it_in_one_line() -> None:
    reading = only(
        "Trường THPT số 2 Bảo Thắng đăng ký: tên việc: Bốc thăm ca trực cuối tuần; người phụ trách: Lý Văn Tỏa; "
        "thời gian: 7/9 đến hết năm 2024; nội dung: chiều thứ sáu bốc thăm công khai trước hội đồng",
        "Cải cách hành chính năm 2024 ạ.",
    )
    assert values(reading.initiatives[0], "title", "owners") == ["Bốc thăm ca trực cuối tuần", ("Lý Văn Tỏa",)]
    assert not reading.sure


def test_answers_of_a_form_on_the_web_with_the_hour_of_each() -> None:
    reading = only(
        grid(
            (
                "Dấu thời gian",
                "Trường nào?",
                "Năm nay định làm gì mới?",
                "Ai sẽ làm?",
                "Làm khi nào?",
            ),
            ("18/08/2024 19:22", "THPT số 2 Bảo Thắng", "Giỏ đựng điện thoại giờ họp", "Hoàng Thị Ước", "từ tháng 9"),
            (
                "18/08/2024 20:01",
                "THPT số 2 Bảo Thắng",
                "Bảng xanh đỏ báo phòng",
                "Triệu Phúc An",
                "từ 10/9/2024",
            ),
        ),
        name="Biểu mẫu đăng ký việc mới CCHC.docx",
    )
    assert reading.unit.unit == CODE
    assert [one.get("period") for one in reading.initiatives] == ["từ tháng 9", "từ 10/9/2024"]


@pytest.mark.parametrize(
    ("how", "what"), [("Làm ra sao", "Muốn được"), ("Làm gì", "Để làm gì"), ("Cách tiến hành", "Nhằm")]
)
def test_the_question_tells_what_is_done_from_what_it_is_for(how: str, what: str) -> None:
    reading = only(
        header(),
        title("BẢNG KÊ CÁC VIỆC NHÀ TRƯỜNG ĐĂNG KÝ CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        grid(
            ("TT", "Việc đăng ký", "Người cầm việc", what, how),
            (
                "1",
                "Ghi sổ đầu bài bằng giọng nói",
                "Đinh Thị Xoan",
                "Sổ chốt trong ngày",
                "Giáo viên đọc, máy ghi lại",
            ),
            (
                "2",
                "Danh bạ một chạm cho nội trú",
                "Phạm Văn Chương",
                "Gọi được trong 2 phút",
                "Dán mã ở đầu giường",
            ),
        ),
    )
    assert values(reading.initiatives[0], "content", "expected") == [
        "Giáo viên đọc, máy ghi lại",
        "Sổ chốt trong ngày",
    ]


def test_new_ways_in_everyday_words_below_headings_of_areas() -> None:
    def listed(name: str, who: str) -> list[Block]:
        return [grid(("Việc", "Người", "Thời gian"), (name, who, "từ 05/9/2024"))]

    reading = only(
        header(),
        title("BẢN GHI DANH VIỆC CẢI CÁCH NĂM 2024"),
        text("Khối thể chế", bold=True),
        listed("Soát lại 12 quy chế nội bộ và bỏ bớt", "Kiều Văn Bách"),
        text("Khối thủ tục", bold=True),
        listed("Giấy khai một mặt cho học viên mới", "Mùa Thị Chứ"),
        text("Khối phục vụ", bold=True),
        listed("Đặt ghế chờ ở hành lang tầng một", "Đỗ Thị Hảo"),
    )
    assert (reading.stage, reading.sure) == ("registration", False)
    assert [one.get("field") for one in reading.initiatives] == ["the-che", "tthc", None]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("BẢNG ĐĂNG KÝ CÁC VIỆC CẢI TIẾN CỦA NHÀ TRƯỜNG", True),
        ("Danh mục việc làm hay năm 2024", True),
        ("cách làm mới của tổ Văn phòng", True),
        ("Báo cáo về việc đổi mới sinh hoạt chuyên môn", False),
        ("Kế hoạch đổi mới phương pháp dạy học", False),
        ("Đăng ký dự giờ, thao giảng", False),
    ],
)
def test_new_ways_are_told_from_what_a_letter_is_about(said: str, *, wanted: bool) -> None:
    assert says_new_ways(said) is wanted


@pytest.mark.parametrize(
    ("sign", "unit"),
    [("HIỆU TRƯỞNG", None), ("Đại diện Trường THPT số 1 Bảo Thắng", "thpt-so-1-bao-thang")],
)
def test_a_paper_copied_from_another_school_is_of_the_one_that_most_of_it_names(sign: str, unit: str | None) -> None:
    reading = only(
        header(SCHOOL),
        title("ĐĂNG KÝ GIẢI PHÁP CCHC NĂM 2024"),
        "Đơn vị: Trường THPT số 1 Bảo Thắng",
        "Giải pháp: In tại tầng, không chạy xuống văn phòng",
        "Người thực hiện: Má A Tủa",
        sign,
    )
    assert (reading.unit.unit, reading.unit.certain) == (unit, False)
    assert unit or set(reading.unit.candidates) == {CODE, "thpt-so-1-bao-thang"}


def test_a_list_that_names_no_campaign_stays_what_it_is() -> None:
    paper: ParsedDocument = document(
        header(),
        title("ĐĂNG KÝ DỰ GIỜ THÁNG 9 NĂM 2024"),
        grid(
            ("TT", "Bài dạy", "Người dạy", "Thời gian", "Nội dung"),
            ("1", "Phương trình bậc hai một ẩn", "Lò Thị Mẫu", "05/9/2024", "Dạy theo nhóm, có phiếu học tập"),
            ("2", "Truyện Kiều, đoạn trao duyên", "Vàng A Mẫu", "12/9/2024", "Đọc diễn cảm, thảo luận cặp đôi"),
        ),
    )
    assert not read(placed(paper)).readings


def test_a_bullet_without_label_that_says_when() -> None:
    reading = only(
        "THPT số 2 Bảo Thắng",
        "Đăng ký CCHC năm 2024:",
        "👉 Mô hình: “Tủ giấy tờ quên”",
        "👉 Chủ trì: Ngô Thị Cậy",
        "👉 Làm từ 10/9 đến 31/10/2024",
    )
    assert reading.initiatives[0].get("period") == "từ 10/9 đến 31/10/2024"
    assert not reading.sure


def test_a_heading_of_two_kinds_says_neither() -> None:
    reading = only(
        header(),
        title("BẢNG ĐĂNG KÝ SÁNG KIẾN, CÁCH LÀM MỚI VỀ CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        grid(
            ("TT", "Tên sáng kiến, cách làm mới", "Người thực hiện"),
            ("1", "Ngày thứ Bảy vì học sinh", "Lò Thị Mẫu"),
        ),
    )
    assert reading.initiatives[0].get("type") is None


def test_labels_in_brackets_behind_a_name_in_quotation_marks() -> None:
    reading = only(
        header(),
        title("V/v đăng ký sáng kiến CCHC năm 2024"),
        "Trường THPT số 2 Bảo Thắng đăng ký các giải pháp, sáng kiến CCHC năm 2024 như sau:",
        "1. Giải pháp “Một lần khai, dùng nhiều nơi” (phụ trách: Đoàn Văn Hải; thời gian: 8/2024 - 10/2024)",
        "Nội dung: Thông tin học sinh chỉ khai một lần khi nhập học.",
        "2. Sáng kiến “Tủ hồ sơ màu” (phụ trách: Hoàng Thị Liễu, Lê Văn Dũng; thời gian: 9/2024)",
        "Nội dung: Phân màu bìa hồ sơ theo thời hạn bảo quản.",
    )
    assert [values(one, "owners", "period") for one in reading.initiatives] == [
        [("Đoàn Văn Hải",), "8/2024 - 10/2024"],
        [("Hoàng Thị Liễu", "Lê Văn Dũng"), "9/2024"],
    ]


def test_what_is_said_in_general_is_said_of_the_only_one() -> None:
    reading = only(
        header(),
        title("PHIẾU ĐĂNG KÝ", "Sáng kiến, giải pháp cải cách hành chính năm 2024"),
        text("I. THÔNG TIN CHUNG", bold=True),
        "Nhóm thực hiện: Triệu Thị Hương, Vàng A Pao",
        text("II. NỘI DUNG ĐĂNG KÝ", bold=True),
        "1. Tên giải pháp: Quản lý học sinh ra, vào trường bằng thẻ",
        "2. Cách thức thực hiện: Cấp cho mỗi học sinh một thẻ.",
    )
    assert reading.initiatives[0].get("owners") == ("Triệu Thị Hương", "Vàng A Pao")
    assert not reading.sure


def test_sentences_of_a_letter_that_look_like_labels() -> None:
    reading = only(
        header(),
        "Kính gửi: Phòng Tổ chức cán bộ",
        "Hưởng ứng phong trào cải cách hành chính năm 2024, trường xin đăng ký một giải pháp và một mô hình như sau.",
        "Giải pháp của chúng tôi là “Trả hồ sơ trong một buổi”, do đồng chí Má Thị Sao thực hiện từ tháng 8 năm 2024.",
        "Mô hình mang tên “Sáng thứ Sáu lắng nghe”, giao cho tổ Văn phòng phụ trách, bắt đầu từ ngày 06/9/2024.",
    )
    assert [values(one, "title", "owners", "period") for one in reading.initiatives] == [
        ["Trả hồ sơ trong một buổi", ("Má Thị Sao",), "từ tháng 8 năm 2024"],
        ["Sáng thứ Sáu lắng nghe", ("tổ Văn phòng",), "từ ngày 06/9/2024"],
    ]


def test_behind_a_post_that_is_asked_for_stands_where_somebody_works() -> None:
    reading = only(
        header(),
        title("MẪU ĐĂNG KÝ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        grid(
            ("Mục", "Nội dung kê khai"),
            ("Tên sáng kiến", "Chấm công bằng khuôn mặt đối với viên chức"),
            ("Tác giả, chức vụ", "Bà Trịnh Thị Hoa, Văn phòng Trung tâm"),
            ("Thời gian", "Quý III, IV năm 2024"),
        ),
    )
    assert reading.initiatives[0].get("owners") == ("Trịnh Thị Hoa",)
    assert not any("“Mục”" in doubt for doubt in reading.doubts)


def test_boxes_beside_a_label_nobody_knows() -> None:
    reading = only(
        header(),
        title("BẢN ĐĂNG KÝ", "Mô hình/giải pháp/sáng kiến cải cách hành chính năm 2024"),
        grid(
            ("Tên gọi", "Dự toán từ tổ chuyên môn, công khai hằng quý"),
            ("Là", "☐ Mô hình   ☒ Giải pháp   ☐ Sáng kiến"),
            ("Người chịu trách nhiệm", "Bà Nông Thị Quyên"),
            ("Thời gian thực hiện", "Tháng 9 đến tháng 12 năm 2024"),
        ),
    )
    assert reading.initiatives[0].get("type") == "giai-phap"


def test_an_aim_beside_the_contents_in_one_heading() -> None:
    reading = only(
        header(),
        title("MÔ HÌNH, GIẢI PHÁP CẢI CÁCH HÀNH CHÍNH ĐĂNG KÝ NĂM 2024"),
        grid(
            ("TT", "Tên mô hình, giải pháp", "Mục đích, nội dung chính", "Phụ trách", "Dự kiến hiệu quả"),
            ("1", "Một cửa điện tử", "Niêm yết và tiếp nhận qua trang thông tin", "Lù Thị Mẫu", "80% trực tuyến"),
            ("2", "Ký số mọi văn bản", "Phân loại văn bản ngay khi đến", "Lò Văn Mẫu", "100% đúng hạn"),
        ),
    )
    assert values(reading.initiatives[0], "content", "expected") == [
        "Niêm yết và tiếp nhận qua trang thông tin",
        "80% trực tuyến",
    ]


def test_a_name_under_a_label_that_only_resembles_the_one_above_is_asked_about() -> None:
    reading = only(
        header(day="ngày 29 tháng 10 năm 2024"),
        title("BÁO CÁO KẾT QUẢ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        "Tên sáng kiến: Sắp xếp lại kho hồ sơ",
        "Người thực hiện: Lưu Thị Nhài",
        "Kết quả đạt được: Đã xếp xong 5.760 bộ",
        "Tên nội dung đăg ký: Giao ban bằng bản đồ công việc",
        "Người thực hiện: Tẩn Láo Tả",
        "Kết quả đạt được: Duy trì được 6 tuần",
    )
    assert any("chỉ gần giống mục tên" in doubt for doubt in reading.doubts)


def test_a_name_that_ends_with_a_person_behind_a_colon_is_asked_about() -> None:
    reading = only(
        header(),
        title("ĐĂNG KÝ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        "Tên sáng kiến: Chi trả học bổng qua thẻ Kẻ gánh vác: Nguyễn Thị Lan Hương",
        "Nội dung: Mở thẻ cho 437 học sinh.",
    )
    assert any("người thực hiện" in doubt for doubt in reading.doubts)


def test_a_sentence_ends_a_name() -> None:
    assert people("đồng chí Nguyễn Quang Huy. Thời hạn: trước 30/9") == ("Nguyễn Quang Huy",)
    assert people("ThS. Nguyễn Văn Mẫu, TS. Lò Thị Mẫu") == ("Nguyễn Văn Mẫu", "Lò Thị Mẫu")
