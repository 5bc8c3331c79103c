"""receipts that wait for others; caps open by themselves"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("attach", sa.JSON(), nullable=False),
        sa.Column("threaded", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_receipt_arrival_id_arrival")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_receipt_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("key", name=op.f("uq_receipt_key")),
    )
    for column in ("address", "arrival_id", "letter_id"):
        op.create_index(op.f(f"ix_receipt_{column}"), "receipt", [column], unique=False)
    # Until now a cap stopped every letter until a person had looked; what stopped after a restore stays stopped.
    fact = sa.table("fact", sa.column("name", sa.String), sa.column("value", sa.String))
    by_a_cap = (fact.c.name == "paused") & fact.c.value.startswith("đã đạt giới hạn")
    op.execute(fact.update().where(by_a_cap | fact.c.name.startswith("closed:")).values(value=""))
