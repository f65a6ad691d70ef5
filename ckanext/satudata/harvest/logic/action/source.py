"""Actions on sources."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.harvest import (
    access,
    checking,
    connectors,
    describing,
    jobs,
    preview_showing,
    previewing,
    runs,
    showing,
    sources,
)
from ckanext.satudata.harvest.deletion import leaving
from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.mapping import versions as mapping_versions
from ckanext.satudata.harvest.mapping.checking import checked_mapping
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.model import Run, RunKind, Source


@tk.side_effect_free
def satudata_connector_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """The kinds of sources, each with its declared options: what a form asks for and what `source_create` accepts.

    Each has `name`, `title`, `settings` (of this kind) and `mapping` (the same for all kinds); an option has name,
    kind, label, help, example, default, required, choices, minimum, maximum.
    """
    tk.check_access("satudata_connector_list", context, data_dict)
    mapping = [setting.as_dict(tk._) for setting in MAPPING_SETTINGS]
    return [
        {
            "name": name,
            "title": tk._(connector.title),
            "settings": [setting.as_dict(tk._) for setting in connector.settings],
            "mapping": mapping,
        }
        for name, connector in connectors.registered().items()
    ]


def satudata_source_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Add a source.

        satudata_source_create(title="Dinas Kesehatan", connector="ckan_api", schedule="daily",
                               settings={"url": "https://data.example.go.id"},
                               mapping={"default_organization": "dinas-kesehatan"})

    `name` is made from the title if it is not given. `networks` (CIDR) are private ones that the source may lie in:
    only a sysadmin gives them, an update without them keeps them. Returns the source as `satudata_source_show` does.
    Errors of options have keys like `settings.url` and `mapping.default_organization`.
    """
    tk.check_access("satudata_source_create", context, data_dict)
    source_networks.permit(context, data_dict)
    source = sources.create(data_dict, context.get("user"))
    _commit(context)
    return showing.source(source)


def satudata_source_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Replace everything about a source (`id`: id or name); options that are not given fall back to their default."""
    tk.check_access("satudata_source_update", context, data_dict)
    source_networks.permit(context, data_dict, describing.stored_networks(data_dict))
    source = sources.change(
        sources.find(tk.get_or_bust(data_dict, "id"), to_change=True), data_dict, context.get("user")
    )
    _commit(context)
    return showing.source(source)


def satudata_source_patch(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change only what is given, also single options: `{"id": …, "settings": {"page_size": 100}}`."""
    tk.check_access("satudata_source_patch", context, data_dict)
    source_networks.permit(context, data_dict, describing.stored_networks(data_dict))
    source = sources.find(tk.get_or_bust(data_dict, "id"), to_change=True)
    sources.change(source, sources.merged(source, data_dict), context.get("user"))
    _commit(context)
    return showing.source(source)


@tk.side_effect_free
@tk.validate_action_data(schema.reference)
def satudata_source_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """One source (id or name): its options, `records` by state (stored, refused, missing), and `last_run`.

    `reading` tells how far it was read (`changes_until`, `compared_at`), what the `next` run reads ("everything" or
    "changes"), and why, in words (`reason`).
    """
    tk.check_access("satudata_source_show", context, data_dict)
    return showing.source(sources.find(data_dict["id"]))


@tk.side_effect_free
@tk.validate_action_data(schema.source_list)
def satudata_source_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`count` and `results`: the sources that the user may see, by title.

    Filters: `q`, `active`, `troubled` (the last run failed, has refused records, or waits for an approval); `limit`,
    `offset`.
    """
    tk.check_access("satudata_source_list", context, data_dict)
    query = sa.select(Source)
    if not access.manages(context):
        query = query.where(access.concerned(access.own_organizations(context)))
    if "active" in data_dict:
        query = query.where(Source.active.is_(data_dict["active"]))
    if data_dict.get("troubled"):
        query = query.where(Source.id.in_(Run.troubled_sources()))
    if text := data_dict.get("q"):
        searched = (Source.title, Source.name)
        query = query.where(sa.or_(*(column.icontains(text, autoescape=True) for column in searched)))
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    page = query.order_by(sa.func.lower(Source.title), Source.id).limit(data_dict["limit"]).offset(data_dict["offset"])
    return {"count": count, "results": showing.sources(model.Session.scalars(page).all())}


@tk.validate_action_data(schema.source_delete)
def satudata_source_delete(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Forget a source with its runs, records and findings; its datasets are no longer updated.

    `datasets`: "keep" (they stay as they are), or "archive" (they are hidden from everybody but their editors, in the
    background, and then the source goes; until then it is `leaving`).
    """
    tk.check_access("satudata_source_delete", context, data_dict)
    source = sources.find(data_dict["id"], to_change=True)
    if runs.is_busy(source.id):
        raise tk.ValidationError({"id": [tk._("A run of this source is at work. Cancel it first.")]})
    forgotten = {"id": source.id, "name": source.name, "datasets": data_dict["datasets"]}
    if data_dict["datasets"] == "archive":
        leaving.mark(source)
        _commit(context)
        jobs.enqueue_leaving(source.id, source.title)
        return forgotten
    sources.delete(source)
    _commit(context)
    return forgotten


