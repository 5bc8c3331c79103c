"""What units write in plain words in answer to letters of mailbot, each once, and what the office says to it.

A line tells what a clerk would do with each: what she is asked, and whether the unit is urged meanwhile and afterwards.
"""

from datetime import date

from mailbot.demo.luck import luck
from mailbot.demo.mailing import signature
from mailbot.demo.script import DOMAIN, Client, Post, Wish, moment
from mailbot.demo.units import address, unit
from mailbot.demo.works import work

_CLIENTS: tuple[Client, ...] = ("outlook", "gmail", "zimbra", "phone")


def says() -> tuple[Post, ...]:
    """In no particular order."""
    return (*_sent_otherwise(), *_values(), *_wishes(), *_forms_and_files(), *_of_the_unit(), *_asks(), *_the_rest())


def _sent_otherwise() -> tuple[Post, ...]:
    return (
        _say(
            "thpt-so-3-muong-khuong",
            "15/8 14:10",
            "Dạ bản đăng ký của trường đã gửi bằng bản giấy theo Công văn số 112/THPTS3MK ngày 13/8/2024, nộp qua bộ "
            "phận văn thư Sở ạ.",
            wish=Wish("thpt-so-3-muong-khuong", "registration", granted=True),
            story="THPT số 3 Mường Khương trả lời thư nhắc: đã gửi bản giấy. Phòng xác nhận, trường không bị nhắc nữa.",
        ),
        _say(
            "thpt-so-3-bao-thang",
            "28/10 10:20",
            "Báo cáo bản cứng nhà trường đã nộp trực tiếp tại phòng từ thứ Sáu tuần trước rồi ạ.",
            wish=Wish("thpt-so-3-bao-thang", "report", granted=True),
            ruled="đã nhận bản giấy ngày 25/10",
        ),
        _say(
            "thpt-so-2-bao-yen",
            "22/10 09:05",
            "Trường em gửi báo cáo từ hôm 11/10 rồi mà sao vẫn bị nhắc ạ?",
            wish=Wish("thpt-so-2-bao-yen", "report", granted=False),
            ruled="không",
            story="THPT số 2 Bảo Yên nói đã gửi mà hộp thư chưa có: mailbot tra lại, hỏi phòng, rồi báo trường.",
        ),
    )


def _values() -> tuple[Post, ...]:
    owner = work("ptdtnt-bao-yen", "lien-thong-y-te").owners[0]
    return (
        _say(
            "ptdtnt-bao-yen",
            "21/8 09:40",
            f"Dạ em bổ sung: người thực hiện là {owner.form.lower()} {owner.name} ạ.",
            story="PTDTNT Bảo Yên bổ sung người thực hiện bằng một câu: ghi vào bản đăng ký như điền biểu mẫu.",
        ),
        _say(
            "thpt-so-1-bat-xat",
            "8/10 08:50",
            "Nhà trường xin đính chính nội dung “Họp giao ban 30 phút, kết luận trong ngày”: giảm xuống 35 phút, "
            "không phải 32 phút ạ.",
            story="THPT số 1 Bát Xát đính chính một con số: phòng xem cũ và mới rồi mới đổi.",
        ),
        _say(
            "thpt-so-1-tp-lao-cai",
            "22/10 15:10",
            "Dạ nội dung “Nụ cười công sở” nhà trường vẫn giữ, kết quả sẽ gửi bổ sung sau ạ.",
            ruled="bỏ qua",
        ),
        _say(
            "thcs-thpt-bat-xat",
            "28/8 09:30",
            "Nội dung đăng ký của trường vẫn như cũ, không có gì thay đổi.",
            ruled="bỏ qua",
        ),
    )


