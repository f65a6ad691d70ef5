"""Whether datasets that are gone at their source may go here."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.harvest.deletion.guard import judge
from ckanext.satudata.harvest.policy import policy

USUAL: dict[str, Any] = {"known": 100, "missing": 5, "received": 95, "has_other_options": False}


@pytest.mark.parametrize(
    ("numbers", "settings", "decision", "code"),
    [
        ({}, {}, "done", None),
        ({"missing": 0}, {}, "nothing", None),
        ({"missing": 20}, {}, "done", None),
        ({"missing": 21}, {}, "refused", "HARVEST-55"),
        ({"missing": 21}, {"deletion_share": 30}, "done", None),
        ({"known": 12, "missing": 10, "received": 2}, {}, "done", None),
        ({"known": 12, "missing": 11, "received": 1}, {}, "refused", "HARVEST-55"),
        ({"missing": 10}, {"deletion_share": 0}, "done", None),
        ({"missing": 11}, {"deletion_share": 0}, "refused", "HARVEST-55"),
        ({"known": 3, "missing": 3, "received": 0}, {}, "refused", "HARVEST-56"),
        ({"received": 0}, {"deletion_share": 100}, "refused", "HARVEST-56"),
        ({"has_other_options": True}, {}, "refused", "HARVEST-57"),
        ({"missing": 0, "has_other_options": True}, {}, "nothing", None),
        ({"missing": 50}, {"deletion": False}, "off", None),
    ],
)
def test_the_guard_lets_go_only_what_looks_like_single_losses(
    numbers: dict[str, Any], settings: dict[str, Any], decision: str, code: str | None
) -> None:
    verdict = judge(**{**USUAL, **numbers}, policy=policy(settings))

    assert (verdict.decision.value, verdict.refusal and verdict.refusal.code) == (decision, code)


def test_a_refusal_tells_its_numbers() -> None:
    verdict = judge(**{**USUAL, "missing": 40}, policy=policy({}))

    assert verdict.refusal is not None
    assert verdict.refusal.message() == (
        "Of 100 datasets 40 are gone at the source; 20 may go at once. None was hidden."
    )
