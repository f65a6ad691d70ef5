"""The deletion guard: may datasets that are gone at their source go here? Pure; asked after a complete run only.

Refused are a source without a single record, records that a change of the source's options explains, and more at once
than the source allows. Who takes them away: `withdrawal.py`; how a person overrules it: `approving.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.harvest.model import Deletion
from ckanext.satudata.harvest.policy import Policy

ALWAYS_ALLOWED = 10
"""So many may go whatever their share: a fifth of a small source is one dataset or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is decided, and the finding that says why not."""

    decision: Deletion
    refusal: Finding | None = None


def judge(*, known: int, missing: int, received: int, has_other_options: bool, policy: Policy) -> Verdict:
    """May `missing` of the `known` datasets go, after a run that has `received` so many records?

    >>> from ckanext.satudata.harvest.policy import DEFAULT_POLICY
    >>> judge(known=100, missing=20, received=80, has_other_options=False, policy=DEFAULT_POLICY).decision.value
    'done'
    """
    if not policy.deletes:
        return Verdict(decision=Deletion.OFF)
    if not missing:
        return Verdict(decision=Deletion.NOTHING)
    allowed = max(ALWAYS_ALLOWED, int(policy.deletion_share * known))
    numbers = {"missing": missing, "known": known, "allowed": allowed}
    code = None
    if not received:
        code = "HARVEST-56"
    elif has_other_options:
        code = "HARVEST-57"
    elif missing > allowed:
        code = "HARVEST-55"
    if code is None:
        return Verdict(decision=Deletion.DONE)
    return Verdict(decision=Deletion.REFUSED, refusal=finding(code, place="", **numbers))
