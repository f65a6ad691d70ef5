"""Which normaliser a schema field has: the one that its `validators` name in the YAML.

One table for both strictnesses: `logic/validators.py` registers these with CKAN, `metadata/lenient.py` calls them
directly. Names and limits stand in the schema only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any

from ckanext.satudata.metadata import schema_files
from ckanext.satudata.metadata.fields import (
    bilangan,
    code,
    format_berkas,
    frekuensi,
    kode_sds,
    kode_wilayah,
    lisensi,
    periode,
    prioritas_tahun,
    rekomendasi,
    satuan,
    surel,
    tanggal,
    text,
    title,
    ukuran,
)
from ckanext.satudata.metadata.fields.normalised import Normaliser

__all__ = ["FOR_ANY_FIELD", "FOR_ONE_FIELD", "Groups", "groups_of", "normalisers_of"]

Field = Mapping[str, Any]
Groups = Mapping[str, Mapping[str, Normaliser]]
"""Repeated field to its subfields' normalisers."""

PROVENANCE_LIMIT = 2000
"""Characters; addresses of portals stay below."""

FOR_ANY_FIELD: Mapping[str, Normaliser] = {
    "satudata_date": tanggal.normalise,
    "satudata_email": surel.normalise,
    "satudata_format": format_berkas.normalise,
    "satudata_frekuensi": frekuensi.normalise,
    "satudata_kegiatan": text.normalise,
    "satudata_kode_bps": kode_wilayah.normalise_bps,
    "satudata_kode_sds": kode_sds.normalise,
    "satudata_kode_wilayah": kode_wilayah.normalise,
    "satudata_kode_wilayah_list": kode_wilayah.normalise_all,
    "satudata_licence": lisensi.normalise,
    "satudata_line": text.normalise,
    "satudata_lines": text.lines,
    "satudata_prioritas_tahun": prioritas_tahun.normalise,
    "satudata_provenance": partial(text.normalise, limit=PROVENANCE_LIMIT),
    "satudata_rekomendasi": rekomendasi.normalise,
    "satudata_satuan": satuan.normalise,
    "satudata_text": partial(text.normalise, limit=text.TEXT_LIMIT, multiline=True),
    "satudata_title": title.normalise,
    "satudata_ukuran": ukuran.normalise,
}
"""Validator name to the normaliser of every field that has it."""

FOR_ONE_FIELD: Mapping[str, Callable[[Field], Normaliser]] = {
    "satudata_jenis_organisasi": lambda field: partial(code.normalise, list_name=field["choices_code"]),
    "satudata_code": lambda field: partial(code.normalise, list_name=field["choices_code"]),
    "satudata_codes": lambda field: partial(code.normalise_all, list_name=field["choices_code"]),
    "satudata_number": lambda field: partial(
        bilangan.normalise, least=field.get("min", 0), most=field.get("max", bilangan.LARGEST)
    ),
    "satudata_periode": lambda field: partial(periode.normalise, end=periode.END_OF.get(field["field_name"])),
}
"""Validator name to what makes a normaliser for one field, from the field's definition."""


@lru_cache
def normalisers_of(schema: str, part: str = "dataset_fields") -> Mapping[str, Normaliser]:
    """Normaliser by field name, for the fields of a schema part that have one."""
    return _by_name(schema_files.load(schema)[part])


@lru_cache
def groups_of(schema: str, part: str = "dataset_fields") -> Groups:
    """The repeated fields of a schema part."""
    groups = (field for field in schema_files.load(schema)[part] if "repeating_subfields" in field)
    return {field["field_name"]: _by_name(field["repeating_subfields"]) for field in groups}


def _by_name(fields: Iterable[Field]) -> Mapping[str, Normaliser]:
    found = ((field["field_name"], _normaliser(schema_files.expanded(field))) for field in fields)
    return {name: normaliser for name, normaliser in found if normaliser}


def _normaliser(field: Field) -> Normaliser | None:
    for name in str(field.get("validators", "")).split():
        if name in FOR_ANY_FIELD:
            return FOR_ANY_FIELD[name]
        if name in FOR_ONE_FIELD:
            return FOR_ONE_FIELD[name](field)
    return None
