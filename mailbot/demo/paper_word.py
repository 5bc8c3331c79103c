"""Word files as units write them: layouts R1, R2, R4 of a registration and B1, B2, B4 of a report."""

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from mailbot.demo.people import head_of
from mailbot.demo.script import OtherPaper, Paper, Person, Work
from mailbot.demo.units import unit
from mailbot.demo.wording import FIELDS, KINDS, long_date, owners, period, quoted_title, sign, superior

CENTRE, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_CAMPAIGN = "mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024"
_HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def write(paper: Paper) -> bytes:
    """The bytes of a Word paper."""
    draw = {"R1": _r1, "R2": _r2, "R4": _r4, "B1": _b1, "B2": _b2, "B4": _b4}[paper.layout]
    document = _page(landscape=paper.layout in ("R1", "B2") and "upright" not in paper.quirks)
    draw(document, paper)
    return _saved(document)


def write_other(paper: OtherPaper) -> bytes:
    """A Word file that submits nothing."""
    document = _page()
    _letterhead(document, paper.unit, paper, {"plan": "KH", "list": "DS"}.get(paper.about, "BB"))
    if paper.about == "list":
        _list(document, paper)
    else:
        {"plan": _plan, "teaching": _teaching, "minutes": _minutes}[paper.about](document)
    _signature(document, paper.unit)
    return _saved(document)


# --- registrations ----------------------------------------------------------------------------------------------


def _r1(document: Document, paper: Paper) -> None:
    code, found = paper.parts[0]
    _letterhead(document, code, paper, "DS" if "numbered" in paper.quirks else "")
    _centred(document, "DANH SÁCH ĐĂNG KÝ", bold=True, size=14)
    _centred(document, _CAMPAIGN[0].upper() + _CAMPAIGN[1:], bold=True)
    if "replaces" in paper.quirks:
        _centred(document, "(Thay thế toàn bộ danh sách đã gửi trước đây)", italic=True)
    else:
        _centred(
            document, f"(Kèm theo Công văn số {sign(code, paper.dated, '')} {long_date(paper.dated)})", italic=True
        )
    two_rows = "two-row" in paper.quirks
    heads = ["STT", "Tên mô hình, giải pháp, sáng kiến", "Lĩnh vực", "Nội dung chính", "Người thực hiện", "Chức vụ"]
    heads += ["Thời gian thực hiện"] * (2 if two_rows else 1) + ["Kết quả dự kiến", "Ghi chú"]
    table = _grid(document, heads)
    if two_rows:
        _second_header(table)
    if "numbered" in paper.quirks:
        _fill(_row(table), [f"({place})" for place in range(1, len(heads) + 1)])
    for title, group in _groups(found, "groups" in paper.quirks):
        if title:
            row = _row(table)
            _set(row[0].merge(row[-1]), title, bold=True)
        for place, work in enumerate(group, 1):
            _fill(_row(table), _r1_cells(place, work, paper, two_rows))
    _text(document, f"(Danh sách gồm {len(found):02d} mô hình, giải pháp, sáng kiến)", italic=True)
    _signature(document, code, left="NGƯỜI LẬP BIỂU")


def _r1_cells(place: int, work: Work, paper: Paper, two_rows: bool) -> list[str]:
    title = quoted_title(work) if "quoted" in paper.quirks else work.title
    roles = "\n".join(person.role for person in work.owners if person.role)
    months = [f"tháng {month}/2024" for month in work.months] if two_rows else [period(work)]
    people = "" if "no-owner" in paper.quirks else owners(work, ", ", roles=False)
    return [str(place), title, FIELDS[work.field], work.content, people, roles, *months, work.expected, ""]


def _groups(found: Sequence[Work], split: bool) -> list[tuple[str, list[Work]]]:
    if not split:
        return [("", list(found))]
    together = [work for work in found if work.owners[0].group]
    alone = [work for work in found if not work.owners[0].group]
    return [(title, group) for title, group in (("I. TẬP THỂ", together), ("II. CÁ NHÂN", alone)) if group]


def _second_header(table: Table) -> None:
    first, second = table.rows[0].cells, _row(table)
    for column in range(len(first)):
        if column not in (6, 7):
            _set(first[column].merge(second[column]), first[column].text.strip(), bold=True)
    _set(first[6].merge(first[7]), "Thời gian thực hiện", bold=True)
    _set(second[6], "Từ", bold=True)
    _set(second[7], "Đến", bold=True)


def _r2(document: Document, paper: Paper) -> None:
    code, found = paper.parts[0]
    for number, work in enumerate(found):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if "plain-head" not in paper.quirks:
            _letterhead(document, code, paper, "")
        _centred(document, "PHIẾU ĐĂNG KÝ", bold=True, size=14)
        _centred(document, "Mô hình, giải pháp, sáng kiến về cải cách hành chính năm 2024", bold=True)
        _labelled(document, _r2_pairs(code, work), paper.quirks)
        _signature(document, code, left="NGƯỜI ĐĂNG KÝ", left_name=_first_name(work))


