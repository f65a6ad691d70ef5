"""Definition of a form: its columns with unit and type, its dimensions, its rows by kode wilayah, its period.

It travels in the form itself as JSON, on a hidden sheet, so that a filled form says by itself what it answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ckanext.satudata.codes.wilayah import Level, Region, children, region
from ckanext.satudata.tabular.values.columns import ColumnType

__all__ = ["Dimension", "FormColumn", "FormDefinition", "FormRow", "InputColumn", "rows_of"]

MOST_ACROSS = 24
"""More columns than this are hard to fill in: the dimensions then go down the rows."""
FREE_ROWS = 200
"""Blank rows of a form whose rows are not known beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """Something that is asked for. `choices`: the only answers that count."""

    name: str
    unit: str = ""
    type: ColumnType = ColumnType.NUMBER
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A breakdown: its name and all its values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row that must be there. `above` is the region it lies in, where names alone would not tell."""

    kode: str
    label: str
    above: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputColumn:
    """One column to fill in. `path` are the levels of its header: what is asked, then values of dimensions."""

    key: str
    path: tuple[str, ...]
    column: FormColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """What a form asks. `rows` empty: one label per row, written by the office. `key` names the dataset."""

    title: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    period: str = ""
    area: str = ""
    producer: str = ""
    key: str = ""
    row_name: str = "Uraian"

    @property
    def is_across(self) -> bool:
        """Whether the dimensions stand across the columns, rather than down the rows."""
        width = len(self.columns)
        for dimension in self.dimensions:
            width *= len(dimension.values)
        return width <= MOST_ACROSS or not self.rows

    @property
    def has_codes(self) -> bool:
        """Whether the rows are regions."""
        return bool(self.rows)

    @property
    def has_upper(self) -> bool:
        """Whether a column says in which region each row lies."""
        return any(row.above for row in self.rows)

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """The columns to fill in, left to right."""
        groups = [dimension.values for dimension in self.dimensions] if self.is_across else []
        return tuple(
            InputColumn(key=".".join(map(str, (at, *places))), path=(column.name, *values), column=column)
            for at, column in enumerate(self.columns)
            for places, values in _combinations(groups)
        )

    @property
    def lines(self) -> Iterator[tuple[FormRow, tuple[str, ...]]]:
        """The rows of the form, each with its values of dimensions where these go down the rows."""
        down = [] if self.is_across else [dimension.values for dimension in self.dimensions]
        for row in self.rows:
            for values in product(*down):
                yield row, values

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `from_dict` reads it back."""
        return {
            "title": self.title,
            "columns": [
                {"name": one.name, "unit": one.unit, "type": one.type.value, "choices": list(one.choices)}
                for one in self.columns
            ],
            "rows": [[row.kode, row.label, row.above] for row in self.rows],
            "dimensions": [{"name": one.name, "values": list(one.values)} for one in self.dimensions],
            **{name: getattr(self, name) for name in _TEXTS},
        }

    @classmethod
    def from_dict(cls, data: Any) -> FormDefinition:
        """From what `as_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        return cls(
            title=str(data["title"]),
            columns=tuple(
                FormColumn(
                    name=str(one["name"]),
                    unit=str(one.get("unit", "")),
                    type=ColumnType(one.get("type", "number")),
                    choices=tuple(map(str, one.get("choices", ()))),
                )
                for one in data["columns"]
            ),
            rows=tuple(
                FormRow(kode=str(kode), label=str(label), above=str(above)) for kode, label, above in data["rows"]
            ),
            dimensions=tuple(
                Dimension(name=str(one["name"]), values=tuple(map(str, one["values"])))
                for one in data.get("dimensions", ())
            ),
            **{name: str(data.get(name, "")) for name in _TEXTS},
        )


_TEXTS = ("period", "area", "producer", "key", "row_name")


def rows_of(parent: str, level: Level) -> tuple[FormRow, ...]:
    """All regions of a level inside a region ("" for the country), in the order of their codes; empty for none.

    >>> [row.label for row in rows_of("36.73", Level.KECAMATAN)][:2]
    ['Serang', 'Kasemen']
    """
    found: Sequence[Region] = children(parent)
    here = region(parent)
    if here is not None and here.level is level:
        found = (here,)
    while found and found[0].level is not level:
        found = [below for one in found for below in children(one.kode)]
    is_deep = here is not None and len({one.parent for one in found}) > 1
    return tuple(
        FormRow(kode=one.kode, label=one.nama, above=_name(one.parent) if is_deep or here is None else "")
        for one in found
    )


def _name(kode: str | None) -> str:
    found = region(kode) if kode else None
    return found.nama if found else ""


def _combinations(groups: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
    for places in product(*(range(len(values)) for values in groups)):
        yield places, tuple(values[at] for values, at in zip(groups, places, strict=True))
