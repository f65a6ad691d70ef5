"""`ckan satudata source preview …`: what a walidata decides before a run, in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from ckanext.satudata.harvest.cli.source import as_json_option, call_action, find_source, run_source, source
from ckanext.satudata.harvest.model import RunKind
from ckanext.satudata.harvest.previewing import MOST_RECORDS, USUAL_RECORDS

__all__ = ["preview", "remap"]

WIDTH = 60


@source.command()
@click.argument("name")
@click.option(
    "--records",
    type=click.IntRange(1, MOST_RECORDS),
    default=USUAL_RECORDS,
    show_default=True,
    help="How many records to look at.",
)
@as_json_option
def preview(name: str, records: int, as_json: bool) -> None:
    """What a run would make of the first records of the source NAME. Nothing is stored."""
    seen = call_action("satudata_source_preview", {"id": name, "records": records})
    if as_json:
        for record in seen["records"]:
            click.echo(json.dumps(record, ensure_ascii=False))
        if not seen["ok"]:
            click.echo(seen["message"], err=True)
    else:
        for record in seen["records"]:
            _print_record(record)
        for kind in seen["findings_by_code"]:
            click.echo(f"{kind['code']:12} {kind['severity']:8} {kind['count']:>6}  {kind['message']}")
        click.echo(seen["message"])
    raise SystemExit(0 if seen["ok"] and not seen["outcomes"].get("refused") else 1)


@source.command()
@click.argument("name")
@click.option("--background", is_flag=True, help="Give the run to the background workers and return at once.")
@as_json_option
def remap(name: str, background: bool, as_json: bool) -> None:
    """Map the stored records of the source NAME again, after its mapping was changed; the source is not asked."""
    is_good = run_source(find_source(name), as_json, background=background, kind=RunKind.REMAP)
    raise SystemExit(0 if is_good else 1)


def _print_record(record: Mapping[str, Any]) -> None:
    click.echo(f"{record['outcome']:10} {record['title']}")
    for row in record["fields"]:
        there = "" if row["is_same"] else f"  ←  {_short(row['there']) or '–'}"
        click.echo(f"    {row['label']}: {_short(row['here']) or '–'}{there}")
    for one in record["left_out"]:
        click.echo(f"    (left out) {one['key']}: {_short(one['value'])}")


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= WIDTH else f"{line[:WIDTH]}…"
