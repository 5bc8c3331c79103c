"""Plays mails of units and answers of the office, as somebody wrote them down, through the embedded servers, and tells
what came of each: what changed, who was written to, what is asked, who is reminded afterwards.

    python -m tests.trials.replies SCENES.json OUT.md

SCENES.json is a list of houses: {"name", "fresh", "now", "before": [mail ...], "items": [item ...]}. A mail has "from"
(a unit's code, "office" or an address), "subject", "body", "at" ("14/8 10:00"), "files" ([{"name", "lines" | "table" |
"picture" | "zip"}]) and, where it comes with the next one, "together". An item is a mail with "id" and either "answers"
(kinds of letters of ours to its writer: the last one is answered) or "asked" (a letter of the office with these words
is written to the unit before, and answered). With "fresh" each item finds the house as it stood before the first.
Whether what came is what was meant, people judge.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

from mailbot.app import build_app
from mailbot.config import load_config
from mailbot.demo.folder import DATA, write_config
from mailbot.demo.folder import prepare as prepared
from mailbot.demo.script import DOMAIN, MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.logs import set_up
from mailbot.writing_to_units import write_to
from rules.roster import Roster
from rules.rulings import marks
from rules.season import Season
from rules.standing.status import statuses
from storage.work import EVER
from tests.lent import lending
from tests.office.house import CLERK, House, _keep, office_campaign, text_of
from tests.seasons import shipped_roster

Spec = Mapping[str, Any]
_SERVER = f"mail.{DOMAIN}"
_NUMBER = count(1)
_LONGEST = 700  # characters of a letter that are shown
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def moment(text: str) -> datetime:
    """ "14/8 10:00" on the clock of the office, in 2024."""
    day, clock = text.split()
    date, month = map(int, day.split("/"))
    hour, minute = map(int, clock.split(":"))
    return datetime(2024, month, date, hour, minute, tzinfo=UTC) - timedelta(hours=7)


# --- Mails ----------------------------------------------------------------------------------------------------------


def _docx(lines: Iterable[str | Sequence[Sequence[str]]]) -> bytes:
    """Paragraphs; a list of rows is a table."""
    document, out = Document(), BytesIO()
    for line in lines:
        if isinstance(line, str):
            document.add_paragraph(line)
            continue
        table = document.add_table(len(line), max(map(len, line)), style="Table Grid")
        for row, cells in zip(table.rows, line, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text
    document.save(out)
    return out.getvalue()


def _xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.create_sheet("Danh sách", 0)
    for row in rows:
        sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def _picture(lines: Sequence[str]) -> bytes:
    image, out = Image.new("RGB", (1240, 200 + 60 * len(lines)), "white"), BytesIO()
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(_FONT, 30)
    for at, line in enumerate(lines):
        pen.text((80, 80 + 60 * at), line, fill="black", font=font)
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _file(spec: Spec) -> bytes:
    if "path" in spec:
        return Path(spec["path"]).read_bytes()
    if "lines" in spec:
        return _docx(spec["lines"])
    if "table" in spec:
        return _xlsx(spec["table"])
    if "picture" in spec:
        return _picture(spec["picture"])
    if "zip" in spec:
        out = BytesIO()
        with ZipFile(out, "w") as packed:
            for one in spec["zip"]:
                packed.writestr(one["name"], _file(one))
        return out.getvalue()
    return str(spec.get("bytes", "không phải tệp đọc được")).encode()


def _mail(spec: Spec, sender: str, headers: Mapping[str, str]) -> EmailMessage:
    message = EmailMessage()
    domain = sender.partition("@")[2]
    message["Authentication-Results"] = (
        f"{_SERVER}; spf=pass smtp.mailfrom={sender}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    )
    message["From"], message["To"], message["Subject"] = sender, MAILBOX, spec.get("subject", "")
    message["Message-ID"] = f"<{next(_NUMBER)}@trial.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(spec.get("body", "") or " ")
    for one in spec.get("files", ()):
        message.add_attachment(_file(one), maintype="application", subtype="octet-stream", filename=one["name"])
    return message


# --- A house that can be put back -----------------------------------------------------------------------------------


@dataclass
class Place:
    house: House
    folder: Path
    ports: tuple[int, int]
    roster: Sequence[str] = ()  # codes; none: every unit
    uids: set[int] = field(default_factory=set)
    left: int = 0  # letters that had left

    def build(self) -> None:
        config = load_config(write_config(self.folder, *self.ports, "x"))
        asked = config.imap.model_copy(update={"authserv_id": _SERVER})
        config = config.model_copy(update={"decisions": "trusting", "imap": asked})
        campaign = office_campaign()
        whole = shipped_roster(campaign)
        roster = Roster(tuple(whole.unit(code) for code in self.roster)) if self.roster else whole
        self.house.app = build_app(config, campaign, roster, self.house.clock)

    def keep(self) -> None:
        self.house.app.close()
        shutil.copytree(self.folder / DATA, self.folder / "kept")
        self.uids, self.left = set(self._uids()), len(self.house.letters)
        self.build()

    def put_back(self, now: datetime) -> None:
        self.house.app.close()
        client = self.house.imap.client()
        client.select_folder("INBOX")
        new = [uid for uid in client.search() if uid not in self.uids]
        if new:
            client.delete_messages(new)
            client.expunge()
        client.logout()
        shutil.rmtree(self.folder / DATA)
        shutil.copytree(self.folder / "kept", self.folder / DATA)
        self.house.now = now
        del self.house.letters[self.left :]
        self.build()

    def _uids(self) -> list[int]:
        client = self.house.imap.client()
        client.select_folder("INBOX", readonly=True)
        found = list(client.search())
        client.logout()
        return found


@contextmanager
def place(folder: Path, roster: Sequence[str]) -> Iterator[Place]:
    prepared(folder)
    set_up("CRITICAL")
    with ImapServer(MAILBOX, "x") as imap:
        house = House(app=None, imap=imap)  # type: ignore[arg-type]  # the next lines give it
        with SmtpSink(on_letter=lambda letter: _keep(house, letter)) as smtp:
            built = Place(house, folder, (imap.port, smtp.port), roster)
            built.build()
            with house.app.begin() as work:
                work.first_start(EVER)
            try:
                yield built
            finally:
                house.app.close()


# --- Playing --------------------------------------------------------------------------------------------------------

_TIMES = ("7:31", "8:01", "14:00", "16:31")


def _pass_by(house: House, until: datetime) -> None:
    """Every time of an office day at which something may leave."""
    day = house.now
    while day <= until:
        for clock in _TIMES:
            at = moment(f"{(day + timedelta(hours=7)).day}/{(day + timedelta(hours=7)).month} {clock}")
            if house.now < at < until:
                house.now = at
                house.tick(seconds=30)
        day += timedelta(days=1)
    house.now = max(house.now, until)
    house.tick(seconds=30)


def _address(house: House, who: str) -> str:
    if who == "office":
        return CLERK
    return who if "@" in who else house.app.roster.unit(who).addresses[0]


def _season(house: House) -> Season:
    with house.app.look() as work:
        return work.season(house.app.campaign, house.app.roster, house.now)


def _letters(house: House) -> list[EmailMessage]:
    return [message_from_bytes(one.raw, policy=default) for one in house.letters]


def _kind(letter: EmailMessage) -> str:
    return str(letter["X-Mailbot"]).split("/")[1] if letter["X-Mailbot"] else "?"


def _answered(house: House, spec: Spec, sender: str) -> EmailMessage | None:
    """The letter of ours that an item answers."""
    if spec.get("asked"):
        with house.app.begin() as work:
            write_to(spec["from"], "Xin hỏi lại", spec["asked"], "Lan", work, house.app, stage=spec.get("stage"))
            work.commit()
        house.tick()
        kinds: Sequence[str] = ("written",)
    else:
        kinds = spec.get("answers") or ()
    found = [one for one in _letters(house) if _kind(one) in kinds and sender.lower() in str(one["To"]).lower()]
    return found[-1] if found else None


def _deliver(house: House, spec: Spec) -> str:
    sender = _address(house, spec["from"])
    letter = _answered(house, spec, sender)
    headers = dict(spec.get("headers", {}))
    if letter is not None:
        headers |= {"In-Reply-To": str(letter["Message-ID"]), "References": str(letter["Message-ID"])}
    house.receive(_mail(spec, sender, headers))
    wanted = bool(spec.get("answers") or spec.get("asked"))
    return "" if letter is not None or not wanted else f"(không có thư {spec.get('answers')} để trả lời)"


@dataclass(frozen=True)
class State:
    cells: Mapping[tuple[str, str], str]
    questions: Mapping[int, str]
    marks: frozenset[str]


def _state(house: House) -> State:
    season = _season(house)
    cells = {}
    for one in statuses(season):
        held = one.submission.initiatives if one.submission else ()
        said = "; ".join(
            f"{item.initiative.title} {[f'{k}={v.value}' for k, v in item.initiative.values.items() if k != 'title']}"
            for item in held
        )
        cells[one.unit.code, one.stage] = f"{one.state}: {said}" if held else one.state
    asked = {
        one.number: f"[{one.kind}] {one.text}" + (f" => {one.answer}" if one.answer else "") for one in season.questions
    }
    found = frozenset(f"{one.kind} {one.stage} {one.unit} {one.until}" for one in marks(season.rulings))
    return State(cells, asked, found)


def _told(before: State, after: State) -> Iterator[str]:
    for key, said in after.cells.items():
        if said != before.cells.get(key):
            yield f"STATUS {key}: {before.cells.get(key)} -> {said}"
    for number, said in after.questions.items():
        if said != before.questions.get(number):
            yield f"QUESTION {number}: {said}"
    for one in sorted(after.marks - before.marks):
        yield f"MARK + {one}"
    for one in sorted(before.marks - after.marks):
        yield f"MARK - {one}"


def _shown(letter: EmailMessage) -> str:
    files = [str(one.get_filename()) for one in letter.iter_attachments()]
    return (
        f"LETTER {_kind(letter)} -> {letter['To']}: {letter['Subject']} {files or ''}\n    {text_of(letter)[:_LONGEST]}"
    )


def _reason(house: House) -> str:
    mails = _season(house).arrivals
    return f"READ {mails[-1].verdict}: {mails[-1].reason}" if mails else "READ nothing"


def play(scene: Spec, folder: Path) -> Iterator[str]:
    with place(folder, scene.get("roster", ())) as built:
        house = built.house
        house.now = moment(scene.get("begins", "13/8 9:00"))
        house.tick()
        for one in sorted(scene.get("before", ()), key=lambda one: moment(one.get("at", "14/8 10:00"))):
            _pass_by(house, moment(one.get("at", "14/8 10:00")))
            _deliver(house, one)
            if not one.get("together"):
                house.tick()
        now = moment(scene.get("now", "22/8 14:30"))
        _pass_by(house, now)
        yield f"\n# {scene['name']}\n"
        if scene.get("show"):
            yield from (_shown(one) for one in _letters(house)[-scene["show"] :])
        if scene.get("fresh"):
            built.keep()
        letters: dict[str, int] = {}
        for item in scene["items"]:
            if scene.get("fresh"):
                built.put_back(now)
            if "at" in item:
                house.now = max(house.now, moment(item["at"]))
            before, sent = _state(house), len(house.letters)
            yield f"\n## {item['id']} ({item['from']}) {item.get('subject', '')!r}: {item.get('body', '')[:300]!r}"
            yield _deliver(house, item)
            house.tick()
            house.tick(minutes=6)
            yield _reason(house)
            yield from _told(before, _state(house))
            yield from (_shown(one) for one in _letters(house)[sent:])
            letters[item["id"]] = len(house.letters)
            if scene.get("fresh"):
                yield from _afterwards(house, scene)
        if not scene.get("fresh"):
            yield "\n## Afterwards"
            yield from _afterwards(house, scene)


def _afterwards(house: House, scene: Spec) -> Iterator[str]:
    """Who is reminded until the next working days."""
    sent = len(house.letters)
    _pass_by(house, moment(scene.get("until", "26/8 8:05")))
    for one in _letters(house)[sent:]:
        kind = _kind(one)
        if kind in ("reminder", "overdue", "undecided", "decision", "reply", "invitation"):
            yield f"AFTER {kind} -> {one['To']}: {one['Subject']}"


def main(scenes: Path, out: Path, wanted: Sequence[str]) -> None:
    with lending(), out.open("w", encoding="utf-8") as written, tempfile.TemporaryDirectory() as folder:
        for number, scene in enumerate(json.loads(scenes.read_text(encoding="utf-8"))):
            if wanted and scene["name"] not in wanted:
                continue
            for line in play(scene, Path(folder) / str(number)):
                if line:
                    written.write(f"{line}\n")
                    written.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
