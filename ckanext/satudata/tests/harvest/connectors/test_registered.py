"""What holds for every connector that is registered: its name, its options, its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.satudata.harvest.connectors import Connector, registered
from ckanext.satudata.harvest.settings import parse

DOCS = Path(__file__).resolve().parents[5] / "docs" / "connectors"
OURS = [one for one in registered().values() if type(one).__module__.startswith("ckanext.satudata.")]


def name(connector: Connector) -> str:
    return connector.name


def test_all_kinds_of_sources_are_installed() -> None:
    assert [one.name for one in OURS] == [
        "bps_simdasi",
        "bps_webapi",
        "ckan_api",
        "csw",
        "data_json",
        "dcat_rdf",
        "folder",
        "jabar_api",
        "sipd_ewalidata",
        "table_inventory",
        "waf",
    ]


@pytest.mark.parametrize("connector", OURS, ids=name)
def test_a_connector_is_called_like_its_entry_point_and_its_file(connector: Connector) -> None:
    assert registered()[connector.name] is connector
    assert type(connector).__module__.rpartition(".")[2] == connector.name


@pytest.mark.parametrize("connector", OURS, ids=name)
def test_the_examples_and_defaults_of_its_options_are_valid(connector: Connector) -> None:
    examples = {one.name: one.example for one in connector.settings if one.example}
    required = {one.name: one.example for one in connector.settings if one.required}

    assert set(parse(connector.settings, examples)) == {one.name for one in connector.settings}
    assert {one.name: one.default for one in connector.settings if not one.required} == {
        key: value for key, value in parse(connector.settings, required).items() if key not in required
    }


@pytest.mark.skipif(not DOCS.is_dir(), reason="docs/ is only in a checkout")
@pytest.mark.parametrize("connector", OURS, ids=name)
def test_its_page_explains_every_option(connector: Connector) -> None:
    page = (DOCS / f"{connector.name}.md").read_text(encoding="utf-8")

    assert {one.name for one in connector.settings} - set(re.findall(r"`(\w+)`", page)) == set()
