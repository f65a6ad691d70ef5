"""Folding: one comparison form for text that people typed, so that spelling noise does not hide a match.

Case, accents, punctuation and repeated blanks are noise in every code list; what else may differ is the business of
each list.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "squeeze"]

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower-case ASCII words with one blank between them; empty for text without a letter or digit.

    >>> fold("  KEP.  Séribu ")
    'kep seribu'
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_A_WORD.sub(" ", text.lower()).strip()


def squeeze(text: str) -> str:
    """The folded text without any blank: "Gunung Sari" and "Gunungsari" become one.

    >>> squeeze("Gunung-Sari")
    'gunungsari'
    """
    return fold(text).replace(" ", "")
