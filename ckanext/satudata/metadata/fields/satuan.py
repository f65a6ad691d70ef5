"""Satuan: the unit of a figure.

Known spellings get the name of the national list; unknown units are kept, with a remark.
"""

from __future__ import annotations

from ckanext.satudata.codes import satuan
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import Normalised

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "satuan") -> Normalised:
    """One unit, or several with "; " between them as in the list of standar data.

    >>> normalise("%").value, normalise("jiwa; persen").value, normalise("Traktor").value
    ('Persen', 'Orang; Persen', 'Traktor')
    """
    clean = text.normalise(value, place=place)
    if not clean.value or clean.lossy or clean.value == "-":
        return Normalised(finding=clean.finding)
    whole = satuan.parse(clean.value)
    units = [(clean.value, whole)] if whole else satuan.parse_list(clean.value)
    unknown = next((written for written, known in units if known is None), None)
    names = dict.fromkeys(known.code if known else written for written, known in units)
    found = finding("META-28", place=place, value=unknown) if unknown else clean.finding
    return Normalised(value="; ".join(names) or None, finding=found)
