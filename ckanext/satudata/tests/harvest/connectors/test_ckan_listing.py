"""Portals without a working package_search are read by their lists, old ones among them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ckanext.satudata.tests.harvest.connectors.reading import LIMITS, NO_SHARED, SHARED, check, dataset_of, read
from ckanext.satudata.tests.harvest.servers import Answer, Portal, Reply, crash, failure, html, package, success

LISTS = {"package_list", "package_show", "current_package_list_with_resources"}
CKAN_API = SHARED / "ckan_api"


def portal(size: int, *closed: str) -> Portal:
    """A portal that refuses these actions."""
    made = Portal([package(number) for number in range(1, size + 1)])
    made.closed = set(closed)
    return made


def short(words: list[str]) -> list[str]:
    """Records by their number."""
    return [word[-3:] if word.startswith("00000000") else word for word in words]


def page_not_found(_path: str, _params: dict[str, str]) -> Reply:
    return Reply(status=404, body=b"<html>404</html>", content_type="text/html")


def unknown_action(_path: str, _params: dict[str, str]) -> Reply:
    """What CKAN 2.2 says, which is no envelope."""
    return Reply(status=400, body=b'"Bad request - Action name not known: package_search"')


@pytest.mark.parametrize(
    "refusal",
    [lambda *_: failure(403, "Access denied"), lambda *_: failure(409, "x"), page_not_found, html, unknown_action],
    ids=["403", "409", "404", "web page", "unknown action"],
)
def test_where_the_search_is_refused_the_datasets_are_read_one_by_one(refusal: Answer) -> None:
    closed = portal(3)

    def answer(path: str, params: dict[str, str]) -> Reply:
        return refusal(path, params) if path.endswith("package_search") else closed(path, params)

    result = read("ckan_api", answer)

    assert short(result.words) == ["HARVEST-49", "of 3", "001", "002", "003"]
    assert (closed.requests["package_list"], closed.requests["package_show"]) == (1, 3)


def test_where_the_list_of_names_is_refused_too_whole_datasets_come_in_pages() -> None:
    result = read("ckan_api", portal(150, "package_search", "package_list", "package_show"))

    assert short(result.words)[:3] == ["HARVEST-49", "of 100", "001"]
    assert ([item for item in result.words if item.startswith("of ")], len(result.records)) == (
        ["of 100", "of 150", "of 150"],
        150,
    )


def test_a_portal_that_gives_its_first_page_again_and_again_is_not_taken_for_read() -> None:
    stuck = portal(150, "package_search", "package_list")

    def answer(path: str, params: dict[str, str]) -> Reply:
        return stuck(path, {**params, "offset": "0"})

    result = read("ckan_api", answer)

    assert (len(result.records), "gives its first page only" in str(result.error)) == (100, True)


def test_where_all_is_refused_the_first_refusal_is_told() -> None:
    result = read("ckan_api", portal(3, "package_search", *LISTS))

    assert (result.words, str(result.error)) == (
        ["ActionRefusedError"],
        "The portal refuses package_search (HTTP 403): message: Access denied",
    )


def test_a_search_that_fails_is_not_made_up_for_by_many_more_requests() -> None:
    failing = portal(3)
    failing.faults = {1: crash}

    result = read("ckan_api", failing)

    assert (result.words, failing.requests["package_list"]) == (["FailingSourceError"], 0)


def test_an_empty_list_beside_a_refused_search_is_no_empty_portal() -> None:
    assert read("ckan_api", portal(0, "package_search")).words == ["ActionRefusedError"]


def test_a_dataset_that_is_listed_but_not_shown_is_reported_and_the_others_are_read() -> None:
    partly = portal(3, "package_search")

    def answer(path: str, params: dict[str, str]) -> Reply:
        return crash(path, params) if params.get("id") == "jumlah-data-2" else partly(path, params)

    result = read("ckan_api", answer)

    assert short(result.words) == ["HARVEST-49", "of 3", "001", "HARVEST-47", "003"]
    assert result.findings[1].startswith("The source lists “jumlah-data-2” but does not show it: The source reports")


def test_a_portal_that_shows_nothing_any_more_is_left_after_a_while() -> None:
    gone = portal(200, "package_search", "package_show")

    result = read("ckan_api", gone)

    assert ("shows none of the last 20" in str(result.error), gone.requests["package_show"] < 60) == (True, True)


def test_the_filters_hold_for_listed_datasets_too() -> None:
    mixed = portal(3, "package_search")
    mixed.packages[0]["organization"] = {"name": "dinkes", "title": "Dinas Kesehatan"}

    assert short(read("ckan_api", mixed, organizations=["dinkes"]).words) == [
        "HARVEST-49",
        "of 3",
        "001",
        "skipped",
        "skipped",
    ]


def test_an_api_of_before_ckan_2_2_is_found_at_its_old_address() -> None:
    old = portal(2)

    def answer(path: str, params: dict[str, str]) -> Reply:
        return page_not_found(path, params) if path.startswith("/api/3/") else old(path, params)

    assert short(read("ckan_api", answer).words) == ["of 2", "001", "002"]


def test_a_check_of_such_a_portal_tells_how_many_it_lists() -> None:
    report = check("ckan_api", portal(7, "package_search"))
    whole = check("ckan_api", portal(3, "package_search", "package_list"))

    assert (report.datasets, report.examples[:2]) == (7, ("Jumlah Data 1", "Jumlah Data 2"))
    assert (whole.datasets, whole.examples) == (3, ("Jumlah Data 1", "Jumlah Data 2", "Jumlah Data 3"))


@pytest.mark.skipif(not CKAN_API.exists(), reason=NO_SHARED)
def test_recorded_lists_and_datasets_of_real_portals_are_read() -> None:
    names = recorded("wonosobo/package_list_excerpt.json")["result"][:5]
    akip = recorded("muaraenim/package_show_akip.json")["result"]
    missing = recorded("wonosobo/package_show_missing_id_http409.json")

    def answer(path: str, params: dict[str, str]) -> Reply:
        action = path.rpartition("/")[2]
        if action == "package_list":
            return success([*names, akip["name"]])
        if action == "package_show" and params["id"] == akip["name"]:
            return success(akip)
        return Reply(status=409, body=json.dumps(missing).encode())

    result = read("ckan_api", answer)

    assert result.words == ["HARVEST-49", "of 6", *["HARVEST-47"] * 5, akip["id"]]
    made = dataset_of(result.records[0])
    assert (made["name"], made["extras"], [one["format"] for one in made["resources"]]) == (
        akip["name"],
        {"2023": "75", "2024": "77", "Tahun 2022": "75"},
        ["CSV"],
    )


@pytest.mark.skipif(not CKAN_API.exists(), reason=NO_SHARED)
@pytest.mark.parametrize(
    "name", [path.name for path in sorted((CKAN_API / "other_answers").glob("*package_show*.json"))]
)
def test_recorded_answers_of_other_ckan_versions_are_read(name: str) -> None:
    envelope = recorded(f"other_answers/{name}")["body"]

    def answer(path: str, _params: dict[str, str]) -> Reply:
        action = path.rpartition("/")[2]
        if action == "package_list":
            return success(["dataset"])
        return Reply(body=json.dumps(envelope).encode()) if action == "package_show" else failure(403, "x")

    [record] = read("ckan_api", answer, limits=LIMITS).records

    assert dataset_of(record)["title"] == (envelope["result"]["title"] or record.document["name"])


def recorded(name: str) -> dict[str, Any]:
    return json.loads((CKAN_API / Path(name)).read_text(encoding="utf-8"))
