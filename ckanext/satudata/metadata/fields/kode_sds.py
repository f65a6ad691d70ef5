"""Kode SDS: the code of an entry of Standar Data Statistik.

Indicator group, five digits of the konsep, then definisi and klasifikasi: SD00316.01.00. Whether the loaded national
list knows the code is asked in `metadata/standar_data_lookup.py`. Source: Peraturan BPS 4/2020 and the code format of
the SDS list in INDAH.
"""

from __future__ import annotations

from ckanext.satudata.codes import sds
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, no_text, refused

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "kode_sds") -> Normalised:
    """The code in its official spelling; "N/A" of the Daftar Data form means that there is none.

    >>> normalise("sd00316 01 00").value
    'SD00316.01.00'
    """
    given = as_code(value)
    if not given:
        return no_text(value, place)
    code = sds.parse_code(given)
    return Normalised(value=str(code)) if code else refused(finding("META-26", place=place, value=given))
