"""Findings of the harvest as people read them."""

from __future__ import annotations

import pytest

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest import finding_wording

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def test_fields_that_a_message_lists_are_named_as_the_form_of_a_dataset_names_them() -> None:
    found = finding("HARVEST-50", place="notes", fields="notes, satuan, Pejabat Penandatangan, …")

    assert finding_wording.texts(found, str)[0] == (
        "Edited here, so what the source says was left out: Description, Satuan, Pejabat Penandatangan, …"
    )


def test_other_findings_stay_as_they_are_worded() -> None:
    found = finding("META-01", place="title")

    assert finding_wording.texts(found, str) == (found.message(), found.remedy())
