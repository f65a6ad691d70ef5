"""Which mode a writer gets: the fastest one that cannot do anything else than CKAN's actions would."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.navl import dictization_functions
from ckan.logic import validators

from ckanext.satudata.harvest.writer import Mode, ground, open_writer
from ckanext.satudata.harvest.writer.fast import self_check
from ckanext.satudata.harvest.writer.fast.navl import Navl


def mode_of(wished: Mode) -> str:
    with open_writer(wished) as writer:
        return writer.mode


@pytest.mark.parametrize(
    ("wished", "got"), [("auto", "fast"), ("fast", "fast"), ("plain", "plain"), ("action", "action")]
)
def test_a_portal_of_ours_gets_what_it_wishes(wished: Mode, got: str) -> None:
    assert mode_of(wished) == got


def test_a_run_that_writes_nothing_does_not_look_for_a_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    checks: list[bool] = []
    monkeypatch.setattr(self_check, "passes", lambda: checks.append(True) or True)

    with open_writer("auto") as writer:
        assert writer.unindexed == frozenset()
        before = len(checks)
        assert writer.mode == "fast"

    assert (before, len(checks)) == (0, 1)


def test_all_functions_of_the_installed_ckan_are_those_that_were_followed() -> None:
    every = {**ground.FOLLOWED, **ground.FOLLOWED_ACTIVITY, **ground.REPLACED, **ground.REMEMBERED}

    assert ground.changed(every) == []


@pytest.mark.parametrize("action", sorted(ground.ACTIONS))
def test_a_plugin_that_chains_an_action_makes_the_writer_call_it(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @tk.chained_action
    def chained(next_action: Any, context: Any, data_dict: Any) -> Any:
        return next_action(context, data_dict)

    plugin: Any = p.get_plugin("satudata")
    own = plugin.get_actions()
    monkeypatch.setattr(plugin, "get_actions", lambda: {**own, action: chained})
    tk.get_action.__globals__["clear_actions_cache"]()
    try:
        assert [mode_of(mode) for mode in ("auto", "fast", "plain")] == ["action"] * 3
    finally:
        monkeypatch.undo()
        tk.get_action.__globals__["clear_actions_cache"]()


def test_another_navl_than_the_one_that_was_replaced_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(*arguments: Any) -> None:
        original(*arguments)

    original = dictization_functions.convert
    monkeypatch.setattr(dictization_functions, "convert", convert)

    assert mode_of("auto") == "plain"


def test_a_ckan_that_saves_otherwise_is_left_to_its_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckan.lib.dictization import model_save

    monkeypatch.setattr(model_save, "package_tag_list_save", lambda *_: False)

    assert mode_of("auto") == "action"


def test_a_replacement_that_answers_otherwise_fails_the_self_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(self: Navl, data: Any, schema: Any, context: Any) -> Any:
        converted, _errors = original(self, data, schema, context)
        return converted, {}

    original = Navl.validate
    monkeypatch.setattr(Navl, "validate", forgetful)

    assert (self_check.passes(), mode_of("auto")) == (False, "plain")


def test_a_web_request_gets_no_replacements(app: Any) -> None:
    with app.flask_app.test_request_context(environ_overrides={"REMOTE_ADDR": "203.0.113.7"}):
        assert mode_of("auto") == "plain"


def test_a_thread_of_a_server_gets_no_replacements() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(mode_of("auto")))

    thread.start()
    thread.join()

    assert found == ["plain"]


def test_nothing_stays_replaced(organization: dict[str, Any]) -> None:
    before = (dictization_functions._validate, dictization_functions.unflatten, validators.package_name_validator)

    with open_writer("fast") as writer:
        writer.write([])

    after = (dictization_functions._validate, dictization_functions.unflatten, validators.package_name_validator)
    assert after == before
