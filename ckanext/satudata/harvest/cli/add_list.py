"""`ckan satudata source add-list …`: many portals in one command."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TextIO

import click
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.cli.source import as_json_option, source
from ckanext.satudata.harvest.errors import Message, SettingsError
from ckanext.satudata.harvest.mapping.checking import checked_mapping
from ckanext.satudata.harvest.model import Schedule, Source
from ckanext.satudata.harvest.source_list import Line, ListError, Verdict, address_key, judged, read

__all__ = ["add_list"]

CONNECTOR = "ckan_api"
WORDS = {Verdict.ADD: "added", Verdict.THERE: "there", Verdict.REFUSED: "refused"}


@source.command("add-list")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
@click.option("--dry-run", is_flag=True, help="Only say what would be added. Nothing goes to the network.")
@click.option("--all-or-nothing", is_flag=True, help="Add none if one of them is refused.")
@click.option("--organization", help="Default organisation of all of them.")
@click.option("--create-organizations", is_flag=True, help="Create organisations that are not known here.")
@click.option(
    "--schedule", type=click.Choice([choice.value for choice in Schedule]), default="manual", show_default=True
)
@as_json_option
def add_list(
    file: TextIO,
    dry_run: bool,
    all_or_nothing: bool,
    organization: str | None,
    create_organizations: bool,
    schedule: str,
    as_json: bool,
) -> None:
    """Add the CKAN portals of a CSV FILE with columns for name and address."""
    mapping = {
        **({"default_organization": organization} if organization else {}),
        **({"unknown_organization": "create"} if create_organizations else {}),
    }
    _check(mapping)
    try:
        lines = judged(read(file.read()), _known(), config.allowed_networks())
    except (ListError, UnicodeDecodeError) as error:
        raise click.UsageError(str(error)) from error
    is_stopped = all_or_nothing and any(line.verdict is Verdict.REFUSED for line in lines)
    if not dry_run and not is_stopped:
        lines = _added(lines, {"connector": CONNECTOR, "schedule": schedule, "mapping": mapping}, all_or_nothing)
        is_stopped = all_or_nothing and any(line.verdict is Verdict.REFUSED for line in lines)
    _print(lines, is_dry=dry_run or is_stopped, as_json=as_json)
    raise SystemExit(1 if any(line.verdict is Verdict.REFUSED for line in lines) else 0)


def _check(mapping: dict[str, Any]) -> None:
    """What is the same for all lines is said once."""
    try:
        checked_mapping(mapping)
    except SettingsError as error:
        texts = [message.text() for messages in error.errors.values() for message in messages]
        hint = "Give --organization NAME or --create-organizations."
        raise click.UsageError(" ".join([*texts, *([] if mapping else [hint])])) from error


def _known() -> dict[str, str]:
    rows = model.Session.execute(sa.select(Source.name, Source.settings).where(Source.connector == CONNECTOR))
    return {address_key(str(settings.get("url") or "")): name for name, settings in rows}


def _added(lines: Sequence[Line], common: dict[str, Any], all_or_nothing: bool) -> list[Line]:
    """The lines after what could be added has been, in one commit."""
    result: list[Line] = []
    for line in lines:
        if line.verdict is not Verdict.ADD:
            result.append(line)
            continue
        context: Context = {"ignore_auth": True, "user": "", "defer_commit": True}
        given = {**common, "title": line.title, "name": line.name, "settings": {"url": line.url}}
        try:
            tk.get_action("satudata_source_create")(context, given)
            result.append(line)
        except tk.ValidationError as error:
            reason = Message("{reason}", {"reason": _words(error)})
            result.append(replace(line, verdict=Verdict.REFUSED, reason=reason))
    if all_or_nothing and any(line.verdict is Verdict.REFUSED for line in result):
        model.Session.rollback()
    else:
        model.Session.commit()
    return result


def _words(error: tk.ValidationError) -> str:
    return " ".join(
        str(text) for texts in error.error_dict.values() for text in (texts if isinstance(texts, list) else [texts])
    )


def _print(lines: Iterable[Line], *, is_dry: bool, as_json: bool) -> None:
    counts: Counter[Verdict] = Counter()
    for line in lines:
        counts[line.verdict] += 1
        word = "would add" if is_dry and line.verdict is Verdict.ADD else WORDS[line.verdict]
        reason = line.reason.text() if line.reason else ""
        if as_json:
            one = {"line": line.number, "outcome": word, "name": line.name, "title": line.title, "url": line.url}
            click.echo(json.dumps({**one, "reason": reason}, ensure_ascii=False))
        else:
            click.echo(f"{word:10} {line.name:32} {line.url}  {reason}".rstrip())
    if not as_json:
        added = "would be added" if is_dry else "added"
        click.echo(
            f"{counts.total()} portals: {counts[Verdict.ADD]} {added}, {counts[Verdict.THERE]} already there,"
            f" {counts[Verdict.REFUSED]} refused."
        )
