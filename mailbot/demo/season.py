"""Plays the season of 2024 in compressed time: real sockets, the code of `run`, another clock.

The script decides what arrives when; between two moments of it nothing happens in the world, so the clock jumps. At
each moment the daemon makes one pass, exactly as it does at each of its ticks.
"""

import random
import re
import time as stopwatch
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path

from mailbot.app import App, build_app
from mailbot.config import load_config
from mailbot.datafolder import DataFolder
from mailbot.deciding import Deciding, answer
from mailbot.demo.cast import office_acts, season, with_people
from mailbot.demo.clerk import Clerk, Task
from mailbot.demo.folder import ARRIVED, DRAFTS, SENT, prepare, write_config
from mailbot.demo.mails import compose, message_id
from mailbot.demo.outcome import Delivered, Outcome, Sent, sent
from mailbot.demo.page import write_page
from mailbot.demo.papers import ending
from mailbot.demo.script import MAILBOX, ZONE, OfficeAct, Paper, Post
from mailbot.demo.servers import ImapServer, Letter, SmtpSink
from mailbot.demo.targets import APPRAISAL, GUIDANCE, PLAN
from mailbot.demo.units import units
from mailbot.demo.works import work as demo_work
from mailbot.enclosing import build_drafts
from mailbot.logs import set_up
from mailbot.pipeline import one_pass
from rules import basis
from rules.drafting.workbook_inputs import AWARD, appraised
from rules.intake.confirming import PHRASE
from rules.rulings import Entered
from rules.standing.overtaken import open_questions
from rules.standing.questions import YES
from rules.standing.status import statuses

STARTS = datetime(2024, 4, 1, 7, 0, tzinfo=ZONE)  # mail that is older waits in the mailbox already
ENDS = date(2024, 11, 5)
_TICKS = (time(7, 30, 30), time(16, 30, 30))  # the office opens; the day is told
_SATURDAY = 5
_POLL = timedelta(seconds=40)  # from the arrival of a mail to the pass that reads it
_CLERK = "Phòng TCCB (chạy thử)"
_KEY = bytes(32)  # the same in each play, so that it gives the same workbooks
_LATER = timedelta(minutes=11)  # what mailbot gathers after a mail of the office leaves within that time
_TYPING = timedelta(minutes=2)  # from the letter with the code to the answer
_PASSWORD = "chay-thu"  # noqa: S105 - of a server that lives for a minute on the loopback

_STAGES = {"registration": "dang-ky", "report": "bao-cao-ket-qua"}  # as the files that come with letters are called

Progress = Callable[[str], None]


@dataclass
class _Stage:
    """The simulated world: the clock, the mailbox, and what was said so far."""

    out: Path
    imap: ImapServer
    now: datetime = STARTS
    delivered: list[Delivered] = field(default_factory=list)
    letters: list[Sent] = field(default_factory=list)
    passes: int = 0
    broken: int = 0

    def clock(self) -> datetime:
        return self.now.astimezone(UTC)

    def deliver(self, post: Post, answered: Sent | None = None) -> None:
        """`answered`: the letter that it answers, where it is not the newest to that address."""
        raw = compose(post, answered.raw) if answered else self._bytes_of(post)
        self.imap.deliver(raw, post.at)
        file = self.out / ARRIVED / _file_name(len(self.delivered) + 1, post.at, post.address)
        file.write_bytes(raw)
        self.delivered.append(Delivered(post, raw, file))

    def take(self, letter: Letter) -> None:
        """What the SMTP server does with a letter. The office's own mailbox is one of its recipients."""
        file = self.out / SENT / _file_name(len(self.letters) + 1, self.now, letter.recipients[0])
        file.write_bytes(letter.raw)
        self.letters.append(sent(self.now, letter.recipients, letter.raw, file))
        if MAILBOX in letter.recipients:
            self.imap.deliver(letter.raw, self.now)

    def last_of(self, kind: str) -> Sent:
        """The newest letter of a kind that the office's mailbox got."""
        return next(one for one in reversed(self.letters) if one.kind == kind and MAILBOX in one.recipients)

    def _bytes_of(self, post: Post) -> bytes:
        if post.copy_of:
            return next(mail.raw for mail in self.delivered if mail.post.key == post.copy_of)
        answered = [letter.raw for letter in self.letters if post.answers in letter.recipients] if post.answers else []
        return compose(post, answered[-1] if answered else None, self._form_for(post))

    def _form_for(self, post: Post) -> bytes | None:
        """The form that this mail brings back, as the newest letter to its sender brought it."""
        paper = next((one for one in post.enclosures if isinstance(one, Paper) and one.on_form), None)
        if paper is None:
            return None
        received = [letter for letter in self.letters if post.address in letter.recipients]
        name = f"bieu-mau-{_STAGES[paper.stage]}-{paper.parts[0][0]}{ending(paper)}"
        return next(form for letter in reversed(received) if (form := letter.attached(name)) is not None)


