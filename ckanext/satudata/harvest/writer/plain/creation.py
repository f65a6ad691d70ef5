"""New datasets: what `package_create` does up to its hooks, for a whole batch at once.

Follows `ckan/logic/action/create.py` of CKAN 2.12 step by step; validation is CKAN's own call.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached

import ckan.lib.plugins as lib_plugins
import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.harvest import many_rows
from ckanext.satudata.harvest.writer.plain.claims import Claim, claims_of
from ckanext.satudata.harvest.writer.plain.dictize import DatasetRows
from ckanext.satudata.harvest.writer.plain.groups import Groups
from ckanext.satudata.harvest.writer.plain.rows import (
    Row,
    member_row,
    package_row,
    package_tag_row,
    resource_row,
    utc_now,
)
from ckanext.satudata.harvest.writer.types import WriteRequest


@dataclass(slots=True, kw_only=True)
class NewDataset:
    """A validated dataset on its way into the database."""

    request: WriteRequest
    context: Context
    data: dict[str, Any]
    row: Row = field(default_factory=dict)
    resources: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    organization: Row | None = None
    package: model.Package = field(init=False)

    def shown_rows(self) -> DatasetRows:
        """The rows as the queries of `package_dictize` would find them."""
        organization = self.organization if self.organization and self.organization["state"] == "active" else None
        groups = [row | {"capacity": "public"} for row in self.groups if not row["is_organization"]]
        return DatasetRows(resources=self.resources, tags=self.tags, groups=groups, organization=organization)


def validate_new(request: WriteRequest, context: Context) -> NewDataset:
    """Validate as `package_create` does. Raises ValidationError, and whatever validators raise."""
    dataset = request.fresh_dataset()
    plugin = _package_plugin(dataset)
    schema = plugin.create_package_schema()
    tk.check_access("package_create", context, dataset)
    data, errors = lib_plugins.plugin_validate(plugin, context, dataset, schema, "package_create")
    if errors:
        raise tk.ValidationError(errors)
    return NewDataset(request=request, context=context, data=data)


def deleted_but_asked_for(requests: Sequence[WriteRequest]) -> set[Claim]:
    """Names and resource ids that only deleted rows have: CKAN renames the one and revives the other."""
    claims = {claim for request in requests if request.package_id is None for claim in claims_of(request.dataset)}
    package, resource = model.package_table.c, model.resource_table.c
    found: set[Claim] = set()
    for kind, column, state in (("name", package.name, package.state), ("resource", resource.id, resource.state)):
        wanted = [value for claimed, value in claims if claimed == kind and "\0" not in value]
        if wanted:
            query = sa.select(column).where(column.in_(wanted), state == "deleted")
            found.update((kind, value) for value in model.Session.execute(query).scalars())
    return found


def fill_rows(dataset: NewDataset, groups: Groups, tag_ids: dict[str, str], user_id: str) -> None:
    """Work out all rows. Raises ObjectNotFound, as CKAN does, if the organization is a group."""
    data, now = dataset.data, utc_now()
    data["creator_user_id"] = user_id
    data.pop("metadata_created", None)
    data.pop("plugin_data", None)
    dataset.row = package_row(data, creator_user_id=user_id, now=now)
    package_id = data["id"] = dataset.row["id"]
    if dataset.row["owner_org"]:
        dataset.organization = groups.organization(dataset.row["owner_org"])
        if dataset.organization is None:
            raise tk.ObjectNotFound("Organization was not found.")
        dataset.row["owner_org"] = dataset.organization["id"]
    for position, resource in enumerate(data.get("resources") or ()):
        resource["package_id"] = resource.get("package_id") or package_id
        dataset.resources.append(resource_row(resource, package_id=package_id, position=position, now=now))
        resource["id"] = dataset.resources[-1]["id"]
    names = dict.fromkeys(tag["name"] for tag in data.get("tags") or ())
    dataset.tags = [{"id": tag_ids[name], "name": name, "vocabulary_id": None, "state": "active"} for name in names]
    dataset.groups = groups.of_dataset(data)


def tag_names(datasets: Sequence[NewDataset]) -> Collection[str]:
    """All tags of the datasets; known only after validation, which splits `tag_string`."""
    return {tag["name"] for dataset in datasets for tag in dataset.data.get("tags") or ()}


def insert(datasets: Sequence[NewDataset]) -> None:
    """Insert the rows, one statement per table, and make the packages known to CKAN's session."""
    session = model.Session()
    many_rows.insert(session, model.package_table, [dataset.row for dataset in datasets])
    many_rows.insert(session, model.resource_table, [row for dataset in datasets for row in dataset.resources])
    tags, members = [], []
    for dataset in datasets:
        package_id = dataset.row["id"]
        tags += [package_tag_row(package_id=package_id, tag_id=tag["id"]) for tag in dataset.tags]
        members += [member_row(package_id=package_id, group_id=row["id"], capacity="public") for row in dataset.groups]
        if dataset.organization:
            group_id = dataset.organization["id"]
            members.append(member_row(package_id=package_id, group_id=group_id, capacity="organization"))
    many_rows.insert(session, model.package_tag_table, tags)
    many_rows.insert(session, model.member_table, members)
    for dataset in datasets:
        dataset.package = _attached(dataset.row)


def call_hooks(dataset: NewDataset) -> None:
    """IPackageController's `create` and `after_dataset_create`, plugin by plugin as CKAN does."""
    for plugin in p.PluginImplementations(p.IPackageController):
        plugin.create(dataset.package)
        plugin.after_dataset_create(dataset.context, dataset.data)


def _package_plugin(dataset: dict[str, Any]) -> Any:
    if "type" in dataset:
        return lib_plugins.lookup_package_plugin(dataset["type"])
    plugin = lib_plugins.lookup_package_plugin()
    try:
        package_type = plugin.package_types()[0]
    except (AttributeError, IndexError):
        package_type = "dataset"
        plugin = lib_plugins.lookup_package_plugin(package_type)
    dataset["type"] = package_type
    return plugin


def _attached(row: Row) -> model.Package:
    """The Package for a row that was just inserted, in the session's identity map without a SELECT.

    Every column is set: one that is not would be read from the database at the first look.
    """
    package = model.Package()
    for name, value in row.items():
        setattr(package, name, value)
    package.plugin_data = cast("Any", None)
    make_transient_to_detached(package)
    model.Session.add(package)
    return package
