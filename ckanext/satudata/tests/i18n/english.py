"""Finds English on a page that should be Indonesian.

Two nets: a text that is an English msgid whose translation differs, and a text with an English function word, which
also catches what never went through gettext. Data that people typed and proper names are let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import polib
from bs4 import BeautifulSoup, Comment, Doctype

# The package is mapped onto the top-level folder, which pyright cannot follow.
from ckanext.satudata.i18n import messages, update  # pyright: ignore[reportMissingImports]

__all__ = ["english_on"]

FUNCTION_WORDS = re.compile(
    r"\b(the|of|and|your|you|this|that|with|for|from|are|is|was|be|not|no|or|to|in|on|by|all|has|have|will|can|an|a|it)\b",
    re.IGNORECASE,
)
SHORT_WORDS_THAT_ARE_ALSO_INDONESIAN = re.compile(r"\b(a|in|to|no|an|is|by|it|on|be)\b", re.IGNORECASE)
PROPER_NAMES = re.compile(
    r"Creative Commons[\w ()-]*|Open Data Commons[\w ()-]*|Project Open Data|Open Government Licence[\w ()-]*"
    r"|GNU Free Documentation License|Hypertext Transfer Protocol|Built on CKAN|Database License \(ODbL\)"
    r"|Computer Assisted[\w ]*|Statistical Data and Metadata[\w ]*"
)
TEXT_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-module-content", "data-bs-title")
CODE = ("script", "style", "code", "pre", "textarea", "template", "svg")
OWN_WORD = re.compile(r"[a-z]{3,}")
FILLED = re.compile(r"\{.*?\}|%\(\w+\)[sd]|%[sdr]")
PLACEHOLDER = re.compile(r"\\\{[^}]*\\\}|%\\\(\w+\\\)[sd]|%[sdr]")


def english_on(body: str, *, typed: set[str]) -> list[str]:
    """The English texts of a page, each once. `typed` are texts that people have entered, such as titles."""
    page = BeautifulSoup(body, "lxml")
    for element in page.select(", ".join(CODE) + ", body [lang=en], [translate=no]"):
        element.decompose()
    caught = {text for text in _texts(page) if text not in typed and _is_english(text)}
    return sorted(text for text in caught if _is_english(_without_names(text, typed)))


def _without_names(text: str, typed: set[str]) -> str:
    """The text less what was typed, as in "Buka halaman Walker and Sons"."""
    for name in sorted((name for name in typed if len(name) > 3 and name in text), key=len, reverse=True):
        text = text.replace(name, "…")
    return _plain(text)


def _texts(page: Any) -> Iterator[str]:
    for node in page.find_all(string=True):
        if not isinstance(node, Comment | Doctype) and (text := _plain(node)):
            yield text
    for element in page.find_all(True):
        for name in TEXT_ATTRIBUTES:
            if text := _plain(str(element.get(name) or "")):
                yield text
        if element.name == "input" and element.get("type") in ("submit", "button"):
            yield _plain(str(element.get("value") or ""))


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" :·*")


@lru_cache(maxsize=4096)
def _is_english(text: str) -> bool:
    if not re.search(r"[a-zA-Z]{2}", text):
        return False
    if text in _msgids() or _msgid_patterns().fullmatch(text):
        return True
    rest = PROPER_NAMES.sub("", text)
    certain = [
        word for word in FUNCTION_WORDS.findall(rest) if not SHORT_WORDS_THAT_ARE_ALSO_INDONESIAN.fullmatch(word)
    ]
    return bool(certain)


@lru_cache(maxsize=1)
def _differing() -> tuple[str, ...]:
    catalogue = polib.pofile(str(update.catalogue_path("id")))
    known = {entry.msgid: entry.msgstr or str(entry.msgstr_plural.get(0, "")) for entry in catalogue}
    known |= {key: entry.msgstr for key, entry in messages.core_translation("id").items() if key not in known}
    indonesian = set(known.values())
    plurals = [entry.msgid_plural for entry in catalogue if entry.msgid_plural]
    return tuple(
        msgid
        for msgid in [*known, *plurals]
        if known.get(msgid) != msgid and msgid not in indonesian and len(msgid) > 2 and msgid.isprintable()
    )


@lru_cache(maxsize=1)
def _msgids() -> frozenset[str]:
    return frozenset(_plain(msgid) for msgid in _differing())


@lru_cache(maxsize=1)
def _msgid_patterns() -> re.Pattern[str]:
    # Only texts with two words of their own: "{actor} {activity_type}" would match everything.
    patterns = [
        PLACEHOLDER.sub(".+", re.escape(msgid))
        for msgid in _differing()
        if PLACEHOLDER.search(re.escape(msgid)) and len(OWN_WORD.findall(FILLED.sub("", msgid))) > 1
    ]
    return re.compile("|".join(patterns))
