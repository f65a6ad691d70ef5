"""Which field of a dataset leaves as which extra, and how its value is written: the mapping table of `/sdi`.

Keys are those of the national portal where it has one (data.go.id, INDAH, ckanext-dcat); the other fields of Satu Data
keep their own names. Extras are text: empty values give none, lists are written with commas or semicolons.
What must not leave, and why: `RESERVED` and the comment over `EXTRAS`. docs/api.md shows this table.
Source: Perpres 39/2019 Pasal 4–9; keys as public code for data.go.id uses them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes import code_list, periodicity, wilayah

CORE_KEYS = (
    "id",
    "name",
    "title",
    "notes",
    "url",
    "version",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "license_id",
    "license_title",
    "license_url",
    "isopen",
    "type",
    "state",
    "private",
    "owner_org",
    "organization",
    "creator_user_id",
    "metadata_created",
    "metadata_modified",
    "num_tags",
    "tags",
    "groups",
    "relationships_as_subject",
    "relationships_as_object",
)
"""Keys of CKAN's default schema: they stand at the top level, as on any CKAN."""

FORM_KEYS = ("resources", "num_resources", "extras", "tag_string", "plugin_data", "save", "return_to", "log_message")

RESERVED = frozenset({*CORE_KEYS, *FORM_KEYS})
"""No free extra of a dataset leaves under these keys: CKAN refuses an extra that is named like a field of its own."""

RESERVED_PREFIX = "harvest_"
"""These keys belong to the portal that harvests: ckanext-harvest writes its own source and object there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """One row of the table: the first of `fields` that is filled leaves as extra `key`, written by `render`."""

    key: str
    fields: tuple[str, ...]
    render: Callable[[Any], str]

    @property
    def how(self) -> str:
        """How the value is written, for the documentation: the first line of the renderer's docstring."""
        return (self.render.__doc__ or "").partition("\n")[0]


def extras_of(package: Mapping[str, Any]) -> list[dict[str, str]]:
    """The extras of a dataset: the table's, then the dataset's own free ones under keys that are still free."""
    ours = _of_table({**package, "organization.title": (package.get("organization") or {}).get("title")})
    free = [(str(extra["key"]), as_text(extra["value"])) for extra in package.get("extras", [])]
    allowed = [(key, value) for key, value in free if key not in RESERVED and not key.startswith(RESERVED_PREFIX)]
    return unique_extras([*ours, *allowed])


def unique_extras(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """CKAN's list of extras: no empty value, and the first of equal keys, because CKAN refuses a key that comes twice.

    >>> unique_extras([("satuan", "Orang"), ("ukuran", ""), ("satuan", "Jiwa")])
    [{'key': 'satuan', 'value': 'Orang'}]
    """
    seen: dict[str, str] = {}
    for key, value in pairs:
        if key and value:
            seen.setdefault(key, value)
    return [{"key": key, "value": value} for key, value in seen.items()]


def _of_table(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    # Plain loops: a page of 1,000 datasets goes 50,000 times through here.
    for extra in EXTRAS:
        for field in extra.fields:
            value = values.get(field)
            if value:
                yield extra.key, extra.render(value)
                break


def as_text(value: Any) -> str:
    """As it is stored."""
    if isinstance(value, str):
        return value
    return "" if value in (None, [], {}) else json.dumps(value, ensure_ascii=False)


def as_json(value: Any) -> str:
    """JSON list of objects."""
    return as_text(value)


def years(value: Any) -> str:
    """Years with commas, as in "2024, 2025"."""
    return ", ".join(str(year) for year in _items(value))


def listed(value: Any) -> str:
    """All entries with semicolons, as in "Wilayah; Jenis Kelamin"."""
    return "; ".join(_items(value))


def label(code_list_name: str) -> Callable[[Any], str]:
    """The Indonesian words of a code, or of each code of a list; a code that the list does not know stays as it is."""

    def render(value: Any) -> str:
        terms = code_list.terms(code_list_name)
        return listed([terms[code].label if code in terms else code for code in _items(value)])

    render.__doc__ = f"Indonesian words of the codes of the list `{code_list_name}`."
    return render


def access_level(value: Any) -> str:
    """`public` for terbuka; terbatas and tertutup as they are."""
    return "public" if value == "terbuka" else str(value)


def capitalised(value: Any) -> str:
    """`Ya` or `Tidak`."""
    return str(value).capitalize()


def iso_interval(value: Any) -> str:
    """ISO 8601 interval (`R/P1Y` for tahunan); the Indonesian word where ISO 8601 has none."""
    known = periodicity.get(str(value))
    return (known.iso8601 or known.label) if known else str(value)


def region_name(value: Any) -> str:
    """Name of the region."""
    return wilayah.name_of(str(value))


def _items(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _row(key: str, *fields: str, render: Callable[[Any], str] = as_text) -> Extra:
    return Extra(key=key, fields=fields or (key,), render=render)


# A region is never written as `spatial`: ckanext-spatial at the other portal would refuse what is not GeoJSON.
# harvest_source_id and harvest_source_title stay here, see RESERVED_PREFIX; `guid` and `source_url` tell the origin.
EXTRAS: tuple[Extra, ...] = (
    _row("guid", "guid", "id"),
    _row("source_url"),
    _row("dcat_issued", "source_created", "metadata_created"),
    _row("dcat_modified", "source_modified", "metadata_modified"),
    _row("dcat_publisher_name", "organization.title"),
    _row("produsen_data_name", "organization.title"),
    _row("walidata"),
    _row("pembina_data", render=label("pembina")),
    _row("unit_produsen"),
    _row("kontak_produsen"),
    _row("prioritas_tahun", render=years),
    _row("sumber_referensi", render=listed),
    _row("id_ddp"),
    _row("id_ddd"),
    _row("accesslevel", "klasifikasi_akses", render=access_level),
    _row("accessRights", "klasifikasi_akses", render=label("access")),
    _row("dasar_pembatasan"),
    _row("jenis", "jenis_data", render=label("jenis_data")),
    _row("jenis_statistik", render=label("jenis_statistik")),
    _row("kode_indikator"),
    _row("urusan", render=label("urusan")),
    _row("theme", "topik", render=label("topik")),
    _row("kategori", "topik", render=label("topik")),
    _row("id_sds", "kode_sds"),
    _row("konsep"),
    _row("definisi"),
    _row("klasifikasi", render=listed),
    _row("variabel_disaggregasi", "klasifikasi", render=listed),
    _row("ukuran"),
    _row("satuan"),
    _row("accrualPeriodicity", "frekuensi", render=iso_interval),
    _row("frekuensi", render=label("periodicity")),
    _row("jadwal_rilis"),
    _row("temporal_start", "periode_awal"),
    _row("temporal_end", "periode_akhir"),
    _row("kode_wilayah", "cakupan_wilayah"),
    _row("cakupan_wilayah", render=region_name),
    _row("tingkat_penyajian", render=label("tingkat")),
    _row("interpretasi"),
    _row("metode_perhitungan"),
    _row("rumus"),
    _row("level_estimasi", render=label("tingkat")),
    _row("apakah_indikator_komposit", "indikator_komposit", render=capitalised),
    _row("indikator_pembangun", render=as_json),
    _row("variabel_pembangun", render=as_json),
    _row("id_kegiatan", "kegiatan"),
    _row("id_kegiatan_mms"),
    _row("id_indikator_mms"),
    _row("id_variabel_mms"),
    _row("identitas_rekomendasi"),
)
