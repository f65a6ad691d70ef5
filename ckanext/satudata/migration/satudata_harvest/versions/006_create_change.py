"""Keep what runs changed, what was last written, and how far the dataset of a missing record was taken away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_harvest_006"
down_revision = "satudata_harvest_005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
COUNTERS = ("archived", "deleted", "restored")


def upgrade() -> None:
    op.create_table(
        "satudata_change",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text),
        sa.Column("organization_id", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fields", JSONB),
        sa.Column("created_at", TIME, nullable=False, server_default=sa.func.now()),
    )
    op.create_index("satudata_change_run_idx", "satudata_change", ["run_id", "kind"])
    op.create_index("satudata_change_source_idx", "satudata_change", ["source_id"])
    _extend_run()
    for name, kind in (("written", sa.Text), ("stage", sa.Text), ("stage_at", TIME), ("was_private", sa.Boolean)):
        op.add_column("satudata_record", sa.Column(name, kind))
    op.add_column("satudata_source", sa.Column("leaving", sa.Boolean, nullable=False, server_default="false"))


def downgrade() -> None:
    op.drop_column("satudata_source", "leaving")
    for name in ("was_private", "stage_at", "stage", "written"):
        op.drop_column("satudata_record", name)
    run = ("is_settled", "settings_hash", "deletion", "deletion_details", "approved_by", "approved_at")
    for name in (*run, *(f"count_{counter}" for counter in COUNTERS)):
        op.drop_column("satudata_run", name)
    op.drop_table("satudata_change")


def _extend_run() -> None:
    op.add_column("satudata_run", sa.Column("is_settled", sa.Boolean, nullable=False, server_default="true"))
    op.add_column("satudata_run", sa.Column("settings_hash", sa.Text))
    op.add_column("satudata_run", sa.Column("deletion", sa.Text))
    op.add_column("satudata_run", sa.Column("deletion_details", JSONB))
    op.add_column("satudata_run", sa.Column("approved_by", sa.Text))
    op.add_column("satudata_run", sa.Column("approved_at", TIME))
    for counter in COUNTERS:
        op.add_column("satudata_run", sa.Column(f"count_{counter}", sa.Integer, nullable=False, server_default="0"))
