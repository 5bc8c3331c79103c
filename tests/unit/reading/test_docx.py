"""Word documents: everything that a reader of the page sees, and nothing else."""

import pytest

from mailbot.reading.files import parse_file
from rules.document import Table, Text
from tests.unit.reading.make import docx, p, read_docx, relations, tables, tbl, tc, texts, w_part, with_part, zipped


def test_paragraphs_come_in_order_with_their_looks() -> None:
    document = read_docx(
        p("BÁO CÁO", '<w:jc w:val="center"/>', "<w:b/>")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Lĩnh vực:</w:t></w:r><w:r><w:t> Thể chế</w:t></w:r></w:p>"
        + p("Thường")
    )
    title, label, plain = document.blocks
    assert isinstance(title, Text) and title.bold and title.centred and title.lead_bold == ""
    assert isinstance(label, Text) and not label.bold and label.lead_bold == "Lĩnh vực:"
    assert isinstance(plain, Text) and not plain.bold and not plain.centred


def test_text_is_composed_and_its_spaces_are_plain() -> None:
    document = read_docx(p("Ba\u0301o\u00a0ca\u0301o \u200bso\u0302\u0301 1"))
    assert texts(document) == ["Báo cáo số 1"]


def test_a_style_gives_heading_level_weight_and_alignment_also_by_inheritance() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="heading 2"/><w:pPr><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Muc"/></w:style>'
    )
    document = read_docx(p("II. KẾT QUẢ", '<w:pStyle w:val="Con"/>'), styles=styles)
    (heading,) = document.blocks
    assert isinstance(heading, Text)
    assert (heading.level, heading.bold, heading.centred) == (2, True, True)


def test_styles_that_inherit_in_a_circle_do_not_hang() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert texts(read_docx(p("x", '<w:pStyle w:val="A"/>'), styles=styles)) == ["x"]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:sdt><w:sdtContent>{p('trong khối')}</w:sdtContent></w:sdt>",
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>trong khối</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        "<w:p><w:ins><w:r><w:t>trong khối</w:t></w:r></w:ins></w:p>",
        "<w:p><w:smartTag><w:r><w:t>trong khối</w:t></w:r></w:smartTag></w:p>",
        "<w:p><w:hyperlink><w:r><w:t>trong khối</w:t></w:r></w:hyperlink></w:p>",
        f"<w:customXml>{p('trong khối')}</w:customXml>",
    ],
)
def test_text_inside_wrappers_is_text(body: str) -> None:
    assert texts(read_docx(body)) == ["trong khối"]


def test_content_controls_around_rows_and_cells_keep_the_table_whole() -> None:
    cell = f"<w:sdt><w:sdtContent>{tc('B')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('C')}{tc('D')}</w:tr></w:sdtContent></w:sdt>"
    document = read_docx(f"<w:tbl><w:tr>{tc('A')}{cell}</w:tr>{row}</w:tbl>")
    assert tables(document)[0].texts() == [["A", "B"], ["C", "D"]]


def test_an_unanswered_content_control_says_nothing() -> None:
    content = "<w:sdtContent><w:r><w:t>Bấm để nhập</w:t></w:r></w:sdtContent>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{content}</w:sdt>"
    document = read_docx(f"<w:p><w:r><w:t>Tên: </w:t></w:r>{prompt}</w:p>")
    assert texts(document) == ["Tên:"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>đạt </w:t></w:r><w:del><w:r><w:delText>80%</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>90%</w:t></w:r></w:ins></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>bỏ</w:t></w:r></w:moveFrom></w:p>"
        + tbl(tc("A") + tc("B"), "<w:trPr><w:del/></w:trPr>" + tc("x") + tc("y"))
    )
    document = read_docx(body)
    assert texts(document) == ["đạt 90%"]
    assert tables(document)[0].texts() == [["A", "B"]]
    assert any("vết sửa" in note for note in document.notes)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Trường </w:t></w:r></w:p>" + p("THPT")
    assert texts(read_docx(body)) == ["Trường THPT"]


def test_hidden_text_is_left_out() -> None:
    assert texts(
        read_docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>")
    ) == ["hiện"]


def test_a_text_box_is_read_once_though_the_file_holds_it_twice() -> None:
    content = f"<w:txbxContent>{p('MẬT')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>trước</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{content}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    document = read_docx(body)
    assert [(b.text, b.flow) for b in document.blocks if isinstance(b, Text)] == [("trước", "body"), ("MẬT", "textbox")]


