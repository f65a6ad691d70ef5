from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.catalogue import periods


@pytest.mark.parametrize(
    ("start", "end", "indonesian", "english"),
    [
        ("2013", "2023", "2013–2023", "2013–2023"),
        ("2023", "2023", "2023", "2023"),
        ("2023", "", "2023", "2023"),
        ("", "", "", ""),
        ("2023-S1", "", "Semester 1 2023", "Half 1 of 2023"),
        ("2023-Q3", "2024-Q1", "Triwulan 3 2023 – Triwulan 1 2024", "Quarter 3 of 2023 – Quarter 1 of 2024"),
        ("2023-05", "", "Mei 2023", "May 2023"),
        ("2023-05-31", "", "31 Mei 2023", "31 May 2023"),
        ("2023-13", "", "2023-13", "2023-13"),
        ("tahun lalu", "", "tahun lalu", "tahun lalu"),
    ],
)
def test_periods_read_as_people_say_them(app: Any, start: str, end: str, indonesian: str, english: str) -> None:
    read = {}
    for language in ("id", "en"):
        with app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": language}):
            read[language] = periods.period(start, end)

    assert read == {"id": indonesian, "en": english}
