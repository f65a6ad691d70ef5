"""How soon an uploaded file speaks, printed as `name = value`: the child process that a job starts, without the queue.

tables.rows_10k.first_findings_s   until the findings of a sheet of 10,000 rows and ten columns are handed over
tables.rows_10k.all_s              until all its cells and records are
tables.rows_10k.cpu_s              processor seconds of one reading
tables.sheets_44.first_findings_s  the same for the workbook of 44 sheets of a Kominfo office
tables.sheets_44.all_s, .cpu_s
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
from rig.figures import median

from ckanext.satudata.statistics.tables.process import lines_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "spreadsheets"
WORKBOOK = "instrumen_data_sektoral_2021_44_sheets.xlsx"
ORDER = {"seconds": 120, "memory_mb": 2048}
ROUNDS = 5
ROWS = 10_000
KECAMATAN = ("Anyar", "Ciruas", "Petir", "Kibin", "Kopo", "Baros")


def main() -> None:
    """Median of five rounds each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sekolah.xlsx"
        write_schools(path)
        report("rows_10k", path)
    real = next(SHARED.rglob(WORKBOOK), None) if SHARED.is_dir() else None
    if real is None:
        print("tables.sheets_44: the shared folder does not lie beside the project", file=sys.stderr)
    else:
        report("sheets_44", real)


def report(name: str, path: Path) -> None:
    before = cpu_s()
    rounds = [timed(path) for _ in range(ROUNDS)]
    print(f"tables.{name}.cpu_s = {(cpu_s() - before) / ROUNDS:.2f}")
    print(f"tables.{name}.first_findings_s = {median([first for first, _ in rounds]):.2f}")
    print(f"tables.{name}.all_s = {median([whole for _, whole in rounds]):.2f}")


def cpu_s() -> float:
    """Processor seconds of the child processes so far: what a busy machine does not change."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(path: Path) -> tuple[float, float]:
    """Seconds to the first findings of a sheet, and to the end."""
    start = time.perf_counter()
    first = 0.0
    for line in lines_of(path, ORDER):
        if line["kind"] == "findings" and not first:
            first = time.perf_counter() - start
    return first, time.perf_counter() - start


def write_schools(path: Path) -> None:
    """A title, a header, records with a wrong sum now and then, and decimals typed as text."""
    draw = random.Random(10)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Sekolah")
        sheet.write(0, 0, "Sekolah Dasar Kabupaten Serang, 2023")
        names = (
            "No",
            "Nama Sekolah",
            "Kecamatan",
            "NPSN",
            "Laki-laki",
            "Perempuan",
            "Jumlah",
            "Guru",
            "Ruang",
            "Luas (m2)",
        )
        sheet.write_row(2, 0, names)
        for at in range(ROWS):
            boys, girls = draw.randint(0, 500), draw.randint(0, 500)
            wrong = at % 997 == 0
            figures = (boys, girls, boys + girls + wrong, draw.randint(1, 40), draw.randint(3, 20))
            area = f"{draw.randint(100, 9999)},{draw.randint(0, 9)}"
            sheet.write_row(at + 3, 0, (at + 1, f"SD {at}", draw.choice(KECAMATAN), 20_600_000 + at, *figures, area))


if __name__ == "__main__":
    main()
