"""What strangers see of the people with an account: their names, and no way to their login names.

Where `ckan.auth.public_user_details` is off, CKAN refuses the page of a person and the list of members, but goes on
linking to them; the link itself holds the login name.
"""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk


def are_shown() -> bool:
    """Whether the reader may open the page of a person."""
    return tk.h.check_access("user_list")


def members_are_shown(group: str) -> bool:
    """Whether the reader may see who the members of an organisation or group are."""
    return tk.h.check_access("group_show", {"id": group, "object_type": "user"})


def name_of(user: str | model.User, maxlength: int) -> str:
    """The name by which a person is called, cut as CKAN cuts it; not the login name, if that is all there is."""
    found = user if isinstance(user, model.User) else model.User.get(user)
    name = found.fullname if found else ""
    if not name:
        return tk._("User")
    return f"{name[:maxlength]}..." if maxlength and len(name) > maxlength else name
