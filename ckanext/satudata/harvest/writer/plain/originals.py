"""The datasets to update as they stand: locked in the database, and as `package_show` tells them.

Locking comes first: a portal user who saves one of them now waits for us, and what was saved before is seen. The
dicts come from Solr in one query; one that is older than its row is shown anew, as `package_show` does (`get.py`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pysolr
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib.search.common import make_connection
from ckan.types import Context

log = logging.getLogger(__name__)

# Solr's and PostgreSQL's fractions of a second differ from here on.
_COMPARABLE = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """The packages of one batch, by id, with everything CKAN will look at when it saves them."""

    packages: Mapping[str, model.Package]
    organization_members: Mapping[str, frozenset[tuple[str, str]]]
    """(group id, state) of the members with capacity "organization", by package id."""
    cached: Mapping[str, dict[str, Any]]

    def shown(self, package: model.Package, context: Context) -> dict[str, Any]:
        """What `package_show` answers for the package."""
        cached = self.cached.get(package.id)
        # Nobody looks at it: what plugins work out for readers would be lost on us.
        show_context = logic.fresh_context(context, ignore_auth=True, for_view=False)
        if cached is None:
            return tk.get_action("package_show")(show_context, {"id": package.id})
        for plugin in p.PluginImplementations(p.IPackageController):
            plugin.read(package)
        for plugin in p.PluginImplementations(p.IResourceController):
            for resource in cached["resources"]:
                plugin.before_resource_show(resource)
        logic.apply_after_dataset_show_plugins(show_context, cached)
        return cached

    def has_right_organization(self, package: model.Package) -> bool:
        """Whether the membership says what `owner_org` says, so that nothing needs to be done about it."""
        wanted = {(package.owner_org, "active")} if package.owner_org else set()
        return self.organization_members.get(package.id, frozenset()) == wanted


def lock(package_ids: Collection[str]) -> Originals:
    """Lock and load the packages; ids that do not exist are left out."""
    if not package_ids:
        return Originals(packages={}, organization_members={}, cached={})
    query = (
        sa.select(model.Package)
        .where(model.Package.id.in_(package_ids))
        # Two writers that lock in the same order cannot wait for each other.
        .order_by(model.Package.id)
        .with_for_update()
        .options(
            selectinload(model.Package.resources_all),
            selectinload(model.Package.package_tags).joinedload(model.PackageTag.tag),
            # CKAN looks at them where a dataset is sent back as it was shown.
            selectinload(model.Package.relationships_as_subject),
            selectinload(model.Package.relationships_as_object),
        )
        .execution_options(populate_existing=True)
    )
    packages = {package.id: package for package in model.Session.execute(query).scalars().unique()}
    return Originals(
        packages=packages,
        organization_members=_organization_members(packages),
        cached=_cached(packages.values()),
    )


def _organization_members(package_ids: Iterable[str]) -> dict[str, frozenset[tuple[str, str]]]:
    member = model.member_table.c
    query = sa.select(member.table_id, member.group_id, member.state).where(
        member.table_id.in_(list(package_ids)), member.capacity == "organization"
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for package_id, group_id, state in model.Session.execute(query):
        found.setdefault(package_id, set()).add((group_id, state))
    return {package_id: frozenset(members) for package_id, members in found.items()}


def _cached(packages: Iterable[model.Package]) -> dict[str, dict[str, Any]]:
    """Shown dicts out of Solr, of the packages for which it has the present state."""
    stamps = {package.id: package.metadata_modified.isoformat()[:_COMPARABLE] for package in packages}
    if not stamps:
        return {}
    query = {
        "q": "*:*",
        "fq": [f'+site_id:"{tk.config["ckan.site_id"]}"', "+entity_type:package", "{!terms f=id}" + ",".join(stamps)],
        "fl": "id,metadata_modified,validated_data_dict",
        "rows": len(stamps),
    }
    try:
        answer = make_connection(decode_dates=False).search(**query)
    except (pysolr.SolrError, OSError):
        log.warning("Solr does not answer: the datasets are shown from the database")
        return {}
    return {
        document["id"]: json.loads(document["validated_data_dict"])
        for document in answer
        if "validated_data_dict" in document and document["metadata_modified"][:_COMPARABLE] == stamps[document["id"]]
    }
