"""Who may import whom (design section 2): `codes` and `tabular` stay libraries that know no CKAN."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1]
OURS = "ckanext.satudata"
PURE = ("codes", "tabular")


def modules_of(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (PACKAGE / folder).rglob("*.py"))


def imported_names(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(module: Path) -> str:
    return str(module.relative_to(PACKAGE))


def test_the_pure_packages_are_there() -> None:
    assert [folder for folder in PURE if len(modules_of(folder)) < len(("__init__", "one more"))] == []


@pytest.mark.parametrize("module", modules_of(*PURE), ids=names)
def test_pure_packages_import_no_ckan(module: Path) -> None:
    assert [name for name in imported_names(module) if name.split(".")[0] == "ckan"] == []


@pytest.mark.parametrize("module", modules_of(*PURE), ids=names)
def test_pure_packages_import_nothing_of_ours_but_codes_and_themselves(module: Path) -> None:
    own = module.relative_to(PACKAGE).parts[0]
    allowed = (f"{OURS}.codes", f"{OURS}.{own}")

    foreign = [
        name
        for name in imported_names(module)
        if name.split(".")[0] == "ckanext" and not f"{name}.".startswith(tuple(f"{start}." for start in allowed))
    ]

    assert foreign == []
