"""From a dataset of Open Data Jabar's API to a document in the shape of CKAN's `package_show`.

Its metadata come as pairs whose keys are written for people ("Dimensi Dataset Awal"); the mapping knows them. Left out
is what changes without anybody editing the dataset, and what only means something inside that portal: counters, scores,
pictures, and numbers of rows in its database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ckanext.satudata.harvest.connectors.document_parts import EMPTY, filled, listed, organization, tags, text

_CHANGED = frozenset(
    {
        "id", "name", "nama_data", "title", "slug", "deskripsi", "description", "organisasi_name", "organisasi_slug",
        "nama_skpd", "topik_name", "nama_topik", "cdate", "mdate", "metadata", "tags", "schema", "table",
        "nama_wilayah", "klasifikasi",
    }
)  # fmt: skip
_INSIDE = re.compile(
    r"count_.*|.*_(?:id|image|icon|logo|score|status)|image|validate|is_(?:active|deleted|permanent|realtime|validate)"
    r"|data_score.*|qs_.*|history.*|quality_.*"
)


def as_document(dataset: Mapping[str, Any], api: str) -> dict[str, Any]:
    """The document; `api` is the address below which the tables lie.

    >>> as_document({"id": 7, "name": "Luas Sawah", "satuan": "Hektar", "count_view": 3}, "https://x.go.id/api")
    {'title': 'Luas Sawah', 'satuan': 'Hektar'}
    """
    owner = text(dataset.get("organisasi_name")) or text(dataset.get("nama_skpd"))
    document = {
        "title": text(dataset.get("name")) or text(dataset.get("nama_data")) or text(dataset.get("title")),
        "name": text(dataset.get("slug")),
        "notes": text(dataset.get("deskripsi")) or text(dataset.get("description")),
        "organization": organization(owner, text(dataset.get("organisasi_slug")).replace("_", "-")),
        "tags": tags(_tag(one) for one in listed(dataset.get("tags"))),
        "topik": text(dataset.get("topik_name")) or text(dataset.get("nama_topik")),
        "cakupan_wilayah": text(dataset.get("nama_wilayah")),
        # Of the portal's own scheme; our field of that name is the breakdown of the figures.
        "klasifikasi_portal": text(dataset.get("klasifikasi")),
        "metadata_created": text(dataset.get("cdate")),
        "metadata_modified": text(dataset.get("mdate")),
        "extras": pairs(dataset.get("metadata")),
        "resources": _table(dataset, api),
    }
    others = {key: value for key, value in dataset.items() if key not in _CHANGED and not _INSIDE.fullmatch(key)}
    return filled({**document, **others})


def pairs(metadata: Any) -> Any:
    """Key and value of each entry, in a stable order; what is no list of pairs is left to the mapping to report."""
    if isinstance(metadata, Mapping):
        metadata = [{"key": key, "value": value} for key, value in metadata.items()]
    if not isinstance(metadata, list):
        return metadata
    kept = [{"key": text(one.get("key")), "value": one.get("value")} for one in metadata if isinstance(one, Mapping)]
    others = [one for one in metadata if not isinstance(one, Mapping)]
    return sorted((pair for pair in kept if pair["value"] not in EMPTY), key=str) + others


def _tag(one: Any) -> str:
    return text(one.get("name") or one.get("tag")) if isinstance(one, Mapping) else text(one)


def _table(dataset: Mapping[str, Any], api: str) -> list[dict[str, Any]]:
    """The rows of the dataset, which the API gives as JSON below the name of the organisation."""
    schema = text(dataset.get("schema")) or text(dataset.get("organisasi_slug")).replace("-", "_")
    table = text(dataset.get("table"))
    if not (schema and table):
        return []
    url = f"{api}/bigdata/{quote(schema)}/{quote(table)}"
    return [{"id": f"{schema}/{table}", "name": table, "url": url, "format": "JSON"}]
