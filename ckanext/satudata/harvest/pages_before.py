"""What the pages hold that look at a source before a run: its check and its preview, stored or still in the form.

A source that is not stored travels with the page: `Typed` keeps what was typed, so that the way back to the form loses
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.folding import squeeze
from ckanext.satudata.harvest import pages, pages_form
from ckanext.satudata.harvest.pages_form import SourceForm
from ckanext.satudata.harvest.previewing import MOST_RECORDS, USUAL_RECORDS

CHOICES_OF_RECORDS = (1, 3, 5, USUAL_RECORDS, 20, MOST_RECORDS)
# Likeness from which a proposal is ticked beforehand: the same words, perhaps one of them mistyped.
SURE_FROM = 0.9
LONGEST_NUMBER = 4
_NOT_TYPED = frozenset({"again", "records", "source", "pair"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the form as they were sent; `source` is the name of the stored source that is being edited."""

    fields: Mapping[str, str]
    title: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A line of the organisation map that a person may confirm."""

    there: str
    here: str
    pair: str
    datasets: int | None
    likeness: float | None
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """What the check of a source found; either of a stored source or of what was typed."""

    report: Mapping[str, Any]
    source: Mapping[str, Any] | None = None
    typed: Typed | None = None

    @property
    def title(self) -> str:
        """Of the source, or what was typed as its title or address."""
        return self.source["title"] if self.source else self.typed.title if self.typed else ""

    @property
    def proposals(self) -> Sequence[Proposal]:
        """What could be written into the map: what was taken by its meaning, and what is only alike."""
        return [_proposal(one) for one in self.report.get("organizations", ()) if _is_open(one)]

    @property
    def settled(self) -> Sequence[Mapping[str, Any]]:
        """The organisations that need no answer: recognised by map or name, or not like any of ours."""
        return [one for one in self.report.get("organizations", ()) if not _is_open(one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What a preview found, and with how many records."""

    report: Mapping[str, Any]
    records: int
    source: Mapping[str, Any] | None = None
    typed: Typed | None = None

    @property
    def title(self) -> str:
        """Of the source, or what was typed as its title or address."""
        return self.source["title"] if self.source else self.typed.title if self.typed else ""

    @property
    def choices(self) -> Sequence[int]:
        """Numbers of records to choose from."""
        return sorted({*CHOICES_OF_RECORDS, self.records})


def check_page(reference: str) -> CheckPage:
    """Ask the other end now. Options that no longer fit their declaration are reported as a failed check."""
    source = tk.get_action("satudata_source_show")({}, {"id": reference})
    try:
        report = tk.get_action("satudata_source_check")({}, {"id": source["id"]})
    except tk.ValidationError as error:
        report = {"ok": False, "message": pages.first_error(error)}
    return CheckPage(source=source, report=report)


def preview_page(reference: str, records: str | None) -> PreviewPage:
    """Preview a stored source; a number that is none counts as the usual one."""
    source = tk.get_action("satudata_source_show")({}, {"id": reference})
    number = _number(records)
    try:
        report = tk.get_action("satudata_source_preview")({}, {"id": source["id"], "records": number})
    except tk.ValidationError as error:
        report = {"ok": False, "message": pages.first_error(error), "records": [], "findings_by_code": []}
    return PreviewPage(source=source, report=report, records=number)


def typed_check_page(form: SourceForm, sent: Mapping[str, str]) -> CheckPage:
    """Check what stands in the form. Raises tk.ValidationError with the errors of its fields."""
    return CheckPage(report=tk.get_action("satudata_source_check")({}, form.read(sent)), typed=_typed(form, sent))


def typed_preview_page(form: SourceForm, sent: Mapping[str, str]) -> PreviewPage:
    """Preview what stands in the form. Raises tk.ValidationError with the errors of its fields."""
    records = _number(sent.get("records"))
    report = tk.get_action("satudata_source_preview")({}, {**form.read(sent), "records": records})
    return PreviewPage(report=report, records=records, typed=_typed(form, sent))


def form_of(sent: Mapping[str, str]) -> SourceForm:
    """The form that was sent to a page about a source that is not stored, or not stored like this."""
    return pages_form.edit_form(sent["source"]) if sent.get("source") else pages_form.new_form(sent.get("connector"))


def form_again(form: SourceForm, sent: Mapping[str, str], pairs: Sequence[str]) -> SourceForm:
    """The form as it was typed, with confirmed lines in its organisation map."""
    data = form.read(sent)
    lines = _with_pairs(data["mapping"].get("organization_map", ""), pairs)
    return replace(form, values={**data, "mapping": {**data["mapping"], "organization_map": lines}})


def confirm(reference: str, pairs: Sequence[str]) -> int:
    """Write confirmed lines into the organisation map of a stored source; how many. Raises tk.ValidationError."""
    source = tk.get_action("satudata_source_show")({}, {"id": reference})
    before = "\n".join(f"{there} = {here}" for there, here in source["mapping"].get("organization_map", {}).items())
    changed = {"id": source["id"], "mapping": {"organization_map": _with_pairs(before, pairs)}}
    tk.get_action("satudata_source_patch")({}, changed)
    return len(pairs)


def _typed(form: SourceForm, sent: Mapping[str, str]) -> Typed:
    fields = {name: text for name, text in sent.items() if name not in _NOT_TYPED and not name.startswith("_")}
    title = sent.get("title") or sent.get("settings__url") or tk._("a source that is not saved yet")
    return Typed(fields=fields, title=title, source=form.source["name"] if form.source else "")


def _with_pairs(lines: str, pairs: Sequence[str]) -> str:
    """The lines with the pairs behind them; a pair takes the place of a line for the same organisation."""
    new = {squeeze(pair.rpartition("=")[0]) for pair in pairs}
    kept = [line for line in lines.splitlines() if squeeze(line.rpartition("=")[0]) not in new]
    return "\n".join([*kept, *pairs])


def _is_open(one: Mapping[str, Any]) -> bool:
    return one["recognised_by"] == "meaning" or bool(one["proposal"])


def _proposal(one: Mapping[str, Any]) -> Proposal:
    here = one["here"] or one["proposal"]
    likeness = one["proposal"]["likeness"] if one["proposal"] else None
    there = one["name"] or one["title"]
    return Proposal(
        there=one["title"] or one["name"],
        here=here["title"],
        pair=f"{there} = {here['name']}",
        datasets=one["datasets"],
        likeness=likeness,
        is_ticked=likeness is None or likeness >= SURE_FROM,
    )


def _number(given: str | None) -> int:
    text = (given or "").strip()
    number = int(text[:LONGEST_NUMBER]) if text.isascii() and text.isdigit() else USUAL_RECORDS
    return min(max(number, 1), MOST_RECORDS)
