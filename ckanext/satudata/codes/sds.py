"""Standar Data Statistik: the code of an entry, and the national list read from a file.

The list is what INDAH's API answers (plain, compressed, or inside its page envelopes) or a CSV with the same column
names. A code is not unique in it: 575 of 4,505 entries of 2023 repeat one, so an entry is known by code and id
together. Source: Perpres 39/2019 Pasal 4; Peraturan BPS 4/2020; Keputusan Kepala BPS 850/2023.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NewType

from ckanext.satudata.codes import satuan, ukuran

__all__ = ["Flag", "KodeSDS", "Measure", "NationalListError", "StandarData", "parse_code", "read_national_list"]

KodeSDS = NewType("KodeSDS", str)
"""Group, concept, definition and classification: "SD00316.01.00"."""

Flag = str
"""VAR, KON, IND: variable, concept, indicator; "" where the list says something else."""

FLAGS = ("VAR", "KON", "IND")
_CODE = re.compile(r"(SD|SE|SP|ST|UL)(\d{5})\.(\d{2})\.(\d{2})")
_LOOSE = re.compile(r"(SD|SE|SP|ST|UL)[\s.\-]*(\d{5})[\s.,\-]*(\d{2})[\s.,\-]*(\d{2})")
_GZIP_MAGIC = b"\x1f\x8b"
_ENVELOPES = ("content", "data", "result", "results", "items", "rows")


class NationalListError(Exception):
    """A file that is no national list: neither JSON with entries nor CSV with their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An ukuran with the units it is counted in; "" for an ukuran that the list leaves out."""

    ukuran: str
    satuan: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandarData:
    """One entry of the national list: its five components and where they come from.

    `measures` pairs each ukuran with its units, in the canonical words of `ukuran.py` and `satuan.py` where they
    are known.
    """

    kode: KodeSDS
    id: str
    judul: str
    konsep: str
    definisi: str
    klasifikasi: str
    measures: tuple[Measure, ...]
    flag: Flag
    nomor_indikator: str
    referensi: str
    produsen: str

    @property
    def key(self) -> tuple[str, str]:
        """What no two entries share."""
        return self.kode, self.id


def parse_code(text: str) -> KodeSDS | None:
    """The code in its canonical spelling, also from one with blanks, small letters or lost dots; None if it is none.

    >>> parse_code(" sd00316.01.00 "), parse_code("SD003160100"), parse_code("XX00316.01.00")
    ('SD00316.01.00', 'SD00316.01.00', None)
    """
    found = _LOOSE.fullmatch(text.strip().upper())
    return KodeSDS(f"{found[1]}{found[2]}.{found[3]}.{found[4]}") if found and found[0].isascii() else None


def read_national_list(source: Path | IO[bytes]) -> Iterator[StandarData]:
    """The entries of a list, in its order; those without a valid code are left out.

    Raises NationalListError if the file holds no list at all.
    """
    content = source.read_bytes() if isinstance(source, Path) else source.read()
    if content.startswith(_GZIP_MAGIC):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as err:
            raise NationalListError(f"The compressed file is damaged: {err}.") from err
    text = content.decode("utf-8-sig", errors="replace")
    rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    for row in rows:
        entry = _entry(row)
        if entry:
            yield entry


def _json_rows(text: str) -> Iterator[Mapping[str, Any]]:
    """Entries of a JSON document or of several pages saved one after the other."""
    decoder = json.JSONDecoder()
    position, found = 0, False
    while position < len(text):
        try:
            document, position = decoder.raw_decode(text, position)
        except ValueError as err:
            raise NationalListError(f"The file is not valid JSON: {err}.") from err
        for row in _rows_in(document):
            found = True
            yield row
        while text[position : position + 1].isspace() or text[position : position + 1] == ",":
            position += 1
    if not found:
        raise NationalListError("The JSON has no entries with the key idSds.")


def _rows_in(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, list):
        for part in document:
            yield from _rows_in(part)
    elif isinstance(document, dict) and "idSds" in document:
        yield document
    elif isinstance(document, dict):
        for name in _ENVELOPES:
            yield from _rows_in(document.get(name))


def _csv_rows(text: str) -> Iterator[Mapping[str, Any]]:
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "idSds" not in (reader.fieldnames or ()):
        raise NationalListError("The CSV has no column idSds.")
    try:
        yield from reader
    except csv.Error as err:
        raise NationalListError(f"The CSV cannot be read: {err}.") from err


def _entry(row: Mapping[str, Any]) -> StandarData | None:
    kode = parse_code(_text(row, "idSds"))
    if kode is None:
        return None
    flag = _text(row, "flag").upper()
    return StandarData(
        kode=kode,
        id=_text(row, "id"),
        judul=_line(row, "judulIndikator"),
        konsep=_line(row, "konsep"),
        definisi=_text(row, "definisi"),
        klasifikasi=_text(row, "klasifikasi") or _text(row, "namaKlasifikasi"),
        measures=tuple(_measures(_line(row, "ukuran"), _line(row, "satuan"))),
        flag=flag if flag in FLAGS else "",
        nomor_indikator=_line(row, "noIndikator"),
        referensi=_text(row, "sumberContent"),
        produsen=_line(row, "sumberData"),
    )


def _measures(ukuran_text: str, satuan_text: str) -> Iterator[Measure]:
    """Pairs are split by ";", several units of one ukuran by ","; both sides may be dirty and of unequal length."""
    names = _split(ukuran_text, ";")
    units = _split(satuan_text, ";")
    if len(names) == 1 and "," in names[0] and len(_split(names[0], ",")) == len(_split(satuan_text, ",")):
        names, units = _split(names[0], ","), _split(satuan_text, ",")
    if len(names) == 1:
        # "Jumlah" with "Dokumen; Kasus": all units belong to the one measure.
        units = [",".join(units)]
    for position in range(max(len(names), len(units))):
        name = names[position] if position < len(names) else ""
        listed = _split(units[position], ",") if position < len(units) else []
        yield Measure(ukuran=_canonical_ukuran(name), satuan=tuple(map(_canonical_satuan, listed)))


def _canonical_ukuran(text: str) -> str:
    known = ukuran.parse(text)
    return known.code if known else text


def _canonical_satuan(text: str) -> str:
    known = satuan.parse(text)
    return known.code if known else text


def _split(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _line(row: Mapping[str, Any], name: str) -> str:
    """A value on one line: the list breaks titles in the middle of words' groups."""
    return " ".join(_text(row, name).split())
