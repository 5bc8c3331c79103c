"""The kinds of letters. All that the program asks of a kind stands in its entry here; how it reads is its template.

A kind is added by its entry, its template (`mailbot/writing/templates/<name>.vi.txt`) and its sample
(`mailbot/writing/samples.py`), with which the template is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Reader = Literal["unit", "office", "stranger"]


@dataclass(frozen=True, slots=True)
class LetterKind:
    """`name` stands in the outbox and names the template; `called` is what Vietnamese sentences call such a letter."""

    name: str
    reader: Reader
    called: str
    leaving: str = ""  # Vietnamese: what its leaving is called in the history of a season; "": "Gửi " and `called`
    essential: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Variables without which its template has lost what the letter is for, each with its meaning in Vietnamese."""
    answers: bool = False  # goes out because a mail came in: "auto-replied" (RFC 3834, 5), not "auto-generated"
    planned: bool = False  # one of the steps of the plan of a stage: announced, and written anew while it is still true
    urges: bool = False  # counts among the reminders that a unit has got
    resent: bool = False  # goes once more, as it is, to the next address where it came back
    passes: bool = False  # leaves when nothing else may, since it says why
    uncapped: bool = False  # counts for no cap and waits for none: who waits for it sits in front of the screen
    with_form: bool = False  # may carry the form of the unit and stage
    with_drafts: bool = False  # carries the drafts, the workbook among them

    def __str__(self) -> str:
        return self.name

    @property
    def deed(self) -> str:
        return self.leaving or f"Gửi {self.called}"


_DOCUMENT = {"document": "văn bản phải gửi"}
_DEADLINE = {"deadline": "thời hạn"}
_OWED = {"missing": "thông tin còn thiếu", "not_reported": "nội dung chưa báo cáo"}
_QUESTIONS = {"questions": "việc cần quyết định"}
_ARRIVALS = {"arrivals": "thư đã nhận"}

# --- to units -------------------------------------------------------------------------------------------------------

RECEIPT = LetterKind(  # what was read
    "receipt",
    "unit",
    "thư xác nhận",
    answers=True,
    resent=True,
    with_form=True,
    essential={
        "arrived": "thời điểm nhận thư",
        "parts": "nội dung đã ghi nhận",
        "todo": "việc đơn vị cần làm",
        "unreadable": "tệp chưa đọc được",
    },
)
RECEIPTS = LetterKind(  # the same for several mails that followed each other closely
    "receipts",
    "unit",
    "thư xác nhận chung",
    answers=True,
    resent=True,
    with_form=True,
    essential={"mails": "từng thư đã nhận", "todo_in": "các thư có việc cần làm"},
)
REPLY = LetterKind(  # to what a unit says in plain words
    "reply",
    "unit",
    "thư phúc đáp",
    answers=True,
    resent=True,
    with_form=True,
    essential={"arrived": "thời điểm nhận thư", "notes": "điều trả lời đơn vị"},
)
DECISION = LetterKind(  # what the office decided of it, also when it is no
    "decision",
    "unit",
    "thư báo ý kiến của phòng",
    answers=True,
    resent=True,
    with_form=True,
    essential={"outcome": "phòng đồng ý hay không", "words": "câu phúc đáp của phòng"},
)
UNDECIDED = LetterKind(  # three working days before the deadline nobody has decided
    "undecided",
    "unit",
    "thư báo đề nghị chưa có ý kiến",
    resent=True,
    essential={**_DOCUMENT, "deadline": "thời hạn"},
)
INVITATION = LetterKind(  # at the start of a stage, with its forms
    "invitation",
    "unit",
    "thư đề nghị",
    "Gửi biểu mẫu",
    planned=True,
    with_form=True,
    essential={**_DOCUMENT, **_DEADLINE, "form": "biểu mẫu kèm theo"},
)
REMINDER = LetterKind(  # before the deadline
    "reminder",
    "unit",
    "thư nhắc",
    planned=True,
    urges=True,
    with_form=True,
    essential={**_DOCUMENT, **_DEADLINE, **_OWED},
)
OVERDUE = LetterKind(  # after the deadline
    "overdue",
    "unit",
    "thư đôn đốc",
    planned=True,
    urges=True,
    with_form=True,
    essential={**_DOCUMENT, **_OWED},
)
WRITTEN = LetterKind(  # what a person of the office writes on the page
    "written",
    "unit",
    "thư của phòng",
    resent=True,
    with_form=True,
    essential={"text": "lời thư của phòng", "form": "biểu mẫu kèm theo"},
)
DEADLINE = LetterKind(  # the deadline of a stage was moved in the campaign file
    "deadline",
    "unit",
    "thư báo thời hạn thay đổi",
    resent=True,
    essential={"deadline": "thời hạn mới", "before": "thời hạn trước đây"},
)

# --- to addresses that no roster knows ------------------------------------------------------------------------------

ACKNOWLEDGEMENT = LetterKind(  # that something came, and nothing of it
    "acknowledgement",
    "stranger",
    "thư báo đã nhận",
    answers=True,
    essential={"arrived": "thời điểm nhận thư", "unnamed": "thư không ghi tên đơn vị"},
)

# --- to the office --------------------------------------------------------------------------------------------------

