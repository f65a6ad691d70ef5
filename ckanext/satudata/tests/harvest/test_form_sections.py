"""What a folded part of the form of a source says of itself."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.harvest import source_form
from ckanext.satudata.harvest.form_sections import folded
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.source_form import FormField

DINKES = {"value": "dinas-kesehatan", "label": "Dinas Kesehatan"}


def test_a_section_says_in_one_line_what_is_set_in_it() -> None:
    chosen = {
        "organization_map": {"dinkes": "dinas-kesehatan", "dinsos": "dinas-sosial"},
        "default_organization": "dinas-kesehatan",
        "default_tags": ["statistik sektoral"],
        "lower_case_tags": True,
        "longest_tag": 100,
    }

    section = folded("", _fields(chosen), lambda text: text.replace("{number}", "2"))

    assert section.summary == (
        "Organisations: 2 lines · Default organisation: Dinas Kesehatan · Additional tags: statistik sektoral"
        " · Tags in small letters: Yes"
    )


def test_a_section_in_which_all_is_as_usual_says_nothing_and_stays_folded() -> None:
    section = folded("", _fields({}), str)

    assert (section.summary, section.is_open) == ("", False)


def test_a_section_with_something_wrong_is_open() -> None:
    errors = {"mapping.longest_tag": ["“x” is no whole number."]}

    assert folded("", _fields({}, errors), str).is_open


def test_an_organisation_that_is_there_no_more_still_stands_in_the_form() -> None:
    field = next(one for one in _fields({"default_organization": "dinas-lama"}) if one.kind == "organization")

    assert [one["value"] for one in field.choices] == ["dinas-lama", "dinas-kesehatan"]


def _fields(values: dict[str, Any], errors: dict[str, list[str]] | None = None) -> list[FormField]:
    return source_form.fields("mapping", MAPPING_SETTINGS, values, errors or {}, str, [DINKES])
