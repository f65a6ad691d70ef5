"""Networks inside the office that one source may lie in: given by a sysadmin, checked at every connection by the guard.

A permission for one source says less than the operator's option for all of them. It is given in CIDR form, as narrow as
it can be: whoever edits the source may change its address within these networks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Network, ip_network
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import Context, ErrorDict

from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.http.guard import Network

FIELD = "networks"
MOST = 20
# Half the internet is no permission for one source.
WIDEST = {4: 8, 6: 32}


def allowed(own: Iterable[str]) -> tuple[Network, ...]:
    """What a source may lie in besides public addresses: the operator's networks and its own."""
    return (*config.allowed_networks(), *(ip_network(text, strict=False) for text in own))


def permit(context: Context, data: Mapping[str, Any], stored: Sequence[str] = ()) -> None:
    """Raises tk.NotAuthorized where somebody who is no sysadmin gives other networks than are stored."""
    if FIELD not in data or context.get("ignore_auth") or authz.is_sysadmin(context.get("user") or ""):
        return
    if set(_lines(data[FIELD])) != set(stored):
        raise tk.NotAuthorized(tk._("Only a sysadmin may let a source lie in a private network."))


def checked(data: Mapping[str, Any], stored: Sequence[str], errors: ErrorDict) -> list[str]:
    """The networks that are given, else those that are stored; what is wrong goes into `errors`."""
    if FIELD not in data:
        return list(stored)
    if not isinstance(data[FIELD], (str, list, tuple, type(None))):
        errors[FIELD] = [tk._("Write one network per line, or give a list of them.")]
        return list(stored)
    lines = _lines(data[FIELD])
    messages = [message for line in lines if (message := _wrong(line))]
    if len(lines) > MOST:
        messages.append(tk._("Write at most {number} networks.").format(number=MOST))
    if messages:
        errors[FIELD] = messages
        return list(stored)
    return list(dict.fromkeys(str(ip_network(line, strict=False)) for line in lines))


def typed(form: Mapping[str, str]) -> dict[str, list[str]]:
    """What stands in the form, which has the field for sysadmins only."""
    return {FIELD: _lines(form[FIELD])} if FIELD in form else {}


def _lines(given: Any) -> list[str]:
    texts = given.replace(",", " ").split() if isinstance(given, str) else given
    return [str(text).strip() for text in texts if str(text).strip()] if isinstance(texts, (list, tuple)) else []


def _wrong(line: str) -> str:
    try:
        network = ip_network(line, strict=False)
    except ValueError:
        message = tk._("“{value}” is no network. Write it like 10.20.0.0/16, or a single address like 10.20.3.4.")
        return message.format(value=line)
    if network.prefixlen < WIDEST[network.version]:
        kind = "IPv4" if isinstance(network, IPv4Network) else "IPv6"
        message = tk._("“{value}” is too wide. A network of {kind} has at least /{length}.")
        return message.format(value=line, kind=kind, length=WIDEST[network.version])
    return ""
