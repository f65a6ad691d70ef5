"""/sdi answers like CKAN's action API, for public datasets only."""

from __future__ import annotations

from typing import Any

import pytest

from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.satudata.tests.exchange.conftest import as_site_user, publish, unique

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")

SDI = "/sdi/api/3/action"
WHOLE_ONCE = {
    "cara_pengumpulan_data": "KOMPILASI_PRODUK_ADMINISTRASI",
    "cakupan_pengumpulan": "SELURUH_WILAYAH_INDONESIA",
    "penyelenggaraan": "HANYA_SEKALI",
}
"""A kegiatan that has to answer none of the questions on repetition, region and sample."""


@pytest.mark.parametrize("base", ["/sdi/api/3/action", "/sdi/api/action"])
def test_a_dataset_is_shown_with_its_metadata_as_extras(
    base: str, app: CKANTestApp, penduduk: dict[str, Any], office: dict[str, Any]
) -> None:
    shown = ask(app, "package_show", {"id": penduduk["name"]}, base=base)

    assert {extra["key"]: extra["value"] for extra in shown.pop("extras")} == {
        "guid": penduduk["id"],
        "dcat_issued": penduduk["metadata_created"],
        "dcat_modified": penduduk["metadata_modified"],
        "dcat_publisher_name": office["title"],
        "produsen_data_name": office["title"],
        "prioritas_tahun": "2024, 2025",
        "accesslevel": "public",
        "accessRights": "Terbuka",
        "jenis": "Statistik",
        "theme": "Kesehatan",
        "kategori": "Kesehatan",
        "id_sds": "SD00316.01.00",
        "konsep": "Penduduk",
        "definisi": "Semua orang yang berdomisili di Kabupaten Serang.",
        "kontak_produsen": "disdukcapil@opd.example",
        "klasifikasi": "Wilayah; Jenis Kelamin",
        "variabel_disaggregasi": "Wilayah; Jenis Kelamin",
        "ukuran": "Jumlah",
        "satuan": "Orang",
        "accrualPeriodicity": "R/P1Y",
        "frekuensi": "Tahunan",
        "temporal_start": "2019",
        "temporal_end": "2024",
        "kode_wilayah": "36.04",
        "cakupan_wilayah": "Kabupaten Serang",
        "tingkat_penyajian": "Kecamatan",
        "apakah_indikator_komposit": "Tidak",
    }
    assert {key: shown[key] for key in ("id", "name", "title", "notes", "license_id", "num_resources")} == {
        key: penduduk[key] for key in ("id", "name", "title", "notes", "license_id", "num_resources")
    }


def test_search_and_show_tell_the_same_of_a_dataset(app: CKANTestApp, penduduk: dict[str, Any]) -> None:
    shown = ask(app, "package_show", {"id": penduduk["id"]})

    found = ask(app, "package_search", {"fq": f"id:{penduduk['id']}"})

    assert found["results"] == [shown]


def test_paging_sorting_filters_and_facets_are_those_of_ckan(app: CKANTestApp, office: dict[str, Any]) -> None:
    for title in ("Jumlah C", "Jumlah A", "Jumlah B"):
        publish(office, title=title)
    query = {
        "fq": f"organization:{office['name']}",
        "sort": "title_string asc",
        "rows": 2,
        "start": 1,
        "facet.field": ["res_format"],
    }

    got = answer_of(app.post(f"{SDI}/package_search", json=query))["result"]

    assert (got["count"], [row["title"] for row in got["results"]]) == (3, ["Jumlah B", "Jumlah C"])
    assert got["facets"] == {"res_format": {"CSV": 3}}


