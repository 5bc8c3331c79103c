"""Readings that were sure and wrong once: either they are right now, or they say why a person should look."""

import pytest

from rules.campaign import Campaign
from rules.document import Block, ParsedDocument
from rules.initiative import Reading
from rules.papers.extract.cut import split_labels
from rules.papers.extract.labels import label_book
from rules.papers.extract.lines import Line
from tests.unit.rules.papers import (
    CODE,
    HERE,
    SCHOOL,
    body,
    campaign,
    document,
    found,
    grid,
    header,
    mail,
    read,
    text,
    title,
)

LISTED = ("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024")
REPORTED = ("BÁO CÁO", "Kết quả thực hiện mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024")
ONE, OTHER = "Sổ theo dõi bằng thẻ màu", "Bảng hỏi nhanh sau khi trả kết quả"


def registration(*blocks: Block | str | list[Block]) -> ParsedDocument:
    return document(header(SCHOOL), title(*LISTED), *blocks)


def report(*blocks: Block | str | list[Block]) -> ParsedDocument:
    return document(header(SCHOOL, "Số: 9/BC-THPTS2BT", day="ngày 29 tháng 10 năm 2024"), title(*REPORTED), *blocks)


def only(paper: ParsedDocument) -> Reading:
    (reading,) = read(paper).readings
    return reading


def titles(reading: Reading) -> list[str]:
    return [one.title for one in reading.initiatives]


# --- headings in capitals ----------------------------------------------------------------------------------------


def below(owner: str, result: str) -> list[Block]:
    return [text(f"Người phụ trách: {owner}"), text(f"Kết quả: {result}"), text("Tỷ lệ hoàn thành: 90%")]


@pytest.mark.parametrize(("bold", "centred"), [(True, False), (True, True), (False, False)])
def test_headings_in_capitals_without_a_number_name_initiatives(bold: bool, centred: bool) -> None:
    paper = report(
        text("II. KẾT QUẢ THỰC HIỆN", bold=True),
        text(ONE.upper(), bold=bold, centred=centred),
        below("Vũ Văn Mẫu", "12 sổ."),
        text(OTHER.upper(), bold=bold, centred=centred),
        below("Lự Thị Mẫu", "512 lượt."),
        text("III. TỒN TẠI, HẠN CHẾ", bold=True),
        "Không.",
    )
    reading = only(paper)
    values = found(read(paper))["report", CODE]
    assert titles(reading) == [ONE.upper(), OTHER.upper()]
    assert [each["owners"] for each in values.values()] == [("Vũ Văn Mẫu",), ("Lự Thị Mẫu",)]
    assert reading.sure


def test_a_single_heading_in_capitals_is_asked_about() -> None:
    reading = only(report(text(ONE.upper(), bold=True), below("Vũ Văn Mẫu", "12 sổ.")))
    assert titles(reading) == [ONE.upper()]
    assert reading.doubts == ("Tên được lấy từ một đề mục viết hoa.",)


@pytest.mark.parametrize("part", ["CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "KẾT QUẢ CHUNG"])
def test_parts_of_a_report_in_capitals_name_nothing(part: str) -> None:
    understanding = read(report(text(part, bold=True), "Nội dung: Rà soát 12 thủ tục.", "Kết quả: 118 hồ sơ."))
    assert understanding.readings == ()


def test_a_heading_that_names_a_group_is_asked_about() -> None:
    paper = report(*(item for who in ("TỔ VĂN PHÒNG", "TỔ NGỮ VĂN") for item in (text(who), *below("Vũ Mẫu", "Tốt."))))
    assert "Tên giống tên một bộ phận: “TỔ VĂN PHÒNG”." in only(paper).doubts


# --- abbreviations -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "value"),
    [
        ("T/g: Đào Văn Mẫu (GV Toán)", "owners", "Đào Văn Mẫu (GV Toán)"),
        ("TG: 9/2024 - 10/2024", "period", "9/2024 - 10/2024"),
        ("ND: Dùng mẫu có sẵn.", "content", "Dùng mẫu có sẵn."),
        ("LV: Thủ tục hành chính", "field", "Thủ tục hành chính"),
        ("KQ cần đạt: 90%", "expected", "90%"),
        ("ĐV: Trường THPT số 2 Bảo Thắng", "unit", "Trường THPT số 2 Bảo Thắng"),
        ("GV thực hiện: Đào Văn Mẫu", "owners", "Đào Văn Mẫu"),
        ("Mốc hoàn thành: 15/9/2024", "period", "15/9/2024"),
    ],
)
def test_abbreviated_labels_are_read_by_their_value(line: str, code: str, value: str) -> None:
    pieces = list(split_labels(Line(line, HERE), label_book(campaign(), "registration")))
    assert [(label.code if label else None, said) for label, said in pieces] == [(code, value)]


def test_an_abbreviation_that_fits_no_value_is_no_label() -> None:
    assert list(split_labels(Line("TG: chưa rõ", HERE), label_book(campaign(), "registration"))) == []


def test_small_labels_after_a_semicolon_end_the_title() -> None:
    paper = registration(f"1. Tên sáng kiến: {ONE}; tác giả: Lò Thị Mẫu; thời gian: 9/2024")
    assert found(read(paper))["registration", CODE] == {
        ONE: {"type": "sang-kien", "owners": ("Lò Thị Mẫu",), "period": "9/2024"}
    }


# --- several initiatives in one place ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        f"Mô hình “{ONE}”\nGiải pháp “{OTHER}”",
        f"Mô hình: {ONE}; Giải pháp: {OTHER}",
        f"Mô hình “{ONE}” và giải pháp “{OTHER}”",
    ],
)
def test_a_cell_that_names_two_gives_two_and_is_asked_about(written: str) -> None:
    reading = only(registration(grid(("STT", "Tên mô hình, giải pháp", "Tác giả"), ("1", written, "Lò Thị Mẫu"))))
    assert titles(reading) == [ONE, OTHER]
    assert [one.get("type") for one in reading.initiatives] == ["mo-hinh", "giai-phap"]
    assert not reading.sure


