"""The search document of a dataset: facets of the Satu Data metadata, and nothing that Solr cannot hold.

Scheming's fields arrive as strings under their own name and as `extras_…`; the typed view is in
`validated_data_dict`. Lists become `vocab_…` (the only multi-valued pattern of CKAN's Solr schema). Bare keys of long
text go: a Solr string holds 32,766 bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.codes import wilayah
from ckanext.satudata.metadata import last_change, schema_files, withholding
from ckanext.satudata.metadata.fields import periode

__all__ = ["LIST_FACETS", "TEXT_FACETS", "index_document"]

TEXT_FACETS = frozenset(
    {
        "cakupan_wilayah",
        "cara_pengumpulan_data",
        "frekuensi",
        "guid",
        "harvest_source_id",
        "harvest_source_title",
        "id_ddd",
        "id_ddp",
        "id_indikator_mms",
        "id_kegiatan_mms",
        "id_variabel_mms",
        "identitas_rekomendasi",
        "jenis_data",
        "jenis_statistik",
        "kegiatan",
        "klasifikasi_akses",
        "kode_indikator",
        "kode_sds",
        "pembina_data",
        "sektor_kegiatan",
        "tahun_kegiatan",
        "urusan",
    }
)
"""Fields that stay searchable under their own name: short codes and identifiers."""
LIST_FACETS = ("topik", "tingkat_penyajian", "prioritas_tahun", "sumber_referensi")
"""Fields that become `vocab_<name>`."""
LONGEST_STRING = 8000
"""Characters of a bare key; at most four bytes each, so safely below Solr's limit."""
_EXTRAS = "extras_"
_RESOURCES = "res_"
"""Keys under which CKAN indexes what resources say."""


def index_document(document: dict[str, Any]) -> dict[str, Any]:
    """The document that Solr gets, for a dataset or a kegiatan; other types pass with their long keys taken out."""
    dataset = json.loads(document.get("validated_data_dict") or "{}")
    kept = dict(_without_long_keys(document))
    if not withholding.is_open(dataset):
        # A search that finds a file by its address or name tells that it is there.
        kept = {key: value for key, value in kept.items() if not key.startswith(_RESOURCES)}
    if dataset.get("type") not in ("dataset", "kegiatan"):
        return kept
    names = schema_files.field_names(dataset["type"])
    for name in names:
        # Fields of CKAN's own table have no copy among the extras, and their own type in Solr.
        if _EXTRAS + name in document and name not in TEXT_FACETS:
            kept.pop(name, None)
    kept.update(_facets(dataset))
    if changed := last_change.solr_date(dataset):
        kept[last_change.SOLR_FIELD] = changed
    return kept


def _without_long_keys(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in document.items()
        # A dict would be read as an atomic update.
        if not isinstance(value, dict)
        and not (isinstance(value, str) and len(value) > LONGEST_STRING and _EXTRAS + key in document)
    }


def _facets(dataset: Mapping[str, Any]) -> dict[str, list[str]]:
    lists = {name: _strings(dataset.get(name)) for name in LIST_FACETS}
    lists["tahun"] = [str(year) for year in periode.years(dataset.get("periode_awal"), dataset.get("periode_akhir"))]
    lists["wilayah"] = _with_ancestors(str(dataset.get("cakupan_wilayah") or ""))
    return {f"vocab_{name}": values for name, values in lists.items() if values}


def _strings(value: Any) -> list[str]:
    return [str(entry) for entry in value if entry] if isinstance(value, list) else []


def _with_ancestors(code: str) -> list[str]:
    return [*(str(above.kode) for above in wilayah.ancestors(code)), code] if code else []
