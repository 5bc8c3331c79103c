from importlib.resources import files

from rules.document import ParsedDocument, Text, Where
from rules.initiative import Understanding
from rules.papers.understand import understand
from rules.roster import Roster, Unit
from rules.setup.campaign_file import parse_campaign

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
