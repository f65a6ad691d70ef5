"""How fast is a harvest, beside stock ckanext-harvest 1.6.3, on the same records in the same run?

    python bench/harvest.py [--stock-rows 200] [--rows 4203] [--no-plain] [--no-latency] [--scale 10]

Prints `name = value` lines. The source is the real catalogue of Serang (4,203 datasets) on loopback; both sides use the
same PostgreSQL, Solr and Valkey. Stock: gather, fetch and import called in one process, without queue waits, into a
plain CKAN, over the first rows of the catalogue. Ours: a run in a background worker, SDI schema and all plugins on,
over the whole. `unchanged`: the same data again (stock with `force_all`); `changed`: 1 % of the records changed.
A ratio is ours over stock in datasets per second; `latency50.ratio` is our time with 50 ms per request over without.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import math
import os
import platform
import tempfile
from pathlib import Path

from rig.portal import IS_THERE, portal
from rig.sites import OurSite, Outcome, StockSite
from rig.stack import running_stack

from ckanext.satudata.embedded.ports import free_port
from ckanext.satudata.embedded.servers import Servers

ALL_ROWS = 4203
CHANGED_SHARE = 0.01
LATENCY_MS = 50
PEERS = ("ckan", "ckanext-harvest", "ckanext-scheming", "ckanext-satudata")


def main() -> None:
    options = _options()
    if not IS_THERE:
        print("harvest.skipped = 1  # the shared catalogue does not stand beside this checkout")
        return
    _print_machine(options)
    with tempfile.TemporaryDirectory(prefix="satudata-bench-") as folder, running_stack(Path(folder)) as stack:
        _measure(stack, Path(folder), options)


def _measure(stack: Servers, folder: Path, options: argparse.Namespace) -> None:
    first = _beside_stock(stack, folder, options)
    if options.plain:
        plain = OurSite(stack, folder, "bench_plain", writer="plain", redis_database=3)
        with portal(free_port(), limit=options.rows) as address:
            done = _ours("first.plain", plain.harvest(address))
        _say("first.plain_ratio", done.rate / first["stock"].rate)
    if options.latency:
        far = OurSite(stack, folder, "bench_far", writer=options.writer, redis_database=4)
        with portal(free_port(), limit=options.rows, latency_ms=LATENCY_MS) as address:
            done = _ours(f"latency{LATENCY_MS}", far.harvest(address))
        _say(f"latency{LATENCY_MS}.ratio", first["ours"].rate / done.rate)
    if options.scale > 1:
        large = OurSite(stack, folder, "bench_large", writer=options.writer, redis_database=5)
        with portal(free_port(), limit=options.rows, copies=options.scale) as address:
            done = _ours(f"scale{options.scale}", large.harvest(address))
        _say("rss_growth_mb", done.peak_mb - first["ours"].peak_mb)
        _say("scale.exponent", math.log(done.seconds / first["ours"].seconds) / math.log(options.scale))


def _beside_stock(stack: Servers, folder: Path, options: argparse.Namespace) -> dict[str, Outcome]:
    """First import, the same again, and with 1 % changed; stock and ours in turn. The two first imports."""
    stock, ours = StockSite(stack), OurSite(stack, folder, "bench_ours", writer=options.writer, redis_database=2)
    part_port, whole_port = free_port(), free_port()
    imports: dict[str, Outcome] = {}
    for name, share, force in (("first", 0.0, False), ("unchanged", 0.0, True), ("changed", CHANGED_SHARE, True)):
        part_changed, whole_changed = math.ceil(share * options.stock_rows), math.ceil(share * options.rows)
        with portal(part_port, limit=options.stock_rows, changed=part_changed) as address:
            theirs = stock.harvest(address, force=force)
        _print_outcome(f"{name}.stock", theirs)
        with portal(whole_port, limit=options.rows, changed=whole_changed) as address:
            own = _ours(name, ours.harvest(address))
        _check(name, own, options.rows, whole_changed)
        _say(f"{name}.ratio", own.rate / theirs.rate)
        if name == "first":
            imports = {"stock": theirs, "ours": own}
    return imports


def _check(name: str, outcome: Outcome, rows: int, changed: int) -> None:
    """A run that did something else than it was measured for gives no figure."""
    expected = {"first": {"new": rows}, "unchanged": {"unchanged": rows}}.get(name)
    expected = expected or {"changed": changed, "unchanged": rows - changed}
    done = {key: outcome.counts.get(key, 0) for key in expected}
    if done != expected:
        raise SystemExit(f"{name}: expected {expected}, got {dict(outcome.counts)}")


def _ours(name: str, outcome: Outcome) -> Outcome:
    _print_outcome(f"{name}.ours", outcome)
    _say(f"{name}.ours.peak_mb", outcome.peak_mb)
    return outcome


def _print_outcome(name: str, outcome: Outcome) -> None:
    for remark in outcome.remarks:
        print(f"# {name}: {remark}")
    print(f"# {name}: {outcome.records} records in {outcome.seconds:.1f} s: {dict(outcome.counts)}")
    _say(f"{name}.datasets_per_s", outcome.rate)


def _say(name: str, value: float) -> None:
    print(f"harvest.{name} = {value:.4g}", flush=True)


def _print_machine(options: argparse.Namespace) -> None:
    print(f"# machine: {os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}")
    print(f"# python {platform.python_version()}, " + ", ".join(f"{p} {importlib.metadata.version(p)}" for p in PEERS))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"# load before: {load}; stock on {options.stock_rows} rows, ours on {options.rows}, writer {options.writer}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stock-rows", type=int, default=200, help="first rows of the catalogue, for stock")
    parser.add_argument("--rows", type=int, default=ALL_ROWS, help="rows of the catalogue, for ours")
    parser.add_argument("--writer", default="auto", help="how our engine writes: auto, fast, plain or action")
    parser.add_argument("--no-plain", dest="plain", action="store_false", help="without writer `plain`")
    parser.add_argument("--no-latency", dest="latency", action="store_false", help="without the slow network")
    parser.add_argument("--scale", type=int, default=0, help="also with so many times the rows: memory and growth")
    return parser.parse_args()


if __name__ == "__main__":
    main()
