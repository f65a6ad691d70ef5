"""The two sides: a plain CKAN with stock ckanext-harvest, and a Satu Data portal with our engine.

Each has databases, queue and core of its own on the same three servers. Ours is driven as an operator does it: a source
is added with `ckan satudata source add`, a run is given to the background workers, `ckan jobs worker` does it; seconds
and counters are those that the run itself reports.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata.embedded import servers, site
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Servers

STOCK = Path(__file__).resolve().parents[1] / "peers" / "stock_harvest.py"
CKAN = Path(sys.executable).with_name("ckan")
SOURCE = "katalog"
TEMPLATE = "bench_template"
KB_PER_MB = 1024
SLOWER = ("mode is off", "one by one")
"""Words by which the engine logs that it fell back to a slower way of writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One run: its seconds, its records, what became of them, and the most memory that its process held.

    `remarks` are the lines of its log that tell why it wrote in a slower way than was asked for.
    """

    seconds: float
    records: int
    counts: Mapping[str, int]
    peak_mb: float = 0.0
    remarks: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Datasets per second, over all records of the source, changed or not."""
        return self.records / self.seconds


class StockSite:
    """Stock ckanext-harvest in a plain CKAN."""

    def __init__(self, stack: Servers) -> None:
        self._environment = _clean_environment() | stack.tenant("bench_stock", redis_database=1).environment()

    def harvest(self, url: str, *, force: bool = False) -> Outcome:
        """Gather, fetch and import, called one after the other in one process."""
        flags = ["--force"] if force else []
        report = json.loads(_run([sys.executable, STOCK, url, *flags], self._environment).splitlines()[-1])
        if report["errors"]:
            raise SystemExit(f"Stock harvest failed: {report['errors'][:3]}")
        return Outcome(seconds=report["total_s"], records=report["records"], counts=report["outcomes"])


class OurSite:
    """A Satu Data portal with the SDI schema and all our plugins."""

    def __init__(self, stack: Servers, folder: Path, name: str, *, writer: str, redis_database: int) -> None:
        is_first = not stack.postgres.has_database(TEMPLATE)
        if not is_first:
            stack.postgres.execute(f'CREATE DATABASE "{name}" OWNER "{servers.OWNER}" TEMPLATE "{TEMPLATE}"')
        addresses = stack.tenant(name, redis_database=redis_database)
        options = {
            "ckanext.satudata.harvest.allowed_networks": "127.0.0.0/8",
            "ckanext.satudata.harvest.writer": writer,
        }
        (folder / name).mkdir()
        self.ini = site.write(Home.at(folder / name), addresses, site_url="http://bench.example", options=options)
        if is_first:
            self._ckan("db", "upgrade")
            stack.postgres.execute(f'CREATE DATABASE "{TEMPLATE}" OWNER "{servers.OWNER}" TEMPLATE "{name}"')
        self._has_source = False

    def harvest(self, url: str) -> Outcome:
        """One run of the source in a background worker."""
        if not self._has_source:
            self._ckan("satudata", "source", "add", "Katalog", "--name", SOURCE, "--url", url, "--create-organizations")
            self._has_source = True
        self._ckan("satudata", "source", "run", SOURCE, "--background")
        peak_mb, remarks = self._work()
        run = json.loads(self._ckan("satudata", "source", "show", SOURCE, "--json").splitlines()[-1])["last_run"]
        if run["state"] != "finished" or not run["complete"]:
            raise SystemExit(f"Our harvest failed: {run['state']} {run['error']}")
        counts = {name: count for name, count in run["counts"].items() if count}
        seconds, records = run["duration_s"], run["received"]
        return Outcome(seconds=seconds, records=records, counts=counts, peak_mb=peak_mb, remarks=remarks)

    def _work(self) -> tuple[float, tuple[str, ...]]:
        """Let a worker do what waits; the most memory that it or its children held, and its remarks on the writing."""
        log = self.ini.with_name("worker.log")
        with log.open("wb") as output:
            command = [CKAN, "-c", self.ini, "jobs", "worker", "--burst"]
            worker = subprocess.Popen(command, env=_clean_environment(), stdout=output, stderr=output)
            _, status, usage = os.wait4(worker.pid, 0)
            worker.returncode = os.waitstatus_to_exitcode(status)
        if worker.returncode:
            raise SystemExit(f"The worker failed:\n{log.read_text()[-3000:]}")
        said = log.read_text(errors="replace").splitlines()
        remarks = tuple(line for line in said if any(sign in line for sign in SLOWER))
        return usage.ru_maxrss / KB_PER_MB, remarks

    def _ckan(self, *command: str) -> str:
        return _run([CKAN, "-c", self.ini, *command], _clean_environment())


def _run(command: list[str | Path], environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
    return done.stdout


def _clean_environment() -> dict[str, str]:
    """Ours without addresses of another CKAN."""
    return {key: value for key, value in os.environ.items() if not key.startswith("CKAN")}
