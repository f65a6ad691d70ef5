from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ckan.model.types import JsonDictType

from ckanext.satudata.harvest import many_rows
from ckanext.satudata.harvest.own_session import own_session

TABLE = sa.Table(
    "many_rows_test",
    sa.MetaData(),
    sa.Column("id", sa.UnicodeText, primary_key=True),
    sa.Column("is_open", sa.Boolean),
    sa.Column("size", sa.BigInteger),
    sa.Column("made", sa.DateTime),
    sa.Column("seen", sa.DateTime(timezone=True)),
    sa.Column("details", JSONB),
    sa.Column("extras", JsonDictType),
    prefixes=["TEMPORARY"],
)
EMPTY = dict.fromkeys(column.name for column in TABLE.c if column.name != "id")


@pytest.fixture
def session(with_plugins: None) -> Iterator[Session]:
    """A session in which the table exists until the test ends."""
    with own_session() as session:
        TABLE.create(session.connection())
        yield session


def row(**values: Any) -> dict[str, Any]:
    return {"id": uuid4().hex, **EMPTY, **values}


def stored(session: Session) -> list[dict[str, Any]]:
    return [dict(found) for found in session.execute(sa.select(TABLE)).mappings()]


def by_values(session: Session, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What SQLAlchemy's own insert of the rows comes to."""
    session.execute(sa.insert(TABLE), rows)
    found = stored(session)
    session.execute(sa.delete(TABLE))
    return found


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"is_open": False, "size": 2**40, "made": datetime(2024, 1, 2, 3, 4, 5, 678901)},  # noqa: DTZ001 - as CKAN's
        {"seen": datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc), "made": "2024-01-02T03:04:05"},
        {"details": {"a": [1, 1.5, None, {"é": "–"}]}, "extras": {"kolom": [{"nama": "Jumlah"}], "é": '"\\'}},
        {"details": ["a", "b"], "extras": {}},
        {"details": "text"},
    ],
)
def test_rows_are_stored_as_by_an_insert_of_values(session: Session, values: dict[str, Any]) -> None:
    rows = [row(**values), row(id="Å' %s :a \\ \t\n{}")]
    expected = by_values(session, rows)

    many_rows.insert(session, TABLE, rows)

    assert stored(session) == expected


@pytest.mark.parametrize(
    "values", [{"id": 5}, {"id": {}}, {"is_open": "no"}, {"is_open": 1}, {"size": "7"}, {"size": True}, {"made": 2024}]
)
def test_a_value_of_another_kind_is_refused_and_not_converted(session: Session, values: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=rf"many_rows_test\.{next(iter(values))} takes no "):
        many_rows.insert(session, TABLE, [row(**values)])


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_text_that_postgresql_cannot_hold_is_refused(session: Session, text: str) -> None:
    with pytest.raises(DBAPIError):
        many_rows.insert(session, TABLE, [row(id=text)])


def test_no_number_that_json_does_not_know_is_sent(session: Session) -> None:
    with pytest.raises(ValueError, match="JSON"):
        many_rows.insert(session, TABLE, [row(details={"a": float("nan")})])


def test_no_rows_are_no_statement(session: Session) -> None:
    many_rows.insert(session, TABLE, [])

    assert stored(session) == []
