"""What the world throws at a walidata: a clear message each, and nothing stored is lost or changed."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, nonzero, run_now, site
from ckanext.satudata.tests.harvest.servers import Answer, Portal, Reply, crash, failure, html, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture(autouse=True)
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.read_timeout_s", 0.5)


def catalogue(source: Source) -> list[tuple[Any, ...]]:
    """Every stored dataset of the source with the time of its last write."""
    table = model.Package
    query = sa.select(table.id, table.title, table.state, table.metadata_modified).where(
        table.extras["harvest_source_id"].astext == source.id
    )
    return sorted(tuple(row) for row in model.Session.execute(query))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (html, "answers with a web page (HTTP 200) instead of JSON. Is the address that of the data portal?"),
        (
            lambda *_: Reply(status=404, body=b"<h1>Not found</h1>"),
            "answers with a web page (HTTP 404) instead of JSON.",
        ),
        (lambda *_: Reply(body=b'{"data": []}'), "answers with JSON that is not that of a CKAN portal (HTTP 200)."),
        (crash, "The source reports an error of its own (HTTP 500) at"),
        (
            lambda *_: failure(403, "Access denied"),
            "The portal refuses package_search (HTTP 403): message: Access denied",
        ),
        (lambda *_: Reply(delay_s=1.2), "did not answer in time."),
        (lambda *_: Reply(body=b"{", declared_length=99), "cannot be reached"),
    ],
    ids=["web page", "no such page", "no CKAN", "HTTP 500", "refused", "timeout", "cut off"],
)
def test_a_source_that_answers_wrongly_ends_the_run_with_a_message_and_leaves_the_catalogue(
    source: Source, answer: Answer, message: str
) -> None:
    run_now(source)
    before = catalogue(source)

    with serving(answer) as url:
        source.settings = {**source.settings, "url": url}
        model.Session.commit()
        done = run_now(source)

    shown = tk.get_action("satudata_run_show")(site(), {"id": done.id})
    assert (done.state, done.complete, nonzero(done), message in shown["error"]) == ("failed", False, {}, True)
    assert catalogue(source) == before


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:1", "http://127.0.0.1:1/api/3/action/package_search cannot be reached"),
        ("http://tidak-ada.invalid", "There is no server with the name in http://tidak-ada.invalid"),
    ],
    ids=["nobody there", "no such name"],
)
def test_a_wrong_address_ends_the_run_with_a_message(opd: dict[str, Any], url: str, message: str) -> None:
    source = add_source(url, opd["name"])

    done = run_now(source)

    shown = tk.get_action("satudata_run_show")(site(), {"id": done.id})
    assert (done.state, shown["error"][: len(message)]) == ("failed", message)


def test_a_source_that_moved_into_a_private_network_is_not_read(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_now(source)
    before = catalogue(source)
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.allowed_networks", [])

    done = run_now(source)

    shown = tk.get_action("satudata_run_show")(site(), {"id": done.id})
    assert (done.state, "lies in a loopback or private network" in shown["error"]) == ("failed", True)
    assert catalogue(source) == before


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "Judul " * 1000}, "META-02"),
        ({"title": "Jumlah\x00 Data\x07"}, "META-05"),
        ({"notes": "a\x00b"}, "META-05"),
        ({"name": "NAMA SALAH !"}, "META-04"),
        ({"title": "", "name": "SALAH !"}, "HARVEST-02"),
        ({"title": "\ud800 lone surrogate"}, "META-05"),
    ],
    ids=["5,000 characters", "NUL in title", "NUL in text", "bad name", "no title", "surrogate"],
)
def test_a_flawed_record_is_repaired_with_a_finding_and_its_neighbours_are_untouched(
    source: Source, portal: Portal, fields: dict[str, Any], code: str
) -> None:
    portal.packages[1].update(fields)

    done = run_now(source)

    assert (done.state, nonzero(done)) == ("finished", {"new": 5, "with_warnings": 5})
    assert len(findings_of(done, code)) == 1
    assert nonzero(run_now(source)) == {"unchanged": 5}


@pytest.mark.parametrize(
    "fields",
    [
        {"extras": [{"key": "a\x00", "value": "b\x00"}, {"key": "x" * 3000, "value": "y" * 100_000}]},
        {"tags": [{"name": "\x00"}, {"name": "t" * 500}, {"name": None}, 5]},
        {"resources": [{"url": "a\x00b"}, {"url": "javascript:alert(1)", "name": ["a"]}, {"url": 5, "size": "besar"}]},
        {"organization": "teks", "groups": {"a": 1}},
        {"title": {"id": "Judul", "en": "Title"}, "notes": ["a"], "url": 12, "version": None},
        {"kolom": "x", "variabel_pembangun": [1, "a"], "klasifikasi": {"a": 1}, "periode_awal": [2020]},
        {"author_email": "bukan surel", "url": "http://[", "version": "v" * 500},
    ],
    ids=["extras", "tags", "resources", "organisation", "texts", "own fields", "core fields"],
)
def test_no_part_of_a_wrong_type_stops_a_run(source: Source, portal: Portal, fields: dict[str, Any]) -> None:
    portal.packages[1].update(fields)

    done = run_now(source)

    refused = findings_of(done, "HARVEST-01", "HARVEST-08")
    assert (done.state, done.counts["new"], refused) == ("finished", 5, [])


def test_a_record_with_an_identifier_that_cannot_be_stored_is_left_out(source: Source, portal: Portal) -> None:
    portal.packages[0]["id"] = "a\x00b"
    portal.packages[1]["id"] = "x" * 600

    done = run_now(source)

    assert (nonzero(done), len(findings_of(done, "HARVEST-05"))) == ({"new": 3, "failed": 2, "with_warnings": 3}, 2)
