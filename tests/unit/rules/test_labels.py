"""What labels ask for, spelled and typed as people do, in the stage in which they stand."""

import pytest

from rules.papers.extract.cut import answers_in, bracketed, name_and_answers, split_labels, told_in
from rules.papers.extract.labels import HEADER, LabelBook, label_book, labels_of
from rules.papers.extract.lines import Line
from tests.unit.rules.papers import HERE, campaign


def asked(text: str, stage: str = "registration") -> str | None:
    label = label_book(campaign(), stage).match(text)
    return label.code or label.target if label and label.score >= HEADER else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tên mô hình, giải pháp, sáng kiến đã đăng ký", "title"),
        ("Tên SK, GP", "title"),
        ("Sáng kiến thứ nhất", "title"),
        ("Tênmô hình, giải pháp", "title"),
        ("3. Tên giải pháp:", "title"),
        ("Tác giả/nhóm tác giả, chức vụ", "owners"),
        ("Ngưòi thực hiên", "owners"),
        ("Đầu mối thực hiện", "owners"),
        ("LĨNH VỰC", "field"),
        ("Lĩnh vcự", "field"),
        ("Lĩnh ực CCHC", "field"),
        ("Loi hình đăng ký", "type"),
        ("Định lượng", None),
        ("Thuộc nội dung CCHC", "field"),
        ("Nội dung đã thực hiện", "content"),
        ("Mô tả giải pháp", "content"),
        ("Nội dung sáng kiến", "content"),
        ("Thoi gian thuc hien", "period"),
        ("Kết quả dự kiến đạt được", "expected"),
        ("Đơn vị đăng ký", "unit"),
        ("Số TT", "index"),
        ("Từ", "from"),
        ("Chức vụ", "ignored"),
        ("Sự cần thiết, mục đích của việc thực hiện sáng kiến", "ignored"),
        ("Số mô hình, giải pháp đã đăng ký", "ignored"),
        ("Đánh giá về phạm vi ảnh hưởng của sáng kiến", "ignored"),
        ("Khó khăn, vướng mắc", "difficulty"),
        ("Buổi họp của hội đồng", None),
        ("Sáng kiến trong cải cách hành chính", None),
    ],
)
def test_a_label_asks_for_a_field(text: str, code: str | None) -> None:
    assert asked(text) == code


def test_an_ambiguous_label_follows_the_stage() -> None:
    assert asked("Kết quả", "registration") == "expected"
    assert asked("Kết quả", "report") == "result"
    assert asked("Kết quả dự kiến", "report") == "ignored"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tên giải pháp", "giai-phap"),
        ("Tên mô hình/giải pháp", None),
        ("Tên SK, giải pháp", None),
        ("Cách làm hay", "cach-lam-hay"),
    ],
)
def test_a_label_that_names_one_kind_says_it(text: str, kind: str | None) -> None:
    label = label_book(campaign(), "registration").match(text)
    assert label
    assert (label.named[1] if label.named else None) == kind


def cut(text: str, lead: str = "") -> list[tuple[str | None, str]]:
    book: LabelBook = label_book(campaign(), "registration")
    pieces = split_labels(Line(text, HERE, lead_bold=lead), book)
    return [(label.code or label.target if label else None, value) for label, value in pieces]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Tên sáng kiến: Ngày không hẹn", [("title", "Ngày không hẹn")]),
        ("Tên sáng kiến ........ Ngày không hẹn", [("title", "........ Ngày không hẹn")]),
        ("Tên sáng kiến “Ngày không hẹn”", [("title", "“Ngày không hẹn”")]),
        ("Tác giả\tNguyễn Văn An", [("owners", "Nguyễn Văn An")]),
        ("Họ và tên: Nguyễn Văn An Chức vụ: Giáo viên", [("owners", "Nguyễn Văn An"), ("ignored", "Giáo viên")]),
        (
            "Giải pháp “A b”. Người phụ trách: Tổ Toán. Thời gian: T5",
            [(None, "Giải pháp “A b”."), ("owners", "Tổ Toán."), ("period", "T5")],
        ),
        ("Một câu không có nhãn: chỉ là lời văn", []),
        ("Nội dung: dạy thử ở lớp 9. Kết quả mong đợi: tốt", [("content", "dạy thử ở lớp 9."), ("expected", "tốt")]),
        ("Nội dung: dạy thử. 3. Kết quả mong đợi: tốt", [("content", "dạy thử."), ("expected", "tốt")]),
        ("Giải pháp “A b” (Người phụ trách: Tổ Toán)", [(None, "Giải pháp “A b”"), ("owners", "Tổ Toán")]),
    ],
)
def test_a_line_is_cut_at_its_labels(text: str, pieces: list[tuple[str | None, str]]) -> None:
    assert cut(text) == pieces


