"""What a file is about beyond its own words: metadata of its dataset and resource that give figures their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes import periode, wilayah
from ckanext.satudata.codes.periode import Periode
from ckanext.satudata.statistics.model import FigureStatus

__all__ = ["Subject"]

_STATUS = {
    "tetap": FigureStatus.TETAP,
    "sementara": FigureStatus.SEMENTARA,
    "sangat_sementara": FigureStatus.SANGAT_SEMENTARA,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The owner of figures. `wilayah` and `periode` are used only where the file says none.

    `wilayah` bounds names of regions as well: "Bandung" in a file of Kabupaten Serang is its kecamatan.
    """

    package_id: str
    resource_id: str
    title: str = ""
    organization_id: str | None = None
    method: str | None = None
    kode_indikator: str | None = None
    kode_sds: str | None = None
    satuan: str = ""
    wilayah: str = ""
    periode: Periode | None = None
    status: FigureStatus = FigureStatus.TETAP

    @classmethod
    def of(cls, package: Mapping[str, Any], resource: Mapping[str, Any]) -> Subject:
        """From dicts as `package_show` gives them."""
        return cls(
            package_id=package["id"],
            resource_id=resource["id"],
            title=package.get("title") or package.get("name") or "",
            organization_id=package.get("owner_org") or None,
            method=package.get("metode_perhitungan") or None,
            kode_indikator=package.get("kode_indikator") or None,
            kode_sds=package.get("kode_sds") or None,
            satuan=str(package.get("satuan") or ""),
            wilayah=_region_of(package.get("cakupan_wilayah")),
            periode=periode.parse(resource.get("periode")),
            status=_STATUS.get(str(resource.get("status_angka")), FigureStatus.TETAP),
        )


def _region_of(said: object) -> str:
    """The one region that the dataset covers; "" if it names none, or several."""
    names = said if isinstance(said, (list, tuple)) else [said]
    codes = {found.kode for name in names if name and (found := wilayah.region(str(name)))}
    return codes.pop() if len(codes) == 1 else ""
