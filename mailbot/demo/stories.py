"""What happens out of the ordinary in the season: one function per story, each told in one Vietnamese line.

A story says what a clerk of the office would do with each mail; the tests hold mailbot to it.
"""

from dataclasses import replace

from mailbot.demo.mailing import sent, signature, signed_up
from mailbot.demo.script import DOMAIN, Gain, Nature, OfficeAct, OtherPaper, Post, moment
from mailbot.demo.units import address, unit
from mailbot.demo.works import work, works

_DIED = f"vanthu.thptso2simacai@{DOMAIN}"  # the address that no longer exists


def stories() -> tuple[Post, ...]:
    """Every story, in no particular order."""
    return (
        *_additions_and_corrections(),
        *_copies(),
        *_other_senders(),
        *_unclear_papers(),
        *_edges_of_the_deadline(),
        *_reports_beside_registrations(),
        *_machines(),
        *_not_ours(),
    )


def acts() -> tuple[OfficeAct, ...]:
    """What the office answers. Some questions it leaves open: what is provisional must then stay so."""
    return (
        OfficeAct(
            moment("22/7 09:00"),
            "thpt-so-2-sa-pa registration 17/7 09:00",
            "Phòng trả lời thư hỏi rằng phiếu gửi hộ là của THPT số 2 Sa Pa, rồi xác nhận bằng mã mailbot gửi.",
            by_mail=True,
        ),
        OfficeAct(
            moment("16/7 10:00"),
            "thpt-so-1-bao-yen registration 15/7 14:25",
            "Phòng xác nhận phần của THPT số 2 Bảo Yên trong biểu chung.",
        ),
    )


# --- what a unit changes ----------------------------------------------------------------------------------------


def _additions_and_corrections() -> tuple[Post, ...]:
    more = signed_up("thpt-chuyen-lao-cai", "12/8 10:20", "R2", "tu-danh-gia", client="outlook")
    fixed = tuple(
        replace(old, content=new)
        for old, new in zip(
            works("thpt-so-2-tp-lao-cai", "dong-bo-diem giam-thoi-gian-xac-nhan"),
            (
                "Giáo viên khóa điểm trước 16 giờ thứ Sáu, gửi phụ huynh lúc 18 giờ, phụ huynh xác nhận đã xem.",
                "Học sinh quét mã đăng ký từ tối hôm trước, nhận giấy đã ký số ở giờ ra chơi đầu tiên.",
            ),
            strict=True,
        )
    )
    corrected = sent("thpt-so-2-tp-lao-cai", "9/7 08:45", "R3 numbered", fixed, client="gmail")
    kept = works("thpt-so-3-tp-lao-cai", "camera-an-toan sang-thu-hai-xanh")
    replaced = sent("thpt-so-3-tp-lao-cai", "14/8 10:30", "R1 replaces", kept, client="outlook")
    better = replace(
        work("thpt-so-2-bao-thang", "ky-so-hoc-ba"),
        result="+ Ký số xong 745 học bạ trước hạn 09 ngày; + phải ký lại 01 trường hợp.",
    )
    figures = sent("thpt-so-2-bao-thang", "29/10 10:50", "B2", (better,), client="gmail")
    return (
        replace(
            more,
            subject="Bổ sung đăng ký CCHC 2024 - THPT Chuyên Lào Cai",
            body="Kính gửi Phòng TCCB,\n\nNgoài các nội dung đã gửi, nhà trường đăng ký bổ sung 01 giải pháp như phiếu "
            f"kèm theo.\n\n{signature('thpt-chuyen-lao-cai')}",
            story="THPT Chuyên gửi bổ sung một giải pháp: bản đăng ký có thêm, không mất gì.",
        ),
        replace(
            corrected,
            subject="Đăng ký CCHC THPT số 2 TP Lào Cai (sửa lần 2)",
            body="Kính chào anh/chị,\n\nEm gửi lại biểu đăng ký đã sửa phần nội dung theo góp ý của nhà trường ạ.\n\n"
            f"{signature('thpt-so-2-tp-lao-cai')}",
            story="THPT số 2 TP Lào Cai sửa nội dung hai sáng kiến: cập nhật, không nhân đôi.",
        ),
        replace(
            replaced,
            subject="Thay thế toàn bộ danh sách đăng ký CCHC - THPT số 3 TP Lào Cai",
            body="Kính gửi Phòng TCCB,\n\nNhà trường gửi danh sách mới, thay thế toàn bộ danh sách đã gửi ngày "
            f"08/7/2024.\n\nTrân trọng.\n{signature('thpt-so-3-tp-lao-cai')}",
            gains=(Gain("thpt-so-3-tp-lao-cai", "registration", kept, replaces=True),),
            logged_in=True,
            story="THPT số 3 TP Lào Cai gửi danh sách thay thế toàn bộ: mục không còn trong danh sách được bỏ.",
        ),
        _letter(
            "thpt-so-1-bat-xat",
            "20/8 08:30",
            "Xin rút 01 giải pháp đã đăng ký CCHC năm 2024",
            "Kính gửi Phòng Tổ chức cán bộ,\n\nDo thay đổi nhân sự, nhà trường xin rút giải pháp “"
            + work("thpt-so-1-bat-xat", "bien-ban-ky-so").title
            + "” đã đăng ký ngày 04/6/2024. Các nội dung còn lại giữ nguyên.",
            gains=(
                Gain(
                    "thpt-so-1-bat-xat",
                    "registration",
                    removed=(work("thpt-so-1-bat-xat", "bien-ban-ky-so").title,),
                ),
            ),
            logged_in=True,
            story="THPT số 1 Bát Xát xin rút một giải pháp bằng thư thường.",
        ),
        replace(
            figures,
            subject="Đính chính số liệu báo cáo CCHC - THPT số 2 Bảo Thắng",
            body="Kính gửi Phòng TCCB,\n\nNhà trường đính chính số liệu của giải pháp ký số học bạ, nội dung khác giữ "
            f"nguyên như báo cáo ngày 24/10.\n\n{signature('thpt-so-2-bao-thang')}",
            story="THPT số 2 Bảo Thắng đính chính số liệu của một trong hai giải pháp đã báo cáo.",
        ),
    )


