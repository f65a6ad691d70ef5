"""The documentation tells what the code does: nothing is missing, nothing is out of date, no link is dead."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="docs/ is only in a checkout")


@pytest.mark.parametrize("name", ["configuration.md", "findings.md"])
def test_a_generated_page_is_what_its_source_gives_today(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == builder().PAGES[name](), "run `make docs`"


def test_every_option_has_a_description() -> None:
    options = [option for group in builder().option_groups() for option in group.get("options", [])]

    assert [option["key"] for option in options if not option.get("description")] == []


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted(DOCS.rglob("*.md")), ids=lambda p: p.name)
def test_linked_files_exist(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


def links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            yield target


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
