"""How the name of a region is reduced to a key, so that "KAB. PANGKAJENE KEPULAUAN" and its official spelling meet.

A reading says what the words in front claim ("Kec.", "Kota") and the key of what is left. "Kota" or "Kampung" may
also belong to the name (Kecamatan Kota Agung), so one text can have several readings; which one is right shows in
the index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import Level

__all__ = ["Reading", "key", "official_keys", "readings"]


class Reading(NamedTuple):
    """One way to understand a written name: its key, the level and, for kabupaten and kota, the kind that it claims."""

    key: str
    level: Level | None
    is_kota: bool | None


_CLAIMS = (
    (re.compile(r"(?:provinsi|propinsi|prov|prop) "), Level.PROVINSI, None),
    (re.compile(r"(?:kabupaten|kab)(?: (?:administrasi|adm))? "), Level.KABKOTA, False),
    (re.compile(r"(?:kota|kotamadya|kodya)(?: (?:administrasi|adm))? "), Level.KABKOTA, True),
    (re.compile(r"(?:kecamatan|kec|distrik|kapanewon|kemantren) "), Level.KECAMATAN, None),
    (re.compile(r"(?:desa|kelurahan|kel|ds|kampung|nagari|gampong|pekon|kalurahan|lembang) "), Level.DESA, None),
)
# "36.04 Kab. Serang", "1. Ciruas": numbers in front; the kecamatan "2 x 11 Kayu Tanam" is found by the whole text.
_NUMBERED = re.compile(r"^(?:\d+ )+(?=[a-z]{2})")
_OFFICIAL_KIND = re.compile(r"^(?:kabupaten|kota)(?: administrasi)? ")
_LONG_FORMS = {
    "kep": "kepulauan",
    "gn": "gunung",
    "gng": "gunung",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tg": "tanjung",
    "sei": "sungai",
    "perk": "perkebunan",
    "pp": "pulau pulau",
    "kp": "kampung",
    "bdr": "bandar",
    "sumatra": "sumatera",
    "dan": "",
}
_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = {numeral: str(number) for number, numeral in enumerate(_NUMERALS.split(), 1)}
_ALTERNATIVES = re.compile(r"[(/]")


def key(words: str) -> str:
    """The key of folded words: long forms for abbreviations, digits for Roman numbers, no blanks.

    >>> key("gn sari ii"), key("kep seribu")
    ('gunungsari2', 'kepulauanseribu')
    """
    long_forms = "".join(_LONG_FORMS.get(word, _ROMAN.get(word, word)) for word in words.split())
    return long_forms.replace(" ", "")


def official_keys(nama: str, level: Level) -> Iterator[str]:
    """The keys of an official name: "Misool (Misool Utara)" and "Konda/Kondaga" have two."""
    words = fold(nama)
    yield key(_OFFICIAL_KIND.sub("", words) if level is Level.KABKOTA else words)
    if _ALTERNATIVES.search(nama):
        for part in _ALTERNATIVES.split(nama):
            if fold(part):
                yield key(fold(part))


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """Every way to understand a written name, the one with a claim first; none for a text without letters or digits."""
    words = fold(text)
    found: list[Reading] = []
    for start in dict.fromkeys((words, _NUMBERED.sub("", words))):
        for claim, level, is_kota in _CLAIMS:
            prefix = claim.match(f"{start} ")
            if prefix and prefix.end() < len(start):
                found.append(Reading(key(start[prefix.end() :]), level, is_kota))
        if start:
            found.append(Reading(key(start), None, None))
    return tuple(found)