def _wishes() -> tuple[Post, ...]:
    second = f"bgh.thptso2simacai@{DOMAIN}"
    return (
        _say(
            "thpt-so-1-sa-pa",
            "28/10 15:20",
            "Kính gửi phòng, do đường truyền của trường đang sửa nên nhà trường xin được nộp báo cáo chậm đến hết ngày "
            "05/11/2024.",
            wish=Wish("thpt-so-1-sa-pa", "report", granted=True, until=date(2024, 11, 5)),
            ruled="đồng ý",
            story="THPT số 1 Sa Pa xin nộp báo cáo chậm: phòng đồng ý bằng một câu, trường được báo ngay.",
        ),
        _say(
            "thpt-so-2-bat-xat",
            "28/10 16:05",
            "Trường xin lùi hạn báo cáo sang ngày 8/11 vì kế toán đi học ạ.",
            wish=Wish("thpt-so-2-bat-xat", "report", granted=False),
            ruled="không, đề nghị nộp đúng hạn",
            story="THPT số 2 Bát Xát xin lùi hạn: phòng chưa đồng ý, trường vẫn được trả lời.",
        ),
        _say(
            "thpt-so-2-si-ma-cai",
            "16/8 10:15",
            "Nhà trường vừa sáp nhập, chưa ổn định tổ chức, kính đề nghị phòng cho trường được miễn đăng ký năm nay.",
            sender=second,
            wish=Wish("thpt-so-2-si-ma-cai", "registration", granted=True),
            ruled="đồng ý miễn",
        ),
        _say(
            "ptdtnt-si-ma-cai",
            "19/8 08:30",
            "Năm nay trường không có mô hình, sáng kiến nào để đăng ký ạ.",
            wish=Wish("ptdtnt-si-ma-cai", "registration", granted=False),
            ruled="không",
        ),
    )


def _forms_and_files() -> tuple[Post, ...]:
    return (
        _say(
            "thpt-so-1-si-ma-cai",
            "15/8 08:40",
            "Em tải file phòng gửi về nhưng máy trường không mở được ạ.",
            story="THPT số 1 Si Ma Cai không mở được biểu mẫu: biểu mẫu được gửi lại ngay.",
        ),
        _say(
            "thpt-so-1-van-ban",
            "15/8 09:15",
            "Trường chưa nhận được biểu mẫu đăng ký, phòng gửi lại giúp. Nhà trường sẽ nộp trước ngày 23/8.",
        ),
        _say(
            "thpt-so-3-bao-yen",
            "28/10 08:35",
            "Báo cáo của trường ở đường dẫn này, nhờ phòng tải về: https://drive.google.com/file/d/1XpThptBaoYen3/view",
        ),
    )


def _of_the_unit() -> tuple[Post, ...]:
    head = unit("ptdtnt-bac-ha").name
    return (
        _say(
            "thpt-so-3-tp-lao-cai",
            "11/10 08:20",
            f"Từ nay trường dùng địa chỉ mới vanthu.c3so3@{DOMAIN}, địa chỉ cũ nhờ phòng thôi dùng ạ.",
            story="THPT số 3 TP Lào Cai báo địa chỉ thư mới: phòng đồng ý là danh sách đổi theo.",
        ),
        _say(
            "ptdtnt-bac-ha",
            "28/8 10:10",
            f"{head} có hiệu trưởng mới từ ngày 01/9/2024 là cô Lương Thị Kim Oanh, số điện thoại 0214 376 1188.",
        ),
    )


def _asks() -> tuple[Post, ...]:
    return (
        _say(
            "thpt-so-4-tp-lao-cai",
            "15/8 15:45",
            "Cho em hỏi nộp đăng ký trong ngày Chủ nhật 25/8 thì có tính là đúng hạn không ạ?",
            ruled="trả lời: Đề nghị nhà trường gửi trước ngày 25/8/2024 để được tính đúng hạn.",
            story="THPT số 4 TP Lào Cai hỏi về thời hạn: phòng viết một câu, mailbot chuyển nguyên văn cho trường.",
        ),
        _say(
            "tt-kthn-gdtx-tinh",
            "11/10 09:25",
            "Một người đứng tên hai giải pháp thì kê khai chung một báo cáo hay làm riêng vậy chị?",
            ruled="trả lời: Đơn vị làm chung một báo cáo, mỗi giải pháp một mục.",
        ),
    )


def _the_rest() -> tuple[Post, ...]:
    return (
        _say("thpt-so-1-bao-yen", "21/10 15:20", "Em nhận được rồi ạ, em cảm ơn phòng."),
        _say(
            "thpt-so-1-bac-ha",
            "22/8 09:50",
            "Đồng chí văn thư của trường đang điều trị tại bệnh viện tỉnh, việc này nhà trường đã giao thầy Công ở tổ "
            "Tin học.",
            ruled="bỏ qua",
        ),
    )


def _say(
    code: str, when: str, words: str, *, sender: str = "", wish: Wish | None = None, ruled: str = "", story: str = ""
) -> Post:
    """An answer to the newest letter that went to this address."""
    own = sender or address(code)
    return Post(
        key=f"{code} says {when}",
        at=moment(when),
        sender=(unit(code).short, own),
        subject="",
        body=f"{words}\n\n{signature(code)}",
        client=luck("trả lời", code).choice(_CLIENTS),
        nature="says",
        receipt=None,
        answers=own,
        wish=wish,
        ruled=ruled,
        story=story,
    )
