"""Where the translation catalogues of the extension lie: the package `ckanext.satudata.i18n`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["DIRECTORY", "DOMAIN", "locales"]

DOMAIN = "ckanext-satudata"
DIRECTORY = Path(str(resources.files("ckanext.satudata.i18n")))


def locales() -> list[str]:
    """The locales that have a catalogue."""
    return sorted(folder.parent.name for folder in DIRECTORY.glob("*/LC_MESSAGES"))
