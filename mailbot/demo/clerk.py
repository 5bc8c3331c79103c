"""The person of the office who reads what mailbot writes, and answers it by mail as people do.

She answers each question, every third announced batch, and each letter with a code; she asks and orders of her own,
corrects two values and fills in a workbook. What she decides stands in the script; only numbers she takes from letters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any, Protocol

from openpyxl import load_workbook

from mailbot.demo.folder import PEOPLE
from mailbot.demo.luck import luck
from mailbot.demo.outcome import Sent
from mailbot.demo.script import DOMAIN, FilledBook, Post, moment
from mailbot.demo.targets import APPRAISAL as GIVEN
from mailbot.demo.units import unit, units
from mailbot.demo.works import work
from rules.calendar import is_working_day, local_day
from rules.calendar import moment as on
from rules.campaign import Calendar
from rules.drafting.workbook_inputs import APPRAISAL, AWARD
from rules.intake.confirming import PHRASE

NAME, ADDRESS = PEOPLE[0][0], f"{PEOPLE[0][1]}@{DOMAIN}"
_SITS = (time(8, 15), time(14, 0))  # at her mail, on working days
_TYPES = timedelta(minutes=2)
_READS_A_BATCH = timedelta(minutes=25)
_EVERY = 3  # of the announced batches she answers one in so many

_RULED = {
    "bounce of the invitation": "không",
    "thpt-so-2-van-ban letter 23/8 17:10": "đồng ý",
    "thpt-so-1-tp-lao-cai report 22/10 06:55": "không",
    "thpt-so-3-muong-khuong report 29/10 10:30": "không",
}
"""By the key of a mail that is no answer of a unit: what she writes behind the number of the questions about it."""

_BATCHES = ("trừ {one} ra nhé, chị đã gọi điện cho trường", "khoan gửi đã em, để chị báo cáo lãnh đạo", "ok em",
            "không gửi cho các phòng thuộc Sở", "đồng ý, gửi đi em")  # fmt: skip
_RELEASES = "gửi đi em"
_WAYS = ("{number} {words}", "Câu {number}: {words}", "{number}. {words} nhé", "việc {number} {words}")


@dataclass(frozen=True, slots=True)
class Own:
    """A mail of hers that answers nothing. `of`: the key of a mail whose number among the received stands in `text`."""

    at: datetime
    subject: str
    text: str
    of: str = ""
    story: str = ""


OWN = (
    Own(moment("20/8 9:10"), "Hỏi", "Còn trường nào chưa gửi đăng ký vậy em?",
        story="Phòng hỏi mailbot còn trường nào chưa gửi: có danh sách ngay."),
    Own(moment("23/10 8:40"), "Dự thảo báo cáo", "Cho chị xin bản dự thảo tổng hợp để chị xem trước.",
        story="Phòng xin bản dự thảo: Word và Excel về trong một phút."),
    Own(moment("27/9 14:20"), "THPT số 2 Mường Khương", "Trường THPT số 2 Mường Khương năm nay không phải báo cáo nhé.",
        story="Phòng ra một việc bằng thư: miễn báo cáo cho một trường."),
    Own(moment("11/7 9:05"), "Sửa đăng ký", "Mục {number}.1 người thực hiện: Lương Hữu Toàn; Đặng Thị Thu Thảo",
        of="thpt-hoang-lien registration 10/7 16:11"),
    Own(moment("25/10 14:30"), "Sửa báo cáo", "Sửa mục {number}.1 kết quả: Kiểm soát 24 kỳ thi, sai sót 0.",
        of="phong-ktqlcl report 12/9 09:00", story="Phòng sửa một kết quả bằng một dòng thư."),
)  # fmt: skip
_FILLS = moment("4/11 9:30")
_LABELS = {"tinh-moi": "Tính mới", "hieu-qua": "Hiệu quả", AWARD: "Đề nghị khen thưởng"}
_REPORTS, _RESULT = "Báo cáo kết quả", ("phong-cttt", "chinh-tri-diem-tin", "27 số", "28 số")


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of hers: `answers` is the letter that it answers."""

    post: Post
    answers: Sent | None = None


class Desk(Protocol):
    """What she sees."""

    def asked(self, letter: Sent) -> tuple[tuple[int, str], ...]:
        """The open questions of a letter by number, each with the key of the mail that it is about."""

    def rulings_of(self, key: str) -> str:
        """What the script says that the office answers about this mail; "" where it says nothing."""

    def number_of(self, key: str) -> int:
        """The number that mailbot gave to this mail."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that she will do at a moment."""

    at: datetime
    about: Sent | Own | None  # None: she fills in the newest workbook
    words: str = ""


