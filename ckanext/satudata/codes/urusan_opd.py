"""Which urusan an OPD looks after, told from the words of its name.

Names follow the urusan since PP 18/2016 (perangkat daerah): "Dinas Pendidikan dan Kebudayaan" has two. It is a guess
from a name, so whoever uses it says so. Words: `urusan_opd.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ckanext.satudata.codes import urusan
from ckanext.satudata.codes.nama_opd import written_out
from ckanext.satudata.codes.urusan import Urusan

__all__ = ["urusan_of"]

LONGEST = 3
"""Words in the longest entry of the table."""

_TABLE = Path(__file__).with_name("urusan_opd.tsv")


@lru_cache(maxsize=1024)
def urusan_of(name: str) -> tuple[Urusan, ...]:
    """The urusan in the order in which the name tells them; none for a name that tells none.

    >>> [one.label for one in urusan_of("DINDIKBUD Kab. Serang")]
    ['Pendidikan', 'Kebudayaan']
    """
    words = written_out(name)
    found: dict[str, Urusan] = {}
    start = 0
    while start < len(words):
        length, code = _longest(words[start : start + LONGEST])
        known = urusan.get(code) if code else None
        if known:
            found.setdefault(known.code, known)
        start += length
    return tuple(found.values())


def _longest(words: list[str]) -> tuple[int, str | None]:
    """Number of words of the longest entry that they begin with, and its urusan; one word and nothing without."""
    for length in range(len(words), 0, -1):
        code = _table().get(" ".join(words[:length]))
        if code:
            return length, code
    return 1, None


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)
