import re
from pathlib import Path

import pytest

from mailbot.writing.samples import CAMPAIGN, ROSTER, orders_of
from mailbot.writing.template_check import GUIDE, check_templates
from mailbot.writing.workshop import SHIPPED, Workshop, template_name
from rules.letter_kind import KINDS, LetterKind, letter_kind


def _edited(folder: Path, name: str, old: str, new: str) -> Path:
    source = (SHIPPED / name).read_text(encoding="utf-8")
    assert old in source
    (folder / name).write_text(source.replace(old, new), encoding="utf-8")
    return folder / name


def test_the_shipped_templates_have_no_problem() -> None:
    assert check_templates(()) == ()


def test_a_folder_that_does_not_exist_has_no_problem(tmp_path: Path) -> None:
    assert check_templates((tmp_path / "templates",)) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "what", "remedy"),
    [
        ("receipt.vi.txt", "{{ arrived }}", "{{ arrived }}{{ arived }}", "không có biến “arived”", "“arrived”"),
        ("_part.vi.txt", "{{ part.count }}", "{{ part.cuont }}", "không có biến “cuont”", "“count”"),
        ("_attention.vi.txt", 'one.late | map(attribute="name")', 'one.late | map(attribute="nam")', "“nam”", "“name”"),
        (
            "_owed.vi.txt",
            "{{ registered | counted }}",
            "{{ registred | counted }}",
            "không có biến “registred”",
            "“registered”",
        ),
        ("held.vi.txt", "{{ tries }}", "{{ tries", "sai cú pháp", "{{ }}"),
        ("overdue.vi.txt", "{% if office_waits %}", "", "sai cú pháp", "{% endif %}"),
        ("_zalo.vi.txt", "| length <= 20", "| lenght <= 20", "không có bộ lọc “lenght”", "sửa dòng này"),
        ("held.vi.txt", '"_office_end.vi.txt"', '"_office_ende.vi.txt"', "không thấy tệp", "sửa tên tệp"),
        ("junk.vi.txt", "{{ received }}", "{{ received + 1 }}", "không tính được giá trị", "xóa tệp"),
        ("_layout.vi.html", "{{ office.agency }}", "{{ office.agensy }}", "“agensy”", "sửa dòng này"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_remedy(
    tmp_path: Path, name: str, old: str, new: str, what: str, remedy: str
) -> None:
    file = _edited(tmp_path, name, old, new)
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [problem for problem in check_templates((tmp_path,)) if what in problem.what]
    assert found
    assert {problem.file for problem in found} == {str(file)}
    line = found[0].line
    assert line is not None
    assert not new or new.splitlines()[0] in lines[line - 1] or "sai cú pháp" in what
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("kind", "old", "name"),
    [
        ("reminder", "{{ deadline }}", "deadline"),
        ("announcement", "{{ batch }}", "batch"),
        ("closing", "closed", "closed"),
    ],
)
def test_a_template_that_lost_what_its_letter_is_for_is_told(tmp_path: Path, kind: str, old: str, name: str) -> None:
    _edited(tmp_path, template_name(letter_kind(kind)), old, "current" if old == "closed" else "...")
    assert any(f"thiếu biến “{name}”" in problem.what for problem in check_templates((tmp_path,)))


def test_a_file_that_no_letter_uses_is_told_with_the_name_it_should_have(tmp_path: Path) -> None:
    (tmp_path / "reciept.vi.txt").write_text("Tiêu đề: a\n", encoding="utf-8")
    (problem,) = check_templates((tmp_path,))
    assert "receipt.vi.txt" in problem.remedy


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "held.vi.txt").write_bytes("Tiêu đề: thư\n".encode("utf-16"))
    (problem,) = check_templates((tmp_path,))
    assert "UTF-8" in problem.remedy


def test_a_letter_without_a_subject_is_told(tmp_path: Path) -> None:
    (tmp_path / "held.vi.txt").write_text("Kính gửi phòng\n{{ arrival.sender }}\n", encoding="utf-8")
    (problem,) = check_templates((tmp_path,))
    assert (problem.line, problem.what) == (1, "thiếu tiêu đề thư")


def test_a_template_cannot_reach_into_the_program(tmp_path: Path) -> None:
    (tmp_path / "held.vi.txt").write_text("Tiêu đề: a\n{{ arrival.__class__.__mro__ }}\n", encoding="utf-8")
    assert any(problem.line == 2 for problem in check_templates((tmp_path,)))


def test_all_mistakes_of_all_templates_are_told_at_once(tmp_path: Path) -> None:
    _edited(tmp_path, "receipt.vi.txt", "{{ arrived }}", "{{ arived }}")
    _edited(tmp_path, "held.vi.txt", "{{ tries }}", "{{ trys }}")
    assert len({problem.file for problem in check_templates((tmp_path,))}) == 2


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_the_guide_names_everything_a_template_may_use(kind: LetterKind) -> None:
    guide = set(re.findall(r"\w+", (SHIPPED / GUIDE).read_text(encoding="utf-8")))
    workshop = Workshop((SHIPPED,))
    names = {name for order in orders_of(kind) for name in workshop.context(order, CAMPAIGN, ROSTER)}
    assert names <= guide
