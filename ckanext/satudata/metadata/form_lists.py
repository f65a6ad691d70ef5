"""Closed lists that only our forms use; lists that other packages need too stand in `codes/`.

Source: Peraturan BPS 5/2020 (MS-Keg, with the enums of INDAH as codes), Perpres 39/2019 Pasal 11-24 (roles), BPS's
signs for preliminary figures. A row is code, label (English msgid or regulation term) and the spellings people use,
"|" between them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.satudata.codes.messages import N_

__all__ = ["LISTS"]

Row = tuple[str, str, str]

LISTS: Mapping[str, tuple[Row, ...]] = {
    "ya_tidak": (
        ("ya", N_("Yes"), "1|true|yes|y|t"),
        ("tidak", N_("No"), "2|0|false|no|n|f|bukan"),
    ),
    "jenis_organisasi": (
        ("opd", N_("OPD (produsen data)"), "dinas|badan|skpd|perangkat daerah|produsen|produsen data"),
        ("walidata", N_("Walidata"), "diskominfo"),
        ("pembina", N_("Pembina data"), "pembina data|bps|big"),
        ("kecamatan", N_("Kecamatan"), "kec|distrik"),
        ("desa", N_("Desa or kelurahan"), "kelurahan|nagari|gampong|desa kelurahan"),
        ("instansi_vertikal", N_("Branch office of a national agency"), "vertikal|instansi vertikal|kementerian"),
    ),
    "status_angka": (
        ("tetap", N_("Final"), "angka tetap|final|atap"),
        ("sementara", N_("Preliminary (*)"), "angka sementara|preliminary|*|asem"),
        (
            "sangat_sementara",
            N_("Very preliminary (**)"),
            "angka sangat sementara|very preliminary|**|sangat sementara|aram",
        ),
    ),
    "tipe_kolom": (
        ("string", N_("Text"), "text|teks|character|char|varchar|karakter"),
        ("integer", N_("Whole number"), "int|int4|bilangan bulat|bigint"),
        ("number", N_("Decimal number"), "numeric|float|float8|double|decimal|desimal|pecahan|real"),
        ("date", N_("Date"), "tanggal|timestamp|datetime"),
        ("boolean", N_("Yes or no"), "bool|logical|ya tidak"),
    ),
    "cara_pengumpulan_data": (
        ("PENCACAHAN_LENGKAP", N_("Complete enumeration (census)"), "1|sensus|pencacahan lengkap"),
        ("SURVEI", N_("Survey"), "2|survey|sampel"),
        (
            "KOMPILASI_PRODUK_ADMINISTRASI",
            N_("Compilation of administrative records"),
            "3|kompromin|kompilasi produk administrasi",
        ),
        (
            "CARA_LAIN_SESUAI_DENGAN_PERKEMBANGAN_TI",
            N_("Other ways by information technology"),
            "4|cara lain|web scraping|crowdsourcing",
        ),
    ),
    "penyelenggaraan": (
        ("HANYA_SEKALI", N_("Only once"), "1|sekali|hanya sekali"),
        ("BERULANG", N_("Repeated"), "2|berkala|berulang"),
    ),
    "tipe_pengumpulan_data": (
        ("LONGITUDINAL_PANEL", N_("Longitudinal panel"), "1|panel|longitudinal panel"),
        ("LONGITUDINAL_CROSS_SECTIONAL", N_("Longitudinal cross sectional"), "2|longitudinal cross sectional"),
        ("CROSS_SECTIONAL", N_("Cross sectional"), "3|cross sectional|cross section"),
    ),
    "cakupan_pengumpulan": (
        ("SELURUH_WILAYAH_INDONESIA", N_("All of Indonesia"), "1|seluruh|seluruh wilayah indonesia|nasional"),
        ("SEBAGIAN_WILAYAH_INDONESIA", N_("A part of Indonesia"), "2|sebagian|sebagian wilayah indonesia"),
    ),
    "metode_pengumpulan_data": (
        ("wawancara", N_("Interview"), "1"),
        (
            "swacacah",
            N_("Questionnaire filled in by the respondent"),
            "2|mengisi kuesioner sendiri|mengisi kuesioner sendiri swacacah",
        ),
        ("pengamatan", N_("Observation"), "4|observasi"),
        ("data_sekunder", N_("Collection of secondary data"), "8|pengumpulan data sekunder|sekunder"),
        ("lainnya", N_("Other"), "16|other"),
    ),
    "sarana_pengumpulan_data": (
        ("PAPI", N_("Paper questionnaire (PAPI)"), "1|kertas"),
        ("CAPI", N_("Tablet or telephone app (CAPI)"), "2|gawai"),
        ("CATI", N_("Telephone interview (CATI)"), "4|telepon"),
        ("CAWI", N_("Web form (CAWI)"), "8|web"),
        ("MAIL", N_("Mail"), "16|surat|pos"),
        ("lainnya", N_("Other"), "32|other"),
    ),
    "unit_pengumpulan_data": (
        ("individu", N_("Person"), "1|orang"),
        ("rumah_tangga", N_("Household"), "2|rumah tangga|ruta"),
        ("usaha", N_("Business"), "4|usaha perusahaan|perusahaan|usaha atau perusahaan"),
        ("lainnya", N_("Other"), "8|other"),
    ),
    "rancangan_sampel": (
        ("SINGLE_STAGE", N_("Single stage or phase"), "1|single stage phase|single stage"),
        ("MULTI_STAGE", N_("Multi stage or phase"), "2|multi stage phase|multi stage"),
    ),
    "metode_pemilihan_sampel": (
        ("PROBABILITAS", N_("Probability sample"), "1|sampel probabilitas|probability"),
        ("NONPROBABILITAS", N_("Non-probability sample"), "2|sampel nonprobabilitas|non probabilitas|nonprobability"),
    ),
    "metode_probabilitas": (
        ("SIMPLE_RANDOM", N_("Simple random sampling"), "1|simple random sampling|acak sederhana"),
        ("SYSTEMATIC_RANDOM", N_("Systematic random sampling"), "2|systematic random sampling|sistematik"),
        ("STRATIFIED_RANDOM", N_("Stratified random sampling"), "3|stratified random sampling|strata"),
        ("CLUSTER", N_("Cluster sampling"), "4|cluster sampling|klaster"),
        ("MULTI_STAGE", N_("Multi stage sampling"), "5|multi stage sampling|bertingkat"),
    ),
    "metode_nonprobabilitas": (
        ("QUOTA", N_("Quota sampling"), "6|quota sampling|kuota"),
        ("ACCIDENTAL", N_("Accidental sampling"), "7|accidental sampling"),
        ("PURPOSIVE", N_("Purposive sampling"), "8|purposive sampling"),
        ("SNOWBALL", N_("Snowball sampling"), "9|snowball sampling"),
        ("SATURATION", N_("Saturation sampling"), "10|saturation sampling|jenuh"),
    ),
    "kerangka_sampel": (
        ("LIST_FRAME", N_("List frame"), "1"),
        ("AREA_FRAME", N_("Area frame"), "2"),
    ),
    "pemeriksaan_kualitas": (
        ("kunjungan_kembali", N_("Second visit (revisit)"), "1|revisit|kunjungan kembali revisit"),
        ("supervisi", N_("Supervision"), "2"),
        ("task_force", N_("Task force"), "4"),
        ("lainnya", N_("Other"), "8|other"),
    ),
    "petugas_pengumpulan": (
        ("STAF", N_("Staff of the agency"), "1|staf instansi|staf instansi penyelenggara"),
        ("MITRA", N_("Partners or contract staff"), "2|mitra|tenaga kontrak|mitra tenaga kontrak"),
        ("KEDUANYA", N_("Both"), "3|staf dan mitra"),
    ),
    "pendidikan_petugas": (
        ("SMP", N_("Junior secondary school or less"), "1|kurang dari atau sama dengan smp"),
        ("SMA_SMK", N_("Senior secondary school"), "2|sma|smk|slta"),
        ("DIPLOMA", N_("Diploma I, II or III"), "3|diploma i ii iii|d3|DIPLOMA_I_II_III"),
        ("SARJANA", N_("Diploma IV or university degree"), "4|diploma iv s1 s2 s3|s1|s2|s3|d4"),
    ),
    "metode_analisis": (
        ("DESKRIPTIF", N_("Descriptive"), "1"),
        ("INFERENSIA", N_("Inferential"), "2|inferensi"),
        ("KEDUANYA", N_("Both"), "3|deskriptif dan inferensia"),
    ),
    "tahap_kegiatan": (
        ("perencanaan", N_("Planning: planning of the activity"), "3.3.1|perencanaan kegiatan"),
        ("desain", N_("Planning: design"), "3.3.2"),
        ("pengumpulan", N_("Collection: collecting the data"), "3.3.3|pengumpulan data"),
        ("pengolahan", N_("Checking: processing the data"), "3.3.4|pengolahan data"),
        ("analisis", N_("Dissemination: analysis"), "3.3.5"),
        ("diseminasi", N_("Dissemination: publication of the results"), "3.3.6|diseminasi hasil"),
        ("evaluasi", N_("Dissemination: evaluation"), "3.3.7"),
    ),
}
"""List name to rows, in the order of the form."""
