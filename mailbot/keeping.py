"""Is everything kept? The archive against the database against the server, and what can be mended without hands."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import text

from mailbot.app import App
from mailbot.logs import log
from rules.errors import ArchiveDamaged, MailboxError
from storage.tables import ArrivalRow, LocationRow


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree, in Vietnamese, and what to do where mailbot cannot mend it itself."""

    what: str
    remedy: str = ""
    mended: bool = False

    def __str__(self) -> str:
        after = "đã tự khắc phục" if self.mended else self.remedy
        return f"{self.what} → {after}"


def verify(app: App, *, server: bool = True) -> tuple[Difference, ...]:
    """Every difference. With `server` raises MailboxError where the mailbox cannot be read."""
    found = [*_database(app), *_archive(app, server)]
    if server:
        found += _server(app)
    for difference in found:
        log.error("difference", mended=difference.mended)
    return tuple(found)


def _database(app: App) -> Iterator[Difference]:
    """What SQLite says of its own file; other databases look after themselves."""
    if app.engine.dialect.name != "sqlite":
        return
    remedy = "khôi phục từ bản sao lưu gần nhất: mailbot restore TỆP"
    with app.engine.connect() as connection:
        for (line,) in connection.execute(text("PRAGMA integrity_check")):
            if line != "ok":
                yield Difference(f"cơ sở dữ liệu hỏng: {line}", remedy)
        for table, *_ in connection.execute(text("PRAGMA foreign_key_check")):
            yield Difference(f"cơ sở dữ liệu có dòng không khớp trong bảng {table}", remedy)


def _archive(app: App, server: bool) -> Iterator[Difference]:
    """Each mail whose bytes should be kept. What is damaged is fetched again where the server still has it."""
    with app.begin() as work:
        places: dict[str, list[tuple[LocationRow, ArrivalRow]]] = {}
        for place, arrival in work.arrivals.locations():
            if arrival.forgotten_at is None:
                places.setdefault(arrival.digest, []).append((place, arrival))
    for digest, known in places.items():
        try:
            app.archive.open(digest)
        except (ArchiveDamaged, OSError) as error:
            number = known[0][1].id
            mended = server and any(_fetched_again(place, digest, app) for place, _ in known)
            remedy = f"chép tệp {digest}.eml từ bản sao lưu vào thư mục archive/{digest[:2]}, hoặc nhờ đơn vị gửi lại"
            reason = str(error).rstrip(".")
            yield Difference(f"thư số {number}: {reason[:1].lower()}{reason[1:]}", remedy, mended)


def _fetched_again(place: LocationRow, digest: str, app: App) -> bool:
    with suppress(MailboxError):
        if place.account == app.account and app.mailbox.select(place.folder).uidvalidity == place.uidvalidity:
            app.archive.forget(digest)  # else a damaged file of the same size would be taken for kept
            return any(app.archive.keep(mail.raw) == digest for mail in app.mailbox.fetch(place.folder, [place.uid]))
    return False


def _server(app: App) -> Iterator[Difference]:
    """Mails that the server holds below the watermark and the database does not know: the next pass takes them."""
    for folder in app.mailbox.folders():
        uidvalidity = app.mailbox.select(folder).uidvalidity
        uids = app.mailbox.all_uids(folder)
        with app.begin() as work:
            watermark = work.arrivals.watermark(app.account, folder, uidvalidity)
            known = work.arrivals.known_uids(app.account, folder, uidvalidity)
            missed = sorted(uid for uid in uids if uid <= watermark and uid not in known)
            if missed:
                work.arrivals.lower_watermark(app.account, folder, missed[0] - 1)
                work.commit()
                yield Difference(f"thư mục {folder}: {len(missed)} thư trên máy chủ chưa được ghi nhận", mended=True)
