"""`ckan satudata source import`: moving in from ckanext-harvest."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ckanext.satudata.harvest.cli.source import as_json_option, source
from ckanext.satudata.harvest.takeover.takeover import NothingToTakeOverError, Taken, take_over

__all__ = ["import_sources"]


@source.command("import")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@as_json_option
def import_sources(dry_run: bool, as_json: bool) -> None:
    """Take over the sources of ckanext-harvest and the links to the datasets that it has imported.

    Its tables are only read. May be done again: what is here stays, links that are missing are added. Take `harvest`
    and its harvesters out of ckan.plugins before the first run here, or both will write the same datasets.
    """
    try:
        done = [_told(taken, as_json=as_json) for taken in take_over(dry_run=dry_run)]
    except NothingToTakeOverError as error:
        raise click.ClickException(str(error)) from error
    if not as_json:
        counts = (sum(one.is_new for one in done), sum(one.linked for one in done), sum(not one.name for one in done))
        verb = "Would take over" if dry_run else "Taken over"
        click.echo("{}: {} sources with {} datasets; {} left out.".format(verb, *counts))
    raise SystemExit(0 if all(one.name for one in done) else 1)


def _told(taken: Taken, *, as_json: bool) -> Taken:
    if as_json:
        click.echo(json.dumps(asdict(taken), ensure_ascii=False))
        return taken
    state = f"as {taken.name}" if taken.is_new else f"is here as {taken.name}" if taken.name else "left out"
    click.echo(f"{taken.title} ({taken.kind}): {state}, {taken.linked} datasets linked")
    for text in (*taken.reasons, *taken.remarks):
        click.echo(f"    {text}")
    return taken
