"""One name of a list of reference, or several with "; " between them, as the list of standar data writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import Normalised

__all__ = ["normalise"]


class Named(Protocol):
    """An entry of a list of reference."""

    @property
    def code(self) -> str:
        """How it is stored."""
        ...


def normalise(
    value: object,
    *,
    place: str,
    parse: Callable[[str], Named | None],
    parse_list: Callable[[str], Sequence[tuple[str, Named | None]]],
    unknown: str,
) -> Normalised:
    """The names as the list writes them, each once; what it does not know is kept, with the finding `unknown`."""
    clean = text.normalise(value, place=place)
    if not clean.value or clean.lossy or clean.value == "-":
        return Normalised(finding=clean.finding)
    whole = parse(clean.value)
    parts = [(clean.value, whole)] if whole else parse_list(clean.value)
    strange = next((written for written, known in parts if known is None), None)
    names = dict.fromkeys(known.code if known else written for written, known in parts)
    found = finding(unknown, place=place, value=strange) if strange else clean.finding
    return Normalised(value="; ".join(names) or None, finding=found)
