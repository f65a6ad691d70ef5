"""The organisations and accounts that a new site starts with.

Read from a JSON file: `people.json` beside this one has the administrator alone, the demo brings its own with the roles
of Perpres 39/2019. Passwords are random, and written once into a file that only its owner can read.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who can log in; `organization` and `role` (admin, editor, member) go together."""

    name: str
    fullname: str
    email: str
    may: str
    sysadmin: bool = False
    organization: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What to create; `organizations` are dicts as `organization_create` takes them."""

    organizations: tuple[Mapping[str, Any], ...]
    accounts: tuple[Account, ...]

    @classmethod
    def read(cls, path: Path) -> People:
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            organizations=tuple(content["organizations"]),
            accounts=tuple(Account(**account) for account in content["accounts"]),
        )


def create(people: People, accounts_file: Path) -> None:
    """Create what does not exist yet; an organisation that does gets the values given. Needs a CKAN that is loaded."""
    for organization in people.organizations:
        _ensure_organization(organization)
    made = [(account, password) for account in people.accounts if (password := _ensure_account(account))]
    if made:
        _keep(accounts_file, made)


def _ensure_organization(values: Mapping[str, Any]) -> None:
    known = model.Group.get(values["name"])
    action = "organization_patch" if known else "organization_create"
    tk.get_action(action)(_context(), {**values, "id": known.id} if known else dict(values))


def _ensure_account(account: Account) -> str | None:
    """The password of a new account; None if the account exists."""
    if model.User.get(account.name):
        return None
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = {"name": account.name, "fullname": account.fullname, "email": account.email, "password": password}
    tk.get_action("user_create")(_context(), user)
    if account.sysadmin:
        tk.get_action("user_patch")(_context(), {"id": account.name, "sysadmin": True})
    if account.organization:
        member = {"id": account.organization, "username": account.name, "role": account.role}
        tk.get_action("organization_member_create")(_context(), member)
    return password


def _context() -> Context:
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"ignore_auth": True, "user": site_user["name"]}


def _keep(path: Path, made: Iterable[tuple[Account, str]]) -> None:
    lines = [f"{account.name:<12} {password:<18} {account.may}\n" for account, password in made]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.writelines(lines)
