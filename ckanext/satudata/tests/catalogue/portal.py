"""A small portal with something on every page: an OPD, its people, own and harvested datasets, a kegiatan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ckan.tests.helpers import call_action

from ckanext.satudata.tests.metadata.complete import complete_dataset, complete_kegiatan
from ckanext.satudata.tests.metadata.people import People, people

__all__ = ["Portal", "publish", "small_portal", "unique"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What pages can be opened with."""

    people: People
    organization: dict[str, Any]
    dataset: dict[str, Any]
    harvested: dict[str, Any]
    kegiatan: dict[str, Any]


def small_portal() -> Portal:
    """A new OPD with its people and data, beside whatever other tests have left."""
    who = people()
    return Portal(
        people=who,
        organization=who.opd,
        dataset=publish(who.opd, topik=["kesehatan"], prioritas_tahun=["2025"], license_id="cc-by"),
        harvested=publish(
            who.opd,
            title="Jumlah Posyandu Aktif",
            notes="Jumlah Jumlah Posyandu Aktif",
            guid="4a2f7c1e",
            harvest_source_id="b7d9e2c4",
            harvest_source_title="Portal Dinas Kesehatan",
            source_url="https://opd.example/dataset/posyandu",
            source_modified="2024-09-18T07:30:00",
        ),
        kegiatan=_create(complete_kegiatan(name=unique("survei"), owner_org=who.opd["id"])),
    )


def publish(organization: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A public dataset of an organisation with complete metadata; `changes` as for `complete_dataset`."""
    return _create(complete_dataset(name=unique("penduduk"), owner_org=organization["id"], **changes))


def unique(stem: str) -> str:
    return f"{stem}-{uuid4().hex[:12]}"


def _create(values: dict[str, Any]) -> dict[str, Any]:
    context = {"user": call_action("get_site_user")["name"], "ignore_auth": True, "satudata_harvest": True}
    return call_action("package_create", context, **values)
