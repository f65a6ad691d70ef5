"""Figures as one CSV, streamed while they are read: nothing is held, and nothing is cut.

    /statistik/fakta.csv?indicator=17&wilayah=36.04&tingkat=desa&periode_awal=2019

Takes the filters of satudata_fact_search. A selection above the site's limit is refused with the number of figures.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.navl.dictization_functions import validate
from ckan.types import Context

from ckanext.satudata.codes.csv_cells import harmless
from ckanext.satudata.statistics import config
from ckanext.satudata.statistics.facts import asked, values
from ckanext.satudata.statistics.facts.asked import Asked
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.logic import schema

__all__ = ["satudata_facts"]

satudata_facts = Blueprint("satudata_facts", __name__)

COLUMNS = ("kode_wilayah", "wilayah", "periode", "value", "status", "satuan", "indicator_id", "origin_id", "release")
TOO_MANY = 413
LINES = 500


@satudata_facts.route("/statistik/fakta.csv")
def facts_csv() -> Response:
    """The values of one indicator."""
    context: Context = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    tk.check_access("satudata_fact_search", context, {})
    data, errors = validate(dict(request.args), schema.facts_csv(), context)
    if errors:
        return _refusal("; ".join(f"{name}: {' '.join(map(str, said))}" for name, said in errors.items()), 400)
    reader = Reader.of(context)
    try:
        question = asked.one_indicator(reader, data)
    except tk.ValidationError as err:
        return _refusal("; ".join(map(str, err.error_summary.values())), 400)
    except tk.ObjectNotFound as err:
        return _refusal(str(err), 404)
    count = values.count(reader, question.selection)
    if count > config.csv_limit():
        message = tk._("This would be {count} figures; one CSV holds {most}. Ask for fewer periods or regions.")
        return _refusal(message.format(count=count, most=config.csv_limit()), TOO_MANY)
    name = f"indikator-{question.indicator.id}.csv"
    response = Response(stream_with_context(_lines(reader, question)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(reader: Reader, question: Asked) -> Iterator[str]:
    # A connection of its own, open until the last line has gone: the session ends with the request's work.
    # Its two questions see one state of the figures, whatever is loaded while the lines go out.
    with model.ensure_engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        dimensions = values.dimension_names(connection, question.selection)
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow((*COLUMNS[:4], *dimensions, *COLUMNS[4:], "sel"))
        for number, figure in enumerate(values.stream(connection, reader, question.selection), 1):
            row = {**figure, "satuan": question.indicator.satuan}
            parts = [figure["breakdown"].get(name, "") for name in dimensions]
            cells = [*(row[name] for name in COLUMNS[:4]), *parts, *(row[name] for name in COLUMNS[4:]), row["cell"]]
            writer.writerow([harmless(cell) for cell in cells])
            if number % LINES == 0:
                yield _taken(buffer)
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _refusal(message: str, status: int) -> Response:
    return Response(f"{message}\n", status=status, content_type="text/plain; charset=utf-8")
