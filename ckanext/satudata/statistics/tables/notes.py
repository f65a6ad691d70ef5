"""What the job has to say that is no finding about the data: stored as a msgid with its details, told in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.codes.messages import Translate

__all__ = ["note", "told"]


def note(text: str, **details: object) -> dict[str, Any]:
    """An English msgid and what fills its placeholders, for the database."""
    return {"text": text, "details": {name: str(detail) for name, detail in details.items()}}


def told(stored: Mapping[str, Any], translate: Translate) -> str:
    """The note in the language of `translate`.

    >>> told(note("{count} figures", count=3), str)
    '3 figures'
    """
    words = translate(stored["text"])
    try:
        return words.format(**stored["details"]) if stored["details"] else words
    except (KeyError, IndexError, ValueError):
        # A translation with a wrong placeholder must not hide the note.
        return words
