"""A mapping may only name what this portal has; what it does not have is told, with the name that was meant."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.harvest.errors import SettingsError
from ckanext.satudata.harvest.mapping.checking import checked_mapping

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def messages(given: dict[str, Any]) -> dict[str, list[str]]:
    with pytest.raises(SettingsError) as raised:
        checked_mapping({"unknown_organization": "create", **given})
    return {name: [message.text()[:90] for message in texts] for name, texts in raised.value.errors.items()}


def test_unknown_names_are_told_with_what_was_meant() -> None:
    given = {
        "field_rules": "satuann <- unit\nharvest_source_id <- x\nsatuan <- y",
        "default_fields": "frekuens = tahunan",
        "fixed_fields": "name = sama",
        "topic_map": "Gizi = kesehatann",
        "license_map": "Terbuka = ccby",
        "default_organization": "tidak-ada-dinas-ini",
    }

    assert messages(given) == {
        "field_rules": [
            "There is no field “satuann” here that can be filled. Perhaps “satuan”?",
            "“harvest_source_id” is not known here. Choose one of: author, author_email, cakupan_wilaya",
        ],
        "default_fields": ["There is no field “frekuens” here that can be filled. Perhaps “frekuensi”?"],
        "fixed_fields": ["“name” is not known here. Choose one of: author, author_email, cakupan_wilayah, dasar_pemb"],
        "topic_map": ["There is no topic “kesehatann”. Perhaps “kesehatan”?"],
        "license_map": ["There is no licence “ccby” here. Perhaps “cc-by”?"],
        "default_organization": [
            "There is no organisation “tidak-ada-dinas-ini” here. Write the last part of its page's add"
        ],
    }


def test_lines_that_are_no_rules_are_told_one_by_one() -> None:
    assert messages({"field_rules": "satuan\ntopik <- tema | kecil"}) == {
        "field_rules": [
            "Line 1: “satuan” is no rule. Write: field here <- name there, for example satuan <- Satuan",
            "Line 2: there is no step “kecil”. Steps: lower, upper, sentence, cut-start, cut-end, split",
        ]
    }


def test_topics_may_be_written_by_their_name() -> None:
    values = checked_mapping({"unknown_organization": "create", "topic_map": {"Alam": "Sumber Daya Alam"}})

    assert values["topic_map"] == {"Alam": "sumber_daya_alam"}
