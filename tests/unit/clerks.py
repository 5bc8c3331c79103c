"""Ten lists of units as ten clerks keep them, written before the reader was looked at. All people are invented."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person who looks at the list would copy out of it."""

    name: str
    kind: str
    addresses: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ClerksList:
    file: str
    content: bytes
    units: tuple[Kept, ...]


def _filled(sheet: Worksheet, rows: Rows, merged: Sequence[str] = ()) -> None:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)


def excel(*sheets: tuple[str, Rows, Sequence[str]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows, merged in sheets:
        _filled(book.create_sheet(title), rows, merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _word(rows: Sequence[Sequence[str]], merged_rows: Sequence[int]) -> bytes:
    document = docx.Document()
    document.add_paragraph("DANH SÁCH ĐẦU MỐI CẢI CÁCH HÀNH CHÍNH")
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
        if number in merged_rows:
            table.cell(number, 0).merge(table.cell(number, len(row) - 1))
    document.add_paragraph("NGƯỜI LẬP BIỂU")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _annex() -> ClerksList:
    """An annex to an official letter: merged titles, a header of two rows, sections, a total, signatures."""
    rows: Rows = [
        ["SỞ GIÁO DỤC VÀ ĐÀO TẠO", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None, None],
        ["PHÒNG TỔ CHỨC CÁN BỘ", None, None, "Độc lập - Tự do - Hạnh phúc", None, None],
        [],
        ["DANH SÁCH CÁC ĐƠN VỊ THỰC HIỆN PHONG TRÀO THI ĐUA", None, None, None, None, None],
        ["(Kèm theo Công văn số 123/SGDĐT-TCCB ngày 05/3/2024)", None, None, None, None, None],
        ["TT", "Tên đơn vị", "Thông tin liên hệ", None, None, "Ghi chú"],
        [None, None, "Email", "Điện thoại", "Thủ trưởng", None],
        ["I", "CÁC PHÒNG THUỘC SỞ", None, None, None, None],
        [1, "Văn phòng Sở", "vanphong@so.vn", "0214 3820 111", "Nguyễn Văn Mẫu", None],
        [2, "Phòng Giáo dục Trung học", "gdtrh@so.vn", "0214 3820 112", "Trần Thị Mẫu", None],
        ["II", "CÁC TRƯỜNG THPT", None, None, None, None],
        [3, "Trường THPT Mẫu Một", "mau1@so.vn", "0214 3820 113", "Lê Văn Mẫu", "Mới sáp nhập"],
        [4, "Trường PTDTNT THCS&THPT Mẫu Hai", "mau2@so.vn", 2143820114, "Lò Thị Mẫu", None],
        [None, "Tổng cộng: 04 đơn vị", None, None, None, None],
        [],
        [None, None, None, "Lào Cai, ngày 05 tháng 3 năm 2024", None, None],
        [None, "NGƯỜI LẬP BIỂU", None, "TRƯỞNG PHÒNG", None, None],
        [None, "Vũ Thị Mẫu", None, "Đỗ Văn Mẫu", None, None],
    ]
    merged = ["A1:C1", "D1:F1", "A4:F4", "A5:F5", "A6:A7", "B6:B7", "C6:E6", "F6:F7", "B8:F8", "B11:F11", "B14:F14"]
    return ClerksList(
        "phu-luc.xlsx",
        excel(("Phụ lục", rows, merged)),
        (
            Kept("Văn phòng Sở", "phong", ("vanphong@so.vn",), "0214 3820 111"),
            Kept("Phòng Giáo dục Trung học", "phong", ("gdtrh@so.vn",), "0214 3820 112"),
            Kept("Trường THPT Mẫu Một", "truong", ("mau1@so.vn",), "0214 3820 113"),
            Kept("Trường PTDTNT THCS&THPT Mẫu Hai", "truong", ("mau2@so.vn",), "02143820114"),
        ),
    )


def _contacts() -> ClerksList:
    """A list of contact persons with everything in the cells that a clerk notes there."""
    rows: Rows = [
        ["DANH SÁCH ĐẦU MỐI"],
        ["STT", "Đơn vị", "Họ tên đầu mối", "Chức vụ", "Số ĐT", "Địa chỉ email"],
        [1, "Trường THPT Mẫu Một (địa chỉ mới)", "Giàng A Mẫu", "Văn thư", "0912.000.111", "Email: mau1@so.vn"],
        [2, "Trường THPT Mẫu Hai", "Vàng Thị Mẫu", "P. Hiệu trưởng", "912000112", "mau2@so.vn / mau2@gmail.com"],
        [3, "Trung tâm GDTX tỉnh", "Lý Văn Mẫu", "Giáo viên", "0912000113", "gdtx@so.vn\ngdtx.tinh@gmail.com"],
        [4, "Thanh tra Sở", "", "", "", "thanhtra@so.vn;  thanhtra2@so.vn."],
        [5, "Phòng KHTC", "Bùi Thị Mẫu", "Chuyên viên", "", "(chưa có)"],
        ["", "TỔNG CỘNG", "", "", "", "5"],
    ]
    return ClerksList(
        "dau-moi.xlsx",
        excel(("Sheet1", rows, ["A1:F1"])),
        (
            Kept("Trường THPT Mẫu Một", "truong", ("mau1@so.vn",), "0912.000.111"),
            Kept("Trường THPT Mẫu Hai", "truong", ("mau2@so.vn", "mau2@gmail.com"), "0912000112"),
            Kept("Trung tâm GDTX tỉnh", "trung-tam", ("gdtx@so.vn", "gdtx.tinh@gmail.com"), "0912000113"),
            Kept("Thanh tra Sở", "phong", ("thanhtra@so.vn", "thanhtra2@so.vn")),
            Kept("Phòng KHTC", "phong"),
        ),
    )


def _capitals() -> ClerksList:
    """Everything in capitals, numbered in Roman numerals, abbreviated."""
    rows: Rows = [
        ["STT", "TÊN ĐƠN VỊ", "HÒM THƯ ĐIỆN TỬ", "SỐ ĐIỆN THOẠI LIÊN HỆ"],
        ["I", "P. TCCB", "TCCB@SO.VN", "02143820001"],
        ["II", "VP SỞ", "VP@SO.VN", "02143820002"],
        ["III", "THPT MẪU MỘT", "MAU1@SO.VN", "02143820003"],
        ["IV", "PTDTNT MẪU HAI", "MAU2@SO.VN", ""],
        ["V", "TT GDNN-GDTX MẪU BA", "MAU3@SO.VN", "02143820005"],
    ]
    return ClerksList(
        "DANH SACH.xlsx",
        excel(("DS", rows, ())),
        (
            Kept("P. TCCB", "phong", ("tccb@so.vn",), "02143820001"),
            Kept("VP SỞ", "phong", ("vp@so.vn",), "02143820002"),
            Kept("THPT MẪU MỘT", "truong", ("mau1@so.vn",), "02143820003"),
            Kept("PTDTNT MẪU HAI", "truong", ("mau2@so.vn",)),
            Kept("TT GDNN-GDTX MẪU BA", "trung-tam", ("mau3@so.vn",), "02143820005"),
        ),
    )


def _saved_as_text() -> ClerksList:
    """Saved from Excel as text with semicolons; phone numbers lost their zero, empty columns lie between."""
    text = (
        "DANH BẠ CÁC ĐƠN VỊ TRỰC THUỘC;;;;;\n;;;;;\n"
        "TT;;Tên cơ quan, đơn vị;;E-mail công vụ;ĐT cơ quan\n"
        "A;;Khối phòng;;;\n"
        "1;;Phòng Chính trị, tư tưởng;;cttt@so.vn;2143820001\n"
        "B;;Khối trường;;;\n"
        "1;;Trường Cao đẳng Sư phạm Mẫu;;cdsp@so.vn;2143820002\n"
        "2;;Trường THPT Chuyên Mẫu;;chuyen@so.vn, vanthu@chuyen.vn;2143820003\n"
        ";;Cộng;;;3\n"
    )
    return ClerksList(
        "danh-ba.csv",
        text.encode("utf-8-sig"),
        (
            Kept("Phòng Chính trị, tư tưởng", "phong", ("cttt@so.vn",), "02143820001"),
            Kept("Trường Cao đẳng Sư phạm Mẫu", "truong", ("cdsp@so.vn",), "02143820002"),
            Kept("Trường THPT Chuyên Mẫu", "truong", ("chuyen@so.vn", "vanthu@chuyen.vn"), "02143820003"),
        ),
    )


def _several_sheets() -> ClerksList:
    """Departments on one sheet, schools on another, a page of notes before them."""
    rooms: Rows = [["STT", "Phòng", "Email"], [1, "Phòng Tổ chức cán bộ", "tccb@so.vn"], [2, "Thanh tra", "ttr@so.vn"]]
    schools: Rows = [
        ["Các trường trực thuộc"],
        ["STT", "Trường", "Hiệu trưởng", "Email", "SĐT"],
        [1, "THPT số 1 Mẫu", "Hoàng Văn Mẫu", "so1@so.vn", "0912 000 001"],
        [2, "THPT số 2 Mẫu", "Hoàng Thị Mẫu", "so2@so.vn", "0912 000 002"],
    ]
    notes: Rows = [["Cập nhật lần cuối: 12/3/2024"], ["Người cập nhật: Vũ Thị Mẫu"]]
    return ClerksList(
        "nhieu-trang.xlsx",
        excel(("Ghi chú", notes, ()), ("Phòng", rooms, ()), ("Trường", schools, ["A1:E1"])),
        (
            Kept("Phòng Tổ chức cán bộ", "phong", ("tccb@so.vn",)),
            Kept("Thanh tra", "phong", ("ttr@so.vn",)),
            Kept("THPT số 1 Mẫu", "truong", ("so1@so.vn",), "0912 000 001"),
            Kept("THPT số 2 Mẫu", "truong", ("so2@so.vn",), "0912 000 002"),
        ),
    )


def _by_district() -> ClerksList:
    """Grouped by district; the number stands before the name in one cell; two pages, so the header comes twice."""
    header = ["Tên trường", "Địa chỉ", "Điện thoại", "Email"]
    rows: Rows = [
        ["DANH SÁCH TRƯỜNG THPT THEO ĐỊA BÀN"],
        header,
        ["1. Huyện Mẫu Thắng"],
        ["1.1. Trường THPT số 1 Mẫu Thắng", "TT Mẫu Lu", "0214.3.862.001", "so1mt@so.vn"],
        ["1.2. Trường THPT số 2 Mẫu Thắng", "Xã Mẫu Hà", "0214.3.862.002", "so2mt@so.vn"],
        header,
        ["2. Thị xã Mẫu Pa"],
        ["2.1. Trường THPT số 1 Mẫu Pa", "P. Mẫu Pa", "0214.3.871.001", "so1mp@so.vn"],
        ["Tổng số: 3 trường"],
    ]
    return ClerksList(
        "theo-dia-ban.xlsx",
        excel(("THPT", rows, ["A1:D1", "A3:D3", "A7:D7", "A9:D9"])),
        (
            Kept("Trường THPT số 1 Mẫu Thắng", "truong", ("so1mt@so.vn",), "0214.3.862.001"),
            Kept("Trường THPT số 2 Mẫu Thắng", "truong", ("so2mt@so.vn",), "0214.3.862.002"),
            Kept("Trường THPT số 1 Mẫu Pa", "truong", ("so1mp@so.vn",), "0214.3.871.001"),
        ),
    )


def _in_word() -> ClerksList:
    """A table in Word, with sections as merged rows."""
    rows = [
        ["Số TT", "Tên đơn vị", "Thư điện tử", "Số điện thoại"],
        ["I. CÁC PHÒNG CHUYÊN MÔN, NGHIỆP VỤ", "", "", ""],
        ["1", "Phòng Quản lý chất lượng", "qlcl@so.vn", "0214 382 0001"],
        ["II. CÁC ĐƠN VỊ TRỰC THUỘC", "", "", ""],
        ["2", "Trường THPT Mẫu", "thptmau@so.vn", "0214 382 0002"],
        ["3", "Trung tâm Ngoại ngữ - Tin học", "nnth@so.vn", ""],
    ]
    return ClerksList(
        "danh-sach.docx",
        _word(rows, (1, 3)),
        (
            Kept("Phòng Quản lý chất lượng", "phong", ("qlcl@so.vn",), "0214 382 0001"),
            Kept("Trường THPT Mẫu", "truong", ("thptmau@so.vn",), "0214 382 0002"),
            Kept("Trung tâm Ngoại ngữ - Tin học", "trung-tam", ("nnth@so.vn",)),
        ),
    )


def _one_contact_column() -> ClerksList:
    """Telephone and e-mail in one column."""
    rows: Rows = [
        ["TT", "Đơn vị báo cáo", "Liên hệ"],
        ["(1)", "(2)", "(3)"],
        [1, "Trường THPT Mẫu Một", "ĐT: 0214 3820 001; Email: mau1@so.vn"],
        [2, "Trường THPT Mẫu Hai", "Email: mau2@so.vn - ĐT 0912000222"],
        [3, "Ban Quản lý dự án Mẫu", "bql@so.vn"],
    ]
    return ClerksList(
        "lien-he.xlsx",
        excel(("Sheet1", rows, ())),
        (
            Kept("Trường THPT Mẫu Một", "truong", ("mau1@so.vn",), "0214 3820 001"),
            Kept("Trường THPT Mẫu Hai", "truong", ("mau2@so.vn",), "0912000222"),
            Kept("Ban Quản lý dự án Mẫu", "phong", ("bql@so.vn",)),
        ),
    )


def _two_persons() -> ClerksList:
    """Two contact persons a unit: the name is merged over both rows, each has an address."""
    rows: Rows = [
        ["STT", "Tên đơn vị", "Cán bộ phụ trách", "Email", "SĐT"],
        [1, "Trường THPT Mẫu Một", "Phàn A Mẫu", "a.mau1@so.vn", "0912000001"],
        [None, None, "Phàn B Mẫu", "b.mau1@so.vn", "0912000009"],
        [2, "Trường THPT Mẫu Hai", "Tẩn A Mẫu", "a.mau2@so.vn", "0912000002"],
    ]
    return ClerksList(
        "can-bo.xlsx",
        excel(("Sheet1", rows, ["A2:A3", "B2:B3"])),
        (
            Kept("Trường THPT Mẫu Một", "truong", ("a.mau1@so.vn", "b.mau1@so.vn"), "0912000001"),
            Kept("Trường THPT Mẫu Hai", "truong", ("a.mau2@so.vn",), "0912000002"),
        ),
    )


def _copied_from_a_form() -> ClerksList:
    """The answers of an online form: long questions as headers, a time stamp first, commas."""
    text = (
        '"Dấu thời gian","Địa chỉ email","1. Tên đơn vị (ghi đầy đủ)","2. Họ và tên thủ trưởng đơn vị",'
        '"3. Số điện thoại của thủ trưởng"\n'
        '"12/03/2024 08:15:22","thptmau1@so.vn","Trường THPT Mẫu Một","Sùng A Mẫu","0912000001"\n'
        '"12/03/2024 09:01:10","phongmau@so.vn","Phòng Giáo dục Mầm non - Tiểu học","Ma Thị Mẫu","0912000002"\n'
    )
    return ClerksList(
        "bieu-mau-tra-loi.csv",
        text.encode(),
        (
            Kept("Trường THPT Mẫu Một", "truong", ("thptmau1@so.vn",), "0912000001"),
            Kept("Phòng Giáo dục Mầm non - Tiểu học", "phong", ("phongmau@so.vn",), "0912000002"),
        ),
    )


LISTS = (
    _annex, _contacts, _capitals, _saved_as_text, _several_sheets, _by_district, _in_word, _one_contact_column,
    _two_persons, _copied_from_a_form,
)  # fmt: skip
