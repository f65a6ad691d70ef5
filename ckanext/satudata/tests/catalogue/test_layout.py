from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string

BLOCKS = ("breadcrumb_content", "content_action", "content_primary_nav", "page_primary_action", "secondary_content")


@pytest.fixture
def request_of_a_visitor(with_plugins: None, test_request_context: Any) -> Iterator[None]:
    with test_request_context(environ_overrides={"CKAN_LANG": "en", "CKAN_CURRENT_URL": "/"}):
        yield


@pytest.mark.usefixtures("request_of_a_visitor")
def test_each_part_of_a_page_is_rendered_once() -> None:
    calls: Counter[str] = Counter()
    parts = "".join(f"{{% block {name} %}}{{{{ seen('{name}') }}}}{{% endblock %}}" for name in BLOCKS)

    render_template_string('{% extends "page.html" %}' + parts, seen=lambda name: calls.update([name]) or name)

    assert calls == dict.fromkeys(BLOCKS, 1)


@pytest.mark.usefixtures("request_of_a_visitor")
@pytest.mark.parametrize(("side", "is_narrow"), [("Penyaring", True), ("  ", False)])
def test_the_main_column_takes_the_whole_width_where_nothing_stands_beside_it(side: str, is_narrow: bool) -> None:
    page = render_template_string(
        '{% extends "page.html" %}{% block secondary_content %}{{ side }}{% endblock %}', side=side
    )

    columns = BeautifulSoup(page, "lxml").select_one(".satudata-columns")
    assert columns
    assert (columns.select_one("aside") is not None, "no-nav" not in (columns.get("class") or [])) == (
        is_narrow,
        is_narrow,
    )


@pytest.mark.usefixtures("request_of_a_visitor")
@pytest.mark.parametrize("inner", ["<p>Isi</p>", "<h1>Ubah dataset</h1><p>Isi</p>"])
def test_a_page_of_ckan_without_a_heading_gets_its_title_as_one(inner: str) -> None:
    page = render_template_string(
        '{% extends "page.html" %}{% block subtitle %}Ubah dataset{% endblock %}'
        "{% block primary_content_inner %}" + inner + "{% endblock %}"
    )

    assert [heading.get_text() for heading in BeautifulSoup(page, "lxml").select("h1")] == ["Ubah dataset"]
