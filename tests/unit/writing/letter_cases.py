"""The letters that are kept as golden files: orders with the shipped campaign, the shipped roster, invented people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from rules.calendar import moment
from rules.campaign import Campaign
from rules.figure import Figure
from rules.initiative import DocumentVerdict, Initiative, Json
from rules.letter_kind import letter_kind
from rules.letters.letter import (
    DRAFTS,
    FORM,
    AcknowledgementFacts,
    AlarmFacts,
    AnnouncementFacts,
    AnsweredFacts,
    CodeFacts,
    DeadlineFacts,
    DecisionFacts,
    Deed,
    DoneFacts,
    Facts,
    Followed,
    HeldFacts,
    LetterOrder,
    Listing,
    LookedUp,
    LookupFacts,
    OfficeFacts,
    QuestionsFacts,
    ReceiptFacts,
    ReceiptPart,
    ReceiptsFacts,
    Recorded,
    ReminderFacts,
    ReplyFacts,
    SignInFacts,
    SignInVoidFacts,
    SilentFacts,
    UndecidedFacts,
    Wish,
    WithheldFacts,
    WrittenFacts,
)
from rules.letters.together import together
from rules.roster import Roster, Unit
from rules.season import ArrivalFacts, Question, Season, WithheldMail
from rules.standing.status import UnitStatus, statuses
from rules.submission import Changes, Submission, Tie, Tracked
from tests.seasons import initiative_of, season_of, shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign().model_copy(
    update={
        "office": shipped_campaign().office.model_copy(
            update={"phone": "0214 000 0000", "contact": "đồng chí Nguyễn Thị Mẫu"}
        )
    }
)
FAMILIAR = CAMPAIGN.model_copy(update={"address_form": "anh/chị"})


@dataclass(frozen=True, slots=True)
class Case:
    order: LetterOrder
    campaign: Campaign
    roster: Roster


def _with_people(unit: Unit) -> Unit:
    if unit.code != "thpt-so-1-bat-xat":
        return unit
    return replace(unit, head_name="Nguyễn Văn Mẫu", head_title="Hiệu trưởng", phone="0214 000 0101")


ROSTER = Roster(tuple(_with_people(unit) for unit in shipped_roster(CAMPAIGN)))
SCHOOL = ROSTER.unit("thpt-so-2-bao-thang")
HEADED = ROSTER.unit("thpt-so-1-bat-xat")
DEPARTMENT = ROSTER.unit("phong-khtc")
REGISTRATION = CAMPAIGN.stage("registration")
REPORT = CAMPAIGN.stage("report")


def at(day: date, hour: int = 9, minute: int = 5) -> datetime:
    return moment(day, time(hour, minute), CAMPAIGN.calendar)


def _initiative(**values: Json) -> Initiative:
    return initiative_of(values)


QR = _initiative(
    title="Hẹn giờ giải quyết thủ tục rút, chuyển hồ sơ học sinh qua Zalo OA nhà trường",
    type="giai-phap",
    field="tthc",
    owners=("Tổ Văn phòng",),
    content="Lập lịch hẹn trực tuyến; văn thư chuẩn bị sẵn học bạ, giấy tờ; phụ huynh chỉ đến trường một lần, nhận "
    "kết quả trong 15 phút. Mỗi ca hẹn có một người trực, có số điện thoại dự phòng; cuối tuần tổ văn phòng rà soát "
    "các lượt hẹn chưa giải quyết và báo cáo Ban Giám hiệu.",
    period="Từ tháng 4/2024 đến tháng 10/2024",
    expected="100% hồ sơ chuyển trường trả đúng hẹn; giảm ít nhất 02 lần đi lại cho phụ huynh.",
)
PAPERLESS = _initiative(
    title="Phòng họp hội đồng sư phạm không dùng tài liệu giấy",
    field="chinh-quyen-so",
    owners=("Chi đoàn giáo viên", "Nguyễn Thị Mẫu"),
    period="Từ tháng 5/2024 đến tháng 9/2024",
)
OWNERLESS = _initiative(title="Sổ theo dõi văn bản đến có nhắc hạn tự động", type="sang-kien")
REPORTED = _initiative(
    title=QR.title,
    owners=("Tổ Văn phòng",),
    result="412 lượt hẹn; 100% hồ sơ chuyển trường trả đúng hẹn.",
    completion=95.5,
)
RETITLED = _initiative(
    title="Họp hội đồng không dùng giấy", owners=("Chi đoàn giáo viên",), result="14 cuộc họp không in tài liệu."
)
TIES = (
    Tie("same", QR.title, QR.title),
    Tie("similar", PAPERLESS.title, RETITLED.title, 0.8),
    Tie("not-reported", OWNERLESS.title, None),
)
OWNER_MISSING = ((OWNERLESS.title, "Người thực hiện"),)


# --- To units -------------------------------------------------------------------------------------------------------


def _part(*initiatives: Initiative, **changed: object) -> ReceiptPart:
    changes = Changes(added=tuple(one.title for one in initiatives))
    part = ReceiptPart(REGISTRATION, SCHOOL, "on-time", initiatives, (), changes, provisional=False)
    return replace(part, **changed)  # type: ignore[arg-type]


def _receipt(*parts: ReceiptPart, day: date = date(2024, 8, 20), **facts: object) -> LetterOrder:
    documents = (DocumentVerdict("PL dang ky CCHC 2024.docx", "registration", "Văn bản có tiêu đề “đăng ký”."),)
    given = ReceiptFacts(at(day), "Trường THPT số 2 Bảo Thắng gửi đăng ký CCHC", parts, documents)
    unit = SCHOOL.code if not parts or all(part.unit == SCHOOL for part in parts) else None
    return _order("receipt", replace(given, **facts), unit)  # type: ignore[arg-type]


def _order(kind: str, facts: Facts, unit: str | None = None) -> LetterOrder:
    return LetterOrder(letter_kind(kind), kind, ("vanthu@truong.example",), facts, unit=unit)


def _status(unit: Unit, stage: str, state: str, **more: object) -> UnitStatus:
    submission = None
    if state != "owes":
        tracked = (Tracked(QR, 1, 1),)
        submission = Submission(unit.code, stage, tracked, (), at(date(2024, 8, 1)), None, provisional=False)
    return UnitStatus(unit, stage, state, None, submission, **more)  # type: ignore[arg-type]


def _joined() -> dict[str, LetterOrder]:
    """Three mails of one morning: a list, its correction, a file that nobody can read."""
    plain = _receipts()
    names = ("receipt-missing", "receipt-changed", "receipt-nothing-but-unreadable")
    facts = tuple(one for name in names if isinstance(one := plain[name].facts, ReceiptFacts))
    calm = plain["receipt-complete"].facts
    assert isinstance(calm, ReceiptFacts)
    repeated = replace(calm, repeated=True, subject="")
    return {
        "receipts": _order("receipts", ReceiptsFacts(facts), SCHOOL.code),
        "receipts-nothing-to-do": _order("receipts", ReceiptsFacts((calm, repeated)), SCHOOL.code),
    }


def _acknowledgements() -> dict[str, LetterOrder]:
    return {
        name: _order("acknowledgement", AcknowledgementFacts(at(date(2024, 8, 20)), unnamed))
        for name, unnamed in (("acknowledgement", False), ("acknowledgement-unnamed", True))
    }


def _reminder(status: UnitStatus, step: int, last_day: date, left: int) -> ReminderFacts:
    return ReminderFacts(
        status, CAMPAIGN.stage(status.stage), status.unit, step, left == 0, last_day, left, CAMPAIGN.office_due
    )


STRICT = {"registration": date(2024, 8, 24), "report": date(2024, 10, 30)}
OWES = _status(SCHOOL, "registration", "owes")
HEADED_OWES = _status(HEADED, "registration", "owes")
GAPS = _status(SCHOOL, "registration", "incomplete", missing=OWNER_MISSING)
REPORT_OWES = _status(
    SCHOOL, "report", "owes", ties=tuple(Tie("not-reported", one.title, None) for one in (QR, PAPERLESS))
)
REPORT_IN_PART = _status(SCHOOL, "report", "incomplete", ties=(TIES[0], TIES[2]))
REPORT_RENAMED = _status(SCHOOL, "report", "incomplete", ties=TIES)


def _receipts() -> dict[str, LetterOrder]:
    signed = DocumentVerdict("Dang ky CCHC_signed.pdf", "unreadable", "Chưa đọc được tệp PDF.")
    broken = DocumentVerdict("BC CCHC (1).doc", "unreadable", "Chưa đọc được tệp Word 97-2003 (.doc).")
    plan = DocumentVerdict("KH nam hoc.docx", "other", "Kế hoạch, không nêu nội dung đăng ký.", "0" * 64)
    report = {"stage": REPORT, "changes": Changes(), "ties": TIES}
    return {
        "receipt-complete": _receipt(_part(QR, PAPERLESS)),
        "receipt-missing": _receipt(_part(QR, OWNERLESS, missing=OWNER_MISSING)),
        "receipt-missing-after-the-deadline": _receipt(
            _part(OWNERLESS, missing=OWNER_MISSING, timeliness="late"), day=date(2024, 8, 27)
        ),
        "receipt-last-day": _receipt(_part(PAPERLESS, timeliness="last-day"), day=date(2024, 8, 25)),
        "receipt-extended": _receipt(
            _part(QR, OWNERLESS, missing=OWNER_MISSING, last_day=date(2024, 8, 30)), day=date(2024, 8, 27)
        ),
        "receipt-after-an-extension": _receipt(
            _part(PAPERLESS, timeliness="late", last_day=date(2024, 8, 30)), day=date(2024, 9, 3)
        ),
        "receipt-changed": _receipt(
            _part(
                PAPERLESS,
                first=False,
                timeliness="late",
                changes=Changes((PAPERLESS.title,), (QR.title,), ("Một cửa",), (OWNERLESS.title,)),
            ),
            day=date(2024, 8, 28),
        ),
        "receipt-provisional": _receipt(
            _part(PAPERLESS, provisional=True, doubts=("Nội dung đọc từ đoạn văn, không có bảng.",))
        ),
        "receipt-unknown-unit": _receipt(
            _part(
                PAPERLESS,
                unit=None,
                provisional=True,
                doubts=("Văn bản không ghi tên đơn vị, địa chỉ gửi chưa có trong danh sách.",),
            )
        ),
        "receipt-two-units": _receipt(_part(PAPERLESS), _part(QR, unit=DEPARTMENT)),
        "receipt-report-in-part": _receipt(_part(REPORTED, RETITLED, **report), day=date(2024, 10, 25)),
        "receipt-report-with-wrong-figures": _receipt(
            _part(
                REPORTED,
                **{**report, "ties": ()},
                figures=(
                    "“Thanh toán không dùng tiền mặt”: ghi đạt 45 nhưng chưa ghi tổng số",
                    "“Ký số văn bản trao đổi với Sở (trừ văn bản mật)”: tổng số 36 nhỏ hơn số đạt 63",
                ),
            ),
            day=date(2024, 10, 25),
        ),
        "receipt-report-unregistered": _receipt(
            _part(REPORTED, **{**report, "ties": (Tie("new", None, QR.title),)}), day=date(2024, 10, 25)
        ),
        "receipt-signed-copy-unread": _receipt(_part(PAPERLESS), documents=(signed, plan)),
        "receipt-nothing-but-unreadable": _receipt(documents=(broken,), subject=""),
        "receipt-nothing-read": _receipt(documents=(plan,)),
        "receipt-asks-for-time": _receipt(
            documents=(),
            subject="Xin gia hạn nộp đăng ký",
            note="Đề nghị lùi thời hạn đã được chuyển người phụ trách xem xét; thời hạn chưa thay đổi khi chưa có "
            "trả lời.",
        ),
        "receipt-empty-form": replace(
            _receipt(documents=(), subject="Gửi biểu mẫu", empty_form=True), attach=("form",), unit=SCHOOL.code
        ),
        "receipt-repeated": _receipt(_part(PAPERLESS, first=False, changes=Changes()), repeated=True),
    }


def _invitation(status: UnitStatus, last_day: date, unit: str) -> LetterOrder:
    facts = replace(_reminder(status, 0, last_day, 60), invitation=True)
    return replace(_order("invitation", facts, unit), attach=("form",))


def _late(step: int, day: date) -> ReminderFacts:
    before = (date(2024, 4, 2), day - timedelta(days=7))
    return replace(_reminder(OWES, step, STRICT["registration"], 0), leaves_on=day, before=before)


def _reminders() -> dict[str, LetterOrder]:
    strict = STRICT["registration"]
    return {
        "reminder-registration": _order("reminder", _reminder(OWES, 7, strict, 7), SCHOOL.code),
        "reminder-last-working-day": _order("reminder", _reminder(HEADED_OWES, 1, strict, 1), HEADED.code),
        "reminder-incomplete": _order("reminder", _reminder(GAPS, 3, strict, 3), SCHOOL.code),
        "reminder-report": _order("reminder", _reminder(REPORT_OWES, 14, STRICT["report"], 14), SCHOOL.code),
        "reminder-extended": _order("reminder", _reminder(OWES, 3, date(2024, 8, 30), 3), SCHOOL.code),
        "invitation-registration": _invitation(OWES, STRICT["registration"], SCHOOL.code),
        "invitation-report": _invitation(REPORT_OWES, STRICT["report"], SCHOOL.code),
        "reminder-without-form": _order(
            "reminder",
            replace(_reminder(OWES, 3, strict, 3), before=(date(2024, 4, 2), date(2024, 8, 15))),
            SCHOOL.code,
        ),
        "overdue-registration": _order("overdue", _late(2, date(2024, 9, 4)), SCHOOL.code),
        "overdue-last": replace(
            _order("overdue", replace(_late(4, date(2024, 9, 16)), last=True), SCHOOL.code), attach=("form",)
        ),
        "overdue-report-in-part": _order("overdue", _reminder(REPORT_IN_PART, 1, STRICT["report"], 0), SCHOOL.code),
        "overdue-report-renamed": _order("overdue", _reminder(REPORT_RENAMED, 1, STRICT["report"], 0), SCHOOL.code),
        "overdue-extended": _order("overdue", _reminder(GAPS, 1, date(2024, 8, 30), 0), SCHOOL.code),
    }


# --- To the office --------------------------------------------------------------------------------------------------


def _announcements() -> dict[str, LetterOrder]:
    listed = tuple(_reminder(status, 7, STRICT["registration"], 7) for status in (OWES, HEADED_OWES, GAPS))
    day = date(2024, 8, 15)
    facts = AnnouncementFacts(
        REGISTRATION, day, 7, False, listed, False, "registration:2024-08-15", at(day, 7, 30), note=""
    )
    report = AnnouncementFacts(
        REPORT,
        date(2024, 11, 1),
        1,
        True,
        (_reminder(REPORT_IN_PART, 1, STRICT["report"], 0),),
        True,
        "report:2024-11-01",
        at(date(2024, 11, 1), 7, 30),
    )
    late = replace(facts, leaves_at=at(day, 17, 0), note="Sắp hết hạn, không còn đủ thời gian để gửi thư nhắc.")
    return {
        "announcement": _order("announcement", facts),
        "announcement-of-invitations": _order(
            "announcement",
            replace(facts, step=0, invitation=True, reminders=tuple(replace(one, invitation=True) for one in listed)),
        ),
        "announcement-asked-again": _order("announcement", replace(report, heads=1, asked_before=2)),
        "announcement-to-approve": _order("announcement", report),
        "announcement-too-late": _order("announcement", late),
    }


ARRIVAL = ArrivalFacts(
    id=12,
    arrived_at=at(date(2024, 8, 20)),
    state="done",
    verdict="submission",
    reason="Ghi nhận 02 nội dung đăng ký của THPT số 2 Bảo Thắng.",
    sender="thptso2@truong.example",
    sender_name="Văn thư THPT số 2 Bảo Thắng",
    subject="Gửi đăng ký CCHC",
    attachments=("PL dang ky CCHC 2024.docx",),
)
ARRIVALS = (
    replace(ARRIVAL, id=11, arrived_at=at(date(2024, 8, 19), 17, 2)),
    ARRIVAL,
    replace(
        ARRIVAL,
        id=13,
        arrived_at=at(date(2024, 8, 20), 14, 40),
        verdict="unclear",
        reason="Thư trả lời thư của phòng, có lời “sáng thứ Sáu sẽ gửi”.",
        sender="hoalan.gv@thu.example",
        sender_name="",
    ),
)
QUESTIONS = (
    Question(
        1,
        "question:1",
        "unit",
        13,
        None,
        "registration",
        "Văn bản có thể là của Trường THPT số 1 huyện Bảo Thắng hoặc Trường THPT số 2 huyện Bảo Thắng. Đây là bản đăng "
        "ký mô hình, giải pháp, sáng kiến của đơn vị nào?",
        candidates=("thpt-so-1-bao-thang", "thpt-so-2-bao-thang"),
    ),
    Question(
        2,
        "question:2",
        "prose",
        12,
        SCHOOL.code,
        "registration",
        "Nội dung đọc từ đoạn văn, không có bảng. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường "
        "THPT số 2 huyện Bảo Thắng không?",
        suggestion="yes",
    ),
)


@cache
def _season(day: date) -> Season:
    return season_of(49, as_of=day, campaign=CAMPAIGN)


def office_facts(day: date, **changed: object) -> OfficeFacts:
    cells = statuses(_season(day))
    registered = sum(
        cell.state in ("sent", "incomplete", "provisional") for cell in cells if cell.stage == "registration"
    )
    facts = OfficeFacts(
        day=day,
        stage=None,
        statuses=cells,
        figures=(
            Figure(
                "Các phòng thuộc Sở: đăng ký ít nhất 01 mô hình, giải pháp, sáng kiến",
                9,
                10,
                100.0,
                code="target:phong",
            ),
            Figure("Cơ sở giáo dục: thanh toán không dùng tiền mặt", 38, 39, 95.0, "stated", code="target:tien-mat"),
            Figure("Các phòng thuộc Sở: gửi thư xin lỗi khi trễ hẹn", 0, None, 100.0, "stated", code="target:xin-loi"),
            Figure("Đơn vị đã gửi đăng ký", registered, 49, code="sent:registration"),
            Figure("Số mô hình, giải pháp, sáng kiến (đăng ký)", 1234, code="initiatives:registration"),
            Figure("Thư gửi từ hộp thư công vụ", 61, 62, code="official"),
        ),
        arrivals=ARRIVALS,
        questions=QUESTIONS,
        filed=12,
        automatic=3,
        office_due=CAMPAIGN.office_due,
        period=(at(day - timedelta(days=7)), at(day)),
        recorded=(Recorded("đăng ký", ("THPT số 2 Bảo Thắng (19/8, 20/8)", "Thanh tra (16/8)")),),
    )
    return replace(facts, **changed)  # type: ignore[arg-type]


_FAULT = "Đã hơn 15 phút mailbot chưa đọc hết hộp thư, chưa xử lý hoặc chưa gửi được thư"
_REMEDY = "chạy lệnh mailbot doctor trên máy chủ để biết có lỗi gì và cách khắc phục"


_WITHHELD = (
    WithheldMail(
        1, "INBOX", 517, ARRIVAL.arrived_at, "Kết nối bị ngắt giữa chừng", tries=2, arrived_at=ARRIVAL.arrived_at
    ),
    WithheldMail(
        2, "CCHC/2024", 3, ARRIVAL.arrived_at, "Máy chủ trả lời: [SERVERBUG] Internal error occurred", tries=2
    ),
)


_LAPSED = "Thư của ha@so.example lúc 09:05 ngày 24/10/2024, “1 đúng”: không thực hiện, đã quá hạn xác nhận."


def _with_silent(closing: LetterOrder) -> LetterOrder:
    """Two letters of one hour."""
    silent = _order("silent", SilentFacts(REPORT, STRICT["report"], ((HEADED, 3),)))
    return together([(closing, ()), (silent, ())])[0][0]


def _office_letters() -> dict[str, LetterOrder]:
    attached = replace(_order("office-reminder", office_facts(date(2024, 10, 31))), attach=DRAFTS[:3])
    closing = _order("closing", office_facts(date(2024, 8, 26), stage=REGISTRATION))
    return {
        "digest": _order("digest", office_facts(date(2024, 8, 20))),
        "digest-of-a-lapsed-decision": _order(
            "digest", office_facts(date(2024, 10, 29), questions=(), arrivals=(), filed=0, proposals=(_LAPSED,))
        ),
        "weekly-of-changes": _order("weekly", office_facts(date(2024, 6, 3), questions=(), whole=False)),
        "closing-with-a-list-to-call": _with_silent(closing),
        "weekly-registration": _order("weekly", office_facts(date(2024, 8, 19))),
        "weekly-report": _order("weekly", office_facts(date(2024, 10, 28), questions=())),
        "closing-registration": replace(closing, attach=DRAFTS[:3]),
        "closing-report": _order("closing", office_facts(date(2024, 11, 1), stage=REPORT)),
        "office-reminder": attached,
        "before-go-live": _order("before-go-live", office_facts(date(2024, 4, 1), questions=())),
        "before-first-start": _order(
            "before-go-live",
            office_facts(
                date(2024, 8, 20), questions=(), period=(ARRIVAL.arrived_at, datetime(2024, 8, 20, 2, 5, tzinfo=UTC))
            ),
        ),
        "junk": _order("junk", office_facts(date(2024, 8, 21), arrivals=(replace(ARRIVAL, folder="Junk"),))),
        "alarm": _order("alarm", AlarmFacts(_FAULT, _REMEDY, ARRIVAL.arrived_at)),
        "alarm-with-its-reason": _order(
            "alarm", AlarmFacts(_FAULT, _REMEDY, ARRIVAL.arrived_at, reason="máy chủ không trả lời")
        ),
        "alarm-of-caps": _order(
            "alarm",
            AlarmFacts(
                "một số thư đang chờ vì đã đạt giới hạn 10 thư gửi tới vanthu@truong.example trong một giờ",
                "nếu muốn gửi ngay các thư đang chờ, chạy lệnh mailbot resume",
                ARRIVAL.arrived_at,
                passes=True,
            ),
        ),
        "alarm-over": _order("alarm", AlarmFacts(_FAULT, _REMEDY, ARRIVAL.arrived_at, at(date(2024, 8, 21)))),
        "held": _order("held", HeldFacts(replace(ARRIVAL, state="held", reason="Hết thời gian khi đọc tệp."), 3)),
        "withheld": _order("withheld", WithheldFacts(_WITHHELD)),
    }


_CHANGED = Listing(
    (
        ("", ("Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng: số đạt: (để trống) → “38”",)),
        (
            "THPT số 2 Bảo Thắng, đăng ký",
            (
                "“Họp không giấy”: người thực hiện: “Hoa” → “Lê Thị Hoa”",
                "“Sổ nhắc hạn điện tử”: bỏ nội dung này",
            ),
        ),
    ),
    more=12,
)
_CELLS = (
    ("Đăng ký, ô D7, D9", "“quý” không phải một trong các lựa chọn cho mục loại: Mô hình, Giải pháp, Sáng kiến"),
    ("Tình trạng, ô E5", "trang này chỉ để xem, không nhận sửa"),
)


def _decisions() -> dict[str, LetterOrder]:
    asked = QuestionsFacts(
        (
            *QUESTIONS,
            replace(
                QUESTIONS[1],
                number=9,
                kind="extension",
                suggestion="",
                text="Trường THPT số 2 huyện Bảo Thắng đề nghị lùi thời hạn: “xin nộp chậm ba ngày”. Có đồng ý không, "
                "đến ngày nào?",
            ),
        ),
        ARRIVALS,
        ((QUESTIONS[0].number, ("“Hẹn giờ giải quyết thủ tục” (Tổ Văn phòng)", "“Họp không giấy”")),),
        earlier=3,
    )
    held = Deed(9, "Tạm giữ các thư nhắc đăng ký với tất cả các đơn vị đến hết ngày 21/8/2024.")
    wish = Wish(
        "482913",
        at(date(2024, 8, 20), 16, 45),
        "1 đúng; 2 không",
        (
            "Câu 1: đúng. Nội dung được ghi nhận cho Trường THPT số 2 huyện Bảo Thắng.",
            "Câu 2: không. “Họp không giấy” và “Phòng họp không giấy” là hai nội dung khác nhau.",
        ),
    )
    rival = Wish("190274", at(date(2024, 8, 20), 16, 50), "1 không", ("Câu 1: không. Nội dung này không được tính.",))
    coded = CodeFacts((wish,), "3f9c1e0b7a5d42688c1f0e9d7b6a5432", at(date(2024, 8, 23), 23, 59))
    answered = AnsweredFacts(
        "Cần đồng chí quyết định: 03 việc - CCHC năm 2024",
        at(date(2024, 8, 20), 16, 45),
        (
            Deed(
                7,
                "Câu 1 (đúng): nội dung được ghi nhận cho Trường THPT số 2 huyện Bảo Thắng.",
            ),
            Deed(
                8,
                "Câu 9: gia hạn đăng ký cho Trường THPT số 2 huyện Bảo Thắng đến hết ngày 30/8/2024.",
                9,
            ),
        ),
    )
    unclear = (("2 chắc là được", "chưa hiểu câu trả lời; có thể viết: đúng, không, bỏ qua"),)
    note = "Người gửi không có trong danh sách người của phòng nên mailbot không làm theo."
    return {
        "questions": _order("questions", asked),
        "questions-all-suggested": _order(
            "questions", replace(asked, questions=tuple(replace(one, suggestion="yes") for one in QUESTIONS))
        ),
        "answered": _order("answered", answered),
        "answered-in-part": _order("answered", replace(answered, refused=unclear)),
        "answered-undone": _order("answered", replace(answered, deeds=(), undone=("Đã hủy quyết định số 7.",))),
        "answered-workbook": _order(
            "answered", replace(answered, workbook="so-lieu.xlsx", listing=_CHANGED, refused=_CELLS, unlisted=4)
        ),
        "answered-workbook-proposed": _order(
            "answered", replace(answered, deeds=(), workbook="so-lieu.xlsx", refused=_CELLS, proposed=True)
        ),
        "answered-by-a-stranger": _order(
            "answered", replace(answered, deeds=(), note=note, stranger="hoalan.gv@thu.example")
        ),
        "done": _order(
            "done",
            DoneFacts(
                (
                    Followed("Nguyễn Thu Hà", (Deed(7, answered.deeds[0].text, 1), answered.deeds[1])),
                    Followed("hộp thư chung", (), ("Hủy quyết định số 6 (Miễn đăng ký cho Văn phòng Sở).",)),
                )
            ),
        ),
        "written": _order(
            "written",
            WrittenFacts(
                SCHOOL,
                "Về sáng kiến “Sổ theo dõi văn bản”",
                "Đề nghị trường cho biết ai là người thực hiện.\n\nXin trả lời trước ngày 22/8.",
                "Đăng ký CCHC năm 2024",
            ),
            SCHOOL.code,
        ),
        "written-with-form": replace(
            _order(
                "written",
                WrittenFacts(HEADED, "Gửi lại biểu mẫu", "Phòng gửi lại biểu mẫu để đơn vị điền."),
                HEADED.code,
            ),
            attach=(FORM,),
        ),
        "sign-in": _order(
            "sign-in",
            SignInFacts(
                "Nguyễn Thu Hà",
                "493 027",
                "https://mailbot.so.example/vao/Ck9ZkW3x",
                at(date(2024, 8, 20), 8, 5),
                at(date(2024, 8, 20), 8, 15),
            ),
        ),
        "sign-in-void": _order("sign-in-void", SignInVoidFacts("Nguyễn Thu Hà", 5, at(date(2024, 8, 20), 8, 7))),
        "answered-held": _order("answered", replace(answered, deeds=(), held=(held,))),
        "code": _order("code", coded),
        "code-again": _order("code", replace(coded, again=True)),
        "code-of-a-workbook": _order(
            "code",
            replace(
                coded,
                choices=(replace(wish, words="so-lieu.xlsx", deeds=(), listing=_CHANGED, refused=_CELLS, unlisted=4),),
            ),
        ),
        "code-of-rivals": _order("code", replace(coded, choices=(wish, rival), rival=True)),
        "silent": _order("silent", SilentFacts(REGISTRATION, date(2024, 8, 24), ((SCHOOL, 3), (HEADED, 2)))),
        "deadline-later": _order(
            "deadline", DeadlineFacts(REGISTRATION, SCHOOL, date(2024, 8, 20), sent=False), SCHOOL.code
        ),
        "deadline-for-one-who-sent": _order(
            "deadline", DeadlineFacts(REGISTRATION, HEADED, date(2024, 8, 30), sent=True), HEADED.code
        ),
    }


def _wishes() -> dict[str, LetterOrder]:
    told = ReplyFacts(
        at(date(2024, 8, 20)),
        "Re: Nhắc gửi đăng ký",
        "Nhà trường xin lùi đến hết ngày 30/8/2024 do tập trung tuyển sinh",
        (
            "Đề nghị lùi thời hạn đã được chuyển người phụ trách xem xét; thời hạn chưa thay đổi khi chưa có trả lời.",
            "Hệ thống không mở liên kết; đề nghị trả lời thư này và đính kèm chính tệp cần gửi.",
        ),
        waits=True,
    )
    agreed = DecisionFacts("extension", "agreed", REGISTRATION, told.quote, date(2024, 8, 28), date(2024, 8, 28))
    refused = replace(agreed, outcome="refused", last_day=date(2024, 8, 24), until=None)
    words = replace(refused, about="asked", outcome="words", words="Hạn nộp là hết ngày 24/8. Trường gửi bản Word.")
    return {
        "reply": _order("reply", told, SCHOOL.code),
        "reply-with-form": replace(_order("reply", replace(told, notes=told.notes[:1]), SCHOOL.code), attach=("form",)),
        "decision-agreed": _order("decision", agreed, SCHOOL.code),
        "decision-refused": _order("decision", refused, SCHOOL.code),
        "decision-in-words": _order("decision", words, SCHOOL.code),
        "decision-on-paper": _order("decision", replace(agreed, about="on-paper"), SCHOOL.code),
        "lookup": _order(
            "lookup",
            LookupFacts(
                (LookedUp("Đăng ký", ("Thời hạn: trước ngày 25/8/2024; 49 đơn vị.", "Chưa gửi: 02 đơn vị: A, B.")),),
                (Deed(7, "Miễn đăng ký cho Trường THPT số 2 huyện Bảo Thắng."),),
            ),
        ),
        "undecided": _order("undecided", UndecidedFacts(REGISTRATION, (told.quote,), date(2024, 8, 24)), HEADED.code),
    }


_MAKERS: tuple[Callable[[], dict[str, LetterOrder]], ...] = (
    _receipts,
    _joined,
    _acknowledgements,
    _reminders,
    _announcements,
    _office_letters,
    _decisions,
    _wishes,
)


@cache
def cases() -> Mapping[str, Case]:
    """Golden letters by name; one of them in the other form of address."""
    found = {name: Case(order, CAMPAIGN, ROSTER) for maker in _MAKERS for name, order in maker().items()}
    familiar = replace(found["reminder-last-working-day"], campaign=FAMILIAR)
    return {**found, "reminder-to-anh-chi": familiar}
