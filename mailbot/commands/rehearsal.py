"""`mailbot rehearse`: real mail of another season played through everything, on servers inside this process.

No letter leaves: the only SMTP server that is known is the one of this process, which keeps what it gets as files.
The folder of the rehearsal is an installation of its own, so every command can be tried on it afterwards.
"""

import mailbox
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from mailbot.app import App, build_app
from mailbot.commands.season import status
from mailbot.config import Config, load_config
from mailbot.datafolder import DataFolder
from mailbot.demo.folder import DATA, config_between
from mailbot.demo.servers import ImapServer, Letter, SmtpSink
from mailbot.enclosing import build_drafts
from mailbot.logs import set_up
from mailbot.pipeline import one_pass
from rules.calendar import local, local_day, moment, short_day
from rules.campaign import Campaign
from rules.errors import MailbotError
from rules.roster import Roster
from rules.setup.roster_file import write_roster

LETTERS, DRAFTS = "thu-se-gui", "van-ban"
SUMMARY = "tom-tat.txt"
_MARK = ".mailbot-dien-tap"
_TICKS = (time(7, 30, 30), time(16, 30, 30))  # the office opens; the day is told
_POLL = timedelta(seconds=40)
_TOGETHER = timedelta(minutes=15)  # mails this close share a pass
_PASSWORD = "dien-tap"  # noqa: S105 - of a server that lives for minutes on the loopback

Progress = Callable[[str], None]


class NothingToPlay(MailbotError):
    """Không có thư nào trong nguồn đã cho."""


@dataclass(frozen=True, slots=True)
class OldMail:
    """A mail of the other season with the moment at which it had arrived."""

    at: datetime
    raw: bytes = field(repr=False)


@dataclass
class _Stage:
    out: Path
    own: str  # address of the mailbox
    imap: ImapServer
    now: datetime
    letters: int = 0

    def clock(self) -> datetime:
        return self.now.astimezone(UTC)

    def keep(self, letter: Letter) -> None:
        """A letter that would have been sent. The office's own come back into its mailbox, as they would."""
        self.letters += 1
        name = f"{self.letters:04}_{self.now:%Y-%m-%d_%Hh%M}_{letter.recipients[0].partition('@')[0]}.eml"
        (self.out / LETTERS / name).write_bytes(letter.raw)
        if self.own in letter.recipients:
            self.imap.deliver(letter.raw, self.now)


def rehearse(source: Path, out: Path, config: Config, campaign: Campaign, roster: Roster, progress: Progress) -> Path:
    """Play every mail of an mbox, a Maildir or a folder of .eml files; gives the summary.

    Raises NothingToPlay, and MailbotError where the folder holds something else.
    """
    mails = sorted(mails_in(source), key=lambda old: old.at)
    if not mails:
        raise NothingToPlay(f"{source}: {NothingToPlay.__doc__}")
    first, last = (short_day(local_day(old.at, campaign.calendar)) for old in (mails[0], mails[-1]))
    progress(f"{len(mails)} thư, từ {first} đến {last}. Không gửi thư nào.")
    _prepare(out, campaign, roster, config)
    own = campaign.office.mailbox.lower()
    with ImapServer(own, _PASSWORD) as imap:
        stage = _Stage(out, own, imap, _begins(mails, campaign))
        with SmtpSink(on_letter=stage.keep) as smtp:
            file = _write_config(out, own, config.campaign, imap.port, smtp.port)
            app = _app(file, stage, campaign, roster)
            try:
                _play(stage, mails, app, progress)
                summary = _summary(app, stage, len(mails))
            finally:
                app.close()
    progress(f"Xong. Xem {summary}")
    return summary


def _play(stage: _Stage, mails: list[OldMail], app: App, progress: Progress) -> None:
    with app.begin() as work:
        work.first_start(mails[0].at)  # as if mailbot had run before them: only the campaign's first day decides
    month = 0
    for at, group in _moments(mails, app.campaign):
        if at.month != month:
            month = at.month
            progress(f"Tháng {at.month}/{at.year}")
        for old in group:
            stage.imap.deliver(old.raw, old.at)
        if at >= stage.now:
            stage.now = at + (_POLL if group else timedelta())
            one_pass(app)


def _moments(mails: list[OldMail], campaign: Campaign) -> Iterator[tuple[datetime, list[OldMail]]]:
    """Groups of mails that came together, and the ticks of each day between the first and the day after the last; all
    on the clock of the office, by which letters are named."""
    moments: list[tuple[datetime, list[OldMail]]] = []
    for old in mails:
        if moments and old.at - moments[-1][1][0].at <= _TOGETHER:
            moments[-1] = (old.at, [*moments[-1][1], old])
        else:
            moments.append((old.at, [old]))
    day = max(local_day(mails[0].at, campaign.calendar), campaign.go_live)
    end = min(max(local_day(mails[-1].at, campaign.calendar), campaign.go_live), campaign.closes) + timedelta(days=1)
    while day <= end:
        moments += [(moment(day, tick, campaign.calendar), []) for tick in _TICKS]
        day += timedelta(days=1)
    ordered = sorted(moments, key=lambda one: one[0])
    return iter([(local(at, campaign.calendar), group) for at, group in ordered])


def _begins(mails: list[OldMail], campaign: Campaign) -> datetime:
    """Mail from before the start of the campaign waits in the mailbox when mailbot is switched on."""
    start = moment(campaign.go_live, time(7, 0), campaign.calendar)
    return local(max(mails[0].at, start), campaign.calendar)


# --- The mails ------------------------------------------------------------------------------------------------------


