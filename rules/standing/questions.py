"""What only a person can decide, as one Vietnamese sentence each, with the candidates and a suggestion.

A key exists once in the store, so a mail that is handled again asks nothing twice. `YES`, `NO` and `SKIP` are the
answers that the rules understand; others are the code of a unit, a day, or how something came (`rules.intake.answers`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from rules.calendar import short_day
from rules.campaign import Stage
from rules.roster import Unit
from rules.rulings import Lost
from rules.season import LOST, ArrivalFacts, Question, QuestionKind
from rules.wording import listed

YES = "yes"
NO = "no"
SKIP = "skip"  # a person has seen it; what is only tentative does not count, and nothing else follows

UNIT: Final = "unit"  # whose is it?
SENDER: Final = "sender"  # may this address speak for that unit?
PROSE: Final = "prose"  # was it read rightly?
SIMILAR: Final = "similar"  # are these two titles one initiative?
UNLISTED: Final = "unlisted"  # does what a newer list lacks still stand?
TAKEN_BACK: Final = "taken-back"  # a mail takes something back, and only From says that the unit wrote it
WITHDRAWN: Final = "withdrawn"  # a withdrawal that names nothing recorded, or that nobody confirmed
UNREGISTERED: Final = "unregistered"  # a report without a registration
UNREADABLE: Final = "unreadable"  # a file that nobody but a person can read
NOTHING_READ: Final = "nothing-read"  # speaks of the campaign, and nothing in it could be recorded
EXTENSION: Final = "extension"  # a unit asks for more time
CLASSIFIED: Final = "secret"  # a stamp of a state secret
JUNK: Final = "junk"  # a likely submission in the spam folder
SIGNATURE: Final = "signature"  # altered after signing
MACHINE: Final = "machine"  # a submission in a mail that a machine wrote
BOUNCE: Final = "bounce"  # a letter of ours did not arrive
DEADLINE: Final = "deadline"  # the campaign file names another deadline: are units to be told?
TEMPLATE: Final = "template"  # a template of the office that cannot be used
FORGED: Final = "forged"  # a submission of which our server says that the address of the sender did not send it
SUSPECT: Final = "suspect"  # another mail of which it says so
ON_PAPER: Final = "on-paper"  # a unit says that it came on paper or by another system
EXEMPTION: Final = "exemption"  # a unit asks to be freed, or has nothing to send
SENT: Final = "sent-already"  # a unit says that it has sent what nobody finds
CHANGE: Final = "change"  # a unit wants something recorded to read otherwise, or to be taken back
RELAYED: Final = "relayed"  # a unit answers what another question of the office is about
ROSTER: Final = "roster"  # a unit tells of another address, head or telephone
ASKED: Final = "asked"  # a unit asks the office
SAYS: Final = "says"  # a unit says what only a person can understand

WAITS_FOR_A_PERSON: frozenset[QuestionKind] = frozenset({UNREADABLE, NOTHING_READ, CLASSIFIED, JUNK, FORGED, SUSPECT})
"""While such a question about a unit is open, the unit may have sent already: its reminders say so."""

FREEING: frozenset[QuestionKind] = frozenset({EXTENSION, ON_PAPER, EXEMPTION, SENT})
"""Whether a unit owes what it is reminded of, or when: while such a question is open, it is not reminded."""

OF_CONTENT: frozenset[QuestionKind] = frozenset({CHANGE, RELAYED})
"""How what it has sent should read: while such a question is open, it is not asked for what that lacks."""

WISHES: frozenset[QuestionKind] = FREEING | OF_CONTENT | {ASKED, SAYS}
"""The unit waits for the office, and reads the answer."""

UNSEEN: frozenset[QuestionKind] = frozenset({UNREADABLE, NOTHING_READ})
"""Only a person can see what is in the mail; what is in it can be typed into an answer."""

ANSWERED_IN_WORDS: frozenset[QuestionKind] = WISHES | UNSEEN | {ROSTER}
"""The office may answer these with a sentence, which the unit reads as it stands."""


_TYPED = "nội dung: (tên); người thực hiện: (họ tên)"
_POSSIBLE: Mapping[QuestionKind, tuple[str, ...]] = {
    SENDER: ("đúng", "không", "(tên đơn vị khác)", "nhận ngày 23/8"),
    PROSE: ("đúng", "không", "(tên đơn vị khác)", "nhận ngày 23/8"),
    MACHINE: ("đúng", "không", "(tên đơn vị khác)"),
    SIMILAR: ("đúng (là một)", "không (khác nhau)"),
    UNLISTED: ("đúng (vẫn thực hiện)", "không (đã bỏ)"),
    WITHDRAWN: ("đúng", "không"),
    TAKEN_BACK: ("đúng (rút)", "không (giữ nguyên)"),
    UNREGISTERED: ("đã nộp bản giấy", "không"),
    UNREADABLE: ("đúng (đề nghị đơn vị gửi lại tệp Word)", "không", _TYPED, "đã nộp bản giấy", "bỏ qua"),
    NOTHING_READ: (_TYPED, "đã nộp bản giấy", "gia hạn đến 30/8", "bỏ qua"),
    ON_PAPER: ("đúng", "đã nộp bản giấy ngày 23/8", "không"),
    EXEMPTION: ("đúng (miễn)", "không"),
    SENT: ("đã nộp bản giấy", "không", "bỏ qua"),
    RELAYED: ("đúng", "không"),
    ROSTER: ("đúng", "không"),
    ASKED: ("bỏ qua",),
    SAYS: ("bỏ qua",),
    SIGNATURE: ("đúng (chấp nhận)", "không"),
    BOUNCE: ("đúng (vẫn dùng được)", "không"),
    FORGED: ("đúng (là của đơn vị)", "không"),
}


def answers_to(question: Question) -> tuple[str, ...]:
    """What a person can answer, in Vietnamese; what mailbot can do nothing about is only put aside."""
    possible = _possible(question)
    return (*possible, _IN_WORDS) if question.kind in ANSWERED_IN_WORDS and question.unit else possible


_IN_WORDS = "trả lời: (câu gửi đơn vị)"


def _possible(question: Question) -> tuple[str, ...]:
    if question.kind == UNIT:
        return ("đúng", "(tên đơn vị)", "bỏ qua") if question.suggestion else ("(tên đơn vị)", "bỏ qua")
    if question.kind == EXTENSION:
        wished = day_wished(question)
        return (*((f"đúng (đến {short_day(wished)})",) if wished else ()), "gia hạn đến 30/8", "không")
    if question.kind == CHANGE:
        return ("đúng", "không") if question.candidates else ("bỏ qua",)
    return _POSSIBLE.get(question.kind, ("bỏ qua",))


def day_wished(question: Question) -> date | None:
    """Until when a unit asks for time, or when it says that its paper came; None where it names no day."""
    if question.kind not in (EXTENSION, ON_PAPER) or not question.candidates:
        return None
    return date.fromisoformat(question.candidates[0])


def question_key(campaign: str, kind: QuestionKind, *about: object) -> str:
    """A key of bounded length: titles and names in it are hashed, numbers and codes stay readable."""
    told = [str(part) if len(str(part)) <= 40 else sha256(str(part).encode()).hexdigest()[:16] for part in about]
    return ":".join(("question", campaign, kind, *told))


# --- The sentences ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: the mail, and the unit and stage where they are known."""

    campaign: str
    arrival: int
    unit: Unit | None = None
    stage: Stage | None = None

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else "một đơn vị chưa xác định"

    def ask(
        self, kind: QuestionKind, text: str, *about: object, suggestion: str = "", candidates: tuple[str, ...] = ()
    ) -> Question:
        unit, stage = self.unit.code if self.unit else None, self.stage.code if self.stage else None
        key = question_key(self.campaign, kind, *about, unit or "-", stage or "-")
        return Question(0, key, kind, self.arrival, unit, stage, text, suggestion, candidates)


