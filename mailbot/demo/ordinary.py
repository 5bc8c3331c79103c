"""The quiet part of the season: units that send what they owe, on the days and in the layouts of these tables.

A line is: unit, arrival in 2024, layout with its quirks, ideas (keys of ideas.toml), and where it matters the mail
program. What happens out of the ordinary stands in `stories`.
"""

from dataclasses import replace

from mailbot.demo.mailing import report_of, signed_up
from mailbot.demo.script import GO_LIVE, Client, Post

_Line = tuple[str, str, str, str, Client]

REGISTRATIONS: tuple[_Line, ...] = (
    ("thpt-chuyen-lao-cai", "29/3 15:40", "R1", "hen-gio-ho-so kho-de-thi-so", "outlook"),
    ("phong-ktqlcl", "8/4 09:15", "R2", "khao-thi-phach", "zimbra"),
    ("thpt-so-1-tp-lao-cai", "16/4 09:20", "R1 two-row numbered groups",
     "cua-so-mot-cua hoc-phi-qr nu-cuoi-cong-so", "outlook"),
    ("phong-khtc", "22/4 14:05", "R3", "du-toan-mo", "zimbra"),
    ("phong-gdth", "6/5 08:31", "R2 dotted", "tieu-hoc-so", "zimbra"),
    ("phong-vp", "7/5 10:12", "RF", "hanh-trinh-van-ban nhat-ky-xe", "outlook"),
    ("phong-tccb", "10/5 15:58", "R2", "to-chuc-can-bo-nang-luong ban-do-dau-moi", "outlook"),
    ("thpt-so-2-bao-thang", "14/5 16:02", "R4", "ky-so-hoc-ba so-dau-bai-dien-tu", "gmail"),
    ("ptdtnt-bac-ha", "21/5 07:55", "RF", "an-ban-tru che-do-ban-tru", "apple"),
    ("thpt-dtnt-tinh", "28/5 10:40", "R4", "diem-danh-the to-tu-quan", "zimbra"),
    ("phong-gdmn", "3/6 09:03", "R2 borderless", "mam-non-ngon-ngu", "gmail"),
    ("thpt-so-1-bat-xat", "4/6 11:20", "R3 merged-unit hidden late-header",
     "hop-30-phut bien-ban-ky-so quy-che-chi-tieu", "outlook"),
    ("phong-gdtx", "12/6 14:44", "R4", "thuong-xuyen-hoc-lieu", "zimbra"),
    ("thpt-so-2-tp-lao-cai", "20/6 15:15", "R3 numbered", "dong-bo-diem giam-thoi-gian-xac-nhan", "gmail"),
    ("tt-kthn-gdtx-tinh", "24/6 08:20", "R1 quoted", "dao-tao-truc-tuyen tong-dai-tuyen-sinh", "outlook"),
    ("ptdtnt-sa-pa", "1/7 10:10", "R3 dates", "giai-dap-che-do an-pham-so", "zimbra"),
    ("thpt-so-3-tp-lao-cai", "8/7 09:50", "R1 quoted", "camera-an-toan khao-sat-hai-long", "outlook"),
    ("thpt-hoang-lien", "10/7 16:11", "RF", "ngay-khong-hen", "gmail"),
    ("ptdtnt-bat-xat", "18/7 08:08", "R1 groups", "noi-quy-hinh-anh don-tu-mot-noi", "zimbra"),
    ("phong-cttt", "25/7 15:30", "R2 next-line", "chinh-tri-diem-tin", "outlook"),
    ("ptdtnt-bao-thang", "5/8 17:45", "R2", "tu-van-tam-ly", "phone"),
    ("thpt-so-3-bao-yen", "6/8 06:50", "R1", "phong-xa-ao lich-tuan-mot-cham", "zimbra"),
    ("thpt-so-2-bat-xat", "7/8 09:12", "RX", "tra-ket-qua-buu-chinh", "zimbra"),
    ("thpt-so-1-muong-khuong", "7/8 14:30", "RX", "gop-bao-cao boi-duong-van-thu", "outlook"),
    ("thcs-thpt-bac-ha", "8/8 10:05", "R4", "hom-thu-ban", "zimbra"),
    ("ptdtnt-van-ban", "9/8 15:47", "RF", "truc-ban-lanh-dao", "gmail"),
    ("thpt-so-1-sa-pa", "16/8 08:40", "R2 borderless", "thu-vien-mo", "zimbra"),
    ("phong-ttra", "16/8 10:22", "R2 next-line", "thanh-tra-tu-xa", "outlook"),
    ("thpt-so-3-bao-thang", "16/8 15:05", "R3", "thanh-toan-tam-ung kiem-ke-qr", "zimbra"),
    ("thpt-so-1-si-ma-cai", "22/8 07:58", "RF", "tuyen-sinh-ban-dong-hanh", "apple"),
    ("thpt-so-1-van-ban", "22/8 14:18", "R1 two-row", "phan-cap-ky dat-lich-phong-may", "outlook"),
    ("thpt-so-4-van-ban", "23/8 15:00", "R1", "tiet-kiem-giay", "zimbra"),
    ("thpt-so-1-bac-ha", "24/8 23:40", "R1 groups numbered", "chuyen-doi-so-to vi-tri-viec-lam", "gmail"),
    ("thpt-so-4-tp-lao-cai", "25/8 21:10", "RX", "truc-tuyen-cap-ban-sao", "gmail"),
    ("thpt-so-2-van-ban", "27/8 10:00", "RF", "nhac-han-van-ban", "zimbra"),
    ("thpt-so-3-van-ban", "10/9 09:35", "R3 merged-unit", "luan-chuyen-van-thu ra-soat-van-ban", "outlook"),
)  # fmt: skip

