"""Answers to the questions that CKAN's validators ask the database about each dataset, from one look per batch.

Nothing of CKAN is replaced: SQLAlchemy lets a session answer a SELECT by itself (`do_orm_execute`, the way its own
examples make caches), and ours does so while a batch is validated. A question is known by its cache key, which is the
statement without its values. The keys are learned by listening to the validators while they are asked about values
that do not exist. A question that is not known, or whose answer was not read, goes to the database as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, Protocol, cast

from sqlalchemy import event
from sqlalchemy.engine.result import FrozenResult, IteratorResult, Result, SimpleResultMetaData
from sqlalchemy.orm import ORMExecuteState

from ckan import model
from ckan.lib.navl.dictization_functions import Invalid
from ckan.logic import validators
from ckan.types import FlattenKey

from ckanext.satudata.harvest.writer.context import new_context
from ckanext.satudata.harvest.writer.plain.taken import Taken
from ckanext.satudata.harvest.writer.types import WriteRequest

NAME, ID = "satudata-probe-name", "satudata-probe-id"
Values = list[Any]
Answer = Callable[[Taken, Values], "Result[Any] | None"]


class Surroundings(Protocol):
    """What a batch is validated in, and shown in; each is entered once."""

    def validating(self) -> AbstractContextManager[None]: ...

    def showing(self) -> AbstractContextManager[None]: ...


class NothingForeseen:
    """Every question goes to the database."""

    def validating(self) -> AbstractContextManager[None]:
        return nullcontext()

    def showing(self) -> AbstractContextManager[None]:
        return nullcontext()


class Foresight:
    """Knows what the validators ask; one per writer, not to be shared by threads."""

    def __init__(self, user: str) -> None:
        self.names: dict[Any, Answer] = {}
        self.ids: dict[Any, Answer] = {}
        self.repeated: set[Any] = set()
        self._learn(user)

    def of(self, requests: Sequence[WriteRequest]) -> Foreseen:
        """The answers about these datasets, as things are now."""
        return Foreseen(self, Taken(requests))

    def _learn(self, user: str) -> None:
        def asked(validator: Callable[..., Any], key: FlattenKey, **more: str) -> list[tuple[Any, Values]]:
            data = {key: ID, **{(name,): value for name, value in more.items()}}
            return _asked(lambda: validator(key, data, {key: []}, new_context(user)))

        name, resource = validators.package_name_validator, validators.resource_id_does_not_exist
        for key, probes in (*asked(name, ("name",), name=NAME), *asked(name, ("name",), name=NAME, id=ID)):
            self.names[key] = _is_name_taken(probes)
        for key, probes in _asked(lambda: validators.package_id_does_not_exist(ID, new_context(user))):
            self.ids[key] = _no_package(probes)
        for key, probes in asked(resource, ("resources", 0, "id")):
            self.ids[key] = _packages_of_resource(probes)
        self.repeated = {key for key, _ in asked(validators.owner_org_validator, ("owner_org",))}


class Foreseen:
    """The answers for one batch."""

    def __init__(self, known: Foresight, taken: Taken) -> None:
        self._known = known
        self._taken = taken

    @contextmanager
    def validating(self) -> Iterator[None]:
        """Answer everything until the block ends; nothing may be written in it."""
        answers = self._known.names | self._known.ids
        remembered: dict[Any, FrozenResult[Any]] = {}

        def answer(state: ORMExecuteState) -> Result[Any] | None:
            key, values = _question(state)
            if key in answers:
                return answers[key](self._taken, values)
            if key not in self._known.repeated:
                return None
            asked = (key, *values)
            if asked not in remembered:
                remembered[asked] = state.invoke_statement().freeze()
            return remembered[asked]()

        with _listening(answer):
            yield

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Answer whether another dataset has a name: CKAN asks it for the search document too.

        Nothing else: the datasets of the batch have been written by now.
        """

        def answer(state: ORMExecuteState) -> Result[Any] | None:
            key, values = _question(state)
            return self._known.names[key](self._taken, values) if key in self._known.names else None

        with _listening(answer):
            yield


def _is_name_taken(probes: Values) -> Answer:
    name, package_id = probes.index(NAME), probes.index(ID) if ID in probes else None

    def answer(taken: Taken, values: Values) -> Result[Any] | None:
        holders = taken.names.get(values[name])
        if holders is None:
            return None
        own = None if package_id is None else values[package_id]
        return _rows(any(holder != own for holder in holders))

    return answer


def _no_package(probes: Values) -> Answer:
    position = probes.index(ID)
    # The package itself only the database can give.
    return lambda taken, values: _rows() if taken.ids.get(values[position]) == [] else None


def _packages_of_resource(probes: Values) -> Answer:
    position = probes.index(ID)

    def answer(taken: Taken, values: Values) -> Result[Any] | None:
        found = taken.resources.get(values[position])
        return None if found is None else _rows(*found)

    return answer


def _rows(*values: Any) -> Result[Any]:
    return IteratorResult(_ONE_COLUMN, iter([(value,) for value in values]))


_ONE_COLUMN = SimpleResultMetaData(["value"])


def _question(state: ORMExecuteState) -> tuple[Any, Values]:
    """The statement apart from its values, and these; no question where SQLAlchemy knows no such key."""
    statement = cast("Any", state.statement)
    found = statement._generate_cache_key() if state.is_select else None  # noqa: SLF001 - as in its examples
    if found is None:
        return None, []
    given = state.parameters if isinstance(state.parameters, dict) else {}
    return found.key, [given.get(bind.key, bind.effective_value) for bind in found.bindparams]


def _asked(ask: Callable[[], Any]) -> list[tuple[Any, Values]]:
    """The questions that the call asks the database."""
    questions: list[tuple[Any, Values]] = []
    with _listening(lambda state: questions.append(_question(state))), suppress(Invalid):
        ask()
    return [(key, values) for key, values in questions if key is not None]


@contextmanager
def _listening(hear: Callable[[ORMExecuteState], Any]) -> Iterator[None]:
    session = cast("Any", model.Session())
    event.listen(session, "do_orm_execute", hear)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", hear)
