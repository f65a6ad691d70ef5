"""Fields with a list, a code or a number: what is taken, what is stored, what is refused with which finding."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.metadata.fields import registry
from ckanext.satudata.tests.metadata.fields.test_text import JSON

DATASET = registry.normalisers_of("dataset")
KEGIATAN = registry.normalisers_of("kegiatan")
RESOURCE = registry.normalisers_of("dataset", "resource_fields")
ORGANIZATION = registry.normalisers_of("organization", "fields")


def told(field: str, value: object, among: Any = DATASET) -> tuple[object, str | None]:
    result = among[field](value, place=field)
    return result.value, result.finding.code if result.finding else None


@pytest.mark.parametrize(
    ("field", "given", "stored"),
    [
        ("frekuensi", "1 Tahun", "tahunan"),
        ("frekuensi", "Kuartalan", "triwulanan"),
        ("frekuensi", "per 3 bulan", "triwulanan"),
        ("frekuensi", "R/P1Y", "tahunan"),
        ("frekuensi", "http://publications.europa.eu/resource/authority/frequency/MONTHLY", "bulanan"),
        ("periode_awal", 2023, "2023"),
        ("periode_awal", "2023-S1", "2023-S1"),
        ("periode_awal", "Triwulan III 2023", "2023-Q3"),
        ("periode_awal", "2023/2024", "2023/2024"),
        ("periode_awal", "2019..2023", "2019"),
        ("periode_akhir", "2019..2023", "2023"),
        ("cakupan_wilayah", "36.04", "36.04"),
        ("cakupan_wilayah", "3604", "36.04"),
        ("cakupan_wilayah", "3604240", "36.04.09"),
        ("cakupan_wilayah", "360405", "36.04.05"),
        ("cakupan_wilayah", "KAB. SERANG", "36.04"),
        ("cakupan_wilayah", "Indonesia", "00"),
        ("kode_sds", "sd00316 01 00", "SD00316.01.00"),
        ("kode_sds", "N/A", None),
        ("satuan", "%", "Persen"),
        ("satuan", "jiwa", "Orang"),
        ("satuan", "Ha", "Hektare"),
        ("ukuran", "presentase", "Persentase"),
        ("klasifikasi_akses", "publik", "terbuka"),
        ("klasifikasi_akses", "RESTRICTED", "terbatas"),
        ("pembina_data", "BPS Kabupaten Serang", "bps"),
        ("jenis_data", "Data Geospasial", "geospasial"),
        ("urusan", "Urusan Komunikasi dan Informatika", "2.16"),
        ("topik", "kesehatan, Pendidikan", ["kesehatan", "pendidikan"]),
        ("tingkat_penyajian", ["Kab/Kota", "kecamatan"], ["kabkota", "kecamatan"]),
        ("prioritas_tahun", "2026; 2025", ["2025", "2026"]),
        ("prioritas_tahun", "PRIORITAS 2023", ["2023"]),
        ("identitas_rekomendasi", "v-23.1600.4", "V-23.1600.004"),
        ("jadwal_rilis", "31 Desember 2026", "2026-12-31"),
        ("jadwal_rilis", "31/12/2026", "2026-12-31"),
        ("license_id", "http://creativecommons.org/licenses/by/4.0/", "cc-by"),
        ("indikator_komposit", True, "ya"),
        ("indikator_komposit", "2", "tidak"),
    ],
)
def test_usual_spellings_become_the_canonical_value(field: str, given: object, stored: object) -> None:
    assert told(field, given) == (stored, None)


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("frekuensi", "kadang", "META-21"),
        ("frekuensi", ["tahunan"], "META-13"),
        ("periode_awal", "tahun lalu", "META-22"),
        ("cakupan_wilayah", "99.99", "META-24"),
        ("cakupan_wilayah", "Serang", "META-25"),
        ("cakupan_wilayah", "1101", "META-25"),
        ("kode_sds", "SDX", "META-26"),
        ("klasifikasi_akses", "mungkin", "META-20"),
        ("jenis_data", {"a": 1}, "META-13"),
        ("prioritas_tahun", "1999", "META-33"),
        ("identitas_rekomendasi", "sudah", "META-32"),
        ("jadwal_rilis", "2026-02-30", "META-35"),
        ("license_id", "milik kami", "META-34"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_finding(field: str, given: object, code: str) -> None:
    assert told(field, given) == (None, code)


@pytest.mark.parametrize(
    ("field", "given", "stored", "code"),
    [
        ("satuan", "Traktor Roda Empat", "Traktor Roda Empat", "META-28"),
        ("ukuran", "Skor Kematangan", "Skor Kematangan", "META-29"),
        ("topik", ["kesehatan", "astrologi"], ["kesehatan"], "META-20"),
    ],
)
def test_open_lists_keep_what_they_do_not_know_with_a_remark(
    field: str, given: object, stored: object, code: str
) -> None:
    assert told(field, given) == (stored, code)


@pytest.mark.parametrize(
    ("among", "field", "given", "expected"),
    [
        (RESOURCE, "format", ".xlxs", ("XLSX", "META-16")),
        (RESOURCE, "format", "CSV", ("CSV", None)),
        (RESOURCE, "format", "entah", ("entah", "META-17")),
        (RESOURCE, "status_angka", "**", ("sangat_sementara", None)),
        (RESOURCE, "periode", "2019-2023", ("2019..2023", None)),
        (KEGIATAN, "tahun_kegiatan", "2024", ("2024", None)),
        (KEGIATAN, "tahun_kegiatan", "24", (None, "META-36")),
        (KEGIATAN, "jumlah_enumerator", " 029 ", ("29", None)),
        (KEGIATAN, "email_penyelenggara", "mailto:dinkes@serangkab.go.id", ("dinkes@serangkab.go.id", None)),
        (KEGIATAN, "email_penyelenggara", "dinkes di gmail", (None, "META-19")),
        (KEGIATAN, "cara_pengumpulan_data", "2", ("SURVEI", None)),
        (KEGIATAN, "sarana_pengumpulan_data", "capi; lainnya", (["CAPI", "lainnya"], None)),
        (KEGIATAN, "wilayah_kegiatan", "36.04\n36.73", (["36.04", "36.73"], None)),
        (ORGANIZATION, "jenis_organisasi", "Dinas", ("opd", None)),
        (ORGANIZATION, "kode_bps", "3604220", ("3604220", None)),
        (ORGANIZATION, "kode_bps", "36.04.05", (None, "META-38")),
    ],
)
def test_fields_of_resources_activities_and_organisations(
    among: Any, field: str, given: object, expected: tuple[object, str | None]
) -> None:
    assert told(field, given, among) == expected


def test_an_ambiguous_region_is_never_guessed_but_its_candidates_are_named() -> None:
    found = DATASET["cakupan_wilayah"]("Serang", place="cakupan_wilayah").finding

    assert found is not None
    assert {"36.04 Kabupaten Serang", "36.73 Kota Serang"} <= set(found.details["candidates"].split("; "))


@given(st.sampled_from(sorted(DATASET)), JSON)
def test_no_normaliser_raises_and_twice_is_once(field: str, value: object) -> None:
    once = DATASET[field](value, place=field)

    if once.value is not None:
        assert DATASET[field](once.value, place=field).value == once.value


@pytest.mark.parametrize(
    "field",
    ["kode_sds", "identitas_rekomendasi", "topik", "prioritas_tahun", "klasifikasi_akses", "frekuensi", "satuan"],
)
@pytest.mark.parametrize("given", [True, {"a": 1}, [{"a": 1}]], ids=str)
def test_a_value_of_a_wrong_kind_is_never_dropped_in_silence(field: str, given: object) -> None:
    value, code = told(field, given)

    assert (value, code is None) == (None, False)


@pytest.mark.parametrize(
    "field", ["kode_sds", "identitas_rekomendasi", "klasifikasi_akses", "frekuensi", "jadwal_rilis"]
)
@pytest.mark.parametrize("given", ["-", "N/A", "belum ada", "  "])
def test_a_sign_for_nothing_is_an_empty_field(field: str, given: str) -> None:
    assert told(field, given) == (None, None)
