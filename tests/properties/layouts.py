"""A generator of documents as units might send them: random layouts, labels, orders and mistakes, with the answer.

`draw(random)` gives a document of the neutral model together with what should be understood of it. The words are
those that clerks use; the campaign file knows many of them, typing errors make others of them.
"""

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rules.document import Block, Cell, ParsedDocument, Table, Text
from rules.initiative import Json
from rules.roster import Unit
from tests.unit.rules.papers import HERE, MOTTO, cell, grid, roster, text, title

Random = random.Random

TITLES = (
    "Số hóa hồ sơ tuyển sinh lớp 6",
    "Ngày không hẹn",
    "Họp không giấy",
    "Hộp thư góp ý điện tử",
    "Học bạ trao tay",
    "Tra cứu văn bằng trực tuyến qua mã QR",
    "Sổ theo dõi văn bản đến có nhắc hạn tự động",
    "Sáng thứ Bảy vì phụ huynh",
    "Thi đua “Văn bản đi không lỗi thể thức”",
    "Kết quả học tập gửi phụ huynh trong ngày",
    "Một chạm - đủ thông tin nội trú",
    "Đăng ký nghỉ phép trên biểu mẫu trực tuyến",
    "Báo cáo nhanh bằng biểu mẫu dùng chung",
    "Giờ tiếp phụ huynh sau 17 giờ",
    "Nội dung họp được gửi trước 03 ngày trên nhóm chung",
    "Thời gian trả hồ sơ không quá 01 ngày",
    "Người dân không phải chờ: lấy số thứ tự qua điện thoại",
    "Bảng phân công trực tuyến của viên chức",
)
FAMILY = ("Nguyễn", "Trần", "Vàng", "Giàng", "Lý", "Đoàn", "Bàn", "Phàn", "Trương", "Ban", "Lồ", "Cư", "Ngô")
MIDDLE = ("Văn", "Thị", "Seo", "A", "Thị Thu", "Đức", "Láo", "Thị Kim", "Ông", "Quang")
GIVEN = ("An", "Bình", "Dìn", "Páo", "Thủy", "Hòa", "Chư", "Mẩy", "Ú", "Quý", "Tổ", "Oanh")
POSITIONS = (
    "Hiệu trưởng",
    "Phó Hiệu trưởng",
    "Giáo viên",
    "Văn thư",
    "Tổ trưởng tổ Văn phòng",
    "GV",
    "Bí thư Đoàn trường",
)
GROUPS = (
    "Tổ Văn phòng",
    "Ban Giám hiệu",
    "Đoàn Thanh niên",
    "Tổ Toán - Tin",
    "Tập thể cán bộ, giáo viên, nhân viên nhà trường",
)
AREAS = {
    "the-che": ("Cải cách thể chế", "Thể chế"),
    "tthc": ("Thủ tục hành chính", "TTHC", "Cải cách TTHC"),
    "bo-may": ("Tổ chức bộ máy", "Bộ máy"),
    "cong-vu": ("Chế độ công vụ", "Công vụ"),
    "tai-chinh-cong": ("Cải cách tài chính công", "TC công"),
    "chinh-quyen-so": ("Chính quyền số", "Chuyển đổi số", "CĐS"),
    "chi-dao": ("Công tác chỉ đạo, điều hành", "Chỉ đạo điều hành CCHC"),
}
KINDS = {"mo-hinh": "Mô hình", "giai-phap": "Giải pháp", "sang-kien": "Sáng kiến", "cach-lam-hay": "Cách làm hay"}
PERIODS = ("Từ tháng 4/2024 đến tháng 10/2024", "T4/2024 - T10/2024", "Quý III/2024", "9-10/2024", "Năm học 2024-2025")
TEXTS = {
    "content": ("Lập lịch hẹn trực tuyến; phụ huynh chỉ đến trường một lần.", "Quét, đặt tên tệp theo mã định danh."),
    "expected": ("100% hồ sơ trả đúng hẹn.", "Giảm 40% thời gian họp so với cùng kỳ."),
    "result": ("Tiếp nhận 1.486 lượt, trả đúng hạn.", "Giảm 22% lượng giấy in so với cùng kỳ năm 2023."),
}
LABELS = {
    "title": (
        "Tên sáng kiến, giải pháp",
        "Tên mô hình, giải pháp, sáng kiến",
        "Tên SK, giải pháp",
        "Tên các mô hình, giải pháp",
    ),
    "owners": (
        "Người thực hiện",
        "Tác giả",
        "Cá nhân, tập thể thực hiện",
        "Người chủ trì",
        "Phân công thực hiện",
        "Đ/c phụ trách",
    ),
    "field": ("Lĩnh vực", "Lĩnh vực CCHC", "Thuộc lĩnh vực", "Thuộc nội dung CCHC", "Lĩnh vực đăng ký"),
    "type": ("Loại", "Loại hình", "Phân loại", "Loại hình đăng ký"),
    "content": (
        "Nội dung",
        "Nội dung chính",
        "Tóm tắt nội dung",
        "Cách thức thực hiện",
        "Mô tả giải pháp",
        "Nội dung, cách làm",
    ),
    "period": ("Thời gian", "Thời gian thực hiện", "Thời gian áp dụng", "Thời hạn hoàn thành"),
    "expected": ("Kết quả dự kiến", "Dự kiến hiệu quả", "Kết quả mong đợi", "Dự kiến kết quả đạt được"),
    "result": ("Kết quả", "Kết quả đạt được", "Kết quả, hiệu quả", "Hiệu quả mang lại"),
    "completion": ("Tỷ lệ hoàn thành", "Mức độ hoàn thành (%)", "Tỉ lệ hoàn thành"),
    "ignored": ("Ghi chú", "Chức vụ", "Khả năng nhân rộng", "Sự cần thiết"),
}
HEADINGS = {
    "registration": (
        ("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024"),
        ("PHIẾU ĐĂNG KÝ", "Sáng kiến, giải pháp CCHC năm 2024"),
        ("BẢN ĐĂNG KÍ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024",),
    ),
    "report": (
        ("BÁO CÁO", "Kết quả thực hiện mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024"),
        ("BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN", "Các mô hình, giải pháp về CCHC đã đăng ký năm 2024"),
    ),
}
OWN = {"registration": ("expected",), "report": ("result", "completion")}
NUMBERS: tuple[Callable[[int], str], ...] = (
    lambda i: f"{i}. ",
    lambda i: f"{i}) ",
    lambda _: "- ",
    lambda _: "",
    lambda i: f"{'abcdeghiklm'[i - 1]}) ",
)


