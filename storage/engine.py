"""The database: its URL, its connections, and bringing its schema up to date."""

from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

READ_ONLY = "mailbot_read_only"  # execution option of connections that only look
WRITES = "mailbot_writes"  # and of those by which a unit of work changes what is kept
Schema = Literal["none", "older", "current", "newer"]
MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str) -> Engine:
    """An engine for any SQLAlchemy URL. SQLite gets the settings under which a commit is durable."""
    engine = create_engine(url, hide_parameters=True)  # an error quotes no mail
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        # The driver would start transactions by itself only at the first write; then two readers that go on to
        # write meet in a deadlock. BEGIN IMMEDIATE takes the write lock in the order of arrival instead; who only
        # looks takes none, and in WAL mode never waits.
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name == "postgresql":
        # The same there: numbers of rows then follow the order of commits, which what is remembered of a season and the
        # index of words rely on.
        event.listen(engine, "begin", _one_writer)
    return engine


def _sqlite_settings(connection: Any, record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    looking = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")


_WRITER = 6_171_624  # any number that means this here


def _one_writer(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the schema to a migration. Does nothing, and imports nothing, where the newest is there already."""
    if _revision(engine) == _newest():
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def schema(engine: Engine) -> Schema:
    """How the tables of a database stand to the newest migration. Changes nothing."""
    found, newest = _revision(engine), _newest()
    if found is None:
        return "none"
    if found == newest:
        return "current"
    return "older" if any((MIGRATIONS / "versions").glob(f"{found}_*.py")) else "newer"


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def _newest() -> str:
    """Migrations are numbered files: `0001_first.py` is revision "0001"."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]