def _copies() -> tuple[Post, ...]:
    first = signed_up("thpt-dtnt-tinh", "28/5 10:40", "R4", "diem-danh-the to-tu-quan", client="zimbra")
    again = sent(
        "ptdtnt-bac-ha",
        "25/10 09:40",
        "B3 real-percent",
        works("ptdtnt-bac-ha", "an-ban-tru che-do-ban-tru"),
        client="apple",
    )
    return (
        replace(
            first,
            key="thpt-dtnt-tinh delivered twice",
            at=moment("28/5 10:41"),
            copy_of=first.key,
            gains=(),
            receipt=False,
            story="Máy chủ thư giao hai lần cùng một thư của THPT DTNT tỉnh: ghi một lần, xác nhận một lần.",
        ),
        replace(
            again,
            key="ptdtnt-bac-ha sends again",
            at=moment("26/10 08:05"),
            subject=f"Fwd: {again.subject}",
            body=f"Em gửi lại cho chắc ạ.\n\n{signature('ptdtnt-bac-ha')}",
            story="PTDTNT Bắc Hà gửi lại đúng tệp cũ “cho chắc”: không tính thêm.",
        ),
    )


# --- who writes -------------------------------------------------------------------------------------------------


def _other_senders() -> tuple[Post, ...]:
    school = "thcs-thpt-bat-xat"
    one = _from(
        signed_up(school, "11/7 19:20", "R2", "kiem-tra-cheo", client="phone"),
        "Lù Văn Phẩm",
        f"phamlv.btx@{DOMAIN}",
    )
    two = _from(
        signed_up(school, "12/7 20:05", "R2 dotted", "nhom-cha-me", client="gmail"),
        "Hoàng Thị Then",
        f"thenht.btx@{DOMAIN}",
    )
    both = signed_up(school, "20/8 15:30", "R1", "kiem-tra-cheo nhom-cha-me", client="zimbra")
    neighbour = _from(
        signed_up("thpt-so-2-sa-pa", "17/7 09:00", "R2", "cong-khai-mot-trang", client="gmail"),
        "THPT Hoàng Liên",
        address("thpt-hoang-lien"),
    )
    private = _from(
        signed_up("thpt-so-2-muong-khuong", "13/8 21:34", "R2 borderless", "cau-hoi-truoc-gio", client="phone"),
        "Dũng MK2",
        "dungmk2.1984@thu-ca-nhan.example",
    )
    inner = signed_up("phong-gdtrh", "19/8 08:02", "R1", "trung-hoc-ngan-hang", client="gmail")
    return (
        replace(one, story="Hai giáo viên của THCS và THPT Bát Xát gửi riêng từ địa chỉ chưa có trong danh sách…"),
        two,
        replace(both, story="…rồi nhà trường gửi danh sách chung: hai nội dung được xác nhận, không thành bốn."),
        replace(
            neighbour,
            subject="Gửi hộ THPT số 2 Sa Pa phiếu đăng ký CCHC",
            body="Kính gửi Phòng TCCB,\nMạng của THPT số 2 Sa Pa đang hỏng, trường em gửi hộ phiếu đăng ký ạ.\n\n"
            + signature("thpt-hoang-lien"),
            story="THPT Hoàng Liên gửi hộ THPT số 2 Sa Pa: ghi cho đúng trường, chờ phòng xác nhận.",
        ),
        replace(
            private,
            body="E gửi phiếu đăng ký của trường ạ",
            story="Một địa chỉ cá nhân lạ gửi phiếu của THPT số 2 Mường Khương: ghi tạm, hỏi phòng.",
        ),
        _joint_list(),
        Post(
            key="phong-gdtrh forwarded",
            at=moment("19/8 08:40"),
            sender=("Phòng GDTrH", address("phong-gdtrh")),
            subject=f"Fwd: {inner.subject}",
            body="Chuyển Phòng TCCB: đăng ký của phòng, chuyên viên soạn.\n",
            gains=(Gain("phong-gdtrh", "registration", works("phong-gdtrh", "trung-hoc-ngan-hang")),),
            forwards=_from(inner, "Vũ Thị Bích Thảo", f"thaovtb@{DOMAIN}"),
            story="Phòng GDTrH chuyển tiếp thư của chuyên viên: bản đăng ký nằm trong thư đính kèm.",
        ),
    )


