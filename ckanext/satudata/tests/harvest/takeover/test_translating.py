"""What the settings of ckanext-harvest are here, and what is said of those that are nothing here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ckanext.satudata.harvest.mapping.dataset import Target
from ckanext.satudata.harvest.takeover.old_tables import Link, OldSource
from ckanext.satudata.harvest.takeover.translating import guid_here, translate

TARGET = Target(fields=frozenset({"jenis_data", "walidata"}), resource_fields=frozenset(), groups=frozenset())


def old(kind: str = "ckan", frequency: str = "DAILY", organization: str = "dinkes", **config: Any) -> OldSource:
    return OldSource(
        id="1",
        name="dinas-kesehatan",
        title="Dinas  Kesehatan",
        url="https://data.example.go.id",
        kind=kind,
        active=True,
        frequency=frequency,
        organization=organization,
        config=config,
    )


def test_a_source_keeps_name_address_schedule_and_organisation() -> None:
    found = translate(old(), TARGET)

    assert (found.data, found.remarks) == (
        {
            "connector": "ckan_api",
            "title": "Dinas Kesehatan",
            "name": "dinas-kesehatan",
            "schedule": "daily",
            "active": True,
            "settings": {"url": "https://data.example.go.id"},
            "mapping": {"default_organization": "dinkes"},
        },
        [],
    )


@pytest.mark.parametrize(
    ("config", "settings", "mapping"),
    [
        ({"organizations_filter_include": ["dinkes"]}, {"organizations": ["dinkes"]}, {}),
        ({"default_tags": [{"name": "serang"}, "banten"]}, {}, {"default_tags": ["serang", "banten"]}),
        ({"remote_orgs": "create"}, {}, {"unknown_organization": "create"}),
        ({"remote_orgs": "only_local"}, {}, {}),
        ({"default_extras": {"jenis_data": "statistik"}}, {}, {"default_fields": {"jenis_data": "statistik"}}),
        (
            {"default_extras": {"jenis_data": "statistik"}, "override_extras": True},
            {},
            {"fixed_fields": {"jenis_data": "statistik"}},
        ),
        ({"force_all": True, "user": "harvest", "api_version": 1, "clean_tags": True, "read_only": True}, {}, {}),
        ({"groups_filter_include": []}, {}, {}),
    ],
)
def test_what_is_the_same_here_is_taken_over_without_a_word(
    config: dict[str, Any], settings: dict[str, Any], mapping: dict[str, Any]
) -> None:
    found = translate(old(**config), TARGET)

    assert found.data is not None
    assert (found.data["settings"], found.data["mapping"], found.remarks) == (
        {"url": "https://data.example.go.id", **settings},
        {"default_organization": "dinkes", **mapping},
        [],
    )


@pytest.mark.parametrize(
    ("source", "remarks"),
    [
        (old(api_key="sangat-rahasia"), ["api_key: a secret, which was not taken over."]),
        (old(remote_groups="create"), ["remote_groups: there is nothing like it here; it was left out."]),
        (
            old(kind="csw", organizations_filter_include=["a"]),
            ["organizations_filter_include: there is nothing like it here; it was left out."],
        ),
        (
            old(default_extras={"encoding": "utf8"}),
            ["default_extras: encoding is no field here; it was left out."],
        ),
        (old(frequency="BIWEEKLY"), ["Frequency BIWEEKLY: here it is “weekly”."]),
        (old(frequency="YEARLY"), ["Frequency YEARLY: here it is “manual”."]),
        (
            old(organization=""),
            ["The source has no organisation; organisations that are not recognised are created."],
        ),
    ],
)
def test_what_is_nothing_here_is_named(source: OldSource, remarks: list[str]) -> None:
    found = translate(source, TARGET)

    assert found.remarks == remarks
    assert "sangat-rahasia" not in json.dumps([found.data, found.remarks])


def test_a_kind_that_is_not_read_here_is_left_out() -> None:
    found = translate(old(kind="gemini-single"), TARGET)

    assert (found.data, found.remarks) == (None, ["There is no kind of source here that reads “gemini-single”."])


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("ckan", {"id": "lain"}, "guid"),
        ("csw", {}, "guid"),
        ("dcat_json", {"identifier": "https://a.go.id/1"}, "https://a.go.id/1"),
        ("dcat_json", {"title": "Tanpa"}, "guid"),
        ("dcat_rdf", {"extras": [{"key": "uri", "value": "https://a.go.id/2"}]}, "https://a.go.id/2"),
        ("dcat_rdf", "no JSON", "guid"),
    ],
)
def test_a_record_has_the_name_that_our_connector_gives_it(kind: str, content: Any, expected: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)

    assert guid_here(kind, Link(guid="guid", content=text, package_id="1", organization_id=None)) == expected
