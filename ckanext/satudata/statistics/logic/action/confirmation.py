"""The action by which somebody calls an alarm about a file false: with his reason, kept for good."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.statistics.logic import table_schema as schema
from ckanext.satudata.statistics.model import Alarm, Tidying, TidyingState
from ckanext.satudata.statistics.tables import alarms, files, queueing


@tk.validate_action_data(schema.table_confirm)
def satudata_table_confirm(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say that what holds a file back is a false alarm; gives what satudata_table_show gives.

        {"resource_id": "0d0c…", "reason": "The column holds budget codes of 16 digits, I looked at all of them."}

    The alarm is personal data (state refused), the form of another dataset (state held), or a file that could not be
    read. The word holds for this very file. The file is read again and loaded; one that cannot be read is then for
    everybody who may see the dataset.
    """
    tidying = _tidying(data_dict["resource_id"])
    tk.check_access("satudata_table_confirm", context, data_dict)
    alarm = alarms.standing(tidying)
    if alarm is None:
        raise tk.ValidationError({"resource_id": [tk._("Nothing holds this file back.")]})
    found = tk.get_action("satudata_table_show")({"ignore_auth": True}, {"resource_id": tidying.resource_id})
    user = context.get("user", "")
    alarms.confirm(tidying, alarm, reason=data_dict["reason"], user=user, findings=found.get("findings", ()))
    if alarm is Alarm.UNREAD and tidying.state == TidyingState.FAILED.value:
        # Reading it again would only fail again.
        tidying.open_upload = files.upload_of(tidying.resource_id)
        model.Session.commit()
    else:
        queueing.enqueue(tidying.resource_id, tidying.package_id, user)
    return tk.get_action("satudata_table_show")(tk.fresh_context(context), {"resource_id": tidying.resource_id})


def _tidying(resource_id: str) -> Tidying:
    # Locked: of two people who confirm at once the second is told that nothing is left to confirm.
    found = model.Session.scalar(
        Tidying.of_resource(resource_id).with_for_update(), execution_options={"populate_existing": True}
    )
    if found is None:
        raise tk.ObjectNotFound(tk._("This file has not been read yet."))
    return found
