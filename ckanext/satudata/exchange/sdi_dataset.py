"""One dataset as `/sdi` gives it: CKAN's core keys, everything else as extras.

Stock harvesters drop or refuse top-level keys that their own schema does not have, so only keys of CKAN's default
schema stay there. Datasets that are not open (klasifikasi akses terbatas, tertutup) are described but carry no files or
links (Perpres 39/2019 Pasal 37: the restriction binds the walidata). Which field becomes which extra: `sdi_extras.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exchange.sdi_extras import CORE_KEYS, extras_of

RESOURCE_KEYS = (
    "id",
    "package_id",
    "position",
    "name",
    "description",
    "format",
    "mimetype",
    "mimetype_inner",
    "url",
    "url_type",
    "size",
    "hash",
    "created",
    "last_modified",
    "metadata_modified",
    "state",
    "resource_type",
    "cache_url",
    "cache_last_updated",
    "datastore_active",
)
OPEN = "terbuka"


def is_listed(package: Mapping[str, Any]) -> bool:
    """Public, active and a dataset: what `/sdi` may show, also to a user who may see more elsewhere."""
    return package["type"] == "dataset" and package["state"] == "active" and not package["private"]


def sdi_dataset(package: Mapping[str, Any], *, page_prefix: str) -> dict[str, Any]:
    """`package` is a dict of `package_show`. An empty `url` is filled with the dataset's page: readers find back."""
    dataset = {key: package[key] for key in CORE_KEYS if key in package}
    dataset["url"] = package.get("url") or page_prefix + package["name"]
    dataset["resources"] = [_resource(resource) for resource in package["resources"]] if _is_open(package) else []
    dataset["num_resources"] = len(dataset["resources"])
    dataset["extras"] = extras_of(package)
    return dataset


def _is_open(package: Mapping[str, Any]) -> bool:
    return (package.get("klasifikasi_akses") or OPEN) == OPEN


def _resource(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {key: resource[key] for key in RESOURCE_KEYS if key in resource}
