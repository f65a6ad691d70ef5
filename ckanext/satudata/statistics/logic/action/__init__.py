"""Actions of the statistical database, one module per object."""

from __future__ import annotations

from ckanext.satudata.statistics.logic.action.confirmation import satudata_table_confirm
from ckanext.satudata.statistics.logic.action.fact import satudata_fact_search
from ckanext.satudata.statistics.logic.action.form import satudata_form_create
from ckanext.satudata.statistics.logic.action.indicator import satudata_indicator_share, satudata_indicator_show
from ckanext.satudata.statistics.logic.action.layout import (
    satudata_layout_delete,
    satudata_layout_preview,
    satudata_layout_save,
)
from ckanext.satudata.statistics.logic.action.origin import (
    satudata_origin_patch,
    satudata_release_list,
    satudata_table_schema_show,
)
from ckanext.satudata.statistics.logic.action.region import satudata_region_show
from ckanext.satudata.statistics.logic.action.table import (
    satudata_table_cells,
    satudata_table_records,
    satudata_table_show,
    satudata_table_tidy,
)

__all__ = [
    "satudata_fact_search",
    "satudata_form_create",
    "satudata_indicator_share",
    "satudata_indicator_show",
    "satudata_layout_delete",
    "satudata_layout_preview",
    "satudata_layout_save",
    "satudata_origin_patch",
    "satudata_region_show",
    "satudata_release_list",
    "satudata_table_cells",
    "satudata_table_confirm",
    "satudata_table_records",
    "satudata_table_schema_show",
    "satudata_table_show",
    "satudata_table_tidy",
]
