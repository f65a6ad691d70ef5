"""`make demo`: a portal of Kabupaten Serang in a folder, filled by a first harvest, and what to try on it.

The portal is the embedded one (`ckanext/satudata/embedded`); this program adds a source: the sample portal beside it,
or the portal given with --source. The harvest is the ordinary one: `ckan satudata source add` and `… run`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from ckanext.satudata.embedded.errors import EmbeddedError
from ckanext.satudata.embedded.home import DEFAULT_FOLDER, Home
from ckanext.satudata.embedded.portal import WEB_PORT, Plan, Start, run
from ckanext.satudata.embedded.ports import LOOPBACK, first_free_port, is_free
from ckanext.satudata.embedded.programs import Program

HERE = Path(__file__).resolve().parent
SAMPLE = "contoh"
SAMPLE_TITLE = "Portal Data OPD Kabupaten Serang (contoh)"
SAMPLE_PORT = 5800
DONE_WITH_ERRORS = 1

OPTIONS = {
    "ckan.site_title": "Satu Data Kabupaten Serang",
    "ckanext.satudata.wilayah": "36.04",
    "ckanext.satudata.walidata.title": "Dinas Komunikasi, Informatika, Persandian dan Statistik",
    "ckanext.satudata.catalogue.region": "Kabupaten Serang",
    "ckanext.satudata.catalogue.walidata": "Dinas Komunikasi, Informatika, Persandian dan Statistik",
    # The sample portal is on this machine; otherwise sources on loopback are refused.
    "ckanext.satudata.harvest.allowed_networks": "127.0.0.1/32",
}

THINGS_TO_TRY = """\
Three things to try:
  1. {url}/dataset/?q=penduduk
     Search, then narrow down by OPD or topic. Open a dataset: its metadata stand in the order of Perpres 39/2019.
  2. {url}/sumber/ (as walidata)
     What the harvest found at the source: missing metadata, no licence, wrong formats, each with its remedy. Repeated
     titles stand in the quality box of each dataset.
  3. {url}/sdi/api/3/action/package_search?rows=2
     The catalogue as other portals read it, with the metadata under the keys of the national portal.

Ctrl-C stops everything. `make demo` starts it again with all data, `make demo-clean` removes it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvested:
    """A source that an earlier start has already added and run."""

    name: str
    url: str


@click.command()
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default=DEFAULT_FOLDER, show_default=True)
@click.option("--port", default=WEB_PORT, show_default=True)
@click.option("--source", "source_url", help="Address of a CKAN portal to harvest instead of the bundled sample.")
def main(*, home: Path, port: int, source_url: str | None) -> None:
    """Run the demo until Ctrl-C."""
    place = Home.at(home)
    plan = Plan(
        home=place,
        port=port,
        options=OPTIONS,
        people=HERE / "people.json",
        before_web=partial(fill, place, source_url),
        at_end=lambda url: click.echo(THINGS_TO_TRY.format(url=url)),
    )
    try:
        run(plan)
    except EmbeddedError as err:
        raise click.ClickException(str(err)) from err


def fill(home: Home, source_url: str | None, ini: Path, start: Start) -> None:
    """Start the sample portal, and harvest the wanted source unless an earlier start has done so."""
    memory = home.folder / "demo.json"
    known = [Harvested(**entry) for entry in json.loads(memory.read_text())] if memory.exists() else []
    sample = next((one for one in known if one.name == SAMPLE), None)
    if source_url is None or sample:
        sample_url = _start_sample(home, sample, start)
        wanted = Harvested(name=SAMPLE, url=sample_url)
    if source_url is not None:
        wanted = Harvested(name=_name_of(source_url), url=source_url)
    if wanted.name in {one.name for one in known}:
        return
    _harvest(ini, wanted)
    memory.write_text(json.dumps([asdict(one) for one in (*known, wanted)]))


def _start_sample(home: Home, sample: Harvested | None, start: Start) -> str:
    """The address of the sample portal; the one that the source was added with, once it was."""
    port = urlsplit(sample.url).port if sample else first_free_port(SAMPLE_PORT)
    assert port is not None
    address = f"http://{LOOPBACK}:{port}"
    program = Program(
        name="Sample portal",
        command=(sys.executable, str(HERE / "portal.py"), "--port", str(port)),
        cwd=HERE,
        log=home.logs / "sample.log",
        record=home.records / "sample.json",
        is_ready=lambda: not is_free(port),
    )
    if sample and not is_free(port):
        message = f"Port {port} is taken: the sample source cannot be harvested again until it is free."
        click.echo(message, err=True)
    else:
        start(program)
    return address


def _harvest(ini: Path, source: Harvested) -> None:
    is_sample = source.name == SAMPLE
    title = SAMPLE_TITLE if is_sample else str(urlsplit(source.url).hostname)
    click.echo(f"Harvesting {title} ({source.url}) ...", err=True)
    options = ("--name", source.name, "--url", source.url, "--organization", "walidata", "--create-organizations")
    added = _satudata(ini, "source", "add", title, *options)
    if added:
        raise EmbeddedError(f"The source {source.url} could not be added; the reason stands above.")
    if _satudata(ini, "source", "run", source.name) > DONE_WITH_ERRORS:
        raise EmbeddedError(f"The harvest of {source.url} could not be started; the reason stands above.")


def _satudata(ini: Path, *arguments: str) -> int:
    program = (sys.executable, "-c", "from ckan.cli.cli import ckan; ckan()", "-c", str(ini), "satudata")
    return subprocess.run((*program, *arguments), stdin=subprocess.DEVNULL, check=False).returncode


def _name_of(url: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", (urlsplit(url).hostname or "").lower()).strip("-") or "source"


if __name__ == "__main__":
    main()
