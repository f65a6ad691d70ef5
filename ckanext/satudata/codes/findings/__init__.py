"""Findings: what is wrong or missing in data, collected and shown, never raised.

A finding type is registered once, in the module of its area (`metadata`, `harvest`, `tabular`), with a code that is
never reused, a severity, a message and a remedy. Every package makes findings with `finding()`. Explained
for people in docs/findings.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.codes.findings import harvest, harvest_kinds, harvest_stored, metadata, tabular, tabular_contents
from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import Translate

__all__ = ["CODES", "Finding", "FindingType", "Severity", "finding"]

VALUE_LENGTH = 200

CODES: Mapping[str, FindingType] = {
    kind.code: kind
    for kind in (
        *metadata.TYPES,
        *harvest.TYPES,
        *harvest_kinds.TYPES,
        *harvest_stored.TYPES,
        *tabular.TYPES,
        *tabular_contents.TYPES,
    )
}
"""Every registered finding type by its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in one place.

    `place` names where: a field ("frekuensi"), a part ("resources[2].url") or a cell ("Sheet1!C14").
    `value` is the offending value as text, cut to `VALUE_LENGTH`. `details` fill the placeholders of the message.
    """

    code: str
    severity: Severity
    place: str
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def message(self, translate: Translate = str) -> str:
        """What is wrong, in the language of `translate`."""
        return _fill(translate(CODES[self.code].message), self)

    def remedy(self, translate: Translate = str) -> str:
        """What to do about it, in the language of `translate`."""
        return _fill(translate(CODES[self.code].remedy), self)

    def as_dict(self) -> dict[str, Any]:
        """For JSON and tables: code, severity, place, value, details."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "place": self.place,
            "value": self.value,
            "details": dict(self.details),
        }


def finding(code: str, *, place: str, value: object = "", **details: object) -> Finding:
    """A finding of a registered type. Raises KeyError for a code that is not registered.

    >>> finding("META-01", place="title").severity.value
    'error'
    """
    return Finding(
        code=code,
        severity=CODES[code].severity,
        place=place,
        value=str(value)[:VALUE_LENGTH],
        details={name: str(detail)[:VALUE_LENGTH] for name, detail in details.items()},
    )


def _fill(template: str, found: Finding) -> str:
    try:
        return template.format(value=found.value, place=found.place, **found.details)
    except (KeyError, IndexError):
        # A translation with a wrong placeholder must not hide the finding.
        return template
