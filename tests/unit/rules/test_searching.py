"""What people type is found as it is meant, with accents and without."""

from pathlib import Path

import pytest

from rules.searching import asked, meets
from storage.search import Entry, SearchIndex

TEXTS = {
    1: "Bộ phận một cửa thân thiện của Trường THPT số 2 huyện Bảo Thắng",
    2: "Thu học phí không dùng tiền mặt, Nguyễn Thị Thuý",
    3: "Sổ theo dõi văn bản, thư đến có nhắc hạn; Đỗ Văn Đức",
}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("một cửa", {1}), ("mot cua", {1}), ("MỘT CỬA", {1}), ("bao thang so 2", {1}),
        ("thư", {3}), ("thu", {2, 3}), ("thuy", {2}), ("Thúy", {2}), ("Thuý", {2}), ("đức", {3}), ("duc", {3}),
        ("Do Van Duc", {3}), ("tiền m", {2}), ("tie", {2}), ("học phí nguyễn", {2}), ("mỗi", set()),
        ("phi hoc hoa", set()),
        ('một" OR bare:x', set()), ("*", set()), ("", set()), ("a" * 5000, set()),
    ],
)  # fmt: skip
def test_a_question_finds_what_has_all_its_words(tmp_path: Path, question: str, found: set[int]) -> None:
    index = SearchIndex(tmp_path / "search.db")
    index.put(TEXTS, [Entry(number, "item", text, "") for number, text in TEXTS.items()], 1)
    assert {one.mail for one in index.find(asked(question), 10)} == found
    assert {number for number, text in TEXTS.items() if question and meets(text, asked(question))} >= found


def test_what_is_put_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search.db")
    index.put([1], [Entry(1, "item", "Họp không giấy", "")], 3)
    index.put([1], [Entry(1, "item", "Số hóa hồ sơ", "")], 7)
    assert (index.find(asked("giấy"), 10), len(index.find(asked("hồ sơ"), 10)), index.mark()) == ([], 1, 7)


def test_a_broken_index_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    path.write_bytes(b"not a database" * 500)
    index = SearchIndex(path)
    assert index.mark() == 0
    index.put([1], [Entry(1, "item", "Họp không giấy", "")], 1)
    assert len(index.find(asked("hop"), 10)) == 1