def test_what_is_not_public_is_not_found_by_anybody(app: CKANTestApp, office: dict[str, Any]) -> None:
    hidden = [
        publish(office, private=True),
        publish(office, state="draft"),
        kegiatan(office),
    ]
    everything = {"include_private": True, "include_drafts": True, "fq": f"+state:* +owner_org:{office['id']}"}
    token = {"Authorization": factories.SysadminWithToken()["token"]}

    found = answer_of(app.post(f"{SDI}/package_search", json=everything, headers=token))["result"]
    listed = answer_of(app.get(f"{SDI}/package_list", headers=token))["result"]
    shown = [
        app.get(f"{SDI}/package_show", query_string={"id": package["id"]}, headers=token).status_code
        for package in hidden
    ]

    assert (found["count"], set(listed) & {package["name"] for package in hidden}, set(shown)) == (0, set(), {404})


def test_restricted_data_are_described_without_their_files(app: CKANTestApp, office: dict[str, Any]) -> None:
    ground = "UU 14/2008 Pasal 17 huruf h"
    dataset = publish(office, klasifikasi_akses="terbatas", dasar_pembatasan=ground)

    shown = ask(app, "package_show", {"id": dataset["id"]})
    resource = app.get(f"{SDI}/resource_show", query_string={"id": dataset["resources"][0]["id"]}, status=404)

    extras = {extra["key"]: extra["value"] for extra in shown["extras"]}
    assert (extras["accesslevel"], extras["dasar_pembatasan"], shown["resources"]) == ("terbatas", ground, [])
    assert answer_of(resource)["error"]["__type"] == "Not Found Error"


def test_an_open_file_is_shown(app: CKANTestApp, penduduk: dict[str, Any]) -> None:
    resource = penduduk["resources"][0]

    shown = ask(app, "resource_show", {"id": resource["id"]})

    assert (shown["url"], shown["format"]) == (resource["url"], "CSV")


def test_names_are_listed_page_by_page(app: CKANTestApp, office: dict[str, Any]) -> None:
    publish(office)
    everything = ask(app, "package_list")

    pages = [ask(app, "package_list", {"limit": 1, "offset": n}) for n in (0, 1)]

    assert [name for page in pages for name in page] == everything[:2]
    assert everything == sorted(everything)
    assert ask(app, "package_list", {"limit": 10**30}) == everything


def test_an_organization_shows_its_public_datasets_and_no_people(
    app: CKANTestApp, office: dict[str, Any], penduduk: dict[str, Any]
) -> None:
    publish(office, private=True)
    query = {"id": office["name"], "include_datasets": "true", "include_users": "true"}

    shown = ask(app, "organization_show", query)

    assert (shown["package_count"], [package["id"] for package in shown["packages"]]) == (1, [penduduk["id"]])
    assert "users" not in shown
    extras = {extra["key"]: extra["value"] for extra in shown["extras"]}
    assert extras == {"jenis_organisasi": "opd", "alias": "Disdukcapil; Dukcapil"}


def test_a_filter_with_spaces_is_one_filter(app: CKANTestApp, penduduk: dict[str, Any]) -> None:
    filters = ["metadata_modified:[NOW-1HOUR TO *]", f"id:{penduduk['id']}"]

    once = ask(app, "package_search", {"fq_list": filters[0], "fq": filters[1]})
    twice = ask(app, "package_search", {"fq_list": filters})

    assert (once["count"], twice["count"]) == (1, 1)


def test_all_organizations_come_with_the_number_of_their_public_datasets(
    app: CKANTestApp, office: dict[str, Any], penduduk: dict[str, Any]
) -> None:
    query = {"all_fields": "true", "organizations": [office["name"]], "include_users": "true"}

    listed = ask(app, "organization_list", query)

    assert [(row["name"], row["package_count"]) for row in listed] == [(office["name"], 1)]
    assert office["name"] in ask(app, "organization_list")


def test_a_group_is_shown_like_an_organization(app: CKANTestApp, office: dict[str, Any]) -> None:
    group = factories.Group(name=unique("data-prioritas"))
    publish(office, groups=[{"name": group["name"]}])

    shown = ask(app, "group_show", {"id": group["id"]})
    listed = ask(app, "group_list", {"all_fields": "true", "groups": [group["name"]]})

    assert (shown["name"], shown["package_count"]) == (group["name"], 1)
    assert [(row["name"], row["package_count"]) for row in listed] == [(group["name"], 1)]


