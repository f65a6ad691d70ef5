"""A writer that writes nothing: CKAN's and our validators say what they would take, as `package_create` and
`package_update` ask them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import ckan.lib.plugins as lib_plugins
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.harvest.writer import WriteOutcome, WriteRequest, concerns_all
from ckanext.satudata.harvest.writer.context import new_context, site_user
from ckanext.satudata.harvest.writer.refusals import refusal

log = logging.getLogger(__name__)


class ValidatingWriter:
    """Gives "created" or "updated" for what a writer would store, and "refused" with CKAN's errors for the rest."""

    mode = "validating"
    unindexed: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._user = site_user()

    def write(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        """Validate; each dataset in a savepoint of its own, because a validator may break the transaction."""
        return [self._validated(request) for request in requests]

    def close(self) -> None:
        """There is nothing to finish."""

    def _validated(self, request: WriteRequest) -> WriteOutcome:
        savepoint = model.Session.begin_nested()
        try:
            self._validate(request, new_context(self._user))
        except Exception as error:
            if concerns_all(error):
                raise
            if not isinstance(error, (tk.ValidationError, tk.ObjectNotFound)):
                log.exception("CKAN cannot take dataset %s", request.guid)
            return refusal(request, error)
        finally:
            savepoint.rollback()
        action = "created" if request.package_id is None else "updated"
        return WriteOutcome(guid=request.guid, package_id=request.package_id, action=action)

    def _validate(self, request: WriteRequest, context: Context) -> None:
        if request.package_id is None:
            dataset = request.fresh_dataset()
            plugin = lib_plugins.lookup_package_plugin(dataset.setdefault("type", "dataset"))
            schema, action = plugin.create_package_schema(), "package_create"
        else:
            package = model.Package.get(request.package_id)
            if package is None:
                raise tk.ObjectNotFound
            stored = tk.get_action("package_show")(new_context(self._user), {"id": package.id})
            dataset = {**request.fresh_dataset(stored), "id": package.id, "type": package.type}
            context["package"] = package
            plugin = lib_plugins.lookup_package_plugin(package.type)
            schema, action = plugin.update_package_schema(), "package_update"
        _, errors = lib_plugins.plugin_validate(plugin, context, dataset, schema, action)
        if errors:
            raise tk.ValidationError(errors)
