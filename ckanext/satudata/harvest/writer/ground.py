"""The ground the batches stand on: functions of CKAN that they follow, or replace, as they were in CKAN 2.12.0.

A batch does by itself what these functions do. If the installed CKAN has another version of one of them, or a plugin
has put an action of its own in front, the batches might do something else: then a slower mode is used. To take a new
CKAN release into use, read its changes to the functions that `changed()` names, follow them, run the equivalence
tests, and write the new fingerprints down (`python -m ckanext.satudata.harvest.writer.ground` prints them).
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ckan import logic

FOLLOWED: Mapping[str, str] = {
    "ckan.logic.action.create:package_create": "66137a77e498b863",
    "ckan.logic.action.update:package_update": "bfffacfb5b73b6f8",
    "ckan.logic.action.update:package_owner_org_update": "45cdf7bdfa61bbce",
    "ckan.logic.action.get:package_show": "eed73b462eef0fb1",
    "ckan.logic:package_show_default_and_custom_schemas": "4187be5ab3850986",
    "ckan.logic:apply_after_dataset_show_plugins": "8770c549f0cbce29",
    "ckan.logic:index_update_package_dicts": "fa752752e1f07763",
    "ckan.logic:fresh_context": "3ed7e05bf5970e7a",
    "ckan.logic:check_access": "5e7a0d1fa1f49636",
    "ckan.lib.plugins:plugin_validate": "ba1c0496c4d28d40",
    "ckan.lib.dictization:table_dict_save": "78257681e8ad6700",
    "ckan.lib.dictization.model_save:package_dict_save": "4adf98bb07a9143c",
    "ckan.lib.dictization.model_save:resource_dict_save": "e1e3907abf1382f5",
    "ckan.lib.dictization.model_save:package_resource_list_save": "7d060f9cc7cdf692",
    "ckan.lib.dictization.model_save:package_tag_list_save": "45fa5d796fedee0d",
    "ckan.lib.dictization.model_save:package_membership_list_save": "7c8cc7700da0cc0f",
    "ckan.lib.dictization.model_dictize:package_dictize": "d6deffc6ce00826a",
    "ckan.lib.dictization.model_dictize:_execute": "b10242a10ef0a225",
    "ckan.lib.dictization.model_dictize:_get_members": "687d4d0a202a137b",
    "ckan.lib.dictization.model_dictize:group_list_dictize": "dd73334fe7325bf2",
    "ckan.lib.dictization.model_dictize:group_dictize": "cb71fee76257b8ba",
    "ckan.lib.search.index:PackageSearchIndex.index_package": "c65c9f1512921b6d",
    "ckan.lib.search.query:PackageSearchQuery.get_index": "fb7b3275c2b22879",
    "ckan.lib.datapreview:add_views_to_dataset_resources": "1e233fa8319617a0",
    "ckan.lib.datapreview:add_views_to_resource": "b7c9bc1254d9890b",
    "ckan.model.base:DictMixin.from_dict": "02c0b9cfd7493f65",
    "ckan.model.resource:Resource": "f5fc103c0232f9e5",
    "ckan.model.modification:DomainObjectModificationExtension": "46bf04df93df43ee",
}
"""By the plain mode: what `plain/` does in CKAN's stead, or calls with an eye to its inside."""

FOLLOWED_ACTIVITY: Mapping[str, str] = {
    "ckanext.activity.subscriptions:package_changed": "d6c807c8a4874dec",
    "ckanext.activity.subscriptions:package_updated": "c6dffba2f5efb645",
    "ckanext.activity.subscriptions:_create_package_activity": "b4bc2c59307d18ec",
    "ckanext.activity.logic.action:activity_create": "a42d31094cd60954",
}
"""By the plain mode too, on a site that keeps an activity stream."""

FORESEEN: Mapping[str, str] = {
    "ckan.logic.validators:package_name_validator": "f33ee520bc5f450e",
    "ckan.logic.validators:package_id_does_not_exist": "47dd2940967b5110",
    "ckan.logic.validators:resource_id_does_not_exist": "516a9387700ffff0",
}
"""By the plain mode: whose questions to the database it answers. Without them it only has to ask more often."""

REPLACED: Mapping[str, str] = {
    **FORESEEN,
    "ckan.lib.navl.dictization_functions:validate": "781d48964ab3b768",
    "ckan.lib.navl.dictization_functions:_validate": "d54d4de07db8005c",
    "ckan.lib.navl.dictization_functions:augment_data": "474e338c95be8855",
    "ckan.lib.navl.dictization_functions:make_full_schema": "ac7cd3a4d86ce3a1",
    "ckan.lib.navl.dictization_functions:get_all_key_combinations": "e421c62443be898c",
    "ckan.lib.navl.dictization_functions:flatten_schema": "e3e45217b28b722e",
    "ckan.lib.navl.dictization_functions:flattened_order_key": "cf53ad74f1268773",
    "ckan.lib.navl.dictization_functions:convert": "6bf693f6e28947e0",
    "ckan.lib.navl.dictization_functions:unflatten": "49b7e1d72360de9b",
    "ckan.lib.navl.validators:ignore_missing": "09d61678e7f408ad",
    "ckan.logic.converters:convert_to_extras": "b2cb6f8f1ef23ed1",
    "ckan.logic.converters:convert_from_extras": "d909dc8903ecc04d",
    "ckan.logic.validators:duplicate_extras_key": "d76b2c54af65ce1c",
    "ckan.logic.validators:owner_org_validator": "a5b06ece8bc0f22a",
}
"""By the fast mode: what `fast/` puts in CKAN's place."""

REMEMBERED: Mapping[str, str] = {
    "ckanext.scheming.plugins:_field_create_validators": "9b01ae32178546a3",
    "ckanext.scheming.plugins:_field_validators": "1c5faaa3f8dfdfc0",
    "ckanext.scheming.plugins:_field_output_validators": "58be27da0f4509ed",
}
"""By the fast mode: whose answers it remembers within a batch. Without them it only has to ask more often."""

ACTIONS: Mapping[str, str] = {
    "package_create": "ckan.logic.action.create",
    "package_update": "ckan.logic.action.update",
    "package_show": "ckan.logic.action.get",
    "package_owner_org_update": "ckan.logic.action.update",
    "package_create_default_resource_views": "ckan.logic.action.create",
}
"""Actions that the batches do not call, with the module of CKAN's own."""


def changed(functions: Mapping[str, str]) -> list[str]:
    """The functions whose source is not the one that was followed."""
    return [name for name, known in functions.items() if fingerprint(name) != known]


def chained() -> list[str]:
    """The actions that some plugin has chained or replaced."""
    found = []
    for name, module in ACTIONS.items():
        # CKAN wraps each action once, whoever it is from.
        action = inspect.unwrap(logic.get_action(name), stop=lambda wrapper: wrapper.__module__ == "ckan.logic")
        if getattr(action, "__wrapped__", action) is not getattr(import_module(module), name):
            found.append(name)
    return found


def fingerprint(name: str) -> str:
    """Of the source of a function or method, named as "module:function" or "module:class.method"."""
    module, _, path = name.partition(":")
    try:
        found: Any = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        source = inspect.getsource(found)
    except (ImportError, AttributeError, OSError, TypeError):
        return "missing"
    return hashlib.sha256(source.encode()).hexdigest()[:16]


if __name__ == "__main__":
    for functions in (FOLLOWED, FOLLOWED_ACTIVITY, FORESEEN, REPLACED, REMEMBERED):
        for each in functions:
            print(f'    "{each}": "{fingerprint(each)}",')  # noqa: T201 - for the developer at the terminal
        print()  # noqa: T201