def test_older_clients_may_ask_whether_the_site_can_be_read(app: CKANTestApp) -> None:
    assert ask(app, "site_read") is True


@pytest.mark.parametrize("name", ["status_show", "license_list", "tag_list"])
def test_what_holds_nothing_of_ours_is_answered_as_by_the_core(name: str, app: CKANTestApp) -> None:
    assert app.get(f"{SDI}/{name}", status=200).json == app.get(f"/api/3/action/{name}", status=200).json


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("package_show?id=tidak-ada", 404, "Not Found Error"),
        ("package_show", 409, "Validation Error"),
        ("package_search?rows=banyak", 409, "Validation Error"),
        ("package_search?fl=res_url", 409, "Validation Error"),
        ("package_search?fl=id,name%20res_url", 409, "Validation Error"),
        ("package_list?limit=-1", 409, "Validation Error"),
        ("organization_show?id=tidak-ada", 404, "Not Found Error"),
    ],
)
def test_errors_have_ckans_status_and_envelope(query: str, status: int, kind: str, app: CKANTestApp) -> None:
    answer = answer_of(app.get(f"{SDI}/{query}", status=status))

    assert (answer["success"], answer["error"]["__type"]) == (False, kind)


@pytest.mark.parametrize("name", ["package_create", "user_list", "satudata_sdi_package_show", "_table_metadata"])
def test_nothing_but_the_named_read_actions_is_answered(name: str, app: CKANTestApp) -> None:
    answer = app.post(f"{SDI}/{name}", json={"name": unique("tulisan")}, status=400)

    assert "Action name not known" in answer_of(answer)


def test_core_fields_can_be_asked_for_one_by_one(app: CKANTestApp, penduduk: dict[str, Any]) -> None:
    query = {"fq": f"id:{penduduk['id']}", "fl": "id,name"}

    found = ask(app, "package_search", query)["results"]

    assert found == [{"id": penduduk["id"], "name": penduduk["name"]}]


def test_an_unchanged_answer_is_not_sent_twice(app: CKANTestApp, penduduk: dict[str, Any]) -> None:
    query = {"id": penduduk["id"]}
    first = app.get(f"{SDI}/package_show", query_string=query)
    known = {"If-None-Match": first.headers["ETag"]}

    second = app.get(f"{SDI}/package_show", query_string=query, headers=known, status=304)
    call_action("package_patch", as_site_user(), id=penduduk["id"], title="Jumlah Penduduk")
    third = app.get(f"{SDI}/package_show", query_string=query, headers=known)

    assert (second.data, answer_of(third)["result"]["title"]) == (b"", "Jumlah Penduduk")


def test_a_browser_at_the_address_is_shown_the_catalogue(app: CKANTestApp) -> None:
    answer = app.get("/sdi/", follow_redirects=False, status=302)

    assert answer.headers["Location"].endswith("/dataset/")


def ask(app: CKANTestApp, name: str, query: dict[str, Any] | None = None, *, base: str = SDI) -> Any:
    """The result of a GET that has to succeed."""
    return answer_of(app.get(f"{base}/{name}", query_string=query or {}, status=200))["result"]


def answer_of(response: Any) -> Any:
    return response.json


def kegiatan(office: dict[str, Any]) -> dict[str, Any]:
    """A published kegiatan; every field that publication asks for holds the example of its form."""
    schema = call_action("scheming_dataset_schema_show", type="kegiatan")
    needed = [field for field in schema["dataset_fields"] if field.get("needed_for")]
    values = {field["field_name"]: field["form_placeholder"] for field in needed}
    own = {"name": unique("kegiatan"), "title": "Registrasi Penduduk", "type": "kegiatan", "owner_org": office["id"]}
    return call_action("package_create", as_site_user(), **(values | WHOLE_ONCE | own))
