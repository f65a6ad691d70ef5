"""Which titles say the same: pairs that differ in spelling only, never in a number, a year or a place.

Two titles are compared as bags of words: capitals, accents, punctuation, joining words and "Data" in front count
nothing. They are a pair if the bags are equal, if they are equal with the blanks left out ("KabupatenKota"), or if all
words but one are the same and that one is mistyped. A word with a digit, or one that is in the name of a region, is
never mistyped: "Jumlah Penduduk 2022" is not "Jumlah Penduduk 2023". Nor are two words that both stand in several
titles: "pengadaan" and "pengaduan" are two words.

Forty thousand titles take seconds: equal forms meet in one look-up, and an odd word is compared only with those that
stand in the same company.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from ckanext.satudata.codes import wilayah_table
from ckanext.satudata.codes.folding import fold

__all__ = ["Alike", "common_words", "pairs", "words"]

SAME, SAME_LETTERS, OTHER_ORDER, MISTYPED = 1.0, 0.99, 0.95, 0.9
SHORTEST_MISTYPED = 6
"""Shorter words differ in one letter and mean something else: SMA and SMP, laki and kali."""
LONG = 12
"""From so many letters on a word may be mistyped twice."""
COMMON_FROM = 3
"""Titles in which a word stands that is no slip of the keyboard."""
MOST_TOGETHER = 3
"""Of more titles that are equal only the first with each other one: they would be a pair with each of them."""
_JOINING = frozenset(("dan", "di", "ke", "dari", "yang", "pada", "untuk", "dengan", "oleh", "serta", "dalam", "tahun"))
_SAME_WORDS = {"berdasarkan": "menurut", "per": "menurut", "kab": "kabupaten", "kec": "kecamatan", "jml": "jumlah"}
_IN_FRONT = ("data", "dataset")


@dataclass(frozen=True, slots=True)
class Words:
    """The comparison form of a title: its words in their order, without what counts nothing."""

    order: tuple[str, ...]

    @property
    def bag(self) -> tuple[str, ...]:
        """The words sorted."""
        return tuple(sorted(self.order))

    @property
    def letters(self) -> str:
        """The words without blanks."""
        return "".join(self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two keys whose titles say the same; `likeness` is 0..1."""

    first: str
    second: str
    likeness: float


@lru_cache(maxsize=100_000)
def words(title: str) -> Words:
    """The comparison form of a title.

    >>> words("Data Jumlah Penduduk, per Kec. (2022)").order
    ('jumlah', 'penduduk', 'menurut', 'kecamatan', '2022')
    """
    folded = fold(title).split()
    while len(folded) > 1 and folded[0] in _IN_FRONT:
        folded = folded[1:]
    kept = [_SAME_WORDS.get(word, word) for word in folded if word not in _JOINING]
    return Words(tuple(kept or folded))


def common_words(titles: Iterable[str]) -> frozenset[str]:
    """The words that stand in several different titles."""
    counted = Counter(word for form in {words(title) for title in titles} for word in set(form.order))
    return frozenset(word for word, number in counted.items() if number >= COMMON_FROM)


def pairs(titles: Mapping[str, str], common: frozenset[str]) -> Iterator[Alike]:
    """All pairs among the titles of one office, by key; each pair once, `first` being the smaller key."""
    forms = {key: words(title) for key, title in titles.items()}
    found: dict[tuple[str, str], float] = {}
    _note(found, _together((form.order, key) for key, form in forms.items()), SAME)
    _note(found, _together((form.letters, key) for key, form in forms.items()), SAME_LETTERS)
    _note(found, _together((form.bag, key) for key, form in forms.items()), OTHER_ORDER)
    _note(found, _mistyped(forms, common), MISTYPED)
    for (first, second), likeness in sorted(found.items()):
        yield Alike(first=first, second=second, likeness=likeness)


def _note(found: dict[tuple[str, str], float], groups: Iterable[list[str]], likeness: float) -> None:
    for keys in groups:
        first, *others = sorted(keys)
        near = combinations([first, *others[: MOST_TOGETHER - 1]], 2)
        for pair in {*near, *((first, other) for other in others)}:
            found.setdefault(pair, likeness)


def _together(formed: Iterable[tuple[Hashable, str]]) -> Iterator[list[str]]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for form, key in formed:
        if form:
            groups[form].append(key)
    return (keys for keys in groups.values() if len(keys) > 1)


def _mistyped(forms: Mapping[str, Words], common: frozenset[str]) -> Iterator[list[str]]:
    """Groups of two: all words in the same order but one, which is mistyped."""
    company: dict[tuple[tuple[str, ...], int], dict[str, str]] = defaultdict(dict)
    for key, form in forms.items():
        for place, word in enumerate(form.order):
            if _may_be_mistyped(word):
                others = form.order[:place] + form.order[place + 1 :]
                company[others, place].setdefault(word, key)
    for odd in company.values():
        if len(odd) > 1:
            yield from ([odd[one], odd[other]] for one, other in _slips(list(odd), common))


def _slips(odd: list[str], common: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The pairs of words of which one is the other mistyped.

    Two words that are near meet in what is left of both without a letter or two, so that nobody compares all with all.
    """
    near = _together((rest, word) for word in odd for rest in {word, *_without_letters(word)})
    for one, other in {pair for group in near for pair in combinations(sorted(group), 2)}:
        if (
            OSA.distance(one, other) <= min(_slips_in(one), _slips_in(other))
            and not (one in common and other in common)
            and not _is_derived(one, other)
        ):
            yield one, other


def _slips_in(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _without_letters(word: str) -> Iterator[str]:
    for number in range(1, _slips_in(word) + 1):
        for places in combinations(range(len(word)), number):
            yield "".join(letter for place, letter in enumerate(word) if place not in places)


def _is_derived(one: str, other: str) -> bool:
    """Whether one is the other with a syllable in front or behind: "peternak" and "peternakan" are two words."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) > 1 and (long.startswith(short) or long.endswith(short))


def _may_be_mistyped(word: str) -> bool:
    return len(word) >= SHORTEST_MISTYPED and word.isalpha() and word not in _words_of_regions()


@lru_cache(maxsize=1)
def _words_of_regions() -> frozenset[str]:
    names = (text for row in wilayah_table.table().rows.values() for text in (row.nama, *row.former, row.villages))
    return frozenset(word for name in names for word in re.findall("[a-z]+", name.lower()))
