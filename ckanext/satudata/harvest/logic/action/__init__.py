"""Actions of the harvest, a file for each kind of thing."""

from __future__ import annotations

from ckanext.satudata.harvest.logic.action.change import (
    satudata_deletion_approve,
    satudata_run_changes,
    satudata_run_compare,
)
from ckanext.satudata.harvest.logic.action.duplicate import (
    satudata_duplicate_decide,
    satudata_duplicate_find,
    satudata_duplicate_list,
)
from ckanext.satudata.harvest.logic.action.finding import satudata_finding_list
from ckanext.satudata.harvest.logic.action.hidden import satudata_hidden_list, satudata_hidden_restore
from ckanext.satudata.harvest.logic.action.remote_file import satudata_remote_file_show
from ckanext.satudata.harvest.logic.action.run import satudata_run_cancel, satudata_run_list, satudata_run_show
from ckanext.satudata.harvest.logic.action.source import (
    satudata_connector_list,
    satudata_mapping_version_list,
    satudata_mapping_version_restore,
    satudata_source_check,
    satudata_source_create,
    satudata_source_delete,
    satudata_source_list,
    satudata_source_patch,
    satudata_source_preview,
    satudata_source_remap,
    satudata_source_run,
    satudata_source_show,
    satudata_source_update,
)

__all__ = [
    "satudata_connector_list",
    "satudata_deletion_approve",
    "satudata_duplicate_decide",
    "satudata_duplicate_find",
    "satudata_duplicate_list",
    "satudata_finding_list",
    "satudata_hidden_list",
    "satudata_hidden_restore",
    "satudata_mapping_version_list",
    "satudata_mapping_version_restore",
    "satudata_remote_file_show",
    "satudata_run_cancel",
    "satudata_run_changes",
    "satudata_run_compare",
    "satudata_run_list",
    "satudata_run_show",
    "satudata_source_check",
    "satudata_source_create",
    "satudata_source_delete",
    "satudata_source_list",
    "satudata_source_patch",
    "satudata_source_preview",
    "satudata_source_remap",
    "satudata_source_run",
    "satudata_source_show",
    "satudata_source_update",
]
