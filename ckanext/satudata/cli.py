"""`ckan satudata …`: the group that every plugin of ours hangs its commands on, and the commands of the root plugin.

Another plugin imports the group from `ckanext.satudata.shared`, adds a sub-group to it, and names no command of its
own to CKAN.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ckan import model

from ckanext.satudata.codes import sds
from ckanext.satudata.metadata import site_setup, standar_data_lookup

__all__ = ["satudata"]


@click.group()
def satudata() -> None:
    """Satu Data Indonesia: set-up, reference lists, harvest."""


@satudata.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per step instead of text.")
def setup(as_json: bool) -> None:
    """Make the site ready: organisations of walidata and pembina, and a check of plugins, tables and search.

    May be run again at any time; what is there is left alone.
    """
    failed = False
    for step in site_setup.run():
        failed = failed or not step.ok
        if as_json:
            click.echo(json.dumps({"step": step.name, "ok": step.ok, "message": step.message}, ensure_ascii=False))
        else:
            click.echo(f"{'ok   ' if step.ok else 'wrong'}  {step.name}: {step.message}")
    raise SystemExit(1 if failed else 0)


@satudata.group(name="sds")
def sds_group() -> None:
    """The national list of Standar Data Statistik."""


@sds_group.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def import_sds(file: Path, as_json: bool) -> None:
    """Load a national list of standar data in the place of the loaded one.

    FILE is JSON as the API of INDAH gives it, or CSV with the same column names; it may be gzipped.
    """
    try:
        entries = list(sds.read_national_list(file))
    except sds.NationalListError as err:
        raise click.ClickException(f"{file.name}: {err} Nothing was changed.") from err
    if not entries:
        raise click.ClickException(f"{file.name}: no entry has a kode SDS such as SD00316.01.00. Nothing was changed.")
    with click.progressbar(length=len(entries), label="Standar data", file=sys.stderr) as bar:
        before = standar_data_lookup.replace_all(model.Session, entries, bar.update)
    model.Session.commit()
    counts = {"before": before, "loaded": len(entries), "codes": len({entry.kode for entry in entries})}
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo("{loaded} entries with {codes} codes loaded; there were {before} before.".format(**counts))
