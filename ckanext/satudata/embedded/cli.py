"""`satudata up`, `satudata status`, `satudata stop`: a Satu Data site, or only its servers, in one folder.

Exit code 0: done, or stopped when asked; 1: something failed, the message says what; 2: wrong use.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ckanext.satudata.embedded import portal, programs, servers, supervisor
from ckanext.satudata.embedded.errors import EmbeddedError
from ckanext.satudata.embedded.home import DEFAULT_FOLDER, Home
from ckanext.satudata.embedded.ports import LOOPBACK

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="SATUDATA_HOME",
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Folder of the site: its data, logs and configuration.",
)


@click.group()
def satudata() -> None:
    """A Satu Data portal with its own servers, in one folder."""


def failing_with_message(command: Callable[..., None]) -> Callable[..., None]:
    """Turn our errors into a message and exit code 1."""

    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except EmbeddedError as err:
            raise click.ClickException(str(err)) from err

    run.__doc__ = command.__doc__
    run.__name__ = command.__name__
    return run


@satudata.command()
@home_option
@click.option("--servers-only", is_flag=True, help="Start PostgreSQL, Valkey and Solr, and no CKAN: for tests.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on; 0.0.0.0: the whole network.")
@click.option("--port", default=portal.WEB_PORT, show_default=True, help="Port to listen on; taken: the next free one.")
@click.option("--site-url", help="Address under which people reach the site, if it is another one.")
@failing_with_message
def up(*, home: Path, servers_only: bool, host: str, port: int, site_url: str | None) -> None:
    """Start the portal, and keep it running until Ctrl-C."""
    place = Home.at(home)
    if servers_only:
        _run_servers(place)
    else:
        portal.run(portal.Plan(home=place, host=host, port=port, site_url=site_url))


@satudata.command()
@home_option
@failing_with_message
def status(*, home: Path) -> None:
    """Say which processes of the site run."""
    place = Home.at(home)
    names = [record.stem for record in sorted(place.records.glob("*.json")) if programs.recorded_process(record)]
    click.echo("\n".join(names) if names else f"Nothing runs in {place.folder}.")


@satudata.command()
@home_option
@failing_with_message
def stop(*, home: Path) -> None:
    """Stop the site, and whatever an earlier start left behind."""
    place = Home.at(home)
    click.echo("Stopped." if supervisor.stop(place) else f"Nothing ran in {place.folder}.")


def _run_servers(home: Home) -> None:
    with supervisor.sole_supervisor(home):
        started = servers.start(home, durable=False, solr_port=portal.SOLR_PORT)
        try:
            click.echo(f"PostgreSQL, Valkey and Solr run in {home.folder}. Ctrl-C stops them.")
            supervisor.watch(started.running)
        finally:
            started.stop()