def _r2_pairs(code: str, work: Work) -> list[tuple[str, str]]:
    return [
        ("1. Tên đơn vị", unit(code).name),
        (f"2. Tên {KINDS[work.type].lower()}", work.title),
        ("3. Lĩnh vực", FIELDS[work.field]),
        ("4. Tác giả/Nhóm tác giả", owners(work, "; ")),
        ("5. Nội dung", work.content),
        ("6. Phạm vi áp dụng", "Toàn đơn vị" if code.startswith("phong-") else "Toàn trường"),
        ("7. Thời gian thực hiện", period(work)),
        ("8. Kết quả dự kiến", work.expected),
        ("9. Số điện thoại liên hệ", f"0214.000.{sum(map(ord, code)) % 900 + 100}"),
    ]


def _labelled(document: Document, pairs: list[tuple[str, str]], quirks: frozenset[str]) -> None:
    if "borderless" in quirks:
        table = document.add_table(rows=0, cols=2)
        for label, value in pairs:
            _fill(_row(table), [f"{label}:", value])
        return
    for label, value in pairs:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = "dotted" not in quirks
        if "next-line" in quirks:
            _indented(document, value)
        elif "dotted" in quirks:
            paragraph.add_run(f" ......{value.rstrip('.')}......")
        elif value.count("; ") > 1 or len(value) > 150:
            _bullets(document, value)
        else:
            paragraph.add_run(f" {value}")


def _r4(document: Document, paper: Paper) -> None:
    code, found = paper.parts[0]
    _letterhead(document, code, paper, "ĐK")
    _centred(document, "MẪU SỐ 01", bold=True)
    _centred(document, "ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN", bold=True, size=14)
    _centred(document, "CẢI CÁCH HÀNH CHÍNH NĂM 2024", bold=True)
    for number, work in enumerate(found, 1):
        kind = KINDS[work.type]
        if len(found) > 1:
            _text(document, f"{number}. {kind} thứ {('nhất', 'hai', 'ba')[number - 1]}", bold=True)
        table = _grid(document, ["Nội dung", "Thông tin đăng ký"])
        for label, value in (
            ("Tên đơn vị", unit(code).name),
            (f"Tên {kind.lower()}", work.title),
            ("Lĩnh vực", FIELDS[work.field]),
            ("Người phụ trách", owners(work, "\n")),
            ("Nội dung thực hiện", work.content),
            ("Thời gian thực hiện", period(work)),
            ("Kết quả dự kiến", work.expected),
            ("Ghi chú", ""),
        ):
            _fill(_row(table), [label, value])
        document.add_paragraph()
    _signature(document, code)


# --- reports ----------------------------------------------------------------------------------------------------


def _b1(document: Document, paper: Paper) -> None:
    code, found = paper.parts[0]
    _letterhead(document, code, paper, "BC")
    _centred(document, "BÁO CÁO", bold=True, size=14)
    _centred(document, f"Kết quả thực hiện {_CAMPAIGN}", bold=True)
    _text(document, "Kính gửi: Sở Giáo dục và Đào tạo Lào Cai (qua Phòng Tổ chức cán bộ).")
    _heading(document, 1, "CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", paper.quirks)
    _text(document, "Đơn vị đã phổ biến kế hoạch phát động đến toàn thể viên chức, phân công lãnh đạo phụ trách và "
                    "đưa nội dung thi đua vào tiêu chí đánh giá hằng quý.")  # fmt: skip
    _heading(document, 2, "KẾT QUẢ THỰC HIỆN", paper.quirks)
    for number, work in enumerate(found, 1):
        _text(document, f"{number}. Tên {KINDS[work.type].lower()}: {work.title}", bold=True)
        _text(document, f"- Người thực hiện: {owners(work, '; ')}")
        _text(document, f"a) Nội dung: {work.content}")
        _text(document, f"b) Kết quả đạt được: {work.result}")
        if work.completion:
            _text(document, f"c) Mức độ hoàn thành: {work.completion}%")
    _heading(document, 3, "TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", paper.quirks)
    _text(document, "Một số viên chức còn ngại thay đổi thói quen; đường truyền ở điểm lẻ chưa ổn định.")
    _heading(document, 4, "KIẾN NGHỊ, ĐỀ XUẤT", paper.quirks)
    _text(document, "Đề nghị Sở tổ chức hội nghị chia sẻ cách làm hay giữa các đơn vị./.")
    _signature(document, code, left="Nơi nhận:\n- Như trên;\n- Lưu: VT.")


