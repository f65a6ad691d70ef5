"""`ckan satudata source duplicates`: datasets that came in twice, in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from ckanext.satudata.harvest.cli.source import as_json_option, call_action, source
from ckanext.satudata.harvest.model import DuplicateState

__all__ = ["duplicates"]

SHOWN = 10_000
STATES = [state.value for state in DuplicateState]


@source.command()
@click.option("--find", is_flag=True, help="Look through the whole catalogue first, and hide what gives way.")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True, help="Which pairs to show.")
@as_json_option
def duplicates(find: bool, state: str, as_json: bool) -> None:
    """Pairs of datasets of different sources that are likely the same."""
    done = call_action("satudata_duplicate_find", {}) if find else None
    found = call_action("satudata_duplicate_list", {"state": state, "limit": SHOWN})
    for pair in found["results"]:
        click.echo(json.dumps(pair, ensure_ascii=False) if as_json else _line(pair))
    if done:
        summary = f"{done['pairs']} pairs found, {done['hidden']} datasets hidden, {done['shown']} shown again."
        click.echo(summary, err=as_json)
    elif not as_json:
        click.echo(f"{found['count']} pairs.")


def _line(pair: Mapping[str, Any]) -> str:
    names = "  =  ".join(
        f"{one['name']}{' (hidden)' if pair['hidden_id'] == one['id'] else ''}" for one in pair["datasets"]
    )
    return f"{pair['id']:>7}  {pair['reason']:10} {pair['likeness']:.0%}  {names}"
