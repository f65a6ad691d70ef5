"""The Indonesian catalogue has every text that a page can show, each translated, with its placeholders intact."""

from __future__ import annotations

import re
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest

# The package is mapped onto the top-level folder, which pyright cannot follow.
from ckanext.satudata.i18n import messages, update  # pyright: ignore[reportMissingImports]

PERCENT = re.compile(r"%(?:\(\w+\))?[sdrif]")
TAG = re.compile(r"</?(\w+)")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(update.catalogue_path("id")))


@pytest.fixture(scope="module")
def own() -> dict[str, messages.Message]:
    return messages.own_messages()


def test_every_text_of_ours_is_in_the_catalogue(catalogue: polib.POFile, own: dict[str, messages.Message]) -> None:
    known = {entry.msgid for entry in catalogue}

    assert sorted(set(own) - known) == [], "run make i18n"


def test_every_text_of_ckan_and_scheming_is_translated_by_them_or_by_us(catalogue: polib.POFile) -> None:
    by_us = {entry.msgid for entry in catalogue if entry.translated()}

    assert sorted(set(messages.core_messages()) - by_us - set(messages.core_translation("id"))) == []


def test_no_text_waits_for_a_translation_and_none_is_uncertain(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy] == []


def test_the_catalogue_keeps_no_text_that_nobody_shows(
    catalogue: polib.POFile, own: dict[str, messages.Message]
) -> None:
    shown = set(own) | set(messages.core_messages())

    assert [entry.msgid for entry in catalogue if entry.msgid not in shown or entry.obsolete] == [], "run make i18n"


def test_a_translation_has_the_placeholders_of_its_text(catalogue: polib.POFile) -> None:
    wrong = [
        (entry.msgid, translation)
        for entry in catalogue
        for translation in _translations(entry)
        if _placeholders(translation) not in (_placeholders(entry.msgid), _placeholders(entry.msgid_plural))
    ]

    assert wrong == []


def test_a_translation_has_the_markup_of_its_text(catalogue: polib.POFile) -> None:
    wrong = [
        (entry.msgid, translation)
        for entry in catalogue
        for translation in _translations(entry)
        if "<a " in entry.msgid and sorted(TAG.findall(entry.msgid)) != sorted(TAG.findall(translation))
    ]

    # CKAN's about page and sysadmin help are told anew, with fewer examples.
    assert [msgid for msgid, _ in wrong if not msgid.startswith("<p>")] == []


def test_the_compiled_catalogue_is_that_of_the_text_file(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(update.catalogue_path("id").with_suffix(".mo")))

    assert {entry.msgid: list(_translations(entry)) for entry in compiled} == {
        entry.msgid: list(_translations(entry)) for entry in catalogue
    }, "run make i18n"


def test_msgfmt_finds_nothing_to_complain_about(tmp_path: Path) -> None:
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", tmp_path / "id.mo", update.catalogue_path("id")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")


def test_texts_of_schemas_are_collected(own: dict[str, messages.Message]) -> None:
    assert own["Address of the page"].places == (
        "schemas/dataset.yaml",
        "schemas/kegiatan.yaml",
        "schemas/organization.yaml",
    )


def test_texts_marked_in_pure_code_are_collected(own: dict[str, messages.Message]) -> None:
    assert own["The dataset has no title."].places == ("ckanext/satudata/codes/findings/metadata.py",)


def _translations(entry: Any) -> Iterator[str]:
    yield from entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


def _placeholders(text: str) -> list[str]:
    return sorted({*PERCENT.findall(text), *_braces(text)})


def _braces(text: str) -> Iterator[str]:
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        # A text with a lone brace is no format.
        return
    for _, name, _, _ in parsed:
        if name is not None:
            yield "{" + name + "}"
