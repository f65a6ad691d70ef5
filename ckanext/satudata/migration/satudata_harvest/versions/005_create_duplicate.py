"""Create the table of datasets that are likely the same, and give sources a priority that decides between them."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_harvest_005"
down_revision = "satudata_harvest_004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("satudata_source", sa.Column("priority", sa.Integer, nullable=False, server_default="50"))
    op.create_table(
        "satudata_duplicate",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("first_id", sa.Text, nullable=False),
        sa.Column("second_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("likeness", sa.Float, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("hidden_id", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("first_id", "second_id", name="satudata_duplicate_pair_key"),
    )
    op.create_index("satudata_duplicate_second_idx", "satudata_duplicate", ["second_id"])
    op.create_index("satudata_duplicate_state_idx", "satudata_duplicate", ["state"])


def downgrade() -> None:
    op.drop_table("satudata_duplicate")
    op.drop_column("satudata_source", "priority")
