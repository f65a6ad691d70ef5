"""Measures an ods before calamine expands its repeated rows and columns, and notes what is hidden in it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree  # type: ignore[reportAttributeAccessIssue]  # lxml ships no types

from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.reader.package import read_member
from ckanext.satudata.tabular.reader.sheet_facts import SheetFacts

__all__ = ["guard_ods"]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_TAGS = tuple(f"{_TABLE}{name}" for name in ("table-cell", "covered-table-cell", "table-row", "table-column", "table"))
_HIDDEN = frozenset(("collapse", "filter"))
"""Values of table:visibility that hide a row or column: by hand, and by a filter (ODF 1.3 part 3, 19.749)."""


@dataclass(slots=True)
class _Sheet:
    """What was seen of a sheet so far. Hidden parts are kept as (first, behind the last)."""

    height: int = 0
    width: int = 0
    columns: int = 0
    filled_height: int = 0
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def facts(self) -> SheetFacts:
        # Formatting reaches to the end of the sheet; only what holds values matters.
        return SheetFacts(
            hidden_rows=_within(self.hidden_rows, self.filled_height),
            hidden_columns=_within(self.hidden_columns, self.width),
        )


def guard_ods(data: bytes, limits: Limits) -> dict[str, SheetFacts]:
    """Facts by sheet name.

    Raises UnreadableError for damaged content, or a sheet whose filled area, repeats counted, is too large.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        if "content.xml" not in package.namelist():
            raise UnreadableError("FILE-02", reason="content.xml")
        content = read_member(package, "content.xml")
    facts: dict[str, SheetFacts] = {}
    sheet = _Sheet()
    column = filled_to = 0
    try:
        for _, element in etree.iterparse(BytesIO(content), tag=_TAGS, resolve_entities=False, no_network=True):
            name = element.tag.removeprefix(_TABLE)
            if name.endswith("-cell"):
                column += _repeated(element, "number-columns-repeated")
                filled_to = column if element.get(_VALUE) else filled_to
                continue
            if name == "table-row":
                _add_row(sheet, element, filled_to, limits)
            elif name == "table-column":
                _add_column(sheet, element)
            else:
                facts[element.get(f"{_TABLE}name", "")] = sheet.facts()
                sheet = _Sheet()
            column = filled_to = 0
            element.clear()
    except etree.XMLSyntaxError as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err
    return facts


def _add_row(sheet: _Sheet, element: etree._Element, filled_to: int, limits: Limits) -> None:
    first = sheet.height
    sheet.height += _repeated(element, "number-rows-repeated")
    sheet.width = max(sheet.width, filled_to)
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        sheet.hidden_rows.append((first, sheet.height))
    if filled_to:
        sheet.filled_height = sheet.height
        if sheet.height * sheet.width > limits.cells:
            raise UnreadableError("FILE-05", size=f"{sheet.height * sheet.width:,} cells")


def _add_column(sheet: _Sheet, element: etree._Element) -> None:
    first = sheet.columns
    sheet.columns += _repeated(element, "number-columns-repeated")
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        sheet.hidden_columns.append((first, sheet.columns))


def _within(ranges: list[tuple[int, int]], end: int) -> frozenset[int]:
    return frozenset(place for first, behind in ranges for place in range(first, min(behind, end)))


def _repeated(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdigit() else 1
