"""The servers and the database that one run of the suite uses.

Alone: PostgreSQL, Valkey and Solr in a temporary folder, stopped and removed at the end.
With SATUDATA_TEST_STACK=FOLDER (the home of a `satudata up --servers-only`): a fresh database, core and queue on those
servers; the database is copied from a template, made once per state of the migrations, so a run starts seconds sooner.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2.errors
import redis

from ckanext.satudata.embedded import servers
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Addresses, Servers
from ckanext.satudata.embedded.valkey import DATABASES

CHECKOUT = Path(__file__).resolve().parents[3]
STACK_VARIABLE = "SATUDATA_TEST_STACK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """What a run got, and how to give it back."""

    servers: Servers
    addresses: Addresses
    folder: Path
    name: str
    template: str | None

    @property
    def is_initialised(self) -> bool:
        """Whether the database came as a copy of an initialised one."""
        return self.template is not None and self.servers.postgres.has_database(self.template)

    def keep_as_template(self) -> None:
        """After the migrations of a run on a shared stack: what the next run starts from."""
        if self.template and not self.servers.postgres.has_database(self.template):
            # PostgreSQL copies no database that somebody is connected to; Alembic leaves connections behind.
            sessions = f"FROM pg_stat_activity WHERE datname = '{self.name}'"
            self.servers.postgres.execute(f"SELECT pg_terminate_backend(pid) {sessions}")
            # Another run may be as far as we are.
            with contextlib.suppress(psycopg2.errors.DuplicateDatabase):
                _copy(self.servers, source=self.name, target=self.template)

    def close(self) -> None:
        if self.servers.running:
            self.servers.stop()
        else:
            self.servers.postgres.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            self.servers.postgres.execute(f'DROP DATABASE IF EXISTS "{self.name}_datastore" WITH (FORCE)')
            self.servers.solr.drop_core(self.name)
            redis.from_url(self.addresses.redis).flushdb()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_rig() -> Rig:
    """Servers that answer, an own database, core and queue on them, and an own folder for files."""
    folder = Path(tempfile.mkdtemp(prefix="satudata-test-"))
    shared = os.environ.get(STACK_VARIABLE)
    return _on_shared_stack(Home.at(shared), folder) if shared else _on_own_stack(folder)


def _on_own_stack(folder: Path) -> Rig:
    # The jars are the one thing that runs share: 70 MB, fetched once.
    jars = CHECKOUT / ".satudata" / "jars"
    jars.mkdir(parents=True, exist_ok=True)
    (folder / "jars").symlink_to(jars)
    try:
        own = servers.start(Home.at(folder), durable=False)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    name = "satudata_test"
    return Rig(servers=own, addresses=own.tenant(name), folder=folder, name=name, template=None)


def _on_shared_stack(home: Home, folder: Path) -> Rig:
    shared = servers.attach(home)
    name = f"test_{secrets.token_hex(4)}"
    template = f"template_{_state_of_migrations()}"
    if shared.postgres.has_database(template):
        _copy(shared, source=template, target=name)
    queue = redis.from_url(shared.valkey.url()).incr("satudata:test-runs") % (DATABASES - 1) + 1
    return Rig(
        servers=shared, addresses=shared.tenant(name, redis_database=queue), folder=folder, name=name, template=template
    )


def _copy(stack: Servers, *, source: str, target: str) -> None:
    stack.postgres.execute(f'CREATE DATABASE "{target}" OWNER "{servers.OWNER}" TEMPLATE "{source}"')


def _state_of_migrations() -> str:
    import ckan.migration

    digest = hashlib.sha256((CHECKOUT / "test.ini").read_bytes())
    for path in sorted(_migrations(Path(ckan.migration.__path__[0]), CHECKOUT / "ckanext")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migrations(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from folder.rglob("versions/*.py")
