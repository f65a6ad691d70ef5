"""Kode wilayah as a number of ten digits, so that a region and all below it are one range.

Two digits for province, kabupaten and kecamatan, four for the village; 00 stands for "the whole of it", which no real
code uses. Order of the numbers is the order of the codes.
"""

from __future__ import annotations

from functools import lru_cache

from ckanext.satudata.codes.wilayah import LEVEL_BY_LENGTH, KodeWilayah, Level, region

__all__ = ["kode_of", "level_of", "named", "number_of", "span_of"]

_DIGITS = 10
_LEVELS = ((10**4, Level.DESA), (10**6, Level.KECAMATAN), (10**8, Level.KABKOTA), (10**10, Level.PROVINSI))


@lru_cache(maxsize=131_072)
def number_of(kode: str) -> int:
    """The number of a dotted Kemendagri code. Raises ValueError for anything else.

    >>> number_of("36.04.05.2001"), number_of("36.04")
    (3604052001, 3604000000)
    """
    digits = kode.replace(".", "")
    if len(kode) not in LEVEL_BY_LENGTH or not digits.isdigit():
        message = f"{kode!r} is no dotted kode wilayah."
        raise ValueError(message)
    return int(digits.ljust(_DIGITS, "0"))


def kode_of(number: int) -> KodeWilayah:
    """The code of a number.

    >>> kode_of(3604052001), kode_of(3604000000)
    ('36.04.05.2001', '36.04')
    """
    digits = f"{number:010d}"
    groups = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    while len(groups) > 1 and not groups[-1].strip("0"):
        groups.pop()
    return KodeWilayah(".".join(groups))


@lru_cache(maxsize=131_072)
def named(number: int) -> tuple[KodeWilayah, str | None]:
    """The code of a number and the name of that region, asked for thousands of times a page.

    >>> named(3604090000)
    ('36.04.09', 'Ciruas')
    """
    kode = kode_of(number)
    found = region(kode)
    return kode, found.nama if found else None


def level_of(number: int) -> Level:
    """The level of a number.

    >>> level_of(3604050000).value
    'kecamatan'
    """
    return next(level for size, level in _LEVELS if number % size)


def span_of(kode: str) -> tuple[int, int]:
    """The first and last number of a region with all below it.

    >>> span_of("36.04")
    (3604000000, 3604999999)
    """
    number = number_of(kode)
    size = next((below for below, level in _LEVELS if number % below), 10**4)
    width = {10**4: 1, 10**6: 10**4, 10**8: 10**6, 10**10: 10**8}[size]
    return number, number + width - 1
