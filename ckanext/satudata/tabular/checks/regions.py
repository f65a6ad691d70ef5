"""AREA-01: a label that names no region. AREA-02: a region twice. AREA-03: a region that is missing.
AREA-04: regions of several levels in one column. AREA-05: a label that names more than one region.
AREA-06: a label that names no region, and is close to the name of none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.provinsi_muda import has_figures
from ckanext.satudata.codes.wilayah import children, region
from ckanext.satudata.tabular.checks.subject import Subject
from ckanext.satudata.tabular.layout.wording import is_filler
from ckanext.satudata.tabular.model import ColumnRole
from ckanext.satudata.tabular.values.periods import years_in

__all__ = ["check_missing_regions", "check_mixed_levels", "check_repeated_regions", "check_unknown_regions"]

PRESENT_SHARE = 0.6
"""A table with fewer of a region's parts than this is about some of them, not about all."""
MIN_PARTS = 5
SHOWN = 5
_KIND = re.compile(r"(?:kabupaten|kab|kota) ")
_KINDS = (
    ("kecamatan", ("kecamatan", "kec")),
    ("desa", ("desa", "kelurahan", "kel")),
    ("kabkota", ("kabupaten", "kab", "kota")),
)


def check_unknown_regions(subject: Subject) -> Iterator[Finding]:
    """Labels of the wilayah column without a region, where most others have one."""
    unknown = subject.table.unknown_regions
    at = _wilayah(subject)
    if at is None or not subject.table.regions or len(unknown) > len(subject.table.regions):
        return
    reported: set[str] = set()
    for record in subject.records:
        label = str(record.values[at] or "")
        if label in unknown and label not in reported and not is_filler(label):
            reported.add(label)
            place, nearest = subject.place(record, at), ", ".join(dict.fromkeys(unknown[label]))
            if not nearest:
                yield finding("AREA-06", place=place, value=label)
                continue
            code = "AREA-05" if _is_shared(label, unknown[label]) else "AREA-01"
            yield finding(code, place=place, value=label, nearest=nearest)


def check_repeated_regions(subject: Subject) -> Iterator[Finding]:
    """A region in two records that nothing else tells apart."""
    at = _wilayah(subject)
    others = [
        position
        for position, column in enumerate(subject.table.columns)
        if position != at and column.role not in (ColumnRole.VALUE, ColumnRole.NUMBERING)
    ]
    if at is None or others:
        return
    first: dict[str, int] = {}
    repeats = 0
    found = []
    for record in subject.records:
        label = str(record.values[at] or "")
        key = subject.table.regions.get(label, fold(label))
        if key and key in first:
            repeats += 1
            found.append(finding("AREA-02", place=subject.place(record, at), value=label, first=first[key]))
        first.setdefault(key, record.row)
    if repeats * 3 <= len(subject.records):
        yield from found


def check_missing_regions(subject: Subject) -> Iterator[Finding]:
    """Parts of a region that the table leaves out although it has most of them."""
    codes = set(subject.table.regions.values())
    by_parent: dict[str, set[str]] = defaultdict(set)
    for kode in codes:
        by_parent[kode.rpartition(".")[0]].add(kode)
    year = _last_year(subject)
    # What an unclear label may mean is not called missing as well.
    perhaps = {name for names in subject.table.unknown_regions.values() for name in names}
    for parent, present in sorted(by_parent.items()):
        expected = [part for part in children(parent) if has_figures(part.kode, year)]
        missing = [part for part in expected if part.kode not in present and part.nama not in perhaps]
        if len(expected) >= MIN_PARTS and missing and len(present) >= PRESENT_SHARE * len(expected):
            above = region(parent)
            yield finding(
                "AREA-03",
                place=subject.table.sheet,
                value=", ".join(part.nama for part in missing[:SHOWN]),
                present=len(expected) - len(missing),
                expected=len(expected),
                region=above.nama if above else "Indonesia",
            )


def check_mixed_levels(subject: Subject) -> Iterator[Finding]:
    """Labels that say "Kecamatan" beside labels that say "Desa"."""
    at = _wilayah(subject)
    if at is None:
        return
    kinds: Counter[str] = Counter()
    for record in subject.records:
        words = fold(str(record.values[at] or "")).split()
        kinds.update(kind for kind, names in _KINDS if len(words) > 1 and words[0] in names)
    several = [kind for kind, times in kinds.items() if times > 1]
    if len(several) > 1:
        yield finding("AREA-04", place=subject.place(subject.records[0], at), value=", ".join(sorted(several)))


def _is_shared(label: str, names: Sequence[str]) -> bool:
    """Whether several of the names are the label's, but for "Kota" or "Kabupaten" before it."""
    bare = _KIND.sub("", fold(label))
    return sum(_KIND.sub("", fold(name)) == bare for name in names) > 1


def _wilayah(subject: Subject) -> int | None:
    return next((position for position, _ in subject.columns(ColumnRole.WILAYAH)), None)


def _last_year(subject: Subject) -> int | None:
    """The last year that the table is about, from its columns, its records or its title; None if nothing says one."""
    periods = [at for at, _ in subject.columns(ColumnRole.PERIOD)]
    said = [str(record.values[at]) for record in subject.records for at in periods if record.values[at] is not None]
    said.append(subject.table.period or "")
    return max((year for text in said for year in years_in(text.replace("-", " "))), default=None)
