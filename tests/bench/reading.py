"""What reading costs: files per second per format, the price of isolation, where the time goes, peak memory."""

import io
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from reportlab.pdfgen.canvas import Canvas

from mailbot.mail.message import read_mail
from mailbot.reading import codec, libreoffice, ocr
from mailbot.reading.sandbox import DirectReader, Sandbox
from tests.unit.reading.seeds import seeds

ROUNDS = 60


def letter() -> bytes:
    """A Word file as units send it: a page of text and a list of twelve initiatives."""
    document = docx.Document()
    for number in range(25):
        document.add_paragraph(f"{number}. Nhà trường triển khai nội dung đã đăng ký đúng tiến độ.")
    table = document.add_table(rows=13, cols=6)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Trả kết quả trong ngày"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(40):
        sheet.append(["1", "Một cửa học đường", "Lý Thị A", "Văn thư", 0.8, "Tháng 8/2024"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def page() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(40):
        canvas.drawString(72, 780 - 16 * number, f"{number}. Nha truong trien khai noi dung da dang ky dung tien do")
    canvas.save()
    return buffer.getvalue()


def samples() -> dict[str, tuple[bytes, int]]:
    """Format -> (a usual file, how often it is read)."""
    healthy = seeds()
    found = {
        "docx": (letter(), ROUNDS),
        "xlsx": (workbook(), ROUNDS),
        "pdf": (page(), ROUNDS // 3),
        "odt": (healthy["a.odt"], ROUNDS),
        "ods": (healthy["a.ods"], ROUNDS),
        "html": (healthy["a.html"], ROUNDS),
        "eml": (healthy["a.eml"], ROUNDS),
        "zip": (healthy["a.zip"], ROUNDS),
    }
    if libreoffice.available():
        found["doc"] = (libreoffice.convert(letter(), "docx", "doc"), 2)
        found["xls"] = (libreoffice.convert(workbook(), "xlsx", "xls"), ROUNDS)
        if ocr.available():
            found["jpg"] = (scan(libreoffice.convert(letter(), "docx", "pdf")), 2)
    return found


def scan(content: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    buffer = io.BytesIO()
    document[0].render(scale=200 / 72, grayscale=True).to_pil().save(buffer, "JPEG")
    document.close()
    return buffer.getvalue()


def seconds(read: Callable[[], object], rounds: int) -> float:
    """The median of several runs after one that warms up."""
    read()
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        read()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def main() -> None:
    direct = DirectReader(read_mail=read_mail)
    with Sandbox(read_mail=read_mail) as sandbox:
        begin = time.perf_counter()
        sandbox.parse("a.txt", b"x")
        print(f"start of the nursery with all readers: {time.perf_counter() - begin:.2f} s")
        empty = seconds(lambda: sandbox.parse("a.txt", b"x"), ROUNDS)
        print(f"a child for a file of one byte: {empty * 1000:.1f} ms")
        print(f"{'format':8}{'files/s in children':>22}{'ms':>9}{'ms direct':>11}{'isolation ms':>14}{'answer ms':>11}")
        for kind, (content, rounds) in samples().items():
            name = f"a.{kind}"
            isolated = seconds(lambda: sandbox.parse(name, content), rounds)  # noqa: B023 - called at once
            alone = seconds(lambda: direct.parse(name, content), rounds)  # noqa: B023
            document = direct.parse(name, content)
            sent = seconds(lambda: codec.load(codec.dump(document)), 5)  # noqa: B023
            figures = (1 / isolated, isolated * 1e3, alone * 1e3, (isolated - alone) * 1e3, sent * 1e3)
            print("{:8}{:>22.1f}{:>9.1f}{:>11.1f}{:>14.1f}{:>11.2f}".format(kind, *figures))
        if sandbox.nursery_pid is not None:
            print(f"memory of the nursery (shared with its children): {_peak(sandbox.nursery_pid)}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    below = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory: parent {own:.0f} MB, largest process below it {below:.0f} MB")


def _peak(pid: int) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
