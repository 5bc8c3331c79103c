"""What understanding costs: an ordinary Word file, and lists from 1,000 to 20,000 rows (processor time)."""

import gc
import random
import time
from collections.abc import Iterator

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
NAMES = ("Lò Thị", "Vàng Văn", "Nguyễn Thu", "Trần Quốc", "Lý A", "Hoàng Minh")
AREAS = ("Cải cách thủ tục hành chính", "Xây dựng chính quyền điện tử", "Cải cách chế độ công vụ")


def word_file(number: int) -> ParsedDocument:
    """One registration as units send it, no two alike."""
    units = tuple(ROSTER)
    content = registration(number, units[number % len(units)].name)
    return parse_file(f"dang-ky-{number}.docx", content)


def long_list(rows: int) -> ParsedDocument:
    """A sheet of seven columns on which all units are listed; every title and every content stands there once."""
    draw = random.Random(rows)
    units = [unit.name for unit in ROSTER]
    lines = [HEADINGS, *(_line(number, draw, units) for number in range(1, rows + 1))]
    table = Table(tuple(tuple(_cells(line, row)) for row, line in enumerate(lines, 2)), _at("A2"))
    title = "DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"
    return ParsedDocument("danh-sach.xlsx", "xlsx", blocks=(Text(title, _at("A1"), bold=True, centred=True), table))


def _line(number: int, draw: random.Random, units: list[str]) -> tuple[str, ...]:
    title = f"{draw.choice(VERBS)} {draw.choice(THINGS)} {draw.choice(MEANS)} ở tổ {number}"
    content = f"{draw.choice(VERBS)} {draw.choice(THINGS)} để ai cũng tra được {draw.choice(THINGS)}, đợt {number}"
    who = f"{draw.choice(NAMES)} {draw.choice(('Mẫu', 'Hà', 'Sơn'))} {draw.choice(('An', 'Lan', 'Tùng'))}"
    return str(number), draw.choice(units), title, who, content, f"Tháng {draw.randint(3, 11)}/2024", draw.choice(AREAS)


def _cells(line: tuple[str, ...], row: int) -> Iterator[Cell]:
    yield from (Cell(text, _at(f"{chr(65 + column)}{row}")) for column, text in enumerate(line))


def _at(cell: str) -> Where:
    return Where("danh-sach.xlsx", "trang tính ĐK", f"ô {cell}")


def processor_seconds(*documents: ParsedDocument) -> float:
    """Of understanding them one after the other, without collections, as in the child that prepares a mail."""
    gc.collect()
    gc.disable()
    begin = time.process_time()
    found = [understand((document,), CAMPAIGN, ROSTER) for document in documents]
    taken = time.process_time() - begin
    gc.enable()
    assert all(one.readings for one in found)
    return taken


def main() -> None:
    files = [word_file(number) for number in range(WORD_FILES)]
    first = processor_seconds(files[0])
    print(f"the first Word file of a process: {first * 1000:.0f} ms; another one: ", end="")
    print(f"{processor_seconds(*files[1:]) / (WORD_FILES - 1) * 1000:.1f} ms (wanted: at most 10)")
    for rows in ROWS:
        taken = processor_seconds(long_list(rows))
        wanted = " (wanted: at most 5 s)" if rows == max(ROWS) else ""
        print(f"a list of {rows:,} rows: {taken:.2f} s, {taken / rows * 1e6:.0f} µs a row{wanted}")


if __name__ == "__main__":
    main()
