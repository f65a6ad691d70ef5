"""What `package_show` and the search index say about a dataset, from rows in memory.

Follows `package_show_default_and_custom_schemas` (`ckan/logic/__init__.py`) and `package_show` of CKAN 2.12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import ckan.plugins as p
from ckan import logic, model
from ckan.lib.plugins import lookup_package_plugin, plugin_validate
from ckan.types import Context, Schema

from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.harvest.writer.plain.dictize import DatasetRows, MemoryDictizer


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A dataset as CKAN shows it.

    `default` and `custom` (CKAN's schema, the dataset's own) are for the search index; `answer` is what
    `package_show` tells the activity stream. Plugins may treat them differently: they see the context.
    """

    default: dict[str, Any]
    custom: dict[str, Any]
    answer: dict[str, Any] | None


def show(
    dictizer: MemoryDictizer,
    package: model.Package,
    rows: DatasetRows,
    parent: Context,
    *,
    default_schema: Schema,
    with_answer: bool,
) -> Shown:
    """Show a dataset under CKAN's default schema and under its own, with all hooks of `package_show`."""
    context = logic.fresh_context(parent, ignore_auth=True, use_cache=False, validate=False)
    cast("dict[str, Any]", context).update(model=model, package=package)
    dictized = dictizer.package_dict(package, rows, context)
    for plugin in p.PluginImplementations(p.IPackageController):
        plugin.read(package)
    for plugin in p.PluginImplementations(p.IResourceController):
        for resource in dictized["resources"]:
            plugin.before_resource_show(resource)
    default, _ = plugin_validate(object(), context, dictized, default_schema, "package_show")
    package_plugin = lookup_package_plugin(dictized["type"])
    schema = package_plugin.show_package_schema()
    custom, _ = plugin_validate(package_plugin, context, dictized, schema, "package_show")
    answer = _answer(custom, package) if with_answer else None
    logic.apply_after_dataset_show_plugins(context, custom)
    return Shown(default=default, custom=custom, answer=answer)


def _answer(custom: dict[str, Any], package: model.Package) -> dict[str, Any]:
    """As ckanext-activity asks for it, see `_create_package_activity` in its `subscriptions.py`."""
    answer = copy_json(custom)
    context = {"model": model, "session": model.Session, "user": "", "auth_user_obj": None, "package": package}
    logic.apply_after_dataset_show_plugins(cast("Context", {**context, "for_view": False, "ignore_auth": True}), answer)
    return answer