def satudata_source_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Look at a source without storing anything.

    Takes `id` of a stored source, or `connector` and `settings` (and `mapping`) of one that is being written down.
    Returns `ok`, `message`, and, if it could be read, software, title, datasets, licenses, examples and
    organizations; each of these with `here`, the organisation of this portal that it is recognised as, and
    `recognised_by` (map, name, meaning), or else a `proposal` for the map, with its likeness (0..1).
    """
    tk.check_access("satudata_source_check", context, data_dict)
    source_networks.permit(context, data_dict, describing.stored_networks(data_dict))
    return checking.check(describing.described(data_dict))


def satudata_source_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What a run would make of the first records of a source; nothing is stored.

        satudata_source_preview(id="dinkes", records=5, mapping={"field_rules": ["satuan <- unit"]})

    Takes `id` of a stored source, or `connector`, `settings` and `mapping` of one that is being written down; given
    together, these come before what is stored. `records`: how many, 1 to 50, 10 if nothing is said. Returns `ok`,
    `message`, `announced`, `outcomes`, `findings_by_code` and `records`: each with `outcome` (new, changed, refused,
    skipped), `findings`, `fields` (label, `there`, `here`) and `left_out`.
    """
    tk.check_access("satudata_source_preview", context, data_dict)
    source_networks.permit(context, data_dict, describing.stored_networks(data_dict))
    records = _number_of_records(data_dict.get("records"))
    source = describing.described(data_dict, checked_mapping)
    return preview_showing.as_dict(previewing.preview(source, records))


@tk.validate_action_data(schema.reference)
def satudata_source_run(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Put a run of the source on the queue of the background workers; returns the run as `satudata_run_show` does."""
    tk.check_access("satudata_source_run", context, data_dict)
    source = sources.find(data_dict["id"])
    run = runs.queue(source, context.get("user"))
    runs.enqueue(run, source)
    return showing.run(run, source.title)


@tk.validate_action_data(schema.reference)
def satudata_source_remap(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Put a run on the queue that maps the stored records again, without asking the source; returns the run.

    For a mapping that was changed. Refused and missing records wait for the next run of the source.
    """
    tk.check_access("satudata_source_remap", context, data_dict)
    source = sources.find(data_dict["id"])
    run = runs.queue(source, context.get("user"), RunKind.REMAP)
    runs.enqueue(run, source)
    return showing.run(run, source.title)


@tk.side_effect_free
@tk.validate_action_data(schema.reference)
def satudata_mapping_version_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """The mappings that a source (`id`: id or name) ever had, the newest first.

    Each with `number`, `created_by`, `created_at`, `mapping`, `is_current` and `changes`: label, `before`, `after`.
    """
    tk.check_access("satudata_mapping_version_list", context, data_dict)
    return mapping_versions.listed(sources.find(data_dict["id"]))


@tk.validate_action_data(schema.mapping_version)
def satudata_mapping_version_restore(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Use an earlier mapping (`number`) of a source (`id`) again; it gets a new number. Returns the source."""
    tk.check_access("satudata_mapping_version_restore", context, data_dict)
    source = sources.find(data_dict["id"], to_change=True)
    mapping = mapping_versions.mapping_of(source, data_dict["number"])
    sources.change(source, {**sources.merged(source, {}), "mapping": mapping}, context.get("user"))
    _commit(context)
    return showing.source(source)


def _number_of_records(given: Any) -> int:
    try:
        number = previewing.USUAL_RECORDS if given in (None, "") else int(given)
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number <= previewing.MOST_RECORDS:
        message = tk._("Write a whole number from {low} to {high}.").format(low=1, high=previewing.MOST_RECORDS)
        raise tk.ValidationError({"records": [message]})
    return number


def _commit(context: Context) -> None:
    if not context.get("defer_commit"):
        model.Session.commit()
