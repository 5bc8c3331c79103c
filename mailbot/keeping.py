"""Is everything kept? The archive against the database against the server, and what can be mended without hands."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import text

from mailbot.app import App
from mailbot.logs import log
from rules.errors import ArchiveDamaged, MailboxError
from storage.aside import Numbering
from storage.values import Location


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
    found = [*rows_differ(app), *_archive(app, server)]
    if server:
        found += _server(app)
    for difference in found:
        log.error("difference", mended=difference.mended)
    return tuple(found)


def rows_differ(app: App) -> Iterator[Difference]:
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
    with app.look() as work:
        kept = work.arrivals.kept()
    for digest, number in kept.items():
        try:
            app.archive.open(digest)
        except ArchiveDamaged as error:
            mended = server and fetched_again(digest, app)
            if mended:
                _free(number, app)
            remedy = f"chép tệp {digest}.eml từ bản sao lưu vào thư mục archive/{digest[:2]}, hoặc nhờ đơn vị gửi lại"
            reason = str(error).rstrip(".")
            yield Difference(f"thư số {number}: {reason[:1].lower()}{reason[1:]}", remedy, mended)


def fetched_again(digest: str, app: App) -> bool:
    """Whether the archive has got a damaged or missing mail from the server again. Raises OSError."""
    with app.look() as work:
        places = work.arrivals.places(digest)
    return any(_fetched_again(place, digest, app) for place in places)


def _free(number: int, app: App) -> None:
    """A mail that was held because it could not be read is handled now."""
    with app.begin() as work:
        if work.arrivals.mail(number).state == "held":
            work.arrivals.requeue(number)
            work.commit()


def _fetched_again(place: Location, digest: str, app: App) -> bool:
    with suppress(MailboxError):
        if place.account == app.account and app.mailbox.select(place.folder).uidvalidity == place.uidvalidity:
            # The damaged file goes only once the whole one is there; it may have been unreadable for a moment only.
            found = app.mailbox.fetch(place.folder, [place.uid])
            return any(app.archive.keep(mail.raw, anew=True) == digest for mail in found)
    return False


def _server(app: App) -> Iterator[Difference]:
    """Mails that the server holds below the watermark and the database does not know: the next pass takes them."""
    for folder in app.mailbox.folders():
        uidvalidity = app.mailbox.select(folder).uidvalidity
        uids = app.mailbox.all_uids(folder)
        with app.begin() as work:
            watermark = work.arrivals.watermark(app.account, folder, uidvalidity)
            known = work.arrivals.known_uids(app.account, folder, uidvalidity)
            known |= work.aside.uids(Numbering(app.account, folder, uidvalidity))
            missed = sorted(uid for uid in uids if uid <= watermark and uid not in known)
            if missed:
                work.arrivals.lower_watermark(app.account, folder, missed[0] - 1)
                work.commit()
                yield Difference(f"thư mục {folder}: {len(missed)} thư trên máy chủ chưa được ghi nhận", mended=True)
