"""Options of a source: typed values, or all messages at once."""

from __future__ import annotations

import pytest

from ckanext.satudata.harvest.connectors import Connector, registered
from ckanext.satudata.harvest.errors import SettingsError
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.settings import Choice, Kind, Setting, Value, parse


def one(kind: Kind, **more: object) -> list[Setting]:
    return [Setting(name="x", kind=kind, label="X", help="", **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (Kind.TEXT, "  Dinas ", "Dinas"),
        (Kind.URL, " https://data.example.go.id/ckan ", "https://data.example.go.id/ckan"),
        (Kind.INTEGER, "50", 50),
        (Kind.BOOLEAN, "ya", True),
        (Kind.BOOLEAN, False, False),
        (Kind.DATE, "2024-01-31T00:00:00", "2024-01-31"),
        (Kind.LIST, "a\n b \n\na", ["a", "b"]),
        (Kind.MAP, "Dinkes = dinas-kesehatan\nA=B = c", {"Dinkes": "dinas-kesehatan", "A=B": "c"}),
        (Kind.MAP, {"a": "b"}, {"a": "b"}),
        (Kind.TEXT, "", None),
    ],
)
def test_what_a_form_sends_becomes_a_typed_value(kind: Kind, given: object, expected: Value) -> None:
    assert parse(one(kind), {"x": given}) == {"x": expected}


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        (
            Kind.URL,
            "data.example.go.id",
            "“data.example.go.id” is no web address. Write it as in https://data.example.go.id.",
        ),
        (
            Kind.URL,
            "file:///etc/passwd",
            "“file:///etc/passwd” is no web address. Write it as in https://data.example.go.id.",
        ),
        (Kind.URL, "http://[::1", "“http://[::1” is no web address. Write it as in https://data.example.go.id."),
        (Kind.URL, "https://a:b@x.go.id", "Leave user name and password out of the address: it is shown to others."),
        (Kind.INTEGER, "lima", "“lima” is no whole number."),
        (Kind.INTEGER, 5000, "Write a whole number from 1 to 1000."),
        (Kind.DATE, "31 Januari", "“31 Januari” is no date. Write year-month-day, for example 2026-01-31."),
        (Kind.MAP, "Dinkes", "“Dinkes” is no pair. Write: name there = name here."),
        (Kind.CHOICE, "c", "“c” is not one of: a, b."),
        (Kind.BOOLEAN, "mungkin", "“mungkin” is neither yes nor no."),
        (Kind.TEXT, "a\x00b", "Write at most 2000 characters, without line breaks or invisible control characters."),
        (Kind.TEXT, ["a"], "Write one line of text here."),
        (Kind.LIST, 5, "Write one entry per line."),
    ],
)
def test_a_wrong_value_is_answered_with_what_to_write(kind: Kind, given: object, message: str) -> None:
    declared = one(kind, minimum=1, maximum=1000, choices=(Choice(value="a", label="A"), Choice(value="b", label="B")))

    with pytest.raises(SettingsError) as refused:
        parse(declared, {"x": given})

    assert [text.text() for text in refused.value.errors["x"]] == [message]


def test_all_errors_come_at_once_also_unknown_names_and_missing_ones() -> None:
    declared = [Setting(name="url", kind=Kind.URL, label="Address", help="", required=True), *one(Kind.INTEGER)]

    with pytest.raises(SettingsError) as refused:
        parse(declared, {"x": "?", "ur": "https://a.id"})

    assert {name: texts[0].text() for name, texts in refused.value.errors.items()} == {
        "url": "This must be filled in.",
        "x": "“?” is no whole number.",
        "ur": "There is no such option. Known options: url, x.",
    }


@pytest.mark.parametrize("connector", registered().values(), ids=lambda connector: connector.name)
def test_every_connector_describes_its_settings_with_an_example_that_passes(connector: Connector) -> None:
    examples = {setting.name: setting.example for setting in connector.settings}

    assert "" not in examples.values()
    assert parse(connector.settings, examples).keys() == examples.keys()


def test_the_mapping_settings_carry_examples_that_pass() -> None:
    examples = {setting.name: setting.example for setting in MAPPING_SETTINGS}

    assert parse(MAPPING_SETTINGS, examples).keys() == examples.keys()
