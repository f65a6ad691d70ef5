"""The address under which this portal itself gives out a file of a source; the files: `own_files.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ckanext.satudata.harvest import config


def own_file_address(resource_id: str, kept: Any) -> str:
    """The address for what a connector put into `kept` of a resource."""
    name = str(kept.get("name") or "") if isinstance(kept, Mapping) else ""
    return f"{config.site_address()}/sumber/berkas/{resource_id}/{quote(name or 'data', safe='')}"
