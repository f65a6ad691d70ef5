"""Create the tables of indicators, origins, releases, breakdowns, facts and their counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "satudata_statistics_001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
# The SHA-256 of "{}", the combination without a dimension.
EMPTY_HASH = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def upgrade() -> None:
    _create_indicator()
    _create_origin()
    _create_release()
    _create_breakdown()
    _create_fact()
    _create_coverage()


def downgrade() -> None:
    for name in ("coverage", "fact", "breakdown", "release", "origin", "measure", "indicator"):
        op.drop_table(f"satudata_{name}")


def _create_indicator() -> None:
    op.create_table(
        "satudata_indicator",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("satuan", sa.Text, nullable=False),
        sa.Column("kode_indikator", sa.Text),
        sa.Column("kode_sds", sa.Text),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("key", name="satudata_indicator_key_key"),
    )
    op.create_index("satudata_indicator_kode_idx", "satudata_indicator", ["kode_indikator"])
    op.create_table(
        "satudata_measure",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("satuan", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("indicator_id", sa.Integer, nullable=False),
        sa.UniqueConstraint("package_id", "name", "satuan", name="satudata_measure_name_key"),
    )
    op.create_index("satudata_measure_indicator_idx", "satudata_measure", ["indicator_id"])


def _create_origin() -> None:
    op.create_table(
        "satudata_origin",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("organization_id", sa.Text),
        sa.Column("method", sa.Text),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("small_cell", sa.Integer),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("resource_id", name="satudata_origin_resource_key"),
    )
    op.create_index("satudata_origin_package_idx", "satudata_origin", ["package_id"])


def _create_release() -> None:
    counts = ("facts", "added", "changed", "removed", "unchanged")
    op.create_table(
        "satudata_release",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("origin_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("file_hash", sa.Text),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("sheets", ARRAY(sa.Text), nullable=False),
        *(sa.Column(f"count_{name}", sa.Integer, nullable=False) for name in counts),
        sa.Column("largest_changes", JSONB, nullable=False),
        sa.UniqueConstraint("origin_id", "number", name="satudata_release_number_key"),
    )
    op.create_index("satudata_release_created_idx", "satudata_release", ["created_at"])


def _create_breakdown() -> None:
    table = op.create_table(
        "satudata_breakdown",
        sa.Column("id", sa.Integer, sa.Identity(start=1), primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("dimensions", JSONB, nullable=False),
        sa.UniqueConstraint("hash", name="satudata_breakdown_hash_key"),
    )
    op.create_index("satudata_breakdown_dimensions_idx", "satudata_breakdown", ["dimensions"], postgresql_using="gin")
    op.bulk_insert(table, [{"id": 0, "hash": EMPTY_HASH, "dimensions": {}}])


def _create_fact() -> None:
    op.create_table(
        "satudata_fact",
        sa.Column("wilayah", sa.BigInteger, nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer, nullable=False) for name in ("indicator", "origin", "release")),
        sa.Column("superseded_by", sa.Integer),
        sa.Column("breakdown_id", sa.Integer, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("row", sa.Integer),
        sa.Column("column", sa.SmallInteger),
        sa.Column("sheet", sa.SmallInteger, nullable=False),
        sa.Column("period_kind", sa.SmallInteger, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("value", sa.Numeric),
        sa.Column("printed", sa.Text),
        sa.PrimaryKeyConstraint(
            "indicator_id",
            "origin_id",
            "period_end",
            "wilayah",
            "breakdown_id",
            "period_start",
            "release_id",
            name="satudata_fact_pkey",
        ),
    )
    op.create_index(
        "satudata_fact_wilayah_idx",
        "satudata_fact",
        ["wilayah", "indicator_id", "breakdown_id", "period_end"],
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.create_index(
        "satudata_fact_history_idx",
        "satudata_fact",
        ["origin_id"],
        postgresql_where=sa.text("superseded_by IS NOT NULL"),
    )


def _create_coverage() -> None:
    op.create_table(
        "satudata_coverage",
        sa.Column("indicator_id", sa.Integer, nullable=False),
        sa.Column("origin_id", sa.Integer, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("period_kind", sa.SmallInteger, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        *(sa.Column(f"count_{name}", sa.Integer, nullable=False) for name in ("facts", "valued", "total", "regions")),
        sa.PrimaryKeyConstraint(
            "indicator_id", "origin_id", "period_end", "period_start", "level", name="satudata_coverage_pkey"
        ),
    )
    op.create_index("satudata_coverage_origin_idx", "satudata_coverage", ["origin_id"])
