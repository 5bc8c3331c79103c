"""mails are known by their header

Of mails that were stored before this there is none: where their folder is numbered anew they are fetched once more.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("arrival", sa.Column("head", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
