"""CKAN's lists of keywords without those that only datasets have which are not public.

CKAN lists the keywords of drafts and private datasets to everybody, and offers them while somebody types.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Action, Context, DataDict

from ckanext.satudata.metadata import withholding

__all__ = ["actions"]


def actions() -> dict[str, Any]:
    """What the root plugin puts in front of CKAN's."""
    return {"tag_list": tag_list, "tag_autocomplete": tag_autocomplete}


@tk.chained_action
@tk.side_effect_free
def tag_list(original: Action, context: Context, data_dict: DataDict) -> list[Any]:
    """As CKAN's; the words of a vocabulary are no secret, free keywords are those of public datasets."""
    return _of_public_datasets(original(context, data_dict), context, data_dict)


@tk.chained_action
@tk.side_effect_free
def tag_autocomplete(original: Action, context: Context, data_dict: DataDict) -> list[Any]:
    """As `tag_list`."""
    return _of_public_datasets(original(context, data_dict), context, data_dict)


def _of_public_datasets(found: list[Any], context: Context, data_dict: DataDict) -> list[Any]:
    if not found or data_dict.get("vocabulary_id") or withholding.sees_all(context):
        return found
    tag, link, package = model.Tag, model.PackageTag, model.Package
    public = set(
        model.Session.scalars(
            sa.select(tag.name)
            .join(link, link.tag_id == tag.id)
            .join(package, package.id == link.package_id)
            .where(link.state == "active", package.state == "active", package.private.is_(False))
            .distinct()
        )
    )
    return [each for each in found if (each["name"] if isinstance(each, dict) else each) in public]
