"""`ckan satudata runs …`: runs of all sources."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ckanext.satudata.harvest import retention
from ckanext.satudata.harvest.own_session import own_session

__all__ = ["runs"]


@click.group()
def runs() -> None:
    """Runs of all sources."""


@runs.command()
@click.option("--keep-runs", type=click.IntRange(0), help="Instead of ckanext.satudata.harvest.keep_runs.")
@click.option("--keep-days", type=click.IntRange(0), help="Instead of ckanext.satudata.harvest.keep_days.")
@click.option("--yes", is_flag=True, help="Delete; without it, only say what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def prune(keep_runs: int | None, keep_days: int | None, yes: bool, as_json: bool) -> None:
    """Delete old runs with their findings and changes, as is done after each run for its source.

    The newest run of a source, its last complete one and findings that still hold are kept.
    """
    usual = retention.kept()
    keep = retention.Keep(
        runs=usual.runs if keep_runs is None else keep_runs, days=usual.days if keep_days is None else keep_days
    )
    with own_session() as session:
        gone = retention.prune(session, keep, dry_run=not yes)
    if as_json:
        click.echo(json.dumps({**asdict(gone), "deleted": yes}))
        return
    verb = "deleted" if yes else "would go; add --yes to delete them"
    click.echo(f"{gone.runs} runs, {gone.findings} findings and {gone.changes} changes {verb}.")
