"""A source that is large enough for the share of the deletion guard to count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import add_source, run_now
from ckanext.satudata.tests.harvest.deletion import withdrawing
from ckanext.satudata.tests.harvest.servers import Portal, serving


@pytest.fixture
def wide() -> Portal:
    """A portal with 30 datasets: six may go at once by their share, ten because ten always may."""
    return withdrawing.portal_of(30)


@pytest.fixture
def wide_source(wide: Portal, opd: dict[str, Any]) -> Iterator[Source]:
    with serving(wide) as url:
        source = add_source(url, opd["name"])
        run_now(source)
        yield source
