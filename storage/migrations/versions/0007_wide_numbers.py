"""numbers of mails in all 32 bits"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_COLUMNS = (
    ("folder", "uidvalidity"),
    ("folder", "watermark"),
    ("location", "uidvalidity"),
    ("location", "uid"),
    ("withheld", "uidvalidity"),
    ("withheld", "uid"),
)


def upgrade() -> None:
    """SQLite's integers have 64 bits already."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column in _COLUMNS:
        op.alter_column(table, column, type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