def _joint_list() -> Post:
    first, second = "thpt-so-1-bao-yen", "thpt-so-2-bao-yen"
    own, other = works(first, "cai-tien-thi-dua"), works(second, "phieu-giao-ban-dien-tu")
    post = sent(first, "15/7 14:25", "R3 merged-unit", own, client="outlook")
    return replace(
        post,
        subject="Tổng hợp đăng ký CCHC hai trường THPT số 1, số 2 Bảo Yên",
        body="Kính gửi Phòng TCCB,\n\nCụm trường gửi biểu tổng hợp đăng ký của hai trường.\n\n" + signature(first),
        enclosures=(
            replace(post.paper, name="Tong hop DK CCHC cum Bao Yen.xlsx", parts=((first, own), (second, other))),
        ),
        gains=(Gain(first, "registration", own), Gain(second, "registration", other, provisional=True)),
        story="THPT số 1 Bảo Yên gửi một biểu chung cho hai trường: mỗi trường nhận đúng phần của mình.",
    )


def _from(post: Post, name: str, sender: str) -> Post:
    """The same mail from somebody who may not speak for the unit: a clerk would ask."""
    return replace(post, sender=(name, sender), gains=tuple(replace(gain, provisional=True) for gain in post.gains))


# --- papers that are hard to take -------------------------------------------------------------------------------


