"""What Perpres 39/2019 Pasal 33 needs of a dataset before it is published: the standar data and the metadata.

Which fields those are stands in the schema (`needed_for: publication`). Data that are neither statistical nor
geospatial may do without the parts of the standard (Pasal 5); geospatial data follow KUGI, whose parts are others.
The definisi all data must have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.metadata import schema_files

__all__ = ["STANDARD_PARTS", "missing_fields", "missing_metadata", "missing_standard"]

STANDARD_PARTS = ("konsep", "definisi", "klasifikasi", "ukuran", "satuan")
"""Perpres 39/2019 Pasal 4."""
_OF_ALL_DATA = ("definisi",)


def missing_fields(dataset: Mapping[str, Any]) -> list[str]:
    """The fields that a publication of this dataset needs and that are empty, in form order."""
    missing = {*missing_standard(dataset), *missing_metadata(dataset)}
    return [name for name in schema_files.needed_fields() if name in missing]


def missing_standard(dataset: Mapping[str, Any]) -> list[str]:
    """The parts of the standar data that are empty and needed."""
    # Without a jenis data nobody knows which rule holds: the full one is shown.
    needed = STANDARD_PARTS if dataset.get("jenis_data") in (None, "", "statistik") else _OF_ALL_DATA
    return [name for name in needed if not dataset.get(name)]


def missing_metadata(dataset: Mapping[str, Any]) -> list[str]:
    """The other fields that are empty and needed, in form order."""
    return [name for name in schema_files.needed_fields() if name not in STANDARD_PARTS and not dataset.get(name)]
