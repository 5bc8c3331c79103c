"""Representative facts of every kind of letter, to try templates on before a letter depends on them.

Invented people and addresses. Between them the orders of a kind take every branch of the shipped templates.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from rules import letter_kind as kinds
from rules.campaign import Addressee, Calendar, Campaign, Choice, FieldSpec, Office, Overdue, Stage, Topic, UnitKind
from rules.document import Where
from rules.figure import Figure
from rules.initiative import DocumentVerdict, Initiative, Json, Value
from rules.letter_kind import LetterKind
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
    Enclosure,
    Facts,
    Followed,
    HeldFacts,
    LetterOrder,
    Listing,
    LookedUp,
    LookupFacts,
    OfficeFacts,
    Outcome,
    QuestionsFacts,
    ReceiptFacts,
    ReceiptPart,
    ReceiptsFacts,
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
from rules.roster import Roster, Unit
from rules.season import ArrivalFacts, Question, WithheldMail
from rules.standing.questions import YES
from rules.standing.status import State, Timeliness, UnitStatus
from rules.submission import Changes, Submission, Tie, Tracked

_BOTH = ("registration", "report")

REGISTRATION = Stage(
    code="registration",
    label="đăng ký",
    document="bản đăng ký mô hình, giải pháp, sáng kiến",
    opens=date(2024, 4, 1),
    due=date(2024, 8, 25),
    words=("đăng ký",),
    overdue=Overdue(every="week", at_most=4),
    addressee=Addressee(kind="tong-hop", to=("Lãnh đạo Sở Giáo dục và Đào tạo",)),
)
REPORT = Stage(
    code="report",
    label="báo cáo kết quả",
    document="báo cáo kết quả thực hiện mô hình, giải pháp, sáng kiến",
    opens=date(2024, 8, 26),
    due=date(2024, 10, 31),
    words=("báo cáo",),
    compared_with="registration",
    overdue=Overdue(every="working-day", at_most=0, until_office_deadline=True),
    addressee=Addressee(kind="bao-cao", to=("Ủy ban nhân dân tỉnh",)),
)

CAMPAIGN = Campaign(
    code="mau-thu",
    name="phong trào thi đua thực hiện cải cách hành chính năm 2024",
    short="CCHC năm 2024",
    year=2024,
    roster="mau-thu",
    go_live=date(2024, 4, 1),
    closes=date(2024, 12, 31),
    office_due=date(2024, 11, 5),
    official_domains=("donvi.example",),
    office=Office(
        name="Phòng Tổ chức cán bộ",
        short="Phòng TCCB",
        agency="Sở Giáo dục và Đào tạo",
        agency_short="Sở GD&ĐT",
        agency_code="SGDĐT",
        superior="UBND tỉnh",
        province="Lào Cai",
        place="Lào Cai",
        mailbox="phong@donvi.example",
        phone="0214 000 0000",
    ),
    topic=Topic(words=("cải cách hành chính",), nouns=("mô hình", "giải pháp", "sáng kiến")),
    calendar=Calendar(holidays=(date(2024, 9, 2),)),
    unit_kinds=(
        UnitKind(code="phong", label="phòng thuộc Sở"),
        UnitKind(code="truong", label="trường trực thuộc"),
    ),
    stages=(REGISTRATION, REPORT),
    fields=(
        FieldSpec(code="title", label="Tên mô hình", labels=(), kind="text", stages=_BOTH, required_in=_BOTH),
        FieldSpec(
            code="type",
            label="Loại",
            labels=(),
            kind="choice",
            stages=_BOTH,
            choices=(Choice(code="mo-hinh", label="Mô hình"),),
        ),
        FieldSpec(code="owners", label="Người thực hiện", labels=(), kind="people", stages=_BOTH, required_in=_BOTH),
        FieldSpec(
            code="result",
            label="Kết quả đạt được",
            labels=(),
            kind="text",
            stages=("report",),
            required_in=("report",),
        ),
        FieldSpec(code="completion", label="Mức độ hoàn thành (%)", labels=(), kind="percent", stages=("report",)),
    ),
)

SCHOOL = Unit(
    code="thpt-so-2-bao-thang",
    kind="truong",
    name="Trường THPT số 2 huyện Bảo Thắng",
    short="THPT số 2 Bảo Thắng",
    addresses=("thptso2@donvi.example",),
    head_name="Nguyễn Văn Mẫu",
    head_title="Hiệu trưởng",
    phone="0214 000 0002",
)
DEPARTMENT = Unit(code="phong-gdth", kind="phong", name="Phòng Giáo dục Tiểu học", short="Phòng GDTH")
ROSTER = Roster((DEPARTMENT, SCHOOL))

_WHERE = Where("dang-ky.docx", "", "bảng 1, dòng 2")
_MORNING = datetime(2024, 8, 20, 1, 5, tzinfo=UTC)


def initiative(**values: Json) -> Initiative:
    return Initiative({code: Value(value, _WHERE, "mẫu") for code, value in values.items()})


_FULL = initiative(title="Ngày không hẹn", type="mo-hinh", owners=("Trần Thị Mẫu", "Tổ Văn phòng"))
_GAPS = initiative(title="Họp không giấy")
_REPORTED = initiative(title="Ngày không hẹn", owners=("Trần Thị Mẫu",), result="Giảm 50% giấy tờ.", completion=95.5)
_SLIP = "“Giải quyết thủ tục hành chính đúng hạn”: tổng số 112 nhỏ hơn số đạt 118"
_TIES = (
    Tie("same", "Ngày không hẹn", "Ngày không hẹn"),
    Tie("similar", "Họp không giấy", "Họp không dùng giấy", 0.8),
    Tie("new", None, "Sổ theo dõi văn bản"),
    Tie("not-reported", "Tủ sách điện tử", None),
)


def _status(
    unit: Unit,
    stage: Stage,
    state: State,
    timeliness: Timeliness | None = None,
    missing: tuple[tuple[str, str], ...] = (),
    ties: tuple[Tie, ...] = (),
) -> UnitStatus:
    submission = None
    if timeliness is not None:
        tracked = (Tracked(_FULL, 1, 1),)
        submission = Submission(unit.code, stage.code, tracked, (), _MORNING, _MORNING, state == "provisional")
    return UnitStatus(unit, stage.code, state, timeliness, submission, missing, ties)


# --- To units -------------------------------------------------------------------------------------------------------

_PLAIN_PART = ReceiptPart(REGISTRATION, SCHOOL, "on-time", (_FULL,), (), Changes(added=("Ngày không hẹn",)), False)
_PARTS: tuple[tuple[ReceiptPart, ...], ...] = (
    (_PLAIN_PART,),
    (
        replace(
            _PLAIN_PART,
            timeliness="last-day",
            initiatives=(_FULL, _GAPS),
            missing=(("Họp không giấy", "Người thực hiện"),),
        ),
    ),
    (
        replace(
            _PLAIN_PART,
            timeliness="late",
            provisional=True,
            doubts=("tên đơn vị lấy từ địa chỉ gửi",),
            first=False,
            changes=Changes(("Ngày không hẹn",), ("Họp không giấy",), ("Một cửa",), ("Tủ sách điện tử",)),
        ),
    ),
    (replace(_PLAIN_PART, provisional=True, doubts=("nội dung đọc từ bản quét",)),),
    (replace(_PLAIN_PART, unit=None, provisional=True, missing=(("Họp không giấy", "Người thực hiện"),)),),
    (ReceiptPart(REPORT, SCHOOL, "on-time", (_REPORTED,), (), Changes(), False, ties=_TIES),),
    (ReceiptPart(REPORT, SCHOOL, "on-time", (_REPORTED,), (), Changes(), False, ties=(_TIES[0], _TIES[3])),),
    (ReceiptPart(REPORT, SCHOOL, "on-time", (_REPORTED,), (), Changes(), False, ties=(_TIES[2],)), _PLAIN_PART),
    (ReceiptPart(REPORT, SCHOOL, "on-time", (_REPORTED,), (), Changes(), False, figures=(_SLIP,)),),
    (),
)
_DOCUMENTS = (
    DocumentVerdict("dang-ky.docx", "registration", "Văn bản có tiêu đề đăng ký."),
    DocumentVerdict("ban-quet.pdf", "unreadable", "Tệp bị hỏng."),
    DocumentVerdict("ke-hoach.docx", "other", "Kế hoạch, không nêu mô hình nào.", "0" * 64),
)


def _receipts() -> tuple[Facts, ...]:
    plain = tuple(ReceiptFacts(_MORNING, "Gửi đăng ký CCHC", parts, _DOCUMENTS[:1]) for parts in _PARTS)
    spoiled = ReceiptFacts(_MORNING, "", _PARTS[0], _DOCUMENTS, repeated=True)
    unread = ReceiptFacts(_MORNING, "", (), _DOCUMENTS[1:], note="Đề nghị gia hạn đã được chuyển đến phòng.")
    asked = ReceiptFacts(_MORNING, "", (), (), note="Đề nghị gia hạn đã được chuyển đến phòng.")
    return (*plain, spoiled, unread, asked)


def _reminders(overdue: bool) -> tuple[ReminderFacts, ...]:
    nameless = replace(SCHOOL, head_name="", head_title="")
    owes = _status(SCHOOL, REGISTRATION, "owes")
    gaps = _status(nameless, REGISTRATION, "incomplete", "on-time", (("Họp không giấy", "Người thực hiện"),))
    part = _status(SCHOOL, REPORT, "incomplete", "on-time", (), (_TIES[0], _TIES[3]))
    last, due = date(2024, 8, 24), date(2024, 11, 5)
    left = 0 if overdue else 7
    return (
        ReminderFacts(owes, REGISTRATION, SCHOOL, 7, overdue, last, left, due),
        ReminderFacts(gaps, REGISTRATION, nameless, 1, overdue, last, 0 if overdue else 1, due),
        ReminderFacts(part, REPORT, SCHOOL, 3, overdue, date(2024, 11, 1), 0 if overdue else 3, due),
    )


def _announcements() -> tuple[Facts, ...]:
    homeless = replace(_reminders(False)[0], unit=DEPARTMENT, status=_status(DEPARTMENT, REGISTRATION, "owes"))
    announced = AnnouncementFacts(
        REGISTRATION, date(2024, 8, 15), 7, False, (*_reminders(False), homeless), False, "registration-7"
    )
    late = AnnouncementFacts(REPORT, date(2024, 11, 1), 1, True, _reminders(True), True, "report-overdue-1")
    return (
        announced,
        replace(late, leaves_at=_MORNING, note="Thư gửi ngay trong ngày.", heads=2, asked_before=1),
        replace(announced, leaves_at=datetime(2024, 8, 15, 10, 0, tzinfo=UTC), note="Sắp hết hạn."),
    )


# --- To the office --------------------------------------------------------------------------------------------------

ARRIVAL = ArrivalFacts(
    id=12,
    arrived_at=_MORNING,
    state="done",
    verdict="submission",
    reason="Ghi nhận 02 sáng kiến của Trường THPT số 2 huyện Bảo Thắng.",
    sender="thptso2@donvi.example",
    sender_name="Văn thư THPT số 2",
    subject="Gửi đăng ký CCHC",
    attachments=("dang-ky.docx",),
)
_QUESTIONS = (
    Question(
        number=1,
        key="unit:12",
        kind="unit",
        arrival=12,
        unit=None,
        stage="registration",
        text="Thư số 12 của đơn vị nào?",
        suggestion=SCHOOL.code,
        candidates=(SCHOOL.code, DEPARTMENT.code),
    ),
    Question(2, "prose:12", "prose", 12, SCHOOL.code, "report", "Nội dung đọc từ thư số 12 đã đúng chưa?"),
)
_FIGURES = (
    Figure("Phòng thuộc Sở đã đăng ký", 9, 10, 100.0, code="target:dang-ky"),
    Figure("Thanh toán không dùng tiền mặt", 40, 40, 95.0, "stated", code="target:khong-tien-mat"),
    Figure("Xếp loại cá nhân", 0, None, None, "hand", code="target:xep-loai"),
    Figure("Sáng kiến đã đăng ký", 1234, code="initiatives:registration"),
)


def _office_facts() -> OfficeFacts:
    statuses = (
        _status(DEPARTMENT, REGISTRATION, "owes"),
        _status(DEPARTMENT, REPORT, "provisional", "late"),
        _status(SCHOOL, REGISTRATION, "incomplete", "last-day"),
        _status(SCHOOL, REPORT, "incomplete", "on-time", (), (_TIES[0], _TIES[3])),
    )
    return OfficeFacts(
        day=date(2024, 8, 26),
        stage=None,
        statuses=statuses,
        figures=_FIGURES,
        arrivals=(ARRIVAL,),
        questions=_QUESTIONS,
        filed=12,
        automatic=3,
        office_due=date(2024, 11, 5),
    )


def _office_letters() -> tuple[OfficeFacts, ...]:
    busy = _office_facts()
    busy = replace(busy, proposals=("Thư của ha@so.example lúc 09:05, “1 đúng”: chờ xác nhận, đã gửi mã.",))
    busy = replace(busy, drafted_since="08 giờ 00 phút ngày 23/8/2024", draft_changes=("Mới gửi (đăng ký): A.",))
    owing = replace(busy, draft_changes=(), day=date(2024, 11, 1))
    owing = replace(owing, statuses=(*busy.statuses[:1], _status(SCHOOL, REPORT, "owes")))
    quiet = replace(busy, statuses=(), figures=(), arrivals=(), questions=(), filed=0, automatic=0)
    return busy, owing, replace(owing, questions=()), replace(busy, day=date(2024, 3, 1)), quiet


def _asking() -> tuple[QuestionsFacts, ...]:
    bare = replace(_QUESTIONS[1], arrival=None)
    suggested = tuple(replace(one, suggestion=YES) for one in _QUESTIONS)
    read = ((_QUESTIONS[0].number, ("“Họp không giấy” (Tổ Văn phòng)",)),)
    return QuestionsFacts((*_QUESTIONS, bare), (ARRIVAL,), read, 3), QuestionsFacts(
        suggested, (replace(ARRIVAL, subject=""),)
    )


def _answering() -> tuple[AnsweredFacts, ...]:
    done = AnsweredFacts("Cần đồng chí quyết định: 02 việc", _MORNING, (Deed(7, "Câu 1 (đúng): đã ghi nhận."),))
    unclear = (("2 chắc là được", "chưa hiểu câu trả lời"),)
    return (
        done,
        replace(done, refused=unclear),
        replace(done, deeds=(), refused=unclear),
        replace(done, deeds=(), undone=("Quyết định số 7.",)),
        replace(done, deeds=(), note="Đây là thư chuyển tiếp."),
        replace(done, deeds=(), held=(Deed(8, "Tạm giữ các thư nhắc đăng ký."),)),
        replace(done, deeds=(), note="Người gửi không có trong danh sách.", stranger="x@donvi.example"),
        replace(done, workbook="so-lieu.xlsx", listing=_CHANGED),
        replace(done, workbook="so-lieu.xlsx", listing=_CHANGED, refused=_CELLS, unlisted=3),
        replace(done, deeds=(), workbook="so-lieu.xlsx", refused=_CELLS, proposed=True),
    )


_CHANGED = Listing(
    (
        ("", ("Tỷ lệ hồ sơ trực tuyến: số đạt: (để trống) → “38”",)),
        ("THPT số 2 Bảo Thắng, đăng ký", ("“Họp không giấy”: người thực hiện: “Hoa” → “Lê Thị Hoa”",)),
    ),
    more=12,
)
_CELLS = (("Đăng ký, ô D7, D9", "“quý” không phải tỷ lệ phần trăm"),)


def _coding() -> tuple[CodeFacts, ...]:
    wish = Wish("482913", _MORNING, "1 đúng; 2 không", ("Câu 1: đúng.", "Câu 2: không."))
    one = CodeFacts((wish,), "0f" * 16, datetime(2024, 8, 16, 16, 59, tzinfo=UTC))
    filled = replace(
        wish, words="so-lieu.xlsx", deeds=(), listing=_CHANGED, refused=(("A, ô B2", "lý do"),), unlisted=2
    )
    rival = replace(one, choices=(wish, replace(wish, code="190274")), rival=True)
    return one, rival, replace(one, again=True), replace(one, choices=(filled,))


def _moved() -> tuple[DeadlineFacts, ...]:
    moved = ((SCHOOL, date(2024, 8, 20), False), (DEPARTMENT, date(2024, 8, 30), True))
    return tuple(DeadlineFacts(REGISTRATION, unit, before, sent) for unit, before, sent in moved)


def _replying() -> tuple[ReplyFacts, ...]:
    one = ReplyFacts(_MORNING, "Re: Nhắc", "Trường đã gửi bản giấy", ("Đã chuyển người phụ trách.",), waits=True)
    return one, replace(one, notes=(*one.notes, "Đề nghị gửi tệp kèm thư."), waits=False)


_ABOUT: tuple[str, ...] = ("extension", "exemption", "on-paper", "unreadable", "version", "change")


_OUTCOMES: tuple[tuple[Outcome, date | None], ...] = (
    ("agreed", date(2024, 8, 28)),
    ("refused", date(2024, 8, 24)),
    ("refused", None),
)


def _deciding() -> tuple[DecisionFacts, ...]:
    day = date(2024, 8, 28)
    told = [
        DecisionFacts(about, outcome, REGISTRATION, "xin lùi đến 28/8", last, day)
        for about in _ABOUT
        for outcome, last in _OUTCOMES
    ]
    last = date(2024, 8, 24)
    undone = (
        DecisionFacts(about, "undone", REGISTRATION, "", last) for about in ("extension", "exemption", "on-paper")
    )
    return *told, *undone, DecisionFacts("asked", "words", None, "", words="Hạn là trước ngày 25/8.")


def _alarming() -> tuple[AlarmFacts, ...]:
    begun = AlarmFacts("Hộp thư không đọc được", "chạy lệnh mailbot doctor", _MORNING)
    known = replace(begun, reason="Máy chủ không trả lời")
    return begun, known, replace(begun, over=_MORNING), replace(begun, passes=True)


def _holding() -> tuple[HeldFacts, ...]:
    bare = replace(ARRIVAL, sender="", sender_name="", subject="", attachments=())
    return HeldFacts(ARRIVAL, 3), HeldFacts(bare, 3)


def _withheld() -> tuple[WithheldFacts, ...]:
    mail = WithheldMail(1, "INBOX", 7, _MORNING, "Kết nối bị ngắt giữa chừng", arrived_at=_MORNING)
    return WithheldFacts((mail,)), WithheldFacts((mail, replace(mail, id=2, uid=8, arrived_at=None)))


SAMPLES: dict[LetterKind, Callable[[], tuple[Facts, ...]]] = {
    kinds.RECEIPT: _receipts,
    kinds.RECEIPTS: lambda: (ReceiptsFacts(tuple(one for one in _receipts() if isinstance(one, ReceiptFacts))),),
    kinds.ACKNOWLEDGEMENT: lambda: tuple(AcknowledgementFacts(_MORNING, unnamed) for unnamed in (False, True)),
    kinds.INVITATION: lambda: tuple(replace(facts, invitation=True) for facts in _reminders(False)),
    kinds.REMINDER: lambda: _reminders(False),
    kinds.OVERDUE: lambda: _reminders(True),
    kinds.DEADLINE: _moved,
    kinds.REPLY: _replying,
    kinds.DECISION: _deciding,
    kinds.LOOKUP: lambda: (
        LookupFacts((LookedUp("Đăng ký", ("Đã gửi đủ: 30 đơn vị.",)),), (Deed(7, "Miễn đăng ký."),), (("A", "lý do"),)),
    ),
    kinds.DONE: lambda: (
        DoneFacts((Followed("Nguyễn Thu Hà", (Deed(7, "Miễn đăng ký."), Deed(8, "Câu 4: đúng.", 4)), ("Hủy.",)),)),
        DoneFacts((Followed("hộp thư chung", (), ("Hủy quyết định số 7.",)),)),
    ),
    kinds.UNDECIDED: lambda: (UndecidedFacts(REGISTRATION, ("xin lùi đến 28/8",), date(2024, 8, 24)),),
    kinds.ANNOUNCEMENT: _announcements,
    kinds.DIGEST: _office_letters,
    kinds.WEEKLY: _office_letters,
    kinds.CLOSING: lambda: tuple(
        replace(facts, stage=stage) for facts in _office_letters() for stage in (REGISTRATION, REPORT)
    ),
    kinds.OFFICE_REMINDER: _office_letters,
    kinds.BEFORE_GO_LIVE: _office_letters,
    kinds.JUNK: _office_letters,
    kinds.HELD: _holding,
    kinds.WITHHELD: _withheld,
    kinds.ALARM: _alarming,
    kinds.QUESTIONS: _asking,
    kinds.ANSWERED: _answering,
    kinds.WRITTEN: lambda: (
        WrittenFacts(SCHOOL, "Đề nghị xác nhận", "Đề nghị đơn vị cho biết người thực hiện.", "Đăng ký CCHC"),
        WrittenFacts(DEPARTMENT, "Gửi lại biểu mẫu", "Phòng gửi lại biểu mẫu."),
    ),
    kinds.SIGN_IN: lambda: (
        SignInFacts("Nguyễn Thu Hà", "493 027", "https://mailbot.so.example/vao/abc", _MORNING, _MORNING),
    ),
    kinds.SIGN_IN_VOID: lambda: (SignInVoidFacts("Nguyễn Thu Hà", 5, _MORNING),),
    kinds.CODE: _coding,
    kinds.SILENT: lambda: (SilentFacts(REGISTRATION, date(2024, 8, 24), ((SCHOOL, 3), (DEPARTMENT, 0))),),
}
"""Representative facts of each kind of letter."""


def orders_of(kind: LetterKind) -> tuple[LetterOrder, ...]:
    """The same as orders, with and without attachments."""
    orders = tuple(LetterOrder(kind, f"{kind}:{n}", (), facts) for n, facts in enumerate(SAMPLES[kind]()))
    enclosed: tuple[Enclosure, ...] = (FORM,) if kind.with_form else DRAFTS
    return (*orders, replace(orders[0], attach=enclosed))
