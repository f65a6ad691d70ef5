"""Pages of the harvest under /sumber: sources, their form, their check, their runs and findings.

Every page asks the actions, so that it shows and allows what the API shows and allows. What a page holds is made in
`pages.py`, the form in `pages_form.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Blueprint, Response, jsonify, request, stream_with_context

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import findings_csv, logged_out, pages, pages_before, pages_form
from ckanext.satudata.harvest.opd_findings.view import satudata_findings
from ckanext.satudata.harvest.pages_form import SourceForm
from ckanext.satudata.harvest.remote_file.view import satudata_remote_file

__all__ = ["satudata_findings", "satudata_harvest", "satudata_remote_file"]

satudata_harvest = Blueprint("satudata_harvest", __name__, url_prefix="/sumber")

Answer = str | Response
P = ParamSpec("P")


def answered(view: Callable[P, Any]) -> Callable[P, Any]:
    """Turns what an action refuses into the page that says so; whoever is not logged in is asked to."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized:
            if logged_out.is_logged_out():
                return logged_out.answer()
            return tk.abort(
                403, tk._("You may not see this. Log in as walidata, or as admin of the organisation concerned.")
            )
        except tk.ObjectNotFound:
            return tk.abort(404, tk._("There is no such source or run."))

    return wrapped


@satudata_harvest.route("/")
@answered
def index() -> Answer:
    """The sources, page by page."""
    return tk.render("satudata/harvest/pages/sources.html", {"page": pages.sources_page(request.args)})


@satudata_harvest.route("/baru", methods=["GET", "POST"])
@answered
def new() -> Answer:
    """The form of a new source."""
    tk.check_access("satudata_source_create", {})
    form = pages_form.new_form(request.values.get("connector"))
    if "again" in request.form:
        form = pages_before.form_again(form, request.form, request.form.getlist("pair"))
    elif request.method == "POST":
        return _saved("satudata_source_create", form)
    return tk.render("satudata/harvest/pages/source_form.html", {"form": form})


@satudata_harvest.route("/<id>/ubah", methods=["GET", "POST"])
@answered
def edit(id: str) -> Answer:  # noqa: A002 - CKAN's name for it in every address
    """The form of a source that exists."""
    tk.check_access("satudata_source_update", {}, {"id": id})
    form = pages_form.edit_form(id)
    if "again" in request.form:
        form = pages_before.form_again(form, request.form, request.form.getlist("pair"))
    elif request.method == "POST":
        return _saved("satudata_source_update", form)
    return tk.render("satudata/harvest/pages/source_form.html", {"form": form})


@satudata_harvest.route("/<id>")
@answered
def read(id: str) -> Answer:  # noqa: A002
    """One source with its runs."""
    return tk.render("satudata/harvest/pages/source.html", {"page": pages.source_page(id)})


@satudata_harvest.route("/<id>/jalankan", methods=["POST"])
@answered
def run(id: str) -> Answer:  # noqa: A002
    """Put a run on the queue and show it."""
    try:
        started = tk.get_action("satudata_source_run")({}, {"id": id})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
        return tk.redirect_to("satudata_harvest.read", id=id)
    return tk.redirect_to("satudata_harvest.run_read", id=started["id"])


@satudata_harvest.route("/<id>/hapus", methods=["GET", "POST"])
@answered
def delete(id: str) -> Answer:  # noqa: A002
    """Ask what shall become of its datasets, then delete the source."""
    tk.check_access("satudata_source_delete", {}, {"id": id})
    if request.method == "GET":
        return tk.render("satudata/harvest/pages/delete.html", {"page": pages.source_page(id)})
    try:
        chosen = request.form.get("datasets") or "keep"
        done = tk.get_action("satudata_source_delete")({}, {"id": id, "datasets": chosen})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
        return tk.redirect_to("satudata_harvest.read", id=id)
    if done["datasets"] == "archive":
        tk.h.flash_notice(tk._("The datasets of the source are being hidden; then the source is deleted."))
    else:
        tk.h.flash_success(tk._("The source has been deleted. Its datasets are still there."))
    return tk.redirect_to("satudata_harvest.index")


@satudata_harvest.route("/proses/<id>")
@answered
def run_read(id: str) -> Answer:  # noqa: A002
    """One run: progress, counters, findings."""
    return tk.render("satudata/harvest/pages/run.html", {"page": pages.run_page(id, request.args)})


@satudata_harvest.route("/proses/<id>/kemajuan")
@answered
def run_progress(id: str) -> Response:  # noqa: A002
    """What the page of a run in progress asks every few seconds: {"state", "received", "announced"}."""
    run = tk.get_action("satudata_run_show")({}, {"id": id})
    return jsonify({name: run[name] for name in ("state", "received", "announced")})


@satudata_harvest.route("/proses/<id>/temuan.csv")
@answered
def run_findings(id: str) -> Response:  # noqa: A002
    """The findings of a run, filtered as on the page, as CSV."""
    run = tk.get_action("satudata_run_show")({}, {"id": id})
    rows = findings_csv.lines(pages.finding_filter(id, request.args))
    name = f"temuan-{run['source']['name']}-{run['created_at'][:10]}.csv"
    return Response(
        stream_with_context(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@satudata_harvest.route("/proses/<id>/batal", methods=["POST"])
@answered
def run_cancel(id: str) -> Answer:  # noqa: A002
    """Ask a run to stop after the batch it is working on."""
    try:
        tk.get_action("satudata_run_cancel")({}, {"id": id})
    except tk.ValidationError as error:
        tk.h.flash_error(pages.first_error(error))
    else:
        tk.h.flash_notice(tk._("The run stops after the records it is working on. What it has stored stays."))
    return tk.redirect_to("satudata_harvest.run_read", id=id)


def _saved(action: str, form: SourceForm) -> Answer:
    data = form.read(request.form)
    try:
        source = tk.get_action(action)({}, data)
    except tk.ValidationError as error:
        again = form.with_errors(data, error.error_dict)
        return tk.render("satudata/harvest/pages/source_form.html", {"form": again})
    return tk.redirect_to("satudata_harvest.read", id=source["name"])