def about_version(subject: Subject, kind: QuestionKind, why: str, place: int, candidates: tuple[str, ...]) -> Question:
    """A provisional version: does it count as recorded?"""
    what = subject.stage.document if subject.stage else "nội dung"
    if subject.unit is None:
        asked = f"{why} Đây là {what} của đơn vị nào?"
        suggestion = candidates[0] if len(candidates) == 1 else ""
    else:
        asked = f"{why} Có ghi nhận là {what} của {subject.name} không?"
        suggestion = YES
    if kind == FORGED:  # whoever agrees to all suggestions at once must not believe a forger
        suggestion = NO
    return subject.ask(kind, asked, subject.arrival, place, suggestion=suggestion, candidates=candidates)


def about_unlisted(subject: Subject, titles: tuple[str, ...], *, replaces: bool = False) -> Question:
    """`replaces`: the mail says that its list stands for everything before, and nothing proves who wrote it."""
    says = ", ghi là thay thế toàn bộ nhưng chưa có gì chứng nhận người gửi;" if replaces else ";"
    text = (
        f"Danh sách mới của {subject.name} không còn {_quoted(titles)} đã ghi nhận trước đó{says} "
        "tạm giữ nguyên. Nội dung này còn thực hiện không?"
    )
    return subject.ask(UNLISTED, text, subject.arrival, suggestion=YES, candidates=titles)


