"""Findings about reading and tidying tables."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType

__all__ = ["TYPES"]

TYPES: tuple[FindingType, ...] = ()
