"""Actions on pairs of datasets that are likely the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context, DataDict

from ckanext.satudata.harvest import access, sources
from ckanext.satudata.harvest.duplicates import hiding, pairs, showing
from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.model import Duplicate, DuplicateState
from ckanext.satudata.harvest.model.source import now

OPEN_FIRST = sa.case((Duplicate.state == DuplicateState.OPEN.value, 0), else_=1)


@tk.side_effect_free
@tk.validate_action_data(schema.duplicate_list)
def satudata_duplicate_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`count` and `results`: pairs, the open and likeliest first.

    Filters: `state` (open, confirmed, rejected), `reason` (guid, source_url, title), `source_id` (id or name),
    `package_id`; `limit`, `offset`. Each pair with `reason_text`, `likeness` (0..1), `hidden_id` and its `datasets`.
    """
    tk.check_access("satudata_duplicate_list", context, data_dict)
    query = sa.select(Duplicate).where(*_filters(data_dict))
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    page = query.order_by(OPEN_FIRST, Duplicate.likeness.desc(), Duplicate.id)
    found = model.Session.scalars(page.limit(data_dict["limit"]).offset(data_dict["offset"])).all()
    results = showing.duplicates(found)
    if not access.manages(context):
        showing.keep_back_unseen(results, lambda package_id: _may_see(context, package_id))
    return {"count": count, "results": results}


@tk.validate_action_data(schema.duplicate_decide)
def satudata_duplicate_decide(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say of a pair (`id`) that it is the same data (`state` "confirmed"), that it is not ("rejected"), or leave it
    "open" again. What follows is done at once: the dataset of the source with the lower priority is hidden, or comes
    back. Returns the pair.
    """
    tk.check_access("satudata_duplicate_decide", context, data_dict)
    pair = model.Session.get(Duplicate, data_dict["id"])
    if pair is None:
        raise tk.ObjectNotFound(tk._("There is no such pair of datasets."))
    pair.state = data_dict["state"]
    is_open = pair.state == DuplicateState.OPEN.value
    pair.decided_by = None if is_open else context.get("user")
    pair.decided_at = None if is_open else now()
    model.Session.commit()
    hiding.settle(model.Session())
    model.Session.expire_all()
    return showing.duplicates([model.Session.get_one(Duplicate, data_dict["id"])])[0]


def satudata_duplicate_find(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Look through the whole catalogue: how many pairs there are (`pairs`), were `hidden` and `shown` again."""
    tk.check_access("satudata_duplicate_find", context, data_dict)
    number = pairs.find(model.Session())
    model.Session.commit()
    hidden, shown = hiding.settle(model.Session())
    return {"pairs": number, "hidden": hidden, "shown": shown}


def _may_see(context: Context, package_id: str) -> bool:
    # A context of its own: CKAN's authorisation puts the dataset that it has looked at into it.
    user = context.get("user", "")
    own: Context = {"user": user, "auth_user_obj": context.get("auth_user_obj") or model.User.get(user)}
    return bool(authz.is_authorized_boolean("package_show", own, {"id": package_id}))


def _filters(data_dict: DataDict) -> list[sa.ColumnElement[bool]]:
    conditions = [getattr(Duplicate, name) == data_dict[name] for name in ("state", "reason") if data_dict.get(name)]
    sides = (Duplicate.first_id, Duplicate.second_id)
    if data_dict.get("package_id"):
        package = model.Package.get(data_dict["package_id"])
        wanted = package.id if package else data_dict["package_id"]
        conditions.append(sa.or_(*(side == wanted for side in sides)))
    if data_dict.get("source_id"):
        source_id = sources.find(data_dict["source_id"]).id
        package = model.Package
        of_source = sa.select(package.id).where(package.extras["harvest_source_id"].astext == source_id)
        conditions.append(sa.or_(*(side.in_(of_source) for side in sides)))
    return conditions
