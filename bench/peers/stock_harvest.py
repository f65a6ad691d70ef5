"""Stock ckanext-harvest in a plain CKAN: gather, fetch and import of one CKAN source, one after the other.

    CKAN_SQLALCHEMY_URL=… CKAN_SOLR_URL=… CKAN_REDIS_URL=… python bench/peers/stock_harvest.py http://portal/ [--force]

The plain CKAN has the plugins `harvest ckan_harvester` and nothing of ours. Database and core are the caller's; tables
are made at the first call. Each call is one harvest job; the line printed is a JSON object with its seconds, what
became of the records, and their errors, with `--show` also each dataset as the plain CKAN shows it.
Used by bench/harvest.py and by the tests of exchange.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

INI = """[app:main]
use = egg:ckan
ckan.site_url = http://plain.example
ckan.site_id = plain
ckan.plugins = harvest ckan_harvester
ckan.storage_path = {folder}
SECRET_KEY = not-secret-in-a-benchmark
api_token.jwt.encode.secret = string:not-secret-in-a-benchmark
api_token.jwt.decode.secret = string:not-secret-in-a-benchmark
ckan.harvest.mq.type = redis

[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = ERROR
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain
[formatter_plain]
format = %(levelname)s [%(name)s] %(message)s
"""
SOURCE_NAME = "the-source"
ORGANIZATION_NAME = "harvester"
CKAN = Path(sys.executable).with_name("ckan")


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        ini = Path(folder, "ckan.ini")
        ini.write_text(INI.format(folder=folder))
        _make_tables(ini)
        _start_ckan(ini)
        report = harvest(
            options.url,
            force=options.force,
            create_organizations=options.create_organizations,
            organization=options.organization,
        )
        if options.show:
            report["datasets"] = _datasets()
    print(json.dumps(report))


def harvest(url: str, *, force: bool, create_organizations: bool, organization: str | None) -> dict[str, Any]:
    """One harvest job without queue waits; `force` asks for all records, changed or not.

    Over the whole source, or over what one organisation has there.
    """
    import ckan.plugins.toolkit as tk
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestObject

    config: dict[str, Any] = {"force_all": force}
    if create_organizations:
        config["remote_orgs"] = "create"
    if organization:
        config["organizations_filter_include"] = [organization]
    values = {"source_id": _source_id(url, config), "run": False}
    job_id = tk.get_action("harvest_job_create")(_sysadmin(), values)["id"]
    job: Any = HarvestJob.get(job_id)
    job.status = "Running"
    job.save()
    harvester = queue.get_harvester("ckan")
    started = time.perf_counter()
    object_ids = queue.gather_stage(harvester, job) or []
    gathered = time.perf_counter()
    for object_id in object_ids:
        queue.fetch_and_import_stages(harvester, HarvestObject.get(object_id))
    ended = time.perf_counter()
    tk.get_action("harvest_jobs_run")(_sysadmin(), {})
    objects: list[Any] = [HarvestObject.get(object_id) for object_id in object_ids]
    errors = [error.message for error in job.gather_errors]
    errors += [error.message for record in objects for error in record.errors]
    return {
        "records": len(objects),
        "gather_s": gathered - started,
        "import_s": ended - gathered,
        "total_s": ended - started,
        "outcomes": dict(Counter(record.report_status or record.state for record in objects)),
        "errors": errors,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="address of the CKAN to harvest")
    parser.add_argument("--force", action="store_true", help="ask for all records again, changed or not")
    parser.add_argument("--create-organizations", action="store_true", help="create the organisations of the source")
    parser.add_argument("--organization", help="name of the only organisation whose datasets are wanted")
    parser.add_argument("--show", action="store_true", help="add each dataset as package_show gives it")
    return parser.parse_args()


def _make_tables(ini: Path) -> None:
    done = subprocess.run([CKAN, "-c", ini, "db", "upgrade"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"ckan db upgrade failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _start_ckan(ini: Path) -> None:
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    os.environ["CKAN_INI"] = str(ini)
    # The harvester's helpers ask flask for the present request: it gets a context for as long as the process lives.
    app: Any = make_app(load_config(str(ini)))
    app._wsgi_app.test_request_context().push()  # noqa: SLF001 - CKAN offers no other way to its Flask application


def _sysadmin() -> Any:
    import ckan.plugins.toolkit as tk

    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}


def _source_id(url: str, config: dict[str, Any]) -> str:
    import ckan.plugins.toolkit as tk
    from ckanext.harvest.model import HarvestSource

    try:
        source_id = tk.get_action("package_show")(_sysadmin(), {"id": SOURCE_NAME})["id"]
    except tk.ObjectNotFound:
        owner = tk.get_action("organization_create")(_sysadmin(), {"name": ORGANIZATION_NAME})
        named = {
            "name": SOURCE_NAME,
            "title": "The source",
            "url": url,
            "source_type": "ckan",
            "owner_org": owner["id"],
        }
        source_id = tk.get_action("harvest_source_create")(_sysadmin(), named)["id"]
    # Its update action refuses what its show action gives: address and settings go where the harvester reads them.
    source: Any = HarvestSource.get(source_id)
    source.url, source.config = url, json.dumps(config)
    source.save()
    return source_id


def _datasets() -> list[dict[str, Any]]:
    import ckan.plugins.toolkit as tk

    # From the index, as a visitor sees them: there the harvester adds its own extras.
    found = tk.get_action("package_search")(_sysadmin(), {"fq": "dataset_type:dataset", "rows": 1000})
    return found["results"]


if __name__ == "__main__":
    main()
