"""Existing datasets: what `package_update` does up to its hooks, without its commit and its show.

Follows `ckan/logic/action/update.py` of CKAN 2.12 step by step; validation and saving are CKAN's own calls. One
choice differs: an update that changes nothing writes nothing at all, where CKAN indexes and records an activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import ckan.lib.plugins as lib_plugins
import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib import uploader
from ckan.lib.dictization import model_save
from ckan.types import Context

from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.harvest.writer.plain.originals import Originals
from ckanext.satudata.harvest.writer.plain.rows import utc_now
from ckanext.satudata.harvest.writer.types import WriteRequest

_missing = object()


@dataclass(slots=True, kw_only=True)
class ChangedDataset:
    """A validated update on its way into the database."""

    request: WriteRequest
    context: Context
    package: model.Package
    before: dict[str, Any]
    is_same: bool = False
    """The request is what is stored."""
    data: dict[str, Any] = field(default_factory=dict)
    changed_resources: list[dict[str, Any]] | None = None
    uploads: list[Any] = field(default_factory=list)
    copied: dict[int, int] = field(default_factory=dict)
    """Positions of resources that stay as they are: new position → present position."""


def validate_update(
    request: WriteRequest, context: Context, package: model.Package, originals: Originals
) -> ChangedDataset:
    """Validate as `package_update` does. Raises ValidationError, and whatever validators raise."""
    context["package"] = package
    original = originals.shown(package, context)
    dataset = request.fresh_dataset(original)
    update = ChangedDataset(request=request, context=context, package=package, before=copy_json(original))
    dataset |= {"id": package.id, "type": package.type}
    tk.check_access("package_update", context, dataset)
    plugin = lib_plugins.lookup_package_plugin(package.type)
    schema = plugin.update_package_schema()
    if _is_same(original, dataset):
        update.is_same = True
        return update
    _find_changed_resources(update, dataset, original, plugin)
    update.uploads = [_prepare_upload(resource) for resource in update.changed_resources or ()]
    to_validate = dict(dataset)
    if update.changed_resources is not None:
        to_validate["resources"] = update.changed_resources
    data, errors = lib_plugins.plugin_validate(plugin, context, to_validate, schema, "package_update")
    if errors:
        if update.copied and "resources" in errors:
            errors["resources"] = list(_merged(errors["resources"], update.copied, lambda _: {}))
        raise tk.ValidationError(errors)
    if update.copied:
        stored = original["resources"]
        data["resources"] = list(_merged(data["resources"], update.copied, lambda old: stored[old], to_the_end=True))
    update.data = data
    return update


def save(update: ChangedDataset, originals: Originals) -> bool:
    """Save through the ORM, flushed but not committed, and call the hooks; False if nothing was changed."""
    package, data, context = update.package, update.data, update.context
    with _known_tags_by_id(package, data.get("tags") or ()):
        _, change = model_save.package_dict_save(data, context, False, update.copied)
    if not change:
        return False
    if not data.get("metadata_modified"):
        package.metadata_modified = utc_now()
    if not originals.has_right_organization(package):
        organization_context = logic.fresh_context(context, ignore_auth=True, defer_commit=True)
        tk.get_action("package_owner_org_update")(
            organization_context, {"id": package.id, "organization_id": package.owner_org}
        )
    model.Session.flush()
    if update.changed_resources:
        _finish_uploads(update)
    for plugin in p.PluginImplementations(p.IPackageController):
        plugin.edit(package)
        plugin.after_dataset_update(context, data)
    return True


@contextmanager
def _known_tags_by_id(package: model.Package, tags: Iterable[dict[str, Any]]) -> Iterator[None]:
    """For a while the tags that the package has already carry their ids: CKAN asks the database for each without."""
    present = (each.tag for each in package.package_tags)
    known = {tag.name: tag.id for tag in present if tag and tag.vocabulary_id is None}
    named = [tag for tag in tags if not tag.get("id") and tag["name"] in known]
    for tag in named:
        tag["id"] = known[tag["name"]]
    yield
    for tag in named:
        del tag["id"]


def _is_same(original: dict[str, Any], dataset: dict[str, Any]) -> bool:
    if original.get("resources") != dataset.get("resources"):
        return False
    if dataset.get("metadata_modified"):
        return original == dataset
    besides = {"metadata_modified": None, "resources": None}
    return original | besides == dataset | besides


def _find_changed_resources(
    update: ChangedDataset, dataset: dict[str, Any], original: dict[str, Any], plugin: Any
) -> None:
    """CKAN validates and saves only resources that differ, unless fields they depend on have changed."""
    dependencies: list[str] = []
    if hasattr(plugin, "resource_validation_dependencies"):
        dependencies = plugin.resource_validation_dependencies(update.package.type)
    independent = all(original.get(name, _missing) == dataset.get(name, _missing) for name in dependencies)
    if "resources" not in dataset:
        update.changed_resources = None if independent else original["resources"]
        return
    update.changed_resources = dataset["resources"]
    if independent:
        stored = {resource["id"]: resource for resource in original["resources"]}
        update.copied = {
            position: resource["position"]
            for position, resource in enumerate(dataset["resources"])
            if resource == stored.get(resource.get("id"), ())
        }
        update.changed_resources = [
            resource for position, resource in enumerate(dataset["resources"]) if position not in update.copied
        ]


def _prepare_upload(resource: dict[str, Any]) -> Any:
    upload = uploader.get_resource_uploader(resource)
    if "mimetype" not in resource and hasattr(upload, "mimetype"):
        resource["mimetype"] = upload.mimetype
    if "url_type" in resource and hasattr(upload, "filesize"):
        resource["size"] = upload.filesize
    return upload


def _merged(changed: list[Any], copied: dict[int, int], stand_in: Any, *, to_the_end: bool = False) -> Iterator[Any]:
    """The changed items with stand-ins at the positions of the copied ones, `to_the_end` also behind the last."""
    position = 0
    for item in changed:
        while position in copied:
            yield stand_in(copied[position])
            position += 1
        yield item
        position += 1
    while to_the_end and position in copied:
        yield stand_in(copied[position])
        position += 1


def _finish_uploads(update: ChangedDataset) -> None:
    """Tell the uploaders, and through the context the hooks, the ids that new resources got."""
    changed, uploads = iter(update.changed_resources or ()), iter(update.uploads)
    for position, stored in enumerate(update.package.resources):
        if position in update.copied:
            continue
        resource, upload = next(changed), next(uploads)
        resource["id"] = stored.id
        upload.upload(stored.id, uploader.get_max_resource_size())
