"""From a variable of BPS and its table to a document in the shape of CKAN's `package_show`."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.harvest.connectors import bps_webapi_calls
from ckanext.satudata.harvest.connectors.bps_webapi_table import columns, fingerprint, frequency, level, plain, values
from ckanext.satudata.harvest.connectors.document_parts import filled, organization

NO_UNIT = "tidak ada satuan"
DYNAMIC = 2
"""What BPS calls a dynamic table among its kinds of tables."""


def as_document(
    domain: str,
    variable: Mapping[str, Any],
    years: Sequence[Mapping[str, Any]],
    answers: Sequence[Mapping[str, Any]],
    site: str,
) -> dict[str, Any]:
    """The document: `variable` and `years` (ascending) from the lists, `answers` with the table's latest years."""
    first = answers[0]
    facts = next((entry for entry in first.get("var") or [] if isinstance(entry, Mapping)), {})
    number = str(variable.get("var_id"))
    document = {
        "title": plain(variable.get("title")) or plain(facts.get("label")),
        "notes": plain(facts.get("note")) or plain(variable.get("notes")),
        "definisi": plain(facts.get("def")) or plain(variable.get("def")),
        "organization": organization(f"BPS {domain}", f"bps-{domain}"),
        "url": page_address(site, variable),
        "metadata_modified": max(str(answer.get("last_update") or "") for answer in answers),
        "satuan": _unit(plain(facts.get("unit")) or plain(variable.get("unit"))),
        "jenis_data": "statistik",
        "cakupan_wilayah": _region(domain),
        "tingkat_penyajian": level(first),
        "frekuensi": frequency(first),
        "periode_awal": str(years[0].get("th") or ""),
        "periode_akhir": str(years[-1].get("th") or ""),
        "klasifikasi_akses": "terbuka",
        "subjek_bps": plain(variable.get("sub_name")),
        "subjek_csa_bps": plain(variable.get("subcsa_name")),
        "id_variabel_bps": number,
        "resources": _resources(domain, number, years, answers),
    }
    return filled(document)


def page_address(site: str, variable: Mapping[str, Any]) -> str:
    """The page of the table on the web site of BPS; "" where the site is not known."""
    if not site:
        return ""
    identifier = base64.b64encode(f"{variable.get('var_id')}#{DYNAMIC}".encode()).decode()
    slug = re.sub(r"\s+", "-", fold(plain(variable.get("title"))))
    return f"{site}/id/statistics-table/{DYNAMIC}/{quote(identifier)}/{slug}.html"


def _resources(
    domain: str, number: str, years: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    latest = str(years[-1].get("th_id") or "")
    query = urlencode({"model": "data", "domain": domain, "var": number, "th": latest})
    found = [value for answer in answers for value in values(answer)]
    table = {
        "id": f"{domain}/{number}",
        "name": "Tabel dinamis BPS (WebAPI)",
        "url": f"{bps_webapi_calls.API}/list?{query}",
        "format": "JSON",
        "periode": str(years[-1].get("th") or ""),
        "hash": fingerprint(found),
        "kolom": columns(answers[0]),
    }
    return [filled(table)]


def _unit(unit: str) -> str:
    return "" if unit.lower() == NO_UNIT else unit


def _region(domain: str) -> str:
    """BPS's code of the region: "3600" is the province 36, "0000" Indonesia.

    >>> _region("3600"), _region("3604"), _region("0000")
    ('36', '3604', '0000')
    """
    return domain if domain == "0000" else domain.removesuffix("00")
