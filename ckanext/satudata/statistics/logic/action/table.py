"""Actions on tidied files: how far a file is, its tidy records, its cells, and having it read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.codes.findings import CODES
from ckanext.satudata.statistics import kept_files
from ckanext.satudata.statistics.logic import table_schema as schema
from ckanext.satudata.statistics.model import PageKind, Tidying
from ckanext.satudata.statistics.tables import alarms, files, notes, queueing, results
from ckanext.satudata.statistics.tables.stored import finding_from


@tk.side_effect_free
@tk.validate_action_data(schema.table_show)
def satudata_table_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """How far the tidying of a resource's file is, and what was recognised in it.

        {"resource_id": "0d0c…"}

    `state` is queued, reading, loading, done, refused (personal data were found), held (the form of another dataset) or
    failed; `progress` in per cent. `is_kept`: the file is for its editors only. `tables` have a number, title, columns,
    period and the count of their records; of a file that is kept none is told. Findings, notes, sheets, the layouts in
    use, the alarm that stands and what people confirmed are told to the editors of the dataset and to the walidata.
    """
    tk.check_access("satudata_table_show", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
    may_check = _may(context, "satudata_table_cells", tidying)
    is_kept, state = kept_files.is_kept(tidying), queueing.state_of(tidying)
    told = {
        "resource_id": tidying.resource_id,
        "package_id": tidying.package_id,
        "state": state.value,
        "progress": tidying.progress,
        "created_at": tidying.created_at.isoformat(),
        "finished_at": tidying.finished_at.isoformat() if tidying.finished_at else None,
        "count_rows": tidying.count_rows,
        "count_facts": tidying.count_facts,
        "tables": [
            _table(number, sheet, table, part if may_check else None)
            for number, (part, sheet, table) in enumerate(results.tables_of(tidying))
            if may_check or not (sheet["is_hidden"] or is_kept)
        ],
        "may_change": _may(context, "satudata_table_tidy", tidying),
        "may_check": may_check,
        "is_kept": is_kept,
    }
    if may_check:
        told["findings"] = [_finding(found) for found in tidying.findings]
        told["notes"] = [notes.told(note, tk._) for note in queueing.notes_of(tidying, state)]
        told["sheets"] = [_sheet(part, sheet) for part, sheet in enumerate(tidying.sheets)]
        told |= _said(context, tidying)
    return told


@tk.side_effect_free
@tk.validate_action_data(schema.table_records)
def satudata_table_records(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """One page of a hundred tidy records, each with the row of the sheet that it came from.

    {"resource_id": "0d0c…", "table": 0, "page": 1}
    """
    tk.check_access("satudata_table_show", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
    number = data_dict["table"]
    tables = results.tables_of(tidying)
    is_there = number < len(tables)
    is_for_editors = is_there and (tables[number][1]["is_hidden"] or kept_files.is_kept(tidying))
    if not is_there or (is_for_editors and not _may(context, "satudata_table_cells", tidying)):
        raise tk.ObjectNotFound(tk._("There is no such table in this file."))
    records = results.page_of(tidying, PageKind.TIDY, number, data_dict["page"] - 1)
    _, _, table = tables[number]
    return {
        "count": table["count"],
        "columns": _columns(table),
        "records": [{"row": row, "values": list(values)} for row, *values in records],
    }


@tk.side_effect_free
@tk.validate_action_data(schema.table_cells)
def satudata_table_cells(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """One page of a hundred rows of a sheet as they stand in the file, for its editors and the walidata.

    {"resource_id": "0d0c…", "sheet": 0, "page": 1}
    """
    tk.check_access("satudata_table_cells", context, data_dict)
    tidying = _tidying(data_dict["resource_id"])
    if data_dict["sheet"] >= len(tidying.sheets):
        raise tk.ObjectNotFound(tk._("There is no such sheet in this file."))
    sheet = tidying.sheets[data_dict["sheet"]]
    page = data_dict["page"] - 1
    rows = results.page_of(tidying, PageKind.RAW, data_dict["sheet"], page)
    numbers = sheet["row_numbers"]
    first = page * results.PAGE_ROWS
    return {
        "count": results.count_rows(tidying, data_dict["sheet"]),
        "height": sheet["height"],
        "width": sheet["width"],
        "rows": [
            {"row": numbers[first + at] if numbers else first + at + 1, "cells": cells} for at, cells in enumerate(rows)
        ],
    }


@tk.validate_action_data(schema.table_show)
def satudata_table_tidy(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Read a resource's file (again), as a job; gives what satudata_table_show gives.

    {"resource_id": "0d0c…"}
    """
    tk.check_access("satudata_table_tidy", context, data_dict)
    resource = tk.get_action("resource_show")(tk.fresh_context(context), {"id": data_dict["resource_id"]})
    if not files.is_tabular(resource):
        message = tk._("Only uploaded files in the formats CSV, TSV, XLS, XLSX and ODS are read.")
        raise tk.ValidationError({"resource_id": [message]})
    queueing.enqueue(resource["id"], resource["package_id"], context.get("user"))
    return tk.get_action("satudata_table_show")(tk.fresh_context(context), {"resource_id": resource["id"]})


