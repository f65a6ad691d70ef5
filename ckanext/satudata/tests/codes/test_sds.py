from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.sds import Measure, NationalListError, parse_code, read_national_list

ENTRY = {
    "id": 618,
    "idSds": "SD00316.01.00",
    "noIndikator": "15.b.1",
    "judulIndikator": "Jumlah\nPenduduk",
    "konsep": "Penduduk",
    "definisi": "Semua orang …",
    "namaKlasifikasi": "Wilayah",
    "klasifikasi": "",
    "ukuran": "Jumlah; presentase",
    "satuan": "Jiwa; %",
    "flag": "vAR",
    "sumberContent": None,
    "sumberData": "BPS",
}


def read(content: bytes) -> list[tuple[str, str, str]]:
    return [(entry.kode, entry.id, entry.judul) for entry in read_national_list(io.BytesIO(content))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SD00316.01.00", "SD00316.01.00"),
        (" sd00316.01.00\n", "SD00316.01.00"),
        ("SD003160100", "SD00316.01.00"),
        ("SE 00001-00-02", "SE00001.00.02"),
        ("XX00316.01.00", None),
        ("SD00316.01", None),
        ("SD00316.01.000", None),
        ("SD٠٠٣١٦.01.00", None),
        ("", None),
    ],
)
def test_a_code_is_read_into_its_canonical_spelling(text: str, code: str | None) -> None:
    assert parse_code(text) == code


@given(st.from_regex(r"(SD|SE|SP|ST|UL)[0-9]{5}\.[0-9]{2}\.[0-9]{2}", fullmatch=True))
def test_every_code_of_the_pattern_reads_back_to_itself(code: str) -> None:
    assert parse_code(code) == code


def test_an_entry_has_its_five_components_and_where_it_comes_from() -> None:
    (entry,) = read_national_list(io.BytesIO(json.dumps([ENTRY]).encode()))

    assert (entry.key, entry.judul, entry.konsep, entry.definisi) == (
        ("SD00316.01.00", "618"),
        "Jumlah Penduduk",
        "Penduduk",
        "Semua orang …",
    )
    assert (entry.klasifikasi, entry.flag, entry.referensi, entry.produsen) == ("Wilayah", "VAR", "", "BPS")
    assert entry.measures == (
        Measure(ukuran="Jumlah", satuan=("Orang",)),
        Measure(ukuran="Persentase", satuan=("Persen",)),
    )


@pytest.mark.parametrize(
    ("ukuran", "satuan", "measures"),
    [
        (
            "Jumlah; Volume",
            "Rumah tangga; Liter, M3",
            [("Jumlah", ("Rumah Tangga",)), ("Volume", ("Liter", "Meter Kubik"))],
        ),
        ("Jumlah, Persentase", "Orang, Persen", [("Jumlah", ("Orang",)), ("Persentase", ("Persen",))]),
        ("Jumlah", "Dokumen; Strategi", [("Jumlah", ("Dokumen", "Strategi"))]),
        (
            "Volume; Persentase",
            "Liter; M3; Persen",
            [("Volume", ("Liter",)), ("Persentase", ("Meter Kubik",)), ("", ("Persen",))],
        ),
        ("Indeks", "", [("Indeks", ())]),
        ("", "", []),
    ],
)
def test_units_are_paired_with_their_ukuran(
    ukuran: str, satuan: str, measures: list[tuple[str, tuple[str, ...]]]
) -> None:
    (entry,) = read_national_list(io.BytesIO(json.dumps([ENTRY | {"ukuran": ukuran, "satuan": satuan}]).encode()))

    assert [(measure.ukuran, measure.satuan) for measure in entry.measures] == measures


def test_every_wrapping_of_the_list_gives_the_same_entries() -> None:
    other = ENTRY | {"id": 619, "judulIndikator": "Luas"}
    plain = json.dumps([ENTRY, other])
    pages = "\n".join(json.dumps({"data": {"content": [entry], "totalPages": 2}}) for entry in (ENTRY, other))
    header = ",".join(ENTRY)
    rows = "\r\n".join(",".join(f'"{entry[name] or ""}"' for name in ENTRY) for entry in (ENTRY, other))
    csv_text = f"\ufeff{header}\r\n{rows}\r\n"

    answers = [
        read(content)
        for content in (
            plain.encode(),
            gzip.compress(plain.encode()),
            pages.encode(),
            json.dumps({"status": True, "result": [ENTRY, other]}).encode(),
            csv_text.encode(),
            csv_text.replace(",", ";").encode(),
        )
    ]

    assert answers == [[("SD00316.01.00", "618", "Jumlah Penduduk"), ("SD00316.01.00", "619", "Luas")]] * 6


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"[1, 2]", b"{", b"kode;nama\nx;y", b"<html></html>", b"\x1f\x8bxx"]
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NationalListError, match=r"(file|JSON|CSV)"):
        read(content)


def test_an_entry_without_a_valid_code_is_left_out() -> None:
    assert read(json.dumps([ENTRY | {"idSds": "?"}, ENTRY]).encode()) == [("SD00316.01.00", "618", "Jumlah Penduduk")]


def test_the_published_list_is_read_completely(shared_data: Path) -> None:
    entries = list(read_national_list(shared_data / "standards" / "sdsn_2023.json.gz"))

    assert (len(entries), len({entry.key for entry in entries}), len({entry.kode for entry in entries})) == (
        4505,
        4505,
        3930,
    )
    assert Counter(entry.flag for entry in entries) == {"VAR": 2637, "KON": 1463, "IND": 405}