def _unclear_papers() -> tuple[Post, ...]:
    damaged = signed_up("thpt-so-2-bac-ha", "19/8 14:00", "R1", "tach-nhap-to quan-ly-thiet-bi", client="zimbra")
    whole = signed_up("thpt-so-2-bac-ha", "20/8 09:30", "R2", "tach-nhap-to quan-ly-thiet-bi", client="zimbra")
    lacking = signed_up("ptdtnt-bao-yen", "20/8 11:00", "R1 no-owner", "lien-thong-y-te", client="zimbra")
    full = signed_up("ptdtnt-bao-yen", "28/8 09:00", "R1", "lien-thong-y-te", client="zimbra")
    told = replace(work("ptdtnt-muong-khuong", "phong-doc-ho-so"), field="")  # the letter does not say
    return (
        replace(
            damaged,
            enclosures=(replace(damaged.paper, spoilt=True),),
            nature="unreadable",
            gains=(),
            waits=("thpt-so-2-bac-ha", "registration"),
            story="Tệp Word của THPT số 2 Bắc Hà bị hỏng trên đường gửi: báo lại ngay trong ngày…",
        ),
        replace(whole, story="…và trường gửi lại bản đọc được hôm sau."),
        Post(
            key="thpt-so-4-van-ban pages",
            at=moment("14/8 10:00"),
            sender=("THPT số 4 Văn Bàn", address("thpt-so-4-van-ban")),
            subject="Đăng ký mô hình CCHC năm 2024 - THPT số 4 Văn Bàn",
            body="Kính gửi Phòng TCCB bản đăng ký của trường ạ.\n\n" + signature("thpt-so-4-van-ban"),
            enclosures=(
                OtherPaper(
                    "Đăng ký CCHC THPT số 4 Văn Bàn.pages", "pages", "thpt-so-4-van-ban", moment("14/8 0:00").date()
                ),
            ),
            client="apple",
            nature="unreadable",
            waits=("thpt-so-4-van-ban", "registration"),
            story="THPT số 4 Văn Bàn gửi tệp .pages không mở được: không im lặng bỏ qua, cũng không nhắc nhầm.",
        ),
        replace(
            lacking,
            gains=(
                Gain(
                    "ptdtnt-bao-yen",
                    "registration",
                    works("ptdtnt-bao-yen", "lien-thong-y-te"),
                    lacks=((work("ptdtnt-bao-yen", "lien-thong-y-te").title, "owners"),),
                ),
            ),
            story="PTDTNT Bảo Yên đăng ký đúng hạn nhưng thiếu người thực hiện; bổ sung đủ khi đã quá hạn.",
        ),
        full,
        _letter(
            "ptdtnt-muong-khuong",
            "8/8 16:20",
            "Đăng ký sáng kiến CCHC năm 2024",
            f"Kính gửi Phòng Tổ chức cán bộ,\n\n{unit('ptdtnt-muong-khuong').name} xin đăng ký mô hình “{told.title}” "
            f"về cải cách hành chính năm 2024, do {told.owners[0].name} phụ trách, thực hiện từ tháng 5 đến tháng 9 "
            "năm 2024. Do mất điện nên nhà trường chưa gửi được văn bản, mong phòng ghi nhận.",
            gains=(Gain("ptdtnt-muong-khuong", "registration", (told,), provisional=True),),
            story="PTDTNT Mường Khương chỉ viết trong thân thư: ghi tạm, chờ phòng xác nhận.",
        ),
    )


# --- the deadline -----------------------------------------------------------------------------------------------


def _edges_of_the_deadline() -> tuple[Post, ...]:
    midnight = signed_up("thpt-so-1-bao-thang", "26/8 00:04", "R2 next-line", "nhan-ho-so-tai-nha", client="gmail")
    return (
        replace(
            midnight,
            claims=moment("25/8 23:58"),
            story="THPT số 1 Bảo Thắng: thư đến lúc 00 giờ 04 ngày 26/8 dù tự ghi 23 giờ 58 ngày 25/8: tính là muộn.",
        ),
        _letter(
            "thpt-so-2-van-ban",
            "23/8 17:10",
            "Xin gia hạn nộp đăng ký CCHC",
            "Kính gửi Phòng Tổ chức cán bộ,\n\nNhà trường đang bồi dưỡng hè, xin phép được gửi bản đăng ký vào ngày "
            "27/8/2024.",
            nature="question",
            receipt=None,
            story="THPT số 2 Văn Bàn xin lùi hạn: máy không tự quyết, việc này của phòng.",
        ),
    )


# --- reports that differ from what was registered ---------------------------------------------------------------


