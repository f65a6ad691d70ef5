"""satudata_fact_search: a ladder from what exists to the values, and nothing mixed, cut or leaked on the way."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics.model import FigureStatus
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish, Published
from ckanext.satudata.tests.statistics.figures import CIRUAS, KRAMATWATU, SERANG, figure

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")


def indicator_of(act: Act, published: Published, user: dict[str, Any] | None = None) -> int:
    found = act(user, "satudata_fact_search", origin=published.resource_id)
    assert found["count"] == 1, found
    return found["results"][0]["id"]


def values(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(row["kode_wilayah"], row["periode"], row["breakdown"], row["value"]) for row in found["results"]]


def test_the_first_step_tells_what_exists_with_dates_and_counts(publish: Publish, act: Act) -> None:
    published = publish(title="Penduduk Ciruas")
    published.load([figure(CIRUAS, 2021, 1), figure(CIRUAS, 2023, 2), figure("36.04.09.2001", 2023, 3)])

    found = act(None, "satudata_fact_search", origin=published.resource_id)["results"]

    assert [{**row, "id": 0} for row in found] == [
        {
            "id": 0,
            "name": "Penduduk Ciruas",
            "satuan": "Orang",
            "kode_indikator": None,
            "kode_sds": None,
            "facts": 3,
            "first_day": "2021-01-01",
            "last_day": "2023-12-31",
            "origins": 1,
            "levels": ["desa", "kecamatan"],
        }
    ]


def test_the_first_step_finds_by_words_and_by_region_with_all_below_it(publish: Publish, act: Act) -> None:
    published = publish(title="Luas Sawah Irigasi")
    published.load([figure("36.04.09.2001", 2023, 1, measure="Sawah")])
    here: dict[str, Any] = {"origin": published.resource_id}

    def counted(**filters: Any) -> int:
        return act(None, "satudata_fact_search", **here, **filters)["count"]

    assert [
        counted(q="sawah luas"),
        counted(q="ladang"),
        counted(wilayah="36.04", tingkat="desa"),
        counted(wilayah="36.04"),
        counted(wilayah="36.73", tingkat="semua"),
        counted(periode="2022"),
        counted(q="100%"),
    ] == [1, 0, 1, 0, 0, 0, 0]


def test_the_second_step_counts_by_origin_and_period(publish: Publish, act: Act) -> None:
    published = publish()
    published.load(
        [figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2), figure(KRAMATWATU, 2023, None, status=FigureStatus.NIHIL)]
    )

    found = act(None, "satudata_fact_search", step="counts", origin=published.resource_id)

    assert found["count"] == 3
    assert [(row["periode"], row["facts"], row["valued"], row["regions"]) for row in found["results"]] == [
        ("2023", 2, 1, 2),
        ("2022", 1, 1, 1),
    ]


def test_values_are_of_the_newest_period_for_all_unless_asked_otherwise(publish: Publish, act: Act) -> None:
    published = publish()
    published.load(
        [
            figure(CIRUAS, 2022, 1),
            figure(CIRUAS, 2023, 2),
            figure(CIRUAS, 2023, 1, jenis_kelamin="L"),
            figure(KRAMATWATU, 2023, 3),
        ]
    )
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published)}

    newest = act(None, "satudata_fact_search", **asked, wilayah=SERANG, tingkat="kecamatan")
    men = act(None, "satudata_fact_search", **asked, breakdown='{"Jenis Kelamin": "laki-laki"}')
    older = act(None, "satudata_fact_search", **asked, periode_akhir="2022")
    everything = act(None, "satudata_fact_search", **asked, periode_awal="2020", breakdown="semua")

    assert (newest["periode"], values(newest)) == ("2023", [(KRAMATWATU, "2023", {}, 3), (CIRUAS, "2023", {}, 2)])
    assert values(men) == [(CIRUAS, "2023", {"jenis_kelamin": "L"}, 1)]
    assert values(older) == [(CIRUAS, "2022", {}, 1)]
    assert everything["count"] == 4


def test_the_newest_period_is_one_period_and_not_what_lies_inside_it(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 100), figure(CIRUAS, "2023-S1", 40), figure(CIRUAS, "2023-S2", 60)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published)}

    newest = act(None, "satudata_fact_search", **asked)
    inside = act(None, "satudata_fact_search", **asked, periode="2023")

    assert values(newest) == [(CIRUAS, "2023", {}, 100)]
    assert {row["periode"] for row in inside["results"]} == {"2023", "2023-S1", "2023-S2"}


def test_values_say_their_cell_release_and_what_was_printed(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1234, row=14, column=2, printed="1.234*", status=FigureStatus.SEMENTARA)])

    found = act(None, "satudata_fact_search", step="values", indicator=indicator_of(act, published))["results"][0]

    assert {name: found[name] for name in ("cell", "printed", "status", "release", "wilayah", "jenis_periode")} == {
        "cell": "Sheet1!C14",
        "printed": "1.234*",
        "status": "sementara",
        "release": 1,
        "wilayah": "Ciruas",
        "jenis_periode": "tahun",
    }


def test_figures_of_two_producers_are_never_mixed(publish: Publish, act: Act, people: People) -> None:
    code = f"9.99.{id(act)}"
    opd = publish(kode_indikator=code)
    bps = publish(kode_indikator=code, title="Penduduk Sensus")
    opd.load([figure(CIRUAS, 2023, 100), figure(KRAMATWATU, 2023, 200)])
    bps.load([figure(CIRUAS, 2022, 101), figure("36.04.14", 2022, 300)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, opd)}

    by_itself = act(None, "satudata_fact_search", **asked)
    of_bps = act(None, "satudata_fact_search", **asked, origin=bps.dataset["name"])
    of_all = act(None, "satudata_fact_search", **asked, origin="semua", periode_awal="2020")

    assert values(by_itself) == [(KRAMATWATU, "2023", {}, 200), (CIRUAS, "2023", {}, 100)]
    assert [one["dataset"]["title"] for one in by_itself["other_origins"]] == ["Penduduk Sensus"]
    assert values(of_bps) == [(CIRUAS, "2022", {}, 101), ("36.04.14", "2022", {}, 300)]
    assert len({row["origin_id"] for row in of_all["results"]}) == 2

    act(people.walidata, "satudata_origin_patch", package_id=bps.dataset["id"], rank=1)
    assert values(act(None, "satudata_fact_search", **asked))[0] == (CIRUAS, "2022", {}, 101)


def test_pages_follow_each_other_without_gap_or_repetition(publish: Publish, act: Act) -> None:
    published = publish()
    codes = [f"36.04.09.20{number:02d}" for number in range(1, 8)]
    published.load([figure(kode, 2023, at) for at, kode in enumerate(codes, 1)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published), "limit": 3}

    pages, after = [], None
    while not pages or after:
        found = act(None, "satudata_fact_search", **asked, after=after)
        after = found["next"]
        pages.append([row["kode_wilayah"] for row in found["results"]])

    assert pages == [codes[:3], codes[3:6], codes[6:]]


def test_the_next_page_is_of_the_release_of_the_first_one_whatever_was_loaded_meanwhile(
    publish: Publish, act: Act
) -> None:
    published = publish()
    codes = [f"36.04.09.20{number:02d}" for number in range(1, 6)]
    published.load([figure(kode, 2023, at) for at, kode in enumerate(codes, 1)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published), "limit": 2}

    first = act(None, "satudata_fact_search", **asked)
    published.load([figure(kode, 2023, 100) for kode in codes] + [figure(kode, 2024, 200) for kode in codes])
    second = act(None, "satudata_fact_search", **asked, after=first["next"])
    published.load([figure(codes[0], 2024, 300)])
    third = act(None, "satudata_fact_search", **asked, after=second["next"])

    assert [row[1:] for page in (first, second, third) for row in values(page)] == [
        ("2023", {}, value) for value in (1, 2, 3, 4, 5)
    ]
    assert (first["count"], second["count"], third["count"], third["next"]) == (5, 5, 5, None)


def test_figures_for_all_can_be_asked_for_where_there_are_none(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1, jenis_kelamin="L")])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published)}

    found = [act(None, "satudata_fact_search", **asked, breakdown=said)["count"] for said in ({}, "{}", "", None)]

    assert found == [0, 0, 1, 1]


def test_a_page_of_none_tells_how_many_there_are(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1), figure(KRAMATWATU, 2023, 2)])

    found = act(None, "satudata_fact_search", step="values", indicator=indicator_of(act, published), limit=0)

    assert (found["count"], found["results"], found["next"]) == (2, [], None)


def test_an_invented_cursor_is_refused(publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1)])

    of_no_kind = b'[[1,1,"2023-01-01",1,1,"2023-01-01",1],[],["2023-01-01","2023-12-31",99],true]'
    forged = [base64.b64encode(said).decode() for said in (of_no_kind, b"[" * 100_000)]
    for cursor in ("x", "bnVsbA==", "WzFd", "e30=", "é", *forged):
        with pytest.raises(tk.ValidationError):
            act(None, "satudata_fact_search", step="values", indicator=indicator_of(act, published), after=cursor)


def test_too_many_at_once_are_refused_with_their_number(
    publish: Publish, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.statistics.page_limit", 2)
    published = publish()
    published.load([figure(CIRUAS, 2023, 1), figure(KRAMATWATU, 2023, 2), figure("36.04.14", 2023, 3)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published)}

    with pytest.raises(tk.ValidationError, match="there are 3"):
        act(None, "satudata_fact_search", **asked, limit=3)
    with pytest.raises(tk.ValidationError, match="there are 3"):
        act(None, "satudata_fact_search", **asked, format="json-stat", limit=2)


def test_the_state_of_an_earlier_release_can_be_asked_for(publish: Publish, act: Act) -> None:
    published = publish()
    first = published.load([figure(CIRUAS, 2023, 1)])
    published.load([figure(CIRUAS, 2023, 2)])
    asked: dict[str, Any] = {"step": "values", "indicator": indicator_of(act, published)}

    assert values(act(None, "satudata_fact_search", **asked, as_of=first.release_id)) == [(CIRUAS, "2023", {}, 1)]
    assert values(act(None, "satudata_fact_search", **asked)) == [(CIRUAS, "2023", {}, 2)]


def test_json_stat_is_one_cube_with_sparse_values(publish: Publish, act: Act) -> None:
    published = publish(title="Penduduk")
    published.load(
        [
            figure(CIRUAS, 2023, 2, jenis_kelamin="L"),
            figure(CIRUAS, 2023, 3, jenis_kelamin="P"),
            figure(KRAMATWATU, 2023, 4, jenis_kelamin="P", status=FigureStatus.SEMENTARA),
        ]
    )

    cube = act(None, "satudata_fact_search", step="values", indicator=indicator_of(act, published), format="json-stat")

    assert (cube["version"], cube["class"], cube["id"], cube["size"]) == (
        "2.0",
        "dataset",
        ["wilayah", "periode", "jenis_kelamin"],
        [2, 1, 2],
    )
    assert (cube["value"], cube["status"]) == ({"1": 4, "2": 2, "3": 3}, {"1": "sementara"})
    assert cube["dimension"]["wilayah"]["category"]["label"] == {KRAMATWATU: "Kramatwatu", CIRUAS: "Ciruas"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"wilayah": "99.99"}, "wilayah"),
        ({"periode": "kapan saja"}, "periode"),
        ({"breakdown": "[1"}, "breakdown"),
        ({"step": "values"}, "indicator"),
        ({"step": "counts", "wilayah": "36.04", "tingkat": "semua"}, "indicator"),
        ({"step": "values", "indicator": "dua"}, "indicator"),
        ({"tingkat": "rt"}, "tingkat"),
    ],
)
def test_what_is_not_understood_is_told(given: dict[str, Any], field: str, act: Act) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        act(None, "satudata_fact_search", **given)

    assert list(refused.value.error_dict) == [field]


@pytest.mark.parametrize("state", [{"private": True}, {"state": "draft"}, {"klasifikasi_akses": "tertutup"}], ids=str)
def test_what_may_not_be_seen_is_in_no_step_and_no_count(
    state: dict[str, Any], publish: Publish, act: Act, people: People
) -> None:
    published = publish(**state)
    published.load([figure(CIRUAS, 2023, 77)])
    indicator = indicator_of(act, published, people.editor)

    for user in (None, people.other_editor):
        available = act(user, "satudata_fact_search", origin=published.resource_id)
        counted = act(user, "satudata_fact_search", step="counts", indicator=indicator)
        assert (available["count"], counted["count"]) == (0, 0)
        # Not even its name, which may be the title of a private dataset: as if there were no such indicator.
        for action, given in (
            ("satudata_fact_search", {"step": "values", "indicator": indicator}),
            ("satudata_fact_search", {"step": "values", "indicator": indicator, "origin": published.resource_id}),
            ("satudata_indicator_show", {"id": indicator}),
        ):
            with pytest.raises(tk.ObjectNotFound):
                act(user, action, **given)
        with pytest.raises(tk.NotAuthorized):
            act(user, "satudata_release_list", resource_id=published.resource_id)
        lines = act(user, "satudata_region_show", kode_wilayah=CIRUAS)["results"]
        assert [line for line in lines if line["indicator_id"] == indicator] == []


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"kode_wilayah": "36.04.09"}, "kode_wilayah"),
        ({"wilayah": "xx"}, "wilayah"),
        ({"offset": 10**20}, "offset"),
        ({"indicator": 10**20}, "indicator"),
        ({"as_of": 10**20}, "as_of"),
        ({"as_of": "kemarin"}, "as_of"),
        ({"offset": "akhir"}, "offset"),
        ({"format": "xml"}, "format"),
        ({"step": "semua"}, "step"),
        ({"q": "a\0b"}, "q"),
        ({"origin": "\0"}, "origin"),
        ({"breakdown": '{"umur": "\\u0000"}'}, "breakdown"),
        ({"breakdown": {"umur": {"dari": 1}}}, "breakdown"),
        ({"breakdown": []}, "breakdown"),
        ({"periode": "2023", "periode_awal": "2020"}, "periode"),
        ({"periode_awal": "2023", "periode_akhir": "2020"}, "periode_akhir"),
    ],
)
def test_what_is_not_understood_is_said_and_not_passed_over(act: Act, filters: dict[str, Any], field: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        act(None, "satudata_fact_search", **filters)

    assert list(refused.value.error_dict) == [field]