def play(out: Path, progress: Progress = print, *, people: bool = True, proven: bool = False) -> Outcome:
    """Play the whole season into a folder. Raises FolderInUse where the folder is not the demo's own.

    `people`: units answer in plain words, write about other business, and the office answers by mail; `proven`: the
    mail server says of her mails that she wrote them. Without people it is the quiet season.
    """
    began = stopwatch.monotonic()
    prepare(out)
    mails = len(with_people() if people else season())
    progress(f"Một mùa phong trào: {len(units())} đơn vị, {mails} thư, hai máy chủ thư giả trên máy này.")
    with ImapServer(MAILBOX, _PASSWORD) as imap:
        stage = _Stage(out, imap)
        with SmtpSink(on_letter=stage.take) as smtp:
            config = write_config(out, imap.port, smtp.port, _PASSWORD)
            app = _app(config, stage)
            try:
                clerk = Clerk(_Desk(stage, app), app.campaign.calendar, proven) if people else None
                _perform(stage, app, progress, clerk)
                drafts = _final_drafts(app, out)
                outcome = Outcome(
                    out=out,
                    config=config,
                    delivered=tuple(stage.delivered),
                    letters=tuple(stage.letters),
                    drafts=drafts,
                    acts=() if people else office_acts(),
                    passes=stage.passes,
                    broken_passes=stage.broken,
                    seconds=stopwatch.monotonic() - began,
                )
                page = write_page(outcome, app)
            finally:
                app.close()
    progress(f"Xong trong {outcome.seconds:.0f} giây. Xem {page}")
    return outcome


def _app(config_file: Path, stage: _Stage) -> App:
    """What `mailbot run` builds, with the clock of the season. Its addresses lead nowhere, so nothing refuses."""
    config = load_config(config_file)
    set_up(config.log.level)
    folder = DataFolder(config.data_folder)
    campaign = folder.campaign(config.campaign)
    roster = folder.roster(campaign.roster, campaign.unit_kinds).roster
    app = build_app(config, campaign, roster, stage.clock, new_key=lambda: _KEY)
    dice = random.Random(campaign.year)  # noqa: S311 - of a play; the same codes in each
    app.codes = lambda: f"{dice.randrange(10**6):06}"
    return app


# --- the days ---------------------------------------------------------------------------------------------------

_Event = Post | OfficeAct | Task | None


def _perform(stage: _Stage, app: App, progress: Progress, clerk: Clerk | None) -> None:
    month = _Month(stage, progress)
    agenda = _Agenda(_moments(clerk))
    for at, event in agenda:
        stage.now = at
        month.reaches(at)
        story = _happens(event, stage, app, clerk)
        if story:
            progress(f"  {at:%d/%m %H:%M}  {story}")
        if at >= STARTS and not _is_read_later(event):
            stage.now += _POLL if event is not None else timedelta()
            read = len(stage.letters)
            _pass(stage, app)
            if clerk:
                agenda.add((task.at, task) for task in clerk.reads(stage.letters[read:]))
            if isinstance(event, Task):
                agenda.add([(stage.now + _LATER, None)])
    month.closes()


