"""Rules between fields: each broken rule is found, at the field that has to change, and a right answer breaks none."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.metadata.fields import dataset_rules, kegiatan_rules
from ckanext.satudata.tests.metadata.complete import complete_dataset, complete_kegiatan


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"periode_awal": "2024-Q2", "periode_akhir": "2024"}, []),
        ({"periode_awal": "2025", "periode_akhir": "2024"}, [("META-23", "periode_awal")]),
        ({"klasifikasi_akses": "terbatas"}, [("META-30", "dasar_pembatasan")]),
        ({"klasifikasi_akses": "tertutup", "dasar_pembatasan": "UU 14/2008 Pasal 17"}, []),
        ({"pembina_data": "bps"}, []),
        ({"pembina_data": "big"}, [("META-31", "pembina_data")]),
        ({"pembina_data": "big", "jenis_data": "lainnya"}, []),
        ({"indikator_komposit": "ya"}, [("META-61", "indikator_pembangun")]),
        (
            {
                "indikator_komposit": "ya",
                "indikator_pembangun": [{"nama": "UHH"}],
                "variabel_pembangun": [{"nama": "Umur"}],
            },
            [("META-61", "variabel_pembangun")],
        ),
        ({"indikator_komposit": "ya", "indikator_pembangun": [{"nama": "UHH"}]}, []),
        ({"indikator_komposit": "tidak", "variabel_pembangun": [{"nama": "Umur"}]}, []),
        (
            {"indikator_komposit": "tidak", "indikator_pembangun": [{"nama": "UHH"}]},
            [("META-62", "indikator_pembangun")],
        ),
    ],
)
def test_rules_of_a_dataset(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(found.code, found.place) for found in dataset_rules.check(complete_dataset(**changes))] == expected


NOT_A_SURVEY = {
    "cara_pengumpulan_data": "KOMPILASI_PRODUK_ADMINISTRASI",
    "rancangan_sampel": None,
    "metode_pemilihan_sampel": None,
    "metode_probabilitas": None,
    "kerangka_sampel": None,
    "unit_sampel": None,
    "unit_observasi": None,
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"penyelenggaraan": "HANYA_SEKALI"}, [("META-51", "frekuensi_penyelenggaraan")]),
        ({"frekuensi_penyelenggaraan": None}, [("META-52", "frekuensi_penyelenggaraan")]),
        ({"cakupan_pengumpulan": "SELURUH_WILAYAH_INDONESIA"}, [("META-53", "wilayah_kegiatan")]),
        ({"wilayah_kegiatan": []}, [("META-54", "wilayah_kegiatan")]),
        ({"unit_sampel": None}, [("META-55", "unit_sampel")]),
        (NOT_A_SURVEY, []),
        (NOT_A_SURVEY | {"fraksi_sampel": "1/10"}, [("META-56", "fraksi_sampel")]),
        (
            {"metode_pemilihan_sampel": "NONPROBABILITAS"},
            [("META-57", "metode_probabilitas"), ("META-57", "metode_nonprobabilitas")],
        ),
        ({"produk_digital": "ya"}, [("META-58", "rilis_digital")]),
        ({"produk_digital": "ya", "rilis_digital": "2024-12-20"}, []),
        ({"metode_pengumpulan_data": ["wawancara", "lainnya"]}, [("META-59", "metode_pengumpulan_lainnya")]),
        ({"rekomendasi_bps": "ya"}, [("META-60", "identitas_rekomendasi")]),
        ({"jadwal": [{"tahap": "desain", "awal": "2024-05-01", "akhir": "2024-04-01"}]}, [("META-50", "jadwal")]),
        ({"jadwal": [{"tahap": "desain", "awal": "2024-05-01"}]}, []),
    ],
)
def test_skip_and_consistency_rules_of_ms_keg(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(found.code, found.place) for found in kegiatan_rules.check(complete_kegiatan(**changes))] == expected
