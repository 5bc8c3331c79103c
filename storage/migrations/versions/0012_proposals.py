"""decisions that wait for a code"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", text(), nullable=False),
        sa.Column("person", text(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("words", text(), nullable=False),
        sa.Column("rulings", sa.JSON(), nullable=False),
        sa.Column("answers", text(), nullable=False),
        sa.Column("code", text(), nullable=False),
        sa.Column("mark", text(), nullable=False),
        sa.Column("letter", text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("shown_at", moment(), nullable=True),
        sa.Column("expires_at", moment(), nullable=True),
        sa.Column("state", text(), nullable=False),
        sa.Column("settled_at", moment(), nullable=True),
        sa.Column("why", text(), nullable=False),
        sa.CheckConstraint("state in ('open', 'confirmed', 'lapsed')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_proposal_arrival_id_arrival")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_campaign"), "proposal", ["campaign"])
    op.create_index(op.f("ix_proposal_arrival_id"), "proposal", ["arrival_id"])
