"""From positions to blocks, and from drawn lines to tables."""

import io

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from mailbot.reading.files import parse_file
from mailbot.reading.layout import Box, Ruled, Word, join_pages, lines_of, page_blocks
from mailbot.reading.ruling import find_tables
from rules.document import Block, Table, Text, Where
from tests.unit.reading.make import tables, texts

WHERE = Where("a.pdf", "trang 1")


def line(text: str, left: float, top: float, *, bold: bool = False) -> list[Word]:
    """Words of ten points, each letter five wide."""
    words = []
    for word in text.split():
        words.append(Word(word, left, top, left + 5 * len(word), top + 10, bold))
        left += 5 * len(word) + 5
    return words


def blocks(words: list[Word], tables: tuple[Ruled, ...] = (), width: float = 600) -> list[Block]:
    return page_blocks(words, tables, WHERE, width, limit=10_000)


def said(found: list[Block]) -> list[str]:
    return [block.text for block in found if isinstance(block, Text)]


def test_words_gather_in_lines_whatever_their_order() -> None:
    words = line("dòng một", 50, 100) + line("dòng hai", 50, 115)
    assert [found.text for found in lines_of(reversed(words))] == ["dòng một", "dòng hai"]


def test_a_wrapped_sentence_is_one_paragraph_and_an_item_begins_a_new_one() -> None:
    long = "Nhà trường triển khai các nội dung đã đăng ký với Sở theo đúng tiến độ và báo cáo"
    words = (
        line(long, 50, 100)
        + line("kết quả trước ngày quy định.", 50, 112)
        + line("- Một", 50, 124)
        + line("- Hai", 50, 136)
    )
    assert said(blocks(words)) == [f"{long} kết quả trước ngày quy định.", "- Một", "- Hai"]


def test_space_above_or_a_short_line_before_begins_a_paragraph() -> None:
    wide = line("Một đoạn dài để cho thấy trang giấy rộng đến đâu thì mới hết dòng chữ này nhé.", 50, 100)
    rest = line("Lĩnh vực: thể chế", 50, 118) + line("Tác giả: A", 50, 130) + line("Chức vụ: B", 50, 142)
    assert len(said(blocks(wide + rest))) == 4


def test_agency_and_motto_side_by_side_are_two_cells() -> None:
    words = line("SỞ GD&ĐT LÀO CAI", 60, 50) + line("CỘNG HÒA XÃ HỘI", 350, 50)
    words += line("TRƯỜNG THPT SỐ 9", 60, 62) + line("Độc lập - Tự do", 350, 62)
    words += line("BÁO CÁO", 282, 100, bold=True)
    agency, title = blocks(words)
    assert isinstance(agency, Table) and isinstance(title, Text)
    assert agency.texts() == [["SỞ GD&ĐT LÀO CAI\nTRƯỜNG THPT SỐ 9", "CỘNG HÒA XÃ HỘI\nĐộc lập - Tự do"]]
    assert (title.text, title.bold, title.centred) == ("BÁO CÁO", True, False)


def test_the_name_of_the_signer_far_below_stays_in_his_column() -> None:
    words = (
        line("Nơi nhận:", 60, 50) + line("HIỆU TRƯỞNG", 400, 50) + line("- Lưu: VT.", 60, 62) + line("Lý A", 420, 120)
    )
    (table,) = blocks(words)
    assert isinstance(table, Table)
    assert table.texts() == [["Nơi nhận:\n- Lưu: VT.", "HIỆU TRƯỞNG\nLý A"]]


def test_labels_beside_values_are_rows() -> None:
    words = line("Tên sáng kiến:", 60, 50) + line("Một cửa", 250, 50) + line("Tác giả:", 60, 62) + line("Lý A", 250, 62)
    (table,) = blocks(words)
    assert isinstance(table, Table)
    assert table.texts() == [["Tên sáng kiến:", "Một cửa"], ["Tác giả:", "Lý A"]]


def test_boxes_of_unequal_size_are_merged_cells() -> None:
    cells = (Box(50, 50, 100, 90), Box(100, 50, 300, 70), Box(100, 70, 200, 90), Box(200, 70, 300, 90))
    words = line("TT", 55, 60) + line("Thời gian", 110, 55) + line("Từ", 110, 75) + line("Đến", 210, 75)
    (table,) = blocks(words, (Ruled(cells),))
    assert isinstance(table, Table)
    assert table.texts() == [["TT", "Thời gian", "Thời gian"], ["TT", "Từ", "Đến"]]


def page(rows: list[list[str]]) -> list[Block]:
    cells: list[Box] = []
    words: list[Word] = []
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            left, top = 50 + 200 * column, 50 + 40 * number
            cells.append(Box(left, top, left + 200, top + 40))
            words += line(text, left + 5, top + 10)
    return blocks(words, (Ruled(tuple(cells)),))


def test_a_table_over_a_page_break_is_joined_without_its_repeated_header() -> None:
    number: list[Block] = [Text("2", WHERE)]
    second = page([["TT", "Tên"], ["", "cửa học"], ["2", "Hai"]])
    joined = join_pages([page([["TT", "Tên"], ["1", "Một"]]), [*number, *second]])
    (table,) = joined
    assert isinstance(table, Table)
    assert table.texts() == [["TT", "Tên"], ["1", "Một cửa học"], ["2", "Hai"]]


def test_drawn_lines_make_tables_and_letters_do_not() -> None:
    picture = Image.new("L", (1200, 800), 255)
    draw = ImageDraw.Draw(picture)
    for y in (100, 200, 300):
        draw.line((100, y, 900, y), fill=0, width=3)
    for x in (100, 400, 900):
        draw.line((x, 100, x, 300), fill=0, width=3)
    draw.line((650, 200, 650, 300), fill=0, width=3)
    for x in range(120, 380, 20):  # stems of letters
        draw.line((x, 130, x, 165), fill=0, width=5)
    draw.rectangle((100, 500, 900, 700), outline=0, width=3)  # a frame around text is no table
    (table,) = find_tables(picture, [Word("Tên", 120, 130, 380, 165)])
    assert len(table.cells) == 5
    assert {round(cell.right - cell.left, -1) for cell in table.cells} == {300, 500, 250}


def test_a_pdf_whose_structure_is_wrong_still_gives_its_words() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    canvas.drawString(72, 700, "Bao cao ket qua thuc hien sang kien nam 2024")
    canvas.save()
    wrong = buffer.getvalue().replace(b"/MediaBox [ 0 0 ", b"/MediaBox [ 0 X ", 1)
    document = parse_file("a.pdf", wrong, heavy=False)
    assert "Bao cao ket qua thuc hien sang kien nam 2024" in texts(document) or tables(document)
