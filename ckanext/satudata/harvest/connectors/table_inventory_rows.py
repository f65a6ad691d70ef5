"""The rows of an inventory: from the file to texts by column, whatever kind of spreadsheet it is.

Reading itself, with its guards against bombs and its guesses at encodings and separators, is the tabular library's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from io import BytesIO

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.table_inventory_columns import Role, columns_of, is_numbering
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.tabular.grid import Cell, Grid, address
from ckanext.satudata.tabular.limits import MB, Limits
from ckanext.satudata.tabular.reader.workbook import Source, read

FILE_BYTES = 32 * MB
LIMITS = Limits(file_bytes=FILE_BYTES, unpacked_bytes=200 * MB, streamed_bytes=FILE_BYTES, cells=4_000_000)
# Titles, addresses and dates of an office stand above its list.
HEADER_WITHIN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One filled row below a header: its place for people ("Daftar!12"), and texts by what their column means.

    Several columns may hold links, so that each meaning has a list.
    """

    place: str
    values: Mapping[Role | str, list[str]]

    def first(self, meaning: Role | str) -> str:
        """The first text of that meaning, or ""."""
        return next(iter(self.values.get(meaning, [])), "")


def rows(http: HttpClient, url: str, sheet: str, columns: Mapping[str, str]) -> Iterator[Row | Finding]:
    """Every filled row of the wanted sheet, or of all visible ones, with findings about sheets without a header.

    Raises UnexpectedAnswerError if there is no table of datasets at that address.
    """
    with http.get_file(url, limit_bytes=FILE_BYTES) as answer:
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise UnexpectedAnswerError(
                N_("There is no file at {url} (HTTP {status})."), url=answer.url, status=answer.status
            )
        body = answer.file.read()
    yield from rows_in(body, url, sheet, columns)


def rows_in(body: bytes, url: str, sheet: str, columns: Mapping[str, str]) -> Iterator[Row | Finding]:
    """The same of a file that is at hand; `url` is its address or name, whose ending tells its kind."""
    grids = _grids(body, url)
    if sheet:
        names = ", ".join(grid.name for grid in grids)
        grids = [grid for grid in grids if grid.name.strip().lower() == sheet.strip().lower()]
        if not grids:
            raise UnexpectedAnswerError(
                N_("{url} has no sheet “{sheet}”. Its sheets: {names}."), url=url, sheet=sheet, names=names
            )
    count, headless = 0, []
    for grid in grids:
        header = None if grid.is_hidden and not sheet else _header(grid, columns)
        if header is None:
            headless.append(grid.name)
            continue
        count += 1
        yield from _rows_of(grid, *header)
    if not count:
        raise UnexpectedAnswerError(
            N_("{url} has no column for the names of data. Head it “Nama Data” or “Judul”."),
            url=url,
        )
    for name in headless:
        yield finding("HARVEST-63", place=name, value=name)


def _grids(body: bytes, url: str) -> list[Grid]:
    workbook = read(Source(stream=BytesIO(body), name=url.partition("?")[0]), LIMITS)
    if workbook.large_text or not workbook.grids:
        reason = "; ".join(one.message() for one in workbook.findings)
        raise UnexpectedAnswerError(N_("{url} cannot be read as a table: {reason}"), url=url, reason=reason or "?")
    return workbook.grids


def _header(grid: Grid, columns: Mapping[str, str]) -> tuple[int, dict[int, Role | str]] | None:
    for number in range(min(HEADER_WITHIN, len(grid.rows))):
        found = columns_of([_text(cell) for cell in grid.rows[number]], columns)
        if found is not None:
            return number, found
    return None


def _rows_of(grid: Grid, header: int, columns: Mapping[int, Role | str]) -> Iterator[Row]:
    merged = _merged(grid)
    headings = [_text(cell) for cell in grid.rows[header]]
    for number in range(header + 1, len(grid.rows)):
        cells = [_text(merged.get((number, column), cell)) for column, cell in enumerate(grid.rows[number])]
        if not any(cells) or cells == headings or (number <= header + 2 and is_numbering(cells)):
            continue
        values: dict[Role | str, list[str]] = {}
        for column, meaning in columns.items():
            if column < len(cells) and cells[column]:
                values.setdefault(meaning, []).append(cells[column])
        yield Row(place=address(grid.name, grid.row_number(number)), values=values)


def _merged(grid: Grid) -> dict[tuple[int, int], Cell]:
    """What stands in cells that are merged with the one above: an office writes its name once for all its rows."""
    return {
        (row, merge.left): grid.cell(merge.top, merge.left)
        for merge in grid.merges
        for row in range(merge.top + 1, merge.bottom + 1)
    }


def _text(cell: Cell) -> str:
    if isinstance(cell, (datetime, date)):
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
