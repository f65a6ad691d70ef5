"""Young provinces: from which year on statistics can have a row for them.

Nobody made a mistake who leaves out a province that was not there yet: a table of 2010 has 33 provinces. BPS gives
figures of a new province from the year after its law at the earliest, and of the four of 2022 from 2024 on. Source:
the laws named below.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FIRST_YEARS", "NEWEST", "has_figures"]

FIRST_YEARS: Mapping[str, int] = {
    "82": 2000,  # Maluku Utara, UU 46/1999
    "92": 2000,  # Papua Barat, UU 45/1999; a province of its own in figures from 2003 at many producers
    "36": 2001,  # Banten, UU 23/2000
    "19": 2001,  # Kepulauan Bangka Belitung, UU 27/2000
    "75": 2001,  # Gorontalo, UU 38/2000
    "21": 2003,  # Kepulauan Riau, UU 25/2002
    "76": 2005,  # Sulawesi Barat, UU 26/2004
    "65": 2013,  # Kalimantan Utara, UU 20/2012
    "93": 2024,  # Papua Selatan, UU 14/2022
    "94": 2024,  # Papua Tengah, UU 15/2022
    "95": 2024,  # Papua Pegunungan, UU 16/2022
    "96": 2024,  # Papua Barat Daya, UU 29/2022
}
"""First year with figures by Kemendagri code; provinces that are not here are older than 1999."""

NEWEST = 2024
"""The largest of these years: where nothing says how old a table is, provinces that young are not expected."""


def has_figures(kode: str, year: int | None) -> bool:
    """Whether a table about this year (None: nothing says which) should have the province.

    >>> has_figures("65", 2010), has_figures("65", 2020), has_figures("93", None), has_figures("36", None)
    (False, True, False, True)
    """
    first = FIRST_YEARS.get(kode, 0)
    return first < NEWEST if year is None else first <= year
