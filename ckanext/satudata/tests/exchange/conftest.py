"""A portal that is asked over real HTTP, and datasets to ask it for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from waitress.server import create_server

from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action


@pytest.fixture
def address(app: CKANTestApp) -> Iterator[str]:
    """Address of the portal on a free port, served by a real WSGI server."""
    server: Any = create_server(app.flask_app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # Closing the channels first lets the loop of the thread come to its end.
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def office() -> dict[str, Any]:
    """An OPD of its own, so that its datasets can be told from those of other tests."""
    title = "Dinas Kependudukan dan Pencatatan Sipil"
    names = {"name": unique("dinas"), "title": title, "alias": ["Disdukcapil", "Dukcapil"]}
    return factories.Organization(jenis_organisasi="opd", **names)


@pytest.fixture
def penduduk(office: dict[str, Any]) -> dict[str, Any]:
    """A published dataset with the SDI metadata that other portals ask for."""
    return publish(office)


def publish(office: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A dataset of the office with SDI metadata, as `package_create` returns it."""
    values = {
        "name": unique("jumlah-penduduk"),
        "title": "Jumlah Penduduk menurut Jenis Kelamin",
        "notes": "Jumlah penduduk Kabupaten Serang menurut kecamatan dan jenis kelamin.",
        "owner_org": office["id"],
        "license_id": "cc-by",
        "tags": [{"name": "penduduk"}],
        "resources": [{"name": "Penduduk 2024", "url": "https://opd.example/penduduk-2024.csv", "format": "CSV"}],
        "jenis_data": "statistik",
        "topik": ["kesehatan"],
        "kode_sds": "SD00316.01.00",
        "konsep": "Penduduk",
        "definisi": "Semua orang yang berdomisili di Kabupaten Serang.",
        "kontak_produsen": "disdukcapil@opd.example",
        "klasifikasi": ["Wilayah", "Jenis Kelamin"],
        "ukuran": "Jumlah",
        "satuan": "Orang",
        "frekuensi": "tahunan",
        "periode_awal": "2019",
        "periode_akhir": "2024",
        "cakupan_wilayah": "36.04",
        "tingkat_penyajian": ["kecamatan"],
        "klasifikasi_akses": "terbuka",
        "prioritas_tahun": ["2024", "2025"],
        "indikator_komposit": "tidak",
    }
    return call_action("package_create", as_site_user(), **(values | changes))


def as_site_user() -> dict[str, Any]:
    """A context for writing: the activity plugin wants to know who did it."""
    return {"user": call_action("get_site_user")["name"], "ignore_auth": True}


def unique(stem: str) -> str:
    return f"{stem}-{uuid4().hex[:12]}"
