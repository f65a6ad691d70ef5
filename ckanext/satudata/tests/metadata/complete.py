"""A dataset and a kegiatan with everything that a publication needs."""

from __future__ import annotations

from typing import Any

__all__ = ["complete_dataset", "complete_kegiatan"]


def complete_dataset(**changes: Any) -> dict[str, Any]:
    """A dataset as an API client sends it; a change to None leaves the field out."""
    values: dict[str, Any] = {
        "type": "dataset",
        "title": "Penduduk Menurut Kecamatan",
        "notes": "Penduduk Kabupaten Serang dari pelayanan administrasi kependudukan, satu baris tiap kecamatan.",
        "jenis_data": "statistik",
        "konsep": "Penduduk",
        "definisi": "Semua orang yang berdomisili di wilayah selama enam bulan atau lebih.",
        "klasifikasi": ["Wilayah"],
        "ukuran": "Jumlah",
        "satuan": "Orang",
        "kontak_produsen": "disdukcapil@serangkab.go.id",
        "frekuensi": "tahunan",
        "periode_awal": "2019",
        "periode_akhir": "2024",
        "cakupan_wilayah": "36.04",
        "tingkat_penyajian": ["kecamatan"],
        "klasifikasi_akses": "terbuka",
        "resources": [{"name": "Penduduk 2024", "url": "https://opd.example/penduduk.csv", "format": "CSV"}],
    }
    return _changed(values, changes)


def complete_kegiatan(**changes: Any) -> dict[str, Any]:
    """A survey with every answer that MS-Keg needs of one; a change to None leaves the answer out."""
    values: dict[str, Any] = {
        "type": "kegiatan",
        "title": "Survei Kepuasan Masyarakat Kabupaten Serang Tahun 2024",
        "tahun_kegiatan": "2024",
        "cara_pengumpulan_data": "SURVEI",
        "sektor_kegiatan": "SEKTOR_PUBLIK_PERPAJAKAN_DAN_REGULASI_PASAR",
        "jenis_statistik": "sektoral",
        "instansi_penyelenggara": "Bagian Organisasi Sekretariat Daerah",
        "latar_belakang": "Mutu layanan publik diukur setiap tahun.",
        "tujuan": "Mengetahui tingkat kepuasan masyarakat.",
        "jadwal": [{"tahap": "pengumpulan", "awal": "2024-03-01", "akhir": "2024-04-30"}],
        "variabel": [
            {"nama": "Umur", "konsep": "Umur", "definisi": "Lama hidup.", "satuan": "Tahun", "tipe_data": "integer"}
        ],
        "penyelenggaraan": "BERULANG",
        "frekuensi_penyelenggaraan": "tahunan",
        "cakupan_pengumpulan": "SEBAGIAN_WILAYAH_INDONESIA",
        "wilayah_kegiatan": ["36.04"],
        "metode_pengumpulan_data": ["wawancara"],
        "unit_pengumpulan_data": ["individu"],
        "rancangan_sampel": "SINGLE_STAGE",
        "metode_pemilihan_sampel": "PROBABILITAS",
        "metode_probabilitas": "SYSTEMATIC_RANDOM",
        "kerangka_sampel": "LIST_FRAME",
        "unit_sampel": "Pengguna layanan",
        "unit_observasi": "Pengguna layanan",
    }
    return _changed(values, changes)


def _changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (values | changes).items() if value is not None}
