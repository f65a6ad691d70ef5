"""`ckan satudata source …`: sources and their runs in a terminal.

Results go to stdout (`--json`: one object a line), progress and log to stderr. Exit code 0: done, 1: done with errors,
2: wrong use. Whoever may run `ckan` on the server is trusted like a sysadmin.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.harvest import runs, showing, sources
from ckanext.satudata.harvest.engine import after_run, progress
from ckanext.satudata.harvest.engine import run as engine
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.model import COUNTERS, Run, RunKind, RunState, Schedule, Source

__all__ = ["source"]

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


@click.group()
def source() -> None:
    """Sources that datasets are harvested from."""


@source.command("list")
@as_json_option
def list_sources(as_json: bool) -> None:
    """All sources with their last run."""
    found = call_action("satudata_source_list", {"limit": 10_000})["results"]
    for one in found:
        say(one, as_json, _line)
    if not as_json:
        click.echo(f"{len(found)} sources.")


@source.command()
@click.argument("title")
@click.option("--connector", default="ckan_api", show_default=True, help="Kind of source.")
@click.option("--url", help="Address; short for --set url=…")
@click.option("--name", help="Short name for the command line and addresses; made from the title if not given.")
@click.option(
    "--schedule", type=click.Choice([choice.value for choice in Schedule]), default="manual", show_default=True
)
@click.option("--organization", help="Default organisation; short for --map default_organization=…")
@click.option("--create-organizations", is_flag=True, help="Create organisations that are not known here.")
@click.option("--set", "settings", multiple=True, metavar="OPTION=VALUE", help="An option of the connector.")
@click.option("--map", "mapping", multiple=True, metavar="OPTION=VALUE", help="An option of the mapping.")
@as_json_option
def add(
    title: str,
    connector: str,
    url: str | None,
    name: str | None,
    schedule: str,
    organization: str | None,
    create_organizations: bool,
    settings: Iterable[str],
    mapping: Iterable[str],
    as_json: bool,
) -> None:
    """Add a source called TITLE."""
    given = {
        "title": title,
        "connector": connector,
        "schedule": schedule,
        "settings": {**({"url": url} if url else {}), **_pairs(settings)},
        "mapping": {
            **({"default_organization": organization} if organization else {}),
            **({"unknown_organization": "create"} if create_organizations else {}),
            **_pairs(mapping),
        },
    }
    made = call_action("satudata_source_create", {**given, "name": name} if name else given)
    say(made, as_json, lambda one: f"Source {one['name']} added. Next: ckan satudata source run {one['name']}")


@source.command()
@click.argument("name")
@as_json_option
def show(name: str, as_json: bool) -> None:
    """One source: options, records, last run with its findings by kind."""
    one = call_action("satudata_source_show", {"id": name})
    if as_json:
        click.echo(json.dumps(one, ensure_ascii=False))
        return
    for key in ("name", "title", "connector_title", "schedule", "active"):
        click.echo(f"{key:18} {one[key]}")
    for part in ("settings", "mapping", "records"):
        for key, value in one[part].items():
            click.echo(f"{part + '.' + key:38} {json.dumps(value, ensure_ascii=False)}")
    if one["last_run"]:
        _print_findings(one["last_run"]["id"])
        click.echo(_summary(one["last_run"]))


@source.command()
@click.argument("name")
@as_json_option
def check(name: str, as_json: bool) -> None:
    """Is the source there, what is it, how many datasets has it, whose are they?"""
    report = call_action("satudata_source_check", {"id": name})
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        for organization in report.get("organizations", []):
            click.echo(f"{organization['datasets'] or '':>7}  {organization['title']}  →  {_here(organization)}")
        click.echo(report["message"])
    raise SystemExit(0 if report["ok"] else 1)


@source.command("run")
@click.argument("names", nargs=-1)
@click.option("--due", is_flag=True, help="Run every source whose schedule asks for it; made for cron.")
@click.option("--background", is_flag=True, help="Give the runs to the background workers and return at once.")
@click.option("--full", is_flag=True, help="Compare all, also of sources of which only changes are read.")
@as_json_option
def run_sources(names: tuple[str, ...], due: bool, background: bool, full: bool, as_json: bool) -> None:
    """Run the sources NAMES, one after the other, with a progress bar."""
    if bool(names) == due:
        raise click.UsageError("Give the names of sources, or --due.")
    chosen = runs.due() if due else [find_source(name) for name in names]
    for one in chosen if full else ():
        progress.forget(one)
    model.Session.commit()
    finished = [run_source(one, as_json, background=background) for one in chosen]
    if due and not as_json:
        click.echo(f"{len(finished)} sources were due.")
    raise SystemExit(0 if all(finished) else 1)


def run_source(one: Source, as_json: bool, *, background: bool, kind: RunKind = RunKind.HARVEST) -> bool:
    """Whether the run ended well, or was handed over."""
    title = one.title
    try:
        queued = runs.queue(one, None, kind)
        if background:
            runs.enqueue(queued, one)
            say(showing.run(queued, title), as_json, lambda run: f"{title}: run {run['id']} is queued.")
            return True
    except tk.ValidationError as error:
        click.echo(f"{title}: {_words(error)}", err=True)
        return False
    with _bar(title) as on_progress:
        state = engine.execute(queued.id, on_progress)
    after_run.follow_up(queued.id)
    model.Session.expire_all()
    done = model.Session.get(Run, queued.id)
    assert done is not None
    shown = showing.run(done, title)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        _print_findings(done.id)
        click.echo(_summary(shown))
    return state is RunState.FINISHED and not shown["counts"]["failed"]


@contextmanager
def _bar(label: str) -> Iterator[Callable[[Report], None]]:
    """A bar on stderr where that is a terminal; its length is known once the source has said how much it has."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=0, label=label, file=sys.stderr, hidden=hidden, show_pos=True) as bar:

        def on_progress(report: Report) -> None:
            bar.length = report.announced or report.received
            bar.update(report.received - bar.pos)

        yield on_progress


