"""What the actions accept. Sources are checked in `harvest.sources`, which also the command line goes through."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.satudata.codes.findings import Severity
from ckanext.satudata.harvest.model import ChangeKind, DuplicateState, Reason, RunState

PAGE, LARGEST_PAGE = 100, 10_000
LARGEST_OFFSET = 2**63 - 1
"""PostgreSQL counts no further."""


@validator_args
def reference(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """An id, or the name of a source."""
    return {"id": [not_empty, unicode_safe]}


@validator_args
def mapping_version(not_empty: Validator, unicode_safe: Validator, natural_number_validator: Validator) -> Schema:
    """An earlier mapping of a source."""
    return {"id": [not_empty, unicode_safe], "number": [not_empty, natural_number_validator]}


@validator_args
def source_delete(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, one_of: ValidatorFactory
) -> Schema:
    """A source, and what becomes of its datasets."""
    return {"id": [not_empty, unicode_safe], "datasets": [default("keep"), one_of(["keep", "archive"])]}


@validator_args
def source_list(ignore_empty: Validator, unicode_safe: Validator, boolean_validator: Validator) -> Schema:
    """Filters of the list of sources."""
    yes_or_no = [ignore_empty, boolean_validator]
    return {"q": [ignore_empty, unicode_safe], "active": yes_or_no, "troubled": yes_or_no, **_page()}


@validator_args
def duplicate_list(ignore_empty: Validator, unicode_safe: Validator, one_of: ValidatorFactory) -> Schema:
    """Filters of the list of equal datasets."""
    return {
        "state": [ignore_empty, one_of([state.value for state in DuplicateState])],
        "reason": [ignore_empty, one_of([reason.value for reason in Reason])],
        "source_id": [ignore_empty, unicode_safe],
        "package_id": [ignore_empty, unicode_safe],
        **_page(),
    }


@validator_args
def duplicate_decide(not_empty: Validator, is_positive_integer: Validator, one_of: ValidatorFactory) -> Schema:
    """What a person says of a pair."""
    states = one_of([state.value for state in DuplicateState])
    return {"id": [not_empty, is_positive_integer, _within_bigint], "state": [not_empty, states]}


@validator_args
def hidden_list(ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """Filters of the list of hidden datasets."""
    text = [ignore_empty, unicode_safe]
    return {"source_id": text, "package_id": text, "q": text, **_page()}


@validator_args
def run_list(ignore_empty: Validator, unicode_safe: Validator, one_of: ValidatorFactory) -> Schema:
    """Filters of the list of runs."""
    states = one_of([state.value for state in RunState])
    return {"source_id": [ignore_empty, unicode_safe], "state": [ignore_empty, states], **_page()}


@validator_args
def run_changes(
    not_empty: Validator, ignore_empty: Validator, unicode_safe: Validator, one_of: ValidatorFactory
) -> Schema:
    """A run, and filters of what it changed."""
    kinds = one_of([kind.value for kind in ChangeKind])
    return {
        "id": [not_empty, unicode_safe],
        "kind": [ignore_empty, kinds],
        "q": [ignore_empty, unicode_safe],
        **_page(),
    }


@validator_args
def run_compare(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Two runs of one source."""
    return {"id": [not_empty, unicode_safe], "other": [not_empty, unicode_safe], **_page()}


@validator_args
def finding_list(
    ignore_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Filters of the list of findings."""
    return {
        "run_id": [ignore_empty, unicode_safe],
        "source_id": [ignore_empty, unicode_safe],
        "organization": [ignore_empty, unicode_safe],
        "package_id": [ignore_empty, unicode_safe],
        "severity": [ignore_empty, one_of([severity.value for severity in Severity])],
        "code": [ignore_empty, unicode_safe],
        "q": [ignore_empty, unicode_safe],
        "current": [default(False), boolean_validator],
        **_page(),
    }


@validator_args
def _page(natural_number_validator: Validator, default: ValidatorFactory) -> Schema:
    return {
        "limit": [default(PAGE), natural_number_validator, _at_most_a_large_page],
        "offset": [default(0), natural_number_validator, _a_number_postgresql_knows],
    }


def _within_bigint(value: int) -> int:
    # PostgreSQL refuses a larger number with an error of its own.
    return min(value, 2**63 - 1)


def _at_most_a_large_page(value: int) -> int:
    return min(value, LARGEST_PAGE)


def _a_number_postgresql_knows(value: int) -> int:
    if value > LARGEST_OFFSET:
        raise tk.Invalid(tk._("This number is too large."))
    return value
