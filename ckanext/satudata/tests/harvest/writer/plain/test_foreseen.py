"""What CKAN's validators would ask for each dataset is answered from memory, and answered as the database would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from sqlalchemy import event

from ckan import model
from ckan.lib.navl.dictization_functions import Invalid
from ckan.logic import validators

from ckanext.satudata.harvest.writer import WriteRequest, open_writer
from ckanext.satudata.harvest.writer.context import new_context, site_user
from ckanext.satudata.harvest.writer.plain.foreseen import Foresight
from ckanext.satudata.harvest.writer.plain.taken import Taken

FREE = "6b1f0f5e-9b0c-4c39-8f6c-2f5a3d1c7e10"
Request = Callable[..., WriteRequest]


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that reach the database in the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(model.meta.engine, "before_cursor_execute", note)


@pytest.fixture
def stored(create: Request) -> WriteRequest:
    request = create()
    with open_writer("action") as writer:
        assert [outcome.action for outcome in writer.write([request])] == ["created"]
    return request


def answers(dataset: dict[str, Any], package: model.Package | None = None) -> list[Any]:
    """What the validators that ask the database say about a dataset."""
    context = new_context(site_user())
    context.update({"package": package} if package else {})
    resource = ("resources", 0, "id")
    data: dict[Any, Any] = {("name",): dataset["name"], ("id",): dataset["id"], ("owner_org",): dataset["owner_org"]}
    data[resource] = dataset["resources"][0]["id"]
    errors: dict[Any, list[str]] = {key: [] for key in data}
    said = [
        answer(lambda: validators.package_name_validator(("name",), data, errors, context)),
        answer(lambda: validators.package_id_does_not_exist(dataset["id"], context)),
        answer(lambda: validators.resource_id_does_not_exist(resource, data, errors, context)),
        answer(lambda: validators.owner_org_validator(("owner_org",), data, errors, context)),
    ]
    return [said, errors, data]


def answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Invalid as error:
        return error.error


def asked(request: WriteRequest, surroundings: AbstractContextManager[None], package: model.Package | None) -> Any:
    model.Session.expire_all()
    with surroundings:
        # The first of a batch asks for user and organisation, which are the same for the others.
        answers(request.dataset, package)
        with statements() as sent:
            return answers(request.dataset, package), len(sent)


def test_nothing_is_asked_about_a_dataset_that_takes_nothing_away(create: Request) -> None:
    request = create()
    foresight = Foresight(site_user())

    expected, before = asked(request, nullcontext(), None)
    got, after = asked(request, foresight.of([request]).validating(), None)

    assert (got, after) == (expected, 0)
    assert before > 4


@pytest.mark.parametrize("changes", [{}, {"id": FREE}, {"id": FREE, "name": "taken-by-nobody-at-all"}], ids=str)
def test_what_is_taken_is_refused_in_the_same_words(stored: WriteRequest, changes: dict[str, Any]) -> None:
    request = WriteRequest(guid="1", dataset=stored.dataset | changes)
    foresight = Foresight(site_user())

    expected, _ = asked(request, nullcontext(), None)
    got, _ = asked(request, foresight.of([request]).validating(), None)

    assert got == expected
    assert any(expected[1].values()) or "already exists" in str(expected[0])


def test_a_dataset_that_is_updated_keeps_its_own_name_and_files_without_asking(stored: WriteRequest) -> None:
    package = model.Package.get(stored.dataset["id"])
    assert package
    request = WriteRequest(guid="1", dataset=stored.dataset, package_id=package.id)
    foresight = Foresight(site_user())

    expected, _ = asked(request, nullcontext(), package)
    got, _ = asked(request, foresight.of([request]).validating(), package)

    assert got == expected
    assert got[1] == {key: [] for key in got[1]}


def test_the_name_and_organisation_of_a_dataset_that_is_revised_are_known(stored: WriteRequest) -> None:
    package = model.Package.get(stored.dataset["id"])
    assert package
    request = WriteRequest(guid="1", dataset={}, package_id=package.id, revise=dict)

    taken = Taken([request])

    assert (taken.names, taken.owners) == ({package.name: [package.id]}, {package.owner_org})


def test_an_organisation_that_does_not_exist_is_refused_each_time(create: Request) -> None:
    request = create(owner_org="nobody-knows-it")
    foresight = Foresight(site_user())

    expected, _ = asked(request, nullcontext(), None)
    got, sent = asked(request, foresight.of([request]).validating(), None)

    assert (got, sent) == (expected, 0)


def test_what_was_not_foreseen_is_asked(stored: WriteRequest) -> None:
    foresight = Foresight(site_user())

    expected, _ = asked(stored, nullcontext(), None)
    got, _ = asked(stored, foresight.of([]).validating(), None)

    assert got == expected


def test_the_own_name_is_not_asked_for_where_a_new_dataset_is_shown(create: Request) -> None:
    request = create()
    foreseen = Foresight(site_user()).of([request])
    with open_writer("action") as writer:
        writer.write([request])
    package = model.Package.get(request.dataset["id"])
    assert package
    key = ("name",)
    context = new_context(site_user())
    context["package"] = package
    errors: dict[Any, list[str]] = {key: []}

    with foreseen.showing(), statements() as sent:
        validators.package_name_validator(key, {key: request.dataset["name"]}, errors, context)

    assert (errors, sent) == ({key: []}, [])


def test_after_a_batch_the_database_is_asked_again(create: Request) -> None:
    request = create()
    foresight = Foresight(site_user())
    with foresight.of([request]).validating():
        answers(request.dataset)

    with open_writer("action") as writer:
        writer.write([request])
    found, errors, _ = answers(request.dataset)

    assert "already exists" in str(found)
    assert errors["name",] == []  # its own
