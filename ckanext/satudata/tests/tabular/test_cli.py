"""The command `satudata-tidy`."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ckanext.satudata.tabular.cli import tidy_command
from ckanext.satudata.tabular.output import writers

TEXT = "Kecamatan;Luas (Ha)\nAnyar;12,5\nCiruas;-\nJumlah;12,5\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Luas Sawah.csv"
    path.write_text(TEXT)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(tidy_command, [str(argument) for argument in arguments])


def test_it_prints_csv_and_counts(source: Path) -> None:
    result = run(source)

    assert (result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()[-1]) == (
        0,
        ["Kecamatan,Luas (Ha)", "Anyar,12.5", "Ciruas,"],
        "1 files: 1 tables, 2 records, 0 errors, 0 warnings.",
    )


def test_json_says_what_the_table_is_about_and_why_values_are_missing(source: Path) -> None:
    described = json.loads(run(source, "--format", "json").stdout)

    assert (described["unit"], described["records"][1], described["marks"]) == (
        "Ha",
        {"row": 3, "values": ["Ciruas", None]},
        [{"row": 3, "column": 1, "status": "none", "text": "-"}],
    )


def test_a_data_package_describes_its_files(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    result = run(source, "--out", out, "--format", "datapackage")

    package = json.loads((out / "datapackage.json").read_text())
    assert (result.exit_code, package["resources"][0]["path"], package["resources"][0]["schema"]["fields"]) == (
        0,
        "luas-sawah.csv",
        [{"name": "Kecamatan", "type": "string"}, {"name": "Luas (Ha)", "type": "number", "unit": "Ha"}],
    )


def test_explain_draws_the_parts_and_writes_a_page(source: Path, tmp_path: Path) -> None:
    result = run(source, "--explain", "--out", tmp_path / "out")

    assert [line[7:8] for line in result.stdout.splitlines()[2:6]] == ["H", "·", "·", "Σ"]
    assert '<td class="total">Jumlah</td>' in (tmp_path / "out" / "Luas Sawah.html").read_text()


def test_parquet_without_its_library_says_what_to_install(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "find_spec", lambda _: None)

    result = run(source, "--format", "parquet", "--out", tmp_path)

    assert (result.exit_code, "pip install pyarrow" in result.stderr) == (1, True)


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")
def test_parquet_keeps_types(source: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    run(source, "--format", "parquet", "--out", tmp_path / "out")

    assert pq.read_table(tmp_path / "out" / "luas-sawah.parquet").to_pylist() == [
        {"Kecamatan": "Anyar", "Luas (Ha)": 12.5},
        {"Kecamatan": "Ciruas", "Luas (Ha)": None},
    ]


def test_a_file_that_is_not_there_and_errors_in_data_give_exit_status_one(tmp_path: Path) -> None:
    empty = tmp_path / "kosong.csv"
    empty.write_text("")

    assert [run(path).exit_code for path in (tmp_path / "nowhere.csv", empty)] == [1, 1]
