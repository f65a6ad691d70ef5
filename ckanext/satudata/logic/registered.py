"""The actions and authorisation functions of the root plugin: its own, and those it puts in front of CKAN's."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from ckanext.satudata.logic import action, auth, private_actions, private_auth, withheld_actions, withheld_auth

__all__ = ["actions", "auth_functions"]


def actions() -> dict[str, Any]:
    """For IActions."""
    return {**_public(action), **private_actions.actions(), **withheld_actions.actions()}


def auth_functions() -> dict[str, Any]:
    """For IAuthFunctions."""
    return {**_public(auth), **private_auth.auth_functions(), **withheld_auth.auth_functions()}


def _public(module: ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in module.__all__}
