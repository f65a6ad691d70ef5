"""The library stays a plain one: no CKAN, and of ours only the codes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ckanext.satudata.tabular

PACKAGE = Path(ckanext.satudata.tabular.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = ("ckanext.satudata.codes", "ckanext.satudata.tabular")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_no_ckan_and_of_ours_only_codes(module: Path) -> None:
    foreign = [name for name in imported(module) if name.split(".")[0] in ("ckan", "ckanext")]

    assert [name for name in foreign if not name.startswith(ALLOWED)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_has_at_most_three_hundred_lines(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 300


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
