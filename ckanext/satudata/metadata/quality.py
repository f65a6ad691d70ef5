"""Quality of a dataset: eight named criteria, each met or not, each with its reason. One function, no database.

Source: the principles of Perpres 39/2019 Pasal 3 (standar data, metadata, interoperabilitas, kode referensi) and the
defects counted in real portals: descriptions that only repeat the title, data that nobody updates, titles that appear
twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ckanext.satudata.codes import periodicity
from ckanext.satudata.codes.access import Access
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.metadata import needed
from ckanext.satudata.metadata.fields import format_berkas, kode_wilayah, periode, title
from ckanext.satudata.metadata.last_change import last_change

__all__ = ["CRITERIA", "Criterion", "assess"]

LEAST_DESCRIPTION = 40
"""Characters; "Jumlah Penduduk per Kecamatan" says nothing that the title does not say."""
MOST_NEW_WORDS = 3
"""Words that a description must have beyond the title's to say something of its own."""
SHOWN = 3
NEED_NO_FILE = frozenset({Access.TERBATAS.value, Access.TERTUTUP.value})
"""Data that may be handed over elsewhere than on this page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion and its verdict. `reason` is a code of `quality_texts.REASONS`; `details` fill its placeholders."""

    name: str
    met: bool
    reason: str
    details: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For the API."""
        return {"name": self.name, "met": self.met, "reason": self.reason, "details": dict(self.details)}


def assess(dataset: Mapping[str, Any], *, today: date, same_title: int) -> list[Criterion]:
    """Every criterion, in the order of `CRITERIA`. `same_title` is how many other datasets have this one's title."""
    return [judge(dataset, today, same_title) for judge in CRITERIA.values()]


def _standard(dataset: Mapping[str, Any], _today: date, _same: int) -> Criterion:
    missing = needed.missing_standard(dataset)
    if missing:
        return _verdict("standar_data", "standard_missing", fields=", ".join(missing))
    return _verdict("standar_data", "standard_complete", met=True)


def _metadata(dataset: Mapping[str, Any], _today: date, _same: int) -> Criterion:
    missing = needed.missing_metadata(dataset)
    if missing:
        return _verdict("metadata", "metadata_missing", fields=", ".join(missing))
    return _verdict("metadata", "metadata_complete", met=True)


def _open_format(dataset: Mapping[str, Any], _today: date, _same: int) -> Criterion:
    written = [str(resource.get("format") or "") for resource in dataset.get("resources") or ()]
    if not written and str(dataset.get("klasifikasi_akses") or "") in NEED_NO_FILE:
        return _verdict("format_terbuka", "format_not_needed", met=True)
    if not written:
        return _verdict("format_terbuka", "format_no_resource")
    fit = next((name for name in written if format_berkas.is_open(name)), None)
    if fit:
        return _verdict("format_terbuka", "format_open", met=True, format=fit)
    named = sorted({name for name in written if name})[:SHOWN]
    return _verdict("format_terbuka", "format_closed" if named else "format_unnamed", formats=", ".join(named))


def _reference_codes(dataset: Mapping[str, Any], _today: date, _same: int) -> Criterion:
    missing = [
        name
        for name in ("cakupan_wilayah", "tingkat_penyajian", "frekuensi")
        if not dataset.get(name) or (name == "cakupan_wilayah" and not kode_wilayah.normalise(dataset[name]).value)
    ]
    if missing:
        return _verdict("kode_referensi", "codes_missing", fields=", ".join(missing))
    return _verdict("kode_referensi", "codes_complete", met=True)


def _described(dataset: Mapping[str, Any], _today: date, _same: int) -> Criterion:
    notes = str(dataset.get("notes") or "")
    if not notes.strip():
        return _verdict("keterangan", "notes_missing")
    new_words = set(fold(notes).split()) - set(fold(str(dataset.get("title") or "")).split())
    if len(notes) < LEAST_DESCRIPTION or len(new_words) < MOST_NEW_WORDS:
        return _verdict("keterangan", "notes_repeat_title")
    return _verdict("keterangan", "notes_good", met=True)


def _up_to_date(dataset: Mapping[str, Any], today: date, _same: int) -> Criterion:
    known = periodicity.get(str(dataset.get("frekuensi") or ""))
    if known is None:
        return _verdict("mutakhir", "update_no_frequency")
    covered = periode.last_day(dataset.get("periode_akhir"))
    moment = last_change(dataset)
    changed = moment.date() if moment else None
    stale = periodicity.is_stale(known, today=today, covered_until=covered, updated=changed)
    if stale is None:
        return _verdict("mutakhir", "update_not_due", met=True)
    last = covered or changed
    reason = "update_late" if stale else "update_current"
    return _verdict("mutakhir", reason, met=not stale, last=last.isoformat() if last else "")


def _unique(_dataset: Mapping[str, Any], _today: date, same_title: int) -> Criterion:
    if same_title:
        return _verdict("bukan_duplikat", "title_repeated", count=str(same_title))
    return _verdict("bukan_duplikat", "title_unique", met=True)


def _title(dataset: Mapping[str, Any], _today: date, _same: int) -> Criterion:
    broken = title.broken_rules(str(dataset.get("title") or ""))
    if broken:
        return _verdict("judul", "title_lint", rules=", ".join(broken))
    return _verdict("judul", "title_good", met=True)


CRITERIA: Mapping[str, Callable[[Mapping[str, Any], date, int], Criterion]] = {
    "standar_data": _standard,
    "metadata": _metadata,
    "format_terbuka": _open_format,
    "kode_referensi": _reference_codes,
    "keterangan": _described,
    "mutakhir": _up_to_date,
    "bukan_duplikat": _unique,
    "judul": _title,
}
"""Name of a criterion to the function that judges it, in the order in which they are shown."""


def _verdict(name: str, reason: str, *, met: bool = False, **details: str) -> Criterion:
    return Criterion(name=name, met=met, reason=reason, details=details)