REPORTS: tuple[_Line, ...] = (
    ("phong-ktqlcl", "12/9 09:00", "B1", "khao-thi-phach", "zimbra"),
    ("phong-khtc", "20/9 10:30", "B3", "du-toan-mo", "outlook"),
    ("thpt-dtnt-tinh", "27/9 15:20", "B2 percent", "diem-danh-the to-tu-quan", "zimbra"),
    ("phong-gdth", "2/10 08:15", "B4", "tieu-hoc-so", "zimbra"),
    ("phong-vp", "4/10 14:50", "BF", "hanh-trinh-van-ban nhat-ky-xe", "outlook"),
    ("thpt-so-1-bat-xat", "7/10 16:05", "B1 slash", "hop-30-phut quy-che-chi-tieu", "outlook"),
    ("phong-tccb", "8/10 09:45", "B1 auto-numbered", "to-chuc-can-bo-nang-luong ban-do-dau-moi", "outlook"),
    ("ptdtnt-bao-thang", "9/10 10:00", "B4", "tu-van-tam-ly", "phone"),
    ("thpt-so-3-tp-lao-cai", "10/10 15:35", "B2 quoted", "camera-an-toan sang-thu-hai-xanh", "outlook"),
    ("phong-gdmn", "11/10 07:10", "BF", "mam-non-ngon-ngu", "gmail"),
    ("thpt-hoang-lien", "14/10 09:09", "BX", "ngay-khong-hen", "gmail"),
    ("phong-gdtx", "14/10 14:20", "B2 numbered", "thuong-xuyen-hoc-lieu", "zimbra"),
    ("thpt-so-2-sa-pa", "15/10 08:30", "BF", "cong-khai-mot-trang", "zimbra"),
    ("ptdtnt-bat-xat", "15/10 16:00", "B3 late-header", "noi-quy-hinh-anh don-tu-mot-noi", "zimbra"),
    ("thpt-so-2-bac-ha", "16/10 10:15", "B1 slash", "tach-nhap-to quan-ly-thiet-bi", "zimbra"),
    ("tt-kthn-gdtx-tinh", "17/10 11:11", "B2", "dao-tao-truc-tuyen tong-dai-tuyen-sinh", "outlook"),
    ("thcs-thpt-bac-ha", "18/10 09:30", "BX", "hom-thu-ban", "zimbra"),
    ("thpt-so-1-bao-yen", "21/10 15:00", "B3", "cai-tien-thi-dua", "outlook"),
    ("phong-cttt", "23/10 08:25", "B1 auto-numbered", "chinh-tri-diem-tin", "outlook"),
    ("thpt-so-1-muong-khuong", "23/10 14:45", "B2 percent roles", "gop-bao-cao boi-duong-van-thu", "outlook"),
    ("phong-gdtrh", "24/10 09:00", "B1 slash", "trung-hoc-ngan-hang", "gmail"),
    ("thpt-so-2-bao-thang", "24/10 10:20", "B2", "ky-so-hoc-ba so-dau-bai-dien-tu", "gmail"),
    ("ptdtnt-bac-ha", "25/10 09:40", "B3 real-percent", "an-ban-tru che-do-ban-tru", "apple"),
    ("thpt-so-1-si-ma-cai", "25/10 15:30", "B4", "tuyen-sinh-ban-dong-hanh", "apple"),
    ("thpt-so-2-bao-yen", "28/10 16:40", "B1", "phieu-giao-ban-dien-tu", "zimbra"),
    ("thpt-so-1-van-ban", "29/10 08:00", "B2 numbered percent", "phan-cap-ky dat-lich-phong-may", "outlook"),
    ("thpt-chuyen-lao-cai", "29/10 09:20", "BF", "hen-gio-ho-so kho-de-thi-so tu-danh-gia", "outlook"),
    ("thcs-thpt-bat-xat", "29/10 14:10", "B3", "kiem-tra-cheo nhom-cha-me", "zimbra"),
    ("ptdtnt-muong-khuong", "29/10 15:55", "B1", "phong-doc-ho-so", "gmail"),
    ("ptdtnt-sa-pa", "29/10 16:25", "B2", "giai-dap-che-do an-pham-so", "zimbra"),
    ("ptdtnt-bao-yen", "30/10 06:45", "B4", "lien-thong-y-te", "zimbra"),
    ("thpt-so-1-bao-thang", "30/10 09:15", "B1", "nhan-ho-so-tai-nha", "gmail"),
    ("thpt-so-3-van-ban", "30/10 10:35", "B3 merged-unit", "luan-chuyen-van-thu ra-soat-van-ban", "outlook"),
    ("thpt-so-2-van-ban", "30/10 14:00", "B1", "nhac-han-van-ban", "zimbra"),
    ("thpt-so-1-bac-ha", "30/10 16:10", "B2 quoted", "chuyen-doi-so-to vi-tri-viec-lam", "gmail"),
    ("ptdtnt-van-ban", "31/10 09:00", "BF", "truc-ban-lanh-dao", "gmail"),
    ("thpt-so-3-bao-yen", "31/10 16:50", "B1", "phong-xa-ao lich-tuan-mot-cham", "zimbra"),
    ("thpt-so-4-tp-lao-cai", "31/10 22:15", "BX", "truc-tuyen-cap-ban-sao", "gmail"),
    ("phong-ttra", "1/11 08:20", "B1", "thanh-tra-tu-xa", "outlook"),
    ("thpt-so-2-bat-xat", "1/11 15:40", "BX", "tra-ket-qua-buu-chinh", "zimbra"),
    ("thpt-so-1-sa-pa", "4/11 14:20", "BF", "thu-vien-mo", "zimbra"),
)  # fmt: skip


OFFICE = "phong-tccb"
_EARLY = "THPT Chuyên gửi từ tháng 3, trước ngày bắt đầu: ghi nhận, không gửi thư cho trường, báo phòng một lần."


def ordinary() -> tuple[Post, ...]:
    """Registrations and reports of the two tables."""
    registered = [_with_story(signed_up(*line[:4], client=line[4])) for line in REGISTRATIONS]
    reported = [report_of(*line[:4], client=line[4]) for line in REPORTS]
    return tuple(replace(post, receipt=False) if _is_its_own(post) else post for post in (*registered, *reported))


def _is_its_own(post: Post) -> bool:
    """The office that runs the campaign takes part itself; it does not thank itself."""
    return any(gain.unit == OFFICE for gain in post.gains)


def _with_story(post: Post) -> Post:
    return replace(post, story=_EARLY) if post.at < GO_LIVE else post
