"""Actions on origins: their releases, their settings, and the columns of their table."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.statistics.datastore.dictionary import table_schema
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.logic import schema
from ckanext.satudata.statistics.model import Origin, Release


@tk.side_effect_free
@tk.validate_action_data(schema.release_list)
def satudata_release_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`count` and `results`: the loadings of a resource, the newest first, each with what it changed.

        {"resource_id": "0d0c…"}

    The ten largest changes are left out where small counts of the resource are kept from the user.
    """
    tk.check_access("satudata_release_list", context, data_dict)
    seen = Reader.of(context).origins().where(Origin.resource_id == data_dict["resource_id"]).subquery("seen")
    query = (
        sa.select(Release, seen.c.small_cell).join(seen, seen.c.id == Release.origin_id).order_by(Release.number.desc())
    )
    results = [_release(release, small_cell) for release, small_cell in model.Session.execute(query)]
    return {"count": len(results), "results": results}


@tk.validate_action_data(schema.origin_patch)
def satudata_origin_patch(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Settings of the figures of a dataset: all its files, now and later.

        {"package_id": "penduduk", "small_cell": 5, "rank": 10}

    `small_cell`: counts from 1 to below it are kept from everybody but the producer and the walidata; null: as the
    site's option says. `rank`: of several producers of one indicator the highest goes first; the walidata's alone.
    """
    tk.check_access("satudata_origin_patch", context, data_dict)
    package = model.Package.get(data_dict["package_id"])
    if package is None:
        raise tk.ObjectNotFound(tk._("There is no dataset “{id}”.").format(id=data_dict["package_id"]))
    changes = {name: data_dict[name] for name in ("rank", "small_cell") if name in data_dict}
    found = list(model.Session.scalars(sa.select(Origin).where(Origin.package_id == package.id)))
    if not found:
        raise tk.ObjectNotFound(tk._("This dataset has no figures yet."))
    for origin in found:
        for name, value in changes.items():
            setattr(origin, name, value)
    model.Session.commit()
    return {"package_id": package.id, "rank": found[0].rank, "small_cell": found[0].small_cell, "origins": len(found)}


@tk.side_effect_free
@tk.validate_action_data(schema.release_list)
def satudata_table_schema_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """The columns of a resource's table in the DataStore, as a Table Schema (frictionless).

    {"resource_id": "0d0c…"}
    """
    tk.check_access("satudata_table_schema_show", context, data_dict)
    found = tk.get_action("datastore_info")(tk.fresh_context(context), {"id": data_dict["resource_id"]})
    return table_schema(found["fields"])


def _release(release: Release, small_cell: int) -> dict[str, Any]:
    return {
        "id": release.id,
        "number": release.number,
        "state": release.state,
        "created_at": release.created_at.isoformat(),
        "created_by": release.created_by,
        "first_day": release.period_start.isoformat() if release.period_start else None,
        "last_day": release.period_end.isoformat() if release.period_end else None,
        "facts": release.count_facts,
        "added": release.count_added,
        "changed": release.count_changed,
        "removed": release.count_removed,
        "unchanged": release.count_unchanged,
        "largest_changes": [] if small_cell else release.largest_changes,
    }
