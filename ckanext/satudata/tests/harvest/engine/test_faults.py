"""Sources on a bad night, through the whole engine: how each run ends, and that the catalogue never gets smaller."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest.http import guard
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, nonzero, run_now, site
from ckanext.satudata.tests.harvest.servers import (
    Answer,
    Portal,
    Reply,
    crash,
    dripping,
    failure,
    html,
    serving,
    success,
)

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

BOMB = gzip.compress(b"[" + b" " * 80_000_000 + b"]")
MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A fault, put into a portal that a run has read before; and what the run must make of it."""

    fault: Callable[[Portal], None]
    state: str
    complete: bool
    counts: dict[str, int]
    words: str = ""
    """What the error of the run says."""
    codes: tuple[str, ...] = ()
    """Findings about the source itself."""


def from_the_second_page_on(answer: Answer) -> Callable[[Portal], None]:
    """The portal answers so to every package_search but the first of the next run."""

    def fault(portal: Portal) -> None:
        first = portal.requests["package_search"] + 1
        portal.faults = dict.fromkeys(range(first + 1, first + 60), answer)

    return fault


def now_and_then(answer: Answer) -> Callable[[Portal], None]:
    def fault(portal: Portal) -> None:
        first = portal.requests["package_search"] + 1
        portal.faults = {first: answer, first + 2: answer}

    return fault


def slow(portal: Portal) -> None:
    def late(path: str, params: dict[str, str]) -> Reply:
        portal.faults = {}
        return Reply(body=portal(path, params).body, delay_s=0.3)

    portal.faults = {portal.requests["package_search"] + 2: late}


def too_high(portal: Portal) -> None:
    portal.packages.pop()
    portal.extra_count = 6


def too_low(portal: Portal) -> None:
    portal.extra_count = -3


def one_page_again_and_again(portal: Portal) -> None:
    from_the_second_page_on(lambda path, params: portal(path, {**params, "start": "0"}))(portal)


def vanishing(portal: Portal) -> None:
    """The first dataset is withdrawn while the second page is asked for."""
    second = portal.requests["package_search"] + 2
    portal.before_page = lambda number: portal.packages.__delitem__(0) if number == second else None


def thirty_mb_in_a_record(portal: Portal) -> None:
    portal.packages[1] = {**portal.packages[1], "notes": "x" * 30 * MB}


def deep_record(portal: Portal) -> None:
    nested: Any = "x"
    for _ in range(400):
        nested = [nested]
    portal.packages[1] = {**portal.packages[1], "berlapis": nested}


NIGHTS = {
    "slow": Night(fault=slow, state="finished", complete=True, counts={"unchanged": 5}),
    "500 now and then": Night(
        fault=now_and_then(crash), state="finished", complete=True, counts={"unchanged": 5}
    ),
    "500 for good": Night(
        fault=from_the_second_page_on(crash), state="failed", complete=False, counts={"unchanged": 2},
        words="The source reports an error of its own (HTTP 500)", codes=("HARVEST-40", "HARVEST-43"),
    ),
    "count too high": Night(
        fault=too_high, state="finished", complete=False, counts={"unchanged": 4}, codes=("HARVEST-40",),
    ),
    "count too low": Night(
        fault=too_low, state="finished", complete=False, counts={"unchanged": 5}, codes=("HARVEST-40",),
    ),
    "repeated page": Night(
        fault=one_page_again_and_again, state="finished", complete=False, counts={"unchanged": 2},
        codes=("HARVEST-40", "HARVEST-42"),
    ),
    "dropped in the body": Night(
        fault=from_the_second_page_on(lambda *_: Reply(body=b'{"success": tr', declared_length=5000)), state="failed",
        complete=False, counts={"unchanged": 2}, words="cannot be reached", codes=("HARVEST-40", "HARVEST-43"),
    ),
    "30 MB in a record": Night(
        fault=thirty_mb_in_a_record, state="finished", complete=True, counts={"unchanged": 4, "failed": 1},
    ),
    "a record of 400 levels": Night(
        fault=deep_record, state="finished", complete=True, counts={"unchanged": 4, "changed": 1, "with_warnings": 1},
    ),
    "gzip bomb": Night(
        fault=from_the_second_page_on(lambda *_: Reply(body=BOMB, headers={"Content-Encoding": "gzip"})),
        state="failed", complete=False, counts={"unchanged": 2}, words="is larger than 64 MB",
        codes=("HARVEST-40", "HARVEST-43"),
    ),
    "nested to death": Night(
        fault=from_the_second_page_on(lambda *_: Reply(body=b"[" * MB)), state="failed", complete=False,
        counts={"unchanged": 2}, words="something that is not JSON", codes=("HARVEST-40", "HARVEST-43"),
    ),
    "web page": Night(
        fault=from_the_second_page_on(html), state="failed", complete=False, counts={"unchanged": 2},
        words="answers with a web page (HTTP 200) instead of JSON", codes=("HARVEST-40", "HARVEST-43"),
    ),
    "409": Night(
        fault=from_the_second_page_on(lambda *_: failure(409, "Search error")), state="failed", complete=False,
        counts={"unchanged": 2}, words="The portal refuses package_search (HTTP 409)",
        codes=("HARVEST-40", "HARVEST-43"),
    ),
    "redirect into a private network": Night(
        fault=from_the_second_page_on(lambda *_: Reply(status=302, headers={"Location": "http://169.254.169.254/"})),
        state="failed", complete=False, counts={"unchanged": 2}, words="169.254.169.254, which lies in a loopback or",
        codes=("HARVEST-40", "HARVEST-43"),
    ),
    "redirect loop": Night(
        fault=from_the_second_page_on(lambda path, _: Reply(status=302, headers={"Location": path})), state="failed",
        complete=False, counts={"unchanged": 2}, words="sends us in circles", codes=("HARVEST-40", "HARVEST-43"),
    ),
}  # fmt: skip


