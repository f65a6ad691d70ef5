from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import Normalised

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def told(result: Normalised) -> tuple[object, str | None, bool]:
    return result.value, result.finding.code if result.finding else None, result.lossy


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  Jumlah   Penduduk ", ("Jumlah Penduduk", None, False)),
        ("baris satu\r\nbaris dua", ("baris satu baris dua", None, False)),
        ("Jumlah\x00 Penduduk\ud800", ("Jumlah Penduduk", "META-05", False)),
        ("<p>Satu &amp; <b>dua</b></p><script>alert(1)</script>", ("Satu & dua", "META-07", False)),
        ("anak < 5 tahun dan > 3 tahun", ("anak < 5 tahun dan > 3 tahun", None, False)),
        ("&lt;b&gt; tetap", ("&lt;b&gt; tetap", None, False)),
        ("a" * 301, ("a" * 299 + "…", "META-06", True)),
        (2024.0, ("2024", None, False)),
        ("", (None, None, False)),
        ("\x00", (None, "META-05", False)),
        (None, (None, None, False)),
        (["daftar"], (None, "META-13", False)),
        ({"kunci": 1}, (None, "META-13", False)),
    ],
)
def test_one_line_of_text_is_clean_and_short_enough(given: object, expected: tuple[object, str | None, bool]) -> None:
    assert told(text.normalise(given, place="konsep")) == expected


def test_paragraphs_stay_paragraphs() -> None:
    given = "<p>Satu.</p><p>Dua.</p>\n\n\n\n- butir"

    result = text.normalise(given, place="notes", limit=text.TEXT_LIMIT, multiline=True)

    assert result.value == "Satu.\nDua.\n\n- butir"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["Wilayah", " ", "Jenis Kelamin", "Wilayah"], ["Wilayah", "Jenis Kelamin"]),
        ("1. Laki-laki\n2. Perempuan\n", ["1. Laki-laki", "2. Perempuan"]),
        ([], None),
        (None, None),
    ],
)
def test_a_list_has_one_entry_per_line_and_none_twice(given: object, expected: list[str] | None) -> None:
    assert text.lines(given, place="klasifikasi").value == expected


@given(JSON)
def test_whatever_json_holds_the_text_can_be_stored_and_stays_what_it_is(value: object) -> None:
    once = text.normalise(value, place="notes", multiline=True)

    if once.value is not None:
        once.value.encode("utf-8")
        assert "\x00" not in once.value
        assert len(once.value) <= text.LINE_LIMIT
        assert text.normalise(once.value, place="notes", multiline=True).value == once.value
