"""The CKAN connector against portals that behave and portals that do not."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.harvest.connectors import Announced, RawRecord, Skipped, connector
from ckanext.satudata.harvest.connectors.ckan_action import base_address
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.tests.harvest.servers import (
    LOOPBACK,
    Answer,
    Portal,
    Reply,
    crash,
    failure,
    html,
    package,
    serving,
    success,
)

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data" / "ckan_api"
CKAN = connector("ckan_api")


def read(answer: Answer, **settings: Any) -> list[str]:
    """What the connector gives, one short word each: records by number, the rest by kind."""
    with serving(answer) as url, HttpClient(_limits()) as http:
        values = parse(CKAN.settings, {"url": url, "page_size": 2, **settings})
        words: list[str] = []
        try:
            words.extend(_word(item) for item in CKAN.records(http, values))
        except SourceError as error:
            words.append(type(error).__name__)
        return words


def _limits() -> Limits:
    return Limits(retries=0, retry_wait_s=0.01, networks=[ip_network(LOOPBACK)])


def _word(item: object) -> str:
    if isinstance(item, RawRecord):
        return str(int(item.guid[-12:])) if item.guid[-12:].isdigit() else item.guid
    if isinstance(item, Announced):
        return f"of {item.count}"
    if isinstance(item, Finding):
        return item.code
    assert isinstance(item, Skipped)
    return item.reason.code if item.reason else "skipped"


def portal(size: int) -> Portal:
    return Portal([package(number) for number in range(1, size + 1)])


def test_all_pages_are_read_in_order() -> None:
    assert read(portal(5)) == ["of 5", "1", "2", "of 5", "3", "4", "of 5", "5"]


def test_a_portal_that_caps_rows_is_read_to_the_end() -> None:
    capped = portal(5)
    capped.max_rows = 1

    assert read(capped, page_size=1000) == ["of 5", "1", "of 5", "2", "of 5", "3", "of 5", "4", "of 5", "5"]


def test_an_empty_portal_is_read_as_empty() -> None:
    assert read(portal(0)) == ["of 0"]


def test_datasets_that_vanish_while_it_is_read_let_none_be_passed_over() -> None:
    shrinking = portal(6)

    def lose_the_first(number: int) -> None:
        if number == 3:
            del shrinking.packages[0]

    shrinking.before_page = lose_the_first

    words = read(shrinking)

    assert words == ["of 6", "1", "2", "of 6", "3", "4", "HARVEST-41", "of 5", "5", "6"]


def test_datasets_that_are_added_meanwhile_come_last() -> None:
    growing = portal(4)
    growing.before_page = lambda number: growing.packages.append(package(5)) if number == 2 else None

    assert read(growing) == ["of 4", "1", "2", "HARVEST-41", "of 5", "3", "4", "of 5", "5"]


def test_a_portal_that_repeats_its_page_is_left() -> None:
    first = [package(1), package(2)]

    def stuck(_path: str, _params: dict[str, str]) -> Reply:
        return success({"count": 6, "results": first})

    assert read(stuck) == ["of 6", "1", "2", "HARVEST-42"]


def test_a_portal_that_promises_more_than_it_has_ends_at_its_empty_page() -> None:
    boasting = portal(3)
    boasting.extra_count = 10

    assert read(boasting) == ["of 13", "1", "2", "of 13", "3", "of 13"]


def test_a_portal_whose_count_is_too_low_is_read_to_its_real_end() -> None:
    lying = portal(5)
    lying.extra_count = -3

    assert read(lying) == ["of 2", "1", "2", "of 2", "3", "4", "of 2", "5"]


def test_a_portal_that_takes_the_page_behind_its_end_for_an_error_is_complete() -> None:
    strict = portal(4)
    strict.faults[3] = lambda _path, _params: failure(409, "start is too large")

    assert read(strict) == ["of 4", "1", "2", "of 4", "3", "4"]


def test_an_error_in_the_middle_keeps_what_came_before() -> None:
    broken = portal(6)
    broken.faults[2] = crash

    assert read(broken) == ["of 6", "1", "2", "FailingSourceError"]


def test_a_portal_that_does_not_know_the_order_is_asked_for_another() -> None:
    old = portal(3)
    old.faults[1] = lambda _path, _params: failure(409, "Search Query is invalid: can not sort on undefined field")

    assert read(old)[:3] == ["HARVEST-44", "of 3", "1"]


def test_private_deleted_and_other_kinds_are_left_out() -> None:
    mixed = Portal(
        [
            package(1),
            package(2, private=True),
            package(3, state="deleted"),
            package(4, type="harvest"),
            package(5, id="", name="", title="Tanpa id"),
            "no dict",  # type: ignore[list-item]
        ]
    )

    assert read(mixed, page_size=10) == ["of 6", "1", "skipped", "skipped", "skipped", "HARVEST-05", "HARVEST-26"]


def test_a_record_that_nobody_foresaw_is_left_out_with_a_finding_and_the_others_go_on() -> None:
    odd = Portal([package(1), package(2, resources=[{"url": "//["}]), package(3)])

    assert read(odd, page_size=10) == ["of 3", "1", "HARVEST-08", "3"]


@pytest.mark.parametrize(
    ("settings", "kept", "query"),
    [
        ({"organizations": ["dinkes"]}, ["1"], 'organization:("dinkes")'),
        ({"tags": ["gizi", "ibu"]}, ["2"], 'tags:("gizi" OR "ibu")'),
        ({"modified_since": "2025-01-01"}, ["3"], "metadata_modified:[2025-01-01T00:00:00Z TO *]"),
        ({"organizations": ['a" OR "b']}, [], 'organization:("a\\" OR \\"b")'),
    ],
)
def test_filters_are_sent_and_applied_again_for_portals_that_ignore_them(
    settings: dict[str, Any], kept: list[str], query: str
) -> None:
    ignoring = Portal(
        [
            package(1, organization={"name": "dinkes"}),
            package(2, tags=[{"name": "gizi"}]),
            package(3, metadata_modified="2025-06-01T00:00:00"),
        ]
    )
    asked: list[str] = []

    def note(path: str, params: dict[str, str]) -> Reply:
        asked.append(params["fq"])
        return ignoring(path, params)

    words = read(note, page_size=10, **settings)

    assert [word for word in words if word.isdigit()] == kept
    assert set(asked) == {query}


@pytest.mark.parametrize(
    "url",
    [
        "https://x.go.id",
        "https://x.go.id/",
        "https://x.go.id/dataset?q=air",
        "https://x.go.id/dataset/jumlah-penduduk",
        "https://x.go.id/organization/dinkes",
        "https://x.go.id/api/3/action/package_search?rows=5",
        "https://x.go.id/api/3",
        "https://x.go.id/api/action/",
    ],
)
def test_any_page_of_the_portal_will_do_as_its_address(url: str) -> None:
    assert base_address(url) == "https://x.go.id"


def check(answer: Answer) -> Mapping[str, Any]:
    with serving(answer) as url, HttpClient(_limits()) as http:
        report = CKAN.check(http, parse(CKAN.settings, {"url": url}))
    return {
        "software": report.software,
        "title": report.title,
        "datasets": report.datasets,
        "examples": report.examples,
    }


def test_a_check_tells_what_is_there() -> None:
    assert check(portal(2)) == {
        "software": "CKAN 2.9.5",
        "title": "Portal Uji",
        "datasets": 2,
        "examples": ("Jumlah Data 1", "Jumlah Data 2"),
    }


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (html, "answers with a web page (HTTP 200) instead of JSON"),
        (lambda *_: Reply(body=b'{"datasets": []}'), "answers with JSON that is not that of a CKAN portal (HTTP 200)"),
        (
            lambda *_: failure(403, "Access denied"),
            "The portal refuses package_search (HTTP 403): message: Access denied",
        ),
        (lambda *_: success([]), "answers without “count” and “results”"),
    ],
    ids=["web page", "other JSON", "refused", "no results"],
)
def test_a_check_tells_what_is_wrong(answer: Answer, words: str) -> None:
    with pytest.raises(UnexpectedAnswerError) as wrong:
        check(answer)

    assert words in str(wrong.value)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_a_recorded_answer_of_13_mb_is_read_to_its_last_package() -> None:
    body = gzip.decompress((SHARED / "dados_gov_br" / "package_search_rows_800.json.gz").read_bytes())
    recorded = json.loads(body)
    recorded["result"]["count"] = 800

    with serving(lambda *_: Reply(body=json.dumps(recorded).encode())) as url, HttpClient(_limits()) as http:
        items = list(CKAN.records(http, parse(CKAN.settings, {"url": url, "page_size": 1000})))

    assert (items[0], len({item.guid for item in items if isinstance(item, RawRecord)})) == (Announced(count=800), 800)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_the_recorded_refusal_of_wonosobo_is_told_in_its_own_words() -> None:
    body = (SHARED / "wonosobo" / "package_show_missing_id_http409.json").read_bytes()

    with pytest.raises(UnexpectedAnswerError, match=r"HTTP 409.*name_or_id.*Missing value"):
        check(lambda *_: Reply(status=409, body=body))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_the_recorded_pages_of_dgu_that_are_no_json_are_refused_as_such() -> None:
    body = (SHARED / "dgu_mock" / "package_search_rows_100_start_0_sort_id_asc.json").read_bytes()

    with pytest.raises(UnexpectedAnswerError, match="not JSON"):
        check(lambda *_: Reply(body=body))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_every_listed_indonesian_portal_can_be_written_down_as_a_source() -> None:
    with (SHARED / "indonesian_ckan_portals_2026-05-19.csv").open(encoding="utf-8", newline="") as listed:
        urls = [row["base_url"] for row in csv.DictReader(listed)]

    assert [parse(CKAN.settings, {"url": url})["url"] for url in urls] == [url.strip() for url in urls]
    assert len(urls) > 60