def about_similar(subject: Subject, recorded: str, new: str, *, earlier_stage: bool) -> Question:
    """Candidates: the recorded title, then the new one."""
    if earlier_stage:
        text = f"{subject.name} báo cáo “{new}”, gần giống “{recorded}” đã đăng ký: có phải là một không?"
    else:
        text = f"{subject.name} gửi “{new}”, gần giống “{recorded}” đã ghi nhận: có phải là một không?"
    return subject.ask(SIMILAR, text, f"{recorded}|{new}", suggestion=YES, candidates=(recorded, new))


def about_unregistered(subject: Subject, earlier: Stage) -> Question:
    text = (
        f"{subject.name} đã gửi báo cáo nhưng chưa có {earlier.document}. Đơn vị đã nộp bằng cách khác, "
        "hay cần gửi bổ sung?"
    )
    return subject.ask(UNREGISTERED, text)


def about_taking_back(subject: Subject, titles: tuple[str, ...]) -> Question:
    """`titles`: as they are recorded. No suggestion: whoever agrees to all of them must not believe a forger."""
    text = (
        f"Thư ghi địa chỉ của {subject.name} xin rút {_quoted(titles)} nhưng chưa có gì chứng nhận người gửi; tạm giữ "
        "nguyên. Có rút không?"
    )
    return subject.ask(TAKEN_BACK, text, subject.arrival, candidates=titles)


def about_withdrawn(subject: Subject, titles: tuple[str, ...], *, found: bool) -> Question:
    if found:
        text = f"{subject.name} xin rút {_quoted(titles)}, nhưng người gửi chưa được xác nhận. Có rút không?"
    else:
        text = f"{subject.name} xin rút {_quoted(titles)}, nhưng không có nội dung nào đã ghi nhận mang tên này."
    return subject.ask(WITHDRAWN, text, subject.arrival, suggestion=YES if found else "", candidates=titles)


def about_unreadable(subject: Subject, sender: str, files: tuple[str, ...]) -> Question:
    who = subject.name if subject.unit else sender
    text = f"Chưa đọc được {_files(files)} của {who}. Đề nghị mở xem: có phải {_what(subject)} không?"
    return subject.ask(UNREADABLE, text, subject.arrival, candidates=files)


def about_nothing_read(subject: Subject, sender: str, attached: bool, words: str = "") -> Question:
    who = subject.name if subject.unit else sender
    lack = "không có tệp nào đọc được thành nội dung" if attached else "không có tệp đính kèm"
    said = f" Lời thư: “{words}”." if words else ""
    text = f"Thư của {who} nói về phong trào nhưng {lack} để ghi nhận.{said} Đề nghị mở xem: thư này gửi gì?"
    return subject.ask(NOTHING_READ, text, subject.arrival)


