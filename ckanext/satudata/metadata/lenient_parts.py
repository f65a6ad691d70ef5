"""The small parts of a harvested dataset: extras, tags, groups, repeated rows, links. Pure; see `lenient.py`.

Limits are those of CKAN 2.12: tags of 2 to 100 letters, digits, blanks and -_. only; no extra with the name of a
schema field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import EMPTY, Normalised, Normaliser, as_text, refused

__all__ = ["BLANK", "as_string", "clean_groups", "clean_rows", "clean_tags", "normalise_link", "sort_extras"]

BLANK: tuple[Any, ...] = (None, "", [], {})
"""What counts as no value."""
KEY_LIMIT = 100
EXTRA_LIMIT = 100_000
LINK_LIMIT = 2000
LEAST_TAG, MOST_TAG = 2, 100
RESERVED_KEYS = frozenset(
    {
        "id", "name", "title", "author", "author_email", "maintainer", "maintainer_email", "license_id", "notes", "url",
        "version", "state", "type", "owner_org", "private", "resources", "tags", "tag_string", "plugin_data", "extras",
        "save", "return_to", "relationships_as_object", "relationships_as_subject", "groups", "metadata_modified",
        "__before", "__after", "__extras", "__junk",
    }
)  # fmt: skip
"""Keys of CKAN's own schema, which no extra may have."""
_NOT_IN_TAG = re.compile(r"[^\w \-.]+")
_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "sftp"})
_PLAIN_LINK = re.compile(r"https?://[a-zA-Z0-9.\-]+(?::\d+)?(?:[/?#][^\s\[\]<>\"]*)?")
_BARE_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)


def sort_extras(
    given: Mapping[str, Any], names: frozenset[str], found: list[Finding]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The top-level fields, with extras of a field's name moved into it where it is empty; and the other extras."""
    fields = dict(given)
    extras: dict[str, str] = {}
    for key, value in _pairs(given.get("extras"), found):
        if key in names or key in RESERVED_KEYS:
            _move(key, value, fields, key in names, found)
        elif key in extras:
            if extras[key] != as_string(value):
                found.append(finding("META-11", place="extras", value=key))
        elif value not in BLANK:
            extras[key] = as_string(value)[:EXTRA_LIMIT]
    return fields, [{"key": key, "value": value} for key, value in extras.items() if value]


def clean_tags(given: Any, found: list[Finding]) -> list[dict[str, str]]:
    """Tags as CKAN takes them, each once."""
    names: dict[str, None] = {}
    for entry in _listed(given, "tags", found):
        raw = as_text(entry.get("name") if isinstance(entry, Mapping) else entry)
        name = " ".join(_NOT_IN_TAG.sub(" ", raw).split())[:MOST_TAG].strip()
        if name != raw:
            found.append(finding("META-08", place="tags", value=raw or entry))
        if len(name) >= LEAST_TAG:
            names.setdefault(name)
        elif name == raw:
            found.append(finding("META-08", place="tags", value=raw or entry))
    return [{"name": name} for name in names]


def clean_groups(given: Any) -> list[dict[str, str]]:
    """Groups by name or id; whether they exist is the mapping's business."""
    entries = given if isinstance(given, list) else ()
    groups = (
        {key: text.without_control_characters(as_text(entry.get(key))) for key in ("id", "name")}
        for entry in entries
        if isinstance(entry, Mapping)
    )
    kept = ({key: value for key, value in group.items() if value} for group in groups)
    return [group for group in kept if group]


def clean_rows(
    given: Any, subfields: Mapping[str, Normaliser], place: str, found: list[Finding]
) -> list[dict[str, Any]]:
    """The rows of a repeated field; a plain text becomes a row with that text in its first subfield."""
    if given in BLANK:
        return []
    rows: list[dict[str, Any]] = []
    first = next(iter(subfields))
    for number, entry in enumerate(_listed(_loaded(given), place, found)):
        row = entry if isinstance(entry, Mapping) else {first: entry}
        clean: dict[str, Any] = {}
        for name, normalise in subfields.items():
            value = row.get(name)
            if value not in BLANK:
                result = normalise(value, place=f"{place}[{number}].{name}")
                if result.value is not None:
                    clean[name] = result.value
                if result.finding:
                    found.append(result.finding)
        if clean:
            rows.append(clean)
    return rows


def normalise_link(value: object, *, place: str) -> Normalised:
    """An address on the web; a host without scheme gets https://, anything else is no link.

    >>> normalise_link("data.go.id/a b", place="url").value, normalise_link("javascript:alert(1)", place="url").value
    ('https://data.go.id/a%20b', None)
    """
    given = text.without_control_characters(as_text(value)).strip()
    if len(given) <= LINK_LIMIT and _PLAIN_LINK.fullmatch(given):
        return Normalised(value=given)
    if not given:
        return EMPTY if value in BLANK else refused(finding("META-18", place=place, value=value))
    link = "%20".join(given.split())
    try:
        parts = urlsplit(link)
    except ValueError:
        return refused(finding("META-18", place=place, value=given))
    if parts.scheme.lower() in _SCHEMES and parts.netloc and len(link) <= LINK_LIMIT:
        return Normalised(value=link)
    if _BARE_HOST.fullmatch(link) and len(link) <= LINK_LIMIT:
        return Normalised(value=f"https://{link}")
    return refused(finding("META-18", place=place, value=given))


def as_string(value: object) -> str:
    """Any JSON value as text that CKAN stores: scalars as they read, lists and objects as JSON."""
    plain = as_text(value)
    if not plain and value not in BLANK and not isinstance(value, str):
        plain = json.dumps(value, ensure_ascii=False, default=str)
    return text.without_control_characters(plain).strip()


def _pairs(given: Any, found: list[Finding]) -> Iterable[tuple[str, Any]]:
    if isinstance(given, Mapping):
        given = [{"key": key, "value": value} for key, value in given.items()]
    for entry in _listed(given, "extras", found):
        key = as_string(entry.get("key")) if isinstance(entry, Mapping) else ""
        if not key or len(key) > KEY_LIMIT:
            found.append(finding("META-12", place="extras", value=key or entry))
        else:
            yield key, entry.get("value")


def _move(key: str, value: Any, fields: dict[str, Any], is_field: bool, found: list[Finding]) -> None:
    if value in BLANK:
        return
    if is_field and fields.get(key) in BLANK:
        fields[key] = value
        found.append(finding("META-09", place=key, value=key))
    elif fields.get(key) != value:
        found.append(finding("META-10", place=key, value=key))


def _listed(given: Any, place: str, found: list[Finding]) -> list[Any]:
    if isinstance(given, list):
        return given
    if given not in BLANK:
        found.append(finding("META-13", place=place, value=given))
    return []


def _loaded(given: Any) -> Any:
    if isinstance(given, str) and given.lstrip().startswith(("[", "{")):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return [given]
    return given if isinstance(given, list) else [given]
