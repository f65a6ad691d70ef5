"""Default views of new resources, for the few resources that get one."""

from __future__ import annotations

from collections.abc import Sequence

import ckan.plugins.toolkit as tk
from ckan import logic
from ckan.lib import datapreview

from ckanext.satudata.harvest.writer.plain.creation import NewDataset


def create_default_views(datasets: Sequence[NewDataset]) -> None:
    """Let CKAN make the views, unless it would look at each resource and make none.

    Its action asks the database three times per resource before it asks the plugins.
    """
    plugins = datapreview.get_default_view_plugins()
    for dataset in datasets:
        data = dataset.data
        wanted = any(
            plugin.can_view({"resource": resource, "package": data})
            for resource in data.get("resources") or ()
            for plugin in plugins
        )
        if wanted:
            context = logic.fresh_context(dataset.context, ignore_auth=True)
            tk.get_action("package_create_default_resource_views")(context, {"package": data})
