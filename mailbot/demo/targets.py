"""What the demo knows beside mails: what units say of the targets of the plan, last year's figures, the appraisal.

Five units slip: a total that is smaller than what was reached, or none. Some leave a row empty, which is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mailbot.demo.luck import luck

TargetRow = tuple[str, str, str]  # total, reached, remark, as typed
Rows = Mapping[str, TargetRow]  # by the first words of the target on the form

OF_DEPARTMENTS = (
    "Giải quyết thủ tục hành chính đúng hạn",
    "Xử lý đơn, khiếu nại, tố cáo",
    "Gửi thư xin lỗi khi trễ hẹn",
    "Đạt mức độ hài lòng về dịch vụ giáo dục công lập",
    "Trao đổi văn bản điện tử có ký số (trừ văn bản mật)",
    "Tích hợp hệ thống chuyên ngành với cơ sở dữ liệu ngành, dùng mã định danh",
    "Có công chức, viên chức dùng thư điện tử công vụ",
    "Ký số văn bản, sổ đầu bài, học bạ số",
)
OF_SCHOOLS = (
    "Thanh toán không dùng tiền mặt",
    "Ký số văn bản trao đổi với Sở (trừ văn bản mật)",
    "Có giải pháp công nghệ thông tin bảo vệ dữ liệu cá nhân, theo Đề án 06",
    "Ký số văn bản, sổ đầu bài, học bạ số",
)
SLIPS: Mapping[str, tuple[str, TargetRow]] = MappingProxyType(
    {
        "phong-khtc": (OF_DEPARTMENTS[0], ("112", "118", "")),
        "thpt-so-1-bat-xat": (OF_SCHOOLS[0], ("", "45", "")),
        "thpt-so-2-bac-ha": (OF_SCHOOLS[1], ("36", "63", "")),
        "thpt-so-3-bao-thang": (OF_SCHOOLS[3], ("", "52", "cả viên chức hợp đồng")),
        "ptdtnt-bao-yen": (OF_SCHOOLS[1], ("80", "88", "")),
    }
)
"""By unit: the row that cannot be right."""


LAST_YEAR: Mapping[str, str] = MappingProxyType(
    {"tthc-dung-han": "1.105/1.150 (96,1%)", "khong-tien-mat": "1.820/2.000 (91%)", "dang-ky-phong": "09/10 (90%)"}
)
"""By the code of a target: what was reached in 2023."""


@dataclass(frozen=True, slots=True)
class Appraised:
    """What the office gives an initiative: points by the code of the criterion, and the award."""

    unit: str
    idea: str
    points: tuple[tuple[str, float], ...]
    award: str

    def cells(self, award: str) -> tuple[tuple[str, str | float], ...]:
        """Column -> value; `award` is the name of that column."""
        return (*self.points, (award, self.award))


_PRAISE, _CERTIFICATE = "Bằng khen của Chủ tịch UBND tỉnh", "Giấy khen của Giám đốc Sở"
APPRAISAL = (
    Appraised("ptdtnt-bac-ha", "an-ban-tru", (("tinh-moi", 28), ("hieu-qua", 39)), _PRAISE),
    Appraised("thpt-so-2-bao-thang", "ky-so-hoc-ba", (("tinh-moi", 25), ("hieu-qua", 38)), _CERTIFICATE),
    Appraised("thpt-so-2-tp-lao-cai", "dong-bo-diem", (("tinh-moi", 22), ("hieu-qua", 35)), _CERTIFICATE),
)
PLAN = ("15/KH-SGDĐT", date(2024, 3, 20))
GUIDANCE = ("40/HD-SGDĐT", date(2024, 4, 5), "thực hiện phong trào thi đua “Cải cách hành chính” năm 2024")


def rows_of(code: str) -> Rows:
    """Every row that the unit fills in."""
    return MappingProxyType({label: row for label in _labels(code) if any(row := _row(code, label))})


def _labels(code: str) -> tuple[str, ...]:
    return OF_DEPARTMENTS if code.startswith("phong-") else OF_SCHOOLS


def _row(code: str, label: str) -> TargetRow:
    slip = SLIPS.get(code)
    if slip and slip[0] == label:
        return slip[1]
    chance = luck("chỉ tiêu", code, label)
    if chance.random() < 0.1:
        return "", "", ""
    whole = chance.randint(8, 240)
    reached = whole if chance.random() < 0.6 else whole - chance.randint(1, max(1, whole // 12))
    return str(whole), str(reached), ""
