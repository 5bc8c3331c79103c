"""Answers that a person might type, and some that nobody would: long, odd, formula-like, in many lines."""

import random
from datetime import date, timedelta

from rules.campaign import Campaign, FieldSpec
from rules.initiative import Json

_WORDS = [
    "họp",
    "không",
    "giấy",
    "tờ",
    "trong",
    "sinh",
    "hoạt",
    "tổ",
    "chuyên",
    "môn",
    "của",
    "nhà",
    "trường",
    "rút",
    "ngắn",
    "thời",
    "gian",
    "giải",
    "quyết",
    "thủ",
    "tục",
    "hành",
    "chính",
    "cho",
    "phụ",
    "huynh",
    "học",
    "sinh",
    "Thuỷ",
    "Thủy",
    "hoà",
    "hòa",
    "uỷ",
    "ban",
    "CNTT",
    "THPT",
    "2024",
    "15/8",
    "và/hoặc",
    "e-mail",
    "Wi-Fi",
    "98,5%",
    "1.250",
    "(một)",
    "“trích",
    "dẫn”",
    '"thẳng"',
    "‘đơn’",
    "A&B",
    "<thẻ>",
    "x_y",
    "#1",
    "*sao*",
    "[ngoặc]",
    "{nhọn}",
    "C:\\tệp",
    "₫",
    "€",
    "½",
    "→",
    "≥",
]
_PICTURES = ["🙂", "🎓", "✅", "👍🏽", "한", "漢"]
"""A PDF says these only where the program that made it had a font for them."""
_ODD = (
    "=1+1", "=SUM(A1:A9)", "+84 214 3 000 000", "-5", "@dia-chi", "'0123", "- gạch đầu dòng", "+ cộng", "1. mục một",
    "a) điểm a", "=HYPERLINK(\"http://mau.example\")", "#REF!", "TRUE", "00123", "1e5", "25/8/2024", "0,5", "|ống|",
    "Không", "không có", "…", "N/A", "& < > \" '", "&amp; &lt;", "%s {0} ${x}", "\\n", "Kết quả đạt được",
    "Nội dung chính: thử", "Tên đơn vị", "Mô hình, giải pháp, sáng kiến thứ 2", "[…chỗ trống]",
)  # fmt: skip
_SYLLABLES = [
    "An",
    "Bình",
    "Cường",
    "Dung",
    "Đức",
    "Giang",
    "Hà",
    "Hiếu",
    "Hoa",
    "Hùng",
    "Khánh",
    "Lan",
    "Linh",
    "Mai",
    "Nam",
    "Ngọc",
    "Phương",
    "Quân",
    "Sơn",
    "Thảo",
]
_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Giàng", "Vàng", "Lý", "Sùng", "Thào"]
_MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Quốc", "A")


def phrase(dice: random.Random, least: int, most: int) -> str:
    return " ".join(dice.choice((*_WORDS, *_PICTURES)) for _ in range(dice.randint(least, most)))


def without_pictures(text: str) -> str:
    for picture in _PICTURES:
        text = text.replace(picture, "ảnh")
    return text


def text(dice: random.Random) -> str:
    """One to many lines; now and then a tab, an empty line, white space at the ends, several pages."""
    roll = dice.random()
    if roll < 0.25:
        return dice.choice(_ODD)
    if roll < 0.3:
        return "\n".join(phrase(dice, 20, 60) for _ in range(dice.randint(4, 9)))
    lines = [
        dice.choice((phrase(dice, 1, 25), phrase(dice, 1, 4), dice.choice(_ODD))) for _ in range(dice.randint(1, 5))
    ]
    joined = "\n".join(lines)
    if roll < 0.5:
        joined = joined.replace(" ", "\t", 1)
    return f" {joined}  " if roll > 0.9 else joined


def value(spec: FieldSpec, dice: random.Random) -> Json:
    if spec.kind == "choice":
        return dice.choice(spec.choices).code
    if spec.kind == "people":
        names = (
            f"{dice.choice(_FAMILY)} {dice.choice(_MIDDLE)} {dice.choice(_SYLLABLES)}"
            for _ in range(dice.randint(1, 5))
        )
        return tuple(dict.fromkeys(names))
    if spec.kind in ("percent", "number"):
        return float(dice.choice((dice.randint(0, 100), round(dice.uniform(0, 100), 2))))
    if spec.kind == "date":
        return (date(2024, 1, 1) + timedelta(days=dice.randint(0, 365))).isoformat()
    if spec.kind == "period":
        return f"Từ tháng {dice.randint(1, 6)}/2024 đến tháng {dice.randint(7, 12)}/2024"
    return text(dice)


def items(campaign: Campaign, stage: str, dice: random.Random) -> tuple[dict[str, Json], ...]:
    """1 to 30 initiatives with different titles; any answer but the title may be missing."""
    found = []
    for number in range(dice.choice((1, 1, 2, 3, 5, 8, 30))):
        item: dict[str, Json] = {"title": f"{phrase(dice, 2, 18)} {number}"}
        for spec in campaign.fields_of(stage):
            if spec.code != "title" and dice.random() < 0.85:
                item[spec.code] = value(spec, dice)
        found.append(item)
    return tuple(found)
