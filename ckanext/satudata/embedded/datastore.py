"""Permissions of the DataStore's database: one role writes, another one can only read.

Runs the SQL that `ckan datastore set-permissions` prints, read from CKAN's own file, so that it follows CKAN. May be
repeated.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from ckanext.satudata.embedded.errors import MissingProgramError
from ckanext.satudata.embedded.postgres import Postgres

SCRIPT = "set_permissions.sql"


def set_permissions(postgres: Postgres, *, main: str, datastore: str, owner: str, reader: str) -> None:
    """Let `reader` see the tables of `datastore`, now and later, and nothing else."""
    names = {"maindb": main, "datastoredb": datastore, "mainuser": owner, "writeuser": owner, "readuser": reader}
    sql = _script().format(**{key: f'"{name}"' for key, name in names.items()})
    # psql's own command; we are connected to that database already.
    statements = "\n".join(line for line in sql.splitlines() if not line.startswith("\\connect"))
    postgres.execute(statements, datastore)


def _script() -> str:
    # Found, not imported: the servers start before CKAN has read its configuration.
    found = find_spec("ckanext.datastore")
    if found is None or found.origin is None:
        raise MissingProgramError("CKAN's plugin `datastore` is not installed; it comes with CKAN itself.")
    return (Path(found.origin).parent / SCRIPT).read_text(encoding="utf-8")
