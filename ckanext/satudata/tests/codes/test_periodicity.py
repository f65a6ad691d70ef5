from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.periodicity import (
    EU_BASE,
    Periodicity,
    all_periodicities,
    from_ms_keg,
    get,
    is_stale,
    next_due,
    parse,
)

PERIODICITIES = st.sampled_from(all_periodicities())


def code(text: str) -> str | None:
    known = parse(text)
    return known.code if known else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("per hari", "harian"),
        ("setiap bulan", "bulanan"),
        ("tiap triwulan", "triwulanan"),
        ("per semester", "semesteran"),
        ("Tahunan (Januari)", "tahunan"),
        ("per bulan sekali", "bulanan"),
        ("setiap saat", "terus_menerus"),
        ("per", None),
    ],
)
def test_a_unit_with_a_word_for_each_is_its_frequency(text: str, expected: str | None) -> None:
    assert code(text) == expected


def test_the_crosswalk_is_the_published_one() -> None:
    rows = [(row.code, row.ms_keg, row.iso8601, row.eu, row.sdmx) for row in all_periodicities()]

    assert rows == [
        ("terus_menerus", None, "R/PT1S", "UPDATE_CONT", None),
        ("harian", "1", "R/P1D", "DAILY", "D"),
        ("mingguan", "2", "R/P1W", "WEEKLY", "W"),
        ("bulanan", "3", "R/P1M", "MONTHLY", "M"),
        ("triwulanan", "4", "R/P3M", "QUARTERLY", "Q"),
        ("empat_bulanan", "5", "R/P4M", "ANNUAL_3", "A_3"),
        ("semesteran", "6", "R/P6M", "ANNUAL_2", "S"),
        ("tahunan", "7", "R/P1Y", "ANNUAL", "A"),
        ("dua_tahunan", "8", "R/P2Y", "BIENNIAL", "A2"),
        ("tiga_tahunan", "8", "R/P3Y", "TRIENNIAL", "A3"),
        ("lima_tahunan", "8", "R/P5Y", "QUINQUENNIAL", "A5"),
        ("sepuluh_tahunan", "8", "R/P10Y", "DECENNIAL", "A10"),
        ("lebih_dari_dua_tahunan", "8", None, "OTHER", "_O"),
        ("hanya_sekali", None, None, "NEVER", "_Z"),
        ("insidental", None, "irregular", "IRREG", "I"),
        ("tidak_diketahui", None, None, "UNKNOWN", "_U"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Tahun", "tahunan"),
        ("1 (satu) tahun", "tahunan"),
        ("Setahun sekali", "tahunan"),
        ("A", "tahunan"),
        (EU_BASE + "ANNUAL", "tahunan"),
        ("http://publications.europa.eu/resource/authority/frequency/MONTHLY/", "bulanan"),
        ("monthly", "bulanan"),
        ("Kuartalan", "triwulanan"),
        ("per 3 bulan", "triwulanan"),
        ("setiap tiga bulan", "triwulanan"),
        ("4 kali setahun", "triwulanan"),
        ("Caturwulanan", "empat_bulanan"),
        ("6 bulanan", "semesteran"),
        ("dua kali setahun", "semesteran"),
        ("R/P1Y", "tahunan"),
        ("R/P7D", "mingguan"),
        ("P12M", "tahunan"),
        ("R/PT1S", "terus_menerus"),
        ("LEBIH_DARI_DUA_TAHUNAN", "lebih_dari_dua_tahunan"),
        ("4 tahun sekali", "lebih_dari_dua_tahunan"),
        ("5 Tahun", "lima_tahunan"),
        ("HANYA_SEKALI", "hanya_sekali"),
        ("notPlanned", "hanya_sekali"),
        ("Sewaktu-waktu", "insidental"),
        ("asNeeded", "insidental"),
        ("irregular", "insidental"),
        # Not ours: refused, not rounded.
        ("fortnightly", None),
        ("2 bulan", None),
        ("R/P0Y", None),
        ("P", None),
        ("7", None),
        ("Tahunan/Semesteran", None),
        ("", None),
    ],
)
def test_a_frequency_is_read_in_every_notation(text: str, expected: str | None) -> None:
    assert code(text) == expected


