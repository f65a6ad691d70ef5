"""Marks texts for translation in code that must not import CKAN.

`N_` returns its argument: the text is extracted into the catalogue and translated where it is shown.
"""

from __future__ import annotations

__all__ = ["N_", "Translate"]

from collections.abc import Callable

Translate = Callable[[str], str]
"""A gettext function: English msgid to the reader's language."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """The message itself; the call only marks it for extraction."""
    return message
