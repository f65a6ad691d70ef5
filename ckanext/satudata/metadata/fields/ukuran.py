"""Ukuran: how something is measured.

Known spellings get the name of the national list; unknown ones are kept, with a remark.
"""

from __future__ import annotations

from ckanext.satudata.codes import ukuran
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import Normalised

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "ukuran") -> Normalised:
    """One measure, or several with "; " between them as in the list of standar data.

    >>> normalise("presentase").value, normalise("Jumlah; Persentase").value, normalise("Skor").value
    ('Persentase', 'Jumlah; Persentase', 'Skor')
    """
    clean = text.normalise(value, place=place)
    if not clean.value or clean.lossy or clean.value == "-":
        return Normalised(finding=clean.finding)
    whole = ukuran.parse(clean.value)
    measures = [(clean.value, whole)] if whole else ukuran.parse_list(clean.value)
    unknown = next((written for written, known in measures if known is None), None)
    names = dict.fromkeys(known.code if known else written for written, known in measures)
    found = finding("META-29", place=place, value=unknown) if unknown else clean.finding
    return Normalised(value="; ".join(names) or None, finding=found)
