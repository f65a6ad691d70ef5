"""Title of a dataset or kegiatan, and the address (name) that CKAN makes of it.

Source: naming rules of INDAH (checked by `codes/title_lint.py`); CKAN's rules for names.
"""

from __future__ import annotations

import re

from ckanext.satudata.codes import title_lint
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import Normalised, as_text, refused

__all__ = ["NAME_LIMIT", "TITLE_LIMIT", "broken_rules", "name_from_title", "normalise", "normalise_name"]

TITLE_LIMIT = 300
"""The longest title of the Serang catalogue has 195 characters."""
NAME_LIMIT = 100
NAME_LEAST = 2
_NAME = re.compile(r"[a-z0-9_\-]{2,100}")
_RESERVED = frozenset({"new", "edit", "search"})


def normalise(value: object, *, place: str = "title") -> Normalised:
    """The title on one line; refused if nothing is left of it."""
    clean = text.normalise(value, place=place, limit=TITLE_LIMIT)
    if not clean.value:
        return refused(finding("META-01", place=place, value=as_text(value)))
    if clean.lossy:
        length = len(as_text(value))
        return Normalised(
            value=clean.value,
            lossy=True,
            finding=finding("META-02", place=place, value=clean.value, length=length, limit=TITLE_LIMIT),
        )
    return clean


def normalise_name(value: object, *, title: str, place: str = "name") -> Normalised:
    """A name that CKAN takes: the given one if it can be used, else one made from it or from the title."""
    given = as_text(value)
    if not given:
        return Normalised(value=name_from_title(title))
    if _NAME.fullmatch(given) and given not in _RESERVED:
        return Normalised(value=given)
    made = name_from_title(given) if fold(given) and given not in _RESERVED else name_from_title(title)
    return Normalised(value=made, finding=finding("META-04", place=place, value=given, name=made))


def name_from_title(title: str) -> str:
    """The name that a title gives: small ASCII words with hyphens, cut at a word.

    >>> name_from_title("Jumlah Penduduk, per Kecamatan (2023)")
    'jumlah-penduduk-per-kecamatan-2023'
    """
    name = fold(title).replace(" ", "-")
    if len(name) > NAME_LIMIT:
        cut = name[:NAME_LIMIT]
        name = cut.rpartition("-")[0] or cut
    # Titles in other scripts fold to nothing, and "A" is shorter than CKAN allows.
    return name if len(name) >= NAME_LEAST and name not in _RESERVED else f"dataset-{name}".rstrip("-")


def broken_rules(title: str) -> list[str]:
    """The naming rules of INDAH that a title breaks, by their code; each once."""
    return list(dict.fromkeys(problem.rule.value for problem in title_lint.lint(title).problems))
