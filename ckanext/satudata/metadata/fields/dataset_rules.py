"""Rules between the fields of a dataset: order of periods, ground of a restriction, fitting pembina, MS-Ind composite
rule.

Each rule gives a finding at the field that a person has to change. Source: Perpres 39/2019 Pasal 13 and 37; MS-Ind
columns 10-15.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.codes import access, jenis, pembina
from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata.fields import periode

__all__ = ["check"]


def check(dataset: Mapping[str, Any]) -> Iterator[Finding]:
    """Every rule that the (normalised) dataset breaks."""
    yield from filter(
        None,
        (
            periode.check_order(dataset.get("periode_awal"), dataset.get("periode_akhir")),
            _check_ground(dataset),
            _check_pembina(dataset),
        ),
    )
    yield from _check_composite(dataset)


def _check_ground(dataset: Mapping[str, Any]) -> Finding | None:
    classified = access.parse(str(dataset.get("klasifikasi_akses") or ""))
    if classified and access.needs_legal_ground(classified) and not dataset.get("dasar_pembatasan"):
        return finding("META-30", place="dasar_pembatasan", value=classified.value)
    return None


def _check_pembina(dataset: Mapping[str, Any]) -> Finding | None:
    kind = jenis.parse_data(str(dataset.get("jenis_data") or ""))
    agency = pembina.parse(str(dataset.get("pembina_data") or ""))
    # Data of no special kind have no pembina of their own, so any may help.
    if kind and agency and pembina.for_jenis(kind) and not pembina.fits(agency, kind):
        return finding("META-31", place="pembina_data", value=agency.value, jenis=kind.value)
    return None


def _check_composite(dataset: Mapping[str, Any]) -> Iterator[Finding]:
    composite = dataset.get("indikator_komposit")
    indicators, variables = dataset.get("indikator_pembangun"), dataset.get("variabel_pembangun")
    if composite == "ya":
        if not indicators:
            yield finding("META-61", place="indikator_pembangun")
        if variables:
            yield finding("META-61", place="variabel_pembangun")
    elif composite == "tidak" and indicators:
        yield finding("META-62", place="indikator_pembangun")
