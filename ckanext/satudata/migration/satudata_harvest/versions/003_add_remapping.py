"""Tell runs that map stored records again from those that read the source, and keep what such a run needs."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_harvest_003"
down_revision = "satudata_harvest_002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("satudata_run", sa.Column("kind", sa.Text, nullable=False, server_default="harvest"))
    op.add_column("satudata_record", sa.Column("url", sa.Text, nullable=False, server_default=""))
    # What was stored before has its page in the dataset.
    op.execute(
        "UPDATE satudata_record SET url = coalesce(package.extras ->> 'source_url', '')"
        " FROM package WHERE package.id = satudata_record.package_id"
    )


def downgrade() -> None:
    op.drop_column("satudata_record", "url")
    op.drop_column("satudata_run", "kind")
