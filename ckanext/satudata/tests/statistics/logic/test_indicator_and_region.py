"""satudata_indicator_show and satudata_region_show: one origin and one year for all places, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes import wilayah
from ckanext.satudata.statistics.facts.load import load_rows
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish, Published
from ckanext.satudata.tests.statistics.figures import CIRUAS, KRAMATWATU, SERANG, figure

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")


def indicator_of(act: Act, published: Published, user: dict[str, Any] | None = None) -> int:
    return act(user, "satudata_fact_search", origin=published.resource_id)["results"][0]["id"]


def points(shown: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(point["periode"], point["value"]) for point in shown["series"]["points"]]


def ranking(shown: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(row["wilayah"], row["value"], row["rank"]) for row in shown["comparison"]["results"]]


def test_an_indicator_shows_its_series_origins_and_comparison(publish: Publish, act: Act) -> None:
    published = publish(title="Penduduk", metode_perhitungan="Registrasi")
    published.load(
        [
            *(figure(SERANG, year, 1_000 + year) for year in (2021, 2022, 2023)),
            figure(CIRUAS, 2023, 70),
            figure(KRAMATWATU, 2023, 91),
            figure("36.04.14", 2023, 70),
            figure(CIRUAS, 2022, 69),
        ]
    )

    shown = act(None, "satudata_indicator_show", id=indicator_of(act, published))

    assert (shown["name"], shown["wilayah"]["wilayah"], shown["origins"][0]["method"]) == (
        "Penduduk",
        "Kabupaten Serang",
        "Registrasi",
    )
    assert points(shown) == [("2021", 3021), ("2022", 3022), ("2023", 3023)]
    assert ranking(shown) == [("Kramatwatu", 91, 1), ("Ciruas", 70, 2), ("Tanara", 70, 2)]
    compared = shown["comparison"]
    assert (compared["periode"], compared["regions"], compared["missing"]) == ("2023", 29, 26)


def test_a_comparison_takes_one_origin_and_one_year_although_others_know_more_places(
    publish: Publish, act: Act, people: People
) -> None:
    code = f"9.98.{id(act)}"
    opd, bps = publish(kode_indikator=code, title="Penduduk"), publish(kode_indikator=code, title="Sensus")
    opd.load([figure(CIRUAS, 2023, 1), figure(KRAMATWATU, 2022, 2)])
    bps.load([figure(CIRUAS, 2020, 3), figure("36.04.14", 2023, 4), figure(KRAMATWATU, 2020, 5)])
    act(people.walidata, "satudata_origin_patch", package_id=opd.dataset["id"], rank=1)

    indicator = indicator_of(act, opd)
    shown = act(None, "satudata_indicator_show", id=indicator, wilayah=SERANG)
    of_bps = act(None, "satudata_indicator_show", id=indicator, wilayah=SERANG, origin=bps.resource_id, periode="2020")

    assert (ranking(shown), shown["comparison"]["missing"]) == ([("Ciruas", 1, 1)], 28)
    assert ranking(of_bps) == [("Kramatwatu", 5, 1), ("Ciruas", 3, 2)]
    assert [origin["dataset"]["title"] for origin in shown["origins"]] == ["Penduduk", "Sensus"]


def test_a_series_is_of_one_origin_only(publish: Publish, act: Act) -> None:
    code = f"9.97.{id(act)}"
    opd, bps = publish(kode_indikator=code), publish(kode_indikator=code)
    opd.load([figure(CIRUAS, 2020, 1), figure(CIRUAS, 2023, 2)])
    bps.load([figure(CIRUAS, 2021, 9), figure(CIRUAS, 2022, 9)])

    shown = act(None, "satudata_indicator_show", id=indicator_of(act, opd), wilayah=CIRUAS)

    assert points(shown) == [("2020", 1), ("2023", 2)]
    assert shown["breaks"] == [{"type": "gap", "periode": "2023", "after": "2020", "missing": 2}]


def test_a_pemekaran_inside_a_series_is_told_and_old_and_new_are_joined_on_request_only(
    publish: Publish, act: Act
) -> None:
    published = publish()
    old, new = "32.04", "32.17"
    published.load([figure(old, 2005, 400), figure(old, 2006, 410), figure(old, 2008, 290), figure(new, 2008, 130)])
    indicator = indicator_of(act, published)

    alone = act(None, "satudata_indicator_show", id=indicator, wilayah=new)
    joined = act(None, "satudata_indicator_show", id=indicator, wilayah=new, joined=True)
    of_old = act(None, "satudata_indicator_show", id=indicator, wilayah=old)

    assert (points(alone), alone["breaks"]) == ([("2008", 130)], [])
    assert points(joined) == [("2005", 400), ("2006", 410), ("2008", 130)]
    assert [point.get("kode_wilayah") for point in joined["series"]["points"]] == [old, old, None]
    for shown in (joined, of_old):
        assert [(one["kode_wilayah"], one["since"]) for one in shown["breaks"] if one["type"] == "pemekaran"] == [
            (new, "2007-01-02")
        ]


def test_a_series_goes_on_from_file_to_file_of_a_dataset_and_tells_change_of_file_and_method(
    publish: Publish, act: Act
) -> None:
    code = f"9.95.{id(act)}"
    resources = [{"name": year, "url": f"https://opd.example/{year}.csv", "format": "CSV"} for year in ("2022", "2023")]
    published = publish(kode_indikator=code, resources=resources)
    older, newer = (Subject.of(published.dataset, resource) for resource in published.dataset["resources"])
    load_rows([figure(CIRUAS, 2021, 1), figure(CIRUAS, 2022, 2)], replace(older, method="Registrasi"), user=None)
    load_rows([figure(CIRUAS, 2022, 3)], replace(newer, method="Survei"), user=None)
    load_rows([figure(CIRUAS, 2023, 4)], replace(newer, method="Sensus"), user=None)

    shown = act(None, "satudata_indicator_show", id=indicator_of(act, published), wilayah=CIRUAS)

    files = {origin["resource_id"]: origin["id"] for origin in shown["origins"]}
    first, second = files[older.resource_id], files[newer.resource_id]
    assert [(point["periode"], point["value"], point["origin_id"]) for point in shown["series"]["points"]] == [
        ("2021", 1, first),
        ("2022", 3, second),
        ("2023", 4, second),
    ]
    assert [(one["type"], one["periode"]) for one in shown["breaks"]] == [
        ("origin", "2022"),
        ("method", "2022"),
        ("method", "2023"),
    ]
    assert (shown["breaks"][2]["method_before"], shown["breaks"][2]["method"]) == ("Survei", "Sensus")


def test_a_measure_that_goes_on_in_another_unit_is_told(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2022, 70_000), figure(CIRUAS, 2023, 71, satuan="Ribu Orang")])
    thousands = act(None, "satudata_fact_search", origin=published.resource_id, periode="2023")["results"][0]["id"]
    ones = act(None, "satudata_fact_search", origin=published.resource_id, periode="2022")["results"][0]["id"]

    shown = act(None, "satudata_indicator_show", id=ones, wilayah=CIRUAS)

    assert shown["breaks"] == [
        {
            "type": "unit",
            "indicator_id": thousands,
            "satuan": "Ribu Orang",
            "first_day": "2023-01-01",
            "last_day": "2023-12-31",
        }
    ]


def test_the_sum_of_the_parts_stands_beside_the_region_s_own_figure(publish: Publish, act: Act) -> None:
    published = publish()
    villages = [region.kode for region in wilayah.children(CIRUAS)]
    published.load([figure(CIRUAS, 2023, 1_000), *(figure(kode, 2023, 60) for kode in villages)])

    shown = act(None, "satudata_indicator_show", id=indicator_of(act, published), wilayah=CIRUAS)

    total = 60 * len(villages)
    assert {name: shown["sum_of_parts"][name] for name in ("own", "sum", "difference", "missing")} == {
        "own": 1_000,
        "sum": total,
        "difference": total - 1_000,
        "missing": 0,
    }


def test_parts_without_a_figure_of_the_whole_are_added_up_and_called_a_sum(publish: Publish, act: Act) -> None:
    published = publish()
    villages = [region.kode for region in wilayah.children(CIRUAS)]
    published.load([figure(kode, 2023, 60) for kode in villages])

    shown = act(None, "satudata_indicator_show", id=indicator_of(act, published), wilayah=CIRUAS)

    found = shown["sum_of_parts"]
    assert (found["own"], found["sum"], found["difference"]) == (None, 60 * len(villages), None)
    assert shown["series"]["points"] == []


def test_percentages_are_not_added_up_and_a_part_that_is_missing_makes_no_sum(publish: Publish, act: Act) -> None:
    shares, counts = publish(satuan="Persen"), publish()
    shares.load([figure(SERANG, 2023, 50, satuan="Persen"), figure(CIRUAS, 2023, 40, satuan="Persen")])
    counts.load([figure(SERANG, 2023, 50), figure(CIRUAS, 2023, 40)])

    shown = [act(None, "satudata_indicator_show", id=indicator_of(act, one)) for one in (shares, counts)]

    assert shown[0]["sum_of_parts"] is None
    assert (shown[1]["sum_of_parts"]["sum"], shown[1]["sum_of_parts"]["missing"]) == (None, 28)


def test_small_counts_of_restricted_data_are_kept_from_those_outside(
    publish: Publish, act: Act, people: People
) -> None:
    published = publish(klasifikasi_akses="terbatas")
    published.load(
        [figure(CIRUAS, 2023, 3), figure(KRAMATWATU, 2023, 80), figure("36.04.14", 2023, 0), figure(SERANG, 2023, 83)]
    )
    indicator = indicator_of(act, published, people.pembina)

    def seen(user: dict[str, Any]) -> list[tuple[str, Any, str]]:
        found = act(
            user, "satudata_fact_search", step="values", indicator=indicator, wilayah=SERANG, tingkat="kecamatan"
        )
        return [(row["kode_wilayah"], row["value"], row["status"]) for row in found["results"]]

    assert seen(people.editor)[1] == (CIRUAS, 3, "tetap")
    assert seen(people.walidata)[1] == (CIRUAS, 3, "tetap")
    # Kramatwatu is kept back, too: 83 - 80 would be the small count.
    assert seen(people.pembina) == [
        (KRAMATWATU, None, "tidak_ditampilkan"),
        (CIRUAS, None, "tidak_ditampilkan"),
        ("36.04.14", 0, "tetap"),
    ]
    shown = act(people.pembina, "satudata_indicator_show", id=indicator)
    assert (shown["sum_of_parts"]["sum"], shown["comparison"]["results"][-1]["value"]) == (None, None)


def test_a_dataset_s_own_size_for_small_counts_holds_for_open_data_too(
    publish: Publish, act: Act, people: People
) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 8)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published)}

    act(people.editor, "satudata_origin_patch", package_id=published.dataset["id"], small_cell=10)

    found = act(None, "satudata_fact_search", **asked)["results"][0]
    assert (found["value"], found["status"], found["printed"]) == (None, "tidak_ditampilkan", None)
    lines = act(None, "satudata_region_show", kode_wilayah=CIRUAS)["results"]
    assert [line["value"] for line in lines if line["indicator_id"] == asked["indicator"]] == [None]


def test_a_region_shows_of_every_indicator_the_newest_figure_of_its_best_origin(publish: Publish, act: Act) -> None:
    kode, code = "36.04.30.2005", f"9.96.{id(act)}"
    people_count, other = publish(kode_indikator=code, title="Penduduk Anyar"), publish(kode_indikator=code)
    schools = publish(title="Sekolah Anyar")
    people_count.load([figure(kode, 2022, 10), figure(kode, 2023, 11), figure(kode, 2023, 5, jenis_kelamin="L")])
    other.load([figure(kode, 2021, 99)])
    schools.load(
        [figure(kode, 2023, 2, jenjang="SD", satuan="Unit"), figure(kode, 2023, 1, jenjang="SMP", satuan="Unit")]
    )

    shown = act(None, "satudata_region_show", kode_wilayah=kode, q="anyar")

    assert [
        (one["indicator"], one["periode"], one["value"], one["cells"], one["other_origins"]) for one in shown["results"]
    ] == [
        ("Penduduk Anyar", "2023", 11, 1, 1),
        ("Sekolah Anyar", "2023", None, 2, 0),
    ]
    assert (shown["tingkat"], [above["wilayah"] for above in shown["parents"]]) == (
        "desa",
        ["Banten", "Kabupaten Serang", "Anyar"],
    )


def test_a_region_says_what_came_out_of_it(act: Act) -> None:
    shown = act(None, "satudata_region_show", kode_wilayah="3604")

    assert [(one["wilayah"], one["since"]) for one in shown["notices"] if one["kode_asal"] == SERANG] == [
        ("Kota Cilegon", "1999-04-27"),
        ("Kota Serang", "2007-08-10"),
    ]


def test_two_indicators_become_one_when_the_walidata_says_so(publish: Publish, act: Act, people: People) -> None:
    opd, bps = publish(title="Penduduk"), publish(title="Jumlah Penduduk")
    opd.load([figure(CIRUAS, 2023, 1)])
    bps.load([figure(CIRUAS, 2022, 2)])
    one, into = indicator_of(act, bps), indicator_of(act, opd)

    with pytest.raises(tk.NotAuthorized):
        act(people.editor, "satudata_indicator_share", id=one, into=into)
    act(people.walidata, "satudata_indicator_share", id=one, into=into)

    assert indicator_of(act, bps) == into
    bps.load([figure(CIRUAS, 2022, 2), figure(CIRUAS, 2021, 3)])
    shown = act(None, "satudata_indicator_show", id=into, wilayah=CIRUAS)
    assert (len(shown["origins"]), points(shown)) == (2, [("2023", 1)])
    with pytest.raises(tk.ObjectNotFound):
        act(None, "satudata_indicator_show", id=one)


def test_indicators_of_different_units_or_of_one_file_cannot_be_one(publish: Publish, act: Act, people: People) -> None:
    published, other = publish(), publish()
    published.load([figure(CIRUAS, 2023, 1, measure="Laki-laki"), figure(CIRUAS, 2023, 1, measure="Keluarga")])
    other.load([figure(CIRUAS, 2023, 1, satuan="Unit")])
    found = act(None, "satudata_fact_search", origin=published.resource_id)["results"]

    for one, into in ((found[0]["id"], found[1]["id"]), (indicator_of(act, other), found[0]["id"])):
        with pytest.raises(tk.ValidationError):
            act(people.walidata, "satudata_indicator_share", id=one, into=into)


def test_the_releases_of_a_file_say_what_each_changed(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1)])
    published.load([figure(CIRUAS, 2023, 5), figure(KRAMATWATU, 2023, 2)])

    found = act(None, "satudata_release_list", resource_id=published.resource_id)

    rows = [(one["number"], one["state"], one["added"], one["changed"]) for one in found["results"]]
    assert rows == [(2, "current", 1, 1), (1, "superseded", 1, 0)]
    assert [(one["before"], one["after"]) for one in found["results"][0]["largest_changes"]] == [(1.0, 5.0)]


@pytest.mark.parametrize(
    ("action", "given", "field"),
    [
        ("satudata_indicator_show", {"id": "abc"}, "id"),
        ("satudata_indicator_show", {"id": 10**20}, "id"),
        ("satudata_indicator_show", {"id": 1, "origin": "\0"}, "origin"),
        ("satudata_region_show", {"kode_wilayah": "36.04", "q": "\0"}, "q"),
    ],
)
def test_what_cannot_be_meant_is_told(action: str, given: dict[str, Any], field: str, act: Act) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        act(None, action, **given)

    assert list(refused.value.error_dict) == [field]
