"""register facts of the papers behind a version"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("version") as batch:
        batch.add_column(sa.Column("imprint", sa.JSON(), server_default="{}", nullable=False))
