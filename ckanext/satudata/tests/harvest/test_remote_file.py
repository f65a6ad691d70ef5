"""The beginning of a file that lies at its source: shown, kept, refused, and never a way into the office network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests.helpers import CKANTestApp

from ckanext.satudata.harvest.model import Record
from ckanext.satudata.harvest.remote_file.keeping import AT_A_TIME, kept_look
from ckanext.satudata.harvest.remote_file.reading import Look
from ckanext.satudata.harvest.remote_file.showing import Excerpt, excerpt
from ckanext.satudata.tests.harvest.conftest import add_source, site
from ckanext.satudata.tests.harvest.servers import Reply, serving

CSV = b"kecamatan;jumlah\nCiruas;120\nKragilan;95\n"
in_ckan = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (CSV, "CSV", Excerpt(rows=[["kecamatan", "jumlah"], ["Ciruas", "120"], ["Kragilan", "95"]], total=2)),
        (b'[{"a": 1}, {"b": null}]', "JSON", Excerpt(rows=[["a", "b"], ["1", ""], ["", ""]], total=2)),
        (b'{"data": [{"a": "x"}]}', "JSON", Excerpt(rows=[["a"], ["x"]], total=1)),
        (
            b'{"type": "FeatureCollection"}',
            "GEOJSON",
            Excerpt(lines=["{", '  "type": "FeatureCollection"', "}"], total=3),
        ),
        (b"satu\ndua\n", "TXT", Excerpt(lines=["satu", "dua"], total=2)),
        (b"<html><body>Masuk</body></html>", "CSV", None),
        (b"{", "JSON", None),
        (b"", "CSV", None),
        (b"\n \n", "TXT", None),
        (b"PK\x03\x04 kein", "XLSX", None),
    ],
)
def test_the_beginning_of_a_file_is_a_table_or_a_text(body: bytes, kind: str, expected: Excerpt | None) -> None:
    assert excerpt(body, kind) == expected


def test_no_more_than_the_beginning_is_shown() -> None:
    found = excerpt(b"nomor\n" + b"".join(b"%d\n" % number for number in range(1000)), "CSV")

    assert found is not None
    assert (len(found.rows), found.rows[-1], found.total) == (21, ["19"], 1000)


class Files:
    """A server of files that counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.reply = Reply(body=CSV, content_type="text/csv")

    def __call__(self, _path: str, _query: dict[str, str]) -> Reply:
        self.asked += 1
        return self.reply


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def file_url(files: Files) -> Iterator[str]:
    with serving(files) as url:
        yield f"{url}/{uuid4().hex}.csv"


def publish(opd: dict[str, Any], url: str, kind: str = "CSV", **changes: Any) -> dict[str, Any]:
    """A dataset with this file, that came from a source on the same server."""
    dataset = enter(opd, url, kind, **changes)
    source = add_source(url.rpartition("/")[0], opd["name"])
    model.Session.add(
        Record(
            source_id=source.id,
            guid=uuid4().hex,
            state="stored",
            mapping_version=1,
            package_id=dataset["id"],
            last_run_id="",
        )
    )
    model.Session.commit()
    return dataset


