from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.satuan import Bounds, Satuan, all_satuan, bounds, get, parse, parse_list


def code(text: str) -> str | None:
    known = parse(text)
    return known.code if known else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%", "Persen"),
        ("persen ", "Persen"),
        ("Jiwa", "Orang"),
        ("Orang/ jiwa", "Orang"),
        ("(Ribu Jiwa)", "Ribu Orang"),
        ("Ha", "Hektare"),
        ("Hektar (Ha)", "Hektare"),
        ("Km2", "Kilometer Persegi"),
        ("km²", "Kilometer Persegi"),
        ("Rp. Juta", "Juta Rupiah"),
        ("Milyar Rp", "Miliar Rupiah"),
        ("US$", "Dolar AS"),
        ("Satuan: Orang", "Orang"),
        ("1. Unit", "Unit"),
        ("°C", "Derajat Celsius"),
        ("µgram/m3", "Mikrogram per Meter Kubik"),
        ("Desa/kel", "Desa/Kelurahan"),
        ("per 100.000 kelahiran hidup", "Per 100.000 Kelahiran Hidup"),
        ("orang/km2", "Orang/Kilometer Persegi"),
        ("Ton per Ha", "Ton/Hektare"),
        # Two units of one family are alternatives, not a ratio.
        ("Rupiah/USD", None),
        ("Kg atau Ton", None),
        ("Rumah Tangga/Keluarga", None),
        ("1. Kg 2. Ekor 3. Butir", None),
        ("Traktor Roda Empat", None),
        ("", None),
    ],
)
def test_a_unit_is_read_in_every_spelling(text: str, expected: str | None) -> None:
    assert code(text) == expected


@given(st.sampled_from(all_satuan()), st.sampled_from(all_satuan()))
def test_a_unit_and_a_ratio_of_two_read_back_to_themselves(unit: Satuan, per: Satuan) -> None:
    assert parse(unit.code) == unit
    ratio = parse(f"{unit.code}/{per.code}")
    assert ratio is None or parse(ratio.code) == ratio


@given(st.text(max_size=40))
def test_reading_never_crashes(text: str) -> None:
    known = parse(text)

    assert known is None or bounds(known).least in (None, Decimal(0))


def test_every_unit_has_a_base_of_its_family() -> None:
    bases = [(unit, get(unit.base)) for unit in all_satuan()]
    wrong = [unit.code for unit, base in bases if not base or base.factor != 1 or base.family != unit.family]

    assert wrong == []


def test_units_scale_to_their_base() -> None:
    scales = {
        text: (known.base, known.factor)
        for text in ("Juta Rupiah", "Ha", "Km2", "Kuintal", "Ribu Jiwa")
        if (known := parse(text))
    }

    assert scales == {
        "Juta Rupiah": ("Rupiah", Decimal(1_000_000)),
        "Ha": ("Meter Persegi", Decimal(10_000)),
        "Km2": ("Meter Persegi", Decimal(1_000_000)),
        "Kuintal": ("Kilogram", Decimal(100)),
        "Ribu Jiwa": ("Orang", Decimal(1000)),
    }


@pytest.mark.parametrize(
    ("text", "ukuran", "expected"),
    [
        ("Persen", "Persentase", Bounds(least=Decimal(0), most=Decimal(100))),
        ("Persen", "Laju", Bounds()),
        ("Persen", None, Bounds()),
        ("Orang", "Jumlah", Bounds(least=Decimal(0), whole=True)),
        ("Orang", "Rata-rata", Bounds(least=Decimal(0))),
        ("Ribu Orang", "Jumlah", Bounds(least=Decimal(0))),
        ("Hektare", "Luas", Bounds(least=Decimal(0))),
        ("Rupiah", "Nilai", Bounds()),
        ("Derajat Celsius", None, Bounds()),
    ],
)
def test_a_unit_with_its_ukuran_says_what_a_figure_can_be(text: str, ukuran: str | None, expected: Bounds) -> None:
    unit = get(text)

    assert unit
    assert bounds(unit, ukuran) == expected


def test_several_units_in_one_text_are_read_one_by_one() -> None:
    assert [(text, known and known.code) for text, known in parse_list("Orang; persen , Traktor;")] == [
        ("Orang", "Orang"),
        ("persen", "Persen"),
        ("Traktor", None),
    ]