def about_shared(subject: Subject, sender: str, title: str, place: str) -> Question:
    """Somebody let a drive tell us of a file; nothing is fetched from there."""
    who = f"{subject.name} ({sender})" if subject.unit else sender
    text = (
        f"{who} chia sẻ tài liệu “{title}” qua {place}; mailbot không tự tải về. Đề nghị mở xem, hoặc đề nghị đơn vị "
        "gửi tệp đính kèm."
    )
    return subject.ask(NOTHING_READ, text, subject.arrival)


def about_extension(subject: Subject, quote: str, until: date | None = None, why: str = "") -> Question:
    reason = f", lý do: {why}" if why else ""
    if until is None:
        text = f"{subject.name} đề nghị lùi thời hạn{reason}: “{quote}”. Có đồng ý không, đến ngày nào?"
        return subject.ask(EXTENSION, text, subject.arrival)
    text = f"{subject.name} đề nghị lùi thời hạn đến hết ngày {short_day(until)}{reason}: “{quote}”. Có đồng ý không?"
    return subject.ask(EXTENSION, text, subject.arrival, candidates=(until.isoformat(),))


# --- What a unit says in plain words ----------------------------------------------------------------------------


def about_paper(subject: Subject, quote: str, on: date | None) -> Question:
    day = f" ngày {short_day(on)}" if on else ""
    text = (
        f"{subject.name} trả lời: “{quote}”. Ghi nhận đã nộp {_what(subject)} bằng bản giấy hoặc cách khác{day} không?"
    )
    return subject.ask(ON_PAPER, text, subject.arrival, candidates=(on.isoformat(),) if on else ())


def about_exemption(subject: Subject, quote: str, *, nothing: bool) -> Question:
    what = "cho biết không có nội dung để gửi" if nothing else "đề nghị được miễn"
    text = f"{subject.name} {what}: “{quote}”. Miễn gửi {_what(subject)} cho đơn vị không?"
    return subject.ask(EXEMPTION, text, subject.arrival)


