"""Every text that a page can show: collected from our code, templates and schemas, from CKAN and from scheming.

A text is a msgid (English, or an Indonesian term of the regulation) with its plural, and where it stands.
Which parts of CKAN count: `CORE_PARTS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import polib
import yaml
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

CODE = Path(__file__).resolve().parents[1] / "ckanext" / "satudata"
CORE = Path(str(resources.files("ckan")))
SCHEMING = Path(str(resources.files("ckanext.scheming")))

KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "ungettext": (1, 2)}
TEMPLATES = [("**.html", "ckan.lib.extract:extract_ckan"), ("**.txt", "ckan.lib.extract:extract_ckan")]
METHODS = [("tests/**", "ignore"), ("**/migration/**", "ignore"), ("**.py", "python"), *TEMPLATES]

SCHEMA_TEXTS = frozenset({"label", "help_text", "repeating_label", "upload_label", "form_alert_warning"})
"""Keys of a schema that scheming translates. Placeholders are examples of data, so they stay Indonesian."""

CORE_PARTS = (
    "ckan/authz.py",
    "ckan/config/",
    "ckan/lib/",
    "ckan/logic/",
    "ckan/model/",
    "ckan/plugins/",
    "ckan/public-midnight-blue/",  # the classic scripts have the same texts; CKAN's template names only this copy
    "ckan/templates/",
    "ckan/views/",
    "ckanext/activity/assets/",
    "ckanext/activity/email_notifications.py",
    "ckanext/activity/logic/",
    "ckanext/activity/templates/",
    "ckanext/activity/views.py",
    "ckanext/datastore/",
    "ckanext/datatablesview/",
    "ckanext/imageview/",
    "ckanext/resourceproxy/",
    "ckanext/textview/",
)
"""The parts of CKAN whose texts our pages can show."""

MADE_AT_RUN_TIME = ("Dataset", "Datasets", "Kegiatan", "Kegiatans", "active", "draft", "deleted", "extras", "resources")
"""Texts that CKAN's templates put together, such as `_(dataset_type.title())` and `_(pkg.state)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One text. `places` are files, without line numbers, so that the catalogue changes only when a text does."""

    msgid: str
    plural: str
    places: tuple[str, ...]
    is_ours: bool


def own_messages() -> dict[str, Message]:
    """Our texts by msgid, in the order of our files."""
    found: dict[str, Message] = {}
    for place, msgid, plural in (*_code_texts(CODE, METHODS, "ckanext/satudata/"), *_schema_texts()):
        _add(found, place, msgid, plural, is_ours=True)
    return found


def core_messages() -> dict[str, Message]:
    """The texts of CKAN and scheming that our pages can show, by msgid."""
    found: dict[str, Message] = {}
    for entry in polib.pofile(str(CORE / "i18n" / "ckan.pot")):
        places = sorted({place for place, _line in entry.occurrences if place.startswith(CORE_PARTS)})
        for place in places:
            _add(found, place, entry.msgid, entry.msgid_plural, is_ours=False)
    scheming = [("2.8_templates/**", "ignore"), ("tests/**", "ignore"), *TEMPLATES, ("*.py", "python")]
    for place, msgid, plural in _code_texts(SCHEMING, scheming, "ckanext/scheming/"):
        _add(found, place, msgid, plural, is_ours=False)
    for msgid in MADE_AT_RUN_TIME:
        _add(found, "ckan/templates/", msgid, "", is_ours=False)
    return found


def core_translation(locale: str) -> Mapping[str, polib.POEntry]:
    """What CKAN itself translates, by msgid."""
    catalogue = polib.pofile(str(CORE / "i18n" / locale / "LC_MESSAGES" / "ckan.po"))
    return {entry.msgid: entry for entry in catalogue if entry.translated()}


def _code_texts(folder: Path, methods: list[tuple[str, str]], prefix: str) -> Iterator[tuple[str, str, str]]:
    found = extract_from_dir(folder, method_map=methods, keywords=KEYWORDS)
    for filename, _line, message, _comments, _context in found:
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield prefix + Path(filename).as_posix(), singular, plural


def _schema_texts() -> Iterator[tuple[str, str, str]]:
    for path in sorted((CODE.parents[1] / "schemas").glob("*.yaml")):
        for text in _texts_below(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield f"schemas/{path.name}", text, ""


def _texts_below(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _texts_below(item)
    if isinstance(node, dict):
        for key, value in node.items():
            is_text = key in SCHEMA_TEXTS and isinstance(value, str)
            yield from (value,) if is_text else _texts_below(value)
            if key == "start_form_page" and isinstance(value, dict):
                yield from (value[name] for name in ("title", "description") if value.get(name))


def _add(found: dict[str, Message], place: str, msgid: str, plural: str, *, is_ours: bool) -> None:
    known = found.get(msgid)
    places = (*known.places, place) if known and place not in known.places else known.places if known else (place,)
    found[msgid] = Message(
        msgid=msgid, plural=plural or (known.plural if known else ""), places=places, is_ours=is_ours
    )
