"""A dataset in a list: what a reader needs to decide whether to open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import dates, fields, formats, periods
from ckanext.satudata.metadata.last_change import last_change

SUMMARY_LENGTH = 200
OPEN_ACCESS = "terbuka"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCard:
    """One dataset of a result list; texts are in the reader's language, missing ones empty."""

    title: str
    url: str
    summary: str
    organization: str
    organization_url: str
    period: str
    frequency: str
    level: str
    formats: Sequence[str]
    updated: str
    state: str
    """"draft", "deleted", "private" or ""."""
    access: str
    """The access class where it is not open."""


def card(package: Mapping[str, Any]) -> DatasetCard:
    """The card of one package dict, as `package_search` gives it."""
    organization = package.get("organization") or {}
    return DatasetCard(
        title=package.get("title") or package["name"],
        url=tk.h.url_for(f"{package['type']}.read", id=package["name"]),
        summary=_summary(package),
        organization=organization.get("title") or organization.get("name", ""),
        organization_url=tk.h.url_for("organization.read", id=organization["name"]) if organization else "",
        period=periods.period(package.get("periode_awal") or "", package.get("periode_akhir") or ""),
        frequency=", ".join(fields.texts("frekuensi", package.get("frekuensi"))),
        level=", ".join(fields.texts("tingkat_penyajian", package.get("tingkat_penyajian"))),
        formats=formats.marks(package.get("resources", [])),
        updated=dates.day(last_change(package)),
        state=_state(package),
        access=_access(package),
    )


def cards(packages: Iterable[Mapping[str, Any]]) -> list[DatasetCard]:
    """The cards of some package dicts, in their order."""
    return [card(package) for package in packages]


def _summary(package: Mapping[str, Any]) -> str:
    text = tk.h.markdown_extract(package.get("notes") or "", extract_length=SUMMARY_LENGTH)
    # Thousands of records of the real portal have "Jumlah " + title as their whole description: it tells nothing.
    says_the_title = str(text).strip(". ").casefold().endswith(str(package.get("title") or "").strip(". ").casefold())
    return "" if says_the_title and len(text) < len(package.get("title") or "") + 20 else text


def _state(package: Mapping[str, Any]) -> str:
    state = package.get("state", "active")
    if state != "active":
        return "draft" if state.startswith("draft") else "deleted"
    return "private" if package.get("private") else ""


def _access(package: Mapping[str, Any]) -> str:
    access = package.get("klasifikasi_akses") or OPEN_ACCESS
    return "" if access == OPEN_ACCESS else fields.choice_label("klasifikasi_akses", access)
