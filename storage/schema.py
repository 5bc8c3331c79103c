"""The names of all tables that are ours."""

from sqlmodel import SQLModel

from storage import tables  # noqa: F401 - declares them

TABLES = frozenset({*SQLModel.metadata.tables, "alembic_version"})
