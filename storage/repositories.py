"""Repositories: the tables in the words of the domain. None of them commits; the unit of work does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, insert
from sqlalchemy.orm import Mapped, defer
from sqlmodel import Session, SQLModel, col, delete, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from rules.filed import KINDS, FiledMail
from rules.letter_kind import ACKNOWLEDGEMENT, RECEIPT, RECEIPTS, letter_kind
from rules.letters.letter import LetterOrder
from rules.letters.retry import LONGEST
from rules.post.caps import Sending
from rules.season import ArrivalFacts, LetterFacts, LetterState, Question, Undelivered
from rules.submission import Version
from rules.trace import OUT_OF_OFFICE, Step
from storage.mapping import (
    FACTS_OF_A_FILED_MAIL,
    FACTS_OF_A_LETTER,
    FACTS_OF_AN_ARRIVAL,
    arrival_from_row,
    filed_from_row,
    letter_from_row,
    question_from_row,
    question_to_row,
    receipt_from_row,
    receipt_to_row,
    version_from_row,
    version_to_row,
)
from storage.tables import (
    ArrivalRow,
    BounceRow,
    EventRow,
    FactRow,
    FileRow,
    FolderRow,
    LetterRow,
    LocationRow,
    QuestionRow,
    ReadingRow,
    ReceiptRow,
    RulingRow,
    VersionRow,
)
from storage.values import (
    Event,
    FileNote,
    KeptLetter,
    KeptMail,
    LastWord,
    Location,
    Met,
    NewLetter,
    ReceiptsWaiting,
    Seen,
    Settled,
    Waiting,
    Written,
    event_of,
    known,
    letter_of,
    location_of,
    mail_of,
)

ROWS_AT_ONCE = 500  # of a table of unknown length: a row is an object of several kilobytes while it is looked at


def _arrival(seen: Seen) -> dict[str, Any]:
    row = ArrivalRow(
        account=seen.account,
        digest=seen.digest,
        size=seen.size,
        message_id=seen.message_id,
        arrived_at=seen.arrived_at,
        folder=seen.folder,
        head=seen.head,
    )
    return _columns(row)


def _columns(row: SQLModel) -> dict[str, Any]:
    """Of a row that is new, for a statement that inserts several."""
    return row.model_dump(exclude={"id"})


class Arrivals:
    """Mails: noted once by their bytes, claimed, and settled."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._latest: ArrivalRow | None = None  # held, since a session forgets rows that nobody holds

    def watermark(self, account: str, folder: str, uidvalidity: int) -> int:
        """The highest UID that is stored; 0 where the folder is new or its UIDVALIDITY changed (RFC 9051, 2.3.1.1)."""
        row = self.session.get(FolderRow, (account, folder))
        return row.watermark if row is not None and row.uidvalidity == uidvalidity else 0

    def set_watermark(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        row = self.session.get(FolderRow, (account, folder))
        if row is None:
            row = FolderRow(account=account, name=folder, uidvalidity=uidvalidity)
        if row.uidvalidity != uidvalidity:
            row.uidvalidity, row.watermark = uidvalidity, 0
        row.watermark = max(row.watermark, uid)
        self.session.add(row)

    def lower_watermark(self, account: str, folder: str, uid: int) -> None:
        """Read again from above `uid`: the daily comparison found mails that are not known."""
        row = self.session.get_one(FolderRow, (account, folder))
        row.watermark = uid
        self.session.add(row)

    def note(self, seen: Seen) -> bool:
        """Note a mail whose bytes are on disk. True where its bytes are new; a second place of the same mail is not."""
        return self.note_all([seen]) == 1

    def note_all(self, seen: Sequence[Seen]) -> int:
        """The same for mails of one folder under one UIDVALIDITY, in four statements; how many have new bytes."""
        if not seen:
            return 0
        place = {"account": seen[0].account, "folder": seen[0].folder, "uidvalidity": seen[0].uidvalidity}
        here = select(LocationRow.uid).filter_by(**place).where(col(LocationRow.uid).in_([one.uid for one in seen]))
        known_here = set(self.session.exec(here))
        fresh = list({one.uid: one for one in seen if one.uid not in known_here}.values())
        same = select(ArrivalRow).where(ArrivalRow.account == seen[0].account)
        same = same.where(col(ArrivalRow.digest).in_({one.digest for one in fresh}))
        met = {row.digest: row for row in self.session.exec(same)}
        new: dict[str, dict[str, Any]] = {}
        for one in fresh:
            row = met.get(one.digest)
            if row is None:
                noted = new.setdefault(one.digest, _arrival(one))
                noted["arrived_at"] = min(noted["arrived_at"], one.arrived_at)
                continue
            if row.state == "arrived":
                row.arrived_at = min(row.arrived_at, one.arrived_at)
            row.head = row.head or one.head
        numbers = {digest: row.id for digest, row in met.items()}
        if new:
            self.session.execute(insert(ArrivalRow), list(new.values()))
            columns = select(ArrivalRow.digest, ArrivalRow.id).where(ArrivalRow.account == seen[0].account)
            numbers |= dict(self.session.exec(columns.where(col(ArrivalRow.digest).in_(new))).all())
        places = [place | {"uid": one.uid, "arrival_id": numbers[one.digest]} for one in fresh]
        if places:
            self.session.execute(insert(LocationRow), places)
        return len(new)

    def knows_any(self, account: str) -> bool:
        """Whether any mail of the account is known."""
        return self.session.exec(select(ArrivalRow.id).where(ArrivalRow.account == account)).first() is not None

    def of_heads(self, account: str, heads: Collection[str]) -> list[Met]:
        """Those with one of these headers."""
        columns = select(ArrivalRow.digest, ArrivalRow.size, ArrivalRow.head, ArrivalRow.arrived_at)
        rows = self.session.exec(columns.where(ArrivalRow.account == account, col(ArrivalRow.head).in_(heads)))
        return [Met(digest, size, head or "", arrived_at) for digest, size, head, arrived_at in rows]

    def without_head(self, account: str, limit: int) -> dict[int, str]:
        """Digests of mails that were stored before headers were known, by number; of those whose bytes are kept."""
        wanted = select(ArrivalRow.id, ArrivalRow.digest).where(
            ArrivalRow.account == account, col(ArrivalRow.head).is_(None), col(ArrivalRow.forgotten_at).is_(None)
        )
        rows = self.session.exec(wanted.order_by(col(ArrivalRow.id)).limit(limit))
        return {known(number): digest for number, digest in rows}

    def know_heads(self, heads: Mapping[int, str]) -> None:
        """By number of the mail; "": its bytes cannot be read."""
        for number, head in heads.items():
            row = self.session.get_one(ArrivalRow, number)
            row.head = head
            self.session.add(row)

    def forgotten(self, account: str, digests: Sequence[str]) -> set[str]:
        """Those of some mails whose bytes must not be kept here (again)."""
        return set(
            self.session.exec(
                select(ArrivalRow.digest).where(
                    ArrivalRow.account == account,
                    col(ArrivalRow.digest).in_(digests),
                    col(ArrivalRow.forgotten_at).is_not(None),
                )
            )
        )

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        return set(
            self.session.exec(
                select(LocationRow.uid).where(
                    LocationRow.account == account,
                    LocationRow.folder == folder,
                    LocationRow.uidvalidity == uidvalidity,
                )
            )
        )

    def waiting(self, now: datetime, limit: int = 1000) -> list[int]:
        """Ids of mails to be handled now, in order of arrival."""
        statement = (
            select(ArrivalRow.id)
            .where(ArrivalRow.state == "arrived", _tried(col(ArrivalRow.next_try_at), now))
            .order_by(col(ArrivalRow.arrived_at), col(ArrivalRow.id))
            .limit(limit)
        )
        return [known(number) for number in self.session.exec(statement)]

    def how_many_wait(self) -> int:
        """Mails that are not handled yet, whenever their turn is."""
        return self.session.exec(select(func.count()).where(ArrivalRow.state == "arrived")).one()

    def queue(self, now: datetime, limit: int = 2000) -> list[Waiting]:
        """The same with what their order depends on."""
        statement = (
            select(ArrivalRow.id, ArrivalRow.tries, ArrivalRow.digest)
            .where(ArrivalRow.state == "arrived", _tried(col(ArrivalRow.next_try_at), now))
            .order_by(col(ArrivalRow.arrived_at), col(ArrivalRow.id))
            .limit(limit)
        )
        return [Waiting(known(number), tries, digest) for number, tries, digest in self.session.exec(statement)]

    def give_back(self, arrival: int, until: datetime | None = None) -> None:
        """It has not had its turn: the try does not count."""
        row = self._row(arrival)
        row.tries, row.next_try_at = row.tries - 1, until
        self.session.add(row)

    def _row(self, arrival: int) -> ArrivalRow:
        self._latest = self.session.get_one(ArrivalRow, arrival)
        return self._latest

    def mail(self, arrival: int) -> KeptMail:
        return mail_of(self._row(arrival))

    def with_namesakes(self, arrival: int, message_id: str | None) -> tuple[KeptMail, tuple[int, ...]]:
        """A mail, and others that were handled and bear the same Message-ID: other bytes, so other mails."""
        here = col(ArrivalRow.id) == arrival
        if message_id is not None:
            here = or_(here, col(ArrivalRow.message_id) == message_id)
        rows = list(self.session.exec(select(ArrivalRow).where(here).order_by(col(ArrivalRow.id))))
        (self._latest,) = (row for row in rows if row.id == arrival)
        return mail_of(self._latest), tuple(known(row.id) for row in rows if row.id != arrival)

    def digests(self, arrivals: Iterable[int]) -> dict[int, str]:
        """The names of the archived bytes of some mails."""
        wanted = set(arrivals)
        rows = self.session.exec(select(ArrivalRow.id, ArrivalRow.digest))
        return {known(number): digest for number, digest in rows if number in wanted}

    def claim(self, arrivals: Collection[int]) -> None:
        """One more try of each begins. Committed before the work, so that a crash is counted."""
        if arrivals:
            tried = update(ArrivalRow).where(col(ArrivalRow.id).in_(arrivals))
            self.session.exec(tried.values(tries=col(ArrivalRow.tries) + 1))

    def opened(self, arrival: int, arrived_at: datetime, message_id: str | None) -> None:
        """What the mail itself tells of its way."""
        row = self._row(arrival)
        row.arrived_at, row.message_id = arrived_at, message_id
        self.session.add(row)

    def settle(self, arrival: int, decided: Settled, at: datetime) -> None:
        """Decided; the moment of the first time stays."""
        row = self._row(arrival)
        row.state, row.verdict, row.reason, row.next_try_at = "done", decided.verdict, decided.reason, None
        row.handled_at = row.handled_at or at
        row.before_go_live, row.official, row.signed = decided.before_go_live, decided.official, decided.signed
        if decided.quoted is not None:
            quoted = decided.quoted
            row.subject, row.sender, row.sender_name = quoted.subject, quoted.sender, quoted.sender_name
        if decided.secret:
            row.forgotten_at = at
        self.session.add(row)

    def forget(self, arrivals: Sequence[int], at: datetime) -> list[KeptMail]:
        """Their bytes go, and what was noted of their files; their verdicts stay."""
        statement = select(ArrivalRow).where(col(ArrivalRow.id).in_(arrivals)).order_by(col(ArrivalRow.id))
        rows = list(self.session.exec(statement))
        for row in rows:
            row.forgotten_at = at
        self.session.exec(delete(FileRow).where(col(FileRow.arrival_id).in_(arrivals)))
        return [mail_of(row) for row in rows]

    def later(self, arrival: int, reason: str, at: datetime) -> None:
        row = self._row(arrival)
        row.next_try_at, row.reason = at, reason
        self.session.add(row)

    def hold(self, arrival: int, reason: str) -> None:
        row = self._row(arrival)
        row.state, row.reason, row.next_try_at = "held", reason, None
        self.session.add(row)

    def requeue(self, arrival: int) -> None:
        """Handle again from the archive, with three fresh tries."""
        row = self._row(arrival)
        row.state, row.tries, row.next_try_at = "arrived", 0, None
        self.session.add(row)

    def held(self) -> list[ArrivalFacts]:
        rows = self.session.exec(select(ArrivalRow).where(ArrivalRow.state == "held").order_by(col(ArrivalRow.id)))
        return [arrival_from_row(row) for row in rows]

    def keep_files(self, arrival: int, files: Iterable[FileNote], *, first: bool = False) -> None:
        """What was found in the mail; a second handling replaces the first. `first`: nothing was kept before."""
        if not first:
            self.session.exec(delete(FileRow).where(col(FileRow.arrival_id) == arrival))
        rows = [{"arrival_id": arrival, **asdict(file)} for file in files]
        if rows:
            self.session.execute(insert(FileRow), rows)

    def files(self, arrival: int) -> list[FileNote]:
        rows = self.session.exec(select(FileRow).where(FileRow.arrival_id == arrival).order_by(col(FileRow.id)))
        return [FileNote(row.name, row.digest, row.size, row.kind, row.reason, row.attached) for row in rows]

    def files_by_arrival(self) -> dict[int, list[FileNote]]:
        """Those of every mail, by the mail, in one statement."""
        found: dict[int, list[FileNote]] = {}
        columns: Any = select(*(getattr(FileRow, name) for name in ("arrival_id", *FileNote.__slots__)))
        for number, *file in self.session.exec(columns.order_by(col(FileRow.id))):
            found.setdefault(number, []).append(FileNote(*file))
        return found

    def with_files_of_kind(self, kind: str) -> list[int]:
        """Ids of mails with a file that was judged to be of this kind, and whose bytes are kept."""
        statement = (
            select(ArrivalRow.id)
            .join(FileRow, col(FileRow.arrival_id) == col(ArrivalRow.id))
            .where(FileRow.kind == kind, ArrivalRow.state == "done", col(ArrivalRow.forgotten_at).is_(None))
            .distinct()
            .order_by(col(ArrivalRow.id))
        )
        return [known(number) for number in self.session.exec(statement)]

    def senders(self, numbers: Collection[int]) -> dict[int, str]:
        """Addresses of senders, lower case, by mail; "" of mail that is not ours."""
        if not numbers:
            return {}
        rows = self.session.exec(select(ArrivalRow.id, ArrivalRow.sender).where(col(ArrivalRow.id).in_(numbers)))
        return {known(number): sender.lower() for number, sender in rows}

    def facts(self, numbers: Collection[int] | None = None) -> tuple[ArrivalFacts, ...]:
        """Every mail in order of arrival, or those of some numbers."""
        if numbers is not None and not numbers:
            return ()
        names: dict[int, list[str]] = {}
        files = select(FileRow.arrival_id, FileRow.name).where(FileRow.attached).order_by(col(FileRow.id))
        columns: Any = select(*(getattr(ArrivalRow, name) for name in FACTS_OF_AN_ARRIVAL))
        statement = columns.order_by(col(ArrivalRow.arrived_at), col(ArrivalRow.id))
        if numbers is not None:
            files = files.where(col(FileRow.arrival_id).in_(numbers))
            statement = statement.where(col(ArrivalRow.id).in_(numbers))
        for arrival, name in self.session.exec(files):
            names.setdefault(arrival, []).append(name)
        rows = self.session.exec(statement.execution_options(yield_per=ROWS_AT_ONCE))
        return tuple(
            arrival_from_row(row, tuple(names.get(known(row.id), ())) if row.verdict != "other" else ()) for row in rows
        )

    def noted_after(self, number: int, others: Collection[int] = ()) -> tuple[list[ArrivalFacts], list[FiledMail]]:
        """Mails noted after one, and some others: each as what it is to a season."""
        here = _later_or_of(col(ArrivalRow.id), number, others)
        names: dict[int, list[str]] = {}
        of_them = _later_or_of(col(FileRow.arrival_id), number, others)
        files = select(FileRow.arrival_id, FileRow.name).where(FileRow.attached, of_them)
        for arrival, name in self.session.exec(files.order_by(col(FileRow.id))):
            names.setdefault(arrival, []).append(name)
        columns: Any = select(*(getattr(ArrivalRow, name) for name in FACTS_OF_AN_ARRIVAL)).where(here, ~_FILED)
        found = [
            arrival_from_row(row, tuple(names.get(row.id, ())) if row.verdict != "other" else ())
            for row in self.session.exec(columns.execution_options(yield_per=ROWS_AT_ONCE))
        ]
        short: Any = select(*(getattr(ArrivalRow, name) for name in FACTS_OF_A_FILED_MAIL)).where(here, _FILED)
        filed = [filed_from_row(row) for row in self.session.exec(short.execution_options(yield_per=ROWS_AT_ONCE))]
        return found, filed

    def latest(self, limit: int) -> list[str]:
        """Digests of the mails that arrived last."""
        statement = select(ArrivalRow.digest).where(col(ArrivalRow.forgotten_at).is_(None))
        return list(self.session.exec(statement.order_by(col(ArrivalRow.arrived_at).desc()).limit(limit)))

    def last_moment(self) -> datetime | None:
        """When the newest mail arrived, by the server's clock."""
        return self.session.exec(select(func.max(ArrivalRow.arrived_at))).first()

    def secret_digests(self) -> list[str]:
        """Mails that were let go although they are the campaign's business: only state secrets are."""
        return list(
            self.session.exec(
                select(ArrivalRow.digest).where(
                    ArrivalRow.verdict == "unclear", col(ArrivalRow.forgotten_at).is_not(None)
                )
            )
        )

    def forgettable(self, before: datetime) -> list[int]:
        """Mail that is not ours, arrived before that moment, whose bytes are still kept."""
        statement = select(ArrivalRow.id).where(
            ArrivalRow.verdict == "other",
            ArrivalRow.state == "done",
            col(ArrivalRow.forgotten_at).is_(None),
            col(ArrivalRow.arrived_at) < before,
        )
        return [known(number) for number in self.session.exec(statement.order_by(col(ArrivalRow.id)))]

    def all_digests(self) -> set[str]:
        """Of every mail that was ever noted."""
        return set(self.session.exec(select(ArrivalRow.digest)))

    def note_archived(self, account: str, digest: str, size: int, arrived_at: datetime) -> None:
        """A mail that only the archive has."""
        row = ArrivalRow(account=account, digest=digest, size=size, arrived_at=arrived_at, folder="")
        self.session.add(row)

    def kept(self) -> dict[str, int]:
        """Digest and number of every mail whose bytes should be in the archive."""
        statement = select(ArrivalRow.digest, ArrivalRow.id).where(col(ArrivalRow.forgotten_at).is_(None))
        return {digest: known(number) for digest, number in self.session.exec(statement)}

    def places(self, digest: str) -> list[Location]:
        """Where a mail was seen."""
        of_mail = select(LocationRow).join(ArrivalRow, col(ArrivalRow.id) == col(LocationRow.arrival_id))
        return [location_of(row) for row in self.session.exec(of_mail.where(ArrivalRow.digest == digest))]

    def locations(self) -> list[tuple[Location, KeptMail]]:
        """Every place on the server with the mail that was seen there."""
        rows = self.session.exec(
            select(LocationRow, ArrivalRow)
            .join(ArrivalRow, col(ArrivalRow.id) == col(LocationRow.arrival_id))
            .order_by(col(LocationRow.folder), col(LocationRow.uidvalidity), col(LocationRow.uid))
        )
        return [(location_of(location), mail_of(arrival)) for location, arrival in rows]

    def find(self, text: str) -> KeptMail | None:
        """By number, Message-ID or the beginning of the digest."""
        if text.isdecimal() and len(text) < 12:
            row = self.session.get(ArrivalRow, int(text))
        else:
            by_digest = col(ArrivalRow.digest).startswith(text, autoescape=True)
            row = self.session.exec(select(ArrivalRow).where(or_(ArrivalRow.message_id == text, by_digest))).first()
        return mail_of(row) if row else None


class Submissions:
    """What units have sent, as it was read: a mail that is read again keeps its earlier readings."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    def read(self, units: Sequence[str] | None = None, arrivals: Collection[int] = ()) -> tuple[Version, ...]:
        """Every reading in order of arrival, or what was read for some units and of some mails."""
        statement = select(VersionRow).where(VersionRow.campaign == self.campaign)
        if units is not None:
            statement = statement.where(or_(col(VersionRow.unit).in_(units), col(VersionRow.arrival_id).in_(arrivals)))
        return self._versions(statement)

    def read_after(self, reading: int) -> set[int]:
        """Mails that were read once more after this reading."""
        statement = select(ReadingRow.arrival_id).where(col(ReadingRow.id) > reading)
        return set(self.session.exec(statement.where(ReadingRow.campaign == self.campaign)))

    def of_arrival(self, arrival: int) -> tuple[Version, ...]:
        """The latest reading of a mail."""
        found = self._versions(select(VersionRow).where(VersionRow.arrival_id == arrival))
        return tuple(one for one in found if one.superseded_at is None)

    def other_campaigns(self) -> list[str]:
        """Codes of every other campaign in this database."""
        statement = select(VersionRow.campaign).where(VersionRow.campaign != self.campaign).distinct()
        return sorted(self.session.exec(statement))

    def keep(self, arrival: int, versions: Sequence[Version], at: datetime, *, first: bool = False) -> bool:
        """What a mail gave when it was read now. False where it reads as before: then nothing is kept. `first`: it was
        never read before."""
        before = () if first else self.of_arrival(arrival)
        if [_content(one) for one in before] == [_content(one) for one in versions]:
            return False
        reading = ReadingRow(campaign=self.campaign, arrival_id=arrival, at=at)
        self.session.add(reading)
        self.session.flush()
        rows = [version_to_row(one, self.campaign, known(reading.id)) for one in versions]
        if rows:
            self.session.execute(insert(VersionRow), list(map(_columns, rows)))
        return True

    def _versions(self, statement: SelectOfScalar[VersionRow]) -> tuple[Version, ...]:
        ordered = statement.order_by(col(VersionRow.arrived_at), col(VersionRow.arrival_id), col(VersionRow.id))
        rows = list(self.session.exec(ordered))
        readings = self._readings({row.arrival_id for row in rows}) if rows else {}
        return tuple(version_from_row(row, *readings[row.reading_id]) for row in rows)

    def _readings(self, arrivals: Collection[int]) -> dict[int, tuple[datetime, datetime | None]]:
        """By reading: when it was made, and when the next one of the same mail was."""
        statement = select(ReadingRow).where(col(ReadingRow.arrival_id).in_(arrivals)).order_by(col(ReadingRow.id))
        found: dict[int, tuple[datetime, datetime | None]] = {}
        latest: dict[tuple[str, int], int] = {}
        for row in self.session.exec(statement):
            place = (row.campaign, row.arrival_id)
            if place in latest:
                found[latest[place]] = (found[latest[place]][0], row.at)
            latest[place] = known(row.id)
            found[known(row.id)] = (row.at, None)
        return found


def _content(version: Version) -> Version:
    """What was read, whenever that was and under whatever number it is kept."""
    return replace(version, id=0, read_at=None, superseded_at=None)


class Letters:
    """The outbox."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    def has(self, key: str) -> bool:
        return self.session.exec(select(LetterRow.id).where(LetterRow.key == key)).first() is not None

    def add(self, letter: NewLetter) -> int:
        """Queue a letter whose key is new. The caller asks `has` first; the constraint is the last word."""
        row = LetterRow(
            campaign=self.campaign,
            kind=letter.kind.name,
            key=letter.key,
            unit=letter.unit,
            stage=letter.stage,
            batch=letter.batch,
            recipients=list(letter.recipients),
            subject=letter.subject,
            message_id=letter.message_id,
            raw=letter.raw,
            arrival_id=letter.arrival,
            state="waiting" if letter.waits else "queued",
            created_at=letter.created_at,
            not_before=letter.not_before,
            items=list(letter.items),
        )
        self.session.add(row)
        self.session.flush()
        return known(row.id)

    def _row(self, letter: int) -> LetterRow:
        """What is posted is fetched when it is looked at."""
        return self.session.get_one(LetterRow, letter, options=[_NO_BYTES])

    def letter(self, letter: int) -> KeptLetter:
        return letter_of(self._row(letter))

    def raw(self, letter: int) -> bytes:
        """What is posted."""
        return self.session.get_one(LetterRow, letter).raw

    def waiting(self, now: datetime, limit: int = 5000) -> list[LetterFacts]:
        """Letters to post now. Those in state "sending" were cut off by a crash and come first; those to strangers,
        of which anybody can cause as many as he likes, come last."""
        statement = (
            self._facts()
            .where(
                col(LetterRow.state).in_(("queued", "sending")),
                _tried(col(LetterRow.next_try_at), now),
                _due(col(LetterRow.not_before), now),
            )
            .order_by(
                col(LetterRow.state).desc(),
                case((col(LetterRow.kind) == ACKNOWLEDGEMENT.name, 1), else_=0),
                col(LetterRow.id),
            )
            .limit(limit)
        )
        return [letter_from_row(row) for row in self.session.exec(statement)]

    def put_off(self, letter: int, until: datetime) -> None:
        """It leaves at this moment at the earliest."""
        row = self._row(letter)
        row.not_before = until
        self.session.add(row)

    def raws(self, letters: Collection[int]) -> dict[int, bytes]:
        """What is posted of some letters, by their numbers."""
        rows = self.session.exec(select(LetterRow.id, LetterRow.raw).where(col(LetterRow.id).in_(letters)))
        return {known(number): raw for number, raw in rows}

    def claim(self, letters: Collection[int]) -> None:
        """They begin to leave."""
        begun = update(LetterRow).where(col(LetterRow.id).in_(letters))
        self.session.exec(begun.values(state="sending", tries=col(LetterRow.tries) + 1))

    def not_left(self, letters: Collection[int]) -> None:
        """It was not their turn: they are queued as before."""
        here = update(LetterRow).where(col(LetterRow.id).in_(letters), col(LetterRow.state) == "sending")
        self.session.exec(here.values(state="queued", tries=col(LetterRow.tries) - 1))

    def tried(self, letter: int, tries: int) -> None:
        """So often by now."""
        self.session.exec(update(LetterRow).where(col(LetterRow.id) == letter).values(tries=tries))

    def settle(
        self, letter: int, state: LetterState, at: datetime, note: str = "", next_try_at: datetime | None = None
    ) -> None:
        sent = {"sent_at": at} if state == "sent" else {}
        settled = update(LetterRow).where(col(LetterRow.id) == letter)
        self.session.exec(settled.values(state=state, note=note, next_try_at=next_try_at, **sent))

    def held(self) -> list[KeptLetter]:
        """Letters that wait for a person to say whether they leave."""
        statement = self._without_bytes().where(LetterRow.state == "held").order_by(col(LetterRow.id))
        return [letter_of(row) for row in self.session.exec(statement)]

    def released(self, letter: int) -> None:
        """A person has looked at a held letter: its tries begin anew."""
        row = self._row(letter)
        row.tries = 0
        self.session.add(row)

    def named(self, key: str) -> LetterFacts:
        """The letter of this key."""
        return letter_from_row(self.session.exec(self._facts().where(LetterRow.key == key)).one())

    def unsettled(self) -> list[LetterFacts]:
        """Letters that would still leave, or that wait for a person to release them."""
        statement = self._facts().where(col(LetterRow.state).in_(("waiting", "queued", "sending")))
        return [letter_from_row(row) for row in self.session.exec(statement.order_by(col(LetterRow.id)))]

    def batch(self, batch: str) -> list[LetterFacts]:
        statement = self._facts().where(LetterRow.batch == batch).order_by(col(LetterRow.id))
        return [letter_from_row(row) for row in self.session.exec(statement)]

    def facts(self, message_ids: Sequence[str] | None = None) -> tuple[LetterFacts, ...]:
        """Every letter in the order of writing, or those of some Message-IDs."""
        statement = self._facts().where(LetterRow.campaign == self.campaign).order_by(col(LetterRow.id))
        if message_ids is not None:
            statement = statement.where(col(LetterRow.message_id).in_(message_ids))
        return tuple(letter_from_row(row) for row in self.session.exec(statement))

    def written_after(self, number: int, others: Collection[int] = ()) -> list[LetterFacts]:
        """Letters written after one, and some others, in the order of writing."""
        here = _later_or_of(col(LetterRow.id), number, others)
        statement = self._facts().where(LetterRow.campaign == self.campaign, here).order_by(col(LetterRow.id))
        return [letter_from_row(row) for row in self.session.exec(statement)]

    def find(self, letter: int) -> KeptLetter | None:
        row = self.session.get(LetterRow, letter, options=[_NO_BYTES])
        return letter_of(row) if row is not None and row.campaign == self.campaign else None

    def listed(self, limit: int, unit: str | None = None, state: str = "") -> list[KeptLetter]:
        """Newest first, those of a unit or in a state where one is named."""
        statement = self._without_bytes().where(LetterRow.campaign == self.campaign).limit(limit)
        if unit is not None:
            statement = statement.where(LetterRow.unit == unit)
        if state:
            statement = statement.where(LetterRow.state == state)
        return [letter_of(row) for row in self.session.exec(statement.order_by(col(LetterRow.id).desc()))]

    def by_arrival(self) -> dict[int, list[KeptLetter]]:
        """The letters that answer a mail, by the mail."""
        statement = self._without_bytes().where(col(LetterRow.arrival_id).is_not(None)).order_by(col(LetterRow.id))
        letters: dict[int, list[KeptLetter]] = {}
        for row in self.session.exec(statement):
            letters.setdefault(row.arrival_id or 0, []).append(letter_of(row))
        joined = select(ReceiptRow.arrival_id, ReceiptRow.letter_id).where(col(ReceiptRow.letter_id).is_not(None))
        for arrival, letter in self.session.exec(joined.order_by(col(ReceiptRow.id))):
            answer = self.letter(known(letter))
            if answer not in letters.setdefault(arrival, []):
                letters[arrival].append(answer)
        return letters

    def _without_bytes(self) -> SelectOfScalar[LetterRow]:
        """Letters without what is posted, which may be megabytes each and is looked at only when posting."""
        return select(LetterRow).options(_NO_BYTES)

    @staticmethod
    def _facts() -> Any:
        """What `letter_from_row` needs, as columns: every tick reads all letters."""
        return select(*(getattr(LetterRow, name) for name in FACTS_OF_A_LETTER))

    def is_ours(self, message_id: str) -> bool:
        return self.session.exec(select(LetterRow.id).where(LetterRow.message_id == message_id)).first() is not None

    def keep_undelivered(self, arrival: int | None, found: Iterable[Undelivered], *, first: bool = False) -> None:
        """What a report says, or (None) what the server said at once. A second handling of a report replaces the
        first. `first`: it is the first one."""
        if arrival is not None and not first:
            self.session.exec(delete(BounceRow).where(col(BounceRow.arrival_id) == arrival))
        for one in found:
            row = BounceRow(
                arrival_id=arrival, letter_id=one.letter, address=one.address, permanent=one.permanent, at=one.at
            )
            self.session.add(row)

    def undelivered(self) -> tuple[Undelivered, ...]:
        rows = self.session.exec(select(BounceRow).order_by(col(BounceRow.at), col(BounceRow.id)))
        return tuple(Undelivered(row.letter_id, row.address, row.permanent, row.at) for row in rows)

    def sent_since(self, moment: datetime) -> list[Sending]:
        """What left since then, in order."""
        columns: Any = (LetterRow.recipients, LetterRow.kind, LetterRow.sent_at, LetterRow.unit, ArrivalRow.sender)
        statement = (
            select(*columns)
            .join(ArrivalRow, col(ArrivalRow.id) == col(LetterRow.arrival_id), isouter=True)
            .where(LetterRow.state == "sent", col(LetterRow.sent_at) >= moment)
            .order_by(col(LetterRow.sent_at), col(LetterRow.id))
        )
        rows = self.session.exec(statement)
        return [Sending(tuple(to), letter_kind(kind), at, unit, cause or "") for to, kind, at, unit, cause in rows]

    def causes(self) -> dict[int, str]:
        """Who wrote the mails that the letters to be posted answer, by letter."""
        statement = (
            select(LetterRow.id, ArrivalRow.sender)
            .join(ArrivalRow, col(ArrivalRow.id) == col(LetterRow.arrival_id))
            .where(col(LetterRow.state).in_(("queued", "sending")))
        )
        return {known(letter): sender for letter, sender in self.session.exec(statement)}

    def receipts_to(self, address: str, after: datetime, key: str) -> Written:
        """The receipts to an address that were written since then, and what has yet to leave, whenever it was written:
        a cap is reached, or no letter may leave at all. `key`: of the letter that may be known already."""
        unsent = (LetterRow.state == "queued") & (LetterRow.tries == 0)
        receipts = col(LetterRow.kind).in_((RECEIPT.name, RECEIPTS.name)) & (
            (col(LetterRow.created_at) > after) | unsent
        )
        columns: Any = (LetterRow.key, LetterRow.recipients, LetterRow.created_at, unsent)
        statement = select(*columns).where(or_(receipts, LetterRow.key == key)).order_by(col(LetterRow.created_at))
        rows = list(self.session.exec(statement))
        found = [row[2:] for row in rows if row[1] and row[1][0].lower() == address.lower()]
        moments = [at for at, _ in found if at > after]
        return Written(any(row[0] == key for row in rows), moments, any(waits for _, waits in found))


class Receipts:
    """Receipts that wait for others to the same address."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    def to(self, address: str, key: str) -> ReceiptsWaiting:
        """Those to an address that wait. `key`: of the one that may be known already."""
        here = and_(col(ReceiptRow.address) == address.lower(), col(ReceiptRow.letter_id).is_(None))
        statement = select(ReceiptRow.key, ReceiptRow.due_at, ReceiptRow.letter_id, ReceiptRow.address)
        rows = list(self.session.exec(statement.where(or_(here, col(ReceiptRow.key) == key))))
        waiting = (due for _, due, letter, to in rows if letter is None and to == address.lower())
        return ReceiptsWaiting(any(found == key for found, *_ in rows), min(waiting, default=None))

    def add(self, order: LetterOrder, due_at: datetime) -> None:
        self.session.add(receipt_to_row(order, self.campaign, due_at))
        self.session.flush()

    def addresses(self, now: datetime) -> list[str]:
        """To which receipts are due by now."""
        statement = select(ReceiptRow.address).where(
            col(ReceiptRow.letter_id).is_(None), _due(col(ReceiptRow.due_at), now)
        )
        return sorted(set(self.session.exec(statement)))

    def due_to(self, now: datetime) -> list[str]:
        """The same without those to which a receipt has yet to leave: what comes meanwhile joins the next one."""
        due = self.addresses(now)
        return sorted({*due} - self._unsent()) if due else []

    def next_due(self) -> datetime | None:
        statement = select(ReceiptRow.address, ReceiptRow.due_at).where(col(ReceiptRow.letter_id).is_(None))
        unsent = self._unsent()
        return min((due for address, due in self.session.exec(statement) if address not in unsent), default=None)

    def _unsent(self) -> set[str]:
        """Addresses to which a receipt is queued and was not tried; one that the server refused holds nobody up."""
        statement = select(LetterRow.recipients).where(
            col(LetterRow.kind).in_((RECEIPT.name, RECEIPTS.name)), LetterRow.state == "queued", LetterRow.tries == 0
        )
        return {to[0].lower() for to in self.session.exec(statement) if to}

    def waiting(self, address: str) -> list[LetterOrder]:
        """In the order of arrival."""
        rows = self.session.exec(self._waiting(address).order_by(col(ReceiptRow.arrival_id), col(ReceiptRow.id)))
        return [receipt_from_row(row) for row in rows]

    def answered(self, address: str, key: str) -> None:
        """The letter with this key answers all that waited."""
        letter = self.session.exec(select(LetterRow.id).where(LetterRow.key == key)).one()
        for row in self.session.exec(self._waiting(address)):
            row.letter_id = letter
            self.session.add(row)

    @staticmethod
    def _waiting(address: str) -> SelectOfScalar[ReceiptRow]:
        return select(ReceiptRow).where(ReceiptRow.address == address.lower(), col(ReceiptRow.letter_id).is_(None))


class Questions:
    """What only a person can decide; the answers are rulings."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    def ask(self, question: Question, arrival: int | None, at: datetime) -> None:
        """Once: the same key is not asked again."""
        self.ask_all((question,), arrival, at)

    def ask_all(self, questions: Sequence[Question], arrival: int | None, at: datetime) -> None:
        """Each once, in two statements."""
        if not questions:
            return
        keys = [question.key for question in questions]
        asked = set(self.session.exec(select(QuestionRow.key).where(col(QuestionRow.key).in_(keys))))
        fresh: dict[str, Question] = {}
        for question in questions:
            if question.key not in asked:
                fresh.setdefault(question.key, question)
        if fresh:
            rows = (question_to_row(one, self.campaign, arrival, at) for one in fresh.values())
            self.session.execute(insert(QuestionRow), list(map(_columns, rows)))

    def asked(self, after: int = 0) -> tuple[Question, ...]:
        """Every question, or those after a number."""
        of_campaign = select(QuestionRow).where(QuestionRow.campaign == self.campaign, col(QuestionRow.id) > after)
        statement = of_campaign.order_by(col(QuestionRow.id))
        return tuple(question_from_row(row) for row in self.session.exec(statement))

    def by_arrival(self) -> dict[int, list[int]]:
        """The numbers of the questions that each mail raised, answered ones too."""
        statement = select(QuestionRow.arrival_id, QuestionRow.id).where(col(QuestionRow.arrival_id).is_not(None))
        numbers: dict[int, list[int]] = {}
        for arrival, number in self.session.exec(statement.order_by(col(QuestionRow.id))):
            numbers.setdefault(arrival or 0, []).append(known(number))
        return numbers


class Events:
    """The append-only trace."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(
        self,
        at: datetime,
        steps: Iterable[Step],
        arrival: int | None = None,
        letter: int | None = None,
        unit: str | None = None,
        by: str = "",
    ) -> None:
        about = {"at": at, "arrival_id": arrival, "letter_id": letter, "unit": unit, "by": by}
        rows = [{**about, "rule": str(step.rule), "reason": step.reason} for step in steps]
        if rows:  # in one statement: a mail leaves a dozen
            self.session.execute(insert(EventRow), rows)

    def about(self, arrival: int | None = None, unit: str | None = None) -> list[Event]:
        statement = select(EventRow).order_by(col(EventRow.id))
        if arrival is not None:
            statement = statement.where(EventRow.arrival_id == arrival)
        if unit is not None:
            statement = statement.where(EventRow.unit == unit)
        return [event_of(row) for row in self.session.exec(statement)]

    def of(self, rules: Collection[str]) -> list[Event]:
        """The lines that some rules left, in order."""
        statement = select(EventRow).where(col(EventRow.rule).in_(rules)).order_by(col(EventRow.id))
        return [event_of(row) for row in self.session.exec(statement)]

    def add_for_letters(self, at: datetime, step: Step, letters: Collection[int]) -> None:
        """One line for each, in their order."""
        rows = (EventRow(at=at, letter_id=one, rule=str(step.rule), reason=step.reason) for one in letters)
        self.session.execute(insert(EventRow), list(map(_columns, rows)))

    def last_of_letters(self, letters: Collection[int]) -> list[LastWord]:
        """The last line about each."""
        about = col(EventRow.letter_id).in_(letters)
        last = select(func.max(EventRow.id)).where(about).group_by(col(EventRow.letter_id))
        statement = select(EventRow.id, EventRow.letter_id, EventRow.rule).where(col(EventRow.id).in_(last))
        return [LastWord(known(line), known(letter), rule) for line, letter, rule in self.session.exec(statement)]

    def of_letter(self, letter: int) -> list[str]:
        """The rules that left a line about a letter, in order."""
        statement = select(EventRow.rule).where(EventRow.letter_id == letter).order_by(col(EventRow.id))
        return list(self.session.exec(statement))

    def absences(self, after: int, upto: int) -> tuple[tuple[str, datetime], ...]:
        """(unit, when) of every automatic answer that said that nobody is there, by lines after one up to another."""
        statement = select(EventRow.unit, EventRow.at).where(
            EventRow.rule == OUT_OF_OFFICE, col(EventRow.unit).is_not(None), _lines(after, upto)
        )
        return tuple((unit, at) for unit, at in self.session.exec(statement.order_by(col(EventRow.id))) if unit)

    def count(self) -> int:
        return self.session.exec(select(func.count()).select_from(EventRow)).one()

    def touched(self, after: int, at_once: int) -> tuple[list[int], int]:
        """Mails of which lines after this one say something, at most so many, and the number of the last such line."""
        statement = select(EventRow.id, EventRow.arrival_id).where(col(EventRow.id) > after)
        mails: dict[int, None] = {}
        upto = after
        for number, mail in self.session.exec(statement.order_by(col(EventRow.id))):
            if mail is not None:
                if mail not in mails and len(mails) >= at_once:
                    break
                mails[mail] = None
            upto = known(number)
        return list(mails), upto

    def about_what(self, after: int, upto: int) -> tuple[set[int], set[int]]:
        """The mails and the letters of which lines after one up to another say something."""
        statement = select(EventRow.arrival_id, EventRow.letter_id).where(_lines(after, upto))
        rows = list(self.session.exec(statement.distinct()))
        return {mail for mail, _ in rows if mail is not None}, {letter for _, letter in rows if letter is not None}

    def count_to(self) -> int:
        """The number of the last line; 0 where there is none."""
        return self.session.exec(select(func.max(EventRow.id))).one() or 0


class Notes:
    """Single facts of the running program by name."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def put(self, name: str, value: str, at: datetime) -> None:
        row = self.session.get(FactRow, name) or FactRow(name=name, value=value, at=at)
        row.value, row.at = value, at
        self.session.add(row)

    def get(self, name: str) -> str | None:
        row = self.session.get(FactRow, name)
        return row.value if row else None

    def beginning(self, prefix: str) -> dict[str, str]:
        """What is noted under names with this beginning, by the rest of the name; nothing that was taken back."""
        (found,) = self.beginnings(prefix)
        return found

    def beginnings(self, *prefixes: str) -> tuple[dict[str, str], ...]:
        """The same of several, in one statement."""
        named = or_(*(col(FactRow.name).startswith(prefix, autoescape=True) for prefix in prefixes))
        rows = list(self.session.exec(select(FactRow.name, FactRow.value).where(named, FactRow.value != "")))
        return tuple(
            {name.removeprefix(prefix): value for name, value in rows if name.startswith(prefix)} for prefix in prefixes
        )

    def values(self, *names: str) -> dict[str, str]:
        """Of those that are noted, in one statement."""
        rows = self.session.exec(select(FactRow.name, FactRow.value).where(col(FactRow.name).in_(names)))
        return dict(rows.all())

    def moment(self, name: str) -> datetime | None:
        row = self.session.get(FactRow, name)
        return row.at if row else None

    def moments(self, *names: str) -> tuple[datetime | None, ...]:
        """The same of several, in one statement."""
        rows = self.session.exec(select(FactRow.name, FactRow.at).where(col(FactRow.name).in_(names)))
        found: dict[str, datetime] = dict(rows.all())
        return tuple(found.get(name) for name in names)


_FILED: ColumnElement[bool] = and_(
    col(ArrivalRow.state) == "done",
    func.coalesce(col(ArrivalRow.verdict), "").in_(KINDS),
    col(ArrivalRow.sender) == "",
    col(ArrivalRow.id).not_in(select(QuestionRow.arrival_id).where(col(QuestionRow.arrival_id).is_not(None))),
    col(ArrivalRow.id).not_in(select(RulingRow.about_id).where(col(RulingRow.about_id).is_not(None))),
)
"""Mail that is not ours, and of which nothing but that is kept, asked or said."""


def _lines(after: int, upto: int) -> ColumnElement[bool]:
    return and_(col(EventRow.id) > after, col(EventRow.id) <= upto)


def _later_or_of(column: Mapped[Any], number: int, others: Collection[int]) -> ColumnElement[bool]:
    return or_(column > number, column.in_(others)) if others else column > number


_NO_BYTES = defer(LetterRow.raw)  # type: ignore[arg-type]  # SQLModel shows columns as their values' types


def _tried(column: Mapped[datetime | None], now: datetime) -> ColumnElement[bool]:
    return or_(_due(column, now), column > now + LONGEST)


def _due(column: Mapped[datetime | None], now: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= now)
