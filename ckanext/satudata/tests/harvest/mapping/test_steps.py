"""What each step of a rule does to a value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.harvest.mapping.rules import parse_rule
from ckanext.satudata.harvest.mapping.steps import STEPS, Step, applied


@pytest.mark.parametrize(
    ("steps", "value", "result"),
    [
        ("lower", "ORANG", "orang"),
        ("upper", "ipm", "IPM"),
        ("sentence", "JUMLAH PENDUDUK", "Jumlah penduduk"),
        ("cut-start IND-", "ind-1.02", "1.02"),
        ("cut-start IND-", "1.02", "1.02"),
        ('cut-end " (Jiwa)"', "Penduduk (jiwa)", "Penduduk"),
        ("split", "Wilayah, Tahun,", ["Wilayah", "Tahun"]),
        ('split "|"', "Wilayah | Tahun", ["Wilayah", "Tahun"]),
        ("split ; | lower", ["A; B", "C"], ["a", "b", "c"]),
        ("values Tiap Tahun => tahunan; bulan => bulanan", "TIAP TAHUN", "tahunan"),
        ("values Tiap Tahun => tahunan", "Harian", "Harian"),
        ("values Tiap Tahun => tahunan; * => lainnya", "Harian", "lainnya"),
        ("values - =>", "-", None),
        ("date", "Diperbarui 31 Desember 2024 pukul 10.00", "2024-12-31"),
        ("date", "data per 31.12.2024", "2024-12-31"),
        ("date", "since 03/2021", "2021-03"),
        ("date", "sejak Januari 2021", "2021-01"),
        ("date", "Edisi 2021, direvisi", "2021"),
        ("date", "32/13/2024", "2024"),
        ("date", "sudah lama", None),
        ("date", ["2020", "tidak ada"], ["2020"]),
        ("lower", 5, "5"),
    ],
)
def test_a_value_goes_through_the_steps_in_their_order(steps: str, value: Any, result: Any) -> None:
    assert applied(parse_rule(f"satuan <- unit | {steps}").steps, value) == result


def test_without_steps_a_value_stays_what_it_is() -> None:
    assert applied((), {"a": [1]}) == {"a": [1]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(STEPS)), JSON)
def test_no_value_of_another_portal_breaks_a_step(name: str, value: Any) -> None:
    argument = {"values": "a => b; * => c"}.get(name, "a" if STEPS[name].needs_text else "")

    result = applied((Step(name=name, argument=argument),), value)

    assert result is None or isinstance(result, (str, list))
