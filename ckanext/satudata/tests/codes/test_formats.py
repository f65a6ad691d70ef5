from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.formats import Openness, from_url, get, parse


@pytest.mark.parametrize(
    ("text", "code", "is_compressed"),
    [
        ("CSV.", "CSV", False),
        (".csv", "CSV", False),
        (".cvs", "CSV", False),
        ("text/csv; charset=utf-8", "CSV", False),
        ("xlxs", "XLSX", False),
        ("xslx", "XLSX", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", False),
        ("xmls", "XML", False),
        ("zip+csv", "CSV", True),
        ("csv+zip", "CSV", True),
        ("ZIP + XML", "XML", True),
        ("CSV/CSV", "CSV", False),
        ("zip", "ZIP", False),
        ("Esri REST", "API", False),
        ("Web Page", "HTML", False),
    ],
)
def test_a_dirty_label_means_one_format(text: str, code: str, is_compressed: bool) -> None:
    known = parse(text)

    assert known
    assert (known.code, known.is_compressed) == (code, is_compressed)


@pytest.mark.parametrize("text", ["", " ", "+", "csv+xlsx", "zip+rar+csv+xml", "berkas", "Ponto de Acesso à API"])
def test_several_formats_or_none_are_no_format(text: str) -> None:
    assert parse(text) is None


def test_openness_follows_the_national_list() -> None:
    openness = {
        code: known.openness
        for code in ("CSV", "JSON", "GeoJSON", "XML", "XLSX", "ODS", "ZIP", "PDF", "JPEG", "HTML")
        if (known := get(code))
    }

    assert openness == {
        **dict.fromkeys(("CSV", "JSON", "GeoJSON", "XML"), Openness.OPEN),
        **dict.fromkeys(("XLSX", "ODS", "ZIP"), Openness.MACHINE_READABLE),
        **dict.fromkeys(("PDF", "JPEG", "HTML"), Openness.CLOSED),
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://opendata.example.go.id/unduh/Data%20Desa.XLSX?v=2", ("XLSX", False)),
        ("https://example.go.id/data.csv.zip", ("CSV", True)),
        ("https://example.go.id/data.v2.csv", ("CSV", False)),
        ("https://example.go.id/unduh.php?file=a.csv", None),
        ("https://example.go.id/", None),
        ("http://[rusak", None),
        ("", None),
    ],
)
def test_the_end_of_an_address_promises_a_format_or_none(url: str, expected: tuple[str, bool] | None) -> None:
    known = from_url(url)

    assert (known and (known.code, known.is_compressed)) == expected


@given(st.text(max_size=40))
def test_reading_never_crashes(text: str) -> None:
    for known in (parse(text), from_url(text)):
        assert known is None or get(known.code)


def test_labels_of_a_national_portal_are_nearly_all_known(shared_data: Path) -> None:
    with gzip.open(
        shared_data / "ckan_api" / "dados_gov_br" / "packages_820.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        labels = {
            resource["format"] for line in lines for resource in json.loads(line)["resources"] if resource["format"]
        }

    assert {label for label in labels if parse(label) is None} == {"Ponto de Acesso à API"}
