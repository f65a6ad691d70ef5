r"""How fast is the statistical database?

    python bench/statistics.py [--facts 5000000] [--questions 200] [--xloader FOLDER [--rows 100000] [--rounds 5]]

Prints `name = value` lines. Figures of Kabupaten Serang (its 326 desa, 29 kecamatan and itself; five years; a total and
two sexes) are loaded dataset by dataset, five indicators each, until there are so many; `facts.load_per_s` is over all
of that, from rows in memory to the commit, and `facts.load_large_per_s` of one load of a million on top of it. Then a
visitor asks through the actions: one indicator over all desa, and the profile of a desa. For runs on a busy machine
`cpu_ms` is the mean processor time of a question, ours and PostgreSQL's, and `facts.load_per_cpu_s` how many figures
are loaded in a second of it. `datastore.xloader_ratio` is
the time of ckanext-xloader's direct load of a CSV over ours of the same file, in turn, on new resources, from the
file to a table with its indexes and full-text column. The peer lives in a folder of its own, because it puts a
`ckanext/__init__.py` beside CKAN's, which would hide other extensions:

    pip install --target FOLDER --no-deps ckanext-xloader==2.4.0 tabulator==1.53.5 unidecode unicodecsv linear-tsv \
        jsonlines attrs boto3 botocore jmespath s3transfer chardet
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

# This file has the name of a module of Python, which others import: Python's own must be found first.
sys.path.append(sys.path.pop(0))

from rig.figures import median
from rig.inside import portal_inside
from rig.stack import running_stack

from ckanext.satudata.codes import wilayah
from ckanext.satudata.codes.periode_calendar import Kind, part_of_year

SERANG = "36.04"
YEARS = range(2019, 2024)
SEXES = ("{}", '{"jenis_kelamin":"L"}', '{"jenis_kelamin":"P"}')
MEASURES = tuple(f"Ukuran {letter}" for letter in "ABCDE")
LARGE = 1_000_000
PEERS = ("ckan", "psycopg2", "SQLAlchemy")


def main() -> None:
    options = _options()
    _print_machine()
    with (
        tempfile.TemporaryDirectory(prefix="satudata-bench-") as folder,
        running_stack(Path(folder)) as stack,
        portal_inside(stack, Path(folder), "bench_statistics"),
    ):
        loaded = _fill(options.facts)
        _ask(options.questions)
        if loaded >= LARGE:
            _load_large()
        if options.xloader:
            _let_import(options.xloader)
            _beside_xloader(Path(folder), options.rows, options.rounds)


def _let_import(folder: Path) -> None:
    import ckanext

    sys.path.append(str(folder))
    ckanext.__path__.append(str(folder / "ckanext"))
    version = importlib.metadata.version("ckanext-xloader")
    print(f"# ckanext-xloader {version}")


def _fill(facts: int) -> int:
    from ckanext.satudata.statistics.facts.load import load_rows

    rows = list(_rows())
    count, seconds, slowest, before = 0, 0.0, 0.0, _cpu_s()
    while count < facts:
        subject = _subject(f"Dataset {count}")
        started = time.perf_counter()
        load_rows(rows, subject, user=None)
        took = time.perf_counter() - started
        count, seconds, slowest = count + len(rows), seconds + took, max(slowest, took)
    _say("facts", count)
    _say("facts.load_per_s", count / seconds)
    _say("facts.load_per_cpu_s", count / (_cpu_s() - before))
    _say("facts.copy_per_s", len(rows) / _copy_only(rows))
    _say("facts.load_slowest_s", slowest)
    return count


def _copy_only(rows: list[Any]) -> float:
    """The way from rows to a staged table, without indexes, difference and commit."""
    from ckan import model

    from ckanext.satudata.statistics.facts import stage

    with model.ensure_engine().connect() as connection:
        cursor: Any = connection.connection
        return _timed(lambda: stage.copy_rows(cursor.cursor(), rows, ()))


def _load_large() -> None:
    from ckanext.satudata.statistics.facts.load import load_rows

    rows = list(_rows())
    copies = LARGE // len(rows)
    many = [row._replace(measure=(f"{row.measure[0]} {copy}", "Orang")) for copy in range(copies) for row in rows]
    subject = _subject("Large")
    started = time.perf_counter()
    load_rows(many, subject, user=None)
    _say("facts.load_large_per_s", len(many) / (time.perf_counter() - started))
    changed = [row._replace(value=(row.value or 0) + 1) if at % 100 == 0 else row for at, row in enumerate(many)]
    started = time.perf_counter()
    load_rows(changed, subject, user=None)
    _say("facts.reload_large_per_s", len(many) / (time.perf_counter() - started))


def _rows() -> Iterator[Any]:
    from ckanext.satudata.statistics.facts.rows import FactRow
    from ckanext.satudata.statistics.facts.wilayah_number import number_of
    from ckanext.satudata.statistics.model import FigureStatus

    kecamatan = [region.kode for region in wilayah.children(SERANG)]
    desa = [region.kode for kode in kecamatan for region in wilayah.children(kode)]
    dice = random.Random(36_04)
    for measure in MEASURES:
        for year in YEARS:
            period = part_of_year(Kind.TAHUN, year)
            for row, kode in enumerate([SERANG, *kecamatan, *desa], 2):
                for column, sex in enumerate(SEXES):
                    yield FactRow(
                        (measure, "Orang"), number_of(kode), sex, period, "Sheet1", row, column, FigureStatus.TETAP,
                        dice.randrange(1, 90_000), None,
                    )  # fmt: skip


def _ask(questions: int) -> None:
    import ckan.plugins.toolkit as tk
    from ckan import model

    # As autovacuum does a minute after a large load.
    with model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE satudata_fact, satudata_latest")
    dice = random.Random(2)
    desa = [one.kode for kode in wilayah.children(SERANG) for one in wilayah.children(kode.kode)]
    indicators = [found["id"] for found in _call(tk, "satudata_fact_search", limit=10_000)["results"]]

    def values() -> None:
        one = dice.choice(indicators)
        found = _call(
            tk, "satudata_fact_search", step="values", indicator=one, wilayah=SERANG, tingkat="desa", limit=1000
        )
        _expect(len(found["results"]), len(desa))

    def shown() -> None:
        found = _call(tk, "satudata_indicator_show", id=dice.choice(indicators), wilayah=SERANG, tingkat="desa")
        _expect(len(found["comparison"]["results"]), len(desa))

    def profile() -> None:
        _expect(_call(tk, "satudata_region_show", kode_wilayah=dice.choice(desa))["count"], len(indicators))

    for name, ask in (("indicator_values", values), ("indicator_show", shown), ("region_show", profile)):
        before = _cpu_s()
        times = sorted(_timed(ask) for _ in range(questions))
        _say(f"{name}.cpu_ms", 1000 * (_cpu_s() - before) / questions)
        _say(f"{name}.p50_ms", 1000 * times[len(times) // 2])
        _say(f"{name}.p95_ms", 1000 * times[int(len(times) * 0.95)])
        _say(f"{name}.max_ms", 1000 * times[-1])
    _say("available.ms", 1000 * _timed(lambda: _call(tk, "satudata_fact_search", limit=100)))


def _cpu_s() -> float:
    """Seconds of processor that we and our sessions at PostgreSQL have used: what a busy machine does not change."""
    from ckan import model

    with model.ensure_engine().connect() as connection:
        found = connection.exec_driver_sql("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        sessions = [psutil.Process(pid).cpu_times() for (pid,) in found if psutil.pid_exists(pid)]
    return time.process_time() + sum(used.user + used.system for used in sessions)


def _call(tk: Any, action: str, **data: Any) -> Any:
    from ckan import model

    try:
        return tk.get_action(action)({"user": "", "ignore_auth": False}, data)
    finally:
        model.Session.rollback()


def _beside_xloader(folder: Path, rows: int, rounds: int) -> None:
    """Ours and theirs in turn; the medians."""
    # Installed by whoever wants the comparison.
    from ckanext.xloader.loader import create_column_indexes, load_csv  # pyright: ignore[reportMissingImports]

    from ckanext.satudata.statistics.datastore.load import load_text

    path = folder / "penduduk.csv"
    _write_csv(path, rows)
    log = _silent()

    def ours(resource: dict[str, Any], dataset: dict[str, Any]) -> None:
        _expect(load_text(path, dataset, resource).rows, rows)

    def theirs(resource: dict[str, Any], _dataset: dict[str, Any]) -> None:
        fields = load_csv(str(path), resource["id"], mimetype="text/csv", logger=log)
        create_column_indexes(fields, resource["id"], log)

    times: dict[str, list[float]] = {"ours": [], "xloader": []}
    for _ in range(rounds):
        for name, load in (("ours", ours), ("xloader", theirs)):
            dataset = _dataset()
            resource = dataset["resources"][0]
            times[name].append(_timed(lambda load=load, found=resource, of=dataset: load(found, of)))
            _expect(_rows_in(resource["id"]), rows)
    for name, seconds in times.items():
        _say(f"datastore.{name}_s", median(seconds))
    _say("datastore.xloader_ratio", median(times["xloader"]) / median(times["ours"]))


def _write_csv(path: Path, rows: int) -> None:
    dice = random.Random(3)
    desa = [one for kode in wilayah.children(SERANG) for one in wilayah.children(kode.kode)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("kode_desa", "nama_desa", "tahun", "jenis_kelamin", "jumlah_penduduk", "kepadatan"))
        for number in range(rows):
            region = desa[number % len(desa)]
            density = f"{dice.uniform(1, 9999):.2f}"
            writer.writerow(
                (region.kode, region.nama, 1990 + number % 34, "LP"[number % 2], dice.randrange(9_999), density)
            )


def _subject(title: str) -> Any:
    """A public dataset with a file, put into CKAN's tables as they are: what is measured starts behind it."""
    from ckan import model

    from ckanext.satudata.statistics.facts.subject import Subject

    package_id, resource_id = str(uuid4()), str(uuid4())
    package = {"id": package_id, "name": uuid4().hex, "title": title, "state": "active", "private": False}
    file = {"id": resource_id, "package_id": package_id, "url": "http://bench.example/a.csv", "state": "active"}
    model.Session.execute(model.package_table.insert().values(**package))
    model.Session.execute(model.resource_table.insert().values(**file))
    model.Session.commit()
    return Subject(package_id=package_id, resource_id=resource_id, title=title)


