"""The search document: what Solr gets of a dataset."""

from __future__ import annotations

import json
from typing import Any

from ckanext.satudata.metadata import indexing
from ckanext.satudata.tests.metadata.complete import complete_dataset


def document(dataset: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A document as CKAN makes it: every extra under its name and as `extras_…`."""
    core = {"title", "notes", "type", "resources"}
    extras = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in dataset.items()
        if name not in core
    }
    return {
        "title": dataset["title"],
        "notes": dataset["notes"],
        "type": "dataset",
        "validated_data_dict": json.dumps(dataset),
        **extras,
        **{f"extras_{name}": value for name, value in extras.items()},
        **more,
    }


def test_codes_stay_single_facets_lists_become_vocabularies_and_long_texts_go() -> None:
    dataset = complete_dataset(topik=["kesehatan"], prioritas_tahun=["2025"], variabel_pembangun=[{"nama": "Umur"}])

    indexed = indexing.index_document(document(dataset))

    bare = {name: value for name, value in indexed.items() if not name.startswith("extras_")}
    del bare["validated_data_dict"], bare["notes"]
    assert bare == {
        "title": "Penduduk Menurut Kecamatan",
        "type": "dataset",
        "jenis_data": "statistik",
        "frekuensi": "tahunan",
        "klasifikasi_akses": "terbuka",
        "cakupan_wilayah": "36.04",
        "vocab_topik": ["kesehatan"],
        "vocab_tingkat_penyajian": ["kecamatan"],
        "vocab_prioritas_tahun": ["2025"],
        "vocab_tahun": ["2019", "2020", "2021", "2022", "2023", "2024"],
        "vocab_wilayah": ["36", "36.04"],
    }


def test_a_foreign_extra_longer_than_solr_takes_stays_searchable_as_text_only() -> None:
    indexed = indexing.index_document(document(complete_dataset(), riwayat="x" * 40_000, extras_riwayat="x" * 40_000))

    assert ("riwayat" in indexed, "extras_riwayat" in indexed) == (False, True)


def test_a_dict_is_never_sent_because_solr_would_read_it_as_an_update() -> None:
    assert "aneh" not in indexing.index_document(document(complete_dataset(), aneh={"set": 1}))


def test_dirty_periods_give_no_years() -> None:
    assert "vocab_tahun" not in indexing.index_document(
        document(complete_dataset(periode_awal="9999", periode_akhir="entah"))
    )


def test_other_package_types_keep_their_fields() -> None:
    given = {"type": "harvest", "konsep": "x", "extras_konsep": "x", "validated_data_dict": '{"type": "harvest"}'}

    assert indexing.index_document(dict(given)) == given


def test_a_harvested_dataset_is_as_new_as_at_its_source() -> None:
    dataset = complete_dataset(source_modified="2024-09-10T07:00:00+07:00", metadata_modified="2026-11-22T08:00:00")

    assert indexing.index_document(document(dataset))["last_change_date"] == "2024-09-10T00:00:00.000Z"
