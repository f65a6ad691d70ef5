"""A changed mapping maps what is stored again, without a request to the source; earlier mappings are kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.types import Context

from ckanext.satudata.harvest import runs
from ckanext.satudata.harvest.engine import run
from ckanext.satudata.harvest.model import Record, Run, RunKind, Schedule, Source
from ckanext.satudata.tests.harvest.conftest import nonzero, site
from ckanext.satudata.tests.harvest.servers import Portal
from ckanext.satudata.tests.harvest.test_views import Headers, visitor, walidata

__all__ = ["visitor", "walidata"]

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

Harvest = Callable[[Source], Run]


def patch(source: Source, **mapping: Any) -> None:
    tk.get_action("satudata_source_patch")(site(), {"id": source.id, "mapping": mapping})


def remap(source: Source) -> Run:
    queued = runs.queue(source, None, RunKind.REMAP)
    run.execute(queued.id)
    model.Session.expire_all()
    done = model.Session.get(Run, queued.id)
    assert done is not None
    return done


def datasets(source: Source) -> list[dict[str, Any]]:
    ids = model.Session.scalars(
        sa.select(Record.package_id).where(Record.source_id == source.id).order_by(Record.guid)
    ).all()
    return [tk.get_action("package_show")(site(), {"id": id_}) for id_ in ids]


def test_a_changed_mapping_reaches_every_stored_dataset_without_a_request(
    portal: Portal, source: Source, harvest: Harvest
) -> None:
    portal.packages[0]["unit"] = "Hektar"
    harvest(source)
    urls = [one["source_url"] for one in datasets(source)]
    state = dict(model.Session.get_one(Source, source.id).state)
    asked = dict(portal.requests)
    patch(source, field_rules='satuan <- unit or "Orang"')

    done = remap(source)

    assert (done.counts["changed"], done.received, done.state, done.complete) == (5, 5, "finished", False)
    assert [one["satuan"] for one in datasets(source)] == ["Hektare", "Orang", "Orang", "Orang", "Orang"]
    assert [one["source_url"] for one in datasets(source)] == urls
    assert dict(portal.requests) == asked
    assert model.Session.get_one(Source, source.id).state == state


def test_a_mapping_that_was_not_changed_changes_nothing(source: Source, harvest: Harvest) -> None:
    harvest(source)

    assert nonzero(remap(source)) == {"unchanged": 5}


def test_missing_and_refused_records_are_left_to_the_source(portal: Portal, source: Source, harvest: Harvest) -> None:
    harvest(source)
    refused, gone = model.Session.scalars(
        sa.select(Record).where(Record.source_id == source.id).order_by(Record.guid).limit(2)
    )
    refused.state = "refused"
    gone.missing_since = gone.created_at
    model.Session.commit()
    patch(source, fixed_fields="satuan = Orang")

    done = remap(source)

    assert (done.counts["changed"], done.received) == (3, 3)
    model.Session.expire_all()
    assert (refused.state, gone.missing_since is None) == ("refused", False)


def test_a_remap_holds_the_lock_and_does_not_count_as_a_reading(source: Source, harvest: Harvest) -> None:
    source.schedule = Schedule.DAILY.value
    model.Session.commit()
    remap(source)

    assert source.id in {one.id for one in runs.due()}
    runs.queue(source, None, RunKind.REMAP)
    with pytest.raises(tk.ValidationError):
        runs.queue(source, None)


def test_earlier_mappings_are_listed_with_what_was_changed_and_can_be_used_again(
    source: Source, opd: dict[str, Any]
) -> None:
    person = factories.Sysadmin()
    user: Context = {"ignore_auth": True, "user": person["name"]}
    tk.get_action("satudata_source_patch")(user, {"id": source.id, "mapping": {"default_tags": ["gizi"]}})
    tk.get_action("satudata_source_patch")(user, {"id": source.id, "schedule": "daily"})
    tk.get_action("satudata_source_patch")(user, {"id": source.id, "title": f"{source.title} Baru"})

    tk.get_action("satudata_mapping_version_restore")(user, {"id": source.id, "number": 1})
    listed = tk.get_action("satudata_mapping_version_list")(site(), {"id": source.name})

    assert [(one["number"], one["is_current"], one["created_by"]) for one in listed] == [
        (4, True, person["name"]),
        (3, False, person["name"]),
        (2, False, person["name"]),
        (1, False, None),
    ]
    assert [[(change["label"], change["before"], change["after"]) for change in one["changes"]] for one in listed] == [
        [("Additional tags", "gizi", "")],
        [("Title of the source", source.title.removesuffix(" Baru"), source.title)],
        [("Additional tags", "", "gizi")],
        [],
    ]
    assert listed[0]["created_by_name"] == person["display_name"]
    assert source.mapping["default_organization"] == opd["name"]


def test_two_people_who_save_at_once_make_two_mappings(source: Source) -> None:
    """Each in a session of its own, as two web processes are."""
    source_id = source.id

    def save(number: int) -> None:
        try:
            data = {"id": source_id, "mapping": {"default_tags": [f"tanda-{number}"]}}
            tk.get_action("satudata_source_patch")(site(), data)
        finally:
            model.Session.remove()

    with ThreadPoolExecutor(4) as people:
        list(people.map(save, range(4)))

    listed = tk.get_action("satudata_mapping_version_list")(site(), {"id": source_id})
    assert [one["number"] for one in listed] == [5, 4, 3, 2, 1]


def test_a_number_that_never_was_is_told(source: Source) -> None:
    with pytest.raises(tk.ObjectNotFound):
        tk.get_action("satudata_mapping_version_restore")(site(), {"id": source.id, "number": 7})


def test_the_command_maps_again_and_counts(cli: Any, source: Source, harvest: Harvest) -> None:
    harvest(source)
    patch(source, fixed_fields="satuan = Orang")

    result = cli.invoke(ckan, ["satudata", "source", "remap", source.name])

    assert (result.exit_code, "5 changed" in result.output) == (0, True)


def test_the_page_of_a_source_maps_again_and_goes_back(app: Any, walidata: Headers, source: Source) -> None:
    patch(source, default_tags=["gizi-buruk"])

    page = app.get(f"/sumber/{source.name}", headers=walidata).body
    started = app.post(f"/sumber/{source.name}/petakan", headers=walidata, follow_redirects=False)
    back = app.post(f"/sumber/{source.name}/pemetaan/1", headers=walidata)

    assert "gizi-buruk" in page
    assert "/sumber/proses/" in started.location
    assert model.Session.query(Run).filter_by(source_id=source.id).one().kind == "remap"
    assert "The mapping with the number 1 is in use again." in back.body
    model.Session.expire_all()
    assert model.Session.get_one(Source, source.id).mapping["default_tags"] == []


def test_a_visitor_maps_nothing(app: Any, visitor: Headers, source: Source) -> None:
    for path in ("petakan", "pemetaan/1"):
        app.post(f"/sumber/{source.name}/{path}", headers=visitor, status=403)
