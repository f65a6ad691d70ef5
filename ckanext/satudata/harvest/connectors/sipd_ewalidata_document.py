"""From the figures of one indicator in SIPD to a document in the shape of CKAN's `package_show`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.satudata.codes import urusan
from ckanext.satudata.harvest.connectors.document_parts import filled, organization, text

COLUMNS = ("tahun", "kode_wilayah", "nilai", "satuan")
_WHOLE = ("", "0")
"""What stands in `kodekec` for a figure of the whole region."""
_NUMBER = re.compile(r"^\d[\d.]*\s*[-–]?\s*")


def as_document(pemda: str, code: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document; `rows` are the figures of the indicator, at least one."""
    latest = max(rows, key=lambda row: (text(row.get("tahun")), text(row.get("lastupdate"))))
    years = sorted({text(row.get("tahun")) for row in rows})
    series = _series(pemda, rows)
    document = {
        "title": text(latest.get("uraian_indikator")) or code,
        "definisi": text(latest.get("definisi_operasional")),
        "organization": organization(field_of_government(latest)),
        "kode_indikator": code,
        "urusan": _urusan(code, latest),
        "satuan": text(latest.get("satuan")),
        "jenis_data": "statistik",
        "frekuensi": "tahunan",
        "periode_awal": years[0],
        "periode_akhir": years[-1],
        "cakupan_wilayah": kode_wilayah(pemda),
        "walidata": text(latest.get("walidata")),
        "metadata_modified": max(text(row.get("lastupdate")) for row in rows),
        "catatan_verifikasi": text(latest.get("catatan_verifikasi_walidata")),
        "resources": [_resource(code, text(latest.get("satuan")), years, series)],
    }
    return filled(document)


def field_of_government(row: Mapping[str, Any]) -> str:
    """The bidang urusan without its number: who produces the figure is not told.

    >>> field_of_government({"bidangurusan": "1.01 - PENDIDIKAN"}), field_of_government({"uraibidang": "Kesehatan"})
    ('PENDIDIKAN', 'Kesehatan')
    """
    return text(row.get("uraibidang")) or _NUMBER.sub("", text(row.get("bidangurusan")))


def kode_wilayah(code: str) -> str:
    """SIPD's code of a region with the dots of Kemendagri; "00" at its end means the whole province.

    >>> kode_wilayah("3604"), kode_wilayah("3600"), kode_wilayah("360405")
    ('36.04', '36', '36.04.05')
    """
    pairs = [code[start : start + 2] for start in range(0, len(code), 2)]
    while len(pairs) > 1 and pairs[-1] == "00":
        pairs.pop()
    return ".".join(pairs)


def repeated(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Years and regions that have more than one figure, as words."""
    counts = Counter((text(row.get("tahun")), text(row.get("kodekec"))) for row in rows)
    return sorted(" ".join(filter(None, place)) for place, number in counts.items() if number > 1)


def _series(pemda: str, rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """One line per year and region in their order; of two figures for the same place the later one."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: text(row.get("lastupdate"))):
        below = text(row.get("kodekec"))
        region = kode_wilayah(pemda if below in _WHOLE else below)
        year = text(row.get("tahun"))
        found[year, region] = [year, region, text(row.get("data")), text(row.get("satuan"))]
    return [line for _, line in sorted(found.items())]


def _resource(code: str, unit: str, years: Sequence[str], series: list[list[str]]) -> dict[str, Any]:
    span = years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    return {
        "id": code,
        "name": f"Data {span}",
        "format": "CSV",
        "periode": years[-1],
        "kolom": [
            {"nama": "tahun", "arti": "Tahun", "tipe": "integer"},
            {"nama": "kode_wilayah", "arti": "Kode wilayah Kemendagri", "tipe": "string"},
            filled({"nama": "nilai", "arti": "Nilai", "satuan": unit, "tipe": "number"}),
            {"nama": "satuan", "arti": "Satuan", "tipe": "string"},
        ],
        "kept": {"name": f"{code}.csv", "columns": list(COLUMNS), "rows": series},
    }


def _urusan(code: str, row: Mapping[str, Any]) -> str:
    """The code of the urusan that the indicator's code begins with, else what the words of the field say."""
    known = urusan.parse(code) or urusan.parse(field_of_government(row))
    return known.code if known else ""
