"""Regions that came out of others."""

from __future__ import annotations

from pathlib import Path

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.wilayah import region
from ckanext.satudata.statistics.facts import lifetimes

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_every_shipped_split_names_regions_of_the_code_list() -> None:
    shipped = lifetimes._read(lifetimes.SHIPPED, 0.0).values()

    assert [one.kode for one in shipped if region(one.kode) is None or region(one.came_from) is None] == []


def test_a_region_inside_a_split_one_knows_of_it() -> None:
    found = lifetimes.split_of("36.73.01")

    assert found is not None
    assert (found.kode, found.came_from, found.since.isoformat()) == ("36.73", "36.04", "2007-08-10")


def test_a_site_adds_its_villages_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "pemekaran.tsv"
    own.write_text("kode\tkode_asal\tmulai\tdasar\n36.04.09.2017\t36.04.09.2003\t2021-03-01\tPerda 4/2021\n")
    monkeypatch.setitem(tk.config, "ckanext.satudata.statistics.pemekaran_file", str(own))

    found = lifetimes.split_of("36.04.09.2017")

    assert found is not None
    assert (found.came_from, found.ground) == ("36.04.09.2003", "Perda 4/2021")
    assert [one.kode for one in lifetimes.splits_from("36.04.09.2003")] == ["36.04.09.2017"]
