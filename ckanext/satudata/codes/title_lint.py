"""Title lint: whether the name of a dataset follows the naming rules of INDAH, and what it would be if it did.

A name is capitalised, not abbreviated, and tells neither how it is measured (that is the ukuran), nor when, nor
where: those are fields of their own, so that the data of ten years and 29 kecamatan stay one series. Source: naming
rules of INDAH for variables and indicators; the other fields: Perpres 39/2019 Pasal 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ckanext.satudata.codes import periode, ukuran
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.codes.wilayah_names import Reason, find

__all__ = ["Problem", "Rule", "TitleLint", "lint"]

LONGEST_PERIOD = 6
LONGEST_REGION = 4
SMALL_WORDS = frozenset(
    (
        "dan",
        "atau",
        "di",
        "ke",
        "dari",
        "yang",
        "untuk",
        "pada",
        "dengan",
        "dalam",
        "oleh",
        "per",
        "sebagai",
        "serta",
        "bagi",
    )
)
ABBREVIATIONS = {
    "yg": "yang",
    "dgn": "dengan",
    "utk": "untuk",
    "dlm": "dalam",
    "jml": "jumlah",
    "jmlh": "jumlah",
    "kab": "Kabupaten",
    "kec": "Kecamatan",
    "kel": "Kelurahan",
    "prov": "Provinsi",
    "pddk": "Penduduk",
    "thd": "terhadap",
    "ruta": "Rumah Tangga",
}
_PLACE_KINDS = {
    "kabupaten": Level.KABKOTA,
    "kab": Level.KABKOTA,
    "kota": Level.KABKOTA,
    "provinsi": Level.PROVINSI,
    "prov": Level.PROVINSI,
    "kecamatan": Level.KECAMATAN,
    "kec": Level.KECAMATAN,
}
_BEFORE_PLACE_OR_TIME = frozenset(("di", "se", "pada", "tahun", "thn", "per", "dalam", "untuk", "kondisi", "wilayah"))
_BEFORE_LAW_YEAR = frozenset(("uud", "uu", "nomor", "no", "pasal", "undang undang dasar"))
_ROMAN = re.compile(r"[IVX]+")
_SHORT_CAPITALS = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_EDGES = ",.;:()[]-–'\""


class Rule(str, Enum):
    """Rules that a name can break."""

    EMPTY = "empty"
    CAPITALS = "capitals"
    ABBREVIATION = "abbreviation"
    LEADING_UKURAN = "leading_ukuran"
    PERIOD = "period"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One rule broken by a part of the title."""

    rule: Rule
    fragment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleLint:
    """What is wrong, in the order of the rules, and a title without it; equal to the title if nothing is wrong.

    Abbreviations that are not in a general dictionary (BOP, PAUD) are named as a problem but stay in the suggestion.
    """

    problems: tuple[Problem, ...]
    suggestion: str


def lint(title: str) -> TitleLint:
    """The problems of a title and a better one.

    >>> lint("Jumlah penduduk miskin di Kab. Serang Tahun 2023").suggestion
    'Penduduk Miskin'
    """
    words = title.split()
    if not fold(title):
        return TitleLint(problems=(Problem(rule=Rule.EMPTY, fragment=""),), suggestion=title.strip())
    shouting = title.isupper() and len(words) > 1
    kept, periods = _without(words, _period_at, Rule.PERIOD)
    kept, places = _without(kept, _region_at, Rule.REGION)
    kept, measures = _without_ukuran(kept)
    short = [] if shouting else [word for word in kept if _is_abbreviation(word)]
    suggestion = _titled(kept, shouting=shouting)
    problems = [
        *_capital_problems(title, words, shouting=shouting),
        *(Problem(rule=Rule.ABBREVIATION, fragment=word.strip(_EDGES)) for word in short),
        *measures,
        *periods,
        *places,
    ]
    return TitleLint(problems=tuple(problems), suggestion=suggestion if problems and suggestion else title.strip())


