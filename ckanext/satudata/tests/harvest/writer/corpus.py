"""Datasets to write: real catalogues, dressed with the fields of our schema, and awkward ones made by hand."""

from __future__ import annotations

import csv
import gzip
import json
import random
import uuid
from pathlib import Path
from typing import Any

import pytest

from ckanext.satudata.metadata.lenient import clean_dataset
from ckanext.satudata.tests.rig import CHECKOUT

SHARED = CHECKOUT.parent / "shared" / "data"
CORE = (
    "title", "notes", "author", "author_email", "maintainer", "maintainer_email", "license_id", "url", "version",
    "private",
)  # fmt: skip
NOT_OF_A_RESOURCE = ("package_id", "revision_id", "tracking_summary", "metadata_modified")

Dataset = dict[str, Any]


def dados_gov_br() -> list[Dataset]:
    """820 packages as dados.gov.br's API gave them: many resources, free extras, groups, dirty formats."""
    path = _needed(SHARED / "ckan_api" / "dados_gov_br" / "packages_820.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def serang() -> list[Dataset]:
    """4,203 rows of the catalogue of Kabupaten Serang; resources are made up, as the list has only their number."""
    path = _needed(SHARED / "serang" / "ckan_catalog.csv")
    with path.open(encoding="utf-8", newline="") as rows:
        return [_serang_dataset(row) for row in csv.DictReader(rows)]


def sample(datasets: list[Dataset], size: int) -> list[Dataset]:
    """The same datasets in every run, from all parts of the list."""
    return random.Random(39).sample(datasets, size)


def dressed(source: Dataset, *, number: int, owner_org: str, run: str) -> Dataset:
    """A dataset as a harvest would ask for it: a name and ids of its own, and values in most fields of our schema."""
    namespace = uuid.uuid5(uuid.NAMESPACE_OID, run)
    dataset = {key: source[key] for key in CORE if key in source}
    dataset |= {
        "id": str(uuid.uuid5(namespace, str(number))),
        "name": f"{run}-{number}",
        "type": "dataset",
        "owner_org": owner_org,
        "tags": [{"name": tag["name"]} for tag in source["tags"]],
        "groups": [{"name": group["name"]} for group in source.get("groups", ())],
        "extras": _once_each(source.get("extras", ())),
        "resources": [
            {key: value for key, value in resource.items() if key not in NOT_OF_A_RESOURCE}
            | {"id": str(uuid.uuid5(namespace, f"{number}/{position}"))}
            | {"periode": "2024", "status_angka": "tetap", "kolom": [{"nama": "Jumlah", "satuan": "jiwa"}]}
            for position, resource in enumerate(source["resources"])
        ],
    }
    # The harvest mends a record as far as it can before it writes it.
    return dict(clean_dataset(dataset | satu_data(number)).dataset)


def satu_data(number: int) -> Dataset:
    """Values for the fields of our schema, valid ones."""
    return {
        "jenis_data": "statistik",
        "jenis_statistik": "sektoral",
        "kode_indikator": f"1.02.{number:06}",
        "urusan": "2.12",
        "konsep": "Penduduk",
        "definisi": "Orang yang berdomisili di wilayah",
        "klasifikasi": ["Jenis kelamin", "Kecamatan"],
        "ukuran": "Jumlah",
        "satuan": "jiwa",
        "walidata": "Diskominfo",
        "unit_produsen": "Bidang Data",
        "frekuensi": "tahunan",
        "jadwal_rilis": "2024-03-01",
        "periode_awal": "2020",
        "periode_akhir": "2023",
        "cakupan_wilayah": "36.04",
        "klasifikasi_akses": "terbuka",
        "prioritas_tahun": ["2023", "2024"],
        "sumber_referensi": ["RPJMD"],
        "interpretasi": "Makin besar makin banyak",
        "metode_perhitungan": "Pencacahan",
        "indikator_komposit": "ya",
        "indikator_pembangun": [
            {"nama": "Laki-laki", "sumber_publikasi": "DKB"},
            {"nama": "Perempuan", "sumber_publikasi": ""},
        ],
        "variabel_pembangun": [{"nama": "Jenis kelamin", "kegiatan_penghasil": "Adminduk"}],
        "guid": f"guid-{number}",
        "harvest_source_id": "source",
        "harvest_source_title": "Portal Uji",
        "source_url": f"https://portal.test/dataset/{number}",
        "source_modified": "2024-01-02T03:04:05",
    }


def _serang_dataset(row: dict[str, str]) -> Dataset:
    formats = ("CSV", "XLSX", "JSON", "PNG")
    words = sorted({word.lower() for word in row["title"].split() if word.isalpha() and len(word) > 4})
    return {
        "title": row["title"],
        "notes": row["notes"],
        "license_id": "cc-by",
        "tags": [{"name": word} for word in words[:4]],
        "resources": [
            {
                "name": f"{row['title'][:60]} {2021 + position}",
                "url": f"http://portal.test/{row['name']}/{2021 + position}",
                "format": formats[position % len(formats)],
                "created": "2023-01-02T00:00:00",
                "size": None,
                "mimetype": None,
            }
            for position in range(int(row["num_resources"] or 0))
        ],
    }


def _once_each(extras: Any) -> list[dict[str, Any]]:
    found = {extra["key"]: extra["value"] for extra in extras}
    return [{"key": key, "value": value} for key, value in found.items()]


def _needed(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"the catalogue {path.name} is not on this machine")
    return path
