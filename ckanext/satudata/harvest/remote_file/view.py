"""The page, and the part of a page, that shows the beginning of a file at its source."""

from __future__ import annotations

from flask import Blueprint, request

import ckan.plugins.toolkit as tk

__all__ = ["satudata_remote_file"]

satudata_remote_file = Blueprint("satudata_remote_file", __name__)


@satudata_remote_file.route("/berkas/<id>")
def read(id: str) -> str:  # noqa: A002 - CKAN's name for it in every address
    """The beginning of a file; with `?bagian=1` without the page around it, for the script."""
    try:
        resource = tk.get_action("resource_show")({}, {"id": id})
        shown = tk.get_action("satudata_remote_file_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such file, or it is not open."))
    template = "snippets/remote_file_shown.html" if request.args.get("bagian") else "pages/remote_file.html"
    return tk.render(f"satudata/harvest/{template}", {"shown": shown, "res": resource})