def about_sent(subject: Subject, quote: str) -> Question:
    text = (
        f"{subject.name} trả lời là đã gửi: “{quote}”, nhưng trong hộp thư chưa có {_what(subject)} của đơn vị. "
        "Đề nghị kiểm tra: đơn vị đã nộp bằng cách khác chưa?"
    )
    return subject.ask(SENT, text, subject.arrival)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a unit wants to read otherwise: of an initiative a field; `code` "": the initiative is taken back."""

    title: str
    code: str = ""
    label: str = ""
    old: str = ""
    new: str = ""


def about_change(subject: Subject, quote: str, wanted: Wanted | None) -> Question:
    """Without `wanted` only a person can tell what is meant."""
    if wanted is None:
        text = f"{subject.name} đề nghị sửa nội dung đã gửi: “{quote}”. Chưa rõ sửa chỗ nào, đề nghị xem."
        return subject.ask(CHANGE, text, subject.arrival, quote)
    if not wanted.code:
        text = f"{subject.name} xin rút “{wanted.title}”: “{quote}”. Có rút không?"
    else:
        text = (
            f"{subject.name} đề nghị sửa “{wanted.title}”, {wanted.label.lower()}: từ “{wanted.old}” thành "
            f"“{wanted.new}”. Có sửa không?"
        )
    named = (wanted.title, wanted.code, wanted.new)
    return subject.ask(CHANGE, text, subject.arrival, *named, suggestion=YES, candidates=named)


def about_merging(subject: Subject, quote: str, titles: tuple[str, ...]) -> Question:
    """Only a person puts initiatives together or takes them apart."""
    text = f"{subject.name} đề nghị gộp hoặc tách {listed(f'“{one}”' for one in titles)}: “{quote}”. Đề nghị xem."
    return subject.ask(CHANGE, text, subject.arrival, quote)


def wanted_by(question: Question) -> Wanted | None:
    """The change that `about_change` asks about."""
    if question.kind != CHANGE or not question.candidates:
        return None
    title, code, new = question.candidates
    return Wanted(title, code, new=new)


def about_relayed(subject: Subject, quote: str, other: Question, answer: str) -> Question:
    """A unit answers what the office was asked in `other`."""
    what = _RELAYED[other.kind == SIMILAR, answer == YES]
    text = f"Về câu {other.number}, {subject.name} trả lời: “{quote}”. Ghi theo ý đơn vị ({what}) không?"
    return subject.ask(RELAYED, text, subject.arrival, suggestion=YES, candidates=(str(other.number), answer))


_RELAYED = {
    (False, True): "giữ nguyên",
    (False, False): "rút",
    (True, True): "là một nội dung",
    (True, False): "là hai nội dung khác nhau",
}


def about_vouched(subject: Subject, quote: str, other: Question) -> Question:
    """A unit says that it sent what a person has to vouch for in `other`."""
    text = f"Về câu {other.number}, {subject.name} cho biết chính đơn vị đã gửi: “{quote}”. Ghi nhận cho đơn vị không?"
    answer = YES if subject.unit is None or other.kind != UNIT else subject.unit.code
    return subject.ask(RELAYED, text, subject.arrival, suggestion=YES, candidates=(str(other.number), answer))


def relayed_by(question: Question) -> tuple[int, str]:
    """Number of the question that the unit answers, and its answer."""
    number, answer = question.candidates
    return int(number), answer


def about_roster(subject: Subject, quote: str, address: str, stranger: str = "") -> Question:
    """`address`: the new one, "" where it is not about an address. `stranger`: who wrote, where no list knows him."""
    if stranger:
        text = f"{stranger} (chưa có trong danh sách) báo thay đổi của {subject.name}: “{quote}”."
        follows = f" Nhận thư từ {address} là của đơn vị không?" if address else " Đã xem và sẽ sửa danh sách không?"
        return subject.ask(ROSTER, text + follows, subject.arrival, candidates=(address,) if address else ())
    follows = f"Nhận thư từ {address} là của đơn vị" if address else "Đã xem và sẽ sửa danh sách đơn vị"
    text = f"{subject.name} báo thay đổi: “{quote}”. {follows} không?"
    return subject.ask(ROSTER, text, subject.arrival, candidates=(address,) if address else ())


def about_asked(subject: Subject, quote: str) -> Question:
    text = f"{subject.name} hỏi: “{quote}”."
    return subject.ask(ASKED, text, subject.arrival)


def about_said(subject: Subject, quote: str) -> Question:
    text = f"{subject.name} viết: “{quote}”."
    return subject.ask(SAYS, text, subject.arrival)


# --- What else a person must see --------------------------------------------------------------------------------


def about_secret(subject: Subject, sender: str, arrived: str) -> Question:
    """Names only sender and time of arrival."""
    text = f"Thư của {sender}, đến lúc {arrived}, có thể chứa tài liệu mật, đã dừng xử lý. Đề nghị xử lý trực tiếp."
    return subject.ask(CLASSIFIED, text, subject.arrival)


def about_junk(subject: Subject, found: ArrivalFacts, digest: str) -> Question:
    """Such a mail is no arrival until a person moves it, so the candidates keep what the office needs to find it."""
    sender = f"{found.sender_name} <{found.sender}>" if found.sender_name else found.sender or "người gửi không rõ"
    text = f"Trong thư mục thư rác có thư của {sender} giống {_what(subject)}. Đề nghị mở xem và chuyển về hộp thư đến."
    told = (found.arrived_at.isoformat(), found.sender, found.sender_name, found.subject, *found.attachments)
    return subject.ask(JUNK, text, digest, candidates=told)


def found_in_junk(question: Question) -> ArrivalFacts:
    """The mail that `about_junk` told of."""
    arrived, sender, name, title, *files = question.candidates
    at = datetime.fromisoformat(arrived)
    return ArrivalFacts(0, at, "done", "unclear", question.text, sender, name, title, attachments=tuple(files))


def about_signature(subject: Subject, files: str) -> Question:
    text = f"Tệp của {subject.name} đã bị thay đổi sau khi ký số ({files}). Có chấp nhận không?"
    return subject.ask(SIGNATURE, text, subject.arrival, suggestion=NO)


def about_deadline(campaign: str, stage: Stage, before: date) -> Question:
    text = (
        f"Thời hạn {stage.label} trong tệp phong trào đã đổi từ trước ngày {short_day(before)} thành trước ngày "
        f"{short_day(stage.due)}. Có báo cho các đơn vị không?"
    )
    key = question_key(campaign, DEADLINE, stage.code, before.isoformat(), stage.due.isoformat())
    return Question(0, key, DEADLINE, None, None, stage.code, text, YES)


def about_bounce(
    subject: Subject, address: str, following: str | None = None, before: int = 0, again: str = ""
) -> Question:
    """`following`: the address that is written to instead, "" where there is none, None where the address is not one
    of the roster. `again`: where this very letter is sent once more. `before`: how often the office has vouched for
    the address already."""
    whose = f" của {subject.unit.name}" if subject.unit else ""
    then = "" if following is None else f"; từ nay gửi tới {following}" if following else "; không còn địa chỉ nào khác"
    if again:
        then += ", kể cả thư này" if again == following else f"; thư này được gửi lại tới {again}"
    text = f"Thư gửi tới {address}{whose} bị trả lại{then}. Địa chỉ này còn dùng được không?"
    about = (address, before) if before else (address,)
    return subject.ask(BOUNCE, text, *about, suggestion=NO, candidates=(address,))


def about_template(subject: Subject, file: str, line: int | None, what: str) -> Question:
    place = f"{file}, dòng {line}" if line else file
    text = f"Mẫu thư {place}: {what.rstrip('.')}; mailbot đang dùng mẫu kèm theo chương trình. Đề nghị sửa mẫu này."
    return subject.ask(TEMPLATE, text, file, line or 0, what)


def about_suspect(subject: Subject, sender: str) -> Question:
    """Nothing follows from an answer: whoever telephoned knows what the unit wants."""
    text = (
        f"Thư ghi người gửi là {sender} nhưng máy chủ thư cho biết có thể không phải do địa chỉ ấy gửi, "
        f"nên mailbot không xử lý. Đề nghị gọi điện hỏi {subject.name}."
    )
    return subject.ask(SUSPECT, text, subject.arrival)


def about_poser(subject: Subject, sender: str, name: str, words: str, day: date) -> Question:
    """Nothing follows from an answer, and nothing was done as the mail wishes. One a day for an address."""
    text = (
        f"Thư của {sender} (địa chỉ không có trong danh sách) ký tên {name}: “{words.rstrip('.')}”. Mailbot không làm "
        f"gì theo thư này và không trả lời. Đề nghị xem có đúng của {name} không; nếu đúng, nhắn gửi từ hộp thư cơ "
        "quan."
    )
    return replace(subject, unit=None, stage=None).ask(SUSPECT, text, sender, day.isoformat())


def about_lost_ruling(campaign: str, lost: Lost, at: datetime) -> Question:
    """Nothing follows from an answer: the decision is kept, and takes effect again where its object is read again; then
    the question is closed by itself."""
    ruling = lost.ruling
    what = "nay có ở nhiều chỗ" if lost.several else "không còn thấy trong bản đọc mới"
    text = (
        f"Thư {ruling.about} đã được đọc lại: nội dung của quyết định số {ruling.number} ({ruling.done.rstrip('.')}) "
        f"{what}, nên quyết định này chưa áp dụng được. Đề nghị xem lại và quyết định lại nếu cần."
    )
    key = question_key(campaign, LOST, ruling.number, at.isoformat())
    return Question(0, key, LOST, ruling.about, ruling.unit, ruling.stage, text, ruling=ruling.number)


def _quoted(titles: tuple[str, ...]) -> str:
    return listed(f"“{title}”" for title in titles)


def _files(files: tuple[str, ...]) -> str:
    return f"tệp {files[0]}" if len(files) == 1 else f"{len(files)} tệp ({', '.join(files)})"


def _what(subject: Subject) -> str:
    return subject.stage.document if subject.stage else "tài liệu của phong trào"
