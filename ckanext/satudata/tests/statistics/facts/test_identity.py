"""Which datasets share an indicator: those that state one code, or of which somebody has said so."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.satudata.statistics.facts.load import load_rows
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.model import Indicator, Measure
from ckanext.satudata.tests.statistics.figures import CIRUAS, figure, subject

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def indicators_of(of: Subject) -> list[Indicator]:
    model.Session.rollback()
    query = sa.select(Indicator).join(Measure, Measure.indicator_id == Indicator.id)
    return list(model.Session.scalars(query.where(Measure.package_id == of.package_id).order_by(Indicator.id)))


def test_two_datasets_that_state_one_code_share_its_indicator() -> None:
    code = f"1.02.{uuid4().hex[:6]}"
    opd, bps = subject(title="Jumlah Penduduk", kode_indikator=code), subject(title="Penduduk", kode_indikator=code)

    load_rows([figure(CIRUAS, 2023, 1, measure="Jumlah")], opd, user=None)
    load_rows([figure(CIRUAS, 2023, 2, measure="Penduduk")], bps, user=None)

    assert [found.id for found in indicators_of(opd)] == [found.id for found in indicators_of(bps)]
    assert [(found.name, found.kode_indikator) for found in indicators_of(opd)] == [("Jumlah Penduduk", code)]


def test_equal_names_alone_make_no_common_indicator() -> None:
    one, other = subject(title="Jumlah Penduduk"), subject(title="Jumlah Penduduk")

    load_rows([figure(CIRUAS, 2023, 1)], one, user=None)
    load_rows([figure(CIRUAS, 2023, 2)], other, user=None)

    assert {found.id for found in indicators_of(one)} & {found.id for found in indicators_of(other)} == set()


def test_a_dataset_with_several_measures_keeps_them_apart_in_spite_of_its_code() -> None:
    of = subject(kode_indikator=f"1.02.{uuid4().hex[:6]}")

    load_rows([figure(CIRUAS, 2023, 1), figure(CIRUAS, 2023, 2, measure="Rumah Tangga")], of, user=None)

    assert [(found.name, found.kode_indikator) for found in indicators_of(of)] == [
        ("Penduduk", None),
        ("Rumah Tangga", None),
    ]


def test_one_column_more_in_a_later_file_moves_no_series() -> None:
    of = subject(kode_indikator=f"1.02.{uuid4().hex[:6]}")
    load_rows([figure(CIRUAS, 2022, 1)], of, user=None)
    before = [found.id for found in indicators_of(of)]

    load_rows([figure(CIRUAS, 2023, 2), figure(CIRUAS, 2023, 3, measure="Rumah Tangga")], of, user=None)

    assert [found.id for found in indicators_of(of)][:1] == before
    assert [found.name for found in indicators_of(of)][1:] == ["Rumah Tangga"]


def test_one_measure_in_two_units_is_two_indicators() -> None:
    of = subject()

    load_rows([figure(CIRUAS, 2023, 1), figure(CIRUAS, 2023, 0.5, satuan="Persen")], of, user=None)

    assert [(found.name, found.satuan) for found in indicators_of(of)] == [
        ("Penduduk", "Orang"),
        ("Penduduk", "Persen"),
    ]
