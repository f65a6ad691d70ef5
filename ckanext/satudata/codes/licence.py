"""Licences: CKAN's licence ids, found by id, title, abbreviation or address.

Source: CKAN's built-in licence list; addresses of Creative Commons and Open Data Commons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.satudata.codes import code_list

__all__ = ["Licence", "get", "parse"]

LIST = "licence"
_ADDRESS = re.compile(r"^(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_CREATIVE_COMMONS = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)")
_OPEN_DATA_COMMONS = re.compile(r"opendatacommons\.org/licenses/([a-z]+)")
_OPEN_DEFINITION = re.compile(r"opendefinition\.org/licen[cs]es/([a-z0-9.-]+)")
_CC_PARTS = {"by": "cc-by", "by-sa": "cc-by-sa", "zero": "cc-zero", "mark": "other-pd"}
_ODC_PARTS = {"by": "odc-by", "odbl": "odc-odbl", "pddl": "odc-pddl", "dbcl": "odc-odbl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One licence. `url` is None where it has no text of its own; `is_open` as in the Open Definition."""

    code: str
    label: str
    label_en: str
    url: str | None
    is_open: bool


def get(code: str) -> Licence | None:
    """The licence of a CKAN licence id."""
    term = code_list.get(LIST, code)
    return _licence(term) if term else None


def parse(text: str) -> Licence | None:
    """The licence that the text means; None if it is unknown.

    >>> parse("http://creativecommons.org/licenses/by/3.0/id/").code, parse("CC BY 4.0").code, parse("ODbL").code
    ('cc-by', 'cc-by', 'odc-odbl')
    """
    plain = text.strip()
    if _ADDRESS.match(plain):
        return _from_address(_ADDRESS.sub("", plain).lower())
    term = code_list.find(LIST, plain)
    return _licence(term) if term else None


def _from_address(address: str) -> Licence | None:
    found = _CREATIVE_COMMONS.match(address)
    if found:
        part = found[1]
        # by-nc, by-nd and their mixtures keep something back; CKAN has one id for them.
        return get(_CC_PARTS.get(part, "cc-nc" if "nc" in part.split("-") else "other-closed"))
    found = _OPEN_DATA_COMMONS.match(address)
    if found:
        return get(_ODC_PARTS.get(found[1], ""))
    found = _OPEN_DEFINITION.match(address)
    if found:
        return parse(found[1])
    for term in code_list.terms(LIST).values():
        known = _ADDRESS.sub("", term.columns["url"])
        if known and address.rstrip("/") == known.rstrip("/"):
            return _licence(term)
    return None


def _licence(term: code_list.Term) -> Licence:
    return Licence(
        code=term.code,
        label=term.label,
        label_en=term.label_en,
        url=term.columns["url"] or None,
        is_open=term.columns["is_open"] == "yes",
    )
