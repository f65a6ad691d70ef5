"""The errors of a form as a reader wants them: in form order, with the field's label, and where to go to mend them.

CKAN checks all pages of the form when a dataset is published, so an error may belong to a page other than the one
that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.messages import N_

__all__ = ["FormError", "form_errors"]

OTHER_LABELS: Mapping[str, str] = {
    "resources": N_("Files and links"),
    "extras": N_("Further information"),
    "tags": N_("Keywords"),
    "__junk": N_("Unknown fields"),
}
"""Keys of CKAN that are no fields of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormError:
    """One line. `url` is the form page that has the field, "" where the field is on the page shown or on none."""

    name: str
    label: str
    message: str
    url: str = ""


def form_errors(errors: Mapping[str, Any], shown: Sequence[Mapping[str, Any]], dataset_type: str) -> list[FormError]:
    """Every error. `shown` are the fields of the form: those of the dataset, or those of a resource."""
    left = {name: messages for name, messages in errors.items() if messages}
    listed: list[FormError] = []
    for field in shown:
        listed.extend(_of_field(field, left.pop(field["field_name"], None), ""))
    pages: list[dict[str, Any]] = tk.h.scheming_get_dataset_form_pages(dataset_type) or []
    for number, page in enumerate(pages, start=1):
        for field in page["fields"]:
            listed.extend(_of_field(field, left.pop(field["field_name"], None), _page_url(dataset_type, number)))
    listed.extend(_of_other(name, messages) for name, messages in sorted(left.items()))
    return listed


def _of_field(field: Mapping[str, Any], messages: Any, url: str) -> Iterator[FormError]:
    if not messages:
        return
    name, label = field["field_name"], tk.h.scheming_language_text(field.get("label") or field["field_name"])
    if "repeating_subfields" not in field or not isinstance(messages[0], Mapping):
        yield FormError(name=name, label=label, message=str(messages[0]), url=url)
        return
    row_label = tk.h.scheming_language_text(field.get("repeating_label") or field["label"])
    for number, row in enumerate(messages, start=1):
        for subfield in field["repeating_subfields"]:
            for message in row.get(subfield["field_name"], ())[:1]:
                part = tk.h.scheming_language_text(subfield["label"])
                yield FormError(name=name, label=f"{row_label} {number}, {part}", message=str(message), url=url)


def _of_other(name: str, messages: Any) -> FormError:
    label = tk._(OTHER_LABELS[name]) if name in OTHER_LABELS else name
    return FormError(name=name, label=label, message=str(messages[0] if isinstance(messages, list) else messages))


def _page_url(dataset_type: str, number: int) -> str:
    """The form page in the flow that the reader is in: a new dataset, or one that is edited."""
    dataset = (tk.request.view_args or {}).get("id")
    if not dataset:
        return ""
    is_edit = "edit" in (tk.request.endpoint or "")
    view = "scheming_edit_page" if is_edit and "resource" not in (tk.request.endpoint or "") else "scheming_new_page"
    return tk.h.url_for(f"{dataset_type}.{view}", id=dataset, page=number)
