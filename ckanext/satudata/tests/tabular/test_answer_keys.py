"""Accuracy on real files, judged by the scorer that lies beside their answer keys."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ckanext.satudata.tabular.api import tidy

ROOT = Path(__file__).resolve().parents[4]
HEAVY_BYTES = 400_000
"""Larger files are left to the bench: this test must stay quick."""


def test_real_tables_come_out_as_people_read_them(shared: Path, tmp_path: Path) -> None:
    predict = load(ROOT / "bench" / "tidy_predict.py")
    score = load(shared / "tools" / "score_tidy.py")
    counts = dict.fromkeys(score.KEYS, 0)

    for path in sorted((shared / "data" / "spreadsheets_labels").glob("*.json")):
        label = json.loads(path.read_text())
        source = shared / "data" / label["file"]
        if source.stat().st_size < HEAVY_BYTES:
            wanted = {sheet["sheet"].strip() for sheet in label["sheets"]}
            found, _ = score.score_file(label, predict.predict(source, label["file"], wanted), strict=False)
            counts = {name: counts[name] + found[name] for name in counts}

    overall: dict[str, Any] = score.summary(counts)
    goals = {"tidy": 0.92, "records": 0.96, "sums": 0.97}
    assert {name: overall[name] for name in goals if overall[name] < goals[name]} == {}


def test_the_forty_four_sheets_of_a_kominfo_office_are_read_in_full(spreadsheets: Path) -> None:
    workbook = tidy(spreadsheets / "karimrizal__syantik" / "instrumen_data_sektoral_2021_44_sheets.xlsx")

    tables = {sheet.name: len(sheet.tables) for sheet in workbook.sheets}
    assert (len(tables), tables["25---DINAS KOMINFO"], tables["4---BPKAD"], tables["41--PERBANKAN"]) == (44, 0, 0, 10)
    assert [table.sheet for table in workbook.tables if not all(column.name for column in table.columns)] == []


@pytest.mark.parametrize("name", ["AGAMA", "JKPKABKOT", "MISKIN", "PDRB", "PERKAWINAN"])
def test_a_clean_table_is_never_made_worse(spreadsheets: Path, name: str) -> None:
    workbook = tidy(next(spreadsheets.glob(f"sarahmutia*/{name}.xlsx")))

    grid, (table,) = workbook.sheets[0].grid, workbook.tables
    assert ([column.name for column in table.columns], len(table.records)) == (grid.rows[0], len(grid.rows) - 1)


def load(path: Path) -> ModuleType:
    if not path.is_file():
        pytest.skip(f"{path.name} is only in a checkout")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
