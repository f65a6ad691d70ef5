"""docs/metadata.md tells what the schemas say today."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.satudata.metadata import field_page, schema_files
from ckanext.satudata.metadata.quality import CRITERIA

PAGE = Path(__file__).parents[4] / "docs" / "metadata.md"

pytestmark = pytest.mark.skipif(not PAGE.parent.is_dir(), reason="docs/ is only in a checkout")


def test_the_page_is_what_the_schemas_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == field_page.markdown(), "run `make docs`"


@pytest.mark.parametrize("schema", ["dataset", "kegiatan", "organization"])
def test_every_field_stands_in_the_page(schema: str) -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert [f["field_name"] for f in schema_files.fields(schema) if f"`{f['field_name']}`" not in text] == []


def test_every_quality_criterion_stands_in_the_page() -> None:
    words = PAGE.read_text(encoding="utf-8").replace(",", " ").replace("(", " ").replace(")", " ").split()

    assert [name for name in CRITERIA if name not in words] == []
