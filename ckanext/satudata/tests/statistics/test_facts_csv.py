"""The CSV of figures: streamed, complete or refused, and without anything that its reader may not see."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish
from ckanext.satudata.tests.statistics.figures import CIRUAS, KRAMATWATU, figure

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_all_values_come_as_lines_with_a_column_for_each_dimension(app: Any, publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 35, jenis_kelamin="L", row=4), figure(KRAMATWATU, 2023, 2.5, row=5)])
    indicator = act(None, "satudata_fact_search", origin=published.resource_id)["results"][0]["id"]

    answer = app.get(f"/statistik/fakta.csv?indicator={indicator}&breakdown=semua&tingkat=semua")

    lines = [line.split(",") for line in answer.body.splitlines()]
    head = "kode_wilayah,wilayah,periode,value,jenis_kelamin,status,satuan,indicator_id,origin_id,release,sel"
    assert ",".join(lines[0]) == head
    assert [(*line[:7], line[-1]) for line in lines[1:]] == [
        (KRAMATWATU, "Kramatwatu", "2023", "2.5", "", "tetap", "Orang", "Sheet1!B5"),
        (CIRUAS, "Ciruas", "2023", "35", "L", "tetap", "Orang", "Sheet1!B4"),
    ]


def test_what_would_be_too_large_is_refused_with_its_number(
    app: Any, publish: Publish, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 35), figure(KRAMATWATU, 2023, 2)])
    indicator = act(None, "satudata_fact_search", origin=published.resource_id)["results"][0]["id"]
    monkeypatch.setitem(tk.config, "ckanext.satudata.statistics.csv_limit", 1)

    answer = app.get(f"/statistik/fakta.csv?indicator={indicator}", status=413)

    assert "2 figures" in answer.body


def test_figures_that_a_visitor_may_not_see_are_not_there(app: Any, publish: Publish, act: Act, people: People) -> None:
    published = publish(private=True)
    published.load([figure(CIRUAS, 2023, 4711)])
    indicator = act(people.editor, "satudata_fact_search", origin=published.resource_id)["results"][0]["id"]

    answer = app.get(f"/statistik/fakta.csv?indicator={indicator}", status=404)

    assert published.dataset["title"] not in answer.body


def test_a_csv_is_of_one_producer_and_one_period(app: Any, publish: Publish, act: Act) -> None:
    code = f"9.94.{id(act)}"
    opd, bps = publish(kode_indikator=code), publish(kode_indikator=code)
    opd.load([figure(CIRUAS, 2023, 100), figure(KRAMATWATU, 2022, 200)])
    bps.load([figure(CIRUAS, 2022, 101), figure("36.04.14", 2022, 300)])
    indicator = act(None, "satudata_fact_search", origin=opd.resource_id)["results"][0]["id"]

    answer = app.get(f"/statistik/fakta.csv?indicator={indicator}")

    assert [line.split(",")[:4] for line in answer.body.splitlines()[1:]] == [[CIRUAS, "Ciruas", "2023", "100"]]


def test_what_is_kept_back_is_in_no_line_either(app: Any, publish: Publish, act: Act, people: People) -> None:
    published = publish()
    published.load(
        [
            figure(CIRUAS, 2023, 3, jenis_kelamin="L", row=4),
            figure(CIRUAS, 2023, 40, jenis_kelamin="P", row=5),
            figure(CIRUAS, 2023, 43, row=6),
        ]
    )
    act(people.editor, "satudata_origin_patch", package_id=published.dataset["id"], small_cell=5)
    indicator = act(None, "satudata_fact_search", origin=published.resource_id)["results"][0]["id"]

    answer = app.get(f"/statistik/fakta.csv?indicator={indicator}&breakdown=semua")

    assert sorted(line.split(",")[3:6] for line in answer.body.splitlines()[1:]) == [
        ["", "L", "tidak_ditampilkan"],
        ["", "P", "tidak_ditampilkan"],
        ["43", "", "tetap"],
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("indicator=1&periode=x", 400), ("indicator=1&limit=5", 400), ("indicator=99999999", 404)],
)
def test_a_wrong_address_is_told(app: Any, query: str, status: int) -> None:
    assert app.get(f"/statistik/fakta.csv?{query}", status=status).body.strip()
