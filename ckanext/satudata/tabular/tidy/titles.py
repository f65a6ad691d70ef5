"""The title of a table: from its preamble, from the lines above it, or from a header level that spans its figures."""

from __future__ import annotations

from collections import Counter

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.layout.sheet import Region
from ckanext.satudata.tabular.layout.wording import is_titleish

__all__ = ["titles_of"]

_KEYS = ("judul tabel", "judul", "nama tabel", "nama data", "nama dataset", "tabel")
_PLACEHOLDERS = frozenset(("", "diisi", "judul"))


def titles_of(region: Region) -> tuple[str, ...]:
    """The lines of the title; empty if the sheet gives none."""
    said = {fold(key): value for key, value in region.preamble.items()}
    titles = [" ".join(said[key].split()) for key in _KEYS if fold(said.get(key, "")) not in _PLACEHOLDERS][:1]
    titles.extend(title for title in region.titles if title)
    return tuple(dict.fromkeys(titles)) or _from_header(region)


def _from_header(region: Region) -> tuple[str, ...]:
    """The usual BPS download has its title as the header of all value columns."""
    outer = Counter(path[0] for path in region.block.paths.values() if len(path) > 1)
    if not outer:
        return ()
    name, times = outer.most_common(1)[0]
    return (name,) if times * 2 > len(region.block.paths) - 1 and (is_titleish(name) or "(" in name) else ()
