"""Pages of tidied files under /berkas, and the empty form of a dataset.

Every page asks the actions, so that it shows and allows what the API shows and allows. What a page holds is made in
`pages.py` and `pages_correction.py`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec

from flask import Blueprint, Response, jsonify, request, send_file, stream_with_context

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.statistics import kept_files, pages, pages_correction
from ckanext.satudata.statistics.model import Tidying
from ckanext.satudata.statistics.tables import csv_files, results
from ckanext.satudata.statistics.tables.excel_file import MOST_ROWS, excel_file
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.model import Table

__all__ = ["satudata_tables"]

satudata_tables = Blueprint("satudata_tables", __name__)
satudata_tables.before_app_request(kept_files.keep_from_strangers)

Answer = str | Response
P = ParamSpec("P")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 60


def answered(view: Callable[P, Any]) -> Callable[P, Any]:
    """Turns what an action refuses into the page that says so."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized:
            return tk.abort(403, tk._("You may not see this. Log in as somebody who works with this dataset."))
        except tk.ObjectNotFound:
            return tk.abort(404, tk._("There is no such table, or its file has not been read yet."))

    return wrapped


@satudata_tables.route("/berkas/<id>/tabel")
@answered
def read(id: str) -> Answer:  # noqa: A002 - CKAN's name for it in every address
    """A file over the whole width: raw and tidy side by side."""
    return tk.render(
        "satudata/statistics/pages/file.html", {**_resource(id), "page": pages.tidied_file(id, request.args)}
    )


@satudata_tables.route("/berkas/<id>/kemajuan")
@answered
def progress(id: str) -> Response:  # noqa: A002
    """What the page of a file that is being read asks every second."""
    told = tk.get_action("satudata_table_show")({}, {"resource_id": id})
    findings = len(told.get("findings", ()))
    return jsonify({"state": told["state"], "progress": told["progress"], "findings": findings})


@satudata_tables.route("/berkas/<id>/baca", methods=["POST"])
@answered
def tidy(id: str) -> Answer:  # noqa: A002
    """Have the file read (again)."""
    try:
        tk.get_action("satudata_table_tidy")({}, {"resource_id": id})
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
    return _to_resource(id)


@satudata_tables.route("/berkas/<id>/konfirmasi", methods=["POST"])
@answered
def confirm(id: str) -> Answer:  # noqa: A002
    """Say that what holds a file back is a false alarm, and why."""
    try:
        tk.get_action("satudata_table_confirm")({}, {"resource_id": id, "reason": request.form.get("alasan", "")})
        tk.h.flash_success(tk._("What you have said is kept with your name."))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
    return _to_resource(id)


@satudata_tables.route("/berkas/<id>/koreksi", methods=["GET", "POST"])
@answered
def correct(id: str) -> Answer:  # noqa: A002
    """Correct what was recognised: fill in, look, keep."""
    if pages.tidied_file(id, request.args).is_at_work:
        tk.h.flash_notice(tk._("The file is being read just now. Correct it as soon as that is done."))
        return tk.redirect_to("satudata_tables.read", id=id, tabel=request.args.get("tabel"))
    form = pages_correction.correction_form(id, request.args)
    if request.method == "GET":
        return _correction_page(form)
    if request.form.get("langkah") == "lupakan":
        tk.get_action("satudata_layout_delete")({}, {"resource_id": id, "layout": form.base.as_dict()})
        tk.h.flash_notice(tk._("The correction was taken back. The file is being read again."))
        return tk.redirect_to("satudata_tables.read", id=id, tabel=request.args.get("tabel"))
    form, layout = form.read(request.form)
    return _correction_page(form) if layout is None else _corrected(form, layout)


@satudata_tables.route("/berkas/<id>/tabel/<int:number>.csv")
@answered
def wide_csv(id: str, number: int) -> Response:  # noqa: A002
    """A tidy table as CSV."""
    return _csv(id, number, csv_files.wide_lines, "")


@satudata_tables.route("/berkas/<id>/tabel/<int:number>-panjang.csv")
@answered
def long_csv(id: str, number: int) -> Response:  # noqa: A002
    """A tidy table as CSV with one figure a line."""
    return _csv(id, number, csv_files.long_lines, "-panjang")


@satudata_tables.route("/berkas/<id>/tabel/<int:number>.xlsx")
@answered
def excel(id: str, number: int) -> Response:  # noqa: A002
    """A tidy table as an Excel file."""
    table = _tidy_table(id, number)
    if len(table.records) > MOST_ROWS:
        tk.abort(413, tk._("This table has too many rows for an Excel file. Take it as CSV."))
    content = excel_file(table)
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=f"{_name(table, number)}.xlsx")


@satudata_tables.route("/dataset/<id>/formulir.xlsx")
@answered
def form(id: str) -> Answer:  # noqa: A002
    """The empty form of a dataset, to be filled in."""
    asked = {"id": id, "periode": request.args.get("periode", ""), "tingkat": request.args.get("tingkat", "")}
    try:
        made = tk.get_action("satudata_form_create")({}, asked)
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
        return tk.redirect_to("dataset.read", id=id)
    content = BytesIO(base64.b64decode(made["content"]))
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=made["name"])


def _corrected(form: pages_correction.CorrectionForm, layout: Layout) -> Answer:
    """The correction as it is kept, or as it would look."""
    asked: dict[str, Any] = {"resource_id": form.resource_id, "layout": layout.as_dict()}
    try:
        if request.form.get("langkah") != "simpan":
            asked["sheet"] = form.file.sheet_number
            return _correction_page(form.with_preview(tk.get_action("satudata_layout_preview")({}, asked)))
        asked["attempt"] = request.form.get("bacaan")
        tk.get_action("satudata_layout_save")({}, asked)
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
        return _correction_page(form)
    tk.h.flash_success(
        tk._("The correction is kept, also for the next file of this shape. The file is being read again.")
    )
    return tk.redirect_to("satudata_tables.read", id=form.resource_id, tabel=request.args.get("tabel"))


def _correction_page(form: pages_correction.CorrectionForm) -> str:
    return tk.render("satudata/statistics/pages/correction.html", {**_resource(form.resource_id), "form": form})


def _resource(id: str) -> dict[str, Any]:  # noqa: A002
    resource = tk.get_action("resource_show")({}, {"id": id})
    package = tk.get_action("package_show")({}, {"id": resource["package_id"]})
    return {"res": resource, "pkg": package}


def _to_resource(id: str) -> Response:  # noqa: A002
    found = _resource(id)
    package = found["pkg"]
    return tk.redirect_to(f"{package['type']}_resource.read", id=package["name"], resource_id=id)


def _csv(id: str, number: int, lines: Callable[[Table], Iterator[str]], ending: str) -> Response:  # noqa: A002
    table = _tidy_table(id, number)
    response = Response(stream_with_context(lines(table)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(table, number)}{ending}.csv"'
    return response


def _tidy_table(id: str, number: int) -> Table:  # noqa: A002
    # The action says whether this visitor sees this table.
    tk.get_action("satudata_table_records")({}, {"resource_id": id, "table": number})
    tidying = model.Session.scalars(Tidying.of_resource(id)).one()
    table = results.table_of(tidying, number)
    if table is None:
        raise tk.ObjectNotFound
    return table


def _name(table: Table, number: int) -> str:
    return fold(table.title)[:LONGEST_NAME].strip().replace(" ", "-") or f"tabel-{number + 1}"