def _without(
    words: Sequence[str], length_at: Callable[[Sequence[str], int], int], rule: Rule
) -> tuple[list[str], list[Problem]]:
    """The words outside the stretches that `length_at` finds, and those stretches as problems."""
    kept: list[str] = []
    problems: list[Problem] = []
    position = 0
    while position < len(words):
        length = length_at(words, position)
        if length:
            problems.append(Problem(rule=rule, fragment=" ".join(words[position : position + length]).strip(_EDGES)))
            while kept and fold(kept[-1]) in _BEFORE_PLACE_OR_TIME:
                kept.pop()
        else:
            kept.append(words[position])
        position += length or 1
    return kept, problems


def _period_at(words: Sequence[str], start: int) -> int:
    if start and fold(words[start - 1]) in _BEFORE_LAW_YEAR:
        return 0
    longest = min(LONGEST_PERIOD, len(words) - start)
    if not any(letter.isdigit() for word in words[start : start + longest] for letter in word):
        return 0
    for length in range(longest, 0, -1):
        if periode.parse(" ".join(words[start : start + length]).strip(_EDGES)):
            return length
    return 0


def _region_at(words: Sequence[str], start: int) -> int:
    longest = min(LONGEST_REGION, len(words) - start)
    level = _PLACE_KINDS.get(fold(words[start]).removeprefix("se "))
    if level is not None:
        for length in range(longest, 1, -1):
            # Without the word in front, "Kota Serang" and "Kabupaten Serang" are the same to this question.
            if _is_name(words[start + 1 : start + length], level):
                return length
        return 0
    # Only after "di": "Masyarakat Papua" and "Pemerintah Aceh" name their subject, not where it was counted.
    if start and fold(words[start - 1]) == "di":
        for length in range(longest, 0, -1):
            if _is_name(words[start : start + length], Level.PROVINSI):
                return length
    return 0


def _is_name(words: Sequence[str], level: Level) -> bool:
    matches = find(" ".join(words).strip(_EDGES), level=level, limit=1)
    return bool(matches) and matches[0].reason is not Reason.SPELLING


def _without_ukuran(words: Sequence[str]) -> tuple[list[str], list[Problem]]:
    opening = ukuran.leading_words(" ".join(words))
    known = ukuran.parse(opening) if opening else None
    if known is None or not known.is_dropped_from_names:
        return list(words), []
    for count in range(1, len(words)):
        if fold(" ".join(words[:count])) == opening:
            return list(words[count:]), [Problem(rule=Rule.LEADING_UKURAN, fragment=" ".join(words[:count]))]
    return list(words), []


def _capital_problems(title: str, words: Sequence[str], *, shouting: bool) -> Iterator[Problem]:
    if shouting:
        yield Problem(rule=Rule.CAPITALS, fragment=title.strip())
        return
    small = [word.strip(_EDGES) for word in words if word.strip(_EDGES)[:1].islower()]
    allowed = SMALL_WORDS | ABBREVIATIONS.keys()
    # The first word is never small.
    wrong = [word for word in small if fold(word) not in allowed or word == words[0].strip(_EDGES)]
    if wrong:
        yield Problem(rule=Rule.CAPITALS, fragment=wrong[0])


def _is_abbreviation(word: str) -> bool:
    parts = word.strip(_EDGES).split("/")
    return any(
        part.lower() in ABBREVIATIONS or (_SHORT_CAPITALS.fullmatch(part) and not _ROMAN.fullmatch(part))
        for part in parts
    )


def _titled(words: Sequence[str], *, shouting: bool) -> str:
    titled = " ".join(_word(word, shouting=shouting) for word in words).strip(" ,.;:-–")
    return titled[:1].upper() + titled[1:]


def _word(word: str, *, shouting: bool) -> str:
    bare = word.strip(_EDGES)
    if bare.lower() in ABBREVIATIONS:
        return word.replace(bare + ".", bare).replace(bare, ABBREVIATIONS[bare.lower()])
    if bare.lower() in SMALL_WORDS:
        return word.lower()
    if _ROMAN.fullmatch(bare):
        return word
    if shouting:
        word = word.lower()
    return re.sub(r"(^|[/(])([a-z])", lambda found: found[1] + found[2].upper(), word)
