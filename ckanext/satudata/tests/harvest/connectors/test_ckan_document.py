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


def test_what_another_satu_data_portal_says_about_a_dataset_is_not_part_of_it() -> None:
    judged = package(1, satudata_quality={"met": 3}, satudata_withheld={"files": 2})

    assert essential(judged, BASE) == essential(package(1), BASE)


def test_what_an_editor_changes_is_a_change() -> None:
    assert essential(package(1, notes="Baru"), BASE) != essential(package(1), BASE)


def test_links_into_the_portal_become_absolute_and_datastore_tables_get_one() -> None:
    resources = [
        {"id": "r1", "url": "/dataset/x/a.csv"},
        {"id": "r2", "url": "_datastore_only_resource", "url_type": "datastore"},
        {"id": "r3", "url": "https://lain.go.id/a.csv"},
        {"id": "r4", "url": "", "datastore_active": True},
        {"id": "r5", "url": "/datastore/dump/r5"},
        {"id": "r6", "url": "datastore/dump/r6?bom=True"},
        {"id": "r7", "url": "jumlah penduduk.csv", "url_type": "upload"},
        {"id": "r8", "url": "", "datastore_active": False},
    ]

    content = essential(package(1, id="p1", resources=resources), f"{BASE}/ckan")

    assert [resource["url"] for resource in content["resources"]] == [
        "https://portal.go.id/dataset/x/a.csv",
        "https://portal.go.id/ckan/datastore/dump/r2",
        "https://lain.go.id/a.csv",
        "https://portal.go.id/ckan/datastore/dump/r4",
        "https://portal.go.id/ckan/datastore/dump/r5",
        "https://portal.go.id/ckan/datastore/dump/r6?bom=True",
        "https://portal.go.id/ckan/dataset/p1/resource/r7/download/jumlah%20penduduk.csv",
        "",
    ]


def test_names_and_pairs_of_old_portals_read_like_those_of_new_ones() -> None:
    old = package(1, tags=["gizi", "air"], groups=["kesehatan"], extras={"tahun": "2024"}, organization="dinkes")

    content = essential(old, BASE)

    assert {part: content[part] for part in ("tags", "groups", "extras", "organization")} == {
        "tags": [{"name": "air"}, {"name": "gizi"}],
        "groups": [{"name": "kesehatan"}],
        "extras": [{"key": "tahun", "value": "2024"}],
        "organization": {"name": "dinkes", "title": "dinkes"},
    }


def test_parts_of_a_wrong_type_are_kept_for_the_mapping_to_report() -> None:
    content = essential({"tags": "a,b", "extras": ["a"], "resources": ["x"], "groups": {"a": 1}}, BASE)

    assert content == {"tags": "a,b", "extras": ["a"], "resources": ["x"], "groups": {"a": 1}}
