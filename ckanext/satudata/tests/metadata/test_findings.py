"""The register of findings about metadata: each is used, explained, and takes the details that the code gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from ckanext.satudata.codes.findings import FindingType, metadata

SOURCES = Path(metadata.__file__).parents[2] / "metadata"


@pytest.mark.parametrize("kind", metadata.TYPES, ids=lambda kind: kind.code)
def test_every_finding_says_what_is_wrong_and_what_to_do(kind: FindingType) -> None:
    assert (kind.message.endswith("."), kind.remedy.endswith(".")) == (True, True)


def test_codes_are_given_once_and_each_is_used() -> None:
    used = {
        code
        for path in SOURCES.rglob("*.py")
        for code in re.findall(r'"(META-\d\d)"', path.read_text(encoding="utf-8"))
    }
    codes = [kind.code for kind in metadata.TYPES]

    assert sorted(codes) == sorted(set(codes))
    assert sorted(set(codes) ^ used) == []


@pytest.mark.parametrize("kind", metadata.TYPES, ids=lambda kind: kind.code)
def test_every_placeholder_is_given_wherever_the_finding_is_made(kind: FindingType) -> None:
    wanted = {name for text in (kind.message, kind.remedy) for _, name, _, _ in Formatter().parse(text) if name}
    calls = [names for path in SOURCES.rglob("*.py") for names in _details(path.read_text(encoding="utf-8"), kind.code)]

    assert [sorted(names) for names in calls if not wanted - {"value", "place"} <= names] == []


def _details(source: str, code: str) -> Iterator[set[str]]:
    """The names of the keyword arguments of every `finding("<code>", …)`."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and node.args[0].value == code
        ):
            yield {str(keyword.arg) for keyword in node.keywords}
