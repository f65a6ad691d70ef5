"""Pages below /temuan: what still holds about the datasets of one's own organisations."""

from __future__ import annotations

from flask import Blueprint, Response, request, stream_with_context

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import findings_csv
from ckanext.satudata.harvest.opd_findings import page

__all__ = ["satudata_findings"]

satudata_findings = Blueprint("satudata_findings", __name__, url_prefix="/temuan")


@satudata_findings.route("/")
def index() -> str:
    """The findings, filtered as the address says."""
    _check()
    return tk.render("satudata/harvest/pages/findings.html", {"page": page.findings_page(request.args)})


@satudata_findings.route("/temuan.csv")
def download() -> Response:
    """The same as CSV."""
    _check()
    rows = findings_csv.lines({**page.chosen_filters(request.args), "current": "true"})
    return Response(
        stream_with_context(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="temuan.csv"'},
    )


def _check() -> None:
    try:
        tk.check_access("satudata_finding_list", {})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Findings are for the members of the organization concerned. Please log in."))
