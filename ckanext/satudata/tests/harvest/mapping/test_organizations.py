"""Whose a foreign dataset is here, and why."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.mapping.organizations import Organizations
from ckanext.satudata.harvest.mapping.settings import options
from ckanext.satudata.tests.harvest.conftest import site

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def word() -> str:
    """A word that no other organisation has in its names."""
    return f"w{uuid.uuid4().hex[:12]}"


def organization(name: str, title: str, **fields: Any) -> dict[str, Any]:
    user = tk.get_action("get_site_user")(site(), {})["name"]
    return tk.get_action("organization_create")({**site(), "user": user}, {"name": name, "title": title, **fields})


def decide(foreign: object, **mapping: Any) -> tuple[str | None, str]:
    """Id of our organisation and code of the reason."""
    decision, is_new = Organizations(options(mapping)).decide(foreign)
    assert is_new
    return decision.organization_id, decision.reason.code


def test_the_map_goes_before_everything(word: str) -> None:
    organization(f"{word}-a", f"{word} A")
    mapped = organization(f"{word}-b", f"{word} B")

    foreign = {"name": f"{word}-a", "title": f"{word} A"}

    assert decide(foreign, organization_map={f"{word} A": f"{word}-b"}) == (mapped["id"], "HARVEST-30")


@pytest.mark.parametrize(
    "foreign",
    [
        {"name": "{word}", "title": "Lain sama sekali"},
        {"name": "x", "title": "DINAS  {word}"},
        {"name": "x", "title": "Dinas-{word}"},
        {"name": "x", "title": "Dinas {word} Kabupaten Serang"},
        {"name": "din{word}", "title": ""},
    ],
    ids=["name", "title", "title with other signs", "official name", "other name"],
)
def test_an_organisation_is_recognised_by_any_of_its_names(word: str, foreign: dict[str, str]) -> None:
    here = organization(
        word, f"Dinas {word}", nama_resmi=f"Dinas {word} Kabupaten Serang", alias=[f"Din{word}", f"D.{word}"]
    )

    assert decide({key: text.format(word=word) for key, text in foreign.items()}) == (here["id"], "HARVEST-31")


def test_a_title_that_two_organisations_share_recognises_neither(word: str) -> None:
    organization(f"{word}-1", f"Sekretariat {word}")
    organization(f"{word}-2", f"Sekretariat {word}")

    assert decide({"name": "x", "title": f"Sekretariat {word}"}) == (None, "HARVEST-34")


def test_an_unknown_organisation_goes_to_the_default_one(word: str) -> None:
    default = organization(word, f"Dinas {word}")

    assert decide({"name": "x", "title": "Entah"}, default_organization=word) == (default["id"], "HARVEST-33")
    assert decide(None, default_organization=word) == (default["id"], "HARVEST-33")


def test_an_unknown_organisation_is_created_once_if_the_source_allows_it(word: str) -> None:
    known = Organizations(options({"unknown_organization": "create"}))
    foreign = {"name": f"Dinas {word}", "title": f"Dinas {word}"}

    made, is_new = known.decide(foreign)
    again, is_new_again = known.decide(dict(foreign))
    later, _ = Organizations(options({})).decide(foreign)

    shown = tk.get_action("organization_show")(site(), {"id": made.organization_id})
    assert (shown["name"], shown["title"]) == (f"dinas-{word}", f"Dinas {word}")
    assert (made.reason.code, is_new, is_new_again, later.reason.code) == ("HARVEST-32", True, False, "HARVEST-31")
    assert made.organization_id == again.organization_id == later.organization_id


def test_a_created_organisation_takes_a_free_name_when_a_group_has_it(word: str) -> None:
    user = tk.get_action("get_site_user")(site(), {})["name"]
    tk.get_action("group_create")({**site(), "user": user}, {"name": word, "title": "Grup"})

    made, _ = Organizations(options({"unknown_organization": "create"})).decide({"name": word, "title": f"OPD {word}"})

    assert tk.get_action("organization_show")(site(), {"id": made.organization_id})["name"] == f"{word}-2"


def test_a_map_to_an_organisation_that_is_not_there_is_told_and_falls_back(word: str) -> None:
    default = organization(word, f"Dinas {word}")

    mapping = {"organization_map": {"a": "tidak-ada"}, "default_organization": word}

    assert decide({"name": "a", "title": "A"}, **mapping) == (default["id"], "HARVEST-35")


def test_a_name_that_means_the_same_is_recognised_with_a_warning(word: str) -> None:
    here = organization(word, f"Dinas Pendidikan dan Kebudayaan {word}")

    assert decide({"name": "x", "title": f"Dinas Kebudayaan & Pendidikan {word}"}) == (here["id"], "HARVEST-36")


def test_the_same_office_of_another_region_is_another_office(word: str) -> None:
    organization(word, f"Dinas {word} Kota Serang")

    assert decide({"name": "x", "title": f"Dinas {word} Kabupaten Serang"}) == (None, "HARVEST-34")


def test_a_name_that_is_only_alike_is_proposed_and_not_taken(word: str) -> None:
    organization(word, f"Dinas Perhubungan Darat {word}")
    known = Organizations(options({}))

    proposed = known.propose("", f"Dinas Perhubungan {word}")

    assert known.recognise("x", f"Dinas Perhubungan {word}") is None
    assert proposed is not None
    assert (proposed[0].name, 0.6 <= proposed[1] < 1) == (word, True)
