"""Four of CKAN's validators that ask the database for each dataset, answered from one look per batch.

Follows `ckan/logic/validators.py` of CKAN 2.12. What was not asked for beforehand goes to CKAN's own validator, so a
name that only validation has made is looked up as ever. Clashes within the batch need no care here: see `claims.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from ckan import authz, model
from ckan.common import _
from ckan.lib.navl.dictization_functions import Invalid, missing
from ckan.logic import validators
from ckan.model import PACKAGE_NAME_MAX_LENGTH, PACKAGE_NAME_MIN_LENGTH
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.satudata.harvest.writer.plain.taken import Taken
from ckanext.satudata.harvest.writer.types import WriteRequest


class Asked:
    """The answers for the datasets of one batch."""

    def __init__(self, requests: Sequence[WriteRequest]) -> None:
        self._taken = Taken(requests)
        owners = (request.dataset.get("owner_org") for request in requests)
        self._groups = _find_groups({*self._taken.owners, *(one for one in owners if isinstance(one, str) and one)})
        self._owner_may_be_moved = not authz.check_config_permission(
            "allow_dataset_collaborators"
        ) or authz.check_config_permission("allow_collaborators_to_change_owner_org")

    def substitutes(self) -> dict[Callable[..., Any], Callable[..., Any]]:
        """What to call instead of which validator."""
        return {
            validators.package_name_validator: self.package_name_validator,
            validators.package_id_does_not_exist: self.package_id_does_not_exist,
            validators.resource_id_does_not_exist: self.resource_id_does_not_exist,
            validators.owner_org_validator: self.owner_org_validator,
        }

    def package_name_validator(
        self, key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
    ) -> None:
        value = data[key]
        holders = self._taken.names.get(value) if isinstance(value, str) else None
        if holders is None:
            validators.package_name_validator(key, data, errors, context)
            return
        package = context.get("package")
        package_id = package.id if package else data.get((*key[:-1], "id"))
        others = (
            [each for each in holders if each != package_id] if package_id and package_id is not missing else holders
        )
        if others:
            errors[key].append(_("That URL is already in use."))
        if len(value) < PACKAGE_NAME_MIN_LENGTH:
            raise Invalid(_('Name "%s" length is less than minimum %s') % (value, PACKAGE_NAME_MIN_LENGTH))
        if len(value) > PACKAGE_NAME_MAX_LENGTH:
            raise Invalid(_('Name "%s" length is more than maximum %s') % (value, PACKAGE_NAME_MAX_LENGTH))

    def package_id_does_not_exist(self, value: Any, context: Context) -> Any:
        holders = self._taken.ids.get(value) if isinstance(value, str) else None
        if holders is None:
            return validators.package_id_does_not_exist(value, context)
        if holders:
            raise Invalid(_("Dataset id already exists"))
        return value

    def resource_id_does_not_exist(
        self, key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
    ) -> None:
        value = data[key]
        holders = self._taken.resources.get(value) if isinstance(value, str) and key[0] == "resources" else None
        if holders is None:
            validators.resource_id_does_not_exist(key, data, errors, context)
        elif holders and holders[0] != data.get(("id",)):
            errors[key].append(_("Resource id already exists."))

    def owner_org_validator(
        self, key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
    ) -> None:
        value = data.get(key)
        group_id = self._groups.get(value) if isinstance(value, str) else None
        if group_id and context.get("ignore_auth") and self._owner_may_be_moved:
            data[key] = group_id
        else:
            validators.owner_org_validator(key, data, errors, context)


def _find_groups(wanted: set[str]) -> dict[str, str]:
    """Id of the group of each reference, by id first, then by name, as `Group.get` looks."""
    wanted = {each for each in wanted if "\0" not in each}
    if not wanted:
        return {}
    group = model.group_table.c
    query = sa.select(group.id, group.name).where(sa.or_(group.id.in_(wanted), group.name.in_(wanted)))
    rows = [(row.id, row.name) for row in model.Session.execute(query)]
    return {name: group_id for group_id, name in rows} | {group_id: group_id for group_id, _name in rows}
