"""The bundled sample portal, asked over HTTP as a harvester asks it."""

from __future__ import annotations

import collections
import importlib.util
import sys
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import requests

from ckanext.satudata.tests.rig import CHECKOUT


@pytest.fixture(scope="module")
def portal() -> ModuleType:
    spec = importlib.util.spec_from_file_location("satudata_demo_portal", CHECKOUT / "demo" / "portal.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def address(portal: ModuleType) -> Iterator[str]:
    with portal.serve(0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def call(address: str, action: str, **query: Any) -> Any:
    return requests.get(f"{address}/api/3/action/{action}", params=query, timeout=10).json()["result"]


def test_a_harvester_walks_over_every_dataset_once(address: str) -> None:
    sort = "metadata_created asc, id asc"
    found = [
        package["name"]
        for start in range(0, 500, 100)
        for package in call(address, "package_search", rows=100, start=start, sort=sort)["results"]
    ]

    assert len(found) == call(address, "package_search", rows=0)["count"] <= 500
    assert [name for name, times in collections.Counter(found).items() if times > 1] == []


def test_every_table_can_be_downloaded(address: str) -> None:
    tables = [
        resource["url"]
        for package in call(address, "package_search", rows=1000)["results"]
        for resource in package["resources"]
        if resource["url"].startswith(address)
    ]
    downloads = [requests.get(url, timeout=10) for url in tables]

    assert len(tables) == 5
    assert {(answer.status_code, answer.headers["Content-Type"]) for answer in downloads} == {
        (200, "text/csv; charset=utf-8")
    }
    assert [answer.text.count("\n") > 3 for answer in downloads] == [True] * 5


def test_filters_by_organisation_and_by_time_hold(address: str) -> None:
    both = call(
        address, "package_search", rows=500, fq="organization:(dprd-kabupaten-serang OR bapenda-kabupaten-serang)"
    )
    late = call(address, "package_search", rows=500, fq="metadata_modified:[2025-01-01T00:00:00Z TO *]")

    assert {package["organization"]["title"] for package in both["results"]} == {
        "DPRD Kabupaten Serang",
        "BAPENDA Kabupaten Serang",
    }
    assert 0 < late["count"] < 100


def test_it_shows_the_typical_defects(address: str) -> None:
    packages = call(address, "package_search", rows=1000)["results"]
    titles = collections.Counter(package["title"].lower() for package in packages)
    formats = collections.Counter(resource["format"] for package in packages for resource in package["resources"])

    assert sum(1 for times in titles.values() if times > 1) >= 20
    assert sum(1 for package in packages if not package["notes"]) == 5
    assert {"xlxs", ""} <= set(formats)


def test_a_dataset_has_a_page_at_its_source(address: str) -> None:
    page = requests.get(f"{address}/dataset/pdrb-dan-pertumbuhan-ekonomi", timeout=10)

    assert (page.status_code, f'<a href="{address}/berkas/pdrb.csv">' in page.text) == (200, True)


def test_an_unknown_dataset_is_answered_as_ckan_does(address: str) -> None:
    answer = requests.get(f"{address}/api/3/action/package_show", params={"id": "nope"}, timeout=10)

    assert (answer.status_code, answer.json()["error"]["__type"]) == (404, "Not Found Error")


def test_files_outside_the_tables_are_not_served(address: str) -> None:
    assert requests.get(f"{address}/berkas/..%2Fportal.py", timeout=10).status_code == 404
