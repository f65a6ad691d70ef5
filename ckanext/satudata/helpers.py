"""Template helpers of the root plugin: choices of the forms, names of regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes import wilayah
from ckanext.satudata.metadata import choices as lists
from ckanext.satudata.metadata import form_errors, quality_view

__all__ = [
    "satudata_choices",
    "satudata_form_errors",
    "satudata_kegiatan_link",
    "satudata_quality",
    "satudata_send_form_to_itself",
    "satudata_wilayah_name",
]


def satudata_choices(field: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The choices of a scheming field, from the closed list that it names in `choices_code`."""
    return [{"value": choice.code, "label": choice.label} for choice in lists.choices(field["choices_code"])]


def satudata_form_errors(
    errors: Mapping[str, Any], fields: Sequence[Mapping[str, Any]], dataset_type: str
) -> list[form_errors.FormError]:
    """The errors of a dataset form, in form order, with the page where each can be mended."""
    return form_errors.form_errors(errors, fields, dataset_type)


def satudata_send_form_to_itself() -> str:
    """Let the metadata form send itself to the address that it stands at; gives "".

    CKAN sends the form of a draft to its first page once a later page has been refused: the corrections would be
    read as those of a new dataset without a title.
    """
    tk.g.form_action = ""
    return ""


def satudata_wilayah_name(code: str) -> str:
    """The name of a region by its Kemendagri code; the code itself if nobody knows it."""
    return wilayah.name_of(code)


def satudata_kegiatan_link(name: str) -> dict[str, str] | None:
    """Title and address of the kegiatan that a dataset names; None where the reader may not see it."""
    try:
        kegiatan = tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return {"title": kegiatan["title"], "url": tk.h.url_for("kegiatan.read", id=kegiatan["name"])}


def satudata_quality(pkg_dict: Mapping[str, Any]) -> list[quality_view.ShownCriterion]:
    """The quality criteria of a dataset in the reader's language, in fixed order."""
    return quality_view.shown(pkg_dict)
