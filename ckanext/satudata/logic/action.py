"""Actions of the root plugin: look-ups in the loaded list of standar data."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.logic import schema
from ckanext.satudata.metadata import standar_data_lookup

__all__ = ["satudata_sds_autocomplete", "satudata_sds_lookup"]


@tk.side_effect_free
@tk.validate_action_data(schema.sds_lookup)
def satudata_sds_lookup(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """The entries of a kode SDS, each with the five parts of the standar data ready for the form.

        {"kode_sds": "SD00316.01.00"}

    Answers `{"kode_sds", "loaded", "entries": [{"konsep", "definisi", "klasifikasi", "ukuran", "satuan", …}]}`. A
    code may have several entries, and none where the list does not know it; `loaded` says whether a list is loaded at
    all.
    """
    tk.check_access("satudata_sds_lookup", context, data_dict)
    return standar_data_lookup.lookup(model.Session, data_dict["kode_sds"])


@tk.side_effect_free
@tk.validate_action_data(schema.sds_autocomplete)
def satudata_sds_autocomplete(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Entries of the list whose code or konsep fits what somebody types, at most `limit` (10).

    {"q": "penduduk", "limit": 5}
    """
    tk.check_access("satudata_sds_autocomplete", context, data_dict)
    return standar_data_lookup.autocomplete(model.Session, data_dict["q"], data_dict["limit"])