class _Agenda:
    """What will happen, in order; more may come while it does."""

    def __init__(self, events: Iterable[tuple[datetime, _Event]]) -> None:
        self._next = count()
        self._heap: list[tuple[datetime, int, _Event]] = []
        self.add(events)

    def add(self, events: Iterable[tuple[datetime, _Event]]) -> None:
        for at, event in events:
            heappush(self._heap, (at, next(self._next), event))

    def __iter__(self) -> Iterator[tuple[datetime, _Event]]:
        while self._heap:
            at, _, event = heappop(self._heap)
            yield at, event


def _happens(event: _Event, stage: _Stage, app: App, clerk: Clerk | None) -> str:
    """What is to be told of it."""
    if isinstance(event, Post):
        stage.deliver(event)
    elif isinstance(event, Task):
        written = clerk.writes(event) if clerk else None
        if written is None:
            return ""
        stage.deliver(written.post, written.answers)
        return written.post.story
    elif isinstance(event, OfficeAct) and event.by_mail:
        _answer_by_mail(event, stage, app)
    elif isinstance(event, OfficeAct):
        _decide(event, app)
    return event.story if event is not None else ""


def _is_read_later(event: _Event) -> bool:
    """Other business hurries nobody: it is read with what comes next."""
    return isinstance(event, Post) and event.nature == "errand"


def _pass(stage: _Stage, app: App) -> None:
    stage.passes += 1
    stage.broken += not one_pass(app).whole


def _moments(clerk: Clerk | None) -> list[tuple[datetime, _Event]]:
    """Deliveries, acts of the office, and the ticks of each day, in order. A weekend without mail is passed over."""
    events: list[tuple[datetime, _Event]] = [(post.at, post) for post in (with_people() if clerk else season())]
    if clerk:
        events += [(task.at, task) for task in clerk.of_her_own()]
    else:
        events += [(act.at, act) for act in office_acts()]
    busy = {at.date() for at, _ in events}
    for number in range((ENDS - STARTS.date()).days + 1):
        day = STARTS.date() + timedelta(days=number)
        if day.weekday() < _SATURDAY or day in busy:
            events += [(datetime.combine(day, tick, ZONE), None) for tick in _TICKS]
    return sorted(events, key=lambda event: event[0])


def _decide(act: OfficeAct, app: App) -> None:
    """The office answers `yes` to what was asked about that mail, as `mailbot decide` does."""
    for number in _asked_about(act, app):
        answer(number, YES, _CLERK, app)


def _answer_by_mail(act: OfficeAct, stage: _Stage, app: App) -> None:
    """The same in answer to the letter that asks. No server says who wrote it, so the code that comes back confirms."""
    text = "; ".join(f"{number} đúng" for number in _asked_about(act, app))
    stage.deliver(_from_office("answer", stage.now, text), stage.last_of("questions"))
    stage.now += _POLL
    _pass(stage, app)
    letter = stage.last_of("code")
    code = re.findall(r"Mã: (\d{3} \d{3})", " ".join(letter.text.split()))[0]
    stage.now += _TYPING
    stage.deliver(_from_office("code", stage.now, f"{PHRASE} {code}", act.story), letter)


def _from_office(key: str, at: datetime, text: str, story: str = "") -> Post:
    who = ("Phòng TCCB", MAILBOX)
    subject = "Re: Cần đồng chí quyết định" if key == "answer" else "Re: Cần đồng chí xác nhận"
    return Post(f"office {key}", at, who, subject, text, nature="office", receipt=None, story=story)


