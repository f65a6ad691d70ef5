"""The real Serang catalogue behind the project's portal tool, and a zip bomb instead of a list: whole runs."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ckan import model

from ckanext.satudata.harvest import sources
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import add_source, nonzero, run_now
from ckanext.satudata.tests.harvest.connectors.reading import document
from ckanext.satudata.tests.harvest.engine.test_faults import error, outcome, public
from ckanext.satudata.tests.harvest.servers import serving

TOOL = Path(__file__).resolve().parents[6] / "shared" / "tools" / "ckan_portal.py"
SIZE = 30

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@contextmanager
def real_portal(*options: str) -> Iterator[str]:
    """The tool with the first datasets of the catalogue; gives its address."""
    command = [sys.executable, str(TOOL), "--port", "0", "--limit", str(SIZE), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as tool:
        try:
            assert tool.stdout is not None
            yield tool.stdout.readline().split()[-1]
        finally:
            tool.kill()


def run_against(source: Source, *options: str) -> tuple[str, bool, dict[str, int]]:
    with real_portal(*options) as url:
        source.settings = {**source.settings, "url": url}
        model.Session.commit()
        return outcome(run_now(source))


@pytest.mark.skipif(not TOOL.exists(), reason="the portal tool is not on this machine")
def test_bad_nights_of_a_real_catalogue_take_nothing_away(opd: dict[str, Any]) -> None:
    with real_portal() as url:
        source = add_source(url, opd["name"], page_size=10)
        first = run_now(source)
    before = public(source)

    assert (first.state, first.complete, first.counts["new"]) == ("finished", True, SIZE)
    assert run_against(source, "--fail-page", "2") == ("failed", False, {"unchanged": 10})
    assert run_against(source, "--latency-ms", "50") == ("finished", True, {"unchanged": SIZE})
    changed = run_against(source, "--changed", "3")
    assert (changed[:2], changed[2]["changed"], changed[2]["unchanged"]) == (("finished", True), 3, SIZE - 3)
    broken = run_against(source, "--broken", "2")
    assert (broken[:2], broken[2]["failed"], broken[2]["changed"]) == (("finished", True), 2, 3)
    assert public(source) == before


@pytest.mark.skipif(not TOOL.exists(), reason="the portal tool is not on this machine")
def test_a_portal_that_stops_in_the_middle_of_a_run_takes_nothing_away(opd: dict[str, Any]) -> None:
    with real_portal() as url:
        source = add_source(url, opd["name"], page_size=10)
        run_now(source)
    before = public(source)

    done = run_now(source)

    assert (outcome(done), "cannot be reached" in error(done)) == (("failed", False, {}), True)
    assert public(source) == before


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_zip_bomb_instead_of_a_list_takes_nothing_away(opd: dict[str, Any], kind: str) -> None:
    listed = b"ID,Nama Data\n1,Jumlah Penduduk\n2,Jumlah Sekolah\n"
    with serving(document(listed, "text/csv")) as url:
        source = sources.create(
            {
                "title": f"Daftar {opd['name']} {kind}",
                "connector": "table_inventory",
                "settings": {"url": f"{url}/daftar.{kind}"},
                "mapping": {"default_organization": opd["name"]},
            },
            None,
        )
        model.Session.commit()
        first = run_now(source)
    before = public(source)

    with serving(document(bomb(kind), "application/octet-stream")) as url:
        source.settings = {**source.settings, "url": f"{url}/daftar.{kind}"}
        model.Session.commit()
        done = run_now(source)

    assert (nonzero(first)["new"], before) == (2, ["Jumlah Penduduk", "Jumlah Sekolah"])
    assert (outcome(done), "unpacks to 400 MB" in error(done)) == (("failed", False, {}), True)
    assert public(source) == before


def bomb(kind: str) -> bytes:
    """A workbook of some 400 KB whose sheet unpacks to 400 MB."""
    files = {
        "xlsx": {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.xml": b"<workbook/>",
        },
        "ods": {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"},
    }[kind]
    large = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}[kind]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        with archive.open(large, "w") as entry:
            for _ in range(400):
                entry.write(b" " * 1024 * 1024)
    return packed.getvalue()
