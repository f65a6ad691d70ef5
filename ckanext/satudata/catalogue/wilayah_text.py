"""Regions as readers see them: "Kecamatan Ciruas, Kabupaten Serang" for 36.04.09."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.satudata.codes import wilayah
from ckanext.satudata.codes.wilayah import Level, Region, region


def name_of(kode: str) -> str:
    """Name of a region with the one above it; the code itself if it is not known."""
    found = region(kode)
    if found is None:
        return wilayah.name_of(kode)
    above = region(found.parent) if found.parent else None
    return f"{_titled(found)}, {_titled(above)}" if above else _titled(found)


def _titled(found: Region) -> str:
    if found.level is Level.PROVINSI:
        return tk._("{name} Province").format(name=found.nama)
    if found.level is Level.KECAMATAN:
        return f"Kecamatan {found.nama}"
    if found.level is Level.DESA:
        return f"{'Kelurahan' if found.is_kelurahan else 'Desa'} {found.nama}"
    return found.nama
