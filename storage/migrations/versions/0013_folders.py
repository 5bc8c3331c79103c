"""when a folder was read last is not kept: nothing ever asked for it"""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.drop_column("folder", "read_at")
