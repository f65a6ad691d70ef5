"""Actions on layouts: see what a correction would make of a sheet, keep it, take it back."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.codes.wilayah import region
from ckanext.satudata.statistics.logic import table_schema as schema
from ckanext.satudata.statistics.model import Tidying
from ckanext.satudata.statistics.tables import layouts, preview, queueing
from ckanext.satudata.statistics.tables.stored import record_to, sheet_to
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.model import Table

SHOWN_RECORDS = 50


@tk.side_effect_free
@tk.validate_action_data(schema.layout_preview)
def satudata_layout_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What a correction would make of a sheet. Nothing is kept.

        {"resource_id": "0d0c…", "sheet": 0, "layout": {"shape": "9f…", "anchor": [3, 0], "header_rows": [3, 4]}}

    `tables` as they would be, each with its first records and its findings.
    """
    tk.check_access("satudata_layout_preview", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
    if not preview.is_possible(tidying, data_dict["sheet"]):
        message = tk._("This sheet is too large to be shown beforehand. Keep the correction and look at the result.")
        raise tk.ValidationError({"sheet": [message]})
    sheet = preview.previewed(tidying, data_dict["sheet"], data_dict["layout"], _wilayah(tidying))
    tables = sheet_to(sheet)["tables"]
    return {
        "tables": [
            {**table, "records": _first_records(found), "findings": [_finding(one) for one in found.findings]}
            for table, found in zip(tables, sheet.tables, strict=True)
        ],
        "skipped": len(sheet.skipped),
    }


@tk.validate_action_data(schema.layout_save)
def satudata_layout_save(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep a correction for this file and the next ones of its shape from the same office, and read the file again.

    {"resource_id": "0d0c…", "layout": {"sheet": "Sheet1", "shape": "9f…", "anchor": [3, 0], "last_row": 31}}
    """
    tk.check_access("satudata_layout_save", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
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


def _tidying(resource_id: str) -> Tidying:
    found = model.Session.scalar(Tidying.of_resource(resource_id), execution_options={"populate_existing": True})
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


def _finding(found: Any) -> dict[str, Any]:
    return {**found.as_dict(), "message": found.message(tk._), "remedy": found.remedy(tk._)}
