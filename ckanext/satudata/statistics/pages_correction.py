"""The form with which a person corrects what was recognised of a table: filled in, read, shown again with its preview.

Row numbers are typed as people see them beside the sheet ("3", "3-4", "7, 12"); everything left as it is stays as
recognised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.statistics import pages
from ckanext.satudata.tabular.grid import column_letters
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.values.columns import ColumnType

__all__ = ["ROLES", "TYPES", "CorrectionForm", "correction_form"]

TYPES: Mapping[str, str] = {
    ColumnType.STRING.value: N_("Text, or a code"),
    ColumnType.INTEGER.value: N_("Whole number"),
    ColumnType.NUMBER.value: N_("Number with decimals"),
    ColumnType.YEAR.value: N_("Year"),
    ColumnType.DATE.value: N_("Date"),
}
ROLES: Mapping[str, str] = {
    "title": N_("Title"),
    "header": N_("Header"),
    "numbers": N_("Column numbers"),
    "record": N_("Record"),
    "section": N_("Section"),
    "total": N_("Total"),
    "filler": N_("Left over from the form"),
    "note": N_("Note"),
    "skipped": N_("Skipped"),
}
NO_ROWS = N_("Write row numbers, such as 3, or 3-4, or 7, 12.")
NO_ROW = N_("Write the number of one row.")
AS_RECOGNISED, NO_COLUMN = "", "-"
MOST_ROWS_NAMED = 500
_RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """A column with the type that was recognised and the one that is chosen ("" for the recognised one)."""

    letters: str
    name: str
    recognised: str
    chosen: str

    @property
    def label(self) -> str:
        """The recognised type in words."""
        return tk._(TYPES.get(self.recognised, self.recognised))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionForm:
    """The form of one table, or of a sheet in which none was found."""

    resource_id: str
    file: pages.TidiedFile
    base: Layout
    """The correction that changes nothing, with the place of the table."""
    is_kept: bool
    """Whether a correction of this table is in use."""
    columns: Sequence[ColumnChoice] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    seen: Sequence[pages.TidyTable] | None = None
    """What the correction would give; None before somebody asks."""
    seen_findings: Sequence[Mapping[str, Any]] = ()
    tried_rows: int = 0
    """How many rows of the sheet the preview has tried; 0 for all of them."""

    @property
    def types(self) -> Sequence[tuple[str, str]]:
        """Types to choose from."""
        return [(value, tk._(label)) for value, label in TYPES.items()]

    def said(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def read(self, typed: Mapping[str, str]) -> tuple[CorrectionForm, Layout | None]:
        """The form as it was filled in, and the correction; None where something cannot be understood."""
        errors: dict[str, str] = {}
        header = self._rows("header_rows", typed, errors)
        data = {
            **self.base.as_dict(),
            "skip": typed.get("skip") == "true",
            "header_rows": list(header) or None,
            "first_row": self._row("first_row", typed, errors),
            "last_row": self._row("last_row", typed, errors),
            "totals": [self._ref(row) for row in self._rows("totals", typed, errors)],
            "records": [self._ref(row) for row in self._rows("records", typed, errors)],
            "types": {
                column.letters: kind
                for column in self.columns
                if (kind := typed.get(f"type-{column.letters}", "")) in TYPES
            },
            "wilayah_column": _wilayah(typed.get("wilayah_column", AS_RECOGNISED), self.columns),
        }
        form = self._as_typed(typed)
        if not errors:
            try:
                return form, Layout.from_dict(data)
            except ValueError:
                errors["first_row"] = tk._(
                    "The first record stands below the header, and the last one below the first."
                )
        return replace(form, errors=errors), None

    def with_preview(self, seen: Mapping[str, Any]) -> CorrectionForm:
        """The form with what the correction would give, as satudata_layout_preview tells it."""
        tables = [
            pages.TidyTable(
                table={**table, "number": at},
                rows=[
                    pages.TidyRow(number=row, cells=[pages.shown(value) for value in values])
                    for row, *values in table["records"]
                ],
                pager=pages.Pager(name="", page=1, count=table["count"]),
            )
            for at, table in enumerate(seen["tables"])
        ]
        findings = [found for table in seen["tables"] for found in table["findings"]]
        tried = seen["tried_rows"] if seen["tried_rows"] < seen["height"] else 0
        return replace(self, seen=tables, seen_findings=findings, tried_rows=tried)

    def _as_typed(self, typed: Mapping[str, str]) -> CorrectionForm:
        columns = [replace(column, chosen=typed.get(f"type-{column.letters}", "")) for column in self.columns]
        return replace(self, typed=dict(typed), columns=columns)

    def _rows(self, name: str, typed: Mapping[str, str], errors: dict[str, str]) -> tuple[int, ...]:
        rows: list[int] = []
        for part in filter(None, (part.strip() for part in re.split(r"[,;]", typed.get(name, "")))):
            match = _RANGE.fullmatch(part)
            first = int(match[1]) if match else 0
            last = int(match[2] or first) if match else 0
            if not match or not 1 <= first <= last < first + MOST_ROWS_NAMED:
                errors[name] = tk._(NO_ROWS)
                return ()
            rows.extend(range(first, last + 1))
        return tuple(dict.fromkeys(rows))

    def _row(self, name: str, typed: Mapping[str, str], errors: dict[str, str]) -> int | None:
        said = typed.get(name, "").strip()
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and 1 <= int(said) <= 1_048_576):  # noqa: PLR2004 - rows of a sheet
            errors[name] = tk._(NO_ROW)
            return None
        return int(said)

    def _ref(self, row: int) -> dict[str, Any]:
        """A row with its first words, by which it is found again in the next file."""
        return {"row": row, "label": self._label(row)}

    def _label(self, row: int) -> str:
        number = self.file.sheet_number
        asked = {"resource_id": self.resource_id, "sheet": number, "page": -(-row // pages.PAGE_ROWS)}
        found = tk.get_action("satudata_table_cells")({}, asked)["rows"]
        cells = next((one["cells"] for one in found if one["row"] == row), [])
        words = [
            str(cell) for cell in cells if isinstance(cell, str) and cell.strip() and not cell.strip(" .)").isdigit()
        ]
        return words[0] if words else ""


def correction_form(resource_id: str, args: Mapping[str, str]) -> CorrectionForm:
    """The form for the table, or the sheet, that the address asks for. Raises NotAuthorized and ObjectNotFound."""
    tk.check_access("satudata_layout_save", {}, {"resource_id": resource_id})
    file = pages.tidied_file(resource_id, args)
    if file.sheet_number is None:
        raise tk.ObjectNotFound(tk._("There is no such table in this file."))
    if file.table is not None:
        return _of_table(resource_id, file, file.table.table)
    sheet = file.told["sheets"][file.sheet_number]
    skipped = sheet["skipped"]
    if skipped:
        base = Layout.from_dict({**_place(skipped[0]), "sheet": sheet["name"]})
        return CorrectionForm(resource_id=resource_id, file=file, base=base, is_kept=True, typed={"skip": "true"})
    base = Layout(sheet=sheet["name"], shape=sheet["shape"])
    return CorrectionForm(resource_id=resource_id, file=file, base=base, is_kept=False)


def _of_table(resource_id: str, file: pages.TidiedFile, table: Mapping[str, Any]) -> CorrectionForm:
    kept = Layout.from_dict(table["layout"]) if table["layout"] else None
    base = Layout.from_dict({**_place(table), "sheet": table["sheet"]})
    types = {letters: kind.value for letters, kind in kept.types.items()} if kept else {}
    columns = [
        ColumnChoice(
            letters=column_letters(column["index"]),
            name=column["name"],
            recognised=column["type"],
            chosen=types.get(column_letters(column["index"]), ""),
        )
        for column in table["columns"]
        if column["index"] is not None
    ]
    return CorrectionForm(
        resource_id=resource_id,
        file=file,
        base=base,
        is_kept=kept is not None,
        columns=columns,
        typed=_typed(kept) if kept else {},
    )


def _place(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: table[name] for name in ("shape", "anchor", "end_row")}


def _typed(kept: Layout) -> dict[str, str]:
    """A kept correction as its form was filled in."""
    wilayah = NO_COLUMN if kept.wilayah_column == "" else kept.wilayah_column or AS_RECOGNISED
    return {
        "header_rows": ", ".join(map(str, kept.header_rows or ())),
        "first_row": str(kept.first_row or ""),
        "last_row": str(kept.last_row or ""),
        "totals": ", ".join(str(ref.row) for ref in kept.totals),
        "records": ", ".join(str(ref.row) for ref in kept.records),
        "wilayah_column": wilayah,
        "skip": "true" if kept.skip else "",
    }


def _wilayah(said: str, columns: Sequence[ColumnChoice]) -> str | None:
    if said == NO_COLUMN:
        return ""
    return said if said in {column.letters for column in columns} else None
