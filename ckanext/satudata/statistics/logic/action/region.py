"""Action on regions: all that is known of one."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.satudata.codes import wilayah as regions
from ckanext.satudata.statistics.facts import lifetimes
from ckanext.satudata.statistics.facts.profile import profile
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.region_show)
def satudata_region_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """All that is known of a region: of every indicator the newest figure of its best origin.

        {"kode_wilayah": "36.04.09", "q": "penduduk"}

    `parents` from the province down; `children` how many regions lie directly in it; `notices` of a pemekaran that it
    comes from, or that others came out of it. A line without a figure for all has the number of its `cells` instead.
    """
    tk.check_access("satudata_region_show", context, data_dict)
    kode = data_dict["kode_wilayah"]
    region = regions.region(kode)
    if region is None:
        raise tk.ObjectNotFound(tk._("There is no region “{kode}”.").format(kode=kode))
    own = lifetimes.split_of(kode)
    lines = profile(Reader.of(context), kode, words=data_dict["q"])
    return {
        "kode_wilayah": kode,
        "wilayah": region.nama,
        "tingkat": region.level.value,
        "kode_bps": region.kode_bps,
        "parents": [{"kode_wilayah": above.kode, "wilayah": above.nama} for above in regions.ancestors(kode)],
        "children": len(regions.children(kode)),
        "notices": [split.as_dict() for split in (*([own] if own else []), *lifetimes.splits_from(kode))],
        "count": len(lines),
        "results": lines,
    }
