"""Owners as units write them: names of persons and groups, nothing else."""

import pytest

from rules.papers.extract.people import people, with_capitals

CASES: dict[str, tuple[str, ...]] = {
    "Trần Thị Kim Oanh (Phó Trưởng phòng) và Nguyễn Đình Quý (Chuyên viên)": ("Trần Thị Kim Oanh", "Nguyễn Đình Quý"),
    "Đ/c Lự Văn Hoà\nTrưởng ban Thanh tra nhân dân;\nĐ/c Sầm Thị Thuỷ\nTổ trưởng tổ Văn": (
        "Lự Văn Hoà",
        "Sầm Thị Thuỷ",
    ),
    "Lồ Thị Mai - Tổ trưởng tổ Văn phòng; Má A Tủa - Giáo viên": ("Lồ Thị Mai", "Má A Tủa"),
    "Nguyễn Khắc Toàn - Phó Hiệu trưởng (chủ trì); Sùng Thị Dở - Văn thư": ("Nguyễn Khắc Toàn", "Sùng Thị Dở"),
    "thầy Đỗ Văn Phúc và cô Thào Thị Dí": ("Đỗ Văn Phúc", "Thào Thị Dí"),
    "ThS. Nguyễn Văn An, Th.S Trần Bình": ("Nguyễn Văn An", "Trần Bình"),
    "Ông Nguyễn Văn A, Hiệu trưởng; Bà Trần Thị B, Phó Hiệu trưởng": ("Nguyễn Văn A", "Trần Thị B"),
    "1. Giàng Seo Vần\n2. Hoàng Thị Lan Anh": ("Giàng Seo Vần", "Hoàng Thị Lan Anh"),
    "Phó Hiệu trưởng Nguyễn Văn A": ("Nguyễn Văn A",),
    "Nguyễn Văn A-Hiệu trưởng": ("Nguyễn Văn A",),
    "Nguyễn Văn A (0912.345.678)": ("Nguyễn Văn A",),
    "Chủ trì: Nguyễn Văn A; phối hợp: Trần Thị B": ("Nguyễn Văn A", "Trần Thị B"),
    "Tổ Toán - Tin": ("Tổ Toán - Tin",),
    "Phòng Đào tạo - Giáo vụ": ("Phòng Đào tạo - Giáo vụ",),
    "Phòng Chính trị, tư tưởng": ("Phòng Chính trị, tư tưởng",),
    "Tập thể CB, GV, NV nhà trường": ("Tập thể CB, GV, NV nhà trường",),
    "BGH, Tổ Văn phòng": ("BGH", "Tổ Văn phòng"),
    "Tổ Văn phòng (chủ trì); Nguyễn Thị Hoa": ("Tổ Văn phòng", "Nguyễn Thị Hoa"),
    "Đoàn Thị Thơm - Phó HT": ("Đoàn Thị Thơm",),
    "Đoàn Thanh niên": ("Đoàn Thanh niên",),
    "Hoàng Thị Na - Bí thư cùng BCH Đoàn trường": ("Hoàng Thị Na", "BCH Đoàn trường"),
    "nhóm GV: Phàn Mùi Pết; Lù A Chín": ("Phàn Mùi Pết", "Lù A Chín"),
    "LÊ VĂN An giáo viên": ("LÊ VĂN An",),
    "Bàn Thị Nái - Văn thư": ("Bàn Thị Nái",),
    "Trương Thị Bích Hạnh - Thư ký hội đồng": ("Trương Thị Bích Hạnh",),
    "Giáo viên chủ nhiệm khối 12": ("Giáo viên chủ nhiệm khối 12",),
    "Giàng Seo Mẩy Vàng Văn An": ("Giàng Seo Mẩy", "Vàng Văn An"),
    "Nguyễn Thị Thu An": ("Nguyễn Thị Thu An",),
    "Hoàng Thị Thị Hoa": ("Hoàng Thị Thị Hoa",),
    "....................": (),
}


@pytest.mark.parametrize(("text", "names"), CASES.items())
def test_owners_are_names_without_positions(text: str, names: tuple[str, ...]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("thầy hoàng văn sơn ạ", "thầy Hoàng Văn Sơn ạ"),
        ("co le thi hoa", "co Le Thi Hoa"),
        ("Chi đoàn giáo viên", "Chi đoàn giáo viên"),  # no "chị" in front of a "Đoàn"
    ],
)
def test_a_name_gets_the_capitals_that_it_is_spelled_with(written: str, spelled: str) -> None:
    assert with_capitals(written) == spelled
