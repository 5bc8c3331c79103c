"""Invented people: names as they are heard in Lào Cai, drawn by a generator with a fixed seed."""

import random
from collections.abc import Iterator

from mailbot.demo.luck import luck
from mailbot.demo.script import Person

_KINH = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đỗ", "Bùi", "Hoàng", "Đặng", "Ngô", "Đinh", "Lương", "Hà", "Mai")
_MIDDLE_MEN = ("Văn", "Đức", "Quang", "Hữu", "Minh", "Xuân", "Trọng", "Công")
_MIDDLE_WOMEN = ("Thị", "Thị Thu", "Thị Hồng", "Thị Bích", "Thanh", "Thị Kim", "Thùy")
_MEN = ("Thắng", "Hưng", "Tuấn", "Khoa", "Vinh", "Toàn", "Lâm", "Quyết", "Sơn", "Chiến", "Bình", "Nghĩa", "Duy", "Phúc")
_WOMEN = ("Hạnh", "Nhung", "Huệ", "Trang", "Thúy", "Loan", "Ngân", "Hòa", "Tuyết", "Yến", "Mơ", "Diệp", "Oanh", "Thảo")
_HIGHLAND_MEN = (
    "Giàng A Chớ", "Vàng Seo Lử", "Sùng A Páo", "Thào A Dình", "Lù Văn Phẩm", "Tẩn Láo Sử", "Phàn A Chẳn",
    "Chảo Láo Tả", "Lò Văn Inh", "Má A Sì", "Hầu Seo Chúng", "Bàn Văn Quan", "Lý Láo Lở", "Cư A Sinh",
)  # fmt: skip
_HIGHLAND_WOMEN = (
    "Giàng Thị Dợ", "Vàng Thị Mỷ", "Sùng Thị Chư", "Lù Thị Xuyến", "Tẩn Mẩy Nải", "Phàn Mẩy Pham", "Chảo Mùi Ghến",
    "Lò Thị Panh", "Má Thị Ly", "Hoàng Thị Then", "Bàn Thị Liều", "Lý Thị Sểnh", "Thào Thị Say", "Cư Thị Dung",
)  # fmt: skip

_SCHOOL_ROLES = ("Phó Hiệu trưởng", "Văn thư", "Kế toán", "Tổ trưởng chuyên môn", "Giáo viên", "Bí thư Đoàn trường")
_OFFICE_ROLES = ("Phó Trưởng phòng", "Chuyên viên", "Chuyên viên chính")
SCHOOL_GROUPS = ("Tổ Văn phòng", "Ban Giám hiệu", "Chi đoàn giáo viên", "Tổ Tin học", "Công đoàn cơ sở")


def staff(unit: str, office: bool) -> Iterator[Person]:
    """The people of a unit, always the same and in the same order; they never repeat within a unit."""
    chance = luck("nhân sự", unit)
    seen: set[str] = set()
    while True:
        name, form = _name(chance)
        if name in seen:
            continue
        seen.add(name)
        yield Person(name, chance.choice(_OFFICE_ROLES if office else _SCHOOL_ROLES), form)


def head_of(unit: str, kind: str) -> Person:
    """The head of a unit, who signs its papers."""
    chance = luck("thủ trưởng", unit)
    title = {"truong": "Hiệu trưởng", "trung-tam": "Giám đốc", "phong": "Trưởng phòng"}[kind]
    return Person(_name(chance)[0], _OFFICE_HEADS.get(unit, title))


_OFFICE_HEADS = {"phong-vp": "Chánh Văn phòng", "phong-ttra": "Chánh Thanh tra"}


def _name(chance: random.Random) -> tuple[str, str]:
    woman = chance.random() < 0.5
    if chance.random() < 0.3:
        return chance.choice(_HIGHLAND_WOMEN if woman else _HIGHLAND_MEN), "Cô" if woman else "Thầy"
    middle = chance.choice(_MIDDLE_WOMEN if woman else _MIDDLE_MEN)
    given = chance.choice(_WOMEN if woman else _MEN)
    return f"{chance.choice(_KINH)} {middle} {given}", "Cô" if woman else "Thầy"
