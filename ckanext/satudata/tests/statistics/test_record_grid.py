"""The head of a tidy table as people read it."""

from __future__ import annotations

import re

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.tabular.model import Column, ColumnRole
from ckanext.satudata.tabular.values.columns import ColumnType


@pytest.mark.usefixtures("with_plugins", "with_request_context")
def test_the_column_that_we_make_of_headings_is_named_in_the_readers_language() -> None:
    given = (("section", ColumnRole.SECTION), ("section", ColumnRole.TEXT), ("", ColumnRole.TEXT))
    columns = [Column(name=name, path=(name,), index=None, type=ColumnType.STRING, role=role) for name, role in given]

    html = tk.render_snippet("satudata/statistics/snippets/record_grid.html", {"columns": columns, "rows": []})

    assert re.findall(r"<th scope=.col.>(.*?)</th>", html) == ["Section", "section", "(no name)"]
