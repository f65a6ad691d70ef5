"""Findings of the harvest as people read them."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.harvest import finding_wording

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def test_fields_that_a_message_lists_are_named_as_the_form_of_a_dataset_names_them() -> None:
    found = finding("HARVEST-50", place="notes", fields="notes, satuan, Pejabat Penandatangan, …")

    assert finding_wording.texts(found, str)[0] == (
        "Edited here, so what the source says was left out: Description, Satuan, Pejabat Penandatangan, …"
    )


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (
            finding("HARVEST-46", place="", value="2026-11-21T20:05+00:00"),
            "Only records that changed since 22 Nov 2026, 03.05 were asked for. Nothing was called missing.",
        ),
        (
            finding("HARVEST-53", place="", date="2026-11-29"),
            "The dataset had been hidden since 29 Nov 2026, and the source still has not got it: it was deleted.",
        ),
    ],
    ids=["moment", "day"],
)
def test_times_are_told_in_words_and_in_the_time_of_the_portal(
    found: Finding, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckan.display_timezone", "Asia/Jakarta")

    assert finding_wording.texts(found, str, "id")[0] == message


def test_other_findings_stay_as_they_are_worded() -> None:
    found = finding("META-01", place="title")

    assert finding_wording.texts(found, str) == (found.message(), found.remedy())