def public(source: Source) -> list[str]:
    """Titles of the source's datasets that everybody can see."""
    table = model.Package
    query = sa.select(table.title).where(
        table.extras["harvest_source_id"].astext == source.id, table.state == "active", table.private.is_(False)
    )
    return sorted(model.Session.scalars(query))


def outcome(done: Run) -> tuple[str, bool, dict[str, int]]:
    return done.state, done.complete, nonzero(done)


def error(done: Run) -> str:
    return tk.get_action("satudata_run_show")(site(), {"id": done.id})["error"] or ""


@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
def test_a_bad_night_ends_as_it_must_and_takes_nothing_away(source: Source, portal: Portal, night: Night) -> None:
    run_now(source)
    before = public(source)
    night.fault(portal)

    done = run_now(source)

    about_source = {code for code, _ in findings_of(done, "HARVEST-40", "HARVEST-42", "HARVEST-43")}
    assert outcome(done) == (night.state, night.complete, night.counts)
    assert (night.words in error(done), about_source) == (True, set(night.codes))
    assert public(source) == before


def test_the_night_after_all_is_well_again(source: Source, portal: Portal) -> None:
    run_now(source)
    from_the_second_page_on(crash)(portal)
    run_now(source)
    portal.faults = {}

    assert outcome(run_now(source)) == ("finished", True, {"unchanged": 5})


def test_a_dataset_withdrawn_between_two_pages_is_not_called_missing_and_no_other_is_passed_over(
    source: Source, portal: Portal
) -> None:
    run_now(source)
    before = public(source)
    vanishing(portal)

    done = run_now(source)

    assert (done.state, done.received, done.counts["missing"]) == ("finished", 5, 0)
    assert public(source) == before


def test_30_mb_of_many_records_are_taken_over(opd: dict[str, Any], portal: Portal) -> None:
    long_notes = "Jumlah penduduk menurut kecamatan. " * 40_000
    portal.packages = [{**one, "notes": long_notes} for one in portal.packages]
    portal.packages += [{**one, "id": f"{one['id']}-{n}", "name": f"{one['name']}-{n}"} for one in portal.packages
                        for n in range(4)]  # fmt: skip
    with serving(portal) as url:
        source = add_source(url, opd["name"])
        done = run_now(source)

    assert (len(json.dumps(portal.packages)) > 30 * MB, outcome(done)[:2], done.counts["new"]) == (
        True,
        ("finished", True),
        25,
    )


def test_a_source_that_drips_for_ever_ends_in_time(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    run_now(source)
    before = public(source)
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.answer_timeout_s", 0.5)

    with dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n", b" ") as url:
        source.settings = {**source.settings, "url": url}
        model.Session.commit()
        done = run_now(source)

    assert outcome(done) == ("failed", False, {})
    assert "was not complete after 0.5 seconds" in error(done)
    assert public(source) == before


def test_a_name_that_begins_to_lead_to_this_server_is_not_followed(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_now(source)
    before, asked = public(source), portal.requests.total()
    source.settings = {**source.settings, "url": "http://data.example.go.id"}
    model.Session.commit()
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.allowed_networks", [])
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_args, **_more: [(2, 1, 6, "", ("127.0.0.1", 0))])

    done = run_now(source)

    assert outcome(done) == ("failed", False, {})
    assert "data.example.go.id has the address 127.0.0.1, which lies in a loopback" in error(done)
    assert (public(source), portal.requests.total()) == (before, asked)


def test_a_portal_that_has_become_empty_without_saying_why_empties_nothing(source: Source, portal: Portal) -> None:
    run_now(source)
    before = public(source)
    portal.packages = []

    done = run_now(source)

    assert (done.state, done.complete, public(source)) == ("finished", True, before)


def test_answers_without_an_end_of_pages_are_given_up(source: Source, portal: Portal) -> None:
    run_now(source)
    before = public(source)
    number = iter(range(10**6))

    def always_new(_path: str, _params: dict[str, str]) -> Reply:
        return success({"count": 4, "results": [{**portal.packages[0], "id": f"baru-{next(number)}"} for _ in "ab"]})

    from_the_second_page_on(always_new)(portal)
    portal.faults = dict.fromkeys(range(portal.requests["package_search"] + 1, 1000), always_new)

    done = run_now(source)

    assert (done.state, done.complete, "gave up after" in error(done)) == ("failed", False, True)
    assert set(before) <= set(public(source))
