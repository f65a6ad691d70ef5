"""Skip and consistency rules between the answers of MS-Keg.

Source: the form MS-Keg of Peraturan BPS 5/2020: 4.1 to 4.5, block V, 5.2/5.3, 8.1/8.2, schedule, "lainnya".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding

__all__ = ["check"]

SAMPLE_FIELDS = (
    "rancangan_sampel",
    "metode_pemilihan_sampel",
    "metode_probabilitas",
    "metode_nonprobabilitas",
    "kerangka_sampel",
    "fraksi_sampel",
    "sampling_error",
    "unit_sampel",
    "unit_observasi",
)
NEEDED_OF_A_SURVEY = ("rancangan_sampel", "metode_pemilihan_sampel", "kerangka_sampel", "unit_sampel", "unit_observasi")
METHOD_OF = {"PROBABILITAS": "metode_probabilitas", "NONPROBABILITAS": "metode_nonprobabilitas"}
OTHER_OF = {
    "metode_pengumpulan_data": "metode_pengumpulan_lainnya",
    "sarana_pengumpulan_data": "sarana_pengumpulan_lainnya",
    "unit_pengumpulan_data": "unit_pengumpulan_lainnya",
    "pemeriksaan_kualitas": "pemeriksaan_kualitas_lainnya",
    "unit_analisis": "unit_analisis_lainnya",
    "tingkat_penyajian_hasil": "tingkat_penyajian_lainnya",
}
PRODUCTS = ("tercetak", "digital", "mikrodata")

Answers = Mapping[str, Any]


def check(kegiatan: Answers) -> Iterator[Finding]:
    """Every rule that the (normalised) kegiatan breaks."""
    yield from _check_schedule(kegiatan)
    yield from _check_frequency(kegiatan)
    yield from _check_regions(kegiatan)
    yield from _check_sample(kegiatan)
    yield from _check_others(kegiatan)
    for product in PRODUCTS:
        if kegiatan.get(f"produk_{product}") == "ya" and not kegiatan.get(f"rilis_{product}"):
            yield finding("META-58", place=f"rilis_{product}")
    if kegiatan.get("rekomendasi_bps") == "ya" and not kegiatan.get("identitas_rekomendasi"):
        yield finding("META-60", place="identitas_rekomendasi")


def _check_schedule(kegiatan: Answers) -> Iterator[Finding]:
    for row in kegiatan.get("jadwal") or ():
        start, end = row.get("awal") or "", row.get("akhir") or ""
        # ISO days: the order of the texts is the order of the days.
        if start and end and start > end:
            yield finding("META-50", place="jadwal", value=start, step=row.get("tahap", ""), start=start, end=end)


def _check_frequency(kegiatan: Answers) -> Iterator[Finding]:
    done, frequency = kegiatan.get("penyelenggaraan"), kegiatan.get("frekuensi_penyelenggaraan")
    if done == "HANYA_SEKALI" and frequency:
        yield finding("META-51", place="frekuensi_penyelenggaraan", value=frequency)
    if done == "BERULANG" and not frequency:
        yield finding("META-52", place="frekuensi_penyelenggaraan")


def _check_regions(kegiatan: Answers) -> Iterator[Finding]:
    area, regions = kegiatan.get("cakupan_pengumpulan"), kegiatan.get("wilayah_kegiatan")
    if area == "SELURUH_WILAYAH_INDONESIA" and regions:
        yield finding("META-53", place="wilayah_kegiatan", value=regions)
    if area == "SEBAGIAN_WILAYAH_INDONESIA" and not regions:
        yield finding("META-54", place="wilayah_kegiatan")


def _check_sample(kegiatan: Answers) -> Iterator[Finding]:
    way = kegiatan.get("cara_pengumpulan_data")
    if way == "SURVEI":
        yield from (finding("META-55", place=name) for name in NEEDED_OF_A_SURVEY if not kegiatan.get(name))
        wanted = METHOD_OF.get(kegiatan.get("metode_pemilihan_sampel") or "")
        for name in METHOD_OF.values() if wanted else ():
            if bool(kegiatan.get(name)) != (name == wanted):
                yield finding("META-57", place=name)
    elif way:
        yield from (finding("META-56", place=name) for name in SAMPLE_FIELDS if kegiatan.get(name))


def _check_others(kegiatan: Answers) -> Iterator[Finding]:
    for question, words in OTHER_OF.items():
        chosen = kegiatan.get(question) or ()
        if not isinstance(chosen, str) and "lainnya" in chosen and not kegiatan.get(words):
            yield finding("META-59", place=words)