def _b2(document: Document, paper: Paper) -> None:
    code, found = paper.parts[0]
    _letterhead(document, code, paper, "BC")
    _centred(document, "BÁO CÁO", bold=True, size=14)
    _centred(document, f"Kết quả thực hiện {_CAMPAIGN}", bold=True)
    table = _grid(
        document,
        ["STT", "Tên mô hình, giải pháp, sáng kiến đã đăng ký", "Người phụ trách", "Nội dung thực hiện",
         "Kết quả đạt được", "Tỷ lệ hoàn thành (%)", "Khả năng nhân rộng", "Khó khăn, vướng mắc", "Ghi chú"],
    )  # fmt: skip
    if "numbered" in paper.quirks:
        _fill(_row(table), [f"({place})" for place in range(1, 10)])
    for place, work in enumerate(found, 1):
        share = f"{work.completion}{'%' if 'percent' in paper.quirks else ''}" if work.completion else "Đang thực hiện"
        title = quoted_title(work) if "quoted" in paper.quirks else work.title
        people = owners(work, "\n", roles="roles" in paper.quirks)
        _fill(
            _row(table),
            [str(place), title, people, work.content, work.result, share, "Có", "Không", ""],
        )
    _signature(document, code, left="NGƯỜI LẬP BIỂU")


def _b4(document: Document, paper: Paper) -> None:
    code, found = paper.parts[0]
    for number, work in enumerate(found):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _letterhead(document, code, paper, "")
        _centred(document, "BÁO CÁO TÓM TẮT NỘI DUNG SÁNG KIẾN", bold=True, size=14)
        _centred(document, "Cải cách hành chính năm 2024", bold=True)
        first, last = work.months
        for line in (
            f"- Tên {KINDS[work.type].lower()}: {work.title}",
            f"- Cá nhân thực hiện: {owners(work, '; ')}",
            f"- Thời gian đã được triển khai thực hiện: Từ ngày: 01/{first}/2024 đến ngày: 15/{last}/2024",
        ):
            _text(document, line)
        for label, value in (
            ("1. Sự cần thiết, mục đích của việc thực hiện sáng kiến:", "Giảm thời gian, chi phí và giấy tờ."),
            ("2. Mô tả sáng kiến:", work.content),
            ("3. Phạm vi triển khai thực hiện:", "Toàn đơn vị."),
            ("4. Kết quả, hiệu quả mang lại:", work.result),
            ("5. Đánh giá về phạm vi ảnh hưởng của sáng kiến:", "Có thể áp dụng tại các đơn vị có điều kiện tương tự."),
        ):
            _text(document, label, bold=True)
            _text(document, value)
        _signature(document, code, left="NGƯỜI BÁO CÁO", left_name=_first_name(work))


# --- what submits nothing ---------------------------------------------------------------------------------------


def _plan(document: Document) -> None:
    _centred(document, "KẾ HOẠCH", bold=True, size=14)
    _centred(document, "Tổ chức các hoạt động chào mừng năm học mới 2024-2025", bold=True)
    for line in (
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Tạo khí thế vui tươi, an toàn, tiết kiệm trong ngày khai giảng.",
        "II. NỘI DUNG",
        "1. Vệ sinh, trang trí khuôn viên: hoàn thành trước ngày 03/9/2024.",
        "2. Văn nghệ chào mừng: mỗi khối một tiết mục, thời lượng không quá 05 phút.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Giao Đoàn trường chủ trì, các lớp phối hợp thực hiện./.",
    ):
        _text(document, line)


def _teaching(document: Document) -> None:
    _centred(document, "DANH SÁCH ĐĂNG KÝ ĐỀ TÀI SÁNG KIẾN KINH NGHIỆM", bold=True, size=14)
    _centred(document, "Năm học 2024-2025", bold=True)
    table = _grid(document, ["STT", "Họ và tên", "Môn", "Tên đề tài sáng kiến kinh nghiệm", "Khối lớp"])
    for row in (
        ["1", "Đỗ Thùy Ngân", "Ngữ văn", "Dạy học đọc hiểu truyện ngắn theo hướng mở", "11"],
        ["2", "Lò Văn Inh", "Vật lí", "Bài tập thí nghiệm tự làm phần điện học", "10"],
        ["3", "Trần Hữu Phúc", "Địa lí", "Khai thác bản đồ số trong tiết ôn tập", "12"],
    ):
        _fill(_row(table), row)


def _list(document: Document, paper: OtherPaper) -> None:
    _centred(document, paper.title.upper(), bold=True, size=14)
    heads, *rows = paper.table
    table = _grid(document, list(heads))
    for row in rows:
        _fill(_row(table), list(row))


