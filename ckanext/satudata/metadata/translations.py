"""Where the translation catalogues of the extension lie: the package `ckanext.satudata.i18n`."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from babel.support import Translations

from ckanext.satudata.codes.messages import Translate

__all__ = ["DIRECTORY", "DOMAIN", "locales", "translator"]

DOMAIN = "ckanext-satudata"
DIRECTORY = Path(str(resources.files("ckanext.satudata.i18n")))


def locales() -> list[str]:
    """The locales that have a catalogue."""
    return sorted(folder.parent.name for folder in DIRECTORY.glob("*/LC_MESSAGES"))


@lru_cache
def translator(locale: str) -> Translate:
    """Our own texts in a language, where there is no reader whose language CKAN would know: in mail and in jobs."""
    return Translations.load(DIRECTORY, [locale], DOMAIN).gettext
