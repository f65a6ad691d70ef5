"""How fast, how large and how right are the look-ups of regions?

Usage: codes.py [DATA]

Prints `name = value`. Speed and size need no files; accuracy is counted over real tables in DATA (by default the
research data beside the checkout) whose own codes say which region each name is.
"""

from __future__ import annotations

import csv
import platform
import subprocess
import sys
import timeit
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from rig.figures import median

from ckanext.satudata.codes import wilayah_table
from ckanext.satudata.codes.wilayah import Level, parse, region
from ckanext.satudata.codes.wilayah_names import clear, find

ROUNDS = 7
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
IN_A_NEW_PROCESS = """
import time, tracemalloc
tracemalloc.start() if {traced} else None
begin = time.perf_counter()
from ckanext.satudata.codes import wilayah_names, wilayah_table
{call}
print(tracemalloc.get_traced_memory()[0] / 2**20 if {traced} else (time.perf_counter() - begin) * 1000)
"""
Case = tuple[str, str, Level, str]
"""Name as written, parent, level, and the code that it should lead to ("" where the table gives none)."""


def main(data: Path) -> None:
    print(f"machine = {platform.machine()}, Python {platform.python_version()}, rapidfuzz {version('rapidfuzz')}")
    for name, value in (*sizes(), *speeds()):
        print(f"codes.wilayah.{name} = {value:.2f}")
    if data.is_dir():
        for name, cases in tables(data):
            report(name, list(cases))


def sizes() -> Iterator[tuple[str, float]]:
    folder = Path(wilayah_table.__file__).parent
    yield "data_bytes", wilayah_table.TABLE.stat().st_size
    yield "all_lists_data_bytes", sum(path.stat().st_size for path in folder.glob("*.tsv*"))
    for name, call in (
        ("import", ""),
        ("import_and_table", "wilayah_table.table()"),
        ("import_and_names", "wilayah_names.find('KEC. CIRUAS')"),
        ("import_and_all_villages", "wilayah_names.find('Pelamunan', level=wilayah_names.Level.DESA)"),
    ):
        yield f"{name}.load_ms", median(fresh(call, traced=False) for _ in range(5))
        yield f"{name}.memory_mb", fresh(call, traced=True)


def fresh(call: str, *, traced: bool) -> float:
    """What a new process prints: milliseconds, or megabytes that Python holds."""
    program = IN_A_NEW_PROCESS.format(call=call, traced=traced)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return float(done.stdout)


def speeds() -> Iterator[tuple[str, float]]:
    yield "by_code.us", median_us(lambda: region("36.04.09"))
    yield "by_village_code.us", median_us(lambda: region("36.04.09.2001"))
    yield "parse_undotted.us", median_us(lambda: parse("3604240"))
    yield "by_messy_name.us", median_us(lambda: find("KEC. CIRUAS", parent="36.04"))
    yield "by_messy_name_everywhere.us", median_us(lambda: find("Kab Serang"))
    yield "typing_error_in_kabupaten.us", median_us(lambda: find("Waringin Kurumg", parent="36.04"))
    yield "typing_error_in_country.us", median_us(lambda: find("Kab. Serabg"))
    yield "typing_error_in_largest_pool.us", median_us(lambda: find("Kec. Xyzzyx", parent="33"))


def median_us(call: Callable[[], object]) -> float:
    call()
    return median(timeit.repeat(call, number=500, repeat=ROUNDS)) / 500 * 1e6


def tables(data: Path) -> Iterator[tuple[str, Iterable[Case]]]:
    serang = data / "serang"
    tourism = rows(serang / "bps_pariwisata_serang.csv")
    yield "serang_kecamatan", ((row["kecamatan"], "36.04", Level.KECAMATAN, row["kode_kecamatan"]) for row in tourism)
    yield "serang_desa", ((row["desa"], row["kode_kecamatan"], Level.DESA, row["kode_desa"]) for row in tourism)
    yield "serang_desa_by_kabupaten", ((row["desa"], "36.04", Level.DESA, row["kode_desa"]) for row in tourism)
    mfd = rows(data / "standards" / "mfd_23_1_32.csv")
    yield "mfd_kabkota", ((row["nmkab"], "32", Level.KABKOTA, from_bps(f"32{row['kdkab']}")) for row in mfd)
    yield (
        "mfd_kecamatan",
        (
            (row["nmkec"], from_bps(f"32{row['kdkab']}"), Level.KECAMATAN, from_bps(f"32{row['kdkab']}{row['kdkec']}"))
            for row in mfd
        ),
    )
    yield "mfd_desa", ((row["nmdesa"], from_bps(row["iddesa"][:7]), Level.DESA, "") for row in mfd)
    bridge = rows(data / "wilayah" / "bps_kemendagri_kabkota.csv")
    yield "bridge_kabkota", ((row["nama_dagri"], "", Level.KABKOTA, from_bps(row["kode_bps"])) for row in bridge)


def report(name: str, cases: list[Case]) -> None:
    answers = [(clear(find(text, parent=parent, level=level)), wanted) for text, parent, level, wanted in cases]
    settled = [(found.kode, wanted) for found, wanted in answers if found]
    wrong = sum(1 for kode, wanted in settled if wanted and kode != wanted)
    print(f"codes.wilayah.accuracy.{name}.names = {len(cases)}")
    print(f"codes.wilayah.accuracy.{name}.settled_share = {len(settled) / len(cases):.4f}")
    print(f"codes.wilayah.accuracy.{name}.settled_wrong = {wrong}")


def from_bps(kode_bps: str) -> str:
    return wilayah_table.table().by_bps.get(kode_bps, "")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED_DATA)
