"""Tables of the harvest: sources, their mappings, their runs, the records they hold, the findings, what runs changed,
and the pairs of datasets that are likely the same. Columns and selects, no rules.

Without foreign keys into CKAN's own tables: `package_id` and `organization_id` may name rows that are gone.
"""

from __future__ import annotations

from ckanext.satudata.harvest.model.change import ChangeKind, StoredChange
from ckanext.satudata.harvest.model.duplicate import Duplicate, DuplicateState, Reason
from ckanext.satudata.harvest.model.finding import StoredFinding
from ckanext.satudata.harvest.model.mapping_version import MappingVersion
from ckanext.satudata.harvest.model.record import Record, RecordState, Stage
from ckanext.satudata.harvest.model.run import COUNTERS, Deletion, Run, RunKind, RunState
from ckanext.satudata.harvest.model.source import Schedule, Source

__all__ = [
    "COUNTERS",
    "ChangeKind",
    "Deletion",
    "Duplicate",
    "DuplicateState",
    "MappingVersion",
    "Reason",
    "Record",
    "RecordState",
    "Run",
    "RunKind",
    "RunState",
    "Schedule",
    "Source",
    "Stage",
    "StoredChange",
    "StoredFinding",
]
