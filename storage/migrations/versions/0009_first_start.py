"""when the mailbox was read first

Letters go to units whose mail came after that. An installation that has run already answered by the campaign's first
day alone, and goes on doing so: for it every mail came after the first start.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"

_FACT = sa.table(
    "fact",
    sa.column("name", sa.String()),
    sa.column("value", sa.String()),
    sa.column("at", sqlmodel.sql.sqltypes.UTCDateTime()),
)


def upgrade() -> None:
    bind = op.get_bind()
    read = bind.execute(sa.select(_FACT.c.name).where(_FACT.c.name == "read-to-end")).first()
    met = bind.execute(sa.select(sa.table("arrival", sa.column("id")).c.id).limit(1)).first()
    if read or met:
        op.bulk_insert(_FACT, [{"name": "first-start", "value": "", "at": datetime(1970, 1, 1, tzinfo=UTC)}])
