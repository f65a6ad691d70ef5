"""Predictions for the answer keys of messy spreadsheets.

Usage: tidy_predict.py LABELS DATA OUT

Reads each label's `file` (relative to DATA) and its sheet names, nothing else of it, and writes a prediction of the
same file name into OUT, in the labels' format: columns before any reshaping to long form.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import Table


def main(labels: Path, data: Path, out: Path) -> None:
    """Writes one prediction per label."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(labels.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8-sig"))
        if "file" in label:
            wanted = {str(sheet.get("sheet", "")).strip() for sheet in label.get("sheets", ())}
            prediction = predict(data / label["file"], label["file"], wanted)
            (out / path.name).write_text(json.dumps(prediction, ensure_ascii=False, indent=1), encoding="utf-8")


def predict(path: Path, name: str, wanted: set[str]) -> dict[str, Any]:
    """One file in the format of the answer keys; of a workbook only the sheets that are asked for."""
    try:
        workbook = tidy(path)
    except OSError as err:
        print(f"{path}: {err}", file=sys.stderr)
        return {"file": name, "sheets": []}
    sheets = [
        {"sheet": sheet.name, "tables": [_table(table) for table in sheet.tables]}
        for sheet in workbook.sheets
        if sheet.name.strip() in wanted or len(workbook.sheets) == 1 or "" in wanted
    ]
    return {"file": name, "sheets": sheets}


def _table(table: Table) -> dict[str, Any]:
    seen: Counter[str] = Counter()
    sums, missing = {}, {}
    for column in table.columns:
        seen[column.name] += 1
        key = column.name if seen[column.name] == 1 else f"{column.name}#{seen[column.name]}"
        if column.total is not None:
            sums[key] = column.total
        if column.missing:
            missing[key] = column.missing
    return {
        "title": table.title,
        "columns": [column.name for column in table.columns],
        "types": [column.type.value for column in table.columns],
        "records": len(table.records),
        "sums": sums,
        "missing": missing,
        "wilayah_column": table.wilayah_column.name if table.wilayah_column else None,
        "wilayah_level": table.wilayah_level,
        "period": table.period,
        "unit": table.unit,
        "notes": list(table.notes),
    }


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*map(Path, sys.argv[1:]))
