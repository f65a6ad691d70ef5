"""Who may see tidied files and correct them: the tidy table is as open as the file, all else is for its editors."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import AuthResult, Context, DataDict

__all__ = [
    "satudata_form_create",
    "satudata_layout_delete",
    "satudata_layout_preview",
    "satudata_layout_save",
    "satudata_table_cells",
    "satudata_table_records",
    "satudata_table_show",
    "satudata_table_tidy",
]


@tk.auth_allow_anonymous_access
def satudata_table_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the file."""
    return authz.is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["resource_id"]})


satudata_table_records = satudata_table_show


def satudata_table_cells(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change the file: findings and the cells around them are for those who can mend them."""
    return authz.is_authorized("resource_update", tk.fresh_context(context), {"id": data_dict["resource_id"]})


satudata_table_tidy = satudata_table_cells
satudata_layout_preview = satudata_table_cells
satudata_layout_save = satudata_table_cells
satudata_layout_delete = satudata_table_cells


def satudata_form_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change the dataset: the form is for its producer."""
    return authz.is_authorized("package_update", tk.fresh_context(context), {"id": data_dict["id"]})
