"""Runs the migrations of the statistical tables; their version is kept in satudata_statistics_alembic_version.

Logging is left as CKAN has set it up.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from ckan.model.meta import metadata

VERSION_TABLE = "satudata_statistics_alembic_version"
OWN_TABLES = (
    "satudata_indicator",
    "satudata_measure",
    "satudata_origin",
    "satudata_release",
    "satudata_breakdown",
    "satudata_coverage",
    "satudata_fact",
    "satudata_latest",
    "satudata_table",
    "satudata_table_page",
    "satudata_layout",
)


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return kind != "table" or name in OWN_TABLES


def _run() -> None:
    engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, version_table=VERSION_TABLE, include_object=_is_ours
        )
        with context.begin_transaction():
            context.run_migrations()


_run()
