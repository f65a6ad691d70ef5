"""The tables that the migration makes are the ones that the models describe."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.satudata.statistics import model as statistics

MODELS = [getattr(statistics, name) for name in statistics.__all__ if hasattr(getattr(statistics, name), "__table__")]


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
@pytest.mark.parametrize("described", MODELS, ids=lambda found: found.__name__)
def test_the_migration_makes_what_the_model_describes(described: type) -> None:
    table: sa.Table = described.__table__  # type: ignore[attr-defined]
    inspector = sa.inspect(model.Session.connection())

    found = inspector.get_columns(table.name)
    indexes = {index["name"] for index in inspector.get_indexes(table.name)}

    dialect = model.Session.connection().dialect
    assert sorted((column["name"], column["type"].compile(dialect), column["nullable"]) for column in found) == sorted(
        (column.name, column.type.compile(dialect), bool(column.nullable)) for column in table.columns
    )
    assert {index.name for index in table.indexes} <= indexes


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
def test_the_empty_breakdown_is_there_from_the_start() -> None:
    found = model.Session.get(statistics.Breakdown, statistics.NO_BREAKDOWN)

    assert found is not None
    assert (found.id, found.dimensions) == (0, {})
