"""A CSV list of portals becomes sources in one command."""

from __future__ import annotations

import csv
import json
import socket
import uuid
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANCliRunner

from ckanext.satudata.harvest.http import guard
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.harvest.source_list import Line, ListError, address_key, judged, read

PORTALS = Path(__file__).resolve().parents[5] / "shared/data/ckan_api/indonesian_ckan_portals_2026-05-19.csv"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes whoever asks for an address of a portal, and answers that there is none."""
    asked: list[str] = []
    really = socket.getaddrinfo

    def unknown(host: str, *args: Any, **more: Any) -> Any:
        if host in ("127.0.0.1", "localhost"):  # our own servers
            return really(host, *args, **more)
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(guard.socket, "getaddrinfo", unknown)
    return asked


def verdicts(text: str, known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(line.verdict.value, line.name) for line in judged(read(text), known or {})]


def test_columns_are_recognised_by_their_headings_in_any_order_and_with_any_separator() -> None:
    lines = read("\ufeffNo;Alamat;Nama\n1; https://data.x.go.id ;Data  X \n\n;;\n2;https://data.y.go.id\n")

    assert lines == [
        Line(number=2, title="Data X", name="data-x", url="https://data.x.go.id"),
        Line(number=5, title="data.y.go.id", name="data-y", url="https://data.y.go.id"),
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\n"])
def test_a_file_without_addresses_is_refused_with_its_headings(text: str) -> None:
    with pytest.raises(ListError, match="no column with addresses"):
        read(text)


def test_each_line_is_added_or_there_already_or_refused_with_a_reason() -> None:
    lines = judged(
        read(
            "url\nhttps://data.x.go.id\nhttp://data.x.go.id/dataset\nbukan alamat\nhttp://10.0.0.1\nhttp://[\n"
            "https://data.y.go.id/ckan\nhttps://data.y.go.id\nhttp://[::1]/\n"
        ),
        {"data.lama.go.id": "lama", "data.y.go.id/ckan": "ipsilon"},
    )

    assert [(line.verdict.value, line.reason.text() if line.reason else "") for line in lines] == [
        ("add", ""),
        ("there", "It is the source “data-x”."),
        ("refused", "“bukan alamat” is no web address. Write it as in https://opendata.serangkab.go.id."),
        ("refused", "The address lies in a loopback or private network."),
        ("refused", "“http://[” is no web address. Write it as in https://opendata.serangkab.go.id."),
        ("there", "It is the source “ipsilon”."),
        ("add", ""),
        ("refused", "The address lies in a loopback or private network."),
    ]


def test_titles_that_tell_nothing_or_come_twice_get_the_host_and_names_are_never_taken_twice() -> None:
    text = (
        "name,url\nCKAN,https://data.x.go.id\nData Y,https://data.y.go.id\nData Y,https://y.id\nZ,https://data.x.id\n"
    )

    lines = judged(read(text), {"lain.go.id": "y"})

    assert [(line.title, line.name) for line in lines] == [
        ("CKAN (data.x.go.id)", "data-x"),
        ("Data Y (data.y.go.id)", "data-y"),
        ("Data Y (y.id)", "y-2"),
        ("Z", "data-x-2"),
    ]


def test_a_portal_is_known_by_its_address_whatever_the_scheme_or_page() -> None:
    keys = {
        address_key(url)
        for url in ("http://data.x.go.id", "https://www.data.x.go.id/dataset/a", "https://DATA.x.go.id/")
    }

    assert keys == {"data.x.go.id"}


@pytest.mark.skipif(not PORTALS.exists(), reason="the list of portals is not on this machine")
@pytest.mark.usefixtures("with_plugins", "non_clean_db")
def test_all_62_listed_portals_are_added_by_one_command(
    cli: CKANCliRunner, opd: dict[str, Any], no_network: list[str]
) -> None:
    with PORTALS.open(encoding="utf-8", newline="") as listed:
        urls = [row["base_url"] for row in csv.DictReader(listed)]
    model.Session.execute(sa.delete(Source).where(Source.settings["url"].astext.in_(urls)))
    model.Session.commit()
    command = ["satudata", "source", "add-list", str(PORTALS), "--organization", opd["name"]]

    dry = cli.invoke(ckan, [*command, "--dry-run"])
    asked, stored = list(no_network), names(urls)
    real = cli.invoke(ckan, command)
    again = cli.invoke(ckan, [*command, "--json"])

    assert (len(urls), asked, stored) == (62, [], {})
    assert dry.stdout.splitlines()[-1] == "62 portals: 62 would be added, 0 already there, 0 refused."
    assert real.stdout.splitlines()[-1] == "62 portals: 62 added, 0 already there, 0 refused."
    assert {json.loads(line)["outcome"] for line in again.stdout.splitlines()} == {"there"}
    assert [done.exit_code for done in (dry, real, again)] == [0, 0, 0]
    added = names(urls)
    assert (len(added), {schedule for _, schedule in added.values()}) == (62, {"manual"})
    assert {url: added[url][0] for url in urls if "kuburaya" in url} == {
        "https://opendata.kuburayakab.go.id": "opendata-kuburayakab",
        "https://satudata.kuburayakab.go.id": "satudata-kuburayakab",
        "https://opendata.kuburaya.go.id": "opendata-kuburaya",
    }


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
def test_a_refused_line_is_told_and_the_others_are_added_unless_all_or_nothing_is_asked_for(
    cli: CKANCliRunner, opd: dict[str, Any], no_network: list[str], tmp_path: Path
) -> None:
    good, file = f"https://data.{uuid.uuid4().hex[:12]}.go.id", tmp_path / "daftar.csv"
    file.write_text(f"nama,url\nBaik,{good}\nBuruk,ftp://data.x.go.id\n", encoding="utf-8")
    command = ["satudata", "source", "add-list", str(file), "--organization", opd["name"]]

    nothing = cli.invoke(ckan, [*command, "--all-or-nothing"])
    before = names([good])
    some = cli.invoke(ckan, command)

    assert (nothing.exit_code, before, some.exit_code, len(names([good]))) == (1, {}, 1, 1)
    assert nothing.stdout.splitlines()[-1] == "2 portals: 1 would be added, 0 already there, 1 refused."
    assert some.stdout.splitlines()[-1] == "2 portals: 1 added, 0 already there, 1 refused."


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
def test_without_an_organisation_the_command_says_what_to_give(cli: CKANCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("url\nhttps://data.x.go.id\n", encoding="utf-8")

    result = cli.invoke(ckan, ["satudata", "source", "add-list", str(file)])

    assert (result.exit_code, "--organization NAME or --create-organizations" in result.stderr) == (2, True)


def names(urls: list[str]) -> dict[str, tuple[str, str]]:
    """Name and schedule of the stored sources by their address."""
    query = sa.select(Source.settings["url"].astext, Source.name, Source.schedule)
    rows = model.Session.execute(query.where(Source.settings["url"].astext.in_(urls)))
    return {url: (name, schedule) for url, name, schedule in rows}
