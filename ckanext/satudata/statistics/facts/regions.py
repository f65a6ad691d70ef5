"""The region of each record of a table: by its code column, else by its name inside the regions of the other columns.

Unlike `Table.regions` this keeps villages of one name in two kecamatan apart, and knows tables of any length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ckanext.satudata.codes import wilayah
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.codes.wilayah_names import clear, find
from ckanext.satudata.statistics.facts.wilayah_number import number_of
from ckanext.satudata.tabular.model import Column, ColumnRole, Record, Table
from ckanext.satudata.tabular.tidy.wilayah import looks_like_regions, resolve
from ckanext.satudata.tabular.values.columns import ColumnType

__all__ = ["Regions"]

SAMPLE = 400
CODE_SHARE = 0.9
_ORDER = tuple(Level)
_CODE_NAME = re.compile(
    r"(?:kode|id|kd)(?: bps| kemendagri)? (?:wilayah|desa|kelurahan|desa kelurahan|kecamatan|kec|kabupaten kota"
    r"|kabupaten|kab|kota|kab kota|provinsi|prov)(?: kemendagri| bps)?"
)


@dataclass(slots=True, kw_only=True)
class Regions:
    """Positions of the columns that say the region. `columns` are those that are therefore no dimension."""

    code_at: int | None
    name_at: int | None
    level: Level | None
    upper: tuple[tuple[int, Level], ...]
    columns: frozenset[int]
    within: str
    labels: Mapping[str, str]
    _known: dict[tuple[object, ...], int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, within: str) -> Regions:
        """The region columns of a table; `within` is the region that the file is about, "" if nobody says."""
        sample = list(islice(table.records, SAMPLE))
        codes = [at for at, column in enumerate(table.columns) if _holds_codes(column, _labels(sample, at))]
        name_at = next((at for at, found in enumerate(table.columns) if found.role is ColumnRole.WILAYAH), None)
        level = Level(table.wilayah_level) if table.wilayah_level and name_at is not None else None
        upper = _upper_columns(table, sample, name_at, level)
        labels = table.regions
        if name_at is not None and level is not None and not labels and not upper:
            distinct = list(dict.fromkeys(str(record.values[name_at]) for record in table.records))
            labels = resolve(distinct, level, within=within).codes
        taken = {*codes, *(at for at, _ in upper), *(() if name_at is None else (name_at,))}
        return cls(
            code_at=max(codes, key=lambda at: _depth(_labels(sample, at))) if codes else None,
            name_at=name_at,
            level=level,
            upper=upper,
            columns=frozenset(taken),
            within=within,
            labels=labels,
        )

    @property
    def in_rows(self) -> bool:
        """Whether the records say a region; otherwise the header or the dataset does."""
        return self.code_at is not None or self.name_at is not None

    def number(self, record: Record) -> int | None:
        """The region of a record, as a number; None if it names none clearly."""
        values = record.values
        places = (self.code_at, *(at for at, _ in self.upper), self.name_at)
        said = tuple([values[at] if at is not None else None for at in places])
        if said not in self._known:
            self._known[said] = self._read(record)
        return self._known[said]

    def _read(self, record: Record) -> int | None:
        if self.code_at is not None:
            kode = _code(record.values[self.code_at])
            if kode:
                return number_of(kode)
        if self.name_at is None or self.level is None or record.values[self.name_at] is None:
            return None
        label = str(record.values[self.name_at])
        parent = self.within
        for at, level in self.upper:
            found = clear(find(str(record.values[at] or ""), parent=parent, level=level))
            if found is None and record.values[at]:
                return None
            parent = found.kode if found else parent
        if not self.upper:
            kode = self.labels.get(label)
            return number_of(kode) if kode else None
        found = clear(find(label, parent=parent, level=self.level))
        return number_of(found.kode) if found else None


def _upper_columns(
    table: Table, sample: Sequence[Record], name_at: int | None, level: Level | None
) -> tuple[tuple[int, Level], ...]:
    """Columns of higher regions, the highest first."""
    if name_at is None or level is None:
        return ()
    found = []
    for at, column in enumerate(table.columns):
        if at == name_at or column.role not in (ColumnRole.DIMENSION, ColumnRole.SECTION, ColumnRole.TEXT):
            continue
        upper = looks_like_regions(column.name, _labels(sample, at)) if column.type is ColumnType.STRING else None
        if upper is not None and _ORDER.index(upper) < _ORDER.index(level):
            found.append((at, upper))
    return tuple(sorted(found, key=lambda pair: _ORDER.index(pair[1])))


def _holds_codes(column: Column, labels: Sequence[str]) -> bool:
    if not labels or not (_CODE_NAME.fullmatch(fold(column.name)) or column.role is ColumnRole.KODE_WILAYAH):
        return False
    return sum(_code(label) is not None for label in labels) >= CODE_SHARE * len(labels)


def _depth(labels: Sequence[str]) -> int:
    """How low the regions of a code column lie: of several code columns the village's counts."""
    return max((len(kode) for label in labels if (kode := _code(label))), default=0)


def _labels(sample: Sequence[Record], at: int) -> list[str]:
    return list(dict.fromkeys(str(record.values[at]) for record in sample if record.values[at] is not None))


def _code(value: object) -> str | None:
    matches = wilayah.parse(value)
    # A BPS village code tells its kecamatan only: not the place that the figure is for.
    exact = [match for match in matches if match.exact]
    return exact[0].region.kode if exact else None
