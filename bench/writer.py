"""How many datasets per second does each mode of the harvest's writer store, and how many through CKAN's actions?

    python bench/writer.py [--rounds 3] [--rows 300]

Prints `name = value` lines. The rows are those of the real catalogue of Serang with values in most fields of our
schema; all plugins on, activity stream too; the same PostgreSQL and Solr for all, as durable as in use. The modes take
turns, each with fresh datasets; a figure is the median of the rounds. The actions get a quarter of the rows, plain
half of them. `ratio` is a mode over the actions. Created, then updated (another title), then sent again unchanged.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from rig.figures import median
from rig.stack import running_stack

from ckanext.satudata.embedded import site
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.harvest.writer import Mode, WriteRequest, open_writer
from ckanext.satudata.tests.harvest.writer import corpus

MODES: tuple[Mode, ...] = ("action", "plain", "fast")
SHARE: dict[Mode, int] = {"action": 4, "plain": 2, "fast": 1}
CKAN = Path(sys.executable).with_name("ckan")


def main() -> None:
    options = _options()
    if not (corpus.SHARED / "serang").exists():
        print("writer.skipped = 1  # the shared catalogue does not stand beside this checkout")
        return
    print(f"writer.machine = {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"writer.ckan = {importlib.metadata.version('ckan')}")
    with tempfile.TemporaryDirectory(prefix="satudata-bench-") as folder, running_stack(Path(folder)) as stack:
        home = Home.at(Path(folder) / "site")
        home.folder.mkdir()
        ini = site.write(home, stack.tenant("bench_writer"), site_url="http://bench.example", options={})
        subprocess.run([CKAN, "-c", ini, "db", "upgrade"], check=True, capture_output=True)
        _measure(str(ini), options)


def _measure(ini: str, options: argparse.Namespace) -> None:
    # CKAN can be imported only with a configuration at hand.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))
    logging.getLogger("ckan").setLevel(logging.ERROR)
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    rows = corpus.serang()
    with getattr(app, "_wsgi_app").test_request_context():  # noqa: B009 - CKANApp does not declare it
        owner_org = _organization()
        for number in range(options.rounds):
            for mode in MODES:
                part = rows[: options.rows // SHARE[mode]]
                for step, rate in _round(mode, part, owner_org, f"{mode}-{number}").items():
                    rates[mode, step].append(rate)
    for (mode, step), found in rates.items():
        print(f"writer.{mode}.{step}.datasets_per_s = {median(found):.1f}")
    for mode in MODES[1:]:
        ratio = median(rates[mode, "created"]) / median(rates["action", "created"])
        print(f"writer.{mode}.created.ratio = {ratio:.1f}")


def _round(mode: Mode, rows: list[dict[str, Any]], owner_org: str, run: str) -> dict[str, float]:
    datasets = [corpus.dressed(row, number=number, owner_org=owner_org, run=run) for number, row in enumerate(rows)]
    renamed = [dataset | {"title": f"{dataset['title']} revisi"} for dataset in datasets]
    changes = [WriteRequest(guid=dataset["guid"], dataset=dataset, package_id=dataset["id"]) for dataset in renamed]
    steps = {
        "created": [WriteRequest(guid=dataset["guid"], dataset=dataset) for dataset in datasets],
        "updated": changes,
        "unchanged": changes,
    }
    return {step: _rate(mode, step, requests) for step, requests in steps.items()}


def _rate(mode: Mode, step: str, requests: list[Any]) -> float:
    with open_writer(mode) as writer:
        if writer.mode != mode:
            raise SystemExit(f"The mode {mode} is not allowed here; it became {writer.mode}")
        started = time.perf_counter()
        counts = Counter(outcome.action for outcome in writer.write(requests))
    # Closing waits for Solr, and commits there.
    seconds = time.perf_counter() - started
    if counts != {step: len(requests)}:
        raise SystemExit(f"{mode}: {step} was expected of all datasets, but came to {dict(counts)}")
    return len(requests) / seconds


def _organization() -> str:
    import ckan.plugins.toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    fields = {"name": "dinas", "title": "Dinas"}
    return tk.get_action("organization_create")({"user": user, "ignore_auth": True}, fields)["id"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1200, help="rows of one round of the fast mode")
    return parser.parse_args()


if __name__ == "__main__":
    main()
