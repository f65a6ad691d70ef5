"""Options of the root plugin, one typed getter each; declared in `config_declaration.yaml`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

__all__ = ["pembina", "walidata_name", "walidata_title", "wilayah"]


def walidata_name() -> str:
    """Name of the organisation that is walidata of this portal."""
    return tk.config["ckanext.satudata.walidata.name"]


def walidata_title() -> str:
    """Title that the set-up gives the walidata organisation."""
    return tk.config["ckanext.satudata.walidata.title"]


def pembina() -> list[str]:
    """Codes of the pembina data of this region: "bps", "big", "kemenkeu"."""
    return tk.config["ckanext.satudata.pembina"]


def wilayah() -> str:
    """Kemendagri code of the region that the portal serves; "" for none."""
    return tk.config["ckanext.satudata.wilayah"]
