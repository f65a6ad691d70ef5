"""Another portal takes us over: stock ckanext-harvest, in a plain CKAN without anything of ours, harvests /sdi."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ckan.tests.helpers import call_action

from ckanext.satudata.embedded.servers import Servers
from ckanext.satudata.tests.exchange.conftest import as_site_user, publish, unique

STOCK_HARVEST = Path(__file__).resolve().parents[4] / "bench" / "peers" / "stock_harvest.py"

pytestmark = [
    pytest.mark.usefixtures("non_clean_db", "with_plugins"),
    pytest.mark.skipif(not STOCK_HARVEST.exists(), reason="bench/ is only in a checkout"),
]


class PlainPortal:
    """A CKAN with `harvest ckan_harvester` in a process of its own, with its own database and core."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def harvest(self, url: str, office: dict[str, Any], *options: str) -> dict[str, Any]:
        """One harvest job for the datasets of the office, and those that the portal has afterwards, by id.

        Not for all: other tests leave thousands, of which the stock harvester takes a few in a second.
        """
        done = subprocess.run(
            [sys.executable, STOCK_HARVEST, url, "--show", "--organization", office["name"], *options],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        report = json.loads(done.stdout.splitlines()[-1])
        report["datasets"] = {dataset["id"]: dataset for dataset in report["datasets"]}
        return report


@pytest.fixture
def plain_portal(servers: Servers) -> Iterator[PlainPortal]:
    name = unique("plain").replace("-", "_")
    theirs = servers.tenant(name).environment()
    foreign = {key: value for key, value in os.environ.items() if not key.startswith("CKAN")}
    yield PlainPortal(foreign | theirs)
    servers.solr.drop_core(name)
    for database in (name, f"{name}_datastore"):
        servers.postgres.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def test_the_stock_harvester_imports_our_datasets_with_their_sdi_metadata(
    plain_portal: PlainPortal, address: str, office: dict[str, Any]
) -> None:
    free = [{"key": "harvest_object_id", "value": "of an earlier harvest"}, {"key": "catatan", "value": "uji"}]
    whole = publish(office, guid="opd-17", harvest_source_title="Disdukcapil - CKAN", extras=free)
    restricted = publish(office, klasifikasi_akses="tertutup", dasar_pembatasan="UU 14/2008 Pasal 17")
    hidden = publish(office, private=True)

    first = plain_portal.harvest(f"{address}/sdi", office, "--create-organizations")

    assert first["errors"] == []
    assert hidden["id"] not in first["datasets"]
    got = first["datasets"][whole["id"]]
    assert {key: got[key] for key in ("title", "notes", "license_id", "url")} == {
        "title": whole["title"],
        "notes": whole["notes"],
        "license_id": "cc-by",
        "url": f"http://satudata.test/dataset/{whole['name']}",
    }
    assert [(row["name"], row["format"], row["url"]) for row in got["resources"]] == [
        ("Penduduk 2024", "CSV", "https://opd.example/penduduk-2024.csv")
    ]
    assert got["organization"]["title"] == office["title"]
    assert first["datasets"][restricted["id"]]["resources"] == []
    extras = {extra["key"]: extra["value"] for extra in got["extras"]}
    assert {key: extras.get(key) for key in NATIONAL} == NATIONAL | {"guid": whole["guid"]}
    # Theirs, not ours: who harvested a dataset is told by the portal that did.
    assert extras["harvest_source_title"] == "The source"
    assert extras["harvest_object_id"] != "of an earlier harvest"


def test_the_stock_harvester_follows_our_changes(
    plain_portal: PlainPortal, address: str, office: dict[str, Any]
) -> None:
    dataset = publish(office)
    plain_portal.harvest(f"{address}/sdi", office)
    call_action("package_patch", as_site_user(), id=dataset["id"], satuan="Keluarga")

    second = plain_portal.harvest(f"{address}/sdi", office)

    extras = {extra["key"]: extra["value"] for extra in second["datasets"][dataset["id"]]["extras"]}
    assert (second["errors"], extras["satuan"]) == ([], "Keluarga")


NATIONAL = {
    "guid": "",
    "produsen_data_name": "Dinas Kependudukan dan Pencatatan Sipil",
    "prioritas_tahun": "2024, 2025",
    "accesslevel": "public",
    "accessRights": "Terbuka",
    "jenis": "Statistik",
    "theme": "Kesehatan",
    "id_sds": "SD00316.01.00",
    "ukuran": "Jumlah",
    "satuan": "Orang",
    "accrualPeriodicity": "R/P1Y",
    "temporal_start": "2019",
    "temporal_end": "2024",
    "kode_wilayah": "36.04",
    "tingkat_penyajian": "Kecamatan",
    "apakah_indikator_komposit": "Tidak",
    "catatan": "uji",
}
