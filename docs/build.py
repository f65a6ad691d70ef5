"""Writes the pages of docs/ that are made from code: `make docs`.

configuration.md comes from the `config_declaration.yaml` files, findings.md from the register of findings.
`tests/test_docs.py` fails when a page and its source differ, so these pages are never edited by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ckanext.satudata.codes import findings
from ckanext.satudata.metadata import field_page

DOCS = Path(__file__).resolve().parent
PACKAGE = DOCS.parent / "ckanext" / "satudata"

CONFIGURATION = """\
# Configuration

Every option of ckanext-satudata, as declared in the `config_declaration.yaml` beside the code that reads it. Put them
into `ckan.ini`; `ckan config describe satudata` prints the same in the terminal. This page is made by `make docs`.
"""

FINDINGS = """\
# Findings

What the portal reports about data and metadata, by code. An *error* keeps a record, a field or a table out; a *warning*
lets it in and somebody should mend it; an *info* asks for nothing. Codes are never reused. Words in braces are filled
in with what was found. This page is made by `make docs`.
"""


def main() -> None:
    """Write every page and say which."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/{name} written\n")


def configuration_page() -> str:
    """One table for each group of declared options."""
    return "\n".join([CONFIGURATION, *(_options(group) for group in option_groups())])


def option_groups() -> Iterator[dict[str, Any]]:
    """The declared groups, files in the order of their paths."""
    for path in sorted(PACKAGE.rglob("config_declaration.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]


def findings_page() -> str:
    """One table of all finding types, in the order of the register."""
    rows = [
        f"| `{kind.code}` | {kind.severity.value} | {_cell(kind.message)} | {_cell(kind.remedy)} |"
        for kind in findings.CODES.values()
    ]
    return "\n".join(
        [FINDINGS, "| Code | Severity | What was found | What to do |", "| --- | --- | --- | --- |", *rows, ""]
    )


def _options(group: dict[str, Any]) -> str:
    rows = [_option(option) for option in group.get("options", [])]
    head = ["| Option | Default | Meaning |", "| --- | --- | --- |"]
    return "\n".join([f"## {group['annotation']}", "", *head, *rows, ""])


def _option(option: dict[str, Any]) -> str:
    default = option.get("default")
    shown = "" if default in (None, "") else f"`{default}`"
    meaning = _cell(str(option.get("description", "")))
    if option.get("example"):
        meaning = f"{meaning} Example: `{_cell(str(option['example']))}`."
    return f"| `{option['key']}` | {shown} | {meaning} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {
    "configuration.md": configuration_page,
    "findings.md": findings_page,
    "metadata.md": field_page.markdown,
}
"""File name in docs/ to the function that gives its text."""


if __name__ == "__main__":
    main()
