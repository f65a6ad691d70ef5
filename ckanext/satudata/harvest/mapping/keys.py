"""Under which keys other portals keep what is a field here.

Sources of the keys: the national portal's CKAN and data.go.id (`id_sds`, `accesslevel`, …), Open Data Jabar and
Bandung (`…_dataset`), the metadata form of 2018 (`level_penyajian`, …), ckanext-spatial, our own `/sdi`. A key
that is our own field name always counts as well.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FIELD_OF_KEY", "PROVENANCE", "UNWANTED", "key_form"]

# By field; the first filled key wins, the others say the same in other words.
_KEYS_OF_FIELD: Mapping[str, tuple[str, ...]] = {
    "kode_sds": ("id_sds", "id_dds"),
    "jenis_data": ("jenis",),
    "kode_indikator": ("kodeindikator", "kode_dssd"),
    "urusan": ("bidang_urusan", "kode_urusan"),
    "topik": ("theme", "kategori", "tema"),
    "konsep": ("pengukuran_dataset",),
    "klasifikasi": ("variabel_disaggregasi", "klasifikasi_penyajian"),
    "satuan": ("satuan_dataset",),
    "frekuensi": (
        "accrualperiodicity", "frekuensi_dataset", "frekuensi_penerbitan", "frequency_of_update", "frequency",
        "jadwal_pemutakhiran",
    ),
    "jadwal_rilis": ("jadwal_pemutakhiran_berikutnya",),
    "periode_awal": ("temporal_start", "dimensi_dataset_awal"),
    "periode_akhir": ("temporal_end", "dimensi_dataset_akhir"),
    "cakupan_wilayah": ("kode_wilayah", "cakupan_dataset", "cakupan"),
    "tingkat_penyajian": ("tingkat_penyajian_dataset", "level_penyajian"),
    "klasifikasi_akses": ("accesslevel", "accessrights", "access_level", "sifat_datasets", "klasifikasi_resiko"),
    "sumber_referensi": ("rujukan",),
    "indikator_komposit": ("apakah_indikator_komposit",),
    "unit_produsen": ("penanggung_jawab", "unit_kerja_produsen"),
    "kontak_produsen": ("contact_email", "kontak"),
    "kegiatan": ("id_kegiatan", "id_mskeg"),
    "id_indikator_mms": ("id_msind",),
}  # fmt: skip

# `cakupan_wilayah` on another portal is a name; where a code stands beside it, the code is surer.
_SURER_THAN_OWN_NAME = {"cakupan_wilayah": ("kode_wilayah",)}

FIELD_OF_KEY: Mapping[str, tuple[str, int]] = {
    key: (field, rank + 1) for field, keys in _KEYS_OF_FIELD.items() for rank, key in enumerate(keys)
} | {key: (field, -1) for field, keys in _SURER_THAN_OWN_NAME.items() for key in keys}
"""Field and rank by key in `key_form`; a smaller rank wins, a field's own name has rank 0."""

PROVENANCE = frozenset(
    {"guid", "harvest_source_id", "harvest_source_title", "source_url", "source_created", "source_modified"}
)
"""Fields that the harvest itself fills."""

UNWANTED = frozenset(
    {"harvest_object_id", "harvest_source_id", "harvest_source_title", "source_created", "source_modified"}
)
"""Book-keeping of the other portal about how *it* got the dataset."""


def key_form(key: str) -> str:
    """The form in which keys are compared.

    >>> key_form("Dimensi Dataset Awal"), key_form("frequency-of-update")
    ('dimensi_dataset_awal', 'frequency_of_update')
    """
    return "_".join(key.lower().replace("-", " ").split())
