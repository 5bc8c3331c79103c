"""Documents as units send them, one mistake or habit each, with what should be understood of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from rules.document import Block, Cell, ParsedDocument, Table, Text, Where
from rules.initiative import Json
from rules.mail import Mail
from tests.unit.rules.papers import (
    CODE,
    HERE,
    SCHOOL,
    Wanted,
    body,
    cell,
    differences,
    document,
    grid,
    header,
    mail,
    read,
    text,
    title,
)

LIST = title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024")
FORM = title("PHIẾU ĐĂNG KÝ", "Sáng kiến cải cách hành chính năm 2024")
REPORT = title("BÁO CÁO", "Kết quả thực hiện mô hình, giải pháp, sáng kiến CCHC năm 2024")

Item = tuple[str, Mapping[str, Json]]
NO_APPOINTMENT: Item = ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",)})
NO_PAPER: Item = ("Họp không giấy", {"owners": ("Trần Thị Bình",)})


@dataclass(frozen=True)
class Case:
    documents: ParsedDocument | tuple[ParsedDocument, ...]
    wanted: Wanted
    mail: Mail | None = None
    kinds: Mapping[str, str] | None = None


def case(
    documents: ParsedDocument | tuple[ParsedDocument, ...],
    wanted: Mapping[tuple[str, str | None], list[Item]],
    letter: Mail | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Case:
    return Case(documents, {key: dict(items) for key, items in wanted.items()}, letter, kinds)


def registered(unit: str | None, *items: Item) -> dict[tuple[str, str | None], list[Item]]:
    return {("registration", unit): list(items)}


def reported(unit: str | None, *items: Item) -> dict[tuple[str, str | None], list[Item]]:
    return {("report", unit): list(items)}


def one_cell(inside: Cell) -> Table:
    return Table(((inside,),), HERE)


def stamp(words: str) -> Block:
    return Text(words, HERE, flow="textbox")


CASES: dict[str, Case] = {
    "a row that names an area settles it for the rows below": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"),
                ("A. CẢI CÁCH THỦ TỤC HÀNH CHÍNH",),
                ("1", "Ngày không hẹn", "Nguyễn Văn An"),
                ("B. CHUYỂN ĐỔI SỐ",),
                ("1", "Họp không giấy", "Tổ Văn phòng"),
            ),
        ),
        registered(
            CODE,
            ("Ngày không hẹn", {"field": "tthc"}),
            ("Họp không giấy", {"field": "chinh-quyen-so", "owners": ("Tổ Văn phòng",)}),
        ),
    ),
    "a row that names a kind settles it for the rows below": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Tên mô hình, giải pháp", "Người thực hiện"),
                ("I", "MÔ HÌNH", ""),
                ("1", "Ngày không hẹn", "Nguyễn Văn An"),
                ("II", "GIẢI PHÁP", ""),
                ("2", "Họp không giấy", "Tổ Văn phòng"),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"type": "mo-hinh"}), ("Họp không giấy", {"type": "giai-phap"})),
    ),
    "a row that names a unit heads its initiatives": case(
        document(
            title("TỔNG HỢP ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
            grid(
                ("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"),
                ("I. Trường THPT số 1 Bảo Yên",),
                ("1", "Ngày không hẹn", "Nguyễn Văn An"),
                ("II. Trường THPT số 2 Bảo Yên",),
                ("1", "Họp không giấy", "Tổ Văn phòng"),
            ),
        ),
        {
            ("registration", "thpt-so-1-bao-yen"): [("Ngày không hẹn", {})],
            ("registration", "thpt-so-2-bao-yen"): [("Họp không giấy", {})],
        },
    ),
    "a heading that names a unit heads the table below": case(
        document(
            title("TỔNG HỢP ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
            text("1. Trường THPT số 1 Bảo Yên", bold=True),
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            text("2. Trường THPT số 2 Bảo Yên", bold=True),
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Họp không giấy", "Tổ Văn phòng")),
        ),
        {
            ("registration", "thpt-so-1-bao-yen"): [("Ngày không hẹn", {})],
            ("registration", "thpt-so-2-bao-yen"): [("Họp không giấy", {})],
        },
    ),
    "forms of two units in one file are two submissions": case(
        document(
            LIST,
            "Đơn vị: Trường THPT số 1 Bảo Yên",
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
            LIST,
            "Đơn vị: Trường THPT số 2 Bảo Yên",
            "Tên sáng kiến: Họp không giấy",
            "Tác giả: Tổ Văn phòng",
        ),
        {
            ("registration", "thpt-so-1-bao-yen"): [("Ngày không hẹn", {})],
            ("registration", "thpt-so-2-bao-yen"): [("Họp không giấy", {})],
        },
    ),
    "a sentence names two initiatives of two kinds": case(
        document(
            header(),
            title("KẾ HOẠCH"),
            title("Thực hiện công tác cải cách hành chính năm 2024"),
            "I. MỤC TIÊU",
            "Năm 2024 nhà trường đăng ký mô hình “Ngày không hẹn” và giải pháp “Họp không giấy” "
            "với Sở Giáo dục và Đào tạo.",
        ),
        registered(CODE, ("Ngày không hẹn", {"type": "mo-hinh"}), ("Họp không giấy", {"type": "giai-phap"})),
    ),
    "a sentence names an initiative behind a colon": case(
        document(
            header(),
            title("KẾ HOẠCH"),
            title("Cải cách hành chính năm 2024"),
            "Nhà trường đăng ký 01 sáng kiến cải cách hành chính năm 2024 với tên gọi: Một cửa học đường.",
        ),
        registered(CODE, ("Một cửa học đường", {"type": "sang-kien"})),
    ),
    "a sentence names an initiative in quotes": case(
        document(
            header(),
            title("KẾ HOẠCH"),
            title("Cải cách hành chính năm 2024"),
            "Nhà trường đăng ký thực hiện sáng kiến có tên “Một cửa học đường” trong năm 2024.",
        ),
        registered(CODE, ("Một cửa học đường", {"type": "sang-kien"})),
    ),
    "a mail without a file registers in a sentence": case(
        body(
            "Kính gửi Phòng TCCB,",
            "Trường THPT số 2 Bảo Thắng xin đăng ký sáng kiến CCHC năm 2024: Một cửa học đường. "
            "Tác giả: Nguyễn Văn An.",
            "Trân trọng!",
        ),
        registered(CODE, ("Một cửa học đường", {"owners": ("Nguyễn Văn An",)})),
        mail("Đăng ký CCHC"),
    ),
    "a mail without a file registers in a list": case(
        body(
            "Kính gửi Phòng TCCB,",
            "Trường THPT số 2 Bảo Thắng xin đăng ký 02 giải pháp CCHC năm 2024 như sau:",
            "1. Một cửa học đường",
            "2. Họp không giấy tờ",
            "Trân trọng!",
        ),
        registered(CODE, ("Một cửa học đường", {"type": "giai-phap"}), ("Họp không giấy tờ", {})),
        mail("Đăng ký CCHC"),
    ),
    "a mail that only names what its file lists adds nothing": case(
        (
            body("Trường THPT số 2 Bảo Thắng gửi đăng ký sáng kiến “Ngày không hẹn” về CCHC."),
            document(
                header(),
                LIST,
                grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {})),
        mail("Đăng ký CCHC"),
    ),
    "a mail that asks for more time registers nothing": case(
        body("Trường THPT số 2 Bảo Thắng xin gia hạn nộp đăng ký mô hình, sáng kiến CCHC đến 28/8."),
        {},
        mail("Xin gia hạn đăng ký CCHC", "thptso2baothang@laocai-edu.example"),
    ),
    "a sentence under a heading reports two initiatives": case(
        document(
            header(SCHOOL, "Số: 12/BC-THPTS2BT"),
            title("BÁO CÁO"),
            title("Công tác cải cách hành chính năm 2024"),
            "I. CÔNG TÁC CHỈ ĐẠO",
            "5. Sáng kiến, giải pháp mới: Giải pháp “Một cửa học đường” đã giúp giảm 50% thời "
            "gian chờ; mô hình “Họp không giấy” tiết kiệm 6.000 tờ giấy.",
            "II. KẾT QUẢ",
        ),
        reported(CODE, ("Một cửa học đường", {"type": "giai-phap"}), ("Họp không giấy", {"type": "mo-hinh"})),
    ),
    "authors in a table belong to the title below it": case(
        document(
            header(),
            title("ĐƠN ĐĂNG KÝ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
            "Kính gửi: Phòng Tổ chức cán bộ",
            "Tôi ghi tên dưới đây:",
            grid(
                (
                    "Số TT",
                    "Họ và tên",
                    "Ngày tháng năm sinh",
                    "Nơi công tác",
                    "Chức danh",
                    "Trình độ chuyên môn",
                    "Tỷ lệ (%) đóng góp vào việc tạo ra sáng kiến",
                ),
                ("1", "Nguyễn Văn An", "01/01/1980", "THPT số 2 Bảo Thắng", "Giáo viên", "Đại học", "60%"),
                ("2", "Trần Thị Bình", "02/02/1985", "THPT số 2 Bảo Thắng", "Văn thư", "Đại học", "40%"),
            ),
            "Là tác giả đề nghị xét công nhận sáng kiến: Một cửa học đường",
            "- Lĩnh vực áp dụng sáng kiến: Cải cách thủ tục hành chính",
            "- Mô tả bản chất của sáng kiến: Bố trí một bàn.",
        ),
        registered(CODE, ("Một cửa học đường", {"owners": ("Nguyễn Văn An", "Trần Thị Bình"), "field": "tthc"})),
    ),
    "the sign of the document names the unit": case(
        document(
            grid(
                ("SỞ GD&ĐT LÀO CAI\nTRƯỜNG THPT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                ("Số: 87/DS-THPTS2BT", "Lào Cai, ngày 20 tháng 8 năm 2024"),
            ),
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        registered(CODE, ("Ngày không hẹn", {})),
    ),
    "the file name names the unit": case(
        document(
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            name="DK CCHC THPT2 Bao Thang.docx",
        ),
        registered(CODE, ("Ngày không hẹn", {})),
    ),
    "the sender names the unit where nothing else does": case(
        document(
            LIST, grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))
        ),
        registered(CODE, ("Ngày không hẹn", {})),
        mail("Gửi phòng", "thptso2baothang@laocai-edu.example"),
    ),
    "a name that fits several units is narrowed by the sender": case(
        document(
            header("TRƯỜNG THPT SỐ 2"),
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        registered(CODE, ("Ngày không hẹn", {})),
        mail("Gửi phòng", "thptso2baothang@laocai-edu.example"),
    ),
    "a number that no school of the place has is unknown": case(
        document(
            header("TRƯỜNG THPT SỐ 7 BẢO THẮNG"),
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        registered(None, ("Ngày không hẹn", {})),
    ),
    "a school that is not in the roster is unknown": case(
        document(
            header("TRƯỜNG MẦM NON HOA MAI"),
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        registered(None, ("Ngày không hẹn", {})),
    ),
    "a covering letter is of the stage of the list beside it": case(
        (
            document(
                header(SCHOOL, "Số: 87/THPTS2BT\nV/v đăng ký mô hình, sáng kiến CCHC năm 2024"),
                "Kính gửi: Phòng Tổ chức cán bộ",
                "Nhà trường gửi danh sách đăng ký 01 sáng kiến (có danh sách kèm theo).",
                name="cv.docx",
            ),
            document(
                LIST,
                grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
                name="ds.xlsx",
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {})),
        None,
        {"cv.docx": "registration", "ds.xlsx": "registration"},
    ),
    "the scan and the Word file of one text are one submission": case(
        (
            document(
                header(),
                REPORT,
                "1. Tên mô hình: Ngày khômg hẹn",
                "Kết quả: tốt lắm",
                name="Scan.pdf",
                kind="pdf",
                origin="ocr",
            ),
            document(header(), REPORT, "1. Tên mô hình: Ngày không hẹn", "Kết quả: Tiếp 312 lượt", name="a.docx"),
        ),
        reported(CODE, ("Ngày không hẹn", {})),
    ),
    "one mail registers and reports": case(
        (
            document(header(), LIST, "Tên mô hình: Ngày không hẹn", "Tác giả: Nguyễn Văn An", name="a.docx"),
            document(header(), REPORT, "1. Tên mô hình: Ngày không hẹn", "Kết quả: Tiếp 312 lượt", name="b.docx"),
        ),
        {**registered(CODE, ("Ngày không hẹn", {})), **reported(CODE, ("Ngày không hẹn", {}))},
    ),
    "a cell that numbers two titles holds two": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Đơn vị", "Tên sáng kiến, giải pháp"),
                ("1", "THPT số 2 Bảo Thắng", "1. Ngày không hẹn\n2. Họp không giấy tờ"),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {}), ("Họp không giấy tờ", {})),
    ),
    "a row cut by a page is one row": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Tên sáng kiến, giải pháp", "Người thực hiện", "Nội dung"),
                ("1", "Ngày không hẹn trong giải", "Nguyễn Văn An", "Bố trí một bàn tiếp"),
            ),
            grid(
                ("STT", "Tên sáng kiến, giải pháp", "Người thực hiện", "Nội dung"),
                ("", "quyết thủ tục", "", "dân ở cổng."),
                ("2", "Họp không giấy", "Trần Thị Bình", "Dùng máy chiếu"),
            ),
            name="a.pdf",
            kind="pdf",
        ),
        registered(
            CODE,
            ("Ngày không hẹn trong giải quyết thủ tục", {"content": "Bố trí một bàn tiếp dân ở cổng."}),
            ("Họp không giấy", {}),
        ),
    ),
    "a table without header continues the one above": case(
        document(
            header(),
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            grid(("2", "Họp không giấy", "Trần Thị Bình"), ("3", "Một cửa học đường", "Tổ Văn phòng")),
        ),
        registered(CODE, ("Ngày không hẹn", {}), ("Họp không giấy", {}), ("Một cửa học đường", {})),
    ),
    "a table that lays out a page is read as lines": case(
        document(
            header(),
            one_cell(
                cell(
                    "PHIẾU ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024\nTên sáng kiến: Ngày không hẹn\nTác "
                    "giả: Nguyễn Văn An\nLĩnh vực: Thủ tục hành chính",
                    blocks=(
                        text("PHIẾU ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
                        text("Tên sáng kiến: Ngày không hẹn"),
                        text("Tác giả: Nguyễn Văn An"),
                        text("Lĩnh vực: Thủ tục hành chính"),
                    ),
                )
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",)})),
    ),
    "a table inside a table is read": case(
        document(
            header(),
            LIST,
            one_cell(
                cell(
                    "x",
                    blocks=(
                        text("Danh mục"),
                        grid(
                            ("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"),
                            ("1", "Ngày không hẹn", "Nguyễn Văn An"),
                        ),
                    ),
                )
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",)})),
    ),
    "a title that says there is none is none": case(
        document(header(), LIST, grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Không", ""))), {}
    ),
    "a report that says registered is a report": case(
        document(
            header(),
            title("BÁO CÁO"),
            title("Kết quả thực hiện các sáng kiến CCHC nhà trường đã đăng ký năm 2024"),
            grid(("STT", "Tên sáng kiến đã đăng ký", "Kết quả"), ("1", "Ngày không hẹn", "Tốt, 95% hài lòng")),
        ),
        reported(CODE, ("Ngày không hẹn", {"result": "Tốt, 95% hài lòng"})),
    ),
    "a list without a title is known by its columns and its file name": case(
        document(
            header(),
            grid(
                ("STT", "Tên sáng kiến CCHC", "Người thực hiện", "Kết quả dự kiến"),
                ("1", "Ngày không hẹn", "Nguyễn Văn An", "Giảm giấy"),
            ),
            name="dk cchc.docx",
        ),
        registered(CODE, ("Ngày không hẹn", {})),
    ),
    "a mail that takes an initiative back is recorded": case(
        body("Trường THPT số 2 Bảo Thắng xin rút sáng kiến “Ngày không hẹn” đã đăng ký CCHC năm 2024."),
        {("registration", CODE): []},
        mail("Xin rút sáng kiến CCHC", "thptso2baothang@laocai-edu.example"),
    ),
    "a stamp of secrecy stops everything": case(
        document(
            stamp("MẬT"),
            header(),
            LIST,
            grid(("STT", "Tên sáng kiến, giải pháp", "Người thực hiện"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        {},
    ),
    "a decision on initiatives is no submission": case(
        document(
            header(),
            title("QUYẾT ĐỊNH"),
            title("Về việc công nhận sáng kiến cải cách hành chính năm 2024"),
            grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        {},
    ),
    "a proposal that registers is a registration": case(
        document(
            header(SCHOOL, "Số: 87/TTr-THPTS2BT"),
            title("TỜ TRÌNH"),
            title("Về việc đăng ký mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024"),
            "Kính gửi: Sở GD&ĐT",
            grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        registered(CODE, ("Ngày không hẹn", {})),
    ),
    "a letter lists initiatives with labels below each": case(
        document(
            header(SCHOOL, "Số: 87/THPTS2BT\nV/v đăng ký sáng kiến CCHC năm 2024"),
            "Kính gửi: Phòng TCCB",
            "Trường THPT số 2 Bảo Thắng đăng ký 02 sáng kiến cải cách hành chính như sau:",
            "1. Sáng kiến “Ngày không hẹn”",
            "- Tác giả: Nguyễn Văn An",
            "- Lĩnh vực: Thủ tục hành chính",
            "2. Sáng kiến “Họp không giấy”",
            "- Tác giả: Trần Thị Bình",
            "Trân trọng./.",
        ),
        registered(
            CODE,
            ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",), "field": "tthc"}),
            ("Họp không giấy", {"owners": ("Trần Thị Bình",)}),
        ),
    ),
    "a letter lists initiatives line by line": case(
        document(
            header(SCHOOL, "Số: 87/THPTS2BT\nV/v đăng ký sáng kiến CCHC năm 2024"),
            "Kính gửi: Phòng TCCB",
            "Trường THPT số 2 Bảo Thắng đăng ký 02 sáng kiến cải cách hành chính như sau:",
            "1. Ngày không hẹn trong giải quyết thủ tục (tác giả: Nguyễn Văn An)",
            "2. Họp không giấy tờ",
            "Trân trọng./.",
        ),
        registered(CODE, ("Ngày không hẹn trong giải quyết thủ tục", {}), ("Họp không giấy tờ", {})),
    ),
    "a plan with a table of tasks registers nothing": case(
        document(
            header(),
            title("KẾ HOẠCH"),
            title("Cải cách hành chính năm 2024"),
            "I. MỤC TIÊU",
            "Phấn đấu mỗi năm có ít nhất 01 sáng kiến, giải pháp mới.",
            grid(
                ("TT", "Nhiệm vụ", "Sản phẩm", "Thời gian", "Người phụ trách"),
                ("1", "Ban hành kế hoạch CCHC", "Kế hoạch", "Tháng 1", "Tổ Văn phòng"),
                ("2", "Kiểm tra", "Biên bản", "Quý II", "BGH"),
            ),
        ),
        {},
    ),
    "words of completion are no percent": case(
        document(
            header(),
            REPORT,
            "I. KẾT QUẢ",
            "Năm 2024 đơn vị đăng ký 02 sáng kiến, kết quả như sau:",
            grid(
                ("STT", "Tên sáng kiến", "Kết quả đạt được", "Mức độ hoàn thành"),
                ("1", "Ngày không hẹn", "Tiếp 312 lượt", "100%"),
                ("2", "Họp không giấy", "Tiết kiệm giấy", "Hoàn thành"),
            ),
            "II. TỒN TẠI",
            "Kinh phí hạn chế.",
        ),
        reported(CODE, ("Ngày không hẹn", {"completion": 100}), ("Họp không giấy", {"completion": None})),
    ),
    "the author may stand before the title": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Họ và tên", "Chức vụ", "Tên sáng kiến"),
                ("1", "Nguyễn Văn An", "Giáo viên", "Ngày không hẹn"),
                ("2", "Trần Thị Bình", "Văn thư", "Họp không giấy"),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",)}), ("Họp không giấy", {})),
    ),
    "rows without title and number belong to the row above": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Tên sáng kiến", "Nội dung", "Người thực hiện"),
                ("1", "Ngày không hẹn", "- Bố trí bàn", "Nguyễn Văn An"),
                ("", "", "- Niêm yết lịch", "Trần Thị Bình"),
                ("2", "Họp không giấy", "Máy chiếu", "Lê Văn Cường"),
            ),
        ),
        registered(
            CODE,
            (
                "Ngày không hẹn",
                {"owners": ("Nguyễn Văn An", "Trần Thị Bình"), "content": "- Bố trí bàn - Niêm yết lịch"},
            ),
            ("Họp không giấy", {}),
        ),
    ),
    "a school year that holds the year of the campaign is ours": case(
        document(
            header(),
            title("ĐĂNG KÝ SÁNG KIẾN CCHC NĂM HỌC 2023-2024"),
            grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        registered(CODE, ("Ngày không hẹn", {})),
    ),
    "a document of last year is other": case(
        document(
            header(SCHOOL, day="Lào Cai, ngày 20 tháng 8 năm 2023"),
            title("ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2023"),
            grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
        ),
        {},
    ),
    "a label that contradicts the header leaves it open whose it is": case(
        document(
            header(),
            LIST,
            "Đơn vị: Trường THPT số 1 Bảo Thắng",
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
        ),
        registered(None, ("Ngày không hẹn", {})),
    ),
    "a department is known by its line under the department of education": case(
        document(
            header("PHÒNG GIÁO DỤC TIỂU HỌC", above="SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
            LIST,
            "Tên giải pháp: Họp không giấy",
            "Người thực hiện: Tập thể Phòng Giáo dục Tiểu học",
        ),
        registered("phong-gdth", ("Họp không giấy", {"owners": ("Tập thể Phòng Giáo dục Tiểu học",)})),
    ),
    "a header without capitals and table is a header": case(
        document("SỞ GD&ĐT LÀO CAI", "Trường THPT số 2 Bảo Thắng", LIST, "Tên giải pháp: Họp không giấy"),
        registered(CODE, ("Họp không giấy", {})),
    ),
    "numbered headings part the forms of a report": case(
        document(
            header(),
            REPORT,
            "I. Sáng kiến thứ nhất",
            "Tên sáng kiến: Ngày không hẹn",
            "Kết quả: Tốt 95%",
            "II. Sáng kiến thứ hai",
            "Tên sáng kiến: Họp không giấy",
            "Kết quả: Tốt 90%",
            "III. Kiến nghị: Không",
        ),
        reported(CODE, ("Ngày không hẹn", {}), ("Họp không giấy", {})),
    ),
    "labels may have Roman numbers": case(
        document(
            header(),
            title("BÁO CÁO TÓM TẮT SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
            "I. TÊN SÁNG KIẾN: Ngày không hẹn",
            "II. TÁC GIẢ: Nguyễn Văn An",
            "III. NỘI DUNG SÁNG KIẾN",
            "Bố trí một bàn tiếp dân.",
            "IV. KẾT QUẢ ĐẠT ĐƯỢC",
            "Tiếp 312 lượt.",
        ),
        reported(
            CODE,
            (
                "Ngày không hẹn",
                {"owners": ("Nguyễn Văn An",), "content": "Bố trí một bàn tiếp dân.", "result": "Tiếp 312 lượt."},
            ),
        ),
    ),
    "labels numbered 1.1.": case(
        document(
            header(), FORM, "1.1. Tên sáng kiến: Ngày không hẹn", "1.2. Tác giả: Nguyễn Văn An", "1.3. Lĩnh vực: TTHC"
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "labels numbered 1.1 without a last dot": case(
        document(header(), FORM, "1.1 Tên sáng kiến: Ngày không hẹn", "1.2 Tác giả: Nguyễn Văn An"),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a space before the colon": case(
        document(header(), FORM, "Tên sáng kiến : Ngày không hẹn", "Tác giả : Nguyễn Văn An"),
        registered(CODE, NO_APPOINTMENT),
    ),
    "everything in capitals": case(
        document(header(), FORM, "TÊN SÁNG KIẾN: NGÀY KHÔNG HẸN TẠI TRƯỜNG", "TÁC GIẢ: NGUYỄN VĂN AN"),
        registered(CODE, ("NGÀY KHÔNG HẸN TẠI TRƯỜNG", {"owners": ("NGUYỄN VĂN AN",)})),
    ),
    "a label without colon before a quotation": case(
        document(header(), FORM, "1. Tên sáng kiến “Ngày không hẹn”", "2. Tác giả: Nguyễn Văn An"),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a label that ends in là": case(
        document(header(), FORM, "Tên sáng kiến là: Ngày không hẹn", "Tác giả: Nguyễn Văn An"),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a label with words around it": case(
        document(header(), FORM, "Tên sáng kiến đăng ký: Ngày không hẹn", "Tác giả sáng kiến: Nguyễn Văn An"),
        registered(CODE, NO_APPOINTMENT),
    ),
    "several labels on a line with semicolons": case(
        document(
            header(),
            LIST,
            "1. Sáng kiến: Ngày không hẹn; Tác giả: Nguyễn Văn An; Lĩnh vực: TTHC",
            "2. Sáng kiến: Họp không giấy; Tác giả: Trần Thị Bình; Lĩnh vực: CĐS",
        ),
        registered(
            CODE,
            ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",), "field": "tthc"}),
            ("Họp không giấy", {"field": "chinh-quyen-so"}),
        ),
    ),
    "two labels on a line": case(
        document(
            header(), FORM, "Tên sáng kiến: Ngày không hẹn", "Họ và tên tác giả: Nguyễn Văn An    Chức vụ: Giáo viên"
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "labels and values parted by tabs": case(
        document(header(), FORM, "Tên sáng kiến:\tNgày không hẹn", "Tác giả:\tNguyễn Văn An\tChức vụ:\tGiáo viên"),
        registered(CODE, NO_APPOINTMENT),
    ),
    "lines of a page that break within values": case(
        document(
            header(),
            FORM,
            "1. Tên sáng kiến: Ngày không hẹn trong giải quyết",
            "thủ tục hành chính",
            "2. Tác giả: Nguyễn Văn An -",
            "Giáo viên; Trần Thị Bình - Văn",
            "thư",
            "3. Nội dung: Bố trí",
            "một bàn tiếp dân.",
            kind="pdf",
            name="a.pdf",
        ),
        registered(
            CODE, ("Ngày không hẹn trong giải quyết thủ tục hành chính", {"content": "Bố trí một bàn tiếp dân."})
        ),
    ),
    "several forms in one table": case(
        document(
            header(),
            LIST,
            grid(
                ("Sáng kiến 1",),
                ("Tên sáng kiến", "Ngày không hẹn"),
                ("Tác giả", "Nguyễn Văn An"),
                ("Sáng kiến 2",),
                ("Tên sáng kiến", "Họp không giấy"),
                ("Tác giả", "Trần Thị Bình"),
            ),
        ),
        registered(CODE, NO_APPOINTMENT, ("Họp không giấy", {})),
    ),
    "a form with two labels in a row": case(
        document(
            header(),
            FORM,
            grid(
                ("Tên sáng kiến", "Ngày không hẹn", "", ""),
                ("Họ và tên tác giả:", "Nguyễn Văn An", "Chức vụ:", "Giáo viên"),
                ("Lĩnh vực:", "TTHC", "Thời gian:", "T4/2024"),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"owners": ("Nguyễn Văn An",), "field": "tthc", "period": "T4/2024"})),
    ),
    "a column of teams is no column of units": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Đơn vị", "Tên sáng kiến", "Tác giả"),
                ("1", "Tổ Văn phòng", "Ngày không hẹn", "Nguyễn Văn An"),
                ("2", "Văn phòng", "Họp không giấy", "Trần Thị Bình"),
            ),
        ),
        registered(CODE, NO_APPOINTMENT, ("Họp không giấy", {})),
    ),
    "the title stands inside the table": case(
        document(
            header(),
            grid(
                ("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024",),
                ("STT", "Tên sáng kiến", "Tác giả"),
                ("1", "Ngày không hẹn", "Nguyễn Văn An"),
            ),
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "the title names the unit": case(
        document(
            title("BÁO CÁO"),
            title("Kết quả thực hiện sáng kiến CCHC năm 2024 của Trường THPT số 2 Bảo Thắng"),
            grid(("STT", "Tên sáng kiến", "Kết quả"), ("1", "Ngày không hẹn", "Tốt")),
        ),
        reported(CODE, ("Ngày không hẹn", {})),
    ),
    "the label names a team of the unit": case(
        document(
            FORM,
            "Đơn vị: Tổ Văn phòng - Trường THPT số 2 Bảo Thắng",
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a list of honours is no registration": case(
        document(
            header(),
            title("DANH SÁCH ĐĂNG KÝ DANH HIỆU THI ĐUA NĂM HỌC 2024-2025"),
            grid(
                ("STT", "Họ và tên", "Chức vụ", "Danh hiệu đăng ký"), ("1", "Nguyễn Văn An", "Giáo viên", "CSTĐ cơ sở")
            ),
        ),
        {},
    ),
    "the plan of the agency itself is no submission": case(
        document(
            grid(
                ("UBND TỈNH LÀO CAI\nSỞ GIÁO DỤC VÀ ĐÀO TẠO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                ("Số: 44/KH-SGDĐT", "Lào Cai, ngày 1 tháng 4 năm 2024"),
            ),
            title("KẾ HOẠCH"),
            title("Phát động phong trào thi đua cải cách hành chính năm 2024"),
            "Các đơn vị đăng ký ít nhất 01 mô hình, giải pháp, sáng kiến: (1) về thủ tục hành "
            "chính; (2) về chuyển đổi số.",
        ),
        {},
    ),
    "a report of half a year is no submission": case(
        document(
            header(),
            title("BÁO CÁO"),
            title("Kết quả công tác cải cách hành chính 6 tháng đầu năm 2024"),
            "I. KẾT QUẢ",
            "1. Cải cách thể chế",
            "Kết quả: Ban hành 02 văn bản.",
            "2. Công vụ",
            "Kết quả: Tốt",
        ),
        {},
    ),
    "a question is no registration": case(
        body("Kính gửi phòng TCCB,", "Cho hỏi về đăng ký sáng kiến CCHC: trường phải nộp mấy bản ạ?"),
        {},
        mail("Hỏi về đăng ký sáng kiến CCHC"),
    ),
    "the name of a file is no title": case(
        body("Trường gửi đăng ký sáng kiến CCHC như file đính kèm: DK_SK_2024.docx"), {}, mail("Đăng ký sáng kiến CCHC")
    ),
    "papers that a mail lists are no titles": case(
        body(
            "Kính gửi phòng,",
            "Trường THPT số 2 Bảo Thắng gửi phòng danh sách đăng ký mô hình, giải pháp, sáng "
            "kiến CCHC năm 2024, gồm: 01 công văn, 01 danh sách đăng ký.",
        ),
        {},
        mail("Đăng ký sáng kiến CCHC"),
    ),
    "thanks for a registration are none": case(
        body("Phòng TCCB đã nhận được đăng ký sáng kiến “Ngày không hẹn” CCHC của trường. Cảm ơn!"),
        {},
        mail("Re: đăng ký CCHC", "phongtccb@laocai-edu.example"),
    ),
    "noun and quotes head an initiative": case(
        document(
            header(),
            REPORT,
            "1. Mô hình “Ngày không hẹn”",
            "Kết quả: Đã tiếp 312 lượt. Hiệu quả: giảm giấy.",
            "2. Giải pháp “Họp không giấy”",
            "Kết quả: 100%",
        ),
        reported(CODE, ("Ngày không hẹn", {"type": "mo-hinh"}), ("Họp không giấy", {"type": "giai-phap"})),
    ),
    "bold lines head initiatives": case(
        document(
            header(),
            REPORT,
            text("I. KẾT QUẢ THỰC HIỆN", bold=True),
            text("Ngày không hẹn", bold=True),
            "Người thực hiện: Nguyễn Văn An",
            "Kết quả đạt được: Tiếp 312 lượt",
            "Tỷ lệ hoàn thành: 100%",
            text("Họp không giấy tờ", bold=True),
            "Người thực hiện: Trần Thị Bình",
            "Kết quả đạt được: Tốt",
        ),
        reported(CODE, NO_APPOINTMENT, ("Họp không giấy tờ", {})),
    ),
    "numbered lines over labels head initiatives": case(
        document(
            header(),
            REPORT,
            "II. KẾT QUẢ",
            "1. Mô hình Ngày không hẹn",
            "a) Nội dung: Bố trí bàn",
            "b) Kết quả: Tiếp 312 lượt",
            "2. Mô hình Họp không giấy",
            "a) Nội dung: Máy chiếu",
            "b) Kết quả: Tốt",
            "III. KIẾN NGHỊ",
            "Không.",
        ),
        reported(CODE, ("Ngày không hẹn", {}), ("Họp không giấy", {})),
    ),
    "a percent within words is read": case(
        document(
            header(),
            REPORT,
            grid(
                ("STT", "Tên sáng kiến", "Kết quả", "Tự đánh giá"),
                ("1", "Ngày không hẹn", "Tốt", "Hoàn thành"),
                ("2", "Họp không giấy", "Tốt", "Đạt 80% kế hoạch"),
            ),
        ),
        reported(CODE, ("Ngày không hẹn", {"completion": None}), ("Họp không giấy", {"completion": 80.0})),
    ),
    "a column headed by nouns holds the titles": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Mô hình/Giải pháp/Sáng kiến", "Nội dung", "Người thực hiện"),
                ("1", "Ngày không hẹn", "Bố trí bàn", "Nguyễn Văn An"),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"content": "Bố trí bàn"})),
    ),
    "a column per kind holds titles": case(
        document(
            header(),
            LIST,
            grid(
                ("STT", "Người thực hiện", "Mô hình", "Giải pháp", "Sáng kiến"),
                ("1", "Nguyễn Văn An", "Ngày không hẹn", "", ""),
                ("2", "Trần Thị Bình", "", "Họp không giấy", ""),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"type": "mo-hinh"}), ("Họp không giấy", {"type": "giai-phap"})),
    ),
    "a table of groups and a table of persons": case(
        document(
            header(),
            LIST,
            "I. TẬP THỂ",
            grid(("STT", "Tên mô hình", "Người phụ trách"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            "II. CÁ NHÂN",
            grid(("STT", "Họ và tên", "Tên sáng kiến"), ("1", "Trần Thị Bình", "Họp không giấy")),
        ),
        registered(
            CODE,
            ("Ngày không hẹn", {"type": "mo-hinh"}),
            ("Họp không giấy", {"type": "sang-kien", "owners": ("Trần Thị Bình",)}),
        ),
    ),
    "a letter with its table registers": case(
        document(
            header(SCHOOL, "Số: 87/THPTS2BT\nV/v đăng ký mô hình, giải pháp, sáng kiến CCHC năm 2024"),
            "Kính gửi: Phòng Tổ chức cán bộ.",
            "Thực hiện Kế hoạch số 44/KH-SGDĐT, trường THPT số 2 Bảo Thắng đăng ký như sau:",
            grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            "Trân trọng.",
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "another unit's address sends it, unsure": case(
        document(header(), LIST, grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))),
        registered(CODE, NO_APPOINTMENT),
        mail("Đăng ký", "thptso1baoyen@laocai-edu.example"),
    ),
    "a private address sends it": case(
        document(header(), LIST, grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))),
        registered(CODE, NO_APPOINTMENT),
        mail("Đăng ký", "hoa1980@gmail.example"),
    ),
    "the signature of the mail names the unit": case(
        (
            body("Em gửi phòng đăng ký SK CCHC ạ.", "Nguyễn Thị Hoa", "Văn thư trường THPT số 2 Bảo Thắng"),
            document(LIST, grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))),
        ),
        registered(CODE, NO_APPOINTMENT),
        mail("Đăng ký", "hoa1980@gmail.example"),
    ),
    "the addressee is not the unit": case(
        (
            body("Kính gửi Phòng TCCB và Trường THPT số 1 Bảo Yên,", "Gửi đăng ký."),
            document(LIST, grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))),
        ),
        registered(None, NO_APPOINTMENT),
        mail("Đăng ký", "hoa1980@gmail.example"),
    ),
    "a blank form with an example is other": case(
        document(
            header("ĐƠN VỊ: ................"),
            FORM,
            "1. Tên đơn vị: .............",
            "2. Tên sáng kiến: (ví dụ: Ngày không hẹn)",
            "3. Tác giả: ........",
        ),
        {},
    ),
    "a name broken over lines is one name": case(
        document(
            text("SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
            text("TRƯỜNG PTDTNT"),
            text("THCS&THPT HUYỆN BẮC HÀ"),
            FORM,
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
        ),
        registered("ptdtnt-bac-ha", NO_APPOINTMENT),
    ),
    "a Roman digit is a digit": case(
        document(
            header("TRƯỜNG THPT SỐ II BẢO THẮNG"), FORM, "Tên sáng kiến: Ngày không hẹn", "Tác giả: Nguyễn Văn An"
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "two units in one label are ambiguous": case(
        document(
            FORM,
            "Đơn vị: Trường THPT số 1 Bảo Thắng và Trường THPT số 2 Bảo Thắng",
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
        ),
        registered(None, NO_APPOINTMENT),
    ),
    "nouns and quotes inside the contents are no titles": case(
        document(
            header(),
            FORM,
            "1. Tên sáng kiến: Ngày không hẹn",
            "2. Tác giả: Nguyễn Văn An",
            "3. Nội dung:",
            "- Xây dựng mô hình “Bàn tiếp dân” tại cổng;",
            "- Giải pháp: bố trí người trực.",
            "4. Kết quả dự kiến: Tốt",
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a ticked box settles the area": case(
        document(
            header(),
            FORM,
            "Tên sáng kiến: Ngày không hẹn",
            "Lĩnh vực: ☐ Thể chế ☒ Thủ tục hành chính ☐ Bộ máy ☐ Công vụ ☐ Tài chính công ☐ Chính quyền số",
            "Tác giả: Nguyễn Văn An",
        ),
        registered(CODE, ("Ngày không hẹn", {"field": "tthc"})),
    ),
    "a table and a form of one initiative complete each other": case(
        document(
            header(),
            LIST,
            grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An")),
            title("PHIẾU ĐĂNG KÝ SÁNG KIẾN CCHC 2024"),
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
            "Nội dung: Bố trí bàn",
        ),
        registered(CODE, ("Ngày không hẹn", {"content": "Bố trí bàn"})),
    ),
    "a sheet with its header rows inside the table": case(
        document(
            grid(
                ("TRƯỜNG THPT SỐ 2 BẢO THẮNG", "", "", ""),
                ("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024", "", "", ""),
                ("", "", "", ""),
                ("STT", "Tên sáng kiến", "Tác giả", "Ghi chú"),
                ("1", "Ngày không hẹn", "Nguyễn Văn An", ""),
                ("", "Tổng cộng: 01", "", ""),
                ("", "", "", "HIỆU TRƯỞNG"),
                ("", "", "", "Đinh Văn Tí"),
            ),
            kind="xlsx",
            name="a.xlsx",
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a column headed by one noun holds the titles": case(
        document(header(), LIST, grid(("TT", "Sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))),
        registered(CODE, ("Ngày không hẹn", {"type": "sang-kien"})),
    ),
    "bullets under areas report initiatives": case(
        document(
            header(SCHOOL, "Số: 3/BC-THPT"),
            title("BÁO CÁO"),
            title("Kết quả công tác cải cách hành chính và thực hiện sáng kiến năm 2024"),
            "II. KẾT QUẢ",
            "2. Cải cách thủ tục hành chính",
            "- Sáng kiến: Ngày không hẹn. Kết quả: tiếp 312 lượt.",
            "3. Tài chính công",
            "- Giải pháp: Thu học phí qua QR. Kết quả: 100%.",
        ),
        reported(
            CODE,
            ("Ngày không hẹn", {"field": "tthc", "type": "sang-kien", "result": "tiếp 312 lượt."}),
            ("Thu học phí qua QR", {"field": "tai-chinh-cong"}),
        ),
    ),
    "a section that names an area settles it": case(
        document(
            header(),
            REPORT,
            "I. CẢI CÁCH THỦ TỤC HÀNH CHÍNH",
            "1. Mô hình “Ngày không hẹn”",
            "Kết quả: tốt 95%",
            "II. CHUYỂN ĐỔI SỐ",
            "1. Giải pháp “Họp không giấy”",
            "Kết quả: tốt 90%",
        ),
        reported(CODE, ("Ngày không hẹn", {"field": "tthc"}), ("Họp không giấy", {"field": "chinh-quyen-so"})),
    ),
    "a table in the body reports": case(
        document(
            text("Kính gửi Phòng,"),
            text("Trường THPT số 2 Bảo Thắng gửi báo cáo kết quả thực hiện mô hình CCHC 2024:"),
            grid(("TT", "Tên mô hình", "Kết quả", "Tỷ lệ"), ("1", "Ngày không hẹn", "312 lượt", "100%")),
            text("Trân trọng"),
            name="nội dung thư",
            kind="body",
        ),
        reported(CODE, ("Ngày không hẹn", {"result": "312 lượt"})),
        mail("Báo cáo"),
    ),
    "the subject and the columns tell the stage": case(
        (
            body("Gửi phòng."),
            document(
                header(),
                grid(
                    ("TT", "Tên mô hình CCHC", "Người phụ trách", "Kết quả"),
                    ("1", "Ngày không hẹn", "Nguyễn Văn An", "312 lượt"),
                ),
                name="a.xlsx",
                kind="xlsx",
            ),
        ),
        reported(CODE, NO_APPOINTMENT),
        mail("Báo cáo kết quả CCHC"),
    ),
    "a report about registering registers": case(
        document(
            header(),
            title("BÁO CÁO"),
            title("Về việc đăng ký mô hình, giải pháp, sáng kiến CCHC năm 2024"),
            grid(
                ("TT", "Tên sáng kiến", "Tác giả", "Kết quả dự kiến"),
                ("1", "Ngày không hẹn", "Nguyễn Văn An", "Giảm giấy"),
            ),
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a plan announces its table of initiatives": case(
        document(
            header(),
            title("KẾ HOẠCH"),
            title("Thực hiện mô hình, giải pháp, sáng kiến cải cách hành chính năm 2024"),
            "II. NỘI DUNG ĐĂNG KÝ",
            "Nhà trường đăng ký các mô hình sau:",
            grid(("TT", "Tên mô hình", "Người phụ trách", "Thời gian"), ("1", "Ngày không hẹn", "Nguyễn Văn An", "T4")),
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "forms of two teachers of one school": case(
        (
            document(header(), FORM, "Tên sáng kiến: Ngày không hẹn", "Tác giả: Nguyễn Văn An", name="an.docx"),
            document(header(), FORM, "Tên sáng kiến: Họp không giấy", "Tác giả: Trần Thị Bình", name="binh.docx"),
        ),
        registered(CODE, NO_APPOINTMENT, NO_PAPER),
    ),
    "a form without header beside one with it": case(
        (
            document(header(), FORM, "Tên sáng kiến: Ngày không hẹn", "Tác giả: Nguyễn Văn An", name="an.docx"),
            document(FORM, "Tên sáng kiến: Họp không giấy", "Tác giả: Trần Thị Bình", name="binh.docx"),
        ),
        registered(CODE, NO_APPOINTMENT, NO_PAPER),
        mail("Đăng ký CCHC"),
    ),
    "a title with a colon": case(
        document(
            header(),
            FORM,
            "1. Tên sáng kiến: Một cửa học đường: tiếp nhận và trả kết quả tại một bàn",
            "2. Tác giả: Nguyễn Văn An",
        ),
        registered(CODE, ("Một cửa học đường: tiếp nhận và trả kết quả tại một bàn", {})),
    ),
    "titles that begin like labels and totals": case(
        document(
            header(),
            LIST,
            grid(
                ("TT", "Tên sáng kiến", "Tác giả"),
                ("1", "Thời gian biểu điện tử", "Nguyễn Văn An"),
                ("2", "Tổng hợp điểm tự động", "Trần Thị Bình"),
                ("3", "Cộng đồng đọc sách số", "Lê Văn Cường"),
            ),
        ),
        registered(CODE, ("Thời gian biểu điện tử", {}), ("Tổng hợp điểm tự động", {}), ("Cộng đồng đọc sách số", {})),
    ),
    "a title that begins like a total": case(
        document(
            header(),
            LIST,
            grid(("Tên sáng kiến", "Tác giả", "Lĩnh vực"), ("Tổng đài hỗ trợ phụ huynh", "Nguyễn Văn An", "TTHC")),
        ),
        registered(CODE, ("Tổng đài hỗ trợ phụ huynh", {})),
    ),
    "the author column comes first": case(
        document(
            header(),
            LIST,
            grid(
                ("TT", "Họ tên", "Đơn vị công tác", "Tên sáng kiến"),
                ("1", "Nguyễn Văn An", "Tổ Toán", "Ngày không hẹn"),
            ),
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "a unit of a list that registers nothing": case(
        document(
            title("BIỂU TỔNG HỢP ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"),
            grid(
                ("TT", "Đơn vị", "Tên sáng kiến", "Tác giả"),
                ("1", "Trường THPT số 1 Bảo Yên", "Ngày không hẹn", "Nguyễn Văn An"),
                ("2", "Trường THPT số 2 Bảo Yên", "Không đăng ký", ""),
                ("3", "Trường THPT số 3 Bảo Yên", "Họp không giấy", "Trần Thị Bình"),
            ),
        ),
        {("registration", "thpt-so-1-bao-yen"): [NO_APPOINTMENT], ("registration", "thpt-so-3-bao-yen"): [NO_PAPER]},
    ),
    "the document decides before the subject": case(
        document(header(), LIST, grid(("TT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Nguyễn Văn An"))),
        registered(CODE, NO_APPOINTMENT),
        mail("Báo cáo kết quả CCHC"),
    ),
    "the title is a line of its own under the number": case(
        document(
            header(SCHOOL, "Số: 87/THPTS2BT"),
            text("V/v đăng ký sáng kiến CCHC năm 2024", centred=True),
            "Kính gửi: Phòng TCCB",
            "1. Tên sáng kiến: Ngày không hẹn",
            "2. Tác giả: Nguyễn Văn An",
        ),
        registered(CODE, NO_APPOINTMENT),
    ),
    "numbered nouns head initiatives": case(
        document(
            header(),
            FORM,
            "Sáng kiến 1: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
            "Sáng kiến 2: Họp không giấy",
            "Tác giả: Trần Thị Bình",
        ),
        registered(CODE, NO_APPOINTMENT, NO_PAPER),
    ),
    "a list of authors under its label": case(
        document(
            header(),
            FORM,
            "Tên sáng kiến: Ngày không hẹn",
            "Nhóm tác giả:",
            "- Nguyễn Văn An - Giáo viên",
            "- Trần Thị Bình - Văn thư",
            "Lĩnh vực: TTHC",
        ),
        registered(CODE, ("Ngày không hẹn", {"owners": ("Nguyễn Văn An", "Trần Thị Bình"), "field": "tthc"})),
    ),
    "roles before authors": case(
        document(
            header(),
            LIST,
            grid(
                ("TT", "Tên sáng kiến", "Nhóm tác giả"),
                ("1", "Ngày không hẹn", "Chủ nhiệm: Nguyễn Văn An\nThành viên: Trần Thị Bình, Lê Văn Cường"),
            ),
        ),
        registered(CODE, ("Ngày không hẹn", {"owners": ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường")})),
    ),
    "a list of teaching experience is other": case(
        document(
            header(),
            title("DANH SÁCH SÁNG KIẾN KINH NGHIỆM NĂM HỌC 2023-2024"),
            grid(("TT", "Tên sáng kiến", "Tác giả"), ("1", "Một số biện pháp dạy Toán", "Nguyễn Văn An")),
            "Ghi chú: không gồm sáng kiến CCHC.",
        ),
        {},
    ),
    "a speech is other": case(
        document(
            header(),
            title("THAM LUẬN"),
            title("Kết quả thực hiện mô hình “Ngày không hẹn” về CCHC"),
            "Mô hình “Ngày không hẹn” có kết quả tốt.",
        ),
        {},
    ),
    "a score sheet is other": case(
        document(
            header(),
            title("PHIẾU CHẤM ĐIỂM SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
            "Tên sáng kiến: Ngày không hẹn",
            "Tác giả: Nguyễn Văn An",
            "Điểm: 85",
        ),
        {},
    ),
    "a proposal of awards is other": case(
        document(
            header(),
            title("TỜ TRÌNH"),
            title("Về việc đề nghị khen thưởng thành tích cải cách hành chính năm 2024"),
            grid(("TT", "Họ và tên", "Chức vụ", "Thành tích"), ("1", "Nguyễn Văn An", "Giáo viên", "Có sáng kiến")),
        ),
        {},
    ),
    "a plan of tasks is other": case(
        document(
            header(),
            title("KẾ HOẠCH"),
            title("Cải cách hành chính năm 2024"),
            grid(
                ("TT", "Nội dung", "Sản phẩm", "Thời gian", "Đơn vị chủ trì"),
                ("1", "Mỗi tổ đăng ký 01 sáng kiến", "Bản đăng ký", "Tháng 4", "Tổ Văn phòng"),
            ),
        ),
        {},
    ),
    "a self-assessment is other": case(
        document(
            header(),
            title("BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
            grid(("TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"), ("1", "Có sáng kiến CCHC", "5", "5")),
        ),
        {},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=[name.replace(" ", "-") for name in CASES])
def test_a_document_is_understood(case: Case) -> None:
    understanding = read(case.documents, case.mail)
    assert differences(case.wanted, understanding) == []
    for verdict in understanding.documents:
        assert (case.kinds or {}).get(verdict.name, verdict.kind) == verdict.kind


@pytest.mark.parametrize(
    "name",
    [
        "a sentence names an initiative in quotes",
        "a mail without a file registers in a list",
        "the sender names the unit where nothing else does",
        "the file name names the unit",
        "a label that contradicts the header leaves it open whose it is",
        "another unit's address sends it, unsure",
        "a school that is not in the roster is unknown",
        "a cell that numbers two titles holds two",
    ],
)
def test_what_a_clerk_should_look_at_is_not_sure(name: str) -> None:
    (reading,) = read(CASES[name].documents, CASES[name].mail).readings
    assert not reading.sure
    assert reading.doubts


@pytest.mark.parametrize(
    "name",
    [
        "a row that names an area settles it for the rows below",
        "the sign of the document names the unit",
        "a form with two labels in a row",
        "noun and quotes head an initiative",
        "a private address sends it",
    ],
)
def test_what_a_document_says_plainly_is_sure(name: str) -> None:
    (reading,) = read(CASES[name].documents, CASES[name].mail).readings
    assert reading.sure, reading.doubts


@pytest.mark.parametrize(
    "rows",
    [
        (("1", "Ngày không hẹn", "Nguyễn Văn An"), ("2", "", "Trần Thị Bình")),
        (("1", "Chuyển đổi số", "Nguyễn Văn An"),),
        (("1", "Ngày không hẹn", "Nguyễn Văn An"), ("Tổng số: 03 sáng kiến",)),
    ],
)
def test_a_table_that_leaves_a_question_is_not_sure(rows: tuple[tuple[str, ...], ...]) -> None:
    listed = document(header(), LIST, grid(("STT", "Tên sáng kiến", "Tác giả"), *rows))
    (reading,) = read(listed).readings
    assert not reading.sure


def test_columns_of_an_award_are_no_owners() -> None:
    listed = document(
        header(),
        REPORT,
        grid(
            ("STT", "Tên sáng kiến", "Kết quả", "Đề xuất khen thưởng", "<"),
            ("^", "^", "^", "Tập thể", "Cá nhân"),
            ("1", "Ngày không hẹn", "Tiếp 312 lượt", "Tổ Văn phòng", "Nguyễn Văn An"),
        ),
    )
    (reading,) = read(listed).readings
    assert reading.initiatives[0].get("owners") is None


def test_a_sheet_may_be_named_for_its_unit() -> None:
    def sheet(name: str, title_: str) -> Table:
        where = Where("cụm.xlsx", f"trang tính “{name}”")
        rows = (("STT", "Tên sáng kiến", "Tác giả"), ("1", title_, "Nguyễn Văn An"))
        return Table(tuple(tuple(Cell(words, where) for words in row) for row in rows), where)

    heading = title("TỔNG HỢP ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024")
    workbook = document(
        heading, sheet("THPT số 1 Bảo Yên", "Ngày không hẹn"), sheet("THPT số 2 Bảo Yên", "Họp không giấy"), kind="xlsx"
    )
    units = {reading.unit.unit for reading in read(workbook).readings}
    assert units == {"thpt-so-1-bao-yen", "thpt-so-2-bao-yen"}


def test_the_unit_may_stand_in_the_margin_of_the_page() -> None:
    margin = Text("Trường THPT số 2 Bảo Thắng", HERE, flow="header")
    (reading,) = read(document(FORM, "Tên sáng kiến: Ngày không hẹn", "Tác giả: Nguyễn Văn An", margin)).readings
    assert reading.unit.unit == CODE
    assert reading.initiatives[0].get("owners") == ("Nguyễn Văn An",)


def test_initials_of_the_kind_may_stand_before_the_title() -> None:
    (reading,) = read(document(header(), REPORT, "1. SK: Ngày không hẹn", "Kết quả: Tiếp 312 lượt")).readings
    assert [(item.title, item.get("type")) for item in reading.initiatives] == [("Ngày không hẹn", "sang-kien")]


def test_a_heading_over_all_initiatives_ends_the_area_above_it() -> None:
    report = document(
        header(), REPORT, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "5. Sáng kiến, giải pháp mới",
        "a) Giải pháp: Số hóa lịch xe", "Kết quả: không còn trùng lịch",
    )  # fmt: skip
    (reading,) = read(report).readings
    assert reading.initiatives[0].get("field") is None


def test_what_ocr_read_is_never_sure() -> None:
    scanned = replace(document(header(), FORM, "Tên sáng kiến: Ngày không hẹn", "Tác giả: Nguyễn Văn An"), origin="ocr")
    (reading,) = read(scanned).readings
    assert not reading.sure


def test_every_value_says_where_it_stands_and_by_which_rule() -> None:
    (reading,) = read(document(header(), FORM, "Tên sáng kiến: Ngày không hẹn", "Tác giả: Nguyễn Văn An")).readings
    values = reading.initiatives[0].values
    assert values["title"].rule == "label:label"
    assert all(value.rule and value.where == HERE for value in values.values())


def test_a_stamp_of_secrecy_leaves_nothing_but_itself() -> None:
    understanding = read(CASES["a stamp of secrecy stops everything"].documents)
    assert understanding.secret == "MẬT"
    assert not understanding.documents
    assert not understanding.readings


@pytest.mark.parametrize("words", ["Văn bản mật", "bảo mật thông tin", "Bí mật nhà nước", "mật"])
def test_a_word_in_a_sentence_is_no_stamp(words: str) -> None:
    assert read(document(header(), FORM, words, "Tên sáng kiến: Ngày không hẹn")).secret is None


@pytest.mark.parametrize("words", ["MẬT", "TỐI MẬT", "Độ mật: Mật", "( TUYỆT MẬT )", "M Ậ T"])
def test_a_stamp_may_be_written_in_several_ways(words: str) -> None:
    assert read(document(words, header(), FORM, "Tên sáng kiến: Ngày không hẹn")).secret


def test_a_list_that_replaces_an_earlier_one_says_so() -> None:
    heading = title("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024 (thay thế bản gửi ngày 12/8)")
    listed = document(header(), heading, grid(("STT", "Tên sáng kiến", "Tác giả"), ("1", "Ngày không hẹn", "Tổ Toán")))
    (reading,) = read(listed).readings
    assert reading.replaces


def test_what_a_mail_takes_back_is_named() -> None:
    case = CASES["a mail that takes an initiative back is recorded"]
    (reading,) = read(case.documents, case.mail).readings
    assert reading.withdrawn == ("Ngày không hẹn",)


def test_what_is_taken_back_leaves_no_entry_that_is_not_understood() -> None:
    said = (
        "Do thay đổi nhân sự, Trường THPT số 2 Bảo Thắng xin rút giải pháp “Biên bản họp tổ ký số ngay tại cuộc họp” "
        "đã đăng ký ngày 04/6/2024. Các nội dung còn lại giữ nguyên."
    )
    told = mail("Xin rút 01 giải pháp đã đăng ký CCHC năm 2024", "thptso2baothang@laocai-edu.example")
    (reading,) = read(body(said), told).readings
    assert (reading.withdrawn, reading.doubts) == (("Biên bản họp tổ ký số ngay tại cuộc họp",), ())


def test_what_a_unit_says_of_all_its_initiatives_is_kept() -> None:
    (reading,) = read(
        document(
            header(), REPORT, "1. Tên mô hình: Ngày không hẹn", "Kết quả: Tiếp 312 lượt",
            "III. TỒN TẠI, HẠN CHẾ", "Máy quét hỏng.", "IV. KIẾN NGHỊ: Không./.",
        )
    ).readings  # fmt: skip
    assert {code: value.value for code, value in reading.remarks.items()} == {"difficulty": "Máy quét hỏng."}


def test_a_verdict_names_the_signs_that_decided_and_what_each_weighs() -> None:
    (verdict,) = read(document(header(), title("GIẤY MỜI"), "Họp về đăng ký mô hình CCHC")).documents
    assert (verdict.kind, verdict.foreign) == ("other", True)
    assert "never-ours -6.5" in verdict.hits


AT_SCHOOL = (title("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN CẤP TRƯỜNG NĂM 2024"),)
CITING = (
    title("BIỂU ĐĂNG KÝ MÔ HÌNH, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH"),
    title("(Thực hiện Kế hoạch số 244/KH-SGDĐT ngày 29/12/2023 của Sở GD&ĐT)"),
)
ROWS = grid(("TT", "Tên sáng kiến", "Tác giả", "Thời gian"), ("1", "Ngày không hẹn", "Nguyễn Văn An", "9/2024"))


@pytest.mark.parametrize("titles", [AT_SCHOOL, (title("QUYẾT ĐỊNH"), *CITING)])
def test_no_single_sign_refuses_a_list_of_a_unit_but_a_person_is_asked(titles: tuple[Block, ...]) -> None:
    (reading,) = read(document(header(), *titles, ROWS)).readings
    assert [one.title for one in reading.initiatives] == ["Ngày không hẹn"]
    assert not reading.sure
    assert reading.doubts


def test_the_date_of_a_paper_that_is_cited_does_not_date_the_one_that_cites_it() -> None:
    (reading,) = read(document(header(), *CITING, ROWS)).readings
    assert reading.sure


def test_links_to_drives_are_told_to_the_office() -> None:
    notes = read(body("Gửi phòng: https://drive.google.com/file/d/1")).notes
    assert any("tải thủ công" in note for note in notes)


REQUEST = "Đề nghị đăng ký mô hình “Bàn tiếp dân” về CCHC trước ngày 25/8/2024."


@pytest.mark.parametrize(
    "older",
    [
        ("-----Thư gốc-----", REQUEST),
        ("Vào 08:00, T3, 29 thg 10, 2024 Phòng TCCB đã viết:", REQUEST),
        ("Từ: Phòng TCCB <tccb@so.example>", "Đã gửi: Thứ Ba, 29/10/2024", "Chủ đề: Đôn đốc", REQUEST),
        (f"> {REQUEST}",),
        ("Lúc 08:00, Thứ Ba, 29/10/2024, Trần Thị Hoa viết:", REQUEST),
        ("Người gửi: Phòng TCCB", "Thời gian: 29/10/2024 08:00", "Người nhận: Văn thư", "Về việc: Đôn đốc", REQUEST),
    ],
)
def test_what_an_older_mail_says_is_not_read_again(older: tuple[str, ...]) -> None:
    answer = body("Trường THPT số 2 Bảo Thắng sẽ gửi đăng ký CCHC sau.", *older)
    assert not read(answer, mail("Re: Đôn đốc đăng ký CCHC")).readings


FORWARDED = (
    "Chuyển phòng xử lý.",
    "Từ: Trường THPT số 2 Bảo Thắng <thptso2baothang@laocai-edu.example>",
    "Chủ đề: Đăng ký sáng kiến CCHC",
    "Trường THPT số 2 Bảo Thắng xin đăng ký sáng kiến CCHC năm 2024: Một cửa học đường.",
)


@pytest.mark.parametrize("prefix", ["Re:", "TL:", "Trả lời:", "TL: CT:"])
def test_what_is_answered_is_not_read_again(prefix: str) -> None:
    answered = mail(f"{prefix} Đăng ký sáng kiến CCHC", "phongvp@laocai-edu.example")
    assert not read(body(*FORWARDED), answered).readings


@pytest.mark.parametrize(
    ("subject", "above"),
    [
        ("Fwd: Đăng ký sáng kiến CCHC", ()),
        ("CT: Đăng ký sáng kiến CCHC", ()),
        ("Chuyển tiếp: Đăng ký sáng kiến CCHC", ()),
        ("Đăng ký sáng kiến CCHC của trường", ("---------- Forwarded message ---------",)),
        ("Đăng ký sáng kiến CCHC của trường", ("Bắt đầu thư đã chuyển tiếp:",)),
    ],
)
def test_what_is_forwarded_is_read(subject: str, above: tuple[str, ...]) -> None:
    forwarded = body(FORWARDED[0], *above, *FORWARDED[1:])
    (reading,) = read(forwarded, mail(subject, "phongvp@laocai-edu.example")).readings
    assert (reading.unit.unit, [item.title for item in reading.initiatives]) == (CODE, ["Một cửa học đường"])
