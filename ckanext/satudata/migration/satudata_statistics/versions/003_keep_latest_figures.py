"""Keep the newest figures of every region, and the method of every release; drop the index that both made needless."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_statistics_003"
down_revision = "satudata_statistics_002"
branch_labels = None
depends_on = None

_COLUMNS = "wilayah, indicator_id, origin_id, breakdown_id, period_start, period_end, cells, period_kind, status, value"
_FILL = f"""
    INSERT INTO satudata_latest ({_COLUMNS})
    SELECT DISTINCT ON (wilayah, indicator_id, origin_id) {_COLUMNS}
    FROM (
        SELECT *, CASE WHEN breakdown_id = 0 THEN 1 ELSE
            count(*) OVER (PARTITION BY wilayah, indicator_id, origin_id, period_end, period_start) END AS cells
        FROM satudata_fact WHERE superseded_by IS NULL
    ) AS figure
    ORDER BY wilayah, indicator_id, origin_id, breakdown_id <> 0, period_end DESC, period_start, breakdown_id
"""  # noqa: S608 - column names of ours


def upgrade() -> None:
    op.create_table(
        "satudata_latest",
        sa.Column("wilayah", sa.BigInteger, nullable=False),
        sa.Column("indicator_id", sa.Integer, nullable=False),
        sa.Column("origin_id", sa.Integer, nullable=False),
        sa.Column("breakdown_id", sa.Integer, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("cells", sa.Integer, nullable=False),
        sa.Column("period_kind", sa.SmallInteger, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("value", sa.Numeric),
        sa.PrimaryKeyConstraint("wilayah", "indicator_id", "origin_id", name="satudata_latest_pkey"),
    )
    op.execute(_FILL)
    op.create_index("satudata_latest_origin_idx", "satudata_latest", ["origin_id", "indicator_id"])
    op.drop_index("satudata_fact_wilayah_idx", "satudata_fact")
    op.add_column("satudata_release", sa.Column("method", sa.Text))
    # Of earlier releases only the last one's method is known: that of the origin.
    op.execute("""
        UPDATE satudata_release r SET method = o.method FROM satudata_origin o
        WHERE o.id = r.origin_id AND r.state = 'current'
    """)


def downgrade() -> None:
    op.drop_column("satudata_release", "method")
    op.create_index(
        "satudata_fact_wilayah_idx",
        "satudata_fact",
        ["wilayah", "indicator_id", "breakdown_id", "period_end"],
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.drop_table("satudata_latest")
