"""A dataset as a reader asks about it: what, where, when, how measured, who, and may I use it.

Fields of the schema are grouped into these questions; a field that belongs to no question comes last, so that
nothing published is hidden. Labels and values: `fields.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import citation, config, dates, fields, periods
from ckanext.satudata.catalogue.cards import OPEN_ACCESS
from ckanext.satudata.catalogue.files import File, files
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.metadata.last_change import last_change

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("what", N_("What the figures mean"), (
        "konsep", "definisi", "klasifikasi", "ukuran", "satuan", "kode_sds", "kode_indikator",
        "jenis_data", "jenis_statistik", "urusan",
    )),
    ("where", N_("Where"), ("cakupan_wilayah", "tingkat_penyajian")),
    ("when", N_("When"), ("periode_awal", "periode_akhir", "frekuensi", "jadwal_rilis")),
    ("how", N_("How it is measured"), (
        "interpretasi", "metode_perhitungan", "rumus", "level_estimasi", "indikator_komposit",
        "indikator_pembangun", "variabel_pembangun", "kegiatan", "identitas_rekomendasi",
        "id_kegiatan_mms", "id_indikator_mms", "id_variabel_mms",
    )),
    ("who", N_("Who is responsible"), ("owner_org", "unit_produsen", "kontak_produsen", "walidata", "pembina_data")),
    ("priority", N_("Data prioritas"), ("prioritas_tahun", "sumber_referensi", "id_ddp", "id_ddd")),
)  # fmt: skip
OTHER = N_("Further information")

SHOWN_ELSEWHERE = frozenset({
    "title", "name", "notes", "tag_string", "topik", "license_id", "klasifikasi_akses", "dasar_pembatasan",
    "guid", "harvest_source_id", "harvest_source_title", "source_url", "source_created", "source_modified",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the metadata. `url` is where its value leads, "" if nowhere."""

    name: str
    label: str
    texts: Sequence[str]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    """The facts that answer one question; never empty."""

    name: str
    title: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Whether and how the data may be used."""

    label: str
    is_open: bool
    is_public: bool
    ground: str
    licence: str
    licence_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a harvested dataset comes from."""

    title: str
    url: str
    changed: str
    fetched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPage:
    """All that the dataset page shows beside title and description."""

    highlights: Sequence[Fact]
    groups: Sequence[FactGroup]
    files: Sequence[File]
    topics: Sequence[Fact]
    tags: Sequence[Fact]
    access: Access
    origin: Origin | None
    citation: str
    created: str
    updated: str
    api_url: str


def dataset_page(package: Mapping[str, Any]) -> DatasetPage:
    """The page of one package dict, as `package_show` gives it."""
    return DatasetPage(
        highlights=_highlights(package),
        groups=_groups(package),
        files=files(package),
        topics=[
            Fact(name="topik", label=text, texts=[text], url=tk.h.url_for("satudata_catalogue.topic", code=code))
            for code in package.get("topik") or []
            for text in fields.texts("topik", code)
        ],
        tags=[
            Fact(name="tags", label=tag["display_name"], texts=[tag["display_name"]], url=_search(tags=tag["name"]))
            for tag in package.get("tags", [])
        ],
        access=_access(package),
        origin=_origin(package),
        citation=citation.citation(package),
        created=dates.day(package.get("metadata_created")),
        updated=dates.day(last_change(package)),
        api_url=tk.h.url_for("api.action", logic_function="package_show", ver=3, id=package["name"], locale="default"),
    )


def _highlights(package: Mapping[str, Any]) -> list[Fact]:
    found = [
        Fact(name="period", label=tk._("Period"), texts=[_period(package)]),
        *(
            Fact(name=name, label=fields.label(name), texts=fields.texts(name, package.get(name)))
            for name in ("frekuensi", "satuan", "cakupan_wilayah", "tingkat_penyajian")
        ),
        Fact(name="updated", label=tk._("Last updated"), texts=[dates.day(last_change(package))]),
    ]
    return [fact for fact in found if any(fact.texts)]


