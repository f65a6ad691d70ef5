"""Totals: rows that say something about the rows above or below them, and are no records.

Told by their words ("Jumlah", "Sub Total I", "Rata-rata Provinsi"), by their region (INDONESIA among provinces), by
joining other labels ("Perkotaan + Perdesaan"), or by being the sum of the others. A row called "Jumlah Guru" among
"Jumlah Murid" and "Jumlah Sekolah" is a record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.layout.wording import total_rest
from ckanext.satudata.tabular.tidy.areas import NATIONAL, common_level, is_above, levels_of
from ckanext.satudata.tabular.tidy.rows import Role, Rows
from ckanext.satudata.tabular.values.kinds import as_text, is_year

__all__ = ["add_up", "mark_totals"]

_ALL = re.compile(r"(?:ke)?seluruh\w*|semua|total|umum|akhir|besar|jumlah|i{1,3}|iv|vi{0,3}|ix|x|[a-h]|\d{1,2}")
_RATE = re.compile(r"\b(?:persen\w*|presentase|rasio|rata rata|indeks|laju|proporsi|kepadatan|prevalensi|per [a-z]+)\b")
_EXTREME = re.compile(r"(?:nilai )?(?:tertinggi|terendah|terbesar|terkecil|maksimum|minimum|maks|maximum|max|min)")
_PLUS = re.compile(r"\s*(?:\+|&|\bdan\b)\s*", re.IGNORECASE)
SUM_TOLERANCE = 1e-6
ENOUGH_ROWS = 4
ENOUGH_COLUMNS = 2
CATEGORY_TIMES = 3


def mark_totals(rows: Rows, wider_area: Sequence[str]) -> None:
    """Marks totals. `wider_area` are names for the whole that title and preamble give ("Provinsi Jawa Timur")."""
    labels = [rows.label_of(row) for row in range(len(rows))]
    records = [row for row in range(len(rows)) if rows.roles[row] is Role.RECORD]
    years = _years_below(labels, records)
    records = [row for row in records if row not in years]
    for row in years | _totals(rows, labels, records, wider_area):
        rows.roles[row] = Role.TOTAL


def _totals(rows: Rows, labels: list[str], records: list[int], wider_area: Sequence[str]) -> set[int]:
    said = {row for row in records if _is_total_by_word(rows, labels, row, records)} | _within_groups(rows, records)
    others = [row for row in records if row not in said]
    marked = said | _by_region(labels, others, wider_area) | _by_joining(labels, others)
    if len(marked) >= len(records):
        return set()
    others = [row for row in records if row not in marked]
    marked |= _nameless(rows, others)
    others = [row for row in records if row not in marked]
    if not any(_is_sum_of(rows, row, others) for row in marked):
        marked |= _by_sum(rows, others)
    others = [row for row in records if row not in marked]
    return marked | _below_the_total(rows, labels, marked, others) | _extremes(rows, labels, others)


def add_up(rows: Rows, position: int, records: Sequence[int]) -> float:
    """The sum of a column over some rows."""
    return sum(value for row in records if isinstance(value := rows.read[position].values[row], (int, float)))


def _years_below(labels: list[str], records: list[int]) -> set[int]:
    """Rows named by a year below regions: the whole area in the years before, as publications close their tables."""
    years: list[int] = []
    for row in reversed(records):
        if not is_year(labels[row]):
            break
        years.append(row)
    others = records[: len(records) - len(years)]
    is_list = years and len(others) >= CATEGORY_TIMES and common_level(labels[row] for row in others) is not None
    return set(years) if is_list and not any(is_year(labels[row]) for row in others) else set()


def _is_total_by_word(rows: Rows, labels: list[str], row: int, records: list[int]) -> bool:
    rest = total_rest(labels[row])
    if rest is None:
        return False
    if not rest or _ALL.fullmatch(rest.split()[0]):
        return not _is_category(rows, labels, row)
    # Among regions nothing but a total is called "Jumlah …".
    are_regions = common_level(labels[other] for other in records) is not None and not levels_of(labels[row])
    return are_regions or _repeats_head(rows, labels, row, rest) or _is_only_one(rows, labels, row, records)


def _within_groups(rows: Rows, records: list[int]) -> set[int]:
    """Sub-totals below a label that is merged over its rows: "Anyar | Bandulu", "| Cikoneng", "| Jumlah"."""
    found: set[int] = set()
    if rows.label + 1 >= len(rows.columns) or not rows.spread:
        return found
    for row in records:
        inner = next((text for position in _words(rows, row) if (text := as_text(rows.cells[position][row]))), "")
        if row in rows.spread and total_rest(inner) is not None and not rows.sections[row]:
            start = next((at for at in range(row, -1, -1) if at not in rows.spread), row)
            if _is_sum_of(rows, row, [at for at in records if start <= at < row]):
                found.add(row)
    return found


def _words(rows: Rows, row: int) -> list[int]:
    return [at for at in range(rows.label + 1, len(rows.columns)) if at not in rows.values and rows.is_filled(row, at)]


def _repeats_head(rows: Rows, labels: list[str], row: int, rest: str) -> bool:
    """Whether the total names a region, a head or a record above it: "Jumlah Kecamatan Anyar", "Total A. Mobil"."""
    before = {fold(label) for label in labels[:row]} | {fold(part) for part in rows.sections[row]}
    if rest in before or rest in NATIONAL or levels_of(rest):
        return rest not in ("desa", "kecamatan", "kelurahan", "kabupaten", "kota", "provinsi")
    return any(part and part.endswith(rest) for part in before if len(rest.split()) > 1)


def _is_only_one(rows: Rows, labels: list[str], row: int, records: list[int]) -> bool:
    """Whether no other row starts with such a word, and it is the sum of those above, or called a total at an edge.

    Among several rows that start alike, the word is part of what they count.
    """
    if sum(total_rest(labels[other]) is not None for other in records) > 1:
        return False
    above = [other for other in records if other < row]
    if len(above) >= CATEGORY_TIMES - 1 and _is_sum_of(rows, row, above):
        return True
    at_edge = row in (records[0], records[-1]) or rows.roles[row - 1] is Role.SECTION
    return at_edge and fold(labels[row]).split()[0] in ("total", "sub", "subtotal", "grand")


def _is_category(rows: Rows, labels: list[str], row: int) -> bool:
    """In a long table "Total" may be one of the values of a dimension: it comes again and again, each time with a
    label of its own beside it.
    """
    times = sum(label == labels[row] and at not in rows.spread for at, label in enumerate(labels))
    words = [
        position
        for position in range(len(rows.columns))
        if position not in rows.values
        and rows.is_filled(row, position)
        and as_text(rows.cells[position][row]) != labels[row]
    ]
    return times >= CATEGORY_TIMES and bool(words) and not any(rows.sections)


def _by_region(labels: list[str], records: list[int], wider_area: Sequence[str]) -> set[int]:
    if len(records) < CATEGORY_TIMES:
        return set()
    level = common_level(labels[row] for row in records)
    marked = {row for row in records if level is not None and is_above(labels[row], level)}
    areas = {fold(area) for area in wider_area}
    edges = [row for row in (records[0], records[-1]) if fold(labels[row]) in areas]
    return marked.union(edges)


def _by_joining(labels: list[str], records: list[int]) -> set[int]:
    """Rows named after two or more other rows: "Laki-laki + Perempuan"."""
    names = {fold(labels[row]) for row in records}
    marked = set()
    for row in records:
        parts = [fold(part) for part in _PLUS.split(labels[row])]
        if len(parts) > 1 and all(part and part in names for part in parts):
            marked.add(row)
    return marked


def _is_sum_of(rows: Rows, row: int, records: Sequence[int]) -> bool:
    """Whether the row adds the records up in every column that can be added up."""
    sums = {position: add_up(rows, position, records) for position in _additive(rows)}
    telling = [position for position, total in sums.items() if total]
    return bool(telling) and all(_is_equal(rows, position, row, sums[position]) for position in telling)


def _additive(rows: Rows) -> list[int]:
    """Number columns that are not called a share, a rate or an average; all of them if there are no others."""
    counts = [position for position in rows.figures if not _is_rate(rows.names[position])]
    return counts or rows.figures


def _is_rate(name: str) -> bool:
    return "%" in name or bool(_RATE.search(fold(name)))


def _below_the_total(rows: Rows, labels: list[str], marked: set[int], records: list[int]) -> set[int]:
    """Rows below the total of all records that are of another kind: unnumbered, or no region where records are.

    "Tahun 2021", "Angka Kematian (dilaporkan)", "Persentase": what publications compare the total with.
    """
    last = max(marked, default=-1)
    above = [row for row in records if row < last]
    below = [row for row in records if row > last]
    if not below or len(below) >= len(above) or len(above) < CATEGORY_TIMES - 1 or any(rows.sections):
        return set()
    if not _is_sum_of(rows, last, above):
        return set()
    numbering = [position for position in range(rows.label) if all(rows.is_filled(row, position) for row in above)]
    if numbering:
        first = numbering[0]
        is_number = all(as_text(rows.cells[first][row]).rstrip(".)").isdigit() for row in above)
        return set(below) if is_number and not any(_has_number(rows, row, first) for row in below) else set()
    level = common_level(labels[row] for row in above)
    return set(below) if level is not None and not any(levels_of(labels[row]) for row in below) else set()


def _has_number(rows: Rows, row: int, position: int) -> bool:
    return as_text(rows.cells[position][row]).rstrip(".)").isdigit()


def _extremes(rows: Rows, labels: list[str], records: list[int]) -> set[int]:
    """Rows "Tertinggi" and "Terendah" below the records, where their figures are the largest or the smallest."""
    found = {row for row in records[-CATEGORY_TIMES:] if _EXTREME.fullmatch(fold(labels[row]))}
    others = [row for row in records if row not in found]
    if not found or len(others) < CATEGORY_TIMES - 1:
        return set()
    return {row for row in found if all(_is_extreme(rows, position, row, others) for position in rows.figures)}


def _is_extreme(rows: Rows, position: int, row: int, others: Sequence[int]) -> bool:
    values = [value for other in others if isinstance(value := rows.read[position].values[other], (int, float))]
    return not values or rows.read[position].values[row] in (min(values), max(values))


def _nameless(rows: Rows, records: list[int]) -> set[int]:
    """Figures without any label below records that all have one: sums that nobody has named."""
    found: set[int] = set()
    for row in reversed(records):
        filled = [position for position in range(len(rows.columns)) if rows.is_filled(row, position)]
        if not filled or any(position not in rows.figures for position in filled):
            break
        found.add(row)
    others = [row for row in records if row not in found]
    is_named = len(others) >= CATEGORY_TIMES - 1 and all(rows.is_filled(row, rows.label) for row in others)
    return found if is_named and rows.label not in rows.values else set()


def _by_sum(rows: Rows, records: list[int]) -> set[int]:
    """The last or first row, if it is the sum of all others in every number column, beyond coincidence."""
    figures = _additive(rows)
    if len(records) < CATEGORY_TIMES or not figures:
        return set()
    for edge in (records[-1], records[0]):
        others = [row for row in records if row != edge]
        sums = {position: add_up(rows, position, others) for position in figures}
        telling = [position for position, total in sums.items() if total]
        equal = [position for position in telling if _is_equal(rows, position, edge, sums[position])]
        enough = len(telling) >= ENOUGH_COLUMNS or len(others) >= ENOUGH_ROWS
        if (
            telling
            and len(equal) == len(telling)
            and enough
            and len({*map(abs, sums.values())}) + len(others) > ENOUGH_ROWS
        ):
            return {edge}
    return set()


def _is_equal(rows: Rows, position: int, row: int, total: float) -> bool:
    value = rows.read[position].values[row]
    return isinstance(value, (int, float)) and abs(value - total) <= SUM_TOLERANCE * abs(total)
