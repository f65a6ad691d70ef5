"""Tables of the harvest: sources, their runs, the records they hold, and the findings. Columns and selects, no rules.

Without foreign keys into CKAN's own tables: `package_id` and `organization_id` may name rows that are gone.
"""

from __future__ import annotations

from ckanext.satudata.harvest.model.finding import StoredFinding
from ckanext.satudata.harvest.model.record import Record, RecordState
from ckanext.satudata.harvest.model.run import COUNTERS, Run, RunState
from ckanext.satudata.harvest.model.source import Schedule, Source

__all__ = ["COUNTERS", "Record", "RecordState", "Run", "RunState", "Schedule", "Source", "StoredFinding"]