def test_lines_of_a_cell_that_may_be_several_names_are_asked_about() -> None:
    rows = (("STT", "Tên sáng kiến", "Tác giả"), ("1", f"{ONE}\n{OTHER}", "Lò Thị Mẫu"))
    assert not only(registration(grid(*rows))).sure


def test_a_label_below_a_title_in_its_cell_is_no_part_of_it() -> None:
    reading = only(
        registration(
            grid(("STT", "Tên sáng kiến/Tác giả", "Thời gian"), ("1", f"{ONE}\nTác giả: Lò Thị Mẫu", "9/2024"))
        )
    )
    assert [(one.title, one.get("owners")) for one in reading.initiatives] == [(ONE, ("Lò Thị Mẫu",))]
    assert reading.sure


def test_owners_beside_two_columns_of_titles_stay_with_their_own() -> None:
    rows = (("STT", "Mô hình", "Phụ trách", "Sáng kiến", "Tác giả"), ("1", ONE, "Lồ Thị Mẫu", OTHER, "Cháng Văn Mẫu"))
    reading = only(registration(grid(*rows)))
    assert [(one.title, one.get("owners")) for one in reading.initiatives] == [
        (ONE, ("Lồ Thị Mẫu",)),
        (OTHER, ("Cháng Văn Mẫu",)),
    ]


def test_a_label_twice_under_one_title_is_asked_about() -> None:
    paper = registration(f"Tên sáng kiến: {ONE}", "Tác giả: Lò Thị Mẫu", OTHER, "Tác giả: Má A Mẫu")
    assert "Một nhãn xuất hiện nhiều lần dưới cùng một tên, có thể đã gộp nhiều nội dung." in only(paper).doubts


def test_one_more_question_of_a_form_opens_no_initiative() -> None:
    paper = registration(
        f"1. Tên sáng kiến: {ONE}",
        "2. Tác giả: Lò Thị Mẫu",
        "3. Giải pháp: Chia ngăn theo ngày.",
        "4. Thời gian: 9/2024",
    )
    assert found(read(paper))["registration", CODE] == {
        ONE: {
            "type": "sang-kien",
            "owners": ("Lò Thị Mẫu",),
            "content": "Chia ngăn theo ngày.",
            "period": "9/2024",
        }
    }


def test_a_name_below_an_ordinal_is_its_title() -> None:
    paper = registration(
        text("Giải pháp 1", bold=True),
        f"Tên: {ONE}",
        "Tác giả: Lò Thị Mẫu",
        text("Giải pháp 2", bold=True),
        f"Tên: {OTHER}",
        "Tác giả: Má A Mẫu",
    )
    assert [(one.title, one.get("type")) for one in only(paper).initiatives] == [
        (ONE, "giai-phap"),
        (OTHER, "giai-phap"),
    ]


# --- rows --------------------------------------------------------------------------------------------------------

HEADS = ("STT", "Tên sáng kiến", "Tác giả")


def test_the_example_of_a_form_is_no_initiative() -> None:
    rows = (HEADS, ("VD", "Số hóa hồ sơ tuyển sinh", "Nguyễn Văn A"), ("1", ONE, "Lò Thị Mẫu"))
    assert titles(only(registration(grid(*rows)))) == [ONE]


