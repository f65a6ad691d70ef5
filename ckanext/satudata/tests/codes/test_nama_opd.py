from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.nama_opd import canonical, key, score


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("DINDIKBUD Kab. Serang", "Dinas Pendidikan dan Kebudayaan Kabupaten Serang"),
        ("Dinas Kebudayaan & Pendidikan", "Dinas Pendidikan dan Kebudayaan"),
        ("Dinkes", "DINAS KESEHATAN KABUPATEN SERANG"),
        ("Disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil"),
        ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
        ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah Kabupaten Serang"),
        ("Satpol PP", "Satuan Polisi Pamong Praja Kabupaten Serang"),
        ("RSUD dr. Drajat Prawiranegara", "Rumah Sakit Umum Daerah Drajat Prawiranegara"),
        ("Diskominfosatik", "Dinas Komunikasi, Informatika, Persandian dan Statistik"),
        ("DISKOUMPERINDAG Kabupaten Serang", "Dinas Koperasi, Usaha Mikro, Perindustrian dan Perdagangan"),
        ("Setwan", "Sekretariat DPRD Kabupaten Serang"),
        ("dinas pemuda, olah raga dan pariwisata", "Disporapar"),
    ],
)
def test_two_names_of_one_office_are_equal(first: str, second: str) -> None:
    assert (score(first, second), key(first)) == (1.0, key(second))


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        ("PUPR", "Dinas Pekerjaan Umum dan Penataan Ruang", 0.9, 0.99),
        ("Badan Pusat Statitistik", "BPS Kabupaten Serang", 0.9, 0.99),
        ("Sekretariat", "Sekretariat Daerah Kabupaten Serang", 0.5, 0.8),
        ("Sekretariat Daerah", "Sekretariat DPRD", 0.0, 0.5),
        ("Dinas Sosial", "Dinas Kesehatan", 0.0, 0.3),
        ("Dinas Perikanan", "Dinas Perhubungan", 0.0, 0.3),
        ("Dinas Kesehatan Kota Serang", "Dinas Kesehatan Kabupaten Serang", 0.5, 0.5),
        ("", "", 0.0, 0.0),
    ],
)
def test_likeness_lies_where_a_person_would_put_it(first: str, second: str, least: float, most: float) -> None:
    assert least <= score(first, second) <= most


def test_a_name_that_is_nothing_but_a_region_keeps_it() -> None:
    assert canonical("Kabupaten Serang").words == {"kabupaten", "serang"}


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_does_not_depend_on_the_order(first: str, second: str) -> None:
    assert 0 <= score(first, second) <= 1
    assert key(key(first)) == key(first) or canonical(first).region
    assert score(first, first) in (0.0, 1.0)


def test_no_two_offices_of_the_serang_portal_are_taken_for_one(shared_data: Path) -> None:
    with (shared_data / "serang" / "ckan_catalog.csv").open(encoding="utf-8", newline="") as lines:
        names = sorted({row["organization"] for row in csv.DictReader(lines)})

    alike = [(one, other) for place, one in enumerate(names) for other in names[:place] if score(one, other) >= 0.7]

    assert (len(names), alike) == (31, [])