def _dataset() -> dict[str, Any]:
    import ckan.plugins.toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"ignore_auth": True, "user": user}
    file = {"name": "Penduduk", "url": "http://bench.example/penduduk.csv", "format": "CSV"}
    owner = tk.get_action("organization_create")(context, {"name": f"org-{uuid4().hex[:8]}", "title": "Dinas"})
    dataset = {"name": uuid4().hex, "title": "Penduduk", "owner_org": owner["id"], "state": "draft"}
    return tk.get_action("package_create")(context.copy(), {**dataset, "resources": [file]})


def _rows_in(resource_id: str) -> int:
    import ckan.plugins.toolkit as tk

    found = tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": resource_id, "limit": 1})
    return found["total"]


def _silent() -> Any:
    import logging

    return logging.getLogger("bench.silent")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _expect(found: int, wanted: int) -> None:
    """What did something else than it was measured for gives no figure."""
    if found != wanted:
        raise SystemExit(f"expected {wanted}, got {found}")


def _say(name: str, value: float) -> None:
    print(f"statistics.{name} = {value:.4g}" if value < 1000 else f"statistics.{name} = {value:.0f}", flush=True)


def _print_machine() -> None:
    print(f"# machine: {os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PEERS)
    print(f"# python {platform.python_version()}, {versions}; load before: {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=5_000_000, help="figures in the database")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the CSV")
    parser.add_argument("--rounds", type=int, default=5, help="loads of the CSV by each side")
    parser.add_argument("--questions", type=int, default=200, help="how often each question is asked")
    parser.add_argument("--xloader", type=Path, help="folder in which the peer is installed; without it: no comparison")
    return parser.parse_args()


if __name__ == "__main__":
    main()
