from __future__ import annotations

import re
from string import Formatter

from ckanext.satudata.codes.findings import (
    CODES,
    finding,
    harvest,
    harvest_kinds,
    harvest_stored,
    metadata,
    tabular,
    tabular_contents,
)

MODULES = (metadata, harvest, harvest_kinds, harvest_stored, tabular, tabular_contents)
REGISTERED = [kind for module in MODULES for kind in module.TYPES]
TEXTS = [(kind.code, text) for kind in REGISTERED for text in (kind.message, kind.remedy)]


def placeholders(template: str) -> list[str]:
    """As they stand between the braces, with "!" and ":" parts."""
    return [
        f"{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}"
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    ]


def test_no_code_is_given_twice() -> None:
    assert sorted(kind.code for kind in REGISTERED) == sorted(CODES)


def test_a_code_is_an_area_and_two_digits() -> None:
    assert [kind.code for kind in REGISTERED if not re.fullmatch(r"[A-Z]+-\d\d", kind.code)] == []


def test_message_and_remedy_are_sentences_that_may_close_with_a_value() -> None:
    starts_small = [(code, text) for code, text in TEXTS if not (text[:1].isupper() or text[:1] in '{"“')]
    ends_open = [(code, text) for code, text in TEXTS if not text.endswith((".", "?", "}"))]

    assert (starts_small, ends_open) == ([], [])


def test_placeholders_are_plain_names() -> None:
    odd = [(code, name) for code, text in TEXTS for name in placeholders(text) if not name.isidentifier()]

    assert odd == []


def test_a_finding_with_all_its_details_leaves_no_placeholder_open() -> None:
    for kind in REGISTERED:
        names = {*placeholders(kind.message), *placeholders(kind.remedy)} - {"value", "place"}

        made = finding(kind.code, place="judul", value="isi", **dict.fromkeys(names, "rincian"))

        assert "{" not in made.message() + made.remedy()


def test_long_values_are_cut() -> None:
    made = finding("META-01", place="title", value="x" * 5000)

    assert (len(made.value), made.as_dict()["severity"]) == (200, "error")
