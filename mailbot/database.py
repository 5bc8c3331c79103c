"""The database of an installation as the commands meet it: opened, or one sentence why not.

Only `mailbot upgrade` changes the schema of what is there. Only commands that start an installation make a new
database.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError

from mailbot.config import Config
from rules.errors import MailbotError
from storage.engine import Schema, migrate, open_engine, schema


class NothingKept(MailbotError):
    """Chưa có dữ liệu nào; lần chạy đầu tiên của lệnh mailbot run (hoặc once, doctor) sẽ tạo cơ sở dữ liệu."""


class SchemaOlder(MailbotError):
    """Dữ liệu do bản mailbot cũ hơn ghi; chạy lệnh mailbot upgrade (tự sao lưu trước khi chuyển đổi) rồi chạy lại."""


class SchemaNewer(MailbotError):
    """Dữ liệu do bản mailbot mới hơn ghi; cài lại bản mới ấy, hoặc khôi phục bản sao lưu đã làm trước khi nâng cấp."""


class Alarming(MailbotError):
    """Dữ liệu cần người xem ngay. Told in the alarm file as well; mailbot stops."""


class RowsDamaged(Alarming):
    """Cơ sở dữ liệu hỏng. Hãy dừng mailbot rồi khôi phục bản sao lưu gần nhất: mailbot restore TỆP (các bản sao lưu
    vẫn nguyên)."""

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


# What SQLite (https://sqlite.org/rescode.html: CORRUPT, NOTADB) and PostgreSQL (class XX) say of a file that is broken.
_DAMAGE = ("malformed", "not a database", "invalid page", "could not read block")


def is_damage(error: BaseException) -> bool:
    """Whether what is kept is broken, rather than locked, full or away."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    return isinstance(error, Alarming) or any(word in str(error) for word in _DAMAGE if _of_rows(error))


def _of_rows(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] in ("sqlite3", "psycopg", "psycopg2")


def broken_aside(config: Config, now: datetime) -> Path | None:
    """Move a database file that cannot be opened out of the way; where it is now, None where it can be opened."""
    file = database_file(config)
    try:
        state_of(config)
    except DatabaseError as error:
        if file is None or not is_damage(error):
            raise
        aside = config.data_folder / f"before-rebuild-{now:%Y%m%d-%H%M%S}"
        aside.mkdir(mode=0o700)
        for path in sorted(file.parent.glob(f"{file.name}*")):
            path.replace(aside / path.name)
        return aside
    return None


def database_file(config: Config) -> Path | None:
    """Where SQLite keeps the rows; None where they are with a server."""
    url = make_url(config.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def open_database(config: Config, *, begins: bool = True) -> Engine:
    """The database at the schema of this version. `begins`: make it where there is none.

    Raises NothingKept, SchemaOlder, SchemaNewer; then nothing has changed.
    """
    state = state_of(config)
    if state == "older":
        raise SchemaOlder
    if state == "newer":
        raise SchemaNewer
    if state == "none" and not begins:
        raise NothingKept
    if file := database_file(config):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if state == "none":
            file.touch(0o600)  # its journals get the same mode
    engine = open_engine(config.database_url)
    if state == "none":
        migrate(engine)
    return engine


def state_of(config: Config) -> Schema:
    """What is there, without making the file that SQLite would make by opening it."""
    file = database_file(config)
    if file is not None and not file.exists():
        return "none"
    engine = open_engine(config.database_url)
    try:
        return schema(engine)
    finally:
        engine.dispose()
