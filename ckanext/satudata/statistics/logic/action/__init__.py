"""Actions of the statistical database, one module per object."""

from __future__ import annotations

from ckanext.satudata.statistics.logic.action.fact import satudata_fact_search
from ckanext.satudata.statistics.logic.action.indicator import satudata_indicator_share, satudata_indicator_show
from ckanext.satudata.statistics.logic.action.origin import (
    satudata_origin_patch,
    satudata_release_list,
    satudata_table_schema_show,
)
from ckanext.satudata.statistics.logic.action.region import satudata_region_show

__all__ = [
    "satudata_fact_search",
    "satudata_indicator_share",
    "satudata_indicator_show",
    "satudata_origin_patch",
    "satudata_region_show",
    "satudata_release_list",
    "satudata_table_schema_show",
]
