"""Keep with each source how far it was read, and which networks a sysadmin lets it lie in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_harvest_002"
down_revision = "satudata_harvest_001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, empty in (("state", "{}"), ("networks", "[]")):
        op.add_column("satudata_source", sa.Column(name, JSONB, nullable=False, server_default=sa.text(f"'{empty}'")))


def downgrade() -> None:
    for name in ("networks", "state"):
        op.drop_column("satudata_source", name)
