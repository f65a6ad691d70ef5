"""Count the readings of a file, say which upload everybody gets, and keep what people vouched for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_statistics_004"
down_revision = "satudata_statistics_003"
branch_labels = None
depends_on = None

# What a file is known by: its upload, then two parts of its description.
OPEN_TILL_NOW = r"""
UPDATE satudata_table SET open_upload = regexp_replace(source, '\|[^|]*\|[^|]*$', '') WHERE state <> 'refused'
"""


def upgrade() -> None:
    op.add_column("satudata_table", sa.Column("attempt", sa.Integer, nullable=False, server_default="0"))
    op.add_column("satudata_table", sa.Column("file_hash", sa.Text, nullable=False, server_default=""))
    op.add_column("satudata_table", sa.Column("open_upload", sa.Text))
    op.execute(OPEN_TILL_NOW)
    op.create_table(
        "satudata_confirmation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("upload", sa.Text, nullable=False),
        sa.Column("file_hash", sa.Text, nullable=False),
        sa.Column("alarm", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("findings", JSONB, nullable=False),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("satudata_confirmation_resource_idx", "satudata_confirmation", ["resource_id", "confirmed_at"])


def downgrade() -> None:
    op.drop_table("satudata_confirmation")
    for name in ("open_upload", "file_hash", "attempt"):
        op.drop_column("satudata_table", name)