def _reports_beside_registrations() -> tuple[Post, ...]:
    city = "thpt-so-1-tp-lao-cai"
    reworded = replace(work(city, "hoc-phi-qr"), title="Thu học phí không tiền mặt bằng mã QR")
    differing = sent(
        city,
        "22/10 06:55",
        "B2",
        (work(city, "cua-so-mot-cua"), reworded, work(city, "hop-dong-dien-tu")),
        client="outlook",
    )
    two_files = sent(
        "thpt-so-2-tp-lao-cai",
        "22/10 07:05",
        "B1",
        works("thpt-so-2-tp-lao-cai", "dong-bo-diem giam-thoi-gian-xac-nhan"),
        client="gmail",
    )
    return (
        replace(
            differing,
            story="THPT số 1 TP Lào Cai báo cáo khác đăng ký: một đúng, một đổi tên, một mới, một không báo cáo.",
        ),
        replace(
            two_files,
            enclosures=(
                *two_files.enclosures,
                OtherPaper(
                    "Biên bản họp Hội đồng trường.docx", "minutes", "thpt-so-2-tp-lao-cai", moment("21/10 0:00").date()
                ),
            ),
            story="THPT số 2 TP Lào Cai kẹp thêm một biên bản không liên quan: chỉ báo cáo được tính.",
        ),
        replace(
            sent("thpt-so-3-muong-khuong", "29/10 10:30", "B1", works("thpt-so-3-muong-khuong", "giao-viec-ro-nguoi")),
            story="THPT số 3 Mường Khương báo cáo mà chưa từng đăng ký: ghi nhận và hỏi lại.",
        ),
    )


# --- machines, lists, and what is none of ours ------------------------------------------------------------------


def _machines() -> tuple[Post, ...]:
    bounce = Post(
        key="bounce of the invitation",
        at=moment("2/4 07:40"),
        sender=("Mail Delivery System", f"mailer-daemon@{DOMAIN}"),
        subject="Undelivered Mail Returned to Sender",
        body=f"This is the mail system at host mail.{DOMAIN}.\n\nYour message could not be delivered.\n<{_DIED}>: 550 "
        "5.1.1 Recipient address rejected: User unknown\n",
        nature="machine",
        receipt=False,
        answers=_DIED,
        story="Thư đề nghị gửi THPT số 2 Si Ma Cai bị trả lại vì hộp thư không còn: gửi lại đến địa chỉ thứ hai.",
    )
    absent = Post(
        key="out of office after the first reminder",
        at=moment("6/8 16:10"),
        sender=("PTDTNT Si Ma Cai", address("ptdtnt-si-ma-cai")),
        subject="Trả lời tự động: Đề nghị gửi bản đăng ký CCHC năm 2024",
        body="Xin chào,\n\nTôi nghỉ phép từ ngày 01/8 đến hết ngày 16/8/2024 và sẽ trả lời thư sau thời gian này.\n\n"
        "Trân trọng.",
        nature="machine",
        receipt=False,
        answers=address("ptdtnt-si-ma-cai"),
        story="PTDTNT Si Ma Cai trả lời tự động “đang nghỉ phép”: không trả lời máy, đơn vị vẫn còn nợ.",
    )
    silent = Post(
        key="out of office that does not say so",
        at=moment("11/10 07:12"),
        sender=("Phòng GDMN", address("phong-gdmn")),
        subject="Automatic reply: Đã nhận báo cáo kết quả CCHC",
        body="Tôi đang đi công tác cơ sở đến hết ngày 12/10/2024. Việc gấp xin gọi điện thoại.\n",
        client="phone",
        nature="machine",
        receipt=False,
        unmarked=True,
        answers=address("phong-gdmn"),
        story="Một trả lời tự động không có dấu hiệu máy trong phần đầu thư: vẫn không trả lời lại.",
    )
    return (bounce, absent, silent)


