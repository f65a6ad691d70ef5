"""PRIVACY: personal data in a file, looked for before anything is stored, in all cells and not only in tables.

NIK, NIP and telephone numbers are told by their inner structure (region, date of birth, date of appointment), so that
account numbers and codes of the same length are left alone. What was found is never repeated in full. Source: UU
27/2022 (pelindungan data pribadi); NIK: Perpres 25/2008; NIP: Perka BKN 22/2007.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import region
from ckanext.satudata.tabular.checks.subject import Subject, number
from ckanext.satudata.tabular.grid import Cell, Grid, address
from ckanext.satudata.tabular.values.kinds import as_text

__all__ = ["check_names", "check_small_cells", "is_nik", "is_nip", "scan_grid"]

_DIGITS = re.compile(r"(?<!\d)\d[\d ]{14,21}\d(?!\d)")
_PHONE = re.compile(r"(?<![\d.])(?:\+62|62|0)[ -]?8\d{1,2}[ -]?\d{3,4}[ -]?\d{3,5}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_OFFICE_MAIL = re.compile(r"@.*\.(?:go|gov|desa)\.id$|@example\.", re.IGNORECASE)
_NAME_HEADER = re.compile(
    r"nama(?: lengkap| (?:pegawai|pejabat|guru|penduduk|warga|penerima|pemilik|siswa|pasien|responden|kepala|ketua"
    r"|lurah|operator|ayah|ibu|suami|istri|anak)\b.*)?"
)
_HINT = re.compile(r"\d{4}|@|08\d|62 ?8")
SHORTEST = 9
PHONE_FROM = 10**8
NIK_LENGTH, NIP_LENGTH = 16, 18
WOMEN_DAYS = 40
"""Added to the day of birth in a woman's NIK."""
SHOWN = 4
OFFICE_ADDRESSES = 3
"""A few addresses or numbers in a sheet are the contact of an office, not a list of people."""


@dataclass(slots=True)
class _Place:
    row: int
    column: int
    times: int = 1


def is_nik(digits: str) -> bool:
    """Whether sixteen digits are built like a NIK: known kabupaten, day and month of birth, a serial number.

    >>> is_nik("3604094506900001"), is_nik("1234567890123456"), is_nik("3604099913900001")
    (True, False, False)
    """
    if len(digits) != NIK_LENGTH or region(f"{digits[:2]}.{digits[2:4]}") is None or digits[12:] == "0000":
        return False
    day, month = int(digits[6:8]) % WOMEN_DAYS, int(digits[8:10])
    return 1 <= day <= 31 and 1 <= month <= 12 and int(digits[6:8]) <= 31 + WOMEN_DAYS  # noqa: PLR2004 - calendar


def is_nip(digits: str) -> bool:
    """Whether eighteen digits are built like a NIP: date of birth, month of appointment, sex, serial number.

    >>> is_nip("198503172010012003"), is_nip("000000000000000000")
    (True, False)
    """
    if len(digits) != NIP_LENGTH or digits[14] not in "12":
        return False
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        appointed = date(int(digits[8:12]), int(digits[12:14]), 1)
    except ValueError:
        return False
    return born.year >= 1930 and 15 <= appointed.year - born.year <= 60  # noqa: PLR2004 - a working life


def scan_grid(grid: Grid) -> Iterator[Finding]:
    """One finding per kind of personal data in a sheet: how often, and where first."""
    long_cells = _long_cells(grid)
    for code, holds in _KINDS:
        places = [(place, text) for text, place in long_cells.items() if holds(text)]
        count = sum(place.times for place, _ in places)
        least = 1 if code in ("PRIVACY-01", "PRIVACY-02") else OFFICE_ADDRESSES + 1
        if count >= least:
            first, text = min(places, key=lambda pair: (pair[0].row, pair[0].column))
            yield finding(
                code,
                place=address(grid.name, grid.row_number(first.row), first.column),
                value=text[:SHOWN] + "…",
                count=count,
            )


def check_names(subject: Subject) -> Iterator[Finding]:
    """A column of names in a sheet that also holds NIK or NIP."""
    if not subject.has_identity_numbers:
        return
    for position, column in enumerate(subject.table.columns):
        if _NAME_HEADER.fullmatch(fold(column.name)) and subject.records:
            yield finding("PRIVACY-05", place=subject.place(subject.records[0], position), value=column.name)


def check_small_cells(subject: Subject) -> Iterator[Finding]:
    """Counts below the limit that the caller has set for data of restricted access."""
    limit = subject.hints.small_cell
    if not limit:
        return
    for position in subject.figures:
        for record in subject.records:
            value = number(record.values[position])
            if value is not None and 0 < value < limit and value == int(value):
                yield finding("PRIVACY-06", place=subject.place(record, position), value=value, limit=limit)


def _long_cells(grid: Grid) -> dict[str, _Place]:
    """Each text or number that is long enough, as text, with where it stands first and how often."""
    cells: dict[Cell, _Place] = {}
    for row, values in enumerate(grid.rows):
        for column, cell in enumerate(values):
            kind = cell.__class__
            if (kind is str and len(cell) >= SHORTEST) or (kind in (int, float) and cell >= PHONE_FROM):  # type: ignore[operator, arg-type]  # the class was just looked at
                place = cells.get(cell)
                if place is None:
                    cells[cell] = _Place(row, column)
                else:
                    place.times += 1
    return {text: place for cell, place in cells.items() if _HINT.search(text := as_text(cell))}


def _has_nik(text: str) -> bool:
    return any(is_nik(digits) for digits in _runs(text))


def _has_nip(text: str) -> bool:
    return any(is_nip(digits) for digits in _runs(text))


def _runs(text: str) -> list[str]:
    return [match.replace(" ", "") for match in _DIGITS.findall(text)]


def _has_phone(text: str) -> bool:
    return text.count("8") > 0 and bool(_PHONE.search(text)) and not _has_nik(text) and not _has_nip(text)


def _has_mail(text: str) -> bool:
    match = _EMAIL.search(text) if "@" in text else None
    return match is not None and not _OFFICE_MAIL.search(match[0])


_KINDS = (("PRIVACY-01", _has_nik), ("PRIVACY-02", _has_nip), ("PRIVACY-03", _has_phone), ("PRIVACY-04", _has_mail))
