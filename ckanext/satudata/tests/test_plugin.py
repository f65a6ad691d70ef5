"""The wiring: our schemas are found whatever a site configures and in whatever order it names its plugins."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata import helpers
from ckanext.satudata.logic import action, auth, validators
from ckanext.satudata.metadata import schema_files, scheming_options

OURS = "ckanext.satudata.schemas:dataset.yaml ckanext.satudata.schemas:kegiatan.yaml"


@pytest.mark.usefixtures("with_plugins")
def test_a_site_that_only_names_plugins_gets_our_schemas() -> None:
    assert set(tk.h.scheming_dataset_schemas()) == {"dataset", "kegiatan"}
    assert set(tk.h.scheming_organization_schemas()) == {"organization"}


def test_they_are_found_in_the_other_order_too(
    ckan_config: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for option in scheming_options.SCHEMAS:
        monkeypatch.delitem(ckan_config, option, raising=False)
    monkeypatch.setitem(ckan_config, "ckan.plugins", "scheming_organizations scheming_datasets satudata")
    request.getfixturevalue("with_plugins")

    fields = tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]

    assert [field["field_name"] for field in fields] == [field["field_name"] for field in schema_files.dataset_fields()]


@pytest.mark.parametrize(
    ("configured", "option", "expected"),
    [
        ("ckanext.lain:peta.yaml", "scheming.dataset_schemas", f"{OURS} ckanext.lain:peta.yaml"),
        (OURS, "scheming.dataset_schemas", OURS),
        (
            "ckanext.lain:presets.json",
            "scheming.presets",
            "ckanext.lain:presets.json ckanext.satudata.schemas:presets.yaml",
        ),
    ],
)
def test_what_a_site_configures_itself_is_kept_and_prevails(configured: str, option: str, expected: str) -> None:
    config: dict[str, Any] = {option: configured}

    scheming_options.add_ours(config)

    assert config == {option: expected}


def test_an_option_that_is_not_set_is_left_to_its_default() -> None:
    config: dict[str, Any] = {}

    scheming_options.add_ours(config)

    assert config == {}


@pytest.mark.usefixtures("with_plugins")
def test_every_validator_that_a_schema_names_is_registered() -> None:
    expanded = [*tk.h.scheming_dataset_schemas().values(), *tk.h.scheming_organization_schemas().values()]
    named = {
        name.partition("(")[0]
        for schema in expanded
        for part in ("dataset_fields", "resource_fields", "fields")
        for field in schema.get(part, ())
        for each in (field, *field.get("repeating_subfields", ()))
        for key in ("validators", "output_validators")
        for name in (each.get(key) or "").split()
    }

    assert [name for name in sorted(named) if not tk.get_validator(name)] == []
    assert sorted(name for name in named if name.startswith("satudata_")) == sorted(
        set(validators.__all__) - {"satudata_before", "satudata_dataset_rules", "satudata_kegiatan_rules"}
    )


@pytest.mark.parametrize(
    "module", [action, auth, helpers, validators], ids=lambda module: module.__name__.rpartition(".")[2]
)
def test_what_ckan_registers_carries_our_prefix(module: Any) -> None:
    assert [name for name in module.__all__ if not name.startswith("satudata_")] == []


def test_every_action_has_its_authorisation() -> None:
    assert action.__all__ == auth.__all__