@dataclass
class _Desk:
    """What the clerk sees of the world."""

    stage: _Stage
    app: App

    def asked(self, letter: Sent) -> tuple[tuple[int, str], ...]:
        keys = {mail.message_id: mail.post.key for mail in self.stage.delivered}
        with self.app.begin() as work:
            known = work.season(self.app.campaign, self.app.roster, self.app.now())
            listed = next(one.items for one in known.letters if one.message_id == letter.message_id)
            waiting = [one for one in open_questions(known) if f"question:{one.number}" in listed]
            names = [work.arrivals.mail(one.arrival).message_id if one.arrival else "" for one in waiting]
        return tuple((one.number, keys.get(name or "", "")) for one, name in zip(waiting, names, strict=True))

    def rulings_of(self, key: str) -> str:
        return next((mail.post.ruled for mail in self.stage.delivered if mail.post.key == key), "")

    def number_of(self, key: str) -> int:
        about = next(mail for mail in self.stage.delivered if mail.post.key == key)
        with self.app.begin() as work:
            known = work.season(self.app.campaign, self.app.roster, self.app.now())
            return next(one.id for one in known.arrivals if work.arrivals.mail(one.id).message_id == about.message_id)


def _asked_about(act: OfficeAct, app: App) -> list[int]:
    """The numbers of the open questions about that mail."""
    about = next(post for post in season() if post.key == act.about)
    wanted = message_id(about.key, about.address)
    with app.begin() as work:
        asked = work.season(app.campaign, app.roster, app.now()).questions
        return [
            question.number
            for question in asked
            if question.answer is None
            and question.arrival is not None
            and work.arrivals.mail(question.arrival).message_id == wanted
        ]


def _enter(app: App) -> None:
    """What the office enters at the end: number and day of its documents, points and awards of the appraisal."""
    with app.begin() as work:
        deciding = Deciding(work, app, _CLERK, "workbook")
        deciding.cite(basis.PLAN, *PLAN)
        deciding.cite(basis.further(1), *GUIDANCE)
        known = deciding.season
        rows = {(entry.unit.code, entry.title): key for key, _, entry in appraised(known, statuses(known))}
        cells = tuple(
            Entered(rows[given.unit, demo_work(given.unit, given.idea).title], column, value, _CLERK, app.now())
            for given in APPRAISAL
            for column, value in given.cells(AWARD)
        )
        deciding.enter(cells, "tham-dinh.xlsx")
        work.commit()


def _final_drafts(app: App, out: Path) -> tuple[Path, ...]:
    _enter(app)
    with app.begin() as work:
        known = work.season(app.campaign, app.roster, app.now())
        built = [build_drafts(known, stage.code, out / DRAFTS, work, app) for stage in app.campaign.stages]
    return tuple(path for drafts in built for path in drafts.paths)


# --- what the terminal shows ------------------------------------------------------------------------------------


class _Month:
    """One line at the end of each month: what came and what went."""

    def __init__(self, stage: _Stage, progress: Progress) -> None:
        self._stage, self._progress = stage, progress
        self._month = 0
        self._mails = self._letters = 0

    def reaches(self, at: datetime) -> None:
        if at.month != self._month and at >= STARTS:
            self.closes()
            self._month = at.month
            self._progress(f"Tháng {at.month}/{at.year}")

    def closes(self) -> None:
        if not self._month:
            return
        letters = self._stage.letters[self._letters :]
        office = sum(letter.to_office for letter in letters)
        receipts = sum(letter.answers is not None for letter in letters if not letter.to_office)
        invitations = sum(letter.invites for letter in letters)
        reminders = len(letters) - office - receipts - invitations
        self._progress(
            f"  = {len(self._stage.delivered) - self._mails} thư đến; gửi đi {invitations} thư đề nghị kèm biểu mẫu, "
            f"{receipts} thư xác nhận, {reminders} thư nhắc, {office} thư cho phòng"
        )
        self._mails, self._letters = len(self._stage.delivered), len(self._stage.letters)


def _file_name(number: int, at: datetime, address: str) -> str:
    return f"{number:03}_{at.astimezone(ZONE):%Y-%m-%d_%Hh%M}_{address.partition('@')[0]}.eml"
