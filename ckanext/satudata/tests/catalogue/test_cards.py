from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.catalogue.cards import card

BARE = {"name": "padi", "type": "dataset", "title": "Luas Panen Padi"}


@pytest.fixture
def request_in_indonesian(app: Any, with_plugins: None) -> Any:
    with app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": "id"}):
        yield


@pytest.mark.usefixtures("request_in_indonesian")
def test_a_card_of_a_bare_record_has_nothing_but_its_title() -> None:
    made = card(BARE)

    assert (made.title, made.organization, made.period, made.frequency, made.formats, made.updated, made.state) == (
        "Luas Panen Padi", "", "", "", [], "", "",
    )  # fmt: skip


@pytest.mark.usefixtures("request_in_indonesian")
@pytest.mark.parametrize(
    ("notes", "summary"),
    [
        # As in 3,165 of the 4,203 records of the portal of Kabupaten Serang.
        ("Jumlah Luas Panen Padi", ""),
        ("Luas Panen Padi.", ""),
        ("Dihitung dengan kerangka sampel area.", "Dihitung dengan kerangka sampel area."),
    ],
)
def test_a_description_that_only_repeats_the_title_is_not_shown(notes: str, summary: str) -> None:
    assert card(BARE | {"notes": notes}).summary == summary


@pytest.mark.usefixtures("request_in_indonesian")
@pytest.mark.parametrize(
    ("package", "state"),
    [({"state": "draft"}, "draft"), ({"state": "deleted"}, "deleted"), ({"private": True}, "private"), ({}, "")],
)
def test_what_is_not_public_says_so(package: dict[str, Any], state: str) -> None:
    assert card(BARE | package).state == state
