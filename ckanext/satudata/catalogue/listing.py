"""The list of datasets on an organisation's page holds datasets only.

CKAN lists every package there; a kegiatan is described for statisticians and has a list of its own.
"""

from __future__ import annotations

from typing import Any

from flask import has_request_context

from ckan.plugins import toolkit as tk

PAGES = frozenset({"organization.read", "organization.bulk_process", "group.read"})
ONLY_DATASETS = "+dataset_type:dataset"


def for_page(search_params: dict[str, Any]) -> dict[str, Any]:
    """The search with our filter when one of `PAGES` asks; any other search as it is."""
    if not has_request_context() or tk.request.endpoint not in PAGES:
        return search_params
    return search_params | {"fq": f"{search_params.get('fq') or ''} {ONLY_DATASETS}".strip()}
