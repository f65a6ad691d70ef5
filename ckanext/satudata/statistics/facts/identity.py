"""Which indicator the measures of a file belong to, and the ids of their breakdowns.

A dataset with one measure and a stated code shares the indicator of that code; all other measures are indicators of
their own dataset, until somebody says that two are one (`facts/sharing.py`). Decided once and kept in
`satudata_measure`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.statistics.facts.dimensions import hash_of
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.model import Breakdown, Indicator, Measure
from ckanext.satudata.statistics.model.indicator import now

__all__ = ["breakdown_ids", "indicator_ids"]

MeasureName = tuple[str, str]
"""Label and satuan, as the file says them."""


def indicator_ids(connection: Connection, subject: Subject, measures: Iterable[MeasureName]) -> dict[MeasureName, int]:
    """The indicator of each measure; new measures and indicators are stored."""
    wanted = list(measures)
    known = _known(connection, subject.package_id)
    is_only = len({_folded(measure) for measure in wanted} | set(known)) == 1
    # In one order everywhere: two files with the same new columns wait for each other, and do not lock up.
    for measure in sorted(wanted):
        if _folded(measure) not in known:
            known[_folded(measure)] = _create(connection, subject, measure, is_only=is_only)
    return {measure: known[_folded(measure)] for measure in wanted}


def breakdown_ids(connection: Connection, breakdowns: Iterable[str]) -> dict[str, int]:
    """The id of each combination (canonical JSON); new ones are stored."""
    hashes = {text: hash_of(json.loads(text)) for text in breakdowns}
    # In one order everywhere: two loads that add the same combinations wait for each other, and do not lock up.
    rows = sorted(({"hash": hashed, "dimensions": json.loads(text)} for text, hashed in hashes.items()), key=_by_hash)
    if rows:
        connection.execute(insert(Breakdown).on_conflict_do_nothing(), rows)
    found = sa.select(Breakdown.hash, Breakdown.id).where(Breakdown.hash.in_(hashes.values()))
    ids = {row.hash: row.id for row in connection.execute(found)}
    return {text: ids[hashed] for text, hashed in hashes.items()}


def _by_hash(row: Mapping[str, object]) -> str:
    return str(row["hash"])


def _folded(measure: MeasureName) -> tuple[str, str]:
    label, satuan = measure
    return fold(label), fold(satuan)


def _known(connection: Connection, package_id: str) -> dict[tuple[str, str], int]:
    query = sa.select(Measure.name, Measure.satuan, Measure.indicator_id).where(Measure.package_id == package_id)
    # Whoever makes two indicators one waits until the figures of this load are there, and moves them, too.
    query = query.order_by(Measure.id).with_for_update(read=True)
    return {(name, satuan): indicator_id for name, satuan, indicator_id in connection.execute(query)}


def _create(connection: Connection, subject: Subject, measure: MeasureName, *, is_only: bool) -> int:
    label, _satuan = measure
    name, unit = _folded(measure)
    indicator_id = _indicator(connection, subject, measure, is_only=is_only)
    row = {"package_id": subject.package_id, "name": name, "satuan": unit, "label": label}
    connection.execute(insert(Measure).values(**row, indicator_id=indicator_id).on_conflict_do_nothing())
    return indicator_id


def _indicator(connection: Connection, subject: Subject, measure: MeasureName, *, is_only: bool) -> int:
    label, satuan = measure
    name, unit = _folded(measure)
    key = f"dataset:{subject.package_id}|{name}|{unit}"
    if is_only and subject.kode_indikator:
        key = f"kode_indikator:{fold(subject.kode_indikator)}|{unit}"
    elif is_only and subject.kode_sds:
        key = f"kode_sds:{subject.kode_sds}|{unit}"
    row = {
        "key": key,
        "name": (subject.title if is_only else "") or label,
        "satuan": satuan,
        "kode_indikator": subject.kode_indikator if is_only else None,
        "kode_sds": subject.kode_sds if is_only else None,
        "created_at": now(),
    }
    # An update of nothing, so that the id comes back, and a second load of the same code waits for this one.
    statement = insert(Indicator).values(**row)
    upsert = statement.on_conflict_do_update(index_elements=["key"], set_={"key": statement.excluded.key})
    return connection.execute(upsert.returning(Indicator.id)).scalar_one()
