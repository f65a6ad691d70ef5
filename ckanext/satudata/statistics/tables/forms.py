"""The empty form for a dataset: rows by its coverage and level of presentation, columns by what its figures are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes import wilayah
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.tabular.template.definition import FormColumn, FormDefinition, FormRow, rows_of
from ckanext.satudata.tabular.values.columns import ColumnType

__all__ = ["definition_for", "form_name"]

MOST_ROWS = 10_000
NO_ROWS = N_("Say in the dataset which region it covers and at which level, so that the form can have its rows.")
_ROW_NAMES = {
    Level.PROVINSI: N_("Province"),
    Level.KABKOTA: N_("Kabupaten/Kota"),
    Level.KECAMATAN: N_("Kecamatan"),
    Level.DESA: N_("Desa/Kelurahan"),
}
_WHOLE_UNITS = frozenset(("orang", "unit", "rumah tangga", "dokumen", "kasus", "sekolah", "ekor"))
_TYPES = {"integer": ColumnType.INTEGER, "number": ColumnType.NUMBER, "date": ColumnType.DATE}


def definition_for(package: Mapping[str, Any], *, period: str = "", level: str = "") -> FormDefinition:
    """What the dataset asks of its producer. Raises ValidationError if the dataset does not say about which regions."""
    rows, below = _rows(package, level)
    columns = _columns(package)
    area = wilayah.region(str(package.get("cakupan_wilayah") or ""))
    organization = package.get("organization") or {}
    return FormDefinition(
        title=str(package.get("title") or package["name"]),
        columns=columns,
        rows=rows,
        period=period,
        area=area.nama if area else "",
        producer=str(organization.get("title") or ""),
        key=str(package["id"]),
        row_name=tk._(_ROW_NAMES[below]),
    )


def form_name(package: Mapping[str, Any], period: str) -> str:
    """The name of the file."""
    said = "-".join(part for part in ("formulir", str(package["name"])[:60], period) if part)
    return re.sub(r"[^A-Za-z0-9._-]+", "-", said) + ".xlsx"


def _rows(package: Mapping[str, Any], level: str) -> tuple[tuple[FormRow, ...], Level]:
    said = package.get("tingkat_penyajian") or []
    levels = [level] if level else [said] if isinstance(said, str) else list(said)
    # A dataset may be shown at several levels: the office hands in the lowest, the others are sums.
    known = [found for found in reversed(Level) if found.value in levels]
    parent = str(package.get("cakupan_wilayah") or "")
    if not known or (not parent and "nasional" not in levels and known[0] is not Level.PROVINSI):
        raise tk.ValidationError({"tingkat_penyajian": [tk._(NO_ROWS)]})
    rows = rows_of(parent, known[0])
    if not rows or len(rows) > MOST_ROWS:
        raise tk.ValidationError({"tingkat_penyajian": [tk._(NO_ROWS)]})
    return rows, known[0]


def _columns(package: Mapping[str, Any]) -> tuple[FormColumn, ...]:
    """The columns that the newest file describes, but for those that say where and when; else the dataset itself."""
    for resource in reversed(package.get("resources") or []):
        described = [row for row in resource.get("kolom") or [] if isinstance(row, Mapping) and row.get("nama")]
        asked = [_column(row) for row in described if str(row.get("tipe") or "number") in _TYPES]
        measures = [column for column in asked if not _is_place_or_time(column.name)]
        if measures:
            return tuple(measures)
    unit = str(package.get("satuan") or "")
    kind = ColumnType.INTEGER if unit.casefold() in _WHOLE_UNITS else ColumnType.NUMBER
    return (FormColumn(name=str(package.get("title") or package["name"]), unit=unit, type=kind),)


def _column(described: Mapping[str, Any]) -> FormColumn:
    kind = _TYPES.get(str(described.get("tipe") or ""), ColumnType.NUMBER)
    return FormColumn(name=str(described["nama"]), unit=str(described.get("satuan") or ""), type=kind)


def _is_place_or_time(name: str) -> bool:
    words = name.casefold().replace("_", " ").split()
    return bool({"kode", "nama", "tahun", "wilayah", "kecamatan", "desa", "provinsi", "kabupaten", "no"} & set(words))
