"""What a paper says of itself: number, sign, day, kind, subject, who signed; read from head and foot, never guessed."""

from datetime import date

import pytest

from rules.document import Block, ParsedDocument
from rules.imprint import Imprint
from rules.standing.explain import explain
from rules.submission import Version
from tests.unit.rules.making import at
from tests.unit.rules.papers import SCHOOL, body, campaign, document, grid, header, mail, read, text, title

LIST = grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))
HEADING = title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024")


def listed(*blocks: Block | str | list[Block], number: str = "", name: str = "ds.docx") -> ParsedDocument:
    return document(header(SCHOOL, number), HEADING, LIST, *blocks, name=name)


def imprint(*documents: ParsedDocument) -> Imprint:
    (reading,) = read(documents).readings
    return Imprint(reading.imprint)


def test_a_list_with_everything_that_a_register_asks() -> None:
    found = imprint(listed(grid(("Nơi nhận:\n- Lưu: VT.", "KT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG\n(Đã ký)\nLò Văn Mẫu")),
                           number="Số: 58/DS-THPTS2BT"))  # fmt: skip
    assert {code: value.value for code, value in found.facts.items()} == {
        "number": "58",
        "sign": "DS-THPTS2BT",
        "issued": "2024-08-20",
        "issuer": SCHOOL,
        "kind": "Danh sách đăng ký",
        "subject": "Mô hình, giải pháp, sáng kiến CCHC năm 2024",
        "signer": "Lò Văn Mẫu",
        "position": "KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG",
    }
    assert (found.reference, found.day) == ("58/DS-THPTS2BT", date(2024, 8, 20))


@pytest.mark.parametrize("number", ["Số:       /DS-THPTS2BT", "Số: ……/DS-THPTS2BT", "Số: ..../DS-THPTS2BT"])
def test_a_number_that_the_clerk_has_not_given_yet_is_none(number: str) -> None:
    found = imprint(listed(number=number))
    assert (found.get("number"), found.get("sign"), found.reference) == ("", "DS-THPTS2BT", "")


def test_an_annex_bears_the_number_of_its_letter() -> None:
    annex = document(
        header(SCHOOL, day="ngày    tháng 8 năm 2024"),
        HEADING,
        text("(Kèm theo Công văn số 87/THPTS2BT ngày 20/8/2024 của nhà trường)", centred=True),
        LIST,
    )
    found = imprint(annex)
    assert (found.reference, found.day) == ("87/THPTS2BT", date(2024, 8, 20))
    assert found.facts["number"].rule == "attached-to"


def test_the_letter_beside_a_list_is_what_is_registered() -> None:
    letter = document(
        header(SCHOOL, "Số: 91/THPTS2BT-VP\nV/v đăng ký mô hình, giải pháp, sáng kiến CCHC"),
        text("Kính gửi: Phòng Tổ chức cán bộ", centred=True),
        "Trường THPT số 2 Bảo Thắng gửi danh sách đăng ký sáng kiến cải cách hành chính (có danh sách kèm theo).",
        grid(("Nơi nhận:\n- Như trên.", "HIỆU TRƯỞNG\nĐinh Công Mẫu")),
        name="1. Công văn.docx",
    )
    found = imprint(letter, listed(name="2. Danh sách.docx"))
    assert (found.reference, found.get("kind")) == ("91/THPTS2BT-VP", "Công văn")
    assert found.get("subject") == "đăng ký mô hình, giải pháp, sáng kiến CCHC"
    assert (found.get("signer"), found.get("position")) == ("Đinh Công Mẫu", "HIỆU TRƯỞNG")
    assert found.facts["number"].where.file == "văn bản.docx"  # the blocks of tests all stand there


def test_names_under_several_signatures_belong_to_the_one_on_the_right() -> None:
    in_rows = imprint(listed(grid(("NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"), ("Phàn Thị Mẫu", "Ngô Xuân Mẫu"))))
    assert (in_rows.get("signer"), in_rows.get("position")) == ("Ngô Xuân Mẫu", "THỦ TRƯỞNG ĐƠN VỊ")
    unsigned = imprint(listed(grid(("NGƯỜI LẬP BIỂU\nPhàn Thị Mẫu", "HIỆU TRƯỞNG"))))
    assert unsigned.get("signer") == ""


def test_a_signature_without_a_table() -> None:
    found = imprint(listed(text("HIỆU TRƯỞNG", bold=True), text("(Ký, đóng dấu)"), text("ThS. Nông Văn Mẫu")))
    assert found.get("signer") == "Nông Văn Mẫu"


def test_the_text_below_the_title_is_no_subject() -> None:
    report = document(
        header(SCHOOL, "Số: 12/BC-THPTS2BT"),
        title("BÁO CÁO", "Kết quả thực hiện sáng kiến CCHC năm 2024"),
        text("Thực hiện phong trào thi đua, nhà trường báo cáo kết quả như sau:"),
        text("1. Tên sáng kiến: Ngày không hẹn", bold=True),
        "Kết quả: 120 lượt phụ huynh",
    )
    assert imprint(report).get("subject") == "Kết quả thực hiện sáng kiến CCHC năm 2024"


def test_a_scan_completes_the_word_file_of_the_same_paper_only() -> None:
    word = listed(number="Số:     /DS-THPTS2BT", name="ds.docx")
    scan = ParsedDocument("ds.pdf", "pdf", listed(number="Số: 58/DS-THPTS2BT").blocks, origin="ocr")
    other = ParsedDocument("ds.pdf", "pdf", listed(number="Số: 58/BC-THPTS2BT").blocks, origin="ocr")
    assert imprint(word, scan).reference == "58/DS-THPTS2BT"
    mixed = imprint(word, other)
    assert mixed.reference == "58/BC-THPTS2BT"  # another paper leads, and nothing is mixed into it
    assert set(mixed.facts) == set(imprint(other).facts)


def test_the_body_of_a_mail_is_no_paper() -> None:
    letter = body("Trường THPT số 2 Bảo Thắng đăng ký sáng kiến CCHC: “Ngày không hẹn”.", "Số: 5/ĐK-THPTS2BT")
    (reading,) = read((letter,), mail("Đăng ký sáng kiến CCHC")).readings
    assert not reading.imprint


def test_explain_shows_where_each_fact_stands() -> None:
    (reading,) = read(listed(number="Số: 58/DS-THPTS2BT")).readings
    version = Version(1, 1, at("20/8"), SCHOOL, reading.stage, reading.initiatives, False, imprint=reading.imprint)
    told = explain(version, campaign())
    assert "     Số văn bản: 58 [văn bản.docx, đoạn 1; quy tắc number-line]" in told
    assert "     Ngày văn bản: 20/08/2024 [văn bản.docx, đoạn 1; quy tắc date-line]" in told