ANNOUNCEMENT = LetterKind(  # reminders that leave on the next working day
    "announcement",
    "office",
    "thư báo trước khi nhắc",
    "Báo trước các thư nhắc sẽ gửi",
    essential={
        "groups": "danh sách đơn vị sẽ nhận thư",
        "example": "nội dung thư sẽ gửi",
        "leaves_at": "thời điểm gửi",
        "batch": "mã đợt thư, cần để dừng",
        "needs_approval": "có phải chờ duyệt không",
    },
)
DIGEST = LetterKind(  # on a day on which a person should look at something
    "digest",
    "office",
    "bản tin trong ngày",
    essential={"to_see": "thư cần xem", "recorded": "thư đã ghi nhận", **_QUESTIONS},
)
WEEKLY = LetterKind(
    "weekly",
    "office",
    "báo cáo tuần",
    essential={"matrix": "tình hình từng đơn vị", "to_see": "thư cần xem", "recorded": "thư đã ghi nhận"},
)
CLOSING = LetterKind(  # after a deadline
    "closing",
    "office",
    "tổng kết đợt",
    with_drafts=True,
    essential={"closed": "tình hình của đợt vừa hết hạn", **_QUESTIONS},
)
OFFICE_REMINDER = LetterKind(  # its own deadline, with the drafts
    "office-reminder",
    "office",
    "thư nhắc thời hạn của phòng",
    with_drafts=True,
    essential={"office_due": "thời hạn của phòng", "attached": "dự thảo kèm theo"},
)
BEFORE_GO_LIVE = LetterKind("before-go-live", "office", "thư về những thư đến trước", essential=_ARRIVALS)
JUNK = LetterKind(  # likely submissions found in the spam folder
    "junk",
    "office",
    "thư báo thư có thể bị nhầm là thư rác",
    essential={"arrivals": "thư nghi là của đơn vị"},
)
HELD = LetterKind(  # a mail that could not be handled
    "held",
    "office",
    "thư báo thư chưa xử lý được",
    essential={"arrival": "thư chưa xử lý được"},
)
WITHHELD = LetterKind(  # mails that the server lists and does not hand out
    "withheld",
    "office",
    "thư báo thư máy chủ chưa đưa ra",
    essential={"withheld": "các thư máy chủ chưa đưa ra"},
)
ALARM = LetterKind(  # something of mailbot itself is wrong, or well again
    "alarm",
    "office",
    "thư báo sự cố",
    passes=True,
    essential={"what": "tình trạng", "remedy": "việc phải làm"},
)
QUESTIONS = LetterKind("questions", "office", "thư hỏi ý kiến", essential=_QUESTIONS)  # what only a person can decide
ANSWERED = LetterKind(  # what was done with the answer to a letter
    "answered",
    "office",
    "thư trả lời",
    answers=True,
    essential={"deeds": "việc đã thực hiện", "refused": "điều chưa rõ", "note": "lý do không làm theo"},
)
DONE = LetterKind(  # once a day: what was done as people of the office wrote, where nothing else was to be said of it
    "done",
    "office",
    "thư báo việc đã làm",
    essential={"done": "việc đã thực hiện", "undone": "việc đã hủy"},
)
LOOKUP = LetterKind(  # what a person asked mailbot to look up or to do, in a mail of her own
    "lookup",
    "office",
    "thư trả lời tra cứu",
    answers=True,
    essential={"parts": "điều được hỏi", "deeds": "việc đã thực hiện", "refused": "việc chưa thực hiện"},
)
SIGN_IN = LetterKind(  # to one person: how to come in to the page
    "sign-in",
    "office",
    "thư đăng nhập trang web",
    essential={"code": "mã đăng nhập", "link": "đường dẫn đăng nhập", "until": "có hiệu lực đến lúc nào"},
)
SIGN_IN_VOID = LetterKind(  # somebody typed wrong codes
    "sign-in-void",
    "office",
    "thư báo gõ sai mã đăng nhập",
    essential={"person": "người có mã bị gõ sai", "at": "lúc nào"},
)
CODE = LetterKind(  # what would be done, and the code that has it done
    "code",
    "office",
    "thư có mã xác nhận",
    answers=True,
    uncapped=True,
    essential={"choices": "việc sẽ làm và mã", "phrase": "câu xác nhận", "mark": "dấu của thư"},
)
SILENT = LetterKind(  # units of which nobody has heard, with telephone numbers
    "silent",
    "office",
    "danh sách đơn vị cần gọi điện",
    essential={"silent": "các đơn vị cần gọi điện"},
)

_ALL = (
    *(RECEIPT, INVITATION, REMINDER, OVERDUE, ANNOUNCEMENT, DIGEST, WEEKLY, CLOSING, OFFICE_REMINDER, BEFORE_GO_LIVE),
    *(JUNK, HELD, WITHHELD, ALARM, QUESTIONS, ANSWERED, CODE, SILENT, DEADLINE, RECEIPTS, ACKNOWLEDGEMENT),
    *(REPLY, DECISION, UNDECIDED, LOOKUP, DONE),
    *(SIGN_IN, SIGN_IN_VOID, WRITTEN),
)
KINDS: dict[str, LetterKind] = {kind.name: kind for kind in _ALL}
"""Every kind by its name. What the outbox holds is read back through it."""


def letter_kind(name: str) -> LetterKind:
    """The kind of this name. Raises KeyError for one that no entry describes."""
    return KINDS[name]