@given(PERIODICITIES, st.data())
def test_each_own_notation_reads_back_to_itself(known: Periodicity, data: st.DataObject) -> None:
    notations = [known.code, known.label, known.label_en, known.eu, known.eu_uri, known.sdmx, known.iso8601]

    assert code(data.draw(st.sampled_from([text for text in notations if text]))) == known.code


@given(st.text(max_size=30))
def test_reading_never_crashes(text: str) -> None:
    assert code(text) is None or get(code(text) or "") is not None


def test_ms_keg_answers_are_read_as_numbers_of_the_form() -> None:
    answers = [known and known.code for known in map(from_ms_keg, ("1", " 4 ", "7", "8", "9", ""))]

    assert answers == ["harian", "triwulanan", "tahunan", "lebih_dari_dua_tahunan", None, None]


@pytest.mark.parametrize(
    ("frequency", "period_end", "due"),
    [
        ("tahunan", date(2023, 12, 31), date(2024, 12, 31)),
        ("bulanan", date(2023, 2, 28), date(2023, 3, 31)),
        ("bulanan", date(2023, 1, 30), date(2023, 2, 28)),
        ("tahunan", date(2024, 2, 29), date(2025, 2, 28)),
        ("triwulanan", date(2023, 9, 30), date(2023, 12, 31)),
        ("mingguan", date(2023, 12, 31), date(2024, 1, 7)),
        ("sepuluh_tahunan", date(2020, 9, 15), date(2030, 9, 15)),
        ("insidental", date(2023, 12, 31), None),
        ("tahunan", date(9999, 12, 31), None),
        ("harian", date(9999, 12, 31), None),
    ],
)
def test_the_next_period_ends_one_step_later(frequency: str, period_end: date, due: date | None) -> None:
    known = get(frequency)

    assert known
    assert next_due(known, period_end) == due


@given(PERIODICITIES, st.dates(max_value=date(2900, 1, 1)))
def test_what_is_due_lies_in_the_future_of_the_period(known: Periodicity, period_end: date) -> None:
    due = next_due(known, period_end)

    assert (due is None) == (known.months == known.days == 0)
    assert due is None or due > period_end


@pytest.mark.parametrize(
    ("frequency", "covered_until", "updated", "today", "stale"),
    [
        ("tahunan", date(2023, 12, 31), None, date(2025, 6, 1), False),
        ("tahunan", date(2023, 12, 31), None, date(2025, 7, 15), True),
        ("bulanan", date(2026, 9, 30), None, date(2026, 11, 10), False),
        ("bulanan", date(2026, 9, 30), None, date(2026, 11, 22), True),
        # What the data cover counts, not that somebody saved the page yesterday.
        ("tahunan", date(2020, 12, 31), date(2026, 11, 21), date(2026, 11, 22), True),
        ("tahunan", None, date(2026, 11, 21), date(2026, 11, 22), False),
        ("harian", date(2026, 11, 20), None, date(2026, 11, 22), False),
        ("insidental", date(2020, 12, 31), None, date(2026, 11, 22), None),
        ("tahunan", None, None, date(2026, 11, 22), None),
    ],
)
def test_data_are_stale_half_a_period_after_the_next_one_has_ended(
    frequency: str, covered_until: date | None, updated: date | None, today: date, stale: bool | None
) -> None:
    known = get(frequency)

    assert known
    assert is_stale(known, covered_until=covered_until, updated=updated, today=today) is stale


@given(PERIODICITIES, st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 5000))
def test_what_is_stale_stays_stale(known: Periodicity, covered_until: date, days: int) -> None:
    today = covered_until + timedelta(days=days)

    if is_stale(known, covered_until=covered_until, today=today):
        assert is_stale(known, covered_until=covered_until, today=today + timedelta(days=1))
