"""What does not fit is asked, never guessed."""

import io
from copy import deepcopy
from dataclasses import replace

import docx
import pytest

from mailbot.reading.files import parse_file
from mailbot.writing.forms import write_form_docx, write_form_xlsx
from rules.document import ParsedDocument, Text, Where
from rules.initiative import Understanding
from rules.mail import Address, Mail
from rules.papers.forms import Identity, form_of, identities_in, identity_of, issued, nearest, version_of
from rules.papers.understand import understand
from tests.forms.filling import Values, fill_excel, fill_word
from tests.seasons import initiative_of, shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
SCHOOL = ROSTER.unit("thpt-so-2-bao-thang")
OTHER = ROSTER.unit("thpt-so-1-bao-thang")
ITEM: Values = {"title": "Họp không giấy", "owners": ("Nguyễn Văn Mẫu",), "type": "mo-hinh", "field": "tthc"}


def word(items: tuple[Values, ...] = (ITEM,), stage: str = "registration") -> bytes:
    return fill_word(write_form_docx(form_of(CAMPAIGN, stage, SCHOOL)), CAMPAIGN, stage, items, {}, 1)


def excel(items: tuple[Values, ...] = (ITEM,)) -> bytes:
    form = write_form_xlsx(form_of(CAMPAIGN, "registration", SCHOOL))
    return fill_excel(form, CAMPAIGN, "registration", items, {})


def parsed(content: bytes, name: str = "bieu-mau.docx") -> ParsedDocument:
    return parse_file(name, content)


def understood(*documents: ParsedDocument, sender: str = "") -> Understanding:
    mail = Mail("0" * 64, "<1@truong.example>", "Gửi biểu mẫu", Address(sender)) if sender else None
    return understand(documents, CAMPAIGN, ROSTER, mail)


def changed(content: bytes, label: str, answer: str, *, new_label: str | None = None) -> bytes:
    """The form with another answer beside a label, or with another label."""
    document = docx.Document(io.BytesIO(content))
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].text.startswith(label):
                row.cells[1].text = answer
                row.cells[0].text = new_label or row.cells[0].text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_form_is_sure_without_a_question() -> None:
    (reading,) = understood(parsed(word()), sender=SCHOOL.addresses[0]).readings
    assert (reading.unit.unit, reading.sure, reading.doubts) == (SCHOOL.code, True, ())


def test_a_form_mailed_by_another_unit_is_asked_about() -> None:
    (reading,) = understood(parsed(word()), sender=OTHER.addresses[0]).readings
    assert (reading.unit.unit, reading.doubts) == (SCHOOL.code, ("Địa chỉ gửi là của đơn vị khác.",))


def test_a_form_of_one_unit_that_names_another_is_asked_about() -> None:
    (reading,) = understood(parsed(changed(word(), "Tên đơn vị", OTHER.name))).readings
    assert (reading.unit.unit, reading.unit.candidates, reading.sure) == (None, (SCHOOL.code, OTHER.code), False)


def test_two_forms_that_say_the_same_are_one() -> None:
    (reading,) = understood(parsed(word()), parsed(excel(), "bieu-mau.xlsx")).readings
    assert (reading.sure, len(reading.initiatives)) == (True, 1)


def test_two_forms_that_differ_are_asked_about() -> None:
    other: Values = {**ITEM, "owners": ("Trần Thị Mẫu",)}
    (reading,) = understood(parsed(word()), parsed(excel((other,)), "bieu-mau.xlsx")).readings
    assert reading.doubts == ("Hai biểu mẫu gửi kèm có nội dung khác nhau.",)


def test_a_filled_form_beside_an_empty_one_counts() -> None:
    empty = parsed(write_form_xlsx(form_of(CAMPAIGN, "registration", SCHOOL)), "bieu-mau.xlsx")
    understanding = understood(parsed(word()), empty)
    assert [reading.sure for reading in understanding.readings] == [True]
    assert understanding.empty_forms == ("bieu-mau.xlsx",)


def test_one_initiative_written_twice_differently_is_asked_about() -> None:
    (reading,) = understood(parsed(word((ITEM, {**ITEM, "content": "Khác"})))).readings
    assert reading.doubts == ("“Họp không giấy” được ghi hai lần, nội dung khác nhau.",)


def test_an_empty_form_submits_nothing() -> None:
    for content in (write_form_docx, write_form_xlsx):
        name = "bieu-mau.docx" if content is write_form_docx else "bieu-mau.xlsx"
        understanding = understood(parsed(content(form_of(CAMPAIGN, "registration", SCHOOL)), name))
        assert (understanding.readings, understanding.empty_forms) == ((), (name,))


def test_a_report_form_with_nothing_but_what_it_came_with_repeats_the_registration() -> None:
    """Whether it says no more than that, only who knows the registration can tell."""
    known = (initiative_of({"title": "Họp không giấy", "owners": ("Nguyễn Văn Mẫu",)}),)
    understanding = understood(parsed(write_form_docx(form_of(CAMPAIGN, "report", SCHOOL, known))))
    (reading,) = understanding.readings
    assert (reading.repeats, understanding.empty_forms) == (True, ())


def test_a_picture_of_which_nothing_could_be_read_is_no_empty_form() -> None:
    """Its code says whose it is; what was written on it, a person must see."""
    code = form_of(CAMPAIGN, "registration", SCHOOL).identity.code
    seen = (Text("PHIẾU ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN", Where("anh.jpg")),)
    picture = ParsedDocument("anh.jpg", "jpg", seen, origin="ocr", properties=(("qr", code),))
    understanding = understood(picture)
    (reading,) = understanding.readings
    assert (reading.unit.unit, reading.unit.certain, reading.sure) == (SCHOOL.code, True, False)
    assert (reading.initiatives, understanding.empty_forms) == ((), ())
    assert "Chưa đọc được nội dung ghi trong biểu mẫu, cần người xem." in reading.doubts


