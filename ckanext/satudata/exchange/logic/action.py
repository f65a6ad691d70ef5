"""The actions behind `/sdi`: CKAN's own read actions, limited to public datasets and rendered for other portals.

Each one asks the core action of the same name with the user of the request, so that search, paging, facets and
authorisation are CKAN's; it only narrows what is asked and reshapes what comes back.
Which part of a dataset goes where: `sdi_dataset.py`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.exchange.sdi_dataset import is_listed, sdi_dataset
from ckanext.satudata.exchange.sdi_organization import sdi_organization

__all__ = [
    "satudata_sdi_group_list",
    "satudata_sdi_group_show",
    "satudata_sdi_organization_list",
    "satudata_sdi_organization_show",
    "satudata_sdi_package_list",
    "satudata_sdi_package_search",
    "satudata_sdi_package_show",
    "satudata_sdi_resource_show",
    "satudata_sdi_site_read",
]

LISTED_FQ = ("dataset_type:dataset", "state:active", "capacity:public")
"""Solr filters of what `/sdi` lists: the same rule as `is_listed`, for searches."""

PLAIN_FIELDS = frozenset({"id", "name", "title", "metadata_created", "metadata_modified"})
"""What `fl` may ask for. Other Solr fields would bypass the shape that `/sdi` promises."""

FACET_OF = {"organization": "organization", "group": "groups"}
"""The Solr field that holds the names of a dataset's organisation and of its groups."""

LARGEST_NUMBER = 2**31
"""More rows than this nobody has; PostgreSQL refuses numbers of more than 64 bits."""

NOT_PASSED_ON = ("include_private", "include_drafts", "include_deleted", "use_default_schema")
GROUP_PARAMETERS = ("include_extras", "include_groups", "include_tags")