@dataclass(frozen=True)
class Drawn:
    """A document and the answer: (stage, unit) and the values by title."""

    document: ParsedDocument
    stage: str
    unit: str | None
    initiatives: Mapping[str, Mapping[str, Json]]


@dataclass(frozen=True)
class One:
    """One initiative: what the document says, and what that means."""

    written: Mapping[str, str]
    meant: Mapping[str, Json]


def draw(random: Random) -> Drawn:
    """A document of a random layout."""
    unit = random.choice(roster().units)
    layout = random.choice((listed, listed, labelled, labelled, in_a_form, transposed, under_headings))
    stage = "report" if layout is under_headings else random.choice(("registration", "report"))
    content, fields = layout(random, stage)
    head = header(random, unit)
    blocks = (*head, *title(*random.choice(HEADINGS[stage])), *content, *signature(random))
    meant = {str(one.meant["title"]): {c: one.meant[c] for c in codes if c != "title"} for one, codes in fields}
    return Drawn(ParsedDocument("van ban.docx", "docx", blocks), stage, unit.code if head else None, meant)


Content = tuple[list[Block], list[tuple[One, Sequence[str]]]]


def initiatives(random: Random, stage: str, most: int = 4) -> list[One]:
    return [one(random, stage, name) for name in random.sample(TITLES, random.randint(1, most))]


