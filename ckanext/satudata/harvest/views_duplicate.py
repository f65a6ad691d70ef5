"""The page under /sumber where the walidata says which datasets are the same."""

from __future__ import annotations

from flask import request

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import pages, pages_duplicate
from ckanext.satudata.harvest.views import Answer, answered, satudata_harvest

__all__ = ["decide_duplicate", "duplicates"]


@satudata_harvest.route("/duplikat")
@answered
def duplicates() -> Answer:
    """Pairs of datasets that are likely the same."""
    tk.check_access("satudata_duplicate_list", {}, {})
    page = pages_duplicate.duplicates_page(request.args)
    return tk.render("satudata/harvest/pages/duplicates.html", {"page": page})


@satudata_harvest.route("/duplikat/<int:number>", methods=["POST"])
@answered
def decide_duplicate(number: int) -> Answer:
    """Confirm or reject a pair, or open it again; back to where the button was."""
    state = request.form.get("state", "")
    try:
        pair = tk.get_action("satudata_duplicate_decide")({}, {"id": number, "state": state})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
    else:
        tk.h.flash_success(_said(pair))
    kept = {"state": request.form.get("filter", ""), "source": request.form.get("source", "")}
    return tk.redirect_to("satudata_harvest.duplicates", **kept)


def _said(pair: dict[str, object]) -> str:
    if pair["state"] == "rejected":
        return tk._("Noted: these are two datasets. They are not proposed again.")
    if pair["state"] == "confirmed":
        if pair["hidden_id"]:
            return tk._("Noted: they are the same. The one of the source with the lower priority is hidden now.")
        return tk._("Noted: they are the same. None was hidden, because one of them is not public anyway.")
    return tk._("The pair is open again.")
