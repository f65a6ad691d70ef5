"""How many of the real names of portals are recognised or proposed as the office that they are."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ckanext.satudata.harvest.mapping import organizations
from ckanext.satudata.harvest.mapping.organizations import Organization, Organizations
from ckanext.satudata.harvest.mapping.settings import options
from ckanext.satudata.metadata.fields.title import name_from_title

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data"

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")


@pytest.fixture
def serang(monkeypatch: pytest.MonkeyPatch) -> Organizations:
    """The 31 organisations of the Serang portal as ours."""
    with (SHARED / "serang/ckan_catalog.csv").open(encoding="utf-8") as lines:
        titles = sorted({row["organization"] for row in csv.DictReader(lines)})
    ours = [Organization(id=title, name=name_from_title(title), title=title) for title in titles]
    monkeypatch.setattr(organizations, "our_organizations", lambda: iter(ours))
    return Organizations(options({}))


@pytest.mark.parametrize(
    ("foreign", "here"),
    [
        ("DINDIKBUD", "Dinas Pendidikan dan Kebudayaan Kabupaten Serang"),
        ("Dinas Pendidikan dan Kebudayaan Kab. Serang", "Dinas Pendidikan dan Kebudayaan Kabupaten Serang"),
        ("Dindikbud Kab Serang", "Dinas Pendidikan dan Kebudayaan Kabupaten Serang"),
        ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Serang"),
        ("DINKES", "Dinas Kesehatan Kabupaten Serang"),
        ("Dishub", "Dinas Perhubungan Kabupaten Serang"),
        ("DLH Kabupaten Serang", "Dinas Lingkungan Hidup Kabupaten Serang"),
        ("Satpol PP", "Satuan Polisi Pamong Praja Kabupaten Serang"),
        ("Badan Penanggulangan Bencana Daerah", "BPBD Kabupaten Serang"),
        ("Setda", "Sekretariat Daerah Kabupaten Serang"),
        ("Badan Pendapatan Daerah", "BAPENDA Kabupaten Serang"),
        ("Disnakertrans", "Dinas Tenaga Kerja dan Transmigrasi Kabupaten Serang"),
        ("Bappeda", "Badan Perencanaan Pembangunan Daerah Kabupaten Serang"),
        ("Dinsos", "Dinas Sosial Kabupaten Serang"),
        ("Bakesbangpol", "Badan Kesatuan Bangsa dan Politik"),
        ("BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
        ("Disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Serang"),
        ("DPMPTSP", "Dinas Penanaman Modal dan PTSP"),
        ("BPS Kabupaten Serang", "Badan Pusat Statistik Kabupaten Serang"),
        ("BPKAD", "Badan Pengelola Keuangan dan Aset Daerah Kabupaten Serang"),
    ],
)
def test_the_short_names_of_serangs_offices_are_recognised(serang: Organizations, foreign: str, here: str) -> None:
    found = serang.known("", foreign)

    assert found is not None
    assert found[0].title == here


@pytest.mark.parametrize(
    ("foreign", "proposed"),
    [
        ("Badan Pusat Statitistik", "Badan Pusat Statistik Kabupaten Serang"),
        ("Sektretariat DPRD", "DPRD Kabupaten Serang"),
        ("Kantor Satuan Pamong Praja", "Satuan Polisi Pamong Praja Kabupaten Serang"),
        ("Dinas Pemuda dan Olahraga", "Dinas Pemuda, Olahraga, dan Pariwisata Kabupaten Serang"),
    ],
)
def test_what_is_only_alike_is_proposed_and_not_taken(serang: Organizations, foreign: str, proposed: str) -> None:
    assert serang.known("", foreign) is None
    found = serang.propose("", foreign)
    assert found is not None
    assert found[0].title == proposed


def test_of_the_48_organisations_of_wonosobo_none_is_taken_for_a_wrong_one(serang: Organizations) -> None:
    slugs = json.loads((SHARED / "ckan_api/wonosobo/organization_list.json").read_text(encoding="utf-8"))["result"]

    taken = {slug: found[0].title for slug in slugs if (found := serang.known(slug, ""))}
    proposed = {slug: found[0].title for slug in slugs if slug not in taken and (found := serang.propose(slug, ""))}

    assert sorted(taken) == [
        "bakesbangpol",
        "bpbd",
        "dinas-kearsipan-dan-perpustakaan-daerah",
        "dinas-kependudukan-dan-pencatatan-sipil",
        "dinas-kesehatan",
        "dinas-lingkungan-hidup",
        "dinas-pekerjaan-umum-dan-penataan-ruang",
        "dpmptsp",
        "inspektorat",
    ]
    assert sorted(proposed) == [
        "badan-pusat-statitistik",
        "bapperlitbangda",
        "bppkad",
        "dinas-pendidikan-pemuda-dan-olahraga",
        "dppkbpppa",
        "kantor-satuan-pamong-praja",
        "rsud-setjonegoro",
        "sektretariat-dprd",
    ]