def one(random: Random, stage: str, name: str) -> One:
    names, owners = people(random)
    area, kind = random.choice(tuple(AREAS)), random.choice(tuple(KINDS))
    written = {"title": name, "owners": owners, "field": random.choice(AREAS[area]), "type": KINDS[kind]}
    meant: dict[str, Json] = {"title": name, "owners": names, "field": area, "type": kind}
    written["period"] = random.choice(PERIODS)
    written |= {code: random.choice(TEXTS[code]) for code in ("content", *OWN[stage]) if code in TEXTS}
    meant |= {code: written[code] for code in ("period", "content", "expected", "result") if code in written}
    if stage == "report":
        share = random.choice((100.0, 95.0, 87.5))
        written["completion"], meant["completion"] = f"{share:g}%".replace(".", ","), share
    return One(written, meant)


def people(random: Random) -> tuple[tuple[str, ...], str]:
    if random.random() < 0.2:
        group = random.choice(GROUPS)
        return (group,), group
    names: list[str] = []
    for _ in range(random.randint(1, 3)):
        names.append(f"{random.choice(FAMILY)} {random.choice(MIDDLE)} {random.choice(GIVEN)}")
    names = list(dict.fromkeys(names))
    separator, shape = random.choice(
        (
            ("; ", "{} - {p}"),
            (", ", "{} ({p})"),
            ("\n", "{}"),
            ("; ", "{}"),
            (" và ", "Đ/c {}"),
            ("; ", "{}, {p}"),
            ("\n", "- {}"),
        )
    )
    return tuple(names), separator.join(shape.format(name, p=random.choice(POSITIONS)) for name in names)


def header(random: Random, unit: Unit) -> list[Block]:
    above = random.choice(("SỞ GD&ĐT LÀO CAI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO LÀO CAI", "SỞ GD-ĐT LÀO CAI"))
    words = unit.name.upper().split()
    cut = random.randint(2, len(words)) if len(words) > 3 else len(words)
    own = [part for part in (" ".join(words[:cut]), " ".join(words[cut:])) if part]
    day = "Lào Cai, ngày 20 tháng 8 năm 2024"
    shape = random.choice(("table", "table", "lines", "mixed", "none"))
    if shape == "table":
        return [grid(("\n".join([above, *own]), MOTTO), ("", day))]
    if shape == "lines":
        return [text(line) for line in (above, *own, *MOTTO.split("\n"), day)]
    if shape == "mixed":
        motto, liberty = MOTTO.split("\n")
        return [text(f"{above}   {motto}"), text(f"{own[0]}   {liberty}"), *(text(line) for line in own[1:]), text(day)]
    return []


def signature(random: Random) -> list[Block]:
    if random.random() < 0.5:
        return [grid(("NGƯỜI LẬP BIỂU\nNguyễn Văn Mẫu", "HIỆU TRƯỞNG\nTrần Thị Mẫu"))]
    return [text("Lào Cai, ngày 20 tháng 8 năm 2024"), text("HIỆU TRƯỞNG"), text("Trần Thị Mẫu")]


def chosen(random: Random, stage: str, always: Sequence[str] = ()) -> list[str]:
    """Which fields a document has, in its order; the title and those of its stage are always among them."""
    rest = [
        code for code in ("owners", "field", "type", "content", "period") if code in always or random.random() < 0.7
    ]
    rest += OWN[stage]
    random.shuffle(rest)
    return ["title", *rest]


def label(random: Random, code: str) -> str:
    return mistyped(random, random.choice(LABELS[code]))


