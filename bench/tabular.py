"""Accuracy, speed and memory of the tabular library, printed as `name = value`.

tabular.tidy, .records, .columns, .sums   share of labelled tables (columns, sums) that score_tidy.py finds right
tabular.vs_pandas.ratio                   time to read, tidy and check every file over pandas' time to read it
tabular.rss_mb                            largest memory while a generated CSV of 100 MB is tidied
tabular.large_s                           seconds for it

pandas, openpyxl and xlrd are needed for the ratio only.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from ckanext.satudata.tabular.api import tidy

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPUS = ("spreadsheets", "serang", "jabar_api")
LARGE_BYTES = 100 * 1024 * 1024


def main() -> None:
    """Prints every line that can be measured here."""
    if SHARED.is_dir():
        accuracy()
        speed()
    memory()


def accuracy() -> None:
    """Writes predictions and lets the scorer judge them."""
    labels = SHARED / "data" / "spreadsheets_labels"
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, str(ROOT / "bench" / "tidy_predict.py"), str(labels), str(SHARED / "data"), folder)
        scored = run(sys.executable, str(SHARED / "tools" / "score_tidy.py"), str(labels), folder, "--json")
    overall = json.loads(scored)["overall"]
    for name in ("tidy", "tidy_filled", "records", "columns", "sums", "precision", "recall"):
        print(f"tabular.{name} = {overall[name]:.3f}")


def speed() -> None:
    """Both read the same files in the same process, each file once to warm up, then once measured."""
    try:
        import pandas as pd
    except ImportError:
        print("tabular.vs_pandas.ratio: pandas is not installed", file=sys.stderr)
        return
    warnings.simplefilter("ignore")
    ours = theirs = 0.0
    for path in sorted(path for part in CORPUS for path in (SHARED / "data" / part).rglob("*")):
        ending = path.suffix.lower()
        if ending not in (".xlsx", ".xls", ".csv"):
            continue
        if ending == ".csv":
            seconds = timed(lambda path=path: pd.read_csv(path))
        else:
            seconds = timed(lambda path=path: pd.read_excel(path, sheet_name=None))
        if seconds is not None:
            theirs += seconds
            ours += timed(lambda path=path: tidy(path)) or 0.0
    print(f"tabular.vs_pandas.ours_s = {ours:.2f}")
    print(f"tabular.vs_pandas.pandas_s = {theirs:.2f}")
    print(f"tabular.vs_pandas.ratio = {ours / theirs:.3f}")


def timed(read: Callable[[], object]) -> float | None:
    """Processor seconds of the second of two runs; None for a file that cannot be read."""
    try:
        read()
        start = time.process_time()
        read()
    except Exception:  # noqa: BLE001 - pandas raises what each engine raises; such a file is left out for both
        return None
    return time.process_time() - start


def memory() -> None:
    """Tidies a generated file in a process of its own and asks for its largest memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        write_large(path)
        program = (
            "import sys, time\n"
            "from pathlib import Path\n"
            "from ckanext.satudata.tabular.api import tidy\n"
            "start = time.perf_counter()\n"
            "table = tidy(sys.argv[1]).tables[0]\n"
            "seconds = time.perf_counter() - start\n"
            # Not getrusage: its largest memory counts what this program held before the child was started.
            "status = Path('/proc/self/status').read_text()\n"
            "rss_mb = int(status.split('VmHWM:')[1].split()[0]) / 1024\n"
            "print(f'tabular.rss_mb = {rss_mb:.0f}\\ntabular.large_s = {seconds:.1f}\\n"
            "tabular.large_records = {len(table.records)}')\n"
        )
        print(run(sys.executable, "-c", program, str(path)), end="")


def write_large(path: Path) -> None:
    """A title, a header, records with dashes for missing counts, a total and a source line."""
    draw = random.Random(20)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "Penduduk Menurut Desa dan Jenis Kelamin\n\nkode_wilayah,kecamatan,desa,tahun,laki_laki,perempuan,luas\n"
        )
        while file.tell() < LARGE_BYTES:
            for _ in range(1000):
                women = draw.choice(("-", str(draw.randint(0, 9999))))
                file.write(
                    f"36.04.{draw.randint(1, 35):02d}.{draw.randint(2001, 2020)},Kecamatan {draw.randint(1, 29)},"
                    f"Desa {draw.randint(1, 326)},{draw.randint(2015, 2024)},{draw.randint(0, 9999)},{women},"
                    f"{draw.random() * 100:.2f}\n"
                )
        file.write("Jumlah,,,,1,2,3\nSumber: Dinas Kependudukan\n")


def run(*command: str) -> str:
    """The output of a program that must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


if __name__ == "__main__":
    main()