def mails_in(source: Path) -> Iterator[OldMail]:
    """Of an mbox, a Maildir, a folder of .eml files, or one such file."""
    if source.is_dir() and (source / "cur").is_dir():
        box: mailbox.Mailbox[mailbox.MaildirMessage] = mailbox.Maildir(source, create=False)
        for key in box.keys():  # noqa: SIM118  # a Mailbox iterates over parsed messages
            yield _old(box.get_bytes(key), source)
    elif source.is_dir():
        for path in sorted(source.rglob("*.eml")):
            yield _old(path.read_bytes(), path)
    elif source.is_file() and source.read_bytes()[:5] == b"From ":
        archive = mailbox.mbox(source, create=False)
        for number in archive.keys():  # noqa: SIM118
            yield _old(archive.get_bytes(number), source)
    elif source.is_file():
        yield _old(source.read_bytes(), source)


def _old(raw: bytes, source: Path) -> OldMail:
    """It arrived when the topmost server wrote so, else when its sender says; else the file's own time is taken."""
    head = BytesHeaderParser().parsebytes(raw)
    stamps = (str(head.get("Received", "")).rpartition(";")[2], str(head.get("Date", "")))
    written = next((at for at in map(_moment, stamps) if at), None)
    return OldMail(written or datetime.fromtimestamp(source.stat().st_mtime, UTC), raw)


def _moment(stamp: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(stamp.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


# --- The installation -----------------------------------------------------------------------------------------------


def _prepare(out: Path, campaign: Campaign, roster: Roster, config: Config) -> None:
    """An empty folder with this campaign and roster. What somebody else put there is never deleted."""
    if out.exists():
        if not out.is_dir() or (any(out.iterdir()) and not (out / _MARK).is_file()):
            raise MailbotError(f"Thư mục {out} không do lần diễn tập trước tạo nên không xóa; chọn thư mục khác.")
        shutil.rmtree(out)
    for name in (LETTERS, DRAFTS, f"{DATA}/campaigns", f"{DATA}/rosters"):
        (out / name).mkdir(parents=True)
    (out / _MARK).write_text("Thư mục này do `mailbot rehearse` tạo; lần chạy sau sẽ xóa và làm lại.\n", "utf-8")
    file = DataFolder(config.data_folder).find("campaigns", config.campaign)
    shutil.copy2(file, out / DATA / "campaigns" / f"{config.campaign}.toml")
    (out / DATA / "rosters" / f"{campaign.roster}.csv").write_text(write_roster(roster), "utf-8")


def _write_config(out: Path, own: str, campaign: str, imap_port: int, smtp_port: int) -> Path:
    """Of the installation as it is played; so it can be looked at, read again and answered afterwards by command."""
    note = "lần diễn tập: hai máy chủ thư nằm ngay trong chương trình và chỉ chạy trong lúc diễn tập"
    return config_between(imap_port, smtp_port, out, note, campaign, own, _PASSWORD)


def _app(config_file: Path, stage: _Stage, campaign: Campaign, roster: Roster) -> App:
    """What `run` builds, between the two servers of this process. Letters may leave, since they lead nowhere."""
    config = load_config(config_file)
    set_up(config.log.level)
    often, most = {"address_hour": 500, "address_day": 2000}, {"kind_hour": 2000, "hour": 2000}
    limits = config.limits.model_copy(update={**often, **most, "kind_day": 5000, "day": 5000})
    return build_app(config.model_copy(update={"limits": limits}), campaign, roster, stage.clock)


# --- The summary ----------------------------------------------------------------------------------------------------

_VERDICTS = {
    "submission": "bài gửi của đơn vị",
    "unclear": "cần người xem",
    "other": "không thuộc phong trào",
    "automatic": "thư tự động",
    "answer": "phòng trả lời mailbot",
    "own": "thư của mailbot",
}

_READERS = {"unit": "đơn vị", "office": "phòng", "stranger": "địa chỉ chưa có trong danh sách"}


def _summary(app: App, stage: _Stage, played: int) -> Path:
    with app.begin() as work:
        season = work.season(app.campaign, app.roster, app.now())
        begun = [one.code for one in app.campaign.stages if one.opens <= _today(app)]
        built = [build_drafts(season, code, stage.out / DRAFTS, work, app) for code in begun]
    drafts = [path.name for one in built for path in one.paths]
    verdicts = Counter((*(mail.verdict for mail in season.arrivals if mail.verdict), *season.filed.counts().elements()))
    del verdicts["own"]
    kinds = Counter(letter.kind for letter in season.letters)
    lines = [
        f"DIỄN TẬP {app.campaign.short}: {played} thư, không gửi thư nào.",
        "",
        "Thư đã đọc:",
        *(f"  {count:>5}  {_VERDICTS.get(verdict, verdict)}" for verdict, count in verdicts.most_common()),
        *(f"  {'':>5}  bị giữ lại: thư {mail.id}, {mail.reason}" for mail in season.arrivals if mail.state == "held"),
        "",
        f"Thư lẽ ra đã gửi ({LETTERS}): {stage.letters}",
        *(f"  {count:>5}  {kind.called} (gửi {_READERS[kind.reader]})" for kind, count in kinds.most_common()),
        "",
        "Cần người xem:",
        *(
            f"  thư {mail.id}, {local(mail.arrived_at, app.campaign.calendar):%d/%m/%Y}, {mail.sender}: {mail.reason}"
            for mail in season.arrivals
            if mail.verdict == "unclear"
        ),
        "",
        *status(season).lines,
        "",
        f"Dự thảo ({DRAFTS}): {', '.join(drafts) or 'chưa có'}",
        f"Xem từng thư: mailbot --config {stage.out / 'config.toml'} explain SỐ",
    ]
    path = stage.out / SUMMARY
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _today(app: App) -> date:
    return local_day(app.now(), app.campaign.calendar)
