from importlib.resources import files

from rules.document import ParsedDocument, Text, Where
from rules.initiative import Understanding
from rules.papers.understand import understand
from rules.roster import Roster, Unit
from rules.setup.campaign_file import parse_campaign
from tests.unit.rules.papers import document, header, read, title

_CAMPAIGN = parse_campaign((files("rules") / "campaigns" / "cchc-2024.toml").read_text("utf-8"), "cchc-2024.toml")
_ROSTER = Roster((Unit("ptdtnt-muong-khuong", "truong", "Trường PTDTNT THCS&THPT huyện Mường Khương"),))
_REGISTERS = (
    "Trường PTDTNT THCS&THPT huyện Mường Khương xin đăng ký mô hình “Buồng đọc hồ sơ tự phục vụ” về cải cách "
    "hành chính năm 2024."
)


def _read(body: str) -> Understanding:
    blocks = (Text(body, Where("nội dung thư", spot="dòng 1")),)
    return understand((ParsedDocument("nội dung thư", "body", blocks),), _CAMPAIGN, _ROSTER)


def test_a_sentence_that_a_paper_was_not_sent_takes_no_registration_back() -> None:
    read = _read(f"{_REGISTERS} Do mất điện nên nhà trường chưa gửi được văn bản, mong phòng ghi nhận.")
    assert [one.title for reading in read.readings for one in reading.initiatives] == ["Buồng đọc hồ sơ tự phục vụ"]
    assert not any(reading.sure for reading in read.readings)


def test_a_sentence_that_nothing_was_registered_registers_nothing() -> None:
    read = _read("Nhà trường chưa đăng ký mô hình “Buồng đọc hồ sơ tự phục vụ” về cải cách hành chính năm 2024.")
    assert read.readings == ()


def test_a_name_without_quotes_behind_a_noun_is_read_with_its_person_and_never_sure() -> None:
    sentence = (
        "Trường THPT số 2 Bảo Thắng xin đăng ký thực hiện mô hình Trường học không giấy tờ do đồng chí Vũ Thị Hậu"
        " phụ trách, thời gian từ tháng 9/2024 theo kế hoạch cải cách hành chính năm 2024."
    )
    (reading,) = read(document(header(), sentence, name="CV 87.docx")).readings
    (only,) = reading.initiatives
    assert (only.title, only.get("owners"), reading.sure) == ("Trường học không giấy tờ", ("Vũ Thị Hậu",), False)


def test_a_noun_before_the_campaign_or_a_small_letter_begins_no_name() -> None:
    sentences = ("xin đăng ký sáng kiến Cải cách hành chính năm 2024.", "sẽ đăng ký giải pháp phù hợp với nhà trường.")
    assert all(not read(document(header(), one, name="CV.docx")).readings for one in sentences)


def test_a_line_between_a_counted_noun_and_labels_is_its_name() -> None:
    lines = (
        "Mô hình 1",
        "Bếp ăn công khai thực đơn",
        "Phụ trách: Lương Văn Phúc",
        "Mô hình 2",
        "Thẻ mượn sách",
    )
    form = document(header(), title("ĐĂNG KÝ MÔ HÌNH CCHC NĂM 2024"), *lines, "Phụ trách: Lê Thị Mẫu")
    (reading,) = read(form).readings
    assert [(one.title, one.get("owners")) for one in reading.initiatives] == [
        ("Bếp ăn công khai thực đơn", ("Lương Văn Phúc",)),
        ("Thẻ mượn sách", ("Lê Thị Mẫu",)),
    ]
