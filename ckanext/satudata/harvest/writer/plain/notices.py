"""Telling other plugins about new datasets: domain notifications at the commit, action signals after it.

CKAN fires the first from what the ORM flushed and the second from its actions; rows inserted by statement pass both by.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

import ckan.plugins as p
from ckan import model
from ckan.lib import signals
from ckan.types import Context

from ckanext.satudata.harvest.writer.plain.creation import NewDataset
from ckanext.satudata.harvest.writer.refusals import concerns_all

log = logging.getLogger(__name__)

_ACTIVITY = "ckanext.activity.subscriptions"


def announce_new(datasets: Sequence[NewDataset]) -> None:
    """Make the coming commit notify plugins of the datasets and resources as if the ORM had stored them.

    Nothing is made when nobody listens. Model: `ckan/model/modification.py`.
    """
    if not (_listeners(p.IDomainObjectModification) or _listeners(p.IResourceUrlChange)):
        return
    session = model.Session()
    session.flush()
    cache = getattr(session, "_object_cache", None) or {"new": set(), "deleted": set(), "changed": set()}
    for dataset in datasets:
        cache["new"].add(dataset.package)
        cache["new"].update(_resource(row, dataset.package) for row in dataset.resources)
        if dataset.tags or dataset.groups or dataset.organization:
            cache["new"].add(_Touching(dataset.package))
    cast("Any", session)._object_cache = cache  # noqa: SLF001 - CKAN's own place for it


def send_signal(action: str, *, context: Context, data_dict: dict[str, Any], result: Any) -> None:
    """Send `action_succeeded`, except to ckanext-activity: its rows are written with the batch.

    The dataset is committed: a receiver that fails is logged and takes nothing with it.
    """
    for receiver in signals.action_succeeded.receivers_for(action):
        if getattr(receiver, "__module__", "") == _ACTIVITY:
            continue
        try:
            receiver(action, context=context, data_dict=data_dict, result=result)
        except Exception as err:
            if concerns_all(err):
                raise
            log.exception("A receiver of %s failed", action)


class _Touching:
    """Stands for the tag and member rows of a package: CKAN says "changed" of a package that has such new rows."""

    def __init__(self, package: model.Package) -> None:
        self._package = package

    def related_packages(self) -> list[model.Package]:
        return [self._package]


def _listeners(interface: Any) -> bool:
    return next(iter(p.PluginImplementations(interface)), None) is not None


def _resource(row: dict[str, Any], package: model.Package) -> model.Resource:
    resource = model.Resource()
    for name, value in row.items():
        setattr(resource, name, value)
    make_transient_to_detached(resource)
    model.Session.add(resource)
    set_committed_value(resource, "package", package)
    resource.url_changed = bool(row["url"])
    return resource
