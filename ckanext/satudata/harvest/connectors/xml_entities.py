"""Entities of an XML document, looked at before a parser replaces them: short ones are common in RDF, bombs are not.

Expat stops a "billion laughs" only after it has written out hundreds of megabytes, piece by piece. For parsers of lxml
this is not needed: they are told to replace nothing.
"""

from __future__ import annotations

import contextlib
from typing import Any
from xml.parsers import expat

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import UnexpectedAnswerError

LONGEST = 1000
"""Characters of one entity; namespaces, for which RDF uses them, are far shorter."""
MOST_REPLACED = 32 * 1024 * 1024


def check_entities(body: bytes, url: str) -> None:
    """Raises UnexpectedAnswerError for entities made of entities, long ones, or too much text in all.

    What is no XML passes: the parser will say so.
    """
    try:
        lengths = _lengths(body)
    except _SuspiciousError as error:
        raise UnexpectedAnswerError(
            N_("{url} declares the entity “{name}”, which could fill the memory. It was not read."),
            url=url,
            name=str(error),
        ) from None
    if body.count(b"&") * max(lengths, default=0) > MOST_REPLACED:
        raise UnexpectedAnswerError(
            N_("{url} uses its entities so often that they could fill the memory. It was not read."), url=url
        )


class _SuspiciousError(Exception):
    """The name of an entity that is not looked at any further."""


class _EnoughError(Exception):
    """The root element has begun: no entity can be declared any more."""


def _lengths(body: bytes) -> list[int]:
    found: list[int] = []

    def declared(name: str, is_parameter: bool, value: str | None, *_: Any) -> None:
        if is_parameter or (value is not None and ("&" in value or "%" in value or len(value) > LONGEST)):
            raise _SuspiciousError(name)
        found.append(len(value or ""))

    def began(*_: Any) -> None:
        raise _EnoughError

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = began
    with contextlib.suppress(_EnoughError, expat.ExpatError):
        parser.Parse(body, True)
    return found
