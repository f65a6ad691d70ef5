"""A whole portal in a folder: servers, then CKAN's web server and job worker, watched until somebody says stop.

The demo adds a sample source and a first harvest through the two hooks of `Plan`; a small office runs it as it is.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import click
import requests

from ckanext.satudata.embedded import programs, servers, site, supervisor
from ckanext.satudata.embedded.errors import EmbeddedError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.ports import LOOPBACK, first_free_port
from ckanext.satudata.embedded.programs import Program, Running

SOLR_PORT = 8983
WEB_PORT = 5000
WEB_TIMEOUT_S = 120.0
ANSWER_TIMEOUT_S = 10.0
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - compared with, not listened on by default
STANDARD_PEOPLE = Path(__file__).with_name("people.json")
STEADY = ("ckan", "ckanext-satudata", "ckanext-scheming")

Start = Callable[[Program], None]
"""Starts one more program, watched and stopped with the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run. `before_web` is called when CKAN is ready and nobody looks yet; `at_end` when the site is up."""

    home: Home
    host: str = LOOPBACK
    port: int = WEB_PORT
    site_url: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    people: Path = STANDARD_PEOPLE
    before_web: Callable[[Path, Start], None] = lambda ini, start: None  # noqa: ARG005 - a hook that does nothing
    at_end: Callable[[str], None] = lambda url: None  # noqa: ARG005 - a hook that does nothing

    @property
    def accounts(self) -> Path:
        return self.home.folder / "accounts.txt"


def run(plan: Plan) -> None:
    """Start everything and return when asked to stop. Raises EmbeddedError; nothing is left running in any case."""
    with supervisor.sole_supervisor(plan.home), _stopping_all() as running:
        click.echo("Starting PostgreSQL, Valkey and Solr ...", err=True)
        started = servers.start(plan.home, solr_port=SOLR_PORT)
        running.extend(started.running)
        port = first_free_port(plan.port, plan.host)
        if port != plan.port:
            click.echo(f"Port {plan.port} is taken; the site listens on {port}.", err=True)
        url = plan.site_url or f"http://{LOOPBACK if plan.host == ANY_ADDRESS else plan.host}:{port}"
        ini = site.write(plan.home, started.tenant(site.NAME), site_url=url, options=plan.options)
        is_new = _prepare(plan, ini)

        def start(program: Program) -> None:
            process = programs.start(program)
            running.append(process)
            process.wait_ready()

        plan.before_web(ini, start)
        click.echo("Starting CKAN ...", err=True)
        start(_web(plan, ini, port))
        # Both load all of CKAN: one after the other, and people get the page that they wait for first.
        start(_worker(plan.home, ini))
        click.echo(_welcome(plan, url, is_new=is_new))
        plan.at_end(url)
        supervisor.watch(running)
        click.echo("Stopping ...", err=True)


@contextmanager
def _stopping_all() -> Iterator[list[Running]]:
    running: list[Running] = []
    try:
        yield running
    except supervisor.StopRequested:
        click.echo("Stopping ...", err=True)
    finally:
        # The database last: the others may still want to write something down.
        for process in reversed(running):
            process.stop()


def _prepare(plan: Plan, ini: Path) -> bool:
    """Bring the database up to date unless nothing has changed since the last time; whether the site is new."""
    stamp = plan.home.folder / "prepared"
    state = _state(plan, ini)
    is_new = not stamp.exists()
    if not is_new and stamp.read_text() == state:
        return False
    click.echo("Preparing the database ..." if is_new else "Bringing the database up to date ...", err=True)
    module = ("-m", "ckanext.satudata.embedded.prepare")
    files = ("--ini", str(ini), "--people", str(plan.people), "--accounts", str(plan.accounts))
    log = plan.home.logs / "prepare.log"
    with log.open("wb") as output:
        done = subprocess.run(  # noqa: S603 - our own module
            (sys.executable, *module, *files), stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
    if done.returncode:
        raise EmbeddedError(f"The database could not be prepared. The end of the log {log}:\n{programs.tail(log)}")
    stamp.write_text(state)
    return is_new


def _state(plan: Plan, ini: Path) -> str:
    """Changes when a new version, a new migration or another configuration calls for another preparation."""
    digest = hashlib.sha256("".join(version(name) for name in STEADY).encode())
    migrations = Path(__file__).parents[1] / "migration"
    for path in (ini, plan.people, *sorted(migrations.rglob("versions/*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _web(plan: Plan, ini: Path, port: int) -> Program:
    address = ("--host", plan.host, "--port", str(port))
    probe = f"http://{LOOPBACK if plan.host == ANY_ADDRESS else plan.host}:{port}/api/3/action/status_show"
    return Program(
        name="Web server",
        command=(sys.executable, "-m", "ckanext.satudata.embedded.web", "--ini", str(ini), *address),
        cwd=plan.home.folder,
        log=plan.home.logs / "web.log",
        record=plan.home.records / "web.json",
        is_ready=lambda: _answers(probe),
        ready_timeout_s=WEB_TIMEOUT_S,
    )


def _worker(home: Home, ini: Path) -> Program:
    return Program(
        name="Job worker",
        command=(sys.executable, "-c", "from ckan.cli.cli import ckan; ckan()", "-c", str(ini), "jobs", "worker"),
        cwd=home.folder,
        log=home.logs / "worker.log",
        record=home.records / "worker.json",
        # It answers nobody; whether it stays alive is what the supervisor watches.
        is_ready=lambda: True,
    )


def _welcome(plan: Plan, url: str, *, is_new: bool) -> str:
    if is_new and plan.accounts.exists():
        return f"\nThe portal is at {url}\n\nAccounts (kept in {plan.accounts}):\n{plan.accounts.read_text()}"
    return f"\nThe portal is at {url}\nThe accounts and their passwords are in {plan.accounts}\n"


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=ANSWER_TIMEOUT_S).ok
    except requests.RequestException:
        return False
