"""What `package_show` and the search index say about a dataset, from rows in memory.

Follows `package_show_default_and_custom_schemas` (`ckan/logic/__init__.py`) and `package_show` of CKAN 2.12.
"""

from __future__ import annotations

from typing import Any, cast

import ckan.plugins as p
from ckan import logic, model
from ckan.lib.plugins import lookup_package_plugin, plugin_validate
from ckan.logic.schema import default_show_package_schema
from ckan.types import Context

from ckanext.satudata.harvest.writer.plain.dictize import DatasetRows, MemoryDictizer

Shown = tuple[dict[str, Any], dict[str, Any]]
"""The dataset under CKAN's default show schema and under its own; the second is what `package_show` answers."""


def show(dictizer: MemoryDictizer, package: model.Package, rows: DatasetRows, parent: Context) -> Shown:
    """Show a dataset twice, with all hooks of `package_show`."""
    context = logic.fresh_context(parent, ignore_auth=True, use_cache=False, validate=False)
    cast("dict[str, Any]", context).update(model=model, package=package)
    dictized = dictizer.package_dict(package, rows, context)
    for plugin in p.PluginImplementations(p.IPackageController):
        plugin.read(package)
    for plugin in p.PluginImplementations(p.IResourceController):
        for resource in dictized["resources"]:
            plugin.before_resource_show(resource)
    default, _ = plugin_validate(object(), context, dictized, default_show_package_schema(), "package_show")
    package_plugin = lookup_package_plugin(dictized["type"])
    custom, _ = plugin_validate(package_plugin, context, dictized, package_plugin.show_package_schema(), "package_show")
    logic.apply_after_dataset_show_plugins(context, custom)
    return default, custom
