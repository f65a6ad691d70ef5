"""Findings about harvesting a source."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType

__all__ = ["TYPES"]

TYPES: tuple[FindingType, ...] = ()
