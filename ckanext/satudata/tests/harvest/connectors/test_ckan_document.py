"""What of a package dict is content."""

from __future__ import annotations

from ckanext.satudata.harvest.connectors.ckan_document import essential
from ckanext.satudata.tests.harvest.servers import package

BASE = "https://portal.go.id"


def test_what_a_portal_changes_by_itself_is_no_change() -> None:
    before = package(1, num_tags=1, extras=[{"key": "a", "value": "1"}, {"key": "b", "value": "2"}])
    after = package(
        1,
        num_tags=7,
        isopen=False,
        tracking_summary={"total": 9},
        extras=[{"key": "b", "value": "2", "id": "x"}, {"key": "a", "value": "1", "state": "active"}],
        organization={"id": "o1", "name": "dinas-uji", "title": "Dinas Uji", "package_count": 12},
        tags=[{"name": "penduduk", "id": "t", "display_name": "Penduduk"}],
    )

    assert essential(after, BASE) == essential(before, BASE)


def test_what_an_editor_changes_is_a_change() -> None:
    assert essential(package(1, notes="Baru"), BASE) != essential(package(1), BASE)


def test_links_into_the_portal_become_absolute_and_datastore_tables_get_one() -> None:
    resources = [
        {"id": "r1", "url": "/dataset/x/a.csv"},
        {"id": "r2", "url": "_datastore_only_resource", "url_type": "datastore"},
        {"id": "r3", "url": "https://lain.go.id/a.csv"},
    ]

    content = essential(package(1, resources=resources), BASE)

    assert [resource["url"] for resource in content["resources"]] == [
        "https://portal.go.id/dataset/x/a.csv",
        "https://portal.go.id/datastore/dump/r2",
        "https://lain.go.id/a.csv",
    ]


def test_parts_of_a_wrong_type_are_kept_for_the_mapping_to_report() -> None:
    content = essential({"tags": "a,b", "extras": {"a": 1}, "resources": ["x"], "organization": "o"}, BASE)

    assert content == {"tags": "a,b", "extras": {"a": 1}, "resources": ["x"]}
