"""A dynamic table of BPS: its dimensions and values, and how often and for what it is made.

Values lie in `datacontent` under the numbers of row, variable, characteristic, year and part of the year, written one
after another without padding: a key can be built but not cut ("121801171" may end in year 117, part 1, or in …).
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.tingkat import Tingkat

# What BPS writes where a dimension has a single, unnamed entry.
NONE = "tidak ada"
_TAG = re.compile(r"<[^>]+>")
_MONTHS, _QUARTERS, _HALVES = 12, 4, 2
_LEVELS = (("desa", Tingkat.DESA), ("kecamatan", Tingkat.KECAMATAN), ("kabupaten", Tingkat.KABKOTA),
           ("provinsi", Tingkat.PROVINSI))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One cell: the labels of its row, characteristic ("" if there is none), year and part of the year."""

    row: str
    characteristic: str
    year: str
    part: str
    number: int | float | str


def values(answer: Mapping[str, Any]) -> Iterator[Value]:
    """Every filled cell, in the order of the table's own lists."""
    content = answer.get("datacontent") or {}
    variable = next(iter(_entries(answer, "var")), {}).get("val")
    lists = (_entries(answer, name) for name in ("vervar", "turvar", "tahun", "turtahun"))
    for row, characteristic, year, part in product(*lists):
        key = f"{row['val']}{variable}{characteristic['val']}{year['val']}{part['val']}"
        if key in content:
            label = _label(characteristic)
            yield Value(
                row=_label(row),
                characteristic="" if label.lower() == NONE else label,
                year=_label(year),
                part=_label(part),
                number=content[key],
            )


def fingerprint(found: list[Value]) -> str:
    """Changes when a figure is added or corrected, whatever the order in which BPS lists them."""
    lines = sorted(f"{one.row}|{one.characteristic}|{one.year}|{one.part}|{one.number}" for one in found)
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def columns(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """The columns of the table in long form, as our `kolom` describes them."""
    variable = next(iter(_entries(answer, "var")), {})
    characteristics = [_label(entry) for entry in _entries(answer, "turvar")]
    parts = [_label(entry) for entry in _entries(answer, "turtahun")]
    found = [{"nama": "baris", "arti": plain(answer.get("labelvervar")) or "Baris", "tipe": "string"}]
    if any(label.lower() != NONE for label in characteristics):
        found.append({"nama": "karakteristik", "arti": "; ".join(characteristics), "tipe": "string"})
    found.append({"nama": "tahun", "arti": "Tahun", "tipe": "integer"})
    if len(parts) > 1:
        found.append({"nama": "bagian_tahun", "arti": "; ".join(parts), "tipe": "string"})
    figure = {"nama": "nilai", "arti": plain(variable.get("label")), "satuan": plain(variable.get("unit"))}
    found.append({**figure, "tipe": "number" if variable.get("decimal") else "integer"})
    return [{key: text for key, text in column.items() if text} for column in found]


def frequency(answer: Mapping[str, Any]) -> str:
    """From the parts of the year that the table has; "" where they fit no frequency."""
    parts = [fold(_label(entry)) for entry in _entries(answer, "turtahun")]
    number = len([part for part in parts if part not in ("tahun", "tahunan")])
    return {0: "tahunan", _HALVES: "semesteran", _QUARTERS: "triwulanan", _MONTHS: "bulanan"}.get(number, "")


def level(answer: Mapping[str, Any]) -> str:
    """The level of presentation, where the rows are regions."""
    words = fold(plain(answer.get("labelvervar")))
    return next((found.value for word, found in _LEVELS if word in words), "")


def plain(value: Any) -> str:
    """Text without the HTML and the escaped HTML that BPS writes into notes.

    >>> plain("&lt;p&gt;Sumber: BPS&lt;br /&gt;Susenas&lt;/p&gt;")
    'Sumber: BPS Susenas'
    """
    return " ".join(html.unescape(_TAG.sub(" ", html.unescape(str(value or "")))).split())


def _entries(answer: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = answer.get(name)
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def _label(entry: Mapping[str, Any]) -> str:
    return plain(entry.get("label"))