def enter(opd: dict[str, Any], url: str, kind: str = "CSV", **changes: Any) -> dict[str, Any]:
    """A dataset with this file that somebody has entered here."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    fields = {"name": f"berkas-{uuid4().hex[:8]}", "title": "Berkas", "owner_org": opd["id"]}
    resources = [{"name": "Penduduk", "url": url, "format": kind}]
    context: Any = {"ignore_auth": True, "user": user, "satudata_harvest": True}
    return tk.get_action("package_create")(context, {**fields, "resources": resources, **changes})


def show(dataset: dict[str, Any]) -> dict[str, Any]:
    return tk.get_action("satudata_remote_file_show")(site(), {"id": dataset["resources"][0]["id"]})


@in_ckan
def test_a_source_is_asked_once_however_many_look(opd: dict[str, Any], files: Files, file_url: str) -> None:
    dataset = publish(opd, file_url)

    answers = [show(dataset) for _ in range(3)]

    assert [(one["state"], one["rows"][1], one["total"]) for one in answers] == [("shown", ["Ciruas", "120"], 2)] * 3
    assert files.asked == 1


@in_ckan
@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(status=404), "The source does not give this file (HTTP 404)."),
        (Reply(status=500), "The source cannot be reached at the moment."),
        (Reply(body=b"x" * 3 * 1024 * 1024), "The file is too large to be shown here."),
        (Reply(body=b"<html>Masuk</html>"), "What the source gives for this file cannot be shown as a table or text."),
    ],
)
def test_what_cannot_be_shown_is_said_and_not_asked_for_again(
    reply: Reply, message: str, opd: dict[str, Any], files: Files, file_url: str
) -> None:
    files.reply = reply
    dataset = publish(opd, file_url)

    answers = [show(dataset) for _ in range(2)]

    assert [(one["state"], one["message"]) for one in answers] == [("refused", message)] * 2
    assert files.asked == 1


@in_ckan
def test_an_address_inside_the_network_is_not_asked_and_not_told(
    opd: dict[str, Any], files: Files, file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = publish(opd, file_url)
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.allowed_networks", [])

    answer = show(dataset)

    assert (answer["state"], answer["message"]) == ("refused", "The source cannot be reached at the moment.")
    assert files.asked == 0


@in_ckan
def test_an_editor_reads_nothing_inside_the_office_with_a_file_of_the_own_dataset(
    opd: dict[str, Any], files: Files, file_url: str
) -> None:
    typed_in = show(enter(opd, file_url))
    with serving(Files()) as other:
        beside_its_source = show(publish(opd, f"{other}/a.csv", resources=[{"url": file_url, "format": "CSV"}]))

    assert [typed_in["state"], beside_its_source["state"], files.asked] == ["refused", "refused", 0]


@in_ckan
def test_what_was_read_inside_the_office_is_not_shown_for_a_dataset_that_only_names_the_address(
    opd: dict[str, Any], file_url: str
) -> None:
    of_the_source = show(publish(opd, file_url))

    assert (of_the_source["state"], show(enter(opd, file_url))["state"]) == ("shown", "refused")


@in_ckan
def test_those_who_wait_for_a_slow_file_take_no_place_of_those_who_want_another() -> None:
    slow, quick = uuid4().hex, uuid4().hex
    seen: list[bool] = []

    def look_slowly() -> Look:
        seen.extend(kept_look(slow, Look) is None for _ in range(2 * AT_A_TIME))
        seen.append(kept_look(quick, Look) is not None)
        return Look()

    kept_look(slow, look_slowly)

    assert seen == [True] * (2 * AT_A_TIME + 1)


@in_ckan
@pytest.mark.parametrize("kind", ["PDF", "ZIP"])
def test_other_kinds_are_not_asked_for(kind: str, opd: dict[str, Any], files: Files, file_url: str) -> None:
    assert (show(publish(opd, file_url, kind)), files.asked) == ({"state": "unknown"}, 0)


@in_ckan
def test_restricted_files_are_not_shown_to_a_visitor(
    opd: dict[str, Any], files: Files, file_url: str, app: CKANTestApp
) -> None:
    dataset = publish(opd, file_url, klasifikasi_akses="terbatas", dasar_pembatasan="UU 14/2008")
    resource = dataset["resources"][0]["id"]

    with pytest.raises(tk.NotAuthorized):
        tk.get_action("satudata_remote_file_show")({"user": "", "ignore_auth": False}, {"id": resource})

    assert (app.get(f"/berkas/{resource}").status_code, files.asked) == (404, 0)


@in_ckan
def test_the_page_of_a_file_offers_its_beginning(
    opd: dict[str, Any], files: Files, file_url: str, app: CKANTestApp
) -> None:
    dataset = publish(opd, file_url)
    resource = dataset["resources"][0]

    page = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}").text
    part = app.get(f"/berkas/{resource['id']}?bagian=1").text
    whole = app.get(f"/berkas/{resource['id']}").text

    assert f'data-satudata-remote-file="/berkas/{resource["id"]}"' in page
    assert "<td>Ciruas</td>" in part
    assert "<html" not in part
    assert ("<td>Ciruas</td>" in whole, "<html" in whole) == (True, True)


@in_ckan
def test_a_file_that_is_not_shown_is_opened_at_its_source(opd: dict[str, Any], file_url: str, app: CKANTestApp) -> None:
    dataset = publish(opd, file_url, "PDF")
    resource = dataset["resources"][0]

    page = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}").text

    assert "Open at the source" in page
    assert "<dd>127.0.0.1</dd>" in page
