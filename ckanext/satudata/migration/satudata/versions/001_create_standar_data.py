"""Create satudata_standar_data, the national list of standar data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "satudata_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = (
        "kode_sds",
        "id_indah",
        "jenis",
        "nomor_indikator",
        "judul",
        "konsep",
        "definisi",
        "klasifikasi",
        "ukuran",
        "satuan",
        "referensi",
        "produsen",
    )
    op.create_table(
        "satudata_standar_data",
        sa.Column("nomor", sa.BigInteger, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("nomor", name="satudata_standar_data_pkey"),
    )
    op.create_index("satudata_standar_data_kode_sds_idx", "satudata_standar_data", ["kode_sds"])


def downgrade() -> None:
    op.drop_table("satudata_standar_data")
