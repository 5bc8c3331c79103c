"""Mail bodies, HTML, plain text and attached mails."""

from email.message import EmailMessage

import pytest

from mailbot.mail.message import read_mail
from mailbot.reading.body import parse_body
from mailbot.reading.files import parse_file
from rules.document import BODY, ParsedDocument, Text
from rules.post.quoting import QUOTED_PART
from tests.unit.reading.make import docx, p, tables, texts


def body(text: str = "", html: str = "") -> ParsedDocument:
    document = parse_body(text, html)
    assert document is not None
    return document


def test_an_empty_body_is_none() -> None:
    assert parse_body("  \n", "<html><body> &nbsp; </body></html>") is None


def test_the_html_form_goes_first_and_keeps_its_tables() -> None:
    document = body(
        "TT Tên", "<p>Kính gửi</p><table border=1><tr><th>TT</th><th>Tên</th></tr><tr><td>1</td><td>A</td></tr></table>"
    )
    assert (document.name, document.format) == (BODY, "body")
    assert texts(document) == ["Kính gửi"]
    assert tables(document)[0].texts() == [["TT", "Tên"], ["1", "A"]]
    assert tables(document)[0].rows[0][0].bold


def test_spans_of_html_cells_are_resolved() -> None:
    html = (
        "<table border=1><tr><td rowspan=2>TT<td colspan=2>Thời gian</tr><tr><td>Từ<td>Đến</tr>"
        "<tr><td>1<td>4/2024<td>10/2024</tr></table>"
    )
    assert tables(body(html=html))[0].texts() == [
        ["TT", "Thời gian", "Thời gian"],
        ["TT", "Từ", "Đến"],
        ["1", "4/2024", "10/2024"],
    ]


def test_a_table_that_only_arranges_the_page_is_no_table() -> None:
    html = "<table><tr><td><p>Kính gửi</p><table border=1><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    document = body(html=html)
    assert texts(document) == ["Kính gửi"]
    assert [table.texts() for table in tables(document)] == [[["a", "b"]]]


def test_looks_of_html_text() -> None:
    html = (
        "<h2>MỤC</h2><p><b>Lĩnh vực:</b> thể chế</p>"
        '<div style="text-align:center">giữa</div><p style="font-weight:700">đậm</p>'
    )
    heading, label, centred, bold = (block for block in body(html=html).blocks if isinstance(block, Text))
    assert (heading.level, heading.bold) == (2, True)
    assert label.lead_bold == "Lĩnh vực:" and not label.bold
    assert centred.centred
    assert bold.bold


def test_lists_are_numbered_as_a_reader_sees_them() -> None:
    html = "<ol><li>một</li><li>hai<ul><li>ba</li></ul></li></ol><ol type=a start=3><li>bốn</li></ol>"
    assert texts(body(html=html)) == ["1. một", "2. hai", "- ba", "c. bốn"]


def test_what_is_hidden_or_code_is_not_read() -> None:
    html = '<style>p{}</style><p>hiện</p><p style="display:none">ẩn</p><script>x</script><p hidden>ẩn</p><!-- c -->'
    assert texts(body(html=html)) == ["hiện"]


def test_what_is_quoted_is_marked() -> None:
    html = '<p>mới</p><div class="gmail_quote"><blockquote type="cite"><p>cũ</p></blockquote></div>'
    assert [(b.text, b.where.part) for b in body(html=html).blocks if isinstance(b, Text)] == [
        ("mới", ""),
        ("cũ", QUOTED_PART),
    ]
    text = "mới\n\n> cũ\n> nữa"
    assert [b.where.part for b in body(text).blocks] == ["", QUOTED_PART, QUOTED_PART]


def test_lines_that_a_mail_program_broke_are_joined() -> None:
    text = (
        "Trường Trung học phổ thông số 3 Mường Khương xin đăng ký 02 giải pháp\n"
        "như sau về cải cách hành chính:\nLĩnh vực: thể chế\nTác giả: A"
    )
    assert texts(body(text)) == [
        "Trường Trung học phổ thông số 3 Mường Khương xin đăng ký 02 giải pháp như sau về cải cách hành chính:",
        "Lĩnh vực: thể chế",
        "Tác giả: A",
    ]


def test_tables_typed_with_tabs_or_bars_are_tables() -> None:
    for text in ("TT\tTên\n1\tA\n2\tB", "| TT | Tên |\n|----|-----|\n| 1 | A |\n| 2 | B |"):
        assert tables(body(text))[0].texts() == [["TT", "Tên"], ["1", "A"], ["2", "B"]]


def test_a_page_saved_as_excel_is_told() -> None:
    document = parse_file("dk.xls", "<html><table border=1><tr><td>Tên</td><td>A</td></tr></table></html>".encode())
    assert document.format == "html"
    assert tables(document)[0].texts() == [["Tên", "A"]]
    assert any("Phần mở rộng" in note for note in document.notes)


def test_vietnamese_windows_text_is_decoded_and_composed() -> None:
    document = parse_file("a.txt", "Kính gửi Sở".encode("cp1258", "ignore") + b"")
    assert document.unreadable is None
    assert texts(parse_file("a.html", "<p>Báo cáo</p>".encode("utf-16"))) == ["Báo cáo"]
    assert texts(parse_file("b.txt", b"B\xe1o c\xe1o s\xf4\xec 1")) == ["Báo cáo số 1"]


def test_an_attached_mail_has_a_body_and_members() -> None:
    mail = EmailMessage()
    mail["From"] = "Trường A <a@truong.example>"
    mail["Subject"] = "Đăng ký"
    mail.set_content("Gửi phiếu.")
    mail.add_attachment(docx(p("Tên sáng kiến: X")), maintype="application", subtype="octet-stream", filename="p.docx")
    document = parse_file("goc.eml", bytes(mail), read_mail=read_mail)
    assert document.format == "eml"
    assert texts(document) == ["Gửi phiếu."]
    assert [member.name for member in document.members] == ["p.docx"]
    assert dict(document.properties)["subject"] == "Đăng ký"


def test_without_a_reader_of_mails_an_attached_mail_is_unreadable() -> None:
    document = parse_file("goc.eml", b"From: a@b.example\nSubject: x\n\nbody")
    assert document.format == "eml" and document.unreadable


@pytest.mark.parametrize(
    "html",
    [
        '<div>mới</div><div class="gmail_quote"><div class="gmail_attr">Vào 20/8/2024 đã viết:</div>cũ</div>',
        '<p>mới</p><blockquote type="cite"><p>cũ</p></blockquote>',
        '<div>mới</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">Từ: x</div><div>cũ</div><p>cũ nữa</p>',
        '<div><p>mới</p><div id="divRplyFwdMsg"><table><tr><td>cũ</td><td>cũ</td></tr><tr><td>a</td><td>b</td></tr>'
        "</table></div></div><p>cũ nữa</p>",
    ],
)
def test_what_the_html_sets_apart_is_marked(html: str) -> None:
    blocks = body("", html).blocks
    assert [block.where.part for block in blocks] == ["", *[QUOTED_PART] * (len(blocks) - 1)]
    assert len(blocks) > 1


def test_what_is_indented_is_not_quoted() -> None:
    indent = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">thụt vào</blockquote>'
    assert [block.where.part for block in body("", f"<p>mới</p>{indent}").blocks] == ["", ""]
