"""The national list of standar data: loading it by command, and what the form is offered of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ckan import model
from ckan.tests.helpers import CKANTestApp

from ckanext.satudata.cli import satudata
from ckanext.satudata.metadata import standar_data_lookup
from ckanext.satudata.metadata.standar_data import StandarData
from ckanext.satudata.tests.metadata.conftest import Act

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

SDSN = Path(__file__).parents[5] / "shared" / "data" / "standards" / "sdsn_2023.json.gz"
ENTRIES = [
    {
        "id": 1,
        "idSds": "SD00316.01.00",
        "konsep": "Penduduk",
        "definisi": "Semua orang yang berdomisili\u0000 di Indonesia.",
        "klasifikasi": "Klasifikasi berdasarkan analisis atau sesuai kebutuhan",
        "ukuran": "Jumlah; presentase",
        "satuan": "Jiwa; %",
        "flag": "vAR",
    },
    {
        "id": 2,
        "idSds": "SD00316.01.00",
        "konsep": "Penduduk",
        "klasifikasi": "1. Laki-laki\n2. Perempuan",
        "ukuran": "Jumlah",
    },
    {"id": 5, "idSds": "SE00001.00.00", "konsep": "Kepadatan penduduk", "ukuran": "Rasio", "sumberData": "BPS"},
    {"id": 3, "idSds": "SE00001.00.00", "konsep": "Kepadatan penduduk", "ukuran": "Rasio"},
    {"id": 4, "idSds": "bukan kode", "konsep": "Tanpa kode"},
]


@pytest.fixture
def loaded(tmp_path: Path, run: Any) -> Iterator[None]:
    file = tmp_path / "sds.json"
    file.write_text(json.dumps({"data": ENTRIES}), encoding="utf-8")
    run("sds", "import", str(file))
    yield
    model.Session.query(StandarData).delete()
    model.Session.commit()


@pytest.fixture
def run(cli: Any) -> Any:
    """Runs a command of `ckan satudata`."""
    return lambda *arguments: cli.invoke(satudata, list(arguments))


def test_a_json_list_replaces_the_loaded_one_and_the_counts_are_told(run: Any, loaded: None, tmp_path: Path) -> None:
    file = tmp_path / "baru.json"
    file.write_text(json.dumps(ENTRIES[:1]), encoding="utf-8")

    result = run("sds", "import", str(file), "--json")

    assert (result.exit_code, json.loads(result.stdout)) == (0, {"before": 4, "loaded": 1, "codes": 1})


def test_a_csv_list_is_loaded_too(run: Any, loaded: None, tmp_path: Path) -> None:
    file = tmp_path / "sds.csv"
    file.write_text("idSds;konsep;ukuran;satuan\nSD00316.01.00;Penduduk;Jumlah;Orang\n", encoding="utf-8-sig")

    assert run("sds", "import", str(file)).stdout == "1 entries with 1 codes loaded; there were 4 before.\n"


@pytest.mark.parametrize("content", ["<html>maaf</html>", "[1, 2", '{"data": []}', "\x1f\x8brusak"])
def test_a_file_that_is_no_list_changes_nothing_and_says_why(
    run: Any, loaded: None, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "rusak.json"
    file.write_text(content, encoding="latin-1")

    result = run("sds", "import", str(file))

    assert (result.exit_code, "Nothing was changed." in result.output) == (1, True)
    assert model.Session.query(StandarData).count() == 4


def test_a_code_offers_the_five_parts_of_each_of_its_entries(act: Act, loaded: None) -> None:
    found = act(None, "satudata_sds_lookup", kode_sds="sd00316.01.00")

    parts = [
        {name: entry[name] for name in ("konsep", "definisi", "klasifikasi", "ukuran", "satuan")}
        for entry in found["entries"]
    ]
    assert (found["kode_sds"], found["loaded"], parts) == (
        "SD00316.01.00",
        True,
        [
            {
                "konsep": "Penduduk",
                "definisi": "Semua orang yang berdomisili di Indonesia.",
                "klasifikasi": [],
                "ukuran": "Jumlah; Persentase",
                "satuan": "Orang; Persen",
            },
            {
                "konsep": "Penduduk",
                "definisi": "",
                "klasifikasi": ["1. Laki-laki", "2. Perempuan"],
                "ukuran": "Jumlah",
                "satuan": "",
            },
        ],
    )


def test_a_code_that_the_list_does_not_know_offers_nothing(act: Act, loaded: None) -> None:
    assert act(None, "satudata_sds_lookup", kode_sds="UL99999.00.00") == {
        "kode_sds": "UL99999.00.00",
        "loaded": True,
        "entries": [],
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("penduduk", ["SD00316.01.00", "SD00316.01.00", "SE00001.00.00"]),
        ("kepadatan", ["SE00001.00.00"]),
        ("se00", ["SE00001.00.00"]),
        ("100%_", []),
        ("kepa\x00datan", ["SE00001.00.00"]),
    ],
)
def test_suggestions_begin_with_concepts_that_begin_with_what_was_typed(
    act: Act, loaded: None, typed: str, expected: list[str]
) -> None:
    assert [entry["kode_sds"] for entry in act(None, "satudata_sds_autocomplete", q=typed)] == expected


def test_the_form_asks_over_the_api_without_an_account(app: CKANTestApp, loaded: None) -> None:
    answer: Any = app.get("/api/3/action/satudata_sds_autocomplete?q=penduduk&limit=1")

    assert (answer.json["success"], len(answer.json["result"])) == (True, 1)


@pytest.mark.skipif(not SDSN.exists(), reason="the national list of 2023 lies beside a checkout of the project only")
def test_the_national_list_of_2023_is_loaded_whole(run: Any, loaded: None) -> None:
    assert json.loads(run("sds", "import", str(SDSN), "--json").stdout) == {"before": 4, "loaded": 4505, "codes": 3930}
    assert len(standar_data_lookup.lookup(model.Session, "SD00648.00.00")["entries"]) == 2
