"""The region a whole table is about, as its title and preamble name it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ckanext.satudata.codes.folding import fold

__all__ = ["wider_area"]

_IN = re.compile(
    r"\b(?:di|se|dalam)\s+((?:provinsi|kabupaten|kota|kecamatan|prov|kab|kec)?\.?\s*[A-Z][\w.\-]*(?:\s+[A-Z][\w.\-]*){0,3})"
)
_KEYS = frozenset(
    ("wilayah", "cakupan wilayah", "provinsi", "kabupaten", "kabupaten kota", "kota", "kecamatan", "desa")
)
_KIND = re.compile(r"^(?:provinsi|propinsi|prov|kabupaten|kab|kota|kecamatan|kec)\s+")


def wider_area(titles: Sequence[str], preamble: Mapping[str, str]) -> tuple[str, ...]:
    """Names for the whole area, each with and without its kind.

    >>> wider_area(["Penduduk Menurut Kabupaten/Kota di Provinsi Jawa Timur, 2020"], {})
    ('Provinsi Jawa Timur', 'jawa timur')
    """
    names = [value for key, value in preamble.items() if fold(key) in _KEYS and value]
    for title in titles:
        names.extend(match[1].strip(" .,") for match in _IN.finditer(title))
    bare = [_KIND.sub("", fold(name)) for name in names]
    return tuple(dict.fromkeys(name for pair in zip(names, bare, strict=True) for name in pair if name))
