"""The page of a region under /statistik/wilayah: what every dataset says of it, for whoever may see that dataset."""

from __future__ import annotations

from flask import Blueprint, request

import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics.pages_figures import region_page

__all__ = ["satudata_regions"]

satudata_regions = Blueprint("satudata_regions", __name__)
LONGEST_SEARCH = 100


@satudata_regions.route("/statistik/wilayah/<kode>")
def read(kode: str) -> str:
    """All figures of a region."""
    try:
        page = region_page(kode, request.args.get("q", "")[:LONGEST_SEARCH])
    except (tk.ObjectNotFound, tk.ValidationError):
        return tk.abort(404, tk._("There is no region “{kode}”.").format(kode=kode))
    return tk.render("satudata/statistics/pages/region.html", {"page": page})