def test_a_scan_of_a_form_on_which_every_place_is_blank_is_empty() -> None:
    document = parsed(write_form_docx(form_of(CAMPAIGN, "registration", SCHOOL)))
    understanding = understood(replace(document, origin="ocr"))
    assert (understanding.readings, understanding.empty_forms) == ((), ("bieu-mau.docx",))


def test_an_old_label_that_the_campaign_still_knows_is_read() -> None:
    content = changed(word(), "Thời gian thực hiện", "Tháng 9/2024", new_label="Thời gian triển khai")
    (reading,) = understood(parsed(content)).readings
    assert (reading.sure, reading.initiatives[0].get("period")) == (True, "Tháng 9/2024")


def test_a_label_that_nobody_knows_is_asked_about() -> None:
    content = changed(word(), "Thời gian thực hiện", "Tháng 9/2024", new_label="Mức độ lan tỏa")
    (reading,) = understood(parsed(content)).readings
    assert reading.doubts == ("Biểu mẫu có thêm mục “Mức độ lan tỏa”: “Tháng 9/2024”.",)


def test_an_answer_that_is_none_of_the_choices_is_asked_about() -> None:
    (reading,) = understood(parsed(changed(word(), "Loại", "phần mềm"))).readings
    assert reading.doubts == ("Mục “Loại” ghi “phần mềm”, chưa hiểu được.",)


def test_a_sentence_beside_the_tables_is_asked_about() -> None:
    document = docx.Document(io.BytesIO(word()))
    document.add_paragraph("Ngoài ra nhà trường còn triển khai một giải pháp khác chưa kịp ghi vào bảng.")
    out = io.BytesIO()
    document.save(out)
    (reading,) = understood(parsed(out.getvalue())).readings
    assert len(reading.doubts) == 1
    assert reading.doubts[0].startswith("Biểu mẫu có nội dung ghi ngoài bảng")


def test_a_form_pasted_into_a_paper_of_the_units_own_is_read_like_any_paper() -> None:
    own = docx.Document()
    for line in ("TRƯỜNG THPT SỐ 2 HUYỆN BẢO THẮNG", "DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CCHC NĂM 2024"):
        own.add_paragraph(line)
    for table in docx.Document(io.BytesIO(word())).tables[1:3]:
        own.element.body.append(deepcopy(table._tbl))
        own.add_paragraph("")
    out = io.BytesIO()
    own.save(out)
    (reading,) = understood(parsed(out.getvalue(), "danh-sach.docx")).readings
    assert reading.unit.rule != "form"
    assert [one.title for one in reading.initiatives] == ["Họp không giấy"]


def test_a_form_of_another_campaign_is_asked_about() -> None:
    document = parsed(word())
    code = Identity("cchc-2023", "registration", SCHOOL.code, version_of(CAMPAIGN, "registration")).code
    (reading,) = understood(replace(document, properties=(("mailbot-form", code),))).readings
    assert reading.doubts == ("Biểu mẫu mang mã của phong trào khác (cchc-2023).",)


@pytest.mark.parametrize("carrier", ["mailbot-form", "alias", "qr", "mb_form"])
def test_any_one_carrier_is_enough(carrier: str) -> None:
    document = parsed(word())
    code = form_of(CAMPAIGN, "registration", SCHOOL).identity.code
    shown = f'"{code}"' if carrier == "mb_form" else code
    body = tuple(block for block in document.blocks if block.flow == "body")
    (reading,) = understood(replace(document, blocks=body, properties=((carrier, shown),))).readings
    assert (reading.unit.unit, reading.unit.rule) == (SCHOOL.code, "form")
    assert reading.sure is (carrier != "qr")  # a QR code is read from pictures of pages only


def test_the_printed_code_alone_is_enough() -> None:
    (reading,) = understood(replace(parsed(word()), properties=())).readings
    assert (reading.unit.unit, reading.unit.rule, reading.sure) == (SCHOOL.code, "form", True)


# --- The code ---------------------------------------------------------------------------------------------------


def test_a_code_says_the_identity_again_whatever_the_case() -> None:
    for identity in issued(CAMPAIGN, (unit.code for unit in ROSTER)):
        assert identity_of(identity.code) == identity
        assert identities_in(f"mã biểu mẫu: {identity.code.lower()} (giữ nguyên)") == (identity,)


def test_a_code_in_which_a_line_ended_is_the_same_code() -> None:
    code = form_of(CAMPAIGN, "registration", SCHOOL).identity.code
    for place in [at for at, letter in enumerate(code) if letter in "-/"] + [len(code) - 1, len(code) - 8]:
        broken = f"Mã biểu mẫu: {code[: place + 1]}\n{code[place + 1 :]}"
        assert place < code.index("/") or identities_in(broken) == (identity_of(code),), broken


def test_a_code_with_one_wrong_letter_is_none() -> None:
    code = form_of(CAMPAIGN, "registration", SCHOOL).identity.code
    for place, letter in enumerate(code):
        wrong = f"{code[:place]}{'A' if letter != 'A' else 'B'}{code[place + 1 :]}"
        assert identity_of(wrong) is None or letter == "/"


def test_a_code_that_ocr_misread_is_found_among_those_that_were_issued() -> None:
    known = tuple(issued(CAMPAIGN, (unit.code for unit in ROSTER)))
    identity = form_of(CAMPAIGN, "report", SCHOOL).identity
    assert nearest(identity.code.replace("0", "O").replace("1", "I"), known) == identity
    assert nearest("CONG VAN SO 12/SGDDT-TCCB/2024/VP", known) is None