@tk.side_effect_free
def satudata_sdi_package_search(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`package_search` over public datasets, the SDI metadata as extras. Same parameters; `fl` for core fields only."""
    query = {key: value for key, value in data_dict.items() if key not in NOT_PASSED_ON}
    filters = query.get("fq_list") or []
    query["fq_list"] = [*([filters] if isinstance(filters, str) else filters), *LISTED_FQ]
    fields = set(_field_names(query.get("fl")))
    if not fields <= PLAIN_FIELDS:
        message = tk._("Only these fields can be asked for one by one: {fields}.")
        raise tk.ValidationError({"fl": [message.format(fields=", ".join(sorted(PLAIN_FIELDS)))]})
    found = tk.get_action("package_search")(_as_user(context), query)
    if not fields:
        page = _page_prefix()
        found["results"] = [sdi_dataset(package, page_prefix=page) for package in found["results"]]
    return found


@tk.side_effect_free
def satudata_sdi_package_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`package_show` of one public dataset (`id` or `name`), with the SDI metadata as extras."""
    package = tk.get_action("package_show")(_as_user(context), {"id": tk.get_or_bust(data_dict, "id")})
    if not is_listed(package):
        raise tk.ObjectNotFound
    return sdi_dataset(package, page_prefix=_page_prefix())


@tk.side_effect_free
def satudata_sdi_package_list(context: Context, data_dict: DataDict) -> list[str]:
    """Names of all public datasets in order, or `limit` of them from `offset` on. Kegiatan are not listed."""
    tk.check_access("package_list", context, data_dict)
    query = (
        sa.select(model.Package.name)
        .where(model.Package.type == "dataset", model.Package.state == "active", model.Package.private.is_(False))
        .order_by(model.Package.name)
    )
    if limit := _whole_number(data_dict, "limit"):
        query = query.limit(limit)
    return list(model.Session.scalars(query.offset(_whole_number(data_dict, "offset"))))


@tk.side_effect_free
def satudata_sdi_resource_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`resource_show` of a file or link of a public dataset that is open to everyone."""
    resource_id = tk.get_or_bust(data_dict, "id")
    stored = model.Resource.get(resource_id)
    if stored is None:
        raise tk.ObjectNotFound
    # Not through CKAN's `resource_show`, which would say of files that are not open that they are there.
    dataset = satudata_sdi_package_show(context, {"id": stored.package_id})
    for resource in dataset["resources"]:
        if resource["id"] == resource_id:
            return resource
    raise tk.ObjectNotFound


@tk.side_effect_free
def satudata_sdi_organization_list(context: Context, data_dict: DataDict) -> list[Any]:
    """`organization_list`; with `all_fields`, our own fields as extras and the number of public datasets."""
    return _group_list("organization", context, data_dict)


@tk.side_effect_free
def satudata_sdi_organization_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`organization_show`, our own fields as extras; `include_datasets` adds up to 1,000 public datasets."""
    return _group_show("organization", context, data_dict)


@tk.side_effect_free
def satudata_sdi_group_list(context: Context, data_dict: DataDict) -> list[Any]:
    """`group_list`; with `all_fields`, the number of public datasets in each."""
    return _group_list("group", context, data_dict)


@tk.side_effect_free
def satudata_sdi_group_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`group_show`; `include_datasets` adds up to 1,000 public datasets."""
    return _group_show("group", context, data_dict)


@tk.side_effect_free
def satudata_sdi_site_read(context: Context, data_dict: DataDict) -> bool:
    """True for whoever may list datasets: older clients ask this before anything else."""
    return tk.check_access("package_list", context, data_dict)


def _group_list(kind: str, context: Context, data_dict: DataDict) -> list[Any]:
    query = {key: value for key, value in data_dict.items() if key not in ("include_users", "include_datasets")}
    found = tk.get_action(f"{kind}_list")(_as_user(context), query)
    if not tk.asbool(data_dict.get("all_fields", False)):
        return found
    counts = _dataset_counts(kind, context)
    return [sdi_organization(group, dataset_count=counts.get(group["name"], 0)) for group in found]


def _dataset_counts(kind: str, context: Context) -> dict[str, int]:
    field = FACET_OF[kind]
    found = satudata_sdi_package_search(context, {"rows": 0, "facet.field": [field], "facet.limit": -1})
    return found["facets"].get(field, {})


def _group_show(kind: str, context: Context, data_dict: DataDict) -> dict[str, Any]:
    query = {key: data_dict[key] for key in GROUP_PARAMETERS if key in data_dict}
    query |= {"id": tk.get_or_bust(data_dict, "id"), "include_users": False, "include_dataset_count": False}
    group = tk.get_action(f"{kind}_show")(_as_user(context), query)
    rows = 1000 if tk.asbool(data_dict.get("include_datasets", False)) else 0
    found = satudata_sdi_package_search(context, {"rows": rows, "fq": f'{FACET_OF[kind]}:"{group["name"]}"'})
    datasets = {"packages": found["results"]} if rows else {}
    return sdi_organization(group, dataset_count=found["count"]) | datasets


def _as_user(context: Context) -> Context:
    """A new context for the user of the request: core actions leave traces in theirs."""
    return {"user": context.get("user", ""), "auth_user_obj": context.get("auth_user_obj")}


def _field_names(value: Any) -> list[str]:
    """The names in a parameter that is a list, or a text with commas or spaces.

    >>> _field_names("id,name"), _field_names(["id", "name res_url"]), _field_names(None)
    (['id', 'name'], ['id', 'name', 'res_url'], [])
    """
    parts = value if isinstance(value, list) else [value or ""]
    return [name for part in parts for name in str(part).replace(",", " ").split()]


def _page_prefix() -> str:
    """Address of a dataset page up to its name; asked once per answer: `url_for` costs more than a whole dataset."""
    return tk.url_for("dataset.read", id="NAME", _external=True, locale="default").removesuffix("NAME")


def _whole_number(data_dict: DataDict, key: str) -> int:
    try:
        value = int(data_dict.get(key) or 0)
    except (TypeError, ValueError):
        value = -1
    if value < 0:
        raise tk.ValidationError({key: [tk._("Write a whole number that is not negative.")]})
    return min(value, LARGEST_NUMBER)
