"""A look at a file that lies at its source."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.remote_file.keeping import kept_look
from ckanext.satudata.harvest.remote_file.reach import networks_of
from ckanext.satudata.harvest.remote_file.reading import look
from ckanext.satudata.harvest.remote_file.showing import TABLES, TEXTS


@tk.side_effect_free
@tk.validate_action_data(schema.reference)
def satudata_remote_file_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """The beginning of a file (`id`: of the resource) that lies elsewhere, read by this portal and kept for hours.

    Answers `state`: "shown" with `rows` (the first is the head) or `lines`, and `total`; "refused" with a `message`
    that says why there is nothing to show; "busy" if others are being shown just now: ask again; "unknown" for a kind
    of file that this portal does not show, or a file that does not lie elsewhere.
    """
    tk.check_access("satudata_remote_file_show", context, data_dict)
    own: Context = {"user": context.get("user", ""), "auth_user_obj": context.get("auth_user_obj")}
    resource = tk.get_action("resource_show")(own, {"id": data_dict["id"]})
    kind = str(resource.get("format") or "").strip().upper()
    url = str(resource.get("url") or "")
    if resource.get("url_type") or kind not in TABLES | TEXTS or not url.startswith(("http://", "https://")):
        return {"state": "unknown"}
    networks = networks_of(resource["package_id"], url)
    # What was read inside the office is kept apart: another dataset that names the address does not get it.
    kept = kept_look(f"{kind} {url} {networks}", lambda: look(url, kind, networks))
    if kept is None:
        return {"state": "busy"}
    taken_at = kept.taken_at.isoformat(timespec="seconds")
    if kept.look.excerpt is None:
        reason = kept.look.reason
        return {"state": "refused", "message": reason.text(tk._) if reason else "", "taken_at": taken_at}
    shown = kept.look.excerpt
    return {"state": "shown", "rows": shown.rows, "lines": shown.lines, "total": shown.total, "taken_at": taken_at}