def mistyped(random: Random, words: str) -> str:
    """Sometimes a letter too few or too many, two letters exchanged, capitals, no accents."""
    if random.random() > 0.1 or len(words) < 10:
        return words
    at = random.randrange(2, len(words) - 2)
    if not (words[at].isalpha() and words[at + 1].isalpha()):
        return words.upper()
    plain = "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    exchanged = words[:at] + words[at + 1] + words[at] + words[at + 2 :]
    return random.choice((words[:at] + words[at + 1 :], words[:at] + words[at] + words[at:], exchanged, plain))


def listed(random: Random, stage: str) -> Content:
    """A table with a row per initiative: order, levels of the header, separators, totals, crosses at random."""
    codes = chosen(random, stage, ("owners",))
    if random.random() < 0.4:
        random.shuffle(codes)
    labels = {code: label(random, code) for code in (*codes, "ignored")}
    crosses = "type" in codes and random.random() < 0.3
    parted = "period" in codes and random.random() < 0.3
    columns = [part for code in codes for part in _parts(code, labels[code], crosses=crosses, parted=parted)]
    upper = ["STT", *(above for above, _ in columns), labels["ignored"]]
    lower = ["^", *(below or "^" for _, below in columns), "^"]
    rows = [tuple(upper)]
    if any(below for _, below in columns):
        rows.append(tuple(lower if random.random() < 0.7 else [words.replace("^", "") for words in lower]))
    if random.random() < 0.3:
        rows.append(tuple(f"({i + 1})" for i in range(len(upper))))
    ones = initiatives(random, stage)
    for i, each in enumerate(ones, 1):
        if i == 1 and random.random() < 0.2:
            rows.append(("I. TẬP THỂ",))
        values = [value for code in codes for value in _values(code, each, crosses=crosses, parted=parted)]
        rows.append((str(i), *values, random.choice(("", "Toàn trường"))))
    if random.random() < 0.2:
        rows.append((f"Tổng số: {len(ones):02d} sáng kiến",))
    meant = [_in_two_places(each) if parted else each for each in ones]
    return [grid(*rows)], [(each, codes) for each in meant]


def _parts(code: str, words: str, *, crosses: bool, parted: bool) -> list[tuple[str, str]]:
    if code == "type" and crosses:
        return [(words if i == 0 else "<", kind) for i, kind in enumerate(KINDS.values())]
    if code == "period" and parted:
        return [(words, "Từ"), ("<", "Đến")]
    return [(words, "")]


def _values(code: str, each: One, *, crosses: bool, parted: bool) -> list[str]:
    if code == "type" and crosses:
        return ["x" if kind == each.written["type"] else "" for kind in KINDS.values()]
    if code == "period" and parted:
        return ["tháng 4/2024", "tháng 10/2024"]
    return [each.written[code]]


def _in_two_places(each: One) -> One:
    return One(each.written, {**each.meant, "period": "Từ tháng 4/2024 đến tháng 10/2024"})


def labelled(random: Random, stage: str) -> Content:
    """Paragraphs with labels; the value on the same line, on the next, behind leaders or behind a bold label."""
    codes = chosen(random, stage)
    if "type" in codes and random.random() < 0.5:
        codes = ["type", *(code for code in codes if code != "type")]
    labels = {code: label(random, code) for code in codes}
    number, shape = random.choice(NUMBERS), random.choice(("same", "same", "next", "leaders", "bold"))
    ones = initiatives(random, stage, most=3)
    blocks: list[Block] = []
    for i, each in enumerate(ones):
        if i:
            blocks += (
                title(*random.choice(HEADINGS[stage]))
                if random.random() < 0.5
                else [text("Sáng kiến tiếp theo", bold=True)]
            )
        for place, code in enumerate(codes, 1):
            blocks += _labelled(f"{number(place)}{labels[code]}", each.written[code].split("\n"), shape)
    return blocks, [(each, codes) for each in ones]


