"""Findings about a dataset's metadata."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

TYPES: tuple[FindingType, ...] = (
    FindingType(
        code="META-01",
        severity=Severity.ERROR,
        message=N_("The dataset has no title."),
        remedy=N_("Give the dataset a title that names what is counted, without year and region."),
    ),
)
