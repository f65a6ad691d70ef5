"""`ckan satudata facts …` and `ckan satudata tidy`: the statistical database from the command line."""

from __future__ import annotations

import contextlib
import json

import click

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs

from ckanext.satudata.statistics.facts.rebuild import rebuild
from ckanext.satudata.statistics.model import Tidying, TidyingState
from ckanext.satudata.statistics.tables import job, queueing

__all__ = ["facts", "tidy"]

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text.")


@click.group()
def facts() -> None:
    """The figures of all datasets."""


@facts.command(name="rebuild")
@click.argument("resources", nargs=-1)
@click.option("--from-files", is_flag=True, help="Also read the files again and load what they hold.")
@json_option
def rebuild_facts(*, resources: tuple[str, ...], from_files: bool, as_json: bool) -> None:
    """Count all figures anew, and drop those of files that are gone for good.

    RESOURCES are ids; without any, all resources that have figures.
    """
    count, dropped = 0, 0
    for found in rebuild(resources):
        count, dropped = count + 1, dropped + found.is_dropped
        said = {"resource_id": found.resource_id, "facts": found.facts, "dropped": found.is_dropped}
        if from_files and not found.is_dropped:
            said |= _read(found.resource_id)
        click.echo(json.dumps(said) if as_json else "  ".join(f"{name} {value}" for name, value in said.items()))
    if not as_json:
        click.echo(f"{count} resources: {count - dropped} counted, {dropped} dropped.")


@click.command(name="tidy")
@click.argument("resource")
@click.option("--background", is_flag=True, help="Leave it to a job worker.")
@json_option
def tidy(*, resource: str, background: bool, as_json: bool) -> None:
    """Read the file of a RESOURCE (its id), check it, and load its table and figures."""
    found = model.Resource.get(resource)
    if found is None or found.state != "active":
        raise click.ClickException(f"There is no resource {resource}.")
    result = {"state": _enqueued(found).state} if background else _read(resource)
    click.echo(json.dumps(result) if as_json else "  ".join(f"{name} {value}" for name, value in result.items()))
    raise SystemExit(0 if result["state"] in (TidyingState.DONE.value, TidyingState.QUEUED.value) else 1)


def _read(resource_id: str) -> dict[str, object]:
    """Read here and now; the job that was put on the queue for it is taken off."""
    resource = model.Resource.get(resource_id)
    if resource is None:
        return {"state": TidyingState.FAILED.value}
    tidying = _enqueued(resource)
    with contextlib.suppress(KeyError):
        jobs.job_from_id(tidying.job_id or "").delete()
    job.execute(tidying.id, tidying.attempt)
    model.Session.refresh(tidying)
    return {
        "state": tidying.state,
        "rows": tidying.count_rows,
        "facts": tidying.count_facts,
        "findings": len(tidying.findings),
        "notes": tidying.notes,
    }


def _enqueued(resource: model.Resource) -> Tidying:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return queueing.enqueue(resource.id, str(resource.package_id), user)
