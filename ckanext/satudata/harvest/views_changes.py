"""Pages under /sumber/proses about what a run changed: the changes, the comparison, and the approval of a deletion."""

from __future__ import annotations

from flask import request

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import pages, pages_changes
from ckanext.satudata.harvest.views import Answer, answered, satudata_harvest

__all__ = ["run_approve", "run_changes", "run_compare"]


@satudata_harvest.route("/proses/<id>/perubahan")
@answered
def run_changes(id: str) -> Answer:  # noqa: A002 - CKAN's name for it in every address
    """What one run changed, dataset by dataset and field by field."""
    page = pages_changes.changes_page(id, request.args)
    return tk.render("satudata/harvest/pages/run_changes.html", {"page": page})


@satudata_harvest.route("/proses/<id>/bandingkan")
@answered
def run_compare(id: str) -> Answer:  # noqa: A002
    """One run beside another of its source."""
    try:
        page = pages_changes.compare_page(id, request.args.get("dengan", ""))
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
        return tk.redirect_to("satudata_harvest.run_compare", id=id)
    return tk.render("satudata/harvest/pages/run_compare.html", {"page": page})


@satudata_harvest.route("/proses/<id>/setujui", methods=["POST"])
@answered
def run_approve(id: str) -> Answer:  # noqa: A002
    """Let go what the run refused to take away."""
    try:
        tk.get_action("satudata_deletion_approve")({}, {"id": id})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
    else:
        tk.h.flash_notice(tk._("Approved. The datasets are being hidden; those that are back at the source stay."))
    return tk.redirect_to("satudata_harvest.run_read", id=id)
