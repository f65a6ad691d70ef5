"""Validators for the options of the catalogue."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue.colours import is_colour

__all__ = ["satudata_colour"]


def satudata_colour(value: str) -> str:
    """A colour as #rrggbb."""
    if not is_colour(value):
        raise tk.Invalid(tk._("Write the colour as # and six digits, for example #0b5c7d."))
    return value
