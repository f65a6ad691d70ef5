"""Dimensions of a figure: one spelling for names and values, so that a combination is the same in every file.

A sum over a dimension ("Jumlah" beside "Laki-laki" and "Perempuan") leaves the dimension out: it is the figure for all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from ckanext.satudata.codes.folding import fold

__all__ = ["canonical", "dimension_name", "dimension_value", "hash_of"]

SEX = "jenis_kelamin"
_SEXES = {
    **dict.fromkeys(("l", "lk", "laki", "laki laki", "lakilaki", "pria", "male"), "L"),
    **dict.fromkeys(("p", "pr", "prp", "perempuan", "wanita", "female"), "P"),
}
_SEX_NAMES = frozenset(("jenis kelamin", "jns kelamin", "jk", "sex", "gender"))
_ALL = frozenset(
    ("jumlah", "total", "jml", "semua", "seluruhnya", "l p", "lk pr", "laki laki perempuan", "laki laki dan perempuan")
)


def dimension_name(name: str) -> str:
    """The name that a dimension is kept under.

    >>> dimension_name("Jenis Kelamin"), dimension_name("Kelompok Umur (Tahun)"), dimension_name("JK")
    ('jenis_kelamin', 'kelompok_umur_tahun', 'jenis_kelamin')
    """
    folded = fold(name)
    return SEX if folded in _SEX_NAMES else folded.replace(" ", "_")


def dimension_value(name: str, value: object) -> str | None:
    """The value that is kept; None for a sum over the dimension and for an empty cell.

    >>> dimension_value("jenis_kelamin", "Laki-laki"), dimension_value("jenis_kelamin", "Jumlah")
    ('L', None)
    """
    text = " ".join(str(value).split()) if value is not None else ""
    folded = fold(text)
    if not text or folded in _ALL:
        return None
    return _SEXES.get(folded, text) if name == SEX else text


def canonical(dimensions: Mapping[str, str]) -> str:
    """Dimensions as JSON, the same text for the same combination."""
    return json.dumps(dict(dimensions), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(dimensions: Mapping[str, str]) -> str:
    """The identity of a combination on every site."""
    return hashlib.sha256(canonical(dimensions).encode()).hexdigest()
