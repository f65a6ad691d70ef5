"""`ckan satudata source sweep`: delete hidden datasets whose days of grace are over."""

from __future__ import annotations

import json

import click

from ckanext.satudata.harvest.cli.source import source
from ckanext.satudata.harvest.deletion import sweeping

__all__ = ["sweep"]


@source.command()
@click.option("--json", "as_json", is_flag=True, help="Print one object.")
def sweep(as_json: bool) -> None:
    """Delete what has been hidden for longer than its source allows; made for cron. Runs do it as well."""
    done = sweeping.sweep()
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
        return
    for name, number in done.items():
        click.echo(f"{name}: {number} deleted")
    click.echo(f"{sum(done.values())} datasets deleted.")
