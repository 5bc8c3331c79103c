"""What understanding costs: an ordinary Word file, and lists from 1,000 to 20,000 rows (processor time): of all units,
of one, with titles that begin like labels, of what was reached, and of another business.
"""

import gc
import random
import time
from collections.abc import Iterator, Sequence

from mailbot.reading.files import parse_file
from rules.document import Cell, ParsedDocument, Table, Text, Where
from rules.papers.understand import understand
from tests.bench.corpus import registration
from tests.seasons import shipped_campaign, shipped_roster

WORD_FILES = 100
ROWS = (1_000, 5_000, 20_000)
CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
HEADINGS = (
    "STT",
    "Đơn vị",
    "Tên mô hình, giải pháp, sáng kiến",
    "Người thực hiện",
    "Nội dung",
    "Thời gian thực hiện",
    "Lĩnh vực",
)
VERBS = ("Số hóa", "Rút gọn", "Theo dõi", "Công khai", "Tra cứu", "Nhắc hạn", "Tiếp nhận", "Kiểm tra")
THINGS = ("hồ sơ học sinh", "lịch tiếp dân", "sổ văn bản đến", "đơn xin nghỉ học", "giấy xác nhận", "phiếu mượn sách")
MEANS = ("bằng mã QR", "qua bảng tính dùng chung", "theo thẻ màu", "bằng tin nhắn soạn sẵn", "ngay trong ngày")
LABELS = ("Hộp thư góp ý", "Kết quả số", "Thời gian vàng", "Nội dung xanh", "Người thực hiện mẫu", "Đơn vị kiểu mẫu")
TITLE = "DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"
REPORT = "BÁO CÁO KẾT QUẢ THỰC HIỆN MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"
REACHED = {"Nội dung": "Kết quả đạt được", "Thời gian thực hiện": "Mức độ hoàn thành"}
NAMES = ("Lò Thị", "Vàng Văn", "Nguyễn Thu", "Trần Quốc", "Lý A", "Hoàng Minh")
AREAS = ("Cải cách thủ tục hành chính", "Xây dựng chính quyền điện tử", "Cải cách chế độ công vụ")


def word_file(number: int) -> ParsedDocument:
    """One registration as units send it, no two alike."""
    units = tuple(ROSTER)
    content = registration(number, units[number % len(units)].name)
    return parse_file(f"dang-ky-{number}.docx", content)


def long_list(rows: int) -> ParsedDocument:
    """A sheet of seven columns on which all units are listed; every title and every content stands there once."""
    return _sheet(TITLE, [HEADINGS, *_lines(rows)])


def list_of_one_unit(rows: int) -> ParsedDocument:
    """The same without the column that says whose each row is."""
    return _sheet(TITLE, [line[:1] + line[2:] for line in (HEADINGS, *_lines(rows))])


def list_like_labels(rows: int) -> ParsedDocument:
    """The same; each title begins with words that are a label elsewhere, as the labels of a form do in its rows."""
    draw = random.Random(rows)
    titled = ((*line[:2], f"{draw.choice(LABELS)} {line[2].lower()}", *line[3:]) for line in _lines(rows))
    return _sheet(TITLE, [line[:1] + line[2:] for line in (HEADINGS, *titled)])


def report_of_all_units(rows: int) -> ParsedDocument:
    """What came of it, in a list of all units."""
    draw = random.Random(rows)
    headings = tuple(REACHED.get(heading, heading) for heading in HEADINGS)
    return _sheet(REPORT, [headings, *((*line[:5], f"{draw.randint(60, 100)}%", line[6]) for line in _lines(rows))])


def list_of_other_business(rows: int) -> ParsedDocument:
    """Rows under headings that say nothing to us, on a paper that does not say what it is."""
    headings = ("STT", "Gọi là gì", "Ai lo", "Làm ra sao", "Bao giờ", "Mảng")
    return _sheet("DANH SÁCH", [headings, *(line[:1] + line[2:] for line in _lines(rows))])


LISTS = (
    ("of all units", long_list, ROWS),
    ("of one unit", list_of_one_unit, ROWS),
    ("with titles like labels", list_like_labels, ROWS),
    ("of what all units reached", report_of_all_units, ROWS),
    ("of another business", list_of_other_business, ROWS[:1]),
)


def _sheet(title: str, lines: Sequence[tuple[str, ...]]) -> ParsedDocument:
    table = Table(tuple(tuple(_cells(line, row)) for row, line in enumerate(lines, 2)), _at("A2"))
    return ParsedDocument("danh-sach.xlsx", "xlsx", blocks=(Text(title, _at("A1"), bold=True, centred=True), table))


def _lines(rows: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(rows)
    units = [unit.name for unit in ROSTER]
    return (_line(number, draw, units) for number in range(1, rows + 1))


def _line(number: int, draw: random.Random, units: list[str]) -> tuple[str, ...]:
    title = f"{draw.choice(VERBS)} {draw.choice(THINGS)} {draw.choice(MEANS)} ở tổ {number}"
    content = f"{draw.choice(VERBS)} {draw.choice(THINGS)} để ai cũng tra được {draw.choice(THINGS)}, đợt {number}"
    who = f"{draw.choice(NAMES)} {draw.choice(('Mẫu', 'Hà', 'Sơn'))} {draw.choice(('An', 'Lan', 'Tùng'))}"
    return str(number), draw.choice(units), title, who, content, f"Tháng {draw.randint(3, 11)}/2024", draw.choice(AREAS)


def _cells(line: tuple[str, ...], row: int) -> Iterator[Cell]:
    yield from (Cell(text, _at(f"{chr(65 + column)}{row}")) for column, text in enumerate(line))


def _at(cell: str) -> Where:
    return Where("danh-sach.xlsx", "trang tính ĐK", f"ô {cell}")


def processor_seconds(*documents: ParsedDocument, taken_for_ours: bool = True) -> float:
    """Of understanding them one after the other, without collections, as in the child that prepares a mail."""
    gc.collect()
    gc.disable()
    begin = time.process_time()
    found = [understand((document,), CAMPAIGN, ROSTER) for document in documents]
    taken = time.process_time() - begin
    gc.enable()
    assert all(bool(one.readings) is taken_for_ours for one in found)
    return taken


def main() -> None:
    files = [word_file(number) for number in range(WORD_FILES)]
    first = processor_seconds(files[0])
    print(f"the first Word file of a process: {first * 1000:.0f} ms; another one: ", end="")
    print(f"{processor_seconds(*files[1:]) / (WORD_FILES - 1) * 1000:.1f} ms (wanted: at most 10)")
    for name, made, lengths in LISTS:
        for rows in lengths:
            taken = processor_seconds(made(rows), taken_for_ours=made is not list_of_other_business)
            wanted = " (wanted: at most 5 s)" if rows == max(ROWS) else ""
            print(f"a list of {rows:,} rows {name}: {taken:.2f} s, {taken / rows * 1e6:.0f} µs a row{wanted}")


if __name__ == "__main__":
    main()
