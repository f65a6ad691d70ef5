"""From a table of SIMDASI and its years to a document in the shape of CKAN's `package_show`.

Each year is a file of its own: rows are regions or kinds, columns what the table counts. Figures stand in the answers
as texts in Indonesian writing ("9.511,57") and become plain numbers; marks for "no figure" become empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.satudata.codes import satuan
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.tingkat import Tingkat
from ckanext.satudata.harvest.connectors.bps_webapi_table import plain
from ckanext.satudata.harvest.connectors.document_parts import filled, organization

__all__ = ["as_document", "number", "plain", "table", "years_of"]

_NUMBER = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_NO_FIGURE = frozenset({"", "-", "–", "—", "...", "…", "na", "n.a.", "x", "null"})
_ASIDE = re.compile(r"\(([^()]{1,40})\)")
_LEVELS = (
    ("menurut desa", Tingkat.DESA),
    ("menurut kelurahan", Tingkat.DESA),
    ("menurut kecamatan", Tingkat.KECAMATAN),
    ("menurut kabupaten", Tingkat.KABKOTA),
    ("menurut provinsi", Tingkat.PROVINSI),
)


def as_document(
    region: str, name: str, listed: Mapping[str, Any], answers: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    """The document: `listed` is the table in the list of its region, `answers` its years, at least one."""
    title = plain(listed.get("judul")) or plain(next(iter(answers.values())).get("judul_tabel"))
    unit = _unit(title)
    known = years_of(listed) or sorted(answers)
    document = {
        "title": title if not name or fold(name) in fold(title) else f"{title}, {name}",
        "organization": organization(f"BPS {name or region}", f"bps-{region[:4]}"),
        "satuan": unit,
        "jenis_data": "statistik",
        "cakupan_wilayah": _coverage(region),
        "tingkat_penyajian": next((found.value for words, found in _LEVELS if words in fold(title)), ""),
        "frekuensi": "tahunan",
        "periode_awal": str(known[0]),
        "periode_akhir": str(known[-1]),
        "klasifikasi_akses": "terbuka",
        "kode_tabel_bps": plain(listed.get("kode_tabel")),
        "bab_bps": plain(listed.get("bab")),
        "subjek_bps": plain(listed.get("subject")),
        "subjek_csa_bps": plain(listed.get("mms_subject")),
        "resources": [_resource(listed, year, answers[year], unit) for year in sorted(answers)],
    }
    return filled(document)


def years_of(listed: Mapping[str, Any]) -> list[int]:
    """The years that the list says the table has, ascending.

    >>> years_of({"ketersediaan_tahun": [2021, "2019", "?"]})
    [2019, 2021]
    """
    given = listed.get("ketersediaan_tahun")
    texts = [str(year) for year in given] if isinstance(given, list) else re.findall(r"\d{4}", str(given or ""))
    return sorted({int(text) for text in texts if text.isdigit()})


def table(answer: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows: code of the region, label, then one column for each variable in the order of the table."""
    columns = _variables(answer)
    rows: list[list[Any]] = []
    entries = answer.get("data")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping):
            cells = entry.get("variables")
            values = [_value(cells.get(key)) if isinstance(cells, Mapping) else "" for key in columns]
            label = plain(entry.get("label")) or plain(entry.get("label_raw"))
            rows.append([plain(entry.get("kode_wilayah")), label, *values])
    return ["kode_wilayah", "uraian", *columns.values()], rows


def number(text: Any) -> Any:
    """A figure as a number, a mark for none as "", anything else as its text.

    >>> number("9.511,57"), number("18"), number("-"), number("1.234"), number("12,5 r")
    (9511.57, 18, '', 1234, '12,5 r')
    """
    words = plain(text)
    found = _NUMBER.fullmatch(words)
    if found is None:
        return "" if words.lower() in _NO_FIGURE else words
    sign, whole, fraction = found.groups()
    digits = f"{sign}{whole.replace('.', '')}"
    return float(f"{digits}.{fraction}") if fraction else int(digits)


def _variables(answer: Mapping[str, Any]) -> dict[str, str]:
    """Heading by key; the same heading twice is told apart."""
    given = answer.get("kolom")
    names: dict[str, str] = {}
    for key, column in given.items() if isinstance(given, Mapping) else ():
        name = plain(column.get("nama_variabel")) if isinstance(column, Mapping) else plain(column)
        heading, copy = name or str(key), 2
        while heading in names.values():
            heading, copy = f"{name or key} ({copy})", copy + 1
        names[str(key)] = heading
    return names


def _value(cell: Any) -> Any:
    return number(cell.get("value") if isinstance(cell, Mapping) else cell)


def _resource(listed: Mapping[str, Any], year: int, answer: Mapping[str, Any], unit: str) -> dict[str, Any]:
    headings, rows = table(answer)
    name = f"tabel-{plain(listed.get('kode_tabel')).replace('.', '-') or 'simdasi'}-{year}"
    return {
        "id": f"{listed.get('id_tabel')}/{year}",
        "name": f"Tabel {year}",
        "format": "CSV",
        "periode": str(year),
        "kolom": _columns(headings, rows, unit),
        "kept": {"name": f"{name}.csv", "columns": headings, "rows": rows},
    }


def _columns(headings: Sequence[str], rows: Sequence[Sequence[Any]], unit: str) -> list[dict[str, str]]:
    made = []
    for position, heading in enumerate(headings):
        values = [row[position] for row in rows if row[position] != ""]
        is_figure = bool(values) and all(isinstance(value, (int, float)) for value in values)
        kind = ("integer" if all(isinstance(value, int) for value in values) else "number") if is_figure else "string"
        made.append(
            filled(
                {
                    "nama": heading,
                    "arti": heading,
                    "satuan": (_unit(heading) or unit) if is_figure else "",
                    "tipe": kind,
                }
            )
        )
    return made


def _unit(title: str) -> str:
    """The unit stands only in the title: "Jumlah Penduduk (ribu jiwa) Menurut …"; an aside of another kind is none.

    >>> _unit("Jumlah Penduduk (ribu jiwa) Menurut Kecamatan"), _unit("Sekolah (negeri dan swasta)")
    ('ribu jiwa', '')
    """
    return next((aside for aside in _ASIDE.findall(title) if satuan.parse(aside)), "")


def _coverage(region: str) -> str:
    """BPS's code of the region without the zeros of what lies below it.

    >>> _coverage("0000000"), _coverage("3600000"), _coverage("3604000"), _coverage("3604050")
    ('0000', '36', '3604', '3604050')
    """
    if not region.strip("0"):
        return "0000"
    if region.endswith("00000"):
        return region[:2]
    return region[:4] if region.endswith("000") else region
