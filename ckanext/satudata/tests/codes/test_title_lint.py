from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.title_lint import lint


@pytest.mark.parametrize(
    ("title", "problems", "suggestion"),
    [
        ("Penduduk Menurut Jenis Kelamin", [], "Penduduk Menurut Jenis Kelamin"),
        ("Indeks Pembangunan Manusia", [], "Indeks Pembangunan Manusia"),
        ("Tenaga Kependidikan Kabupaten/Kota", [], "Tenaga Kependidikan Kabupaten/Kota"),
        ("utilitas sekolah", [("capitals", "utilitas")], "Utilitas Sekolah"),
        ("Jumlah Guru", [("leading_ukuran", "Jumlah")], "Guru"),
        ("Rata-rata Lama Sekolah", [("leading_ukuran", "Rata-rata")], "Lama Sekolah"),
        ("Guru PAUD", [("abbreviation", "PAUD")], "Guru PAUD"),
        (
            "Guru yg Bersertifikat",
            [("abbreviation", "yg")],
            "Guru yang Bersertifikat",
        ),
        ("Pegawai Semester II 2023", [("period", "Semester II 2023")], "Pegawai"),
        ("Penduduk Kabupaten Serang, 2023", [("period", "2023"), ("region", "Kabupaten Serang")], "Penduduk"),
        ("Panjang Jalan Se-Kabupaten Serang", [("region", "Se-Kabupaten Serang")], "Panjang Jalan"),
        ("Produksi Padi di Jawa Barat", [("region", "Jawa Barat")], "Produksi Padi"),
        (
            "PERSENTASE PENDUDUK MISKIN DI KOTA BANDUNG TAHUN 2020-2023",
            [
                ("capitals", "PERSENTASE PENDUDUK MISKIN DI KOTA BANDUNG TAHUN 2020-2023"),
                ("leading_ukuran", "PERSENTASE"),
                ("period", "TAHUN 2020-2023"),
                ("region", "KOTA BANDUNG"),
            ],
            "Penduduk Miskin",
        ),
        # No region, no year, no abbreviation.
        ("Kota Layak Anak", [], "Kota Layak Anak"),
        ("Masyarakat Papua", [], "Masyarakat Papua"),
        ("Penerapan Undang-Undang Dasar Pasal 1945", [], "Penerapan Undang-Undang Dasar Pasal 1945"),
        ("Kelas IV Sekolah Dasar", [], "Kelas IV Sekolah Dasar"),
        ("Jumlah", [], "Jumlah"),
        ("", [("empty", "")], ""),
    ],
)
def test_each_rule_names_what_breaks_it_and_a_better_title(
    title: str, problems: list[tuple[str, str]], suggestion: str
) -> None:
    result = lint(title)

    assert [(problem.rule.value, problem.fragment) for problem in result.problems] == problems
    assert result.suggestion == suggestion


@given(st.text(max_size=60))
def test_any_title_gets_an_answer_and_a_suggestion_unless_it_is_empty(title: str) -> None:
    result = lint(title)

    assert result.suggestion or not title.strip()
    assert result.problems or result.suggestion == title.strip()


def test_most_titles_of_the_serang_portal_break_a_rule(shared_data: Path) -> None:
    with (shared_data / "serang" / "ckan_catalog.csv").open(encoding="utf-8", newline="") as lines:
        titles = [row["title"] for row in csv.DictReader(lines)][::20]

    broken = Counter(problem.rule.value for title in titles for problem in lint(title).problems)

    assert broken["capitals"] > len(titles) / 3
    assert broken["leading_ukuran"] > len(titles) / 10
    assert all(lint(title).suggestion for title in titles)
