"""Dimensions across the columns: years, parts of years, sexes, age groups and regions written into headers.

A part of a header is a dimension only if the value columns differ in it: "2020" over all columns of a table is its
period, "2020" over one of two columns a value of the dimension. What is left of a name is the measure. Names fused
by a program ("Pencari_Kerja_Terdaftar(L)21", "7-12_2020") are taken apart where other columns share the rest.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.header.names import SEPARATOR
from ckanext.satudata.tabular.model import Column, ColumnRole, Table
from ckanext.satudata.tabular.tidy.areas import levels_of
from ckanext.satudata.tabular.values.periods import joined_period, read_part, read_period

__all__ = ["TOTAL", "Facet", "facets_of"]

TOTAL = "total"
"""The value of a dimension in a column that holds the sum over it."""
PERIOD, SEX, AGE, REGION = "periode", "jenis_kelamin", "kelompok_umur", "wilayah"
_SEXES = {"L": ("laki laki", "laki", "lk", "l", "pria", "lakilaki"), "P": ("perempuan", "pr", "p", "wanita", "prp")}
_SEX_OF = {name: sex for sex, names in _SEXES.items() for name in names}
_AGE = re.compile(
    r"(?:usia |umur )?(?:\d{1,2} ?[-–‒] ?\d{1,2}|\d{2} ?\+|[<>≥≤] ?\d{1,2}|\d{1,2} ke atas)(?: ?(?:tahun|thn|th))?",
    re.I,
)
_FUSED = re.compile(
    r"(?P<stem>.*?)[\s_]*(?:\((?P<sex>L|P)\))?[\s_]*(?P<year>(?:19|20)\d\d|(?<=\))\d\d|(?<=[a-z])\d\d)?"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ALL = frozenset(("jumlah", "total", "jml", "laki laki perempuan", "l p", "lk pr"))
CENTURY = 2000


@dataclass(slots=True)
class Facet:
    """What the header of one value column says: measure, and a value for each dimension."""

    position: int
    measure: str
    values: dict[str, str] = field(default_factory=dict)


def facets_of(table: Table) -> list[Facet]:
    """One facet per value column, in their order; dimensions in which all columns agree are left out."""
    columns = [(position, column) for position, column in enumerate(table.columns) if column.role is ColumnRole.VALUE]
    facets = [_facet(position, column) for position, column in columns]
    _take_apart(facets)
    _read_regions(facets)
    _join_periods(facets)
    _name_totals(facets)
    for name in {name for facet in facets for name in facet.values}:
        said = {facet.values.get(name) for facet in facets}
        if len(said) == 1:
            for facet in facets:
                facet.values.pop(name, None)
    for facet in facets:
        facet.measure = facet.measure or table.title or "nilai"
    return facets


def _facet(position: int, column: Column) -> Facet:
    rest: list[str] = []
    values: dict[str, str] = {}
    for level in column.path:
        dimension, value = _meaning(level)
        if dimension and dimension not in values:
            values[dimension] = value
        else:
            rest.append(level)
    return Facet(position, SEPARATOR.join(rest), values)


def _meaning(level: str) -> tuple[str, str]:
    """(dimension, value) of a header level; ("", "") for a measure."""
    bare = _BRACKETS.sub("", level).strip()
    folded = fold(bare)
    period = read_period(bare)
    if period:
        return PERIOD, period
    part = read_part(level)
    if part:
        return "bagian_tahun", part
    if folded in _SEX_OF:
        return SEX, _SEX_OF[folded]
    if _AGE.fullmatch(bare):
        return AGE, bare
    return "", ""


def _take_apart(facets: Sequence[Facet]) -> None:
    """Fused names, where at least one other column has the same stem or the same dimension values."""
    parts = {id(facet): match for facet in facets if (match := _FUSED.fullmatch(facet.measure.split(SEPARATOR)[-1]))}
    stems = Counter(match["stem"] for match in parts.values() if match["year"] or match["sex"])
    for facet in facets:
        match = parts.get(id(facet))
        if match is None or not (match["year"] or match["sex"]) or not match["stem"] or stems[match["stem"]] < 2:  # noqa: PLR2004
            continue
        outer = facet.measure.split(SEPARATOR)[:-1]
        if match["year"] and PERIOD not in facet.values:
            year = int(match["year"])
            facet.values[PERIOD] = str(year if year > CENTURY - 101 else CENTURY + year)
        if match["sex"]:
            facet.values[SEX] = match["sex"]
        stem = match["stem"].strip("_ ")
        dimension, value = _meaning(stem)
        if dimension and dimension not in facet.values:
            facet.values[dimension] = value
            stem = ""
        facet.measure = SEPARATOR.join([*outer, *([stem] if stem else [])])


def _read_regions(facets: Sequence[Facet]) -> None:
    """Measures that are all names of regions are no measures: "Jenis Wisata | Buton | Muna | …"."""
    lowest = [facet.measure.split(SEPARATOR)[-1] for facet in facets]
    regions = sum(bool(levels_of(name)) for name in lowest)
    if len(set(lowest)) > 2 and regions * 3 >= len(facets) * 2:  # noqa: PLR2004
        for facet, name in zip(facets, lowest, strict=True):
            facet.values[REGION] = TOTAL if fold(name) in _ALL else name
            facet.measure = SEPARATOR.join(facet.measure.split(SEPARATOR)[:-1])


def _join_periods(facets: Sequence[Facet]) -> None:
    for facet in facets:
        part = facet.values.pop("bagian_tahun", None)
        if part:
            year = facet.values.get(PERIOD)
            facet.values[PERIOD] = joined_period(year, part) if year else part


def _name_totals(facets: Sequence[Facet]) -> None:
    """The sum column: "Jumlah" beside "Laki-laki" and "Perempuan" is the total of that dimension."""
    by_rest: dict[str, list[Facet]] = defaultdict(list)
    for facet in facets:
        levels = facet.measure.split(SEPARATOR) if facet.measure else []
        if levels and fold(levels[-1]) in _ALL:
            by_rest[SEPARATOR.join(levels[:-1])].append(facet)
    for rest, totals in by_rest.items():
        siblings = [facet for facet in facets if facet.measure == rest and facet.values]
        for name in (SEX, AGE, REGION):
            if any(name in sibling.values for sibling in siblings):
                for facet in totals:
                    facet.values.setdefault(name, TOTAL)
                    facet.measure = rest
                break
