from __future__ import annotations

import pytest

from ckanext.satudata.metadata.fields.kode_wilayah import normalise, normalise_bps

SERANG = "36.04"
KOTA_SERANG = "36.73"


def told(value: object, parent: str = SERANG) -> tuple[object, str | None]:
    result = normalise(value, parent=parent)
    return result.value, result.finding.code if result.finding else None


@pytest.mark.parametrize(
    ("written", "kode"),
    [
        ("ciruas", "36.04.09"),
        ("Kec. Bandung", "36.04.34"),
        ("Kota Serang", "36.73"),
        ("Jakarta", "31"),
        ("jateng", "33"),
        ("Kabupaten Serang, Banten", "36.04"),
        ("Provinsi Banten, Kabupaten Serang", "36.04"),
        ("Kab. Serang Prov. Banten", "36.04"),
        ("Kec. Ciruas, Kab. Serang, Banten", "36.04.09"),
        ("36.04 Kabupaten Serang", "36.04"),
        ("Kabupaten Serang (36.04)", "36.04"),
        ("se-Kabupaten Serang", "36.04"),
        ("2 x 11 Kayu Tanam", "13.05.15"),
    ],
)
def test_a_region_is_read_as_people_write_it_in_the_portal_of_a_kabupaten(written: str, kode: str) -> None:
    assert told(written) == (kode, None)


@pytest.mark.parametrize(
    ("written", "parent", "candidates"),
    [
        # The only name that comes near is no answer either.
        ("Kec. Cirus", SERANG, "36.04.09 Ciruas"),
        (
            "Kabupaten Serong",
            "",
            "36.04 Kabupaten Serang; 96.01 Kabupaten Sorong; 36.73 Kota Serang; 96.71 Kota Sorong",
        ),
        ("36.4", SERANG, "36.04 Kabupaten Serang"),
        # In Kota Serang there is a kecamatan of that name, and in the province's name a kelurahan.
        ("Serang", KOTA_SERANG, "36.73.01 Serang; 36.73.01.1001 Serang; 36.04 Kabupaten Serang; 36.73 Kota Serang"),
        ("Banten", KOTA_SERANG, "36.73.02.1007 Banten; 36 Banten"),
        ("36.73 Kabupaten Serang", SERANG, "36.73 Kota Serang; 36.04 Kabupaten Serang"),
        ("Kab. Serang, Kab. Lebak", SERANG, "36.02 Kabupaten Lebak; 36.04 Kabupaten Serang"),
    ],
)
def test_what_is_not_certain_is_refused_with_what_it_may_mean(written: str, parent: str, candidates: str) -> None:
    result = normalise(written, parent=parent)

    assert (result.value, result.finding and result.finding.details["candidates"]) == (None, candidates)


@pytest.mark.parametrize("written", ["n/a", "NA", "-", "–", "tidak ada", "Belum ada", "   ", None, [], {}])
def test_a_sign_for_nothing_is_no_region_and_no_mistake(written: object) -> None:
    assert (told(written), told(written, "")) == ((None, None), (None, None))


@pytest.mark.parametrize("written", ["xyzzy", "99.99", "x" * 100_000, "9" * 5000, "٣٦٠٤"])
def test_what_is_no_region_at_all_says_how_to_write_one(written: str) -> None:
    assert told(written) == (None, "META-24")


def test_a_code_with_dots_is_no_code_of_bps() -> None:
    # 11.01 is Aceh Selatan at Kemendagri, 1101 is Simeulue at BPS.
    told_of = [
        (result.value, result.finding and result.finding.code) for result in map(normalise_bps, ("1101", "11.01"))
    ]

    assert told_of == [("1101", None), (None, "META-38")]
