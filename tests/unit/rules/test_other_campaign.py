"""A quite different campaign (three stages, other fields, labels, units) is read without a line of code."""

from functools import cache

from rules.campaign import Campaign
from rules.document import Block, Table
from rules.initiative import Understanding
from rules.papers.understand import understand
from rules.roster import Roster
from rules.setup.campaign_file import parse_campaign
from rules.setup.roster_file import parse_roster
from tests.unit.rules.papers import ROOT, document, found, grid, header, title

DATA = ROOT / "tests" / "data"


@cache
def campaign() -> Campaign:
    return parse_campaign((DATA / "campaigns/sang-tao-2025.toml").read_text("utf-8"), "sang-tao-2025.toml")


@cache
def roster() -> Roster:
    content = (DATA / "rosters/hai-phong-2025.csv").read_bytes()
    return parse_roster(content, "hai-phong-2025.csv", campaign().unit_kinds).roster


def head(unit: str) -> Table:
    return header(unit, "Số: 5/CCTT", "ngày 10 tháng 3 năm 2025", above="SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")


def read(*blocks: Block | str | list[Block]) -> Understanding:
    return understand((document(*blocks),), campaign(), roster())


def test_the_first_stage_is_read_from_a_form() -> None:
    understanding = read(
        head("CHI CỤC TRỒNG TRỌT VÀ BẢO VỆ THỰC VẬT"),
        title("PHIẾU ĐỀ XUẤT", "Đề tài sáng tạo kỹ thuật năm 2025"),
        "1. Tên đề tài: Máy gieo hạt bằng điện thoại",
        "2. Chủ nhiệm: Phạm Văn Mẫu - Chi cục trưởng",
        "3. Đối tượng: Lúa",
        "4. Kinh phí đề nghị: 125,5",
    )
    values = {"leader": ("Phạm Văn Mẫu",), "crop": "trong-trot", "budget": 125.5}
    assert found(understanding) == {("de-xuat", "cc-trong-trot"): {"Máy gieo hạt bằng điện thoại": values}}
    assert understanding.readings[0].sure


def test_the_second_stage_is_read_from_headings() -> None:
    understanding = read(
        head("CHI CỤC THỦY SẢN"),
        title("BẢN THUYẾT MINH ĐỀ TÀI", "Hội thi sáng tạo kỹ thuật năm 2025"),
        "I. TÊN ĐỀ TÀI: Quạt nước năng lượng mặt trời",
        "II. CHỦ NHIỆM: Vũ Thị Ví Dụ",
        "III. NHÓM ĐỐI TƯỢNG: Nuôi trồng thủy sản",
        "IV. DỰ TOÁN KINH PHÍ: 1.250",
    )
    values = {"leader": ("Vũ Thị Ví Dụ",), "crop": "thuy-san", "budget": 1250.0}
    assert found(understanding) == {("thuyet-minh", "cc-thuy-san"): {"Quạt nước năng lượng mặt trời": values}}


def test_the_third_stage_is_read_from_a_table() -> None:
    understanding = read(
        head("CHI CỤC THỦY SẢN"),
        title("BÁO CÁO NGHIỆM THU", "Hội thi sáng tạo kỹ thuật năm 2025"),
        grid(
            ("TT", "Đề tài", "Chủ nhiệm đề tài", "Ngày nghiệm thu", "Tăng năng suất"),
            ("1", "Quạt nước năng lượng mặt trời", "Vũ Thị Ví Dụ", "12/11/2025", "15%"),
        ),
    )
    values = {"leader": ("Vũ Thị Ví Dụ",), "accepted-on": "2025-11-12", "gain": 15.0}
    assert found(understanding) == {("nghiem-thu", "cc-thuy-san"): {"Quạt nước năng lượng mặt trời": values}}


def test_what_belongs_to_another_campaign_is_other() -> None:
    understanding = read(
        head("CHI CỤC THỦY SẢN"),
        title("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2025"),
        grid(("TT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Vũ Thị Ví Dụ")),
    )
    assert [verdict.kind for verdict in understanding.documents] == ["other"]
    assert not understanding.readings
