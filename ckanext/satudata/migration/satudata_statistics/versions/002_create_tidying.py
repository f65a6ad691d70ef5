"""Create the tables of tidied files, of their cells, and of remembered layouts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_statistics_002"
down_revision = "satudata_statistics_001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "satudata_table",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("organization_id", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("job_id", sa.Text),
        sa.Column("created_by", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("started_at", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("sheets", JSONB, nullable=False),
        sa.Column("findings", JSONB, nullable=False),
        sa.Column("notes", JSONB, nullable=False),
        sa.Column("count_rows", sa.BigInteger, nullable=False),
        sa.Column("count_facts", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("resource_id", name="satudata_table_resource_key"),
    )
    op.create_table(
        "satudata_table_page",
        sa.Column("table_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("rows", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("table_id", "kind", "part", "number", name="satudata_table_page_key"),
    )
    op.create_table(
        "satudata_layout",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("anchor_row", sa.Integer, nullable=False),
        sa.Column("layout", JSONB, nullable=False),
        sa.Column("changed_by", sa.Text),
        sa.Column("changed_at", TIME, nullable=False),
        sa.UniqueConstraint("resource_id", "shape", "sheet", "anchor_row", name="satudata_layout_place_key"),
    )
    op.create_index("satudata_layout_organization_idx", "satudata_layout", ["organization_id", "changed_at"])


def downgrade() -> None:
    for name in ("satudata_layout", "satudata_table_page", "satudata_table"):
        op.drop_table(name)
