"""Create the tables of sources, runs, records and findings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_harvest_001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_source()
    _create_run()
    _create_record()
    _create_finding()


def downgrade() -> None:
    for table in ("satudata_finding", "satudata_record", "satudata_run", "satudata_source"):
        op.drop_table(table)


def _create_source() -> None:
    op.create_table(
        "satudata_source",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("connector", sa.Text, nullable=False),
        sa.Column("settings", JSONB, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("mapping_version", sa.Integer, nullable=False),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_by", sa.Text),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("modified_at", TIME, nullable=False),
        sa.UniqueConstraint("name", name="satudata_source_name_key"),
    )


def _create_run() -> None:
    counters = ("new", "changed", "unchanged", "missing", "failed", "with_warnings", "skipped", "repeated")
    op.create_table(
        "satudata_run",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("requested_by", sa.Text),
        sa.Column("job_id", sa.Text),
        sa.Column("mapping_version", sa.Integer),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("started_at", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("progressed_at", TIME),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("announced", sa.Integer),
        sa.Column("received", sa.Integer, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("error", JSONB),
        *(sa.Column(f"count_{name}", sa.Integer, nullable=False) for name in counters),
    )
    op.create_index("satudata_run_source_idx", "satudata_run", ["source_id", "created_at"])
    op.create_index("satudata_run_state_idx", "satudata_run", ["state"])


def _create_record() -> None:
    op.create_table(
        "satudata_record",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("hash", sa.Text),
        sa.Column("document", sa.Text),
        sa.Column("mapping_version", sa.Integer, nullable=False),
        sa.Column("package_id", sa.Text),
        sa.Column("organization_id", sa.Text),
        sa.Column("last_run_id", sa.Text, nullable=False),
        sa.Column("missing_since", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("modified_at", TIME, nullable=False),
        sa.UniqueConstraint("source_id", "guid", name="satudata_record_guid_key"),
    )
    op.create_index("satudata_record_package_idx", "satudata_record", ["package_id"])
    op.create_index("satudata_record_organization_idx", "satudata_record", ["organization_id"])


def _create_finding() -> None:
    op.create_table(
        "satudata_finding",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("guid", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("package_id", sa.Text),
        sa.Column("organization_id", sa.Text),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("details", JSONB, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("satudata_finding_run_idx", "satudata_finding", ["run_id", "code"])
    op.create_index("satudata_finding_source_idx", "satudata_finding", ["source_id"])
    op.create_index("satudata_finding_organization_idx", "satudata_finding", ["organization_id"])