def test_word_art_is_text() -> None:
    document = read_docx('<w:p><w:r><w:pict><v:shape><v:textpath string="TỐI MẬT"/></v:shape></w:pict></w:r></w:p>')
    assert [(b.text, b.flow) for b in document.blocks if isinstance(b, Text)] == [("TỐI MẬT", "textbox")]


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    document = read_docx(
        tbl(
            tc("TT", '<w:vMerge w:val="restart"/>') + tc("Thời gian", '<w:gridSpan w:val="2"/>'),
            tc("", "<w:vMerge/>") + tc("Từ") + tc("Đến"),
            tc("1") + tc("4/2024") + tc("10/2024"),
        )
    )
    (table,) = tables(document)
    assert table.texts() == [["TT", "Thời gian", "Thời gian"], ["TT", "Từ", "Đến"], ["1", "4/2024", "10/2024"]]
    assert [[cell.is_origin for cell in row] for row in table.rows][:2] == [[True, True, False], [False, True, True]]
    assert (table.rows[0][0].row_span, table.rows[0][1].column_span) == (2, 2)
    assert str(table.rows[2][1].where) == "thu.docx, bảng 1, dòng 3, cột 2"


def test_columns_that_only_merging_made_vanish() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    document = read_docx(tbl(tc("A", wide) + tc("B"), tc("1", wide) + tc("2")))
    assert tables(document)[0].texts() == [["A", "B"], ["1", "2"]]


def test_rows_of_unequal_length_make_a_rectangle() -> None:
    document = read_docx(tbl(tc("A") + tc("B") + tc("C"), tc("1")))
    assert tables(document)[0].texts() == [["A", "B", "C"], ["1", "", ""]]


def test_a_nested_table_is_kept_as_a_block_and_as_text() -> None:
    inner = tbl(tc("x") + tc("y"))
    document = read_docx(f"<w:tbl><w:tr>{tc('A')}<w:tc>{p('trên')}{inner}<w:p/></w:tc></w:tr></w:tbl>")
    cell = tables(document)[0].rows[0][1]
    assert cell.text == "trên\nx | y"
    assert any(isinstance(block, Table) and block.texts() == [["x", "y"]] for block in cell.blocks)


def test_a_row_number_that_word_counts_is_the_text_of_its_cell() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    number = '<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    document = read_docx(tbl(number + tc("A"), number + tc("B")), numbering=numbering)
    assert tables(document)[0].texts() == [["1", "A"], ["2", "B"]]


def test_headers_footers_and_notes_have_their_own_flow() -> None:
    extra = {
        "header1.xml": ("header", w_part("hdr", p("SỞ GD&amp;ĐT"))),
        "footer1.xml": ("footer", w_part("ftr", p("Trang cuối"))),
        "footnotes.xml": (
            "footnotes",
            w_part(
                "footnotes",
                f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote>{p("Ghi chú")}</w:footnote>',
            ),
        ),
    }
    body = p("Thân") + '<w:sectPr><w:headerReference r:id="rX0"/><w:footerReference r:id="rX1"/></w:sectPr>'
    document = read_docx(body, extra=extra)
    assert [(b.text, b.flow) for b in document.blocks if isinstance(b, Text)] == [
        ("SỞ GD&ĐT", "header"),
        ("Thân", "body"),
        ("Trang cuối", "footer"),
        ("Ghi chú", "note"),
    ]


def test_tick_boxes_of_every_age_are_signs() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
        "</w:fldChar></w:r></w:p>"
        "<w:p><w:r><w:t>\uf0fe xong</w:t></w:r></w:p>"
    )
    assert texts(read_docx(body)) == ["☑☐", "☒", "☑ xong"]


def test_old_fonts_are_decoded_run_by_run() -> None:
    def run(text: str, font: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    body = (
        "<w:p>"
        + run("Céng hßa ", ".VnTime")
        + run("xã hội ", "Times New Roman")
        + run("chuû nghóa", "VNI-Times")
        + "</w:p>"
        "<w:p>" + run("b¸o c¸o", ".VnTimeH") + "</w:p>"
    )
    assert texts(read_docx(body)) == ["Cộng hòa xã hội chủ nghĩa", "BÁO CÁO"]


def test_a_line_drawn_with_the_keyboard_is_no_text_but_a_dotted_leader_is() -> None:
    assert texts(read_docx(p("________") + p("Họ tên: ........"))) == ["Họ tên: ........"]


def test_custom_properties_are_kept() -> None:
    value = '<property name="mailbot-form"><vt:lpwstr>cchc-2024</vt:lpwstr></property>'
    content = with_part(docx(p("x")), "docProps/custom.xml", f'<Properties xmlns:vt="urn:vt">{value}</Properties>')
    assert parse_file("a.docx", content).properties == (("mailbot-form", "cchc-2024"),)


def test_external_entities_are_not_followed() -> None:
    body = w_part("document", "<w:body><w:p><w:r><w:t>A&e;B</w:t></w:r></w:p></w:body>")
    evil = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>{body}'
    relation = relations([("r", "officeDocument", "word/document.xml")])
    document = parse_file("a.docx", zipped({"_rels/.rels": relation, "word/document.xml": evil}))
    assert "root" not in str(document)