@pytest.mark.parametrize(
    ("numbers", "doubt"),
    [
        (("1", ""), "Bảng có 01 dòng ghi tên mà không đánh số."),
        (("1", "3"), "Số thứ tự trong bảng nhảy từ 1 đến 3."),
    ],
)
def test_numbers_of_rows_that_do_not_agree_are_asked_about(numbers: tuple[str, str], doubt: str) -> None:
    rows = ((numbers[0], ONE, "Lò Thị Mẫu"), (numbers[1], OTHER, "Má A Mẫu"))
    assert only(registration(grid(HEADS, *rows))).doubts[:1] == (doubt,)


def test_a_table_without_any_number_is_sure() -> None:
    assert only(registration(grid(HEADS, ("", ONE, "Lò Thị Mẫu"), ("", OTHER, "Má A Mẫu")))).sure


def test_a_bare_one_among_percents_is_all_of_it() -> None:
    rows = (
        ("STT", "Tên sáng kiến", "Kết quả", "Hoàn thành"),
        ("1", ONE, "Tốt, đủ 12 sổ", "1"),
        ("2", OTHER, "512 lượt", "80%"),
    )
    assert [one.get("completion") for one in only(report(grid(*rows))).initiatives] == [100, 80]


def test_a_percent_sign_alone_heads_percents() -> None:
    rows = (("STT", "Tên sáng kiến", "Kết quả", "%"), ("1", ONE, "12 sổ", "95"))
    assert [one.get("completion") for one in only(report(grid(*rows))).initiatives] == [95]


# --- other years -------------------------------------------------------------------------------------------------


def test_a_column_of_another_year_says_nothing_of_this_one() -> None:
    heads = ("STT", "Tên sáng kiến", "Kết quả năm 2023", "Kết quả dự kiến năm 2024")
    reading = only(registration(grid(heads, ("1", ONE, "6 phiên", "12 phiên"))))
    assert [one.get("expected") for one in reading.initiatives] == ["12 phiên"]


def test_a_table_below_a_heading_of_another_year_is_not_read() -> None:
    paper = registration(
        text("1. Các sáng kiến đã thực hiện năm 2023", bold=True),
        grid(HEADS, ("1", ONE, "Lò Thị Mẫu")),
        text("2. Sáng kiến đăng ký năm 2024", bold=True),
        grid(HEADS, ("1", OTHER, "Má A Mẫu")),
    )
    assert titles(only(paper)) == [OTHER]


# --- what is no submission ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        f"Trường THPT số 2 Bảo Thắng xin gia hạn nộp báo cáo kết quả thực hiện sáng kiến “{ONE}” đến ngày 02/11/2024.",
        f"Dạ, trường sẽ nộp báo cáo kết quả thực hiện mô hình “{ONE}” trước ngày 31/10 ạ.",
    ],
)
def test_a_mail_that_promises_a_report_reports_nothing(said: str) -> None:
    assert read(body(said), mail("V/v nộp báo cáo sáng kiến CCHC")).readings == ()


def test_a_list_of_people_who_register_initiatives_is_a_registration() -> None:
    paper = document(
        header(SCHOOL),
        title("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
        grid(("STT", "Tập thể/Cá nhân", "Sáng kiến đăng ký", "Hoàn thành trong"), ("1", "Lò Thị Mẫu", ONE, "tháng 9")),
    )
    reading = only(paper)
    assert (reading.stage, reading.sure) == ("registration", True)
    assert [one.get("period") for one in reading.initiatives] == ["tháng 9"]


def test_the_campaign_knows_what_an_abbreviation_may_stand_for() -> None:
    """Every long form in the lexicon is a label of this campaign, or the abbreviation could never be read."""
    given: Campaign = campaign()
    book = label_book(given)
    assert all(book.abbreviated(short) for short in ("TG", "ND", "LV", "KQ", "HQ", "ĐV", "NTH", "TGTH", "TLHT"))


def test_a_post_for_a_person_is_asked_about() -> None:
    listed = grid(
        ("STT", "Tên giải pháp", "Người thực hiện"), ("1", "Họp không giấy", "Lý A Páo"), ("2", "Thẻ xe", "Kế toán")
    )
    heads = title("DANH SÁCH ĐĂNG KÝ GIẢI PHÁP CCHC NĂM 2024")
    (reading,) = read(document(header(), heads, listed)).readings
    assert reading.doubts[:1] == ("“Kế toán” là chức danh, không rõ là ai.",)
