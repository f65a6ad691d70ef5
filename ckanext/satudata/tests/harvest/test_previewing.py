"""A preview shows what a run would do, and leaves nothing behind."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories

from ckanext.satudata.harvest.engine.preparing import RECORD_BYTES
from ckanext.satudata.harvest.model import MappingVersion, Record, Run, Source, StoredFinding
from ckanext.satudata.tests.harvest.conftest import add_source, site
from ckanext.satudata.tests.harvest.servers import Portal, crash

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def preview(**data: Any) -> dict[str, Any]:
    return tk.get_action("satudata_source_preview")(site(), data)


def rows() -> dict[str, int]:
    """How many rows the tables have that a run writes to."""
    tables = (model.Package, model.Group, model.Resource, model.Tag, Record, Run, StoredFinding, Source, MappingVersion)
    model.Session.rollback()
    count = sa.func.count()
    return {table.__name__: model.Session.scalar(sa.select(count).select_from(table)) or 0 for table in tables}


def field(record: dict[str, Any], name: str) -> tuple[str, str, str]:
    row = next(row for row in record["fields"] if row["name"] == name)
    return row["key"], row["there"], row["here"]


def test_the_first_records_are_shown_beside_their_datasets(portal: Portal, source: Source, opd: dict[str, Any]) -> None:
    portal.packages[0] |= {"frekuensi": "1 Tahun", "extras": [{"key": "Unit", "value": "Jiwa"}]}

    seen = preview(id=source.name, records=2, mapping={**source.mapping, "field_rules": "satuan <- unit"})

    assert (seen["ok"], seen["announced"], seen["outcomes"]) == (True, 5, {"new": 2})
    assert seen["message"] == "Of the first 2 records, 2 would be taken over and 0 refused. Nothing was saved."
    first = seen["records"][0]
    assert first["title"] == portal.packages[0]["title"]
    assert [field(first, name) for name in ("satuan", "frekuensi", "owner_org", "tags")] == [
        ("Unit", "Jiwa", "Orang"),
        ("frekuensi", "1 Tahun", "Annual"),
        ("organization", "Dinas Uji", opd["title"]),
        ("tags", "penduduk", "penduduk"),
    ]


def test_nothing_is_left_behind(portal: Portal, portal_url: str, opd: dict[str, Any]) -> None:
    portal.packages[0]["organization"] = {"name": f"dinas-{uuid.uuid4().hex}", "title": "Dinas Yang Belum Ada"}
    source = add_source(portal_url, opd["name"], mapping={"unknown_organization": "create"})
    before = rows()

    seen = preview(id=source.id, records=5)

    assert field(seen["records"][0], "owner_org")[2] == "Dinas Yang Belum Ada"
    assert {kind["code"] for kind in seen["findings_by_code"]} >= {"HARVEST-32"}
    assert rows() == before


def test_a_source_that_is_not_stored_is_previewed_by_what_stands_in_the_form(
    portal_url: str, opd: dict[str, Any]
) -> None:
    before = rows()
    typed = {"url": portal_url}

    seen = preview(connector="ckan_api", settings=typed, mapping={"default_organization": opd["name"]}, records=1)

    assert (seen["outcomes"], rows()) == ({"new": 1}, before)


def test_what_would_be_refused_says_why_and_what_it_holds(portal: Portal, source: Source) -> None:
    portal.packages[0]["extras"] = [{"key": "peta", "value": "x" * RECORD_BYTES}]

    seen = preview(id=source.name, records=2)

    assert seen["outcomes"] == {"refused": 1, "new": 1}
    refused = seen["records"][0]
    assert [found["code"] for found in refused["findings"]] == ["HARVEST-10"]
    assert ("peta", 301) in [(one["key"], len(one["value"])) for one in refused["left_out"]]
    assert (seen["findings_by_code"][0]["code"], seen["findings_by_code"][0]["count"]) == ("HARVEST-10", 1)


def test_a_field_that_ckan_refuses_refuses_the_record(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> Any:
        return {}, {"title": ["Terlalu pendek"]}

    monkeypatch.setattr("ckan.lib.plugins.plugin_validate", refuse)

    seen = preview(id=source.name, records=1)

    assert seen["outcomes"] == {"refused": 1}
    found = seen["records"][0]["findings"][0]
    assert (found["code"], found["message"]) == (
        "HARVEST-01",
        "The record was not taken over. title: Terlalu pendek",
    )


def test_records_that_are_stored_are_recognised(
    portal: Portal, source: Source, harvest: Callable[[Source], Run]
) -> None:
    harvest(source)
    deleted = model.Session.scalars(sa.select(Record.package_id).where(Record.source_id == source.id)).first()
    tk.get_action("package_delete")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, {"id": deleted})
    portal.packages[1]["title"] = "Judul baru"
    before = rows()

    seen = preview(id=source.name, records=5)

    assert seen["outcomes"] == {"changed": 4, "skipped": 1}
    assert rows() == before


def test_a_source_that_breaks_off_is_shown_as_far_as_it_came(portal: Portal, source: Source) -> None:
    portal.faults = dict.fromkeys(range(2, 20), crash)

    seen = preview(id=source.name, records=4)

    assert (seen["ok"], seen["outcomes"]) == (False, {"new": 2})
    assert "500" in seen["message"]


def test_a_source_that_is_not_there_is_said_to_be_so(opd: dict[str, Any]) -> None:
    source = add_source("http://127.0.0.1:9", opd["name"])

    seen = preview(id=source.name)

    assert (seen["ok"], seen["records"], seen["findings_by_code"]) == (False, [], [])


def test_a_portal_is_not_asked_for_more_than_is_wanted(portal: Portal, portal_url: str, opd: dict[str, Any]) -> None:
    asked: list[str] = []
    portal.before_page = lambda number: asked.append(str(number))
    source = add_source(portal_url, opd["name"], page_size=1000)

    preview(id=source.id, records=3)

    assert len(asked) <= 2


@pytest.mark.parametrize("records", [0, 51, "banyak", -1])
def test_only_one_to_fifty_records_are_previewed(source: Source, records: Any) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        preview(id=source.name, records=records)

    assert refused.value.error_dict == {"records": ["Write a whole number from 1 to 50."]}


def test_options_that_are_not_right_are_told_by_their_names(source: Source) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        preview(id=source.name, settings={"url": "bukan"}, mapping={"field_rules": "satuan"})

    assert set(refused.value.error_dict) == {"settings.url", "mapping.field_rules"}


def test_the_command_prints_each_record_and_counts(cli: Any, source: Source) -> None:
    result = cli.invoke(ckan, ["satudata", "source", "preview", source.name, "--records", "2"])
    lines = cli.invoke(ckan, ["satudata", "source", "preview", source.name, "--records", "2", "--json"])

    assert result.output.strip().endswith(
        "Of the first 2 records, 2 would be taken over and 0 refused. Nothing was saved."
    )
    assert [json.loads(line)["outcome"] for line in lines.output.strip().splitlines()] == ["new", "new"]
