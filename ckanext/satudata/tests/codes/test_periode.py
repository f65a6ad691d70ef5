from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes import periodicity
from ckanext.satudata.codes.periode import KIND_OF_FREKUENSI, MONTH_NUMBERS, parse


def read(value: object) -> str | None:
    found = parse(value)
    return str(found) if found else None


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ("2023", "2023"),
        ("Tahun 2023", "2023"),
        ("Thn. 2023", "2023"),
        ("T.A. 2023", "2023"),
        ("Tahun Anggaran 2023", "2023"),
        (2023, "2023"),
        (2023.0, "2023"),
        ("2023-S1", "2023-S1"),
        ("Semester II 2023", "2023-S2"),
        ("Semester I Tahun 2023", "2023-S1"),
        ("smt 2/2023", "2023-S2"),
        ("2023 Semester 1", "2023-S1"),
        ("2023-Q3", "2023-Q3"),
        ("Triwulan III 2023", "2023-Q3"),
        ("triwulan ke-3 2023", "2023-Q3"),
        ("TW I-2024", "2024-Q1"),
        ("Tri wulan 2 2023", "2023-Q2"),
        ("III triwulan 2023", "2023-Q3"),
        ("2023Q3", "2023-Q3"),
        ("Caturwulan II 2023", "2023-T2"),
        ("Cawu 1 2023", "2023-T1"),
        ("2023-T2", "2023-T2"),
        ("2023-05", "2023-05"),
        ("2023/5", "2023-05"),
        ("05/2023", "2023-05"),
        ("Mei 2023", "2023-05"),
        ("Bulan Nopember 2023", "2023-11"),
        ("Jan-23", "2023-01"),
        ("Ags '23", "2023-08"),
        ("2023-W47", "2023-W47"),
        ("2023-05-17", "2023-05-17"),
        ("2023-05-17T10:00:00+07:00", "2023-05-17"),
        ("17/05/2023", "2023-05-17"),
        ("17.5.2023", "2023-05-17"),
        ("31 Desember 2023", "2023-12-31"),
        ("per 31 Desember 2023", "2023-12-31"),
        ("31-Des-23", "2023-12-31"),
        (date(2023, 5, 17), "2023-05-17"),
        (datetime(2023, 5, 17, 10, 30, tzinfo=timezone.utc), "2023-05-17"),
        ("2023/2024", "2023/2024"),
        ("TA 2023/2024", "2023/2024"),
        ("TP. 2023/2024", "2023/2024"),
        ("Tahun Ajaran 2023-2024", "2023/2024"),
        ("2019-2023", "2019..2023"),
        ("2019 s.d. 2023", "2019..2023"),
        ("2019 – 2023", "2019..2023"),
        ("Januari - Juni 2023", "2023-01..2023-06"),
        ("Jan s/d Mar 2023", "2023-01..2023-03"),
        ("1 sampai dengan 15 Mei 2023", "2023-05-01..2023-05-15"),
        ("TW I - TW III 2023", "2023-Q1..2023-Q3"),
        ("2020/2021 - 2022/2023", "2020/2021..2022/2023"),
    ],
)
def test_a_period_is_read_as_people_write_it(value: object, canonical: str) -> None:
    assert read(value) == canonical


@pytest.mark.parametrize(
    "value",
    [
        "",
        "abc",
        "s",
        "1850",
        "3604",
        "1.234",
        "2023.5",
        2023.5,
        float("nan"),
        float("inf"),
        True,
        None,
        "2023-13",
        "2023-02-30",
        "5/17/2023",
        "Semester 3 2023",
        "Mei 23",
        "15 Mei",
        # A school year or December 2011: two readings are none.
        "2011/12",
        "2019-20",
        "2023-2019",
        "20230517",
        "Semester Ganjil 2023/2024",
        "2023-W60",
        "Jumlah Penduduk Tahun 2023 menurut Kecamatan",
        "2023" * 30,
    ],
)
def test_what_is_no_period_or_two_is_refused(value: object) -> None:
    assert read(value) is None


def test_a_period_knows_its_first_and_last_day() -> None:
    days = [
        (text, found.start.isoformat(), found.end.isoformat())
        for text in ("2024", "2023-S2", "2023-T3", "2024-Q1", "2024-02", "2023-W01", "2023/2024", "2019..2023")
        if (found := parse(text))
    ]

    assert days == [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023-S2", "2023-07-01", "2023-12-31"),
        ("2023-T3", "2023-09-01", "2023-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-W01", "2023-01-02", "2023-01-08"),
        ("2023/2024", "2023-07-01", "2024-06-30"),
        ("2019..2023", "2019-01-01", "2023-12-31"),
    ]


def test_every_month_name_is_read_with_its_year() -> None:
    assert {name: read(f"{name.title()} 2023") for name in MONTH_NUMBERS} == {
        name: f"2023-{number:02d}" for name, number in MONTH_NUMBERS.items()
    }


@given(
    st.one_of(
        st.text(max_size=90),
        st.text("0123456789-/. sqtwSemesterIVJanuari'–", max_size=24),
        st.integers(),
        st.floats(),
        st.dates(),
        st.none(),
    )
)
def test_reading_never_crashes_and_the_canonical_text_reads_back_to_itself(value: object) -> None:
    found = parse(value)

    if found is not None:
        assert parse(found.text) == found
        assert found.start <= found.end


def test_every_frequency_with_a_step_has_a_kind_of_period() -> None:
    stepped = {known.code for known in periodicity.all_periodicities() if known.months or known.days}

    assert stepped - set(KIND_OF_FREKUENSI) == set()
    assert all(periodicity.get(code) for code in KIND_OF_FREKUENSI)