def _minutes(document: Document) -> None:
    _centred(document, "BIÊN BẢN", bold=True, size=14)
    _centred(document, "Họp Hội đồng trường tháng 10 năm 2024", bold=True)
    for line in (
        "Thời gian: 14 giờ 00, tại phòng họp nhà trường. Có mặt 11/11 thành viên.",
        "Nội dung: thông qua kế hoạch sửa chữa nhà vệ sinh khu B và lịch nghỉ Tết.",
        "Hội đồng thống nhất 11/11. Biên bản lập xong lúc 15 giờ 40 cùng ngày./.",
    ):
        _text(document, line)


# --- pieces -----------------------------------------------------------------------------------------------------


def _page(landscape: bool = False) -> Document:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    return document


def _letterhead(document: Document, code: str, paper: Paper | OtherPaper, kind: str) -> None:
    table = document.add_table(rows=2, cols=2)
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for column, share in zip(table.columns, (0.42, 0.58), strict=True):
        for cell in column.cells:
            cell.width = Emu(int(room * share))
    left, right = table.rows[0].cells
    _set(left, superior(code, paper.dated), centre=True)
    own = left.add_paragraph()
    own.alignment = CENTRE
    own.add_run(unit(code).name.upper()).bold = True
    _set(right, _HEAD[0], bold=True, centre=True)
    motto = right.add_paragraph()
    motto.alignment = CENTRE
    motto.add_run(_HEAD[1]).bold = True
    number, place = table.rows[1].cells
    _set(number, f"Số: {sign(code, paper.dated, kind)}" if kind else "", centre=True)
    home = unit(code).group.removeprefix("TP ") or "Lào Cai"
    _set(place, f"{home}, {long_date(paper.dated)}", italic=True, centre=True)
    document.add_paragraph()


def _signature(document: Document, code: str, left: str = "", left_name: str = "") -> None:
    document.add_paragraph()
    head = head_of(code, unit(code).kind)
    first, second = document.add_table(rows=1, cols=2).rows[0].cells
    lines = left.split("\n")
    _set(first, lines[0], bold=True, centre=len(lines) == 1)
    for line in lines[1:]:
        first.add_paragraph(line)
    if left_name:
        _below(first, left_name)
    _set(second, head.role.upper(), bold=True, centre=True)
    _below(second, head.name)


def _below(cell: _Cell, name: str) -> None:
    for _ in range(3):
        cell.add_paragraph()
    last = cell.add_paragraph()
    last.alignment = CENTRE
    last.add_run(name).bold = True


def _grid(document: Document, heads: list[str]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        _set(cell, text, bold=True, centre=True)
    return table


def _row(table: Table) -> Sequence[_Cell]:
    cells: Sequence[_Cell] = table.add_row().cells  # type: ignore[no-untyped-call]
    return cells


def _fill(cells: Sequence[_Cell], texts: list[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        _set(cell, text)


def _set(cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, centre: bool = False) -> None:
    for surplus in cell.paragraphs[1:]:
        surplus._element.getparent().remove(surplus._element)
    first, *others = text.split("\n")
    for number, line in enumerate([first, *others]):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.clear()
        run = paragraph.add_run(line)
        run.bold, run.italic, run.font.size = bold, italic, Pt(12)
        if centre:
            paragraph.alignment = CENTRE


def _centred(document: Document, text: str, *, bold: bool = False, italic: bool = False, size: int = 13) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _text(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = JUSTIFY
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    return paragraph


def _indented(document: Document, text: str) -> None:
    _text(document, text).paragraph_format.left_indent = Mm(8)


def _bullets(document: Document, value: str) -> None:
    for piece in value.split("; "):
        _indented(document, f"- {piece[0].upper()}{piece[1:].rstrip('.;')};")


def _heading(document: Document, number: int, text: str, quirks: frozenset[str]) -> None:
    roman = ("I", "II", "III", "IV")[number - 1]
    if "auto-numbered" in quirks:
        paragraph = document.add_heading(level=1)
        run = paragraph.add_run(text)
        run.font.name, run.font.size, run.font.color.rgb = "Times New Roman", Pt(13), RGBColor(0, 0, 0)
        _numbered(document, paragraph)
        return
    _text(document, f"{roman}/ {text}" if "slash" in quirks else f"{roman}. {text}", bold=True)


def _numbered(document: Document, paragraph: Paragraph) -> None:
    """Automatic numbering by the list style that python-docx ships: the number is not part of the text."""
    properties = paragraph._p.get_or_add_pPr()
    source = document.styles["List Number"].element.pPr.numPr.numId.val
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", 0), ("w:numId", source)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    properties.append(numbering)


def _first_name(work: Work) -> str:
    first: Person = work.owners[0]
    return "" if first.group else first.name


def _saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
