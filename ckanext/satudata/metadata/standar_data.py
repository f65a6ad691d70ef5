"""Table satudata_standar_data: the national list of Standar Data Statistik that the walidata has loaded.

A kode SDS is not unique: 575 rows of the list of 2023 repeat one with another definisi or klasifikasi, so the key is
the place in the list. How a file of the list is read: `codes/sds.py`. Source: INDAH; Peraturan BPS 4/2021 and
10/2023.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

__all__ = ["StandarData"]


class StandarData(tk.BaseModel):
    """One entry of the list: a concept or indicator with its five parts."""

    __tablename__ = "satudata_standar_data"
    __table_args__ = (
        sa.PrimaryKeyConstraint("nomor", name="satudata_standar_data_pkey"),
        sa.Index("satudata_standar_data_kode_sds_idx", "kode_sds"),
    )

    nomor: Mapped[int] = mapped_column(sa.BigInteger, autoincrement=False)  # place in the list, from 1
    kode_sds: Mapped[str] = mapped_column(sa.Text)
    id_indah: Mapped[str] = mapped_column(sa.Text)  # "" in a CSV without it
    jenis: Mapped[str] = mapped_column(sa.Text)  # VAR, KON, IND or ""
    nomor_indikator: Mapped[str] = mapped_column(sa.Text)
    judul: Mapped[str] = mapped_column(sa.Text)
    konsep: Mapped[str] = mapped_column(sa.Text)
    definisi: Mapped[str] = mapped_column(sa.Text)
    klasifikasi: Mapped[str] = mapped_column(sa.Text)
    ukuran: Mapped[str] = mapped_column(sa.Text)  # "Jumlah; Persentase"
    satuan: Mapped[str] = mapped_column(sa.Text)  # "Orang; Persen", in the order of ukuran
    referensi: Mapped[str] = mapped_column(sa.Text)
    produsen: Mapped[str] = mapped_column(sa.Text)

    @staticmethod
    def of_code(code: str) -> sa.Select[tuple[StandarData]]:
        """The entries of a code, in the order of the list."""
        return sa.select(StandarData).where(StandarData.kode_sds == code).order_by(StandarData.nomor)

    @staticmethod
    def containing(typed: str, limit: int) -> sa.Select[tuple[StandarData]]:
        """Entries whose code begins with the text or whose konsep contains it; konsep that begin with it first."""
        konsep = sa.func.lower(StandarData.konsep)
        small = typed.lower()
        begins = konsep.startswith(small, autoescape=True)
        fits = sa.or_(
            StandarData.kode_sds.startswith(typed.upper(), autoescape=True), konsep.contains(small, autoescape=True)
        )
        return sa.select(StandarData).where(fits).order_by(begins.desc(), konsep, StandarData.nomor).limit(limit)
