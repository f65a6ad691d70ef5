"""Other plugins notice what a writer does, as they notice what CKAN's actions do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from rq.timeouts import JobTimeoutException

import ckan.plugins as p
from ckan import model
from ckan.lib import signals
from ckan.plugins import core

from ckanext.satudata.harvest.writer import Mode, WriteRequest, open_writer
from ckanext.satudata.tests.harvest.writer.conftest import Create, Update

ALL: tuple[Mode, ...] = ("action", "plain", "fast")
Seen = list[tuple[Any, ...]]


class Listener(p.SingletonPlugin):
    """A plugin such as ckanext-xloader, which waits for changed resources."""

    p.implements(p.IDomainObjectModification)

    seen: set[tuple[str, str, str]]

    def notify(self, entity: Any, operation: Any) -> None:
        self.seen.add((operation, type(entity).__name__, entity.name or entity.url))


@pytest.fixture
def listener() -> Iterator[Listener]:
    plugin = Listener(name="listener")
    core._PLUGINS_SERVICE["listener"] = plugin
    try:
        yield plugin
    finally:
        del core._PLUGINS_SERVICE["listener"]


def write(mode: Mode, *requests: WriteRequest) -> list[str]:
    with open_writer(mode) as writer:
        assert writer.mode == mode
        return [outcome.action for outcome in writer.write(requests)]


def in_each_mode(create: Create, update: Update, look: Callable[[Mode, Any], Any]) -> list[Any]:
    """What `look` saw of a dataset that is created, changed, and sent again, in each mode."""
    found = []
    for mode in ALL:
        first = create()
        changed = update(first, title="Judul lain", resources=[])
        found.append([look(mode, request) for request in (first, changed, changed)])
    return found


def test_hooks_are_called_for_each_dataset(create: Create, update: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Seen = []
    plugin = p.get_plugin("satudata")
    for hook in ("create", "edit", "after_dataset_create", "after_dataset_update", "before_dataset_index"):
        original = getattr(plugin, hook)

        def record(*arguments: Any, hook: str = hook, original: Any = original) -> Any:
            told = arguments[-1]
            calls.append((hook, told["title"] if isinstance(told, dict) else told.title))
            return original(*arguments)

        monkeypatch.setattr(plugin, hook, record)

    def look(mode: Mode, request: WriteRequest) -> Seen:
        calls.clear()
        write(mode, request)
        return list(calls)

    found = in_each_mode(create, update, look)

    assert found[0] == [
        [
            ("create", "Jumlah Penduduk"),
            ("after_dataset_create", "Jumlah Penduduk"),
            ("before_dataset_index", "Jumlah Penduduk"),
        ],
        [("edit", "Judul lain"), ("after_dataset_update", "Judul lain"), ("before_dataset_index", "Judul lain")],
        [],
    ]
    assert found[1:] == [found[0], found[0]]


def test_hooks_learn_the_ids_that_datasets_and_resources_get(create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(p.get_plugin("satudata"), "after_dataset_create", lambda _context, data: told.append(data))

    for mode in ALL:
        request = create(id="", resources=[{"url": "http://portal.test/a.csv"}, {"url": "http://portal.test/b.csv"}])
        del request.dataset["id"]
        with open_writer(mode) as writer:
            outcome = writer.write([request])[0]

        package = model.Package.get(outcome.package_id)
        assert package
        assert told[-1]["id"] == package.id
        assert [resource["id"] for resource in told[-1]["resources"]] == [each.id for each in package.resources]


def test_plugins_that_wait_for_changed_objects_are_told(create: Create, update: Update, listener: Listener) -> None:
    def look(mode: Mode, request: WriteRequest) -> list[tuple[str, str]]:
        listener.seen = set()
        write(mode, request)
        return sorted((operation, kind) for operation, kind, _ in listener.seen)

    found = in_each_mode(create, update, look)

    assert found[0][0] == [("changed", "Package"), ("new", "Package"), ("new", "Resource")]
    assert found[1:] == [found[0], found[0]]


def test_receivers_of_signals_are_told_when_the_dataset_is_committed(create: Create, update: Update) -> None:
    told: Seen = []

    def receiver(sender: str, **values: Any) -> None:
        with model.ensure_engine().connect() as other:
            query = sa.select(model.package_table.c.title).where(model.package_table.c.id == values["data_dict"]["id"])
            told.append((sender, other.execute(query).scalar()))

    for sender in ("package_create", "package_update"):
        signals.action_succeeded.connect(receiver, sender)
    try:
        for mode in ("plain", "fast"):
            first = create()
            write(mode, first)
            write(mode, update(first, title="Judul lain"))
    finally:
        signals.action_succeeded.disconnect(receiver)

    assert told == [("package_create", "Jumlah Penduduk"), ("package_update", "Judul lain")] * 2


@pytest.mark.parametrize("mode", ALL)
def test_a_plugin_that_fails_costs_only_the_dataset_it_fails_on(
    mode: Mode, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_context: Any, data: dict[str, Any]) -> None:
        if data["title"] == "Pemicu":
            raise RuntimeError("this one I cannot bear")

    monkeypatch.setattr(p.get_plugin("satudata"), "after_dataset_create", fail)
    requests = [create(), create(), create(title="Pemicu"), create(), create()]

    with open_writer(mode) as writer:
        outcomes = writer.write(requests)

    assert [(outcome.guid, outcome.action, outcome.errors) for outcome in outcomes] == [
        (request.guid, "created", {})
        if request.dataset["title"] != "Pemicu"
        else (request.guid, "refused", {"message": ["RuntimeError: this one I cannot bear"]})
        for request in requests
    ]
    assert model.Package.get(requests[2].dataset["name"]) is None


@pytest.mark.parametrize("mode", ALL)
def test_the_time_limit_of_a_job_ends_the_job(mode: Mode, create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(_context: Any, _data: Any) -> None:
        raise JobTimeoutException("180 seconds are over")

    monkeypatch.setattr(p.get_plugin("satudata"), "after_dataset_create", too_late)

    with pytest.raises(JobTimeoutException):
        write(mode, create())


@pytest.mark.parametrize("mode", ALL)
def test_requests_are_not_changed(mode: Mode, create: Create) -> None:
    request = create()
    before = repr(request)

    write(mode, request)

    assert repr(request) == before
