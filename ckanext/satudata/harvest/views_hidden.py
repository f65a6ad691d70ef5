"""The page under /sumber that lists what is hidden because its source no longer has it, and gives it back."""

from __future__ import annotations

from flask import request

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import pages, pages_hidden
from ckanext.satudata.harvest.views import Answer, answered, satudata_harvest

__all__ = ["give_back", "hidden"]


@satudata_harvest.route("/tersembunyi")
@answered
def hidden() -> Answer:
    """Hidden datasets, those first that are deleted first."""
    return tk.render("satudata/harvest/pages/hidden.html", {"page": pages_hidden.hidden_page(request.args)})


@satudata_harvest.route("/tersembunyi/<id>", methods=["POST"])
@answered
def give_back(id: str) -> Answer:  # noqa: A002 - CKAN's name for it in every address
    """Make one visible again; to its page."""
    try:
        tk.get_action("satudata_hidden_restore")({}, {"id": id})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
    else:
        tk.h.flash_success(tk._("The dataset is back. Later runs of its source leave it as it is."))
    return tk.redirect_to("dataset.read", id=id)