def _groups(package: Mapping[str, Any]) -> list[FactGroup]:
    found = _by_question(package) if package["type"] == fields.DATASET else _by_form_page(package)
    extras = [
        Fact(name=extra["key"], label=extra["key"], texts=[str(extra["value"])])
        for extra in package.get("extras", [])
        if extra["value"] not in fields.EMPTY_VALUES
    ]
    found.append(FactGroup(name="extras", title=tk._("As given by the source"), facts=extras))
    return [group for group in found if group.facts]


def _by_question(package: Mapping[str, Any]) -> list[FactGroup]:
    grouped = {name for _, _, names in GROUPS for name in names}
    rest = tuple(name for name in fields.schema_fields() if name not in grouped | SHOWN_ELSEWHERE)
    return [
        FactGroup(name=group, title=tk._(title), facts=_facts(group, names, package))
        for group, title, names in (*GROUPS, ("other", OTHER, rest))
    ]


def _by_form_page(package: Mapping[str, Any]) -> list[FactGroup]:
    # A kegiatan is read in the blocks of its form (MS-Keg I to VIII), which its readers know by number.
    return [
        FactGroup(
            name=f"page-{number}",
            title=tk.h.scheming_language_text(page["title"]),
            facts=_facts("", [field["field_name"] for field in page["fields"]], package),
        )
        for number, page in enumerate(tk.h.scheming_get_dataset_form_pages(package["type"]), 1)
    ]


def _facts(group: str, names: Sequence[str], package: Mapping[str, Any]) -> list[Fact]:
    merged = SHOWN_ELSEWHERE | {"periode_awal", "periode_akhir", "owner_org"}
    found = [_fact(name, package) for name in names if name not in merged]
    if group == "when":
        found.insert(0, Fact(name="period", label=tk._("Period covered"), texts=[_period(package)]))
    if group == "who":
        found.insert(0, _producer(package))
    return [fact for fact in found if any(fact.texts)]


def _fact(name: str, package: Mapping[str, Any]) -> Fact:
    value = package.get(name)
    texts = fields.texts(name, value, package["type"])
    if name == "walidata" and not texts and config.walidata():
        texts = [config.walidata()]
    if name == "jadwal_rilis":
        texts = [periods.point(text) for text in texts]
    return Fact(name=name, label=fields.label(name, package["type"]), texts=texts, url=_leads_to(name, value))


def _leads_to(name: str, value: Any) -> str:
    if name == "kontak_produsen" and isinstance(value, str) and "@" in value:
        return f"mailto:{value}"
    if name == "kegiatan" and isinstance(value, str) and value:
        return tk.h.url_for("kegiatan.read", id=value)
    return ""


def _producer(package: Mapping[str, Any]) -> Fact:
    organization = package.get("organization") or {}
    return Fact(
        name="owner_org",
        label=tk._("Produsen data"),
        texts=[organization.get("title") or organization.get("name", "")],
        url=tk.h.url_for("organization.read", id=organization["name"]) if organization else "",
    )


def _period(package: Mapping[str, Any]) -> str:
    return periods.period(package.get("periode_awal") or "", package.get("periode_akhir") or "")


def _access(package: Mapping[str, Any]) -> Access:
    code = package.get("klasifikasi_akses") or ""
    return Access(
        label=fields.choice_label("klasifikasi_akses", code) if code else "",
        is_open=code in ("", OPEN_ACCESS),
        is_public=not package.get("private"),
        ground=package.get("dasar_pembatasan") or "",
        licence=_licence_title(package.get("license_title") or ""),
        licence_url=package.get("license_url") or "",
    )


def _licence_title(title: str) -> str:
    # Titles of CKAN's licence list are in its catalogue of texts.
    return tk._(title) if title else ""


def _origin(package: Mapping[str, Any]) -> Origin | None:
    if not package.get("harvest_source_title"):
        return None
    page = package.get("source_url") or ""
    return Origin(
        title=package["harvest_source_title"],
        # Foreign text: an address that begins with "javascript:" would run as ours.
        url=page if tk.h.is_url(page) else "",
        changed=dates.day(package.get("source_modified")),
        fetched=dates.day(package.get("metadata_modified")),
    )


def _search(**filters: str) -> str:
    return tk.h.url_for("dataset.search", **filters)
