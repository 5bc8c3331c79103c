"""A kept mail read again, as after a program was installed or a reader learned something, beside what is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass

from mailbot import opening
from mailbot.app import App
from rules.errors import MailbotError
from rules.imprint import LABELS
from rules.initiative import Initiative, Understanding
from rules.intake.prepared import Prepared


class NotKept(MailbotError):
    """Bản gốc của thư này không còn trong kho lưu trữ."""


@dataclass(frozen=True, slots=True)
class Again:
    """A mail read again, beside what is recorded of it. `lines` are Vietnamese; none: nothing differs."""

    number: int
    prepared: Prepared
    lines: tuple[str, ...]


def read_again(number: int, app: App) -> Again:
    """Raises NotKept, and ArchiveDamaged where the bytes are not what was kept."""
    with app.look() as work:
        mail = work.arrivals.mail(number)
    if mail.forgotten_at is not None:
        raise NotKept
    prepared = opening.slowly(app.archive.open(mail.digest), app)
    return Again(number, prepared, tuple(_differences(number, prepared.understanding, app)))


def unread(app: App) -> list[int]:
    """Mails with a file that could not be read."""
    with app.look() as work:
        return work.arrivals.with_files_of_kind("unreadable")


def _differences(number: int, understanding: Understanding, app: App) -> Iterator[str]:
    with app.look() as work:
        judged = {(file.name, file.digest): file.kind for file in work.arrivals.files(number)}
        versions = work.submissions.of_arrival(number)
    for found in understanding.documents:
        was = judged.get((found.name, found.digest))
        if was != found.kind:
            yield f"  tệp {found.name}: {was or 'chưa có'} → {found.kind} ({found.reason})"
    recorded = {(version.stage, one.title): one for version in versions for one in version.initiatives}
    read = {(reading.stage, one.title): one for reading in understanding.readings for one in reading.initiatives}
    yield from (f"  thêm: {title}" for stage, title in read if (stage, title) not in recorded)
    yield from (f"  bớt: {title}" for stage, title in recorded if (stage, title) not in read)
    for key in recorded.keys() & read.keys():
        yield from _values(recorded[key], read[key], app)
    said = {(version.stage, code): value.value for version in versions for code, value in version.imprint.items()}
    says = {(one.stage, code): value.value for one in understanding.readings for code, value in one.imprint.items()}
    for stage, code in sorted(said.keys() | says.keys()):
        before, after = said.get((stage, code)), says.get((stage, code))
        if before != after:
            yield f"  {LABELS[code]}: {_shown(before)} → {_shown(after)}"


def _values(old: Initiative, new: Initiative, app: App) -> Iterator[str]:
    for spec in app.campaign.fields:
        before, after = old.get(spec.code), new.get(spec.code)
        if before != after:
            yield f"  {new.title}: {spec.label}: {_shown(before)} → {_shown(after)}"


def _shown(value: object) -> str:
    if value in (None, "", ()):
        return "trống"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
