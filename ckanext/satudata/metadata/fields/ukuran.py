"""Ukuran: how something is measured.

Known spellings get the name of the national list; unknown ones are kept, with a remark.
"""

from __future__ import annotations

from ckanext.satudata.codes import ukuran
from ckanext.satudata.metadata.fields import several
from ckanext.satudata.metadata.fields.normalised import Normalised

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "ukuran") -> Normalised:
    """One measure, or several with "; " between them as in the list of standar data.

    >>> normalise("presentase").value, normalise("Jumlah; Persentase").value, normalise("Skor").value
    ('Persentase', 'Jumlah; Persentase', 'Skor')
    """
    return several.normalise(value, place=place, parse=ukuran.parse, parse_list=ukuran.parse_list, unknown="META-29")
