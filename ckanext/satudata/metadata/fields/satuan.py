"""Satuan: the unit of a figure.

Known spellings get the name of the national list; unknown units are kept, with a remark.
"""

from __future__ import annotations

from ckanext.satudata.codes import satuan
from ckanext.satudata.metadata.fields import several
from ckanext.satudata.metadata.fields.normalised import Normalised

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "satuan") -> Normalised:
    """One unit, or several with "; " between them as in the list of standar data.

    >>> normalise("%").value, normalise("jiwa; persen").value, normalise("Traktor").value
    ('Persen', 'Orang; Persen', 'Traktor')
    """
    return several.normalise(value, place=place, parse=satuan.parse, parse_list=satuan.parse_list, unknown="META-28")
