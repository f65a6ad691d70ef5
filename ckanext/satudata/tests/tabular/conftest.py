"""Fixtures of the tabular tests: real files where the shared folder lies beside the project, and small made ones."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import Table, Workbook

SHARED = Path(__file__).resolve().parents[5] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real files; the test is skipped where there is none."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared folder with real files does not lie beside the project")
    return SHARED


@pytest.fixture(scope="session")
def spreadsheets(shared: Path) -> Path:
    return shared / "data" / "spreadsheets"


@pytest.fixture
def read() -> Callable[[str | bytes], Workbook]:
    """Tidies a text or the bytes of a file."""
    return lambda content: tidy(BytesIO(content.encode() if isinstance(content, str) else content))


@pytest.fixture
def only_table(read: Callable[[str | bytes], Workbook]) -> Callable[[str | bytes], Table]:
    """The one table of a text or file."""

    def table(content: str | bytes) -> Table:
        (found,) = read(content).tables
        return found

    return table