@dataclass
class Clerk:
    """`proven`: the mail server says of her mails that she logged in to send them."""

    desk: Desk
    calendar: Calendar
    proven: bool = False
    _batches: int = field(default=0, init=False)
    _mails: int = field(default=0, init=False)
    _told: Sent | None = field(default=None, init=False)  # the newest letter that told what was done
    _books: list[Sent] = field(default_factory=list, init=False)

    def of_her_own(self) -> tuple[Task, ...]:
        return (*(Task(one.at, one) for one in OWN), Task(_FILLS, None))

    def reads(self, letters: Iterable[Sent]) -> Iterator[Task]:
        """What she will do about letters that have just come."""
        for letter in letters:
            if not letter.to_office:
                continue
            if any(letter.attached(name) for name in letter.files if _is_book(name)):
                self._books.append(letter)
            if letter.kind == "code" and ADDRESS in letter.recipients:
                yield Task(letter.at + _TYPES, letter, f"{PHRASE} {_code(letter)}")
            elif letter.kind == "announcement":
                yield from self._about_batch(letter)
            elif letter.kind == "answered":
                self._told = letter
            elif letter.kind == "questions":
                yield Task(self._sits_down(letter.at), letter)

    def writes(self, task: Task) -> Written | None:
        """None where nothing is left to be done."""
        if isinstance(task.about, Own):
            return self._own(task.about, task.at)
        if task.about is None:
            return self._filled(task.at)
        words = task.words or self._answers(task.about)
        about = self._told or task.about if words == _RELEASES else task.about
        return Written(self._post(task.at, words), about) if words else None

    def _about_batch(self, letter: Sent) -> Iterator[Task]:
        self._batches += 1
        place, rest = divmod(self._batches, _EVERY)
        if rest:
            return
        words = _BATCHES[(place - 1) % len(_BATCHES)]
        text = " ".join(letter.text.split())
        named = [one.short for one in units() if one.short in text]
        at = letter.at + _READS_A_BATCH
        yield Task(at, letter, words.format(one=luck("trừ", letter.at).choice(named)))
        if "khoan" in words:
            yield Task(self._sits_down(at), letter, _RELEASES)

    def _answers(self, letter: Sent) -> str:
        said = [
            (number, self.desk.rulings_of(key) or _RULED.get(key, "đúng")) for number, key in self.desk.asked(letter)
        ]
        way = luck("lời phòng", letter.at).choice(_WAYS)
        short = [way.format(number=number, words=words) for number, words in said if ":" not in words]
        told = [f"{number} {words}" for number, words in said if ":" in words]
        return "\n".join((*short, *told))

    def _own(self, own: Own, at: datetime) -> Written:
        text = own.text.format(number=self.desk.number_of(own.of)) if own.of else own.text
        return Written(self._post(at, text, subject=own.subject, story=own.story))

    def _filled(self, at: datetime) -> Written:
        """The newest workbook that came, with a cell of the reports changed, and sent back."""
        letter = self._books[-1]
        name = next(name for name in letter.files if _is_book(name))
        post = self._post(at, "Chị gửi lại bảng số liệu đã sửa.", story="Phòng sửa trong bảng Excel rồi gửi lại.")
        book = FilledBook(name, _changed(letter.attached(name) or b""))
        return Written(replace(post, enclosures=(book,)), letter)

    def _sits_down(self, after: datetime) -> datetime:
        """The next time at which she reads her mail."""
        day = local_day(after, self.calendar)
        while True:
            if is_working_day(day, self.calendar):
                for sits in _SITS:
                    at = on(day, sits, self.calendar)
                    if at > after + _TYPES:
                        return at
            day += timedelta(days=1)

    def _post(self, at: datetime, words: str, *, subject: str = "", story: str = "") -> Post:
        self._mails += 1
        return Post(
            key=f"clerk {self._mails}",
            at=at,
            sender=(NAME, ADDRESS),
            subject=subject,
            body=f"{words}\n\nNguyễn Thu Hà\nChuyên viên - Phòng Tổ chức cán bộ",
            client="outlook",
            nature="office",
            receipt=False,
            logged_in=self.proven,
            story=story,
        )


def _is_book(name: str) -> bool:
    """By the name under which drafts leave."""
    return name.startswith("so-lieu-") and name.endswith(".xlsx")


def _code(letter: Sent) -> str:
    return str(re.findall(r"Mã: (\d{3} \d{3})", " ".join(letter.text.split()))[0])


def _changed(book: bytes) -> bytes:
    """Points and awards of the appraisal, and one result that reads otherwise."""
    filled = load_workbook(BytesIO(book))
    sheet = filled[APPRAISAL]
    for given in GIVEN:
        title, short = work(given.unit, given.idea).title, unit(given.unit).short
        row = next(row for row in _rows(sheet) if (row["Đơn vị"].value, row["Tên"].value) == (short, title))
        for code, value in given.cells(AWARD):
            row[next(label for label in row if label.startswith(_LABELS[code]))].value = value
    code, key, old, new = _RESULT
    reports = filled[_REPORTS]
    title = work(code, key).title
    row = next(row for row in _rows(reports) if title in {cell.value for cell in row.values()})
    cell = row["Kết quả đạt được"]
    cell.value = str(cell.value).replace(old, new)
    out = BytesIO()
    filled.save(out)
    return out.getvalue()


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table by the labels of their columns."""
    labels: list[str] = []
    for row in sheet.iter_rows():
        if row[0].value == "STT":
            labels = [str(cell.value) for cell in row]
        elif labels and row[0].value is not None:
            yield dict(zip(labels, row, strict=True))
