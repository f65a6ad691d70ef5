"""Do the writer's modes write what CKAN's actions write, for all real datasets at hand?

    python bench/writer_equal.py [--rows 100] [--all]

The suite does this with a sample. Here: the first rows of both catalogues, or with `--all` the 820 packages of
dados.gov.br and the 4,203 rows of Serang (about an hour on a quiet machine; after each part it is told how far it is),
created and changed twice in each mode. Compared are rows, shown dicts, search documents, activities and refusals.
Prints `name = value` lines; exits with 1 if any differs.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rig.stack import running_stack

from ckanext.satudata.embedded import site
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.tests.harvest.writer import compare, corpus, snapshot
from ckanext.satudata.tests.harvest.writer.life import life

SOURCES = {"serang": corpus.serang, "dados_gov_br": corpus.dados_gov_br}
CKAN = Path(sys.executable).with_name("ckan")
PART = 200


def main() -> None:
    options = _options()
    if not corpus.SHARED.exists():
        print("writer.equal.skipped = 1  # the shared catalogues do not stand beside this checkout")
        return
    with tempfile.TemporaryDirectory(prefix="satudata-bench-") as folder, running_stack(Path(folder)) as stack:
        home = Home.at(Path(folder) / "site")
        home.folder.mkdir()
        ini = site.write(home, stack.tenant("bench_equal"), site_url="http://bench.example", options={})
        subprocess.run([CKAN, "-c", ini, "db", "upgrade"], check=True, capture_output=True)
        found = _compare(str(ini), options)
    raise SystemExit(1 if found else 0)


def _compare(ini: str, options: argparse.Namespace) -> int:
    # CKAN can be imported only with a configuration at hand.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))
    logging.getLogger("ckan").setLevel(logging.ERROR)
    found, began = 0, time.perf_counter()
    with getattr(app, "_wsgi_app").test_request_context():  # noqa: B009 - CKANApp does not declare it
        owner_org = _organization()
        for name, source in SOURCES.items():
            datasets = source() if options.all else source()[: options.rows]
            differing: dict[str, int] = dict.fromkeys(compare.MODES, 0)
            for start in range(0, len(datasets), PART):
                steps = life(datasets[start : start + PART], owner_org=owner_org, run=f"{name[:6]}{start}")
                for mode, count in _differences(steps).items():
                    differing[mode] += count
                done = min(start + PART, len(datasets))
                passed = time.perf_counter() - began
                print(f"# {name}: {done} of {len(datasets)} after {passed:.0f} s, {differing}", flush=True)
            print(f"writer.equal.{name}.datasets = {len(datasets)}")
            for mode, count in differing.items():
                print(f"writer.equal.{name}.{mode}.differences = {count}", flush=True)
                found += count
    return found


def _differences(steps: Any) -> dict[compare.Mode, int]:
    package_ids = sorted({request.dataset["id"] for requests in steps for request in requests})
    expected = compare.play("action", steps, package_ids)
    counts: dict[compare.Mode, int] = {}
    for mode in compare.MODES:
        got = compare.play(mode, steps, package_ids)
        found = snapshot.differences(expected.snapshots, got.snapshots)
        refusals = [pair for pair in zip(expected.outcomes, got.outcomes, strict=True) if pair[0] != pair[1]]
        for path, one, other in found[:5]:
            print(f"# {mode} {path}: {one!r:.200} became {other!r:.200}")
        counts[mode] = len(found) + len(refusals)
    snapshot.wipe(package_ids)
    return counts


def _organization() -> str:
    import ckan.plugins.toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    fields = {"name": "dinas", "title": "Dinas"}
    return tk.get_action("organization_create")({"user": user, "ignore_auth": True}, fields)["id"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100, help="datasets of each catalogue")
    parser.add_argument("--all", action="store_true", help="all datasets of both catalogues")
    return parser.parse_args()


if __name__ == "__main__":
    main()
