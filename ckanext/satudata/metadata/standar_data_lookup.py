"""Look-ups in the loaded list of standar data, and loading it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from ckanext.satudata.codes import sds
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.standar_data import StandarData

__all__ = ["autocomplete", "lookup", "replace_all"]

BATCH = 500
MOST_REPEATS = 20
"""Rows looked at for each that is offered; "Penduduk" stands in the list of 2023 nineteen times."""
_OFFERED = ("kode_sds", "konsep", "definisi", "klasifikasi", "ukuran", "satuan")
NO_CLASSES = "klasifikasi berdasarkan analisis"
"""INDAH's placeholder where a standard leaves the klasifikasi to the produsen."""
_SHOWN = (
    "kode_sds",
    "nomor",
    "jenis",
    "nomor_indikator",
    "judul",
    "konsep",
    "definisi",
    "ukuran",
    "satuan",
    "referensi",
    "produsen",
)

AnySession = Session | scoped_session[Any]
"""CKAN's session, or one of a test."""


def lookup(session: AnySession, code: str) -> dict[str, Any]:
    """The entries of a code as the form wants them, and whether a list is loaded at all."""
    entries = [_for_the_form(entry) for entry in session.scalars(StandarData.of_code(code))]
    is_loaded = bool(entries) or session.scalar(sa.select(StandarData.nomor).limit(1)) is not None
    return {"kode_sds": code, "loaded": is_loaded, "entries": entries}


def autocomplete(session: AnySession, typed: str, limit: int) -> list[dict[str, Any]]:
    """Entries that fit what somebody types."""
    # The list repeats entries that differ in their source only: to the form those are one.
    found = session.scalars(
        StandarData.containing(text.without_control_characters(typed).strip(), limit * MOST_REPEATS)
    )
    distinct = {tuple(getattr(entry, name) for name in _OFFERED): entry for entry in reversed(found.all())}
    return [_for_the_form(entry) for entry in list(reversed(distinct.values()))[:limit]]


def replace_all(session: AnySession, entries: Sequence[sds.StandarData], advance: Callable[[int], object]) -> int:
    """Put these entries in the place of the loaded ones, without commit; how many there were before.

    `advance` is told how many rows went in, for a progress bar.
    """
    before = session.scalar(sa.select(sa.func.count()).select_from(StandarData)) or 0
    session.execute(sa.delete(StandarData))
    rows = (_row(place, entry) for place, entry in enumerate(entries, start=1))
    while batch := list(islice(rows, BATCH)):
        session.execute(sa.insert(StandarData), batch)
        advance(len(batch))
    return before


def _row(place: int, entry: sds.StandarData) -> dict[str, Any]:
    row = {
        "kode_sds": entry.kode,
        "id_indah": entry.id,
        "jenis": entry.flag,
        "nomor_indikator": entry.nomor_indikator,
        "judul": entry.judul,
        "konsep": entry.konsep,
        "definisi": entry.definisi,
        "klasifikasi": entry.klasifikasi,
        "ukuran": "; ".join(measure.ukuran for measure in entry.measures if measure.ukuran),
        "satuan": "; ".join(", ".join(measure.satuan) for measure in entry.measures if measure.satuan),
        "referensi": entry.referensi,
        "produsen": entry.produsen,
    }
    # The list was scraped: NUL bytes would stop the whole import.
    return {"nomor": place} | {name: text.without_control_characters(value) for name, value in row.items()}


def _for_the_form(entry: StandarData) -> dict[str, Any]:
    classes = "" if entry.klasifikasi.lower().startswith(NO_CLASSES) else entry.klasifikasi
    shown: dict[str, Any] = {name: getattr(entry, name) for name in _SHOWN}
    return shown | {"klasifikasi": text.lines(classes, place="klasifikasi").value or []}
