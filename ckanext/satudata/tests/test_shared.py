"""The promised surface: what other extensions may import, no more and no less."""

from __future__ import annotations

from types import ModuleType

from ckanext.satudata import shared


def test_every_promised_name_is_there_and_every_public_name_is_promised() -> None:
    public = {
        name
        for name, value in vars(shared).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    }

    assert sorted(public) == sorted(shared.__all__)
