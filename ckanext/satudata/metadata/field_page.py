"""The page docs/metadata.md: every field of the schemas in a table, with what stands around it. Made by `make docs`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckanext.satudata.metadata import schema_files
from ckanext.satudata.metadata.choices import choices

__all__ = ["markdown"]

MOST_CHOICES = 8
INTRODUCTION = """\
# Metadata fields

What a dataset, a kegiatan (statistical activity) and an organisation say in a Satu Data portal. Names are the keys
that the regulation or the national portal uses; the API takes and gives them at the top level of a dataset. This page
is made from `schemas/*.yaml` by `make docs`.

## How strict the portal is

* A **draft** needs a title only. Its address is made from the title.
* A **publication** (state active, not private) needs the fields marked ● and at least one file or link, as Perpres
  39/2019 Pasal 33 asks: data, standar data, metadata. Data that are not statistical need the definisi only of the
  five parts of the standard (Pasal 5); data that are terbatas or tertutup need no file.
* A **harvested** dataset is taken with what it has. Bad values are left out or put right, and everything that is lost
  or missing is a [finding](findings.md). An edit of such a dataset in the portal stays lenient.
* Values are stored in one spelling: `1 Tahun` becomes `tahunan`, `jiwa` becomes `Orang`, `3604` becomes `36.04`. What
  may mean several things is refused with the candidates, never guessed.
* `guid`, `harvest_source_id`, `harvest_source_title`, `source_url`, `source_created` and `source_modified` are
  written by the harvest and by sysadmins only, and survive every other edit.

## Quality

`package_show` answers with `satudata_quality`: eight criteria (standar_data, metadata, format_terbuka,
kode_referensi, keterangan, mutakhir, bukan_duplikat, judul), each met or not, with the code of the reason, and the
day of the verdict. It is not stored, and ignored when a dataset is sent back. Editors see it on the page of the
dataset.

## Search

Facets and filters of `package_search`: `organization`, `res_format`, `jenis_data`, `frekuensi`, `vocab_topik`,
`vocab_tingkat_penyajian`, `vocab_prioritas_tahun`, `vocab_sumber_referensi`, `vocab_tahun` (every year from
periode_awal to periode_akhir) and `vocab_wilayah` (the region and all regions above it). Further codes can be
filtered by their name: `kode_sds`, `kode_indikator`, `urusan`, `klasifikasi_akses`, `cakupan_wilayah`, `kegiatan`,
`harvest_source_id`, `guid` and others.

## Standar data

`ckan satudata sds import FILE` loads the national list of Standar Data Statistik (JSON as INDAH gives it, or CSV).
The form then offers konsep, definisi, klasifikasi, ukuran and satuan of a code; the actions `satudata_sds_lookup` and
`satudata_sds_autocomplete` give the same to others.
"""
KIND_OF_VALIDATOR: Mapping[str, str] = {
    "satudata_date": "date",
    "satudata_email": "e-mail",
    "satudata_kode_bps": "BPS code",
    "satudata_kode_sds": "kode SDS",
    "satudata_kode_wilayah": "Kemendagri code",
    "satudata_licence": "licence",
    "satudata_number": "number",
    "satudata_periode": "period",
    "satudata_satuan": "satuan",
    "satudata_ukuran": "ukuran",
}
"""Validator to what its values are called."""
HEAD = "| | Field | Label | Values | Meaning | Example |\n| --- | --- | --- | --- | --- | --- |"


def markdown() -> str:
    """The whole page."""
    parts = [
        INTRODUCTION,
        "## Dataset\n",
        *_pages(schema_files.dataset_fields()),
        "### Files and links (resources)\n",
        _table(schema_files.resource_fields()),
        "## Kegiatan (MS-Keg and MS-Var)\n",
        *_pages(schema_files.dataset_fields("kegiatan")),
        "## Organisation\n",
        _table(schema_files.fields("organization")),
    ]
    return "\n".join(parts)


def _pages(fields: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    page: list[Mapping[str, Any]] = []
    for field in fields:
        start = field.get("start_form_page")
        if start:
            if page:
                yield _table(page)
            page = []
            yield f"### {start['title']}\n\n{start['description']}\n"
        page.append(field)
    yield _table(page)


def _table(fields: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join([HEAD, *(row for field in fields for row in _rows(field)), ""])


def _rows(field: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    full = schema_files.expanded(field)
    cells = (
        "●" if full.get("needed_for") == "publication" else "",
        f"`{prefix}{full['field_name']}`",
        full["label"],
        _values(full),
        full["help_text"],
        full["form_placeholder"],
    )
    yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"
    for subfield in full.get("repeating_subfields", ()):
        yield from _rows(subfield, f"{prefix}{full['field_name']}[].")


def _values(field: Mapping[str, Any]) -> str:
    if "repeating_subfields" in field:
        return "list of objects"
    codes = [f"`{choice.code}`" for choice in choices(field["choices_code"])] if "choices_code" in field else []
    kind = _kind(field)
    if not codes:
        return kind
    shown = ", ".join(codes[:MOST_CHOICES]) + (f" … ({len(codes)})" if len(codes) > MOST_CHOICES else "")
    return f"{kind}: {shown}" if kind == "list" else shown


def _kind(field: Mapping[str, Any]) -> str:
    if "output_validators" in field:
        return "list"
    names = str(field.get("validators")).split()
    return next((KIND_OF_VALIDATOR[name] for name in names if name in KIND_OF_VALIDATOR), "text")


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")
