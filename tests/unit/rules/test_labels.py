"""What labels ask for, spelled and typed as people do, in the stage in which they stand."""

import pytest

from rules.papers.extract.cut import split_labels
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
    ],
)
def test_a_line_is_cut_at_its_labels(text: str, pieces: list[tuple[str | None, str]]) -> None:
    assert cut(text) == pieces


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
