"""Keep with each run who was told of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_harvest_007"
down_revision = "satudata_harvest_006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("satudata_run", sa.Column("notice", JSONB))


def downgrade() -> None:
    op.drop_column("satudata_run", "notice")
