"""Loading: the figures of one file become the current ones of its resource, in one transaction.

    loaded = load_workbook(workbook, Subject.of(package, resource), user="dinkes")
    loaded.number, loaded.difference.changed, loaded.skipped.counts

Replaces exactly the periods that the file brings. Two loads of one resource wait for each other. On any error nothing
has happened; a file without a single figure that can be placed is such an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, Row

from ckan import model

from ckanext.satudata.codes.findings import Severity
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.statistics.errors import NoFactsError, PersonalDataError
from ckanext.satudata.statistics.facts import counting, identity, newest, period_kind, replacing, stage
from ckanext.satudata.statistics.facts.replacing import Counts, Difference
from ckanext.satudata.statistics.facts.rows import FactRow, Skipped, fact_rows
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.facts.wilayah_number import kode_of
from ckanext.satudata.statistics.model import Breakdown, Indicator, Origin, Release, ReleaseState
from ckanext.satudata.statistics.model.indicator import now
from ckanext.satudata.tabular.model import Workbook

__all__ = ["Loaded", "load_rows", "load_workbook"]

NO_FACTS = N_(
    "No figure of this file has both a region and a period, so nothing was loaded. Write the region in a column, or in "
    "the dataset's coverage, and the year in a column, in the title, or in the file's period."
)
PERSONAL_DATA = N_(
    "The checks found personal data in this file, so nothing was loaded. Take the columns out, or let somebody who may "
    "decide it confirm that they are none."
)
_PRIVACY = "PRIVACY-"
_SORT_MEMORY = "256MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did: release `number` of its resource, counted from 1."""

    release_id: int
    number: int
    counts: Counts
    difference: Difference
    skipped: Skipped = field(default_factory=Skipped)


def load_workbook(
    workbook: Workbook,
    subject: Subject,
    *,
    user: str | None,
    file_hash: str = "",
    personal_data_confirmed: bool = False,
) -> Loaded:
    """Load all visible tables of a workbook. Raises NoFactsError and PersonalDataError; nothing is changed then."""
    privacy = [found for found in workbook.all_findings if found.code.startswith(_PRIVACY)]
    if not personal_data_confirmed and any(found.severity is Severity.ERROR for found in privacy):
        raise PersonalDataError(PERSONAL_DATA)
    skipped = Skipped()
    rows = fact_rows(workbook, subject, skipped)
    return load_rows(rows, subject, user=user, file_hash=file_hash, skipped=skipped)


def load_rows(
    rows: Iterable[FactRow],
    subject: Subject,
    *,
    user: str | None,
    file_hash: str = "",
    skipped: Skipped | None = None,
) -> Loaded:
    """Load rows from wherever they come; they are read once. Raises NoFactsError if there are none."""
    # A connection of its own: what else the caller's session holds is neither committed nor thrown away with it.
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.text(f"SET LOCAL work_mem = '{_SORT_MEMORY}'"))
        # Takes the row's lock: the second of two loads of one resource goes on when the first one is through.
        origin_id = _ensure_origin(connection, subject)
        previous = connection.execute(_current_release(origin_id)).one_or_none()
        staged = stage.copy_rows(_cursor(connection), rows, previous.sheets if previous else ())
        if not staged.count:
            raise NoFactsError(NO_FACTS)
        measures = identity.indicator_ids(connection, subject, staged.measures)
        breakdowns = identity.breakdown_ids(connection, staged.breakdowns)
        counts = replacing.make_fresh(connection, staged, measures, breakdowns)
        number = previous.number + 1 if previous else 1
        about = {"method": subject.method, "created_by": user, "file_hash": file_hash or None}
        release_id = _create_release(connection, origin_id, number, staged, about)
        had = replacing.find_old(connection, origin_id)
        counting.count_fresh(connection, origin_id)
        difference = replacing.replace_periods(
            connection, origin_id=origin_id, release_id=release_id, facts=counts.facts, had=had
        )
        if previous is None:
            newest.keep_first(connection, origin_id)
        else:
            newest.renew(connection, origin_id, replacing.changed_indicators(connection))
        _note_difference(connection, release_id, counts, difference)
    return Loaded(
        release_id=release_id, number=number, counts=counts, difference=difference, skipped=skipped or Skipped()
    )


def _cursor(connection: Connection) -> Any:
    return cast("Any", connection.connection).cursor()


def _ensure_origin(connection: Connection, subject: Subject) -> int:
    row = {
        "resource_id": subject.resource_id,
        "package_id": subject.package_id,
        "organization_id": subject.organization_id,
        "method": subject.method,
    }
    # What was decided for the dataset holds for its next file, too.
    sibling = sa.select(Origin.rank, Origin.small_cell).where(Origin.package_id == subject.package_id).limit(1)
    decided = connection.execute(sibling).one_or_none()
    given = {"rank": decided.rank if decided else 0, "small_cell": decided.small_cell if decided else None}
    statement = insert(Origin).values(**row, **given, created_at=now())
    upsert = statement.on_conflict_do_update(index_elements=["resource_id"], set_=row)
    return connection.execute(upsert.returning(Origin.id)).scalar_one()


def _current_release(origin_id: int) -> sa.Select[Any]:
    query = sa.select(Release.id, Release.number, Release.sheets).where(Release.origin_id == origin_id)
    return query.order_by(Release.number.desc()).limit(1)


def _create_release(
    connection: Connection, origin_id: int, number: int, staged: stage.Staged, about: Mapping[str, str | None]
) -> int:
    connection.execute(
        sa.update(Release)
        .where(Release.origin_id == origin_id, Release.state == ReleaseState.CURRENT.value)
        .values(state=ReleaseState.SUPERSEDED.value)
    )
    counts = dict.fromkeys(("count_facts", "count_added", "count_changed", "count_removed", "count_unchanged"), 0)
    statement = insert(Release).values(
        origin_id=origin_id,
        number=number,
        state=ReleaseState.CURRENT.value,
        created_at=now(),
        period_start=staged.first_day,
        period_end=staged.last_day,
        sheets=list(staged.sheets),
        largest_changes=[],
        **about,
        **counts,
    )
    return connection.execute(statement.returning(Release.id)).scalar_one()


def _note_difference(connection: Connection, release_id: int, counts: Counts, difference: Difference) -> None:
    connection.execute(
        sa.update(Release)
        .where(Release.id == release_id)
        .values(
            count_facts=counts.facts,
            count_added=difference.added,
            count_changed=difference.changed,
            count_removed=difference.removed,
            count_unchanged=difference.unchanged,
            largest_changes=[_change(connection, row) for row in difference.largest],
        )
    )


def _change(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    """A change in words that stay true whatever becomes of the dictionaries."""
    indicator: Mapping[str, Any] = (
        connection.execute(sa.select(Indicator.name, Indicator.satuan).where(Indicator.id == row.indicator_id))
        .one()
        ._asdict()
    )
    dimensions = sa.select(Breakdown.dimensions).where(Breakdown.id == row.breakdown_id)
    return {
        "indicator_id": row.indicator_id,
        "indicator": indicator["name"],
        "satuan": indicator["satuan"],
        "kode_wilayah": kode_of(row.wilayah),
        "periode": str(period_kind.periode_of(row.period_start, row.period_end, row.period_kind)),
        "breakdown": connection.execute(dimensions).scalar_one(),
        "before": float(row.before),
        "after": float(row.after),
    }
