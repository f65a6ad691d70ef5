"""Files under /sumber/berkas that this portal gives out itself for a source; see `own_files.py`."""

from __future__ import annotations

from flask import Response, send_file, stream_with_context

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import own_files
from ckanext.satudata.harvest.own_files import OwnTable
from ckanext.satudata.harvest.views import answered, satudata_harvest

__all__ = ["own_file"]


@satudata_harvest.route("/berkas/<id>/<name>")
@answered
def own_file(id: str, name: str) -> Response:  # noqa: A002, ARG001 - the name is for the reader's download folder
    """The file of a resource, to whom the resource is shown. Always as a download: a source could hold a web page."""
    try:
        tk.check_access("resource_show", {}, {"id": id})
    except tk.NotAuthorized:
        # A program that fetches files must not take the page of the login for one.
        return tk.abort(403, tk._("You may not see this file."))
    found = own_files.find(id)
    if isinstance(found, OwnTable):
        answer = Response(stream_with_context(found.lines()), content_type="text/csv; charset=utf-8")
        answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    else:
        answer = send_file(found.path, as_attachment=True, download_name=found.name, conditional=True)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
