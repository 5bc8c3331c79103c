"""An office with a mailbox on embedded servers: mails come, passes are made, letters are kept. In compressed time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from mailbot.app import App, build_app
from mailbot.config import load_config
from mailbot.demo.folder import prepare, write_config
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, Letter, SmtpSink
from mailbot.logs import set_up
from mailbot.pipeline import one_pass
from rules.campaign import Campaign
from rules.intake.proof import Decisions
from rules.roster import Roster
from rules.season import LetterFacts, Question
from rules.standing.ownership import is_the_office
from storage.work import EVER
from tests.seasons import people, shipped_campaign, shipped_roster, uninvited

CLERK = "thuha@so.example"
BEGINS = datetime(2024, 8, 13, 2, 0, tzinfo=UTC)  # Tuesday 09:00, an ordinary working day
FORM = (
    "Kính gửi Phòng TCCB\n\nTRƯỜNG THPT SỐ 2 HUYỆN BẢO THẮNG\nBẢN ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH "
    "CHÍNH NĂM 2024\n\n1. Tên sáng kiến: Sổ theo dõi văn bản có nhắc hạn tự động\nNgười thực hiện: Tổ Văn phòng\n"
)


@dataclass
class House:
    """`letters`: everything that left, in order."""

    app: App
    imap: ImapServer
    now: datetime = BEGINS
    letters: list[Letter] = field(default_factory=list)
    smtp: SmtpSink = field(default_factory=SmtpSink)

    def clock(self) -> datetime:
        return self.now

    def receive(self, message: EmailMessage | bytes) -> None:
        raw = message if isinstance(message, bytes) else message.as_bytes()
        self.imap.deliver(raw, self.now)

    def tick(self, **later: float) -> list[EmailMessage]:
        """One pass at a later moment; the letters that left in it."""
        self.now += timedelta(**later) if later else timedelta(minutes=1)
        before = len(self.letters)
        one_pass(self.app)
        if any(MAILBOX in letter.recipients for letter in self.letters[before:]):
            one_pass(self.app)  # what the first one wrote to the office's own mailbox is read, too
        self._remembers()
        return [message_from_bytes(letter.raw, policy=default) for letter in self.letters[before:]]

    def _remembers(self) -> None:
        """What the process remembers of the season is the season."""
        app = self.app
        with app.begin() as work:
            season = work.season(app.campaign, app.roster, self.now)
            assert app.remembered.season(work, app.campaign, app.roster, self.now) == season

    def until(self, day: int, hour: int, minute: int = 1) -> list[EmailMessage]:
        """To a moment of August 2024 on the clock of the office."""
        self.now = datetime(2024, 8, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)
        return self.tick(seconds=30)

    def questions(self) -> tuple[Question, ...]:
        with self.app.begin() as work:
            return work.season(self.app.campaign, self.app.roster, self.now).questions

    def known(self) -> tuple[LetterFacts, ...]:
        with self.app.begin() as work:
            return work.letters.facts()

    def unit_of(self, arrival: int) -> tuple[str | None, bool, bool]:
        with self.app.begin() as work:
            (one,) = work.of_arrival(arrival)
            return one.unit, one.provisional, one.rejected


@contextmanager
def house(
    folder: Path,
    campaign: Campaign | None = None,
    roster: Roster | None = None,
    decisions: Decisions = "trusting",
) -> Iterator[House]:
    """`decisions`: most tests ask what an answer does, not whose it is."""
    prepare(folder)
    set_up("CRITICAL")
    with ImapServer(MAILBOX, "x") as imap:
        built = House(app=None, imap=imap)  # type: ignore[arg-type]  # the next lines give it
        with SmtpSink(on_letter=lambda letter: _keep(built, letter)) as smtp:
            built.smtp = smtp
            config = load_config(write_config(folder, imap.port, smtp.port, "x"))
            asked = config.imap.model_copy(update={"authserv_id": ""})
            config = config.model_copy(update={"decisions": decisions, "imap": asked})
            chosen = campaign or office_campaign()
            built.app = build_app(config, chosen, roster or small_roster(chosen), built.clock)
            with built.app.begin() as work:
                work.first_start(EVER)  # an office that has run before: what lies there is answered
            try:
                yield built
            finally:
                built.app.close()


def small_roster(campaign: Campaign) -> Roster:
    """Two schools that differ in a digit, and a few others."""
    units = tuple(shipped_roster(campaign))
    return Roster(
        tuple(unit for unit in units if unit.group == "Bảo Thắng" or unit.code.endswith("bao-thang")) + units[:6]
    )


def _keep(built: House, letter: Letter) -> None:
    built.letters.append(letter)
    if MAILBOX in letter.recipients:
        built.imap.deliver(letter.raw, built.now)


def office_campaign(**reminders: object) -> Campaign:
    shipped = uninvited(shipped_campaign())
    office = shipped.office.model_copy(update={"mailbox": MAILBOX, "people": people(CLERK)})
    return shipped.model_copy(
        update={
            "office": office,
            "to_confirm": (),
            "reminders": shipped.reminders.model_copy(update=reminders),
        }
    )


def mail(sender: str, subject: str, text: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, MAILBOX, subject
    message["Message-ID"] = f"<{abs(hash((sender, subject, text))):x}@test.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def reply(letter: EmailMessage, text: str, sender: str = CLERK, **headers: str) -> EmailMessage:
    """As Outlook answers: above the letter, which follows without marks."""
    original = letter.get_body(("plain",))
    assert original is not None
    quoted = (
        f"{text}\n\nTừ: Phòng TCCB <{MAILBOX}>\nĐã gửi: Thứ Ba, 13 Tháng 8 2024 4:30 CH\nTới: Hà <{CLERK}>\n"
        f"Chủ đề: {letter['Subject']}\n\n{original.get_content()}"
    )
    references = {"In_Reply_To": str(letter["Message-ID"]), "References": str(letter["Message-ID"])}
    return mail(sender, f"Re: {letter['Subject']}", quoted, **{**references, **headers})


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def others(app: App) -> int:
    """How many units may be reminded: the office does not remind itself."""
    return sum(not is_the_office(unit, app.campaign) for unit in app.roster)
