"""ckanapi, the client that most scripts use, reads everything over real HTTP: from CKAN's own API and from /sdi."""

from __future__ import annotations

from typing import Any

import ckanapi
import pytest

import ckan

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")


@pytest.mark.parametrize("get_only", [False, True], ids=["POST", "GET"])
@pytest.mark.parametrize("path", ["", "/sdi"])
def test_ckanapi_reads_everything(
    path: str, get_only: bool, address: str, penduduk: dict[str, Any], office: dict[str, Any]
) -> None:
    with ckanapi.RemoteCKAN(address + path, get_only=get_only) as portal:
        actions = portal.action
        read = {
            "site": actions.status_show()["ckan_version"],
            "name in list": penduduk["name"] in actions.package_list(),
            "shown": actions.package_show(id=penduduk["id"])["title"],
            "found": [
                row["id"] for row in actions.package_search(fq=f"owner_org:{office['id']}", rows=1000)["results"]
            ],
            "organization": actions.organization_show(id=office["id"])["title"],
            "organization in list": office["name"] in actions.organization_list(),
            "resource": actions.resource_show(id=penduduk["resources"][0]["id"])["name"],
            "tag in list": "penduduk" in actions.tag_list(),
            "licence in list": "cc-by" in [licence["id"] for licence in actions.license_list()],
        }

    assert read == {
        "site": ckan.__version__,
        "name in list": True,
        "shown": penduduk["title"],
        "found": [penduduk["id"]],
        "organization": office["title"],
        "organization in list": True,
        "resource": "Penduduk 2024",
        "tag in list": True,
        "licence in list": True,
    }


@pytest.mark.parametrize("path", ["", "/sdi"])
def test_ckanapi_understands_our_errors(path: str, address: str) -> None:
    with ckanapi.RemoteCKAN(address + path) as portal, pytest.raises(ckanapi.NotFound):
        portal.action.package_show(id="tidak-ada")
