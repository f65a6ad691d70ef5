"""What does /sdi cost beside CKAN's own package_search, for the pages that harvesters ask for?

    python bench/sdi.py [--rows 1000]

Prints `name = value` lines: milliseconds of one page (median of eleven, in turn with the other address), and the ratio.
The portal holds the first rows of the real catalogue of Serang; requests go through the whole web application.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from rig.figures import median
from rig.portal import IS_THERE, portal
from rig.sites import OurSite
from rig.stack import running_stack

from ckanext.satudata.embedded.ports import free_port

ROUNDS = 11
ADDRESSES = {"core": "/api/3/action", "sdi": "/sdi/api/3/action"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000, help="datasets on one page")
    rows = parser.parse_args().rows
    if not IS_THERE:
        print("sdi.skipped = 1  # the shared catalogue does not stand beside this checkout")
        return
    with tempfile.TemporaryDirectory(prefix="satudata-bench-") as folder, running_stack(Path(folder)) as stack:
        site = OurSite(stack, Path(folder), "bench_sdi", writer="plain", redis_database=2)
        with portal(free_port(), limit=rows) as address:
            site.harvest(address)
        _measure(site.ini, rows)


def _measure(ini: Path, rows: int) -> None:
    client = _client(ini)
    for action, query in (("package_search", {"rows": rows}), ("package_show", {"id": _any_name(client)})):
        times: dict[str, list[float]] = {name: [] for name in ADDRESSES}
        for _ in range(ROUNDS):
            for name, base in ADDRESSES.items():
                started = time.perf_counter()
                answer = client.get(f"{base}/{action}", query_string=query)
                times[name].append(time.perf_counter() - started)
                assert answer.status_code == 200, answer.data
                if action == "package_search":
                    assert len(answer.json["result"]["results"]) == rows
        medians = {name: median(values) for name, values in times.items()}
        for name, middle in medians.items():
            print(f"sdi.{action}.{name}_ms = {middle * 1000:.4g}")
        print(f"sdi.{action}.ratio = {medians['sdi'] / medians['core']:.4g}", flush=True)


def _any_name(client: Any) -> str:
    return json.loads(client.get("/api/3/action/package_list?limit=1").data)["result"][0]


def _client(ini: Path) -> Any:
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    os.environ["CKAN_INI"] = str(ini)
    app: Any = make_app(load_config(str(ini)))
    return app._wsgi_app.test_client()  # noqa: SLF001 - CKAN offers no other way to its Flask application


if __name__ == "__main__":
    main()
