"""Before anything is replaced: do the replacements give what the installed CKAN, with this site's schemas, gives?

Validates a handful of dicts, good and bad, under the create, update and show schemas of each dataset type, both ways.
The thorough proof is the equivalence tests; this one catches a site that is not like those in the tests.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any, cast

import ckan.lib.plugins as lib_plugins
import ckan.plugins as p
from ckan import logic, model
from ckan.lib.navl.dictization_functions import DataError
from ckan.logic.schema import default_show_package_schema
from ckan.types import Context

from ckanext.satudata.harvest.writer.fast.asking import Asked
from ckanext.satudata.harvest.writer.fast.switch import replaced
from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.harvest.writer.types import WriteRequest

log = logging.getLogger(__name__)

Answer = tuple[Any, Any]

NAME = "satudata-self-check-6b1f0f5e"
GOOD = {
    "name": NAME,
    "title": "Self-check",
    "id": "6b1f0f5e-9b0c-4c39-8f6c-2f5a3d1c7e10",
    "owner_org": "",
    "notes": "",
    "tags": [{"name": "satu", "state": "active"}, {"name": "dua", "display_name": "dua"}],
    "extras": [{"key": "a", "value": "1", "state": "active"}, {"key": "b", "value": "2"}],
    "groups": [{"name": "none", "title": "None"}],
    "resources": [
        {"id": "0a4e0f1e-30b3-4d3c-9a39-6a3b0f9e0c55", "url": "http://a.test/1.csv", "format": "csv", "other": "x"},
        {"url": "", "size": "7", "nested": {"a": [1]}, "list": [{"a": 1}], "position": 3},
    ],
    "unknown": {"a": 1},
    "unknowns": [{"a": 1}],
}
BAD: tuple[dict[str, Any], ...] = (
    {"name": "A", "author_email": "x"},
    {"name": "x" * 101, "title": ""},
    {"extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]},
    {"resources": [{}, {"size": "large"}, {"url": "http://a.test", "created": "never"}]},
    {"tags": [{"name": "a"}, {"name": "fine"}, {"name": "!"}], "tag_string": "x,three"},
    {"resources": "text"},
    {"resources": [], "tags": [], "extras": []},
    {"extras": "text"},
)


def passes() -> bool:
    """Whether all answers are the same; what differs is logged."""
    for label, validate in _validations():
        slow, fast = validate(nullcontext()), validate(_replaced())
        if slow != fast:
            log.warning("The fast mode is off: it validates otherwise than this CKAN (%s): %r, %r", label, slow, fast)
            return False
    return True


def _replaced() -> Any:
    requests = [WriteRequest(guid="", dataset=dataset) for dataset in _datasets("dataset")]
    return replaced(Asked(requests).substitutes())


def _validations() -> Iterator[tuple[str, Callable[[Any], Answer]]]:
    for package_type in sorted({"dataset", *_types()}):
        plugin = lib_plugins.lookup_package_plugin(package_type)
        for action, schema in (
            ("package_create", plugin.create_package_schema),
            ("package_update", plugin.update_package_schema),
            ("package_show", plugin.show_package_schema),
        ):
            for number, dataset in enumerate(_datasets(package_type)):
                label = f"{action} of {package_type}, dict {number}"
                yield label, _validation(plugin, dataset, schema, action)
    for number, dataset in enumerate(_datasets("dataset")):
        yield (
            f"default show, dict {number}",
            _validation(object(), dataset, default_show_package_schema, "package_show"),
        )


def _types() -> Iterator[str]:
    for plugin in p.PluginImplementations(p.IDatasetForm):
        yield from plugin.package_types()


def _datasets(package_type: str) -> list[dict[str, Any]]:
    good = GOOD | {"type": package_type}
    return [good, *(good | bad for bad in BAD)]


def _validation(
    plugin: Any, dataset: dict[str, Any], schema: Callable[[], Any], action: str
) -> Callable[[Any], Answer]:
    def validate(surroundings: Any) -> Answer:
        context = {"model": model, "session": model.Session, "user": "", "ignore_auth": True, "satudata_harvest": True}
        with surroundings:
            try:
                data, errors = lib_plugins.plugin_validate(
                    plugin, cast("Context", context), copy_json(dataset), schema(), action
                )
            except (DataError, logic.ActionError, TypeError, AttributeError, ValueError, KeyError) as err:
                # What a bad dict does to a validator is part of the answer.
                return type(err).__name__, str(err)
        return data, errors

    return validate
