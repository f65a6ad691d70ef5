"""What the datasets of one batch lay claim to before the database knows.

CKAN's validators ask the database whether a name or an id is taken. A dataset that clashes with an earlier one of its
own batch would pass them: the batch is cut before it, the earlier ones are stored, and CKAN gives its usual answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Claim = tuple[str, str]


def claims_of(dataset: Mapping[str, Any]) -> set[Claim]:
    """Name and ids in a dataset, before or after validation; values that cannot be a name or an id claim nothing."""
    found = {(kind, value) for kind in ("name", "id") if isinstance(value := dataset.get(kind), str) and value}
    resources = dataset.get("resources")
    if isinstance(resources, list):
        for resource in resources:
            resource_id = resource.get("id") if isinstance(resource, dict) else None
            if isinstance(resource_id, str) and resource_id:
                found.add(("resource", resource_id))
    return found