def _print_findings(run_id: str) -> None:
    for kind in call_action("satudata_run_show", {"id": run_id})["findings_by_code"]:
        click.echo(f"{kind['code']:12} {kind['severity']:8} {kind['count']:>6}  {kind['example']}")


def _summary(run: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{run['counts'][name]} {name.replace('_', ' ')}" for name in COUNTERS if run["counts"][name])
    duration = f" in {run['duration_s']} s" if run["duration_s"] is not None else ""
    ending = f" {run['error']}" if run["error"] else ""
    return f"{run['source_title']}: {run['state']}{duration}, {run['received']} records: {counts or 'none'}.{ending}"


def _line(one: Mapping[str, Any]) -> str:
    last = one["last_run"]
    when = f"{last['state']} {last['finished_at'] or last['created_at']}" if last else "never run"
    return f"{one['name']:30} {one['connector']:10} {one['schedule']:8} {one['records']['stored']:>7}  {when}"


def _here(organization: Mapping[str, Any]) -> str:
    if organization["here"]:
        return organization["here"]["name"]
    proposal = organization["proposal"]
    return f"not recognised; perhaps {proposal['name']} ({proposal['likeness']:.0%})" if proposal else "not recognised"


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"“{text}” is no OPTION=VALUE.")
        pairs[name.strip()] = value.replace("\\n", "\n")
    return pairs


def find_source(name: str) -> Source:
    """By name or id; another one is wrong use."""
    try:
        return sources.find(name)
    except tk.ObjectNotFound as error:
        raise click.UsageError(str(error)) from error


def call_action(name: str, data: dict[str, Any]) -> Any:
    """An action in the name of the site; its errors become words and an exit code."""
    context: Context = {"ignore_auth": True, "user": ""}
    try:
        return tk.get_action(name)(context, data)
    except tk.ValidationError as error:
        raise click.UsageError(_words(error)) from error
    except tk.ObjectNotFound as error:
        raise click.UsageError(str(error)) from error


def _words(error: tk.ValidationError) -> str:
    return " ".join(
        f"{field}: {' '.join(map(str, texts)) if isinstance(texts, list) else texts}"
        for field, texts in error.error_dict.items()
    )


def say(one: Mapping[str, Any], as_json: bool, words: Callable[[Mapping[str, Any]], str]) -> None:
    click.echo(json.dumps(one, ensure_ascii=False) if as_json else words(one))
