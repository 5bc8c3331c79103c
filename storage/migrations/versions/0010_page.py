"""the door of the page"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link", text(), nullable=False),
        sa.Column("code", text(), nullable=False),
        sa.Column("ticket", text(), nullable=False),
        sa.Column("person", text(), nullable=False),
        sa.Column("way", text(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("spent_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("link", name=op.f("uq_entry_link")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", text(), nullable=False),
        sa.Column("person", text(), nullable=False),
        sa.Column("begun_at", moment(), nullable=False),
        sa.Column("seen_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("token", name=op.f("uq_visit_token")),
    )
    for table, column in (("entry", "ticket"), ("entry", "person"), ("visit", "person")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
