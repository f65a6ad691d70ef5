"""Pages under /sumber that look at a source before a run: check and preview, of a stored source or of the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import pages, pages_before
from ckanext.satudata.harvest.pages_form import SourceForm
from ckanext.satudata.harvest.views import Answer, answered, satudata_harvest

__all__ = ["check", "check_typed", "confirm", "preview", "preview_typed", "remap", "restore_mapping"]

CHECK = "satudata/harvest/pages/check.html"
PREVIEW = "satudata/harvest/pages/preview.html"


@satudata_harvest.route("/<id>/periksa", methods=["POST"])
@answered
def check(id: str) -> Answer:  # noqa: A002 - CKAN's name for it in every address
    """Look at the other end now and show what is there."""
    return tk.render(CHECK, {"page": pages_before.check_page(id)})


@satudata_harvest.route("/<id>/periksa/organisasi", methods=["POST"])
@answered
def confirm(id: str) -> Answer:  # noqa: A002
    """Write the ticked organisations into the map of the source."""
    tk.check_access("satudata_source_update", {}, {"id": id})
    pairs = request.form.getlist("pair")
    try:
        number = pages_before.confirm(id, pairs) if pairs else 0
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
    else:
        message = tk.ungettext(
            "{number} organisation has been written into the map.",
            "{number} organisations have been written into the map.",
            number,
        )
        tk.h.flash_success(message.format(number=number))
    return tk.redirect_to("satudata_harvest.read", id=id)


@satudata_harvest.route("/<id>/pratinjau")
@answered
def preview(id: str) -> Answer:  # noqa: A002
    """What a run would make of the first records."""
    tk.check_access("satudata_source_preview", {}, {"id": id})
    return tk.render(PREVIEW, {"page": pages_before.preview_page(id, request.args.get("records"))})


@satudata_harvest.route("/periksa", methods=["POST"])
@answered
def check_typed() -> Answer:
    """Check what stands in the form."""
    tk.check_access("satudata_source_check", {}, {})
    return _of_form(CHECK, pages_before.typed_check_page)


@satudata_harvest.route("/pratinjau", methods=["POST"])
@answered
def preview_typed() -> Answer:
    """Preview what stands in the form."""
    tk.check_access("satudata_source_preview", {}, {})
    return _of_form(PREVIEW, pages_before.typed_preview_page)


@satudata_harvest.route("/<id>/petakan", methods=["POST"])
@answered
def remap(id: str) -> Answer:  # noqa: A002
    """Map the stored records again, in the background, and show the run."""
    try:
        started = tk.get_action("satudata_source_remap")({}, {"id": id})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
        return tk.redirect_to("satudata_harvest.read", id=id)
    return tk.redirect_to("satudata_harvest.run_read", id=started["id"])


@satudata_harvest.route("/<id>/pemetaan/<int:number>", methods=["POST"])
@answered
def restore_mapping(id: str, number: int) -> Answer:  # noqa: A002
    """Use an earlier mapping again."""
    try:
        tk.get_action("satudata_mapping_version_restore")({}, {"id": id, "number": number})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
    else:
        message = tk._("The mapping with the number {number} is in use again. Map the stored records again, or run.")
        tk.h.flash_success(message.format(number=number))
    return tk.redirect_to("satudata_harvest.read", id=id)


def _of_form(template: str, page: Callable[[SourceForm, Any], Any]) -> Answer:
    """The page, or the form again with what is wrong in it."""
    form = pages_before.form_of(request.form)
    try:
        return tk.render(template, {"page": page(form, request.form)})
    except tk.ValidationError as error:
        again = form.with_errors(form.read(request.form), error.error_dict)
        return tk.render("satudata/harvest/pages/source_form.html", {"form": again})
