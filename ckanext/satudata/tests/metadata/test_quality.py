from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ckanext.satudata.codes import title_lint
from ckanext.satudata.metadata import quality, quality_texts
from ckanext.satudata.tests.metadata.complete import complete_dataset

TODAY = date(2025, 3, 1)


def verdicts(same_title: int = 0, **changes: Any) -> dict[str, tuple[bool, str]]:
    criteria = quality.assess(complete_dataset(**changes), today=TODAY, same_title=same_title)
    return {criterion.name: (criterion.met, criterion.reason) for criterion in criteria}


def test_a_complete_and_recent_dataset_meets_all_eight_criteria() -> None:
    assert verdicts() == {
        "standar_data": (True, "standard_complete"),
        "metadata": (True, "metadata_complete"),
        "format_terbuka": (True, "format_open"),
        "kode_referensi": (True, "codes_complete"),
        "keterangan": (True, "notes_good"),
        "mutakhir": (True, "update_current"),
        "bukan_duplikat": (True, "title_unique"),
        "judul": (True, "title_good"),
    }


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"satuan": None}, "standar_data", (False, "standard_missing")),
        ({"satuan": None, "jenis_data": "keuangan"}, "standar_data", (True, "standard_complete")),
        ({"definisi": None, "jenis_data": "keuangan"}, "standar_data", (False, "standard_missing")),
        ({"kontak_produsen": None}, "metadata", (False, "metadata_missing")),
        ({"resources": []}, "format_terbuka", (False, "format_no_resource")),
        ({"resources": [], "klasifikasi_akses": "terbatas"}, "format_terbuka", (True, "format_not_needed")),
        ({"resources": [{"format": "PDF"}]}, "format_terbuka", (False, "format_closed")),
        ({"resources": [{"format": "XLSX"}]}, "format_terbuka", (False, "format_closed")),
        ({"resources": [{"format": ""}]}, "format_terbuka", (False, "format_unnamed")),
        ({"resources": [{"format": "PDF"}, {"format": ".csv"}]}, "format_terbuka", (True, "format_open")),
        ({"cakupan_wilayah": "Serang"}, "kode_referensi", (False, "codes_missing")),
        ({"notes": None}, "keterangan", (False, "notes_missing")),
        ({"notes": "Jumlah Penduduk Menurut Kecamatan"}, "keterangan", (False, "notes_repeat_title")),
        ({"frekuensi": None}, "mutakhir", (False, "update_no_frequency")),
        ({"periode_akhir": "2020"}, "mutakhir", (False, "update_late")),
        ({"frekuensi": "hanya_sekali", "periode_akhir": "2010"}, "mutakhir", (True, "update_not_due")),
        ({"periode_akhir": None, "source_modified": "2024-09-18T07:30:00"}, "mutakhir", (True, "update_current")),
        ({"title": "Jumlah Penduduk Tahun 2023"}, "judul", (False, "title_lint")),
    ],
)
def test_each_criterion_fails_for_its_own_reason(
    changes: dict[str, Any], name: str, expected: tuple[bool, str]
) -> None:
    assert verdicts(**changes)[name] == expected


def test_a_title_that_other_datasets_have_is_a_duplicate() -> None:
    assert verdicts(same_title=2)["bukan_duplikat"] == (False, "title_repeated")


@pytest.mark.parametrize(
    "given", [{}, {"title": None, "resources": None}, {"frekuensi": 7, "resources": [{}], "periode_akhir": "entah"}]
)
def test_a_dataset_with_nothing_in_it_is_judged_without_an_exception(given: dict[str, Any]) -> None:
    assert len(quality.assess(given, today=TODAY, same_title=0)) == len(quality.CRITERIA)


def test_every_reason_and_criterion_has_its_words_and_they_take_the_details() -> None:
    criteria = [
        criterion
        for changes in (
            {},
            {"satuan": None, "resources": [], "notes": None, "frekuensi": None},
            {"periode_akhir": "2020"},
        )
        for criterion in quality.assess(complete_dataset(**changes), today=TODAY, same_title=len(changes))
    ]

    assert sorted(quality_texts.TITLE_RULES) == sorted(rule.value for rule in title_lint.Rule)
    assert list(quality_texts.LABELS) == list(quality.CRITERIA)
    assert [
        quality_texts.REASONS[each.reason].format(**each.details)
        for each in criteria
        if "{" in quality_texts.REASONS[each.reason]
    ]
