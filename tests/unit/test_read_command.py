"""`mailbot read` keeps its promise: one object per path and line, whatever the path is."""

import json
from pathlib import Path

from mailbot.commands.read import read
from rules.document import ParsedDocument
from tests.unit.rules.papers import SCHOOL, campaign, document, grid, header, roster, text, title

KEYS = {"path", "documents", "submissions", "notes"}
LISTED = document(
    header(SCHOOL),
    title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024"),
    grid(("STT", "Tên sáng kiến", "Tác giả", "Lĩnh vực"), ("1", "Ngày không hẹn", "Nguyễn Văn An", "TTHC")),
    name="ds.docx",
)


def lines(paths: list[Path], parsed: ParsedDocument, *, as_json: bool = True) -> list[str]:
    return list(read(paths, as_json, campaign(), roster(), lambda name, content: parsed))


def test_a_file_is_one_object_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ds.docx"
    path.write_bytes(b"")
    (line,) = lines([path], LISTED)
    record = json.loads(line)
    assert set(record) == KEYS
    assert record["path"] == str(path)
    (document,) = record["documents"]
    assert document | {"reason": ""} == {"name": "ds.docx", "kind": "registration", "sha256": "", "reason": ""}
    (submission,) = record["submissions"]
    assert (submission["kind"], submission["unit"], submission["sure"]) == ("registration", "thpt-so-2-bao-thang", True)
    (initiative,) = submission["initiatives"]
    assert {code: initiative[code] for code in ("title", "type", "field", "owners", "period", "completion")} == {
        "title": "Ngày không hẹn",
        "type": "sang-kien",
        "field": "tthc",
        "owners": ["Nguyễn Văn An"],
        "period": None,
        "completion": None,
    }
    assert initiative["found"]["title"]["rule"].startswith("column")


def test_a_path_that_cannot_be_opened_is_one_unreadable_line(tmp_path: Path) -> None:
    record = json.loads(lines([tmp_path / "không có.docx"], LISTED)[0])
    assert record["documents"][0]["kind"] == "unreadable"
    assert record["submissions"] == []


def test_a_broken_file_does_not_stop_the_next(tmp_path: Path) -> None:
    good = tmp_path / "ds.docx"
    good.write_bytes(b"")
    records = [json.loads(line) for line in lines([tmp_path / "mất.docx", good], LISTED)]
    assert [len(record["submissions"]) for record in records] == [0, 1]


def test_a_person_reads_a_summary(tmp_path: Path) -> None:
    path = tmp_path / "ds.docx"
    path.write_bytes(b"")
    (summary,) = lines([path], LISTED, as_json=False)
    for words in ("Trường THPT số 2 huyện Bảo Thắng (chắc chắn)", "1. Ngày không hẹn", "Người thực hiện: Nguyễn Văn An",
                  "Lĩnh vực cải cách hành chính: Cải cách thủ tục hành chính",
                  "Văn bản – Ngày: 20/08/2024; cơ quan ban hành"):  # fmt: skip
        assert words in summary


def test_a_stamped_document_shows_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"")
    stamped = document(text("TUYỆT MẬT"), header(SCHOOL), title("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC"), name="x.docx")
    record = json.loads(lines([path], stamped)[0])
    assert record["secret"] == "TUYỆT MẬT"
    assert record["documents"] == record["submissions"] == []
