"""Excel files as units write them: layout R3 of a registration and B3 of a report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.demo.people import head_of
from mailbot.demo.script import Paper, Work
from mailbot.demo.units import unit
from mailbot.demo.wording import FIELDS, KINDS, long_date, owners, period, quoted_title, superior

_THIN = Border(left=Side("thin"), right=Side("thin"), top=Side("thin"), bottom=Side("thin"))
_R3 = ("TT", "Đơn vị", "Tên sáng kiến/giải pháp", "Họ và tên tác giả", "Chức vụ", "Lĩnh vực áp dụng",
       "Nội dung tóm tắt", "Thời gian áp dụng", "Kết quả dự kiến", "Ghi chú")  # fmt: skip
_B3 = ("TT", "Đơn vị", "Phân loại", "Tên mô hình, giải pháp, sáng kiến", "Tác giả", "Kết quả (Số liệu minh chứng)",
       "Mức độ hoàn thành", "Đề xuất khen thưởng (Tập thể/Cá nhân)", "Ghi chú")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Form:
    sheet: str
    title: str
    heads: tuple[str, ...]
    row: Callable[[int, str, Work, Paper], list[Any]]


def write(paper: Paper) -> bytes:
    """The bytes of an Excel paper."""
    book = Workbook()
    form = _FORMS[paper.layout]
    sheet: Worksheet = book.create_sheet(form.sheet)
    book.remove(book.worksheets[0])
    top = _head(sheet, paper, form.title, len(form.heads))
    _table(sheet, paper, form, top)
    _foot(sheet, paper, len(form.heads))
    _widths(sheet, len(form.heads))
    if "hidden" in paper.quirks:
        _old_list(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, paper: Paper, title: str, width: int) -> int:
    """The agency, the motto and the title in merged cells; the row of the column heads."""
    code = paper.parts[0][0]
    half = width // 2
    _merged(sheet, 1, 1, half, superior(code, paper.dated))
    _merged(sheet, 1, half + 1, width, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    own = unit(code).name.upper() if len(paper.parts) == 1 else f"CỤM TRƯỜNG THPT {unit(code).group.upper()}"
    _merged(sheet, 2, 1, half, own, bold=True)
    _merged(sheet, 2, half + 1, width, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _merged(sheet, 4, 1, width, title, bold=True)
    if "late-header" in paper.quirks:
        _merged(sheet, 5, 1, width, f"(Tính đến {long_date(paper.dated)})", italic=True)
        return 8
    return 6


def _table(sheet: Worksheet, paper: Paper, form: _Form, top: int) -> None:
    heads = form.heads
    _put(sheet, top, heads, bold=True)
    row, number = top + 1, 0
    if "numbered" in paper.quirks:
        _put(sheet, row, [f"({place})" for place in range(1, len(heads) + 1)])
        row += 1
    for code, found in paper.parts:
        first = row
        for work in found:
            number += 1
            _put(sheet, row, form.row(number, code, work, paper))
            row += 1
        if "merged-unit" in paper.quirks and len(found) > 1:
            for below in range(first + 1, row):
                sheet.cell(below, 2).value = None
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=2, end_column=2)


def _r3_row(number: int, code: str, work: Work, paper: Paper) -> list[Any]:
    when: Any = date(2024, work.months[0], 1) if "dates" in paper.quirks else period(work)
    people = "" if "no-owner" in paper.quirks else owners(work, "\n", roles=False)
    roles = "\n".join(person.role for person in work.owners if person.role)
    title = quoted_title(work) if "quoted" in paper.quirks else work.title
    return [number, unit(code).short, title, people, roles, FIELDS[work.field], work.content, when, work.expected, None]


def _b3_row(number: int, code: str, work: Work, paper: Paper) -> list[Any]:
    share: Any = f"{work.completion}%" if work.completion else "Đang thực hiện"
    if "real-percent" in paper.quirks and work.completion:
        share = work.completion / 100
    people = owners(work, "; ", roles=False)
    return [number, unit(code).short, KINDS[work.type], work.title, people, work.result, share, None, None]


_FORMS = {
    "R3": _Form("ĐK CCHC", "BIỂU ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024", _R3, _r3_row),
    "B3": _Form("Sheet1", "TỔNG HỢP KẾT QUẢ THỰC HIỆN MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CCHC NĂM 2024", _B3, _b3_row),
}


def _foot(sheet: Worksheet, paper: Paper, width: int) -> None:
    code = paper.parts[0][0]
    row = sheet.max_row + 2
    head = head_of(code, unit(code).kind)
    _merged(sheet, row, width - 3, width, f"Lào Cai, {long_date(paper.dated)}", italic=True)
    _merged(sheet, row + 1, 1, 4, "NGƯỜI LẬP", bold=True)
    _merged(sheet, row + 1, width - 3, width, "THỦ TRƯỞNG ĐƠN VỊ", bold=True)
    _merged(sheet, row + 5, width - 3, width, head.name, bold=True)


def _old_list(book: Workbook) -> None:
    """A hidden sheet left over from another year; nobody who opens the file sees it."""
    sheet = book.create_sheet("Năm 2022")
    for row in (_R3, (1, "", "Sổ theo dõi cũ năm 2022", "Nguyễn Công Bình", "Văn thư", "", "", "2022", "", "")):
        sheet.append(list(row))
    sheet.sheet_state = "hidden"


def _put(sheet: Worksheet, row: int, values: Sequence[Any], *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.font = Font(name="Times New Roman", size=12, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if bold else None)
        cell.border = _THIN
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        if isinstance(value, float):
            cell.number_format = "0%"


def _merged(
    sheet: Worksheet, row: int, first: int, last: int, text: str, *, bold: bool = False, italic: bool = False
) -> None:
    cell = sheet.cell(row, first, text)
    cell.font = Font(name="Times New Roman", size=13, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _widths(sheet: Worksheet, width: int) -> None:
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 6 if column == 1 else 24
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
