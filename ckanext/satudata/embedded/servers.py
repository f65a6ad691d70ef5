"""The three servers of a site together: started at once, stopped together, and the addresses that CKAN needs."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.embedded import datastore, postgres, programs, solr, valkey
from ckanext.satudata.embedded.errors import EmbeddedError, ServerStartError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.ports import first_free_port, free_port
from ckanext.satudata.embedded.programs import Running

OWNER = "ckan"
READER = "datastore_reader"
PORT_FILE = "solr.port"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where one CKAN finds its own databases, queue and index; the environment variables are CKAN's own names."""

    database: str
    datastore_write: str
    datastore_read: str
    redis: str
    solr: str

    def environment(self) -> dict[str, str]:
        return {
            "CKAN_SQLALCHEMY_URL": self.database,
            "CKAN_DATASTORE_WRITE_URL": self.datastore_write,
            "CKAN_DATASTORE_READ_URL": self.datastore_read,
            "CKAN_REDIS_URL": self.redis,
            "CKAN_SOLR_URL": self.solr,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """PostgreSQL, Valkey and Solr of one folder, running."""

    postgres: postgres.Postgres
    valkey: valkey.Valkey
    solr: solr.Solr
    running: tuple[Running, ...]

    def tenant(self, name: str, *, redis_database: int = 0) -> Addresses:
        """Databases, core and queue for one CKAN of this name; made if they do not exist."""
        for role in (OWNER, READER):
            if not self.postgres.has_role(role):
                self.postgres.execute(f'CREATE ROLE "{role}" LOGIN')
        for database in (name, f"{name}_datastore"):
            if not self.postgres.has_database(database):
                self.postgres.execute(f'CREATE DATABASE "{database}" OWNER "{OWNER}"')
        datastore.set_permissions(self.postgres, main=name, datastore=f"{name}_datastore", owner=OWNER, reader=READER)
        self.solr.ensure_core(name)
        return Addresses(
            database=self.postgres.url(name, OWNER),
            datastore_write=self.postgres.url(f"{name}_datastore", OWNER),
            datastore_read=self.postgres.url(f"{name}_datastore", READER),
            redis=self.valkey.url(redis_database),
            solr=self.solr.core_url(name),
        )

    def check(self) -> None:
        """Raises ServerCrashError for the first server that has ended by itself."""
        for server in self.running:
            server.check()

    def stop(self) -> None:
        for server in reversed(self.running):
            server.stop()


def start(home: Home, *, durable: bool = True, solr_port: int | None = None) -> Servers:
    """Start all three on the folder and wait until each answers; none is left running if one fails.

    Solr takes `solr_port`, or the next free one, or, without a wish, any.
    """
    try:
        return _start_once(home, durable=durable, solr_port=solr_port)
    except ServerStartError as err:
        # Somebody took the port between our look and Solr's: away from the neighbourhood where others look, too.
        if "Address already in use" not in str(err):
            raise
        return _start_once(home, durable=durable, solr_port=None)


def attach(home: Home) -> Servers:
    """The servers that another process keeps running on the folder. Raises EmbeddedError if they are not."""
    for record in (home.records / "solr.json", home.records / "valkey.json", home.records / "postgres.json"):
        if programs.recorded_process(record) is None:
            raise EmbeddedError(
                f"No servers run in {home.folder}. Start them: satudata up --servers-only --home {home.folder}"
            )
    port = int((home.records / PORT_FILE).read_text())
    return Servers(
        postgres=postgres.describe(home, durable=False),
        valkey=valkey.describe(home, durable=False),
        solr=solr.describe(home, port=port),
        running=(),
    )


def _start_once(home: Home, *, durable: bool, solr_port: int | None) -> Servers:
    running: list[Running] = []
    try:
        # Solr takes longest by far: it starts first, and the others while it loads.
        search = solr.prepare(home, port=free_port() if solr_port is None else first_free_port(solr_port))
        running.append(programs.start(search.program))
        (home.records / PORT_FILE).write_text(str(search.port))
        queue = valkey.prepare(home, durable=durable)
        running.append(programs.start(queue.program))
        database = postgres.prepare(home, durable=durable)
        running.append(programs.start(database.program))
        for server in running:
            server.wait_ready()
    except BaseException:
        for server in running:
            server.stop()
        raise
    return Servers(postgres=database, valkey=queue, solr=search, running=tuple(running))
