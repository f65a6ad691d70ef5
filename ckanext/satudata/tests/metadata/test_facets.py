"""Search over the Satu Data fields in the real Solr: facets, filters, and documents that Solr would have refused."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.conftest import Act, Harvest
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

FACETS = [
    "jenis_data",
    "frekuensi",
    "vocab_topik",
    "vocab_tingkat_penyajian",
    "vocab_prioritas_tahun",
    "vocab_tahun",
    "vocab_wilayah",
    "res_format",
]


def facets(act: Act, organization: dict[str, Any]) -> dict[str, dict[str, int]]:
    found = act(None, "package_search", fq=f"organization:{organization['name']}", **{"facet.field": FACETS})
    return {
        name: {item["name"]: item["count"] for item in facet["items"]} for name, facet in found["search_facets"].items()
    }


def test_datasets_are_counted_by_their_metadata(act: Act, people: People) -> None:
    first = complete_dataset(topik=["kesehatan", "pendidikan"], prioritas_tahun=["2025"], periode_awal="2023")
    second = complete_dataset(
        topik=["kesehatan"], frekuensi="semesteran", periode_awal="2024-S1", periode_akhir="2024-S2"
    )
    for dataset in (first, second):
        act(people.editor, "package_create", **dataset, owner_org=people.opd["id"])

    assert facets(act, people.opd) == {
        "jenis_data": {"statistik": 2},
        "frekuensi": {"tahunan": 1, "semesteran": 1},
        "vocab_topik": {"kesehatan": 2, "pendidikan": 1},
        "vocab_tingkat_penyajian": {"kecamatan": 2},
        "vocab_prioritas_tahun": {"2025": 1},
        "vocab_tahun": {"2024": 2, "2023": 1},
        "vocab_wilayah": {"36": 2, "36.04": 2},
        "res_format": {"CSV": 2},
    }


def test_a_filter_on_a_facet_finds_its_datasets(act: Act, people: People) -> None:
    stored = act(
        people.editor, "package_create", **complete_dataset(prioritas_tahun=["2024"], owner_org=people.opd["id"])
    )

    found = act(
        None, "package_search", fq=f'organization:{people.opd["name"]} vocab_prioritas_tahun:"2024" vocab_tahun:"2020"'
    )

    assert [dataset["id"] for dataset in found["results"]] == [stored["id"]]


def test_texts_and_extras_longer_than_solr_takes_are_indexed(act: Act, harvest: Harvest, people: People) -> None:
    long_text = "kata " * 3900
    extras = [{"key": "riwayat", "value": "x" * 40_000}, {"key": "tanggal_date", "value": "kemarin"}]

    stored = harvest(title="Panjang", notes=long_text, definisi=long_text, extras=extras, owner_org=people.opd["id"])

    found = act(None, "package_search", fq=f"organization:{people.opd['name']}")
    assert [dataset["id"] for dataset in found["results"]] == [stored["id"]]