def _not_ours() -> tuple[Post, ...]:
    news = (
        (
            "15/4 05:30",
            "Bản tin giáo dục số 15",
            "Trong số này: ngày hội đọc sách; lịch thi học sinh giỏi; góc sức khỏe.",
        ),
        (
            "10/6 05:30",
            "Bản tin giáo dục số 23: sáng kiến cải cách hành chính ở các tỉnh",
            "Điểm qua những mô hình, giải pháp, sáng kiến cải cách hành chính hay của ngành trong cả nước tuần qua.",
        ),
        (
            "7/10 05:30",
            "Bản tin giáo dục số 40",
            "Khai mạc giải bóng đá học sinh; hội nghị tổng kết phong trào đọc sách.",
        ),
    )
    listed = [
        Post(
            key=f"newsletter {when}",
            at=moment(when),
            sender=("Bản tin Giáo dục vùng cao", "bantin@bantin-giaoduc.example"),
            subject=subject,
            body=f"{body}\n\nBạn nhận thư này vì đã đăng ký bản tin. Hủy đăng ký: trả lời thư với chữ HỦY.",
            client="gmail",
            nature="list",
            receipt=False,
            story="Bản tin có nhắc “sáng kiến cải cách hành chính” vẫn chỉ là bản tin." if "23" in subject else "",
        )
        for when, subject, body in news
    ]
    return (
        *listed,
        _letter(
            "thpt-hoang-lien",
            "11/7 08:00",
            "Re: Đã nhận bản đăng ký",
            "Em nhận được rồi ạ, em cảm ơn anh/chị!",
            nature="other",
            receipt=False,
            answers=address("thpt-hoang-lien"),
        ),
        Post(
            key="football",
            at=moment("12/6 17:15"),
            sender=("Tuấn Anh", "tuananh.lc@thu-ca-nhan.example"),
            subject="chiều nay đá bóng không?",
            body="5h sân cũ nhé, thiếu 2 người. Ai đi thì báo mình trước 4h30.",
            client="phone",
            nature="other",
            receipt=False,
            story="Thư riêng lạc vào hộp thư chung: cất đi, không ai nhắc tới.",
        ),
        _letter(
            "ptdtnt-sa-pa",
            "5/10 11:30",
            "Thiệp mời cưới",
            "Mời các anh chị Phòng TCCB đến chung vui cùng gia đình em vào ngày 12/10/2024 tại nhà văn hóa tổ 3.",
            nature="other",
            receipt=False,
        ),
        _enclosing(
            "thpt-so-1-bao-yen",
            "16/9 10:00",
            "Danh sách đăng ký đề tài SKKN năm học 2024-2025",
            OtherPaper("DS SKKN 2024-2025.docx", "teaching", "thpt-so-1-bao-yen", moment("15/9 0:00").date()),
            "Danh sách sáng kiến kinh nghiệm dạy học gửi nhầm: không phải phong trào này.",
        ),
        _enclosing(
            "ptdtnt-van-ban",
            "28/8 14:00",
            "Kế hoạch khai giảng năm học 2024-2025",
            OtherPaper("KH khai giang.docx", "plan", "ptdtnt-van-ban", moment("27/8 0:00").date()),
            "",
        ),
    )


def _letter(
    code: str,
    when: str,
    subject: str,
    body: str,
    *,
    nature: Nature = "submission",
    gains: tuple[Gain, ...] = (),
    receipt: bool | None = True,
    answers: str | None = None,
    logged_in: bool = False,
    story: str = "",
) -> Post:
    """A mail without files from the address of a unit."""
    return Post(
        key=f"{code} letter {when}",
        at=moment(when),
        sender=(unit(code).short, address(code)),
        subject=subject,
        body=f"{body}\n\n{signature(code)}",
        gains=gains,
        receipt=receipt,
        answers=answers,
        nature=nature,
        logged_in=logged_in,
        story=story,
    )


def _enclosing(code: str, when: str, subject: str, paper: OtherPaper, story: str) -> Post:
    """A mail of a unit with a file that is not of this campaign."""
    return Post(
        key=f"{code} {paper.about} {when}",
        at=moment(when),
        sender=(unit(code).short, address(code)),
        subject=subject,
        body=f"Kính gửi Phòng TCCB tệp đính kèm.\n\n{signature(code)}",
        enclosures=(paper,),
        client="outlook",
        nature="other",
        receipt=False,
        story=story,
    )
