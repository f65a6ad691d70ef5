"""The newest figures of every region follow each load, and are those that the migration would find."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.satudata.statistics.facts.load import load_rows
from ckanext.satudata.statistics.facts.rebuild import rebuild
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.facts.wilayah_number import kode_of
from ckanext.satudata.statistics.model import Latest, Origin
from ckanext.satudata.tests.statistics.figures import CIRUAS, KRAMATWATU, figure, subject

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")
COLUMNS = "wilayah, period_end, cells, value"
MIGRATION = "ckanext.satudata.migration.satudata_statistics.versions.003_keep_latest_figures"


def newest(of: Subject) -> list[tuple[Any, ...]]:
    """(region, year, cells, value) as the loads kept them; checked against what the migration finds in the facts."""
    model.Session.rollback()
    origin = {"origin": model.Session.scalar(sa.select(Origin.id).where(Origin.resource_id == of.resource_id))}
    kept = sa.select(Latest.wilayah, Latest.period_end, Latest.cells, Latest.value).where(
        Latest.origin_id == sa.bindparam("origin")
    )
    rows = sorted(tuple(row) for row in model.Session.execute(kept, origin))
    migration = importlib.import_module(
        "ckanext.satudata.migration.satudata_statistics.versions.003_keep_latest_figures"
    )
    select = migration._FILL[migration._FILL.index("SELECT DISTINCT") :]
    found = sa.text(f"SELECT {COLUMNS} FROM ({select}) AS found WHERE origin_id = :origin")
    assert rows == sorted(tuple(row) for row in model.Session.execute(found, origin))
    return [(str(kode_of(wilayah)), end.year, cells, float(value)) for wilayah, end, cells, value in rows]


def test_the_newest_figure_for_all_of_a_region_is_kept() -> None:
    of = subject()

    load_rows(
        [
            *(figure(CIRUAS, year, year) for year in (2022, 2023)),
            figure(CIRUAS, 2024, 5, jenis_kelamin="L"),
            figure(KRAMATWATU, 2022, 7),
        ],
        of,
        user=None,
    )

    assert newest(of) == [(KRAMATWATU, 2022, 1, 7.0), (CIRUAS, 2023, 1, 2023.0)]


def test_a_region_without_a_figure_for_all_keeps_the_number_of_its_cells() -> None:
    of = subject()

    load_rows(
        [
            figure(CIRUAS, 2023, 3, jenis_kelamin="L"),
            figure(CIRUAS, 2023, 3, jenis_kelamin="P"),
            figure(CIRUAS, 2022, 3, jenis_kelamin="P"),
            figure(KRAMATWATU, 2023, 7),
        ],
        of,
        user=None,
    )

    assert newest(of) == [(KRAMATWATU, 2023, 1, 7.0), (CIRUAS, 2023, 2, 3.0)]


def test_what_a_later_file_brings_changes_and_takes_away_is_followed() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2), figure(KRAMATWATU, 2023, 3)], of, user=None)

    load_rows([figure(CIRUAS, 2024, 4)], of, user=None)
    after_a_new_year = newest(of)
    load_rows([figure(KRAMATWATU, 2023, 30)], of, user=None)
    after_a_correction = newest(of)
    load_rows([figure(KRAMATWATU, 2024, 40)], of, user=None)

    assert after_a_new_year == [(KRAMATWATU, 2023, 1, 3.0), (CIRUAS, 2024, 1, 4.0)]
    assert after_a_correction == [(KRAMATWATU, 2023, 1, 30.0), (CIRUAS, 2024, 1, 4.0)]
    # The file of 2024 no longer has Ciruas, the one of 2023 neither: 2022 is the newest again.
    assert newest(of) == [(KRAMATWATU, 2024, 1, 40.0), (CIRUAS, 2022, 1, 1.0)]


def test_counting_anew_finds_the_newest_figures_again() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2)], of, user=None)
    origin = sa.select(Origin.id).where(Origin.resource_id == of.resource_id).scalar_subquery()
    model.Session.execute(sa.delete(Latest).where(Latest.origin_id == origin))
    package = {"id": of.package_id, "name": of.package_id, "title": "Penduduk", "state": "active"}
    file = {"id": of.resource_id, "package_id": of.package_id, "url": "https://opd.example/a.csv", "state": "active"}
    model.Session.execute(model.package_table.insert().values(**package))
    model.Session.execute(model.resource_table.insert().values(**file))
    model.Session.commit()

    list(rebuild([of.resource_id]))

    assert newest(of) == [(CIRUAS, 2023, 1, 2.0)]