BOOK = label_book(campaign(), "registration")


@pytest.mark.parametrize(
    ("cell", "answers"),
    [
        ("- Nội dung: soạn tin mẫu\n- Kết quả mong đợi: không ai nhầm", ["content", "expected"]),
        ("Nội dung: soạn tin mẫu; Kết quả mong đợi: không ai nhầm", ["content", "expected"]),
        ("Nội dung: soạn tin mẫu", []),  # all of the cell, as its heading has it
        ("Nội dung: soạn tin mẫu\nvà gửi cho phụ huynh", []),
        ("Sáng: trực\nChiều: nghỉ", []),
        ("Kết quả mong đợi:\nNội dung:", []),
    ],
)
def test_a_cell_is_cut_where_labels_part_all_of_it(cell: str, answers: list[str]) -> None:
    assert [code for code, _ in answers_in(cell, BOOK)] == answers


@pytest.mark.parametrize(
    ("cell", "name", "answers"),
    [
        ("Xe thư viện\nTác giả: Bùi Văn Giỏi", "Xe thư viện", [("owners", "Bùi Văn Giỏi")]),
        ("Xe thư viện\nTác giả: A B; Thời gian: 9/2024", "Xe thư viện", [("owners", "A B"), ("period", "9/2024")]),
        ("Xe (tác giả: A B; thời gian: 9/2024)", "Xe", [("owners", "A B"), ("period", "9/2024")]),
        ("Xe thư viện (chức vụ: giáo viên)", "Xe thư viện", []),
        ("Xe thư viện (lớp 9: buổi sáng)", "Xe thư viện (lớp 9: buổi sáng)", []),
        ("Tác giả: Bùi Văn Giỏi", "Tác giả: Bùi Văn Giỏi", []),
        ("Xe thư viện\nvà tủ sách: cùng một nơi", "Xe thư viện\nvà tủ sách: cùng một nơi", []),
    ],
)
def test_labels_under_a_name_and_in_brackets_behind_it(cell: str, name: str, answers: list[tuple[str, str]]) -> None:
    assert name_and_answers(cell, BOOK) == (name, answers)


@pytest.mark.parametrize(
    "text", ["(tác giả: A B)", "Họp đứng (mỗi sáng)", "Họp đứng (tác giả: )", "Họp (tên sáng kiến: X)"]
)
def test_other_brackets_stay_where_they_are(text: str) -> None:
    assert bracketed(text, BOOK) == (text, ())


def test_brackets_are_cut_as_lines_are() -> None:
    name, inside = bracketed("Họp đứng (người thực hiện: Tổ Toán, thời gian: 9/2024).", BOOK)
    assert (name, list(told_in(inside))) == ("Họp đứng", [("owners", "Tổ Toán"), ("period", "9/2024")])


def test_a_bold_beginning_is_a_label() -> None:
    assert cut("Tác giả Nguyễn Văn An", lead="Tác giả") == [("owners", "Nguyễn Văn An")]


def test_a_field_that_has_one_label_of_a_group_has_them_all_but_those_of_other_fields() -> None:
    named = labels_of(campaign(), "owners")
    assert "Chủ nhiệm sáng kiến" in named and "Chủ nhiệm sáng kiến" not in campaign().field("owners").labels
    fields = tuple(
        spec.model_copy(update={"labels": ("Chủ nhiệm sáng kiến",)}) if spec.code == "content" else spec
        for spec in campaign().fields
    )
    claimed = campaign().model_copy(update={"fields": fields})
    assert "Chủ nhiệm sáng kiến" not in labels_of(claimed, "owners")
