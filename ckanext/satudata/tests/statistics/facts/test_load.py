"""Loading figures: exactly the periods of the file are replaced, and what was there before stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.satudata.statistics.errors import NoFactsError
from ckanext.satudata.statistics.facts import identity, sharing
from ckanext.satudata.statistics.facts.load import load_rows
from ckanext.satudata.statistics.facts.rows import FactRow
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.model import Coverage, FigureStatus, Indicator, Measure, Origin, Release
from ckanext.satudata.tests.statistics.figures import CIRUAS, KRAMATWATU, as_of, current, figure, subject

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_a_first_load_stores_every_figure_with_region_period_and_dimensions() -> None:
    of = subject()

    loaded = load_rows(
        [
            figure(CIRUAS, 2023, 70_100),
            figure(CIRUAS, 2023, 35_300, jenis_kelamin="L"),
            figure(KRAMATWATU, "2023-S2", 12.5),
        ],
        of,
        user="dinkes",
    )

    assert (loaded.number, loaded.counts.facts, loaded.difference.added) == (1, 3, 3)
    assert current(of) == [
        ("Penduduk", KRAMATWATU, "2023-S2", {}, 12.5),
        ("Penduduk", CIRUAS, "2023", {}, 70_100.0),
        ("Penduduk", CIRUAS, "2023", {"jenis_kelamin": "L"}, 35_300.0),
    ]


def test_a_second_load_replaces_its_periods_and_leaves_the_others() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2), figure(KRAMATWATU, 2023, 3)], of, user=None)

    second = load_rows([figure(CIRUAS, 2023, 20)], of, user=None)

    assert current(of) == [("Penduduk", CIRUAS, "2022", {}, 1.0), ("Penduduk", CIRUAS, "2023", {}, 20.0)]
    found = second.difference
    assert (found.added, found.changed, found.removed, found.unchanged) == (0, 1, 1, 0)


def test_the_state_of_an_earlier_release_stays_readable() -> None:
    of = subject()
    first = load_rows([figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2)], of, user=None)
    second = load_rows([figure(CIRUAS, 2023, 5), figure(KRAMATWATU, 2023, 6)], of, user=None)
    load_rows([figure(CIRUAS, 2023, 7)], of, user=None)

    assert as_of(of, first.release_id) == [
        ("Penduduk", CIRUAS, "2022", {}, 1.0),
        ("Penduduk", CIRUAS, "2023", {}, 2.0),
    ]
    assert as_of(of, second.release_id) == [
        ("Penduduk", KRAMATWATU, "2023", {}, 6.0),
        ("Penduduk", CIRUAS, "2022", {}, 1.0),
        ("Penduduk", CIRUAS, "2023", {}, 5.0),
    ]


def test_figures_that_come_again_in_the_same_cell_keep_their_release() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2023, 2), figure(KRAMATWATU, 2023, 3)], of, user=None)

    again = load_rows([figure(CIRUAS, 2023, 2), figure(KRAMATWATU, 2023, 3)], of, user=None)

    written = sa.text("SELECT count(*) FROM satudata_fact WHERE release_id = :id OR superseded_by = :id")
    assert again.difference.unchanged == 2
    assert model.Session.scalar(written, {"id": again.release_id}) == 0


def test_a_figure_that_moved_to_another_cell_is_unchanged_and_points_to_the_new_cell() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2023, 2, row=5)], of, user=None)

    moved = load_rows([figure(CIRUAS, 2023, 2, row=9)], of, user=None)

    found = sa.text('SELECT "row" FROM satudata_fact WHERE release_id = :id')
    assert (moved.difference.unchanged, moved.difference.changed) == (1, 0)
    assert model.Session.scalar(found, {"id": moved.release_id}) == 9


def test_the_ten_largest_changes_are_kept_in_words() -> None:
    of = subject()
    codes = [f"36.04.{number:02d}" for number in (5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17)]
    load_rows([figure(kode, 2023, 100) for kode in codes], of, user=None)

    second = load_rows([figure(kode, 2023, 100 + at) for at, kode in enumerate(codes)], of, user=None)

    release = model.Session.get(Release, second.release_id)
    assert release is not None
    kept = release.largest_changes
    assert [(change["kode_wilayah"], change["after"]) for change in kept] == [
        (kode, 100.0 + at) for at, kode in reversed(list(enumerate(codes)))
    ][:10]
    assert (kept[0]["indicator"], kept[0]["periode"], kept[0]["before"]) == ("Penduduk", "2023", 100.0)


def test_of_figures_that_mean_the_same_the_first_cell_counts_and_differing_ones_are_told() -> None:
    of = subject()

    loaded = load_rows(
        [figure(CIRUAS, 2023, 2, row=9), figure(CIRUAS, 2023, 1, row=4), figure(KRAMATWATU, 2023, 3)], of, user=None
    )

    assert (loaded.counts.facts, loaded.counts.duplicates, loaded.counts.conflicts) == (2, 1, 1)
    assert current(of)[1] == ("Penduduk", CIRUAS, "2023", {}, 1.0)


def test_a_file_without_a_figure_changes_nothing() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2023, 2)], of, user=None)

    with pytest.raises(NoFactsError, match="nothing was loaded"):
        load_rows([], of, user=None)

    assert current(of) == [("Penduduk", CIRUAS, "2023", {}, 2.0)]


def test_a_load_that_fails_in_the_middle_changes_nothing() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2023, 2)], of, user=None)

    def breaking() -> Iterator[FactRow]:
        yield figure(CIRUAS, 2023, 3)
        raise OSError("The line is dead.")

    with pytest.raises(OSError, match="dead"):
        load_rows(breaking(), of, user=None)

    assert current(of) == [("Penduduk", CIRUAS, "2023", {}, 2.0)]


def test_two_loads_of_one_resource_at_once_come_one_after_the_other() -> None:
    of = subject()
    may_go_on, first_is_in = Event(), Event()

    def slow() -> Iterator[FactRow]:
        first_is_in.set()
        assert may_go_on.wait(20)
        yield figure(CIRUAS, 2023, 1)

    first = Thread(target=load_rows, args=(slow(), of), kwargs={"user": None})
    second = Thread(target=load_rows, args=([figure(CIRUAS, 2023, 2)], of), kwargs={"user": None})
    first.start()
    assert first_is_in.wait(20)
    second.start()
    second.join(0.5)
    waited = second.is_alive()
    may_go_on.set()
    first.join(20)
    second.join(20)

    assert waited
    assert current(of) == [("Penduduk", CIRUAS, "2023", {}, 2.0)]
    origin = sa.select(Origin.id).where(Origin.resource_id == of.resource_id).scalar_subquery()
    states = sa.select(Release.number, Release.state).where(Release.origin_id == origin).order_by(Release.number)
    assert [tuple(row) for row in model.Session.execute(states)] == [(1, "superseded"), (2, "current")]


def test_missing_figures_are_kept_with_their_reason_and_printed_mark() -> None:
    of = subject()

    load_rows([figure(CIRUAS, 2023, None, status=FigureStatus.TIDAK_TERSEDIA, printed="…\tn.a.\\")], of, user=None)

    stored = sa.text(
        "SELECT f.value, f.status, f.printed FROM satudata_fact f JOIN satudata_origin o ON o.id = f.origin_id "
        "WHERE o.resource_id = :id"
    )
    assert [tuple(row) for row in model.Session.execute(stored, {"id": of.resource_id})] == [
        (None, FigureStatus.TIDAK_TERSEDIA, "…\tn.a.\\")
    ]


def test_the_counts_follow_every_load() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2), figure(KRAMATWATU, 2023, 3)], of, user=None)

    load_rows([figure(CIRUAS, 2023, 2), figure(CIRUAS, 2023, None, jenis_kelamin="L")], of, user=None)

    model.Session.rollback()
    query = (
        sa.select(
            Coverage.period_end,
            Coverage.level,
            Coverage.count_facts,
            Coverage.count_valued,
            Coverage.count_total,
            Coverage.count_regions,
        )
        .join(Origin, Origin.id == Coverage.origin_id)
        .where(Origin.resource_id == of.resource_id)
        .order_by(Coverage.period_end)
    )
    assert [(row[0].year, *row[1:]) for row in model.Session.execute(query)] == [
        (2022, "kecamatan", 1, 1, 1, 1),
        (2023, "kecamatan", 2, 1, 1, 1),
    ]


def test_a_measure_that_the_next_file_no_longer_has_is_replaced_with_its_period() -> None:
    of = subject()
    load_rows([figure(CIRUAS, 2023, 1), figure(CIRUAS, 2023, 2, measure="Keluarga")], of, user=None)

    second = load_rows([figure(CIRUAS, 2023, 1)], of, user=None)

    assert second.difference.removed == 1
    assert current(of) == [("Penduduk", CIRUAS, "2023", {}, 1.0)]


def test_indicators_that_become_one_during_a_load_take_its_figures_along() -> None:
    of, other = subject(), subject()
    load_rows([figure(CIRUAS, 2022, 1)], of, user=None)
    load_rows([figure(CIRUAS, 2022, 9)], other, user=None)
    one, into = (indicator_id(name) for name in (of, other))
    merged: list[int] = []

    def share() -> None:
        found = [model.Session.get(Indicator, number) for number in (one, into)]
        assert found[0] is not None
        assert found[1] is not None
        merged.append(sharing.merge(found[0], found[1]))
        model.Session.remove()

    with model.ensure_engine().begin() as loading:
        identity.indicator_ids(loading, of, [("Penduduk", "Orang")])
        sharer = Thread(target=share)
        sharer.start()
        sharer.join(0.5)
        waited = sharer.is_alive()
    sharer.join(20)

    assert (waited, merged) == (True, [1])


def indicator_id(of: Subject) -> int:
    query = sa.select(Measure.indicator_id).where(Measure.package_id == of.package_id)
    return model.Session.execute(query).scalar_one()
