"""Keep the earlier mappings of each source; the present one is the first that is known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_harvest_004"
down_revision = "satudata_harvest_003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "satudata_mapping_version",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("created_by", sa.Text),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("source_id", "number", name="satudata_mapping_version_number_key"),
    )
    op.execute(
        "INSERT INTO satudata_mapping_version (source_id, number, title, mapping, created_by, created_at)"
        " SELECT id, mapping_version, title, mapping, NULL, modified_at FROM satudata_source"
    )


def downgrade() -> None:
    op.drop_table("satudata_mapping_version")
