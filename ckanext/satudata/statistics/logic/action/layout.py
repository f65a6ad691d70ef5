"""Actions on layouts: see what a correction would make of a sheet, keep it, take it back."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.codes.wilayah import region
from ckanext.satudata.statistics.logic import table_schema as schema
from ckanext.satudata.statistics.model import Tidying
from ckanext.satudata.statistics.tables import layouts, preview, queueing, results
from ckanext.satudata.statistics.tables.stored import record_to, sheet_to
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.model import Table

SHOWN_RECORDS = 50
MEANWHILE = N_(
    "The file was read anew while you were correcting: somebody else has corrected or replaced it. Look at it as it is "
    "now; what you have typed is still here, and is kept if you press once more."
)


@tk.side_effect_free
@tk.validate_action_data(schema.layout_preview)
def satudata_layout_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What a correction would make of a sheet. Nothing is kept.

        {"resource_id": "0d0c…", "sheet": 0, "layout": {"shape": "9f…", "anchor": [3, 0], "header_rows": [3, 4]}}

    `tables` as they would be, each with its first records and its findings. Of a large sheet only the first rows are
    tried (`tried_rows` of `height`); findings are not told then.
    """
    tk.check_access("satudata_layout_preview", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
    number = data_dict["sheet"]
    kept = results.count_rows(tidying, number) if number < len(tidying.sheets) else 0
    tried = min(kept, preview.MOST_ROWS)
    if not tried:
        raise tk.ValidationError({"sheet": [tk._("There is no such sheet in this file.")]})
    height = tidying.sheets[number]["height"]
    sheet = preview.previewed(tidying, number, data_dict["layout"], _wilayah(tidying))
    tables = sheet_to(sheet)["tables"]
    return {
        "tables": [
            # What the checks miss in a part of a sheet may stand in the rest of it.
            {**table, "records": _first_records(found), "findings": _findings(found) if tried == height else []}
            for table, found in zip(tables, sheet.tables, strict=True)
        ],
        "skipped": len(sheet.skipped),
        "tried_rows": tried,
        "height": height,
    }


@tk.validate_action_data(schema.layout_save)
def satudata_layout_save(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep a correction for this file and the next ones of its shape from the same office, and read the file again.

        {"resource_id": "0d0c…", "layout": {"sheet": "Sheet1", "shape": "9f…", "anchor": [3, 0], "last_row": 31}}

    `attempt`, as satudata_table_show tells it: refused if the file was read anew since then, because somebody else may
    have corrected or replaced it.
    """
    tk.check_access("satudata_layout_save", context, data_dict)
    tidying = _tidying(data_dict["resource_id"], is_changed=True)
    if data_dict["attempt"] not in (None, tidying.attempt):
        raise tk.ValidationError({"attempt": [tk._(MEANWHILE)]})
    layout: Layout = data_dict["layout"]
    if not layout.shape:
        raise tk.ValidationError({"layout": [tk._("A correction needs the shape of the table that it is for.")]})
    user = context.get("user")
    layouts.remember(layout, resource_id=tidying.resource_id, organization_id=tidying.organization_id, user=user)
    queueing.enqueue(tidying.resource_id, tidying.package_id, user)
    return layout.as_dict()


@tk.validate_action_data(schema.layout_save)
def satudata_layout_delete(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take a correction of this file back, and read the file again as it is recognised.

    {"resource_id": "0d0c…", "layout": {"sheet": "Sheet1", "shape": "9f…", "anchor": [3, 0]}}
    """
    tk.check_access("satudata_layout_save", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
    layouts.forget(data_dict["layout"], resource_id=tidying.resource_id)
    queueing.enqueue(tidying.resource_id, tidying.package_id, context.get("user"))
    return {"resource_id": tidying.resource_id}


def _tidying(resource_id: str, *, is_changed: bool = False) -> Tidying:
    query = Tidying.of_resource(resource_id)
    # Of two people who keep a correction at once the second one has to see what the first one did.
    query = query.with_for_update() if is_changed else query
    found = model.Session.scalar(query, execution_options={"populate_existing": True})
    if found is None:
        raise tk.ObjectNotFound(tk._("This file has not been read yet."))
    return found


def _wilayah(tidying: Tidying) -> str:
    """The region that the dataset covers, in which names of regions are looked up first."""
    package = model.Package.get(tidying.package_id)
    said = str((package.extras if package else {}).get("cakupan_wilayah") or "")
    return said if region(said) else ""


def _first_records(table: Table) -> list[list[Any]]:
    return [record_to(record) for _, record in zip(range(SHOWN_RECORDS), table.records, strict=False)]


def _findings(table: Table) -> list[dict[str, Any]]:
    return [
        {**found.as_dict(), "message": found.message(tk._), "remedy": found.remedy(tk._)} for found in table.findings
    ]
