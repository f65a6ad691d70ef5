"""How to cite a dataset: producer, year, title, portal, address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.metadata.last_change import last_change


def citation(package: Mapping[str, Any]) -> str:
    """One line that names the dataset so that others find it again."""
    changed = last_change(package)
    producer = (package.get("organization") or {}).get("title")
    return tk._("{producer} ({year}). {title}. {portal}. {address}").format(
        producer=producer or tk.config["ckan.site_title"],
        year=changed.year if changed else "",
        title=package.get("title") or package["name"],
        portal=tk.config["ckan.site_title"],
        address=tk.h.url_for(f"{package['type']}.read", id=package["name"], qualified=True, locale="default"),
    )
