"""Satuan: the unit that a figure is counted or measured in, with its family, its scale and the values it can take.

The stored value is the name as the national list of standar data writes it ("Orang", "Persen", "Hektare"). "Jiwa"
becomes "Orang": both count people, and the list uses Orang twenty-seven times as often, so two spellings would only
split a series in two. A unit that is not in the list stays what it is and gives None here; nobody is stopped from
counting "Traktor Roda Empat". Source: Perpres 39/2019 Pasal 4 (satuan); spellings counted in the 4,505 entries of
the SDSN of 2023.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ckanext.satudata.codes import code_list

__all__ = ["Bounds", "Satuan", "all_satuan", "bounds", "get", "parse", "parse_list"]

LIST = "satuan"
COUNTED = ("cacah", "orang", "rumah_tangga")
NEVER_NEGATIVE = (
    *COUNTED,
    "luas",
    "panjang",
    "massa",
    "volume",
    "waktu",
    "orang_waktu",
    "kecepatan",
    "laju_data",
    "daya",
)
PER = ("orang", "rumah_tangga", "luas", "panjang", "massa", "volume", "waktu", "cacah")
"""Families that a figure may be "per": Orang/Km2, Ton/Ha, Kg/Tahun."""

SHARES = ("Persentase", "Proporsi", "Prevalensi")
"""Ukuran (codes of `ukuran.py`) of which 0 to 100 per cent is all there is; growth and index changes may leave it."""

_SIGNS = str.maketrans({"%": " persen ", "‰": " permil ", "$": " dolar ", "µ": "u", "μ": "u", "°": " derajat "})
_LEAD = re.compile(r"^\s*(?:satuan|dalam|unit satuan)\s*:?\s+|^\s*\d\.\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:/|\bper\b)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"^(.*?)\s*\((.+)\)\s*$")
_OUTER = re.compile(r"^\s*[(\[](.*)[)\]]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Satuan:
    """One unit. A figure times `factor` is in `base`: Juta Rupiah × 1,000,000 = Rupiah."""

    code: str
    label: str
    label_en: str
    family: str
    base: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a figure can be: least and most (None: no limit), and whether it must be a whole number."""

    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False


def all_satuan() -> tuple[Satuan, ...]:
    """Every listed unit, people, shares and money first."""
    return tuple(map(_satuan, code_list.terms(LIST).values()))


def get(code: str) -> Satuan | None:
    """The listed unit of a canonical name."""
    term = code_list.get(LIST, code)
    return _satuan(term) if term else None


@lru_cache(maxsize=2048)
def parse(text: str) -> Satuan | None:
    """The unit that the text means; None if it is not listed or may be one of two ("Kg atau Ton", "Rupiah/USD").

    Two different listed units with a slash are one per the other, of the family "rasio".

    >>> [parse(text).code for text in ("%", "Jiwa", "Hektar (Ha)", "orang/km2", "Rp. Juta")]
    ['Persen', 'Orang', 'Hektare', 'Orang/Kilometer Persegi', 'Juta Rupiah']
    """
    plain = _LEAD.sub("", _OUTER.sub(r"\1", text.strip()))
    return _listed(plain) or _with_aside(plain) or _per(plain)


def parse_list(text: str) -> list[tuple[str, Satuan | None]]:
    """Each unit of a text with several ("Orang; Persen"), with the listed unit it means, in their order."""
    parts = (" ".join(part.split()) for part in re.split(r"[;,]", text))
    return [(part, parse(part)) for part in parts if part]


def bounds(satuan: Satuan, ukuran: str | None = None) -> Bounds:
    """What a figure in this unit can be, given the ukuran where it is known.

    >>> bounds(get("Persen"), "Persentase").most, bounds(get("Persen"), "Laju").most
    (Decimal('100'), None)
    """
    if satuan.family == "persen":
        return Bounds(least=Decimal(0), most=Decimal(100)) if ukuran in SHARES else Bounds()
    if satuan.family not in NEVER_NEGATIVE or ukuran == "Laju":
        return Bounds()
    # An average of people or a count in thousands has decimals.
    counts_one_by_one = satuan.family in COUNTED and satuan.factor == 1 and ukuran in (None, "Jumlah")
    return Bounds(least=Decimal(0), whole=counts_one_by_one)


def _listed(text: str) -> Satuan | None:
    term = code_list.find(LIST, text.translate(_SIGNS))
    return _satuan(term) if term else None


def _with_aside(text: str) -> Satuan | None:
    """Of "Hektar (Ha)", what stands outside counts, unless the inside is another unit."""
    found = _ASIDE.match(text)
    if not found:
        return None
    outside, inside = _listed(found[1]), _listed(found[2])
    return outside if outside and (inside is None or inside == outside) else None


def _per(text: str) -> Satuan | None:
    parts = _SEPARATOR.split(text)
    if len(parts) != len(("unit", "per")):
        return None
    unit, per = _listed(parts[0]), _listed(parts[1])
    if unit is None or per is None:
        return None
    if unit == per:
        return unit
    if unit.family == per.family or per.family not in PER:
        return None
    name = f"{unit.code}/{per.code}"
    label_en = f"{unit.label_en} per {per.label_en.lower()}"
    return Satuan(code=name, label=name, label_en=label_en, family="rasio", base=name, factor=Decimal(1))


def _satuan(term: code_list.Term) -> Satuan:
    columns = term.columns
    return Satuan(
        code=term.code,
        label=term.label,
        label_en=term.label_en,
        family=columns["family"],
        base=columns["base"],
        factor=Decimal(columns["factor"]),
    )
