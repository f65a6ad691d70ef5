from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.wilayah import (
    Level,
    Region,
    System,
    ancestors,
    children,
    is_within,
    parse,
    region,
)
from ckanext.satudata.codes.wilayah_table import table

KODE = sorted(table().rows)


def found(text: object, system: System | None = None) -> list[tuple[str, str, bool]]:
    return [(match.region.kode, match.system.value, match.exact) for match in parse(text, system=system)]


def test_a_region_knows_its_name_level_bps_code_and_parent() -> None:
    assert region("36.04.09") == Region(
        kode="36.04.09",  # pyright: ignore[reportArgumentType] # a NewType in the code, a text here
        nama="Ciruas",
        level=Level.KECAMATAN,
        kode_bps="3604240",
        parent="36.04",  # pyright: ignore[reportArgumentType]
    )


@pytest.mark.parametrize(
    "code", ["", "3", "3604", "36.4", "36.99", "36.04.99", "36.04.09.9999", "36.04.09.20010", "aa.bb"]
)
def test_what_is_no_dotted_code_of_the_edition_has_no_region(code: str) -> None:
    assert region(code) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("36.04", [("36.04", "kemendagri", True)]),
        ("3604", [("36.04", "kemendagri", True)]),
        ("36", [("36", "kemendagri", True)]),
        ("360409", [("36.04.09", "kemendagri", True)]),
        ("3604240", [("36.04.09", "bps", True)]),
        ("36.04.09.2001", [("36.04.09.2001", "kemendagri", True)]),
        ("3604092001", [("36.04.09.2001", "kemendagri", True)]),
        # A BPS village number: only its kecamatan is known.
        ("3604220001", [("36.04.05", "bps", False)]),
        # Four digits without dots are either system's.
        ("1101", [("11.01", "kemendagri", True), ("11.09", "bps", True)]),
        ("94", [("94", "kemendagri", True), ("91", "bps", True)]),
        # SIMDASI pads to seven digits, the WebAPI's domains to four.
        ("3300000", [("33", "bps", True)]),
        ("3604000", [("36.04", "bps", True)]),
        ("3600", [("36", "bps", True)]),
        # Spreadsheets: numbers, lost zeros, other separators, quotes.
        (3604, [("36.04", "kemendagri", True)]),
        (3604.0, [("36.04", "kemendagri", True)]),
        ("32.1", [("32.01", "kemendagri", False), ("32.10", "kemendagri", False)]),
        ("36.4.9", [("36.04.09", "kemendagri", False)]),
        (" 36-04-09 ", [("36.04.09", "kemendagri", True)]),
        ("36 04 09", [("36.04.09", "kemendagri", True)]),
        ("'3604", [("36.04", "kemendagri", True)]),
    ],
)
def test_a_code_in_any_spelling_gives_every_region_it_may_mean(
    text: object, expected: list[tuple[str, str, bool]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "36.99", "99", "360", "36040", "36.04.220", "٣٦", "-1", "1e3", None, "36.04.09.2001.1"]
)
def test_what_is_no_code_means_no_region(text: object) -> None:
    assert found(text) == []


def test_saying_the_system_settles_a_code_of_two() -> None:
    assert found("1101", System.KEMENDAGRI) == [("11.01", "kemendagri", True)]
    assert found("1101", System.BPS) == [("11.09", "bps", True)]
    assert found("36.04", System.BPS) == []


def test_199_of_514_kabupaten_and_kota_had_another_bps_code_and_papua_adds_to_them() -> None:
    differ = [
        kode
        for kode, row in table().rows.items()
        if len(kode) == len("36.04") and kode.replace(".", "") != row.kode_bps
    ]

    assert len(differ) == 199


@given(st.sampled_from(KODE))
def test_every_code_parses_to_itself_with_and_without_dots(kode: str) -> None:
    assert found(kode) == [(kode, "kemendagri", True)]
    assert (kode, "kemendagri", True) in found(kode.replace(".", ""))


@given(st.sampled_from(sorted(table().by_bps)))
def test_every_bps_code_leads_to_the_region_that_carries_it(kode_bps: str) -> None:
    assert [match.region.kode_bps for match in parse(kode_bps, system=System.BPS)] == [kode_bps]


@given(st.one_of(st.text(max_size=20), st.text("0123456789.- ", max_size=16), st.integers(), st.floats(), st.none()))
def test_parsing_never_crashes_and_gives_only_regions_that_exist(text: object) -> None:
    for match in parse(text):
        assert region(match.region.kode) == match.region


@given(st.sampled_from(KODE))
def test_children_name_their_parent_and_lie_within_all_ancestors(kode: str) -> None:
    for child in children(kode)[:5]:
        assert child.parent == kode
        assert [above.kode for above in ancestors(child.kode)][-1] == kode
        assert all(is_within(child.kode, above.kode) for above in ancestors(child.kode))


def test_the_country_has_38_provinces_and_villages_have_no_children() -> None:
    assert len(children()) == 38
    assert [child.nama for child in children("36")] == [
        "Kabupaten Pandeglang",
        "Kabupaten Lebak",
        "Kabupaten Tangerang",
        "Kabupaten Serang",
        "Kota Tangerang",
        "Kota Cilegon",
        "Kota Serang",
        "Kota Tangerang Selatan",
    ]
    assert (children("36.04.09.2001"), children("99"), ancestors("99")) == ((), (), ())


def test_within_is_about_regions_not_about_letters() -> None:
    assert [
        is_within(*pair) for pair in (("36.04.09", "36"), ("36.04", "36.04"), ("36.73", "36.7"), ("36", "36.04"))
    ] == [
        True,
        True,
        False,
        False,
    ]


def test_kota_and_kelurahan_are_told_apart_by_their_numbers() -> None:
    codes = ("36.73", "36.04", "36.73.01.1001", "36.04.09.2001")
    kinds = [(kode, known.is_kota, known.is_kelurahan) for kode in codes if (known := region(kode))]

    assert kinds == [
        ("36.73", True, False),
        ("36.04", False, False),
        ("36.73.01.1001", False, True),
        ("36.04.09.2001", False, False),
    ]
