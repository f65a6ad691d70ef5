"""Action on forms: the empty .xlsx for a dataset, to be filled in by its producer."""

from __future__ import annotations

import base64
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.satudata.statistics.logic import table_schema as schema
from ckanext.satudata.statistics.tables import forms
from ckanext.satudata.tabular.template.write import write_form


@tk.side_effect_free
@tk.validate_action_data(schema.form_create)
def satudata_form_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """The empty form of a dataset: `name` of the file, `content` in Base64, `rows` and `columns` to fill in.

        {"id": "puskesmas", "periode": "2024", "tingkat": "kecamatan"}

    Its rows are the regions of the level of presentation (`tingkat_penyajian`, or `tingkat`) in the region that the
    dataset covers (`cakupan_wilayah`); its columns those that the newest file describes, else the dataset's own figure.
    """
    tk.check_access("satudata_form_create", context, data_dict)
    package = tk.get_action("package_show")(tk.fresh_context(context), {"id": data_dict["id"]})
    period = data_dict["periode"]
    definition = forms.definition_for(package, period=period, level=data_dict["tingkat"])
    content = write_form(definition, tk._)
    return {
        "name": forms.form_name(package, period),
        "content": base64.b64encode(content).decode(),
        "rows": len(list(definition.lines)),
        "columns": [" | ".join(column.path) for column in definition.inputs],
    }