def _tidying(resource_id: str) -> Tidying:
    found = model.Session.scalar(Tidying.of_resource(resource_id), execution_options={"populate_existing": True})
    if found is None:
        raise tk.ObjectNotFound(tk._("This file has not been read yet."))
    return found


def _may(context: Context, action: str, tidying: Tidying) -> bool:
    try:
        tk.check_access(action, tk.fresh_context(context), {"resource_id": tidying.resource_id})
    except tk.NotAuthorized:
        return False
    return True


def _said(context: Context, tidying: Tidying) -> dict[str, Any]:
    alarm = alarms.standing(tidying)
    return {
        "attempt": tidying.attempt,
        "alarm": alarm.value if alarm else None,
        "may_confirm": bool(alarm) and _may(context, "satudata_table_confirm", tidying),
        "confirmations": [
            {
                "alarm": about.value,
                "reason": one.reason,
                "confirmed_by": one.confirmed_by,
                "confirmed_at": one.confirmed_at.isoformat(),
            }
            for about, one in alarms.confirmed(tidying).items()
        ],
    }


def _table(number: int, sheet: Mapping[str, Any], table: Mapping[str, Any], part: int | None) -> dict[str, Any]:
    told = {
        "number": number,
        "sheet": sheet["name"],
        "title": table["title"],
        "count": table["count"],
        "columns": _columns(table),
        "period": table["period"],
        "unit": table["unit"],
        "wilayah_level": table["wilayah_level"],
        "notes": table["notes"],
    }
    if part is not None:
        told |= {
            "sheet_number": part,
            "layout": table["layout"],
            "shape": table["shape"],
            "anchor": table["anchor"],
            "end_row": table["end_row"],
            "rows": table["rows"],
            "box": table["box"],
            "is_hidden": sheet["is_hidden"],
        }
    return told


def _columns(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {name: column[name] for name in ("name", "type", "role", "unit", "index", "missing", "total")}
        for column in table["columns"]
    ]


def _sheet(part: int, sheet: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": part,
        "name": sheet["name"],
        "is_hidden": sheet["is_hidden"],
        "height": sheet["height"],
        "width": sheet["width"],
        "shape": sheet["shape"],
        "tables": [sheet["table_part"] + at for at in range(len(sheet["tables"]))],
        "skipped": [
            {name: table[name] for name in ("title", "layout", "shape", "anchor", "end_row", "count")}
            for table in sheet["skipped"]
        ],
    }


def _finding(stored: dict[str, Any]) -> dict[str, Any]:
    # A code that a later edition no longer knows is shown as it was stored.
    if stored["code"] not in CODES:
        return {**stored, "message": stored["code"], "remedy": ""}
    found = finding_from(stored)
    return {**stored, "message": found.message(tk._), "remedy": found.remedy(tk._)}
