"""The look of an administrative document: NĐ 30/2020/NĐ-CP, Phụ lục I, as one table of measures.

Millimetres for places, points for type. All values lie inside the ranges of the decree; the margins, sizes and gaps
are those of its own annex.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right", "both"]

FACE = "Times New Roman"
PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 25.0, 20.0, 35.0, 20.0
HEADER = 10.0  # from the upper edge of the page to the page number
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
WIDE_TEXT = PAGE[1] - LEFT - RIGHT  # of a landscape page
HEAD_SHARES = (0.4, 0.6)  # agency, Quốc hiệu
HALF_SHARES = (0.5, 0.5)  # recipients, signature
MOTTO_SQUEEZE = -0.3  # points between the letters of Quốc hiệu: 13 points bold would miss 60 % of 155 mm by 3 mm

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"

# Words of two syllables that a subject does not break: what the titles of campaigns are made of.
_WORDS = """
báo cáo, kết quả, tổng hợp, đăng ký, thực hiện, mô hình, giải pháp, sáng kiến, phong trào, thi đua, đẩy mạnh, phát động,
công tác, cải cách, hành chính, chuyển đổi, giáo dục, đào tạo, hằng năm, giai đoạn, năm học, triển khai, kế hoạch,
nhiệm vụ, chất lượng, nâng cao, cách làm, quản lý, ứng dụng, công nghệ, thông tin
"""
KEPT_TOGETHER = frozenset(word.strip() for word in _WORDS.split(","))


@dataclass(frozen=True, slots=True)
class Look:
    """How one block is set. `first` is the indent of its first line in mm; gaps and leading are in points and lines."""

    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    lines: float = 1.0
    keep_next: bool = False


LOOKS: dict[str, Look] = {
    "nation": Look(13, bold=True, align="centre"),
    "motto": Look(14, bold=True, align="centre"),
    "superior": Look(13, align="centre"),
    "agency": Look(13, bold=True, align="centre"),
    "regarding": Look(13, align="centre", before=6),
    "number": Look(13, align="centre", before=4),
    "date": Look(14, italic=True, align="centre", before=4),
    "draft": Look(13, bold=True, align="centre", before=6),
    "kind": Look(14, bold=True, align="centre", before=18, keep_next=True),
    "subject": Look(14, bold=True, align="centre", keep_next=True),
    "to": Look(14, align="centre", before=12, after=6),
    "to-first": Look(14, align="left", before=12),
    "to-line": Look(14, align="left"),
    "basis": Look(14, italic=True, align="both", first=10, before=6, lines=1.1),
    "body": Look(14, align="both", first=10, before=6, lines=1.1),
    "item": Look(14, align="both", first=10, before=6, lines=1.1),
    "phan": Look(14, bold=True, align="centre", before=12, lines=1.1, keep_next=True),
    "muc": Look(14, bold=True, align="both", first=10, before=12, lines=1.1, keep_next=True),
    "khoan": Look(14, bold=True, align="both", first=10, before=6, lines=1.1, keep_next=True),
    "diem": Look(14, align="both", first=10, before=6, lines=1.1, keep_next=True),
    "table-title": Look(13, bold=True, align="centre", before=10, after=4, keep_next=True),
    "table-head": Look(12, bold=True, align="centre"),
    "cell": Look(12),
    "wide-head": Look(11, bold=True, align="centre"),
    "wide-cell": Look(11),
    "note": Look(12, italic=True, align="left", before=6),
    "brief": Look(12, align="both", before=4),
    "recipients": Look(12, bold=True, italic=True),
    "recipient": Look(11),
    "authority": Look(14, bold=True, align="centre", keep_next=True),
    "signer": Look(14, bold=True, align="centre", before=80),
    "appendix": Look(14, bold=True, align="centre", keep_next=True),
    "appendix-title": Look(14, bold=True, align="centre", keep_next=True),
    "attached": Look(14, italic=True, align="centre", keep_next=True, after=8),
    "page": Look(14, align="centre"),
    "form-guide": Look(11, italic=True, align="both", first=10, before=2),
    "form-part": Look(13, bold=True, before=8, after=3, keep_next=True),
    "form-hint": Look(10, italic=True),
    "form-prompt": Look(12, italic=True),
    "form-sign": Look(12, italic=True, align="centre"),
    "form-code": Look(10, bold=True),
    "form-gap": Look(6),
}
