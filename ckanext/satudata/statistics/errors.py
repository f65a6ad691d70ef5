"""Errors of the statistical database; actions turn them into ValidationErrors, commands into messages."""

from __future__ import annotations

__all__ = ["DatastoreLoadError", "FactsError", "NoFactsError", "PersonalDataError"]


class FactsError(Exception):
    """Something that stops one load or one query; nothing was changed. The message is an English msgid, filled in."""


class NoFactsError(FactsError):
    """A file without a single figure that has a region and a period: what is stored is left alone."""


class PersonalDataError(FactsError):
    """A file in which the checks found personal data that nobody has vouched for."""


class DatastoreLoadError(FactsError):
    """A table that the DataStore does not take; the former table stays."""