def _labelled(words: str, lines: list[str], shape: str) -> list[Block]:
    rest = [text(line) for line in lines[1:]]
    if shape == "next":
        return [text(f"{words}:"), text(lines[0]), *rest]
    if shape == "leaders":
        return [text(f"{words}:........ {lines[0]} ........"), *rest]
    if shape == "bold":
        return [Text(f"{words}: {lines[0]}", HERE, lead_bold=f"{words}:"), *rest]
    return [text(f"{words}: {lines[0]}"), *rest]


def in_a_form(random: Random, stage: str) -> Content:
    """A table per initiative with the labels in its first column, numbered or not."""
    codes = chosen(random, stage)
    labels = {code: label(random, code) for code in codes}
    numbered, headed = random.random() < 0.3, random.random() < 0.5
    ones = initiatives(random, stage, most=2)
    blocks: list[Block] = []
    for each in ones:
        rows = [("Nội dung", "Thông tin đăng ký")] if headed else []
        rows += [(labels[code] + random.choice(("", ":")), each.written[code]) for code in codes]
        blocks.append(grid(*((str(i), *row) if numbered else row for i, row in enumerate(rows, 1))))
        blocks.append(text("Giải pháp thứ hai", bold=True))
    return blocks[:-1], [(each, codes) for each in ones]


def transposed(random: Random, stage: str) -> Content:
    """A table with an initiative per column."""
    codes = chosen(random, stage, ("owners", "content"))
    ones = [one(random, stage, name) for name in random.sample(TITLES, random.randint(2, 3))]
    rows = [("Nội dung", *(f"Sáng kiến {i}" for i in range(1, len(ones) + 1)))] if random.random() < 0.5 else []
    rows += [(label(random, code), *(each.written[code] for each in ones)) for code in codes]
    return [_plain_grid(rows)], [(each, codes) for each in ones]


def _plain_grid(rows: Sequence[Sequence[str]]) -> Table:
    made: list[tuple[Cell, ...]] = [tuple(cell(words) for words in row) for row in rows]
    return Table(tuple(made), HERE)


def under_headings(random: Random, stage: str) -> Content:
    """A report whose headings are the initiatives, between parts that speak of other things."""
    codes = [
        "title",
        *(code for code in ("owners", "period", "content") if random.random() < 0.6),
        "result",
        "completion",
    ]
    section = random.choice(("{}. ", "{}/ ", "{}- ", "Phần {}. "))
    shape = random.choice(("quote", "colon", "label", "plain", "ordinal"))
    ones = [each for each in initiatives(random, stage, most=3) if shape != "quote" or "“" not in each.written["title"]]
    ones = ones or [one(random, stage, "Ngày không hẹn")]
    labels, number = {code: label(random, code) for code in codes}, random.choice(NUMBERS[2:])
    blocks: list[Block] = [
        text(section.format("I") + "CÔNG TÁC CHỈ ĐẠO", bold=True),
        text("Đã đăng ký với Sở từ tháng 8."),
    ]
    blocks.append(text(section.format("II") + "KẾT QUẢ THỰC HIỆN", bold=True))
    for i, each in enumerate(ones, 1):
        blocks.append(text(_heading(shape, i, each.written["type"], each.written["title"]), bold=True))
        for place, code in enumerate(codes[1:], 1):
            blocks += _labelled(f"{number(place)}{labels[code]}", each.written[code].split("\n"), "same")
    blocks += [text(section.format("III") + "TỒN TẠI, HẠN CHẾ", bold=True), text("Kinh phí hạn chế.")]
    codes = codes if shape == "plain" else [*codes, "type"]
    return blocks, [(each, codes) for each in ones]


def _heading(shape: str, i: int, kind: str, name: str) -> str:
    return {
        "quote": f"{i}. {kind} “{name}”",
        "colon": f"{i}. {kind}: {name}",
        "label": f"{i}. Tên {kind.lower()}: {name}",
        "ordinal": f"{kind} {i}: {name}",
    }.get(shape, f"{i}. {name}")
