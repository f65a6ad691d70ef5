"""Recorded documents of every kind go through whole runs: taken over once, and unchanged the second time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ckan import model

from ckanext.satudata.harvest import sources
from ckanext.satudata.tests.harvest.conftest import nonzero, run_now
from ckanext.satudata.tests.harvest.connectors.reading import NO_SHARED, SHARED, folder
from ckanext.satudata.tests.harvest.servers import serving

DCAT = SHARED / "dcat"
UDATA = DCAT / "opendatateam__udata/udata/harvest/tests"
ISO = DCAT / "GSA__datagov-harvester/example_data/iso_2_waf"
LISTING = b'<a href="valid_iso1.xml">1</a><a href="valid_iso2.xml">2</a>'
TYPES = {".xml": "application/xml", ".jsonld": "application/ld+json", ".json": "application/json"}

pytestmark = pytest.mark.skipif(not DCAT.exists(), reason=NO_SHARED)


@pytest.mark.usefixtures("with_plugins", "non_clean_db", "loopback_allowed")
@pytest.mark.parametrize(
    ("connector", "files", "records", "needs"),
    [
        ("data_json", {"data.json": DCAT / "GSA__ckanext-datajson/usda.gov.data.json"}, 3, "ijson"),
        ("dcat_rdf", {"catalog.xml": UDATA / "dcat/catalog.xml"}, 4, "ckanext.dcat"),
        ("csw", {"csw": UDATA / "csw_dcat/geonetwork-iso19139-page-5.xml"}, 2, "owslib"),
        ("waf", {name: ISO / name for name in ("valid_iso1.xml", "valid_iso2.xml")}, 2, "owslib"),
        (
            "table_inventory",
            {"daftar.xlsx": DCAT / "datosgobar__pydatajson/tests/samples/catalogo_justicia.xlsx"},
            16,
            "ijson",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_recorded_datasets_are_taken_over_and_are_unchanged_the_second_time(
    opd: dict[str, Any], connector: str, files: Mapping[str, Path], records: int, needs: str
) -> None:
    pytest.importorskip(needs)
    served = {f"/{name}": path.read_bytes() for name, path in files.items()}
    first_file = next(iter(served))
    with serving(folder({"/": LISTING, **served}, TYPES.get(Path(first_file).suffix, "text/plain"))) as url:
        source = sources.create(
            {
                "title": f"Sumber {connector} {opd['name']}",
                "connector": connector,
                "settings": {"url": url if connector == "waf" else f"{url}{first_file}"},
                "mapping": {"default_organization": opd["name"]},
            },
            None,
        )
        model.Session.commit()
        first, second = nonzero(run_now(source)), nonzero(run_now(source))

    assert (first.get("new"), first.get("failed"), second) == (records, None, {"unchanged": records})
